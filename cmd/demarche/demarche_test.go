package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"demarche/coder"
	"demarche/plover"
	"demarche/record"
)

// command runs the program and gives what it wrote and its exit code.
func command(t testing.TB, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(context.Background(), args, streams{strings.NewReader(stdin), &out, &err})
	return out.String(), err.String(), code
}

const (
	talks = "Title: Oslo hosts talks\nPublished: 2024-05-15\nOutlet: Fjord Wire\n\nNorway's foreign minister met the Chilean envoy in Oslo on Tuesday.\n"
	aid   = "Brazil condemned the attack by Russia on Ukraine.\n"
)

// folder writes files and gives their folder.
func folder(t testing.TB, files map[string]string) string {
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func records(t testing.TB, lines string) (list []record.Record) {
	for line := range strings.Lines(lines) {
		var r record.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		list = append(list, r)
	}
	return list
}

func TestCodeLines(t *testing.T) {
	dir := folder(t, map[string]string{"talks.txt": talks})
	out, errs, code := command(t, "", "code", "--format", "jsonl", filepath.Join(dir, "talks.txt"))
	if code != exitDone || errs != "" {
		t.Fatalf("exit %d, %s", code, errs)
	}
	text := "Oslo hosts talks\n\nNorway's foreign minister met the Chilean envoy in Oslo on Tuesday.\n"
	met := false
	for _, r := range records(t, out) {
		if err := r.Validate(text); err != nil {
			t.Errorf("%s: %v", r.Trigger.Text, err)
		}
		if r.Report.ID != "talks" || r.Report.Outlet != "Fjord Wire" || r.ID != record.NewID(&r) {
			t.Errorf("report %+v, id %s", r.Report, r.ID)
		}
		if r.Trigger.Text == "met" {
			met = true
			if r.Type != plover.Consult || len(r.Actors) != 2 || r.Actors[0].Country != "NOR" || r.Actors[1].Country != "CHL" || r.Date == nil || r.Date.Start != "2024-05-14" {
				t.Errorf("%+v", r)
			}
		}
	}
	if !met {
		t.Errorf("the meeting is not in %s", out)
	}
}

func TestCodeForms(t *testing.T) {
	dir := folder(t, map[string]string{"talks.txt": talks, "war.txt": aid})
	lines, _, _ := command(t, "", "code", "--format", "jsonl", dir)
	want := records(t, lines)
	if len(want) < 2 {
		t.Fatalf("%d records only", len(want))
	}
	out, _, code := command(t, "", "code", "--format", "json", dir)
	var list []record.Record
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != exitDone || !reflect.DeepEqual(list, want) {
		t.Errorf("json: exit %d, %v, %d records", code, err, len(list))
	}
	out, _, code = command(t, "", "code", "--format", "csv", dir)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || code != exitDone || len(rows) != len(want)+1 || rows[0][0] != "id" || rows[1][0] != want[0].ID {
		t.Errorf("csv: exit %d, %v, %d rows", code, err, len(rows))
	}
	out, _, code = command(t, "", "code", dir)
	for _, part := range []string{"Oslo hosts talks", "talks · Fjord Wire · 2024-05-15", "2024-05-14", "CONSULT", "[met]", "war\nday of publication unknown", "ACCUSE"} {
		if !strings.Contains(out, part) || code != exitDone {
			t.Errorf("table: exit %d, without %q:\n%s", code, part, out)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Error("table: colours where there is no terminal")
	}
	for line := range strings.Lines(out) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > plainWidth {
			t.Errorf("table: a line of %d columns: %s", n, line)
		}
	}
}

// The output is the same, byte for byte, whatever --jobs is.
func TestCodeJobs(t *testing.T) {
	files := map[string]string{}
	for i := range 30 {
		files[fmt.Sprintf("r%02d.txt", i)] = strings.Repeat(aid, 1+i*7%5) + talks
	}
	dir := folder(t, files)
	first, _, code := command(t, "", "code", "--format", "jsonl", "--jobs", "1", dir)
	if code != exitDone || len(records(t, first)) < 30 {
		t.Fatalf("exit %d, %d bytes", code, len(first))
	}
	for _, n := range []string{"2", "8"} {
		if again, _, _ := command(t, "", "code", "--format", "jsonl", "--jobs", n, dir); again != first {
			t.Errorf("--jobs %s gives another output", n)
		}
	}
}

func TestCodeStdin(t *testing.T) {
	out, _, code := command(t, aid, "code", "--format", "jsonl", "--published", "8 March 2024", "-")
	list := records(t, out)
	if code != exitDone || len(list) == 0 || list[0].Report.ID != "stdin" || list[0].Report.Published != "2024-03-08" {
		t.Errorf("exit %d: %s", code, out)
	}
	line := `{"id":"r7","title":"","text":` + fmt.Sprintf("%q", aid) + `}` + "\n"
	out, _, code = command(t, line, "code", "--format", "jsonl", "-")
	if list := records(t, out); code != exitDone || len(list) == 0 || list[0].Report.ID != "r7" {
		t.Errorf("exit %d: %s", code, out)
	}
}

// What is wrong with one report is told, and the others are coded.
func TestCodeFaults(t *testing.T) {
	dir := folder(t, map[string]string{"bad.txt": "Bogot\xe1", "empty.txt": " \n", "good.txt": aid, "notes.md": "# Notes", "long.txt": strings.Repeat(aid, 50)})
	out, errs, code := command(t, "", "code", "--format", "jsonl", "--max-size", "1KiB", dir, filepath.Join(dir, "none.txt"))
	if code != exitFault || len(records(t, out)) == 0 {
		t.Errorf("exit %d, %s", code, out)
	}
	for _, part := range []string{"bad.txt: it is not UTF-8", "offset 5", "empty.txt: there is no text", "long.txt: is longer than the limit of 1024 bytes", "none.txt", "passed over 1 file", "notes.md"} {
		if !strings.Contains(errs, part) {
			t.Errorf("without %q: %s", part, errs)
		}
	}
	if _, errs, code := command(t, "", "code", t.TempDir()); code != exitFault || !strings.Contains(errs, "no reports there") {
		t.Errorf("empty folder: exit %d, %s", code, errs)
	}
}

func TestCalled(t *testing.T) {
	for _, c := range []struct {
		p    record.Party
		want string
	}{
		{record.Party{Text: "the\nenvoy", Country: "CHL"}, "the envoy"},
		{record.Party{Text: "he", Name: "Lionel Jospin", Country: "FRA"}, "Lionel Jospin"},
		{record.Party{Text: "Its", Country: "DNK"}, "Denmark"},
		{record.Party{Text: "they"}, "they"},
	} {
		if got := called(&c.p); got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"code"}, "wants the path"},
		{[]string{"cod", "x"}, "unknown command"},
		{[]string{"code", "--format", "xml", "x"}, "table, json, jsonl or csv"},
		{[]string{"code", "--jobs", "none", "x"}, "a number from 1"},
		{[]string{"code", "--published", "3/4/2020", "x"}, "2024-05-15"},
		{[]string{"code", "--max-size", "much", "x"}, "8MiB"},
		{[]string{"code", "--colour", "x"}, "unknown flag"},
		{[]string{"explain", "Kremlin"}, "no such file"},
		{[]string{"eval", "pairs"}, "one file"},
		{[]string{"eval", "records", "a", "b"}, "one folder"},
		{[]string{"lexicon", "check", "no/such/folder"}, "is no folder"},
		{[]string{"who"}, "a name"},
		{[]string{"version", "please"}, "no arguments"},
	} {
		out, errs, code := command(t, "", c.args...)
		if code != exitUsage || !strings.Contains(errs, c.want) || out != "" {
			t.Errorf("%v: exit %d, %q %q, want %q", c.args, code, out, errs, c.want)
		}
	}
	for _, args := range [][]string{{}, {"--help"}, {"eval"}, {"lexicon"}, {"code", "--help"}} {
		if out, errs, code := command(t, "", args...); code != exitDone || !strings.Contains(out, "Usage:") || errs != "" {
			t.Errorf("%v: exit %d, %q", args, code, errs)
		}
	}
}

