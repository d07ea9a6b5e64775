package main

import (
	"math"
	"slices"
	"sort"

	"demarche/coder/sense"

	"gonum.org/v1/gonum/optimize"
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

// fit finds the weights that make the classes of the examples likeliest, under
// a penalty on their squares, by L-BFGS from zero: the same examples give the
// same model.
func fit(set []example, l2 float64, note string) *sense.Model {
	classes, features := vocabulary(set)
	nc, nf := len(classes), len(features)
	classAt, featureAt := index(classes), index(features)
	rows := make([][]int, len(set))
	gold := make([]int, len(set))
	for i, e := range set {
		gold[i] = classAt[e.class]
		for _, f := range distinct(e.features) {
			if at, ok := featureAt[f]; ok {
				rows[i] = append(rows[i], at)
			}
		}
	}
	p := make([]float64, nc)
	loss := func(x, grad []float64) float64 {
		for i := range grad {
			grad[i] = 0
		}
		total := 0.0
		for i, row := range rows {
			copy(p, x[nf*nc:])
			for _, f := range row {
				for c := range p {
					p[c] += x[f*nc+c]
				}
			}
			top := slices.Max(p)
			sum := 0.0
			for c := range p {
				sum += math.Exp(p[c] - top)
			}
			total += math.Log(sum) + top - p[gold[i]]
			if grad == nil {
				continue
			}
			for c := range p {
				d := math.Exp(p[c]-top) / sum
				if c == gold[i] {
					d--
				}
				for _, f := range row {
					grad[f*nc+c] += d
				}
				grad[nf*nc+c] += d
			}
		}
		for i, w := range x[:nf*nc] {
			total += l2 / 2 * w * w
			if grad != nil {
				grad[i] += l2 * w
			}
		}
		return total
	}
	problem := optimize.Problem{
		Func: func(x []float64) float64 { return loss(x, nil) },
		Grad: func(grad, x []float64) { loss(x, grad) },
	}
	settings := &optimize.Settings{MajorIterations: 150, GradientThreshold: 1e-2}
	// Running out of iterations is a good end too: what it found so far counts.
	found, _ := optimize.Minimize(problem, make([]float64, (nf+1)*nc), settings, &optimize.LBFGS{})
	weights := make([][]float64, nf)
	for f := range weights {
		weights[f] = found.X[f*nc : f*nc+nc]
	}
	return sense.New(classes, found.X[nf*nc:], features, weights, note)
}

func decide(m *sense.Model, s *sense.Scores, features []string) int {
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
