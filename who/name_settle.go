package who

import (
	"slices"

	"demarche/english"
)

// link ties mentions that the grammar says to be of one party: an apposition
// ("the deputy foreign minister, Mauricio Jaramillo"), a predicate ("Jaramillo
// is the deputy foreign minister"), a title in a phrase of its own.
func (f *finder) link() {
	for i := range f.ments {
		t := &f.ments[i]
		if t.form == pronounForm || t.form == adjectiveForm {
			continue
		}
		h := t.head
		for k := f.firstKid[h]; k >= 0; k = f.nextKid[k] {
			if f.doc.Label[k] != english.Appos || f.mentOf[k] < 0 || f.mentOf[k] == int32(i) {
				continue
			}
			if o := &f.ments[f.mentOf[k]]; f.foreign(t, o) || f.foreign(o, t) {
				continue // "Carter, Iraqi prime minister discuss ..." speaks of two
			}
			f.tie(int32(i), f.mentOf[k])
		}
		if f.hasKid(h, english.Cop) && t.form == nounForm {
			if s := f.kid(h, english.Nsubj); s >= 0 && f.mentOf[s] >= 0 && f.ments[f.mentOf[s]].form == nameForm && !f.hasKid(h, english.Advmod) {
				f.tie(f.mentOf[s], int32(i))
			}
		}
	}
}

// tie makes two mentions describe one another when they can be of one party.
func (f *finder) tie(a, b int32) {
	s, t := &f.ments[a], &f.ments[b]
	if s.same >= 0 || t.same >= 0 || s.kind == State || t.kind == State && t.form == nameForm || s.kind == Place || t.kind == Place {
		return
	}
	if s.kind == Other && s.form == nameForm && t.kind == Person && t.form == nounForm {
		s.kind = Person
	}
	if t.kind == Other && t.form == nameForm && s.kind == Person && s.form == nounForm {
		t.kind = Person
	}
	if s.kind != t.kind && !(s.kind == Body && t.kind == People) && !(s.kind == Other && s.form == nameForm && t.kind == Body) {
		return
	}
	if s.num == plural != (t.num == plural) && s.kind == Person {
		return
	}
	s.same, t.same = b, a
}

// foreign tells whether a person of the roster never served the country that a
// description names.
func (f *finder) foreign(person, described *ment) bool {
	if person.atom < 0 || person.kind != Person || described.form != nounForm {
		return false
	}
	k, ok := f.ownerToken(described)
	terms := f.senseOf(person).Entry.Terms
	if !ok || len(terms) == 0 {
		return false
	}
	country := f.atoms[f.atomOf[k]].senses[0].Entry.Terms[0].Country
	for i := range terms {
		if terms[i].Country == country {
			return false
		}
	}
	return true
}

// resolvePerson names a person: by the roster, by the titles and appositions
// that stand with any mention of the name.
func (f *finder) resolvePerson(m int32) {
	t := &f.ments[m]
	if t.ent < 0 {
		f.newEntity(m)
		t = &f.ments[m]
	}
	if e := &f.ents[t.ent]; e.lo < e.hi {
		f.copyWho(m, e.lo, e.hi)
		return
	}
	e := t.ent
	var id Identity
	entry := f.ents[e].entry
	if entry != nil {
		id = f.personOn(entry, t)
		t.why = why{byRoster, -1}
		if id.Sector == "ELI" && t.title >= 0 && !t.former && !f.partner(t).former && (t.noun.kind == officeNoun && t.noun.sector != "") {
			// The report gives an office that the table ends.
			id.Sector = t.noun.sector
			id.Office, id.Member = f.office(t)
		}
		if c := f.bareTitle(t); c != "" && t.title >= 0 && !t.former && id.Country != c && id.Name != "" {
			// An office of a country that the table does not know them in.
			id = Identity{Name: id.Name, Country: c, Sector: t.noun.sector}
			id.Office, id.Member = f.office(t)
		}
	} else {
		full := &f.ments[f.ents[e].full]
		id.Name = f.doc.Words(int(full.nameFirst), int(full.nameLast))
	}
	if entry == nil || id.Sector == "" || id.Country == "" {
		f.describePerson(e, m, &id)
	}
	f.setOne(m, id)
	f.ents[e].lo, f.ents[e].hi = f.ments[m].lo, f.ments[m].hi
}

