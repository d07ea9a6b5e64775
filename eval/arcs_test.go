package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/plover"
	"demarche/record"
	"demarche/relation"
)

const arcGold = `{
 "dyad": ["NOR", "CHL"],
 "events": [
  {"id": "e1", "date": "2024-05-14", "type": "SANCTION", "actors": ["NOR"], "recipients": ["CHL"], "what": "tariff"},
  {"id": "e2", "date": {"start": "2024-05-20", "end": "2024-05-25"}, "type": "ACCUSE", "actors": ["CHL"], "recipients": ["NOR"], "what": "charge"}
 ],
 "others": [{"id": "o1", "date": "2024-05-14", "type": "REQUEST", "actors": ["CHL"], "recipients": [], "what": "appeal"}],
 "turns": [{"date": "2024-05-14", "window": ["2024-05-13", "2024-05-15"], "direction": "escalation"}],
 "matters": [{"kind": "sanction", "by": "NOR", "to": "CHL", "what": "tariff", "steps": [{"state": "opened", "date": "2024-05-14"}, {"state": "repeated", "date": "2024-05-15"}]}]
}`

func said(typ plover.Type, actor, recipient, day, words string) record.Record {
	r := record.Record{
		ID: words, Report: record.Report{ID: "a", Published: "2024-05-30"}, Sentence: record.Sentence{Text: words, End: len(words)},
		Trigger: record.Span{End: 4, Text: words[:4]}, Type: typ, Quad: typ.Quad(), Score: typ.Score(), Modality: record.Actual, Confidence: 0.8,
		Actors: []record.Party{{Country: actor}}, Recipients: []record.Party{{Country: recipient}},
		Date: &record.Date{Start: day, End: day, Precision: record.Day},
	}
	return r
}

// Of three events one is the key's, one misses it by a day too many, and one
// comes twice.
func TestArcs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "gold.json"), []byte(arcGold), 0o600); err != nil {
		t.Fatal(err)
	}
	code := func(string) ([]string, [][]record.Record, error) {
		return []string{""}, [][]record.Record{{
			said(plover.Sanction, "NOR", "CHL", "2024-05-14", "Levy on salmon was raised by Oslo."),
			said(plover.Sanction, "NOR", "CHL", "2024-05-16", "Visa section closed for good."),
			said(plover.Accuse, "CHL", "NOR", "2024-05-28", "They accused Oslo of breaking its word."),
		}}, nil
	}
	s, err := Arcs(code, dir, relation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := s.Arcs[0]
	if want := (Agreement{Gold: 2, Found: 3, Right: 1}); a.Events != want {
		t.Errorf("events %+v, want %+v\n%s", a.Events, want, strings.Join(a.Disagree, "\n"))
	}
	if s.PerEvent != 2 {
		t.Errorf("%.2f events found per event, want 2", s.PerEvent)
	}
	if a.Turns.Gold != 1 || a.Matters.Gold != 1 || a.Matters.Right != 1 {
		t.Errorf("turns %+v, matters %+v", a.Turns, a.Matters)
	}
}

func TestArcsFaults(t *testing.T) {
	none := func(string) ([]string, [][]record.Record, error) { return nil, nil, nil }
	if _, err := Arcs(none, t.TempDir(), relation.Options{}); err == nil || !strings.Contains(err.Error(), "gold.json") {
		t.Errorf("an empty folder: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "gold.json"), []byte(`{"events": [{"date": "soon"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Arcs(none, dir, relation.Options{}); err == nil || !strings.Contains(err.Error(), "soon") {
		t.Errorf("a bad date: %v", err)
	}
}

// The change-point rule finds most changes and seldom one that is not there.
func TestSimulate(t *testing.T) {
	rules := map[string]TurnRule{"turns": relation.Turns, "none": func([]relation.Observation) []relation.Turn { return nil }}
	scores := Simulate(Simulation{Relations: 20, Years: 3, Seed: 7}, rules, []string{"turns", "none"})
	if s := scores[0]; s.Changes < 20 || s.Detection < 0.8 || s.FalseYearly > 0.2 {
		t.Errorf("%+v", s)
	}
	if s := scores[1]; s.Found != 0 || s.Changes != scores[0].Changes {
		t.Errorf("%+v", s)
	}
}

// Merging finds about as many events as there were happenings.
func TestMerging(t *testing.T) {
	c := Merging(5000, 3)
	if share := float64(c.Events) / float64(c.True); c.Records < 5000 || share < 0.9 || share > 1.1 {
		t.Errorf("%d events of %d happenings in %d records", c.Events, c.True, c.Records)
	}
}

func BenchmarkMerging(b *testing.B) {
	for b.Loop() {
		Merging(100_000, 1)
	}
}
