package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"demarche/english"
)

// material is the texts that all are run on. Those that are scored come first:
// the development parts of the treebanks, on which demarche was not trained.
type material struct {
	docs   []*english.Doc // with the treebank's analysis
	scored int            // how many of them are scored
}

// gather takes whole documents of the treebanks, development parts first, until
// there are as many sentences as wanted; the last is cut.
func gather(data string, sentences int) (*material, error) {
	m := new(material)
	left := sentences
	for _, name := range []string{"ewt-dev", "gum-dev", "gum-train", "ewt-train"} {
		docs, err := english.ReadTreebank(filepath.Join(data, "data", "ud", name+".conllu.gz"))
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if left == 0 {
				break
			}
			if n := len(d.Sents); n > left {
				d = beginning(d, left)
			}
			left -= len(d.Sents)
			m.docs = append(m.docs, d)
		}
		if name == "gum-dev" {
			m.scored = len(m.docs)
		}
	}
	if left > 0 {
		return nil, fmt.Errorf("the treebanks have %d sentences only", sentences-left)
	}
	return m, nil
}

// beginning is the first n sentences of d.
func beginning(d *english.Doc, n int) *english.Doc {
	last := d.Sents[n-1].Last
	return &english.Doc{
		Text: d.Text[:d.End[last-1]], Start: d.Start[:last], End: d.End[:last], Tag: d.Tag[:last], Pos: d.Pos[:last],
		Lemma: d.Lemma[:last], Head: d.Head[:last], Label: d.Label[:last], Sents: d.Sents[:n],
	}
}

// text is a line of the file of texts.
type text struct {
	Text string `json:"text"`
}

// write writes the texts into a file, one JSON object a line.
func (m *material) write(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	out := json.NewEncoder(f)
	for _, d := range m.docs {
		if err := out.Encode(text{d.Text}); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// size is the number of sentences and words, as the treebanks count.
func (m *material) size(docs int) (sentences, words int) {
	for _, d := range m.docs[:docs] {
		sentences += len(d.Sents)
		words += d.Len()
	}
	return sentences, words
}
