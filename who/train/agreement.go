package main

import (
	"fmt"
	"io"
	"strings"

	"demarche/who"
)

// alike is how many words in a row must be the same, numbers aside, for two
// passages to count as one that was annotated twice.
const alike = 7

// passage is a sentence with what is marked in it.
type passage struct {
	words []string
	spans map[who.Span]bool // tokens of the sentence
}

// agreement tells how far the annotation of reports agrees with itself: where
// the same words stand in two sentences that were read, how well the marks of
// one foretell those of the other (F1 of exact spans). No tagger can be
// expected to do much better than that.
func agreement(list []parsed, note io.Writer) error {
	var all []passage
	places := make(map[string][]int) // words in a row → sentences that hold them
	for i := range list {
		for _, p := range passages(&list[i]) {
			seen := make(map[string]bool)
			for k := 0; k+alike <= len(p.words); k++ {
				key := strings.Join(p.words[k:k+alike], " ")
				if !seen[key] {
					seen[key] = true
					places[key] = append(places[key], len(all))
				}
			}
			all = append(all, p)
		}
	}
	pairs := make(map[[2]int]bool)
	for _, at := range places {
		for i, a := range at {
			for _, b := range at[:i] {
				pairs[[2]int{b, a}] = true
			}
		}
	}
	var marked, both int
	for pair := range pairs {
		m, b := compare(&all[pair[0]], &all[pair[1]])
		marked, both = marked+m, both+b
	}
	if marked == 0 {
		return nil
	}
	_, err := fmt.Fprintf(note, "the annotation with itself: F1 %.1f over %d marks in %d pairs of sentences that share %d words in a row\n",
		100*float64(both)/float64(marked), marked, len(pairs), alike)
	return err
}

// passages are the sentences of a report that its annotators read.
func passages(p *parsed) []passage {
	var list []passage
	unread := p.report.Unread(p.doc)
	spans := p.report.Spans(p.doc)
	for k, s := range p.doc.Sents {
		if unread[k] {
			continue
		}
		x := passage{spans: make(map[who.Span]bool)}
		for i := s.First; i < s.Last; i++ {
			x.words = append(x.words, plainWord(p.doc.Word(int(i))))
		}
		for _, span := range spans {
			if span.First >= int(s.First) && span.Last <= int(s.Last) {
				x.spans[who.Span{First: span.First - int(s.First), Last: span.Last - int(s.First), Kind: span.Kind}] = true
			}
		}
		list = append(list, x)
	}
	return list
}

// plainWord is a word in lower case, any number as the same.
func plainWord(w string) string {
	switch w = strings.ToLower(w); w {
	case "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve":
		return "#"
	}
	if strings.Trim(w, "0123456789") == "" {
		return "#"
	}
	return w
}

// compare counts the marks within the stretches that two sentences share, and
// how many of them stand in both; marked counts both sides. A stretch is taken
// without its outermost words, unless the sentence ends there too.
func compare(a, b *passage) (marked, both int) {
	for i := range a.words {
		for j := range b.words {
			if i > 0 && j > 0 && a.words[i-1] == b.words[j-1] {
				continue // the stretch began before
			}
			n := 0
			for i+n < len(a.words) && j+n < len(b.words) && a.words[i+n] == b.words[j+n] {
				n++
			}
			if n < alike {
				continue
			}
			inA, inB := within(a, i, n), within(b, j, n)
			marked += len(inA) + len(inB)
			for s := range inA {
				if inB[s] {
					both += 2
				}
			}
		}
	}
	return marked, both
}

// within are the marks in n words of a sentence, counted from the first of them.
func within(p *passage, from, n int) map[who.Span]bool {
	lo, hi := from, from+n
	if lo > 0 {
		lo++
	}
	if hi < len(p.words) {
		hi--
	}
	in := make(map[who.Span]bool)
	for s := range p.spans {
		if s.First >= lo && s.Last <= hi {
			in[who.Span{First: s.First - from, Last: s.Last - from, Kind: s.Kind}] = true
		}
	}
	return in
}
