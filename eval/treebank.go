package eval

import (
	"errors"
	"fmt"
	"strings"

	"demarche/english"
)

// Annotator is a parser of English; [english.Parser] is one.
type Annotator interface {
	// Parse analyses a text.
	Parse(text string) *english.Doc
	// Annotate fills in tags, heads and labels of a Doc whose tokens and
	// sentences are given.
	Annotate(d *english.Doc)
}

// TreebankScore tells how well a parser does on treebanks. Shares and F1 are
// percentages.
type TreebankScore struct {
	Documents int `json:"documents"`
	Sentences int `json:"sentences"`
	Words     int `json:"words"`

	GoldTokens GoldTokenScore `json:"gold_tokens"`
	RawText    RawTextScore   `json:"raw_text"`
}

// GoldTokenScore holds shares of words analysed right, the tokens and sentences
// of the treebank given. A label is right when its universal part is (as in the
// CoNLL 2018 shared task), with subtypes when all of it is. Words that the
// treebank calls PUNCT are left out of the shares without punctuation.
type GoldTokenScore struct {
	UAS         float64 `json:"uas"`
	LAS         float64 `json:"las"`
	LASSubtypes float64 `json:"las_subtypes"`
	UASNoPunct  float64 `json:"uas_no_punct"`
	LASNoPunct  float64 `json:"las_no_punct"`
	Tag         float64 `json:"tag"`
	Pos         float64 `json:"upos"`
	Lemma       float64 `json:"lemma"`
}

// RawTextScore holds F1 scores from the plain text on, as defined by the
// CoNLL 2018 shared task (Zeman et al. 2018): a word found is the one of the
// treebank if it has the same span, and its head is right if that is the word
// of the treebank's head.
type RawTextScore struct {
	Tokens    float64 `json:"token_f1"`
	Sentences float64 `json:"sentence_f1"`
	UAS       float64 `json:"uas_f1"`
	LAS       float64 `json:"las_f1"`
	Tag       float64 `json:"tag_f1"`
	Pos       float64 `json:"upos_f1"`
	Lemma     float64 `json:"lemma_f1"`
}

// Treebank scores a parser on files in CoNLL-U, all taken together. Files with
// a name in .gz are unpacked.
func Treebank(p Annotator, files ...string) (TreebankScore, error) {
	var total treebankCounts
	for _, name := range files {
		docs, err := english.ReadTreebank(name)
		if err != nil {
			return TreebankScore{}, fmt.Errorf("scoring: %w", err)
		}
		for _, gold := range docs {
			if err := total.add(p, gold); err != nil {
				return TreebankScore{}, fmt.Errorf("scoring %s: %w", name, err)
			}
		}
	}
	if total.words == 0 {
		return TreebankScore{}, errors.New("scoring: no sentence in the treebank files")
	}
	return total.score(), nil
}

// analysisCounts counts the words that are right in each respect.
type analysisCounts struct {
	head, label, fullLabel, tag, pos, lemma int
	headNoPunct, labelNoPunct               int
}

type treebankCounts struct {
	docs, sents, words, noPunct int
	gold                        analysisCounts

	rawWords, rawSents   int // found by the parser
	sameWords, sameSents int
	raw                  analysisCounts
}

func (t *treebankCounts) add(p Annotator, gold *english.Doc) error {
	t.docs++
	t.sents += len(gold.Sents)
	t.words += gold.Len()

	given := &english.Doc{
		Text:  gold.Text,
		Start: append([]int32(nil), gold.Start...),
		End:   append([]int32(nil), gold.End...),
		Sents: append([]english.Span(nil), gold.Sents...),
	}
	p.Annotate(given)
	if len(given.Tag) == given.Len() {
		given.Lemmatize()
	}
	if err := whole(given); err != nil {
		return fmt.Errorf("annotating: %w", err)
	}
	if given.Len() != gold.Len() {
		return fmt.Errorf("annotating: %d tokens given, %d came back", gold.Len(), given.Len())
	}
	for i := range gold.Len() {
		punct := gold.Pos[i] == english.PUNCT
		if !punct {
			t.noPunct++
		}
		t.gold.count(gold, given, i, i, given.Head[i] == gold.Head[i], punct)
	}

	found := p.Parse(gold.Text)
	if err := whole(found); err != nil {
		return fmt.Errorf("parsing: %w", err)
	}
	t.rawWords += found.Len()
	t.rawSents += len(found.Sents)
	partner := SameSpans(gold, found)
	for i, j := range partner {
		if j < 0 {
			continue
		}
		t.sameWords++
		g, f := gold.Head[i], found.Head[j]
		right := g < 0 && f < 0 || g >= 0 && f >= 0 && partner[g] == f
		t.raw.count(gold, found, i, int(j), right, false)
	}
	t.sameSents += sameSentences(gold, found)
	return nil
}

