// Command train fits the sense model (package coder/sense) to sentences whose
// parties and root type are marked by hand, and says by cross-validation how
// well it does beside the frames alone.
//
//	go run ./coder/train -pairs plv-train.tsv -out coder/sense/model.bin
//	go run ./coder/train -pairs plv-train.tsv -folds 5
//
// It also fits what the confidence of a record rests on to reports coded by
// hand, and shows how well that holds on reports it was not fitted to:
//
//	go run ./coder/train -calibrate gold,gold-single
//
// With -lemmas it counts the nouns, verbs, adjectives and adverbs of the lines on
// standard input, which clusters.py sorts into groups of like meaning:
//
//	go run ./coder/train -lemmas < text > lemmas.tsv
//
// And it fits the model of contexts (package coder/contexts) to sentences written
// for it and to reports coded by hand, and scores it on what it was not fitted to:
//
//	go run ./coder/train -contexts coder/train/contexts.tsv -records gold-single -out coder/contexts/model.bin
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"demarche/coder"
	"demarche/coder/linear"
	"demarche/coder/sense"
	"demarche/eval"
	"demarche/plover"
)

func main() {
	pairs := flag.String("pairs", "", "marked sentences in the form of the PLV set")
	out := flag.String("out", "", "file to write the model to")
	folds := flag.Int("folds", 0, "cross-validate in so many folds")
	l2 := flag.Float64("l2", 0.6, "strength of the penalty on squared weights")
	seed := flag.Uint64("seed", 1, "of the order of the folds")
	records := flag.String("records", "", "folder of reports coded by hand to learn from as well")
	texts := flag.String("texts", "", "further folders of texts of -records, separated by commas")
	contexts := flag.String("contexts", "", "sentences with their contexts: fit the model of contexts, not that of senses")
	calibrate := flag.String("calibrate", "", "folders of reports coded by hand, separated by commas")
	lemmas := flag.Bool("lemmas", false, "count the lemmas of text on standard input")
	flag.Parse()
	if *lemmas {
		if err := countLemmas(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if *calibrate != "" {
		if err := calibration(strings.Split(*calibrate, ",")); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if *contexts != "" {
		from := aboutSources{sentences: *contexts, records: *records, texts: strings.Split(*texts, ",")}
		if err := trainContexts(from, *out); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if *pairs == "" || *out == "" && *folds == 0 {
		fmt.Fprintln(os.Stderr, "train: want -pairs FILE and -out FILE or -folds N")
		os.Exit(2)
	}
	if err := run(*pairs, *records, strings.Split(*texts, ","), *out, *folds, *l2, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(file, records string, texts []string, out string, folds int, l2 float64, seed uint64) error {
	c, err := coder.New(coder.Options{FramesAlone: true})
	if err != nil {
		return err
	}
	marked, err := eval.ReadPairs(file)
	if err != nil {
		return err
	}
	set := examples(c, marked)
	var more []example
	if records != "" {
		pairs, err := eval.PairsOf(records, eval.TextsIn(append([]string{records}, texts...)...))
		if err != nil {
			return err
		}
		more = examples(c, pairs)
		for i := range more {
			more[i].report = true
		}
	}
	if folds > 1 {
		validate(set, more, folds, l2, seed)
	}
	if out == "" {
		return nil
	}
	m := fit(append(set, more...), l2, fmt.Sprintf("%d marked sentences and %d records of reports, penalty %g", len(set), len(more), l2))
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if err := m.Write(f, sense.Kind); err != nil {
		return err
	}
	fmt.Printf("%s: %d classes, %d features\n", out, len(m.Classes), m.Features())
	return f.Close()
}

// examples makes training material of marked pairs.
func examples(c *coder.Coder, marked []eval.MarkedPair) []example {
	set := make([]example, len(marked))
	for i, p := range marked {
		set[i] = example{
			features: c.Features(p.Sentence, p.Source, p.Target),
			class:    p.Root, quad: p.Quad,
		}
		if t, ok := c.Pair(p.Sentence, p.Source, p.Target); ok {
			set[i].frames = eval.RootOf(t)
		}
	}
	return set
}

// validate scores the model on folds that it was not fitted to, and the frames
// alone on the same sentences.
func validate(set, more []example, folds int, l2 float64, seed uint64) {
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(set))
	said := make([]string, len(set))
	for k := range folds {
		train := slices.Clone(more) // other texts than those that are scored
		for i, at := range order {
			if i%folds != k {
				train = append(train, set[at])
			}
		}
		m := fit(train, l2, "")
		var s linear.Scores
		for i, at := range order {
			if i%folds == k {
				said[at] = m.Classes[decide(m, &s, set[at].features)]
			}
		}
	}
	var with, alone, quadWith, quadAlone = eval.Confusion{}, eval.Confusion{}, eval.Confusion{}, eval.Confusion{}
	for i, e := range set {
		with.Add(e.class, said[i])
		alone.Add(e.class, e.frames)
		quad := fmt.Sprint(e.quad)
		quadWith.Add(quad, quadOf(said[i]))
		quadAlone.Add(quad, quadOf(e.frames))
	}
	fmt.Printf("%-24s %8s %8s\n", fmt.Sprintf("%d-fold macro-F1", folds), "types", "quads")
	fmt.Printf("%-24s %8.3f %8.3f\n", "frames alone", alone.MacroF1(), quadAlone.MacroF1())
	fmt.Printf("%-24s %8.3f %8.3f\n", "with the sense model", with.MacroF1(), quadWith.MacroF1())
}

func quadOf(root string) string {
	switch root {
	case "YIELD":
		return "2"
	case "":
		return "none"
	}
	return fmt.Sprint(plover.Type(root).Quad().Number())
}
