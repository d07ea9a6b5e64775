package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// fresh is an empty store in a folder of its own.
func fresh(t *testing.T) *Store {
	t.Helper()
	return at(t, filepath.Join(t.TempDir(), "s.duckdb"), Options{})
}

func at(t *testing.T, path string, opt Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What this program did not write, or a newer one did, is refused and left as
// it is.
func TestOpenRefuses(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	text := filepath.Join(dir, "text.duckdb")
	if err := os.WriteFile(text, []byte("Oslo and Lima signed a treaty on fishing."), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.duckdb")
	s := at(t, newer, Options{})
	if _, err := s.db.ExecContext(ctx, `UPDATE meta SET schema_version = 1000`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.duckdb")
	s = at(t, other, Options{})
	if _, err := s.db.ExecContext(ctx, `DROP TABLE meta`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		opt  Options
		want error
	}{
		{text, Options{}, ErrForeign},
		{newer, Options{}, ErrNewer},
		{newer, Options{ReadOnly: true}, ErrNewer},
		{other, Options{}, ErrForeign},
		{filepath.Join(dir, "none.duckdb"), Options{Must: true}, ErrNoStore},
		{filepath.Join(dir, "none.duckdb"), Options{ReadOnly: true}, ErrNoStore},
	} {
		s, err := Open(ctx, test.path, test.opt)
		if err == nil {
			_ = s.Close()
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s %+v: %v, want %v", filepath.Base(test.path), test.opt, err, test.want)
		}
	}
	if got, _ := os.ReadFile(text); string(got) != "Oslo and Lima signed a treaty on fishing." {
		t.Errorf("the file that is no store holds %q now", got)
	}
}

// A file of an older version is refused for reading only, and converted when it
// is opened for writing, with what it holds.
func TestOlderVersions(t *testing.T) {
	ctx := context.Background()
	list, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	reports := examples(t)[:6]
	for version := 1; version < len(list); version++ {
		path := filepath.Join(t.TempDir(), "s.duckdb")
		old, err := sql.Open("duckdb", path)
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range append(list[:version:version], fmt.Sprintf(`CREATE TABLE meta AS SELECT %d AS schema_version`, version)) {
			if _, err := old.ExecContext(ctx, query); err != nil {
				t.Fatalf("version %d: %v", version, err)
			}
		}
		rep := reports[0].Report
		_, err = old.ExecContext(ctx, `INSERT INTO data.reports VALUES (1, ?, 1, ?, ?, ?, '', '', ?, 0, now(), 'test', 0, NULL, NULL)`,
			rep.ID, rep.Title, rep.Outlet, rep.Published, rep.Text)
		if err := errors.Join(err, old.Close()); err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		if s, err := Open(ctx, path, Options{ReadOnly: true}); !errors.Is(err, ErrOlder) {
			if err == nil {
				_ = s.Close()
			}
			t.Errorf("version %d for reading only: %v", version, err)
		}
		s := at(t, path, Options{})
		if got, err := s.version(ctx); err != nil || got != len(list) {
			t.Errorf("version %d became %d: %v", version, got, err)
		}
		counts := map[Status]int{}
		for _, r := range add(t, s, reports...) {
			counts[r.Status]++
		}
		if counts[Corrected] != 1 || counts[Added] != len(reports)-1 {
			t.Errorf("version %d: %v of %d reports, one of which was there", version, counts, len(reports))
		}
		update(t, s)
		faults, err := s.Check(ctx, nil)
		if err != nil || len(faults) > 0 {
			t.Errorf("version %d after the conversion: %v %v", version, faults, err)
		}
	}
}
