package who

import (
	"strings"
	"testing"
)

const userTSV = "kind\tname\tcountry\tsector\toffice\tfrom\tto\taliases\tlat\tlon\n" +
	"# a comment\n" +
	"person\tÅsa Nordqvist\tSWE\t\tforeign minister\t2030-01-02\t\tA. Nordqvist\n" +
	"person\tDonald Trump\tUSA\tBUS\ttycoon\t1971\t2030\n" +
	"body\tHarbour Watch\tNGO\tCVL\t\t2019\t\tHW|Harbor Watch\n" +
	"state\tGreat Svea\tSWE\n" +
	"place\tPort Example\tSWE\t\t\t\t\t\t57.5\t-11.25\n"

const userYAML = `- kind: person
  name: Åsa Nordqvist
  country: SWE
  office: foreign minister
  from: 2030-01-02
  aliases: [A. Nordqvist]
- {kind: body, name: Harbour Watch, country: NGO, sector: CVL, from: 2019, aliases: HW|Harbor Watch}
`

func TestUserTable(t *testing.T) {
	table, err := ReadUserTable(strings.NewReader(userTSV), "mine.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := LoadWith(table)
	if err != nil {
		t.Fatal(err)
	}
	day := DayOf(2031, 5, 1)
	for _, name := range []string{"Åsa Nordqvist", "Asa Nordqvist", "A. Nordqvist", "Nordqvist"} {
		s := r.Lookup(name)
		if len(s) != 1 {
			t.Fatalf("%q has %d senses", name, len(s))
		}
		if id := s[0].On(day); id.Country != "SWE" || id.Sector != "GOV" || id.Office != "foreign minister" {
			t.Errorf("%q is %v", name, id)
		}
	}
	if e, ok := r.Holder("SWE", "foreign-minister", day); !ok || e.Name != "Åsa Nordqvist" {
		t.Errorf("foreign minister of Sweden: %v", e)
	}
	if id := r.Lookup("Donald Trump")[0].On(DayOf(2018, 6, 12)); id.Office != "tycoon" || id.Sector != "BUS" {
		t.Errorf("the user's row does not replace the built-in ones: %v", id)
	}
	if e, ok := r.Holder("USA", "president", DayOf(2018, 6, 12)); ok {
		t.Errorf("%s is still president", e.Name)
	}
	if s := r.Lookup("HW"); len(s) != 1 || s[0].Form != Acronym || s[0].On(day).Country != "NGO" {
		t.Errorf("HW: %v", s)
	}
	if s := r.Lookup("Great Svea"); len(s) != 1 || s[0].Entry.Name != "Sweden" {
		t.Errorf("Great Svea: %v", s)
	}
	if row := table.Rows[len(table.Rows)-1]; row.Kind != Place || row.Lat != 57.5 || row.Lon != -11.25 {
		t.Errorf("place read as %+v", row)
	}
	// The built-in roster stays as it was.
	if id := load(t).Lookup("Donald Trump")[0].On(DayOf(2018, 6, 12)); id.Office != "president" {
		t.Errorf("built-in roster changed: %v", id)
	}
}

func TestUserTableInYAML(t *testing.T) {
	table, err := ReadUserTable(strings.NewReader(userYAML), "mine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := LoadWith(table)
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Lookup("Harbor Watch"); len(s) != 1 || s[0].On(DayOf(2020, 1, 1)).Sector != "CVL" {
		t.Errorf("Harbor Watch: %v", s)
	}
	if s := r.Lookup("Nordqvist"); len(s) != 1 || s[0].Entry.Terms[0].Line != 1 {
		t.Errorf("Nordqvist: %v", s)
	}
}

func TestUserTableFaults(t *testing.T) {
	head := "kind\tname\tcountry\tsector\toffice\tfrom\tto\taliases\tlat\tlon\n"
	tests := []struct{ name, text, want string }{
		{"x.tsv", "", "x.tsv: no line names the columns"},
		{"x.tsv", "kind\twho\n", `x.tsv:1: no column is called "who"`},
		{"x.tsv", "kind\tkind\n", `x.tsv:1: two columns are called "kind"`},
		{"x.tsv", head + "thing\tA\tSWE\n", `x.tsv:2: kind "thing" is not`},
		{"x.tsv", head + "person\t-\tSWE\tGOV\n", "x.tsv:2: the name"},
		{"x.tsv", head + "person\tA B\tXYZ\tGOV\n", `has the code "XYZ"`},
		{"x.tsv", head + "person\tA B\tSWE\tGOX\n", `no sector is called "GOX"`},
		{"x.tsv", head + "person\tA B\tSWE\n", "wants an office or a sector"},
		{"x.tsv", head + "person\tA B\tSWE\t\tgardener\n", `"gardener" is not a known one`},
		{"x.tsv", head + "person\tA B\tSWE\tGOV\t\t2020-13\n", "no such month"},
		{"x.tsv", head + "person\tA B\tSWE\tGOV\t\t2020-02-30\n", "no such day"},
		{"x.tsv", head + "person\tA B\tSWE\tGOV\t\t2020\t2018\n", "before it starts"},
		{"x.tsv", head + "place\tA B\tSWE\t\t\t\t\t\t91\t0\n", "lat:"},
		{"x.tsv", head + strings.Repeat("\t", 11) + "x\n", "12 columns"},
		{"x.yaml", "a: 1\n", "x.yaml:1: want a list"},
		{"x.yaml", "- a\n", "x.yaml:1: want a mapping"},
		{"x.yaml", "- kind: body\n  nam: x\n", `x.yaml:2: no key is called "nam"`},
		{"x.yaml", "- {kind: body, name: [a, b]}\n", "name wants one value"},
		{"x.yaml", "- kind: [\n", "x.yaml: yaml"},
		{"x.yaml", "", "x.yaml: empty"},
	}
	for _, tt := range tests {
		_, err := ReadUserTable(strings.NewReader(tt.text), tt.name)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.text, err, tt.want)
		}
	}
	// Every fault is told, not only the first.
	_, err := ReadUserTable(strings.NewReader(head+"thing\tA\tSWE\nbody\tB\tSWX\n"), "x.tsv")
	if err == nil || !strings.Contains(err.Error(), "x.tsv:2:") || !strings.Contains(err.Error(), "x.tsv:3:") {
		t.Errorf("two faults: %v", err)
	}
}
