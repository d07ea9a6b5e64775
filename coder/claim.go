package coder

import (
	"strings"

	"demarche/english"
)

// quotation is a stretch of text between quotation marks.
type quotation struct {
	open, close int32 // tokens of the marks; close is one past the text when a mark is missing
}

// findQuotes marks every token that stands inside quotation marks. A quotation
// does not reach over the end of a paragraph.
func (a *analysis) findQuotes() {
	open := int32(-1)
	n := int32(a.doc.Len())
	shut := func(i int32) {
		if open >= 0 && i > open+1 {
			q := int32(len(a.quotes))
			a.quotes = append(a.quotes, quotation{open, i})
			for k := open + 1; k < i; k++ {
				a.quote[k] = q
			}
		}
		open = -1
	}
	for i := range n {
		if open >= 0 && a.newParagraph(i) {
			shut(i)
		}
		switch w := a.word(i); w {
		case "“", "``", "„", "«":
			shut(i)
			open = i
		case "”", "''", "»":
			shut(i)
		case "\"":
			if open >= 0 {
				shut(i)
			} else {
				open = i
			}
		}
	}
	shut(n)
}

// newParagraph tells whether a blank line stands before token i.
func (a *analysis) newParagraph(i int32) bool {
	if i == 0 {
		return true
	}
	gap := a.doc.Text[a.doc.End[i-1]:a.doc.Start[i]]
	return strings.Count(gap, "\n") >= 2
}

// speech says who vouches for a clause.
type speech struct {
	by     int32 // head of the speaker's mention, -1 when nobody known does
	cue    int32 // the verb of speech, or "according"; -1 when nobody does
	source int32 // head of who or what says so, party or not: "the release"
}

// unsaid is what nobody but the outlet says.
var unsaid = speech{-1, -1, -1}

// speechOf finds the speaker of the clause or noun p: the subject of a verb of
// speech that governs it or stands beside it, an "according to", or the speaker
// of the quotation it stands in.
func (a *analysis) speechOf(p int32) speech {
	t := p
	for depth := 0; depth < 12; depth++ {
		if s := a.beside(t, p); s.cue >= 0 {
			return s
		}
		h := a.doc.Head[t]
		if h < 0 {
			break
		}
		switch a.doc.Label[t] {
		case english.Ccomp, english.Xcomp, english.Obj, english.Dep, english.Parataxis:
			if h != p && a.is(h, a.cls.say) && (a.doc.Label[t] != english.Obj || a.quote[t] >= 0) {
				if by, source := a.speakerOf(h); source >= 0 {
					return speech{by, h, source}
				}
			}
		}
		t = h
	}
	if q := a.quote[p]; q >= 0 {
		return a.quoted(q)
	}
	if s := a.statement; s.cue >= 0 && p > s.cue && a.doc.SentenceOf(int(p)) != a.doc.SentenceOf(int(s.cue)) {
		return s
	}
	return unsaid
}

// findStatement finds the line that opens a statement given in full ("The
// minister said:"); what follows is the minister's.
func (a *analysis) findStatement() {
	a.statement = unsaid
	for k := range a.doc.Sents {
		s := a.doc.Sents[k]
		last := s.Last - 1
		if a.word(last) != ":" || int(s.Last) < a.doc.Len() && !a.newParagraph(s.Last) {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			if a.verbal(i) && a.is(i, a.cls.say) {
				if by, source := a.speakerOf(i); by >= 0 {
					a.statement = speech{by, i, source}
					return
				}
			}
		}
	}
}

// beside finds a verb of speech or an "according to" among the children of t.
func (a *analysis) beside(t, p int32) speech {
	for k := a.first[t]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Parataxis, english.Ccomp, english.Advcl:
			if k != p && a.doc.Label[k] == english.Parataxis && a.is(k, a.cls.say) && a.quote[k] < 0 {
				if by, source := a.speakerOf(k); source >= 0 {
					return speech{by, k, source}
				}
			}
		case english.Obl, english.Advmod, english.Nmod:
			if c := a.child(k, english.Case); c >= 0 && equalFold(a.word(c), "according") {
				return speech{a.firstParty(k), c, k}
			}
		}
	}
	return unsaid
}

// speakerOf is the mention of who says what verb says: its subject or, where
// the tree gives none, the party beside it ("…," the minister said). source is
// the head of the phrase, also when it names no known party; -1 without.
func (a *analysis) speakerOf(verb int32) (by, source int32) {
	if c := a.coreOf(verb); c.subj >= 0 {
		by = a.firstParty(c.subj)
		if by >= 0 || a.nominal(c.subj) {
			return by, c.subj
		}
		return -1, -1
	}
	s := a.doc.Sents[a.doc.SentenceOf(int(verb))]
	for _, i := range [2]int32{verb - 1, verb + 1} {
		if i >= s.First && i < s.Last && a.quote[i] < 0 && a.named(i) {
			if m, ok := a.at(i); ok {
				return int32(m.Head), int32(m.Head)
			}
		}
	}
	return -1, -1
}

func (a *analysis) firstParty(t int32) int32 {
	var buf [8]int32
	if out := a.party(buf[:0], t, 0); len(out) > 0 {
		return out[0]
	}
	return -1
}

