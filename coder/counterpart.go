package coder

import (
	"demarche/coder/lexicon"
	"demarche/plover"
	"demarche/who"
)

// principal is one of the two countries that a report is mostly about.
type principal struct {
	country string
	count   int
}

// findPrincipals counts who a report is about. Reports of two countries leave
// the other side unsaid where a reader knows it: "he softened his stance".
func (a *analysis) findPrincipals() {
	a.principals = [2]principal{}
	counts := a.tally[:0]
	total := 0
	for i := range a.ment.List {
		m := &a.ment.List[i]
		if m.Kind == who.Place || m.Kind == who.Other {
			continue
		}
		for j := range m.Who {
			c := m.Who[j].Country
			if c == "" {
				continue
			}
			total++
			found := false
			for k := range counts {
				if counts[k].country == c {
					counts[k].count++
					found = true
				}
			}
			if !found {
				counts = append(counts, principal{c, 1})
			}
		}
	}
	a.tally = counts
	var top [2]principal
	for _, p := range counts {
		switch {
		case p.count > top[0].count:
			top[0], top[1] = p, top[0]
		case p.count > top[1].count:
			top[1] = p
		}
	}
	// Both must stand out from the rest.
	if top[1].count >= 2 && 4*(top[0].count+top[1].count) >= 3*total {
		a.principals = top
	}
}

// counterpart fills in the other side of an act that a report of two countries
// leaves unsaid: the party of the other country spoken of last before it, or in
// the same sentence.
func (a *analysis) counterpart(ev *event) {
	if a.principals[0].country == "" || len(ev.actors) == 0 {
		return
	}
	both := false
	open := false
	for i := range ev.frame.Slots {
		switch ev.frame.Slots[i].Role {
		case lexicon.Both:
			both = true
		case lexicon.Recipient, lexicon.Content:
			open = true
		}
	}
	switch {
	case both && (a.count(ev.actors) > 1 || ev.typ != plover.Consult):
		return
	case !both && (!open || len(ev.recips) > 0):
		return
	}
	other := ""
	for _, t := range ev.actors {
		for _, id := range a.identities(t) {
			switch id.Country {
			case a.principals[0].country:
				other = a.principals[1].country
			case a.principals[1].country:
				other = a.principals[0].country
			default:
				return
			}
		}
	}
	k := a.doc.SentenceOf(int(ev.head))
	from, to := a.doc.Sents[max(k-1, 0)].First, a.doc.Sents[k].Last
	best := int32(-1)
	for i := range a.ment.List {
		m := &a.ment.List[i]
		h := int32(m.Head)
		if h < from || h >= to || m.Kind == who.Place || m.Kind == who.Other || len(m.Who) != 1 || m.Who[0].Country != other {
			continue
		}
		if best < 0 || h < ev.head || best > ev.head {
			best = h
		}
	}
	if best < 0 {
		return
	}
	ev.inferred = true
	if both {
		ev.actors = append(append([]int32{}, ev.actors...), best)
	} else {
		ev.recips = []int32{best}
	}
}
