package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"demarche/coder"
	"demarche/coder/contexts"
	"demarche/coder/linear"
	"demarche/eval"
	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// aboutSources is what the model of contexts learns from.
type aboutSources struct {
	sentences string   // file of sentences with their contexts
	records   string   // folder of reports coded by hand, "" for none
	texts     []string // further folders of their texts
}

// aboutExample is a sentence or record with its contexts by hand.
type aboutExample struct {
	traits []coder.Trait
	gold   []bool // by the order of plover.Contexts
	rules  []bool // what the rules alone tell
	group  string // of reports on the same story, "" for a sentence
}

var aboutPenalty, recordWeight = 0.5, 0.3

const (
	aboutFolds = 5
	heldOut    = 5 // every fifth sentence is
)

// trainContexts scores the model on the sentences held out and, cross-validated
// by report, on the records; then, with a file to write to, it fits the model to
// all of them.
func trainContexts(from aboutSources, out string) error {
	learnt, held, err := readAbout(from.sentences)
	if err != nil {
		return err
	}
	var coded []aboutExample
	if from.records != "" {
		if coded, err = codedAbout(from); err != nil {
			return err
		}
	}
	fmt.Printf("%d sentences to learn from, %d held out, %d records\n\n", len(learnt), len(held), len(coded))
	fmt.Printf("%-44s %9s %9s %9s %9s\n", "", "precision", "recall", "micro-F1", "macro-F1")
	rules := func(e *aboutExample) []bool { return e.rules }
	tellAgreement("sentences held out, rules alone", held, rules)
	m := fitAbout(slices.Concat(learnt, coded), "")
	tellAgreement("sentences held out, with the model", held, m.decide)
	if len(coded) > 0 {
		tellAgreement("records, rules alone", coded, rules)
		tellAgreement("records, model of the sentences only", coded, fitAbout(learnt, "").decide)
		tellAgreement("records, cross-validated by story", coded, crossValidated(learnt, coded))
	}
	tellEach(held, m)
	if out == "" {
		return nil
	}
	all := slices.Concat(learnt, held, coded)
	m = fitAbout(all, fmt.Sprintf("%d sentences and %d records of reports, penalty %g", len(learnt)+len(held), len(coded), aboutPenalty))
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if err := m.Write(f, contexts.Kind); err != nil {
		return err
	}
	fmt.Printf("\n%s: %d contexts, %d features\n", out, len(m.Classes), m.Features())
	return f.Close()
}

// readAbout reads the sentences: contexts, separated by commas or "-" for none, a
// tab and the sentence. Lines that start with # are comments.
func readAbout(file string) (learnt, held []aboutExample, err error) {
	c, err := coder.New(coder.Options{FramesAlone: true})
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	for n, seen := 1, 0; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		names, sentence, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, nil, fmt.Errorf("%s:%d: want contexts, a tab and a sentence", file, n)
		}
		e := aboutExample{traits: c.Traits(sentence), rules: asBits(c.About(sentence))}
		var gold []plover.Context
		for _, name := range strings.Split(names, ",") {
			if name == "-" {
				continue
			}
			if !plover.Context(name).Valid() {
				return nil, nil, fmt.Errorf("%s:%d: unknown context %q", file, n, name)
			}
			gold = append(gold, plover.Context(name))
		}
		e.gold = asBits(gold)
		if seen++; seen%heldOut == 0 {
			held = append(held, e)
		} else {
			learnt = append(learnt, e)
		}
	}
	return learnt, held, lines.Err()
}

func asBits(list []plover.Context) []bool {
	out := make([]bool, len(plover.Contexts()))
	for i, c := range plover.Contexts() {
		out[i] = slices.Contains(list, c)
	}
	return out
}

