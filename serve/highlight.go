package serve

import (
	"cmp"
	"slices"
	"strings"

	"demarche/record"
)

// piece is a part of a text in which the same things hold.
type piece struct {
	Text    string
	Classes string   // "" for plain text
	Records []string // ids of the records that it belongs to
	Anchors []string // ids of the records whose trigger begins here
	Break   bool     // an empty line follows
}

// span is a marked stretch of a text, in bytes.
type span struct {
	from, to int
	class    string
	record   string
}

// spansOf are the marked stretches of a record.
func spansOf(r *record.Record) []span {
	list := []span{{r.Trigger.Start, r.Trigger.End, "trigger " + quadClass(r.Quad), r.ID}}
	for i := range r.Actors {
		list = append(list, span{r.Actors[i].Start, r.Actors[i].End, "actor", r.ID})
	}
	for i := range r.Recipients {
		list = append(list, span{r.Recipients[i].Start, r.Recipients[i].End, "recipient", r.ID})
	}
	if r.Date != nil && r.Date.Span != nil {
		list = append(list, span{r.Date.Span[0], r.Date.Span[1], "date", r.ID})
	}
	if r.Place != nil && r.Place.Span != nil {
		list = append(list, span{r.Place.Span[0], r.Place.Span[1], "place", r.ID})
	}
	if r.Claim != nil {
		if by := r.Claim.By; by != nil {
			list = append(list, span{by.Start, by.End, "speaker", r.ID})
		}
		if q := r.Claim.Quote; q != nil {
			list = append(list, span{q.Start, q.End, "quote", r.ID})
		}
	}
	return list
}

// cut divides text[from:to] at the ends of spans. Offsets that do not fit are
// left out: a text is shown whole, whatever is said of it.
func cut(text string, from, to int, spans []span) []piece {
	from, to = max(from, 0), min(to, len(text))
	if from >= to {
		return nil
	}
	bounds := []int{from, to}
	spans = slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return s.from >= s.to || s.from < from || s.to > to })
	for _, s := range spans {
		bounds = append(bounds, s.from, s.to)
	}
	for i, c := range []byte(text[from:to]) {
		if c == '\n' {
			bounds = append(bounds, from+i, from+i+1)
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var pieces []piece
	for i := range len(bounds) - 1 {
		a, b := bounds[i], bounds[i+1]
		p := piece{Text: text[a:b]}
		if p.Text == "\n" {
			if n := len(pieces); n > 0 {
				pieces[n-1].Break = true
			}
			continue
		}
		var classes []string
		for _, s := range spans {
			if s.from > a {
				break
			}
			if s.to < b {
				continue
			}
			for c := range strings.SplitSeq(s.class, " ") {
				if !slices.Contains(classes, c) {
					classes = append(classes, c)
				}
			}
			if !slices.Contains(p.Records, s.record) {
				p.Records = append(p.Records, s.record)
			}
			if s.from == a && strings.HasPrefix(s.class, "trigger") && !slices.Contains(p.Anchors, s.record) {
				p.Anchors = append(p.Anchors, s.record)
			}
		}
		p.Classes = strings.Join(classes, " ")
		pieces = append(pieces, p)
	}
	return pieces
}

// paragraphs are the pieces of a whole text between its line breaks.
func paragraphs(text string, records []record.Record) [][]piece {
	var spans []span
	for i := range records {
		spans = append(spans, spansOf(&records[i])...)
	}
	var list [][]piece
	start := 0
	pieces := cut(text, 0, len(text), spans)
	for i := range pieces {
		if pieces[i].Break || i == len(pieces)-1 {
			list = append(list, pieces[start:i+1])
			start = i + 1
		}
	}
	return list
}

// sentenceOf is the sentence of a record with its spans marked, of which those
// that lie in other sentences are left out.
func sentenceOf(r *record.Record) []piece {
	shifted := spansOf(r)
	for i := range shifted {
		shifted[i].from -= r.Sentence.Start
		shifted[i].to -= r.Sentence.Start
	}
	return cut(r.Sentence.Text, 0, len(r.Sentence.Text), shifted)
}
