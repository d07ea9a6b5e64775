package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/store"
)

const (
	usaCuba  = "../../examples/usa-cub"
	saudiIra = "../../examples/sau-irn"
)

// succeeds runs a command that must succeed and gives its output.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := command(t, "", args...)
	if code != exitDone {
		t.Fatalf("%q: exit %d\n%s", args, code, errs)
	}
	return out
}

func storeFile(t *testing.T) string { return filepath.Join(t.TempDir(), "s.duckdb") }

// The store answers as the reports themselves do, and adding the same again
// changes nothing.
func TestAddTwice(t *testing.T) {
	db := storeFile(t)
	if out := succeeds(t, "add", "--db", db, usaCuba); !strings.HasPrefix(out, "15 reports added with ") {
		t.Errorf("%s", out)
	}
	questions := [][]string{
		{"events", "--format", "json"},
		{"events", "--format", "json", "--pair", "USA,CUB", "--type", "SANCTION,SUPPORT", "--since", "2015-01-01", "--sort", "-score"},
		{"events", "--format", "jsonl", "--actor", "Cuba", "--text", "embassy"},
		{"records", "--format", "jsonl", "--recipient", "CUB", "--modality", "actual"},
		{"records", "--format", "csv", "--context", "diplomatic", "--quad", "verbal cooperation"},
		{"matters", "--format", "json", "--pair", "USA,CUB"},
		{"relation", "--format", "json", "USA", "CUB"},
		{"relation", "--format", "json", "USA", "CUB", "--until", "2016-01-01"},
	}
	first := map[int]string{}
	for i, q := range questions {
		first[i] = succeeds(t, append(q, "--db", db)...)
		if want := succeeds(t, append(q, usaCuba)...); first[i] != want {
			t.Errorf("%q of the store:\n%.600s\nof the reports:\n%.600s", q, first[i], want)
		}
		if len(first[i]) < 200 {
			t.Errorf("%q gives too little to tell anything: %s", q, first[i])
		}
	}
	if out := succeeds(t, "add", "--db", db, usaCuba); !strings.Contains(out, "15 there already") || !strings.Contains(out, "up to date") {
		t.Errorf("%s", out)
	}
	for i, q := range questions {
		if again := succeeds(t, append(q, "--db", db)...); again != first[i] {
			t.Errorf("%q changed", q)
		}
	}
	if out := succeeds(t, "recode", "--db", db); !strings.Contains(out, "0 reports of 15") {
		t.Errorf("coding anew with the same program: %s", out)
	}
	if out := succeeds(t, "check", "--db", db); out != "all is as it must be\n" {
		t.Errorf("%s", out)
	}
}

// Pages put together are the whole.
func TestPages(t *testing.T) {
	db := storeFile(t)
	succeeds(t, "add", "--db", db, usaCuba)
	for _, q := range [][]string{{"events", "--sort", "-date"}, {"events", "--sort", "outlets"}, {"records", "--sort", "confidence"}} {
		q = append(q, "--db", db, "--format", "jsonl")
		whole, pages, after := succeeds(t, q...), "", ""
		for range 1000 {
			args := slices.Concat(q, []string{"--limit", "7"})
			if after != "" {
				args = append(args, "--after", after)
			}
			out, errs, code := command(t, "", args...)
			if code != exitDone {
				t.Fatal(errs)
			}
			pages += out
			_, rest, more := strings.Cut(errs, "--after ")
			if !more {
				break
			}
			after, _, _ = strings.Cut(rest, " ")
		}
		if pages != whole {
			t.Errorf("%q: the pages hold %d lines, the whole %d, or in another order", q, strings.Count(pages, "\n"), strings.Count(whole, "\n"))
		}
	}
	if _, _, code := command(t, "", "events", "--db", db, "--after", "nonsense"); code == exitDone {
		t.Error("a cursor that is none was taken")
	}
}

// many are reports as JSON Lines.
func many(n int) string {
	var b strings.Builder
	names := []string{"Norway", "Chile", "Kenya", "Japan", "Portugal", "Peru"}
	for i := range n {
		a, c := names[i%len(names)], names[(i/len(names)+i+1)%len(names)]
		fmt.Fprintf(&b, `{"id":"r%d","published":"2024-%02d-%02d","outlet":"Wire %d","text":"%s on Monday imposed sanctions on %s after talks on fishing quota %d broke down."}`+"\n",
			i, 1+i%12, 1+i%28, i%5, a, c, i)
	}
	return b.String()
}

// cancelling ends a run after some lines of output.
type cancelling struct {
	bytes.Buffer
	lines  int
	cancel context.CancelFunc
}

func (c *cancelling) Write(p []byte) (int, error) {
	if c.lines -= bytes.Count(p, []byte("\n")); c.lines <= 0 {
		c.cancel()
	}
	return c.Buffer.Write(p)
}

