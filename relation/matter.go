package relation

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"demarche/event"
	"demarche/plover"
)

// Kind is a kind of matter (codebook, section 9).
type Kind string

// The kinds.
const (
	Invitation Kind = "invitation"
	Promise    Kind = "promise"
	Threat     Kind = "threat"
	Demand     Kind = "demand"
	Sanction   Kind = "sanction"
	Talks      Kind = "talks"
)

// Kinds are all kinds of matters.
func Kinds() []Kind { return []Kind{Invitation, Promise, Threat, Demand, Sanction, Talks} }

// State is where a matter stands.
type State string

// The states that leave a matter open.
const (
	Opened    State = "opened"
	Accepted  State = "accepted"
	Scheduled State = "scheduled"
	Repeated  State = "repeated" // a step only: the state stays what it was
)

// The states that end one.
const (
	Held       State = "held"
	Declined   State = "declined"
	Withdrawn  State = "withdrawn"
	Lapsed     State = "lapsed"
	Kept       State = "kept"
	Broken     State = "broken"
	CarriedOut State = "carried-out"
	Met        State = "met"
	Refused    State = "refused"
	Dropped    State = "dropped"
	Lifted     State = "lifted"
	Agreed     State = "agreed"
	BrokenOff  State = "broken-off"
)

// Open reports whether a matter in this state is still pending.
func (s State) Open() bool {
	switch s {
	case Opened, Accepted, Scheduled, Repeated:
		return true
	}
	return false
}

// Matter is what an event leaves pending, followed to its end.
type Matter struct {
	Kind    Kind                `json:"kind"`
	By      string              `json:"by"` // country codes
	To      string              `json:"to"`
	What    string              `json:"what"`            // the words that opened it
	About   string              `json:"about,omitempty"` // class of what is threatened: "force", "economy", "relations"
	Topics  []string            `json:"topics"`
	Steps   []Step              `json:"steps"`
	openFor int                 // day of the last step
	stands  State               // after all steps; "" where they were not followed here
	names   map[string][]string // of those who are to meet, by country
	objects []string            // what the act that opened it was about
	lifting bool                // a promise to take back a measure
}

// Step is one move of a matter.
type Step struct {
	State   State    `json:"state"`
	Date    string   `json:"date"`
	For     string   `json:"for,omitempty"` // the day set, where it is scheduled
	Event   string   `json:"event,omitempty"`
	Words   string   `json:"words,omitempty"`
	Outlets []string `json:"outlets,omitempty"`
}

// State is where the matter stands after all its steps.
func (m *Matter) State() State {
	if m.stands != "" {
		return m.stands
	}
	for i := len(m.Steps) - 1; i >= 0; i-- {
		if s := m.Steps[i].State; s != Repeated {
			return s
		}
	}
	return Opened
}

// Open reports whether the matter is still pending.
func (m *Matter) Open() bool { return m.State().Open() }

// Opened is the day of its first step.
func (m *Matter) Opened() string { return m.Steps[0].Date }

// ID names the matter: its kind, the two sides and the event that opened it. It
// stays the same for as long as that event does.
func (m *Matter) ID() string {
	return strings.Join([]string{"m", string(m.Kind), m.By, m.To, m.Steps[0].Event}, "-")
}

// Lapses is the day on which the matter lapses if nothing more is said of it,
// "" for never and for one that has ended.
func (m *Matter) Lapses() string {
	if days := lapse[m.Kind]; days > 0 && m.Open() {
		return dayString(m.openFor + days)
	}
	return ""
}

// set is the day a meeting was last set for, "" when there is none.
func (m *Matter) set() string {
	for i := len(m.Steps) - 1; i >= 0; i-- {
		if m.Steps[i].For != "" {
			return m.Steps[i].For
		}
	}
	return ""
}

// lapse is how many days without a word end a matter of each kind. Sanctions
// stay until they are lifted.
var lapse = map[Kind]int{Invitation: 270, Promise: 540, Threat: 365, Demand: 365, Talks: 270}

// step adds a step made by an event.
func (m *Matter) step(s State, e *moment) {
	step := Step{State: s, Date: e.Start, Event: e.ID, Words: e.Words, Outlets: e.Outlets}
	if s == Scheduled {
		step.For = e.For
	}
	m.Steps = append(m.Steps, step)
	if s != Repeated {
		m.stands = s
	}
	m.About = cmp.Or(m.About, subject(e.Event))
	if len(m.Topics) == 0 {
		m.Topics = append(m.Topics, e.Topics...)
	}
	m.openFor = e.day
}

// matters opens, moves and ends the matters of a relation, event by event.
func (r *Relation) matters(ms []moment) {
	f := follower{day: math.MinInt}
	for i := range ms {
		e := &ms[i]
		f.lapseBefore(e.day)
		for _, side := range [2][2]string{{r.A, r.B}, {r.B, r.A}} {
			by, to := side[0], side[1]
			if !e.Acts(by) || e.Acts(to) && by != r.A {
				continue // what both do is looked at once
			}
			f.take(e, by, to, e.Acts(to))
		}
	}
	if until, ok := dayNumber(r.Until); ok {
		f.lapseBefore(until)
	}
	r.Matters = append(r.Matters, f.all...)
	slices.SortStableFunc(r.Matters, func(a, b *Matter) int {
		return cmp.Compare(a.Opened(), b.Opened())
	})
}