// personOn is who a person of the roster was on the day. In a text without a
// date everyone is taken to hold the last office they had.
func (f *finder) personOn(e *Entry, t *ment) Identity {
	if f.set.Dated || len(e.Terms) == 0 {
		return e.On(f.day)
	}
	first, last := f.around(f.mentOf[t.head])
	for i := first; i < last; i++ {
		// The office that the text gives tells when it was written.
		o := &f.ments[i]
		if o.ent != t.ent || o.title < 0 && o.same < 0 || o.former {
			continue
		}
		for _, d := range [...]*ment{o, f.partner(o)} {
			if name, _ := f.office(d); name != "" {
				if term := termOf(e, name); term != nil {
					return e.On(term.From)
				}
			}
		}
	}
	id := e.On(f.day)
	if id.Sector == "ELI" || id.Sector == "" {
		last := &e.Terms[0]
		for i := range e.Terms {
			if e.Terms[i].From >= last.From {
				last = &e.Terms[i]
			}
		}
		id = e.On(last.From)
	}
	return id
}

// partner is the mention that describes the same party as another, else itself.
func (f *finder) partner(o *ment) *ment {
	if o.same >= 0 {
		return &f.ments[o.same]
	}
	return o
}

// describePerson gathers what the mentions of a person tell of country, sector
// and office.
func (f *finder) describePerson(e, m int32, id *Identity) {
	first, last := f.around(m)
	for i := first; i < last; i++ {
		t := &f.ments[i]
		if t.ent != e || t.form == pronounForm {
			continue
		}
		if t.title >= 0 || t.noun.kind == officeNoun || t.noun.kind == personNoun {
			f.fromTitle(i, id)
		}
		if s := t.same; s >= 0 && f.ments[s].form == nounForm && (id.Country == "" || id.Sector == "" || id.Office == "") {
			f.fromTitle(s, id)
			f.ments[m].why = why{byApposition, f.ments[s].head}
		}
		if id.Country == "" || id.Sector == "" {
			f.fromRelative(f.ments[i].head, id)
		}
		if id.Country == "" {
			if c, ok := f.ownerCountry(i); ok {
				id.Country = c
				if id.Sector == "" && f.hasKid(f.ments[i].head, english.NmodPoss) {
					id.Sector = "GOV" // "Colombia's Jaramillo"
				}
				f.ments[m].why = why{byOwner, f.ments[i].head}
			}
		}
	}
	if id.Country == "" && id.Sector != "" && id.Sector != "CVL" {
		c, at := "", int32(-1)
		if f.ments[m].noun.chief || !f.homeSure {
			c, at = f.stateNear(m)
		}
		if c != "" {
			id.Country, f.ments[m].why = c, why{byPlaceNear, at}
		} else if f.home != "" && !f.facing(m, f.home) {
			id.Country, f.ments[m].why = f.home, why{byFrame, -1}
		}
	}
	if id.Country == "" && id.Sector == "" && f.home != "" && f.statedBy(e) {
		id.Country, id.Sector = f.home, "GOV"
		f.ments[m].why = why{byIssuer, -1}
	}
}

// statedBy tells whether the words of an entity are the report itself: what
// follows "X said:" without quotation marks.
func (f *finder) statedBy(e int32) bool {
	for q := range f.quotes {
		if t := &f.quotes[q]; t.statement && t.subject >= 0 {
			if m := f.mentOf[t.subject]; m >= 0 && f.ments[m].ent == e {
				return true
			}
		}
	}
	return false
}

// fill completes an identity with what another one knows.
func (f *finder) fill(id *Identity, from Identity) {
	if id.Country == "" {
		id.Country = from.Country
	}
	if id.Sector == "" {
		id.Sector, id.Other = from.Sector, from.Other
	}
	if id.Office == "" {
		id.Office = from.Office
	}
	if id.Member == "" {
		id.Member = from.Member
	}
}

