package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"demarche/event"
	"demarche/record"
	"demarche/report"
	"demarche/who"
)

// Status is what became of a report.
type Status string

// The statuses.
const (
	Added     Status = "added"
	Corrected Status = "corrected" // it replaced an earlier version, which is kept
	Same      Status = "same"      // it was there already
)

// ErrTaken says that another report has the id.
var ErrTaken = errors.New("its id is taken by another report")

// Coded is a report with its records.
type Coded struct {
	Report  *report.Report
	Records []record.Record
	// By says what coded it, such as a version of the program; see Recode.
	By string
}

// known is what is remembered of a stored report.
type known struct {
	no   int64
	hash uint64
}

// identity is a report's id as a number.
func identity(id string) uint64 { return hashOf(id) }

// fingerprint stands for everything that the input gave of a report.
func fingerprint(r *report.Report) uint64 {
	return hashOf(r.Title, r.Outlet, r.Published, r.URL, r.Text)
}

func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	var size [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(size[:], uint64(len(p)))
		_, _ = h.Write(size[:]) // a hash takes everything
		_, _ = h.Write([]byte(p))
	}
	return h.Sum64()
}

// remember reads which reports there are and which numbers are free, once.
func (s *Store) remember(ctx context.Context) error {
	if s.known != nil {
		return nil
	}
	m := map[uint64]known{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var id string
		var k known
		if err := scan(&id, &k.no, &k.hash); err != nil {
			return err
		}
		m[identity(id)] = k
		return nil
	}, `SELECT id, no, hash FROM data.reports`)
	if err != nil {
		return fmt.Errorf("reading which reports there are: %w", err)
	}
	err = s.db.QueryRowContext(ctx, `SELECT
		(SELECT coalesce(max(no), 0) FROM (SELECT no FROM data.reports UNION ALL SELECT no FROM data.former_reports)) + 1,
		(SELECT coalesce(max(no), 0) FROM data.records) + 1,
		(SELECT coalesce(max(event), 0) FROM data.event_records) + 1`).Scan(&s.next.report, &s.next.record, &s.next.event)
	if err != nil {
		return fmt.Errorf("reading which numbers are free: %w", err)
	}
	s.known = m
	return nil
}

// Has reports whether the store holds the report just as it is, so that it need
// not be coded.
func (s *Store) Has(ctx context.Context, r *report.Report) (bool, error) {
	s.adding.Lock()
	defer s.adding.Unlock()
	if err := s.remember(ctx); err != nil {
		return false, err
	}
	k, ok := s.known[identity(r.ID)]
	return ok && k.hash == fingerprint(r), nil
}

// Result is what became of one report.
type Result struct {
	Status Status
	Err    error // why it was not stored; the others were
}

// Add stores reports with their records and tells for each what became of it.
// All are written in one transaction: when Add returns without an error they
// are in the file for good. A report of an id that is there with another text
// replaces it; the earlier version is kept. Events do not know of the reports
// until [Store.Update]. What replaces nothing does not wait for an update that
// is under way.
func (s *Store) Add(ctx context.Context, reports []Coded) ([]Result, error) {
	s.adding.Lock()
	unlock := s.adding.Unlock
	defer func() { unlock() }()
	if err := s.remember(ctx); err != nil {
		return nil, err
	}
	if s.replaces(reports) {
		s.adding.Unlock()
		unlock = s.alone()
	}
	results := make([]Result, len(reports))
	next, changed, rows := s.next, map[uint64]known{}, map[int64]*row{}
	err := s.write(ctx, func(tx *writer) error {
		in := adding{tx: tx, store: s, next: &next, changed: changed, now: time.Now().UTC(), rows: rows}
		for i := range reports {
			if results[i].Err = validFor(reports[i].Report, reports[i].Records); results[i].Err != nil {
				continue
			}
			status, err := in.report(&reports[i])
			if errors.Is(err, ErrTaken) {
				results[i].Err = err
				continue
			}
			if err != nil {
				return err
			}
			results[i].Status = status
		}
		return nil
	})
	s.ledger.added(reports, results, err)
	if err != nil {
		return nil, fmt.Errorf("storing reports: %w", err)
	}
	s.next.report, s.next.record = next.report, next.record
	s.records.put(rows)
	for id, k := range changed {
		s.known[id] = k
	}
	return results, nil
}

