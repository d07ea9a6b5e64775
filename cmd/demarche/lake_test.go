package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/report"
	"demarche/store"
)

// Commands that ask the store can ask a lake in its place.
func TestAskALake(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	sheet, err := store.NewSheet(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Close()
	tables, err := sheet.Write(ctx, func(r *store.Rows) error {
		for i := range 3 {
			c := &store.Coded{Report: &report.Report{ID: fmt.Sprint("r", i), Published: "2024-05-15", Text: "Peru thanked Chile."}}
			if err := r.Report(int64(i), c, 1, time.Now(), nil, nil); err != nil {
				return err
			}
		}
		return nil
	}, func(table string) string { return filepath.Join(dir, table+".parquet") })
	if err != nil || len(tables) != 1 {
		t.Fatal(tables, err)
	}
	lake := store.Lake{Tables: map[string][]string{"reports": {"reports.parquet"}}}
	if lake.Schema, err = store.SchemaVersion(); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(lake)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, store.Manifest), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out := succeeds(t, "sql", "--lake", dir, "--format", "csv", "SELECT id, published FROM reports ORDER BY id"); out != "id,published\nr0,2024-05-15\nr1,2024-05-15\nr2,2024-05-15\n" {
		t.Errorf("sql: %s", out)
	}
	for _, query := range []string{"COPY (SELECT 1) TO '" + dir + "/x.csv'", "SELECT 1; COPY (SELECT 1) TO '" + dir + "/x.csv'", "DROP VIEW events"} {
		if _, _, code := command(t, "", "sql", "--lake", dir, query); code == exitDone {
			t.Errorf("%s: was let through", query)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "x.csv")); err == nil {
		t.Error("a query wrote into the lake")
	}
	if out := succeeds(t, "stats", "--lake", dir); !strings.Contains(out, dir) || !strings.Contains(out, "3") {
		t.Errorf("stats: %s", out)
	}
	if out := succeeds(t, "events", "--lake", dir, "--format", "jsonl"); out != "" {
		t.Errorf("events: %s", out)
	}
	if _, errs, code := command(t, "", "events", "--lake", filepath.Join(dir, "none")); code == exitDone || !strings.Contains(errs, store.Manifest) {
		t.Errorf("a lake that is not there: exit %d, %s", code, errs)
	}
}
