package plover

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables of docs/codebook.md")

// The tables of the codebook are those of this package.
func TestCodebook(t *testing.T) {
	file := filepath.Join("..", "docs", "codebook.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for name, want := range map[string]string{"types": typeTable(), "contexts": contextList(), "sectors": sectorTable()} {
		part := regexp.MustCompile(`(?s)(<!-- ` + name + `: [^\n]*-->\n)(.*?)(<!-- end -->)`).FindStringSubmatch(text)
		if part == nil {
			t.Errorf("%s has no part for %s", file, name)
			continue
		}
		if part[2] == want {
			continue
		}
		if !*update {
			t.Errorf("%s is out of date for %s: run \"go test ./plover -run Codebook -update\"\n%s", file, name, want)
			continue
		}
		text = strings.Replace(text, part[0], part[1]+want+part[3], 1)
	}
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func typeTable() string {
	var b strings.Builder
	b.WriteString("\n| type | quad | score | R | modes |\n|---|---|---|---|---|\n")
	for _, typ := range Types() {
		var modes []string
		for _, m := range Modes(typ) {
			modes = append(modes, fmt.Sprintf("%s (%s)", m, signed(typ.ScoreWith(m))))
		}
		needs := ""
		if NeedsRecipient(typ) {
			needs = "R"
		}
		// Long lists of modes go on in further rows.
		rows := slices.Collect(slices.Chunk(modes, 4))
		if len(rows) == 0 {
			rows = [][]string{nil}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", typ, typ.Quad(), signed(typ.Score()), needs, strings.Join(rows[0], " · "))
		for _, row := range rows[1:] {
			fmt.Fprintf(&b, "| | | | | %s |\n", strings.Join(row, " · "))
		}
	}
	return b.String() + "\n"
}

// signed is a score with a true minus sign.
func signed(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), "-", "−", 1)
}

func contextList() string {
	var b strings.Builder
	b.WriteByte('\n')
	width := 0
	for i, c := range Contexts() {
		switch {
		case i == 0:
		case width+len(c) > 110:
			b.WriteString(" ·\n")
			width = 0
		default:
			b.WriteString(" · ")
			width += 3
		}
		b.WriteString("`" + string(c) + "`")
		width += len(c) + 2
	}
	return b.String() + "\n\n"
}

func sectorTable() string {
	var b strings.Builder
	b.WriteString("\n| sector | who |\n|---|---|\n")
	for _, s := range Sectors() {
		fmt.Fprintf(&b, "| %s | %s |\n", s, s.Name())
	}
	return b.String() + "\n"
}
