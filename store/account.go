package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"demarche/event"
	"demarche/relation"
)

// pair are two countries by code, in alphabetical order.
type pair = [2]string

// Account is all that the store tells of the relation of two countries.
type Account struct {
	Standing
	Phases  []relation.Phase // in order of time
	Turns   []relation.Turn  // the same
	Matters []*Matter        // in the order in which they were opened
	events  []int64          // numbers of the events between the two, by day and id
}

// Account is the relation of two countries, which may be in any order; it has them
// in alphabetical order. The error wraps ErrNotFound where there is no event between
// the two. What is in it must not be changed.
func (s *Store) Account(ctx context.Context, a, b string) (*Account, error) {
	kept, err := s.account(ctx, pair{min(a, b), max(a, b)})
	if err != nil {
		return nil, err
	}
	newest, err := s.Newest(ctx)
	if err != nil {
		return nil, err
	}
	own := *kept
	own.Matters = lapsed(own.Matters, newest)
	return &own, nil
}

// account is the relation of a pair with its matters as they stood on the day of the
// pair's own last event.
func (s *Store) account(ctx context.Context, p pair) (*Account, error) {
	kept, at := s.ledger.account(p)
	if kept == nothing {
		return nil, noEvent(p)
	}
	if kept != nil {
		return kept, nil
	}
	read, err := s.readAccount(ctx, p)
	if errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("reading the relation of %s and %s: %w", p[0], p[1], err)
	}
	s.ledger.keep(p, read, at)
	return read, nil
}

func noEvent(p pair) error {
	return fmt.Errorf("an event between %s and %s: %w", p[0], p[1], ErrNotFound)
}

// readAccount reads what the tables have of the relation of a pair.
func (s *Store) readAccount(ctx context.Context, p pair) (*Account, error) {
	x := &Account{Standing: Standing{A: p[0], B: p[1], Course: []relation.Point{}}, Phases: []relation.Phase{}, Turns: []relation.Turn{}}
	var until sql.NullTime
	err := s.db.QueryRowContext(ctx, `SELECT until, level, volume, lead, events FROM data.relations WHERE a = ? AND b = ?`, p[0], p[1]).
		Scan(&until, &x.Level, &x.Volume, &x.Lead, &x.Standing.Events)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noEvent(p)
	}
	if err != nil {
		return nil, err
	}
	x.Until = dayText(until)
	if err := s.courses(ctx, []*Standing{&x.Standing}); err != nil {
		return nil, err
	}
	if x.Phases, err = s.Phases(ctx, p[0], p[1]); err != nil {
		return nil, err
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var t relation.Turn
		var date, from, to sql.NullTime
		var because []any
		err := scan(&date, &from, &to, &t.Direction, &t.Probability, &t.Before, &t.After, list{&because})
		t.Date, t.Window, t.Because = dayText(date), [2]string{dayText(from), dayText(to)}, texts[string](because)
		x.Turns = append(x.Turns, t)
		return err
	}, `SELECT date, window_start, window_end, direction, probability, mean_before, mean_after, because
		FROM data.turns WHERE a = ? AND b = ? ORDER BY date, window_start`, p[0], p[1])
	if err != nil {
		return nil, err
	}
	f := MatterFilter{Pair: p}
	if x.Matters, _, err = s.matters(ctx, `data.matters t`, f.conditions(), Page{Sort: "opened"}); err != nil {
		return nil, err
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var no int64
		err := scan(&no)
		x.events = append(x.events, no)
		return err
	}, `SELECT e.no FROM data.event_pairs p JOIN data.events e ON e.no = p.event WHERE p.a = ? AND p.b = ? ORDER BY `+eventSorts["date"]+`, e.id`, p[0], p[1])
	return x, err
}

// accountOf is what the tables will tell of a story that is written into them. nos
// are the numbers of the events between the two, which are in events.
func accountOf(r *Story, nos []int64, events map[int64]*event.Event) *Account {
	x := &Account{Standing: Standing{A: r.A, B: r.B, Until: r.Until, Level: r.Level, Volume: r.Volume, Lead: r.Lead, Events: r.Count, Course: r.Course},
		Phases: r.Phases, Turns: slices.Clone(r.Turns), Matters: make([]*Matter, len(r.Matters)), events: slices.Clone(nos)}
	for i := range x.Turns {
		x.Turns[i].Because = words(x.Turns[i].Because)
	}
	for i, m := range r.Matters {
		own := &Matter{ID: m.ID(), A: r.A, B: r.B, Kind: m.Kind, By: m.By, To: m.To, What: m.What, About: m.About, Topics: words(m.Topics),
			State: m.State(), Opened: m.Opened(), Moved: m.Steps[len(m.Steps)-1].Date, Lapses: r.Lapses[i], Steps: slices.Clone(m.Steps)}
		for j := range own.Steps {
			if step := &own.Steps[j]; len(step.Outlets) == 0 {
				step.Outlets = nil
			}
		}
		x.Matters[i] = own
	}
	slices.SortFunc(x.Matters, matterOrders["opened"].compare)
	slices.SortFunc(x.events, func(i, j int64) int {
		return cmp.Or(cmp.Compare(events[i].Start, events[j].Start), cmp.Compare(events[i].ID, events[j].ID))
	})
	return x
}

// key settles the order of matters of one day, as matterKey does in the tables.
func (m *Matter) key() string { return m.By + m.To + string(m.Kind) + m.ID }

// lapsed are matters as they stand on the day of the store's newest report.
func lapsed(matters []*Matter, newest string) []*Matter {
	list := make([]*Matter, len(matters))
	for i, m := range matters {
		list[i] = m
		if m.Lapses != "" && m.Lapses < newest {
			own := *m
			own.State, list[i] = relation.Lapsed, &own
		}
	}
	return list
}

// weight is about how many bytes an account takes.
func (x *Account) weight() int {
	n := 500 + 50*len(x.Course) + 100*len(x.Phases) + 8*len(x.events)
	for i := range x.Turns {
		n += 200 + 30*len(x.Turns[i].Because)
	}
	for _, m := range x.Matters {
		n += 400 + len(m.What)
		for i := range m.Steps {
			n += 200 + len(m.Steps[i].Words)
		}
	}
	return n
}
