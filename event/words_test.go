package event

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEachWord(t *testing.T) {
	var got []string
	text := "“Éire’s” envoy said: 3rd TALKS, São Tomé–Praia.\xff End"
	eachWord(text, func(w string, at int) {
		if !strings.EqualFold(text[at:at+len(w)], w) {
			t.Errorf("%q does not stand at %d", w, at)
		}
		got = append(got, w)
	})
	if want := strings.Fields("éire s envoy said 3rd talks são tomé praia end"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A window holds the words that begin in it, and no others.
func TestWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"oil", "Ölpreis", "“", " ", "…", "-", "a", "é", "\xe2", "talks"}), 0, 20).Draw(t, "text"), "")
		from := rapid.IntRange(-5, len(text)+5).Draw(t, "from")
		to := rapid.IntRange(from, len(text)+9).Draw(t, "to")
		var got, want []string
		eachWord(text, func(w string, at int) {
			if from <= at && at < to {
				want = append(want, w)
			}
		})
		begin, end := window(text, from, to)
		eachWord(text[begin:end], func(w string, at int) { got = append(got, w) })
		if !slices.Equal(got, want) {
			t.Fatalf("%q from %d to %d: got %q, want %q", text, from, to, got, want)
		}
	})
}
