package who

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"demarche/english"
	"demarche/who/internal/sequence"
)

// Span is a stretch of tokens that speaks of people, an organisation or a place.
type Span struct {
	First, Last int  // tokens, half-open
	Kind        Kind // Person, Body or Place
}

// The labels of the tagger: outside, and the first and further tokens of each
// kind of span.
const (
	outside = iota
	personFirst
	personMore
	bodyFirst
	bodyMore
	placeFirst
	placeMore
	labelCount
)

var spanKinds = [labelCount]Kind{personFirst: Person, personMore: Person, bodyFirst: Body, bodyMore: Body, placeFirst: Place, placeMore: Place}

// The tagger's weights, written by who/train.
//
//go:embed tagger.bin
var taggerFile []byte

var loadTagger = sync.OnceValues(func() (*sequence.Model, error) {
	m, err := sequence.Read(taggerFile)
	if err == nil && m.Labels != labelCount {
		err = fmt.Errorf("it has %d labels, want %d", m.Labels, labelCount)
	}
	if err != nil {
		return nil, fmt.Errorf("loading the tagger of entities: %w", err)
	}
	return m, nil
})

// Entities recognises the phrases of a text that speak of people, organisations
// and places, named or described, by a tagger that was trained on annotated
// reports: it weighs what the naming found against form and surroundings, and
// so finds names that no table holds. The spans do not overlap; m is what
// [Namer.Find] gave for the doc.
func (n *Namer) Entities(doc *english.Doc, m *Mentions) ([]Span, error) {
	model, err := loadTagger()
	if err != nil {
		return nil, err
	}
	return n.decode(model, doc, m), nil
}

// EntitiesBy is [Namer.Entities] with the weights in file, for measuring.
func (n *Namer) EntitiesBy(file []byte, doc *english.Doc, m *Mentions) ([]Span, error) {
	model, err := sequence.Read(file)
	if err != nil {
		return nil, err
	}
	if model.Labels != labelCount {
		return nil, fmt.Errorf("a tagger with %d labels, want %d", model.Labels, labelCount)
	}
	return n.decode(model, doc, m), nil
}

func (n *Namer) decode(model *sequence.Model, doc *english.Doc, m *Mentions) []Span {
	t := taggings.Get().(*tagging)
	defer taggings.Put(t)
	t.read(n, doc, m)
	var spans []Span
	for _, s := range doc.Sents {
		t.sentence(s)
		labels := t.labels[:s.Last-s.First]
		model.Decode(t.features, t.starts, labels, &t.scratch)
		spans = appendSpans(spans, labels, int(s.First))
	}
	t.doc, t.mentions, t.namer = nil, nil, nil
	return spans
}

// appendSpans reads spans off the labels of a sentence that starts at a token.
func appendSpans(spans []Span, labels []uint8, from int) []Span {
	for i := 0; i < len(labels); {
		kind := spanKinds[labels[i]]
		if kind == Other {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j]&1 == 0 && spanKinds[labels[j]] == kind {
			j++
		}
		spans = append(spans, Span{from + i, from + j, kind})
		i = j
	}
	return spans
}

// TaggerExamples gives the sentences of doc with the labels that stand for
// spans, for training. Of spans that overlap the first counts. domain is 0 for
// reports; features of another domain are kept apart from it in part, so that
// they help without ruling (Daumé 2007).
func (n *Namer) TaggerExamples(doc *english.Doc, m *Mentions, spans []Span, domain uint32) []sequence.Example {
	t := taggings.Get().(*tagging)
	defer taggings.Put(t)
	t.read(n, doc, m)
	t.domain = domain
	labels := labelsOf(spans, doc)
	list := make([]sequence.Example, len(doc.Sents))
	for k, s := range doc.Sents {
		t.sentence(s)
		list[k] = sequence.Example{Features: slices.Clone(t.features), Starts: slices.Clone(t.starts), Labels: labels[s.First:s.Last], Weight: 1}
	}
	t.doc, t.mentions, t.namer = nil, nil, nil
	return list
}

// labelsOf are the labels of all tokens that stand for spans.
func labelsOf(spans []Span, doc *english.Doc) []uint8 {
	labels := make([]uint8, doc.Len())
	for _, span := range spans {
		if span.First >= span.Last || doc.SentenceOf(span.First) != doc.SentenceOf(span.Last-1) {
			continue
		}
		own := labels[span.First:span.Last]
		if slices.ContainsFunc(own, func(l uint8) bool { return l != outside }) {
			continue
		}
		first := uint8(personFirst)
		switch span.Kind {
		case Body:
			first = bodyFirst
		case Place:
			first = placeFirst
		}
		for i := range own {
			own[i] = first + 1
		}
		own[0] = first
	}
	return labels
}

// TaggerLabels is how many labels the tagger has.
const TaggerLabels = labelCount