// codedAbout makes examples of the program's records that agree in type with one
// made by hand.
func codedAbout(from aboutSources) ([]aboutExample, error) {
	traits := map[string][]coder.Trait{}
	c, err := coder.New(coder.Options{FramesAlone: true, ObserveTraits: func(id string, t []coder.Trait) { traits[id] = t }})
	if err != nil {
		return nil, err
	}
	var set []aboutExample
	var ids []string
	code := func(path, published string) ([]record.Record, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		rep, err := report.Read(path, data, report.Options{Published: published})
		if err != nil {
			return nil, err
		}
		group := rep.ID
		if dir := filepath.Dir(path); dir != filepath.Clean(from.records) {
			group = dir // the reports of an arc tell one story
		}
		recs, err := c.Code(context.Background(), rep)
		for i := range recs {
			set = append(set, aboutExample{traits: traits[recs[i].ID], rules: asBits(recs[i].Contexts), group: group})
			ids = append(ids, recs[i].ID)
		}
		return recs, err
	}
	score, err := eval.Records(code, from.records, eval.TextsIn(append([]string{from.records}, from.texts...)...))
	if err != nil {
		return nil, err
	}
	var out []aboutExample
	for i, id := range ids {
		names, ok := score.About[id]
		if !ok {
			continue
		}
		var gold []plover.Context
		for _, name := range names {
			gold = append(gold, plover.Context(name))
		}
		set[i].gold = asBits(gold)
		out = append(out, set[i])
	}
	return out, nil
}

// aboutModel is a model in the making.
type aboutModel struct{ *linear.Model }

// fitAbout fits a model and moves its biases to where its decisions, on folds it
// was not fitted to, agree best with those by hand.
func fitAbout(set []aboutExample, note string) aboutModel {
	fold := foldsOf(set)
	sums := make([][]float64, len(set))
	for k := range aboutFolds {
		var learn []aboutExample
		for i := range set {
			if fold[i] != k {
				learn = append(learn, set[i])
			}
		}
		m := aboutModel{fitWeights(learn, nil, "")}
		for i := range set {
			if fold[i] == k {
				sums[i] = m.sums(&set[i])
			}
		}
	}
	return aboutModel{fitWeights(set, bestShifts(set, sums), note)}
}

// foldsOf puts the examples of a story in one fold.
func foldsOf(set []aboutExample) []int {
	out := make([]int, len(set))
	of := map[string]int{}
	for i, e := range set {
		if e.group == "" {
			out[i] = i % aboutFolds
			continue
		}
		if _, ok := of[e.group]; !ok {
			of[e.group] = len(of) % aboutFolds
		}
		out[i] = of[e.group]
	}
	return out
}

func crossValidated(learnt, coded []aboutExample) func(*aboutExample) []bool {
	fold := foldsOf(coded)
	said := map[*aboutExample][]bool{}
	for k := range aboutFolds {
		learn := slices.Clone(learnt)
		for i := range coded {
			if fold[i] != k {
				learn = append(learn, coded[i])
			}
		}
		m := fitAbout(learn, "")
		for i := range coded {
			if fold[i] == k {
				said[&coded[i]] = m.decide(&coded[i])
			}
		}
	}
	return func(e *aboutExample) []bool { return said[e] }
}