// fromTitle reads country, sector and office off the title before a name.
func (f *finder) fromTitle(m int32, id *Identity) {
	t := &f.ments[m]
	lo, hi, reason := t.lo, t.hi, t.why
	t.lo, t.hi = 0, 0
	f.describe(m)
	var found Identity
	if t.lo < t.hi {
		found = f.ids[t.lo]
		t.lo, t.hi, t.why = lo, hi, reason
	} else {
		t.lo, t.hi, t.why = lo, hi, reason
		found = f.classOf(t)
		found.Office, _ = f.office(t)
		found.Country = f.bareTitle(t)
	}
	if id.Name != "" {
		found.Name = id.Name
	}
	f.fill(id, found)
	if t.state != settled {
		t.why = why{byTitle, t.nounAt}
	}
}

// bareTitles are offices that, without a country before them, are those of one
// country in English.
var bareTitles = map[string]string{
	"secretary of state": "USA", "secretary of defense": "USA", "defense secretary": "USA", "foreign secretary": "GBR",
	"home secretary": "GBR", "defence secretary": "GBR", "secretary of the": "USA", "treasury secretary": "USA",
	"development secretary": "GBR", "national security adviser": "USA", "fco minister": "GBR", "office minister": "GBR",
	"press secretary": "USA", "attorney general": "USA", "minister for the middle": "GBR", "minister for central asia": "GBR",
	"assistant secretary": "USA", "under secretary": "USA", "deputy secretary": "USA", "presidential envoy": "USA", "special advisor": "USA",
	"minister for europe": "GBR", "minister for africa": "GBR", "minister for asia": "GBR", "minister for the americas": "GBR",
}

// bareTitle is the country that a title alone stands for, "" when it may be that
// of several.
func (f *finder) bareTitle(t *ment) string {
	d := f.doc
	if t.nounAt < 0 || t.noun.kind != officeNoun {
		return ""
	}
	first, last := d.Sents[t.sent].First, d.Sents[t.sent].Last
	for _, window := range [...]struct{ from, to int32 }{
		{t.nounAt - 1, t.nounAt + 1}, {t.nounAt, t.nounAt + 3}, {t.nounAt, t.nounAt + 4}, {t.nounAt - 2, t.nounAt + 1},
	} {
		if window.from < first || window.to > last {
			continue
		}
		f.buf = f.buf[:0]
		for k := window.from; k < window.to; k++ {
			if len(f.buf) > 0 {
				f.buf = append(f.buf, ' ')
			}
			f.buf = appendLower(f.buf, d.Word(int(k)))
		}
		if c := bareTitles[string(f.buf)]; c != "" {
			return c
		}
	}
	return ""
}

// fromRelative reads "X, who heads the army".
func (f *finder) fromRelative(i int32, id *Identity) {
	for k := f.firstKid[i]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] != english.ACLRelcl && f.doc.Label[k] != english.ACL {
			continue
		}
		switch f.doc.Lemma[k] {
		case "head", "lead", "command", "run", "chair", "represent", "direct", "control", "advise":
			if o := f.kid(k, english.Obj); o >= 0 && f.mentOf[o] >= 0 {
				f.resolve(f.mentOf[o])
				if who := f.who(f.mentOf[o]); len(who) > 0 {
					from := who[0]
					from.Name, from.Office, from.Member = "", "", ""
					f.fill(id, from)
				}
			}
		}
	}
}

