package who

import (
	"strings"
	"testing"

	"demarche/english"
)

func newNamer(t testing.TB) (*english.Parser, *Namer) {
	t.Helper()
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p, NewNamer(r)
}

const benchReport = `Ministers of two neighbours meet after border clash

Peru's foreign minister, Carla Quispe, met her Ecuadorian counterpart in Guayaquil on Monday, a day after soldiers from the two countries exchanged fire near the border. Quispe said she had come to listen. "We do not want another war," she told reporters, "but we will defend our people."

The Ecuadorian army said that three of its soldiers were wounded when a Peruvian patrol opened fire. A spokesman for the ministry in Lima denied it and accused the army of moving its guns at night. Residents of the town fled to the hills. The United Nations urged both sides to hold back, and Brazil offered to send observers.
`

func BenchmarkFind(b *testing.B) {
	p, n := newNamer(b)
	doc := p.Parse(benchReport)
	b.SetBytes(int64(len(benchReport)))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		n.Find(doc, 19000, true)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(doc.Len()), "ns/token")
}

// find parses a text and gives the identities of the mention that a phrase
// heads or holds, as "COL GOV Name, office".
func find(t *testing.T, text, phrase string, day Day) string {
	t.Helper()
	p, n := newNamer(t)
	doc := p.Parse(text)
	m := n.Find(doc, day, true)
	at := strings.Index(text, phrase)
	if at < 0 {
		t.Fatalf("%q does not stand in the text", phrase)
	}
	best := -1
	for i := range m.List {
		h := m.List[i].Head
		if int(doc.Start[h]) >= at && int(doc.End[h]) <= at+len(phrase) && (best < 0 || m.List[best].Head == int(doc.Head[h]) == false) {
			if best < 0 || int(doc.Head[m.List[best].Head]) == h {
				best = i
			}
		}
	}
	if best < 0 {
		return ""
	}
	var ids []string
	for _, id := range m.List[best].Who {
		ids = append(ids, id.String())
	}
	return strings.Join(ids, " + ")
}
