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
	open, single := int32(-1), false
	n := int32(a.doc.Len())
	shut := func(i int32) {
		if open >= 0 && i > open+1 {
			q := int32(len(a.quotes))
			a.quotes = append(a.quotes, quotation{open, i})
			for k := open + 1; k < i; k++ {
				a.quote[k] = q
			}
		}
		open, single = -1, false
	}
	for i := range n {
		if open >= 0 && a.newParagraph(i) {
			if single {
				open, single = -1, false // an apostrophe after all
			}
			shut(i)
		}
		switch w := a.word(i); w {
		case "“", "``", "„", "«":
			shut(i)
			open = i
		case "”", "''", "»":
			shut(i)
		case "\"":
			if open >= 0 && !single {
				shut(i)
			} else {
				open, single = i, false
			}
		case "'", "‘", "’":
			switch {
			case open < 0 && w != "’" && a.apart(i) && i+1 < n && !a.apart(i+1):
				open, single = i, true
			case single && w != "‘" && !a.apart(i):
				shut(i)
			}
		}
	}
	if single {
		open = -1
	}
	shut(n)
}

// apart tells whether a blank stands before token i.
func (a *analysis) apart(i int32) bool { return i == 0 || a.doc.Start[i] > a.doc.End[i-1] }

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

// says tells whether a cue is a verb of speech, not "according".
func (a *analysis) says(cue int32) bool {
	return a.verbal(cue) && a.doc.Label[cue] != english.Case
}

// unsaid is what nobody but the outlet says.
var unsaid = speech{-1, -1, -1}

// speechOf finds the speaker of the clause or noun p: the subject of a verb of
// speech that governs it or stands beside it, an "according to", or the speaker
// of the quotation or statement it stands in. What "we" say is said by whose
// words these are.
func (a *analysis) speechOf(p int32) speech {
	s := a.reporter(p)
	if s.cue >= 0 && !a.speaksOfSelf(s.source) {
		if k := a.doc.SentenceOf(int(p)); k > 0 && a.pluperfect(s.cue) && a.doc.Head[s.cue] < 0 && !a.newParagraph(a.doc.Sents[k].First) {
			// "Its army, she said, had …. Peru had answered that …"
			if before := &a.asides[k-1]; before.cue >= 0 && a.says(before.cue) && a.pluperfectIn(k-1) {
				return before.speech
			}
		}
		return s
	}
	if q := a.quote[p]; q >= 0 {
		if outer := a.quoted(q); outer.cue >= 0 {
			return outer
		}
	}
	if outer := a.stated(p); outer.cue >= 0 {
		return outer
	}
	if s.cue < 0 {
		return a.goingOn(p)
	}
	return s
}

// goingOn finds who spoke in the sentence before, where p goes on in free
// indirect speech: its main clause stands in the "would" of reported speech and
// hangs on no condition ("He and the envoy would travel to Lima.").
func (a *analysis) goingOn(p int32) speech {
	k := a.doc.SentenceOf(int(p))
	if k == 0 || a.newParagraph(a.doc.Sents[k].First) || a.conditional(p) {
		return unsaid
	}
	root := a.root(k)
	if root < 0 || a.quote[root] >= 0 {
		return unsaid
	}
	for c := a.first[root]; c >= 0; c = a.next[c] {
		if a.doc.Label[c] == english.Aux && equalFold(a.word(c), "would") {
			before := a.sayIn(k - 1)
			if before.cue >= 0 && a.doc.Tag[before.cue] == english.TagVBD {
				return before
			}
		}
	}
	return unsaid
}

// pluperfectIn tells whether a clause of sentence k stands in the pluperfect.
func (a *analysis) pluperfectIn(k int) bool {
	for i := a.doc.Sents[k].First; i < a.doc.Sents[k].Last; i++ {
		if a.verbal(i) && a.pluperfect(i) {
			return true
		}
	}
	return false
}

