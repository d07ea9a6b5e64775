// Package event merges records into events: what happened, once, however many
// records of however many reports tell of it.
//
// A [Merger] takes reports with their records in any order and gives the same
// events whatever the order was. It works in five steps, each a file:
//
//	copies.go   near copies of a report are found and count as one voice
//	telling.go  a record is reduced to what tells happenings apart
//	unit.go     records of one pair of countries are cut into units of days
//	block.go    records of a unit are clustered
//	merge.go    clusters that share a record are joined and described
//
// Cost is near linear in records: only records of one pair of countries that
// lie within days of each other are ever compared.
package event

import (
	"demarche/plover"
	"demarche/record"
)

// Event is one happening with all that was told of it.
type Event struct {
	ID         string           `json:"id"` // that of its first record, with an e before it
	Type       plover.Type      `json:"type"`
	Mode       plover.Mode      `json:"mode,omitempty"`
	Quad       plover.Quad      `json:"quad"`
	Score      float64          `json:"score"`      // -10 (conflict) to 10 (cooperation)
	Actors     []Party          `json:"actors"`     // in alphabetical order of their countries
	Recipients []Party          `json:"recipients"` // none where all did it together
	Modality   record.Modality  `json:"modality"`   // actual, future (announced) or historical
	Start      string           `json:"start"`      // first day it can have been on, YYYY-MM-DD, "" when nothing is known
	End        string           `json:"end"`        // last day it can have been on
	Precision  record.Precision `json:"precision"`
	For        string           `json:"for,omitempty"` // the day an announcement speaks of
	Place      *record.Place    `json:"place,omitempty"`
	Topics     []string         `json:"topics"`
	Words      string           `json:"words"`   // of the record that tells it best
	Reports    []string         `json:"reports"` // ids, in order of publication
	Outlets    []string         `json:"outlets"` // independent ones: near copies count with their first
	Voices     int              `json:"voices"`  // independent reports
	Differ     []Difference     `json:"differences,omitempty"`
	Merged     []Reason         `json:"merged"` // one for each record, in the order of Records
	Records    []*record.Record `json:"-"`
}

// Party is a country's part in an event, with the names it was given.
type Party struct {
	Country string        `json:"country"`
	Sector  plover.Sector `json:"sector,omitempty"`
	Names   []string      `json:"names,omitempty"`   // of people and bodies, as known
	Implied bool          `json:"implied,omitempty"` // no record names it here; its report is about the two
}

// Difference is a point on which the records of an event disagree.
type Difference struct {
	On     string   `json:"on"`     // "date", "number" or "who"
	Values []string `json:"values"` // as told, each with the report it stands in
}

// Reason tells why a record belongs to its event.
type Reason struct {
	Record string  `json:"record"` // its id
	Report string  `json:"report"`
	Score  float64 `json:"score"` // of the match; 0 for the record that began the event
	Why    string  `json:"why"`
}

// Countries are the codes of all parties, actors first.
func (e *Event) Countries() []string {
	var codes []string
	for _, side := range [2][]Party{e.Actors, e.Recipients} {
		for i := range side {
			codes = append(codes, side[i].Country)
		}
	}
	return codes
}

// Acts reports whether the country is among the actors.
func (e *Event) Acts(country string) bool { return has(e.Actors, country) }

// Receives reports whether the country is among the recipients.
func (e *Event) Receives(country string) bool { return has(e.Recipients, country) }

// Between reports whether the event is one between the two countries: one acts
// on the other, or both act together.
func (e *Event) Between(a, b string) bool {
	switch {
	case e.Acts(a) && e.Receives(b), e.Acts(b) && e.Receives(a):
		return true
	case len(e.Recipients) > 0:
		return false
	}
	return a != b && e.Acts(a) && e.Acts(b)
}

func has(side []Party, country string) bool {
	for i := range side {
		if side[i].Country == country {
			return true
		}
	}
	return false
}
