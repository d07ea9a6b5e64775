package eval

import (
	"os"
	"path/filepath"
	"testing"

	"demarche/english"
	"demarche/where"
	"demarche/who"
)

func loadNamer(t *testing.T) (*english.Parser, *who.Namer) {
	t.Helper()
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	g, err := where.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := who.NewNamer(r)
	n.KnowPlaces(g.CountryOf)
	return p, n
}

// Parties of the reports coded by hand are of the right country and sector.
func TestPartiesDev(t *testing.T) {
	p, n := loadNamer(t)
	s, err := Parties(p, n, filepath.Join(os.Getenv("DEMARCHE_DATA"), "gold"))
	if err != nil {
		t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
	}
	if s.Country < 91 || s.Sector < 85 {
		t.Errorf("country right for %.1f %%, sector for %.1f %% of %d parties; floors are 91 and 85", s.Country, s.Sector, s.Parties)
	}
}

// Coreference with predicted mentions and the program's own trees.
func TestCorefDev(t *testing.T) {
	p, n := loadNamer(t)
	file := filepath.Join(os.Getenv("DEMARCHE_DATA"), "data", "ud", "gum-dev.conllu.gz")
	s, err := Coref(n, file, CorefOptions{Parser: p, Singletons: true})
	if err != nil {
		t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
	}
	if s.CoNLL < 60 {
		t.Errorf("CoNLL mean %.1f, floor 60: %+v", s.CoNLL, s)
	}
}

func TestNearest(t *testing.T) {
	text := "The US and USAID met. The US left."
	for _, c := range []struct {
		words    string
		at, want int
	}{
		{"US", 0, 4}, {"US", 5, 26}, {"USAID", 22, 11}, {"Peru", 0, -1},
	} {
		if got := nearest(text, c.words, c.at); got != c.want {
			t.Errorf("%q from %d: at %d, want %d", c.words, c.at, got, c.want)
		}
	}
}
