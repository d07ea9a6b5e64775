package coder

import (
	"demarche/english"
	"demarche/who"
)

// aside is a clause of speech put into or behind the sentence that it vouches
// for: "…, the minister said.", "Its army, he added, had …", "…, according to
// the release".
type aside struct {
	speech
	from, to int32 // tokens of the aside itself
	first    int32 // tokens that it vouches for
	last     int32
}

// covers tells whether the aside vouches for token p.
func (s *aside) covers(p int32) bool {
	return p >= s.first && p < s.last && (p < s.from || p >= s.to)
}

// findAsides finds the aside of each sentence, if there is one.
func (a *analysis) findAsides() {
	a.asides = resize(a.asides, len(a.doc.Sents), aside{speech: unsaid})
	for k := range a.doc.Sents {
		s := a.doc.Sents[k]
		for i := s.First + 1; i < s.Last; i++ {
			if a.quote[i] >= 0 {
				continue
			}
			if a.verbal(i) && (a.doc.Tag[i] == english.TagVBD || a.doc.Tag[i] == english.TagVBZ) {
				if x := a.asideAt(s, i); x.cue >= 0 {
					a.asides[k] = x
					break
				}
			}
			if h := a.doc.Head[i]; h > i && a.doc.Label[i] == english.Case && equalFold(a.word(i), "according") && a.asides[k].cue < 0 && (i == s.First || a.word(i-1) == ",") {
				_, to := a.phrase(h)
				a.asides[k] = aside{speech{a.firstParty(h), i, h}, i, to, s.First, s.Last}
			}
		}
	}
}

// asideAt reads verb i as that of an aside in sentence s.
func (a *analysis) asideAt(s english.Span, i int32) aside {
	none := aside{speech: unsaid}
	left, head := a.asideSubject(s, i)
	if left < 0 {
		return none
	}
	pronoun := a.doc.Pos[head] == english.PRON
	to := i + 1
	for to < s.Last && to-i < 16 && !a.ends(to) {
		if a.doc.Pos[to] == english.VERB || a.doc.Pos[to] == english.AUX || a.doc.Pos[to] == english.SCONJ || a.quote[to] >= 0 || openingMark(a.word(to)) {
			return none
		}
		to++
	}
	closed := (to >= s.Last || a.ends(to)) && !equalFold(a.lemma(i), "deny")
	if !closed || !a.is(i, a.cls.say) && !(pronoun && to == i+1 && to < s.Last && a.word(to) == "," && a.ownObject(i) < 0) {
		return none
	}
	if obj := a.ownObject(i); obj > i && obj < to && !a.is(obj, a.cls.audience) && !a.listens(obj) && !a.is(i, a.cls.tell) {
		return none
	}
	x := aside{speech: speech{-1, i, head}, from: left, to: to, first: s.First, last: s.Last}
	middle := to < s.Last && a.word(to) == ","
	switch {
	case left-2 >= s.First && a.doc.Pos[left-2] == english.CCONJ:
		x.first = left // "and, he added, …"
	case a.clauseIn(s.First, left) || a.quotedIn(s.First, left):
		// What is joined on after it is the outlet's again.
		if middle && to+1 < s.Last && a.doc.Pos[to+1] == english.CCONJ {
			x.last = to
		}
	case !middle || !a.clauseIn(to, s.Last):
		return none
	}
	x.by = a.lastNamed(left, i)
	if x.by < 0 {
		x.by = a.firstParty(head)
	}
	if x.by >= 0 && (x.by < left || x.by >= i) {
		if m, ok := a.at(head); !ok || len(m.Who) == 0 {
			x.by = -1
		}
	}
	if pronoun && x.by >= 0 && a.mentioned(x.by, s.First, left) {
		x.by = a.subjectBefore(s.First, x.by)
	}
	return x
}

// mentioned tells whether a stretch of tokens speaks of the party of t. In
// "Brown, he said, had …" he is not Brown.
func (a *analysis) mentioned(t, first, last int32) bool {
	for i := first; i < last; i++ {
		if m, ok := a.at(i); ok && int32(m.Head) == i && m.Kind == who.Person && a.doc.Pos[i] != english.PRON && a.same(i, t) {
			return true
		}
	}
	return false
}

// subjectBefore is the person that the sentence before token first has as its
// subject, if that is not the party of t; -1 otherwise.
func (a *analysis) subjectBefore(first, t int32) int32 {
	k := a.doc.SentenceOf(int(first))
	if k == 0 {
		return -1
	}
	root := a.root(k - 1)
	if root < 0 {
		return -1
	}
	subj := a.coreOf(root).subj
	if m, ok := a.mention(subj); ok && m.Kind == who.Person && !a.same(subj, t) {
		return subj
	}
	return -1
}

// mention is at for a token that may be none.
func (a *analysis) mention(t int32) (*who.Mention, bool) {
	if t < 0 {
		return nil, false
	}
	return a.at(t)
}

// asideSubject walks back from verb i over its subject, "the press secretary,
// Ann Brown," included, to the comma or quotation mark before it. It returns
// where the subject begins and its head, -1 when there is no such mark.
func (a *analysis) asideSubject(s english.Span, i int32) (left, head int32) {
	j := i - 1
	head = -1
	commas := 0
	if j > s.First && a.word(j) == "," {
		commas = 2 // behind an apposition
		j--
	}
	for ; j >= s.First; j-- {
		w := a.word(j)
		switch {
		case w == "," || a.quote[j] >= 0 || closingMark(w):
			if commas == 2 && w == "," {
				commas = 1
				head = -1
				continue
			}
			if head < 0 || commas == 2 {
				return -1, -1
			}
			return j + 1, head
		case a.doc.Pos[j] == english.VERB, a.doc.Pos[j] == english.AUX, a.doc.Pos[j] == english.CCONJ && j+1 < i && (a.word(max(j-1, 0)) == ","), a.doc.Pos[j] == english.SCONJ, a.relative(j):
			return -1, -1
		}
		if i-j > 24 {
			return -1, -1
		}
		if h := a.doc.Head[j]; (a.nominal(j) || a.doc.Pos[j] == english.PRON) && (h < j || h >= i || commas > 0 && h < j) || head < 0 && (a.nominal(j) || a.doc.Pos[j] == english.PRON) {
			head = j
		}
	}
	return -1, -1
}

func closingMark(w string) bool {
	return w == "”" || w == "\"" || w == "''" || w == "»" || w == "’"
}

// ends tells whether token i closes a clause.
func (a *analysis) ends(i int32) bool {
	switch a.word(i) {
	case ",", ".", "!", "?", ";", ":", "—", "–":
		return true
	}
	return false
}

// ownObject is the object that the tree gives verb i, -1 without.
func (a *analysis) ownObject(i int32) int32 { return a.child(i, english.Obj, english.Iobj) }

// clauseIn tells whether a verb or copula stands in a stretch of tokens.
func (a *analysis) clauseIn(first, last int32) bool {
	for i := first; i < last; i++ {
		if a.doc.Pos[i] == english.AUX || a.doc.Pos[i] == english.VERB && a.doc.Tag[i] != english.TagVBG {
			return true
		}
	}
	return false
}

// quotedIn tells whether a quotation stands in a stretch of tokens.
func (a *analysis) quotedIn(first, last int32) bool {
	for i := first; i < last; i++ {
		if a.quote[i] >= 0 {
			return true
		}
	}
	return false
}
