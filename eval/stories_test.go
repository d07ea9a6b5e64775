package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

func TestStories(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stories.jsonl")
	text := `{"type":"ASSAULT","mode":"aerial","title":"Jets bomb {country_1}","text":"Jets bombed {city}."}
{"type":"ASSAULT","mode":"aerial","title":"Jets bomb {country_1}","text":"Nothing happened there."}
{"type":"AID","mode":null,"title":"{country_2} sends flour","text":"The flour left {country_2}."}
{"type":"ASSAULT","mode":"no-mode","title":"Shots in {country_1}","text":"Jets bombed a hill."}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code := func(rep *report.Report) ([]record.Record, error) {
		if strings.Contains(rep.Text, "{") {
			t.Errorf("a blank is left in %q", rep.Text)
		}
		var out []record.Record
		if strings.Contains(rep.Text, "bombed") {
			out = append(out, record.Record{Type: plover.Assault, Mode: "aerial"})
		}
		if strings.Contains(rep.Text, "flour") {
			out = append(out, record.Record{Type: plover.Agree})
		}
		return out, nil
	}
	s, err := Stories(code, file, AllStories)
	if err != nil {
		t.Fatal(err)
	}
	want := StoriesType{Type: "all", Stories: 4, Story: 2, Moded: 2, Mode: 1, Titles: 3, Title: 0, Misguided: 1}
	if s.All != want {
		t.Errorf("all: %+v, want %+v", s.All, want)
	}
	if s.Records != 3 || len(s.Misses) != 5 {
		t.Errorf("%d records, %d misses; want 3 and 5", s.Records, len(s.Misses))
	}
	odd, err := Stories(code, file, OddStories)
	if err != nil {
		t.Fatal(err)
	}
	if odd.Stories != 1 || odd.Types[0].Type != plover.Aid {
		t.Errorf("the odd part: %+v", odd.Types)
	}
	if err := os.WriteFile(file, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Stories(code, file, AllStories); err == nil || !strings.Contains(err.Error(), "stories.jsonl:1:") {
		t.Errorf("a story without a type: %v, want an error with file and line", err)
	}
}