// quoted finds the speaker of a quotation outside it: in the sentence where it
// ends, where it begins, then in the one before.
func (a *analysis) quoted(q int32) speech {
	span := a.quotes[q]
	last := max(span.close-1, 0)
	k := a.doc.SentenceOf(int(last))
	j := a.doc.SentenceOf(int(span.open))
	for _, s := range []int{k, j, k + 1, j - 1} {
		if s < 0 || s >= len(a.doc.Sents) || s > k && !a.continues(s) {
			continue
		}
		if sp := a.sayIn(s, q); sp.cue >= 0 {
			return sp
		}
	}
	// "His answer was blunt: …"
	if root := a.root(j); root >= 0 && a.quote[root] != q {
		if subj := a.surface(root); subj >= 0 {
			return speech{a.firstParty(subj), root, subj}
		}
	}
	return unsaid
}

// continues tells whether sentence s goes on in lower case, as "he said." does
// after a quotation.
func (a *analysis) continues(s int) bool {
	w := a.word(a.doc.Sents[s].First)
	return w != "" && w[0] >= 'a' && w[0] <= 'z'
}

func (a *analysis) sayIn(s int, q int32) speech {
	for i := a.doc.Sents[s].First; i < a.doc.Sents[s].Last; i++ {
		if a.quote[i] != q && a.doc.Pos[i] == english.VERB && a.is(i, a.cls.say) {
			if by, source := a.speakerOf(i); source >= 0 {
				return speech{by, i, source}
			}
		}
	}
	return unsaid
}

func (a *analysis) root(s int) int32 {
	for i := a.doc.Sents[s].First; i < a.doc.Sents[s].Last; i++ {
		if a.doc.Head[i] < 0 {
			return i
		}
	}
	return -1
}

// venueOf finds where something was said: "told reporters", "in a statement".
// It returns the tokens of the phrase without its preposition.
func (a *analysis) venueOf(cue int32) (from, to int32, ok bool) {
	if cue < 0 || !a.verbal(cue) {
		return 0, 0, false
	}
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.isVenue(cue, k) {
			from, to = a.phrase(k)
			return from, to, true
		}
	}
	// "Speaking on his platform, X said …", "Addressing a rally, X revealed …"
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Advcl && a.doc.Tag[k] == english.TagVBG {
			for kk := a.first[k]; kk >= 0; kk = a.next[kk] {
				if l := a.doc.Label[kk]; (l == english.Obl || l == english.Obj) && (a.is(kk, a.cls.venue) || a.is(kk, a.cls.audience)) {
					from, to = a.phrase(kk)
					return from, to, true
				}
			}
		}
	}
	return 0, 0, false
}

// isVenue tells whether k, which hangs on a verb of speech, is where or to whom
// it was said.
func (a *analysis) isVenue(cue, k int32) bool {
	switch a.doc.Label[k] {
	case english.Obj, english.Iobj:
		return a.is(k, a.cls.audience) || a.is(cue, a.cls.tell) && a.is(k, a.cls.venue)
	case english.Obl, english.OblUnmarked, english.Advcl:
	default:
		return false
	}
	c := a.child(k, english.Case)
	if c < 0 {
		return false
	}
	switch w := a.word(c); {
	case equalFold(w, "to"):
		return a.is(k, a.cls.audience)
	case equalFold(w, "outside"):
		return a.nominal(k)
	case equalFold(w, "on"), equalFold(w, "via"):
		// "wrote on Truth Social": a name that is neither a day nor a party
		return a.is(k, a.cls.venue) || a.doc.Pos[k] == english.PROPN && !a.named(k) && !a.inDate(k) && a.is(cue, a.cls.tell)
	case equalFold(w, "in"), equalFold(w, "at"), equalFold(w, "during"), equalFold(w, "through"):
		return a.is(k, a.cls.venue)
	}
	return false
}

// phrase is the span of tokens of a noun phrase without the preposition before
// it and without clauses after it.
func (a *analysis) phrase(k int32) (from, to int32) {
	from, to = k, k+1
	for c := a.first[k]; c >= 0; c = a.next[c] {
		switch a.doc.Label[c] {
		case english.Case, english.Punct, english.Mark:
		case english.Det, english.Amod, english.Compound, english.NmodPoss, english.Nummod, english.NmodDesc:
			if c < k {
				f, _ := a.phrase(c)
				from = min(from, f)
			}
		case english.Nmod, english.Flat:
			if c > k {
				_, t := a.phrase(c)
				to = max(to, t)
			}
		}
	}
	return from, to
}

// evidenceFor tells what the sentence says of the proof for an accusation:
// "none-shown", "cited" or nothing.
func (a *analysis) evidenceFor(p int32) string {
	s := a.doc.Sents[a.doc.SentenceOf(int(p))]
	for i := s.First; i < s.Last; i++ {
		if a.doc.Pos[i] == english.VERB && a.sym[i] >= 0 && equalFold(a.lemma(i), "cite") && a.coreOf(i).obj >= 0 {
			return "cited"
		}
		if !a.is(i, a.cls.evidence) {
			continue
		}
		if k := a.child(i, english.Det); k >= 0 && equalFold(a.word(k), "no") || a.caseIs(i, "without") {
			return "none-shown"
		}
		if h := a.doc.Head[i]; h >= 0 && a.is(h, a.cls.show) {
			if m := a.child(h, english.Mark); m >= 0 && equalFold(a.word(m), "without") || a.stanceOf(h).negated {
				return "none-shown"
			}
			return "cited"
		}
	}
	return ""
}
