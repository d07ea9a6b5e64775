package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// on runs f with each instruction set that this machine has.
func on(t *testing.T, f func(t *testing.T)) {
	avx2, vnni := hasAVX2, hasVNNI
	defer func() { hasAVX2, hasVNNI = avx2, vnni }()
	for _, set := range []struct {
		name       string
		avx2, vnni bool
	}{{"portable", false, false}, {"avx2", true, false}, {"vnni", true, true}} {
		if set.avx2 && !avx2 || set.vnni && !vnni {
			t.Logf("%s: not on this machine", set.name)
			continue
		}
		hasAVX2, hasVNNI = set.avx2, set.vnni
		t.Run(set.name, f)
	}
}

func ints16(r *rand.Rand, n, limit int) []int16 {
	s := make([]int16, n)
	for i := range s {
		s[i] = int16(r.IntN(2*limit+1) - limit)
	}
	return s
}

func floats(r *rand.Rand, n int, size float32) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(r.NormFloat64()) * size
	}
	return s
}

func TestProductIsExact(t *testing.T) {
	on(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		const rows, k, n, cols = 24, 38, 64, 50
		a := ints16(r, rows*k, math.MaxInt16)
		w := make([]int8, k*cols)
		for i := range w {
			w[i] = int8(r.IntN(255) - 127)
		}
		packed := make([]int16, k*n)
		Pack(packed, w, k, cols)
		c := make([]int32, rows*n)
		Product(c, a, packed, rows, k, n)
		for i := range rows {
			for j := range n {
				var want int32
				if j < cols {
					for q := range k {
						want += int32(a[i*k+q]) * int32(w[q*cols+j])
					}
				}
				if c[i*n+j] != want {
					t.Fatalf("row %d, column %d: %d, want %d", i, j, c[i*n+j], want)
				}
			}
		}
	})
}

func TestRecurGivesTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const h, steps = 40, 23
	acc := make([]int32, steps*6*h)
	for i := range acc {
		acc[i] = int32(r.IntN(1<<24)) - 1<<23
	}
	p := floats(r, 8*h, 1)
	for _, row := range []int{0, 2, 4} {
		for j := range h {
			p[row*h+j] *= 1e-6
		}
	}
	x := ints16(r, steps*2*h, One)
	var want [2][]int16
	for d := range want {
		want[d] = make([]int16, len(x))
	}
	run := func(d int, out []int16) {
		state := make([]float32, h)
		if d == 0 {
			Recur(acc, 0, 6*h, x, out, 0, 2*h, p, state, steps)
		} else {
			Recur(acc, (steps-1)*6*h+3*h, -6*h, x, out, (steps-1)*2*h+h, -2*h, p, state, steps)
		}
	}
	avx2 := hasAVX2
	hasAVX2 = false
	run(0, want[0])
	run(1, want[1])
	hasAVX2 = avx2
	on(t, func(t *testing.T) {
		for d := range want {
			got := make([]int16, len(x))
			run(d, got)
			if !slices.Equal(got, want[d]) {
				t.Errorf("direction %d differs from the portable code", d)
			}
		}
	})
}

func TestSquashGivesTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const n = 1 << 12
	acc := make([]int32, n)
	for i := range acc {
		acc[i] = int32(r.Uint32())
	}
	scale, bias := floats(r, n, 1e-8), floats(r, n, 1)
	want := make([]int16, n)
	squashPortable(want, acc, scale, bias, 2047)
	on(t, func(t *testing.T) {
		got := make([]int16, n)
		Squash(got, acc, scale, bias, 2047)
		if !slices.Equal(got, want) {
			t.Error("differs from the portable code")
		}
	})
	if lo, hi := slices.Min(want), slices.Max(want); lo > -2000 || hi < 2000 {
		t.Errorf("range %d to %d does not exercise the function", lo, hi)
	}
}

func TestRowsGiveTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	const n = 1 << 10
	acc := make([]int32, n)
	for i := range acc {
		acc[i] = int32(r.Uint32())
	}
	scale, bias, other := floats(r, n, 1e-9), floats(r, n, 1), floats(r, n, 3)
	wantScale, wantSum, wantProduct := make([]float32, n), make([]int16, n), make([]int16, n)
	scalePortable(wantScale, acc, scale, bias)
	addPositivePortable(wantSum, acc, scale, bias, other, 4096)
	multiplyPortable(wantProduct, acc, scale, bias, other, 4096)
	on(t, func(t *testing.T) {
		gotScale, gotSum, gotProduct := make([]float32, n), make([]int16, n), make([]int16, n)
		Scale(gotScale, acc, scale, bias)
		AddPositive(gotSum, acc, scale, bias, other, 4096)
		Multiply(gotProduct, acc, scale, bias, other, 4096)
		if !slices.Equal(gotScale, wantScale) || !slices.Equal(gotSum, wantSum) || !slices.Equal(gotProduct, wantProduct) {
			t.Error("differs from the portable code")
		}
	})
	if slices.Max(wantProduct) != math.MaxInt16 || slices.Min(wantProduct) != math.MinInt16 || slices.Min(wantSum) != 0 {
		t.Error("the limits of the range are not exercised")
	}
}

