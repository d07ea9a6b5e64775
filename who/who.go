// Package who knows the parties of international politics: states, offices and
// who held them when, bodies, armed groups and people. It names parties in a
// parsed text and follows them through it (pronouns, epithets, short names).
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
	Other   Kind = iota
	State        // a country or its government
	Person       // a named or described person
	Body         // an organisation, office, army, ministry, group
	People       // a common noun for people: protesters, soldiers, two civilians
	Place        // a place that stands for nobody
	Pronoun      // he, they, who
)

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
	Kind        Kind       //
	Chain       int32      // mentions of the same chain speak of the same party; index into Mentions.Chains
	Who         []Identity // one for most; several for "the two leaders", "both countries"; none when it could not be named
}

// Mentions are the parties found in one Doc.
type Mentions struct {
	List   []Mention // in order of Head
	byHead []int32   // token -> index into List, -1
}

// At is the mention headed by token i.
func (m *Mentions) At(i int) (*Mention, bool) {
	if i < 0 || i >= len(m.byHead) || m.byHead[i] < 0 {
		return nil, false
	}
	return &m.List[m.byHead[i]], true
}

// Namer finds parties in text. It is safe for use by many goroutines.
type Namer struct{ roster *Roster }

// Find names the parties of doc, as of the day pub (the publication date; 0 and
// known=false when there is none).
func (n *Namer) Find(doc *english.Doc, pub Day, known bool) *Mentions { return &Mentions{} }

// Roster is the table of known parties.
type Roster struct{}
