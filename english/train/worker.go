package main

import (
	"math"
	"math/rand/v2"

	"demarche/english/internal/kernel"
	"demarche/english/internal/model"
)

// rates are the shares that dropout takes.
type rates struct {
	feature, layer, head, key, hidden float32
}

// worker computes losses and gradients on its share of a batch.
type worker struct {
	*weights
	drop   rates
	random *rand.Rand

	grad                             []float32 // of the dense weights
	wordGrad, affixGrad, gramGrad    tableGrad
	sentences                        []*sentence
	first                            []int // row of each sentence's first token
	rows                             int   // of all tokens, padded
	features, featureMask, inputs    []float32
	useWord                          []int32
	acts                             []layerActs
	tagMask, arcMask, relMask        []float32 // one row a sentence
	keyMask                          []float32
	masked, dmasked                  []float32
	tagSums, arcSums, relSums        []float32
	keyVec, dkeyVec, drel            []float32
	hid, dhid, hidMask               []float32
	labelSums                        []float32
	dx, dsums                        []float32
	dep, head, headT, score, ddep    []float32
	dhead, panel, rootKey, dtagInput []float32
	zero, dstate                     []float32
	stats                            stats
}

// stats sums up what a worker saw.
type stats struct {
	tokens                     int
	loss                       float64
	heads, labels, tags, posOK int
}

func (s *stats) add(o stats) {
	s.tokens += o.tokens
	s.loss += o.loss
	s.heads += o.heads
	s.labels += o.labels
	s.tags += o.tags
	s.posOK += o.posOK
}

// layerActs is what the way back needs of one layer.
type layerActs struct {
	mask        []float32 // on its input, one row a sentence
	sums        []float32
	keep, carry []float32 // forget and highway gates
	state       []float32
	out         []float32
}

// tableGrad is the gradient of the rows of a table that occurred.
type tableGrad struct {
	dim     int
	rows    []float32
	seen    []bool
	touched []int32
}

func newTableGrad(t *table) tableGrad {
	return tableGrad{dim: t.dim, rows: make([]float32, len(t.rows)), seen: make([]bool, len(t.rows)/t.dim)}
}

func (g *tableGrad) add(i int, d []float32, scale float32) {
	if !g.seen[i] {
		g.seen[i] = true
		g.touched = append(g.touched, int32(i))
	}
	row := g.rows[i*g.dim : (i+1)*g.dim]
	for j, v := range d[:len(row)] {
		row[j] += v * scale
	}
}

func newWorker(w *weights, drop rates) *worker {
	return &worker{
		weights: w, drop: drop,
		grad:      make([]float32, len(w.dense)),
		wordGrad:  newTableGrad(&w.words),
		affixGrad: newTableGrad(&w.affix),
		gramGrad:  newTableGrad(&w.grams),
		acts:      make([]layerActs, w.layers),
	}
}

// room makes *s n long; its content is arbitrary.
func room(s *[]float32, n int) []float32 {
	if cap(*s) < n {
		*s = make([]float32, n, n+n/4)
	}
	*s = (*s)[:n]
	return *s
}

// zeroed makes *s n zeros.
func zeroed(s *[]float32, n int) []float32 {
	clear(room(s, n))
	return *s
}

// mask fills dst with zeros at the given rate and otherwise what keeps the mean.
func (k *worker) mask(dst []float32, rate float32) {
	limit, keep := uint64(rate*(1<<16)), 1/(1-rate)
	var bits uint64
	for i := range dst {
		if i%4 == 0 {
			bits = k.random.Uint64()
		}
		if bits&0xffff < limit {
			dst[i] = 0
		} else {
			dst[i] = keep
		}
		bits >>= 16
	}
}

// forward sets c = x·W + b.
func (k *worker) forward(l linear, c *[]float32, x []float32) {
	sums := room(c, k.rows*l.cols)
	bias := k.dense[l.b : l.b+l.cols]
	for i := range k.rows {
		copy(sums[i*l.cols:], bias)
	}
	kernel.AddProduct(sums, x, k.dense[l.w:], k.rows, l.cols, l.in, l.in, 1, room(&k.panel, l.in*kernel.Lanes))
}

