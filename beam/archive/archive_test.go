package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"demarche"
	"demarche/report"
	"demarche/store"
)

func TestMain(m *testing.M) {
	beamlog.SetupLogging("error", "text")
	beam.Init()
	os.Exit(m.Run())
}

// runPrism runs the pipeline on the embedded runner.
func runPrism(t *testing.T, paths []string, opt Options) {
	t.Helper()
	opt.Run, opt.Added = "test", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	p, s := beam.NewPipelineWithRoot()
	Build(s, paths, opt)
	if _, err := beam.Run(context.Background(), "prism", p); err != nil {
		t.Fatal(err)
	}
}

// single does what one machine does with the paths: demarche add. It gives the
// store and what could not be read or stored.
func single(t *testing.T, paths []string) (*store.Store, []string) {
	t.Helper()
	ctx := context.Background()
	c, err := demarche.New(demarche.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "s.duckdb"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var lost []string
	for _, path := range paths {
		for rep, err := range report.Open(ctx, path, report.Options{}) {
			if err != nil {
				lost = append(lost, err.Error())
				continue
			}
			records, err := c.Code(ctx, rep)
			if err != nil {
				t.Fatal(err)
			}
			results, err := s.Add(ctx, []store.Coded{{Report: rep, Records: records}})
			if err != nil {
				t.Fatal(err)
			}
			if results[0].Err != nil {
				lost = append(lost, results[0].Err.Error())
			}
		}
	}
	if _, err := s.Update(ctx, nil); err != nil {
		t.Fatal(err)
	}
	return s, lost
}

// contents are the rows of every view as text, sorted. What tells when and by
// whom something was stored is left out.
func contents(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	ctx := context.Background()
	conn, err := s.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	all := map[string][]string{}
	for view, but := range map[string]string{
		"reports": "added, coded_by", "former_reports": "added, replaced", "records": "", "parties": "", "events": "",
		"event_records": "", "event_parties": "", "event_pairs": "", "relations": "", "levels": "", "phases": "", "turns": "",
		"matters": "", "matter_steps": "",
	} {
		if but != "" {
			but = " EXCLUDE (" + but + ")"
		}
		rows, err := conn.QueryContext(ctx, `SELECT to_json(v)::VARCHAR FROM (SELECT *`+but+` FROM `+view+`) v`)
		if err != nil {
			t.Fatalf("%s: %v", view, err)
		}
		all[view] = texts(t, rows)
		slices.Sort(all[view])
	}
	return all
}

func texts(t *testing.T, rows *sql.Rows) []string {
	t.Helper()
	defer rows.Close()
	list := []string{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// sameContents holds a lake against the single machine's store.
func sameContents(t *testing.T, lake string, want *store.Store) map[string][]string {
	t.Helper()
	s, err := store.OpenLake(context.Background(), lake)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, wanted := contents(t, s), contents(t, want)
	for view, rows := range wanted {
		if len(got[view]) != len(rows) {
			t.Errorf("%s: %d rows, the single machine has %d", view, len(got[view]), len(rows))
		}
		for i := range min(len(rows), len(got[view])) {
			if got[view][i] != rows[i] {
				t.Errorf("%s: %s\nthe single machine has %s", view, got[view][i], rows[i])
				break
			}
		}
	}
	return got
}

// letters are the dead letters of a lake.
func letters(t *testing.T, lake string) []Letter {
	t.Helper()
	var m store.Lake
	data, err := os.ReadFile(filepath.Join(lake, store.Manifest))
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	var list []Letter
	for _, path := range m.Dead {
		data, err := os.ReadFile(filepath.Join(lake, path))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var l Letter
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			list = append(list, l)
		}
	}
	return list
}

// examples are the reports of the project's examples.
func examples(t *testing.T) []*report.Report {
	t.Helper()
	var list []*report.Report
	for rep, err := range report.Open(context.Background(), "../../examples", report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, rep)
	}
	if len(list) < 20 {
		t.Fatalf("only %d examples", len(list))
	}
	return list
}

// lines writes reports as JSON Lines, packed where the name says so.
func lines(t testing.TB, path string, reports []*report.Report, more ...string) {
	t.Helper()
	var b bytes.Buffer
	for _, r := range reports {
		_, body, _ := strings.Cut(r.Text, "\n\n")
		if r.Title == "" {
			body = r.Text
		}
		data, err := json.Marshal(map[string]string{"id": r.ID, "title": r.Title, "outlet": r.Outlet, "published": r.Published, "url": r.URL, "text": body})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(data)
		b.WriteString("\n")
	}
	b.WriteString(strings.Join(more, "\n"))
	data := b.Bytes()
	if strings.HasSuffix(path, ".gz") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err := z.Write(data)
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		data = packed.Bytes()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestExamplesAreTheSame(t *testing.T) {
	paths := []string{"../../examples"}
	want, lost := single(t, paths)
	if len(lost) > 0 {
		t.Fatal(lost)
	}
	out := filepath.Join(t.TempDir(), "lake")
	runPrism(t, paths, Options{Out: out})
	got := sameContents(t, out, want)
	for _, view := range []string{"reports", "events", "event_pairs", "relations", "turns", "matters"} {
		if len(got[view]) == 0 {
			t.Errorf("%s: the examples give no row, so nothing was compared", view)
		}
	}
	if dead := letters(t, out); len(dead) > 0 {
		t.Errorf("dead letters: %v", dead)
	}
	if days, err := filepath.Glob(out + "/events/day=????-??-??/*.parquet"); err != nil || len(days) < 10 {
		t.Errorf("events are in %d files by day (%v)", len(days), err)
	}
}

// Shuffled reports, spread over files of several kinds, with near copies, the
// same report again, corrections, another report of a taken id and bad items.
func TestShuffledReportsAreTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	var all []*report.Report
	for i, r := range examples(t) {
		r.ID = fmt.Sprintf("%d of %s", i, r.ID)
		r.Source = ""
		all = append(all, r)
		for n := range random.IntN(4) { // a wire's text in other papers, some a week on
			again := *r
			again.ID, again.Outlet = fmt.Sprintf("%s copy %d", r.ID, n), fmt.Sprintf("Paper %d", n)
			if day, err := time.Parse(time.DateOnly, r.Published); err == nil && n == 2 {
				again.Published = day.AddDate(0, 0, 6).Format(time.DateOnly)
			}
			if n == 1 {
				again.Text += " Officials in Quito declined to comment on the matter."
			}
			all = append(all, &again)
		}
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	corrected := *all[3]
	corrected.Text += " Peru thanked Chile for its help on Monday."
	taken := *all[4]
	taken.Outlet, taken.Text, taken.URL = "Another Paper", "Norway and Iceland signed a treaty on herring on Friday.", ""
	dir := t.TempDir()
	third := len(all) / 3
	lines(t, filepath.Join(dir, "in/c.jsonl"), all[:third], "{no json", `{"title": "no text"}`)
	lines(t, filepath.Join(dir, "in/deep/er/a.jsonl.gz"), all[third:2*third])
	lines(t, filepath.Join(dir, "in/x.jsonl"), append(all[2*third:len(all):len(all)], &corrected, all[1], &taken))
	foreign := "El presidente de Chile viajó el lunes a Lima para reunirse con su homólogo peruano y hablar sobre la pesca y el comercio entre los dos países vecinos. " +
		"Los ministros de relaciones exteriores firmaron después un acuerdo que permitirá a los pescadores trabajar en las aguas del norte."
	for name, text := range map[string]string{
		"in/binary.txt": "\x00\x01\x02\x03", "in/empty.txt": " \n", "in/foreign.txt": foreign, "in/picture.png": "\x89PNG\r\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	paths := []string{filepath.Join(dir, "in"), filepath.Join(dir, "none.txt")}
	want, lost := single(t, paths)
	if len(lost) < 6 {
		t.Fatalf("only %d items are lost: %v", len(lost), lost)
	}
	out := filepath.Join(dir, "lake")
	runPrism(t, paths, Options{Out: out, Parts: 3})
	got := sameContents(t, out, want)
	if len(got["former_reports"]) != 1 {
		t.Errorf("%d former reports, want one", len(got["former_reports"]))
	}
	var reasons []string
	for _, l := range letters(t, out) {
		if l.Path == "" {
			t.Errorf("a dead letter names no file: %+v", l)
		}
		reasons = append(reasons, l.Reason)
	}
	slices.Sort(reasons)
	slices.Sort(lost)
	if !slices.Equal(reasons, lost) {
		t.Errorf("dead letters\n%s\nthe single machine lost\n%s", strings.Join(reasons, "\n"), strings.Join(lost, "\n"))
	}
}

// An input without a report gives a lake that can be asked.
func TestNothingIsALakeToo(t *testing.T) {
	out := filepath.Join(t.TempDir(), "lake")
	runPrism(t, []string{filepath.Join(t.TempDir(), "none")}, Options{Out: out})
	s, err := store.OpenLake(context.Background(), out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.CountEvents(context.Background(), store.Filter{}); n != 0 || err != nil {
		t.Errorf("%d events, %v", n, err)
	}
	if dead := letters(t, out); len(dead) != 1 || !strings.Contains(dead[0].Reason, "no such file") {
		t.Errorf("dead letters: %+v", dead)
	}
}
