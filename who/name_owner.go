package who

import "demarche/english"

// ownersOf puts onto the stack the mentions that say whose a phrase is: those
// that stand before its head, else those after "of", "from" and the like.
func (f *finder) ownersOf(m int32) {
	base := len(f.owners)
	t := &f.ments[m]
	until := max(t.head, t.nameFirst)
	for k := t.first; k < until; k++ {
		o := f.mentOf[k]
		if o < 0 || o == m || f.ments[o].head != k || f.colours(o) || f.idle(o) || !f.directOwner(o, m) {
			continue
		}
		f.owners = append(f.owners, o)
	}
	if next := t.head + 1; t.noun.kind == personNoun && t.noun.joins && int(next) < f.doc.Len() && f.sentOf[next] == t.sent {
		if o := f.mentOf[next]; o >= 0 && o != m && f.ments[o].kind == State && f.ments[o].first == next {
			f.owners = append(f.owners, o) // "our ally Turkey"
		}
	}
	if len(f.owners) > base || t.noun.kind == bodyNoun || t.noun.kind == personNoun || t.noun.kind == thingNoun || t.noun.kind == officeNoun {
		f.rowBefore(m)
	}
	if len(f.owners) == base {
		f.complements(m, ownership)
	}
	if len(f.owners) == base && f.athome(m) {
		f.seat(m)
	}
}

// athome tells whether a phrase is of those who sit in their own country: bodies
// of government but embassies and the like, lawmakers and judges.
func (f *finder) athome(m int32) bool {
	t := &f.ments[m]
	switch {
	case abroad[f.doc.Lemma[t.head]] || !stateSector(t.noun.sector) || t.noun.sector == "MIL":
		return false
	case t.noun.kind == officeNoun:
		return t.noun.sector == "LEG" || t.noun.sector == "JUD"
	}
	return t.noun.kind == bodyNoun
}

// abroad are bodies that stand in the capitals of other countries.
var abroad = map[string]bool{
	"embassy": true, "consulate": true, "mission": true, "delegation": true, "office": true, "commission": true, "secretariat": true,
	"bureau": true, "agency": true, "council": true, "tribunal": true,
}

// seat puts onto the stack the capital or country that a body of government sits
// in: "the foreign ministry in Lima", "the junta in Mali".
func (f *finder) seat(m int32) {
	h := f.ments[m].head
	for k := f.firstKid[h]; k >= 0; k = f.nextKid[k] {
		if l := f.doc.Label[k]; l != english.Nmod && l != english.Obl || f.caseOf(k) != "in" {
			continue
		}
		if o := f.mentOf[k]; o >= 0 && o != m && f.ments[o].atom >= 0 && (f.senseOf(&f.ments[o]).Form == Capital || f.ments[o].kind == State && f.senseOf(&f.ments[o]).Form == Name) {
			f.owners = append(f.owners, o)
		}
	}
}

// rowBefore puts onto the stack the countries that stand in a row with the
// first word of a phrase where the tree takes them for parties of their own:
// "US and South Korean forces".
func (f *finder) rowBefore(m int32) {
	d := f.doc
	t := &f.ments[m]
	if d.Label[t.head] != english.Conj || t.noun.code != "" {
		return // "Afghan and coalition forces": a coalition is nobody's
	}
	joined := false
	for k := t.first - 1; k >= 0 && f.sentOf[k] == t.sent; k-- {
		o := f.mentOf[k]
		switch {
		case d.Tag[k] == english.TagCC:
			joined = true
		case d.Tag[k] == english.TagComma && joined:
		case joined && o >= 0 && f.ments[o].kind == State && f.ments[o].atom >= 0 && !f.ments[o].def:
			f.owners = append(f.owners, o)
			k = f.ments[o].first
		default:
			return
		}
	}
}

// idle tells a noun for no party that stands before another and owns nothing:
// "two days later, officials".
func (f *finder) idle(o int32) bool {
	t := &f.ments[o]
	return t.form == nounForm && t.kind == Other && f.doc.Label[t.head] != english.NmodPoss && f.doc.Label[t.head] != english.Compound
}

// colours tells a common noun that stands before another only to say what kind
// it is of: "opposition fighters", "police officers".
func (f *finder) colours(o int32) bool {
	t := &f.ments[o]
	if t.form != nounForm || t.role != modifierRole || startsUpper(f.doc.Word(int(t.head))) && t.head != f.doc.Sents[t.sent].First {
		return false
	}
	_, ok := f.nouns.modifiers[f.doc.Lemma[t.head]]
	return ok || t.noun.kind == personNoun && !t.noun.joins || t.noun.kind == stateNoun
}