func TestAdam(t *testing.T) {
	const n = 29
	a := Adam{Beta1: 0.9, Beta2: 0.98, Epsilon: 1e-8}
	on(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 16))
		w, first, second := floats(r, n, 1), make([]float32, n), make([]float32, n)
		goal := floats(r, n, 1)
		for step := 1; step <= 400; step++ {
			g0, g1 := make([]float32, n), make([]float32, n)
			for i := range w {
				g0[i], g1[i] = w[i], -goal[i]
			}
			a.Move(w, first, second, g0, g1, 0.05*(1-float64(step)/401), 2, step)
			if g0[0] != 0 || g1[n-1] != 0 {
				t.Fatal("gradients are not cleared")
			}
		}
		for i := range w {
			if math.Abs(float64(w[i]-goal[i])) > 1e-2 {
				t.Errorf("weight %d is %v, want %v", i, w[i], goal[i])
			}
		}
	})
}

func TestAddProduct(t *testing.T) {
	on(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		const m, n, k = 16, 64, 37
		a, b := floats(r, m*k, 1), floats(r, k*n, 1)
		for _, transposed := range []bool{false, true} {
			c, panel := floats(r, m*n, 1), make([]float32, k*Lanes)
			want := slices.Clone(c)
			rowStep, colStep := k, 1
			if transposed {
				rowStep, colStep = 1, m
			}
			for i := range m {
				for j := range n {
					for q := range k {
						want[i*n+j] += a[i*rowStep+q*colStep] * b[q*n+j]
					}
				}
			}
			AddProduct(c, a, b, m, n, k, rowStep, colStep, panel)
			for i := range c {
				if math.Abs(float64(c[i]-want[i])) > 1e-4 {
					t.Fatalf("transposed %v: element %d: %v, want %v", transposed, i, c[i], want[i])
				}
			}
		}
	})
}

func BenchmarkProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const rows, k, n = 64, 256, 768
	a, w, c := ints16(r, rows*k, One), ints16(r, k*n, 127), make([]int32, rows*n)
	for b.Loop() {
		Product(c, a, w, rows, k, n)
	}
	b.ReportMetric(float64(rows*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

func BenchmarkRecur(b *testing.B) {
	const h, steps = 128, 64
	acc, x, out := make([]int32, steps*3*h), make([]int16, steps*h), make([]int16, steps*h)
	p, state := make([]float32, 8*h), make([]float32, h)
	for b.Loop() {
		Recur(acc, 0, 3*h, x, out, 0, h, p, state, steps)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/steps, "ns/step")
}

func BenchmarkAddProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const m, n, k = 512, 768, 256
	x, w, c, panel := floats(r, m*k, 1), floats(r, k*n, 1), make([]float32, m*n), make([]float32, k*Lanes)
	for b.Loop() {
		AddProduct(c, x, w, m, n, k, k, 1, panel)
	}
	b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

func TestStepsAgree(t *testing.T) {
	const h = 24
	fresh := func() *Steps {
		r := rand.New(rand.NewPCG(9, 10))
		row := func() []float32 { return floats(r, 3*h, 1) }
		return &Steps{Z: row(), Before: row(), Keep: row(), Carry: row(), State: row(), Out: row(), X: row(), Vf: row(), Vr: row(),
			Dout: row(), Dstate: row(), Dvf: row(), Dvr: row(), Dz: row()}
	}
	want := fresh()
	want.stepPortable(h)
	want.stepBackPortable(h)
	on(t, func(t *testing.T) {
		got := fresh()
		got.Step(h)
		got.StepBack(h)
		for _, c := range []struct {
			name      string
			got, want []float32
		}{{"keep", got.Keep, want.Keep}, {"carry", got.Carry, want.Carry}, {"state", got.State, want.State}, {"out", got.Out, want.Out},
			{"dout", got.Dout, want.Dout}, {"dstate", got.Dstate, want.Dstate}, {"dvf", got.Dvf, want.Dvf}, {"dvr", got.Dvr, want.Dvr}, {"dz", got.Dz, want.Dz}} {
			for i := range c.got {
				if math.Abs(float64(c.got[i]-c.want[i])) > 1e-5 {
					t.Errorf("%s: element %d: %v, want %v", c.name, i, c.got[i], c.want[i])
					break
				}
			}
		}
	})
}

// TestStepBackIsTheGradient compares with the differences of a step.
func TestStepBackIsTheGradient(t *testing.T) {
	const h = 8
	r := rand.New(rand.NewPCG(11, 12))
	row := func() []float32 { return floats(r, 3*h, 0.7) }
	s := &Steps{Z: row(), Before: row(), Keep: row(), Carry: row(), State: row(), Out: row(), X: row(), Vf: row(), Vr: row(),
		Dout: row(), Dstate: row(), Dvf: make([]float32, h), Dvr: make([]float32, h), Dz: row()}
	gOut, gState := slices.Clone(s.Dout), slices.Clone(s.Dstate)
	loss := func() float64 {
		s.Step(h)
		var sum float64
		for j := range h {
			sum += float64(gOut[j]*s.Out[j]) + float64(gState[j]*s.State[j])
		}
		return sum
	}
	loss()
	s.StepBack(h)
	for _, c := range []struct {
		name string
		x, g []float32
	}{{"z", s.Z, s.Dz}, {"x", s.X, s.Dout}, {"before", s.Before, s.Dstate}, {"vf", s.Vf, s.Dvf}, {"vr", s.Vr, s.Dvr}} {
		for j := range h {
			const d = 1e-2
			at := c.x[j]
			c.x[j] = at + d
			up := loss()
			c.x[j] = at - d
			down := loss()
			c.x[j] = at
			if got, want := float64(c.g[j]), (up-down)/(2*d); math.Abs(got-want) > 2e-3 {
				t.Errorf("%s %d: gradient %v, differences give %v", c.name, j, got, want)
			}
		}
	}
}
