package who

import (
	"demarche/english"
)

// role is what a phrase is in its clause, in falling order of prominence.
type role uint8

const (
	subjectRole role = iota
	objectRole
	possRole
	obliqueRole
	nmodRole
	modifierRole
)

// spot makes a mention of every noun phrase, pronoun and adjective of a country.
func (f *finder) spot() {
	title := int32(-1) // one past the latest title of several words
	for i := range f.doc.Len() {
		if f.mentOf[i] >= 0 {
			continue
		}
		if int32(i) >= title {
			title = f.titleEnd(int32(i))
		}
		if int32(i) < title && f.atomOf[i] < 0 && !f.headsTitle(int32(i)) {
			continue // "Foreign Affairs" of a minister
		}
		if a := f.atomOf[i]; a >= 0 {
			if f.atomHead(a) == int32(i) {
				f.spotAtom(int32(i), a)
			}
			continue
		}
		if p := pronounOf(f.doc, i); p.person != 0 && !(f.doc.Label[i] == english.Expl && f.pleonastic(int32(i))) {
			f.spotPronoun(int32(i), p)
			continue
		}
		if f.doc.Pos[i] == english.NUM && f.theTwo(int32(i)) {
			f.spotPronoun(int32(i), pron{person: 3, num: plural, class: pairPronoun})
			continue
		}
		if f.headsPhrase(int32(i)) {
			f.spotNoun(int32(i))
		}
	}
}

// titleEnd is one past the title of several words that starts at token i, -1
// when none does.
func (f *finder) titleEnd(i int32) int32 {
	t, n := f.roster.Title(f.doc, int(i), int(f.doc.Sents[f.sentOf[i]].Last))
	if n < 2 || t.Office == "" {
		return -1
	}
	return i + int32(n)
}

// headsTitle tells whether token i is the noun that a title is about.
func (f *finder) headsTitle(i int32) bool {
	n, ok := f.nounAt(i)
	return ok && n.kind == officeNoun
}

// pleonastic tells an "it" that stands for a clause or for nothing, by the
// clause or the verb it goes with; of others the tree may err.
func (f *finder) pleonastic(i int32) bool {
	h := f.doc.Head[i]
	if h < 0 || f.doc.Pos[h] != english.VERB || f.hasKid(h, english.Csubj) || f.hasKid(h, english.Ccomp) {
		return true
	}
	switch f.doc.Lemma[h] {
	case "seem", "appear", "happen", "take", "remain", "rain", "turn", "become", "matter", "cost", "make":
		return true
	}
	return f.hasKid(h, english.AuxPass)
}

// theTwo tells "the two" that stands for a pair by itself.
func (f *finder) theTwo(i int32) bool {
	return f.doc.Lemma[i] == "two" && f.isNominal(f.doc.Label[i]) && f.hasKid(i, english.Det) && !f.hasKid(i, english.Nmod)
}

// atomHead is the token of the atom that the tree hangs it up by.
func (f *finder) atomHead(a int32) int32 {
	at := &f.atoms[a]
	for i := at.first; i < at.last; i++ {
		if h := f.doc.Head[i]; h < at.first || h >= at.last {
			if f.doc.Label[i] != english.Punct && f.doc.Label[i] != english.Case && f.doc.Label[i] != english.Det {
				return i
			}
		}
	}
	return at.last - 1
}

