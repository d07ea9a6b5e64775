// Package notes checks what a report takes for granted against the roster: in
// which year a leader came to office, and who held an office when the report
// was published.
package notes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarche/english"
	"demarche/who"
)

// Note is a point on which a report and the roster disagree.
type Note struct {
	Start, End int    // byte offsets of the words in the text
	Text       string // in plain English
}

// Setting is what a text is checked against.
type Setting struct {
	Roster    *who.Roster
	Published who.Day
	Dated     bool // whether Published is known
}

// Find lists the disagreements in a parsed text whose parties are named, in
// the order of the text.
func Find(doc *english.Doc, mentions *who.Mentions, set Setting) []Note {
	var list []Note
	for i := range mentions.List {
		m := &mentions.List[i]
		if len(m.Who) != 1 || m.Who[0].Name == "" {
			continue
		}
		entry := person(set.Roster, m.Who[0].Name)
		if entry == nil {
			continue
		}
		if n, ok := entered(doc, m, entry); ok {
			list = append(list, n)
		}
		if n, ok := titled(doc, m, entry, set); ok {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b Note) int { return a.Start - b.Start })
	return slices.Compact(list)
}

func person(roster *who.Roster, name string) *who.Entry {
	for _, s := range roster.Lookup(name) {
		if s.Entry.Kind == who.Person && s.Entry.Name == name {
			return s.Entry
		}
	}
	return nil
}

// entered checks "assumed office in 2019" and the like, where the mention is
// the subject.
func entered(doc *english.Doc, m *who.Mention, entry *who.Entry) (Note, bool) {
	verb := int(doc.Head[m.Head])
	if verb < 0 || doc.Label[m.Head] != english.Nsubj && doc.Label[m.Head] != english.NsubjPass || !entering(doc, verb) {
		return Note{}, false
	}
	for i := range doc.Len() {
		year, ok := yearAt(doc, i)
		if !ok || !within(doc, i, verb) {
			continue
		}
		since := starts(entry)
		if len(since) == 0 || slices.ContainsFunc(since, func(t who.Term) bool { return yearOf(t.From) == year }) {
			return Note{}, false
		}
		var terms []string
		for _, t := range since {
			terms = append(terms, fmt.Sprintf("%s from %s on", called(t), t.From))
		}
		return Note{
			Start: int(doc.Start[min(m.First, verb)]), End: int(doc.End[max(i, verb)]),
			Text: fmt.Sprintf("the roster has %s as %s, not from %d", entry.Name, strings.Join(terms, " and "), year),
		}, true
	}
	return Note{}, false
}

// entering reports whether a verb says that somebody came to office.
func entering(doc *english.Doc, verb int) bool {
	switch doc.Lemma[verb] {
	case "inaugurate", "swear":
		return true
	case "assume", "take", "enter", "become":
	default:
		return false
	}
	for i := range doc.Len() {
		if int(doc.Head[i]) != verb {
			continue
		}
		switch strings.ToLower(doc.Lemma[i]) {
		case "office", "power", "presidency", "premiership", "president", "chancellor", "minister":
			return true
		}
	}
	return false
}

// within reports whether a token belongs to a verb's own clause.
func within(doc *english.Doc, i, verb int) bool {
	for h := int(doc.Head[i]); h >= 0; h = int(doc.Head[h]) {
		if h == verb {
			return true
		}
		if doc.Pos[h] == english.VERB {
			return false
		}
	}
	return false
}

// yearAt is the year that a token names.
func yearAt(doc *english.Doc, i int) (int, bool) {
	w := doc.Word(i)
	if len(w) != 4 || w[0] != '1' && w[0] != '2' {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n >= 1800 && n < 2200
}

func yearOf(d who.Day) int {
	y, err := strconv.Atoi(d.String()[:4])
	if err != nil {
		return 0
	}
	return y
}

// starts are the terms of the highest office that a person has held whose first
// day is known, in order.
func starts(entry *who.Entry) []who.Term {
	var list []who.Term
	top := ""
	for _, t := range entry.Terms {
		switch t.Member {
		case "head-of-state", "head-of-government", "leader":
			top = t.Member
		}
	}
	for _, t := range entry.Terms {
		if t.Office != "" && t.From > who.Ever && (top == "" || t.Member == top) {
			list = append(list, t)
		}
	}
	return list
}

func called(t who.Term) string { return t.Office + " of " + t.Country }

// titled checks the office that stands before a name, as in "Prime Minister
// Mariano Rajoy", against who held it when the report was published. A text
// that names a year in the sentence or says "former" looks back, and is let be.
func titled(doc *english.Doc, m *who.Mention, entry *who.Entry, set Setting) (Note, bool) {
	if !set.Dated || m.Kind != who.Person {
		return Note{}, false
	}
	sent := doc.Sentence(doc.SentenceOf(m.Head))
	for i := sent.First(); i < sent.Last(); i++ {
		if _, ok := yearAt(doc, i); ok {
			return Note{}, false
		}
	}
	for i := max(m.First-1, sent.First()); i < m.Last; i++ {
		switch strings.ToLower(doc.Word(i)) {
		case "former", "ex", "then", "late", "future", "elect", "acting", "interim", "vice", "deputy", "assistant", "designate":
			return Note{}, false
		}
	}
	for _, t := range entry.Terms {
		if !sole(t) || t.From <= set.Published && set.Published < t.To {
			continue
		}
		at, ok := stands(doc, m, t.Office)
		if !ok || holdsAny(entry, t.Office, set.Published) {
			continue
		}
		holder, ok := set.Roster.Holder(t.Country, t.Office, set.Published)
		if !ok || holder == entry {
			continue
		}
		return Note{
			Start: int(doc.Start[at]), End: int(doc.End[m.Last-1]),
			Text: fmt.Sprintf("on %s the roster has %s as %s, not %s", set.Published, holder.Name, called(t), entry.Name),
		}, true
	}
	return Note{}, false
}

// sole reports whether an office has one holder at a time and a title that is
// no part of others'.
func sole(t who.Term) bool {
	switch t.Member {
	case "head-of-state", "head-of-government", "leader", "foreign-minister":
		return t.Office != ""
	}
	return false
}

// holdsAny reports whether somebody holds an office of this name on a day, of
// whatever country.
func holdsAny(entry *who.Entry, office string, day who.Day) bool {
	return slices.ContainsFunc(entry.Terms, func(t who.Term) bool { return t.Office == office && t.From <= day && day < t.To })
}

// stands finds the words of an office among those of a mention.
func stands(doc *english.Doc, m *who.Mention, office string) (at int, ok bool) {
	words := strings.Fields(office)
	for i := m.First; i+len(words) <= m.Last; i++ {
		same := true
		for k, w := range words {
			same = same && strings.EqualFold(doc.Word(i+k), w)
		}
		if same {
			return i, true
		}
	}
	return 0, false
}
