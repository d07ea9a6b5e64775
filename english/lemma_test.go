package english

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestLemma(t *testing.T) {
	for _, test := range []struct {
		word string
		tag  Tag
		want string
	}{
		// Verbs, regular and not.
		{"was", TagVBD, "be"}, {"’re", TagVBP, "be"}, {"has", TagVBZ, "have"}, {"'ll", TagMD, "will"}, {"ca", TagMD, "can"},
		{"went", TagVBD, "go"}, {"forsook", TagVBD, "forsake"}, {"overthrew", TagVBD, "overthrow"}, {"undertaken", TagVBN, "undertake"},
		{"stopped", TagVBD, "stop"}, {"visited", TagVBD, "visit"}, {"imposed", TagVBN, "impose"}, {"condemned", TagVBD, "condemn"},
		{"threatening", TagVBG, "threaten"}, {"meeting", TagVBG, "meet"}, {"resuming", TagVBG, "resume"}, {"lying", TagVBG, "lie"},
		{"denies", TagVBZ, "deny"}, {"pushes", TagVBZ, "push"}, {"called", TagVBD, "call"}, {"agreed", TagVBD, "agree"},
		{"found", TagVBD, "find"}, {"found", TagVB, "found"}, {"Accused", TagVBN, "accuse"}, {"fled", TagVBD, "flee"},
		// Nouns.
		{"countries", TagNNS, "country"}, {"crises", TagNNS, "crisis"}, {"wives", TagNNS, "wife"}, {"gunmen", TagNNS, "gunman"},
		{"series", TagNNS, "series"}, {"aircraft", TagNNS, "aircraft"}, {"sanctions", TagNNS, "sanction"}, {"losses", TagNNS, "loss"},
		{"Envoys", TagNNS, "envoy"}, {"children", TagNNS, "child"}, {"TV", TagNN, "TV"}, {"Talk", TagNN, "talk"},
		// Names and what is made of them.
		{"Petro", TagNNP, "Petro"}, {"Americans", TagNNPS, "American"}, {"States", TagNNPS, "State"}, {"Ukrainian", TagJJ, "Ukrainian"},
		{"Angry", TagJJ, "angry"},
		// All else.
		{"better", TagJJR, "good"}, {"better", TagRBR, "well"}, {"largest", TagJJS, "large"}, {"easier", TagJJR, "easy"},
		{"them", TagPRP, "they"}, {"n't", TagRB, "not"}, {"N’T", TagRB, "not"}, {"An", TagDT, "a"}, {"these", TagDT, "this"},
		{"’s", TagPOS, "'s"}, {"“", TagOpenQuote, "\""}, {"30,000", TagCD, "30000"}, {"I", TagPRP, "I"}, {"", TagNN, ""},
		{strings.Repeat("x", 100) + "s", TagNNS, strings.Repeat("x", 100)},
	} {
		for range 2 { // as computed and as remembered
			if got := Lemma(test.word, test.tag); got != test.want {
				t.Errorf("%s/%v is %q, want %q", test.word, test.tag, got, test.want)
			}
		}
	}
}

func TestLemmatizeHas(t *testing.T) {
	for text, want := range map[string]string{
		"He 's been there": "have", "He 's not been there": "have", "It 's seen as vital": "be", "She 's here": "be",
	} {
		d := &Doc{Text: text}
		d.Segment()
		tags := map[string]Tag{"'s": TagVBZ, "been": TagVBN, "seen": TagVBN, "not": TagRB}
		for i := range d.Len() {
			d.Tag = append(d.Tag, tags[d.Word(i)])
		}
		d.Lemmatize()
		if d.Lemma[1] != want {
			t.Errorf("%q: %q, want %q", text, d.Lemma[1], want)
		}
	}
}

// Goroutines get the same lemmas, and words seen before cost no memory.
func TestLemmatizeShared(t *testing.T) {
	d := &Doc{Text: "Envoys met in two cities and agreed on nothing"}
	d.Segment()
	d.Tag = []Tag{TagNNS, TagVBD, TagIN, TagCD, TagNNS, TagCC, TagVBD, TagIN, TagNN}
	want := "envoy meet in two city and agree on nothing"
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			e := *d
			for range 200 {
				e.Lemmatize()
			}
			if got := strings.Join(e.Lemma, " "); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
	all.Wait()
	d.Lemmatize()
	if allocs := testing.AllocsPerRun(100, d.Lemmatize); allocs != 0 {
		t.Errorf("%v allocations for words seen before", allocs)
	}
}

// Every line of the embedded table is read.
func TestLemmaTable(t *testing.T) {
	lines := 0
	for line := range strings.Lines(lemmaTable) {
		if line[0] != '#' {
			lines++
		}
	}
	if lines < 1000 {
		t.Fatalf("lemmas.txt has %d lines", lines)
	}
	var again strings.Builder
	if err := lemmas().Write(&again); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(lemmaTable, "\n")
	if again.String() != table {
		t.Error("lemmas.txt is not what its reader has read")
	}
}

// devTreebank reads a development treebank from the folder of development data.
func devTreebank(t testing.TB, name string) []*Doc {
	t.Helper()
	docs, err := ReadTreebank(filepath.Join(os.Getenv("DEMARCHE_DATA"), "data", "ud", name+".conllu.gz"))
	if err != nil {
		t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
	}
	return docs
}

func TestLemmaDev(t *testing.T) {
	for name, floor := range map[string]float64{"ewt-dev": 98, "gum-dev": 98.5} {
		right, all := 0, 0
		for _, d := range devTreebank(t, name) {
			e := *d
			e.Lemma = nil
			e.Lemmatize()
			for i, lemma := range e.Lemma {
				if lemma == d.Lemma[i] || d.Lemma[i] == "_" {
					right++
				}
				all++
			}
		}
		if share := 100 * float64(right) / float64(all); share < floor {
			t.Errorf("%s: %.2f%% of lemmas right, want %.1f%%", name, share, floor)
		}
	}
}

func BenchmarkLemmatize(b *testing.B) {
	docs := devTreebank(b, "gum-dev")
	words := 0
	for _, d := range docs {
		d.Lemmatize()
		words += d.Len()
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			d.Lemmatize()
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
