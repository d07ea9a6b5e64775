package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/english"
	"demarche/who"
)

// annotated writes reports in which what stands in square brackets is marked
// with the type after it, and reads them.
func annotated(t *testing.T, texts ...string) []AnnotatedReport {
	t.Helper()
	var lines strings.Builder
	for i, marked := range texts {
		type entity struct {
			Type       string `json:"type"`
			Begin, End int
		}
		report := struct {
			ID       string   `json:"id"`
			Text     string   `json:"text"`
			Entities []entity `json:"entities"`
		}{ID: string(rune('a' + i))}
		var text []rune
		for rest := marked; rest != ""; {
			before, after, found := strings.Cut(rest, "[")
			text = append(text, []rune(before)...)
			if !found {
				break
			}
			inner, after, _ := strings.Cut(after, "|")
			kind, after, _ := strings.Cut(after, "]")
			begin := len(text)
			text = append(text, []rune(inner)...)
			report.Entities = append(report.Entities, entity{kind, begin, len(text)})
			rest = after
		}
		report.Text = string(text)
		line, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(line)
		lines.WriteByte('\n')
	}
	name := filepath.Join(t.TempDir(), "reports.jsonl")
	if err := os.WriteFile(name, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := ReadAnnotated(name)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEntityScoreLeavesOutSentencesThatNobodyRead(t *testing.T) {
	list := annotated(t,
		"The envoy of [Chad|Location] is in [Lomé|Location]. Chad and Togo have long been at odds over Chad.\nChadian rains fell.",
		"In [Chad|Location] it was calm on [Friday|Temporal]. Chad was calm on [Friday|Temporal].")
	parser, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	first, second := parser.Parse(list[0].Text), parser.Parse(list[1].Text)
	if got := list[0].Unread(first); !slices.Equal(got, []bool{false, true, false}) {
		t.Errorf("first report: unread %v; only the second sentence has a name and no mark", got)
	}
	if got := list[1].Unread(second); !slices.Equal(got, []bool{false, false}) {
		t.Errorf("second report: unread %v; both sentences have marks", got)
	}

	// All of "Chad" and "Togo" is found, wherever it stands; "Lomé" is not.
	var s EntityScore
	for i, doc := range []*english.Doc{first, second} {
		var found []who.Span
		for k := range doc.Len() {
			if w := doc.Word(k); w == "Chad" || w == "Togo" {
				found = append(found, who.Span{First: k, Last: k + 1, Kind: who.Place})
			}
		}
		s.Add(&list[i], doc, found)
	}
	// Read: 3 found, 3 marked, 2 right. With the sentence that was not: 6 found.
	if p, r := s.All.Precision, s.All.Recall; !near(p, 200.0/3) || !near(r, 200.0/3) {
		t.Errorf("precision %.2f, recall %.2f, want 66.67 both", p, r)
	}
	if s.Unread != 1 {
		t.Errorf("%d sentences unread, want 1", s.Unread)
	}
	if p := s.Whole.Precision; !near(p, 200.0/6) {
		t.Errorf("precision over all sentences %.2f, want 33.33", p)
	}
}

func near(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }

func TestReadAnnotatedNamesTheLine(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reports.jsonl")
	text := `{"id":"a","text":"Oslo","entities":[]}` + "\n" + `{"id":"b","text":"Oslo","entities":[{"type":"Location","begin":0,"end":9}]}` + "\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAnnotated(name); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("an entity beyond the text gave %v, want an error that names line 2", err)
	}
}
