package who

import (
	"demarche/english"
)

// titleWord is the class of a word that may stand before a person's name: an
// office ("minister"), a rank ("Gen.") or a form of address ("Mr").
func (f *finder) titleWord(i int32) (noun, bool) {
	f.buf = appendLower(f.buf[:0], f.doc.Word(int(i)))
	if len(f.buf) == 2 && string(f.buf) == "he" && f.doc.Word(int(i)) != "HE" {
		return noun{}, false
	}
	if i > 0 && f.doc.Tag[i-1] == english.TagHYPH && f.doc.End[i-1] == f.doc.Start[i] {
		return rankOf("GOV"), true // "Secretary-General"
	}
	if n, ok := rankTitles[string(f.buf)]; ok {
		return n, true
	}
	n, ok := f.nounAt(i)
	return n, ok && (n.kind == officeNoun || n.kind == personNoun)
}

// rankAt is the class of an abbreviated title or rank at token i.
func (f *finder) rankAt(i int32) (noun, bool) {
	f.buf = appendLower(f.buf[:0], f.doc.Word(int(i)))
	n, ok := rankTitles[string(f.buf)]
	return n, ok
}

// readName splits the capitalised words around the head of a phrase into title
// and name. A run that ends in a common noun ("Foreign Minister", "Royal Air
// Force") is a described office or body.
func (f *finder) readName(t *ment) {
	d := f.doc
	if (isHalf(d.Word(int(t.head))) || f.smallHalf(t.head)) && t.last == t.head+1 && (t.def && t.first >= t.head-1 || t.first == t.head) {
		t.form, t.nameFirst, t.nameLast = nameForm, t.head, t.last
		return
	}
	from, to := t.head, t.last
	for from > t.first && f.atomOf[from-1] < 0 && f.joinsName(from-1, from) {
		from--
	}
	if d.Pos[t.head] != english.PROPN && from == t.head {
		// "minister Mauricio Jaramillo", headed by the title
		if to > t.head+1 && f.atomOf[t.head+1] >= 0 {
			t.last = t.head + 1
			return
		}
		if to > t.head+1 && f.nameWord(t.head+1) {
			if n, ok := f.titleWord(t.head); ok {
				t.noun, t.nounAt, t.title = n, t.head, t.head
				t.nameFirst, t.nameLast = t.head+1, to
				f.asPerson(t)
			}
		}
		return
	}
	if d.Pos[t.head] != english.PROPN && d.Pos[t.head] != english.X {
		return
	}
	// The last title word with a name after it ends the title.
	name := from
	for k := from; k < to-1; k++ {
		if n, ok := f.titleWord(k); ok && (n.kind == officeNoun || n.sector == "MIL" && k > from) {
			if t.nounAt < 0 || t.noun.sector != "MIL" && (n.kind == officeNoun && n.member != "" || t.noun.kind == noNoun || t.noun.sector == "" || n.sector == "MIL") {
				t.noun, t.nounAt = n, k
			}
			if t.title < 0 {
				t.title = from
			}
			name = k + 1
		}
	}
	for name < to-1 && d.Pos[name] == english.PUNCT {
		name++
	}
	for k := name + 1; k < to-1; k++ {
		// "State Marco Rubio", left over from "Secretary of State Marco Rubio"
		if _, given := f.genderOf(d.Word(int(k))); given && t.title < 0 && f.nameWord(k+1) {
			if _, first := f.genderOf(d.Word(int(name))); !first {
				if _, common := f.nounAt(k - 1); common {
					name = k
				}
			}
			break
		}
	}
	lastNoun, ok := f.nounAt(to - 1)
	if !ok && to-1 != t.head && t.head >= name {
		if n, headIs := f.nounAt(t.head); headIs && n.kind == bodyNoun {
			lastNoun, ok = n, true // "Ministry of ...", "Bank of ..."
		}
	}
	switch {
	case ok && (lastNoun.kind == officeNoun || lastNoun.kind == personNoun) && to-1 >= name && !f.surname(to-1):
		// "Foreign Minister", "Soldiers"
		t.noun, t.nounAt, t.title = lastNoun, to-1, -1
		t.form = nounForm
		if !startsUpper(d.Word(int(t.head))) {
			return
		}
	case ok && (lastNoun.kind == bodyNoun || lastNoun.kind == thingNoun || lastNoun.kind == stateNoun || lastNoun.kind == placeNoun):
		t.noun, t.nounAt, t.title = lastNoun, to-1, -1
		t.form = nounForm
		if to-from > 1 && lastNoun.kind == placeNoun {
			t.form, t.kind = nameForm, Place
			t.nameFirst, t.nameLast = from, to
			t.gen, t.num = neuter, singular
		}
		if to-from > 1 && lastNoun.kind == bodyNoun {
			t.form, t.kind = nameForm, Body
			for from > t.first && f.atomOf[from-1] >= 0 && startsUpper(d.Word(int(from-1))) {
				from-- // "Syrian Democratic Forces"
			}
			t.nameFirst, t.nameLast = from, to
			t.gen, t.num = neuter, anyNumber
		}
	default:
		t.nameFirst, t.nameLast, t.form = name, to, nameForm
		if t.title < 0 {
			first := t.first
			if title := f.titleBefore(t); title >= 0 && (t.noun.kind == officeNoun || t.noun.sector == "MIL" || t.nounAt == t.nameFirst-1 && d.Pos[t.nounAt] == english.NOUN) {
				t.title = title
			} else {
				t.noun, t.nounAt, t.first = noun{}, -1, first
			}
		}
		if t.title >= 0 {
			f.asPerson(t)
		}
	}
}

