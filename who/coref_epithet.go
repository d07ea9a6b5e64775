package who

import (
	"demarche/english"
	"demarche/plover"
)

// resolveEpithet names the phrases that only make sense by what went before:
// "the two leaders", "both countries", "his counterpart", "the North", "his
// country". It reports whether the phrase was one.
func (f *finder) resolveEpithet(m int32) bool {
	t := &f.ments[m]
	lemma := f.doc.Lemma[t.head]
	switch {
	case t.noun.kind == noNoun:
		return false
	case lemma == "counterpart":
		return f.resolveCounterpart(m)
	case t.pair && t.def && (t.noun.kind == stateNoun || t.noun.kind == officeNoun || pairNoun[lemma]):
		return f.resolvePair(m)
	case lemma == "party" && t.def && t.num == plural && t.noun.sector == "GOV":
		return f.resolvePair(m) // "the parties" to a deal or a conflict
	case lemma == "officer" && t.def && t.noun.sector == "COP" && t.first+1 >= t.head:
		return f.resolveOfficers(m)
	case t.noun.kind == stateNoun && t.def && formOfState[lemma] != "":
		return f.resolveForm(m, formOfState[lemma])
	}
	return false
}

// resolveOfficers takes "the officers" for soldiers where the text spoke of
// soldiers, a junta or an army last and of no police.
func (f *finder) resolveOfficers(m int32) bool {
	t := &f.ments[m]
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 8; a-- {
		o := &f.ments[a]
		if o.state != settled || o.lo == o.hi || o.form == pronounForm {
			continue
		}
		switch id := f.ids[o.lo]; {
		case id.Sector == "COP":
			return false
		case id.Country == "":
		case id.Sector == "MIL" && (o.kind == People || o.kind == Body && o.noun.kind == bodyNoun), f.doc.Lemma[o.head] == "junta":
			f.setOne(m, Identity{Country: id.Country, Sector: "MIL"})
			t.why = why{byEpithet, o.head}
			f.newEntity(m)
			return true
		}
	}
	return false
}

// pairNoun are nouns whose pair is that of two parties: "both sides".
var pairNoun = map[string]bool{
	"side": true, "party": true, "government": true, "people": true, "military": true, "army": true, "neighbour": true,
	"neighbor": true, "nation": true, "country": true, "state": true, "rival": true, "ally": true, "enemy": true, "foe": true,
	"man": true, "capital": true, "delegation": true, "power": true, "force": true, "partner": true,
}

// resolvePair names "the two leaders" and "both sides" after the two parties
// that were named last and are of different countries.
func (f *finder) resolvePair(m int32) bool {
	t := &f.ments[m]
	persons := t.noun.kind == officeNoun || f.doc.Lemma[t.head] == "man"
	if t.form == nounForm {
		// "the governments of Iraq and the United States", "the two Koreas"
		base := len(f.owners)
		f.ownersOf(m)
		n := 0
		for _, o := range f.owners[base:] {
			f.resolve(o)
			n += len(f.who(o))
		}
		f.owners = f.owners[:base]
		if n >= 2 {
			f.describe(m)
			return true
		}
	}
	lo := int32(len(f.ids))
	if persons {
		f.lastTwo(m, true)
	}
	if int32(len(f.ids))-lo < 2 {
		f.ids = f.ids[:lo]
		f.lastTwo(m, false)
	}
	if int32(len(f.ids))-lo < 2 {
		f.ids = f.ids[:lo]
		return false
	}
	if !persons && t.form == nounForm {
		for i := lo; i < int32(len(f.ids)); i++ {
			id := &f.ids[i]
			sector := id.Sector
			if t.noun.kind == stateNoun || sector == "" || (t.noun.sector == "GOV" || t.noun.sector == "PTY") && isState(id.Country) && sector != "REB" {
				sector = "GOV"
			}
			if t.noun.sector != "" && t.noun.sector != "PTY" && t.noun.kind == bodyNoun && !t.noun.joins {
				sector = t.noun.sector
			}
			name := ""
			if !isState(id.Country) || sector == "REB" {
				name = id.Name
			}
			*id = Identity{Name: name, Country: id.Country, Sector: sector}
		}
	}
	f.copyWho(m, lo, int32(len(f.ids)))
	t.why = why{byPair, -1}
	if t.kind == Pronoun {
		t.kind = People
		if persons {
			t.kind = Person
		}
	}
	f.joinPair(m)
	return true
}

