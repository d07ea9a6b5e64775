package english

import (
	_ "embed"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"

	"demarche/english/internal/inflect"
)

//go:embed lemmas.txt
var lemmaTable string

// lemmas is the table of base forms, read at its first use. The file is part of
// the program, so a fault in it is a fault of the program.
var lemmas = sync.OnceValue(func() *inflect.Table {
	t, err := inflect.Parse(lemmaTable)
	if err != nil {
		panic(fmt.Sprintf("english: lemmas.txt: %v", err))
	}
	return t
})

// Lemmatize fills d.Lemma from the words and their tags, in the conventions of
// the English treebanks: "was" is be, "his" is his, "them" is they, "n't" is
// not; proper nouns, and adjectives made of them, keep their capitals. It may be
// called by many goroutines, and allocates nothing for words seen before.
func (d *Doc) Lemmatize() {
	n := d.Len()
	d.Lemma = d.Lemma[:0]
	for i := range n {
		lemma := Lemma(d.Word(i), d.Tag[i])
		if lemma == "be" && d.Tag[i] == TagVBZ && d.hasForIs(i) {
			lemma = "have"
		}
		d.Lemma = append(d.Lemma, lemma)
	}
}

// hasForIs tells whether the clitic 's at i stands for "has": a participle
// follows that does not take "is".
func (d *Doc) hasForIs(i int) bool {
	if w := d.Word(i); w != "'s" && w != "’s" {
		return false
	}
	for j := i + 1; j < min(i+5, d.Len()); j++ {
		switch d.Tag[j] {
		case TagRB:
			continue
		case TagVBN:
			switch d.Word(j) {
			case "been", "got", "had", "become", "gotten", "come":
				return true
			}
		}
		return false
	}
	return false
}

// Lemma is the base form of a word with the tag.
func Lemma(word string, tag Tag) string {
	if len(word) > longestLemma {
		return lemmas().Lemma(word, tag.String())
	}
	h := maphash.String(lemmaSeed, word) + uint64(tag)*0x9e3779b97f4a7c15
	set := &lemmaCache[h>>32%lemmaSets]
	place := int(h % lemmaWays)
	for i := range set {
		e := set[i].Load()
		if e == nil {
			place = i
			break
		}
		if e.tag == tag && e.word == word {
			return e.lemma
		}
	}
	e := &lemmaEntry{word: strings.Clone(word), tag: tag}
	e.lemma = lemmas().Lemma(e.word, tag.String())
	set[place].Store(e)
	return e.lemma
}

// lemmaCache holds the lemmas of words seen, in sets by hash. In a full set a
// new word takes the place of an old one, so that there are 32768 at most.
var lemmaCache [lemmaSets][lemmaWays]atomic.Pointer[lemmaEntry]

const (
	lemmaSets    = 1 << 13
	lemmaWays    = 4
	longestLemma = 64 // bytes of a word that is remembered
)

var lemmaSeed = maphash.MakeSeed()

type lemmaEntry struct {
	word, lemma string
	tag         Tag
}
