package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"unicode/utf8"

	"demarche/english"
	"demarche/who"
)

// AnnotatedReport is a report with its entities marked by hand.
type AnnotatedReport struct {
	ID, Text string
	Entities []AnnotatedEntity // people, organisations and places, longer ones first
}

// AnnotatedEntity is a span of bytes of the text.
type AnnotatedEntity struct {
	Start, End int
	Kind       who.Kind // Person, Body or Place
}

// EntityScore is exact-match precision, recall and F1 in percent: a span found
// is right when its bytes and its kind are those of one marked by hand.
type EntityScore struct {
	Reports int              `json:"reports"`
	All     Ratio            `json:"all"`
	Kinds   map[string]Ratio `json:"kinds"`

	tally map[who.Kind]*[3]int // found, marked, right
}

// ReadAnnotated reads reports in the layout of reports-dev.jsonl: one JSON
// object a line with text and entities, whose begin and end count characters.
// Spans marked twice are taken once; other types than person, organisation and
// location are passed over. Errors name the line.
func ReadAnnotated(name string) ([]AnnotatedReport, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading annotated reports: %w", err)
	}
	defer func() { _ = f.Close() }()
	kinds := map[string]who.Kind{"Person": who.Person, "Organisation": who.Body, "Location": who.Place}
	var list []AnnotatedReport
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 0, 1<<16), 1<<24)
	for line := 1; in.Scan(); line++ {
		var r struct {
			ID, Text string
			Entities []struct {
				Type       string
				Begin, End int
			}
		}
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("reading annotated reports: %s: line %d: %w", name, line, err)
		}
		offsets := byteOffsets(r.Text)
		report := AnnotatedReport{ID: r.ID, Text: r.Text}
		seen := make(map[AnnotatedEntity]bool)
		for _, e := range r.Entities {
			kind, ok := kinds[e.Type]
			if !ok {
				continue
			}
			if e.Begin < 0 || e.End >= len(offsets) || e.Begin >= e.End {
				return nil, fmt.Errorf("reading annotated reports: %s: line %d: entity %d-%d beyond the text", name, line, e.Begin, e.End)
			}
			a := AnnotatedEntity{offsets[e.Begin], offsets[e.End], kind}
			if !seen[a] {
				seen[a] = true
				report.Entities = append(report.Entities, a)
			}
		}
		sort.SliceStable(report.Entities, func(i, j int) bool {
			a, b := report.Entities[i], report.Entities[j]
			return a.End-a.Start > b.End-b.Start || a.End-a.Start == b.End-b.Start && a.Start < b.Start
		})
		list = append(list, report)
	}
	return list, in.Err()
}

// byteOffsets is where each character of a text starts, and its end.
func byteOffsets(text string) []int {
	offsets := make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		offsets = append(offsets, i)
	}
	return append(offsets, len(text))
}

// Spans are the entities as spans of tokens; those that do not begin and end
// with tokens are left out.
func (r *AnnotatedReport) Spans(doc *english.Doc) []who.Span {
	first, last := make(map[int]int), make(map[int]int)
	for i := range doc.Len() {
		first[int(doc.Start[i])], last[int(doc.End[i])] = i, i+1
	}
	var spans []who.Span
	for _, e := range r.Entities {
		a, ok := first[e.Start]
		b, ok2 := last[e.End]
		if ok && ok2 {
			spans = append(spans, who.Span{First: a, Last: b, Kind: e.Kind})
		}
	}
	return spans
}

// Add scores the spans found in one report.
func (s *EntityScore) Add(r *AnnotatedReport, doc *english.Doc, found []who.Span) {
	if s.tally == nil {
		s.tally = map[who.Kind]*[3]int{who.Person: {}, who.Body: {}, who.Place: {}}
	}
	s.Reports++
	marked := make(map[AnnotatedEntity]bool, len(r.Entities))
	for _, e := range r.Entities {
		marked[e] = true
		s.tally[e.Kind][1]++
	}
	for _, f := range found {
		s.tally[f.Kind][0]++
		if marked[AnnotatedEntity{int(doc.Start[f.First]), int(doc.End[f.Last-1]), f.Kind}] {
			s.tally[f.Kind][2]++
		}
	}
	var all [3]int
	s.Kinds = make(map[string]Ratio)
	for kind, t := range s.tally {
		s.Kinds[kind.String()] = ratio(float64(t[2]), float64(t[0]), float64(t[2]), float64(t[1]))
		for i := range all {
			all[i] += t[i]
		}
	}
	s.All = ratio(float64(all[2]), float64(all[0]), float64(all[2]), float64(all[1]))
}

// Entities scores the recognition of entities on annotated reports. For reports
// that the weights were trained on this tells how well they fit, no more.
func Entities(parser Annotator, namer *who.Namer, name string) (*EntityScore, error) {
	reports, err := ReadAnnotated(name)
	if err != nil {
		return nil, err
	}
	var s EntityScore
	for i := range reports {
		doc := parser.Parse(reports[i].Text)
		found, err := namer.Entities(doc, namer.FindIn(doc, who.Setting{}))
		if err != nil {
			return nil, err
		}
		s.Add(&reports[i], doc, found)
	}
	return &s, nil
}
