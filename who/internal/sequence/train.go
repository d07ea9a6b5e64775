package sequence

import (
	"math"
	"math/rand/v2"
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
	Epochs  int
	Rate    float64 // first step size
	Decay   float64 // L2 penalty of a weight for each example that touches it
	Seed    uint64
}

// trainer holds the weights while they are learned.
type trainer struct {
	Training
	w, g         []float64 // weights and sums of squared gradients, by bucket and label
	moves, gmove []float64
	alpha, beta  []float64
	emit, grad   []float64
}

// Train fits a model to examples. It is the same for the same arguments.
func Train(examples []Example, how Training) *Model {
	k := how.Labels
	t := &trainer{
		Training: how,
		w:        make([]float64, how.Buckets*k), g: make([]float64, how.Buckets*k),
		moves: make([]float64, (k+1)*k), gmove: make([]float64, (k+1)*k),
	}
	random := rand.New(rand.NewPCG(how.Seed, 1))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for range how.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			t.learn(&examples[i])
		}
	}
	return t.model()
}

// learn takes one step on an example: the gradient of its log likelihood by the
// forward and backward sums.
func (t *trainer) learn(x *Example) {
	n, k := len(x.Labels), t.Labels
	if n == 0 {
		return
	}
	t.emit, t.alpha, t.beta = grow(t.emit, n*k), grow(t.alpha, n*k), grow(t.beta, n*k)
	t.grad = grow(t.grad, n*k)
	for i := range n {
		row := t.emit[i*k:][:k]
		for b := range row {
			row[b] = 0
		}
		for _, f := range x.Features[x.Starts[i]:x.Starts[i+1]] {
			w := t.w[int(f)&(t.Buckets-1)*k:][:k]
			for b := range row {
				row[b] += w[b]
			}
		}
	}
	for b := range k {
		t.alpha[b] = t.moves[k*k+b] + t.emit[b]
	}
	terms := make([]float64, k)
	for i := 1; i < n; i++ {
		for b := range k {
			for a := range k {
				terms[a] = t.alpha[(i-1)*k+a] + t.moves[a*k+b]
			}
			t.alpha[i*k+b] = logSum(terms) + t.emit[i*k+b]
		}
	}
	for b := range k {
		t.beta[(n-1)*k+b] = 0
	}
	for i := n - 2; i >= 0; i-- {
		for a := range k {
			for b := range k {
				terms[b] = t.moves[a*k+b] + t.emit[(i+1)*k+b] + t.beta[(i+1)*k+b]
			}
			t.beta[i*k+a] = logSum(terms)
		}
	}
	all := logSum(t.alpha[(n-1)*k : n*k])
	moved := make([]float64, (k+1)*k)
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
	for i := range n {
		for _, f := range x.Features[x.Starts[i]:x.Starts[i+1]] {
			at := int(f) & (t.Buckets - 1) * k
			for b := range k {
				t.step(&t.w[at+b], &t.g[at+b], x.Weight*t.grad[i*k+b]-t.Decay*t.w[at+b])
			}
		}
	}
	for j, d := range moved {
		t.step(&t.moves[j], &t.gmove[j], x.Weight*d)
	}
}

// step moves a weight along its gradient (Duchi et al. 2011).
func (t *trainer) step(w, g *float64, d float64) {
	if d == 0 {
		return
	}
	*g += d * d
	*w += t.Rate * d / (math.Sqrt(*g) + 1e-2)
}

func logSum(terms []float64) float64 {
	most := math.Inf(-1)
	for _, v := range terms {
		most = max(most, v)
	}
	sum := 0.0
	for _, v := range terms {
		sum += math.Exp(v - most)
	}
	return most + math.Log(sum)
}

// model rounds the weights to bytes.
func (t *trainer) model() *Model {
	most := 0.0
	for _, w := range t.w {
		most = max(most, math.Abs(w))
	}
	m := &Model{Labels: t.Labels, Buckets: t.Buckets, scale: float32(most / 127)}
	m.weights = make([]int8, len(t.w))
	if most > 0 {
		for i, w := range t.w {
			m.weights[i] = int8(math.Round(w / most * 127))
		}
	}
	m.moves = make([]float32, len(t.moves))
	for i, v := range t.moves {
		m.moves[i] = float32(v)
	}
	return m
}
