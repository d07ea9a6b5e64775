// Package dateparser finds a date written out in English in a short piece of a
// page: "Posted on Tuesday, 14th of March 2023 at 9:05", "Mar. 14, 2023",
// "14-Mar-2023". It offers what go-htmldate calls and nothing else.
package dateparser

import (
	"errors"
	"strings"
	"time"
	"unicode"
)

// ParserType names a way of parsing. Dates written out are read whatever types
// are given.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says how a date without a year is to be completed. Such
// dates are not read: a page that leaves out the year is not to be guessed at.
type PreferredDateSource uint8

// Past asks for the last such day.
const Past PreferredDateSource = 1

// Configuration is what go-htmldate asks for; reading does not depend on it.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates. It keeps nothing and is safe for use by many goroutines.
type Parser struct {
	ParserTypes []ParserType
}

// Date is what was found.
type Date struct {
	Time time.Time // midnight, UTC
}

// ErrNoDate says that a text holds no date with day, month and year.
var ErrNoDate = errors.New("no date with day, month and year")

// Parse finds the first date in text that names its day, month and year.
func (p *Parser) Parse(_ *Configuration, text string, _ ...string) (Date, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		m, ok := month(w)
		if !ok {
			continue
		}
		if d, ok := around(words, i, m); ok {
			return d, nil
		}
	}
	return Date{}, ErrNoDate
}

// around reads the date whose month is word i: day before or behind it, year
// next.
func around(words []string, i int, m time.Month) (Date, bool) {
	at := func(k int) string {
		if k < 0 || k >= len(words) {
			return ""
		}
		return words[k]
	}
	before := i - 1
	if strings.EqualFold(at(before), "of") {
		before--
	}
	if d, ok := dayOf(at(before)); ok {
		if y, ok := yearOf(at(i + 1)); ok {
			return compose(y, m, d)
		}
	}
	if d, ok := dayOf(at(i + 1)); ok {
		if y, ok := yearOf(at(i + 2)); ok {
			return compose(y, m, d)
		}
	}
	return Date{}, false
}

func compose(y int, m time.Month, d int) (Date, bool) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return Date{t}, t.Day() == d // 31 April rolls over
}

// month reads a month's name or its first three letters, and Sept.
func month(w string) (time.Month, bool) {
	if len(w) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if strings.EqualFold(w, name) || strings.EqualFold(w, name[:3]) || m == time.September && strings.EqualFold(w, "sept") {
			return m, true
		}
	}
	return 0, false
}

// dayOf reads a day of the month, with or without st, nd, rd, th.
func dayOf(w string) (int, bool) {
	lower := strings.ToLower(w)
	for _, end := range []string{"st", "nd", "rd", "th"} {
		lower = strings.TrimSuffix(lower, end)
	}
	d, ok := number(lower)
	return d, ok && len(lower) <= 2 && d >= 1 && d <= 31
}

func yearOf(w string) (int, bool) {
	y, ok := number(w)
	return y, ok && len(w) == 4
}

func number(w string) (n int, ok bool) {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return 0, false
		}
		n = n*10 + int(w[i]-'0')
	}
	return n, w != ""
}
