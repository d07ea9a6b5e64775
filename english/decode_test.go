package english

import (
	"math/rand/v2"
	"testing"

	"demarche/english/internal/model"
)

// bestTree tries all heads of all n tokens and returns the best score of a
// tree with a single root.
func bestTree(score func(dep, head int) float32, n int) float32 {
	head := make([]int, n+1)
	best := float32(-1e30)
	var try func(d int)
	try = func(d int) {
		if d <= n {
			for h := 0; h <= n; h++ {
				if h != d {
					head[d] = h
					try(d + 1)
				}
			}
			return
		}
		roots := 0
		var sum float32
		for i := 1; i <= n; i++ {
			steps := 0
			for at := i; at != 0; at = head[at] {
				if steps++; steps > n {
					return
				}
			}
			if head[i] == 0 {
				roots++
			}
			sum += score(i, head[i])
		}
		if roots == 1 {
			best = max(best, sum)
		}
	}
	try(1)
	return best
}

func TestDecodeFindsTheBestTree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var dec decoder
	distance := make([]float32, model.Distances)
	for trial := range 2000 {
		n := 1 + r.IntN(5)
		const cols = 8
		sums := make([]int32, n*cols)
		for i := range sums {
			sums[i] = int32(r.IntN(20*keyUnit*keyUnit) - 10*keyUnit*keyUnit)
		}
		for i := range distance {
			distance[i] = float32(r.NormFloat64())
		}
		score := func(dep, head int) float32 {
			v := float32(sums[(dep-1)*cols+head]) * keyProduct
			if head == 0 {
				return v + distance[model.AtRoot]
			}
			return v + distance[model.Apart(head-dep)]
		}
		// A best head for each token that happens to be a tree with one root is
		// the best of all trees; any other is found by search.
		heads := dec.decode(sums, cols, n, distance)
		var got float32
		roots := 0
		for d := 1; d <= n; d++ {
			if heads[d] == 0 {
				roots++
			}
			got += score(d, int(heads[d]))
		}
		if want := bestTree(score, n); roots != 1 || got < want-1e-2 || got > want+1e-2 {
			t.Fatalf("trial %d, %d tokens: heads %v score %v with %d roots, the best tree %v", trial, n, heads[1:], got, roots, want)
		}
	}
}
