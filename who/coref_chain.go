package who

import (
	"demarche/english"
)

// Naming asks of a mention who it is; many that speak of the same party have no
// name and no country by which they could be told to be one: "students", "the
// bridge", the "we" of a speech. chain ties these together once all else is
// known. It changes no identity, only which mentions are of one party.
func (f *finder) chain() {
	for m := range f.ments {
		t := &f.ments[m]
		if t.ent < 0 && t.kind != Other && t.kind != Pronoun && t.form != adjectiveForm {
			f.newEntity(int32(m))
		}
	}
	f.partCapitals()
	f.partSpeakers()
	f.merged = f.merged[:0]
	f.starts = f.starts[:0]
	for e := range f.ents {
		f.merged = append(f.merged, int32(e))
		f.starts = append(f.starts, -1)
	}
	for m := range f.ments {
		if e := f.ments[m].ent; e >= 0 && f.starts[e] < 0 {
			f.starts[e] = int32(m)
		}
	}
	f.sortNames()
	f.chainSpeakers()
	f.chainPredicates()
	f.chainNouns()
	for m := range f.ments {
		if e := f.ments[m].ent; e >= 0 {
			f.ments[m].ent = f.chainOf(e)
		}
	}
}

// partCapitals takes capitals that are but places out of the party of their
// state, each with the pronouns that speak of it.
func (f *finder) partCapitals() {
	f.owners = f.owners[:0] // the first mention of each capital
	for m := range f.ments {
		t := &f.ments[m]
		if t.form == pronounForm && t.why.from >= 0 && t.ent >= 0 {
			if a := f.mentOf[t.why.from]; a >= 0 && f.capital(&f.ments[a]) {
				t.ent = f.ments[a].ent
			}
			continue
		}
		if !f.capital(t) {
			continue
		}
		t.ent = -1
		for _, o := range f.owners {
			if f.sameName(t, &f.ments[o]) {
				t.ent = f.ments[o].ent
			}
		}
		if t.ent < 0 {
			f.newEntity(int32(m))
			f.owners = append(f.owners, int32(m))
		}
	}
	f.owners = f.owners[:0]
}

// capital tells whether a mention is a capital or seat of power as a place.
func (f *finder) capital(t *ment) bool {
	if t.atom < 0 || t.kind != Place {
		return false
	}
	form := f.senseOf(t).Form
	return form == Capital || form == Seat
}

// partSpeakers takes "we" out of the party of a state: those who speak are its
// people.
func (f *finder) partSpeakers() {
	for m := range f.ments {
		if t := &f.ments[m]; t.pron.person == 1 && t.ent >= 0 && f.ents[t.ent].kind == State {
			f.newEntity(int32(m))
		}
	}
}

// chainOf is the entity that stands for e and all that were merged with it; e
// itself before chain has begun.
func (f *finder) chainOf(e int32) int32 {
	for int(e) < len(f.merged) && f.merged[e] != e {
		f.merged[e] = f.merged[f.merged[e]]
		e = f.merged[e]
	}
	return e
}

// merge makes the mentions m and a of one party, unless the roster or their
// names tell them apart.
func (f *finder) merge(m, a int32) {
	e, g := f.chainOf(f.ments[m].ent), f.chainOf(f.ments[a].ent)
	if e == g {
		return
	}
	if x, y := f.ents[e].entry, f.ents[g].entry; x != nil && y != nil && x != y {
		return
	}
	if f.starts[g] > f.starts[e] {
		e, g = g, e
	}
	f.merged[e] = g
	if f.ents[g].entry == nil {
		f.ents[g].entry = f.ents[e].entry
	}
}

// starting tells whether mention m is the first of its party so far.
func (f *finder) starting(m int32) bool {
	return f.starts[f.chainOf(f.ments[m].ent)] == m
}

// chainSpeakers ties "we", "us" and "our" of one speaker together.
func (f *finder) chainSpeakers() {
	f.owners = f.owners[:0] // the first "we" of each speaker
	for m := range f.ments {
		t := &f.ments[m]
		if t.pron.person != 1 || t.num != plural || t.ent < 0 {
			continue
		}
		speaker := f.voiceOf(t.head)
		known := false
		for _, o := range f.owners {
			if f.voiceOf(f.ments[o].head) == speaker {
				f.merge(int32(m), o)
				known = true
				break
			}
		}
		if !known {
			f.owners = append(f.owners, int32(m))
		}
	}
	f.owners = f.owners[:0]
}

