package brief

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"demarche"
	"demarche/relation"
	"demarche/report"
	"demarche/store"
	"demarche/who"
)

// filled is a store with reports, told as of now.
func filled(t *testing.T, reports ...*report.Report) (*store.Store, *who.Roster) {
	t.Helper()
	ctx := context.Background()
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.InMemory, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var list []store.Coded
	for _, rep := range reports {
		records, err := coder.Code(ctx, rep)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, store.Coded{Report: rep, Records: records})
	}
	if _, err := s.Add(ctx, list); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(ctx, nil); err != nil {
		t.Fatal(err)
	}
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s, roster
}

func rep(id, published, outlet, url, text string) *report.Report {
	return &report.Report{ID: id, Published: published, Outlet: outlet, URL: url, Text: text}
}

func TestBrief(t *testing.T) {
	ctx := context.Background()
	now := time.Now()
	s, roster := filled(t,
		rep("1", "2026-03-04", "Example Wire", "https://wire.example/1", "Peru imposed sanctions on Bolivia on Tuesday. Bolivia condemned the sanctions *sharply* <at once>."),
		rep("2", "2026-03-05", "Coast Gazette", "javascript:alert(1)", "Norway's prime minister invited the president of Chile to Oslo on Wednesday."),
	)
	b, err := Make(ctx, s, roster, Options{Since: now.Add(-time.Hour), Until: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, sec := range b.Sections {
		names = append(names, sec.Name)
		if sec.Level == nil || len(sec.Events) == 0 {
			t.Errorf("%s: level %v, %d events", sec.Name, sec.Level, len(sec.Events))
		}
	}
	if got := strings.Join(names, ", "); got != "Bolivia – Peru, Chile – Norway" && got != "Chile – Norway, Bolivia – Peru" {
		t.Fatalf("sections: %s", got)
	}
	for form, want := range map[string][]string{
		"text": {"Bolivia – Peru: level -", "Peru to Bolivia: SANCTION", `"Bolivia condemned the sanctions *sharply* <at once>."`, "- Example Wire, 2026-03-04, https://wire.example/1", "invitation by Norway to Chile: opened"},
		"md":   {"## Bolivia – Peru", "> Bolivia condemned the sanctions \\*sharply\\* \\<at once\\>.", "](https://wire.example/1)"},
		"html": {"<h2>Bolivia – Peru</h2>", "*sharply* &lt;at once&gt;", `<a href="https://wire.example/1"`},
	} {
		var out bytes.Buffer
		if err := b.Write(&out, form); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: no %q in\n%s", form, w, out.String())
			}
		}
		if form != "text" && (strings.Contains(out.String(), "](javascript:") || strings.Contains(out.String(), `href="javascript:`)) {
			t.Errorf("%s: an address that is none of the web is a link:\n%s", form, out.String())
		}
	}
	one, err := Make(ctx, s, roster, Options{Since: now.Add(-time.Hour), Until: now, Pairs: [][2]string{{"PER", "BOL"}}})
	if err != nil || len(one.Sections) != 1 || one.Sections[0].Pair != [2]string{"BOL", "PER"} {
		t.Errorf("one pair: %+v, %v", one, err)
	}
	none, err := Make(ctx, s, roster, Options{Since: now.Add(time.Hour), Until: now.Add(2 * time.Hour)})
	if err != nil || len(none.Sections) != 0 {
		t.Errorf("nothing: %+v, %v", none, err)
	}
	var out bytes.Buffer
	if err := none.Write(&out, "text"); err != nil || !strings.Contains(out.String(), "Nothing moved.") {
		t.Errorf("nothing: %s %v", out.String(), err)
	}
	if err := none.Write(&out, "pdf"); err == nil {
		t.Error("a form that there is not")
	}
}

// A matter whose day was set falls due on that day.
func TestBriefDue(t *testing.T) {
	ctx := context.Background()
	s, roster := filled(t, rep("1", "2026-03-04", "Example Wire", "", "Norway's prime minister invited the president of Chile to Oslo. The Chilean president will visit Norway on March 20."))
	matters, _, err := s.Matters(ctx, store.MatterFilter{Open: true}, store.Page{})
	if err != nil || len(matters) != 1 || matters[0].State != relation.Scheduled {
		t.Fatalf("matters: %+v, %v", matters[0].Steps, err)
	}
	for day, want := range map[int]int{19: 0, 20: 1, 22: 0} {
		at := time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC)
		m := &making{ctx: ctx, store: s, teller: NewTeller(s, roster), opt: &Options{Since: at.Add(-time.Hour), Until: at}, of: map[[2]string]*Section{}}
		if err := m.due(); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, sec := range m.of {
			n += len(sec.Due)
			if len(sec.Due) > 0 && sec.Due[0].Title != "invitation by Norway to Chile: scheduled for 2026-03-20" {
				t.Errorf("due: %+v", sec.Due)
			}
		}
		if n != want {
			t.Errorf("on March %d %d matters are due, want %d", day, n, want)
		}
	}
}
