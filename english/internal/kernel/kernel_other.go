//go:build !amd64

package kernel

func product(c []int32, a, w []int16, rows, k, n int) { productPortable(c, a, w, rows, k, n) }

func recur(acc []int32, accAt, accStride int, x, out []int16, at, stride int, p Cell, state []float32, steps int) {
	recurPortable(acc, accAt, accStride, x, out, at, stride, p, state, steps)
}

func squash(out []int16, acc []int32, scale, bias []float32, unit float32) {
	squashPortable(out, acc, scale, bias, unit)
}

func addPanel(c, a, panel []float32, m, n, k, rowStep, colStep int) {
	addPanelPortable(c, a, panel, m, n, k, rowStep, colStep)
}

func (s *Steps) step(h int) { s.stepPortable(h) }

func (s *Steps) stepBack(h int) { s.stepBackPortable(h) }

func scaleRow(out []float32, acc []int32, scale, bias []float32) {
	scalePortable(out, acc, scale, bias)
}

func addPositive(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	addPositivePortable(out, acc, scale, bias, other, unit)
}

func multiply(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	multiplyPortable(out, acc, scale, bias, other, unit)
}

func (c *adamConstants) adam(w, first, second, g0, g1 []float32) {
	c.adamPortable(w, first, second, g0, g1)
}
