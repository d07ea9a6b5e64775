// Package relation follows two countries through their events: how good or bad
// things stood between them (level.go), when that changed for longer (change.go,
// turn.go), what the times between are called (phase.go), and what is still
// open (matter.go, rules.go).
package relation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"demarche/event"
	"demarche/record"
)

// Options change how a relation is reckoned. The zero value stands for the
// defaults.
type Options struct {
	// HalfLife is how many days it takes until an event counts half for the
	// level; 0 stands for DefaultHalfLife.
	HalfLife float64
	// Until is the day (YYYY-MM-DD) that level and matters are reckoned for; ""
	// stands for the day of the last report.
	Until string
}

// DefaultHalfLife is in days.
const DefaultHalfLife = 30

// Relation is the story of two countries.
type Relation struct {
	A        string         `json:"a"` // country codes, in the order asked for
	B        string         `json:"b"`
	HalfLife float64        `json:"half_life"`
	Until    string         `json:"until"`
	Level    float64        `json:"level"`  // on that day, -10 to 10
	Volume   float64        `json:"volume"` // events by weight, faded
	Lead     float64        `json:"lead"`   // 1: B answers A; -1: A answers B; 0: neither
	Course   []Point        `json:"course"` // the level on each day on which something happened
	Turns    []Turn         `json:"turns"`
	Phases   []Phase        `json:"phases"`
	Matters  []*Matter      `json:"matters"`
	Events   []*event.Event `json:"events"`
}

// moment is an event as the reckoning sees it.
type moment struct {
	*event.Event
	day    int    // days since 1970
	told   string // day it was first told of
	place  place
	weight float64
}

// Of follows the countries a and b through events, which may hold those of
// others too.
func Of(events []*event.Event, a, b string, opt Options) *Relation {
	r := &Relation{
		A: a, B: b, HalfLife: cmp.Or(opt.HalfLife, DefaultHalfLife),
		Course: []Point{}, Turns: []Turn{}, Phases: []Phase{}, Matters: []*Matter{}, Events: []*event.Event{},
	}
	moments := between(events, a, b)
	if opt.Until != "" {
		moments = slices.DeleteFunc(moments, func(m moment) bool { return m.Start > opt.Until })
	}
	for _, m := range moments {
		r.Events = append(r.Events, m.Event)
		r.Until = max(r.Until, m.End, m.told)
	}
	r.Until = cmp.Or(opt.Until, r.Until)
	recent := slices.DeleteFunc(slices.Clone(moments), func(m moment) bool { return !m.lasting() })
	r.course(recent)
	r.turns(recent)
	r.matters(moments)
	return r
}

// Between are those of the events that are between two countries, in the order in
// which they are followed: by day, and those of one day as they were reported.
func Between(events []*event.Event, a, b string) []*event.Event {
	moments := between(events, a, b)
	list := make([]*event.Event, len(moments))
	for i, m := range moments {
		list[i] = m.Event
	}
	return list
}

// between picks the events between two countries and puts them in order: by
// day, and those of one day as they were reported.
func between(events []*event.Event, a, b string) []moment {
	var list []moment
	for _, e := range events {
		if !e.Between(a, b) {
			continue
		}
		m := moment{Event: e, weight: weight(e), place: placeOf(e)}
		m.day, _ = dayNumber(e.End)
		for _, r := range e.Records {
			if m.told == "" || r.Report.Published < m.told {
				m.told = r.Report.Published
			}
		}
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(x, y moment) int {
		return cmp.Or(
			cmp.Compare(x.day, y.day),
			x.place.compare(y.place),
			cmp.Compare(x.ID, y.ID),
		)
	})
	return list
}

// place says where an event stands among those of its day: in the first report
// that puts it first, else in the first that tells of it, and how far into it.
type place struct {
	told, report string
	at           int
}

func placeOf(e *event.Event) place {
	var lead, any place
	for _, r := range e.Records {
		p := place{r.Report.Published, r.Report.ID, r.Trigger.Start}
		if any.report == "" || p.compare(any) < 0 {
			any = p
		}
		if r.Sentence.Index <= 1 && (lead.report == "" || p.compare(lead) < 0) {
			lead = p
		}
	}
	if lead.report != "" {
		return lead
	}
	return any
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.told, q.told), cmp.Compare(p.report, q.report), cmp.Compare(p.at, q.at))
}

// lasting reports whether an event belongs to the story told, not to the times
// long before that reports look back upon.
func (m *moment) lasting() bool { return m.Precision != record.Month && m.recent() }

// recent is the same without asking for the day: "last month" will do.
func (m *moment) recent() bool {
	told, ok := dayNumber(m.told)
	return m.Modality != record.Historical && m.Precision != record.Year && (!ok || told-m.day <= lookBack)
}

// lookBack is how many days after it happened an event can first be told of and
// still be news.
const lookBack = 45

// weight is how much an event counts: one, and half of one more for each
// doubling of the independent reports, up to three; more if a report puts it
// first, less if reports tell of it further down only, without a date, or
// without naming one of the two.
func weight(e *event.Event) float64 {
	w := 1.0
	for v := e.Voices; v > 1 && w < 3; v /= 2 {
		w += 0.5
	}
	sentence := math.MaxInt
	for _, r := range e.Records {
		sentence = min(sentence, r.Sentence.Index)
	}
	switch {
	case sentence <= 1:
		w *= 1.5
	case sentence > 4:
		w *= 0.7
	}
	if e.Precision == record.Unknown {
		w *= 0.7
	}
	if implied(e) {
		w *= 0.7
	}
	return w
}

func implied(e *event.Event) bool {
	is := func(p event.Party) bool { return p.Implied }
	return slices.ContainsFunc(e.Actors, is) || slices.ContainsFunc(e.Recipients, is)
}

// dayNumber counts the days since 1970.
func dayNumber(s string) (int, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, false
	}
	return int(t.Unix() / 86400), true
}

func dayString(n int) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }
