package eval

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/plover"
)

// byWord answers by a word of the sentence.
type byWord map[string]plover.Type

func (w byWord) Pair(sentence string, source, target [2]int) (plover.Type, bool) {
	for word, t := range w {
		if strings.Contains(sentence, word) {
			return t, true
		}
	}
	return "", false
}

func TestPairs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pairs.tsv")
	text := `id	sentence	marked	source	target	root	quad
1	.	<s>Peru</s> thanked <t>Chile</t>.	Peru	Chile	SUPPORT	1
2	.	<s>Peru</s> thanked <t>Chile</t> again.	Peru	Chile	SUPPORT	1
3	.	<s>Peru</s> freed <t>two sailors</t>.	Peru	two sailors	YIELD	2
4	.	<s>Peru</s> regretted it.	Peru		YIELD	2
5	.	<s>Peru</s> sued <t>Chile</t>.	Peru	Chile	ACCUSE	3
6	.	<s>Peru</s> thanked <t>Chile</t>, wryly.	Peru	Chile	ACCUSE	3
`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := Pairs(byWord{"thanked": plover.Support, "freed": plover.Retreat, "regretted": plover.Concede}, file)
	if err != nil {
		t.Fatal(err)
	}
	// SUPPORT: 2 of 3 said, 2 of 2 found, F1 0.8; YIELD: 1; ACCUSE: 0.
	if want := (0.8 + 1 + 0) / 3; math.Abs(s.MacroF1-want) > 1e-9 || math.Abs(s.QuadF1-want) > 1e-9 {
		t.Errorf("macro F1 %v and %v, want %v", s.MacroF1, s.QuadF1, want)
	}
	if s.Sentences != 6 || s.Answered != 5 || s.Right != 4 || len(s.Misses) != 2 || s.Confusions["ACCUSE"]["SUPPORT"] != 1 || s.Confusions["ACCUSE"]["none"] != 1 {
		t.Errorf("%+v", s)
	}
}

func TestUnmark(t *testing.T) {
	sentence, source, target, err := unmark("<s>Peru</s> told <t>Chile</t> that <t>Chile</t> erred, <s>Peru</s> said.")
	if err != nil || sentence != "Peru told Chile that Chile erred, Peru said." || sentence[source[0]:source[1]] != "Peru" || target != [2]int{10, 15} {
		t.Errorf("%q %v %v %v", sentence, source, target, err)
	}
	sentence, source, target, err = unmark("<s>The army of <t>Peru </t></s>left.")
	if err != nil || sentence[source[0]:source[1]] != "The army of Peru" || sentence[target[0]:target[1]] != "Peru" {
		t.Errorf("one within the other: %q %v %v %v", sentence, source, target, err)
	}
	if _, s, tt, err := unmark("Nobody here."); err != nil || s != Unmarked || tt != Unmarked {
		t.Errorf("%v %v %v", s, tt, err)
	}
	for _, bad := range []string{"<s>Peru told Chile", "Peru</s> told Chile"} {
		if _, _, _, err := unmark(bad); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
}

func TestPairsFaults(t *testing.T) {
	dir := t.TempDir()
	for line, want := range map[string]string{
		"1\ta\tb":                        "f.tsv:1: 3 columns",
		"1\ta\ta\tx\ty\tYIELDING\t2":     "YIELDING",
		"1\ta\ta\tx\ty\tYIELD\tmaterial": "quad",
		"1\ta\t<s>a\tx\ty\tYIELD\t2":     "not closed",
		"":                               "none in it",
	} {
		file := filepath.Join(dir, "f.tsv")
		if err := os.WriteFile(file, []byte(line), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Pairs(byWord{}, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}