// headsPhrase tells whether token i is the head of a noun phrase that may speak
// of a party, rather than a part of a name or a modifier.
func (f *finder) headsPhrase(i int32) bool {
	d := f.doc
	if next := i + 1; isHalf(d.Word(int(i))) && int(next)+1 < d.Len() && d.Tag[next] == english.TagCC && f.atomOf[next+1] >= 0 {
		return true // "North and South Korea"
	}
	switch d.Pos[i] {
	case english.NOUN, english.PROPN:
	case english.ADJ, english.VERB:
		// "the wounded", "the British": an adjective that stands for people
		return f.isNominal(d.Label[i]) && f.hasKid(i, english.Det) && d.Tag[i] != english.TagVBG &&
			!f.hasKid(i, english.Nsubj)
	case english.X:
		return f.isNominal(d.Label[i]) && startsUpper(d.Word(int(i)))
	case english.PRON, english.DET:
		return d.Lemma[i] == "those" && f.isNominal(d.Label[i]) && (f.hasKid(i, english.ACLRelcl) || f.hasKid(i, english.ACL)) || d.Word(int(i)) == "those" && f.hasKid(i, english.ACLRelcl)
	default:
		return false
	}
	switch d.Label[i] {
	case english.Compound, english.NmodDesc, english.Amod, english.NmodUnmarked:
		if isHalf(d.Word(int(i))) && i > 0 && d.Lemma[i-1] == "the" && d.Head[i] >= 0 && d.Pos[d.Head[i]] == english.VERB {
			return true // "the North sent"
		}
		if h := d.Head[i]; h >= 0 && (d.Pos[i] != english.PROPN || d.Lemma[h] == "designate" || d.Lemma[h] == "elect") {
			if n, ok := f.nounAt(h); ok && n.kind == officeNoun {
				if n, ok := f.nounAt(i); ok && n.kind == officeNoun {
					return false // "deputy foreign minister"
				}
			}
		}
		// "Foreign Office spokesman", "army chief": bodies before a noun are
		// parties of their own, titles before a name are not.
		if _, rank := f.rankAt(i); rank && startsUpper(d.Word(int(i))) {
			return false // "Staff Sgt."
		}
		n, ok := f.nounAt(i)
		return ok && (n.kind == bodyNoun || n.kind == personNoun || n.kind == officeNoun) && !f.partOfName(i)
	case english.Flat, english.Fixed, english.Goeswith, english.Case, english.Det, english.CC, english.Punct, english.Advmod:
		return false
	}
	return true
}

// partOfName tells whether a compound member stands before a capitalised word
// in one name with it ("Army General Joseph Votel", "Foreign Secretary").
func (f *finder) partOfName(i int32) bool {
	d := f.doc
	if d.Pos[i] != english.PROPN {
		return d.Pos[i] == english.NOUN && d.Label[i] == english.NmodDesc
	}
	h := d.Head[i]
	if h < 0 {
		return false
	}
	if d.Pos[h] != english.PROPN {
		return false
	}
	return true
}

func (f *finder) isNominal(l english.Label) bool {
	switch l {
	case english.Nsubj, english.NsubjPass, english.NsubjOuter, english.Obj, english.Iobj, english.Obl, english.OblAgent,
		english.Nmod, english.NmodPoss, english.Appos, english.Root, english.Conj:
		return true
	}
	return false
}

func (f *finder) hasKid(i int32, l english.Label) bool { return f.kid(i, l) >= 0 }

// kid is the first child of i with the label, -1 when there is none.
func (f *finder) kid(i int32, l english.Label) int32 {
	for k := f.firstKid[i]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] == l {
			return k
		}
	}
	return -1
}

// caseOf is the preposition of a phrase in lower case, "" when it has none. Of
// several ("out of", "such as") it is the last.
func (f *finder) caseOf(i int32) string {
	word := ""
	for k := f.firstKid[i]; k >= 0 && k < i; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Case {
			word = f.doc.Lemma[k]
		}
	}
	return word
}

// left is the first token of the words before a head that belong to its phrase
// without a break: determiners, adjectives, compounds, possessors.
func (f *finder) left(i int32) int32 {
	first := i
	for k := f.firstKid[i]; k >= 0 && k < i; k = f.nextKid[k] {
		switch f.doc.Label[k] {
		case english.Det, english.Amod, english.Compound, english.Nummod, english.NmodPoss, english.NmodDesc,
			english.NmodUnmarked, english.Flat, english.DetPredet, english.Nmod, english.Appos:
			if f.doc.Label[k] != english.Nmod && f.doc.Label[k] != english.Appos || f.kid(k, english.Case) < 0 {
				first = min(first, f.leftmost(k))
			}
		}
	}
	return first
}

func (f *finder) leftmost(i int32) int32 {
	first := i
	for k := f.firstKid[i]; k >= 0 && k < first; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Case || f.doc.Label[k] == english.Punct {
			continue
		}
		first = min(first, f.leftmost(k))
	}
	for first < i && (f.doc.Pos[first] == english.ADP || f.doc.Pos[first] == english.PUNCT || f.doc.Pos[first] == english.CCONJ) {
		first++
	}
	return first
}

