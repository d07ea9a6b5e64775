package plover

import (
	_ "embed"
	"fmt"
	"strings"
)

// Crossing is one CAMEO code with what PLOVER makes of it.
type Crossing struct {
	Code     string // CAMEO code, three or four digits
	Name     string // what CAMEO calls it
	Type     Type   // "" for the statements of CAMEO's class 01, which are no records
	Mode     Mode
	Contexts []Context
	Loss     string // what the code says and PLOVER does not keep, "" when nothing
}

//go:embed cameo.tsv
var cameoTable string

// forward leads from a code to its crossing; back holds, by type, the
// crossings that may be taken from PLOVER to CAMEO.
var (
	codes   []string
	forward = map[string]Crossing{}
	back    = map[Type][]Crossing{}
)

func init() {
	if err := readCrosswalk(cameoTable); err != nil {
		panic("plover: cameo.tsv: " + err.Error()) // the table is embedded: a fault of the build, not of a caller
	}
}

// readCrosswalk fills the tables from the text of cameo.tsv, whose head says
// what its columns are.
func readCrosswalk(text string) error {
	line := 0
	for row := range strings.Lines(text) {
		line++
		row = strings.TrimSuffix(row, "\n")
		if row == "" || row[0] == '#' {
			continue
		}
		way, c, err := parseCrossing(row)
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if way != "<" {
			if _, twice := forward[c.Code]; twice {
				return fmt.Errorf("line %d: code %s stands twice", line, c.Code)
			}
			codes = append(codes, c.Code)
			forward[c.Code] = c
		}
		if way != ">" {
			back[c.Type] = append(back[c.Type], c)
		}
	}
	return nil
}

func parseCrossing(row string) (way string, c Crossing, err error) {
	f := strings.Split(row, "\t")
	if len(f) != 7 {
		return "", c, fmt.Errorf("%d columns, want 7", len(f))
	}
	for i := range f {
		if f[i] == "-" {
			f[i] = ""
		}
	}
	way = f[0]
	c = Crossing{Code: f[1], Type: Type(f[2]), Mode: Mode(f[3]), Name: f[5], Loss: f[6]}
	switch {
	case way != "=" && way != ">" && way != "<":
		return "", c, fmt.Errorf("way %q, want =, > or <", way)
	case (way == ">") != (c.Loss != ""):
		return "", c, fmt.Errorf("code %s: a loss is told for the way > and for it alone", c.Code)
	case c.Type == "" && way == ">":
		return way, c, nil
	case !c.Type.HasMode(c.Mode):
		return "", c, fmt.Errorf("code %s: no type %q with mode %q", c.Code, c.Type, c.Mode)
	}
	if f[4] != "" {
		for name := range strings.SplitSeq(f[4], ",") {
			ctx := Context(name)
			if !ctx.Valid() {
				return "", c, fmt.Errorf("code %s: no context %q", c.Code, name)
			}
			c.Contexts = append(c.Contexts, ctx)
		}
	}
	return way, c, nil
}

// CAMEOCodes lists the CAMEO codes of the crosswalk in the order of CAMEO's
// own table.
func CAMEOCodes() []string { return append([]string(nil), codes...) }

// FromCAMEO gives what PLOVER makes of a CAMEO code; ok is false for a code
// that the crosswalk does not have. The crossing's Contexts are shared: read
// them only.
func FromCAMEO(code string) (c Crossing, ok bool) {
	c, ok = forward[code]
	return c, ok
}

// ToCAMEO gives the CAMEO code nearest to a record's type, mode and contexts.
// loss says in words which of the three the code does not carry ("mode
// multilateral; context migration"), "" when it carries them all. A type that
// is not valid gives the code "".
//
// A row with the same mode is taken before one without any, that before one
// with another; among these the row whose contexts agree best; among equals the
// first, which is the most general.
func ToCAMEO(t Type, m Mode, contexts []Context) (code, loss string) {
	var best *Crossing
	top := 0
	rows := back[t]
	for i := range rows {
		if s := nearness(&rows[i], m, contexts); best == nil || s > top {
			best, top = &rows[i], s
		}
	}
	if best == nil {
		return "", ""
	}
	return best.Code, lost(best, m, contexts)
}

// nearness weighs how well row c stands for a mode and contexts.
func nearness(c *Crossing, m Mode, contexts []Context) int {
	s := 0
	switch c.Mode {
	case m:
		s = 100
	case "":
		s = 50
	}
	for _, want := range c.Contexts {
		if contains(contexts, want) {
			s += 2
		} else {
			s -= 3
		}
	}
	return s
}

// lost names what row c does not carry of a mode and contexts.
func lost(c *Crossing, m Mode, contexts []Context) string {
	var gone []string
	if own := forward[c.Code]; m != "" && own.Mode != m {
		gone = append(gone, "mode "+string(m))
	}
	var left []string
	for _, ctx := range contexts {
		if !contains(c.Contexts, ctx) {
			left = append(left, string(ctx))
		}
	}
	if len(left) > 0 {
		gone = append(gone, "context "+strings.Join(left, ", "))
	}
	return strings.Join(gone, "; ")
}

func contains(list []Context, c Context) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}
