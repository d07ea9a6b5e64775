package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"demarche/event"
	"demarche/record"
	"demarche/relation"
	"demarche/report"
)

// ErrNotFound says that there is nothing of that id.
var ErrNotFound = errors.New("there is none of that id")

// hit is a row that met a filter.
type hit struct {
	no  int64
	key any
	id  string
}

// hits are the numbers of the rows that meet a condition, as a page wants them,
// and the cursor of the next page, "" where there is none.
func (s *Store) hits(ctx context.Context, from string, c *conditions, o ordering, p Page) (list []hit, next string, err error) {
	if err := o.after(c, p.After); err != nil {
		return nil, "", err
	}
	prefix, _, _ := strings.Cut(o.id, ".")
	query := `SELECT ` + prefix + `.no, ` + o.key + `, ` + o.id + ` FROM ` + from + ` WHERE ` + c.where() + o.by()
	if p.Limit > 0 {
		query += ` LIMIT ` + strconv.Itoa(p.Limit+1)
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var h hit
		err := scan(&h.no, &h.key, &h.id)
		list = append(list, h)
		return err
	}, query, c.args...)
	if err != nil {
		return nil, "", err
	}
	if p.Limit > 0 && len(list) > p.Limit {
		list = list[:p.Limit]
		last := list[p.Limit-1]
		next, err = cursorAt(last.key, last.id)
	}
	return list, next, err
}

// numbersOf are the numbers of hits.
func numbersOf(list []hit) []int64 {
	nos := make([]int64, len(list))
	for i, h := range list {
		nos[i] = h.no
	}
	return nos
}

// sqlList is a list of numbers as SQL has it.
func sqlList(nos []int64) string {
	var b strings.Builder
	for i, no := range nos {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(no, 10))
	}
	return b.String()
}

// Events are those that meet a filter, in the order that the page asks for, and
// the cursor of the next page, "" where this is the last. Of the records of each
// they hold what merging needs; Records gives them whole.
func (s *Store) Events(ctx context.Context, f Filter, p Page) (events []*event.Event, next string, err error) {
	o, err := p.ordering(eventSorts, "e.id")
	if err != nil {
		return nil, "", err
	}
	if events, next, ok, err := s.eventsOfPair(ctx, &f, p); ok || err != nil {
		return events, next, err
	}
	list, next, err := s.hits(ctx, "data.events e", f.events(), o, p)
	if err != nil {
		return nil, "", fmt.Errorf("looking for events: %w", err)
	}
	found, missing := s.events.take(numbersOf(list))
	if len(missing) > portion && p.Limit == 0 && p.After == "" {
		// Nearly all: a list of numbers would cost more than the condition.
		c := f.events()
		if found, err = readEvents(ctx, s.db, `SELECT e.no FROM data.events e WHERE `+c.where(), c.args...); err != nil {
			return nil, "", err
		}
		s.events.put(found)
	} else if err := s.fetchEvents(ctx, found, missing); err != nil {
		return nil, "", err
	}
	events = make([]*event.Event, 0, len(list))
	for _, h := range list {
		if e := found[h.no]; e != nil { // it may be gone, since an update can come in between
			own := *e
			events = append(events, &own)
		}
	}
	return events, next, nil
}

// accountFor is the account of the pair that a filter of events with these conditions
// asks for, nil where it asks for more or the account is not at hand.
func (s *Store) accountFor(f *Filter, c *conditions) *Account {
	a, b, ok := f.pair()
	if !ok || len(c.parts) > 1 {
		return nil
	}
	x, _ := s.ledger.account(pair{a, b})
	return x
}

// eventsOfPair does what Events does, for a filter that asks for no more than the pair
// and a page that begins with its first or last event, if the pair's account is at
// hand.
func (s *Store) eventsOfPair(ctx context.Context, f *Filter, p Page) (events []*event.Event, next string, ok bool, err error) {
	word, down := p.by()
	if word != "date" || p.After != "" {
		return nil, "", false, nil
	}
	x := s.accountFor(f, f.events())
	if x == nil {
		return nil, "", false, nil
	}
	n := len(x.events)
	if p.Limit > 0 {
		n = min(n, p.Limit)
	}
	nos := slices.Clone(x.events[:n])
	if down {
		nos = slices.Clone(x.events[len(x.events)-n:])
		slices.Reverse(nos)
	}
	found, missing := s.events.take(nos)
	if err := s.fetchEvents(ctx, found, missing); err != nil {
		return nil, "", false, err
	}
	events = make([]*event.Event, n)
	for i, no := range nos {
		e := found[no]
		if e == nil { // an update came in between
			return nil, "", false, nil
		}
		own := *e
		events[i] = &own
	}
	if n < len(x.events) {
		last := events[n-1]
		next, err = cursorAt(last.Start, last.ID)
	}
	return events, next, true, err
}

// fetchEvents reads events by their numbers and adds them to found.
func (s *Store) fetchEvents(ctx context.Context, found map[int64]*event.Event, nos []int64) error {
	for some := range slices.Chunk(nos, portion) {
		read, err := readEvents(ctx, s.db, sqlList(some))
		if err != nil {
			return err
		}
		s.events.put(read)
		maps.Copy(found, read)
	}
	return nil
}

// portion is how many rows are read by one query.
const portion = 2000

