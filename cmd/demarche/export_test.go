package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exportReports are two reports that tell of a visit and a threat.
var exportReports = map[string]string{
	"visit.txt":  "Title: Kenyan president visits Oslo\nPublished: 2024-05-15\nOutlet: Fjord Wire\nURL: https://fjord.example/1\n\nKenya's president visited Norway on Tuesday.\n",
	"threat.txt": "Title: Peru warns Chile\nPublished: 2024-06-02\nOutlet: Lima Post\n\nPeru threatened on Saturday to close its border with Chile.\n",
}

// What was added to a store is written in a published layout, to a file that is
// whole or not there; reports at paths give the same without a store.
func TestExport(t *testing.T) {
	reports, work := folder(t, exportReports), t.TempDir()
	db, file := filepath.Join(work, "s.duckdb"), filepath.Join(work, "out.tsv")
	if _, stderr, code := command(t, "", "add", "--db", db, reports); code != exitDone {
		t.Fatalf("add: %d, %s", code, stderr)
	}
	stdout, stderr, code := command(t, "", "export", "--db", db, "--layout", "polecat", "-o", file)
	if code != exitDone || stdout != "" || !strings.Contains(stderr, "row") {
		t.Fatalf("export: %d, %q, %q", code, stdout, stderr)
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(kept), "\n"), "\n")
	if !strings.HasPrefix(lines[0], "Event ID\tEvent Date\tEvent Type\t") || !strings.Contains(string(kept), "\t2024-05-14\tCONSULT\tvisit\t") {
		t.Errorf("the file:\n%s", kept)
	}
	stdout, stderr, code = command(t, "", "export", "--layout", "gdelt", "--actor", "Peru", reports)
	if code != exitDone || !strings.Contains(stdout, "\tPER\t") || strings.Contains(stdout, "\tKEN\t") {
		t.Errorf("export of reports: %d, %q, %s", code, stdout, stderr)
	}
	for _, test := range []struct {
		want string
		args []string
	}{
		{"--layout is wanted", []string{"export", "--db", db}},
		{"it takes records", []string{"export", "--db", db, "--layout", "xls"}},
		{"one expression and nothing else", []string{"export", "--db", db, "--layout", "gdelt", "-o", file, "--where", "true) LIMIT (1"}},
		{"no_column", []string{"export", "--db", db, "--layout", "gdelt", "-o", file, "--where", "no_column = 1"}},
	} {
		if _, stderr, code := command(t, "", test.args...); code != exitUsage || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: %d, %s", test.args, code, stderr)
		}
	}
	after, err := os.ReadFile(file)
	if err != nil || string(after) != string(kept) {
		t.Errorf("a command that failed changed the file: %v\n%s", err, after)
	}
	left, err := filepath.Glob(filepath.Join(work, ".out*"))
	if err != nil || len(left) > 0 {
		t.Errorf("files were left behind: %q, %v", left, err)
	}
}
