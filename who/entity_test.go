package who

import (
	"slices"
	"testing"
)

func TestEntities(t *testing.T) {
	p, n := newNamer(t)
	text := "Prime Minister Ilda Morvano met the National Relief Agency and the Larkian army in Bukavu on Tuesday."
	doc := p.Parse(text)
	m := n.Find(doc, 19000, true)
	spans, err := n.Entities(doc, m)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]Kind)
	last := 0
	for _, s := range spans {
		if s.First < last || s.Last <= s.First || s.Last > doc.Len() {
			t.Errorf("span %+v overlaps the one before or leaves the text", s)
		}
		last = s.Last
		found[doc.Words(s.First, s.Last)] = s.Kind
	}
	if found["Bukavu"] != Place {
		t.Errorf("Bukavu was not found as a place: %v", found)
	}
	people, bodies := 0, 0
	for words, kind := range found {
		switch {
		case kind == Person && len(words) >= len("Ilda Morvano"):
			people++
		case kind == Body:
			bodies++
		}
	}
	if people == 0 || bodies == 0 {
		t.Errorf("want a person and a body, have %v", found)
	}
	again, err := n.Entities(doc, m)
	if err != nil || !slices.Equal(spans, again) {
		t.Errorf("a second run gave %v, %v, the first %v", again, err, spans)
	}
}

func BenchmarkEntities(b *testing.B) {
	p, n := newNamer(b)
	doc := p.Parse(benchReport)
	m := n.Find(doc, 19000, true)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := n.Entities(doc, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(doc.Len()), "ns/token")
}
