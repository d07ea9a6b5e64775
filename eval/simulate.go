package eval

import (
	"math"
	"math/rand/v2"
	"time"

	"demarche/relation"
)

// Simulation says how relations are made up to try the finding of turns on.
// Events come as a Poisson process; their scores are normal around a level that
// changes at known times. Half of the relations are quiet (about an event a
// fortnight), half busy.
type Simulation struct {
	Relations int
	Years     float64 // length of each
	Seed      uint64
}

// TurnRule finds turns in a row of scores.
type TurnRule func([]relation.Observation) []relation.Turn

// RuleScore tells how well a rule found the known changes. A change counts as
// found when a turn in its direction is dated within ten events of it. Delay is
// how many events after a change the rule needed, seeing no more than these,
// over the changes that it found so.
type RuleScore struct {
	Rule        string  `json:"rule"`
	Changes     int     `json:"changes"`
	Found       int     `json:"found"`
	Detection   float64 `json:"detection_rate"`
	Turns       int     `json:"turns"`
	False       int     `json:"false_alarms"`
	FalseYearly float64 `json:"false_alarms_a_year"`
	Delay       float64 `json:"delay_events"` // median
}

// levels between which simulated relations change.
var simulatedLevels = []float64{-4.5, -2.5, 0, 2, 4}

// simulated is one made-up relation.
type simulated struct {
	obs     []relation.Observation
	changes []knownChange
}

type knownChange struct {
	at        int // index of the first event after it
	direction relation.Direction
}

// nearEvents is how far from a change a turn may be dated, in events.
const nearEvents = 10

// Simulate tries rules on the same made-up relations.
func Simulate(s Simulation, rules map[string]TurnRule, order []string) []RuleScore {
	scores := make([]RuleScore, len(order))
	delays := make([][]int, len(order))
	for i, name := range order {
		scores[i].Rule = name
	}
	for n := range s.Relations {
		rng := rand.New(rand.NewPCG(s.Seed, uint64(n)))
		sim := s.draw(rng)
		for i, name := range order {
			sim.score(rules[name], &scores[i], &delays[i])
		}
	}
	for i := range scores {
		c := &scores[i]
		if c.Changes > 0 {
			c.Detection = float64(c.Found) / float64(c.Changes)
		}
		c.FalseYearly = float64(c.False) / (float64(s.Relations) * s.Years)
		c.Delay = median(delays[i])
	}
	return scores
}

// draw makes up one relation.
func (s *Simulation) draw(rng *rand.Rand) simulated {
	const least, spread = 10, 2.2 // events between changes; standard deviation of scores
	rate := 1.0 / 14
	if rng.IntN(2) == 0 {
		rate = 1.0 / 4
	}
	level := simulatedLevels[rng.IntN(len(simulatedLevels))]
	var sim simulated
	since, day := 0, 0.0
	changeEvery := 365.0 / 1.2
	next := day + 60 + rng.ExpFloat64()*changeEvery
	for {
		day += rng.ExpFloat64() / rate
		if day > s.Years*365 {
			return sim
		}
		if day > next && since >= least {
			to := level
			for math.Abs(to-level) < 3 {
				to = simulatedLevels[rng.IntN(len(simulatedLevels))]
			}
			c := knownChange{len(sim.obs), relation.DeEscalation}
			if to < level {
				c.direction = relation.Escalation
			}
			sim.changes = append(sim.changes, c)
			level, since = to, 0
			next = day + 60 + rng.ExpFloat64()*changeEvery
		}
		since++
		score := math.Round(2*(level+spread*rng.NormFloat64())) / 2
		sim.obs = append(sim.obs, relation.Observation{Day: math.Floor(day), Score: max(-10, min(10, score)), Weight: 1})
	}
}

// near reports whether a turn is dated near a change and goes its way.
func (sim *simulated) near(t *relation.Turn, c knownChange) bool {
	date, err := time.Parse(time.DateOnly, t.Date)
	if err != nil || t.Direction != c.direction {
		return false
	}
	day := float64(date.Unix() / 86400)
	lo, hi := max(0, c.at-nearEvents), min(len(sim.obs)-1, c.at+nearEvents)
	return sim.obs[lo].Day <= day && day <= sim.obs[hi].Day
}

func (sim *simulated) score(rule TurnRule, score *RuleScore, delays *[]int) {
	turns := rule(sim.obs)
	score.Changes += len(sim.changes)
	used := make([]bool, len(turns))
	for _, c := range sim.changes {
		for i := range turns {
			if !used[i] && sim.near(&turns[i], c) {
				used[i] = true
				score.Found++
				break
			}
		}
	}
	for i := range turns {
		// What came before the first event is not part of the simulation.
		first := i == 0 && turns[i].Before == 0 && len(sim.obs) > 0
		if !used[i] && !first {
			score.False++
		}
		if used[i] || !first {
			score.Turns++
		}
	}
	for _, c := range sim.changes {
		for seen := c.at + 1; seen <= min(len(sim.obs), c.at+3*nearEvents); seen++ {
			found := false
			for _, t := range rule(sim.obs[:seen]) {
				found = found || sim.near(&t, c)
			}
			if found {
				*delays = append(*delays, seen-c.at)
				break
			}
		}
	}
}

func median(list []int) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	counts := map[int]int{}
	most := 0
	for _, x := range list {
		counts[x]++
		most = max(most, x)
	}
	half := 0
	for x := 0; x <= most; x++ {
		half += counts[x]
		if 2*half >= len(list) {
			return float64(x)
		}
	}
	return float64(most)
}

// MovingAverage is the plain alternative: a turn is where the mean of the next
// so many scores first differs from that of the last so many by a threshold,
// and most.
func MovingAverage(window int, threshold float64) TurnRule {
	return func(obs []relation.Observation) []relation.Turn {
		var turns []relation.Turn
		mean := func(list []relation.Observation) float64 {
			sum := 0.0
			for _, o := range list {
				sum += o.Score
			}
			return sum / float64(len(list))
		}
		best, at := 0.0, -1
		flush := func() {
			if at >= 0 {
				t := relation.Turn{Date: time.Unix(int64(obs[at].Day)*86400, 0).UTC().Format(time.DateOnly), Direction: relation.DeEscalation, Before: 1}
				if best < 0 {
					t.Direction = relation.Escalation
				}
				turns = append(turns, t)
			}
			best, at = 0, -1
		}
		for i := window; i+window <= len(obs); i++ {
			d := mean(obs[i:i+window]) - mean(obs[i-window:i])
			switch {
			case math.Abs(d) < threshold:
				flush()
			case at >= 0 && d*best < 0:
				flush()
				best, at = d, i
			case math.Abs(d) > math.Abs(best):
				best, at = d, i
			}
		}
		flush()
		return turns
	}
}
