package kernel

import "math"

// Adam is the optimiser of Kingma and Ba (2015). It may round differently from
// machine to machine.
type Adam struct {
	Beta1, Beta2, Epsilon float64
}

type adamConstants struct {
	beta1, rest1, beta2, rest2, scale, rate, correct, epsilon float32
}

// Move makes one update of w, whose moments are first and second, from the
// gradient scale·(g0+g1), and clears g0 and g1. rate is the rate of learning
// and step counts the updates from 1.
func (a *Adam) Move(w, first, second, g0, g1 []float32, rate, scale float64, step int) {
	n := len(w)
	if min(len(first), len(second), len(g0), len(g1)) < n {
		panic("kernel: Adam: sizes do not fit")
	}
	c := adamConstants{
		beta1:   float32(a.Beta1),
		rest1:   float32(1 - a.Beta1),
		beta2:   float32(a.Beta2),
		rest2:   float32(1 - a.Beta2),
		scale:   float32(scale),
		rate:    float32(rate / (1 - math.Pow(a.Beta1, float64(step)))),
		correct: float32(1 / (1 - math.Pow(a.Beta2, float64(step)))),
		epsilon: float32(a.Epsilon),
	}
	c.adam(w, first, second, g0, g1)
}

func (c *adamConstants) adamPortable(w, first, second, g0, g1 []float32) {
	for i := range w {
		g := (g0[i] + g1[i]) * c.scale
		g0[i], g1[i] = 0, 0
		m := c.beta1*first[i] + c.rest1*g
		v := c.beta2*second[i] + c.rest2*g*g
		first[i], second[i] = m, v
		w[i] -= c.rate * m / (root(v*c.correct) + c.epsilon)
	}
}