// resolveNoun names a described party: "the foreign ministry", "rebels",
// "the two leaders", "the group".
func (f *finder) resolveNoun(m int32) {
	t := &f.ments[m]
	if t.same >= 0 && t.kind != Other {
		s := &f.ments[t.same]
		if s.form == nameForm && s.state == waiting {
			f.resolve(t.same)
			t, s = &f.ments[m], &f.ments[f.ments[m].same]
			if s.ent >= 0 {
				f.join(m, s.ent)
			}
			f.copyWho(m, s.lo, s.hi)
			t.why = why{byApposition, s.head}
			return
		}
		if s.form == nameForm && s.state == settled {
			f.join(m, s.ent)
			f.copyWho(m, s.lo, s.hi)
			t.why = why{byApposition, s.head}
			return
		}
	}
	if f.partitive(m) {
		return
	}
	t = &f.ments[m]
	if t.kind == Place {
		f.resolvePlaceNoun(m)
		return
	}
	if t.noun.kind == noNoun || t.noun.kind == actNoun {
		if t.kind == Other {
			f.resolveThing(m)
			return
		}
	}
	if f.resolveEpithet(m) {
		return
	}
	f.describe(m)
	if t.lo < t.hi {
		nowhere := true
		for _, id := range f.who(m) {
			nowhere = nowhere && id.Country == ""
		}
		if !nowhere || !f.resolveAnaphor(m) {
			f.joinDescribed(m)
		}
		return
	}
	if f.resolveAnaphor(m) || f.pairOfOffice(m) {
		return
	}
	f.fromContext(m)
}

// resolvePlaceNoun ties "the city" to the place it speaks of again; its country
// is that of its owner.
func (f *finder) resolvePlaceNoun(m int32) {
	t := &f.ments[m]
	if t.def {
		for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 8; a-- {
			o := &f.ments[a]
			if o.state == settled && o.kind == Place && o.form == nounForm && f.doc.Lemma[o.head] == f.doc.Lemma[t.head] && (f.says(o.head, t.head) || f.says(t.head, o.head)) {
				f.refer(m, a, bySameNoun)
				t.kind = Place
				return
			}
		}
	}
	if c, ok := f.ownerCountry(m); ok {
		f.setOne(m, Identity{Country: c})
	}
	f.newEntity(m)
}

// partitive names "dozens of Colombians", "a group of reporters", "one of our
// soldiers" after the people in them.
func (f *finder) partitive(m int32) bool {
	d := f.doc
	t := &f.ments[m]
	amount := partitiveNoun[d.Lemma[t.head]]
	if !amount && d.Pos[t.head] != english.NUM {
		return false
	}
	for k := f.firstKid[t.head]; k >= 0; k = f.nextKid[k] {
		if d.Label[k] != english.Nmod || f.caseOf(k) != "of" {
			continue
		}
		o := f.mentOf[k]
		if o < 0 || f.ments[o].kind == Other || d.Lemma[t.head] == "group" && f.ments[o].kind != People {
			continue
		}
		f.resolve(o)
		t = &f.ments[m]
		t.kind, t.noun, t.num = f.ments[o].kind, f.ments[o].noun, plural
		if t.kind == Person {
			t.kind = People
		}
		f.copyWho(m, f.ments[o].lo, f.ments[o].hi)
		t.why = why{byOwner, k}
		return true
	}
	return false
}

var partitiveNoun = map[string]bool{
	"dozen": true, "hundred": true, "thousand": true, "million": true, "score": true, "number": true, "group": true,
	"range": true, "majority": true, "handful": true, "couple": true, "pair": true, "ten": true, "rest": true, "half": true,
	"lot": true, "series": true, "third": true, "quarter": true, "crowd": true, "variety": true,
}

// joinDescribed puts a described party into the entity of an equal one: the
// same named person, or the same noun with the same country.
func (f *finder) joinDescribed(m int32) {
	t := &f.ments[m]
	who := f.who(m)
	if t.num == plural && t.kind == Person || t.indef || len(who) != 1 {
		f.newEntity(m)
		return
	}
	id := who[0]
	for e := f.lately(); e < len(f.ents); e++ {
		ent := &f.ents[e]
		if id.Name != "" && t.kind == Person && ent.entry != nil && ent.entry.Name == id.Name {
			f.join(m, int32(e)) // named further down
			return
		}
		if ent.lo == ent.hi || ent.hi-ent.lo > 1 {
			continue
		}
		have := f.ids[ent.lo]
		switch {
		case id.Name != "" && have.Name == id.Name && ent.kind == t.kind,
			id.Name == "" && have.Name == "" && sameCountry(id, have) && ent.kind == t.kind && ent.kind != Person && ent.lemma == f.doc.Lemma[t.head] && t.def && t.kind != Other,
			t.kind == State && ent.kind == State && sameCountry(id, have):
			f.join(m, int32(e))
			if ent.kind == Person {
				f.copyWho(m, ent.lo, ent.hi)
			}
			return
		case t.kind == Person && ent.kind == Person && id.Name == "" && id.Office != "" && have.Office == id.Office && sameCountry(id, have):
			f.join(m, int32(e))
			f.copyWho(m, ent.lo, ent.hi)
			return
		}
	}
	f.newEntity(m)
}