// pairOfOffice names "the leaders" and "the ministers" after the two of that
// office who were named shortly before.
func (f *finder) pairOfOffice(m int32) bool {
	t := &f.ments[m]
	if t.num != plural || !t.def || t.noun.kind != officeNoun || t.noun.member != "minister" && t.noun.member != "leader" && t.noun.member != "head-of-state" {
		return false
	}
	lo := int32(len(f.ids))
	f.lastTwo(m, true)
	if int32(len(f.ids))-lo == 2 && f.holdsLike(t, f.ids[lo]) && f.holdsLike(t, f.ids[lo+1]) {
		f.copyWho(m, lo, lo+2)
		t.kind, t.why = People, why{byPair, -1}
		f.joinPair(m)
		return true
	}
	f.ids = f.ids[:lo]
	return false
}

// holdsLike tells whether an identity has an office of the class of a noun.
func (f *finder) holdsLike(t *ment, id Identity) bool {
	if t.noun.member == "minister" {
		return hasWord(id.Office, "minister") || hasWord(id.Office, "secretary")
	}
	return leaderClass[id.Member]
}

// joinPair puts a pair into the entity of an earlier pair of the same two.
func (f *finder) joinPair(m int32) {
	who := f.who(m)
	for e := f.lately(); e < len(f.ents); e++ {
		ent := &f.ents[e]
		if ent.hi-ent.lo != 2 {
			continue
		}
		a, b := f.ids[ent.lo], f.ids[ent.lo+1]
		if a.Name == who[0].Name && b.Name == who[1].Name && a.Country == who[0].Country && b.Country == who[1].Country ||
			a.Name == who[1].Name && b.Name == who[0].Name && a.Country == who[1].Country && b.Country == who[0].Country {
			f.join(m, int32(e))
			return
		}
	}
	f.newEntity(m)
}

// rival is a party that may be one of a pair.
type rival struct {
	id    Identity
	score float32
}

// lastTwo adds the two parties that stand out most before mention m and can
// stand against each other: named late and often, of different countries. Who
// speaks to or about the pair in the same clause is not of it.
func (f *finder) lastTwo(m int32, persons bool) {
	t := &f.ments[m]
	f.rivals = f.rivals[:0]
	speaker := int32(-1) // who speaks of the pair; "we" would tell their own side
	if q := f.quoteOf[t.head]; q >= 0 && t.form == nounForm {
		if s := f.speakerOf(q); s >= 0 {
			speaker = f.ments[s].ent
		}
	}
	deal := f.doc.Lemma[t.head] == "party" // those of the deal that the report tells of, however far up
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		gap := t.sent - o.sent
		if gap > 8 && !deal {
			break
		}
		if o.state != settled || o.hi == o.lo || o.hi-o.lo > 2 || o.kind == Other || o.head >= t.first && o.head < t.last {
			continue
		}
		if speaker >= 0 && o.ent == speaker || gap == 0 && f.ofAddresser(o.head, t.head) || o.role == modifierRole && o.atom >= 0 && f.senseOf(o).Form == Capital {
			continue
		}
		weight := 1 / float32(1+gap)
		if o.hi-o.lo == 2 || gap <= 1 && (f.doc.Label[o.head] == english.Conj || f.inRow(a)) {
			weight *= 2
		} else if deal && o.role == subjectRole && (f.doc.Label[o.head] == english.Conj || f.inRow(a)) {
			weight = 1
		}
		for _, id := range f.ids[o.lo:o.hi] {
			if persons {
				if o.kind != Person && o.hi-o.lo == 1 || id.Country == "" && id.Name == "" {
					continue
				}
				w := weight
				if leaderClass[id.Member] && (t.noun.chief || t.noun.member == "leader") || t.noun.member != "" && id.Member == t.noun.member {
					w *= 2
				}
				f.addRival(id, w, func(have Identity) bool {
					return have.Name == id.Name && (id.Name != "" || have.Country == id.Country)
				})
				continue
			}
			states := t.noun.kind == stateNoun
			if o.kind == People || o.kind == Place && (gap > 0 || o.atom < 0) || !takesSides(id, states) {
				continue
			}
			f.addRival(id, weight, func(have Identity) bool {
				return have.Country == id.Country && (states || irregular(have.Sector) == irregular(id.Sector))
			})
		}
	}
	f.dropAddressers(m)
	first, second := -1, -1
	for i := range f.rivals {
		switch r := &f.rivals[i]; {
		case first < 0 || r.score > f.rivals[first].score:
			first = i
		}
	}
	for i := range f.rivals {
		if i == first || persons && f.rivals[i].id.Country == f.rivals[first].id.Country && f.rivals[i].id.Country != "" {
			continue
		}
		if second < 0 || f.rivals[i].score > f.rivals[second].score {
			second = i
		}
	}
	if second >= 0 {
		f.ids = append(f.ids, f.rivals[max(first, second)].id, f.rivals[min(first, second)].id)
	}
}