// surname tells whether a word that may name an office is a name behind a form
// of address: "Ms Bishop", "Mr King", not "Mr President".
func (f *finder) surname(i int32) bool {
	if i == 0 || !startsUpper(f.doc.Word(int(i))) {
		return false
	}
	f.buf = appendLower(f.buf[:0], f.doc.Word(int(i-1)))
	switch string(f.buf) {
	case "mr", "mr.", "ms", "ms.", "mrs", "mrs.", "miss":
	default:
		return false
	}
	f.buf = appendLower(f.buf[:0], f.doc.Word(int(i)))
	switch string(f.buf) {
	case "president", "speaker", "chairman", "chairwoman", "chair", "secretary", "ambassador", "minister", "commissioner", "chancellor", "secretary-general", "vice", "prime":
		return false
	}
	return true
}

// joinsName tells whether token k belongs to the capitalised run that goes on
// at next.
func (f *finder) joinsName(k, next int32) bool {
	d := f.doc
	if d.Tag[k] == english.TagHYPH || d.Pos[k] == english.PUNCT && d.Word(int(k)) == "-" {
		return k > 0 && f.nameWord(k-1) && d.End[k] == d.Start[next]
	}
	if d.Tag[k] == english.TagPOS || d.Pos[k] == english.DET || d.Pos[k] == english.ADP || d.Pos[k] == english.PUNCT {
		return false
	}
	return f.nameWord(k)
}

// asPerson settles that a mention is a person's name.
func (f *finder) asPerson(t *ment) {
	t.form, t.kind, t.num = nameForm, Person, singular
	t.gen = f.firstNameGender(t.nameFirst, t.nameLast)
	if t.gen == anyGender && t.noun.gender != anyGender {
		t.gen = t.noun.gender
	}
	for k := max(t.title, 0); t.title >= 0 && k < t.nameFirst; k++ {
		if n, ok := f.titleWord(k); ok && n.gender != anyGender {
			t.gen = n.gender
		}
	}
}

// titleBefore is where the title before a person's name begins, -1 when there
// is none; it also reads the title's class.
func (f *finder) titleBefore(t *ment) int32 {
	title := int32(-1)
	t.nounAt = -1
	for k := t.nameFirst - 1; k >= 0 && k >= t.nameFirst-6 && f.sentOf[k] == f.sentOf[t.head]; k-- {
		n, ok := f.titleWord(k)
		if ok {
			if t.nounAt < 0 || t.noun.sector != "MIL" && (n.member != "" && t.noun.member == "" || n.sector == "MIL") {
				t.noun, t.nounAt = n, k
			}
			title = k
			if n.gender != anyGender && t.gen == anyGender {
				t.gen = n.gender
			}
			continue
		}
		if title < 0 && !f.titleTail(k) || title >= 0 && !f.nameWord(k) && f.doc.Pos[k] != english.ADJ && f.doc.Pos[k] != english.NOUN {
			break
		}
		if f.atomOf[k] >= 0 {
			break
		}
		if title >= 0 {
			title = k
		}
	}
	if t.nounAt >= 0 {
		t.first = min(t.first, title)
		if f.doc.Pos[t.nounAt] == english.NOUN || f.doc.Pos[t.nounAt] == english.PROPN {
			t.first = min(t.first, f.left(t.nounAt))
		}
	}
	return title
}

