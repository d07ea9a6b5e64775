package relation

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Change points are found as by Adams and MacKay, "Bayesian Online Changepoint
// Detection" (2007): scores between two changes are normal with unknown mean
// and variance, and the run length since the last change is followed event by
// event. The chance of a change grows with the days since the last event.
//
// The forward pass is theirs; a backward pass over the same quantities then
// gives the probability of a change at each event in the light of all events
// (Fearnhead 2006), and the most probable row of changes.

// Prior is what is assumed before any event is seen. Scores run from -10 to 10.
type Prior struct {
	// Mean is where a relation stands between changes, and Strength how many
	// events that counts as.
	Mean, Strength float64
	// Spread is the standard deviation of scores within a run, and Shape how
	// sure that is (of the gamma distribution of the precision).
	Spread, Shape float64
	// Start is as Strength, for the run before the first event: a relation is
	// taken to have been ordinary before reports began.
	Start float64
	// Event is the chance of a change at an event, Days the mean number of days
	// without events after which a change is expected, and First the chance
	// that the first event is a change from how things were before.
	Event, Days, First float64
}

// DefaultPrior was set from the score table of the ontology: within a run of
// friendly or of hostile acts the scores, cut off at five, differ by two in
// standard deviation, and the means of such runs lie two or three from 0, which
// makes the mean worth one event. The chance of a change was chosen among 1/15,
// 1/30 and 1/60 on the development arcs, where 1/30 found fewest turns too many.
var DefaultPrior = Prior{
	Mean: 0, Strength: 1, Spread: 2, Shape: 4, Start: 4,
	Event: 1.0 / 30, Days: 180, First: 0.5,
}

// run is the conjugate posterior of one run: normal-gamma.
type run struct{ mean, strength, shape, rate float64 }

func (p *Prior) fresh() run {
	return run{p.Mean, p.Strength, p.Shape, p.Shape * p.Spread * p.Spread}
}

func (p *Prior) ordinary() run {
	r := p.fresh()
	r.strength = p.Start
	return r
}

// see takes in a score of some weight and gives the log of its predictive
// density, which is Student's t, to the power of the weight.
func (r *run) see(x, w float64) float64 {
	d := x - r.mean
	spread := 2 * r.rate * (r.strength + 1) / r.strength // freedom times scale squared
	log := w * (0.5*math.Log(r.shape/(math.Pi*spread)) + gammaRest(r.shape) - (r.shape+0.5)*math.Log1p(d*d/spread))
	r.rate += r.strength * w * d * d / (2 * (r.strength + w))
	r.mean = (r.strength*r.mean + w*x) / (r.strength + w)
	r.strength += w
	r.shape += w / 2
	return log
}

// gammaRest is ln Γ(a+½) - ln Γ(a) - ½ ln a. From 4 on, below which no shape
// lies, its asymptotic series is right to eight digits with these terms, at a
// fraction of the cost of two gamma functions.
func gammaRest(a float64) float64 {
	b := 1 / a
	c := b * b
	return b * (-1.0/8 + c*(1.0/192+c*(-1.0/640+c*17.0/14336)))
}

// Observation is one score on a day.
type Observation struct {
	Day    float64
	Score  float64
	Weight float64
}

// hazard is the chance of a change at an event that comes days after the last.
func (p *Prior) hazard(days float64) float64 {
	return 1 - (1-p.Event)*math.Exp(-days/p.Days)
}

// Changes are the change points of a row of observations.
type Changes struct {
	// At has for each observation the probability that a run begins with it.
	At []float64
	// Starts are the observations with which runs begin in the most probable
	// row of changes. It holds 0 only if the first is a change from before.
	Starts []int
}

// longest is how many observations a run is followed back; a change further
// back can no longer be told from none.
const longest = 400

// Find finds the changes in observations, which are in the order of their days.
func (p *Prior) Find(obs []Observation) Changes {
	n := len(obs)
	c := Changes{At: make([]float64, n)}
	if n == 0 {
		return c
	}
	// like[i][k] is the log density of obs[i:i+k+1] as one run. Run -1, the one
	// from before the first observation, is like[n].
	like := make([][]float64, n+1)
	for i := range like {
		r, from := p.fresh(), i
		if i == n {
			r, from = p.ordinary(), 0
		}
		sum := 0.0
		like[i] = make([]float64, 0, min(n-from, longest))
		for _, o := range obs[from:min(n, from+longest)] {
			sum += r.see(o.Score, o.Weight)
			like[i] = append(like[i], sum)
		}
	}
	// stay[j] is the log chance that no change comes at any of obs[:j].
	stay := make([]float64, n+1)
	begin := make([]float64, n) // log chance of a change at each
	for i := range obs {
		h := p.First
		if i > 0 {
			h = p.hazard(obs[i].Day - obs[i-1].Day)
		}
		begin[i] = math.Log(h)
		stay[i+1] = stay[i] + math.Log1p(-h)
	}
	// span is the log weight of the run from i to j (exclusive), its change at i
	// included; i is -1 for the run from before.
	span := func(i, j int) float64 {
		if i < 0 {
			if j > len(like[n]) {
				return math.Inf(-1)
			}
			return like[n][j-1] + stay[j]
		}
		if j-i > len(like[i]) {
			return math.Inf(-1)
		}
		return begin[i] + like[i][j-i-1] + stay[j] - stay[i+1]
	}
	// forth[j]: all of obs[:j], in runs that end at j. best and from are the same
	// for the most probable runs.
	forth, best, from := make([]float64, n+1), make([]float64, n+1), make([]int, n+1)
	terms := make([]float64, 0, min(n, longest)+1)
	for j := 1; j <= n; j++ {
		terms = append(terms[:0], span(-1, j))
		best[j], from[j] = terms[0], -1
		for i := max(0, j-longest); i < j; i++ {
			s := span(i, j)
			terms = append(terms, forth[i]+s)
			if b := best[i] + s; b > best[j] {
				best[j], from[j] = b, i
			}
		}
		forth[j] = floats.LogSumExp(terms)
	}
	back := make([]float64, n+1)
	for i := n - 1; i >= 0; i-- {
		terms = terms[:0]
		for j := i + 1; j <= min(n, i+longest); j++ {
			terms = append(terms, span(i, j)+back[j])
		}
		back[i] = floats.LogSumExp(terms)
	}
	for i := range obs {
		c.At[i] = math.Exp(forth[i] + back[i] - forth[n])
	}
	for j := n; j > 0; j = from[j] {
		if from[j] < 0 {
			break
		}
		c.Starts = append(c.Starts, from[j])
	}
	slices.Reverse(c.Starts)
	return c
}
