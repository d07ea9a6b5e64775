// Package eval scores the program against sets made by hand and times it
// against its peers.
package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"demarche/english"
	"demarche/when"
)

// DateScore is how well date expressions were found and resolved.
type DateScore struct {
	File        string     `json:"file"`
	Sentences   int        `json:"sentences"`
	Right       int        `json:"right"` // sentences in which every expression is right
	Share       float64    `json:"share"` // Right / Sentences
	Expressions int        `json:"expressions"`
	Found       int        `json:"found"`    // expressions found with at least half of their words
	Resolved    int        `json:"resolved"` // expressions resolved right
	Misses      []DateMiss `json:"misses"`
}

// DateMiss is one expression got wrong.
type DateMiss struct {
	Sentence   string `json:"sentence"`
	Reference  string `json:"reference"`
	Expression string `json:"expression"`
	Lean       string `json:"lean"` // the reading that the sentence asks for: past, future or either
	Want       string `json:"want"`
	Found      string `json:"found"` // the words taken for the expression
	Got        string `json:"got"`
}

// dateSentence is an entry of a file of date expressions in the manner of
// Recognizers-Text.
type dateSentence struct {
	Text      string `json:"text"`
	Reference string `json:"reference"` // YYYY-MM-DD
	Kind      string `json:"kind"`
	Results   []struct {
		Text   string     `json:"text"`
		Start  int        `json:"start"`  // in characters
		Length int        `json:"length"` // in characters
		Timex  string     `json:"timex"`
		Past   dateAnswer `json:"past"`
		Future dateAnswer `json:"future"`
	} `json:"results"`
}

// dateAnswer is one day or a span whose end is told in the manner of the set:
// exclusive for periods of the calendar, the first day of the last period for
// ranges of two.
type dateAnswer struct {
	Date  string `json:"date"`
	Start string `json:"startDate"`
	End   string `json:"endDate"`
}

// noSuchDay is how the set writes an expression like "30 February".
const noSuchDay = "0001-01-01"

// Dates scores a file of sentences with date expressions, a reference date and
// the days each means when read into the past and into the future. The reading
// that counts is the one the tense of the sentence asks for ([when.LeanOf]); in
// a sentence without tense either does. An answer that names no days (seasons)
// counts as right when the expression is found.
func Dates(parser *english.Parser, file string) (*DateScore, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading dates: %w", err)
	}
	var set []dateSentence
	if err := json.Unmarshal(data, &set); err != nil {
		return nil, fmt.Errorf("reading dates from %s: %w", file, err)
	}
	score := &DateScore{File: file, Sentences: len(set), Misses: []DateMiss{}}
	var finder when.Finder
	for i := range set {
		x := &set[i]
		doc := parser.Parse(x.Text)
		found := finder.Find(doc)
		right := true
		for k := range x.Results {
			want := &x.Results[k]
			score.Expressions++
			start := byteOffset(x.Text, want.Start)
			end := byteOffset(x.Text, want.Start+want.Length)
			miss := DateMiss{Sentence: x.Text, Reference: x.Reference, Expression: want.Text}
			e, ok := covering(found, start, end)
			if !ok {
				miss.Want = want.Past.String() + " or " + want.Future.String()
				score.Misses = append(score.Misses, miss)
				right = false
				continue
			}
			score.Found++
			miss.Found = x.Text[e.Start:e.End]
			lean := when.LeanOf(doc, e.Head)
			got, resolved := finder.Read(doc, e, "", x.Reference, lean)
			holiday := x.Kind == "holiday"
			past, future := want.Past.matches(got, resolved, holiday), want.Future.matches(got, resolved, holiday)
			var hit bool
			switch lean {
			case when.Past:
				hit, miss.Lean, miss.Want = past, "past", want.Past.String()
			case when.Future:
				hit, miss.Lean, miss.Want = future, "future", want.Future.String()
			default:
				hit, miss.Lean, miss.Want = past || future, "either", want.Past.String()+" or "+want.Future.String()
			}
			if hit {
				score.Resolved++
				continue
			}
			miss.Got = "no such day"
			if resolved {
				miss.Got = got.From.String() + ".." + got.To.String()
			}
			score.Misses = append(score.Misses, miss)
			right = false
		}
		if right {
			score.Right++
		}
	}
	if score.Sentences > 0 {
		score.Share = float64(score.Right) / float64(score.Sentences)
	}
	return score, nil
}

// covering is the expression that shares most with a span, at least half of it.
func covering(found []when.Expr, start, end int) (best when.Expr, ok bool) {
	most := (end-start)/2 - 1
	for _, e := range found {
		if n := min(e.End, end) - max(e.Start, start); n > most && n > 0 {
			best, most, ok = e, n, true
		}
	}
	return best, ok
}

func (a dateAnswer) String() string {
	if a.Date != "" {
		return a.Date
	}
	return a.Start + ".." + a.End
}

// matches compares a reading with an answer. A holiday of several days, told as
// one day, counts by its first.
func (a dateAnswer) matches(r when.Reading, resolved, holiday bool) bool {
	switch {
	case a.Date == noSuchDay:
		return !resolved
	case a == dateAnswer{}:
		return true
	case !resolved:
		return false
	case a.Date != "":
		return r.From.String() == a.Date && (r.To == r.From || holiday)
	}
	if a.Start != "" && r.From.String() != a.Start {
		return false
	}
	return a.End == "" || ends(r, a.End)
}

// ends is true if a reading ends where the answer says: on that day, on the day
// before it, or with the week, month or year that begins on it.
func ends(r when.Reading, end string) bool {
	day, ok := when.ParseDay(end)
	if !ok {
		return false
	}
	if r.To == day || r.To+1 == day {
		return true
	}
	if r.From >= day {
		return false
	}
	y, m, d := day.Civil()
	next := day + 7
	switch {
	case m == 1 && d == 1 && r.To > day+31:
		next, _ = when.Date(y+1, 1, 1)
	case d == 1 && r.To >= day+27:
		next, _ = when.Date(y+m/12, m%12+1, 1)
	case day.Weekday() != 1:
		return false
	}
	return r.To+1 == next
}

// byteOffset is the byte at which character n of s begins.
func byteOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// Summary says the score in a line.
func (s *DateScore) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d sentences right (%.3f); %d of %d expressions found, %d resolved right", s.Right, s.Sentences, s.Share, s.Found, s.Expressions, s.Resolved)
	return b.String()
}