// backward adds the gradients of l, given that of its sums, and adds to dx
// that of its input, unless dx is nil.
func (k *worker) backward(l linear, dsums, x, dx []float32) {
	kernel.AddProduct(k.grad[l.w:l.w+l.in*l.cols], x, dsums, l.in, l.cols, k.rows, 1, l.in, room(&k.panel, k.rows*kernel.Lanes))
	bias := k.grad[l.b : l.b+l.cols]
	for i := range k.rows {
		for j, v := range dsums[i*l.cols : (i+1)*l.cols] {
			bias[j] += v
		}
	}
	if dx != nil {
		kernel.AddProduct(dx, dsums, k.transposed[l.t:], k.rows, l.in, l.cols, l.cols, 1, room(&k.panel, l.cols*kernel.Lanes))
	}
}

// learn computes the gradients of the loss summed over the sentences.
func (k *worker) learn(batch []*sentence) {
	k.stats = stats{}
	if len(batch) == 0 {
		return
	}
	k.sentences, k.first = batch, k.first[:0]
	tokens := 0
	for _, s := range batch {
		k.first = append(k.first, tokens)
		tokens += s.len()
	}
	k.stats.tokens = tokens
	k.rows = kernel.PadRows(tokens)
	k.embed(tokens)
	x := k.inputs
	for i := range k.acts {
		x = k.encode(i, x)
	}
	width := k.width
	dx := zeroed(&k.dx, k.rows*width)
	k.parse(x, dx)
	dtag := zeroed(&k.dtagInput, k.rows*width)
	k.tag(k.acts[model.TagLayer].out, dtag)
	for i := k.layers - 1; i >= 0; i-- {
		if i == model.TagLayer {
			for j, v := range dtag {
				dx[j] += v
			}
		}
		x := k.inputs
		if i > 0 {
			x = k.acts[i-1].out
		}
		k.decodeGrad(i, x, dx)
	}
	k.embedGrad(dx)
}

