// Package when finds date expressions in text and resolves them against the
// date of publication and the tense they stand in.
package when

import (
	"demarche/english"
	"demarche/record"
)

// Lean says which way an ambiguous expression ("on Monday") is read.
type Lean int8

// The ways to lean.
const (
	Past   Lean = -1
	Near   Lean = 0 // the nearest fitting day
	Future Lean = 1
)

// Expr is one date expression in a Doc.
type Expr struct {
	First, Last int // tokens, half-open
	Head        int // token by which the expression hangs in the tree
}

// Finder is the table-driven scanner; safe for use by many goroutines.
type Finder struct{}

// Find lists the date expressions of doc in order.
func (f *Finder) Find(doc *english.Doc) []Expr { return nil }

// Resolve gives the date meant by e in a report published on pub ("YYYY-MM-DD",
// "" when unknown).
func (f *Finder) Resolve(doc *english.Doc, e Expr, pub string, lean Lean) record.Date {
	return record.Date{}
}
