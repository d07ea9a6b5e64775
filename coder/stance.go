package coder

import (
	"demarche/coder/lexicon"
	"demarche/english"
)

// stance is how a clause stands to fact, as its auxiliaries, negation,
// conditions and the verbs above it have it.
type stance struct {
	negated, future, hypothetical bool
	obliged                       bool  // must, should: a demand when said of another
	planned                       bool  // "is to", or the infinitive of a headline: nobody is told to have promised it
	cue                           int32 // the word that decided, -1 for none
}

// stanceOf works out the stance of the clause or noun p.
func (a *analysis) stanceOf(p int32) stance {
	s := stance{cue: -1}
	t := p
	for depth := 0; depth < 6; depth++ {
		if a.nominal(t) && a.child(t, english.Cop) < 0 {
			a.nounStance(t, &s)
		} else {
			a.verbStance(t, &s)
		}
		h := a.doc.Head[t]
		if h < 0 {
			break
		}
		switch a.doc.Label[t] {
		case english.Conj:
			// Coordinated verbs share auxiliaries that stand before the first.
			if a.child(t, english.Nsubj, english.NsubjPass, english.Aux) >= 0 {
				return a.condition(t, s)
			}
		case english.Xcomp, english.Ccomp, english.Advcl:
			// An effect reaches over one clause only where no speaker intervenes.
			if a.doc.Label[t] == english.Advcl {
				if a.child(t, english.Mark) < 0 || a.isInfinitive(t) { // not "free because …"
					a.effect(h, t, &s)
				}
				return a.condition(t, s)
			}
			if a.is(h, a.cls.say) && !a.goesOn(h, t) {
				a.effect(h, t, &s)
				return a.condition(t, s)
			}
			if !a.effect(h, t, &s) && a.doc.Label[t] == english.Ccomp {
				return a.condition(t, s)
			}
		case english.Obj, english.NsubjPass, english.ACL:
			if det := a.child(h, english.Det); det >= 0 && equalFold(a.word(det), "no") && a.doc.Label[t] == english.ACL && a.marks(t, "that") {
				s.negated = true // "no sign that …"
				s.because(det)
				return a.condition(t, s)
			}
			if v := a.gainsaid(h); v >= 0 && a.doc.Label[t] == english.ACL {
				s.negated = !s.negated
				s.because(v)
				return a.condition(t, s)
			}
			if l := a.lend(t); l.verb == h && l.kind != lendsNot {
				break
			}
			if !a.effect(h, t, &s) {
				return a.condition(t, s)
			}
		case english.Nmod:
			if v := a.gainsaid(h); v >= 0 && a.caseIs(t, "of") {
				s.negated = !s.negated
				s.because(v)
			}
			switch {
			case a.is(h, a.cls.chance):
				s.hypothetical = true
				s.because(h)
			case a.is(h, a.cls.scheme):
				s.future = true
				s.because(h)
			}
			return a.condition(t, s)
		case english.Nsubj, english.Obl:
			if l := a.lend(t); l.verb != h || l.kind == lendsNot {
				return s
			}
		default:
			return a.condition(t, s)
		}
		t = h
	}
	return a.condition(t, s)
}

// gainsaid is the verb that denies what noun h says to be so ("rejected claims
// that …", "reports of … were dismissed"), -1 when h is none or none does.
func (a *analysis) gainsaid(h int32) int32 {
	if !a.is(h, a.cls.alleged) {
		return -1
	}
	if v := a.doc.Head[h]; v >= 0 && a.verbal(v) && a.is(v, a.cls.gainsay) && a.coreOf(v).obj == h {
		return v
	}
	for v := a.first[h]; v >= 0; v = a.next[v] { // the tree may take the noun for the head of a headline
		if a.doc.Label[v] == english.Ccomp && v > h && a.is(v, a.cls.gainsay) && a.passive(v) && a.child(v, english.NsubjPass) < 0 {
			return v
		}
	}
	return -1
}

func (s *stance) because(k int32) {
	if s.cue < 0 {
		s.cue = k
	}
}

func (a *analysis) verbStance(p int32, s *stance) {
	perfect, modal := false, int32(-1)
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Aux:
			switch w := a.word(k); {
			case equalFold(w, "will"), equalFold(w, "shall"), equalFold(w, "'ll"), equalFold(w, "’ll"), equalFold(w, "wo"):
				s.future = true
				s.because(k)
			case equalFold(w, "would"), equalFold(w, "could"), equalFold(w, "might"), equalFold(w, "may"), equalFold(w, "'d"), equalFold(w, "can"), equalFold(w, "ca"):
				modal = k
			case equalFold(w, "have"), equalFold(w, "has"), equalFold(w, "had"):
				perfect = true
			}
			if a.is(k, a.cls.obligation) {
				s.obliged, s.hypothetical = true, true
				s.because(k)
			}
		case english.Advmod, english.Det, english.CC:
			if a.negates(k) {
				s.negated = true
				s.because(k)
			}
		}
	}
	// "could not agree" and "was able to" report a fact; "could have" does not.
	if modal >= 0 {
		past := equalFold(a.word(modal), "could")
		switch {
		case past && s.negated && !perfect:
		case !perfect && (equalFold(a.word(modal), "would") || equalFold(a.word(modal), "'d")) && (a.reported(p) || !a.conditional(p)):
			s.future = true
			s.because(modal)
		default:
			s.hypothetical = true
			s.because(modal)
		}
	}
	if subj := a.surface(p); subj >= 0 { // "No president has met"
		for k := a.first[subj]; k >= 0 && k < subj; k = a.next[k] {
			if l := a.doc.Label[k]; l == english.Det && equalFold(a.word(k), "no") || equalFold(a.word(k), "neither") {
				s.negated = true
				s.because(k)
			}
		}
	}
	if a.isTo(p) || a.headline(p) { // "is to travel", "is to be doubled"
		s.future, s.planned = true, true
		s.because(p)
	}
	if a.sym[p] >= 0 && a.is(p, a.cls.going) { // "is going to"
		if x := a.child(p, english.Xcomp); x >= 0 && a.doc.Tag[p] == english.TagVBG {
			s.future = true
			s.because(p)
		}
	}
}

