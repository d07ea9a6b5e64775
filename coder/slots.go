package coder

import (
	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/where"
)

// arg is what stands in a slot of a predicate.
type arg struct {
	slot lexicon.SlotID
	tok  int32
}

// argsFor lists the slots of predicate p, those that belong to it itself before
// those borrowed from its object or its light verb. Participles may be read as
// verbs or as adjectives: frame f tells.
func (a *analysis) argsFor(p int32, f *lexicon.Frame) []arg {
	return a.argsAs(p, a.verbal(p) && f.Kind != lexicon.Adj)
}

func (a *analysis) argsAs(p int32, verb bool) []arg {
	memo := &a.args[p]
	if !verb && a.verbal(p) {
		memo = &a.adjectival[p]
	}
	if memo.done {
		return a.arena[memo.from:memo.to]
	}
	var buf [48]arg
	out := buf[:0]
	switch {
	case verb:
		out = a.verbArgs(p, out)
	case a.nominal(p):
		out = a.nounArgs(p, out)
	default:
		out = a.adjArgs(p, out)
	}
	from := int32(len(a.arena))
	a.arena = append(a.arena, out...)
	to := int32(len(a.arena))
	*memo = span{from, to, true}
	return a.arena[from:to]
}

// add enters a slot and, behind "a round of talks", the talks.
func (a *analysis) add(out []arg, slot lexicon.SlotID, tok int32) []arg {
	if tok < 0 {
		return out
	}
	out = append(out, arg{slot, tok})
	for depth := 0; depth < 3 && a.is(tok, a.cls.quantity); depth++ {
		inner := a.ofChild(tok)
		if inner < 0 {
			break
		}
		tok = inner
		out = append(out, arg{slot, tok})
	}
	if k := a.child(tok, english.ACL); k >= 0 && a.doc.Tag[k] == english.TagVBG && a.is(k, a.cls.laden) { // "planes carrying food"
		if load := a.child(k, english.Obj); load >= 0 {
			out = append(out, arg{slot, load})
		}
	}
	return out
}

// ofChild is the noun that hangs on noun t by "of", -1 without.
func (a *analysis) ofChild(t int32) int32 {
	for k := a.first[t]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Nmod && a.caseIs(k, "of") {
			return k
		}
	}
	return -1
}

func (a *analysis) verbArgs(p int32, out []arg) []arg {
	c := a.coreOf(p)
	out = a.add(out, lexicon.Subj, c.subj)
	out = a.add(out, lexicon.Obj, c.obj)
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Obj, english.Iobj:
			if k != c.obj {
				out = a.add(out, lexicon.Iobj, k)
			}
		case english.Ccomp, english.Xcomp:
			out = append(out, arg{lexicon.Comp, k})
			out = a.marked(out, k, k)
		case english.Advcl:
			if m := a.child(k, english.Mark); m >= 0 && equalFold(a.word(m), "to") && a.doc.Tag[k] == english.TagVB {
				out = append(out, arg{lexicon.Comp, k})
			}
			out = a.marked(out, k, k)
		case english.Obl, english.OblAgent, english.Nmod:
			out = a.marked(out, k, k)
		}
	}
	if c.obj >= 0 {
		if q := a.epithetIn(p, c.obj); q >= 0 {
			out = append(out, arg{lexicon.Comp, q})
		}
		out = a.borrowed(out, c.obj, 0)
	}
	if c.passive && c.subj >= 0 {
		out = a.borrowed(out, c.subj, 1)
	}
	for k := a.first[p]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Obl && a.nominal(k) && !a.named(k) { // "came under criticism from"
			out = a.borrowed(out, k, 1)
		}
	}
	// "the channel through which": what a relative pronoun hides
	if a.doc.Label[p] == english.ACLRelcl {
		h := a.doc.Head[p]
		for i := range out {
			if out[i].slot > lexicon.Vs && a.relative(out[i].tok) {
				out[i].tok = h
			}
		}
	}
	// Coordinated verbs share what follows the last of them.
	if k := a.child(p, english.Conj); k > p && a.verbal(k) && len(out) > 0 && c.obj >= 0 && a.doc.Head[c.obj] == k {
		for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
			if a.doc.Label[kk] == english.Obl {
				out = a.marked(out, kk, kk)
			}
		}
	}
	return out
}

// epithetIn is the first word of a quotation right behind the object of a verb of
// calling, which is what it is called: called him "a bandit". The parser may take
// it for part of the name. It is -1 without one.
func (a *analysis) epithetIn(p, obj int32) int32 {
	if !equalFold(a.lemma(p), "call") || a.quote[p] >= 0 {
		return -1
	}
	m, ok := a.at(obj)
	if !ok || m.Last+1 >= a.doc.Len() || a.quote[m.Last-1] >= 0 {
		return -1
	}
	if q := int32(m.Last) + 1; a.quote[q] >= 0 && a.quote[q-1] < 0 {
		return q
	}
	return -1
}