// right is one past the last token of a name that goes on after its head
// ("Kim Jong Un", "Catherine Colonna"), hyphens and numbers included.
func (f *finder) right(i int32) int32 {
	last := i + 1
	size := int32(f.doc.Len())
	for last < size && f.sentOf[last] == f.sentOf[i] {
		l := f.doc.Label[last]
		inside := false
		for h := f.doc.Head[last]; h >= 0; h = f.doc.Head[h] {
			if h == i {
				inside = true
				break
			}
			if h > last {
				break
			}
		}
		if !inside {
			break
		}
		switch {
		case l == english.Flat || l == english.Goeswith:
		case (l == english.Compound || l == english.Nummod || l == english.Dep) && f.nameWord(last):
		case l == english.Punct && f.doc.Tag[last] == english.TagHYPH:
		default:
			return f.hyphenated(last)
		}
		last++
	}
	return f.hyphenated(last)
}

// hyphenated goes on from the end of a name over parts that hyphens tie to it.
func (f *finder) hyphenated(last int32) int32 {
	d := f.doc
	for last > 0 && int(last)+1 < d.Len() && d.Word(int(last)) == "-" && d.Start[last] == d.End[last-1] &&
		d.Start[last+1] == d.End[last] && (startsUpper(d.Word(int(last-1))) || articleOfName(d.Word(int(last-1)))) && f.atomOf[last+1] < 0 &&
		(startsUpper(d.Word(int(last+1))) || d.Pos[last+1] == english.PROPN) {
		last += 2
	}
	return last
}

// nameWord tells whether a token may be part of a proper name by its form.
func (f *finder) nameWord(i int32) bool {
	switch f.doc.Pos[i] {
	case english.PROPN:
		return true
	case english.X, english.NOUN, english.ADJ:
		return startsUpper(f.doc.Word(int(i)))
	}
	return false
}

// add makes a mention headed by token i.
func (f *finder) add(t ment) int32 {
	t.sent, t.same, t.ent, t.role = f.sentOf[t.head], -1, -1, f.roleOf(t.head)
	t.why.from = -1
	for k := t.first; k < max(t.head, t.nameFirst) && !t.former; k++ {
		f.buf = appendLower(f.buf[:0], f.doc.Word(int(k)))
		t.former = formerWords[string(f.buf)]
	}
	f.ments = append(f.ments, t)
	m := int32(len(f.ments) - 1)
	f.mentOf[t.head] = m
	return m
}

// roleOf reads the grammatical role off the label; a conjunct has that of the
// first of its row.
func (f *finder) roleOf(i int32) role {
	for f.doc.Label[i] == english.Conj && f.doc.Head[i] >= 0 {
		i = f.doc.Head[i]
	}
	switch f.doc.Label[i] {
	case english.Nsubj, english.NsubjPass, english.NsubjOuter, english.Root, english.Vocative:
		return subjectRole
	case english.Obj, english.Iobj:
		return objectRole
	case english.NmodPoss:
		return possRole
	case english.Obl, english.OblAgent, english.OblUnmarked:
		return obliqueRole
	case english.Amod, english.Compound, english.NmodDesc, english.NmodUnmarked:
		return modifierRole
	}
	return nmodRole
}

// spotPronoun makes a mention of a pronoun.
func (f *finder) spotPronoun(i int32, p pron) {
	t := ment{head: i, first: i, last: i + 1, form: pronounForm, kind: Pronoun, atom: -1, title: -1, nounAt: -1, pron: p}
	t.num, t.gen = p.num, p.gen
	t.pair = p.class == pairPronoun
	f.add(t)
}

