package who

import (
	"demarche/english"
	"demarche/plover"
)

// resolve names mention m and all mentions that its naming rests on.
func (f *finder) resolve(m int32) {
	t := &f.ments[m]
	if t.state != waiting {
		return
	}
	t.state = underway
	switch {
	case t.form == pronounForm:
		f.resolvePronoun(m)
	case t.form == adjectiveForm || t.atom >= 0 && t.kind != Person:
		f.resolveAtom(m)
	case t.kind == Person && t.form == nameForm:
		f.resolvePerson(m)
	case t.form == nameForm:
		f.resolveName(m)
	default:
		f.resolveNoun(m)
	}
	t = &f.ments[m]
	t.state = settled
	if t.ent >= 0 {
		e := &f.ents[t.ent]
		e.last = max(e.last, m)
		if e.lo == e.hi {
			e.lo, e.hi = t.lo, t.hi
		}
	}
}

// setOne gives mention m one identity.
func (f *finder) setOne(m int32, id Identity) {
	t := &f.ments[m]
	t.lo = int32(len(f.ids))
	f.ids = append(f.ids, id)
	t.hi = t.lo + 1
}

// copyWho gives mention m the identities of another stretch of the list.
func (f *finder) copyWho(m, lo, hi int32) {
	f.ments[m].lo, f.ments[m].hi = lo, hi
}

// who are the identities of mention m.
func (f *finder) who(m int32) []Identity { return f.ids[f.ments[m].lo:f.ments[m].hi] }

// resolveAtom names a state, a seat of power, a body or its adjective.
func (f *finder) resolveAtom(m int32) {
	t := &f.ments[m]
	sense := *f.senseOf(t)
	id := sense.On(f.day)
	if t.why.rule == byNothing {
		t.why = why{byRoster, -1}
	}
	switch {
	case t.kind == People:
		id.Name, id.Office, id.Member = "", "", ""
		id.Sector = "CVL"
		if s := f.modifierSector(t); s != "" {
			id.Sector = s
		} else if t.def && !f.hasKid(t.head, english.Nummod) && (sense.Form != Adjective) {
			id.Sector = "GOV" // "the Americans": their side at a table
		}
	case t.form == adjectiveForm || t.role == modifierRole:
		id.Sector = f.sectorBefore(t, id.Sector)
	case sense.Entry.Kind == State:
		if f.isPlaceHere(t, sense.Form) {
			t.kind = Place
		}
	default:
		if t.same >= 0 && id.Country == "" {
			f.resolve(t.same)
			if who := f.who(t.same); len(who) == 1 {
				id.Country = who[0].Country
			}
		}
	}
	if id.Country == "" {
		if owner, ok := f.ownerCountry(m); ok {
			id.Country = owner
		}
	} else if t.kind == Body && stateSector(id.Sector) {
		if owner, ok := f.ownerCountry(m); ok && isState(owner) && owner != id.Country {
			// "the Supreme Court of Nepal", under a name known of elsewhere
			id = Identity{Country: owner, Sector: id.Sector, Member: id.Member}
			f.newEntity(m)
		}
	}
	f.setOne(m, id)
}

// ownerCountry is the country of the first owner of a phrase.
func (f *finder) ownerCountry(m int32) (string, bool) {
	base := len(f.owners)
	f.ownersOf(m)
	defer func() { f.owners = f.owners[:base] }()
	for _, o := range f.owners[base:] {
		f.resolve(o)
		for _, id := range f.who(o) {
			if id.Country != "" {
				return id.Country, true
			}
		}
	}
	return "", false
}

// sectorBefore is the sector of a country whose name or adjective stands before
// a noun: its military before an act of force, else its government.
func (f *finder) sectorBefore(t *ment, s plover.Sector) plover.Sector {
	h := f.doc.Head[t.head]
	if s != "GOV" || h < 0 {
		return s
	}
	if n, ok := f.nounAt(h); ok && (n.kind == actNoun || n.sector == "MIL") {
		return "MIL"
	}
	for k := f.firstKid[h]; k >= 0 && k < h; k = f.nextKid[k] {
		if f.nouns.modifiers[f.doc.Lemma[k]] == "MIL" {
			return "MIL"
		}
	}
	return s
}