// fromContext gives a described party without an owner the country that its
// surroundings suggest.
func (f *finder) fromContext(m int32) {
	t := &f.ments[m]
	id := f.classOf(t)
	office, class := f.office(t)
	title := f.bareTitle(t)
	if t.noun.kind == officeNoun && t.num != plural {
		id.Office = office
		if class != "" {
			id.Member = class
		}
	}
	rule, from := byClass, int32(-1)
	switch {
	case f.modifiedBy(t, "international") || f.modifiedBy(t, "multinational"):
		id.Country = "IGO"
		if id.Sector == "CVL" {
			id.Sector = ""
		}
	case title != "" && t.num != plural:
		id.Country, rule = title, byTitle
	case t.noun.kind == stateNoun || t.noun.kind == noNoun:
	case t.noun.local || t.noun.kind == personNoun || t.kind == People && t.noun.kind != officeNoun:
		if c, at := f.placeNear(m); c != "" {
			id.Country, rule, from = c, byPlaceNear, at
		}
	case t.noun.kind == bodyNoun || t.noun.kind == officeNoun:
		if t.noun.sector == "" || t.noun.sector == "BUS" || t.indef || t.noun.code != "" || f.foreigners(t) {
			break
		}
		if t.noun.chief || f.doc.Lemma[t.head] == "minister" || f.doc.Lemma[t.head] == "Minister" {
			if t.def && f.homeSure && startsUpper(f.doc.Word(int(t.head))) && t.num != plural {
				id.Country, rule = f.home, byFrame // "The Prime Minister" of one's own country
				break
			}
		}
		capital := startsUpper(f.doc.Word(int(t.head))) && t.head != f.doc.Sents[t.sent].First && (t.noun.kind == bodyNoun || t.same >= 0 && !t.noun.chief)
		if c, at := f.stateNear(m); c != "" && !(capital && f.home != "") {
			id.Country, rule, from = c, byPlaceNear, at
		} else if f.home != "" && f.doc.Lemma[t.head] != "regime" && !f.facing(m, f.home) {
			id.Country, rule = f.home, byFrame
		}
	}
	if id.Country == "" {
		id.Country = t.noun.code
	}
	if id.Country != "" && t.noun.kind == officeNoun && t.num != plural && !t.former {
		f.holder(t, &id, Identity{Country: id.Country, Sector: "GOV"})
	}
	f.setOne(m, id)
	if rule == byPlaceNear && t.num == plural {
		f.severally(m, id)
	}
	t.why = why{rule, from}
	f.joinDescribed(m)
}

// severally gives people of several countries each of them: "our partners in Mali
// and Niger".
func (f *finder) severally(m int32, id Identity) {
	base := len(f.owners)
	f.complements(m, location)
	defer func() { f.owners = f.owners[:base] }()
	var countries []string
	for _, o := range f.owners[base:] {
		if c := f.countryAt(o); c != "" && !slices.Contains(countries, c) {
			countries = append(countries, c)
		}
	}
	if len(countries) < 2 {
		return
	}
	lo := int32(len(f.ids))
	for _, c := range countries {
		id.Country = c
		f.ids = append(f.ids, id)
	}
	f.copyWho(m, lo, int32(len(f.ids)))
}

// modifiedBy tells whether a word stands before the head of a phrase.
func (f *finder) modifiedBy(t *ment, lemma string) bool {
	for k := t.first; k < t.head; k++ {
		f.buf = appendLower(f.buf[:0], f.doc.Word(int(k)))
		if string(f.buf) == lemma {
			return true
		}
	}
	return false
}
