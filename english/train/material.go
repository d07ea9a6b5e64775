package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"demarche/english"
	"demarche/english/internal/model"
)

// sentence is one tree to learn from. Heads count from 1, 0 is the root.
type sentence struct {
	words []string
	forms []*form
	tag   []english.Tag
	pos   []english.Pos
	head  []int16
	label []english.Label
}

func (s *sentence) len() int { return len(s.words) }

// form is what the network sees of a word: rows of its tables, -1 for none.
type form struct {
	word, static int32
	keep         float32 // chance that its own embedding is used in training
	affix, grams []uint32
}

// readSentences reads the trees of a treebank. Those longer than longest are left out.
func readSentences(name string) ([]*sentence, error) {
	docs, err := english.ReadTreebank(name)
	if err != nil {
		return nil, err
	}
	var all []*sentence
	for _, d := range docs {
		for _, span := range d.Sents {
			if int(span.Last-span.First) > longest {
				continue
			}
			s := &sentence{
				tag:   d.Tag[span.First:span.Last],
				pos:   d.Pos[span.First:span.Last],
				label: d.Label[span.First:span.Last],
			}
			for i := span.First; i < span.Last; i++ {
				s.words = append(s.words, d.Word(int(i)))
				h := int16(0)
				if d.Head[i] >= 0 {
					h = int16(d.Head[i] - span.First + 1)
				}
				s.head = append(s.head, h)
			}
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no sentences", name)
	}
	return all, nil
}

// treebankName is the name of a treebank by its file's.
func treebankName(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	return name
}

// lexicon knows the rows of all forms.
type lexicon struct {
	words, static map[uint64]int32 // by fingerprint
	count         map[uint64]int
	forms         map[string]*form
	look          model.Form
}

// form is the entry for a word.
func (l *lexicon) form(word string) *form {
	if f, ok := l.forms[word]; ok {
		return f
	}
	l.look.Look(word)
	f := &form{
		word:   -1,
		static: -1,
		affix:  append([]uint32(nil), l.look.Affix...),
		grams:  append([]uint32(nil), l.look.Grams...),
	}
	if i, ok := l.words[l.look.Word]; ok {
		f.word = i
		n := float32(l.count[l.look.Word])
		f.keep = 0.9 * n / (n + 0.25)
	}
	if i, ok := l.static[l.look.Word]; ok {
		f.static = i
	}
	l.forms[word] = f
	return f
}

func (l *lexicon) addForms(s *sentence) {
	s.forms = s.forms[:0]
	for _, w := range s.words {
		s.forms = append(s.forms, l.form(w))
	}
}

// varied returns the sentence, or now and then a variant of it as other kinds
// of text would have it: a headline, all lower case, all capitals, or without
// the full stop.
func (l *lexicon) varied(s *sentence, r *rand.Rand) *sentence {
	v := s
	switch p := r.Float64(); {
	case p < 0.10:
		v = s.headline(r)
	case p < 0.13:
		v = s.recased(func(w string, _ bool) string { return strings.ToLower(w) })
	case p < 0.16:
		v = s.recased(func(w string, _ bool) string { return strings.ToUpper(w) })
	case p < 0.22:
		v = s.without(s.endsIt)
	}
	if v != s {
		v.forms = nil
		l.addForms(v)
	}
	return v
}

// endsIt tells whether token i is the full stop of the sentence.
func (s *sentence) endsIt(i int) bool {
	return i > 0 && i == s.len()-1 && s.words[i] == "."
}

// recased is a copy with other words.
func (s *sentence) recased(word func(w string, first bool) string) *sentence {
	c := *s
	c.words = make([]string, s.len())
	for i, w := range s.words {
		c.words[i] = word(w, i == 0)
	}
	return &c
}

// without is a copy without the tokens that drop names and that govern nothing.
func (s *sentence) without(drop func(i int) bool) *sentence {
	governs := make([]bool, s.len()+1)
	for _, h := range s.head {
		governs[h] = true
	}
	place := make([]int16, s.len()+1) // new number of each token, 0 when dropped
	c := &sentence{}
	for i, w := range s.words {
		if !governs[i+1] && s.head[i] != 0 && drop(i) {
			continue
		}
		c.words = append(c.words, w)
		c.tag = append(c.tag, s.tag[i])
		c.pos = append(c.pos, s.pos[i])
		c.label = append(c.label, s.label[i])
		c.head = append(c.head, s.head[i])
		place[i+1] = int16(len(c.words))
	}
	for i, h := range c.head {
		c.head[i] = place[h]
	}
	return c
}