// voiceOf is the entity of who says token i in a quotation, -1 when the text
// itself or somebody unknown does.
func (f *finder) voiceOf(i int32) int32 {
	if q := f.quoteOf[i]; q >= 0 {
		if s := f.speakerOf(q); s >= 0 {
			return f.ments[s].ent
		}
	}
	return -1
}

// chainPredicates ties "a city" to York in "York is a city", and an apposition
// to what it stands by.
func (f *finder) chainPredicates() {
	for m := range f.ments {
		t := &f.ments[m]
		if t.ent < 0 {
			continue
		}
		if a := f.described(int32(m)); a >= 0 && f.ments[a].ent >= 0 && sameSort(t, &f.ments[a]) {
			f.merge(int32(m), a)
		}
	}
}

// described is the mention that mention m is an apposition or a predicate of, -1
// when it is none.
func (f *finder) described(m int32) int32 {
	d := f.doc
	t := &f.ments[m]
	s := int32(-1)
	switch {
	case d.Label[t.head] == english.Appos && d.Head[t.head] >= 0:
		s = d.Head[t.head]
		if t.form == nameForm && f.mentOf[s] >= 0 && f.ments[f.mentOf[s]].form == nameForm {
			return -1 // "Aberdeen, Scotland"
		}
	case t.form == nounForm && f.hasKid(t.head, english.Cop) && !f.denied(t.head):
		s = f.kid(t.head, english.Nsubj)
	}
	if s < 0 || f.mentOf[s] < 0 || f.mentOf[s] == m || f.ments[f.mentOf[s]].head != s {
		return -1
	}
	return f.mentOf[s]
}

// denied tells whether a predicate is negated.
func (f *finder) denied(i int32) bool {
	for k := f.firstKid[i]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Advmod && (f.doc.Lemma[k] == "not" || f.doc.Lemma[k] == "never") {
			return true
		}
	}
	return false
}

// sameSort tells whether two mentions can be of one party by kind and number.
func sameSort(t, o *ment) bool {
	one := (t.num == plural) == (o.num == plural) || t.num == anyNumber || o.num == anyNumber
	switch {
	case t.kind == o.kind:
		return one
	case t.kind == Place && o.kind == State, t.kind == State && o.kind == Place:
		return one
	case t.kind == Body && o.kind == People, t.kind == People && o.kind == Body:
		return true
	}
	return false
}

// chainNouns ties a common noun to the same noun before it, when its words say
// nothing that the earlier ones did not.
func (f *finder) chainNouns() {
	for m := range f.ments {
		t := &f.ments[m]
		if t.form != nounForm || t.ent < 0 || t.indef || t.kind == Other || !f.starting(int32(m)) {
			continue
		}
		if a := f.sameNoun(int32(m)); a >= 0 {
			f.merge(int32(m), a)
		}
	}
}

// nounReach is how many sentences back the same noun is looked for, and
// bareReach where it has no article.
const (
	nounReach = 20
	bareReach = 4
)

// sameNoun is the nearest mention before m with its noun that m can speak of
// again, -1 when there is none.
func (f *finder) sameNoun(m int32) int32 {
	t := &f.ments[m]
	d := f.doc
	span := int32(nounReach)
	if !t.def && t.kind != Place {
		span = bareReach
	}
	first, _ := f.around(m)
	for a := m - 1; a >= first && t.sent-f.ments[a].sent <= span; a-- {
		o := &f.ments[a]
		if o.form != nounForm || o.ent < 0 || d.Lemma[o.head] != d.Lemma[t.head] || d.Tag[o.head] != d.Tag[t.head] {
			continue
		}
		if !sameSort(t, o) || f.inside(o.head, m) || f.inside(t.head, a) || t.sent == o.sent && f.coArguments(t.head, o.head) {
			continue
		}
		if t.def && f.says(o.head, t.head) || !t.def && f.plainNoun(o.head) && f.plainNoun(t.head) {
			return a
		}
		if !t.def {
			return -1
		}
	}
	return -1
}

