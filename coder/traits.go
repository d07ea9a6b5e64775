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

// teller puts names of features together and passes them on.
type teller struct {
	name []byte
	tell func(name []byte, value float32)
}

// say passes on the name that parts make.
func (t *teller) say(value float32, parts ...string) {
	t.name = t.name[:0]
	for _, p := range parts {
		t.name = append(t.name, p...)
	}
	t.tell(t.name, value)
}

// traits tells of what bears on the contexts of an event of sentence k; without
// an event (nil) of what the sentence as a whole speaks of. Names are stable: the
// model's weights go by them. What comes again counts as it came first, which is
// nearest. A name is tell's until it returns.
func (a *analysis) traits(rep *report.Report, k int, ev *event, tell func(trait []byte, value float32)) {
	out := &a.teller
	out.tell = tell
	s := a.doc.Sents[k]
	from, to := s.First, s.Last
	if ev != nil {
		from, to = a.clauseSpan(k, ev.head)
	}
	set := a.speak(from, to)
	if ev != nil {
		a.traitsOfEvent(ev, set, out)
	}
	for i := range a.topics.list {
		if a.ruled(set, ev, i) {
			out.say(1, a.topics.list[i].rule)
		}
	}
	a.traitsOfWords(from, to, inClause, out)
	a.traitsOfWords(s.First, s.Last, inSentence, out)
	for _, step := range [2]int{-1, 1} {
		for j := k + step; j >= 0 && j < len(a.doc.Sents) && j-k <= 2 && k-j <= 2 && !a.parted(min(j, j-step)); j += step {
			a.traitsOfWords(a.doc.Sents[j].First, a.doc.Sents[j].Last, inParagraph, out)
		}
	}
	if rep.Title != "" && k > 0 {
		a.traitsOfWords(a.doc.Sents[0].First, a.doc.Sents[0].Last, inTitle, out)
	}
}

// parted tells whether a paragraph ends with sentence k.
func (a *analysis) parted(k int) bool {
	gap := a.doc.Text[a.doc.End[a.doc.Sents[k].Last-1]:a.doc.Start[a.doc.Sents[k+1].First]]
	return strings.Count(gap, "\n") > 1
}

// traitsOfEvent are those of what is done and who does it; set is what its
// clause speaks of.
func (a *analysis) traitsOfEvent(ev *event, set subjects, out *teller) {
	typ := string(ev.typ)
	out.say(1, "type=", typ)
	if ev.mode != "" {
		out.say(1, "type=", typ, " ", string(ev.mode))
	}
	out.say(1, "head=", a.lemma(ev.head))
	if a.governments(ev) > 1 {
		out.say(1, "governments")
		out.say(1, "governments ", typ)
	}
	for side, list := range [2][]int32{ev.actors, ev.recips} {
		name := [2]string{"actor=", "recipient="}[side]
		for _, t := range list {
			for _, id := range a.identities(t) {
				out.say(1, name, string(id.Sector))
				out.say(1, "party=", string(id.Sector), " ", typ)
				if stateless(id.Country) {
					out.say(1, name, id.Country)
				}
			}
		}
	}
	for i := range a.topics.list {
		if set.about&(1<<i) != 0 {
			out.say(1, typ, " ", a.topics.list[i].about)
		}
	}
}

// traitsOfWords are the words of a stretch and the topics they speak of. Names
// are left out: whom a report is about must not tell what it is about.
func (a *analysis) traitsOfWords(from, to int32, value float32, out *teller) {
	for i := from; i < to; i++ {
		for set, t := a.speaks(i), 0; set.about|set.near != 0; t++ {
			if set.about&1 != 0 {
				out.say(value, a.topics.list[t].about)
			}
			if set.near&1 != 0 {
				out.say(value, a.topics.list[t].near)
			}
			set = subjects{set.about >> 1, set.near >> 1}
		}
		switch a.doc.Pos[i] {
		case english.NOUN, english.VERB, english.ADJ:
			out.say(value, a.lemma(i))
		}
	}
}

func (a *analysis) listTraits(rep *report.Report, k int, ev *event) []Trait {
	var out []Trait
	told := map[string]bool{}
	a.traits(rep, k, ev, func(name []byte, value float32) {
		if !told[string(name)] {
			told[string(name)] = true
			out = append(out, Trait{string(name), value})
		}
	})
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
