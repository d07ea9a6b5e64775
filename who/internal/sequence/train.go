package sequence

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Example is a sequence with its labels.
type Example struct {
	Features []uint32
	Starts   []int32 // token i has Features[Starts[i]:Starts[i+1]]
	Labels   []uint8
	Weight   float64 // how much it counts
}

// Training says how a model is trained.
type Training struct {
	Labels  int
	Buckets int
	Rate    float64 // first step size
	Decay   float64 // L2 penalty of a weight for each example that touches it
	Drop    float64 // share of the features that each look at an example goes without
	Seed    uint64
}

// Trainer holds the weights while they are learned.
type Trainer struct {
	how          Training
	random       *rand.PCG
	w, g         []float32 // weights and sums of squared gradients, by bucket and label
	moves, gmove []float64

	sum      []float32 // of the weights after the passes that are averaged
	sumMoves []float64
	averaged int

	kept         []uint32 // features of the example, without the dropped ones
	starts       []int32
	alpha, beta  []float64
	emit, grad   []float64
	terms, moved []float64
}

// NewTrainer starts with all weights at zero. What it learns is the same for
// the same examples in the same order.
func NewTrainer(how Training) *Trainer {
	k := how.Labels
	return &Trainer{
		how: how, random: rand.NewPCG(how.Seed, 1),
		w: make([]float32, how.Buckets*k), g: make([]float32, how.Buckets*k),
		moves: make([]float64, (k+1)*k), gmove: make([]float64, (k+1)*k),
		sum: make([]float32, how.Buckets*k), sumMoves: make([]float64, (k+1)*k),
		terms: make([]float64, k), moved: make([]float64, (k+1)*k),
	}
}

// Clone is a trainer that goes on from where t is, with other random numbers.
func (t *Trainer) Clone(seed uint64) *Trainer {
	c := NewTrainer(t.how)
	c.random = rand.NewPCG(seed, 1)
	copy(c.w, t.w)
	copy(c.g, t.g)
	copy(c.moves, t.moves)
	copy(c.gmove, t.gmove)
	return c
}

// Learn makes passes over examples. The weights after the last of them, as many
// as average says, go into the model.
func (t *Trainer) Learn(examples []Example, passes, average int) {
	random := rand.New(t.random)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for pass := range passes {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			t.learn(&examples[i])
		}
		if pass >= passes-average {
			t.averaged++
			for i, w := range t.w {
				t.sum[i] += w
			}
			for i, v := range t.moves {
				t.sumMoves[i] += v
			}
		}
	}
}

// drop sets kept to the features of an example that this look is to see.
func (t *Trainer) drop(x *Example) {
	t.kept, t.starts = t.kept[:0], append(t.starts[:0], 0)
	least := uint64(t.how.Drop * (1 << 32))
	for i := range x.Labels {
		for _, f := range x.Features[x.Starts[i]:x.Starts[i+1]] {
			if least == 0 || t.random.Uint64()>>32 >= least {
				t.kept = append(t.kept, f)
			}
		}
		t.starts = append(t.starts, int32(len(t.kept)))
	}
}

// learn takes one step on an example: the gradient of its log likelihood by the
// forward and backward sums.
func (t *Trainer) learn(x *Example) {
	n, k := len(x.Labels), t.how.Labels
	if n == 0 {
		return
	}
	t.drop(x)
	t.emit, t.alpha, t.beta = grow(t.emit, n*k), grow(t.alpha, n*k), grow(t.beta, n*k)
	t.grad = grow(t.grad, n*k)
	for i := range n {
		row := t.emit[i*k:][:k]
		clear(row)
		for _, f := range t.kept[t.starts[i]:t.starts[i+1]] {
			w := t.w[int(f)&(t.how.Buckets-1)*k:][:k]
			for b := range row {
				row[b] += float64(w[b])
			}
		}
	}
	t.sums(n)
	all := logSum(t.alpha[(n-1)*k : n*k])
	moved := t.moved
	clear(moved)
	for i := range n {
		for b := range k {
			t.grad[i*k+b] = -math.Exp(t.alpha[i*k+b] + t.beta[i*k+b] - all)
			if i == 0 {
				moved[k*k+b] += t.grad[b]
				continue
			}
			for a := range k {
				moved[a*k+b] -= math.Exp(t.alpha[(i-1)*k+a] + t.moves[a*k+b] + t.emit[i*k+b] + t.beta[i*k+b] - all)
			}
		}
		t.grad[i*k+int(x.Labels[i])]++
		if i == 0 {
			moved[k*k+int(x.Labels[0])]++
		} else {
			moved[int(x.Labels[i-1])*k+int(x.Labels[i])]++
		}
	}
	rate, decay, weight := float32(t.how.Rate), float32(t.how.Decay), float32(x.Weight)
	for i := range n {
		for _, f := range t.kept[t.starts[i]:t.starts[i+1]] {
			at := int(f) & (t.how.Buckets - 1) * k
			w, g := t.w[at:at+k], t.g[at:at+k]
			for b := range w {
				d := float32(weight*float32(t.grad[i*k+b])) - float32(decay*w[b])
				g[b] += float32(d * d)
				w[b] += float32(rate*d) / (float32(math.Sqrt(float64(g[b]))) + 1e-2)
			}
		}
	}
	for j, d := range moved {
		if d *= x.Weight; d != 0 {
			t.gmove[j] += float64(d * d)
			t.moves[j] += float64(t.how.Rate*d) / (math.Sqrt(t.gmove[j]) + 1e-2)
		}
	}
}

// sums fills in the forward and backward sums, in logarithms.
func (t *Trainer) sums(n int) {
	k, terms := t.how.Labels, t.terms
	for b := range k {
		t.alpha[b] = t.moves[k*k+b] + t.emit[b]
		t.beta[(n-1)*k+b] = 0
	}
	for i := 1; i < n; i++ {
		for b := range k {
			for a := range k {
				terms[a] = t.alpha[(i-1)*k+a] + t.moves[a*k+b]
			}
			t.alpha[i*k+b] = logSum(terms) + t.emit[i*k+b]
		}
	}
	for i := n - 2; i >= 0; i-- {
		for a := range k {
			for b := range k {
				terms[b] = t.moves[a*k+b] + t.emit[(i+1)*k+b] + t.beta[(i+1)*k+b]
			}
			t.beta[i*k+a] = logSum(terms)
		}
	}
}

func logSum(terms []float64) float64 {
	most := slices.Max(terms)
	sum := 0.0
	for _, v := range terms {
		sum += math.Exp(v - most)
	}
	return most + math.Log(sum)
}

// Model averages the passes that were to be averaged and rounds the weights to
// bytes. lean is taken from the score of label 0 at each token: the more, the
// more is found.
func (t *Trainer) Model(lean float64) *Model {
	k := t.how.Labels
	most := 0.0
	for _, w := range t.sum {
		most = max(most, math.Abs(float64(w)))
	}
	m := &Model{Labels: k, Buckets: t.how.Buckets}
	m.scale = float32(most / 127 / float64(max(1, t.averaged)) * (1 - t.how.Drop))
	m.weights = make([]int8, len(t.sum))
	if most > 0 {
		for i, w := range t.sum {
			m.weights[i] = int8(math.Round(float64(w) / most * 127))
		}
	}
	m.moves = make([]float32, len(t.sumMoves))
	for i, v := range t.sumMoves {
		m.moves[i] = float32(v / float64(max(1, t.averaged)))
		if i%k == 0 {
			m.moves[i] -= float32(lean)
		}
	}
	return m
}
