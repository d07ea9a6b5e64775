package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	hasAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasVNNI = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI
)

//go:noescape
func tile8x32(a *int16, lda uintptr, w *int16, pairs uintptr, c *int32, ldc uintptr)

//go:noescape
func tile4x16(a *int16, lda uintptr, w *int16, pairs uintptr, c *int32, ldc uintptr)

//go:noescape
func fma8x32(a *float32, lda, step uintptr, b *float32, k uintptr, c *float32, ldc uintptr)

//go:noescape
func fma4x16(a *float32, lda, step uintptr, b *float32, k uintptr, c *float32, ldc uintptr)

//go:noescape
func recur8(acc *int32, accStep uintptr, x, out *int16, xStep uintptr, p, c *float32, steps, width uintptr)

//go:noescape
func squash8(acc *int32, scale, bias *float32, out *int16, n uintptr, unit float32)

func product(c []int32, a, w []int16, rows, k, n int) {
	switch {
	case hasVNNI:
		for j := 0; j < n; j += Lanes {
			for i := 0; i < rows; i += 8 {
				tile8x32(&a[i*k], uintptr(2*k), &w[j*k], uintptr(k/2), &c[i*n+j], uintptr(4*n))
			}
		}
	case hasAVX2:
		for j := 0; j < n; j += 16 {
			for i := 0; i < rows; i += 4 {
				tile4x16(&a[i*k], uintptr(2*k), &w[j/Lanes*Lanes*k+j%Lanes*2], uintptr(k/2), &c[i*n+j], uintptr(4*n))
			}
		}
	default:
		productPortable(c, a, w, rows, k, n)
	}
}

func recur(acc []int32, accAt, accStride int, x, out []int16, at, stride int, p Cell, state []float32, steps int) {
	if !hasAVX2 {
		recurPortable(acc, accAt, accStride, x, out, at, stride, p, state, steps)
		return
	}
	recur8(&acc[accAt], uintptr(4*accStride), &x[at], &out[at], uintptr(2*stride), &p[0], &state[0], uintptr(steps), uintptr(4*len(state)))
}

func squash(out []int16, acc []int32, scale, bias []float32, unit float32) {
	if !hasAVX2 {
		squashPortable(out, acc, scale, bias, unit)
		return
	}
	squash8(&acc[0], &scale[0], &bias[0], &out[0], uintptr(len(out)), unit)
}

//go:noescape
func scale8(acc *int32, scale, bias, out *float32, n uintptr)

//go:noescape
func sum8(acc *int32, scale, bias, other *float32, out *int16, n uintptr, unit float32)

//go:noescape
func times8(acc *int32, scale, bias, other *float32, out *int16, n uintptr, unit float32)

func scaleRow(out []float32, acc []int32, scale, bias []float32) {
	if !hasAVX2 {
		scalePortable(out, acc, scale, bias)
		return
	}
	scale8(&acc[0], &scale[0], &bias[0], &out[0], uintptr(len(out)))
}

func addPositive(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	if !hasAVX2 {
		addPositivePortable(out, acc, scale, bias, other, unit)
		return
	}
	sum8(&acc[0], &scale[0], &bias[0], &other[0], &out[0], uintptr(len(out)), unit)
}

func multiply(out []int16, acc []int32, scale, bias, other []float32, unit float32) {
	if !hasAVX2 {
		multiplyPortable(out, acc, scale, bias, other, unit)
		return
	}
	times8(&acc[0], &scale[0], &bias[0], &other[0], &out[0], uintptr(len(out)), unit)
}

//go:noescape
func adam8(w, first, second, g0, g1 *float32, n uintptr, c *adamConstants)

func (c *adamConstants) adam(w, first, second, g0, g1 []float32) {
	n := len(w)
	if hasAVX2 {
		n %= 8
		if whole := len(w) - n; whole > 0 {
			adam8(&w[n], &first[n], &second[n], &g0[n], &g1[n], uintptr(whole), c)
		}
	}
	c.adamPortable(w[:n], first, second, g0, g1)
}

func addPanel(c, a, panel []float32, m, n, k, rowStep, colStep int) {
	const size = unsafe.Sizeof(float32(0))
	lda, step, ldc := size*uintptr(rowStep), size*uintptr(colStep), size*uintptr(n)
	switch {
	case hasVNNI:
		for i := 0; i < m; i += 8 {
			fma8x32(&a[i*rowStep], lda, step, &panel[0], uintptr(k), &c[i*n], ldc)
		}
	case hasAVX2:
		for i := 0; i < m; i += 4 {
			fma4x16(&a[i*rowStep], lda, step, &panel[0], uintptr(k), &c[i*n], ldc)
			fma4x16(&a[i*rowStep], lda, step, &panel[16], uintptr(k), &c[i*n+16], ldc)
		}
	default:
		addPanelPortable(c, a, panel, m, n, k, rowStep, colStep)
	}
}

// stepPointers is what step8 and stepBack8 read, in this order.
type stepPointers struct {
	z, before, keep, carry, state, x, out, vf, vr, dout, dstate, dvf, dvr, dz *float32
}

//go:noescape
func step8(s *stepPointers, width uintptr)

//go:noescape
func stepBack8(s *stepPointers, width uintptr)

func (s *Steps) step(h int) {
	if !hasAVX2 {
		s.stepPortable(h)
		return
	}
	p := stepPointers{z: &s.Z[0], before: &s.Before[0], keep: &s.Keep[0], carry: &s.Carry[0], state: &s.State[0],
		x: &s.X[0], out: &s.Out[0], vf: &s.Vf[0], vr: &s.Vr[0]}
	step8(&p, uintptr(4*h))
}

func (s *Steps) stepBack(h int) {
	if !hasAVX2 {
		s.stepBackPortable(h)
		return
	}
	p := stepPointers{z: &s.Z[0], before: &s.Before[0], keep: &s.Keep[0], carry: &s.Carry[0], state: &s.State[0],
		x: &s.X[0], vf: &s.Vf[0], vr: &s.Vr[0],
		dout: &s.Dout[0], dstate: &s.Dstate[0], dvf: &s.Dvf[0], dvr: &s.Dvr[0], dz: &s.Dz[0]}
	stepBack8(&p, uintptr(4*h))
}
