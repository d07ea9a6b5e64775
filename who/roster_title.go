package who

import (
	"demarche/english"
	"demarche/plover"
)

// Title is a phrase of the vocabulary of offices, people and bodies: "foreign
// minister", "soldiers", "ministry".
type Title struct {
	Phrase string // as in the table, in the singular
	Plural bool   // the text has the plural
	Kind   Kind   // Person for offices and titles, People for common nouns, Body for bodies
	Sector plover.Sector
	Office string // name of the office, "" for a common noun
	Member string // class: "head-of-state", "foreign-minister", "ministry", "armed-group", ...
}

// Title finds the longest title or common noun for people and bodies that
// starts at token i of doc and ends before token limit. Case does not matter.
// n is how many tokens it takes, 0 when there is none.
func (r *Roster) Title(doc *english.Doc, i, limit int) (title Title, n int) {
	if i < 0 || i >= limit || limit > doc.Len() {
		return Title{}, 0
	}
	node, last := r.phrases.longest(doc, i, limit, func(int32, int) bool { return true })
	if node == 0 {
		return Title{}, 0
	}
	return r.titles[r.phrases.ends[node].first], last - i
}
