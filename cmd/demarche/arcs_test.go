package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"demarche/eval"
	"demarche/relation"
)

// data is a path in the development data.
func data(t *testing.T, path string) string {
	t.Helper()
	root := os.Getenv("DEMARCHE_DATA")
	if root == "" {
		t.Fatal("set DEMARCHE_DATA to the folder of the development data")
	}
	return filepath.Join(root, path)
}

// What the development arcs must reach.
func TestArcs(t *testing.T) {
	out, _, code := command(t, "", "eval", "arcs", "--format", "json", data(t, "arcs"))
	var s eval.ArcsScore
	if err := json.Unmarshal([]byte(out), &s); err != nil || code != exitDone {
		t.Fatalf("exit %d: %v", code, err)
	}
	if s.Events.F1 < 62 || s.Turns.F1 < 75 || s.Matters.F1 < 65 || s.PerEvent < 1 || s.PerEvent > 1.2 {
		t.Errorf("events %.1f, turns %.1f, matters %.1f, %.2f found per event", s.Events.F1, s.Turns.F1, s.Matters.F1, s.PerEvent)
	}
}

// What must be reached on the arcs of the project's own, which are of three
// kinds: a crisis and its end, a trade dispute, and talks on and off.
func TestOwnArcs(t *testing.T) {
	out, _, code := command(t, "", "eval", "arcs", "--format", "json", "../../eval/testdata/arcs")
	var s eval.ArcsScore
	if err := json.Unmarshal([]byte(out), &s); err != nil || code != exitDone {
		t.Fatalf("exit %d: %v", code, err)
	}
	if len(s.Arcs) != 3 || s.Events.F1 < 66 || s.Turns.F1 < 75 || s.Matters.F1 < 56 || s.PerEvent < 1 || s.PerEvent > 1.2 {
		t.Errorf("%d arcs: events %.1f, turns %.1f, matters %.1f, %.2f found per event", len(s.Arcs), s.Events.F1, s.Turns.F1, s.Matters.F1, s.PerEvent)
	}
}

// A single report tells of a quarrel and of its end.
func TestSeedRelation(t *testing.T) {
	seed := data(t, "seed/trump-petro.txt")
	out, _, code := command(t, "", "relation", "USA", "COL", "--published", "2026-01-08", "--format", "json", seed)
	var r relation.Relation
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone {
		t.Fatalf("exit %d: %v", code, err)
	}
	if n := len(r.Turns); n == 0 || r.Turns[n-1].Date != "2026-01-07" || r.Turns[n-1].Direction != relation.DeEscalation {
		t.Errorf("turns %+v", r.Turns)
	}
	states := map[string]bool{}
	for _, m := range r.Matters {
		states[string(m.Kind)+" by "+m.By+" "+m.About+" "+string(m.State())] = true
	}
	for _, want := range []string{"invitation by USA relations accepted", "threat by USA force opened", "sanction by USA economy opened"} {
		if !states[want] {
			t.Errorf("no %q among %v", want, states)
		}
	}
}
