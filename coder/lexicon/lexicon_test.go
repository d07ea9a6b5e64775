package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

// source makes a file system of a classes and a frames file.
func source(classes, frames string) fstest.MapFS {
	return fstest.MapFS{
		"a.classes": {Data: []byte(classes)},
		"a.frames":  {Data: []byte(frames)},
	}
}

const someClasses = "@sanction: sanction, tariff, travel/ban\n@impose: impose, slap,\n  clamp+down\n"

// TestEmbedded checks what the build promises: the lexicon that ships loads
// without a fault, is as rich as the design asks and speaks of every type.
func TestEmbedded(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.Frames); n < 1500 {
		t.Errorf("%d frames, want 1500", n)
	}
	count := map[string]int{}
	for _, f := range l.Frames {
		count[string(f.Type)]++
	}
	for _, typ := range strings.Fields("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT") {
		if count[typ] < 15 {
			t.Errorf("only %d frames of %s", count[typ], typ)
		}
	}
	for _, name := range []string{"light", "undergo", "occur", "say", "quantity", "venue"} {
		if l.Class(name) == nil {
			t.Errorf("the engine asks for class @%s", name)
		}
	}
}

func TestLoad(t *testing.T) {
	l, err := Load(source(someClasses, `
v:@impose subj>a obj=@sanction on|against>r : SANCTION.discontinue # the decision
v:condemn,denounce subj>a obj>r : ACCUSE.disapprove
v:strike obj=deal : -
v:strike obj=PARTY>r : ASSAULT
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Frames) != 4 {
		t.Fatalf("%d frames, want 4", len(l.Frames))
	}
	id, ok := l.Symbol("clamp")
	if !ok {
		t.Fatal("the verb of a class member with a particle is unknown")
	}
	e := l.Entries(Verb, id)
	if down, _ := l.Symbol("down"); len(e) != 1 || e[0].With != down {
		t.Errorf("entries of clamp = %v, want one with the particle down", e)
	}
	ban, _ := l.Symbol("ban")
	if l.Class("sanction").Has(ban) {
		t.Error("@sanction holds any ban, want only a travel ban")
	}
	strike, _ := l.Symbol("strike")
	if e := l.Entries(Verb, strike); len(e) != 2 || e[0].Frame.Effect != Nothing {
		t.Error("the frame with a lemma in its slot should be tried before the one with a built-in kind")
	}
}

// TestFaults checks that each fault is told with its file and line.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ classes, frames, want string }{
		{"sanction: x", "", `a.classes:1: want "@name: word`},
		{"@a: x\n@a: y", "", "a.classes:2: class @a is already defined at a.classes:1"},
		{"@a: x, x", "", `a.classes:1: "x" stands twice in @a`},
		{"@a: @b\n@b: @a", "", "contains itself"},
		{"@a: @nobody", "", "a.classes:1: unknown class @nobody in @a"},
		{"@a:", "", "a.classes:1: class @a is empty"},
		{"  x, y", "", "a.classes:1: indented line continues nothing"},
		{"", "v:condemn subj>a", "a.frames:1: want \"PREDICATE SLOT"},
		{"", "condemn subj>a : ACCUSE", "a.frames:1: predicate \"condemn\""},
		{"", "\n\nv:condemn subj>q : ACCUSE", `a.frames:3: slot "subj>q": unknown role "q"`},
		{"", "v:condemn subj>a : ACUSE", `a.frames:1: unknown type "ACUSE"`},
		{"", "v:condemn subj>a : ACCUSE.visit", `a.frames:1: type ACCUSE has no mode "visit"`},
		{"", "v:@harm obj>r : ASSAULT", "a.frames:1: unknown class @harm"},
		{"", "v:lift obj=@sanction : CONCEDE", `a.frames:1: slot "obj=@sanction": unknown class @sanction`},
		{"", "v:lift obj=GHOST : CONCEDE", "GHOST is neither a built-in kind nor an event type"},
		{"", "v:lift obj>r : CONCEDE\nv:lift subj>a : AID", `a.frames:2: never reached for "lift": a.frames:1`},
		{"", "v:lift !obj>r : CONCEDE", "must be empty"},
	} {
		_, err := Load(source(test.classes, test.frames))
		if err == nil {
			t.Errorf("%q %q: no error", test.classes, test.frames)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q %q:\n got %v\nwant %s", test.classes, test.frames, err, test.want)
		}
	}
}

// FuzzLoad checks that no file of frames or classes brings the loader down and
// that every fault names a file and a line.
func FuzzLoad(f *testing.F) {
	f.Add(someClasses, "v:@impose subj>a obj=@sanction on|against>r : SANCTION.discontinue\n")
	f.Add("@a: @b, c\n", "n:a/b,c+d poss|by!=x,PARTY>b !to : THREATEN.*")
	f.Add("@:", "v: : -")
	f.Fuzz(func(t *testing.T, classes, frames string) {
		l, err := Load(source(classes, frames))
		if err == nil {
			for _, fr := range l.Frames {
				if fr.Type == "" && fr.Effect == NoEffect {
					t.Fatalf("frame without result: %q", fr.Text)
				}
			}
			return
		}
		for _, line := range strings.Split(err.Error(), "\n") {
			if !strings.HasPrefix(line, "a.classes:") && !strings.HasPrefix(line, "a.frames:") {
				t.Fatalf("fault without a place: %q", line)
			}
		}
	})
}
