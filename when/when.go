// Package when finds date expressions in text and resolves them against the
// date of publication and the tense they stand in.
//
// A [Finder] scans the words of a sentence, not its tree: a hand-written
// recursive descent over lexemes that reads and resolves in one go. Trees are
// used only to say how an expression hangs in its sentence ([LeanOf],
// [Choose]). docs/when.md tells the rules.
package when

import (
	"sync"

	"demarche/english"
	"demarche/record"
)

// Lean says which way an ambiguous expression ("on Monday") is read.
type Lean int8

// The ways to lean. The day of publication itself fits both Past and Future.
const (
	Past   Lean = -1
	Near   Lean = 0 // the nearest fitting day
	Future Lean = 1
)

// Sense says how the word before an expression limits it.
type Sense int8

// The senses.
const (
	At     Sense = iota
	Since        // from then on; the word is part of the expression
	Until        // up to then
	By           // then at the latest
	Before       // earlier
	After        // later
)

// Expr is one date expression in a Doc.
type Expr struct {
	First, Last int // tokens, half-open
	Head        int // token by which the expression hangs in the tree
	Start, End  int // bytes, half-open
	Sense       Sense

	// Anaphoric expressions count from a day told elsewhere in the report:
	// "two days later", "the same night", "a day after the call".
	Anaphoric bool
	Anchor    int  // token where the event begins that it counts from, -1 for none
	Back      bool // set by Choose: the date asked for is the anchor's, so count the other way
	Yearless  bool // a date of the calendar that does not tell its year
	Length    bool // a length of time rather than a date: "the third attack in two weeks"
}

// Finder is the scanner; safe for use by many goroutines. The zero value works.
type Finder struct{}

var scanners = sync.Pool{New: func() any { return new(scanner) }}

// Find lists the date expressions of doc in order. Without trees (no heads in
// doc) the Head of an expression is its first token.
func (f *Finder) Find(doc *english.Doc) []Expr {
	var found []Expr
	s := scanners.Get().(*scanner)
	for k := range doc.Sents {
		first, last := int(doc.Sents[k].First), int(doc.Sents[k].Last)
		if first < last {
			found = s.scan(found, doc, first, last)
		}
	}
	s.text = ""
	scanners.Put(s)
	return found
}

// scan appends the expressions between two tokens.
func (s *scanner) scan(found []Expr, doc *english.Doc, first, last int) []Expr {
	from, to := int(doc.Start[first]), int(doc.End[last-1])
	s.begin(doc.Text, from, to)
	token := first
	for i := 0; i < len(s.lex); {
		if !s.starts(i) {
			i++
			continue
		}
		v, end, ok := s.expression(i)
		if !ok || end <= i {
			i++
			continue
		}
		e := Expr{Start: int(s.lex[i].at), End: int(s.lex[end-1].end), Anaphoric: v.anaphoric, Yearless: v.yearOpen(), Length: v.length, Anchor: -1}
		switch s.fn(i - 1) {
		case fnSince:
			e.Sense, e.Start = Since, int(s.lex[i-1].at)
		case fnUntil:
			e.Sense = Until
		case fnBy:
			e.Sense = By
		case fnBefore:
			e.Sense = Before
		case fnAfter:
			e.Sense = After
		}
		for token < last-1 && int(doc.End[token]) <= e.Start {
			token++
		}
		e.First, e.Last = token, token+1
		for e.Last < last && int(doc.Start[e.Last]) < e.End {
			e.Last++
		}
		if v.anchor > 0 {
			at := s.lex[v.anchor-1].at
			for e.Anchor = e.First; e.Anchor < last-1 && doc.End[e.Anchor] <= at; {
				e.Anchor++
			}
		}
		e.Head = top(doc, e.First, e.Last)
		i = end
		if counts(doc, &e) {
			continue
		}
		found = append(found, e)
	}
	return found
}

// begin lexes a stretch of text for a scan without a date of reference.
func (s *scanner) begin(text string, from, to int) {
	lexemes := lex(s.lex[:0], text, from, to)
	*s = scanner{text: text, lex: lexemes, ref: civil(2000, 6, 15), dry: true}
	s.base = s.ref
}

// top is the token of a range by which the range hangs in the tree.
func top(doc *english.Doc, first, last int) int {
	if len(doc.Head) < last {
		return first
	}
	for i := first; i < last; i++ {
		if h := int(doc.Head[i]); h < first || h >= last {
			if l := doc.Label[i]; l != english.Case && l != english.Punct && l != english.Mark && l != english.Det {
				return i
			}
		}
	}
	return first
}

// counts is true where the tree says that a bare year is a number of things.
func counts(doc *english.Doc, e *Expr) bool {
	return e.Last-e.First == 1 && len(doc.Head) >= e.Last && doc.Label[e.First] == english.Nummod &&
		int(doc.Head[e.First]) > e.First && doc.Tag[e.First] == english.TagCD
}

// Resolve gives the date meant by e in a report published on pub ("YYYY-MM-DD",
// "" when unknown). Without it, relative expressions keep their words only.
func (f *Finder) Resolve(doc *english.Doc, e Expr, pub string, lean Lean) record.Date {
	return f.ResolveFrom(doc, e, "", pub, lean)
}

// ResolveFrom is Resolve for an expression that counts from another event of
// the report, which happened on the day anchor ("" when unknown).
func (f *Finder) ResolveFrom(doc *english.Doc, e Expr, anchor, pub string, lean Lean) record.Date {
	date := record.Date{Precision: record.Unknown, Text: doc.Text[e.Start:e.End], Span: &[2]int{e.Start, e.End}}
	r, ok := f.Read(doc, e, anchor, pub, lean)
	if !ok {
		return date
	}
	r = r.widen()
	date.Precision = r.Precision
	date.Start = r.From.String()
	if !r.Open {
		date.End = r.To.String()
	}
	return date
}
