package main

import (
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
}

// seldom is how often a feature must be seen to be learnt.
const seldom = 2

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
	weights, bias := descend(rows, nf, nc, l2, oneOf(gold))
	return linear.New(classes, bias, features, weights, note)
}

func decide(m *linear.Model, s *linear.Scores, features []string) int {
	m.Begin(s)
	for _, f := range distinct(features) {
		m.Add(s, f)
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