// says tells whether a phrase has all the modifiers of another.
func (f *finder) says(whole, part int32) bool {
	for k := f.firstKid[part]; k >= 0; k = f.nextKid[k] {
		if f.modifies(k) && !f.hasModifier(whole, k) {
			return false
		}
	}
	return true
}

// plainNoun tells whether a noun has no modifier and no article.
func (f *finder) plainNoun(i int32) bool {
	for k := f.firstKid[i]; k >= 0; k = f.nextKid[k] {
		if f.modifies(k) || f.doc.Label[k] == english.Det {
			return false
		}
	}
	return true
}

// modifies tells whether token k says which thing its noun is.
func (f *finder) modifies(k int32) bool {
	switch f.doc.Label[k] {
	case english.Amod, english.Compound, english.Nmod, english.NmodPoss, english.NmodDesc, english.NmodUnmarked, english.Nummod,
		english.ACL, english.ACLRelcl, english.Flat:
		return true
	}
	return false
}

// hasModifier tells whether the noun at token i has the modifier k of another;
// possessives agree when they speak of one party.
func (f *finder) hasModifier(i, k int32) bool {
	d := f.doc
	for j := f.firstKid[i]; j >= 0; j = f.nextKid[j] {
		if !f.modifies(j) {
			continue
		}
		if d.Lemma[j] == d.Lemma[k] && d.Pos[k] != english.PRON {
			return true
		}
		if a, b := f.mentOf[j], f.mentOf[k]; d.Label[j] == english.NmodPoss && d.Label[k] == english.NmodPoss && a >= 0 && b >= 0 &&
			f.ments[a].ent >= 0 && f.ments[b].ent >= 0 && f.chainOf(f.ments[a].ent) == f.chainOf(f.ments[b].ent) {
			return true
		}
	}
	return false
}

// sortNames says what kind of party a name is that was left open: that of the
// other mentions of it, else what its words and the phrases around any of its
// mentions tell.
func (f *finder) sortNames() {
	f.kinds = append(f.kinds[:0], make([][Pronoun]int32, len(f.ents))...)
	for m := range f.ments {
		t := &f.ments[m]
		if t.form == nounForm && t.kind != Other {
			if a := f.described(int32(m)); a >= 0 && f.ments[a].ent >= 0 && f.ments[a].kind == Other {
				f.kinds[f.ments[a].ent][t.kind] += 4
			}
		}
		if t.form != nameForm || t.ent < 0 || t.nameFirst == t.nameLast {
			continue
		}
		if t.kind != Other {
			f.kinds[t.ent][t.kind] += 4
			continue
		}
		f.kinds[t.ent][f.guessName(t)]++
	}
	for m := range f.ments {
		t := &f.ments[m]
		if t.kind != Other || t.form != nameForm || t.ent < 0 {
			continue
		}
		best := Other
		for k := State; k < Pronoun; k++ {
			if n := f.kinds[t.ent][k]; n > 0 && n > f.kinds[t.ent][best]*int32(min(best, 1)) {
				best = k
			}
		}
		t.kind = best
	}
}

// guessName is what the surroundings of a name make it.
func (f *finder) guessName(t *ment) Kind {
	d := f.doc
	if _, given := f.genderOf(d.Word(int(t.nameFirst))); given {
		return Person
	}
	switch f.caseOf(t.head) {
	case "in", "at", "near", "across", "around", "outside", "inside", "throughout":
		return Place
	case "by":
		return Person
	}
	if h := d.Head[t.head]; h >= 0 && d.Label[t.head] == english.Nsubj && d.Pos[h] == english.VERB && !f.hasKid(t.head, english.Det) {
		return Person
	}
	return Other
}

// othersOwn tells whether the possessives of two nouns are of two parties: "my
// father" is not "her father".
func (f *finder) othersOwn(i, j int32) bool {
	a, b := f.kid(i, english.NmodPoss), f.kid(j, english.NmodPoss)
	if a < 0 || b < 0 || f.mentOf[a] < 0 || f.mentOf[b] < 0 {
		return false
	}
	x, y := f.ments[f.mentOf[a]].ent, f.ments[f.mentOf[b]].ent
	return x != y || x < 0
}
