package coder

import (
	"demarche/coder/lexicon"
	"demarche/plover"
	"demarche/report"
	"demarche/who"
)

// Pair says what the party at source does to the party at target in a sentence
// (both half-open byte spans); ok is false when no frame speaks of either.
func (c *Coder) Pair(sentence string, source, target [2]int) (typ plover.Type, ok bool) {
	a := c.analyse(&report.Report{Text: sentence})
	defer c.release(a)
	a.give(source)
	a.give(target)
	s, t := int32(a.given[0].Head), int32(a.given[1].Head)
	best := 0.0
	for i := range a.doc.Len() {
		p := int32(i)
		f := a.frameOf(p)
		if f == nil || f.Type == "" {
			continue
		}
		b := a.bind(p)
		ev := a.judge(p)
		score := 0.1 + float64(f.Weight())/100
		sa, ta := a.holds(ev.actors, s), a.holds(ev.actors, t)
		sr, tr := a.holds(ev.recips, s), a.holds(ev.recips, t)
		switch {
		case sa && tr:
			score += 4
		case sa && ta:
			score += 3
		case sr && ta:
			score += 2
		case sa:
			score += 1.6
		case tr:
			score += 1.2
		case sr || ta:
			score += 0.5
		}
		if a.eaten[p] >= 0 {
			score -= 2
		}
		if f.Kind == lexicon.Verb {
			score += 0.2
		}
		if b.content >= 0 {
			score += 0.2
		}
		if score > best {
			best, typ = score, ev.typ
		}
	}
	return typ, best > 0
}

// give adds a party that the caller named, by its span of bytes.
func (a *analysis) give(span [2]int) {
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
		first, last = 0, min(1, a.doc.Len())
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
}

// holds tells whether the mention headed by t is among list.
func (a *analysis) holds(list []int32, t int32) bool {
	for _, l := range list {
		if l == t {
			return true
		}
	}
	return false
}