// whole reports a column of the wrong length.
func whole(d *english.Doc) error {
	n := d.Len()
	if len(d.End) != n || len(d.Tag) != n || len(d.Pos) != n || len(d.Lemma) != n || len(d.Head) != n || len(d.Label) != n {
		return fmt.Errorf("columns of unequal length: %d tokens, %d tags, %d lemmas, %d heads, %d labels",
			n, len(d.Tag), len(d.Lemma), len(d.Head), len(d.Label))
	}
	return nil
}

// count compares token j of found with token i of gold.
func (c *analysisCounts) count(gold, found *english.Doc, i, j int, head, punct bool) {
	add := func(n *int, right bool) {
		if right {
			*n++
		}
	}
	add(&c.tag, found.Tag[j] == gold.Tag[i])
	add(&c.pos, found.Pos[j] == gold.Pos[i])
	// A treebank that gives no lemma accepts any.
	add(&c.lemma, found.Lemma[j] == gold.Lemma[i] || gold.Lemma[i] == "_")
	label := head && universal(found.Label[j]) == universal(gold.Label[i])
	add(&c.head, head)
	add(&c.label, label)
	add(&c.fullLabel, head && found.Label[j] == gold.Label[i])
	add(&c.headNoPunct, head && !punct)
	add(&c.labelNoPunct, label && !punct)
}

// universal is the label without its subtype.
func universal(l english.Label) string {
	base, _, _ := strings.Cut(l.String(), ":")
	return base
}

// SameSpans finds for each token of gold the token of found with the same span,
// -1 where there is none.
func SameSpans(gold, found *english.Doc) []int32 {
	partner := make([]int32, gold.Len())
	j := 0
	for i := range partner {
		for j < found.Len() && found.Start[j] < gold.Start[i] {
			j++
		}
		partner[i] = -1
		if j < found.Len() && found.Start[j] == gold.Start[i] && found.End[j] == gold.End[i] {
			partner[i] = int32(j)
		}
	}
	return partner
}

// sameSentences is the number of sentences with the same first and last byte.
func sameSentences(gold, found *english.Doc) int {
	same, k := 0, 0
	for s := range gold.Sents {
		g := gold.Sentence(s)
		for k < len(found.Sents) && found.Sentence(k).Start() < g.Start() {
			k++
		}
		if k < len(found.Sents) {
			if f := found.Sentence(k); f.Start() == g.Start() && f.End() == g.End() {
				same++
			}
		}
	}
	return same
}

func (t *treebankCounts) score() TreebankScore {
	share := func(n, of int) float64 {
		if of == 0 {
			return 0
		}
		return 100 * float64(n) / float64(of)
	}
	words := func(n int) float64 { return share(n, t.words) }
	f1 := func(n int) float64 { return share(2*n, t.words+t.rawWords) }
	return TreebankScore{
		Documents: t.docs,
		Sentences: t.sents,
		Words:     t.words,
		GoldTokens: GoldTokenScore{
			UAS:         words(t.gold.head),
			LAS:         words(t.gold.label),
			LASSubtypes: words(t.gold.fullLabel),
			UASNoPunct:  share(t.gold.headNoPunct, t.noPunct),
			LASNoPunct:  share(t.gold.labelNoPunct, t.noPunct),
			Tag:         words(t.gold.tag),
			Pos:         words(t.gold.pos),
			Lemma:       words(t.gold.lemma),
		},
		RawText: RawTextScore{
			Tokens:    f1(t.sameWords),
			Sentences: share(2*t.sameSents, t.sents+t.rawSents),
			UAS:       f1(t.raw.head),
			LAS:       f1(t.raw.label),
			Tag:       f1(t.raw.tag),
			Pos:       f1(t.raw.pos),
			Lemma:     f1(t.raw.lemma),
		},
	}
}
