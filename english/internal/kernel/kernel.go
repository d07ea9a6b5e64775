// Package kernel is the arithmetic of the parser: products of matrices, the
// recurrence and its squashing function.
//
// What runs when text is parsed gives the same bits on every machine, because
// the identity of a record hangs on it. Products are therefore sums of int16
// by int16 in int32, which no order of summation changes, and the rest uses
// only operations that IEEE 754 rounds exactly (add, multiply, divide, square
// root), each rounded by itself. The sigmoid is ½ + ½·x/√(1+x²) for the same
// reason.
//
// [AddProduct] is for training alone; it may round differently from machine to
// machine.
package kernel

// Lanes is the number of columns of a panel: the columns of a matrix are padded to it.
const Lanes = 32

// Rows is the number of rows that are worked on at once: every matrix of
// activations has room for a multiple of it.
const Rows = 8

// One is the int16 that stands for 1.0 in activations of the encoder.
const One = 1 << 13

// PadCols rounds a number of columns up to whole panels.
func PadCols(n int) int { return (n + Lanes - 1) / Lanes * Lanes }

// PadRows rounds a number of rows up to whole blocks.
func PadRows(n int) int { return (n + Rows - 1) / Rows * Rows }

// Pack lays a k×n matrix of weights, given row by row, out in panels of 32
// columns that hold two rows side by side. k must be even; dst has
// k·PadCols(n) elements and its padding is left as it is.
func Pack(dst []int16, w []int8, k, n int) {
	for i := 0; i < k; i++ {
		row := w[i*n : i*n+n]
		at := i/2*2*Lanes + i%2
		for j := 0; j < n; j += Lanes {
			panel := dst[j*k+at:]
			m := min(Lanes, n-j)
			for q, v := range row[j : j+m] {
				panel[2*q] = int16(v)
			}
		}
	}
}

// Product sets c = a·w for rows rows of a. a is row after row with k columns,
// w is packed, c is row after row with n columns; rows, k and n are multiples
// of Rows, 2 and Lanes. |a·w| must stay below 2³¹.
func Product(c []int32, a, w []int16, rows, k, n int) {
	if rows == 0 {
		return
	}
	if rows%Rows != 0 || k%2 != 0 || n%Lanes != 0 || len(a) < rows*k || len(w) < k*n || len(c) < rows*n {
		panic("kernel: Product: sizes do not fit")
	}
	product(c, a, w, rows, k, n)
}

// Cell holds the weights of one direction of a recurrent layer of h units:
// eight rows of h floats, in the order of their use. The first two are scale
// and bias of the candidate, then scale and bias of the forget gate and of the
// highway gate, then the weights by which both gates see the state.
type Cell []float32

// Recur runs a layer in one direction over the steps of one sentence.
// acc points at the integer sums of the first step to be taken: candidate,
// forget gate, highway gate, h each. x is the input that the highway lets
// through and out the result, in units of 1/One; both advance by stride
// elements a step and acc by accStride, backwards when the stride is negative,
// from the given offset. state has h floats and is cleared first.
//
//	f = σ(zf + vf·c)   r = σ(zr + vr·c)   c ← z + f·(c-z)   out = x + r·(t(c)-x)
//
// It is the Simple Recurrent Unit (Lei et al. 2018).
func Recur(acc []int32, accAt, accStride int, x, out []int16, at, stride int, p Cell, state []float32, steps int) {
	h := len(state)
	if steps == 0 {
		return
	}
	lastAcc, last := accAt+(steps-1)*accStride, at+(steps-1)*stride
	if h%8 != 0 || len(p) < 8*h || min(accAt, lastAcc, at, last) < 0 ||
		max(accAt, lastAcc)+3*h > len(acc) || max(at, last)+h > min(len(x), len(out)) {
		panic("kernel: Recur: sizes do not fit")
	}
	clear(state)
	recur(acc, accAt, accStride, x, out, at, stride, p, state, steps)
}

// Squash sets out = t(acc·scale + bias)·unit, rounded to even, for one row,
// with t(x) = x/√(1+x²). The number of columns is a multiple of 8.
func Squash(out []int16, acc []int32, scale, bias []float32, unit float32) {
	n := len(out)
	if n == 0 {
		return
	}
	if n%8 != 0 || len(acc) < n || len(scale) < n || len(bias) < n {
		panic("kernel: Squash: sizes do not fit")
	}
	squash(out, acc, scale, bias, unit)
}

// Scale sets out = acc·scale + bias for one row of a multiple of 8 columns.
func Scale(out []float32, acc []int32, scale, bias []float32) {
	n := len(out)
	if n == 0 {
		return
	}
	if n%8 != 0 || min(len(acc), len(scale), len(bias)) < n {
		panic("kernel: Scale: sizes do not fit")
	}
	scaleRow(out, acc, scale, bias)
}

// AddPositive sets out = max(0, acc·scale + bias + other)·unit, rounded to
// even, for one row of a multiple of 8 columns.
func AddPositive(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	n := len(out)
	if n == 0 {
		return
	}
	if n%8 != 0 || min(len(acc), len(scale), len(bias), len(other)) < n {
		panic("kernel: AddPositive: sizes do not fit")
	}
	addPositive(out, acc, scale, bias, other, unit)
}

// Multiply sets out = (acc·scale + bias)·other·unit, rounded to even, for one
// row of a multiple of 8 columns.
func Multiply(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	n := len(out)
	if n == 0 {
		return
	}
	if n%8 != 0 || min(len(acc), len(scale), len(bias), len(other)) < n {
		panic("kernel: Multiply: sizes do not fit")
	}
	multiply(out, acc, scale, bias, other, unit)
}

// AddProduct adds a·b to c in float32: m×k by k×n. Element (i, j) of a stands
// at i·rowStep + j·colStep, so that a transposed matrix needs no copy; b and c
// are row after row. m and n are multiples of Rows and Lanes; panel is scratch
// of k·Lanes floats.
func AddProduct(c, a, b []float32, m, n, k, rowStep, colStep int, panel []float32) {
	if m == 0 || k == 0 {
		return
	}
	if m%Rows != 0 || n%Lanes != 0 || len(a) < (m-1)*rowStep+(k-1)*colStep+1 || len(b) < k*n || len(c) < m*n || len(panel) < k*Lanes {
		panic("kernel: AddProduct: sizes do not fit")
	}
	for j := 0; j < n; j += Lanes {
		for q := 0; q < k; q++ {
			copy(panel[q*Lanes:q*Lanes+Lanes], b[q*n+j:q*n+j+Lanes])
		}
		addPanel(c[j:], a, panel, m, n, k, rowStep, colStep)
	}
}
