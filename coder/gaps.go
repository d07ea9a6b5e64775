package coder

import (
	"iter"
	"sort"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/report"
)

// Gap is a predicate that stands between two known parties and that no frame
// covers.
type Gap struct {
	Predicate string `json:"predicate"` // "verb weaken", "noun rapprochement"
	Count     int    `json:"count"`
	Example   string `json:"example"` // the first sentence it was met in
}

// Gaps counts the predicates between two known parties of different countries
// that no frame covers, the most frequent first.
func (c *Coder) Gaps(reports iter.Seq[*report.Report]) []Gap {
	found := map[string]*Gap{}
	for rep := range reports {
		a := c.analyse(rep)
		a.consume()
		for i := range a.doc.Len() {
			p := int32(i)
			kind := ""
			switch {
			case a.eaten[p] >= 0 || a.frameOf(p) != nil || a.is(p, a.cls.say):
			case a.verbal(p):
				kind = "verb "
			case a.doc.Pos[p] == english.NOUN && !a.named(p):
				kind = "noun "
			}
			if kind == "" || !a.between(p) {
				continue
			}
			name := kind + a.lemma(p)
			g := found[name]
			if g == nil {
				g = &Gap{Predicate: name, Example: a.doc.Sentence(a.doc.SentenceOf(i)).Text()}
				found[name] = g
			}
			g.Count++
		}
		c.release(a)
	}
	out := make([]Gap, 0, len(found))
	for _, g := range found {
		out = append(out, *g)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Count != out[j].Count {
			return out[i].Count > out[j].Count
		}
		return out[i].Predicate < out[j].Predicate
	})
	return out
}

// between tells whether two parties of different countries fill the slots of p
// themselves.
func (a *analysis) between(p int32) bool {
	first := int32(-1)
	for _, g := range a.argsAs(p, a.verbal(p)) {
		if !a.named(g.tok) || g.slot == lexicon.Comp || !a.coded([]int32{g.tok}) {
			continue
		}
		if first >= 0 && !a.compatriots(first, g.tok) {
			return true
		}
		if first < 0 {
			first = g.tok
		}
	}
	return false
}
