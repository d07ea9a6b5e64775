package linear

import (
	"bytes"
	"math"
	"testing"
)

const kind = "demarche test 1\n"

func testModel() *Model {
	return New([]string{"rain", "sun"}, []float64{0.25, -0.5}, []string{"cloud", "hat", "nothing"},
		[][]float64{{1.27, -0.635}, {-0.4, 0.8}, {0, 0.001}}, "two days")
}

func TestScores(t *testing.T) {
	m := testModel()
	if got := m.Features(); got != 2 {
		t.Errorf("%d features, want 2: what rounds to nothing is dropped", got)
	}
	var s Scores
	m.Begin(&s)
	m.Add(&s, []byte("cloud"), 1)
	m.Add(&s, []byte("hat"), 0.5)
	m.Add(&s, []byte("unheard of"), 1)
	m.Add(&s, []byte("hat"), 1) // a second time
	for c, want := range []float32{0.25 + 1.27 - 0.2, -0.5 - 0.635 + 0.4} {
		if got := s.Sums()[c]; math.Abs(float64(got-want)) > 0.02 {
			t.Errorf("%s: %.3f, want %.3f", m.Classes[c], got, want)
		}
	}
	if best := m.Decide(&s); m.Classes[best] != "rain" || math.Abs(s.P[0]+s.P[1]-1) > 1e-9 {
		t.Errorf("%s of %v, want rain", m.Classes[best], s.P)
	}
	m.Begin(&s)
	m.Add(&s, []byte("hat"), 1)
	if got := s.Sums()[1]; math.Abs(float64(got-0.3)) > 0.02 {
		t.Errorf("sun in a second decision: %.3f, want 0.3", got)
	}
	if w := m.Weight("hat", m.Class("sun")); math.Abs(float64(w)-0.8) > 0.01 {
		t.Errorf("hat counts %.3f for sun, want 0.8", w)
	}
	if w := m.Weight("nothing", 1); w != 0 {
		t.Errorf("a dropped feature counts %.3f", w)
	}
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	var first, second bytes.Buffer
	if err := testModel().Write(&first, kind); err != nil {
		t.Fatal(err)
	}
	m, err := Read(first.Bytes(), kind)
	if err != nil {
		t.Fatal(err)
	}
	if m.Note != "two days" || m.Class("sun") != 1 || m.Class("snow") != -1 {
		t.Errorf("read %q with classes %v", m.Note, m.Classes)
	}
	if err := m.Write(&second, kind); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("written anew it is another file")
	}
}

func TestReadRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := testModel().Write(&b, kind); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(b.Bytes(), "demarche other 1\n"); err == nil {
		t.Error("a model of another kind was read")
	}
	for n := len(kind); n < b.Len(); n++ {
		if _, err := Read(b.Bytes()[:n], kind); err == nil {
			t.Errorf("the first %d of %d bytes were read", n, b.Len())
		}
	}
}
