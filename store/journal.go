package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// The kinds of changes.
const (
	NewEvent    = "event"  // an event that was not known
	RetoldEvent = "retold" // one that was, described anew with other records
	NewTurn     = "turn"
	NewStep     = "step"  // of a matter; the first opens it
	NewLevel    = "level" // a relation was reckoned anew
)

// Entry is one change of the store, as an update brought it.
type Entry struct {
	No    int64     // in the order of changes, from 1
	At    time.Time // of the update
	Kind  string
	ID    string    // of the event or matter
	Pair  [2]string // in alphabetical order; empty for events
	State string    // of a step its state, of a turn its direction
	Date  string    // YYYY-MM-DD; of the step or turn
	Event string    // of a step the event that made it; of a retold event the id it had before
	Was   float64   // level before and after
	Now   float64
}

// before notes what the tables hold of what is about to be reckoned anew.
func (tx *writer) before() error {
	for _, query := range []string{
		`CREATE OR REPLACE TEMP TABLE old_members AS
			SELECT m.record, e.id FROM data.event_records m JOIN data.events e ON e.no = m.event
			WHERE m.event IN (SELECT event FROM old_events)`,
		`CREATE OR REPLACE TEMP TABLE old_told AS
			SELECT e.id, e.reports, e.type, e.mode, e.modality, e.date_start, e.date_end FROM data.events e
			WHERE e.no IN (SELECT event FROM old_events)`,
	} {
		if err := tx.exec(query); err != nil {
			return err
		}
	}
	return nil
}

// beforeRelations notes the same of the pairs in moved_pairs.
func (tx *writer) beforeRelations() error {
	for _, query := range []string{
		`CREATE OR REPLACE TEMP TABLE old_turns AS
			SELECT a, b, direction, date FROM data.turns WHERE (a, b) IN (SELECT a, b FROM moved_pairs)`,
		`CREATE OR REPLACE TEMP TABLE old_steps AS
			SELECT m.a, m.b, m.kind, m.by_country, m.to_country, t.state, t.event FROM data.matter_steps t JOIN data.matters m ON m.id = t.matter
			WHERE (m.a, m.b) IN (SELECT a, b FROM moved_pairs)`,
		`CREATE OR REPLACE TEMP TABLE old_levels AS
			SELECT a, b, level FROM data.relations WHERE (a, b) IN (SELECT a, b FROM moved_pairs)`,
	} {
		if err := tx.exec(query); err != nil {
			return err
		}
	}
	return nil
}

// journal writes what the update brought. An event is new when none of its
// records was in one before; a step when its matter had none of that state by
// that event, whatever the event was called then; a turn when there was none that
// way within 45 days of it, now or at any time before: turns are dated anew as
// more is told.
func (tx *writer) journal() error {
	for _, query := range []string{
		// The ids that events had before, by those they have now.
		`CREATE OR REPLACE TEMP TABLE renamed AS
			SELECT e.id, min(o.id) AS was FROM old_members o
			JOIN data.event_records m ON m.record = o.record JOIN data.events e ON e.no = m.event GROUP BY e.id`,
		`CREATE OR REPLACE TEMP TABLE brought (kind VARCHAR, rank INTEGER, id VARCHAR, a VARCHAR, b VARCHAR, state VARCHAR,
			date DATE, event VARCHAR, was DOUBLE, now DOUBLE)`,
		`INSERT INTO brought SELECT 'event', 1, e.id, '', '', '', e.told, '', NULL, NULL FROM data.events e
			WHERE e.no IN (SELECT event FROM data.event_records WHERE record IN (SELECT record FROM affected))
			AND e.id NOT IN (SELECT id FROM renamed)
			AND e.id NOT IN (SELECT id FROM data.changes WHERE kind = 'event')`,
		`INSERT INTO brought SELECT 'retold', 2, e.id, '', '', '', e.told, r.was, NULL, NULL FROM data.events e JOIN renamed r ON r.id = e.id
			LEFT JOIN old_told o ON o.id = e.id
			WHERE o.id IS NULL OR o.reports <> e.reports OR o.type <> e.type OR o.modality <> e.modality
			OR o.mode IS DISTINCT FROM e.mode OR o.date_start IS DISTINCT FROM e.date_start OR o.date_end IS DISTINCT FROM e.date_end`,
		`INSERT INTO brought SELECT 'level', 3, r.a || '-' || r.b, r.a, r.b, '', r.until, '', o.level, r.level
			FROM data.relations r LEFT JOIN old_levels o ON o.a = r.a AND o.b = r.b
			WHERE (r.a, r.b) IN (SELECT a, b FROM moved_pairs) AND o.level IS DISTINCT FROM r.level`,
		`INSERT INTO brought SELECT 'turn', 4, t.a || '-' || t.b, t.a, t.b, t.direction, t.date, '', t.mean_before, t.mean_after FROM data.turns t
			WHERE (t.a, t.b) IN (SELECT a, b FROM moved_pairs)
			AND NOT EXISTS (SELECT 1 FROM old_turns o WHERE o.a = t.a AND o.b = t.b AND o.direction = t.direction
				AND abs(date_diff('day', o.date, t.date)) <= 45)
			AND NOT EXISTS (SELECT 1 FROM data.changes c WHERE c.kind = 'turn' AND c.a = t.a AND c.b = t.b AND c.state = t.direction
				AND abs(date_diff('day', c.date, t.date)) <= 45)`,
		`INSERT INTO brought SELECT 'step', 5, m.id, m.a, m.b, t.state, t.date, coalesce(t.event, ''), NULL, NULL
			FROM data.matter_steps t JOIN data.matters m ON m.id = t.matter LEFT JOIN renamed r ON r.id = t.event
			WHERE (m.a, m.b) IN (SELECT a, b FROM moved_pairs)
			AND NOT EXISTS (SELECT 1 FROM old_steps o WHERE o.a = m.a AND o.b = m.b AND o.kind = m.kind AND o.by_country = m.by_country
				AND o.to_country = m.to_country AND o.state = t.state AND coalesce(o.event, '') IN (coalesce(t.event, ''), coalesce(r.was, '')))
			AND NOT EXISTS (SELECT 1 FROM data.changes c WHERE c.kind = 'step' AND c.id = m.id AND c.state = t.state AND c.event = coalesce(t.event, ''))`,
	} {
		if err := tx.exec(query); err != nil {
			return fmt.Errorf("finding what is new: %w", err)
		}
	}
	err := tx.exec(`INSERT INTO data.changes
		SELECT (SELECT coalesce(max(no), 0) FROM data.changes) + row_number() OVER (ORDER BY rank, a, b, date, id, state, event), ?,
			kind, id, a, b, state, date, event, was, now FROM brought`, time.Now().UTC())
	if err != nil {
		return fmt.Errorf("writing what is new: %w", err)
	}
	for _, table := range []string{"old_members", "old_told", "old_turns", "old_steps", "old_levels", "renamed", "brought"} {
		if err := tx.exec(`DROP TABLE ` + table); err != nil {
			return err
		}
	}
	return nil
}

