package coder

import (
	"demarche/english"
)

// Values of a claim's evidence.
const (
	noneShown = "none-shown"
	cited     = "cited"
)

// evidenceFor tells what the report says of the proof for a claim: "none-shown",
// "cited" or nothing. sp is who makes the claim that p names.
func (a *analysis) evidenceFor(p int32, sp speech) string {
	if sp.cue >= 0 && a.says(sp.cue) && a.is(sp.cue, a.cls.attest) && a.is(sp.source, a.cls.account) {
		return cited // "the report documents …"
	}
	k := a.doc.SentenceOf(int(p))
	s := a.doc.Sents[k]
	found := ""
	for i := s.First; i < s.Last; i++ {
		switch a.proof(i) {
		case noneShown:
			return noneShown
		case cited:
			found = cited
		}
	}
	if found != "" || k+1 >= len(a.doc.Sents) {
		return found
	}
	// "… It gave no evidence."
	s = a.doc.Sents[k+1]
	if a.newParagraph(s.First) {
		return ""
	}
	for i := s.First; i < s.Last; i++ {
		if a.proof(i) == noneShown {
			if h := a.doc.Head[i]; h >= 0 && a.verbal(h) {
				if subj := a.coreOf(h).subj; subj < 0 || subj == i || a.doc.Pos[subj] == english.PRON || sp.by >= 0 && a.same(subj, sp.by) {
					return noneShown
				}
			}
		}
	}
	return ""
}

// proof tells what token i says of proof, if it speaks of any.
func (a *analysis) proof(i int32) string {
	account := a.is(i, a.cls.account)
	if !account && !a.is(i, a.cls.evidence) {
		return ""
	}
	h := a.doc.Head[i]
	if k := a.child(i, english.Det); k >= 0 && equalFold(a.word(k), "no") || a.caseIs(i, "without") {
		if account && !(h >= 0 && a.is(h, a.cls.show)) {
			return ""
		}
		return noneShown
	}
	if h < 0 {
		return ""
	}
	if c := a.child(i, english.Case); c >= 0 && equalFold(a.word(c), "according") {
		return cited
	}
	switch {
	case account && a.is(h, a.cls.bring), !account && a.is(h, a.cls.show):
		if m := a.child(h, english.Mark); m >= 0 && equalFold(a.word(m), "without") || a.stanceOf(h).negated {
			return noneShown
		}
		if !account && a.stanceOf(h).hypothetical {
			return ""
		}
		return cited
	case a.is(h, a.cls.attest) && a.doc.Label[i] == english.Nsubj && !a.stanceOf(h).negated:
		return cited
	}
	return ""
}
