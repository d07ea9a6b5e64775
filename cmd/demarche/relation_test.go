package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
	"demarche/relation"
	"demarche/who"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares output with the file testdata/NAME.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, got)
	}
}

// quarrel is a story of Norway and Chile: a quarrel over salmon and its end.
func quarrel(t *testing.T) *story {
	t.Helper()
	var events []*event.Event
	for _, line := range []string{
		"2024-03-01|NOR|CHL|ACCUSE|allege|1|Oslo accused Santiago of selling salmon below its price.",
		"2024-03-03|CHL|NOR|REJECT||1|Chile rejected the charge.",
		"2024-03-04|NOR|CHL|THREATEN|restrict|2|Norway threatened Chile with a tariff on salmon.",
		"2024-03-10|NOR|CHL|SANCTION|discontinue|4|The tariff on salmon took effect on Sunday.",
		"2024-03-12|CHL|NOR|SANCTION|discontinue|2|Chile answered with a tariff on cheese.",
		"2024-03-15|CHL|NOR|ACCUSE|disapprove|1|The president called the duty an insult.",
		"2024-05-02|CHL|NOR|AGREE||2|Chile invited the Norwegian minister to visit Santiago.",
		"2024-05-03|NOR|CHL|AGREE||1|She said that she would accept the invitation to Santiago.",
		"2024-05-14|NOR|CHL|CONSULT|visit|3|The minister visited Santiago on Tuesday.",
		"2024-05-14|NOR+CHL||AGREE||2|The two agreed to settle their quarrel.",
		"2024-05-20|NOR|CHL|CONCEDE||2|Norway lifted the tariff on salmon.",
		"2024-05-28|CHL|NOR|SUPPORT||1|The president praised Norway | and its salmon.",
	} {
		f := strings.SplitN(line, "|", 7)
		e := &event.Event{
			ID: "e" + f[0] + f[3], Start: f[0], End: f[0], Precision: record.Day, Type: plover.Type(f[3]), Mode: plover.Mode(f[4]),
			Modality: record.Actual, Words: f[6], Topics: event.TopicsIn(f[6]), Voices: int(f[5][0] - '0'), Reports: []string{f[0]},
			Records: []*record.Record{{Report: record.Report{ID: f[0], Published: f[0]}}},
		}
		e.Quad, e.Score = e.Type.Quad(), e.Type.ScoreWith(e.Mode)
		for i := range e.Voices {
			e.Outlets = append(e.Outlets, "Outlet "+string(rune('A'+i)))
		}
		for _, c := range strings.Split(f[1], "+") {
			e.Actors = append(e.Actors, event.Party{Country: c})
		}
		if f[2] != "" {
			e.Recipients = []event.Party{{Country: f[2]}}
		}
		events = append(events, e)
	}
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := relation.Of(events, "NOR", "CHL", relation.Options{})
	return &story{r, roster, relation.Key(r.Events, r.Turns, 8)}
}

func TestRelationText(t *testing.T) {
	t.Setenv("COLUMNS", "110")
	var b strings.Builder
	if _, err := lipgloss.Fprint(&b, flush(quarrel(t).text(streams{out: io.Discard}))); err != nil {
		t.Fatal(err)
	}
	golden(t, "relation.txt", b.String())
}

func TestRelationMarkdown(t *testing.T) { golden(t, "relation.md", quarrel(t).markdown()) }

func TestRelationSVG(t *testing.T) {
	got := quarrel(t).svg()
	golden(t, "relation.svg", got)
	d := xml.NewDecoder(strings.NewReader(got))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
}

// Without events there is a line that says so, in every form.
func TestRelationNothing(t *testing.T) {
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := relation.Of(nil, "NOR", "CHL", relation.Options{})
	s := &story{r, roster, relation.Key(r.Events, r.Turns, 8)}
	for _, got := range []string{s.text(streams{out: io.Discard}), s.markdown(), s.svg()} {
		if !strings.Contains(got, "no events between the two") || !strings.Contains(got, "Norway – Chile") {
			t.Errorf("got %q", got)
		}
	}
}

const (
	salmonA = "Title: Norway imposes tariff on Chile\nPublished: 2024-03-10\nOutlet: Wire A\n\nNorway imposed sanctions on Chile on Sunday.\n"
	salmonB = "Title: Chile condemns sanctions\nPublished: 2024-03-11\nOutlet: Wire B\n\nChile condemned Norway on Monday. Norway imposed sanctions on Chile on Sunday.\n"
)

func TestEvents(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": salmonA, "b.txt": salmonB})
	out, _, code := command(t, "", "events", "--format", "json", "--party", "Norway,CHL", "--type", "sanction", dir)
	if code != exitDone {
		t.Fatalf("exit %d", code)
	}
	var events []event.Event
	if err := json.Unmarshal([]byte(out), &events); err != nil {
		t.Fatal(err)
	}
	if len(events) != 1 || events[0].Start != "2024-03-10" || events[0].Voices != 2 || !events[0].Acts("NOR") || !events[0].Receives("CHL") {
		t.Errorf("%s", out)
	}
	if out, _, _ := command(t, "", "events", "--since", "2024-03-11", "--until", "2024-03-11", dir); strings.Contains(out, "SANCTION") || !strings.Contains(out, "ACCUSE") {
		t.Errorf("of the 11th only:\n%s", out)
	}
}

func TestMattersCommand(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": salmonA, "b.txt": salmonB})
	out, _, code := command(t, "", "matters", "--open", "--by", "norway", dir)
	if code != exitDone || !strings.Contains(out, "sanction") || !strings.Contains(out, "opened: ") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if out, _, _ := command(t, "", "matters", "--to", "NOR", "--format", "json", dir); strings.TrimSpace(out) != "[]" {
		t.Errorf("nothing is pending by Chile, but\n%s", out)
	}
}

func TestRelationCommand(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": salmonA, "b.txt": salmonB})
	out, _, code := command(t, "", "relation", "norway", "CHL", dir, "--format", "json")
	var r relation.Relation
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone {
		t.Fatalf("exit %d: %v\n%s", code, err, out)
	}
	if r.A != "NOR" || r.B != "CHL" || len(r.Events) < 2 || r.Level >= 0 {
		t.Errorf("%s", out)
	}
	for _, args := range [][]string{
		{"relation", "NOR"},
		{"relation", "NOR", "Norway", dir},
		{"relation", "NOR", "Atlantis", dir},
		{"relation", "NOR", "CHL", dir, "--half-life", "0"},
		{"events", "--type", "WAR", dir},
		{"matters", "--by", "Atlantis", dir},
	} {
		if _, _, code := command(t, "", args...); code != exitUsage {
			t.Errorf("%q: exit %d", args, code)
		}
	}
}