// CountEvents is how many events meet a filter.
func (s *Store) CountEvents(ctx context.Context, f Filter) (n int, err error) {
	c := f.events()
	if x := s.accountFor(&f, c); x != nil {
		return len(x.events), nil
	}
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM data.events e WHERE `+c.where(), c.args...).Scan(&n)
	return n, err
}

// Event is the event of an id, with its records as in Events.
func (s *Store) Event(ctx context.Context, id string) (*event.Event, error) {
	var no int64
	err := s.db.QueryRowContext(ctx, `SELECT no FROM data.events WHERE id = ?`, id).Scan(&no)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("event %q: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for an event: %w", err)
	}
	found, missing := s.events.take([]int64{no})
	if err := s.fetchEvents(ctx, found, missing); err != nil {
		return nil, err
	}
	if found[no] == nil {
		return nil, fmt.Errorf("event %q: %w", id, ErrNotFound)
	}
	own := *found[no]
	return &own, nil
}

// Between are the events between two countries in the order of relation.Between.
func (s *Store) Between(ctx context.Context, a, b string) ([]*event.Event, error) {
	events, _, err := s.Events(ctx, Filter{Pair: [2]string{a, b}}, Page{})
	return relation.Between(events, a, b), err
}

// Found is a record with the id of the event that it tells of, "" for none.
type Found struct {
	Record record.Record
	Event  string
}

// Records are those that meet a filter, in the order that the page asks for,
// and the cursor of the next page, "" where this is the last.
func (s *Store) Records(ctx context.Context, f Filter, p Page) (records []Found, next string, err error) {
	o, err := p.ordering(recordSorts, "r.id")
	if err != nil {
		return nil, "", err
	}
	list, next, err := s.hits(ctx, "data.records r JOIN data.reports p ON p.no = r.report", f.records(), o, p)
	if err != nil {
		return nil, "", fmt.Errorf("looking for records: %w", err)
	}
	records, err = s.foundOf(ctx, list)
	return records, next, err
}

// CountRecords is how many records meet a filter.
func (s *Store) CountRecords(ctx context.Context, f Filter) (n int, err error) {
	c := f.records()
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM data.records r JOIN data.reports p ON p.no = r.report WHERE `+c.where(), c.args...).Scan(&n)
	return n, err
}

// foundOf are the records of hits whole, in their order. Some may be gone, since
// a correction can come in between.
func (s *Store) foundOf(ctx context.Context, list []hit) ([]Found, error) {
	nos := numbersOf(list)
	rows, missing := s.records.take(nos)
	events := make(map[int64]string, len(nos))
	for some := range slices.Chunk(missing, portion) {
		read, err := s.readRecords(ctx, sqlList(some))
		if err != nil {
			return nil, err
		}
		s.records.put(read)
		maps.Copy(rows, read)
	}
	for some := range slices.Chunk(nos, portion) {
		err := each(ctx, s.db, func(scan func(...any) error) error {
			var no int64
			var id string
			err := scan(&no, &id)
			events[no] = id
			return err
		}, `SELECT m.record, e.id FROM data.event_records m JOIN data.events e ON e.no = m.event WHERE m.record IN (`+sqlList(some)+`)`)
		if err != nil {
			return nil, fmt.Errorf("reading which events records tell of: %w", err)
		}
	}
	found := make([]Found, 0, len(list))
	for _, no := range nos {
		if r := rows[no]; r != nil {
			found = append(found, Found{r.Record, events[no]})
		}
	}
	return found, nil
}

// readRecords reads records whole by their numbers.
func (s *Store) readRecords(ctx context.Context, numbers string) (map[int64]*row, error) {
	rows := map[int64]*row{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		r, err := scanRecord(scan)
		if err == nil {
			rows[r.no] = r
		}
		return err
	}, `SELECT `+recordColumns+` FROM data.records r JOIN data.reports p ON p.no = r.report WHERE r.no IN (`+numbers+`)`)
	if err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		return addParty(scan, func(no int64) *row { return rows[no] })
	}, `SELECT `+partyColumns+` FROM data.parties q WHERE q.record IN (`+numbers+`) ORDER BY q.record, q.role, q.position`)
	if err != nil {
		return nil, fmt.Errorf("reading parties: %w", err)
	}
	return rows, nil
}

// Report is the report of an id in its newest version, with its records in the
// order of its text.
func (s *Store) Report(ctx context.Context, id string) (*report.Report, []Found, error) {
	r := &report.Report{ID: id}
	var published sql.NullTime
	err := s.db.QueryRowContext(ctx, `SELECT title, outlet, published, url, source, text FROM data.reports WHERE id = ?`, id).
		Scan(&r.Title, &r.Outlet, &published, &r.URL, &r.Source, &r.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, fmt.Errorf("report %q: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading a report: %w", err)
	}
	r.Published = dayText(published)
	var list []hit
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var h hit
		err := scan(&h.no)
		list = append(list, h)
		return err
	}, `SELECT r.no FROM data.records r JOIN data.reports p ON p.no = r.report WHERE p.id = ? ORDER BY r.trigger_start, r.no`, id)
	if err != nil || len(list) == 0 {
		return r, nil, err
	}
	records, err := s.foundOf(ctx, list)
	return r, records, err
}