// follower follows the matters of a relation, in the order of days.
type follower struct {
	all  []*Matter // in the order in which they were opened
	live []*Matter // those of them that an event may still move
	day  int       // before which what was due to lapse has lapsed
}

// lapseBefore ends what nobody has spoken of for too long.
func (f *follower) lapseBefore(day int) {
	if day <= f.day {
		return
	}
	f.day = day
	f.live = slices.DeleteFunc(f.live, func(m *Matter) bool {
		if days := lapse[m.Kind]; days > 0 && m.Open() && m.openFor+days < day {
			m.Steps = append(m.Steps, Step{State: Lapsed, Date: dayString(m.openFor + days)})
			m.stands = Lapsed
		}
		return !m.Open() && day > m.reopenUntil()
	})
}

// take lets an event move the matters it concerns and open new ones.
func (f *follower) take(e *moment, by, to string, both bool) {
	act := actOf(e, by, to, both)
	// Where an act names the object of one of several matters that it could
	// end, it leaves the others as they are.
	named := map[Kind]bool{}
	states := make([]State, len(f.live))
	for i, m := range f.live {
		if m.Open() || act.reopens(m) {
			states[i] = act.moves(m)
			named[m.Kind] = named[m.Kind] || states[i] != "" && !states[i].Open() && event.Share(m.objects, act.objects)
		}
	}
	moved, ended := false, false
	for i, m := range slices.Backward(f.live) {
		s := states[i]
		if s != "" && (s.Open() || !named[m.Kind] || event.Share(m.objects, act.objects)) {
			m.step(s, e)
			// One event may close many matters, but it repeats or accepts one.
			moved = moved || s.Open()
			ended = ended || m.Kind == Demand && s == Refused
			if s == Repeated || s == Accepted {
				break
			}
		}
	}
	if moved || !e.recent() {
		return
	}
	kind := act.opens()
	answers := act.answers() && !ended
	if answers {
		kind = Demand
	}
	if kind == "" {
		return
	}
	if (kind == Sanction || kind == Demand) && act.retold() && slices.ContainsFunc(f.all, func(m *Matter) bool {
		return m.Kind == kind && m.By == by && m.To == to && event.Share(m.objects, act.objects)
	}) {
		return
	}
	m := &Matter{Kind: kind, By: by, To: to, What: e.Words, About: subject(e.Event), Topics: []string{}, names: namesIn(e.Event), objects: act.objects, lifting: act.lifts()}
	accepts := kind == Invitation && !both && act.says("accept")
	if answers || accepts && (act.triggers("accept") || !act.triggers("invit")) {
		m.By, m.To = to, by // it was made before, by the other side
	}
	m.step(Opened, e)
	switch {
	case answers:
		m.step(Refused, e)
	case accepts:
		m.step(Accepted, e)
	case kind == Invitation && e.For > e.Start:
		m.step(Scheduled, e)
	}
	f.all, f.live = append(f.all, m), append(f.live, m)
}

func namesIn(e *event.Event) map[string][]string {
	names := map[string][]string{}
	for _, side := range [2][]event.Party{e.Actors, e.Recipients} {
		for _, p := range side {
			names[p.Country] = append(names[p.Country], p.Names...)
		}
	}
	return names
}

// subject is the class of what an act is about, coarser than its topics.
func subject(e *event.Event) string {
	for _, s := range subjects {
		if slices.Contains(s.modes, e.Mode) && (e.Mode != plover.Violence || backed(e)) {
			return s.name
		}
	}
	for _, s := range subjects {
		if event.Share(s.topics, e.Topics) {
			return s.name
		}
	}
	return ""
}

// backed reports whether the topics of a threat of violence leave room for it:
// any threat that does not say of what is taken for one of violence.
func backed(e *event.Event) bool {
	return event.Share(subjects[0].topics, e.Topics) || !event.Share(peaceful, e.Topics)
}

// Matters follows the matters between all countries of the events, by the day
// on which they were opened.
func Matters(events []*event.Event, opt Options) []*Matter {
	type pair [2]string
	blocks := map[pair][]*event.Event{}
	for _, e := range events {
		codes := e.Countries()
		for i, a := range codes {
			for _, b := range codes[i+1:] {
				p := pair{min(a, b), max(a, b)}
				if list := blocks[p]; a != b && (len(list) == 0 || list[len(list)-1] != e) {
					blocks[p] = append(list, e)
				}
			}
		}
	}
	var all []*Matter
	for p, list := range blocks {
		all = append(all, Of(list, p[0], p[1], opt).Matters...)
	}
	slices.SortFunc(all, func(a, b *Matter) int {
		return cmp.Or(
			cmp.Compare(a.Opened(), b.Opened()), cmp.Compare(a.By, b.By), cmp.Compare(a.To, b.To),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Steps[0].Event, b.Steps[0].Event),
		)
	})
	return all
}
