package eval

import (
	"math"
	"strings"
	"testing"
)

// The example of Pradhan et al. 2014: the key has the sets {a b c} {d e f g},
// the response {a b} {c d} {f g h i}.
func TestCorefMeasures(t *testing.T) {
	gold := map[int]int{0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 2}
	found := map[int]int{0: 1, 1: 1, 2: 2, 3: 2, 5: 3, 6: 3, 7: 3, 8: 3}
	var tally corefTally
	tally.add(gold, found, true)
	s := tally.score()
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"MUC recall", s.MUC.Recall, 40},
		{"MUC precision", s.MUC.Precision, 40},
		{"B3 recall", s.B3.Recall, 100 * (1.0/7*(4.0/3+1.0/3) + 1.0/7*(1.0/4+4.0/4))},
		{"B3 precision", s.B3.Precision, 100 * (1.0 / 8 * (2 + 1.0/2 + 1.0/2 + 4.0/4))},
		{"CEAFe recall", s.CEAFe.Recall, 100 * (4.0/5 + 4.0/8) / 2},
		{"CEAFe precision", s.CEAFe.Precision, 100 * (4.0/5 + 4.0/8) / 3},
	} {
		if math.Abs(c.got-c.want) > 1e-6 {
			t.Errorf("%s: %g, want %g", c.name, c.got, c.want)
		}
	}
}

func TestCorefWithoutSingletons(t *testing.T) {
	var tally corefTally
	tally.add(map[int]int{0: 1, 1: 1, 5: 2}, map[int]int{0: 4, 1: 4, 5: 5, 6: 6}, false)
	if s := tally.score(); s.Gold != 2 || s.Predicted != 2 || s.CoNLL != 100 {
		t.Errorf("%+v: want two mentions on each side and all right", s)
	}
}

func TestReadEntities(t *testing.T) {
	rows := []string{
		"# newdoc id = one",
		"1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-cf1-2-coref",
		"2\tqueen\tqueen\tNOUN\tNN\t_\t0\troot\t_\t_",
		"3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_",
		"4-5\tTonga's\t_\t_\t_\t_\t_\t_\t_\t_",
		"4\tTonga\tTonga\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=(2-place-new-cf2-1-sgl)1)",
		"5\t's\t's\tPART\tPOS\t_\t4\tcase\t_\tSpaceAfter=No",
	}
	docs, err := readEntities(strings.NewReader(strings.Join(rows, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := []GumMention{{First: 0, Last: 4, Type: "person", Group: 1}, {First: 3, Last: 4, Type: "place", Group: 2}}
	if len(docs) != 1 || len(docs[0]) != 2 || docs[0][0] != want[0] || docs[0][1] != want[1] {
		t.Errorf("%+v, want %+v", docs, want)
	}
	for _, broken := range []string{
		"1\tx\tx\tX\tX\t_\t0\troot\t_\tEntity=(a-person",
		"1\tx\tx\tX\tX\t_\t0\troot\t_\tEntity=3)",
		"1\tx\tx",
	} {
		if _, err := readEntities(strings.NewReader(broken)); err == nil || !strings.HasPrefix(err.Error(), "line 1:") {
			t.Errorf("%q: error %v, want one for line 1", broken, err)
		}
	}
}
