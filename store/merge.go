package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

// Change is what an update did.
type Change struct {
	Events []string    // ids of events that are new or were described anew
	Gone   []string    // ids of events that are no more: their records belong to others now
	Pairs  [][2]string // whose relation was reckoned anew, each in alphabetical order
}

// Stale reports whether reports have come in that events do not know of.
func (s *Store) Stale(ctx context.Context) (bool, error) {
	var stale bool
	err := s.db.QueryRowContext(ctx, `SELECT EXISTS (FROM data.stale_pairs) OR EXISTS (FROM data.stale_events) OR EXISTS (FROM data.stale_weeks)`).Scan(&stale)
	if err != nil {
		return false, fmt.Errorf("looking whether events are up to date: %w", err)
	}
	return stale, nil
}

// Update brings events, relations, turns and matters up to date with the
// reports, in one transaction. The result is the same in whatever order and
// portions reports came. Reports can be added meanwhile; events know of them
// after the next update. step, which may be nil, is told of progress: what is
// done, and how much of it.
func (s *Store) Update(ctx context.Context, step func(what string, n int)) (*Change, error) {
	stale, err := s.Stale(ctx)
	if err != nil || !stale {
		return &Change{}, err
	}
	if s.readOnly {
		return nil, ErrStale
	}
	if step == nil {
		step = func(string, int) {}
	}
	s.settling.Lock()
	defer s.settling.Unlock()
	up := updating{store: s, change: &Change{}, step: step}
	if up.next, err = s.nextEvent(ctx); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(tx *writer) error {
		up.tx = tx
		return up.run()
	})
	if err != nil {
		s.ledger.settle(up.change.Pairs, nil)
		return nil, fmt.Errorf("bringing events up to date: %w", err)
	}
	s.events.put(up.brought.events)
	s.ledger.settle(up.change.Pairs, up.brought.accounts)
	s.adding.Lock()
	s.next.event = up.next
	s.adding.Unlock()
	return up.change, nil
}

// nextEvent is the first number of an event that is free.
func (s *Store) nextEvent(ctx context.Context) (int64, error) {
	s.adding.Lock()
	defer s.adding.Unlock()
	if err := s.remember(ctx); err != nil {
		return 0, err
	}
	return s.next.event, nil
}