// takesSides tells whether a party may be one of two states, or of two sides.
func takesSides(id Identity, states bool) bool {
	if irregular(id.Sector) {
		return !states
	}
	return isState(id.Country) && (stateSector(id.Sector) || id.Sector == "OPP" || id.Sector == "PTY" || id.Sector == "")
}

func (f *finder) addRival(id Identity, score float32, same func(Identity) bool) {
	for i := range f.rivals {
		if same(f.rivals[i].id) {
			f.rivals[i].score += score
			return
		}
	}
	f.rivals = append(f.rivals, rival{id, score})
}

// ofAddresser tells whether token i stands in the phrase of a subject whose
// clause token j stands in further down.
func (f *finder) ofAddresser(i, j int32) bool {
	for h := i; h >= 0; h = f.doc.Head[h] {
		if m := f.mentOf[h]; m >= 0 && f.ments[m].head == h && f.addresses(h, j) {
			return true
		}
		if f.doc.Pos[h] == english.VERB {
			return false
		}
	}
	return false
}

// irregular tells the sectors of armed groups that fight a state from within.
func irregular(s plover.Sector) bool { return s == "REB" || s == "PRM" }

// dropAddressers takes the countries off the list of rivals that speak to or
// about the pair in its own clause or mediate, as long as two others are left.
// Who says that "both countries agree" may be of one of them.
func (f *finder) dropAddressers(m int32) {
	t := &f.ments[m]
	if t.form != nounForm {
		return
	}
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 8; a-- {
		o := &f.ments[a]
		if o.state != settled || o.hi-o.lo != 1 || !(o.sent == t.sent && t.role != subjectRole && f.addresses(o.head, t.head)) && !f.between(o.head) {
			continue
		}
		others := 0
		for i := range f.rivals {
			if f.rivals[i].id.Country != f.ids[o.lo].Country {
				others++
			}
		}
		if others < 2 {
			continue
		}
		kept := f.rivals[:0]
		for _, r := range f.rivals {
			if r.id.Country != f.ids[o.lo].Country {
				kept = append(kept, r)
			}
		}
		f.rivals = kept
	}
}

// between tells whether token i stands for who brings others together: the
// subject of "mediate" or the owner of a mediation.
func (f *finder) between(i int32) bool {
	role := f.roleOf(i)
	for f.doc.Label[i] == english.Conj && f.doc.Head[i] >= 0 {
		i = f.doc.Head[i]
	}
	h := f.doc.Head[i]
	return h >= 0 && (role == subjectRole || role == possRole) && goBetween[f.doc.Lemma[h]]
}

