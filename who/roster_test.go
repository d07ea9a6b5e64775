package who

import (
	"testing"

	"demarche/english"
)

// words is a Doc of the words of text, divided at spaces, as far as the roster
// looks at one.
func words(text string) *english.Doc {
	d := &english.Doc{Text: text}
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		j := i
		for j < len(text) && text[j] != ' ' {
			j++
		}
		d.Start, d.End = append(d.Start, int32(i)), append(d.End, int32(j))
		i = j
	}
	return d
}

func load(t testing.TB) *Roster {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMatchTakesTheLongestName(t *testing.T) {
	r := load(t)
	tests := []struct {
		text string
		n    int
		want string
		form Form
	}{
		{"South Korea will", 2, "South Korea", Name},
		{"South Korean troops", 2, "South Korea", Adjective},
		{"U.S. officials", 1, "United States", Acronym},
		{"US officials", 1, "United States", Acronym},
		{"us officials", 0, "", 0},
		{"turkey sandwich", 0, "", 0},
		{"TURKEY WARNS", 1, "Turkey", Name},
		{"Bogotá said", 1, "Colombia", Capital},
		{"Bogota said", 1, "Colombia", Capital},
		{"Côte d’Ivoire voted", 2, "Ivory Coast", Name},
		{"Guinea - Bissau voted", 3, "Guinea-Bissau", Name},
		{"Guinea-Bissau voted", 1, "Guinea-Bissau", Name},
		{"Danes voted", 1, "Denmark", Citizens},
		{"Sana'a fell", 1, "Yemen", Capital},
		{"Soviet troops", 1, "Soviet Union", Adjective},
	}
	for _, tt := range tests {
		d := words(tt.text)
		senses, n := r.Match(d, 0, d.Len())
		if n != tt.n {
			t.Errorf("%q: %d tokens, want %d", tt.text, n, tt.n)
			continue
		}
		if n == 0 {
			continue
		}
		if s := senses[0]; s.Entry.Name != tt.want || s.Form != tt.form {
			t.Errorf("%q is %s of %s, want %s of %s", tt.text, s.Form, s.Entry.Name, tt.form, tt.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		x := newBuilder()
		if err := x.embedded(); err != nil {
			b.Fatal(err)
		}
		if _, err := x.roster(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	r := load(b)
	d := words("The foreign minister of South Korea told reporters in Bogotá on Monday that US troops had left Iraq .")
	b.ReportAllocs()
	for b.Loop() {
		for i := range d.Len() {
			r.Match(d, i, d.Len())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*d.Len()), "ns/token")
}
