package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"demarche/english"
	"demarche/eval"
)

// score counts what a peer found of a treebank's words, from the raw text on. A
// word is found if the peer has a token with the same span.
type score struct {
	words, tokens int // of the treebank and of the peer
	same          int // words found
	tag           int // with the right tag
	head          int // and head
	label         int // and head and label, without subtypes
	core          int // words of core relations
	coreFound     int // with the right head and label
}

// core are relations that Universal Dependencies and the older schemes of
// Stanford and of ClearNLP all have, with the same head on either side, under
// the names of the first. A word that hangs on a predicate with a copula is
// not counted: in ClearNLP's scheme the copula is the head.
var core = map[string]bool{"nsubj": true, "obj": true, "iobj": true, "det": true, "amod": true, "aux": true, "nummod": true}

// renamed are names that the older schemes give to core relations.
var renamed = map[string]string{"nsubjpass": "nsubj", "dobj": "obj", "dative": "iobj", "auxpass": "aux"}

// relation is a label without its subtype, under the name that core uses.
func relation(label string) string {
	label, _, _ = strings.Cut(strings.ToLower(label), ":")
	if name, ok := renamed[label]; ok {
		return name
	}
	return label
}

// add counts one text. The offsets of found are in bytes.
func (s *score) add(gold *english.Doc, found *analysis) error {
	n := len(found.Start)
	parsed := len(found.Head) > 0
	if len(found.End) != n || len(found.Tag) != n || parsed && (len(found.Head) != n || len(found.Label) != n) {
		return fmt.Errorf("columns of unequal length: %d starts, %d ends, %d tags, %d heads, %d labels",
			n, len(found.End), len(found.Tag), len(found.Head), len(found.Label))
	}
	copular := make([]bool, gold.Len())
	for i, h := range gold.Head {
		if h >= 0 && relation(gold.Label[i].String()) == "cop" {
			copular[h] = true
		}
	}
	s.words += gold.Len()
	s.tokens += n
	partner := eval.SameSpans(gold, &english.Doc{Start: found.Start, End: found.End})
	for i, h := range gold.Head {
		want := relation(gold.Label[i].String())
		isCore := h >= 0 && core[want] && !copular[h]
		if isCore {
			s.core++
		}
		j := partner[i]
		if j < 0 {
			continue
		}
		s.same++
		if found.Tag[j] == gold.Tag[i].String() {
			s.tag++
		}
		if !parsed {
			continue
		}
		up := found.Head[j]
		if h < 0 != (up < 0) || h >= 0 && partner[h] != up {
			continue
		}
		s.head++
		if relation(found.Label[j]) == want {
			s.label++
			if isCore {
				s.coreFound++
			}
		}
	}
	return nil
}

// f1 is the F1 in percent of n words that are right.
func (s *score) f1(n int) float64 {
	if s.words+s.tokens == 0 {
		return 0
	}
	return 200 * float64(n) / float64(s.words+s.tokens)
}

// inBytes turns the offsets of a into offsets in bytes of text.
func (a *analysis) inBytes(text, unit string) error {
	if unit == "byte" {
		return nil
	}
	var at []int32 // byte of each unit of the text
	for i, r := range text {
		at = append(at, int32(i))
		if unit == "utf16" && r > 0xffff {
			at = append(at, int32(i))
		}
		if r == utf8.RuneError {
			return fmt.Errorf("a text that is not UTF-8 at byte %d", i)
		}
	}
	at = append(at, int32(len(text)))
	for _, column := range [][]int32{a.Start, a.End} {
		for i, v := range column {
			if v < 0 || int(v) >= len(at) {
				return fmt.Errorf("an offset of %d in a text of %d", v, len(at)-1)
			}
			column[i] = at[v]
		}
	}
	return nil
}