var goBetween = map[string]bool{
	"mediate": true, "broker": true, "facilitate": true, "host": true, "arbitrate": true, "mediation": true, "facilitation": true,
}

// addresses tells whether token i is the subject of a clause that token j
// stands in further down ("China urged both sides").
func (f *finder) addresses(i, j int32) bool {
	d := f.doc
	if f.roleOf(i) != subjectRole {
		return false
	}
	for d.Label[i] == english.Conj && d.Head[i] >= 0 {
		i = d.Head[i]
	}
	verb := d.Head[i]
	if verb < 0 {
		return false
	}
	for h := d.Head[j]; h >= 0; h = d.Head[h] {
		if h == verb {
			return true
		}
		if d.Label[h] == english.ACLRelcl || d.Label[h] == english.Conj && f.hasKid(h, english.Nsubj) {
			return false
		}
	}
	return false
}

// resolveCounterpart names "his Colombian counterpart" and "his counterpart":
// who holds the office that the one spoken of holds, in the other country.
func (f *finder) resolveCounterpart(m int32) bool {
	t := &f.ments[m]
	if t.same >= 0 {
		return false
	}
	var whose, country Identity
	var from int32 = -1
	for k := t.first; k < t.head; k++ {
		o := f.mentOf[k]
		if o < 0 || o == m || f.ments[o].head != k {
			continue
		}
		f.resolve(o)
		who := f.who(o)
		if len(who) != 1 {
			continue
		}
		if f.doc.Label[k] == english.NmodPoss {
			whose, from = who[0], k
		} else if country.Country == "" {
			country = who[0]
		}
	}
	if whose.Office == "" {
		// "met the Colombian counterpart", "their counterparts"
		if s := f.latestOfficial(m, country.Country); s >= 0 {
			whose, from = f.who(s)[0], f.ments[s].head
		}
	}
	if country.Country == "" {
		for a := m - 1; a >= 0; a-- {
			o := &f.ments[a]
			if o.kind == Person && o.state == settled && o.hi-o.lo == 1 && t.num != plural {
				id := f.ids[o.lo]
				if id.Country != "" && id.Country != whose.Country && (id.Office == whose.Office || id.Member == whose.Member) {
					f.refer(m, a, byCounterpart)
					return true
				}
			}
		}
		for a := m - 1; a >= 0 && country.Country == "" && t.num != plural; a-- {
			o := &f.ments[a]
			if o.state == settled && o.hi-o.lo == 1 && o.kind == State && f.ids[o.lo].Country != whose.Country {
				country = f.ids[o.lo]
			}
		}
	}
	if country.Country == "" {
		if t.num == plural && whose.Country != "" {
			// "his counterparts" at a meeting are of any country but his own
			f.setOne(m, Identity{Sector: "GOV", Office: whose.Office, Member: whose.Member})
			t.kind = People
			f.newEntity(m)
			return true
		}
		return false
	}
	id := Identity{Country: country.Country, Sector: "GOV", Office: whose.Office, Member: whose.Member}
	if whose.Sector != "" && whose.Sector != "ELI" {
		id.Sector = whose.Sector
	}
	if t.num != plural {
		if a := f.personOfOffice(m, id); a >= 0 {
			f.refer(m, a, byCounterpart)
			return true
		}
		if f.set.Dated || f.day < Never-1 {
			if e, ok := f.roster.Holder(id.Country, id.Member, f.day); ok && id.Member != "" {
				f.hold(&id, e)
			} else if e, ok := f.roster.Holder(id.Country, id.Office, f.day); ok && id.Office != "" {
				f.hold(&id, e)
			} else if leaderClass[id.Member] {
				if e, ok := f.roster.Leader(id.Country, f.day); ok {
					f.hold(&id, e)
				}
			}
		}
	}
	t.kind = Person
	f.setOne(m, id)
	t.why = why{byCounterpart, from}
	f.joinDescribed(m)
	return true
}

var leaderClass = map[string]bool{"head-of-state": true, "head-of-government": true, "leader": true}

