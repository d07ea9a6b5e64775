package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"demarche/english"
)

// headline is the sentence as a headline would put it: no full stop, few
// articles, the past told in the present, often no forms of "be", and mostly in
// title case.
func (s *sentence) headline(r *rand.Rand) *sentence {
	v := s
	if r.Float64() < 0.6 {
		v = v.inPresent()
	}
	bare := r.Float64() < 0.5
	v = v.without(func(i int) bool {
		switch {
		case v.endsIt(i):
			return true
		case v.label[i] == english.Det && isArticle(v.words[i]):
			return r.Float64() < 0.7
		case v.label[i] == english.AuxPass || v.label[i] == english.Cop:
			return bare && isFormOfBe(v.words[i])
		}
		return false
	})
	if r.Float64() < 0.8 {
		return v.recased(titleWord)
	}
	return v
}

func isArticle(w string) bool {
	switch strings.ToLower(w) {
	case "a", "an", "the":
		return true
	}
	return false
}

func isFormOfBe(w string) bool {
	switch strings.ToLower(w) {
	case "is", "are", "was", "were":
		return true
	}
	return false
}

// inPresent is a copy with the verbs in the past tense put in the present;
// those of "be" stay.
func (s *sentence) inPresent() *sentence {
	plural := make([]bool, s.len()+1) // whether the subject of a verb is no third person singular
	for i, h := range s.head {
		if s.label[i] != english.Nsubj {
			continue
		}
		switch s.tag[i] {
		case english.TagNNS, english.TagNNPS:
			plural[h] = true
		case english.TagPRP:
			switch strings.ToLower(s.words[i]) {
			case "i", "you", "we", "they":
				plural[h] = true
			}
		}
		for j, up := range s.head {
			if int(up) == i+1 && s.label[j] == english.Conj {
				plural[h] = true
			}
		}
	}
	c := *s
	c.words = append([]string(nil), s.words...)
	c.tag = append([]english.Tag(nil), s.tag...)
	for i, t := range s.tag {
		lemma := english.Lemma(s.words[i], t)
		if t != english.TagVBD || lemma == "be" || strings.ContainsAny(lemma, "'’") {
			continue
		}
		if plural[i+1] {
			c.words[i], c.tag[i] = lemma, english.TagVBP
		} else {
			c.words[i], c.tag[i] = thirdPerson(lemma), english.TagVBZ
		}
	}
	return &c
}

// thirdPerson is the form of a verb that goes with "she".
func thirdPerson(lemma string) string {
	if lemma == "have" {
		return "has"
	}
	for _, end := range []string{"s", "x", "z", "sh", "ch", "o"} {
		if strings.HasSuffix(lemma, end) {
			return lemma + "es"
		}
	}
	if n := len(lemma); n > 1 && lemma[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(lemma[n-2])) {
		return lemma[:n-1] + "ies"
	}
	return lemma + "s"
}

// titleWord is a word as it stands in a headline.
func titleWord(w string, first bool) string {
	if !first {
		switch w {
		case "a", "an", "the", "of", "in", "on", "to", "for", "and", "but", "or", "at", "by", "as", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "nor":
			return w
		}
	}
	r, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[size:]
}
