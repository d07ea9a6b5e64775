package coder

import (
	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/who"
)

// One act is often told by several words of a sentence: "the attack killed
// nine and injured others", "shelled the town, firing thirty rounds". What the
// first of them tells is the event; what the others add to it (who was hit, by
// what) is taken over, and they make none of their own.

// fold joins the events of a sentence that tell of one act, in their order.
func (a *analysis) fold(events []event) []event {
	out := make([]event, 0, len(events))
next:
	for i := range events {
		for j := range events {
			if j != i && a.partOfAct(&events[j], &events[i]) {
				continue next
			}
		}
		for j := range out {
			if a.oneAct(&out[j], &events[i]) {
				a.absorb(&out[j], &events[i])
				continue next
			}
		}
		out = append(out, events[i])
	}
	return events[:copy(events, out)]
}

// partOfAct tells whether noun f only names again, inside the clause of verb e,
// what e says: "will provide ten million in aid", "will lead a delegation to the
// summit". It says nothing of anybody that e does not.
func (a *analysis) partOfAct(e, f *event) bool {
	if f.frame.Kind != lexicon.Noun || !a.verbal(e.head) || !a.under(f.head, e.head) || a.quote[e.head] != a.quote[f.head] {
		return false
	}
	switch f.typ {
	case plover.Aid, plover.Consult, plover.Cooperate:
	default:
		return false
	}
	if e.typ != f.typ && e.typ != plover.Agree {
		return false
	}
	for t := f.head; t != e.head; t = a.doc.Head[t] {
		if k := a.child(t, english.Case); k >= 0 && a.is(k, a.cls.earlier) {
			return false // "a day after their summit"
		}
	}
	for _, list := range [2][]int32{f.actors, f.recips} {
		for _, t := range list {
			if !a.compatriotsOf(t, e.actors) && !a.compatriotsOf(t, e.recips) {
				return false
			}
		}
	}
	return true
}

// absorb gives e what f says of the same act and e does not.
func (a *analysis) absorb(e, f *event) {
	if e.frame.Kind == lexicon.Noun && f.frame.Kind != lexicon.Noun && !a.coded(e.recips) && a.coded(f.recips) {
		e.recips = f.recips
	}
	if len(e.actors) == 0 {
		e.actors = f.actors
	}
	if len(e.recips) == 0 {
		e.recips = a.without(nil, f.recips, e.actors)
	}
	if e.mode == "" {
		e.mode = f.mode
	}
}

// oneAct tells whether f, told after e, tells of the same act.
func (a *analysis) oneAct(e, f *event) bool {
	if e.typ != f.typ || e.modality != f.modality {
		return false
	}
	switch {
	case a.verbal(e.head) && a.verbal(f.head) && a.shareParties(e.head, f.head):
		return a.agree(e, f)
	case e.typ != plover.Assault:
		return false
	case e.frame.Kind == lexicon.Noun && a.tellsOf(f.head, e.head, 0):
		return true
	case f.frame.Kind == lexicon.Noun && a.inThe(f.head, e.head):
		return true
	case !a.verbal(e.head) || !a.verbal(f.head):
		return false
	case a.doc.Label[e.head] == english.ACL && a.coreOf(e.head).obj == a.coreOf(f.head).subj && a.doc.Head[e.head] == a.coreOf(f.head).subj:
		return a.agree(e, f) // "a rocket fired by the rebels hit a school"
	}
	return a.doc.Head[f.head] == e.head && a.doc.Label[f.head] == english.Advcl &&
		a.doc.Tag[f.head] == english.TagVBG && a.byDoing(f.head) && a.agree(e, f)
}

// shareParties tells whether the verbs q and p are coordinated and have subject
// and object in common: "killed and injured scores".
func (a *analysis) shareParties(p, q int32) bool {
	if a.doc.Label[q] != english.Conj || a.doc.Head[q] != p && (a.doc.Label[p] != english.Conj || a.doc.Head[q] != a.doc.Head[p]) {
		return false
	}
	c, d := a.coreOf(p), a.coreOf(q)
	if c.subj != d.subj {
		return false
	}
	// "The strike killed nine and destroyed a bridge": it is one strike.
	return c.obj == d.obj || d.obj < 0 || c.subj >= 0 && !a.named(c.subj) && a.nominal(c.subj) && a.typeOf(c.subj) == plover.Assault
}

// tellsOf tells whether verb or noun q says what the act named by noun p did or
// was: its predicate, or that of a relative clause of it.
func (a *analysis) tellsOf(q, p int32, depth int) bool {
	if depth > 2 {
		return false
	}
	if a.doc.Label[q] == english.Conj && a.doc.Head[q] >= 0 && a.tellsOf(a.doc.Head[q], p, depth+1) {
		return !a.verbal(q) || a.coreOf(q).subj == a.coreOf(a.doc.Head[q]).subj
	}
	if a.verbal(q) {
		subj := a.coreOf(q).subj
		if subj >= 0 && a.doc.Label[q] == english.ACLRelcl && a.doc.Head[q] == subj && subj > p && a.under(subj, p) && (a.placed(subj) || !a.whoIn(q)) {
			return true // "the attack in Lagos that killed nine"
		}
		for depth := 0; depth < 2 && subj >= 0 && subj != p && a.is(subj, a.cls.quantity); depth++ {
			subj = a.ofChild(subj) // "a series of strikes"
		}
		return subj >= 0 && subj == p
	}
	return a.child(q, english.Cop) >= 0 && a.child(q, english.Nsubj) == p
}

// whoIn tells whether the subject of a relative clause is "who".
func (a *analysis) whoIn(q int32) bool {
	k := a.child(q, english.Nsubj)
	return k >= 0 && equalFold(a.word(k), "who")
}

// placed tells whether token t names a place, which kills nobody.
func (a *analysis) placed(t int32) bool {
	for i := range a.places {
		if m := &a.places[i]; int(t) >= m.First && int(t) < m.Last {
			return true
		}
	}
	m, ok := a.at(t)
	return ok && (m.Kind == who.Place || m.Kind == who.Other)
}

// inThe tells whether noun q names the act of verb p again as its setting or
// means: "was killed in the strike", "died by the bombing".
func (a *analysis) inThe(q, p int32) bool {
	if a.doc.Head[q] != p || !a.verbal(p) {
		return false
	}
	switch a.doc.Label[q] {
	case english.Obl, english.OblAgent:
		return a.caseIs(q, "in") || a.caseIs(q, "by") || a.caseIs(q, "during")
	}
	return false
}

// byDoing tells whether the participle q only says how: it has no mark, or "by".
func (a *analysis) byDoing(q int32) bool {
	m := a.child(q, english.Mark)
	return m < 0 || equalFold(a.word(m), "by")
}

// agree tells whether the parties that two events name do not speak against
// their being one: who is named on both sides is the same.
func (a *analysis) agree(e, f *event) bool {
	return a.subset(f.actors, e.actors) && a.subset(f.recips, e.recips)
}

// subset tells whether each of list speaks of somebody in of, or whether one of
// the two is empty.
func (a *analysis) subset(list, of []int32) bool {
	return len(of) == 0 || len(a.without(nil, list, of)) == 0
}
