package main

import (
	"fmt"
	"io"
	"slices"

	"demarche/english"
	"demarche/eval"
)

// A noun goes into the table when it heads a phrase at least leastSeen times
// and leastShare of them are of the type.
const (
	leastSeen  = 2
	leastShare = 0.6
)

// heads writes which common nouns mostly speak of people, organisations and
// places, after the entities of GUM.
func heads(file string, out io.Writer) error {
	docs, err := eval.ReadGum(file)
	if err != nil {
		return err
	}
	seen := make(map[string]map[string]int)
	for _, g := range docs {
		for _, m := range g.Mentions {
			if m.Class != "noun" || g.Doc.Pos[m.Head] != english.NOUN {
				continue
			}
			lemma := g.Doc.Lemma[m.Head]
			if seen[lemma] == nil {
				seen[lemma] = make(map[string]int)
			}
			seen[lemma][m.Type]++
			seen[lemma][""]++
		}
	}
	fmt.Fprintln(out, "# Common nouns that mostly speak of people, organisations or places, by how GUM's")
	fmt.Fprintln(out, "# annotators marked them. Written by who/train; nouns.txt comes before it.")
	for _, kind := range []string{"person", "organization", "place"} {
		var words []string
		for lemma, n := range seen {
			if n[""] >= leastSeen && float64(n[kind]) >= leastShare*float64(n[""]) && plain(lemma) {
				words = append(words, lemma)
			}
		}
		slices.Sort(words)
		fmt.Fprintf(out, "\n%s:", kind)
		for _, w := range words {
			fmt.Fprint(out, " ", w)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// plain tells whether a lemma is a lower-case word.
func plain(lemma string) bool {
	if len(lemma) < 3 {
		return false
	}
	for _, c := range lemma {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
