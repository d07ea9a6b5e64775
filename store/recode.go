package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"demarche/record"
	"demarche/report"
)

// Reports yields the reports of the store in their newest versions, in the
// order in which they came.
func (s *Store) Reports(ctx context.Context) iter.Seq2[*report.Report, error] {
	return func(yield func(*report.Report, error) bool) {
		last := int64(0)
		for {
			var some []*report.Report
			err := each(ctx, s.db, func(scan func(...any) error) error {
				var r report.Report
				var published sql.NullTime
				err := scan(&last, &r.ID, &r.Title, &r.Outlet, &published, &r.URL, &r.Source, &r.Text)
				r.Published = dayText(published)
				some = append(some, &r)
				return err
			}, `SELECT no, id, title, outlet, published, url, source, text FROM data.reports WHERE no > ? ORDER BY no LIMIT 200`, last)
			if err != nil {
				yield(nil, fmt.Errorf("reading reports of the store: %w", err))
				return
			}
			if len(some) == 0 {
				return
			}
			for _, r := range some {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// Recoded tells what coding a report anew changed, in records.
type Recoded struct {
	Report  string
	Same    int // to the last value
	Changed int // those of the same id that differ in some value
	New     int
	Gone    int
}

// Differs reports whether anything changed.
func (r *Recoded) Differs() bool { return r.Changed+r.New+r.Gone > 0 }

// Recode replaces the records of reports that are in the store, by what a newer
// coder, model or roster makes of them. Reports whose records came out the same
// are left as they are, and so are the ids of records whose words, type and
// parties did not change. Reports that are not there are passed over. All are
// written in one transaction.
func (s *Store) Recode(ctx context.Context, reports []Coded) ([]Recoded, error) {
	defer s.alone()()
	if err := s.remember(ctx); err != nil {
		return nil, err
	}
	var results []Recoded
	next, rows := s.next, map[int64]*row{}
	err := s.write(ctx, func(tx *writer) error {
		in := adding{tx: tx, store: s, next: &next, rows: rows}
		for i := range reports {
			was, there := s.known[identity(reports[i].Report.ID)]
			if !there {
				continue
			}
			r, err := in.recode(was.no, &reports[i])
			if err != nil {
				return fmt.Errorf("%s: %w", reports[i].Report.ID, err)
			}
			results = append(results, *r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("replacing records: %w", err)
	}
	s.next.record = next.record
	s.records.put(rows)
	return results, nil
}

func (in *adding) recode(no int64, c *Coded) (*Recoded, error) {
	_, old, err := in.store.Report(in.tx.ctx, c.Report.ID)
	if err != nil {
		return nil, err
	}
	done, err := compare(c, old)
	if err != nil {
		return nil, err
	}
	if done.Differs() {
		if err := in.tx.forget(no); err != nil {
			return nil, err
		}
		if err := in.records(no, c); err != nil {
			return nil, err
		}
	}
	minima, week, err := signature(c)
	if err != nil {
		return nil, err
	}
	if done.Differs() && week != nil {
		if err := in.tx.append("stale_weeks", week); err != nil {
			return nil, err
		}
	}
	return done, in.tx.exec(`UPDATE data.reports SET coded_by = ?, records = ?, minima = ?, week = ? WHERE no = ?`,
		c.By, len(c.Records), minima, week, no)
}

// compare counts what differs between the records of a report as they were and
// as they are now.
func compare(c *Coded, old []Found) (*Recoded, error) {
	was := map[string]string{}
	for i := range old {
		text, err := json.Marshal(old[i].Record)
		if err != nil {
			return nil, err
		}
		was[old[i].Record.ID] = string(text)
	}
	done := &Recoded{Report: c.Report.ID}
	for i := range c.Records {
		text, err := json.Marshal(c.Records[i])
		if err != nil {
			return nil, err
		}
		id := c.Records[i].ID
		switch before, there := was[id]; {
		case !there:
			done.New++
		case before == string(text):
			done.Same++
		default:
			done.Changed++
		}
		delete(was, id)
	}
	done.Gone = len(was)
	return done, nil
}

// validFor reports the first fault of a report or its records that would keep
// them from being stored.
func validFor(rep *report.Report, records []record.Record) error {
	_, err := day(rep.Published)
	for i := range records {
		if d := records[i].Date; d != nil {
			_, first := day(d.Start)
			_, last := day(d.End)
			err = cmp.Or(err, first, last)
		}
	}
	return err
}