// isPlaceHere tells whether the name of a state or city is where something is
// rather than who acts.
func (f *finder) isPlaceHere(t *ment, form Form) bool {
	d := f.doc
	head := t.head
	if d.Label[head] == english.Conj && d.Head[head] >= 0 && f.caseOf(head) == "" {
		for d.Label[head] == english.Conj && d.Head[head] >= 0 {
			head = d.Head[head]
		}
	}
	switch f.caseOf(head) {
	case "in", "at", "near", "across", "inside", "outside", "around", "throughout", "within", "over", "off", "into", "through", "beyond":
		return true
	case "to", "from", "toward", "towards":
		h := d.Head[head]
		if h < 0 {
			return false
		}
		if form == Capital || form == Seat || d.Label[head] == english.Obl {
			return motion[d.Lemma[h]] && (form == Capital || form == Seat)
		}
	case "":
		// "Damascus, Syria" and a dateline
		if d.Label[head] == english.Appos || d.Label[head] == english.NmodUnmarked || d.Label[head] == english.NmodDesc {
			if h := d.Head[head]; h >= 0 && f.mentOf[h] >= 0 && f.ments[f.mentOf[h]].kind == Place {
				return true
			}
		}
	}
	if d.Label[head] == english.Nmod && f.caseOf(head) == "of" {
		h := d.Head[head]
		return h >= 0 && placeWord[d.Lemma[h]]
	}
	return false
}

// motion are verbs whose "to" and "from" name places.
var motion = map[string]bool{
	"go": true, "travel": true, "fly": true, "return": true, "arrive": true, "head": true, "come": true, "move": true,
	"drive": true, "sail": true, "walk": true, "march": true, "advance": true, "flee": true, "leave": true, "depart": true,
	"land": true, "deport": true, "evacuate": true, "relocate": true, "trip": true, "flight": true, "journey": true, "be": true,
	"bring": true, "transfer": true, "transport": true,
}

// placeWord are nouns whose "of" names a place.
var placeWord = map[string]bool{
	"city": true, "town": true, "north": true, "south": true, "east": true, "west": true, "part": true, "area": true,
	"coast": true, "outskirt": true, "centre": true, "center": true, "province": true, "region": true, "suburb": true,
	"district": true, "village": true, "capital": true, "port": true, "border": true, "northwest": true, "northeast": true,
	"southwest": true, "southeast": true, "street": true, "airspace": true, "soil": true, "territory": true,
}

// resolveName names a body, a place or another name that the roster does not hold.
func (f *finder) resolveName(m int32) {
	t := &f.ments[m]
	if t.ent >= 0 {
		if e := &f.ents[t.ent]; e.lo < e.hi {
			f.copyWho(m, e.lo, e.hi)
			if e.kind != Other {
				t.kind = e.kind
			}
			return
		}
		if full := f.ents[t.ent].full; full != m && f.ments[full].state == waiting {
			f.resolve(full)
			t = &f.ments[m]
			f.copyWho(m, f.ments[full].lo, f.ments[full].hi)
			t.kind = f.ments[full].kind
			return
		}
	}
	if t.ent >= 0 && f.ents[t.ent].kind == State && f.ents[t.ent].entry != nil {
		t.kind = State
		f.setOne(m, f.ents[t.ent].entry.On(f.day))
		return
	}
	name := f.doc.Words(int(t.nameFirst), int(t.nameLast))
	if two, ok := twins[name]; ok {
		lo := int32(len(f.ids))
		for _, code := range two {
			f.ids = append(f.ids, Identity{Country: code, Sector: "GOV", Member: "state"})
		}
		f.copyWho(m, lo, lo+2)
		t.kind, t.num = State, plural
		if t.ent >= 0 {
			f.ents[t.ent].kind, f.ents[t.ent].num = State, plural
		}
		return
	}
	if t.noun.kind == noNoun {
		if c := f.countryOfPlace(t); c != "" {
			t.kind = Place
			t.why = why{byGazetteer, -1}
			f.setOne(m, Identity{Country: c})
			return
		}
	}
	if t.kind == Place || t.kind == Other {
		if c, ok := f.ownerCountry(m); ok && t.kind == Place {
			f.setOne(m, Identity{Country: c})
		} else if t.kind == Other {
			f.resolveThing(m)
		}
		return
	}
	if t.nameLast-t.nameFirst == 1 && allCaps(name) {
		for a := m - 1; a >= 0; a-- {
			// "the ISF" of "Iraqi security forces"
			o := &f.ments[a]
			if o.kind == Body && o.form == nounForm && o.state == settled && o.lo < o.hi && f.initials(name, o.first, o.head+1, true) {
				f.refer(m, a, byInitials)
				return
			}
		}
	}
	f.describe(m)
	if t.lo == t.hi {
		id := f.classOf(t)
		if t.same >= 0 && f.ments[t.same].form == nounForm {
			f.fromTitle(t.same, &id)
		}
		if id.Country == "" {
			id.Country = t.noun.code
		}
		if id.Country == "" && stateSector(id.Sector) {
			id.Country = f.home
		}
		f.setOne(m, id)
		t = &f.ments[m]
	}
	for i := t.lo; i < t.hi; i++ {
		if f.ids[i].Name == "" && t.kind == Body {
			f.ids[i].Name = name
		}
	}
}

