package kernel

import "math"

// The functions of this file are the arithmetic in plain Go. Conversions to
// float32 stand around products so that no compiler fuses them with a sum.

func productPortable(c []int32, a, w []int16, rows, k, n int) {
	for i := 0; i < rows; i++ {
		row := a[i*k : i*k+k]
		for j := 0; j < n; j += Lanes {
			panel := w[j*k : (j+Lanes)*k]
			var sum [Lanes]int32
			for q := 0; q+1 < k; q += 2 {
				x, y := int32(row[q]), int32(row[q+1])
				pair := panel[q*Lanes : (q+2)*Lanes]
				for l := range sum {
					sum[l] += x*int32(pair[2*l]) + y*int32(pair[2*l+1])
				}
			}
			copy(c[i*n+j:], sum[:])
		}
	}
}

func squashed(x float32) float32 {
	return x / root(float32(x*x)+1)
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func gate(x float32) float32 { return float32(squashed(x)*0.5) + 0.5 }

func toInt16(x float32) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, math.RoundToEven(float64(x)))))
}

func recurPortable(acc []int32, accAt, accStride int, x, out []int16, at, stride int, p Cell, state []float32, steps int) {
	h := len(state)
	for ; steps > 0; steps-- {
		z := acc[accAt : accAt+3*h]
		for j := range state {
			c := state[j]
			cand := float32(float32(z[j])*p[j]) + p[h+j]
			f := float32(float32(z[h+j])*p[2*h+j]) + p[3*h+j]
			r := float32(float32(z[2*h+j])*p[4*h+j]) + p[5*h+j]
			f = gate(f + float32(c*p[6*h+j]))
			r = gate(r + float32(c*p[7*h+j]))
			c = float32((c-cand)*f) + cand
			state[j] = c
			in := float32(x[at+j]) * (1.0 / One)
			y := float32((squashed(c)-in)*r) + in
			out[at+j] = toInt16(y * One)
		}
		accAt += accStride
		at += stride
	}
}

func squashPortable(out []int16, acc []int32, scale, bias []float32, unit float32) {
	for j := range out {
		out[j] = toInt16(squashed(float32(float32(acc[j])*scale[j])+bias[j]) * unit)
	}
}

func scalePortable(out []float32, acc []int32, scale, bias []float32) {
	for j := range out {
		out[j] = float32(float32(acc[j])*scale[j]) + bias[j]
	}
}

func addPositivePortable(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	for j := range out {
		out[j] = toInt16(max(0, float32(float32(acc[j])*scale[j])+bias[j]+other[j]) * unit)
	}
}

func multiplyPortable(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	for j := range out {
		v := float32(float32(acc[j])*scale[j]) + bias[j]
		out[j] = toInt16(float32(v*other[j]) * unit)
	}
}

func addPanelPortable(c, a, panel []float32, m, n, k, rowStep, colStep int) {
	for i := 0; i < m; i++ {
		row := c[i*n : i*n+Lanes]
		for q := 0; q < k; q++ {
			x := a[i*rowStep+q*colStep]
			for l, y := range panel[q*Lanes : (q+1)*Lanes] {
				row[l] += x * y
			}
		}
	}
}
