// Package who knows the parties of international politics: states, offices and
// who held them when, bodies, armed groups and people. It names parties in a
// parsed text and follows them through it (pronouns, epithets, short names).
//
// A [Roster] is the table of what is known beforehand; a [Namer] reads a parsed
// text with it and gives the [Mentions] of parties.
package who

import (
	"demarche/english"
	"demarche/plover"
)

// Day is a date as days since 1970-01-01, in no time zone.
type Day int32

// Kind says what sort of thing a mention speaks of.
type Kind uint8

// The kinds of mention.
const (
	Other   Kind = iota // a thing or an act; its identities are whose it is
	State               // a country or its government
	Person              // a named or described person
	Body                // an organisation, office, army, ministry, group
	People              // a common noun for people: protesters, soldiers, two civilians
	Place               // a place that stands for nobody
	Pronoun             // he, they, who
)

var kindNames = [...]string{"other", "state", "person", "body", "people", "place", "pronoun"}

func (k Kind) String() string { return kindNames[k] }

// Identity is who a mention is, as far as that is known. The zero value knows nothing.
type Identity struct {
	Name    string // canonical name of a person or body, "" when not known
	Country string // ISO 3166-1 alpha-3, or UNO EUR IGO NGO MNC ISM IMG KOS
	Sector  plover.Sector
	Other   []plover.Sector
	Office  string // at the date asked for, e.g. "president", "foreign minister"
	Member  string // what kind of party it belongs to, for classes: "head-of-state", "ministry", ... "" when not known
}

// Mention is one place in a Doc where a party is named.
type Mention struct {
	Head        int        // token that heads the phrase in the tree
	First, Last int        // tokens of the phrase, half-open
	Kind        Kind       // of what is spoken of; Pronoun only where that stays open
	Chain       int32      // mentions with the same number speak of the same party
	Who         []Identity // one for most; several for "the two leaders", "both countries"; none when it could not be named
}

// Mentions are the parties found in one Doc.
type Mentions struct {
	List   []Mention // in order of Head
	byHead []int32   // token -> index into List, -1
	why    []why     // for each of List, how it was named
	doc    *english.Doc
}

// At is the mention that token i heads or is part of the name of.
func (m *Mentions) At(i int) (*Mention, bool) {
	if i < 0 || i >= len(m.byHead) || m.byHead[i] < 0 {
		return nil, false
	}
	return &m.List[m.byHead[i]], true
}

// Setting is what is known of a report besides its text. All of it may be left
// at its zero value.
type Setting struct {
	Published Day    // day of publication
	Dated     bool   // whether Published is known
	Outlet    string // who published it
	URL       string
}

// Namer finds parties in text. It is safe for use by many goroutines.
type Namer struct {
	roster *Roster
	places func(name string) (country string)
}

// NewNamer is a Namer that knows the parties of a roster.
func NewNamer(r *Roster) *Namer { return &Namer{roster: r} }

// KnowPlaces lets the namer ask for the country of a place name that the roster
// does not hold; country must give "" for a name it does not know. It must be
// called before the first Find.
func (n *Namer) KnowPlaces(country func(name string) string) { n.places = country }

// Find names the parties of doc, as of the day pub (the publication date; 0 and
// known=false when there is none).
func (n *Namer) Find(doc *english.Doc, pub Day, known bool) *Mentions {
	return n.FindIn(doc, Setting{Published: pub, Dated: known})
}