// reporter finds the speaker of p within its sentence.
func (a *analysis) reporter(p int32) speech {
	k := a.doc.SentenceOf(int(p))
	aside := &a.asides[k]
	if aside.cue >= 0 && a.says(aside.cue) && aside.covers(p) {
		return aside.speech
	}
	if s := a.climb(p); s.cue >= 0 && (s.cue != aside.cue || p < aside.to || aside.covers(p)) {
		return s
	}
	if aside.cue >= 0 && aside.covers(p) {
		return aside.speech
	}
	return unsaid
}

// climb finds the speaker of p beside or above it in the tree.
func (a *analysis) climb(p int32) speech {
	t := p
	for depth := 0; depth < 12; depth++ {
		if s := a.beside(t, p); s.cue >= 0 {
			return s
		}
		h := a.doc.Head[t]
		if h < 0 {
			break
		}
		if s := a.above(t, h, p); s.cue >= 0 {
			return s
		}
		t = h
	}
	return unsaid
}

// above finds the speaker in the head h of t, which p is or hangs under.
func (a *analysis) above(t, h, p int32) speech {
	switch a.doc.Label[t] {
	case english.Ccomp, english.Xcomp, english.Obj, english.Dep, english.Parataxis:
		if a.doc.Label[t] == english.Parataxis && a.semicolon(h, t) {
			return unsaid // a sentence of its own
		}
		if h != p && a.is(h, a.cls.say) && !a.goesOn(h, t) {
			if by, source := a.speakerOf(h); source >= 0 {
				if account := a.accountOf(source); account >= 0 && a.is(h, a.cls.attest) {
					return speech{by, h, account}
				}
				if a.doc.Label[t] != english.Obj || a.quote[t] >= 0 || equalFold(a.lemma(h), "claim") {
					return speech{by, h, source}
				}
			}
		}
	}
	// "reports that …", "reports of …"
	switch a.doc.Label[t] {
	case english.Ccomp, english.ACL, english.Nmod:
		if v := a.gainsaid(h); v >= 0 && h != p && (a.doc.Label[t] != english.Nmod || a.caseIs(t, "of")) {
			if by, source := a.speakerOf(v); source >= 0 {
				return speech{by, v, source}
			}
		}
		if h != p && a.is(h, a.cls.hearsay) && (a.doc.Label[t] != english.Nmod || a.caseIs(t, "of")) && (a.doc.Label[t] != english.ACL || a.child(t, english.Mark) >= 0) {
			// "has confirmed reports that …", "said in a report that …"
			if v := a.doc.Head[h]; v >= 0 && (a.doc.Label[h] == english.Obj && equalFold(a.lemma(v), "confirm") || a.doc.Label[h] == english.Obl && a.caseIs(h, "in") && a.is(v, a.cls.say)) {
				if by, source := a.speakerOf(v); source >= 0 {
					return speech{by, v, source}
				}
			}
			return speech{-1, h, h}
		}
	}
	return unsaid
}

// semicolon tells whether one stands between tokens t and k.
func (a *analysis) semicolon(t, k int32) bool {
	for i := min(t, k) + 1; i < max(t, k); i++ {
		if a.word(i) == ";" {
			return true
		}
	}
	return false
}

// accountOf is the report or record of something that t names or, a pronoun,
// means: the one that the sentence, or the one before, has as its subject. It is
// -1 where t is none.
func (a *analysis) accountOf(t int32) int32 {
	if a.is(t, a.cls.account) {
		return t
	}
	if t < 0 || !equalFold(a.word(t), "it") {
		return -1
	}
	k := a.doc.SentenceOf(int(t))
	for s := k; s >= max(k-1, 0); s-- {
		if root := a.root(s); root >= 0 {
			if subj := a.surface(root); subj != t && a.is(subj, a.cls.account) {
				return subj
			}
		}
	}
	return -1
}

