package relation

import (
	"math"
	"slices"

	"demarche/event"
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
	leastFirst  = 1.0 // the same for the first course, which follows none that was seen
	leastWeight = 5.0 // of the events that keep a course up
	leastLast   = 3.0 // the same for the first and the last course, which are seen in part
	clip        = 5.0 // scores beyond count as this: that an act is hostile says more than how much
	passing     = 10  // days; a course that the next one follows sooner needs twice the events to be more than a lull or a spat
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
		s.mean += m.weight * clipped(m.Score)
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
		obs[i] = Observation{float64(m.day), clipped(m.Score), m.weight}
	}
	changes := DefaultPrior.Find(obs)
	stretches := cut(ms, changes.Starts)
	for i, s := range stretches {
		switch {
		case i > 0:
			r.turn(turnAt(ms, s, stretches[i-1].mean, changes.At))
		case math.Abs(s.mean) >= leastFirst && s.weight >= leastLast:
			r.turn(turnAt(ms, s, DefaultPrior.Mean, changes.At))
		}
	}
	r.phases(ms, stretches)
}

// turn adds a turn. One that goes on where the last left off, within days, is
// part of it.
func (r *Relation) turn(t Turn) {
	if n := len(r.Turns); n > 0 {
		last := &r.Turns[n-1]
		if last.Direction == t.Direction && dayOf(t.Date)-dayOf(last.Date) <= onset {
			last.After, last.Window[1] = t.After, max(last.Window[1], t.Window[1])
			last.Because = append(last.Because, t.Because...)
			last.Probability = max(last.Probability, t.Probability)
			return
		}
	}
	r.Turns = append(r.Turns, t)
}

func clipped(score float64) float64 { return max(-clip, min(clip, score)) }

// cut divides the events at the changes, and takes back those that lead to no
// course of its own: first the slightest changes, then the slightest courses. A
// lull or a spat goes to what was before and after it, if these are alike, else
// to the one that it is more like.
func cut(ms []moment, starts []int) []stretch {
	if len(ms) == 0 {
		return nil
	}
	bounds := slices.Clone(starts)
	if len(bounds) == 0 || bounds[0] != 0 {
		bounds = slices.Insert(bounds, 0, 0)
	}
	list := make([]stretch, len(bounds))
	for i, from := range bounds {
		to := len(ms)
		if i+1 < len(bounds) {
			to = bounds[i+1]
		}
		list[i] = stretchOf(ms, from, to)
	}
	// join makes one of the stretches from first to last.
	join := func(first, last int) {
		list[first] = stretchOf(ms, list[first].from, list[last].to)
		list = slices.Delete(list, first+1, last+1)
	}
	for {
		if i := slightestChange(list); i > 0 {
			join(i-1, i)
			continue
		}
		i := slightestCourse(ms, list)
		switch last := len(list) - 1; {
		case i < 0:
			return list
		case i == 0:
			join(0, 1)
		case i == last:
			join(i-1, i)
		case change(list[i-1], list[i+1]) < leastChange:
			join(i-1, i+1)
		case change(list[i-1], list[i]) <= change(list[i], list[i+1]):
			join(i-1, i)
		default:
			join(i, i+1)
		}
	}
}

func change(a, b stretch) float64 { return math.Abs(a.mean - b.mean) }

// slightestChange is the stretch that differs least from the one before it, if
// by too little; 0 when there is none.
func slightestChange(list []stretch) (at int) {
	least := leastChange
	for i := 1; i < len(list); i++ {
		if c := change(list[i-1], list[i]); c < least {
			at, least = i, c
		}
	}
	return at
}

// slightestCourse is the stretch that falls shortest of what keeps up a course;
// -1 when all are kept up.
func slightestCourse(ms []moment, list []stretch) int {
	if len(list) == 1 {
		return -1
	}
	at, worst := -1, 1.0
	for i, s := range list {
		need := leastWeight
		switch {
		case i == 0 || i == len(list)-1:
			need = leastLast
		case ms[s.to].day-ms[s.from].day < passing:
			need *= 2
		}
		if share := s.weight / need; share < worst {
			at, worst = i, share
		}
	}
	return at
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
		if d := sign * (clipped(ms[i].Score) - before); d > 0 {
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

// Turns are the turns in a row of scores, which are in the order of their days.
func Turns(obs []Observation) []Turn {
	ms := make([]moment, len(obs))
	for i, o := range obs {
		ms[i] = moment{Event: &event.Event{Score: o.Score}, day: int(o.Day), weight: o.Weight}
	}
	var r Relation
	r.turns(ms)
	return r.Turns
}