// stateSector tells the sectors of bodies that belong to a state.
func stateSector(s plover.Sector) bool {
	switch s {
	case "GOV", "MIL", "COP", "SPY", "LEG", "JUD":
		return true
	}
	return false
}

// resolveThing gives a noun that stands for no party the identities of whose it
// is, and says so by its kind.
func (f *finder) resolveThing(m int32) {
	base := len(f.owners)
	t := &f.ments[m]
	for k := t.first; k < t.head; k++ {
		if o := f.mentOf[k]; o >= 0 && o != m && f.ments[o].head == k && f.directOwner(o, m) {
			f.owners = append(f.owners, o)
		}
	}
	f.unite(m, base)
	if t := &f.ments[m]; t.lo < t.hi {
		t.why = why{byOwner, f.ments[f.owners[base]].head}
	}
	f.owners = f.owners[:base]
}

// unite gives mention m the identities of the mentions on the stack from base.
func (f *finder) unite(m int32, base int) {
	if len(f.owners) == base {
		return
	}
	for _, o := range f.owners[base:] {
		f.resolve(o)
	}
	if len(f.owners) == base+1 {
		o := f.owners[base]
		f.copyWho(m, f.ments[o].lo, f.ments[o].hi)
		return
	}
	lo := int32(len(f.ids))
	for _, o := range f.owners[base:] {
		for _, id := range f.who(o) {
			f.addOnce(lo, id)
		}
	}
	f.copyWho(m, lo, int32(len(f.ids)))
}

// addOnce adds an identity to those from lo on unless it stands there.
func (f *finder) addOnce(lo int32, id Identity) {
	for _, have := range f.ids[lo:] {
		if have.Name == id.Name && have.Country == id.Country && have.Sector == id.Sector {
			return
		}
	}
	f.ids = append(f.ids, id)
}

// classOf is what the words of a phrase alone tell: the class of its noun and
// the sector that a word before the noun gives it.
func (f *finder) classOf(t *ment) Identity {
	id := Identity{Sector: t.noun.sector, Member: t.noun.member}
	if t.noun.kind == noNoun || t.noun.kind == stateNoun {
		if t.noun.kind == stateNoun {
			id.Member = "state"
		}
		return id
	}
	if t.former && t.noun.kind == officeNoun {
		id.Sector = "ELI"
		return id
	}
	if s := f.modifierSector(t); s != "" {
		id.Sector = s
	}
	return id
}