// spotAtom makes a mention of a name that the roster knows, with the phrase
// around it when the name is the head of one.
func (f *finder) spotAtom(i, a int32) {
	at := &f.atoms[a]
	t := ment{head: i, first: at.first, last: at.last, form: nameForm, atom: a, title: -1, num: singular, nounAt: -1}
	t.nameFirst, t.nameLast = at.first, at.last
	sense := &at.senses[0]
	switch sense.Entry.Kind {
	case State:
		t.kind, t.gen = State, neuter
		switch sense.Form {
		case Adjective:
			t.form = adjectiveForm
			if f.isNominal(f.doc.Label[i]) && f.hasKid(i, english.Det) || f.doc.Tag[i] == english.TagNNS || f.doc.Tag[i] == english.TagNNPS {
				t.form, t.kind, t.num = nameForm, People, plural
			}
		case Citizen:
			t.kind, t.gen = People, anyGender
		case Citizens:
			t.kind, t.gen, t.num = People, anyGender, plural
		}
	case Person:
		t.kind = Person
		t.gen = f.firstNameGender(at.first, at.last)
	default:
		t.kind, t.gen, t.num = sense.Entry.Kind, neuter, anyNumber
	}
	f.spread(&t, i)
	m := f.add(t)
	if h := f.doc.Head[i]; t.kind == Person && h >= 0 && h == at.first-1 && f.mentOf[h] >= 0 && f.ments[f.mentOf[h]].head == h {
		f.tie(f.mentOf[h], m) // "envoy Uhuru Kenyatta", headed by the envoy
	}
	for k := at.first; k < at.last; k++ {
		f.mentOf[k] = m
	}
	f.claim(m)
}

// spread widens a named mention to its phrase: determiner, possessor, titles
// and modifiers before it, and the rest of a person's name.
func (f *finder) spread(t *ment, i int32) {
	t.first = min(t.first, f.left(i))
	t.last = max(t.last, f.right(i))
	f.determiner(t)
	if t.kind == Person {
		t.nameLast = max(t.nameLast, t.last)
		t.title = f.titleBefore(t)
	}
}

// claim gives the words of a name and of the title before it to mention m.
func (f *finder) claim(m int32) {
	t := &f.ments[m]
	from := t.nameFirst
	if t.title >= 0 {
		from = t.title
	}
	for k := from; k < t.nameLast; k++ {
		switch o := f.mentOf[k]; {
		case o < 0:
			if f.atomOf[k] < 0 {
				f.mentOf[k] = m
			}
		case o != m && f.ments[o].head == k && t.kind == Person && f.ments[o].form == nounForm && (f.ments[o].noun.kind == officeNoun || f.ments[o].noun.kind == personNoun):
			f.tie(o, m) // a title that the tree has as a phrase of its own
		}
	}
}

// formerWords say of an official that the office is over.
var formerWords = map[string]bool{"former": true, "ex": true, "ex-": true, "onetime": true, "ousted": true, "deposed": true}

// determiner reads definiteness and number off the words before the head.
func (f *finder) determiner(t *ment) {
	for k := f.firstKid[t.head]; k >= 0; k = f.nextKid[k] {
		switch f.doc.Label[k] {
		case english.Det:
			switch f.doc.Lemma[k] {
			case "the", "this", "that", "these", "those":
				t.def = true
			case "both":
				t.def, t.pair = true, true
			case "either", "neither":
				t.pair, t.def = true, true
			case "a", "an", "some", "any", "no", "another", "every", "each":
				t.indef = true
			}
		case english.Nummod:
			if w := f.doc.Lemma[k]; w == "two" || w == "2" {
				t.pair = true
			} else {
				t.indef = true
			}
			t.num = plural
			if w := f.doc.Lemma[k]; w == "one" || w == "1" {
				t.num = singular
			}
		case english.NmodPoss:
			t.def = true
		case english.Amod, english.DetPredet, english.Compound:
			if f.doc.Lemma[k] == "both" {
				t.def, t.pair = true, true
			}
		}
	}
	if t.pair && t.num == anyNumber {
		t.num = plural
	}
}

