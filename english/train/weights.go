package main

import (
	"math"
	"math/rand/v2"

	"demarche/english/internal/kernel"
	"demarche/english/internal/model"
)

// shape is the size of the network.
type shape struct {
	wordDim, affixDim, gramDim int
	width, layers              int
	keys, hidden, products     int
	tags, labels               int
}

// linear says where a matrix and its bias stand among all dense weights. Its
// columns are padded to cols.
type linear struct {
	in, out, cols int
	w, b          int
	t             int // where its transposed copy stands
}

// weights are all parameters of the network. The dense ones stand in one slice.
type weights struct {
	shape
	dense      []float32
	transposed []float32

	input, tagger, arc, rel, label linear
	layer                          []linear
	gates                          []int
	arcRoot, relRoot, distance     int

	words, affix, grams table
	static              []float32 // fixed
	staticDim           int
}

// table is a set of embeddings.
type table struct {
	dim  int
	rows []float32
}

func (t *table) row(i int) []float32 { return t.rows[i*t.dim : (i+1)*t.dim] }

func newWeights(s shape, words int, static *vectors, r *rand.Rand) *weights {
	w := &weights{shape: s}
	if static != nil {
		w.static, w.staticDim = static.rows, static.dim
	}
	size, tsize := 0, 0
	add := func(n int) int {
		size += n
		return size - n
	}
	matrix := func(in, out int) linear {
		l := linear{in: in, out: out, cols: kernel.PadCols(out)}
		l.w, l.b = add(in*l.cols), add(l.cols)
		l.t = tsize
		tsize += in * l.cols
		return l
	}
	w.input = matrix(w.featureWidth(), s.width)
	for range s.layers {
		w.layer = append(w.layer, matrix(s.width, 3*s.width))
		w.gates = append(w.gates, add(2*s.width))
	}
	w.tagger = matrix(s.width, s.tags)
	w.arc = matrix(s.width, 2*s.keys)
	w.rel = matrix(s.width, 2*s.hidden)
	w.label = matrix(s.hidden, s.labels)
	w.arcRoot, w.relRoot, w.distance = add(s.keys), add(s.hidden), add(model.Distances)
	w.dense = make([]float32, size)
	w.transposed = make([]float32, tsize)

	fill := func(l linear, gain float64) {
		bound := gain * math.Sqrt(3/float64(l.in))
		for i := range l.in {
			for j := range l.out {
				w.dense[l.w+i*l.cols+j] = float32((2*r.Float64() - 1) * bound)
			}
		}
	}
	fill(w.input, 1)
	h := s.width / 2
	for i, l := range w.layer {
		fill(l, 1.2)
		for d := range 2 {
			for j := range h {
				w.dense[l.b+(3*d+1)*h+j] = 0.3  // keep the state
				w.dense[l.b+(3*d+2)*h+j] = -0.3 // let the input through
			}
		}
		for j := range 2 * s.width {
			w.dense[w.gates[i]+j] = float32((2*r.Float64() - 1) * 0.3)
		}
	}
	fill(w.tagger, 0.5)
	fill(w.arc, 1)
	fill(w.rel, 1)
	fill(w.label, 1)
	for i := range s.keys {
		w.dense[w.arcRoot+i] = float32(r.NormFloat64() * 0.3)
	}
	for i := model.Far - 4; i <= model.Far+4; i++ {
		w.dense[w.distance+i] = 1
	}

	for i := range s.hidden {
		w.dense[w.relRoot+i] = float32(r.NormFloat64() * 0.3)
	}
	// What never occurs adds nothing.
	w.words = table{s.wordDim, make([]float32, words*s.wordDim)}
	w.affix = table{s.affixDim, make([]float32, model.AffixRows*s.affixDim)}
	w.grams = table{s.gramDim, make([]float32, model.GramRows*s.gramDim)}
	return w
}

func (w *weights) featureWidth() int { return w.wordDim + w.staticDim + w.affixDim + w.gramDim }

// linears are all matrices.
func (w *weights) linears() []linear {
	return append([]linear{w.input, w.tagger, w.arc, w.rel, w.label}, w.layer...)
}

// transpose renews the transposed copy of a matrix.
func (w *weights) transpose(l linear) {
	src, dst := w.dense[l.w:l.w+l.in*l.cols], w.transposed[l.t:l.t+l.in*l.cols]
	const block = 32
	for i0 := 0; i0 < l.in; i0 += block {
		for j0 := 0; j0 < l.cols; j0 += block {
			for i := i0; i < min(i0+block, l.in); i++ {
				for j := j0; j < j0+block; j++ {
					dst[j*l.in+i] = src[i*l.cols+j]
				}
			}
		}
	}
}

// quantised returns the network in the form that is kept.
func (w *weights) quantised(header model.Header, l *lexicon) *model.Model {
	m := &model.Model{
		Header:   header,
		Words:    quantisedTable(w.words, l.words),
		Affix:    quantisedTable(w.affix, nil),
		Grams:    quantisedTable(w.grams, nil),
		Input:    w.quantisedLinear(w.input),
		Tagger:   w.quantisedLinear(w.tagger),
		Arc:      w.quantisedLinear(w.arc),
		Rel:      w.quantisedLinear(w.rel),
		Label:    w.quantisedLinear(w.label),
		ArcRoot:  w.dense[w.arcRoot : w.arcRoot+w.keys],
		RelRoot:  w.dense[w.relRoot : w.relRoot+w.hidden],
		Distance: w.dense[w.distance : w.distance+model.Distances],
	}
	if w.staticDim > 0 {
		m.Static = quantisedTable(table{w.staticDim, w.static}, l.static)
	}
	for i, sums := range w.layer {
		m.Layers = append(m.Layers, model.Layer{
			Sums:  w.quantisedLinear(sums),
			Gates: w.dense[w.gates[i] : w.gates[i]+2*w.width],
		})
	}
	return m
}

func (w *weights) quantisedLinear(l linear) model.Linear {
	q := model.Linear{In: l.in, Out: l.out, Weight: make([]int8, l.in*l.out), Scale: make([]float32, l.out)}
	q.Bias = append(q.Bias, w.dense[l.b:l.b+l.out]...)
	for j := range l.out {
		var top float32
		for i := range l.in {
			top = max(top, abs(w.dense[l.w+i*l.cols+j]))
		}
		q.Scale[j] = max(top, 1e-9) / 127
		for i := range l.in {
			q.Weight[i*l.out+j] = int8(math.RoundToEven(float64(w.dense[l.w+i*l.cols+j] / q.Scale[j])))
		}
	}
	return q
}

// quantisedTable puts the rows in the order of the fingerprints, if there are any.
func quantisedTable(t table, prints map[uint64]int32) model.Table {
	q := model.Table{Dim: t.dim}
	var order []int
	if prints != nil {
		q.Prints = sortedKeys(prints)
		for _, p := range q.Prints {
			order = append(order, int(prints[p]))
		}
	} else {
		for i := range len(t.rows) / t.dim {
			order = append(order, i)
		}
	}
	for _, i := range order {
		row := t.row(i)
		var top float32
		for _, v := range row {
			top = max(top, abs(v))
		}
		scale := max(top, 1e-9) / 127
		q.Scale = append(q.Scale, scale)
		for _, v := range row {
			q.Rows = append(q.Rows, byte(int8(math.RoundToEven(float64(v/scale)))))
		}
	}
	return q
}

func abs(x float32) float32 { return max(x, -x) }
