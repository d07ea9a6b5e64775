package who

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// check looks for what no single line of the tables shows: two holders of an
// office that a country has once, and names that stand for two things at a time.
func (r *Roster) check() error {
	return errors.Join(r.checkHolders(), r.checkNames())
}

// checkHolders finds overlaps in offices that a country has once. Where a date
// is known by month or year only, the terms may meet within it.
func (r *Roster) checkHolders() error {
	type seat struct{ country, office string }
	type holder struct {
		entry *Entry
		term  *Term
	}
	byPost := make(map[seat][]holder)
	for _, e := range r.entries {
		for i := range e.Terms {
			t := &e.Terms[i]
			if o := r.offices[t.Office]; o != nil && o.sole {
				p := seat{t.Country, t.Office}
				byPost[p] = append(byPost[p], holder{e, t})
			}
		}
	}
	var errs []error
	for p, list := range byPost {
		slices.SortFunc(list, func(a, b holder) int { return int(a.term.From) - int(b.term.From) })
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			if a.term.sure > b.term.late-1 {
				errs = append(errs, fmt.Errorf("%s:%d: %s is %s of %s from %s on, while %s is (%s:%d)",
					b.term.Source, b.term.Line, b.entry.Name, p.office, p.country, b.term.From, a.entry.Name, a.term.Source, a.term.Line))
			}
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(errs...)
}

// checkNames finds names, surnames aside, that stand for two entries on one
// day. People of one name, and bodies that several countries have under the same
// name, are told apart in text by what stands around them.
func (r *Roster) checkNames() error {
	var errs []error
	for _, s := range r.names.ends {
		senses := r.senses[s.first:s.last]
		for i := range senses {
			for j := range i {
				a, b := &senses[i], &senses[j]
				if clash(a, b) {
					errs = append(errs, fmt.Errorf("%q is %s of %s (%s) and %s of %s (%s)", a.text(),
						a.Form, a.Entry.Name, a.Entry.Terms[0].at(), b.Form, b.Entry.Name, b.Entry.Terms[0].at()))
				}
			}
		}
	}
	return errors.Join(errs...)
}

func clash(a, b *Sense) bool {
	switch {
	case a.Entry == b.Entry, a.Form == Short, b.Form == Short:
		return false
	case a.Entry.Kind == Person && b.Entry.Kind == Person:
		return false
	case a.exact() != b.exact():
		return false
	case a.Entry.Kind == Body && b.Entry.Kind == Body && a.Entry.Terms[0].Country != b.Entry.Terms[0].Country:
		return false
	}
	return true
}

// text is one way the name of a sense is written.
func (s *Sense) text() string {
	if x := s.exact(); x != "" {
		return x
	}
	for _, a := range s.Entry.Aliases {
		if a.Form == s.Form {
			return a.Text
		}
	}
	return s.Entry.Name
}

func (t *Term) at() at { return at{t.Source, t.Line} }
