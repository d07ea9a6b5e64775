// Command train trains the tagger and parser of package english on treebanks
// in CoNLL-U and writes the model that the package embeds.
//
//	go run ./english/train -data $DATA -out english/model.bin
//
// Training is deterministic for a seed on machines of one kind. After each
// epoch the program parses the development treebanks with the quantised
// network, as users will, and keeps the best.
//
// The embedded model was made in steps, all but the first with text that the
// teacher had labelled (see teacher/README.md):
//
//	go run ./english/train -out 1.bin -epochs 6 -last 0.65
//	go run ./english/train -from 1.bin -silver silver.conllu -out 2.bin -epochs 4 -repeat 2 -rate 1.6e-3 -drop 0.2
//	go run ./english/train -from 2.bin -silver silver.conllu -epochs 2 -repeat 2 -rate 8e-4 -drop 0.2 -seed 2
//
// Its word vectors are in it, so that -vectors needs no other file.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
)

func main() {
	o := options{log: os.Stdout}
	data := flag.String("data", os.Getenv("DEMARCHE_DATA"), "folder that holds data/ud, else $DEMARCHE_DATA")
	flag.StringVar(&o.out, "out", "english/model.bin", "model `file` to write")
	flag.StringVar(&o.silver, "silver", "", "comma-separated CoNLL-U `files` labelled by the teacher, to train on too")
	flag.StringVar(&o.vectors, "vectors", "english/model.bin", "`file` of static word vectors from the teacher, or a model that holds them; empty for none")
	flag.StringVar(&o.from, "from", "", "go on from the weights of a model `file` of the same shape")
	flag.IntVar(&o.epochs, "epochs", 18, "passes over the material")
	flag.IntVar(&o.repeat, "repeat", 1, "how often the treebanks count in a pass, beside what the teacher labelled")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of all random numbers")
	flag.IntVar(&o.batch, "batch", 600, "tokens in a batch")
	flag.Float64Var(&o.rate, "rate", 2e-3, "highest rate of learning")
	flag.Float64Var(&o.last, "last", 0.005, "rate of learning at the end, as a share of the highest")
	flag.IntVar(&o.shape.width, "width", 256, "units of a layer, both directions")
	flag.IntVar(&o.shape.layers, "layers", 4, "layers of the encoder")
	flag.IntVar(&o.shape.keys, "keys", 128, "length of the keys of arcs")
	flag.IntVar(&o.shape.hidden, "hidden", 192, "units that labels are read off")
	flag.IntVar(&o.shape.products, "products", 64, "how many of them are products of dependent and head")
	flag.IntVar(&o.score, "score", 1, "score every so many epochs")
	flag.IntVar(&o.limit, "limit", 0, "train on so many sentences only, 0 for all")
	drop := flag.Float64("drop", 0.3, "share of units that dropout takes")
	profile := flag.String("profile", "", "write a CPU profile to `file`")
	flag.Parse()
	o.shape.wordDim, o.shape.affixDim, o.shape.gramDim = 96, 64, 64
	d := float32(*drop)
	o.drop = rates{feature: d / 2, layer: d, head: d, key: d, hidden: d}
	err := func() error {
		if flag.NArg() > 0 {
			return fmt.Errorf("unexpected argument %q", flag.Arg(0))
		}
		if *data == "" {
			return errors.New("say where the treebanks are, with -data or $DEMARCHE_DATA")
		}
		ud := filepath.Join(*data, "data", "ud")
		o.train = []string{filepath.Join(ud, "ewt-train.conllu.gz"), filepath.Join(ud, "gum-train.conllu.gz")}
		o.dev = []string{filepath.Join(ud, "ewt-dev.conllu.gz"), filepath.Join(ud, "gum-dev.conllu.gz")}
		if *profile != "" {
			f, err := os.Create(*profile)
			if err != nil {
				return fmt.Errorf("writing a profile: %w", err)
			}
			defer func() { _ = f.Close() }()
			if err := pprof.StartCPUProfile(f); err != nil {
				return fmt.Errorf("writing a profile: %w", err)
			}
			defer pprof.StopCPUProfile()
		}
		return train(o)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// list splits a comma-separated list.
func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}
