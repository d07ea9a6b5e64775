package plover

import "testing"

func TestTypes(t *testing.T) {
	if n := len(Types()); n != 16 {
		t.Fatalf("%d types, want 16", n)
	}
	seen := map[Type]bool{}
	for _, typ := range Types() {
		if seen[typ] || !typ.Valid() || !typ.Quad().Valid() {
			t.Errorf("%s: twice, or without facts or quad", typ)
		}
		seen[typ] = true
		f := table[typ]
		if len(f.modes) != len(f.scores) {
			t.Errorf("%s: %d modes, %d scores", typ, len(f.modes), len(f.scores))
		}
		if s := typ.Score(); s < -10 || s > 10 {
			t.Errorf("%s: score %v", typ, s)
		}
		for _, m := range Modes(typ) {
			s := typ.ScoreWith(m)
			if s < -10 || s > 10 || !m.Valid() || !typ.HasMode(m) {
				t.Errorf("%s %s: score %v, valid %v", typ, m, s, m.Valid())
			}
			// A mode may soften or sharpen its type but never turns it round.
			if s*typ.Score() < 0 {
				t.Errorf("%s %s: score %v against the type's %v", typ, m, s, typ.Score())
			}
		}
	}
	if Type("STATEMENT").Valid() || Type("").Valid() || Type("").HasMode("") {
		t.Error("a value that is no type passes for one")
	}
}

func TestScoreWith(t *testing.T) {
	for _, c := range []struct {
		t    Type
		m    Mode
		want float64
	}{
		{Consult, "", 2.5},
		{Consult, Phone, 1.5},
		{Consult, Visit, 4},
		{Aid, "", 10},
		{Retreat, Disarm, 10},
		{Request, "", 0},
		{Request, Assist, 0.5},
		{Threaten, Territory, -4},
		{Threaten, Arrest, -3.5},
		{Coerce, Arrest, -7},
		{Sanction, Expel, -5.5},
		{Mobilize, Troops, -6.5},
		{Assault, "", -9},
		{Assault, Unconventional, -10},
		{Assault, CrowdControl, -7.5},
		{Agree, Phone, 2.5}, // a mode of another type changes nothing
	} {
		if got := c.t.ScoreWith(c.m); got != c.want {
			t.Errorf("%s %s: %v, want %v", c.t, c.m, got, c.want)
		}
	}
}

func TestQuads(t *testing.T) {
	want := map[Quad][]Type{
		VerbalCooperation:   {Agree, Consult, Support, Concede},
		MaterialCooperation: {Cooperate, Aid, Retreat},
		VerbalConflict:      {Request, Accuse, Reject, Threaten},
		MaterialConflict:    {Protest, Sanction, Mobilize, Coerce, Assault},
	}
	n := 0
	for q, list := range want {
		for _, typ := range list {
			n++
			if typ.Quad() != q {
				t.Errorf("%s: %s, want %s", typ, typ.Quad(), q)
			}
		}
	}
	if n != 16 || VerbalCooperation.Number() != 1 || MaterialConflict.Number() != 4 || Quad("peace").Number() != 0 {
		t.Error("quads are not four classes of sixteen types")
	}
}

func TestRecipient(t *testing.T) {
	need := map[Type]bool{Cooperate: true, Aid: true, Sanction: true}
	for _, typ := range Types() {
		if NeedsRecipient(typ) != need[typ] {
			t.Errorf("%s: needs a recipient: %v", typ, NeedsRecipient(typ))
		}
	}
}

func TestModesBelong(t *testing.T) {
	for _, c := range []struct {
		t    Type
		m    Mode
		want bool
	}{
		{Reject, Meet, true}, {Accuse, Meet, false}, {Sanction, Discontinue, true},
		{Coerce, Hack, true}, {Assault, Hack, false}, {Agree, "", true}, {Support, Visit, false},
	} {
		if c.t.HasMode(c.m) != c.want {
			t.Errorf("%s has mode %q: %v", c.t, c.m, !c.want)
		}
	}
	if Mode("shrug").Valid() || !Mode("").Valid() {
		t.Error("validity of modes")
	}
}

func TestContextsAndSectors(t *testing.T) {
	if len(Contexts()) != 37 || len(Sectors()) != 25 {
		t.Fatalf("%d contexts, %d sectors", len(Contexts()), len(Sectors()))
	}
	seen := map[string]bool{}
	for _, c := range Contexts() {
		if seen[string(c)] || !c.Valid() {
			t.Errorf("context %s", c)
		}
		seen[string(c)] = true
	}
	for _, s := range Sectors() {
		if seen[string(s)] || !s.Valid() || seen["name "+s.Name()] {
			t.Errorf("sector %s", s)
		}
		seen[string(s)], seen["name "+s.Name()] = true, true
	}
	if Context("weather").Valid() || Sector("XYZ").Valid() || Sector("").Valid() {
		t.Error("unknown values pass")
	}
}