// latestOfficial is the latest person with an office before mention m who is not
// of the country, -1 when there is none.
func (f *finder) latestOfficial(m int32, country string) int32 {
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		if o.kind == Person && o.state == settled && o.hi-o.lo == 1 {
			if id := f.ids[o.lo]; id.Country != country && (id.Office != "" || id.Sector == "GOV") {
				return a
			}
		}
	}
	return -1
}

// personOfOffice is the nearest named person of the country of an identity who
// holds a like office, -1 when the text names none.
func (f *finder) personOfOffice(m int32, id Identity) int32 {
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		if o.kind != Person || o.state != settled || o.hi-o.lo != 1 {
			continue
		}
		have := f.ids[o.lo]
		if have.Name != "" && have.Country == id.Country && (have.Office == id.Office || have.Member == id.Member && id.Member != "" ||
			leaderClass[have.Member] && leaderClass[id.Member]) {
			return a
		}
	}
	return -1
}

// resolveAnaphor refers a definite phrase without an owner to what it speaks of
// again: "the president", "the group", "the country", "the ministry".
func (f *finder) resolveAnaphor(m int32) bool {
	t := &f.ments[m]
	title := startsUpper(f.doc.Word(int(t.head))) && t.nounAt >= 0
	enemy := f.doc.Lemma[t.head] == "enemy"
	if enemy && !t.indef {
		title = true
	}
	if t.indef || t.noun.kind == noNoun || !t.def && (!title || t.num == plural && t.kind != Body) {
		return false
	}
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		if o.state != settled || o.lo == o.hi || o.form == pronounForm || o.form == adjectiveForm && (t.noun.kind != stateNoun || t.sent != o.sent) {
			continue
		}
		if t.sent-o.sent > 12 {
			break
		}
		if f.inside(o.head, m) || t.sent == o.sent && f.coArguments(t.head, o.head) {
			continue
		}
		if f.sameParty(t, o) {
			rule := byEpithet
			if f.doc.Lemma[t.head] == f.doc.Lemma[o.head] {
				rule = bySameNoun
			}
			f.refer(m, a, rule)
			return true
		}
	}
	for a := m + 1; enemy && int(a) < len(f.ments); a++ {
		if o := &f.ments[a]; o.atom >= 0 && o.kind == Body && f.sameParty(t, o) {
			f.refer(m, a, byEpithet)
			return true
		}
	}
	return false
}

