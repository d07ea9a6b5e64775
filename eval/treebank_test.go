package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/english"
)

// smallTreebank has two sentences of five words.
const smallTreebank = `# newdoc
1	Envoys	envoy	NOUN	NNS	_	2	nsubj	_	_
2	met	meet	VERB	VBD	_	0	root	_	_
3	them	they	PRON	PRP	_	2	obj	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

1	Nobody	nobody	PRON	NN	_	2	nsubj:pass	_	_
2	spoke	speak	VERB	VBD	_	0	root	_	_

`

func treebankFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "small.conllu")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// oracle knows the treebank and changes its analysis with spoil.
type oracle struct {
	gold  *english.Doc
	spoil func(d *english.Doc)
}

func (o oracle) Annotate(d *english.Doc) {
	g := o.gold
	d.Tag = append([]english.Tag(nil), g.Tag...)
	d.Pos = append([]english.Pos(nil), g.Pos...)
	d.Head = append([]int32(nil), g.Head...)
	d.Label = append([]english.Label(nil), g.Label...)
	o.spoil(d)
}

func (o oracle) Parse(text string) *english.Doc {
	d := &english.Doc{
		Text:  text,
		Start: append([]int32(nil), o.gold.Start...),
		End:   append([]int32(nil), o.gold.End...),
		Sents: append([]english.Span(nil), o.gold.Sents...),
	}
	o.Annotate(d)
	if len(d.Lemma) == 0 {
		d.Lemmatize()
	}
	return d
}

func scoreSmall(t *testing.T, spoil func(d *english.Doc)) TreebankScore {
	t.Helper()
	name := treebankFile(t, smallTreebank)
	docs, err := english.ReadTreebank(name)
	if err != nil {
		t.Fatal(err)
	}
	score, err := Treebank(oracle{docs[0], spoil}, name)
	if err != nil {
		t.Fatal(err)
	}
	return score
}

func TestTreebankPerfect(t *testing.T) {
	got := scoreSmall(t, func(*english.Doc) {})
	want := TreebankScore{
		Documents: 1, Sentences: 2, Words: 6,
		GoldTokens: GoldTokenScore{UAS: 100, LAS: 100, LASSubtypes: 100, UASNoPunct: 100, LASNoPunct: 100, Tag: 100, Pos: 100, Lemma: 100},
		RawText:    RawTextScore{Tokens: 100, Sentences: 100, UAS: 100, LAS: 100, Tag: 100, Pos: 100, Lemma: 100},
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTreebankFaults(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if got < want-0.01 || got > want+0.01 {
			t.Errorf("%s is %.2f, want %.2f", what, got, want)
		}
	}
	// A wrong head at the full stop, a wrong subtype, a wrong label, a wrong tag.
	s := scoreSmall(t, func(d *english.Doc) {
		d.Head[3] = 2
		d.Label[4] = english.Nsubj
		d.Label[2] = english.Iobj
		d.Tag[0] = english.TagNNPS // so that the lemma is Envoy
		d.Pos[0] = english.PROPN
	})
	near("UAS", s.GoldTokens.UAS, 500./6)
	near("LAS", s.GoldTokens.LAS, 400./6)
	near("LAS with subtypes", s.GoldTokens.LASSubtypes, 300./6)
	near("UAS without punctuation", s.GoldTokens.UASNoPunct, 100)
	near("LAS without punctuation", s.GoldTokens.LASNoPunct, 400./5)
	near("tags", s.GoldTokens.Tag, 500./6)
	near("universal tags", s.GoldTokens.Pos, 500./6)
	near("lemmas", s.GoldTokens.Lemma, 500./6)
	near("LAS F1", s.RawText.LAS, 400./6)

}

// merger finds the last two words as one, and one sentence in all.
type merger struct{ oracle }

func (m merger) Parse(text string) *english.Doc {
	d := m.oracle.Parse(text)
	d.Start, d.End = d.Start[:5], append(d.End[:4], d.End[5])
	d.Tag, d.Pos, d.Lemma = d.Tag[:5], d.Pos[:5], d.Lemma[:5]
	d.Head, d.Label = append(d.Head[:4], 1), d.Label[:5]
	d.Sents = []english.Span{{First: 0, Last: 5}}
	return d
}

func TestTreebankRawText(t *testing.T) {
	name := treebankFile(t, smallTreebank)
	docs, err := english.ReadTreebank(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Treebank(merger{oracle{docs[0], func(*english.Doc) {}}}, name)
	if err != nil {
		t.Fatal(err)
	}
	// Five words are found where six are; four have the same span, and all of
	// these the right head. No sentence is the same.
	f1 := 200 * 4. / (5 + 6)
	want := RawTextScore{Tokens: f1, Sentences: 0, UAS: f1, LAS: f1, Tag: f1, Pos: f1, Lemma: f1}
	if s.RawText != want {
		t.Errorf("got %+v\nwant %+v", s.RawText, want)
	}
	if s.GoldTokens.LAS != 100 {
		t.Errorf("LAS on gold tokens %.2f, want 100", s.GoldTokens.LAS)
	}
}

// short leaves a column unfilled.
type short struct{ oracle }

func (short) Annotate(*english.Doc) {}

func TestTreebankErrors(t *testing.T) {
	name := treebankFile(t, smallTreebank)
	for _, test := range []struct {
		files []string
		want  string
	}{
		{[]string{name}, "small.conllu: annotating: columns of unequal length"},
		{[]string{filepath.Join(t.TempDir(), "none.conllu")}, "none.conllu"},
		{[]string{treebankFile(t, "# nothing\n")}, "no sentence"},
		{[]string{treebankFile(t, "1 x\n")}, "small.conllu: line 1: "},
		{nil, "no sentence"},
	} {
		_, err := Treebank(short{}, test.files...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error %v, want one with %q", test.files, err, test.want)
		}
	}
}

// The names of the fields are what users of the JSON rely on.
func TestTreebankScoreJSON(t *testing.T) {
	out, err := json.Marshal(TreebankScore{})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"documents":0,"sentences":0,"words":0,` +
		`"gold_tokens":{"uas":0,"las":0,"las_subtypes":0,"uas_no_punct":0,"las_no_punct":0,"tag":0,"upos":0,"lemma":0},` +
		`"raw_text":{"token_f1":0,"sentence_f1":0,"uas_f1":0,"las_f1":0,"tag_f1":0,"upos_f1":0,"lemma_f1":0}}`
	if string(out) != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

// The parser reaches the floors on text that it was not trained on.
func TestTreebankDev(t *testing.T) {
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ewt-dev", "gum-dev"} {
		file := filepath.Join(os.Getenv("DEMARCHE_DATA"), "data", "ud", name+".conllu.gz")
		s, err := Treebank(p, file)
		if err != nil {
			t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
		}
		for _, f := range []struct {
			what       string
			got, floor float64
		}{
			{"UAS", s.GoldTokens.UAS, 87},
			{"LAS", s.GoldTokens.LAS, 84},
			{"tags", s.GoldTokens.Tag, 94},
			{"lemmas", s.GoldTokens.Lemma, 96.5},
			{"token F1", s.RawText.Tokens, 99},
			{"sentence F1", s.RawText.Sentences, 85},
		} {
			if f.got < f.floor {
				t.Errorf("%s: %s %.2f, want at least %.1f", name, f.what, f.got, f.floor)
			}
		}
	}
}
