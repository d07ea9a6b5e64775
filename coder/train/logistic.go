package main

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// valued is a feature of an example, by number, with its value.
type valued struct {
	at    int
	value float64
}

// judge turns the scores of example i, one a class, into their gradient, in
// place, and gives the loss.
type judge func(i int, scores []float64) float64

// descend finds the weights, one a feature and class, and the bias of each class
// that make the loss least under a penalty on the squares of the weights, by
// L-BFGS from zero: the same examples give the same weights.
func descend(rows [][]valued, nf, nc int, l2 float64, score judge) (weights [][]float64, bias []float64) {
	p := make([]float64, nc)
	loss := func(x, grad []float64) float64 {
		for i := range grad {
			grad[i] = 0
		}
		total := 0.0
		for i, row := range rows {
			copy(p, x[nf*nc:])
			for _, f := range row {
				for c, w := range x[f.at*nc : f.at*nc+nc] {
					p[c] += f.value * w
				}
			}
			total += score(i, p)
			if grad == nil {
				continue
			}
			for _, f := range row {
				g := grad[f.at*nc : f.at*nc+nc]
				for c, d := range p {
					g[c] += f.value * d
				}
			}
			for c, d := range p {
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
	weights = make([][]float64, nf)
	for f := range weights {
		weights[f] = found.X[f*nc : f*nc+nc]
	}
	return weights, found.X[nf*nc:]
}

// oneOf judges by the share that the right class has of all (softmax).
func oneOf(gold []int) judge {
	return func(i int, p []float64) float64 {
		top := slices.Max(p)
		sum := 0.0
		for _, x := range p {
			sum += math.Exp(x - top)
		}
		loss := math.Log(sum) + top - p[gold[i]]
		for c := range p {
			p[c] = math.Exp(p[c]-top) / sum
		}
		p[gold[i]]--
		return loss
	}
}

// weighted lets example i count weight[i] times.
func weighted(score judge, weight []float64) judge {
	return func(i int, p []float64) float64 {
		loss := score(i, p)
		for c := range p {
			p[c] *= weight[i]
		}
		return weight[i] * loss
	}
}

// eachOf judges every class on its own; weight is how much an example counts.
func eachOf(gold [][]bool, weight []float64) judge {
	return func(i int, p []float64) float64 {
		loss := 0.0
		for c, x := range p {
			if gold[i][c] {
				loss += softplus(-x)
			} else {
				loss += softplus(x)
			}
			p[c] = 1 / (1 + math.Exp(-x))
			if gold[i][c] {
				p[c]--
			}
			p[c] *= weight[i]
		}
		return weight[i] * loss
	}
}

// softplus is log(1+exp(x)) without overflow.
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
