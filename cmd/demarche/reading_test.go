package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/report"
)

const german = "Die Außenminister von Ghana und Togo trafen sich am Dienstag in Lomé, um über die Fähre zu sprechen, die ihre Länder gemeinsam betreiben wollen."

// Tables with columns of their own, patterns and reports in other languages.
func TestCodeTable(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.csv": "key,story,day\nk1,Brazil condemned Russia on Tuesday.,2024-05-15\nk2,\"" + german + "\",2024-05-15\n",
	})
	path := filepath.Join(dir, "*.csv")
	out, errs, code := command(t, "", "code", "--format", "jsonl", "--field", "text=story", "--field", "published=day", "--field", "id=key", path)
	list := records(t, out)
	if code != exitDone || len(list) == 0 || list[0].Report.ID != "k1" || list[0].Report.Published != "2024-05-15" {
		t.Errorf("exit %d: %s", code, out)
	}
	if want := "demarche: set aside 1 report not in English (de 1); --any-language codes them too\n"; errs != want {
		t.Errorf("%q, want %q", errs, want)
	}
	_, errs, code = command(t, "", "code", "--format", "jsonl", "--any-language", "--field", "text=story", "--field", "published=day", path)
	if code != exitDone || errs != "" {
		t.Errorf("any language: exit %d, %s", code, errs)
	}
	_, errs, code = command(t, "", "code", "--field", "text=body", path)
	if code != exitFault || !strings.Contains(errs, `a.csv:1: there is no column "body"`) || strings.Contains(errs, "no reports there") {
		t.Errorf("no such column: exit %d, %s", code, errs)
	}
	if _, errs, code = command(t, "", "code", "--field", "body=text", path); code != exitUsage || !strings.Contains(errs, "no field") {
		t.Errorf("no such field: exit %d, %s", code, errs)
	}
	if _, _, code = command(t, german, "code", "-"); code != exitDone {
		t.Errorf("nothing but set aside: exit %d", code)
	}
}

// Who asks a report of unknown day is told why there are no events.
func TestUndated(t *testing.T) {
	text := "Norway expelled two Chilean diplomats on Monday."
	out, errs, code := command(t, text, "events", "-")
	if code != exitDone || !strings.Contains(out, "0 events") || !strings.Contains(errs, "1 report has no day of publication") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	out, errs, code = command(t, text, "events", "--published", "2024-05-15", "-")
	if code != exitDone || !strings.Contains(out, "1 event") || errs != "" {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestProgressLine(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": strings.Repeat("x", 100), "b.txt": strings.Repeat("x", 300)})
	p := &progress{reports: 1, records: 7}
	next := func(path string) {
		for range report.Open(context.Background(), path, report.Options{Meter: &p.meter}) {
		}
	}
	next(filepath.Join(dir, "a.txt"))
	files, bytes, ok := report.Measure(context.Background(), []string{dir})
	if !ok || files != 2 || bytes != 400 {
		t.Fatalf("%d files, %d bytes, %v", files, bytes, ok)
	}
	total := &extent{files, bytes}
	for width, want := range map[int]string{
		100: "1/2 files, 1 reports, 30s left, 0.1/s, 7 records",
		40:  "1/2 files, 1 reports, 30s left, 0.1/s",
		30:  "1/2 files, 1 reports, 30s left",
		20:  "1 reports, 30s left",
	} {
		if got := p.line(10*time.Second, total, width); got != want {
			t.Errorf("%d columns: %q, want %q", width, got, want)
		}
	}
	if got, want := p.line(10*time.Second, nil, 100), "1 files, 1 reports, 0.1/s, 7 records"; got != want {
		t.Errorf("extent unknown: %q, want %q", got, want)
	}
	if _, _, ok := report.Measure(context.Background(), []string{dir, "-"}); ok {
		t.Error("standard input cannot be measured")
	}
}