// replaces tells whether one of the reports takes the place of another, whose
// records an update may be reading.
func (s *Store) replaces(reports []Coded) bool {
	own := map[uint64]uint64{}
	for i := range reports {
		id, hash := identity(reports[i].Report.ID), fingerprint(reports[i].Report)
		if k, there := s.known[id]; there && k.hash != hash {
			return true
		}
		if before, there := own[id]; there && before != hash {
			return true
		}
		own[id] = hash
	}
	return false
}

// mostRows is how many records of one transaction are kept at once.
const mostRows = recordsKept / 4

// adding is one transaction of Add.
type adding struct {
	tx      *writer
	store   *Store
	next    *numbers
	changed map[uint64]known
	now     time.Time
	rows    map[int64]*row // records as they will be read, for the next who ask; no more than are kept
}

func (in *adding) report(c *Coded) (Status, error) {
	rep := c.Report
	id, hash := identity(rep.ID), fingerprint(rep)
	was, there := in.changed[id]
	if !there {
		was, there = in.store.known[id]
	}
	if there && was.hash == hash {
		return Same, nil
	}
	status, version := Added, 1
	if there {
		var err error
		if version, err = in.retire(was.no, rep); err != nil {
			return "", err
		}
		status = Corrected
	}
	if err := in.put(c, hash, version); err != nil {
		return "", fmt.Errorf("%s: %w", cmp.Or(rep.Source, rep.ID), err)
	}
	return status, nil
}

// SameReport reports whether two reports are the same in all that the input gave.
func SameReport(a, b *report.Report) bool { return a.ID == b.ID && fingerprint(a) == fingerprint(b) }

// Replaces tells whether a report corrects an older one of its id. If it does
// not, the error wraps ErrTaken and names both.
func Replaces(rep, old *report.Report) error {
	if old.Source == rep.Source || old.URL != "" && old.URL == rep.URL ||
		old.Outlet == rep.Outlet && old.Published == rep.Published {
		return nil
	}
	return fmt.Errorf("%s: %w: %q is that of %s (%s, %s); give it an id of its own", cmp.Or(rep.Source, rep.ID), ErrTaken, rep.ID,
		cmp.Or(old.Source, "another report"), cmp.Or(old.Outlet, "no outlet"), cmp.Or(old.Published, "no day"))
}

// retire moves the report of a number, which rep corrects, to the former ones,
// and gives the version that is next.
func (in *adding) retire(no int64, rep *report.Report) (int, error) {
	if err := in.tx.flush(); err != nil { // it may have come in with this transaction
		return 0, err
	}
	var (
		old       report.Report
		published sql.NullTime
		version   int
	)
	err := in.tx.conn.QueryRowContext(in.tx.ctx, `SELECT version, outlet, published, url, source FROM data.reports WHERE no = ?`, no).
		Scan(&version, &old.Outlet, &published, &old.URL, &old.Source)
	if err != nil {
		return 0, fmt.Errorf("reading the version to be replaced: %w", err)
	}
	old.Published = dayText(published)
	if err := Replaces(rep, &old); err != nil {
		return 0, err
	}
	err = in.tx.exec(`INSERT INTO data.former_reports
		SELECT no, id, version, title, outlet, published, url, source, text, added, ? FROM data.reports WHERE no = ?`, in.now, no)
	if err != nil {
		return 0, err
	}
	if err := in.tx.forget(no); err != nil {
		return 0, err
	}
	return version + 1, in.tx.exec(`DELETE FROM data.reports WHERE no = ?`, no)
}