// directOwner tells whether mention o before the head of m belongs to it, and
// not to another phrase between the two.
func (f *finder) directOwner(o, m int32) bool {
	d := f.doc
	h := f.ments[o].head
	for steps := 0; steps < 20; steps++ {
		l := d.Label[h]
		h = d.Head[h]
		if h < 0 {
			return true
		}
		p := f.mentOf[h]
		if p == m {
			return l != english.Obl && l != english.Nsubj
		}
		if p >= 0 && p != o && l != english.Conj && f.ments[p].head == h && !f.colours(p) {
			return false
		}
	}
	return false
}

// preposition sets for complements.
var (
	ownership = map[string]bool{"of": true, "from": true}
	agency    = map[string]bool{"for": true, "with": true, "at": true, "within": true, "in": true}
	location  = map[string]bool{"in": true, "at": true, "across": true, "inside": true, "near": true, "throughout": true, "around": true, "outside": true, "on": true}
)

// complements puts onto the stack the mentions that follow the head of m after
// one of the prepositions, with their conjuncts.
func (f *finder) complements(m int32, preps map[string]bool) {
	d := f.doc
	t := &f.ments[m]
	f.complementsAt(t.head, m, preps)
	if t.nounAt >= 0 && t.nounAt != t.head && t.nounAt < int32(d.Len()) {
		f.complementsAt(t.nounAt, m, preps)
	}
}

func (f *finder) complementsAt(h, m int32, preps map[string]bool) {
	d := f.doc
	for k := f.firstKid[h]; k >= 0; k = f.nextKid[k] {
		if l := d.Label[k]; l != english.Nmod && l != english.Obl {
			continue
		}
		if !preps[f.caseOf(k)] {
			continue
		}
		f.pushWithConjuncts(k, m)
		if o := f.mentOf[k]; o >= 0 && f.ments[o].kind == State && f.ments[m].num == plural {
			// "the leaders of Iran and Iraq", the second hung up a step too high
			for c := f.nextKid[k]; c >= 0; c = f.nextKid[c] {
				if p := f.mentOf[c]; d.Label[c] == english.Conj && p >= 0 && f.ments[p].kind == State && f.ments[p].form == nameForm {
					f.owners = append(f.owners, p)
				}
			}
		}
	}
}

func (f *finder) pushWithConjuncts(k, m int32) {
	o := f.mentOf[k]
	if o >= 0 && f.ments[o].form == nounForm && f.ments[o].noun.kind == stateNoun && startsUpper(f.doc.Word(int(k))) {
		return // "Department of State"
	}
	if o >= 0 && o != m {
		f.owners = append(f.owners, o)
	}
	for c := f.firstKid[k]; c >= 0; c = f.nextKid[c] {
		if f.doc.Label[c] == english.Conj {
			if o := f.mentOf[c]; o >= 0 && o != m {
				f.owners = append(f.owners, o)
			}
		}
	}
}

// companions are words for those one stands with: whose friends they are does
// not say who they are.
var companions = map[string]bool{"friend": true, "partner": true, "ally": true, "neighbour": true, "neighbor": true}

// companionsOf takes possessive pronouns off the stack of a word for companions
// and puts the places there that these are in: "our friends in France".
func (f *finder) companionsOf(m int32, base int) {
	if !companions[f.doc.Lemma[f.ments[m].head]] || len(f.owners) == base {
		return
	}
	for _, o := range f.owners[base:] {
		if f.ments[o].form != pronounForm {
			return
		}
	}
	own := len(f.owners)
	f.complements(m, location)
	for _, o := range f.owners[own:] {
		if f.ments[o].kind != State && f.ments[o].kind != Place {
			f.owners = f.owners[:own]
			return
		}
	}
	if len(f.owners) > own {
		f.owners = f.owners[:base+copy(f.owners[base:], f.owners[own:])]
	}
}

// dropPronouns takes possessive pronouns off the stack where a country or body
// stands beside them: "our Turkish allies" are Turkey's.
func (f *finder) dropPronouns(base int) {
	named, pronoun := false, false
	for _, o := range f.owners[base:] {
		t := &f.ments[o]
		pronoun = pronoun || t.form == pronounForm
		named = named || t.form != pronounForm && (t.kind == State || t.kind == Body && (t.form == nameForm || startsUpper(f.doc.Word(int(t.head)))))
	}
	if !pronoun {
		return
	}
	kept := f.owners[:base]
	for _, o := range f.owners[base:] {
		if named == (f.ments[o].form != pronounForm) {
			kept = append(kept, o)
		}
	}
	f.owners = kept
}