// titleTail tells whether a token may stand between the title word and the name:
// "Secretary of State John Kerry", "Minister for Europe Alan Duncan".
func (f *finder) titleTail(k int32) bool {
	d := f.doc
	switch d.Pos[k] {
	case english.ADP:
		w := d.Lemma[k]
		return w == "of" || w == "for"
	case english.PROPN:
		n, ok := f.nounAt(k)
		return !ok || n.kind != personNoun
	case english.DET:
		return d.Lemma[k] == "the"
	case english.NOUN:
		return true
	}
	return false
}

// kindOfName guesses what a name is that neither the roster nor its own words
// tell of.
func (f *finder) kindOfName(t *ment) Kind {
	d := f.doc
	words := t.nameLast - t.nameFirst
	if calendar[d.Word(int(t.nameFirst))] {
		return Other
	}
	if k := t.nameFirst - 1; k >= 0 && f.sentOf[k] == f.sentOf[t.head] && d.Pos[k] == english.NOUN {
		if n, ok := f.nounAt(k); ok && n.kind == bodyNoun {
			t.noun, t.gen, t.num = n, neuter, anyNumber // "oil company Tengri"
			return Body
		}
	}
	if g, ok := f.genderOf(d.Word(int(t.nameFirst))); ok && words >= 2 {
		t.gen, t.num = g, singular
		return Person
	}
	if f.countryOfPlace(t) != "" {
		return Place
	}
	if words == 1 && allCaps(d.Word(int(t.nameFirst))) {
		t.gen, t.num = neuter, anyNumber
		return Body
	}
	switch f.caseOf(t.head) {
	case "in", "at", "near", "across", "around", "outside", "inside", "throughout":
		return Place
	}
	if f.describedAsPerson(t.head) || f.actsLikePerson(t) || f.looksLikePerson(t) {
		t.num = singular
		return Person
	}
	return Other
}

// countryOfPlace asks for the country of a name that may be a place's. Letters
// that stand for a body are not asked for.
func (f *finder) countryOfPlace(t *ment) string {
	if f.namer.places == nil {
		return ""
	}
	name := f.doc.Words(int(t.nameFirst), int(t.nameLast))
	if len(name) < 4 || len(name) < 6 && allCaps(name) {
		return ""
	}
	return f.namer.places(name)
}

// describedAsPerson tells whether an apposition or relative clause speaks of a
// person.
func (f *finder) describedAsPerson(i int32) bool {
	for k := f.firstKid[i]; k >= 0; k = f.nextKid[k] {
		switch f.doc.Label[k] {
		case english.Appos:
			if n, ok := f.nounAt(k); ok && (n.kind == officeNoun || n.kind == personNoun) {
				return true
			}
		case english.ACLRelcl:
			if s := f.kid(k, english.Nsubj); s >= 0 && f.doc.Lemma[s] == "who" {
				return true
			}
		}
	}
	if f.doc.Label[i] == english.Appos && f.doc.Head[i] >= 0 {
		n, ok := f.nounAt(f.doc.Head[i])
		return ok && (n.kind == officeNoun || n.kind == personNoun)
	}
	return false
}

// actsLikePerson tells whether a capitalised name of one to three words is the
// subject of a verb of speech or thought.
func (f *finder) actsLikePerson(t *ment) bool {
	words := t.nameLast - t.nameFirst
	if words > 3 || f.doc.Label[t.head] != english.Nsubj {
		return false
	}
	h := f.doc.Head[t.head]
	return h >= 0 && speechVerb(f.doc.Lemma[h])
}

// looksLikePerson tells a name of two or three plain words without an article.
func (f *finder) looksLikePerson(t *ment) bool {
	d := f.doc
	words := t.nameLast - t.nameFirst
	if words < 2 || words > 3 || t.first < t.nameFirst || f.sentOf[t.head] == 0 {
		return false
	}
	switch d.Label[t.head] {
	case english.Nsubj, english.NsubjPass, english.NmodPoss, english.Appos:
	default:
		return false
	}
	for k := t.nameFirst; k < t.nameLast; k++ {
		w := d.Word(int(k))
		if allCaps(w) || !startsUpper(w) || d.Tag[k] != english.TagNNP {
			return false
		}
		if _, ok := f.nounAt(k); ok {
			return false
		}
	}
	return true
}

func allCaps(w string) bool {
	if len(w) < 2 {
		return false
	}
	letters := 0
	for i := range len(w) {
		switch c := w[i]; {
		case 'A' <= c && c <= 'Z':
			letters++
		case c == '.' || c == '-' || '0' <= c && c <= '9' || c == '&':
		default:
			return false
		}
	}
	return letters >= 2
}

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
