package who

import (
	"testing"

	"demarche/english"
)

// TestTies asks which mentions that no name holds together are of one party.
func TestTies(t *testing.T) {
	p, n := newNamer(t)
	for _, c := range []struct {
		text, first, second string
		same                bool
	}{
		{"The soldiers crossed the bridge. Two days later the bridge fell.", "bridge", "bridge", true},
		{"The old bridge was closed. The new bridge was opened by the mayor.", "bridge", "bridge", false},
		{"The old bridge was closed. The bridge will be rebuilt.", "bridge", "bridge", true},
		{"A village was burnt down. A village was spared.", "village", "village", false},
		{"Students marched in the north. Students also marched in the south.", "Students", "Students", true},
		{"Young students marched. Old students stayed at home.", "students", "students", false},
		{"My father was a farmer. Her father was a priest.", "father", "father", false},
		{"We came here to talk. Nobody wants what we want.", "We", "we", true},
		{"He was born in Warsaw, and Poland honours him.", "Warsaw", "Poland", false},
		{"Warsaw said no, and Poland stood by that.", "Warsaw", "Poland", true},
		{"Gjirokaster is a town in the hills. It was built of stone.", "Gjirokaster", "town", true},
		{"Gjirokaster is not a port. The port is Sarande.", "Gjirokaster", "port", false},
		{"Zyta Bekker won the race. Bekker is a teacher.", "Bekker", "teacher", true},
	} {
		doc := p.Parse(c.text)
		m := n.Find(doc, 18000, true)
		a := mentionOf(doc, m, c.first, 0)
		from := 0
		if a != nil {
			from = a.Last
		}
		b := mentionOf(doc, m, c.second, from)
		if a == nil || b == nil {
			t.Errorf("%s: no mention of %q and %q", c.text, c.first, c.second)
			continue
		}
		if got := a.Chain >= 0 && a.Chain == b.Chain; got != c.same {
			t.Errorf("%s: %q and %q are of one party: %v, want %v", c.text, c.first, c.second, got, c.same)
		}
	}
}

// TestOpenNames asks what kind of party a name is that no table holds.
func TestOpenNames(t *testing.T) {
	p, n := newNamer(t)
	for _, c := range []struct {
		text, name string
		want       Kind
	}{
		{"Quarrelton lies in the valley. We met in Quarrelton.", "Quarrelton", Place},
		{"The book praises Bekkermann. Bekkermann wept.", "Bekkermann", Person},
	} {
		doc := p.Parse(c.text)
		m := n.Find(doc, 18000, true)
		if a := mentionOf(doc, m, c.name, 0); a == nil || a.Kind != c.want {
			t.Errorf("%s: %q is %v, want a %s", c.text, c.name, a, c.want)
		}
	}
}

// mentionOf is the first mention from a token on whose head is the word.
func mentionOf(doc *english.Doc, m *Mentions, word string, from int) *Mention {
	for i := range m.List {
		if h := m.List[i].Head; h >= from && doc.Word(h) == word {
			return &m.List[i]
		}
	}
	return nil
}

// TestPlacesOwned names a text in which places of owners return, before anything
// is chained.
func TestPlacesOwned(t *testing.T) {
	p, n := newNamer(t)
	for _, text := range []string{
		"Peru and Chile met. Peru rebuilt Chile's city of glass. Chile's city was glad, and the city of Chile thanked Peru for its city.",
		"Kenya's soldiers took Ghana's old town. Togo said that Ghana's old town was lost. The soldiers left Ghana's old town, the town of Ghana and of Togo.",
	} {
		doc := p.Parse(text)
		first := len(n.Find(doc, 18000, true).List)
		n.Find(p.Parse("Rain fell."), 18000, true)
		if again := len(n.Find(doc, 18000, true).List); again != first {
			t.Errorf("%s: %d mentions, then %d", text, first, again)
		}
	}
}
