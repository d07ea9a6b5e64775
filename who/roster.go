package who

import (
	"slices"
	"sync"

	"demarche/plover"
)

// Roster is the table of known parties: states, people with their offices over
// time, and bodies. It is built once, from the tables under who/roster and
// those a user adds, and is then safe for use by many goroutines.
type Roster struct {
	entries []*Entry
	byName  map[nameKey]*Entry // people and bodies
	states  map[string]*Entry  // code
	offices map[string]*office
	holders map[post]int32 // the last of held, each of which names the one before
	held    []holding
	members map[nameKey][]membership
	leads   map[string][]lead
	names   trie
	senses  []Sense // in the order of the nodes of names
	phrases trie
	titles  []Title
}

// Entry is one party the roster knows.
type Entry struct {
	Name    string // canonical
	Kind    Kind   // State, Person or Body
	Member  string // "state", "person", or what kind of body: "ministry", "armed-group", ...
	Rank    uint8  // how well known: 3 for those named without further words, 0 for most
	Aliases []Alias
	Terms   []Term // in order of their start
	Former  bool   // a state that is no more

	id int32 // index in Roster.entries
}

// Alias is a form under which an entry is found in text.
type Alias struct {
	Text string
	Form Form
}

// Form says what a name is to the entry it stands for.
type Form uint8

// The forms of names.
const (
	Name      Form = iota // the full name or a usual variant of it
	Short                 // a part of a person's name that stands for it: the surname
	Acronym               // letters, matched with their case: "US", "NATO"
	Adjective             // "Colombian"
	Citizen               // one of the people: "a Dane"
	Citizens              // the people: "Danes"
	Capital               // the capital, used for the government
	Seat                  // a seat of power, used for who sits there: "the Kremlin"
)

var formNames = [...]string{"name", "short name", "acronym", "adjective", "citizen", "citizens", "capital", "seat"}

// String is the form in words.
func (f Form) String() string { return formNames[f] }

// Term is a stretch of time during which a person held an office, a body had a
// sector or a state stood. From is its first day and To the first day after it;
// both are as exact as the source has them.
type Term struct {
	Country  string
	Sector   plover.Sector
	Other    []plover.Sector
	Office   string // "president"; "" for states and bodies
	Member   string // class of the office: "head-of-state", ...
	From, To Day
	Source   string // name of the table
	Line     int    // in that table

	late, sure Day // as in interval
}

// Sense is one thing that a name in text can stand for.
type Sense struct {
	Entry *Entry
	Form  Form

	lower bool  // written with a small first letter
	note  *note // what few names have, nil for most
}

// note is what a seat of power or an acronym has besides.
type note struct {
	sector   plover.Sector // of who sits there, where it is not that of the state
	from, to Day           // when the name stood for this
	exact    string        // how an acronym is written, periods left out
}

// Days that stand for "always" and "to this day" in terms.
const (
	Ever  Day = -1 << 30
	Never Day = 1 << 30
)

// Load is the roster built into the program. It is built on first use; later
// calls return the same one.
func Load() (*Roster, error) { return builtin() }

var builtin = sync.OnceValues(func() (*Roster, error) {
	b := newBuilder()
	if err := b.embedded(); err != nil {
		return nil, err
	}
	return b.roster()
})

// Entries are all parties of the roster, in the order of its tables.
func (r *Roster) Entries() []*Entry { return r.entries }

// State is the state with the code: ISO 3166-1 alpha-3, or that of a former
// state (ISO 3166-3: SUN, YUG, CSK, DDR, YMD, SCG) or KOS.
func (r *Roster) State(code string) (*Entry, bool) {
	e, ok := r.states[code]
	return e, ok
}

// Holder is who held an office of a country on a day. The office is a name
// ("president", "secretary of state") or a class of offices ("head-of-state",
// "foreign-minister"). Of several holders the one who came last is returned.
func (r *Roster) Holder(country, office string, day Day) (*Entry, bool) {
	var best holding
	for i := r.holders[postOf(country, office)]; i > 0; i = r.held[i-1].before {
		h := r.held[i-1]
		if h.from <= day && day < h.to && (best.entry == nil || h.from > best.from) {
			best = h
		}
	}
	return best.entry, best.entry != nil
}

// Head is who headed an international body on a day. The body is named as in
// [Entry.Name].
func (r *Roster) Head(body string, day Day) (*Entry, bool) { return r.Holder(body, "", day) }

