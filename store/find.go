package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"demarche/event"
	"demarche/record"
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

// numbersOf are the numbers of hits as an SQL list.
func numbersOf(list []hit) string {
	var b strings.Builder
	for i, h := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(h.no, 10))
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
	list, next, err := s.hits(ctx, "data.events e", f.events(), o, p)
	if err != nil {
		return nil, "", fmt.Errorf("looking for events: %w", err)
	}
	events = make([]*event.Event, 0, len(list))
	if p.Limit == 0 && p.After == "" {
		// All of them: a list of numbers would cost more than the condition.
		c := f.events()
		found, err := readEvents(ctx, s.db, `SELECT e.no FROM data.events e WHERE `+c.where(), c.args...)
		if err != nil {
			return nil, "", err
		}
		return inOrderOf(list, found), "", nil
	}
	for len(list) > 0 {
		n := min(len(list), portion)
		found, err := readEvents(ctx, s.db, numbersOf(list[:n]))
		if err != nil {
			return nil, "", err
		}
		events = append(events, inOrderOf(list[:n], found)...)
		list = list[n:]
	}
	return events, next, nil
}

// inOrderOf are the events of hits. Some may be gone, since an update can come
// in between.
func inOrderOf(list []hit, found map[int64]*event.Event) []*event.Event {
	events := make([]*event.Event, 0, len(list))
	for _, h := range list {
		if e := found[h.no]; e != nil {
			events = append(events, e)
		}
	}
	return events
}

// portion is how many rows are read by one query.
const portion = 2000

// CountEvents is how many events meet a filter.
func (s *Store) CountEvents(ctx context.Context, f Filter) (n int, err error) {
	c := f.events()
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
	found, err := readEvents(ctx, s.db, strconv.FormatInt(no, 10))
	if err == nil && found[no] == nil {
		err = fmt.Errorf("event %q: %w", id, ErrNotFound)
	}
	return found[no], err
}

// Between are the events between two countries in order of time, as
// relation.Of wants them.
func (s *Store) Between(ctx context.Context, a, b string) ([]*event.Event, error) {
	events, _, err := s.Events(ctx, Filter{Pair: [2]string{a, b}}, Page{})
	return events, err
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
	records = make([]Found, 0, len(list))
	for len(list) > 0 {
		n := min(len(list), portion)
		found, err := s.readRecords(ctx, numbersOf(list[:n]))
		if err != nil {
			return nil, "", err
		}
		for _, h := range list[:n] {
			if r := found[h.no]; r != nil {
				records = append(records, Found{r.Record, r.event})
			}
		}
		list = list[n:]
	}
	return records, next, nil
}

// CountRecords is how many records meet a filter.
func (s *Store) CountRecords(ctx context.Context, f Filter) (n int, err error) {
	c := f.records()
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM data.records r JOIN data.reports p ON p.no = r.report WHERE `+c.where(), c.args...).Scan(&n)
	return n, err
}

// readRecords reads records whole by their numbers.
func (s *Store) readRecords(ctx context.Context, numbers string) (map[int64]*row, error) {
	rows := map[int64]*row{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var id sql.NullString
		r, err := scanRecord(func(to ...any) error { return scan(append(to, &id)...) })
		if err == nil {
			r.event = id.String
			rows[r.no] = r
		}
		return err
	}, `SELECT `+recordColumns+`, e.id FROM data.records r JOIN data.reports p ON p.no = r.report
		LEFT JOIN data.event_records m ON m.record = r.no LEFT JOIN data.events e ON e.no = m.event
		WHERE r.no IN (`+numbers+`)`)
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
	rows, err := s.readRecords(ctx, numbersOf(list))
	if err != nil {
		return nil, nil, err
	}
	records := make([]Found, 0, len(list))
	for _, h := range list {
		if row := rows[h.no]; row != nil {
			records = append(records, Found{row.Record, row.event})
		}
	}
	return r, records, nil
}