// goesOn tells whether h says of t that it goes on, not that somebody says so:
// "will continue to strike".
func (a *analysis) goesOn(h, t int32) bool {
	return a.doc.Label[t] == english.Xcomp && equalFold(a.lemma(h), "continue")
}

// isInfinitive tells whether p is an infinitive with "to".
func (a *analysis) isInfinitive(p int32) bool {
	to := a.child(p, english.Mark)
	return to >= 0 && equalFold(a.word(to), "to") && a.doc.Tag[p] == english.TagVB
}

// headline tells whether p is the infinitive of a headline, which is what is
// still to come: "Leaders to meet in Oslo". It has a subject of its own and no
// verb above it.
func (a *analysis) headline(p int32) bool {
	if a.headlineNoun(p) {
		return true
	}
	return a.doc.Head[p] < 0 && a.isInfinitive(p) && a.child(p, english.Nsubj, english.NsubjPass) >= 0 && a.child(p, english.Aux) < 0
}

// headlineNoun tells whether p is such an infinitive that the tree hangs on the
// party before it: "Special Envoy to Travel to Chad" without any other verb.
func (a *analysis) headlineNoun(p int32) bool {
	h := a.doc.Head[p]
	return h >= 0 && a.doc.Head[h] < 0 && a.doc.Label[p] == english.ACL && a.isInfinitive(p) && a.named(h) && a.doc.SentenceOf(int(p)) == 0
}

// isTo tells whether p is an infinitive under a bare form of "be".
func (a *analysis) isTo(p int32) bool {
	to := a.child(p, english.Mark)
	if to < 0 || !equalFold(a.word(to), "to") {
		return false
	}
	for k := a.first[p]; k >= 0 && k < to; k = a.next[k] {
		if l := a.doc.Label[k]; (l == english.Aux || l == english.Cop || l == english.AuxPass) && equalFold(a.lemma(k), "be") {
			return true
		}
	}
	h := a.doc.Head[p]
	return h >= 0 && h < p && (a.doc.Label[p] == english.Xcomp || a.doc.Label[p] == english.Ccomp) && equalFold(a.lemma(h), "be")
}

// conditional tells whether the sentence of p speaks of a condition anywhere.
func (a *analysis) conditional(p int32) bool {
	s := a.doc.Sents[a.doc.SentenceOf(int(p))]
	for i := s.First; i < s.Last; i++ {
		if a.doc.Label[i] == english.Mark && a.is(i, a.cls.condition) {
			return true
		}
	}
	return false
}

// reported tells whether the clause of p is what somebody said in the past and
// hangs on no condition: there "would" is the future of then.
func (a *analysis) reported(p int32) bool {
	for k := a.first[p]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Advcl {
			if m := a.child(k, english.Mark); m >= 0 && a.is(m, a.cls.condition) {
				return false
			}
		}
	}
	t := p
	for depth := 0; depth < 4 && a.doc.Label[t] == english.Conj; depth++ {
		t = a.doc.Head[t]
	}
	if h := a.doc.Head[t]; a.doc.Label[t] == english.Ccomp && h >= 0 {
		return a.doc.Tag[h] == english.TagVBD || a.doc.Tag[h] == english.TagVBG || a.doc.Tag[h] == english.TagVBN
	}
	if k := a.child(t, english.Parataxis); k >= 0 && a.is(k, a.cls.say) {
		return a.doc.Tag[k] == english.TagVBD
	}
	return false
}

func (a *analysis) negates(k int32) bool {
	switch w := a.word(k); {
	case equalFold(w, "not"), equalFold(w, "n't"), equalFold(w, "n’t"), equalFold(w, "never"), equalFold(w, "no"), equalFold(w, "neither"), equalFold(w, "nor"):
		return true
	}
	return false
}

func (a *analysis) nounStance(p int32, s *stance) {
	for k := a.first[p]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Det:
			switch {
			case equalFold(a.word(k), "no"):
				s.negated = true
				s.because(k)
			case equalFold(a.word(k), "any"):
				s.hypothetical = true
				s.because(k)
			}
		case english.Amod, english.Compound:
			switch {
			case a.is(k, a.cls.planned):
				s.future = true
				s.because(k)
			case a.is(k, a.cls.possible):
				s.hypothetical = true
				s.because(k)
			}
		}
	}
}

// effect applies what the frame of h says of its content t ("failed to",
// "plans to"). It tells whether h is a verb that lets a stance through.
func (a *analysis) effect(h, t int32, s *stance) bool {
	f := a.frameOf(h)
	if f == nil {
		return a.doc.Label[t] == english.Xcomp
	}
	switch f.Effect {
	case lexicon.Negated:
		s.negated = !s.negated
	case lexicon.Future:
		s.future = true
	case lexicon.Hypothetical:
		s.hypothetical = true
	case lexicon.Factual:
		s.hypothetical, s.future = false, false
	default:
		return a.doc.Label[t] == english.Xcomp && f.Type == ""
	}
	s.because(h)
	return true
}

// condition adds what a conjunction says: "if", "unless", "in case".
func (a *analysis) condition(p int32, s stance) stance {
	for k := a.first[p]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Mark && a.is(k, a.cls.condition) {
			s.hypothetical = true
			s.because(k)
		}
	}
	return s
}