// borrowed adds what hangs on a noun by prepositions, for the attachment of
// such phrases is the parser's most frequent doubt.
func (a *analysis) borrowed(out []arg, noun int32, depth int) []arg {
	for k := a.first[noun]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Nmod, english.Obl:
			out = a.marked(out, k, k)
			if depth == 0 && !a.named(k) {
				out = a.borrowed(out, k, 1)
			}
		case english.Conj: // "a travel ban and an embargo on": what follows the last is of all
			if depth == 0 && a.nominal(k) && !a.named(k) {
				for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
					if a.doc.Label[kk] == english.Nmod && !a.caseIs(kk, "of") {
						out = a.marked(out, kk, kk)
					}
				}
			}
		case english.ACL:
			out = a.clause(out, k)
			if a.is(k, a.cls.aimed) || a.is(k, a.cls.laden) { // "shells aimed at the port"
				for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
					if a.doc.Label[kk] == english.Obl {
						out = a.marked(out, kk, kk)
					}
				}
			}
		}
	}
	return out
}

// clause adds an infinitive or gerund that hangs on a noun.
func (a *analysis) clause(out []arg, k int32) []arg {
	if a.doc.Tag[k] == english.TagVBN && a.child(k, english.Mark) < 0 {
		return out
	}
	if m := a.child(k, english.Mark); m >= 0 && !equalFold(a.word(m), "to") {
		return a.marked(out, k, k)
	}
	if a.doc.Tag[k] == english.TagVB || a.child(k, english.Mark) >= 0 {
		return append(out, arg{lexicon.Comp, k})
	}
	return out
}

// marked adds tok under the preposition or conjunction that introduces phrase.
func (a *analysis) marked(out []arg, phrase, tok int32) []arg {
	for k := a.first[phrase]; k >= 0 && k < phrase; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Case, english.Mark:
			if id, ok := a.prep(k); ok {
				out = a.add(out, id, tok)
			}
		}
	}
	if k := a.child(phrase, english.Flat); k > phrase { // "to Port Sudan": the tree may give the second name the preposition
		if c := a.child(k, english.Case); c >= 0 && c < phrase {
			if id, ok := a.prep(c); ok {
				out = a.add(out, id, tok)
			}
		}
	}
	return out
}

// prep is the slot of a preposition; fixed ones are joined ("because_of").
func (a *analysis) prep(k int32) (lexicon.SlotID, bool) {
	if f := a.child(k, english.Fixed); f < 0 {
		word := a.word(k)
		for i := range len(word) {
			if c := word[i]; c >= 'A' && c <= 'Z' {
				a.lower = append(a.lower[:0], word...)
				for j := range a.lower {
					if c := a.lower[j]; c >= 'A' && c <= 'Z' {
						a.lower[j] = c + 'a' - 'A'
					}
				}
				return a.lex.Prep(string(a.lower))
			}
		}
		return a.lex.Prep(word)
	}
	a.lower = append(a.lower[:0], a.word(k)...)
	for f := a.first[k]; f >= 0; f = a.next[f] {
		if a.doc.Label[f] == english.Fixed {
			a.lower = append(append(a.lower, '_'), a.word(f)...)
		}
	}
	for j := range a.lower {
		if c := a.lower[j]; c >= 'A' && c <= 'Z' {
			a.lower[j] = c + 'a' - 'A'
		}
	}
	return a.lex.Prep(string(a.lower))
}

func (a *analysis) nounArgs(p int32, out []arg) []arg {
	out = a.nounOwn(p, out)
	lend := a.lend(p)
	if lend.verb >= 0 {
		for k := a.first[lend.verb]; k >= 0; k = a.next[k] {
			switch a.doc.Label[k] {
			case english.Obl, english.OblAgent, english.Advcl:
				if k != p {
					out = a.marked(out, k, k)
				}
			case english.Iobj:
				if lend.kind == lends {
					if to, ok := a.lex.Prep("to"); ok {
						out = a.add(out, to, k)
					}
				}
			case english.Xcomp:
				if k != p {
					out = append(out, arg{lexicon.Comp, k})
				}
			}
		}
	}
	// "Paris and Rome held talks and signed": a coordinated noun shares what
	// hangs on the first.
	if a.doc.Label[p] == english.Conj {
		if h := a.doc.Head[p]; h >= 0 && a.nominal(h) && a.child(p, english.Det) < 0 {
			out = a.nounOwn(h, out)
		}
	}
	return out
}

func (a *analysis) nounOwn(p int32, out []arg) []arg {
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.NmodPoss:
			out = a.add(out, lexicon.Poss, k)
		case english.Compound, english.Amod, english.NmodDesc, english.NmodUnmarked:
			if sides := a.sides(k); sides >= 0 {
				out = append(out, arg{lexicon.Vs, k}, arg{lexicon.Vs, sides})
			} else if !a.heldAt(p, k) {
				out = append(out, arg{lexicon.Mod, k})
			}
		case english.Nmod, english.Obl, english.OblAgent:
			out = a.marked(out, k, k)
			out = a.stacked(out, k)
		case english.ACL:
			out = a.clause(out, k)
		case english.Ccomp, english.Advcl:
			out = append(out, arg{lexicon.Comp, k})
		case english.Nsubj:
			out = a.add(out, lexicon.Subj, k)
		}
	}
	// What follows the last of two coordinated nouns often belongs to both.
	if k := a.child(p, english.Conj); k >= 0 && a.nominal(k) {
		for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
			if a.doc.Label[kk] == english.Nmod {
				out = a.marked(out, kk, kk)
			}
		}
	}
	return out
}

