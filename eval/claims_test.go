package eval

import (
	"testing"

	"demarche/record"
)

func TestClaims(t *testing.T) {
	said := claimOf(&record.Claim{
		By:    &record.Party{Text: "the chancellor", Name: "Ingrid Holm"},
		Venue: "a news conference in Bergen", Verbatim: true,
	})
	var sum tally
	sum.claim(&claimed{speaker: "Chancellor Ingrid Holm's", venue: "Bergen", verbatim: true}, &said)
	sum.claim(&claimed{speaker: "the ambassador", evidence: "none-shown"}, &said)
	sum.claim(&claimed{venue: "a post"}, &said)
	sum.claim(&claimed{}, &said)
	none := claimOf(nil)
	sum.claim(&claimed{speaker: "the envoy"}, &none)
	want := ClaimScore{
		Speaker:  Told{Of: 3, Right: 1, Share: 0.333},
		Venue:    Told{Of: 2, Right: 1, Share: 0.5},
		Verbatim: Told{Of: 1, Right: 1, Share: 1},
		Evidence: Told{Of: 1},
	}
	if sum.claims != want {
		t.Errorf("got  %+v\nwant %+v", sum.claims, want)
	}
}

func TestContexts(t *testing.T) {
	var sum tally
	sum.context([]string{"diplomatic", "military"}, []string{"economic", "military"})
	sum.context(nil, []string{"legal"})
	if c := sum.contexts; c.gold != 2 || c.said != 3 || c.right != 1 {
		t.Errorf("%d by hand, %d by the program, %d right; want 2, 3, 1", c.gold, c.said, c.right)
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Bergen, Norway", "the port of Bergen", true},
		{"off the North's coast", "North Korea", true},
		{"the hospital", "the hospital of Bergen", false},
		{"Bergen", "", false},
	} {
		if got := sameName(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