func TestExplain(t *testing.T) {
	out, _, code := command(t, "", "explain", "--published", "2024-05-15", "Norway's foreign minister met the Chilean envoy on Tuesday.")
	for _, part := range []string{"met  root VBD meet", "├──", `"the Chilean envoy" is CHL`, `"Tuesday" is 2024-05-14`, "predicate met", "fired", "CONSULT, actual"} {
		if !strings.Contains(out, part) || code != exitDone {
			t.Errorf("exit %d, without %q:\n%s", code, part, out)
		}
	}
	out, _, code = command(t, aid, "explain", "--format", "json")
	var x coder.Explanation
	if err := json.Unmarshal([]byte(out), &x); err != nil || code != exitDone || len(x.Tokens) != 9 {
		t.Errorf("exit %d, %v: %s", code, err, out)
	}
}

func TestWho(t *testing.T) {
	out, _, code := command(t, "", "who", "Angela", "Merkel", "--on", "2010-06-01")
	if code != exitDone || !strings.Contains(out, "DEU GOV Angela Merkel, chancellor") {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, _, code := command(t, "", "who", "Qwertz Asdf"); code != exitFault || !strings.Contains(out, "not in the roster") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// A party that only the user's own table knows is named in records.
func TestRoster(t *testing.T) {
	dir := folder(t, map[string]string{
		"own.tsv":   "kind\tname\tcountry\tsector\toffice\tfrom\nperson\tUlla Testperson\tNOR\tGOV\tenvoy\t2020\n",
		"bad.tsv":   "kind\tname\tcountry\tsector\nperson\tUlla Testperson\tNORWAY\tGOV\n",
		"visit.txt": "Ulla Testperson condemned Chile on Tuesday.\n",
	})
	own := filepath.Join(dir, "own.tsv")
	out, errs, code := command(t, "", "code", "--format", "jsonl", "--roster", own, "--published", "2024-05-15", filepath.Join(dir, "visit.txt"))
	list := records(t, out)
	if code != exitDone || len(list) == 0 || len(list[0].Actors) != 1 || list[0].Actors[0].Country != "NOR" || list[0].Actors[0].Office != "envoy" {
		t.Errorf("exit %d, %s %s", code, out, errs)
	}
	if out, _, code := command(t, "", "who", "--roster", own, "Ulla Testperson"); code != exitDone || !strings.Contains(out, "envoy") || !strings.Contains(out, "own.tsv") {
		t.Errorf("exit %d, %s", code, out)
	}
	if out, _, code := command(t, "", "who", "check", own); code != exitDone || !strings.Contains(out, "sound, 1 row") {
		t.Errorf("exit %d, %s", code, out)
	}
	bad := filepath.Join(dir, "bad.tsv")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"who", "check", bad}, "bad.tsv:2"},
		{[]string{"code", "--roster", bad, dir}, "bad.tsv:2"},
		{[]string{"who", "check", filepath.Join(dir, "none.tsv")}, "none.tsv"},
	} {
		if _, errs, code := command(t, "", c.args...); code != exitFault || !strings.Contains(errs, c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, errs)
		}
	}
}

