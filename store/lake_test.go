package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/event"
	"demarche/record"
)

// lakeOf writes what a store holds of reports and events as a lake, with numbers
// of its own.
func lakeOf(t *testing.T, list []Coded, events []*event.Event) string {
	t.Helper()
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "it's a lake")
	sheet, err := NewSheet(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Close()
	lake := Lake{Tables: map[string][]string{}}
	if lake.Schema, err = SchemaVersion(); err != nil {
		t.Fatal(err)
	}
	path := func(table string) string { return filepath.Join(dir, table, "part.parquet") }
	for _, table := range []string{"reports", "records", "parties", "events", "event_records", "event_parties", "event_pairs", "event_differences"} {
		if err := os.MkdirAll(filepath.Dir(path(table)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	number := map[string]int64{}
	tables, err := sheet.Write(ctx, func(r *Rows) error {
		for i, c := range list {
			numbers, implied := make([]int64, len(c.Records)), make([]string, len(c.Records))
			for j, rec := range c.Records {
				numbers[j] = int64(1000*i + j)
				number[rec.Report.ID+" "+rec.ID] = numbers[j]
			}
			if err := r.Report(int64(i), &list[i], 1, time.Now(), numbers, implied); err != nil {
				return err
			}
		}
		for i, e := range events {
			numbers := map[*record.Record]int64{}
			for _, rec := range e.Records {
				numbers[rec] = number[rec.Report.ID+" "+rec.ID]
			}
			if err := r.Event(int64(i), e, numbers); err != nil {
				return err
			}
		}
		return nil
	}, path)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		lake.Tables[table] = []string{table + "/part.parquet"}
	}
	data, err := json.Marshal(lake)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, Manifest), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// A lake answers as the store does whose rows it holds.
func TestLakeIsAskedLikeAStore(t *testing.T) {
	ctx, list := context.Background(), examples(t)
	file := fresh(t)
	add(t, file, list...)
	update(t, file)
	all, _, err := file.Events(ctx, Filter{}, Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	m := event.NewMerger()
	for _, c := range list {
		m.Add(c.Report.Text, c.Records)
	}
	dir := lakeOf(t, list, m.Events())
	lake, err := OpenLake(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lake.Close()
	got, _, err := lake.Events(ctx, Filter{}, Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(all)
	if len(all) < 20 || string(a) != string(b) {
		t.Errorf("the lake gives %d events, the store %d, or others", len(got), len(all))
	}
	n, err := lake.CountRecords(ctx, Filter{})
	want, err2 := file.CountRecords(ctx, Filter{})
	if err := errors.Join(err, err2); err != nil || n != want {
		t.Errorf("%d records in the lake, %d in the store, %v", n, want, err)
	}
	if stale, err := lake.Stale(ctx); stale || err != nil || !lake.ReadOnly() {
		t.Errorf("stale %v, read only %v, %v", stale, lake.ReadOnly(), err)
	}
	if _, err := lake.Add(ctx, list[:1]); err == nil {
		t.Error("a report could be added to a lake")
	}
}

// Queries of users reach the lake and nothing else.
func TestLakeSQLIsClosedOff(t *testing.T) {
	ctx, list := context.Background(), examples(t)
	dir := lakeOf(t, list, nil)
	db, err := OpenLakeSQL(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM records WHERE len(actors) > 0`).Scan(&n); err != nil || n < 20 {
		t.Errorf("%d records, %v", n, err)
	}
	outside := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(outside, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`SELECT * FROM read_csv('` + outside + `')`,
		`COPY (SELECT 1) TO '` + outside + `'`,
		`SET enable_external_access = true`,
		`ATTACH '` + outside + `.db' AS other`,
	} {
		if _, err := db.ExecContext(ctx, query); err == nil {
			t.Errorf("%s: was let through", query)
		}
	}
}

func TestOpenLakeRefuses(t *testing.T) {
	ctx := context.Background()
	for text, want := range map[string]error{
		"":                               ErrNoStore,
		"no json":                        ErrForeign,
		`{"schema": 1000}`:               ErrNewer,
		`{"tables": {"x; DROP": ["y"]}}`: nil,
	} {
		dir := t.TempDir()
		if text != "" {
			if err := os.WriteFile(filepath.Join(dir, Manifest), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, err := OpenLake(ctx, dir)
		if err == nil {
			_ = s.Close()
		}
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
	if _, err := OpenLake(ctx, "ftp://host/lake"); err == nil || !strings.Contains(err.Error(), "s3://") {
		t.Errorf("ftp: %v", err)
	}
}
