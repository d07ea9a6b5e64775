package store

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"maps"

	"demarche/event"
	"demarche/relation"
)

// follow reckons the relations of the pairs in the temporary table moved_pairs
// anew.
func (up *updating) follow() error {
	tx := up.tx
	for _, table := range []string{"relations", "levels", "phases", "turns", "matters"} {
		if table == "matters" {
			if err := tx.exec(`DELETE FROM data.matter_steps WHERE matter IN
				(SELECT id FROM data.matters WHERE (a, b) IN (SELECT a, b FROM moved_pairs))`); err != nil {
				return err
			}
		}
		if err := tx.exec(`DELETE FROM data.` + table + ` WHERE (a, b) IN (SELECT a, b FROM moved_pairs)`); err != nil {
			return err
		}
	}
	type size struct {
		pair   [2]string
		events int
	}
	var pairs []size
	err := tx.rows(func(scan func(...any) error) error {
		var s size
		err := scan(&s.pair[0], &s.pair[1], &s.events)
		pairs = append(pairs, s)
		return err
	}, `SELECT m.a, m.b, count(p.event) FROM (SELECT DISTINCT a, b FROM moved_pairs) m
		LEFT JOIN data.event_pairs p ON p.a = m.a AND p.b = m.b GROUP BY m.a, m.b ORDER BY m.a, m.b`)
	if err != nil {
		return fmt.Errorf("reading which relations moved: %w", err)
	}
	for len(pairs) > 0 {
		n, events := 0, 0
		for n < len(pairs) && (n == 0 || events+pairs[n].events <= most/4) {
			events += pairs[n].events
			up.change.Pairs = append(up.change.Pairs, pairs[n].pair)
			n++
		}
		some := make([][2]string, n)
		for i := range some {
			some[i] = pairs[i].pair
		}
		if err := up.relations(some); err != nil {
			return err
		}
		up.step("relations", n)
		pairs = pairs[n:]
	}
	return tx.flush()
}

// relations reckons and writes those of some pairs.
func (up *updating) relations(pairs [][2]string) error {
	tx := up.tx
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE some_pairs (a VARCHAR, b VARCHAR)`); err != nil {
		return err
	}
	err := tx.fill("some_pairs", func(put func(...driver.Value) error) error {
		for _, p := range pairs {
			if err := put(p[0], p[1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	const which = `SELECT event FROM data.event_pairs WHERE (a, b) IN (SELECT a, b FROM some_pairs)`
	events, err := up.events(which)
	if err != nil {
		return err
	}
	of := map[pair][]int64{}
	for no, e := range events {
		for _, p := range pairsOf(e) {
			of[p] = append(of[p], no)
		}
	}
	for _, p := range pairs {
		nos := of[p]
		if len(nos) == 0 {
			continue
		}
		list := make([]*event.Event, len(nos))
		for i, no := range nos {
			list[i] = events[no]
		}
		story := NewStory(list, p[0], p[1])
		if err := tx.putRelation(story); err != nil {
			return fmt.Errorf("the relation of %s and %s: %w", p[0], p[1], err)
		}
		if !up.brought.over {
			up.brought.note(p, accountOf(story, nos, events), events)
		}
	}
	return nil
}

// events are those whose numbers the query which gives, by number, at least as far as
// readStory reads them. Most of those of a relation that moved are as they were, and
// at hand; a few that are not are read whole, to be kept.
func (up *updating) events(which string) (map[int64]*event.Event, error) {
	tx := up.tx
	var nos []int64
	err := tx.rows(func(scan func(...any) error) error {
		var no int64
		err := scan(&no)
		nos = append(nos, no)
		return err
	}, `SELECT DISTINCT event FROM (`+which+`)`)
	if err != nil {
		return nil, fmt.Errorf("looking for the events of relations: %w", err)
	}
	events, missing := up.store.events.take(nos)
	switch {
	case len(missing) == 0:
		return events, nil
	case len(missing) > portion:
		up.brought = brought{over: true}
		return readStory(tx.ctx, tx.conn, which)
	}
	read, err := readEvents(tx.ctx, tx.conn, sqlList(missing))
	if err != nil {
		return nil, err
	}
	maps.Copy(events, read)
	return events, nil
}

// dates reads days in turn; the first that is none is in err.
type dates struct{ err error }

func (d *dates) of(s string) driver.Value {
	v, err := day(s)
	d.err = cmp.Or(d.err, err)
	return v
}

// Story is a relation as it is stored: without its events, which are rows of their
// own, so that it can be sent from one machine to another.
type Story struct {
	*relation.Relation
	Count  int      // of events
	Lapses []string // for each matter the day on which it lapses, "" for never
}

// NewStory reckons the relation of two countries from the events between them.
func NewStory(events []*event.Event, a, b string) *Story {
	r := relation.Of(events, a, b, relation.Options{})
	s := &Story{Relation: r, Count: len(r.Events)}
	for _, m := range r.Matters {
		s.Lapses = append(s.Lapses, m.Lapses())
	}
	r.Events = nil
	return s
}

// putRelation writes a relation with all that was reckoned of it.
func (tx *writer) putRelation(r *Story) error {
	var d dates
	a, b := r.A, r.B
	errs := []error{tx.append("relations", a, b, d.of(r.Until), r.Level, r.Volume, r.Lead, int32(r.Count))}
	for _, p := range r.Course {
		errs = append(errs, tx.append("levels", a, b, d.of(p.Date), p.Level, p.Volume))
	}
	for _, p := range r.Phases {
		errs = append(errs, tx.append("phases", a, b, p.Name, d.of(p.From), d.of(p.To), p.Mean, int32(p.Events)))
	}
	for _, t := range r.Turns {
		errs = append(errs, tx.append("turns", a, b, d.of(t.Date), d.of(t.Window[0]), d.of(t.Window[1]),
			string(t.Direction), t.Probability, t.Before, t.After, words(t.Because)))
	}
	for i, m := range r.Matters {
		last := m.Steps[len(m.Steps)-1]
		errs = append(errs, tx.append("matters", m.ID(), a, b, string(m.Kind), m.By, m.To, m.What, m.About, words(m.Topics),
			string(m.State()), d.of(m.Opened()), d.of(last.Date), d.of(r.Lapses[i])))
		for i, s := range m.Steps {
			errs = append(errs, tx.append("matter_steps", m.ID(), int32(i), string(s.State), d.of(s.Date), d.of(s.For),
				nullable(s.Event), s.Words, words(s.Outlets)))
		}
	}
	return cmp.Or(append(errs, d.err)...)
}
