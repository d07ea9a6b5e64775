package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"demarche/relation"
)

// Relation is the story of two countries as it was reckoned when events were
// last brought up to date, with the defaults of package relation; a and b may be
// in any order. Where there are no events between the two it is empty.
func (s *Store) Relation(ctx context.Context, a, b string) (*relation.Relation, error) {
	if b < a {
		r, err := s.Relation(ctx, b, a)
		if err != nil {
			return nil, err
		}
		r.A, r.B, r.Lead = a, b, 0-r.Lead
		return r, nil
	}
	r := relation.Of(nil, a, b, relation.Options{})
	var until sql.NullTime
	err := s.db.QueryRowContext(ctx, `SELECT until, level, volume, lead FROM data.relations WHERE a = ? AND b = ?`, a, b).
		Scan(&until, &r.Level, &r.Volume, &r.Lead)
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the relation of %s and %s: %w", a, b, err)
	}
	r.Until = dayText(until)
	if err := s.told(ctx, r); err != nil {
		return nil, fmt.Errorf("reading the relation of %s and %s: %w", a, b, err)
	}
	matters, _, err := s.Matters(ctx, MatterFilter{Pair: [2]string{a, b}}, Page{Sort: "opened"})
	if err != nil {
		return nil, err
	}
	r.Matters = Followed(matters)
	r.Events, err = s.Between(ctx, a, b)
	return r, err
}

// told reads levels, phases and turns.
func (s *Store) told(ctx context.Context, r *relation.Relation) error {
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var p relation.Point
		var date sql.NullTime
		err := scan(&date, &p.Level, &p.Volume)
		p.Date = dayText(date)
		r.Course = append(r.Course, p)
		return err
	}, `SELECT date, level, volume FROM data.levels WHERE a = ? AND b = ? ORDER BY date`, r.A, r.B)
	if err != nil {
		return err
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var p relation.Phase
		var from, to sql.NullTime
		err := scan(&p.Name, &from, &to, &p.Mean, &p.Events)
		p.From, p.To = dayText(from), dayText(to)
		r.Phases = append(r.Phases, p)
		return err
	}, `SELECT name, date_start, date_end, mean, events FROM data.phases WHERE a = ? AND b = ? ORDER BY date_start`, r.A, r.B)
	if err != nil {
		return err
	}
	return each(ctx, s.db, func(scan func(...any) error) error {
		var t relation.Turn
		var date, from, to sql.NullTime
		var because []any
		err := scan(&date, &from, &to, &t.Direction, &t.Probability, &t.Before, &t.After, list{&because})
		t.Date, t.Window, t.Because = dayText(date), [2]string{dayText(from), dayText(to)}, texts[string](because)
		r.Turns = append(r.Turns, t)
		return err
	}, `SELECT date, window_start, window_end, direction, probability, mean_before, mean_after, because
		FROM data.turns WHERE a = ? AND b = ? ORDER BY date, window_start`, r.A, r.B)
}
