package who

import "demarche/english"

// Which names of a report are one party: full names, short ones after them,
// halves of states, initials.

// settleNames gives every mention that holds a name its entity, all over the
// text: the same entry of the roster, the same words, a part of a fuller name
// or its initials.
func (f *finder) settleNames() {
	for i := range f.ments {
		t := &f.ments[i]
		if t.form == pronounForm || t.form == nounForm {
			continue
		}
		if t.atom >= 0 {
			f.settleAtom(int32(i))
		} else if t.nameLast > t.nameFirst && t.nameLast-t.nameFirst >= 2 {
			f.settleFullName(int32(i))
		}
	}
	for i := range f.ments {
		t := &f.ments[i]
		if t.form == nameForm && t.ent < 0 && t.nameLast > t.nameFirst {
			f.settleShortName(int32(i))
		}
	}
}

// settleAtom finds the entity of a name of the roster.
func (f *finder) settleAtom(m int32) {
	t := &f.ments[m]
	sense := f.senseOf(t)
	t.why = why{byRoster, -1}
	if t.kind == People {
		return
	}
	if t.kind == Person && sense.Form == Short {
		e := f.personNamed(t)
		if e >= 0 && f.ents[e].entry == nil && sense.Entry.Rank >= 3 && !f.sameWord(t.nameFirst, f.ments[f.ents[e].full].nameLast-1) {
			e = -1 // a leader whose family name comes first and is another's too
		}
		if e >= 0 {
			f.join(m, e)
			t.why = why{byShortName, f.ments[f.ents[e].full].head}
			return
		}
	}
	if sense.Form == Acronym && sense.Entry.Kind == Body {
		// The text may use the letters for a name of its own.
		first, last := f.around(m)
		for i := first; i < last; i++ {
			o := &f.ments[i]
			if o.form == nameForm && o.kind == Body && i != m && f.initialsOf(t, o) && (o.atom < 0 || f.senseOf(o).Entry != sense.Entry) {
				if o.ent < 0 {
					if o.atom < 0 {
						f.settleFullName(i)
					} else {
						f.settleAtom(i)
					}
				}
				t.atom = -1
				f.join(m, o.ent)
				t.why = why{byInitials, o.head}
				return
			}
		}
	}
	for e := len(f.ents) - 1; e >= f.lately(); e-- {
		if f.ents[e].entry == sense.Entry {
			f.join(m, int32(e))
			return
		}
	}
	e := f.newEntity(m)
	f.ents[e].entry = sense.Entry
}

// personNamed is the entity of the nearest fuller name in the text that a
// surname is part of, -1 when there is none.
func (f *finder) personNamed(t *ment) int32 {
	best, bestGap := int32(-1), int32(1<<30)
	first, last := f.around(max(0, f.mentOf[t.head]))
	for i := first; i < last; i++ {
		o := &f.ments[i]
		if o.kind != Person || o.nameLast-o.nameFirst < 2 || o.head == t.head || !f.shortens(t, o) {
			continue
		}
		if o.nameLast-o.nameFirst <= t.nameLast-t.nameFirst {
			continue // as short itself: neither says who the other is
		}
		gap := t.head - o.head
		if gap < 0 {
			gap = 10000 - gap // a name that comes later is the second choice
		}
		if o.ent < 0 {
			if o.atom < 0 {
				f.settleFullName(i)
			} else {
				f.settleAtom(i)
			}
		}
		if gap < bestGap && !(t.gen != anyGender && !t.gen.agrees(o.gen)) {
			best, bestGap = o.ent, gap
		}
	}
	return best
}

// shortens tells whether the one word or the words of short name the person
// whose full name is that of long: its last word, or its first one where family
// names stand first, or all but a middle name.
func (f *finder) shortens(short, long *ment) bool {
	d := f.doc
	n := short.nameLast - short.nameFirst
	if n == 1 {
		w := short.nameFirst
		if f.sameWord(w, long.nameLast-1) || long.nameLast-long.nameFirst > 2 && nameSuffix(d.Word(int(long.nameLast-1))) && f.sameWord(w, long.nameLast-2) {
			return true
		}
		if f.sameWord(w, long.nameFirst) {
			_, given := f.genderOf(d.Word(int(w)))
			return long.nameLast-long.nameFirst == 3 || !given || long.atom >= 0
		}
		return false
	}
	// the last word and the first one agree: "Kim Jong-un" and "Kim Jong Un"
	return f.sameWord(short.nameLast-1, long.nameLast-1) && f.sameWord(short.nameFirst, long.nameFirst)
}

