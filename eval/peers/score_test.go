package main

import (
	"slices"
	"strings"
	"testing"

	"demarche/english"
)

const gold = `# text = Oslo’s envoy met two ministers.
1	Oslo	Oslo	PROPN	NNP	_	3	nmod:poss	_	SpaceAfter=No
2	’s	's	PART	POS	_	1	case	_	_
3	envoy	envoy	NOUN	NN	_	4	nsubj	_	_
4	met	meet	VERB	VBD	_	0	root	_	_
5	two	two	NUM	CD	_	6	nummod	_	_
6	ministers	minister	NOUN	NNS	_	4	obj	_	SpaceAfter=No
7	.	.	PUNCT	.	_	4	punct	_	_

`

// Found in the older scheme, by runes, with a head wrong and one token
// that is cut otherwise.
func TestScore(t *testing.T) {
	docs, err := english.ReadCoNLLU(strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	found := &analysis{
		Start: []int32{0, 7, 13, 17, 21, 30},
		End:   []int32{6, 12, 16, 20, 30, 31},
		Tag:   []string{"NNP", "NN", "VBD", "CD", "NNS", "."},
		Head:  []int32{1, 2, -1, 2, 2, 2},
		Label: []string{"poss", "nsubj", "ROOT", "nummod", "dobj", "punct"},
	}
	if err := found.inBytes(docs[0].Text, "rune"); err != nil {
		t.Fatal(err)
	}
	if want := []int32{0, 9, 15, 19, 23, 32}; !slices.Equal(found.Start, want) {
		t.Fatalf("starts in bytes: %v, want %v", found.Start, want)
	}
	var s score
	if err := s.add(docs[0], found); err != nil {
		t.Fatal(err)
	}
	// Of the seven words "Oslo" and "’s" are not found; "two" hangs on the verb.
	want := score{words: 7, tokens: 6, same: 5, tag: 5, head: 4, label: 4, core: 3, coreFound: 2}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestMedian(t *testing.T) {
	if got := median([]float64{5, 1, 3}); got != 3 {
		t.Errorf("median of three: %v, want 3", got)
	}
	if got := median([]float64{5, 1, 3, 2}); got != 2.5 {
		t.Errorf("median of four: %v, want 2.5", got)
	}
}
