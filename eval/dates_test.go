package eval

import (
	"os"
	"path/filepath"
	"testing"

	"demarche/english"
)

// dataDir is the folder of the development data.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DEMARCHE_DATA")
	if dir == "" {
		t.Fatal("set DEMARCHE_DATA to the folder of the development data")
	}
	return dir
}

func TestDates(t *testing.T) {
	file := filepath.Join(dataDir(t), "data", "time", "time-dev.json")
	parser, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	score, err := Dates(parser, file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range score.Misses {
		t.Logf("%s %q: %q read as %q: want %s (%s), got %s", m.Reference, m.Sentence, m.Expression, m.Found, m.Want, m.Lean, m.Got)
	}
	t.Log(score.Summary())
	if score.Share < 0.92 {
		t.Errorf("share of sentences right = %.3f, want at least 0.92", score.Share)
	}
}
