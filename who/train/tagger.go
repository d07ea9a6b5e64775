package main

import (
	"fmt"
	"io"
	"runtime"
	"sync"

	"demarche/english"
	"demarche/eval"
	"demarche/where"
	"demarche/who"
	"demarche/who/internal/sequence"
)

// How the tagger is trained; chosen by cross-validation.
const (
	buckets    = 1 << 17
	epochs     = 12
	rate       = 0.12
	decay      = 1e-5
	gumWeight  = 0.4
	gumDomain  = 1
	folds      = 5
	seed       = 7
	gumInEvery = 1
)

// parsed is an annotated report with its analysis.
type parsed struct {
	report   *eval.AnnotatedReport
	doc      *english.Doc
	mentions *who.Mentions
	examples []sequence.Example
}

// tagger trains the tagger of entities on annotated reports and on GUM, and
// tells on note how well it does on reports it has not seen (five-fold).
func tagger(reportsFile, gumFile string, validate bool, out, note io.Writer) error {
	parser, err := english.New()
	if err != nil {
		return err
	}
	roster, err := who.Load()
	if err != nil {
		return err
	}
	places, err := where.Load()
	if err != nil {
		return err
	}
	namer := who.NewNamer(roster)
	namer.KnowPlaces(places.CountryOf)

	reports, err := eval.ReadAnnotated(reportsFile)
	if err != nil {
		return err
	}
	list := make([]parsed, len(reports))
	for i := range reports {
		p := &list[i]
		p.report, p.doc = &reports[i], parser.Parse(reports[i].Text)
		p.mentions = namer.FindIn(p.doc, who.Setting{})
		p.examples = examples(namer, p.doc, p.mentions, reports[i].Spans(p.doc), 0, 1)
	}
	gum, err := gumExamples(namer, parser, gumFile)
	if err != nil {
		return err
	}
	how := sequence.Training{Labels: who.TaggerLabels, Buckets: buckets, Epochs: epochs, Rate: rate, Decay: decay, Seed: seed}
	if validate {
		if err := crossValidate(namer, list, gum, how, note); err != nil {
			return err
		}
	}
	if out == nil {
		return nil
	}
	all := append([]sequence.Example(nil), gum...)
	for i := range list {
		all = append(all, list[i].examples...)
	}
	_, err = out.Write(sequence.Train(all, how).Bytes())
	return err
}

// crossValidate trains on four fifths of the reports and scores on the rest.
func crossValidate(namer *who.Namer, list []parsed, gum []sequence.Example, how sequence.Training, note io.Writer) error {
	var score eval.EntityScore
	var models [folds][]byte
	var wait sync.WaitGroup
	limit := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))
	for k := range folds {
		wait.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			train := append([]sequence.Example(nil), gum...)
			for i := range list {
				if i%folds != k {
					train = append(train, list[i].examples...)
				}
			}
			models[k] = sequence.Train(train, how).Bytes()
		})
	}
	wait.Wait()
	for i := range list {
		p := &list[i]
		found, err := namer.EntitiesBy(models[i%folds], p.doc, p.mentions)
		if err != nil {
			return err
		}
		score.Add(p.report, p.doc, found)
	}
	_, err := fmt.Fprintf(note, "five-fold by report: %+v\n", score.All)
	for _, kind := range []who.Kind{who.Person, who.Body, who.Place} {
		if err == nil {
			_, err = fmt.Fprintf(note, "  %-7s %+v\n", kind, score.Kinds[kind.String()])
		}
	}
	return err
}

// examples are the sentences of a doc for training.
func examples(namer *who.Namer, doc *english.Doc, m *who.Mentions, spans []who.Span, domain uint32, weight float64) []sequence.Example {
	var list []sequence.Example
	for k := range doc.Sents {
		features, starts, labels := namer.TaggerExample(doc, m, k, spans, domain)
		list = append(list, sequence.Example{Features: features, Starts: starts, Labels: labels, Weight: weight})
	}
	return list
}

// gumExamples are the sentences of GUM, with its people, organisations and
// places as spans.
func gumExamples(namer *who.Namer, parser eval.Annotator, file string) ([]sequence.Example, error) {
	docs, err := eval.ReadGum(file)
	if err != nil {
		return nil, err
	}
	kinds := map[string]who.Kind{"person": who.Person, "organization": who.Body, "place": who.Place}
	var list []sequence.Example
	for i := 0; i < len(docs); i += gumInEvery {
		g := &docs[i]
		var spans []who.Span
		for _, m := range g.Mentions {
			if kind, ok := kinds[m.Type]; ok {
				spans = append(spans, who.Span{First: m.First, Last: m.Last, Kind: kind})
			}
		}
		doc := *g.Doc
		doc.Tag, doc.Pos, doc.Head, doc.Label = nil, nil, nil, nil
		parser.Annotate(&doc)
		list = append(list, examples(namer, &doc, namer.FindIn(&doc, who.Setting{}), spans, gumDomain, gumWeight)...)
	}
	return list, nil
}
