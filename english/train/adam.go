package main

import "math"

// adam is the optimiser of Kingma and Ba (2015) with decoupled weight decay.
// Rows of embeddings are only moved when they occurred (lazy moments).
type adam struct {
	beta1, beta2, eps, decay float64
	step                     int
	first, second            []float32
	tables                   []tableMoments
}

type tableMoments struct{ first, second []float32 }

func newAdam(dense int, tables ...*table) *adam {
	a := &adam{beta1: 0.9, beta2: 0.98, eps: 1e-8, decay: 0, first: make([]float32, dense), second: make([]float32, dense)}
	for _, t := range tables {
		a.tables = append(a.tables, tableMoments{make([]float32, len(t.rows)), make([]float32, len(t.rows))})
	}
	return a
}

// move updates weights from the sum of the gradients of both workers; lr is
// the rate of learning and scale what the gradients are multiplied by.
func (a *adam) move(w, first, second, g0, g1 []float32, lr, scale float64, decay float64) {
	b1, b2 := float32(a.beta1), float32(a.beta2)
	correct1 := 1 / (1 - math.Pow(a.beta1, float64(a.step)))
	correct2 := float32(1 / (1 - math.Pow(a.beta2, float64(a.step))))
	rate, s, eps, keep := float32(lr*correct1), float32(scale), float32(a.eps), float32(1-lr*decay)
	for i := range w {
		g := (g0[i] + g1[i]) * s
		g0[i], g1[i] = 0, 0
		m := b1*first[i] + (1-b1)*g
		v := b2*second[i] + (1-b2)*g*g
		first[i], second[i] = m, v
		w[i] = w[i]*keep - rate*m/(sqrt(v*correct2)+eps)
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