// Leader is who led a country on a day: the holder of the office that the
// country was led from, else its head of government, else its head of state.
func (r *Roster) Leader(country string, day Day) (*Entry, bool) {
	for _, l := range r.leads[country] {
		if day < l.to {
			if e, ok := r.Holder(country, l.office, day); ok {
				return e, true
			}
			break
		}
	}
	for _, class := range [...]string{"leader", "head-of-government", "head-of-state"} {
		if e, ok := r.Holder(country, class, day); ok {
			return e, true
		}
	}
	return nil, false
}

// Members are the codes of the states that belonged to a body on a day, in
// alphabetical order; nil when the roster has no list for it.
func (r *Roster) Members(body string, day Day) []string {
	var codes []string
	for _, m := range r.members[keyOf(body)] {
		if m.from <= day && day < m.to {
			codes = append(codes, m.country)
		}
	}
	slices.Sort(codes)
	return codes
}

// On is who the entry was on a day: the office held then, that of a former
// official after the last one, and for a state its government.
func (e *Entry) On(day Day) Identity {
	switch e.Kind {
	case State:
		return Identity{Country: e.Terms[0].Country, Sector: "GOV", Member: "state"}
	case Person:
		return e.personOn(day)
	}
	id := Identity{Name: e.Name, Member: e.Member}
	t := &e.Terms[0]
	for i := range e.Terms {
		if e.Terms[i].From <= day {
			t = &e.Terms[i]
		}
	}
	id.Country, id.Sector, id.Other = t.Country, t.Sector, t.Other
	return id
}

// personOn picks the office that counts on the day. Of several held at a time
// the first named in the tables' order of offices is the main one, which is the
// one of the higher class; a person between or after offices is ELI.
func (e *Entry) personOn(day Day) Identity {
	id := Identity{Name: e.Name, Member: "person"}
	var now, past *Term
	for i := range e.Terms {
		t := &e.Terms[i]
		switch {
		case t.From > day:
		case day < t.To:
			if now == nil || weightOf(t.Member) >= weightOf(now.Member) {
				now = t
			}
		default:
			if past == nil || weightOfPast(t) >= weightOfPast(past) {
				past = t
			}
		}
	}
	switch {
	case now != nil:
		id.Country, id.Sector, id.Other = now.Country, now.Sector, now.Other
		id.Office, id.Member = now.Office, now.Member
	case past != nil:
		id.Country, id.Sector = past.Country, "ELI"
		if !official(past.Sector) {
			id.Sector, id.Other = past.Sector, past.Other
		}
	case len(e.Terms) > 0:
		id.Country = e.Terms[0].Country
	}
	return id
}

// official tells whether one who leaves a post of the sector is a former
// official. A rebel or a journalist stays what they were.
func official(s plover.Sector) bool {
	switch s {
	case "GOV", "MIL", "LEG", "JUD", "SPY", "COP", "":
		return true
	}
	return false
}

// weightOf orders classes of offices held at one time.
func weightOf(member string) int {
	switch member {
	case "head-of-state", "head-of-government", "leader":
		return 3
	case "":
		return 1
	}
	return 2
}

// weightOfPast puts offices in a state before those in international bodies:
// who has left both is of the state again.
func weightOfPast(t *Term) int {
	w := weightOf(t.Member)
	if !slices.Contains(notStates, t.Country) {
		w += 4
	}
	return w
}

// On is who the name stands for on a day.
func (s Sense) On(day Day) Identity {
	id := s.Entry.On(day)
	if s.note != nil && s.note.sector != "" {
		id.Sector = s.note.sector
	}
	if s.Form == Citizen || s.Form == Citizens {
		id.Sector = "CVL"
	}
	return id
}

// Holds tells whether the name stood for the entry on the day.
func (s Sense) Holds(day Day) bool {
	if e := s.Entry; e.Kind == Body && e.Terms[0].From > day {
		return false
	}
	return s.note == nil || s.note.from <= day && day < s.note.to
}

// lead is the office that a country was led from until a day.
type lead struct {
	office string
	to     Day
}

// post stands for an office of a country, or for the head of a body where the
// office is "": a hash of both.
type post uint64

func postOf(country, office string) post {
	h := uint64(fnvOffset)
	for i := range len(country) {
		h = (h ^ uint64(country[i])) * fnvPrime
	}
	h = (h ^ '/') * fnvPrime
	for i := range len(office) {
		h = (h ^ uint64(office[i])) * fnvPrime
	}
	return post(h)
}

type holding struct {
	entry    *Entry
	from, to Day
	before   int32 // index of another of the same post, from 1 on
}

type membership struct {
	country  string
	from, to Day
}

// office is what the table of offices says of one.
type office struct {
	sector plover.Sector
	other  []plover.Sector
	member string
	sole   bool
	body   string
}
