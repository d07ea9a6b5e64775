package who

import (
	"demarche/english"
)

// vote counts how much of a report is about a country.
type vote struct {
	country string
	acts    float32 // as one who speaks and acts
	place   float32 // as where things happen
	sure    bool    // it speaks, or its offices are named without a country
}

// frame finds the country that a report speaks for: the one whose offices it
// names without a country, else the one that acts most and first.
func (f *finder) frame() {
	if c := outletCountry(f.set.URL); c != "" {
		f.home, f.homeSure = c, true
		return
	}
	for i := range f.ments {
		t := &f.ments[i]
		weight := float32(1)
		if t.sent < 2 {
			weight = 3
		}
		if t.atom >= 0 {
			sense := f.senseOf(t)
			if len(sense.Entry.Terms) == 0 {
				continue
			}
			c := sense.Entry.Terms[len(sense.Entry.Terms)-1].Country
			if !isState(c) {
				continue
			}
			v := f.voteFor(c)
			switch {
			case t.role == subjectRole && f.speaks(t.head):
				v.acts += 3 * weight
			case t.role == subjectRole:
				v.acts += weight
			case f.isPlaceHere(t, sense.Form):
				v.place += weight
			default:
				v.acts += weight / 4
			}
			v.sure = v.sure || t.role == subjectRole && t.sent <= 2 && sense.Entry.Kind == State && f.speaks(t.head)
			continue
		}
		if t.nounAt < 0 || t.noun.kind != officeNoun {
			continue
		}
		if c := f.bareTitle(t); c != "" {
			if _, owned := f.ownerToken(t); !owned {
				v := f.voteFor(c)
				v.acts, v.sure = v.acts+4*weight, true
			}
		}
	}
	best := float32(0)
	for _, v := range f.votes {
		if v.acts > best {
			best, f.home, f.homeSure = v.acts, v.country, v.sure
		}
	}
}

// ownerToken finds an adjective or name of a country before a title.
func (f *finder) ownerToken(t *ment) (int32, bool) {
	for k := t.first; k < t.head; k++ {
		if a := f.atomOf[k]; a >= 0 && f.atoms[a].senses[0].Entry.Kind == State {
			return k, true
		}
	}
	return -1, false
}

// speaks tells whether a subject's verb is one of speech or judgement.
func (f *finder) speaks(i int32) bool {
	h := f.doc.Head[i]
	return h >= 0 && f.doc.Label[i] == english.Nsubj && speechVerb(f.doc.Lemma[h])
}

func (f *finder) voteFor(country string) *vote {
	for i := range f.votes {
		if f.votes[i].country == country {
			return &f.votes[i]
		}
	}
	f.votes = append(f.votes, vote{country: country})
	return &f.votes[len(f.votes)-1]
}

// outletCountry reads the country off the address of a government.
func outletCountry(url string) string {
	for _, o := range [...]struct{ mark, country string }{
		{".state.gov", "USA"}, {"centcom.mil", "USA"}, {"defense.gov", "USA"}, {"whitehouse.gov", "USA"}, {".gov.uk", "GBR"},
		{".gov.au", "AUS"}, {".gc.ca", "CAN"}, {".canada.ca", "CAN"}, {".govt.nz", "NZL"}, {".gov.in", "IND"}, {".mod.uk", "GBR"},
	} {
		if hasPart(url, o.mark) {
			return o.country
		}
	}
	return ""
}

