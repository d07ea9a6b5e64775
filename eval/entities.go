package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"demarche/english"
	"demarche/who"
)

// AnnotatedReport is a report with its entities marked by hand.
type AnnotatedReport struct {
	ID, Text string
	Entities []AnnotatedEntity // people, organisations and places, longer ones first

	marks []AnnotatedEntity // all that is marked, of whatever type
	names [][2]int          // where a name stands that is marked somewhere in the set
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
	Unread  int              `json:"unread"` // sentences that no annotator read, not scored
	All     Ratio            `json:"all"`
	Kinds   map[string]Ratio `json:"kinds"`
	Whole   Ratio            `json:"whole"` // with what was found in sentences that no annotator read

	tally map[who.Kind]*[3]int // found, marked, right
	stray int                  // found in sentences that no annotator read
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
			if e.Begin < 0 || e.End >= len(offsets) || e.Begin >= e.End {
				return nil, fmt.Errorf("reading annotated reports: %s: line %d: entity %d-%d beyond the text", name, line, e.Begin, e.End)
			}
			kind, ok := kinds[e.Type]
			a := AnnotatedEntity{offsets[e.Begin], offsets[e.End], kind}
			report.marks = append(report.marks, a)
			if ok && !seen[a] {
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
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("reading annotated reports: %s: %w", name, err)
	}
	findNames(list)
	return list, nil
}

// findNames finds the names in each text: what is written with a capital and
// marked at least twice in the set.
func findNames(list []AnnotatedReport) {
	seen := make(map[string]int)
	for i := range list {
		for _, e := range list[i].Entities {
			if w := list[i].Text[e.Start:e.End]; len(w) > 2 && 'A' <= w[0] && w[0] <= 'Z' {
				seen[w]++
			}
		}
	}
	for i := range list {
		r := &list[i]
		for w, n := range seen {
			if n < 2 {
				continue
			}
			for at := 0; ; {
				k := strings.Index(r.Text[at:], w)
				if k < 0 {
					break
				}
				from, to := at+k, at+k+len(w)
				if !wordBefore(r.Text, from) && !wordAfter(r.Text, to) {
					r.names = append(r.names, [2]int{from, to})
				}
				at = to
			}
		}
	}
}

// wordBefore tells whether a letter or digit stands right before a place in a
// text, wordAfter whether one stands there.
func wordBefore(text string, at int) bool {
	c, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsLetter(c) || unicode.IsDigit(c)
}

func wordAfter(text string, at int) bool {
	c, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(c) || unicode.IsDigit(c)
}

// Unread tells of each sentence whether the annotators seem to have passed it
// over: nothing in it is marked, of any type, although a name stands there that
// is marked elsewhere.
func (r *AnnotatedReport) Unread(doc *english.Doc) []bool {
	unread := make([]bool, len(doc.Sents))
	for k, s := range doc.Sents {
		from, to := int(doc.Start[s.First]), int(doc.End[s.Last-1])
		marked := slices.ContainsFunc(r.marks, func(e AnnotatedEntity) bool { return from <= e.Start && e.Start < to })
		named := slices.ContainsFunc(r.names, func(n [2]int) bool { return from <= n[0] && n[1] <= to })
		unread[k] = named && !marked
	}
	return unread
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
	unread := r.Unread(doc)
	for _, u := range unread {
		if u {
			s.Unread++
		}
	}
	for _, f := range found {
		if unread[doc.SentenceOf(f.First)] {
			s.stray++
			continue
		}
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
	s.Whole = ratio(float64(all[2]), float64(all[0]+s.stray), float64(all[2]), float64(all[1]))
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
