package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Meeting are those of the events of these ids that meet a filter, as a set.
func (s *Store) Meeting(ctx context.Context, f Filter, ids []string) (map[string]bool, error) {
	met := map[string]bool{}
	if len(ids) == 0 {
		return met, nil
	}
	c := f.events()
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	c.add("e.id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", args...)
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		met[id] = true
		return err
	}, `SELECT e.id FROM data.events e WHERE `+c.where(), c.args...)
	if err != nil {
		return nil, fmt.Errorf("looking which events are asked for: %w", err)
	}
	return met, nil
}

// Origin is the id that an event had when it was first noted as a change, which
// stays the same when reports come that tell of it earlier.
func (s *Store) Origin(ctx context.Context, id string) (string, error) {
	known := map[string]bool{}
	for !known[id] {
		known[id] = true
		var was string
		err := s.db.QueryRowContext(ctx, `SELECT event FROM data.changes WHERE kind = 'retold' AND id = ? AND event <> id ORDER BY no LIMIT 1`, id).Scan(&was)
		if errors.Is(err, sql.ErrNoRows) {
			return id, nil
		}
		if err != nil {
			return "", fmt.Errorf("looking for what an event was called first: %w", err)
		}
		id = was
	}
	return id, nil
}
