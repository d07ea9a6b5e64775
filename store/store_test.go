package store

import (
	"context"
	"errors"
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