// Changes are those after a number, in order, at most limit.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]Entry, error) {
	return s.entries(ctx, `no > ? ORDER BY no LIMIT ?`, after, limit)
}

// ChangesSince are those since a time, in order.
func (s *Store) ChangesSince(ctx context.Context, at time.Time) ([]Entry, error) {
	return s.entries(ctx, `noted >= ? ORDER BY no`, at.UTC())
}

func (s *Store) entries(ctx context.Context, which string, args ...any) ([]Entry, error) {
	var list []Entry
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var e Entry
		var date sql.NullTime
		var was, now sql.NullFloat64
		err := scan(&e.No, &e.At, &e.Kind, &e.ID, &e.Pair[0], &e.Pair[1], &e.State, &date, &e.Event, &was, &now)
		e.Date, e.Was, e.Now = dayText(date), was.Float64, now.Float64
		list = append(list, e)
		return err
	}, `SELECT no, noted, kind, id, a, b, state, date, event, was, now FROM data.changes WHERE `+which, args...)
	if err != nil {
		return nil, fmt.Errorf("reading what changed: %w", err)
	}
	return list, nil
}

// LastChange is the number of the newest change, 0 where there is none.
func (s *Store) LastChange(ctx context.Context) (no int64, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT coalesce(max(no), 0) FROM data.changes`).Scan(&no)
	if err != nil {
		return 0, fmt.Errorf("reading what changed: %w", err)
	}
	return no, nil
}

// Keepsakes are what an owner keeps in the store, by key.
func (s *Store) Keepsakes(ctx context.Context, owner string) (map[string]string, error) {
	kept := map[string]string{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var key, value string
		err := scan(&key, &value)
		kept[key] = value
		return err
	}, `SELECT key, value FROM data.keepsakes WHERE owner = ?`, owner)
	if err != nil {
		return nil, fmt.Errorf("reading what %s keeps: %w", owner, err)
	}
	return kept, nil
}

// Keep sets values of an owner, all in one transaction; "" takes a key out.
func (s *Store) Keep(ctx context.Context, owner string, values map[string]string) error {
	s.adding.Lock()
	defer s.adding.Unlock()
	err := s.write(ctx, func(tx *writer) error {
		for key, value := range values {
			if err := tx.exec(`DELETE FROM data.keepsakes WHERE owner = ? AND key = ?`, owner, key); err != nil {
				return err
			}
			if value == "" {
				continue
			}
			if err := tx.exec(`INSERT INTO data.keepsakes VALUES (?, ?, ?)`, owner, key, value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keeping what %s keeps: %w", owner, err)
	}
	return nil
}