// spotNoun makes a mention of a noun phrase headed by token i: a common noun, a
// title, or a name that the roster does not hold.
func (f *finder) spotNoun(i int32) {
	d := f.doc
	t := ment{head: i, first: i, last: i + 1, form: nounForm, atom: -1, title: -1, nounAt: -1}
	t.first, t.last = f.left(i), f.right(i)
	switch d.Tag[i] {
	case english.TagNNS, english.TagNNPS:
		t.num = plural
	case english.TagNN, english.TagNNP:
		t.num = singular
	default:
		t.num = plural // "the wounded"
	}
	f.determiner(&t)
	if (isHalf(d.Word(int(i))) || f.smallHalf(i)) && i > 0 && d.Lemma[i-1] == "the" {
		t.def = true
	}
	f.readName(&t)
	if t.nounAt < 0 {
		if n, ok := f.nounAt(i); ok {
			t.noun, t.nounAt = n, i
		}
	}
	f.reword(&t)
	if t.form == nameForm && t.kind == Other {
		t.kind = f.kindOfName(&t)
	}
	if t.form == nounForm {
		t.kind = kindOfNoun(t.noun, t.num)
		t.gen = t.noun.gender
		if t.kind == Other {
			t.gen = neuter
		}
		if t.noun.many {
			t.num = anyNumber
			if d.Lemma[i] == "people" {
				t.num = plural
			}
		}
		if t.kind == Body || t.kind == State {
			t.gen = neuter
			if t.num == singular && t.noun.kind == bodyNoun {
				t.num = anyNumber // "the government said they would"
			}
		}
		if f.bare(&t) || t.noun.kind == stateNoun && t.indef && f.hasKid(i, english.Nmod) {
			t.kind, t.noun, t.gen = Other, noun{}, neuter
		}
		if partitiveNoun[d.Lemma[i]] && t.num == plural && !f.hasKid(i, english.Nmod) && d.Lemma[i] != "group" {
			t.kind, t.noun = People, noun{kind: personNoun, sector: "CVL", local: true}
		}
		if d.Pos[i] != english.NOUN && d.Pos[i] != english.PROPN && t.kind == Other {
			t.kind = People // "the wounded"
			t.noun = noun{kind: personNoun, sector: "CVL", local: true}
		}
	}
	m := f.add(t)
	f.claim(m)
	if t.nounAt >= 0 && f.mentOf[t.nounAt] < 0 {
		f.mentOf[t.nounAt] = m
	}
}

// bare tells a noun of a body used without any determiner or modifier, which
// speaks of no body: "assumed office", "by force", "in court".
func (f *finder) bare(t *ment) bool {
	if t.noun.kind != bodyNoun && t.noun.kind != thingNoun && t.noun.kind != stateNoun || t.num == plural || t.def || t.indef ||
		t.first < t.head || t.role == subjectRole || startsUpper(f.doc.Word(int(t.head))) {
		return false
	}
	switch f.doc.Lemma[t.head] {
	case "police", "parliament", "congress", "media", "government", "opposition", "intelligence":
		return false
	}
	for k := f.firstKid[t.head]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Nmod {
			return false
		}
	}
	return true
}

// kindOfNoun is what a common noun of a class speaks of.
func kindOfNoun(n noun, num number) Kind {
	switch n.kind {
	case officeNoun, personNoun:
		if num == plural || n.many {
			return People
		}
		return Person
	case bodyNoun:
		return Body
	case thingNoun:
		return Body
	case stateNoun:
		return State
	case placeNoun:
		return Place
	}
	return Other
}

// nounAt is the class of the noun at token i, in any case and number.
func (f *finder) nounAt(i int32) (noun, bool) {
	if n, ok := f.nouns.heads[f.doc.Lemma[i]]; ok {
		return n, true
	}
	f.buf = appendLower(f.buf[:0], f.doc.Word(int(i)))
	if n, ok := f.nouns.heads[string(f.buf)]; ok {
		return n, true
	}
	if b := f.buf; len(b) > 4 && string(b[len(b)-3:]) == "men" {
		b[len(b)-2] = 'a'
		if n, ok := f.nouns.heads[string(b)]; ok {
			return n, true
		}
	}
	if b := f.buf; len(b) > 3 && b[len(b)-1] == 's' {
		if n, ok := f.nouns.heads[string(b[:len(b)-1])]; ok {
			return n, true
		}
		if len(b) > 4 && string(b[len(b)-3:]) == "ies" {
			b = append(b[:len(b)-3], 'y')
			if n, ok := f.nouns.heads[string(b)]; ok {
				return n, true
			}
		}
	}
	return noun{}, false
}

func appendLower(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}
