package store

import (
	"context"
	"errors"

	"demarche/relation"
)

// Relation is the story of two countries as it was reckoned when events were
// last brought up to date, with the defaults of package relation; a and b may be
// in any order. Where there are no events between the two it is empty.
func (s *Store) Relation(ctx context.Context, a, b string) (*relation.Relation, error) {
	r := relation.Of(nil, a, b, relation.Options{})
	x, err := s.Account(ctx, a, b)
	if errors.Is(err, ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	r.Until, r.Level, r.Volume, r.Lead = x.Until, x.Level, x.Volume, x.Lead
	if a != x.A {
		r.Lead = 0 - r.Lead
	}
	r.Course, r.Phases, r.Turns, r.Matters = x.Course, x.Phases, x.Turns, Followed(x.Matters)
	r.Events, err = s.Between(ctx, a, b)
	return r, err
}
