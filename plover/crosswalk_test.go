package plover

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every code that is said to lose nothing comes back as itself; every other
// says what it loses and comes back as a code of the same type.
func TestCrosswalkThereAndBack(t *testing.T) {
	for _, code := range CAMEOCodes() {
		c, ok := FromCAMEO(code)
		if !ok {
			t.Fatalf("%s: listed, not found", code)
		}
		if c.Type == "" {
			if code[:2] != "01" || c.Loss == "" {
				t.Errorf("%s: without a type", code)
			}
			continue
		}
		again, _ := ToCAMEO(c.Type, c.Mode, c.Contexts)
		if (again == code) != (c.Loss == "") {
			t.Errorf("%s (%s %s %v): comes back as %s, loss %q", code, c.Type, c.Mode, c.Contexts, again, c.Loss)
		}
	}
}

func TestToCAMEO(t *testing.T) {
	for _, c := range []struct {
		t          Type
		m          Mode
		ctx        []Context
		code, loss string
	}{
		{Consult, Phone, nil, "041", ""},
		{Consult, Phone, []Context{Diplomatic}, "041", "context diplomatic"},
		{Consult, Multilateral, nil, "040", "mode multilateral"},
		{Consult, "", []Context{Diplomatic}, "040", "context diplomatic"},
		{Agree, "", nil, "030", ""},
		{Agree, "", []Context{Military, Diplomatic}, "030", "context military"},
		{Threaten, Violence, nil, "138", ""},
		{Threaten, Violence, []Context{Military, IllegalDrugs}, "138", "context illegal_drugs"},
		{Threaten, Relations, nil, "1313", ""},
		{Sanction, Discontinue, nil, "163", ""},
		{Sanction, Expel, nil, "166", ""},
		{Sanction, Convict, nil, "116", ""},
		{Retreat, Withdraw, []Context{Military}, "0872", ""},
		{Retreat, Resign, nil, "0831", "mode resign"},
		{Mobilize, Militia, []Context{Military}, "154", "mode militia; context military"},
		{Assault, "", []Context{Military}, "190", ""},
		{Assault, Drone, nil, "1952", ""},
		{Assault, Primitive, nil, "193", "mode primitive"},
		{Accuse, "", nil, "110", ""},
		{Request, Change, nil, "1042", ""},
		{Type("STATEMENT"), "", nil, "", ""},
	} {
		code, loss := ToCAMEO(c.t, c.m, c.ctx)
		if code != c.code || loss != c.loss {
			t.Errorf("%s %s %v: %s %q, want %s %q", c.t, c.m, c.ctx, code, loss, c.code, c.loss)
		}
	}
}

// Whatever a record may say has a code, of the same quad, except where CAMEO
// puts the act elsewhere: a retreat without a mode or by resignation is
// yielding there, and a conviction is disapproval.
func TestEveryRecordHasACode(t *testing.T) {
	for _, typ := range Types() {
		for _, m := range append(Modes(typ), "") {
			for _, ctx := range append(Contexts(), "") {
				var list []Context
				if ctx != "" {
					list = []Context{ctx}
				}
				code, _ := ToCAMEO(typ, m, list)
				c, ok := FromCAMEO(code)
				if !ok {
					t.Fatalf("%s %s %s: code %q", typ, m, ctx, code)
				}
				if c.Type != typ && (typ != Retreat || c.Type != Concede) {
					t.Errorf("%s %s %s: code %s is %s", typ, m, ctx, code, c.Type)
				}
			}
		}
	}
}

// The published conversion table and ours agree but for the places listed,
// where the codebook decides otherwise or the table names modes and contexts
// that PLOVER 0.8 does not have.
func TestAgainstPublishedTable(t *testing.T) {
	types := map[string]string{
		"055": "the codebook has apologies under CONCEDE",
		"085": "the codebook has eased restrictions under CONCEDE", "0813": "same", "0814": "same",
		"116": "the codebook has convictions under SANCTION", "163": "the codebook has sanctions under SANCTION",
	}
	modes := map[string]string{
		"105": "a demand to yield has a mode of its own", "124": "a refusal to yield has a mode of its own",
		"1241": "same", "1242": "same",
		"112":  "an accusation alleges",
		"0874": "a retreat is a withdrawal",
		"195":  "aerial weapons have a mode of their own",
	}
	alias := map[string]string{"humanitarian": "human_security", "democracy": "pro_democracy"}
	contexts := map[string]string{
		"055": "the codebook ties it to no context", "105": "same", "175": "repression is a context of its own",
		"163": "sanctions are economic",
	}
	f, err := os.Open(filepath.Join(os.Getenv("DEMARCHE_DATA"), "data/plover/cameo-to-plover.txt"))
	if err != nil {
		t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
	}
	defer f.Close()
	n := 0
	for in := bufio.NewScanner(f); in.Scan(); {
		line, _, _ := strings.Cut(in.Text(), "#")
		code, rest, ok := strings.Cut(line, ":")
		if !ok || len(code) < 3 {
			continue
		}
		n++
		col := strings.Split(rest, ",")
		for i := range col {
			col[i] = strings.TrimSpace(col[i])
		}
		c, ok := FromCAMEO(code)
		if !ok {
			t.Errorf("%s is missing", code)
			continue
		}
		if string(c.Type) != col[0] {
			if types[code] == "" {
				t.Errorf("%s: type %s, published %s", code, c.Type, col[0])
			}
			continue
		}
		if m := Mode(col[1]); m != c.Mode && c.Type.HasMode(m) && m != "" && modes[code] == "" {
			t.Errorf("%s: mode %q, published %q", code, c.Mode, m)
		}
		for name := range strings.SplitSeq(col[2], ";") {
			name = strings.TrimSpace(name)
			if a, ok := alias[name]; ok {
				name = a
			}
			if name != "" && !slices.Contains(c.Contexts, Context(name)) && contexts[code] == "" {
				t.Errorf("%s: contexts %v, published %q", code, c.Contexts, name)
			}
		}
	}
	if n < 250 {
		t.Errorf("read %d codes of the published table only", n)
	}
}

func TestCrosswalkFaults(t *testing.T) {
	for row, want := range map[string]string{
		"=\t040\tCONSULT":                             "columns",
		"?\t040\tCONSULT\t-\t-\tConsult\t-":           "way",
		"=\t040\tCHAT\t-\t-\tConsult\t-":              "no type",
		"=\t040\tCONSULT\triot\t-\tConsult\t-":        "no type",
		"=\t040\tCONSULT\t-\tweather\tConsult\t-":     "no context",
		">\t040\tCONSULT\t-\t-\tConsult\t-":           "loss",
		"=\t040\tCONSULT\t-\t-\tConsult\tthat it was": "loss",
	} {
		if _, _, err := parseCrossing(row); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", row, err, want)
		}
	}
}

func BenchmarkToCAMEO(b *testing.B) {
	ctx := []Context{Military}
	for b.Loop() {
		ToCAMEO(Assault, Aerial, ctx)
	}
}