// fitWeights fits one logistic regression a context; shift is added to the
// biases.
func fitWeights(set []aboutExample, shift []float64, note string) *linear.Model {
	count := map[string]int{}
	for _, e := range set {
		for _, t := range e.traits {
			count[t.Name]++
		}
	}
	var names []string
	for name, n := range count {
		if n >= seldom {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	at := index(names)
	rows, gold, weight := make([][]valued, len(set)), make([][]bool, len(set)), make([]float64, len(set))
	for i, e := range set {
		for _, t := range e.traits {
			if f, ok := at[t.Name]; ok {
				rows[i] = append(rows[i], valued{f, float64(t.Value)})
			}
		}
		gold[i], weight[i] = e.gold, 1
		if e.group != "" {
			weight[i] = recordWeight
		}
	}
	all := plover.Contexts()
	weights, bias := descend(rows, len(names), len(all), aboutPenalty, eachOf(gold, weight))
	classes := make([]string, len(all))
	for c := range all {
		classes[c] = string(all[c])
		if shift != nil {
			bias[c] += shift[c]
		}
	}
	return linear.New(classes, bias, names, weights, note)
}

// bestShifts chooses for each context how far its sums are moved so that the F1
// of "above zero" is best: one shift for all, and one of its own where that is
// better by more than chance would have it.
func bestShifts(set []aboutExample, sums [][]float64) []float64 {
	const clear = 0.03 // of F1
	var grid []float64
	for s := -1.0; s <= 2.01; s += 0.1 {
		grid = append(grid, s)
	}
	classes := len(plover.Contexts())
	hits := make([][]agreement, len(grid))
	common, top := 0, -1.0
	for g, s := range grid {
		hits[g] = make([]agreement, classes)
		var all agreement
		for i := range set {
			for c, x := range sums[i] {
				hits[g][c].add(set[i].gold[c], x+s > 0)
				all.add(set[i].gold[c], x+s > 0)
			}
		}
		if f := all.f1(); f > top {
			common, top = g, f
		}
	}
	out := make([]float64, classes)
	for c := range out {
		best := common
		for g := range grid {
			if hits[g][c].f1() > hits[best][c].f1() {
				best = g
			}
		}
		if hits[best][c].f1() < hits[common][c].f1()+clear {
			best = common
		}
		out[c] = grid[best]
	}
	return out
}

func (m aboutModel) sums(e *aboutExample) []float64 {
	var s linear.Scores
	m.Begin(&s)
	for _, t := range e.traits {
		m.Add(&s, []byte(t.Name), t.Value)
	}
	out := make([]float64, len(m.Classes))
	for c := range out {
		out[c] = float64(s.Sums()[c])
	}
	return out
}

// decide tells what the program would.
func (m aboutModel) decide(e *aboutExample) []bool {
	sums := m.sums(e)
	out := make([]bool, len(sums))
	for _, c := range coder.Decided(sums) {
		out[c] = true
	}
	return out
}

// agreement counts decisions against those by hand.
type agreement struct{ right, said, gold float64 }

func (a *agreement) add(gold, said bool) {
	if gold {
		a.gold++
	}
	if said {
		a.said++
	}
	if gold && said {
		a.right++
	}
}

func (a *agreement) f1() float64 { return 2 * a.right / math.Max(a.said+a.gold, 1) }

func compareAbout(set []aboutExample, decide func(*aboutExample) []bool) (all agreement, each []agreement) {
	each = make([]agreement, len(plover.Contexts()))
	for i := range set {
		said := decide(&set[i])
		for c, is := range set[i].gold {
			all.add(is, said[c])
			each[c].add(is, said[c])
		}
	}
	return all, each
}

func tellAgreement(name string, set []aboutExample, decide func(*aboutExample) []bool) {
	all, each := compareAbout(set, decide)
	macro, n := 0.0, 0.0
	for c := range each {
		if each[c].gold > 0 {
			macro += each[c].f1()
			n++
		}
	}
	fmt.Printf("%-44s %9.3f %9.3f %9.3f %9.3f\n", name, all.right/math.Max(all.said, 1), all.right/math.Max(all.gold, 1), all.f1(), macro/math.Max(n, 1))
}

func tellEach(held []aboutExample, m aboutModel) {
	_, with := compareAbout(held, m.decide)
	_, alone := compareAbout(held, func(e *aboutExample) []bool { return e.rules })
	fmt.Printf("\n%-24s %8s %8s %8s\n", "F1 on those held out", "by hand", "rules", "model")
	for c, name := range m.Classes {
		fmt.Printf("%-24s %8.0f %8.2f %8.2f\n", name, with[c].gold, alone[c].f1(), with[c].f1())
	}
}
