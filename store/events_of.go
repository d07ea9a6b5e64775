package store

import (
	"context"
	"strings"

	"demarche/event"
)

// EventsOf are the events of these ids, by id, each with its records as far as
// Event gives them. Those that are no more are left out.
func (s *Store) EventsOf(ctx context.Context, ids []string) (map[string]*event.Event, error) {
	known := make(map[string]*event.Event, len(ids))
	if len(ids) == 0 {
		return known, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	found, err := readEvents(ctx, s.db, `SELECT no FROM data.events WHERE id IN (?`+strings.Repeat(", ?", len(ids)-1)+`)`, args...)
	if err != nil {
		return nil, err
	}
	for _, e := range found {
		known[e.ID] = e
	}
	return known, nil
}
