package coder

import (
	"slices"

	"demarche/plover"
	"demarche/report"
	"demarche/who"
)

// Pair says what the party at source does to the party at target in a sentence
// (both half-open byte spans); ok is false when no frame speaks of either.
func (c *Coder) Pair(sentence string, source, target [2]int) (typ plover.Type, ok bool) {
	a := c.analyse(&report.Report{Text: sentence})
	defer c.release(a)
	s, t := a.give(source), a.give(target)
	a.consume()
	from, to := int32(0), int32(a.doc.Len())
	all := a.senses(from, to, s, t)
	if c.sense == nil {
		if len(all) == 0 {
			return "", false
		}
		return all[0].ev.typ, true
	}
	c.sense.Begin(&a.scores)
	a.features(from, to, s, t, func(f []byte, value float32) { c.sense.Add(&a.scores, f, value) })
	return typeOfClass(c.sense.Classes[c.sense.Decide(&a.scores)], all), true
}

// typeOfClass is the type that a class of the sense model stands for. YIELD is
// CONCEDE or RETREAT, as the best frame of the two has it.
func typeOfClass(class string, all []sensed) plover.Type {
	if class != "YIELD" {
		return plover.Type(class)
	}
	for i := range all {
		if t := all[i].ev.typ; t == plover.Concede || t == plover.Retreat {
			return t
		}
	}
	return plover.Concede
}

// give adds a party that the caller named, by its span of bytes, and returns its
// head token; -1 for a span that holds no word.
func (a *analysis) give(span [2]int) int32 {
	first, last := -1, -1
	for i := range a.doc.Len() {
		if int(a.doc.End[i]) > span[0] && int(a.doc.Start[i]) < span[1] {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if first < 0 {
		return -1
	}
	head := first
	for i := first; i < last; i++ {
		if h := int(a.doc.Head[i]); h < first || h >= last {
			head = i
			break
		}
	}
	m := who.Mention{Head: head, First: first, Last: last, Kind: who.Body}
	if old, ok := a.ment.At(head); ok && len(old.Who) > 0 {
		m.Kind, m.Who = old.Kind, old.Who[:1]
	}
	if len(m.Who) == 0 || m.Who[0].Country == "" && m.Who[0].Sector == "" {
		m.Who = []who.Identity{{Name: a.doc.Words(first, last), Sector: "UNK"}}
	}
	a.given = append(a.given, m)
	return int32(head)
}

// holds tells whether the mention headed by t is among list.
func holds(list []int32, t int32) bool { return slices.Contains(list, t) }

// Features lists the features of a marked pair, for training and for showing
// what the sense model saw.
func (c *Coder) Features(sentence string, source, target [2]int) []string {
	a := c.analyse(&report.Report{Text: sentence})
	defer c.release(a)
	s, t := a.give(source), a.give(target)
	a.consume()
	var out []string
	told := map[string]bool{}
	a.features(0, int32(a.doc.Len()), s, t, func(f []byte, _ float32) {
		if !told[string(f)] {
			told[string(f)] = true
			out = append(out, string(f))
		}
	})
	return out
}

// sides are the two parties of an event, -1 for none.
func sides(ev *event) (source, target int32) {
	switch {
	case len(ev.actors) > 0 && len(ev.recips) > 0:
		return ev.actors[0], ev.recips[0]
	case len(ev.actors) > 1:
		return ev.actors[0], ev.actors[1]
	}
	return -1, -1
}
