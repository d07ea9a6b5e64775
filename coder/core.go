package coder

import "demarche/english"

// core is who acts and who is acted upon in a clause, whatever its form: a
// passive is undone, and what relative clauses, control, coordination and
// participles leave out is filled in. -1 stands for nobody.
type core struct {
	subj, obj int32
	passive   bool
	state     uint8 // 0 untried, 1 being worked out, 2 known
}

// coreOf works out the core of the clause that token p heads.
func (a *analysis) coreOf(p int32) core {
	c := &a.core[p]
	if c.state != 0 {
		if c.state == 1 { // a circle through a broken tree
			return core{subj: -1, obj: -1}
		}
		return *c
	}
	c.state = 1
	out := a.ownCore(p)
	a.core[p].state = 1
	a.inherit(p, &out)
	out.state = 2
	a.core[p] = out
	return out
}

// ownCore reads the dependents of p itself.
func (a *analysis) ownCore(p int32) core {
	c := core{subj: -1, obj: -1, passive: a.passive(p)}
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Nsubj, english.Csubj:
			if a.forTo(p, k) {
				continue
			}
			if c.passive {
				c.obj = k
			} else if c.subj < 0 {
				c.subj = k
			}
		case english.NsubjPass, english.CsubjPass:
			c.obj = k
		case english.Obj:
			if c.obj < 0 || !c.passive {
				c.obj = k
			}
		case english.OblAgent:
			c.subj = k
		case english.Obl, english.OblUnmarked:
			if !c.passive && c.obj < 0 && k > p && a.bare(k) {
				c.obj = k
				continue
			}
			if c.passive && c.subj < 0 && a.caseIs(k, "by") && a.doc.Pos[k] != english.NUM {
				c.subj = k
			}
		}
	}
	if c.obj < 0 && !c.passive {
		c.obj = a.child(p, english.Iobj)
	}
	if c.subj < 0 && !c.passive { // "Lima is to host": the parser may take "is" for a copula with a clause
		c.subj = a.child(p, english.NsubjOuter)
	}
	return c
}

// forTo tells whether k, taken for the subject of p, is that of the infinitive
// after it: "to press for both sides to talk".
func (a *analysis) forTo(p, k int32) bool {
	for i := p + 1; i < k; i++ {
		if equalFold(a.word(i), "for") {
			return true
		}
	}
	return false
}

// bare tells whether an oblique stands without preposition and is no date: what
// the parser so labels after a verb and its particle is mostly the object
// ("laid down their arms").
func (a *analysis) bare(k int32) bool {
	return a.nominal(k) && !a.dated[k] && a.child(k, english.Case, english.Mark) < 0 && !a.inDate(k)
}

// inDate tells whether a token belongs to a date expression.
func (a *analysis) inDate(k int32) bool {
	for i := range a.dates {
		if int(k) >= a.dates[i].First && int(k) < a.dates[i].Last {
			return true
		}
	}
	return false
}

// marks tells whether word introduces the clause of p.
func (a *analysis) marks(p int32, word string) bool {
	k := a.child(p, english.Mark)
	return k >= 0 && equalFold(a.word(k), word)
}

func (a *analysis) caseIs(i int32, prep string) bool {
	k := a.child(i, english.Case)
	return k >= 0 && equalFold(a.word(k), prep)
}

func equalFold(s, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// passive tells whether the participle p is passive, with or without auxiliary.
func (a *analysis) passive(p int32) bool {
	subject, object, aux := false, false, false
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.AuxPass, english.NsubjPass, english.OblAgent, english.CsubjPass:
			return true
		case english.Nsubj:
			subject = true
		case english.Obj:
			object = true
		case english.Aux:
			aux = true
		}
	}
	if a.doc.Tag[p] != english.TagVBN || subject || object || aux {
		return false
	}
	switch a.doc.Label[p] {
	case english.ACL, english.Advcl, english.Root, english.Xcomp, english.Amod, english.Parataxis:
		return true
	case english.Conj:
		h := a.doc.Head[p]
		return h >= 0 && a.passive(h)
	}
	return false
}

