package main

import (
	"bufio"
	"fmt"
	"io"
	"sort"

	"demarche/english"
)

// countLemmas writes the lemmas of the content words of a text, line by line,
// with their numbers, the commonest first.
func countLemmas(text io.Reader, to io.Writer) error {
	parser, err := english.New()
	if err != nil {
		return err
	}
	in := bufio.NewScanner(text)
	in.Buffer(nil, 1<<20)
	count := map[string]int{}
	for in.Scan() {
		d := parser.Parse(in.Text())
		for i := range d.Len() {
			switch d.Pos[i] {
			case english.VERB, english.NOUN, english.ADJ, english.ADV:
				count[d.Lemma[i]]++
			}
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading text: %w", err)
	}
	lemmas := make([]string, 0, len(count))
	for w := range count {
		lemmas = append(lemmas, w)
	}
	sort.Slice(lemmas, func(i, j int) bool {
		return count[lemmas[i]] > count[lemmas[j]] || count[lemmas[i]] == count[lemmas[j]] && lemmas[i] < lemmas[j]
	})
	out := bufio.NewWriter(to)
	for _, w := range lemmas {
		fmt.Fprintf(out, "%s\t%d\n", w, count[w])
	}
	return out.Flush()
}
