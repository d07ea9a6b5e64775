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
