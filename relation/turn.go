package relation

import (
	"math"
	"slices"
)

// Direction is where a turn leads.
type Direction string

// The directions.
const (
	Escalation   Direction = "escalation"
	DeEscalation Direction = "de-escalation"
)

// Turn is a lasting change of a relation's course.
type Turn struct {
	Date        string    `json:"date"`   // of the events that weigh most in it
	Window      [2]string `json:"window"` // first and last day it can be dated to
	Direction   Direction `json:"direction"`
	Probability float64   `json:"probability"` // that the course changed in the window
	Before      float64   `json:"before"`      // mean score of the events before and after
	After       float64   `json:"after"`
	Because     []string  `json:"because"` // ids of the events that made it
}

// What counts as a turn: a change of the mean score by enough to be another
// kind of course, kept up by more than a passing word.
const (
	leastChange = 2.5 // points of score
	leastWeight = 3.0 // of the events that keep a course up
	onset       = 7   // days within which a turn is made
)

// stretch is the events between two turns.
type stretch struct {
	from, to int // events, half-open
	mean     float64
	weight   float64
}

func stretchOf(ms []moment, from, to int) stretch {
	s := stretch{from: from, to: to}
	for _, m := range ms[from:to] {
		s.mean += m.weight * m.Score
		s.weight += m.weight
	}
	if s.weight > 0 {
		s.mean /= s.weight
	}
	return s
}

func (r *Relation) turns(ms []moment) {
	obs := make([]Observation, len(ms))
	for i, m := range ms {
		obs[i] = Observation{float64(m.day), m.Score, m.weight}
	}
	changes := DefaultPrior.Find(obs)
	stretches := cut(ms, changes.Starts)
	before := 0.0
	for i, s := range stretches {
		if i > 0 || s.from > 0 || begins(changes.Starts) {
			if i > 0 {
				before = stretches[i-1].mean
			}
			if i > 0 || math.Abs(s.mean-before) >= leastChange {
				r.Turns = append(r.Turns, turnAt(ms, s, before, changes.At))
			}
		}
	}
	r.phases(ms, stretches)
}

func begins(starts []int) bool { return len(starts) > 0 && starts[0] == 0 }

// cut divides the events at the changes, and takes back those that lead to no
// course of its own.
func cut(ms []moment, starts []int) []stretch {
	if len(ms) == 0 {
		return nil
	}
	bounds := slices.Clone(starts)
	if len(bounds) == 0 || bounds[0] != 0 {
		bounds = slices.Insert(bounds, 0, 0)
	}
	for {
		var list []stretch
		for i, from := range bounds {
			to := len(ms)
			if i+1 < len(bounds) {
				to = bounds[i+1]
			}
			list = append(list, stretchOf(ms, from, to))
		}
		weakest, least := -1, 0.0
		for i := 1; i < len(list); i++ {
			change := math.Abs(list[i].mean - list[i-1].mean)
			lack := max(1-change/leastChange, 1-list[i].weight/leastWeight, 1-list[i-1].weight/leastWeight)
			if lack > least {
				weakest, least = i, lack
			}
		}
		if weakest < 0 {
			return list
		}
		bounds = slices.Delete(bounds, weakest, weakest+1)
	}
}

// turnAt dates the turn with which a stretch begins. It was made by the events
// of its first days that go the new way; its date is the day on which these
// weigh most.
func turnAt(ms []moment, s stretch, before float64, at []float64) Turn {
	t := Turn{Direction: DeEscalation, Before: round(before), After: round(s.mean)}
	sign := 1.0
	if s.mean < before {
		t.Direction, sign = Escalation, -1
	}
	first := ms[s.from].day
	weights := map[int]float64{}
	last, prob := s.from, 0.0
	for i := s.from; i < s.to && ms[i].day <= first+onset; i++ {
		last = i
		if d := sign * (ms[i].Score - before); d > 0 {
			t.Because = append(t.Because, ms[i].ID)
			weights[ms[i].day] += ms[i].weight * d
		}
	}
	for i := max(0, s.from-2); i <= last; i++ {
		prob += at[i]
	}
	date, most := first, 0.0
	for day := first; day <= first+onset; day++ {
		if weights[day] > most {
			date, most = day, weights[day]
		}
	}
	t.Date = dayString(date)
	t.Window = [2]string{dayString(first), dayString(ms[last].day)}
	t.Probability = round(min(prob, 1))
	return t
}