// modifierSector is the sector that a word before the noun gives it, "" when
// none does.
func (f *finder) modifierSector(t *ment) plover.Sector {
	n := &t.noun
	if n.kind == officeNoun && (n.member == "minister" || n.member == "envoy") || n.kind == stateNoun {
		return ""
	}
	at := t.nounAt
	if at < 0 {
		at = t.head
	}
	first := t.first
	if first > 0 && f.sentOf[first-1] == t.sent && (f.doc.Tag[first-1] == english.TagVBN || f.doc.Tag[first-1] == english.TagJJ) {
		first-- // a participle that the tree takes for a verb: "deported Colombians"
	}
	for k := first; k < at; k++ {
		if f.atomOf[k] >= 0 {
			continue
		}
		f.buf = appendLower(f.buf[:0], f.doc.Word(int(k)))
		s, ok := f.nouns.modifiers[string(f.buf)]
		if !ok {
			s, ok = f.nouns.modifiers[f.doc.Lemma[k]]
		}
		if !ok {
			continue
		}
		switch {
		case s == "ELI", s == "MIL" && string(f.buf) == "armed" && n.sector == "CRM":
			continue // "armed gangs" are no army
		case n.member == "head-of-state":
			if !stateSector(s) && k == at-1 {
				return s // "union president"
			}
			continue
		case n.kind == officeNoun && string(f.buf) == "security", n.sector == "CVL" && s == "MIL":
			continue
		case (n.sector == "MIL" || n.sector == "REB") && s == "OPP":
			return "REB" // "opposition forces"
		case n.member == "spokesperson" || n.kind != officeNoun || n.joins || n.sector == "MIL":
			return s
		}
	}
	return ""
}

// describe names a phrase from its noun and its owners; it leaves the mention
// without identities when there is no owner.
func (f *finder) describe(m int32) {
	base := len(f.owners)
	f.ownersOf(m)
	t := &f.ments[m]
	if len(f.owners) == base && (t.noun.joins || t.noun.member == "spokesperson") {
		f.complements(m, agency)
	}
	if len(f.owners) == base && t.noun.kind == thingNoun {
		f.complements(m, agency)
	}
	f.dropPronouns(base)
	f.companionsOf(m, base)
	for _, o := range f.owners[base:] {
		f.resolve(o)
	}
	class := f.classOf(t)
	lo := int32(len(f.ids))
	var from int32 = -1
	for _, o := range f.owners[base:] {
		if t.noun.kind == stateNoun && f.ments[o].noun.kind == personNoun && f.ments[o].role == modifierRole {
			continue // "member states"
		}
		for i := f.ments[o].lo; i < f.ments[o].hi; i++ {
			owner := f.ids[i]
			if owner.Country == "" && owner.Sector == "" {
				continue
			}
			if from < 0 {
				from = f.ments[o].head
			}
			id := f.owned(t, class, owner, f.ments[o].kind == Body)
			if f.doc.Head[t.head] == f.ments[o].head && f.doc.Label[t.head] == english.Conj {
				f.ids[i].Sector, f.ids[i].Name = id.Sector, "" // the first of "US and British forces"
			}
			f.addOnce(lo, id)
		}
	}
	f.owners = f.owners[:base]
	if hi := int32(len(f.ids)); hi > lo {
		f.copyWho(m, lo, hi)
		f.ments[m].why = why{byOwner, from}
	}
}

// owned is the identity of a described party that belongs to another.
func (f *finder) owned(t *ment, class, owner Identity, body bool) Identity {
	id := class
	id.Country = owner.Country
	n := &t.noun
	stateOwner := !body && (owner.Sector == "GOV" && owner.Name == "" || owner.Sector == "" && owner.Name == "")
	switch {
	case n.kind == stateNoun:
		return Identity{Country: owner.Country, Sector: "GOV", Member: "state"}
	case t.former && n.kind == officeNoun:
	case !stateOwner && (n.joins || n.owned || n.chief || n.sector == "") && owner.Sector != "" && class.Sector == n.sector:
		id.Sector = owner.Sector
		if owner.Sector == "GOV" && n.sector != "" && n.owned {
			id.Sector = n.sector // "the Pentagon's troops"
		}
		if owner.Sector == "CVL" && n.sector == "MIL" {
			id.Sector = n.sector
		}
	case owner.Country == "UNO" && owner.Sector == "" && n.kind == officeNoun:
		id.Sector = ""
	case n.sector == "" && class.Sector == "" && n.kind == personNoun:
		id.Sector = "GOV" // "our Turkish allies"
	case !stateOwner && owner.Sector == "" && !isState(owner.Country) && (n.joins || n.owned || n.sector == ""):
		id.Sector = ""
		if n.sector == "MIL" {
			id.Sector = "MIL"
		}
	}
	if n.kind == officeNoun && t.num != plural && isState(owner.Country) && !t.former {
		f.holder(t, &id, owner)
	}
	return id
}