// embed computes the input of the first layer.
func (k *worker) embed(tokens int) {
	n := k.featureWidth()
	e := zeroed(&k.features, k.rows*n)
	k.useWord = k.useWord[:0]
	row := 0
	for _, s := range k.sentences {
		for _, f := range s.forms {
			at := e[row*n : (row+1)*n]
			use := f.word
			if use >= 0 && k.random.Float32() >= f.keep {
				use = -1
			}
			k.useWord = append(k.useWord, use)
			if use >= 0 {
				copy(at[:k.wordDim], k.words.row(int(use)))
			}
			at = at[k.wordDim:]
			if f.static >= 0 {
				copy(at, k.static[int(f.static)*k.staticDim:(int(f.static)+1)*k.staticDim])
			}
			at = at[k.staticDim:]
			for _, i := range f.affix {
				for j, v := range k.affix.row(int(i)) {
					at[j] += v
				}
			}
			at = at[k.affixDim:]
			scale := 1 / float32(max(1, len(f.grams)))
			for _, i := range f.grams {
				for j, v := range k.grams.row(int(i)) {
					at[j] += v * scale
				}
			}
			row++
		}
	}
	m := room(&k.featureMask, tokens*n)
	k.mask(m, k.drop.feature)
	for i, v := range m {
		e[i] *= v
	}
	k.forward(k.input, &k.inputs, e)
	for i, v := range k.inputs {
		k.inputs[i] = squash(v)
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func squash(x float32) float32 { return x / sqrt(1+x*x) }

// slope is the derivative of squash where its value is y.
func slope(y float32) float32 {
	d := 1 - y*y
	return d * sqrt(max(d, 0))
}

func (k *worker) embedGrad(dx []float32) {
	for i, y := range k.inputs {
		dx[i] *= slope(y)
	}
	n := k.featureWidth()
	de := zeroed(&k.dmasked, k.rows*n)
	k.backward(k.input, dx, k.features, de)
	for i, v := range k.featureMask {
		de[i] *= v
	}
	row := 0
	for _, s := range k.sentences {
		for _, f := range s.forms {
			at := de[row*n : (row+1)*n]
			if use := k.useWord[row]; use >= 0 {
				k.wordGrad.add(int(use), at, 1)
			}
			at = at[k.wordDim+k.staticDim:]
			for _, i := range f.affix {
				k.affixGrad.add(int(i), at, 1)
			}
			at = at[k.affixDim:]
			scale := 1 / float32(max(1, len(f.grams)))
			for _, i := range f.grams {
				k.gramGrad.add(int(i), at, scale)
			}
			row++
		}
	}
}

// applyMask sets dst to x with one row of the mask for each sentence.
func (k *worker) applyMask(dst *[]float32, x, mask []float32) []float32 {
	w := k.width
	out := zeroed(dst, k.rows*w)
	for q, s := range k.sentences {
		m := mask[q*w : (q+1)*w]
		for row := k.first[q]; row < k.first[q]+s.len(); row++ {
			src, to := x[row*w:(row+1)*w], out[row*w:(row+1)*w]
			for j, v := range m {
				to[j] = src[j] * v
			}
		}
	}
	return out
}

// addMasked adds d under the mask to dx.
func (k *worker) addMasked(dx, d, mask []float32) {
	w := k.width
	for q, s := range k.sentences {
		m := mask[q*w : (q+1)*w]
		for row := k.first[q]; row < k.first[q]+s.len(); row++ {
			src, to := d[row*w:(row+1)*w], dx[row*w:(row+1)*w]
			for j, v := range m {
				to[j] += src[j] * v
			}
		}
	}
}

// encode runs layer i and returns its output.
func (k *worker) encode(i int, x []float32) []float32 {
	a, w, h := &k.acts[i], k.width, k.width/2
	k.mask(room(&a.mask, len(k.sentences)*w), k.drop.layer)
	k.forward(k.layer[i], &a.sums, k.applyMask(&k.masked, x, a.mask))
	n := k.rows * w
	keep, carry, state, out := room(&a.keep, n), room(&a.carry, n), room(&a.state, n), zeroed(&a.out, n)
	gates := k.dense[k.gates[i] : k.gates[i]+2*w]
	zero := zeroed(&k.zero, h)
	for q, s := range k.sentences {
		for d := range 2 {
			row, step := k.first[q], 1
			if d == 1 {
				row, step = row+s.len()-1, -1
			}
			now := kernel.Steps{Vf: gates[2*d*h:], Vr: gates[(2*d+1)*h:], Before: zero}
			for range s.len() {
				at := row*w + d*h
				now.Z = a.sums[row*3*w+3*d*h:]
				now.Keep, now.Carry, now.State, now.Out, now.X = keep[at:], carry[at:], state[at:], out[at:], x[at:]
				now.Step(h)
				now.Before = now.State
				row += step
			}
		}
	}
	return out
}

// decodeGrad takes the gradient of the output of layer i in dx and leaves that
// of its input x there.
func (k *worker) decodeGrad(i int, x, dx []float32) {
	a, w, h := &k.acts[i], k.width, k.width/2
	dsums := zeroed(&k.dsums, k.rows*3*w)
	gates, dgates := k.dense[k.gates[i]:k.gates[i]+2*w], k.grad[k.gates[i]:k.gates[i]+2*w]
	zero, dstate := zeroed(&k.zero, h), room(&k.dstate, h)
	for q, s := range k.sentences {
		for d := range 2 {
			row, step := k.first[q]+s.len()-1, -1 // against the direction of the layer
			if d == 1 {
				row, step = k.first[q], 1
			}
			clear(dstate)
			now := kernel.Steps{
				Vf: gates[2*d*h:], Vr: gates[(2*d+1)*h:],
				Dvf: dgates[2*d*h:], Dvr: dgates[(2*d+1)*h:], Dstate: dstate,
			}
			for t := range s.len() {
				at, sums := row*w+d*h, row*3*w+3*d*h
				row += step
				now.Before = zero
				if t < s.len()-1 {
					now.Before = a.state[row*w+d*h:]
				}
				now.Z, now.Dz = a.sums[sums:], dsums[sums:]
				now.Keep, now.Carry, now.State, now.X, now.Dout = a.keep[at:], a.carry[at:], a.state[at:], x[at:], dx[at:]
				now.StepBack(h)
			}
		}
	}
	masked := k.applyMask(&k.masked, x, a.mask)
	dmasked := zeroed(&k.dmasked, k.rows*w)
	k.backward(k.layer[i], dsums, masked, dmasked)
	k.addMasked(dx, dmasked, a.mask)
}