// forget takes the records of a report out and marks what rested on them.
func (tx *writer) forget(report int64) error {
	for _, query := range []string{
		`INSERT INTO data.stale_pairs SELECT a, b, min(first_day), max(last_day) FROM data.standings
			WHERE record IN (SELECT no FROM data.records WHERE report = ?) GROUP BY a, b`,
		`INSERT INTO data.stale_events SELECT DISTINCT event FROM data.event_records
			WHERE record IN (SELECT no FROM data.records WHERE report = ?)`,
		`INSERT INTO data.stale_weeks SELECT DISTINCT p.week FROM data.reports p JOIN data.voices v ON v.report = p.no
			WHERE v.voice = (SELECT voice FROM data.voices WHERE report = ?)`,
		`DELETE FROM data.parties WHERE record IN (SELECT no FROM data.records WHERE report = ?)`,
		`DELETE FROM data.standings WHERE record IN (SELECT no FROM data.records WHERE report = ?)`,
		`DELETE FROM data.memberships WHERE record IN (SELECT no FROM data.records WHERE report = ?)`,
		`DELETE FROM data.event_records WHERE record IN (SELECT no FROM data.records WHERE report = ?)`,
		`DELETE FROM data.records WHERE report = ?`,
	} {
		if err := tx.exec(query, report); err != nil {
			return fmt.Errorf("taking out the records of a report: %w", err)
		}
	}
	return nil
}

// signature is what near copies of a report are found by, with the week of its
// publication; both are NULL where there are no records.
func signature(c *Coded) (minima, week driver.Value, err error) {
	if len(c.Records) == 0 {
		return nil, nil, nil
	}
	sig := event.Sign(c.Report.Text, c.Records)
	if sig.Short {
		return nil, int32(sig.Week), nil
	}
	b, err := binary.Append(nil, binary.LittleEndian, sig.Minima[:])
	return b, int32(sig.Week), err
}

// putReport writes a report without its records and gives its week, by which
// near copies are looked for; NULL where it has no records.
func (tx *writer) putReport(no int64, c *Coded, version int, added time.Time) (week driver.Value, err error) {
	rep := c.Report
	published, err := day(rep.Published)
	if err != nil {
		return nil, fmt.Errorf("its day of publication: %w", err)
	}
	minima, week, err := signature(c)
	if err != nil {
		return nil, err
	}
	return week, tx.append("reports", no, rep.ID, int32(version), rep.Title, rep.Outlet, published, rep.URL, rep.Source, rep.Text,
		fingerprint(rep), added, c.By, int32(len(c.Records)), minima, week)
}

// put writes a report with its records.
func (in *adding) put(c *Coded, hash uint64, version int) error {
	rep, no := c.Report, in.next.report
	week, err := in.tx.putReport(no, c, version, in.now)
	if err != nil {
		return err
	}
	if week != nil {
		if err := in.tx.append("stale_weeks", week); err != nil {
			return err
		}
	}
	if err := in.records(no, c); err != nil {
		return err
	}
	in.next.report++
	in.changed[identity(rep.ID)] = known{no, hash}
	return nil
}

// records writes the records of a report, and marks what they touch.
func (in *adding) records(report int64, c *Coded) error {
	records := c.Records
	tellings := map[string]*event.Telling{}
	for _, t := range event.Read(int32(report), records) {
		tellings[t.Record().ID] = t
	}
	stale := map[event.Pair][2]who.Day{}
	for i := range records {
		no, r := in.next.record, &records[i]
		in.next.record++
		t := tellings[r.ID]
		implied := ""
		if t != nil {
			implied = t.Implied()
			delete(tellings, r.ID) // a record told twice counts once
		}
		if err := putRecord(in.tx, no, report, r, implied); err != nil {
			return err
		}
		if len(in.rows) < mostRows {
			in.rows[no] = keptOf(no, c.Report, *r)
		}
		if t == nil || !t.Dated() {
			continue
		}
		first, last := t.Reach()
		for _, p := range t.Pairs() {
			if err := in.tx.append("standings", no, p[0], p[1], int32(first), int32(last)); err != nil {
				return err
			}
			if span, ok := stale[p]; ok {
				stale[p] = [2]who.Day{min(span[0], first), max(span[1], last)}
			} else {
				stale[p] = [2]who.Day{first, last}
			}
		}
	}
	for p, span := range stale {
		if err := in.tx.append("stale_pairs", p[0], p[1], int32(span[0]), int32(span[1])); err != nil {
			return err
		}
	}
	return nil
}
