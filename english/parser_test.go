package english

import (
	"os"
	"testing"
)

func newsText(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func newTestParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParseIntoAllocatesNothing(t *testing.T) {
	p, text, d := newTestParser(t), newsText(t), new(Doc)
	p.ParseInto(d, text)
	if n := testing.AllocsPerRun(20, func() { p.Annotate(d) }); n > 0 {
		t.Errorf("Annotate: %v allocations for %d tokens, want none", n, d.Len())
	}
	// The lemmas share a cache of bounded size, where words may push each other out.
	if n := testing.AllocsPerRun(20, func() { p.ParseInto(d, text) }); n > float64(d.Len())/100 {
		t.Errorf("ParseInto: %v allocations for %d tokens", n, d.Len())
	}
}

func BenchmarkParse(b *testing.B) {
	p, text, d := newTestParser(b), newsText(b), new(Doc)
	p.ParseInto(d, text)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		p.ParseInto(d, text)
	}
	s := b.Elapsed().Seconds()
	b.ReportMetric(float64(d.Len())*float64(b.N)/s, "tokens/s")
	b.ReportMetric(float64(len(d.Sents))*float64(b.N)/s, "sentences/s")
}
