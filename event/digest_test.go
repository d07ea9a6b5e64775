package event

import (
	"strings"
	"testing"
)

// In a byte a minimum texts are as alike as they are whole, and short ones like
// nothing.
func TestDigest(t *testing.T) {
	sign := func(text string) (*Signature, Digest) {
		s := Sign(text, nil)
		return s, s.Digest()
	}
	whole, d := sign(wire)
	for name, text := range map[string]string{
		"the same":       strings.ToUpper(wire),
		"a word changed": strings.Replace(wire, "autumn", "winter", 1),
		"half of it":     wire[:len(wire)/2],
		"another":        "The salmon dispute is over. After talks in the Peruvian capital Norway and Chile put their names to a settlement, which brings trade back from next week on.",
	} {
		s, other := sign(text)
		if got, want := d.Alike(&other), whole.alike(s); got < want-0.05 || got > want+0.05 {
			t.Errorf("%s: %.2f alike, by whole signatures %.2f", name, got, want)
		}
	}
	if _, short := sign("Norway invited Chile to Oslo."); d.Alike(&short) != 0 || short.Alike(&short) != 0 {
		t.Error("a text too short to be judged by is like another")
	}
}