// nameSuffix tells what follows a surname in some names.
func nameSuffix(w string) bool {
	switch w {
	case "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV":
		return true
	}
	return false
}

// sameWord compares two tokens by their base letters, the article of Arabic
// names left out.
func (f *finder) sameWord(a, b int32) bool {
	return f.lastPiece(a) == f.lastPiece(b)
}

func (f *finder) lastPiece(i int32) uint64 {
	w := f.doc.Word(int(i))
	var hash uint64
	for k := 0; k < len(w); {
		h, first, end := piece(w, k)
		if first == len(w) {
			break
		}
		hash, k = h, end
	}
	return hash
}

// settleFullName finds the entity of a name of several words that the roster
// does not hold.
func (f *finder) settleFullName(m int32) {
	t := &f.ments[m]
	first, last := f.around(m)
	for i := first; i < last; i++ {
		o := &f.ments[i]
		if o.ent < 0 || i == m || o.nameLast-o.nameFirst < 2 || o.form != nameForm {
			continue
		}
		same := f.sameName(t, o) || t.kind == Person && o.kind == Person && (f.shortens(t, o) || f.shortens(o, t))
		if same {
			f.join(m, o.ent)
			t.why = why{byFullName, o.head}
			return
		}
	}
	f.newEntity(m)
	t.why = why{byClass, -1}
}

// sameName compares the words of two names.
func (f *finder) sameName(a, b *ment) bool {
	if a.nameLast-a.nameFirst != b.nameLast-b.nameFirst {
		return false
	}
	for i := range a.nameLast - a.nameFirst {
		if !f.sameWord(a.nameFirst+i, b.nameFirst+i) {
			return false
		}
	}
	return true
}

// settleShortName finds the entity of a name of one word: a surname, the
// initials of a body, or a name of its own.
func (f *finder) settleShortName(m int32) {
	t := &f.ments[m]
	if f.settleHalf(m) {
		return
	}
	if t.nameLast-t.nameFirst == 1 && (t.kind == Person || t.kind == Other || t.kind == Place && t.title < 0) {
		if e := f.personNamed(t); e >= 0 && (t.kind != Place || !location[f.caseOf(t.head)]) {
			t.kind = Person
			f.join(m, e)
			t.why = why{byShortName, f.ments[f.ents[e].full].head}
			return
		}
	}
	first, last := f.around(m)
	for i := first; i < last; i++ {
		o := &f.ments[i]
		if i == m || o.ent < 0 || o.form != nameForm {
			continue
		}
		if o.nameLast > o.nameFirst && f.sameName(t, o) && o.nameLast-o.nameFirst == 1 {
			f.join(m, o.ent)
			t.why = why{byFullName, o.head}
			return
		}
		if t.kind == Body && f.initialsOf(t, o) {
			f.join(m, o.ent)
			t.why = why{byInitials, o.head}
			return
		}
	}
	f.newEntity(m)
	t.why = why{byClass, -1}
}

// settleHalf takes "the North" and "the South" for the half of a divided country
// when the text names one of the halves in full.
func (f *finder) settleHalf(m int32) bool {
	t := &f.ments[m]
	if t.nameLast-t.nameFirst != 1 || !t.def && !(int(t.nameLast) < f.doc.Len() && f.doc.Tag[t.nameLast] == english.TagCC) {
		return false
	}
	half := halfOf(f.doc.Word(int(t.nameFirst)))
	if half == "" {
		return false
	}
	for i := range f.atoms {
		e := f.atoms[i].senses[0].Entry
		if e.Kind != State {
			continue
		}
		name := e.Name
		if other, ok := otherHalf[e.Name]; ok && !hasPrefix(name, half) {
			if o, ok := f.roster.State(other); ok {
				e, name = o, o.Name
			}
		}
		if !hasPrefix(name, half) || len(name) <= len(half) || name[len(half)] != ' ' {
			continue
		}
		t.kind, t.gen, t.num = State, neuter, singular
		t.why = why{byShortName, f.atoms[i].first}
		for k := range f.ents {
			if f.ents[k].entry == e {
				f.join(m, int32(k))
				return true
			}
		}
		f.ents[f.newEntity(m)].entry = e
		return true
	}
	return false
}

