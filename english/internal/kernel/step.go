package kernel

import "math"

// Steps holds one layer's activations and gradients in one direction, for
// training. All slices start at the token of the step; see [Recur] for the
// formulas. Like AddProduct, steps may round differently from machine to machine.
type Steps struct {
	Z                       []float32 // sums: candidate, forget gate, highway gate
	Before                  []float32 // state of the step before
	Keep, Carry, State, Out []float32 // gates, state and output
	X                       []float32 // input
	Vf, Vr                  []float32 // weights of the state in the gates

	Dout     []float32 // gradient of the output; StepBack leaves there that of the input
	Dstate   []float32 // of the state, carried from step to step
	Dvf, Dvr []float32 // summed up
	Dz       []float32
}

// Step goes one step forward, for h units; h is a multiple of 8.
func (s *Steps) Step(h int) {
	if h == 0 {
		return
	}
	if h%8 != 0 || len(s.Z) < 3*h || min(len(s.Before), len(s.Keep), len(s.Carry), len(s.State), len(s.Out), len(s.X), len(s.Vf), len(s.Vr)) < h {
		panic("kernel: Step: sizes do not fit")
	}
	s.step(h)
}

// StepBack goes one step back.
func (s *Steps) StepBack(h int) {
	if h == 0 {
		return
	}
	if h%8 != 0 || min(len(s.Z), len(s.Dz)) < 3*h || min(len(s.Before), len(s.Keep), len(s.Carry), len(s.State), len(s.X), len(s.Vf), len(s.Vr)) < h ||
		min(len(s.Dout), len(s.Dstate), len(s.Dvf), len(s.Dvr)) < h {
		panic("kernel: StepBack: sizes do not fit")
	}
	s.stepBack(h)
}

func (s *Steps) stepPortable(h int) {
	for j := range h {
		c, z, in := s.Before[j], s.Z[j], s.X[j]
		f := gate(s.Z[h+j] + s.Vf[j]*c)
		r := gate(s.Z[2*h+j] + s.Vr[j]*c)
		c = z + f*(c-z)
		s.Keep[j], s.Carry[j], s.State[j] = f, r, c
		s.Out[j] = in + r*(squashed(c)-in)
	}
}

// slope is the derivative of squashed where its value is y.
func slope(y float32) float32 {
	d := max(0, 1-y*y)
	return d * float32(math.Sqrt(float64(d)))
}

func (s *Steps) stepBackPortable(h int) {
	for j := range h {
		before, f, r, g := s.Before[j], s.Keep[j], s.Carry[j], s.Dout[j]
		y := squashed(s.State[j])
		dr := g * (y - s.X[j]) * 0.5 * slope(2*r-1)
		dc := s.Dstate[j] + g*r*slope(y)
		df := dc * (before - s.Z[j]) * 0.5 * slope(2*f-1)
		s.Dz[j], s.Dz[h+j], s.Dz[2*h+j] = dc*(1-f), df, dr
		s.Dvf[j] += df * before
		s.Dvr[j] += dr * before
		s.Dstate[j] = dc*f + df*s.Vf[j] + dr*s.Vr[j]
		s.Dout[j] = g * (1 - r)
	}
}