func TestLexiconAndVersion(t *testing.T) {
	if out, errs, code := command(t, "", "lexicon", "check"); code != exitDone || !strings.HasPrefix(out, "sound: ") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	dir := folder(t, map[string]string{"a.frames": "v:chat subj>a : CHATTING\n"})
	if _, errs, code := command(t, "", "lexicon", "check", dir); code != exitFault || !strings.Contains(errs, "a.frames:1") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if out, _, code := command(t, "", "version"); code != exitDone || !strings.Contains(out, "trained on") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestEval(t *testing.T) {
	dir := folder(t, map[string]string{
		"talks.txt":  talks,
		"talks.json": `{"published":"2024-05-15","records":[{"sentence":"Norway's foreign minister met","trigger":"met","type":"CONSULT","mode":null,"actors":[{"text":"foreign minister","country":"NOR","sector":"GOV"},{"text":"the Chilean envoy","country":"CHL","sector":"GOV"}],"recipients":[],"modality":"actual","date":{"start":"2024-05-14","end":"2024-05-14","precision":"day"}}]}`,
		"pairs.tsv":  "1\t.\t<s>Brazil</s> condemned <t>Russia</t>.\tBrazil\tRussia\tACCUSE\t3\n",
		"dates.json": `[{"text":"They met on Tuesday.","reference":"2024-05-15","kind":"x","results":[{"text":"on Tuesday","start":9,"length":10,"timex":"XXXX-WXX-2","past":{"date":"2024-05-14"},"future":{"date":"2024-05-21"}}]}]`,
	})
	out, errs, code := command(t, "", "eval", "records", "--format", "json", "--errors", dir)
	var s struct {
		Gold int `json:"gold"`
		Dyad struct {
			Recall float64 `json:"recall"`
		} `json:"dyad"`
	}
	if err := json.Unmarshal([]byte(out), &s); err != nil || code != exitDone || s.Gold != 1 || s.Dyad.Recall != 1 {
		t.Errorf("records: exit %d, %v: %s%s", code, err, out, errs)
	}
	out, errs, code = command(t, "", "eval", "parties", dir)
	if code != exitDone || !strings.Contains(out, "country  100.00") {
		t.Errorf("parties: exit %d: %s%s", code, out, errs)
	}
	out, errs, code = command(t, "", "eval", "pairs", "--errors", filepath.Join(dir, "pairs.tsv"))
	if code != exitDone || !strings.Contains(out, "1 of 1 sentences right") {
		t.Errorf("pairs: exit %d: %s%s", code, out, errs)
	}
	out, errs, code = command(t, "", "eval", "dates", filepath.Join(dir, "dates.json"))
	if code != exitDone || !strings.Contains(out, "resolved right       1  1.000") {
		t.Errorf("dates: exit %d: %s%s", code, out, errs)
	}
	if _, errs, code := command(t, "", "eval", "treebank", filepath.Join(dir, "none.conllu")); code != exitFault || !strings.Contains(errs, "none.conllu") {
		t.Errorf("treebank: exit %d: %s", code, errs)
	}
}