// inherit fills in what the clause of p leaves out.
func (a *analysis) inherit(p int32, c *core) {
	h := a.doc.Head[p]
	if h < 0 {
		a.shareObject(p, c)
		return
	}
	give := func(t int32) {
		switch {
		case t < 0 || t == p:
		case c.passive && c.obj < 0:
			c.obj = t
		case !c.passive && c.subj < 0:
			c.subj = t
		}
	}
	switch a.doc.Label[p] {
	case english.ACLRelcl:
		a.relativise(p, h, c)
	case english.ACL:
		switch {
		case c.passive:
			give(h)
		case a.doc.Tag[p] == english.TagVBG && a.child(p, english.Mark) < 0, a.headlineNoun(p):
			give(h)
		default:
			give(a.owner(h))
		}
	case english.Amod:
		if c.passive { // "deported citizens"
			give(h)
		}
	case english.Xcomp:
		g := a.coreOf(h)
		if g.obj >= 0 && g.obj != p && (g.passive || !a.is(h, a.cls.subjectControl)) {
			give(g.obj)
		} else if i := a.child(h, english.Iobj); i >= 0 {
			give(i)
		} else {
			give(g.subj)
		}
	case english.Advcl, english.AdvclRelcl, english.Ccomp:
		if a.doc.Label[p] == english.Ccomp && a.child(p, english.Mark) < 0 && a.finite(p) {
			break
		}
		switch {
		case a.nominal(h) && a.child(h, english.Cop) < 0:
			give(a.owner(h))
		case a.doc.Label[p] == english.Advcl && a.coreOf(h).passive && a.marks(p, "by"):
			give(a.coreOf(h).subj) // "were hurt by shelling": not those who were hurt
		default:
			give(a.surface(h))
		}
	case english.Conj:
		if a.verbal(h) || a.child(h, english.Cop) >= 0 {
			give(a.surface(h))
		}
	case english.Parataxis: // "Chad expels envoy, closes border": a headline spares the "and"
		if h < p && a.verbal(h) && a.finite(p) && a.doc.Tag[p] == a.doc.Tag[h] && !a.is(p, a.cls.say) {
			give(a.surface(h))
		}
	}
	a.shareObject(p, c)
}

// finite tells whether p is a finite verb form of itself.
func (a *analysis) finite(p int32) bool {
	switch a.doc.Tag[p] {
	case english.TagVBD, english.TagVBP, english.TagVBZ:
		return true
	}
	return false
}

// surface is the grammatical subject of the clause of p.
func (a *analysis) surface(p int32) int32 {
	c := a.coreOf(p)
	if c.passive {
		return c.obj
	}
	return c.subj
}

// relativise puts the antecedent where the relative clause has its gap.
func (a *analysis) relativise(p, antecedent int32, c *core) {
	gap := true
	for _, t := range []*int32{&c.subj, &c.obj} {
		if *t >= 0 && a.relative(*t) {
			*t, gap = antecedent, false
		}
	}
	for k := a.first[p]; k >= 0 && gap; k = a.next[k] {
		if a.relative(k) || a.doc.Tag[k] == english.TagWRB {
			gap = false
		}
		for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
			if a.relative(kk) { // whose
				gap = false
			}
		}
	}
	if !gap {
		return
	}
	switch {
	case c.passive && c.obj < 0:
		c.obj = antecedent
	case !c.passive && c.subj < 0:
		c.subj = antecedent
	case !c.passive && c.obj < 0:
		c.obj = antecedent
	}
}

// shareObject lends the object of the second of two coordinated verbs to the
// first: "shelled and bombed the town".
func (a *analysis) shareObject(p int32, c *core) {
	if c.passive || c.obj >= 0 || !a.verbal(p) {
		return
	}
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Obl, english.Ccomp, english.Xcomp, english.Advcl:
			if k > p {
				return
			}
		case english.Conj:
			if a.verbal(k) && a.child(k, english.Nsubj, english.NsubjPass) < 0 {
				c.obj = a.child(k, english.Obj)
			}
			return
		}
	}
}

// owner is whose a noun is: its possessor, or the subject of the verb that
// lends it one ("made a decision to", "has the right to").
func (a *analysis) owner(noun int32) int32 {
	if k := a.child(noun, english.NmodPoss); k >= 0 {
		return k
	}
	if k := a.child(noun, english.Nsubj); k >= 0 {
		return k
	}
	switch h := a.doc.Head[noun]; a.doc.Label[noun] {
	case english.Obj, english.Obl, english.Xcomp:
		return a.coreOf(h).subj
	case english.Conj:
		return a.owner(h)
	}
	for k := a.first[noun]; k >= 0; k = a.next[k] {
		if m, ok := a.at(k); ok && len(m.Who) > 0 && (a.doc.Label[k] == english.Compound || a.doc.Label[k] == english.Amod || a.doc.Label[k] == english.Nmod) {
			return k
		}
	}
	return -1
}
