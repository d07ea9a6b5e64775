package coder

import (
	"strings"

	"demarche/english"
	"demarche/report"
)

// How contexts are told. What an act is about shows in its words, in what is
// done and in who does it. Traits name all that: the words of the clause, of the
// rest of the sentence and, fainter, of the sentences about it and the title; the
// topics that these words speak of by the lexicon; type, mode and parties. The
// model of package contexts sums their weights, context by context.

// Trait is something that speaks for or against contexts, with how near it is
// to the act: 1 in its clause, less further off.
type Trait struct {
	Name  string
	Value float32
}

// How near a trait is.
const (
	inClause    = 1
	inSentence  = 0.5
	inParagraph = 0.25 // the sentences next to it
	inTitle     = 0.25
)

// traits tells of what bears on the contexts of an event of sentence k; without
// an event (nil) of what the sentence as a whole speaks of. Names are stable: the
// model's weights go by them.
func (a *analysis) traits(rep *report.Report, k int, ev *event, tell func(trait string, value float32)) {
	clear(a.emitted)
	emit := func(name string, value float32) {
		if !a.emitted[name] {
			a.emitted[name] = true
			tell(name, value)
		}
	}
	s := a.doc.Sents[k]
	from, to := s.First, s.Last
	if ev != nil {
		from, to = a.clauseSpan(k, ev.head)
		a.traitsOfEvent(ev, from, to, emit)
	}
	for i := range a.topics.list {
		if t := &a.topics.list[i]; a.ruled(from, to, ev, i) {
			emit(t.rule, 1)
		}
	}
	a.traitsOfWords(from, to, inClause, emit)
	a.traitsOfWords(s.First, s.Last, inSentence, emit)
	for _, step := range [2]int{-1, 1} {
		for j := k + step; j >= 0 && j < len(a.doc.Sents) && j-k <= 2 && k-j <= 2 && !a.parted(min(j, j-step)); j += step {
			a.traitsOfWords(a.doc.Sents[j].First, a.doc.Sents[j].Last, inParagraph, emit)
		}
	}
	if rep.Title != "" && k > 0 {
		a.traitsOfWords(a.doc.Sents[0].First, a.doc.Sents[0].Last, inTitle, emit)
	}
}

// parted tells whether a paragraph ends with sentence k.
func (a *analysis) parted(k int) bool {
	gap := a.doc.Text[a.doc.End[a.doc.Sents[k].Last-1]:a.doc.Start[a.doc.Sents[k+1].First]]
	return strings.Count(gap, "\n") > 1
}

// traitsOfEvent are those of what is done and who does it.
func (a *analysis) traitsOfEvent(ev *event, from, to int32, emit func(string, float32)) {
	typ := string(ev.typ)
	emit("type="+typ, 1)
	if ev.mode != "" {
		emit("type="+typ+" "+string(ev.mode), 1)
	}
	emit("head="+a.lemma(ev.head), 1)
	if a.governments(ev) > 1 {
		emit("governments", 1)
		emit("governments "+typ, 1)
	}
	for side, list := range [2][]int32{ev.actors, ev.recips} {
		name := [2]string{"actor=", "recipient="}[side]
		for _, t := range list {
			for _, id := range a.identities(t) {
				emit(name+string(id.Sector), 1)
				emit("party="+string(id.Sector)+" "+typ, 1)
				if stateless(id.Country) {
					emit(name+id.Country, 1)
				}
			}
		}
	}
	var set subjects
	for i := from; i < to; i++ {
		set.add(a.speaks(i))
	}
	for i := range a.topics.list {
		if set.about&(1<<i) != 0 {
			emit(typ+" "+a.topics.list[i].about, 1)
		}
	}
}

// traitsOfWords are the words of a stretch and the topics they speak of. Names
// are left out: whom a report is about must not tell what it is about.
func (a *analysis) traitsOfWords(from, to int32, value float32, emit func(string, float32)) {
	for i := from; i < to; i++ {
		for set, t := a.speaks(i), 0; set.about|set.near != 0; t++ {
			if set.about&1 != 0 {
				emit(a.topics.list[t].about, value)
			}
			if set.near&1 != 0 {
				emit(a.topics.list[t].near, value)
			}
			set = subjects{set.about >> 1, set.near >> 1}
		}
		switch a.doc.Pos[i] {
		case english.NOUN, english.VERB, english.ADJ:
			emit(a.lemma(i), value)
		}
	}
}

func (a *analysis) listTraits(rep *report.Report, k int, ev *event) []Trait {
	var out []Trait
	a.traits(rep, k, ev, func(name string, value float32) { out = append(out, Trait{name, value}) })
	return out
}

// stateless tells whether the code of a party stands for no state.
func stateless(code string) bool {
	switch code {
	case "UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG":
		return true
	}
	return false
}