// heldAt tells whether modifier k says only where the talks, the summit or the
// agreement p came about: "the Minsk agreements" are not those of Belarus.
func (a *analysis) heldAt(p, k int32) bool {
	if !a.is(p, a.cls.agreement) && !a.is(p, a.cls.meeting) && !a.is(p, a.cls.summit) && !a.is(p, a.cls.talks) || a.doc.Pos[k] != english.PROPN {
		return false
	}
	for i := range a.places {
		if m := &a.places[i]; int(k) >= m.First && int(k) < m.Last {
			return m.Kind != where.Country
		}
	}
	return false
}

// stacked lends a noun the phrases that hang on a phrase of it: in "sanctions
// by the US against Iran" the parser hangs the second on the first.
func (a *analysis) stacked(out []arg, inner int32) []arg {
	for k := a.first[inner]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Nmod && !a.caseIs(k, "of") && !a.caseIs(k, "in") {
			out = a.marked(out, k, k)
		}
	}
	return out
}

// sides finds the other side of a compound of two parties ("US-China talks"),
// -1 when there is none.
func (a *analysis) sides(k int32) int32 {
	if _, ok := a.at(k); !ok {
		return -1
	}
	dash := func(i int32) bool {
		if i <= 0 || int(i) >= a.doc.Len() {
			return false
		}
		switch a.word(i) {
		case "-", "–", "/", "—":
			return true
		}
		return false
	}
	for _, d := range []int32{1, -1} {
		j := k + 2*d
		if !dash(k+d) || j < 0 || int(j) >= a.doc.Len() {
			continue
		}
		if _, ok := a.at(j); ok {
			return j
		}
	}
	return -1
}

func (a *analysis) adjArgs(p int32, out []arg) []arg {
	c := a.coreOf(p)
	subj := c.subj
	if subj < 0 {
		subj = c.obj
	}
	out = a.add(out, lexicon.Subj, subj)
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Obl, english.Nmod, english.OblAgent:
			out = a.marked(out, k, k)
		case english.Ccomp, english.Xcomp, english.Advcl, english.ACL:
			if m := a.child(k, english.Mark); m >= 0 && !equalFold(a.word(m), "to") && !equalFold(a.word(m), "that") {
				out = a.marked(out, k, k)
				continue
			}
			out = append(out, arg{lexicon.Comp, k})
		}
	}
	return out
}

// lender says how a verb lends its parties to a noun.
type lender uint8

const (
	lendsNot  lender = iota
	lends            // its subject does what the noun says
	undergoes        // its subject suffers it
	occurs           // it only takes place
)

type loan struct {
	verb int32
	kind lender
}

// lend finds the light verb of a noun: the one whose object (or, when it only
// says that something takes place, subject) the noun is.
func (a *analysis) lend(p int32) loan {
	t := p
	for depth := 0; depth < 3; depth++ {
		h := a.doc.Head[t]
		if h < 0 {
			break
		}
		label := a.doc.Label[t]
		switch {
		case label == english.Conj && a.nominal(h):
			t = h
			continue
		case label == english.Nmod && a.is(h, a.cls.quantity) && a.caseIs(t, "of"):
			t = h
			continue
		case label == english.ACLRelcl || !a.verbal(h):
			return a.lentBack(t)
		}
		v := h
		c := a.coreOf(v)
		switch {
		case c.obj == t && a.is(v, a.cls.light):
			return loan{v, lends}
		case c.obj == t && a.is(v, a.cls.undergo):
			return loan{v, undergoes}
		case label == english.Obl && a.caseIs(t, "under") && a.is(v, a.cls.undergo):
			return loan{v, undergoes}
		case a.surface(v) == t && a.is(v, a.cls.occur):
			return loan{v, occurs}
		}
		return a.lentBack(t)
	}
	return loan{verb: -1}
}

// lentBack looks for the light verb below the noun: "the talks held in Geneva",
// "an attack that Russia launched".
func (a *analysis) lentBack(t int32) loan {
	for k := a.first[t]; k >= 0; k = a.next[k] {
		if l := a.doc.Label[k]; (l == english.ACL || l == english.ACLRelcl) && a.verbal(k) {
			c := a.coreOf(k)
			switch {
			case c.obj == t && a.is(k, a.cls.light):
				return loan{k, lends}
			case c.obj == t && a.is(k, a.cls.undergo):
				return loan{k, undergoes}
			case a.surface(k) == t && a.is(k, a.cls.occur):
				return loan{k, occurs}
			}
		}
	}
	return loan{verb: -1}
}
