package report

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// What is listed and opened file by file is what Open reads.
func TestOpenFileIsOpen(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	for name, text := range map[string]string{
		"b/talks.txt":  "Talks in Lima\n\nPeru and Chile met on Tuesday to speak of fishing.",
		"b/notes.bin":  "\x00\x01",
		"a/many.jsonl": `{"id":"x1","text":"Norway thanked Iceland for its help."}` + "\nno json\n" + `{"text":"Iceland thanked Norway."}`,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	type seen struct{ id, source, text, err string }
	note := func(list []seen, rep *Report, err error) []seen {
		if err != nil {
			return append(list, seen{err: err.Error()})
		}
		return append(list, seen{rep.ID, rep.Source, rep.Text, ""})
	}
	var want, got []seen
	for rep, err := range Open(ctx, dir, Options{}) {
		want = note(want, rep, err)
	}
	passed := 0
	for f, err := range Files(ctx, dir, func(string) { passed++ }) {
		if err != nil {
			t.Fatal(err)
		}
		if g, ok := FileBelow(dir, f.Path); !ok || g != f {
			t.Errorf("FileBelow gives %+v, Files %+v", g, f)
		}
		in, err := os.Open(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		for rep, err := range OpenFile(ctx, f, in, Options{}) {
			got = note(got, rep, err)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(want) != 4 || passed != 1 {
		t.Fatalf("%d items and %d files passed over, want 4 and 1: %+v", len(want), passed, want)
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v\nwant %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("item %d: got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}
