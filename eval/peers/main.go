// Command peers measures demarche beside other programs that tag and parse
// English: the same texts, one thread each, pair by pair in one run. It is what
// make bench-peers runs once that has installed the others under .build/peers.
//
//	go run ./eval/peers [-data DIR] [-dir DIR] [-sentences 5000] [-rounds 7]
//
// Each round has every other take a pass over all texts with a pass of
// demarche's parser right before it, so that what else the machine does falls
// on both. What counts is the processor time of the pass, of all threads of
// the process, without the time to start and after two passes to warm up, of
// which the second is scored.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

var (
	data      = flag.String("data", os.Getenv("DEMARCHE_DATA"), "folder of the development data")
	dir       = flag.String("dir", ".build/peers", "where the others are installed")
	sentences = flag.Int("sentences", 5000, "how many sentences there are")
	rounds    = flag.Int("rounds", 7, "how often each pair is measured")
	as        = flag.String("as", "", "run as a peer: parse or code, with a file of texts")
)

// contender is a program that can be measured.
type contender struct {
	name    string
	does    string   // what it does with a text
	command []string // without the file of texts
	after   []string // arguments after it
	scores  bool     // what it finds is scored
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	var err error
	if *as != "" {
		err = own(*as == "code", flag.Arg(0))
	} else {
		err = run(context.Background())
	}
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (err error) {
	m, err := gather(*data, *sentences)
	if err != nil {
		return err
	}
	texts := filepath.Join(*dir, "texts.jsonl")
	if err := m.write(texts); err != nil {
		return err
	}
	who, err := contenders()
	if err != nil {
		return err
	}
	var peers []*peer
	var scores []*score
	defer func() {
		for _, p := range peers {
			err = errors.Join(err, p.stop())
		}
	}()
	for _, c := range who {
		log.Printf("start %s", c.name)
		p, err := start(ctx, c, texts)
		if err != nil {
			return err
		}
		peers = append(peers, p)
		s, err := warmUp(p, m)
		if err != nil {
			return err
		}
		scores = append(scores, s)
	}
	before, err := measure(peers)
	if err != nil {
		return err
	}
	printTables(os.Stdout, m, peers, before, scores)
	return nil
}

// warmUp has a peer take two passes that are not counted, since caches fill and
// Java compiles. What the second finds is scored, nil where nothing is.
func warmUp(p *peer, m *material) (*score, error) {
	if _, err := p.run(); err != nil {
		return nil, err
	}
	if p.scores {
		return grade(p, m)
	}
	_, err := p.run()
	return nil, err
}

// measure runs the rounds. It returns, for each peer and round, the pass of the
// first peer that was taken right before.
func measure(peers []*peer) ([][]pass, error) {
	first := peers[0]
	before := make([][]pass, len(peers))
	for round := range *rounds {
		for i, p := range peers {
			b, err := first.run()
			if err != nil {
				return nil, err
			}
			took := b
			if p != first {
				if took, err = p.run(); err != nil {
					return nil, err
				}
			}
			before[i] = append(before[i], b)
			p.passes = append(p.passes, took)
			log.Printf("round %d of %d: %s %.2f s, beside %.2f s", round+1, *rounds, p.name, took.CPU, b.CPU)
		}
	}
	return before, nil
}

// grade scores what a peer finds.
func grade(p *peer, m *material) (*score, error) {
	file := filepath.Join(*dir, strings.ToLower(strings.FieldsFunc(p.name, func(r rune) bool { return r == ',' || r == ' ' })[0])+".jsonl")
	if err := p.ask("write "+file, new(struct{})); err != nil {
		return nil, err
	}
	found, err := analyses(file)
	if err != nil {
		return nil, err
	}
	if len(found) != len(m.docs) {
		return nil, fmt.Errorf("%s: %d texts given, %d came back", p.name, len(m.docs), len(found))
	}
	s := new(score)
	for i, gold := range m.docs[:m.scored] {
		if err := found[i].inBytes(gold.Text, p.Unit); err != nil {
			return nil, fmt.Errorf("%s: text %d: %w", p.name, i+1, err)
		}
		if err := s.add(gold, &found[i]); err != nil {
			return nil, fmt.Errorf("%s: text %d: %w", p.name, i+1, err)
		}
	}
	return s, nil
}

// contenders are demarche's parser, which all are held against, and the others.
func contenders() ([]contender, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	classes, err := os.ReadFile(filepath.Join(*dir, "corenlp.classpath"))
	if err != nil {
		return nil, fmt.Errorf("the others are not installed (make bench-peers does it): %w", err)
	}
	return []contender{
		{name: "demarche, parse", does: "tokens, sentences, tags, trees, lemmas", command: []string{self, "-as", "parse"}, scores: true},
		{name: "demarche, whole", does: "the same, parties, dates, places, records", command: []string{self, "-as", "code"}},
		{name: "spaCy", does: "tokens, sentences, tags, trees", command: []string{filepath.Join(*dir, "venv", "bin", "python"), "eval/peers/spacy/parse.py"}, scores: true},
		{name: "CoreNLP", does: "tokens, sentences, tags, trees", scores: true,
			command: []string{"java", "-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC", "-Xmx3g", "-cp", strings.TrimSpace(string(classes)), "eval/peers/corenlp/Parse.java"},
			after:   []string{coreNLPVersion(string(classes))}},
		{name: "prose", does: "tokens, sentences, tags", command: []string{filepath.Join(*dir, "prose")}, scores: true},
	}, nil
}

// coreNLPVersion reads the version off the name of its archive.
func coreNLPVersion(classes string) string {
	_, rest, _ := strings.Cut(classes, "stanford-corenlp-")
	version, _, _ := strings.Cut(rest, ".jar")
	return version
}
