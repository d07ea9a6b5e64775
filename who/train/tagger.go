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

// How the tagger is trained: first on GUM, then on reports. Chosen by
// cross-validation.
const (
	buckets      = 1 << 17
	rate         = 0.12
	decay        = 1e-5
	drop         = 0.25
	gumPasses    = 4
	reportPasses = 20
	average      = 14 // passes over the reports whose weights are averaged
	lean         = 0.3
	folds        = 5
	seed         = 7
)

// parsed is an annotated report with its analysis.
type parsed struct {
	report   *eval.AnnotatedReport
	doc      *english.Doc
	mentions *who.Mentions
	examples []sequence.Example // of the sentences that the annotators read
}

// tagger trains the tagger of entities on GUM and annotated reports and writes
// its weights to out. With validate it tells on note instead how well it does
// on reports that it has not seen (five-fold).
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
		unread := reports[i].Unread(p.doc)
		for k, x := range namer.TaggerExamples(p.doc, p.mentions, reports[i].Spans(p.doc), reportDomain) {
			if !unread[k] {
				p.examples = append(p.examples, x)
			}
		}
	}
	gum, err := gumExamples(namer, parser, gumFile)
	if err != nil {
		return err
	}
	start := sequence.NewTrainer(sequence.Training{
		Labels: who.TaggerLabels, Buckets: buckets, Rate: rate, Decay: decay, Drop: drop, Seed: seed,
	})
	start.Learn(gum, gumPasses, 0)
	if validate {
		if err := agreement(list, note); err != nil {
			return err
		}
		return crossValidate(namer, start, list, note)
	}
	_, err = out.Write(onReports(start, list, -1).Bytes())
	return err
}

// onReports goes on from start with all reports but those of a fold.
func onReports(start *sequence.Trainer, list []parsed, but int) *sequence.Model {
	var examples []sequence.Example
	for i := range list {
		if i%folds != but {
			examples = append(examples, list[i].examples...)
		}
	}
	t := start.Clone(seed)
	t.Learn(examples, reportPasses, average)
	return t.Model(lean)
}

// crossValidate trains on four fifths of the reports and scores on the rest.
func crossValidate(namer *who.Namer, start *sequence.Trainer, list []parsed, note io.Writer) error {
	var score eval.EntityScore
	var models [folds][]byte
	var wait sync.WaitGroup
	limit := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))
	for k := range folds {
		wait.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			models[k] = onReports(start, list, k).Bytes()
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
	_, err := fmt.Fprintf(note, "five-fold by report: %+v\n  with %d sentences that no annotator read: %+v\n", score.All, score.Unread, score.Whole)
	for _, kind := range []who.Kind{who.Person, who.Body, who.Place} {
		if err == nil {
			_, err = fmt.Fprintf(note, "  %-7s %+v\n", kind, score.Kinds[kind.String()])
		}
	}
	return err
}
