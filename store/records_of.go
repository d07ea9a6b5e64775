package store

import (
	"context"
	"fmt"
)

// RecordsOf are the records of an event whole, in its order.
func (s *Store) RecordsOf(ctx context.Context, event string) ([]Found, error) {
	var list []hit
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var h hit
		err := scan(&h.no)
		list = append(list, h)
		return err
	}, `SELECT m.record FROM data.event_records m JOIN data.events e ON e.no = m.event WHERE e.id = ? ORDER BY m.position`, event)
	if err != nil {
		return nil, fmt.Errorf("looking for the records of an event: %w", err)
	}
	return s.foundOf(ctx, list)
}