func isHalf(w string) bool { return w == "North" || w == "South" || w == "East" || w == "West" }

// smallHalf tells "the north" that acts or is acted on, in a text that names a
// half of Korea: elsewhere it is a part of a country.
func (f *finder) smallHalf(i int32) bool {
	d := f.doc
	if w := d.Word(int(i)); w != "north" && w != "south" || i == 0 || d.Lemma[i-1] != "the" {
		return false
	}
	if f.roleOf(i) > possRole && f.caseOf(i) != "with" && f.caseOf(i) != "against" && f.caseOf(i) != "by" || f.hasKid(i, english.Nmod) {
		return false
	}
	for a := range f.atoms {
		if e := f.atoms[a].senses[0].Entry; e.Kind == State && (e.Name == "North Korea" || e.Name == "South Korea") {
			return true
		}
	}
	return false
}

// halfOf is the word for a half as names have it, "" when the word is none.
func halfOf(w string) string {
	switch w {
	case "North", "north":
		return "North"
	case "South", "south":
		return "South"
	case "East":
		return "East"
	case "West":
		return "West"
	}
	return ""
}

// otherHalf is the code of the other half of a divided country.
var otherHalf = map[string]string{"North Korea": "KOR", "South Korea": "PRK", "East Germany": "DEU", "South Sudan": "SDN"}

// twins are plurals of names that two states share.
var twins = map[string][2]string{"Koreas": {"PRK", "KOR"}, "Congos": {"COD", "COG"}, "Sudans": {"SDN", "SSD"}, "Germanys": {"DEU", "DDR"}}

// initialsOf tells whether an acronym is made of the first letters of a name.
func (f *finder) initialsOf(short, long *ment) bool {
	w := f.doc.Word(int(short.nameFirst))
	if long.nameLast-long.nameFirst < 2 || !allCaps(w) {
		return false
	}
	return f.initials(w, long.nameFirst, long.nameLast, false)
}

// initials tells whether the words of a stretch begin with the letters of an
// acronym; small words count only when asked for.
func (f *finder) initials(acronym string, first, last int32, small bool) bool {
	k := 0
	for i := first; i < last; i++ {
		word := f.doc.Word(int(i))
		if !startsUpper(word) && (!small || f.doc.Pos[i] == english.DET || f.doc.Pos[i] == english.PUNCT) {
			continue
		}
		c := word[0]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if k == len(acronym) || c != acronym[k] {
			return false
		}
		k++
	}
	return k == len(acronym)
}

// newEntity makes an entity of a mention.
func (f *finder) newEntity(m int32) int32 {
	t := &f.ments[m]
	f.ents = append(f.ents, entity{kind: t.kind, gen: t.gen, num: t.num, last: m, count: 1, full: m, noun: t.noun, lemma: f.doc.Lemma[t.head]})
	t.ent = int32(len(f.ents) - 1)
	return t.ent
}

// join adds a mention to an entity.
func (f *finder) join(m, e int32) {
	t, ent := &f.ments[m], &f.ents[e]
	t.ent = e
	ent.count++
	ent.last = max(ent.last, m)
	if ent.gen == anyGender {
		ent.gen = t.gen
	}
	if t.kind != Pronoun && ent.num == anyNumber {
		ent.num = t.num
	}
	if t.form == nameForm && t.nameLast-t.nameFirst > f.ments[ent.full].nameLast-f.ments[ent.full].nameFirst {
		ent.full = m
	}
}
