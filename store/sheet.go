package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"demarche/event"
	"demarche/record"
	"demarche/report"
)

// Sheet turns reports, events and relations into Parquet files that have the
// columns and types of the store's tables; see [OpenLake]. It is not safe for use
// by several goroutines at a time.
type Sheet struct{ store *Store }

// NewSheet opens a sheet, which the caller must close. Rows that do not fit into
// half a gigabyte are spilt to the folder temp.
func NewSheet(ctx context.Context, temp string) (*Sheet, error) {
	s, err := Open(ctx, InMemory, Options{Memory: "512MB"})
	if err != nil {
		return nil, err
	}
	if _, err := s.db.ExecContext(ctx, `SET temp_directory = `+quoted(temp)); err != nil {
		return nil, errors.Join(fmt.Errorf("setting up a sheet: %w", err), s.Close())
	}
	return &Sheet{s}, nil
}

// Close lets go of the sheet.
func (s *Sheet) Close() error { return s.store.Close() }

// errWritten ends the transaction in which rows were collected.
var errWritten = errors.New("the rows are written")

// Write collects the rows that fill puts and writes those of each table that has
// some to the file that path gives for it. The sheet is empty again afterwards.
// It gives the tables that were written, by name.
func (s *Sheet) Write(ctx context.Context, fill func(*Rows) error, path func(table string) string) ([]string, error) {
	var written []string
	err := s.store.write(ctx, func(tx *writer) error {
		rows := &Rows{tx: tx, up: updating{tx: tx, change: &Change{}}}
		if err := fill(rows); err != nil {
			return err
		}
		for table := range tx.open {
			written = append(written, table)
		}
		slices.Sort(written)
		if err := tx.flush(); err != nil {
			return err
		}
		for _, table := range written {
			err := tx.exec(`COPY data.` + table + ` TO ` + quoted(path(table)) + ` (FORMAT parquet, COMPRESSION zstd)`)
			if err != nil {
				return fmt.Errorf("writing the table %s as Parquet: %w", table, err)
			}
		}
		return errWritten // and is undone, since it is in the files now
	})
	if !errors.Is(err, errWritten) {
		return nil, err
	}
	return written, nil
}

// quoted is a string of SQL.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Rows takes what is to be written. Numbers are the caller's: the same thing must
// have the same one wherever it is spoken of.
type Rows struct {
	tx *writer
	up updating
}

// Report puts a report with its records. numbers are those of the records, implied
// the countries that [event.Read] found for them, "" for none.
func (r *Rows) Report(no int64, c *Coded, version int, added time.Time, numbers []int64, implied []string) error {
	if err := validFor(c.Report, c.Records); err != nil {
		return err
	}
	if _, err := r.tx.putReport(no, c, version, added); err != nil {
		return err
	}
	for i := range c.Records {
		if err := putRecord(r.tx, numbers[i], no, &c.Records[i], implied[i]); err != nil {
			return err
		}
	}
	return nil
}

// Former puts a version of a report that a correction replaced.
func (r *Rows) Former(no int64, rep *report.Report, version int, added time.Time) error {
	published, err := day(rep.Published)
	if err != nil {
		return err
	}
	return r.tx.append("former_reports", no, rep.ID, int32(version), rep.Title, rep.Outlet, published, rep.URL, rep.Source, rep.Text,
		added, added)
}

// Voice puts the voice of a report: that of the first of its near copies.
func (r *Rows) Voice(report, voice int64) error { return r.tx.append("voices", report, voice) }

// Event puts an event; number gives those of its records.
func (r *Rows) Event(no int64, e *event.Event, number map[*record.Record]int64) error {
	return r.up.put(no, e, number)
}

// Unsure puts records that belong together but are not sure enough to make an
// event, each with its reason.
func (r *Rows) Unsure(no int64, numbers []int64, reasons []event.Reason) error {
	for i, n := range numbers {
		if err := r.tx.append("event_records", no, n, int32(i), reasons[i].Score, reasons[i].Why); err != nil {
			return err
		}
	}
	return nil
}

// Relation puts a relation with its turns and matters.
func (r *Rows) Relation(s *Story) error { return r.tx.putRelation(s) }

// Valid reports the first fault of a report or its records that keeps them from
// being stored.
func Valid(rep *report.Report, records []record.Record) error { return validFor(rep, records) }

// PairsOf are the pairs of countries that an event is one between, each in
// alphabetical order.
func PairsOf(e *event.Event) [][2]string { return pairsOf(e) }
