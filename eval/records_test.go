package eval

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"demarche/record"
)

// predictions reads JSON Lines of records and gives them file by file.
func predictions(t testing.TB, file string) CodeFile {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	by := map[string][]record.Record{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var r record.Record
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		by[r.Report.ID] = append(by[r.Report.ID], r)
	}
	return func(path, _ string) ([]record.Record, error) {
		return by[strings.TrimSuffix(filepath.Base(path), ".txt")], nil
	}
}

// The figures in testdata/records/want are those of the scorer that the set's
// authors use, on the same records.
func TestRecords(t *testing.T) {
	dir := filepath.Join("testdata", "records")
	got, err := Records(predictions(t, filepath.Join(dir, "predicted.jsonl")), dir, TextsIn(dir))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "want"))
	if err != nil {
		t.Fatal(err)
	}
	var want RecordsScore
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range got.Errors {
		kinds = append(kinds, e.Report+" "+e.Kind)
	}
	// The scorer knows nothing of confidence: all 13 are sure, nine are right.
	if sure := []ReliabilityBin{{From: 0.9, Records: 13, Confidence: 1, Right: 0.692}}; !reflect.DeepEqual(got.Reliability, sure) {
		t.Errorf("reliability %+v, want %+v", got.Reliability, sure)
	}
	got.Errors, got.Right, got.About, got.Reliability = nil, nil, nil, nil
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	if want := []string{"call missed", "call spurious", "ferry level2", "ferry level1", "ferry spurious"}; !reflect.DeepEqual(kinds, want) {
		t.Errorf("errors %q, want %q", kinds, want)
	}
}

func TestRecordsFaults(t *testing.T) {
	none := func(string, string) ([]record.Record, error) { return nil, nil }
	if _, err := Records(none, t.TempDir(), TextsIn(".")); err == nil {
		t.Error("an empty folder passes")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "A.", "a.json": `{"records": 7}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Records(none, dir, TextsIn(dir)); err == nil || !strings.Contains(err.Error(), "a.json") {
		t.Errorf("bad gold: %v", err)
	}
}

func TestScoringSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"One. Two! “Three?” Four… 5 is next.":                 {"One. ", "Two! ", "“Three?” ", "Four… ", "5 is next."},
		"Gen. Person met Mr. X at No. 10. Then left.":         {"Gen. Person met Mr. X at No. 10. ", "Then left."},
		"the consul. lower case\nA line\n\n\nAnother":         {"the consul. lower case\n", "A line\n\n\n", "Another"},
		"At the end of the U.S.\n\nNext.":                     {"At the end of the U.S.\n\n", "Next."},
		"She said (“Go.”) [Aside.] Go.\n":                     {"She said (“Go.”) ", "[Aside.] ", "Go.\n"},
		" \n ":                                                nil,
		"He came on the 5th of Jan. 2020. It was casino. Yes": {"He came on the 5th of Jan. 2020. ", "It was casino. ", "Yes"},
	} {
		var got []string
		for _, s := range scoringSentences(text) {
			got = append(got, text[s[0]:s[1]])
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\ngot  %q\nwant %q", text, got, want)
		}
	}
}