// Unsettle marks all events as out of date, so that the next update merges and
// follows everything anew, as newer rules would have it.
func (s *Store) Unsettle(ctx context.Context) error {
	defer s.alone()()
	err := s.write(ctx, func(tx *writer) error {
		for _, query := range []string{
			`INSERT INTO data.stale_pairs SELECT a, b, min(first_day), max(last_day) FROM data.standings GROUP BY a, b`,
			`INSERT INTO data.stale_weeks SELECT DISTINCT week FROM data.reports WHERE week IS NOT NULL`,
		} {
			if err := tx.exec(query); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("marking events as out of date: %w", err)
	}
	return nil
}

// updating is one run of Update.
type updating struct {
	store   *Store
	tx      *writer
	next    int64 // first number of an event that is free
	change  *Change
	step    func(string, int)
	known   acquainted
	brought brought
}

func (up *updating) run() error {
	tx := up.tx
	if err := tx.voices(); err != nil {
		return err
	}
	if err := up.cluster(); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM data.memberships m USING fresh f WHERE m.record = f.record AND m.a = f.a AND m.b = f.b`,
		`INSERT INTO data.memberships SELECT * FROM fresh`,
		// What hangs together with what changed: the events of its records, and
		// all the records of these.
		`CREATE OR REPLACE TEMP TABLE old_events AS
			SELECT event FROM data.stale_events
			UNION SELECT event FROM data.event_records WHERE record IN (SELECT record FROM fresh)`,
		`CREATE OR REPLACE TEMP TABLE affected AS
			SELECT record FROM fresh
			UNION SELECT record FROM data.event_records WHERE event IN (SELECT event FROM old_events)`,
		`CREATE OR REPLACE TEMP TABLE moved_pairs AS
			SELECT DISTINCT a, b FROM data.event_pairs WHERE event IN (SELECT event FROM old_events)`,
		`CREATE OR REPLACE TEMP TABLE old_ids AS
			SELECT id FROM data.events WHERE no IN (SELECT event FROM old_events)`,
	} {
		if err := tx.exec(query); err != nil {
			return err
		}
	}
	if err := tx.before(); err != nil {
		return err
	}
	for _, table := range []string{"event_records", "event_parties", "event_differences", "event_pairs"} {
		if err := tx.exec(`DELETE FROM data.` + table + ` WHERE event IN (SELECT event FROM old_events)`); err != nil {
			return err
		}
	}
	if err := tx.exec(`DELETE FROM data.events WHERE no IN (SELECT event FROM old_events)`); err != nil {
		return err
	}
	if err := up.merge(); err != nil {
		return err
	}
	if err := up.gone(); err != nil {
		return err
	}
	if err := tx.beforeRelations(); err != nil {
		return err
	}
	if err := up.follow(); err != nil {
		return err
	}
	if err := tx.journal(); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM data.stale_pairs`, `DELETE FROM data.stale_events`,
		`DROP TABLE fresh`, `DROP TABLE old_events`, `DROP TABLE affected`, `DROP TABLE moved_pairs`, `DROP TABLE old_ids`,
		`DROP TABLE IF EXISTS wanted`, `DROP TABLE IF EXISTS spoken`,
	} {
		if err := tx.exec(query); err != nil {
			return err
		}
	}
	return nil
}

// grounds is a record with the best reason for its being in its event.
type grounds struct {
	record int64
	event  int64 // least number of a record of its event
	score  float64
	why    string
}

// merge joins the clusters that share a record and describes what comes of it.
func (up *updating) merge() error {
	list, err := up.tx.groups()
	if err != nil {
		return fmt.Errorf("joining clusters: %w", err)
	}
	for len(list) > 0 {
		n, events := 0, 0
		for n < len(list) {
			size := len(group(list[n:]))
			if n > 0 && n+size > most {
				break
			}
			n, events = n+size, events+1
		}
		if err := up.describe(list[:n]); err != nil {
			return err
		}
		up.step("events", events)
		list = list[n:]
	}
	up.known = acquainted{}
	return up.tx.flush()
}

// group is the first event's part of a list.
func group(list []grounds) []grounds {
	n := 0
	for n < len(list) && list[n].event == list[0].event {
		n++
	}
	return list[:n]
}

// groups are the affected records, those of one happening together, in the
// order of their numbers.
func (tx *writer) groups() ([]grounds, error) {
	var list []grounds // in the order of records, each once
	same := aliases{}
	why := map[string]string{} // the same few phrases come again and again
	err := tx.rows(func(scan func(...any) error) error {
		var g grounds
		var cluster int64
		if err := scan(&g.record, &cluster, &g.score, &g.why); err != nil {
			return err
		}
		if known, ok := why[g.why]; ok {
			g.why = known
		} else {
			why[g.why] = g.why
		}
		same.join(g.record, cluster)
		if n := len(list); n > 0 && list[n-1].record == g.record {
			a, b := g.reason(), list[n-1].reason()
			if event.Stronger(&a, &b) {
				list[n-1] = g
			}
			return nil
		}
		list = append(list, g)
		return nil
	}, `SELECT record, cluster, score, why FROM data.memberships WHERE record IN (SELECT record FROM affected) ORDER BY record`)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].event = same.least(list[i].record)
	}
	slices.SortFunc(list, func(a, b grounds) int { return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.record, b.record)) })
	return list, nil
}

// reason is the one of the record, which it does not name.
func (g *grounds) reason() event.Reason { return event.Reason{Score: g.score, Why: g.why} }

// describe writes the events of some groups.
func (up *updating) describe(list []grounds) error {
	nos := make([]int64, len(list))
	for i, g := range list {
		nos[i] = g.record
	}
	if err := up.known.load(up.tx, nos); err != nil {
		return err
	}
	teller := func(report int32) *event.Teller { return up.known.tellers[report] }
	for len(list) > 0 {
		own := group(list)
		list = list[len(own):]
		told := make([]event.Told, len(own))
		number := make(map[*record.Record]int64, len(own))
		for i, g := range own {
			t := up.known.tellings[g.record]
			r := t.Record()
			told[i] = event.Told{Telling: t, Reason: g.reason()}
			told[i].Reason.Record, told[i].Reason.Report = r.ID, r.Report.ID
			number[r] = g.record
		}
		no := up.next
		up.next++
		if !event.Sure(told) {
			for i, g := range own {
				if err := up.tx.append("event_records", no, g.record, int32(i), g.score, g.why); err != nil {
					return err
				}
			}
			continue
		}
		if err := up.put(no, event.Describe(told, teller), number); err != nil {
			return err
		}
	}
	return nil
}