// sameParty tells whether a definite phrase can speak again of an earlier one.
func (f *finder) sameParty(t, o *ment) bool {
	d := f.doc
	same := d.Lemma[t.head] == d.Lemma[o.head]
	if o.num == plural != (t.num == plural) && o.num != anyNumber && t.num != anyNumber && t.noun.kind != personNoun {
		return false
	}
	var id Identity
	switch {
	case o.lo < o.hi:
		id = f.ids[o.lo]
	case o.atom >= 0:
		id = f.senseOf(o).On(f.day)
	}
	switch t.noun.kind {
	case officeNoun:
		if o.kind != Person || o.hi-o.lo != 1 || t.noun.code != "" && id.Country != t.noun.code {
			return false
		}
		if name, _ := f.office(t); name != "" && id.Office != "" && name != id.Office && hasSpace(name) && !f.everHeld(o, name) {
			return false // "the interior minister" is not the prime minister
		}
		if same {
			return true
		}
		if t.former {
			return id.Sector == "ELI"
		}
		if o.noun.kind == officeNoun && o.nounAt >= 0 && d.Lemma[o.nounAt] == d.Lemma[t.head] {
			return true
		}
		if hasWord(id.Office, d.Lemma[t.head]) {
			return true
		}
		switch {
		case t.noun.member == "head-of-state" && leaderClass[id.Member]:
			return hasWord(id.Office, d.Lemma[t.head]) || id.Office == "" && o.form == nameForm
		case t.noun.member == "leader":
			return leaderClass[id.Member]
		case t.noun.member == "minister", t.noun.member == "head-of-state":
			return false
		case t.noun.member == "envoy" || t.noun.member == "spokesperson":
			return o.noun.member == t.noun.member || id.Member == t.noun.member
		}
		return t.noun.sector == id.Sector && id.Sector != "GOV" && o.form == nameForm
	case personNoun:
		if (t.noun.sector == "REB" || d.Lemma[t.head] == "enemy") && o.kind == Body && id.Sector == "REB" && id.Country == "IMG" {
			return true // "these terrorists" of the group named before
		}
		return same && (o.kind == People || o.kind == Person) && !f.othersOwn(t.head, o.head) || t.kind == Person && o.kind == Person && o.form == nameForm && t.noun.sector == id.Sector && id.Sector != "CVL"
	case bodyNoun:
		if o.kind != Body || t.noun.code != "" && id.Country != t.noun.code && !(t.noun.sector == "" && id.Country == "EUR") {
			return false
		}
		if same || o.nounAt >= 0 && o.noun.kind != noNoun && o.form == nameForm && d.Lemma[t.head] == lowerLemma(d, o.nounAt) {
			return true
		}
		if o.form == nameForm && (t.noun.joins || t.noun.code != "") && !startsUpper(d.Word(int(t.head))) && (t.noun.sector == "" || t.noun.sector == "CVL") {
			return bodyFits(d.Lemma[t.head], id)
		}
		return o.form == nameForm && hasWordFold(id.Name, d.Lemma[t.head])
	case thingNoun:
		return same && o.kind == Body && id.Country != ""
	case stateNoun:
		if t.num == plural && o.num != plural {
			return false // "the Gulf states" are not the one named before
		}
		return o.kind == State && (o.role <= obliqueRole || t.sent == o.sent) || o.kind == Place && isState(id.Country)
	}
	return false
}

func lowerLemma(d *english.Doc, i int32) string {
	w := d.Lemma[i]
	var low [24]byte
	if len(w) > len(low) {
		return w
	}
	b := appendLower(low[:0], w)
	if string(b) == w {
		return w
	}
	return string(b)
}

// bodyFits tells whether a general noun can speak of a body: "the group" of an
// armed one, "the alliance" of a union of states.
func bodyFits(lemma string, id Identity) bool {
	switch lemma {
	case "group", "movement", "network":
		return id.Sector != "" && id.Sector != "GOV" && id.Sector != "MIL"
	case "organization", "organisation":
		return id.Sector != "GOV" && id.Sector != "MIL"
	case "alliance", "bloc", "coalition":
		return id.Country == "IGO" || id.Country == "EUR"
	}
	return false
}

// everHeld tells whether the roster has the person of a mention in an office at
// any time.
func (f *finder) everHeld(o *ment, office string) bool {
	if o.ent < 0 || f.ents[o.ent].entry == nil {
		return false
	}
	return termOf(f.ents[o.ent].entry, office) != nil
}

// termOf is the latest term of an entry in an office, nil when there is none.
func termOf(e *Entry, office string) *Term {
	for i := len(e.Terms) - 1; i >= 0; i-- {
		if e.Terms[i].Office == office {
			return &e.Terms[i]
		}
	}
	return nil
}

func hasSpace(s string) bool {
	for i := range len(s) {
		if s[i] == ' ' {
			return true
		}
	}
	return false
}

// hasWord tells whether a phrase in lower case holds a word.
func hasWord(phrase, word string) bool {
	for i := 0; i+len(word) <= len(phrase); i++ {
		if phrase[i:i+len(word)] == word && (i == 0 || phrase[i-1] == ' ') && (i+len(word) == len(phrase) || phrase[i+len(word)] == ' ') {
			return true
		}
	}
	return false
}

// hasWordFold is hasWord without regard to case.
func hasWordFold(phrase, word string) bool {
	var low [80]byte
	if len(phrase) > len(low) || word == "" {
		return false
	}
	return hasWord(string(appendLower(low[:0], phrase)), word)
}