// An interrupted run keeps what it told of, and the same command again leaves
// the store as one run would have.
func TestAddResumes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "many.jsonl")
	if err := os.WriteFile(file, []byte(many(900)), 0o600); err != nil {
		t.Fatal(err)
	}
	db, whole := storeFile(t), storeFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	out := &cancelling{lines: 100, cancel: cancel}
	var errs bytes.Buffer
	if code := run(ctx, []string{"add", "--db", db, "--format", "jsonl", file}, streams{strings.NewReader(""), out, &errs}); code != exitFault {
		t.Fatalf("an interrupted run ended with %d: %s", code, errs.String())
	}
	told := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var s stored
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		told[s.Report] = true
	}
	s, err := store.Open(context.Background(), db, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for id := range told {
		if _, _, err := s.Report(context.Background(), id); err != nil {
			t.Errorf("%s was told of: %v", id, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 || len(told) >= 900 {
		t.Fatalf("%d reports were stored before the interruption", len(told))
	}
	again := succeeds(t, "add", "--db", db, file)
	if !strings.Contains(again, fmt.Sprintf("%d there already", len(told))) {
		t.Errorf("%d were stored, but the second run says %s", len(told), again)
	}
	succeeds(t, "add", "--db", whole, file)
	for _, q := range [][]string{{"events", "--format", "json"}, {"matters", "--format", "json"}} {
		if got, want := succeeds(t, append(q, "--db", db)...), succeeds(t, append(q, "--db", whole)...); got != want {
			t.Errorf("%q after an interruption differs from that of one run", q)
		}
	}
}

// A report that merely has the name of another is refused; one that corrects it
// replaces it.
func TestAddCorrects(t *testing.T) {
	const head = "Title: Sanctions\nPublished: 2024-05-15\nOutlet: %s\n\n"
	dir := folder(t, map[string]string{
		"a/r.txt": fmt.Sprintf(head, "Wire") + "Norway imposed sanctions on Chile on Monday.",
		"b/r.txt": fmt.Sprintf(head, "Wire") + "Norway lifted sanctions on Chile on Monday.",
		"c/r.txt": fmt.Sprintf(head, "Gazette") + "Kenya imposed sanctions on Peru on Monday.",
	})
	db := storeFile(t)
	succeeds(t, "add", "--db", db, filepath.Join(dir, "a", "r.txt"))
	if out := succeeds(t, "add", "--db", db, filepath.Join(dir, "b", "r.txt")); !strings.Contains(out, "a correction") {
		t.Errorf("%s", out)
	}
	if out := succeeds(t, "records", "--db", db, "--format", "csv"); strings.Contains(out, "SANCTION") || !strings.Contains(out, "CONCEDE") {
		t.Errorf("after the correction:\n%s", out)
	}
	_, errs, code := command(t, "", "add", "--db", db, filepath.Join(dir, "c", "r.txt"))
	if code != exitFault || !strings.Contains(errs, filepath.Join("c", "r.txt")) || !strings.Contains(errs, "taken by another report") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if out := succeeds(t, "sql", "--db", db, "--format", "csv", "SELECT id, version, outlet FROM reports UNION ALL SELECT id, version, outlet FROM former_reports ORDER BY version"); out != "id,version,outlet\nr,1,Wire\nr,2,Wire\n" {
		t.Errorf("versions:\n%s", out)
	}
}

// Queries of users can read the store and nothing else.
func TestSQL(t *testing.T) {
	db := storeFile(t)
	succeeds(t, "add", "--db", db, saudiIra)
	if out := succeeds(t, "sql", "--db", db, "--format", "jsonl", "SELECT count(*) AS n, list_sort(list(DISTINCT type))[1] AS first FROM records WHERE list_contains(actors, 'SAU')"); !strings.HasPrefix(out, `{"n": `) || !strings.Contains(out, `"first": "A`) {
		t.Errorf("%s", out)
	}
	target := filepath.Join(t.TempDir(), "out.csv")
	for _, query := range []string{
		"DELETE FROM data.reports",
		"DROP VIEW events",
		"COPY (FROM events) TO '" + target + "'",
		"SELECT * FROM read_text('/etc/hostname')",
		"ATTACH '" + target + "' AS other",
		"SET enable_external_access = true",
		"INSTALL httpfs",
		"SELEC",
	} {
		if out, _, code := command(t, "", "sql", "--db", db, query); code != exitFault {
			t.Errorf("%s: exit %d\n%s", query, code, out)
		}
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a query wrote a file")
	}
	if out, _, code := command(t, "SELECT 1 AS one;\nSELECT 2\n AS two;\n", "sql", "--db", db, "--format", "csv"); code != exitDone || out != "one\n1\ntwo\n2\n" {
		t.Errorf("exit %d: %q", code, out)
	}
}

func TestNoStore(t *testing.T) {
	for _, args := range [][]string{{"events"}, {"records"}, {"matters"}, {"relation", "USA", "CUB"}, {"sql", "SELECT 1"}, {"stats"}, {"check"}, {"recode"}} {
		_, errs, code := command(t, "", append(args, "--db", storeFile(t))...)
		if code != exitFault || !strings.Contains(errs, "demarche add") {
			t.Errorf("%q: exit %d, %s", args, code, errs)
		}
	}
}