// put writes an event.
func (up *updating) put(no int64, e *event.Event, number map[*record.Record]int64) error {
	tx := up.tx
	start, err := day(e.Start)
	if err != nil {
		return err
	}
	end, err := day(e.End)
	if err != nil {
		return err
	}
	aim, err := day(e.For)
	if err != nil {
		return err
	}
	var place, placeCountry, lat, lon, placeText driver.Value
	if p := e.Place; p != nil {
		place, placeCountry, lat, lon, placeText = p.Name, nullable(p.Country), p.Lat, p.Lon, p.Text
	}
	contexts, first := []plover.Context{}, ""
	for i, r := range e.Records {
		for _, c := range r.Contexts {
			if !slices.Contains(contexts, c) {
				contexts = append(contexts, c)
			}
		}
		if first == "" || r.Report.Published != "" && r.Report.Published < first {
			first = r.Report.Published
		}
		if err := tx.append("event_records", no, number[r], int32(i), e.Merged[i].Score, e.Merged[i].Why); err != nil {
			return err
		}
	}
	slices.Sort(contexts)
	told, err := day(first)
	if err != nil {
		return err
	}
	err = tx.append("events", no, e.ID, string(e.Type), nullable(e.Mode), string(e.Quad), e.Score, string(e.Modality),
		start, end, string(e.Precision), aim, place, placeCountry, lat, lon, placeText,
		codes(e.Actors), codes(e.Recipients), words(contexts), words(e.Topics), e.Words,
		words(e.Reports), words(e.Outlets), int32(e.Voices), told)
	if err != nil {
		return err
	}
	for i := range e.Actors {
		if err := tx.putEventParty(no, actor, i, &e.Actors[i]); err != nil {
			return err
		}
	}
	for i := range e.Recipients {
		if err := tx.putEventParty(no, recipient, i, &e.Recipients[i]); err != nil {
			return err
		}
	}
	for i, d := range e.Differ {
		if err := tx.append("event_differences", no, int32(i), d.On, words(d.Values)); err != nil {
			return err
		}
	}
	for _, p := range pairsOf(e) {
		if err := tx.append("event_pairs", no, p[0], p[1]); err != nil {
			return err
		}
	}
	up.change.Events = append(up.change.Events, e.ID)
	return nil
}

func (tx *writer) putEventParty(no int64, role string, position int, p *event.Party) error {
	return tx.append("event_parties", no, role, int32(position), p.Country, nullable(p.Sector), words(p.Names), p.Implied)
}

func codes(side []event.Party) []string {
	list := make([]string, len(side))
	for i := range side {
		list[i] = side[i].Country
	}
	return list
}

// pairsOf are the pairs of countries that the event is one between.
func pairsOf(e *event.Event) [][2]string {
	all := e.Countries()
	slices.Sort(all)
	all = slices.Compact(all)
	var pairs [][2]string
	for i, a := range all {
		for _, b := range all[i+1:] {
			if e.Between(a, b) {
				pairs = append(pairs, [2]string{a, b})
			}
		}
	}
	return pairs
}

// gone notes which events are no more, and adds the pairs of the new ones to
// those whose relation moved.
func (up *updating) gone() error {
	err := up.tx.rows(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		up.change.Gone = append(up.change.Gone, id)
		return err
	}, `SELECT id FROM old_ids WHERE id NOT IN (SELECT id FROM data.events) ORDER BY id`)
	if err != nil {
		return err
	}
	return up.tx.exec(`INSERT INTO moved_pairs SELECT DISTINCT p.a, p.b FROM data.event_pairs p
		JOIN data.event_records m ON m.event = p.event WHERE m.record IN (SELECT record FROM affected)`)
}
