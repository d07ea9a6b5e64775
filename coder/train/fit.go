package main

import (
	"math"
	"slices"
	"sort"

	"demarche/coder/linear"
)

// example is one marked sentence.
type example struct {
	features []string
	class    string // root type by hand
	quad     int
	frames   string // what the frames alone say
	report   bool   // from a report coded by hand, not from the marked sentences
}

// seldom is how often a feature must be seen to be learnt.
const seldom = 2

// What an example counts was chosen by cross-validation: records of reports are
// of other texts than the marked sentences, and rare classes count for more than
// their number (a class of evenly examples counts 1 each).
const (
	ofReports = 0.15
	rarely    = 0.3
	evenly    = 70
)

// weights tells how much each example counts.
func weights(set []example) []float64 {
	size := map[string]float64{}
	for _, e := range set {
		if !e.report {
			size[e.class]++
		}
	}
	out := make([]float64, len(set))
	for i, e := range set {
		if e.report {
			out[i] = ofReports
		} else {
			out[i] = math.Pow(evenly/size[e.class], rarely)
		}
	}
	return out
}

// fit makes the sense model that gives the classes of the examples likeliest.
func fit(set []example, l2 float64, note string) *linear.Model {
	classes, features := vocabulary(set)
	nc, nf := len(classes), len(features)
	classAt, featureAt := index(classes), index(features)
	rows := make([][]valued, len(set))
	gold := make([]int, len(set))
	for i, e := range set {
		gold[i] = classAt[e.class]
		for _, f := range distinct(e.features) {
			if at, ok := featureAt[f]; ok {
				rows[i] = append(rows[i], valued{at, 1})
			}
		}
	}
	table, bias := descend(rows, nf, nc, l2, weighted(oneOf(gold), weights(set)))
	return linear.New(classes, bias, features, table, note)
}

func decide(m *linear.Model, s *linear.Scores, features []string) int {
	m.Begin(s)
	for _, f := range distinct(features) {
		m.Add(s, []byte(f), 1)
	}
	return m.Decide(s)
}

func distinct(features []string) []string {
	out := slices.Clone(features)
	sort.Strings(out)
	return slices.Compact(out)
}

func vocabulary(set []example) (classes, features []string) {
	seen, count := map[string]bool{}, map[string]int{}
	for _, e := range set {
		if !seen[e.class] {
			seen[e.class] = true
			classes = append(classes, e.class)
		}
		for _, f := range distinct(e.features) {
			count[f]++
		}
	}
	for f, n := range count {
		if n >= seldom {
			features = append(features, f)
		}
	}
	sort.Strings(classes)
	sort.Strings(features)
	return classes, features
}

func index(list []string) map[string]int {
	m := make(map[string]int, len(list))
	for i, s := range list {
		m[s] = i
	}
	return m
}