func hasPart(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

// placeNear is the country of the place that a sentence names, else of the
// places before it, else where the report mostly plays; at is the token.
func (f *finder) placeNear(m int32) (country string, at int32) {
	at = -1
	t := &f.ments[m]
	base := len(f.owners)
	f.complements(m, location)
	for _, o := range f.owners[base:] {
		f.resolve(o)
		if who := f.who(o); len(who) > 0 && isState(who[0].Country) {
			country, at = who[0].Country, f.ments[o].head
		}
	}
	f.owners = f.owners[:base]
	if country != "" {
		return country, at
	}
	end := m
	for int(end)+1 < len(f.ments) && f.ments[end+1].sent == t.sent {
		end++
	}
	for a := end; a >= 0 && f.ments[a].sent == t.sent; a-- {
		o := &f.ments[a]
		if a == m || !f.isSomewhere(o) || at >= 0 && f.otherTime(o.head) {
			continue
		}
		if c := f.countryAt(a); c != "" {
			if country, at = c, o.head; !f.otherTime(o.head) {
				break
			}
		}
	}
	if country != "" {
		return country, at
	}
	// Soldiers, lawmakers and the like are of the side that the sentence is of.
	if stateSector(t.noun.sector) {
		if c, at := f.sideNamed(m, ""); c != "" {
			return c, at
		}
	}
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 6; a-- {
		o := &f.ments[a]
		if !f.isSomewhere(o) || f.paragraphBetween(o.head, t.head) {
			continue
		}
		if c := f.countryAt(a); c != "" {
			return c, o.head
		}
	}
	switch t.noun.sector {
	case "REB", "UAF", "CRM", "PRM":
		return "", -1
	}
	issuer := ""
	if f.homeSure {
		issuer = f.home // a report of one's own doings tells of others' people
	}
	if c, at := f.sideNamed(m, issuer); c != "" {
		return c, at
	}
	best := float32(0)
	for _, v := range f.votes {
		if v.place > best {
			best, country = v.place, v.country
		}
	}
	for _, v := range f.votes {
		if country == "" && v.country != f.home && v.acts > best {
			best, country = v.acts, v.country
		}
	}
	return country, -1
}

// away are prepositions of what is not at the time told of.
var away = map[string]bool{"ahead": true, "after": true, "before": true, "following": true}

// otherTime tells whether a token belongs to what was or will be at another time
// than its sentence tells of: "stormed the embassy in Quito ahead of a vote in Peru".
func (f *finder) otherTime(k int32) bool {
	for steps := 0; k >= 0 && steps < 20; steps++ {
		for c := f.firstKid[k]; c >= 0 && c < k; c = f.nextKid[c] {
			if f.doc.Label[c] == english.Case && away[f.doc.Lemma[c]] {
				return true
			}
		}
		k = f.doc.Head[k]
	}
	return false
}

// sideNamed is the country of the state, body or official named last before a
// mention in its sentence, other than one.
func (f *finder) sideNamed(m int32, but string) (country string, at int32) {
	for a := m - 1; a >= 0 && f.ments[a].sent == f.ments[m].sent; a-- {
		o := &f.ments[a]
		if o.state != settled || o.hi-o.lo != 1 || o.kind == People || o.kind == Other || o.pron.person == 1 {
			continue
		}
		if s := f.ids[o.lo].Sector; s == "BUS" || s == "JRN" {
			continue // where a firm or an outlet has its seat says nothing of others
		}
		if c := f.ids[o.lo].Country; isState(c) && c != but {
			return c, o.head
		}
	}
	return "", -1
}

// isSomewhere tells whether a mention names a place where things happen.
func (f *finder) isSomewhere(o *ment) bool {
	if o.form == pronounForm || o.form == adjectiveForm || o.state == underway {
		return false
	}
	return o.kind == Place || o.kind == State && f.isPlaceAtom(o)
}

// countryAt is the country of a mention that stands for one only.
func (f *finder) countryAt(a int32) string {
	f.resolve(a)
	if who := f.who(a); len(who) == 1 && isState(who[0].Country) {
		return who[0].Country
	}
	return ""
}

// facing tells whether a party of unknown country acts towards a country: who
// travels there, thanks it or deplores what it did is of another. Where the
// report is known to be issued by it, that says more.
func (f *finder) facing(m int32, country string) bool {
	d := f.doc
	h := f.ments[m].head
	v := d.Head[h]
	if f.homeSure || v < 0 || d.Label[h] != english.Nsubj || d.Pos[v] != english.VERB || d.Lemma[v] == "return" {
		return false
	}
	for k := f.firstKid[v]; k >= 0; k = f.nextKid[k] {
		switch d.Label[k] {
		case english.Obj, english.Iobj:
		case english.Obl:
			if c := f.caseOf(k); c != "to" && c != "with" && c != "from" {
				continue
			}
		default:
			continue
		}
		if f.stateAt(k, country) {
			return true
		}
		for o := f.firstKid[k]; o >= 0; o = f.nextKid[o] {
			if l := d.Label[o]; (l == english.NmodPoss || l == english.Nmod && (f.caseOf(o) == "to" || f.caseOf(o) == "of")) && f.stateAt(o, country) {
				return true
			}
		}
	}
	return false
}

// stateAt tells whether token k heads the name of a state or its capital.
func (f *finder) stateAt(k int32, country string) bool {
	o := f.mentOf[k]
	return o >= 0 && f.ments[o].head == k && f.ments[o].kind == State && f.countryAt(o) == country
}

// paragraphBetween tells whether an empty line stands between two tokens.
func (f *finder) paragraphBetween(i, j int32) bool {
	text := f.doc.Text[f.doc.End[i]:f.doc.Start[j]]
	for k := 1; k < len(text); k++ {
		if text[k] == '\n' && text[k-1] == '\n' {
			return true
		}
	}
	return false
}

func (f *finder) isPlaceAtom(o *ment) bool {
	return o.atom >= 0 && f.isPlaceHere(o, f.senseOf(o).Form)
}

// stateNear is the country of the state that was named last before a mention in
// its sentence or the six before it.
func (f *finder) stateNear(m int32) (country string, at int32) {
	t := &f.ments[m]
	self := "" // who acts on the party sought, and so is not its country
	for a := m - 1; a >= 0 && f.ments[a].sent == t.sent; a-- {
		if o := &f.ments[a]; o.state == settled && o.hi-o.lo == 1 && f.addresses(o.head, t.head) && (o.kind == State || o.kind == Body) && t.noun.sector == "GOV" {
			self = f.ids[o.lo].Country
		}
	}
	if q := f.quoteOf[t.head]; q >= 0 && self == "" {
		if s := f.speakerOf(q); s >= 0 && f.ments[s].state == settled && f.ments[s].hi-f.ments[s].lo == 1 {
			self = f.ids[f.ments[s].lo].Country // one's own is "our government"
		}
	}
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		if t.sent-o.sent > 6 {
			break
		}
		if self != "" && o.hi > o.lo && f.ids[o.lo].Country == self {
			continue
		}
		if f.home != "" && f.doc.Lemma[t.head] == "regime" && o.hi > o.lo && f.ids[o.lo].Country == f.home {
			continue // nobody calls their own government that
		}
		if (o.kind == State || o.kind == Place) && o.state == settled && o.hi-o.lo == 1 && isState(f.ids[o.lo].Country) {
			return f.ids[o.lo].Country, o.head
		}
	}
	if f.doc.Lemma[t.head] == "regime" {
		most := float32(0)
		for _, v := range f.votes {
			if v.country != f.home && v.acts+v.place > most {
				most, country = v.acts+v.place, v.country
			}
		}
	}
	return country, -1
}