// beside finds a verb of speech or an "according to" among the children of t.
func (a *analysis) beside(t, p int32) speech {
	for k := a.first[t]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Parataxis, english.Ccomp, english.Advcl:
			if k != p && a.doc.Label[k] == english.Parataxis && !a.semicolon(t, k) && a.is(k, a.cls.say) && a.quote[k] < 0 && !equalFold(a.lemma(k), "deny") {
				if by, source := a.speakerOf(k); source >= 0 {
					return speech{by, k, source}
				}
			}
		case english.ACL:
			// "attacks, also claimed by the group"
			if a.doc.Tag[k] == english.TagVBN && equalFold(a.lemma(k), "claim") {
				for g := a.first[k]; g >= 0; g = a.next[g] {
					if a.caseIs(g, "by") {
						return speech{a.firstParty(g), k, g}
					}
				}
			}
		case english.Nsubj, english.NsubjPass:
			if a.verbal(t) && a.child(k, english.ACL) >= 0 {
				if s := a.beside(k, p); s.cue >= 0 && equalFold(a.lemma(s.cue), "claim") {
					return s
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
		if by >= 0 || a.nominal(c.subj) || a.doc.Pos[c.subj] == english.PRON {
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
// ends, where it begins, in the statement that it is part of, then in the
// quotation it goes on from and in the sentences before, back to the paragraph's
// beginning.
func (a *analysis) quoted(q int32) speech {
	for ; q >= 0; q-- {
		if s := a.quotedHere(q); s.cue >= 0 {
			return s
		}
		// A quotation without its closing mark goes on in the next paragraph.
		span := a.quotes[q]
		if q == 0 || !a.newParagraph(span.open) || a.quotes[q-1].close != span.open {
			break
		}
	}
	return unsaid
}

func (a *analysis) quotedHere(q int32) speech {
	span := a.quotes[q]
	last := max(span.close-1, 0)
	k := a.doc.SentenceOf(int(last))
	j := a.doc.SentenceOf(int(span.open))
	for _, s := range [3]int{k, j, k + 1} {
		if s >= len(a.doc.Sents) || s > k && !a.continues(s) {
			continue
		}
		if sp := a.sayIn(s); sp.cue >= 0 {
			return sp
		}
	}
	if sp := a.stated(span.open + 1); sp.cue >= 0 {
		return sp
	}
	if a.newParagraph(span.open) && q > 0 && a.quotes[q-1].close == span.open {
		return unsaid // it goes on from the paragraph before
	}
	for s := j - 1; s >= 0; s-- {
		if s < j-1 && a.newParagraph(a.doc.Sents[s+1].First) {
			break
		}
		if sp := a.sayIn(s); sp.cue >= 0 {
			return sp
		}
	}
	// "His answer was blunt: …"
	if root := a.root(j); root >= 0 && a.quote[root] < 0 {
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

// sayIn is the first verb of speech in a sentence that stands in no quotation.
func (a *analysis) sayIn(s int) speech {
	if aside := &a.asides[s]; aside.cue >= 0 && a.says(aside.cue) {
		return aside.speech
	}
	for i := a.doc.Sents[s].First; i < a.doc.Sents[s].Last; i++ {
		if a.quote[i] < 0 && a.doc.Pos[i] == english.VERB && a.is(i, a.cls.say) {
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

// authorOf is the party that a report, letter or statement is by, as said of it
// there or where it was spoken of before; -1 where nothing tells.
func (a *analysis) authorOf(source int32) int32 {
	if source < 0 || !a.is(source, a.cls.account) && !a.is(source, a.cls.venue) {
		return -1
	}
	here := a.doc.SentenceOf(int(source))
	for i := source; i >= 0 && here-a.doc.SentenceOf(int(i)) <= 5; i-- {
		if a.lemma(i) != a.lemma(source) || !a.nominal(i) {
			continue
		}
		for k := a.first[i]; k >= 0; k = a.next[k] {
			if k > i && a.caseIs(k, "by") {
				return a.firstParty(k)
			}
		}
	}
	return -1
}
