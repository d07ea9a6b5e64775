package when

import (
	"demarche/english"
	"demarche/record"
)

// Reading is what an expression means: the days From to To, both inclusive.
type Reading struct {
	From, To  Day
	Open      bool // no end: "since 2009"
	Counted   bool // From = To was got by counting: "two years ago" is about that day
	Precision record.Precision
}

// Read resolves an expression to days. ok is false where no date comes of it:
// no such day, or a relative expression in a report of unknown date. It differs
// from Resolve in giving the very day that "two years ago" counts to.
func (f *Finder) Read(doc *english.Doc, e Expr, anchor, pub string, lean Lean) (r Reading, ok bool) {
	s := scanners.Get().(*scanner)
	defer func() {
		s.text = ""
		scanners.Put(s)
	}()
	ref, dated := ParseDay(pub)
	base, anchored := ParseDay(anchor)
	// The words before an expression can shape it ("over the weekend").
	from := e.Start
	if len(doc.Sents) > 0 && e.First < doc.Len() {
		if k := doc.SentenceOf(e.First); k < len(doc.Sents) {
			from = int(doc.Start[doc.Sents[k].First])
		}
	}
	to := min(e.End+24, len(doc.Text))
	if len(doc.Sents) > 0 && e.First < doc.Len() {
		if k := doc.SentenceOf(e.First); k < len(doc.Sents) {
			to = int(doc.End[doc.Sents[k].Last-1])
		}
	}
	s.begin(doc.Text, from, to)
	if dated {
		s.ref = ref
	}
	s.base, s.lean, s.dry = s.ref, lean, false
	if anchored {
		s.base = base
	}
	i := 0
	for i < len(s.lex) && int(s.lex[i].at) < e.Start {
		i++
	}
	if e.Sense == Since && s.fn(i) == fnSince {
		i++
	}
	v, end, found := s.expression(i)
	if !found || int(s.lex[end-1].end) != e.End { // a range that ends before it begins
		return r, false
	}
	v = s.settle(v)
	if v.none || v.relative && !dated && !(v.anaphoric && anchored) {
		return r, false
	}
	switch {
	case e.Back:
		v.from, v.to = s.base-Day(v.offset), s.base-Day(v.offset)
	case v.anchor > 0 && !anchored: // the news of the day, told by what came before
		v.from, v.to = s.ref, s.ref
	case v.anaphoric && !anchored && lean == Past && v.from > s.ref:
		return r, false
	}
	if !s.sane(v) {
		return r, false
	}
	return Reading{From: v.from, To: v.to, Open: e.Sense == Since, Counted: v.counted, Precision: precision(v.grain)}, true
}

// widen makes the record's span of a counted reading: "two years ago" happened
// some time in that year, "three weeks ago" on that day.
func (r Reading) widen() Reading {
	if !r.Counted {
		return r
	}
	switch r.Precision {
	case record.Week:
		r.Precision = record.Day
	case record.Month:
		r.From, r.To = unitSpan(months, r.From, 0)
	case record.Year:
		r.From, r.To = unitSpan(years, r.From, 0)
	}
	return r
}

func precision(u unit) record.Precision {
	switch u {
	case noUnit, moments, days, weekends:
		return record.Day
	case weeks, fortnights:
		return record.Week
	case months, quarters, halves:
		return record.Month
	}
	return record.Year
}
