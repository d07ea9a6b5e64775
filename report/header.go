package report

import (
	"fmt"
	"strings"
)

// readPlain reads plain text. Header lines, if any, stand first:
//
//	Title: Norway hosts talks
//	Published: 2024-05-15
//	Outlet: Daily N
//	URL: https://daily.example/talks
//
// then an empty line, then the body. "Date" says what "Published" does, where
// that is missing. The first line is one of these; other fields may follow and
// are passed over. A text whose first lines are not of this form is all text,
// first line and all.
func readPlain(text string) (*Report, error) {
	r := &Report{}
	body, ok, err := readHeader(r, text)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &Report{Text: text}, nil
	}
	r.Text = joined(r.Title, body)
	return r, nil
}

// readHeader fills r from the header lines of text and returns what follows
// them; ok is false when text has no header.
func readHeader(r *Report, text string) (body string, ok bool, err error) {
	end, ok := headerEnd(text)
	if !ok {
		return text, false, nil
	}
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(text[:end]) {
		n++
		name, value, found := field(line)
		if !found {
			break // the empty line
		}
		if known(name) && seen[name] {
			return "", true, fmt.Errorf("line %d: %s stands twice in the header", n, name)
		}
		seen[name] = true
		switch name {
		case "Title":
			r.Title = value
		case "Outlet":
			r.Outlet = value
		case "URL":
			r.URL = value
		case "Published", "Date":
			if value == "" || name == "Date" && r.Published != "" {
				continue
			}
			if r.Published, err = ParseDay(value); err != nil {
				return "", true, fmt.Errorf("line %d: %s: %w", n, name, err)
			}
		}
	}
	return text[end:], true, nil
}

// headerEnd is the offset just behind the empty line that ends the header.
func headerEnd(text string) (end int, ok bool) {
	first := true
	for line := range strings.Lines(text) {
		end += len(line)
		if strings.TrimRight(line, "\r\n") == "" {
			return end, !first
		}
		name, _, ok := field(line)
		if !ok || first && !known(name) || line[len(line)-1] != '\n' {
			return 0, false
		}
		first = false
	}
	return 0, false
}

func known(name string) bool {
	switch name {
	case "Title", "Published", "Date", "Outlet", "URL":
		return true
	}
	return false
}

// field splits a header line "Name: value". A name is letters and hyphens and
// begins with a capital; after the colon stands a space or nothing.
func field(line string) (name, value string, ok bool) {
	line = strings.TrimRight(line, "\r\n")
	name, value, ok = strings.Cut(line, ":")
	if !ok || name == "" || name[0] < 'A' || name[0] > 'Z' || value != "" && value[0] != ' ' && value[0] != '\t' {
		return "", "", false
	}
	for i := 1; i < len(name); i++ {
		c := name[i]
		if c != '-' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return "", "", false
		}
	}
	return name, strings.TrimSpace(value), true
}
