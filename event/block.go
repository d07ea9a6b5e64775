package event

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/plover"
	"demarche/who"
)

// A block is what was told of one pair of countries. Its records are taken in a
// fixed order (see before), and each joins the cluster that it matches best, or
// begins one. Because the order is that of the records themselves and not that
// of their coming, the clusters depend on the set of records alone.

// member is a record in a block.
type member struct {
	*Telling
	way way
	id  int32 // index in Merger.items
}

// cluster is records of one pair that tell of one happening.
type cluster struct {
	members []member
	when    timing
	typ     plover.Type
	mode    plover.Mode
	way     way
	names   []string
	topics  []string
	reasons []Reason
}

// The score that a record must reach to join a cluster, and what counts how
// much towards it. They were set by hand so that two accounts of one act on one
// day pass without any word in common, and two acts of one kind on one day are
// kept apart by who did them or what they were about.
const (
	enough      = 3.7
	sameType    = 2.0
	sameDay     = 2.0
	sameTopic   = 1.0
	otherTopic  = -1.5
	otherMode   = -1.0
	otherPerson = -0.75
	samePerson  = 0.5
	sameWords   = 2.5  // times the likeness of the words
	sameReport  = 0.5  // title or first sentence and what repeats it
	further     = -1.0 // two sentences further down in one report, which seldom tells a thing twice there
	otherWay    = -3.0
	halfWay     = -1.5  // one of the two has both sides act together
	noWords     = -0.75 // nothing in common but day, type and sides
	kindred     = 0.6   // likeness of words from which records of kindred types match
)

// The furthest that an undated record may lie after what it tells of, in days.
const remembered = 14

// sequence clusters records of one pair that are taken one after the other.
func sequence(members []member) []*cluster {
	slices.SortFunc(members, func(a, b member) int { return before(a.Telling, b.Telling) })
	var shelves [3][]*cluster // by class of timing, each in order of its first day
	for _, m := range members {
		var best grounds
		var at *cluster
		on, place := 0, 0 // where it stands
		for s := range shelves {
			lo, hi := m.when.first-shelfReach[s], m.when.last+3
			if s == 2 && m.when.class() == 2 {
				lo = m.when.first - recently
			}
			shelf := shelves[s]
			i := sort.Search(len(shelf), func(i int) bool { return shelf[i].when.first >= lo })
			for ; i < len(shelf) && shelf[i].when.first <= hi; i++ {
				if g := shelf[i].match(m); g.score > enough && g.score > best.score {
					best, at, on, place = g, shelf[i], s, i
				}
			}
		}
		if at == nil {
			on = m.when.class()
			place = len(shelves[on])
			shelves[on] = append(shelves[on], begin(m))
		} else {
			at.take(m, &best)
		}
		settle(shelves[on], place)
	}
	return slices.Concat(shelves[0], shelves[1], shelves[2])
}

// settle brings a shelf back into order after the cluster at i was put at its
// end or got a later first day.
func settle(shelf []*cluster, i int) {
	for ; i > 0 && shelf[i-1].when.first > shelf[i].when.first; i-- {
		shelf[i-1], shelf[i] = shelf[i], shelf[i-1]
	}
	for ; i+1 < len(shelf) && shelf[i+1].when.first < shelf[i].when.first; i++ {
		shelf[i], shelf[i+1] = shelf[i+1], shelf[i]
	}
}

// shelfReach is how far before a record the clusters of a shelf begin that can
// hold it, in days.
var shelfReach = [3]who.Day{remembered + 3, 366, remembered}

func begin(m member) *cluster {
	c := &cluster{when: m.when, typ: m.typ, mode: m.rec.Mode, way: m.way}
	c.add(m, Reason{Why: "began it"})
	return c
}

func (c *cluster) take(m member, g *grounds) {
	if m.when.class() == c.when.class() {
		c.when.span = c.when.both(m.when.span)
	}
	if c.mode == "" && m.typ == c.typ {
		c.mode = m.rec.Mode
	}
	c.add(m, Reason{Score: math.Round(g.score*100) / 100, Why: g.String()})
}

func (c *cluster) add(m member, r Reason) {
	r.Record, r.Report = m.rec.ID, m.rec.Report.ID
	c.members = append(c.members, m)
	c.reasons = append(c.reasons, r)
	c.names = union(c.names, m.names)
	c.topics = union(c.topics, m.about())
}

// union adds what is new in b to the sorted list a.
func union(a, b []string) []string {
	for _, x := range b {
		if i, found := slices.BinarySearch(a, x); !found {
			a = slices.Insert(slices.Clip(a), i, x)
		}
	}
	return a
}

// grounds are what a record's place in a cluster rests on.
type grounds struct {
	score float64
	parts [9]ground
	n     int
}

type ground struct {
	what string
	by   float64
}

func (g *grounds) count(by float64, what string) {
	g.score += by
	g.parts[g.n] = ground{what, by}
	g.n++
}

// String lists the grounds with what each counted.
func (g *grounds) String() string {
	var b strings.Builder
	for i, p := range g.parts[:g.n] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %+.1f", p.what, p.by)
	}
	return b.String()
}

// match scores how well a record fits a cluster.
func (c *cluster) match(m member) (g grounds) {
	dates := c.dates(m)
	if dates < 0 {
		return g
	}
	g.count(dates, "date")
	if c.typ != m.typ && (!kin(c.typ, m.typ) || (m.when.aim > 0) != (c.when.aim > 0)) {
		return grounds{} // a meeting that is announced is not the meeting
	}
	likest := 0.0
	inReport, lead := false, m.rec.Sentence.Index <= 1
	for i := range c.members {
		if i == 12 {
			break // more of them tell nothing new
		}
		likest = max(likest, likeness(c.members[i].said(), m.said()))
		if c.members[i].report == m.report {
			inReport = true
			lead = lead || c.members[i].rec.Sentence.Index <= 1
		}
	}
	switch {
	case c.typ == m.typ:
		g.count(sameType, "same type")
	case likest >= kindred && kin(c.typ, m.typ) && !inReport:
		g.count(sameType/2, "kindred type")
	default:
		return grounds{}
	}
	switch {
	case c.way == m.way || m.typ == plover.Consult:
	case c.way == mutual || m.way == mutual:
		g.count(halfWay, "together or one to the other")
	case inReport:
		return grounds{} // one report has each do it to the other: two acts
	default:
		g.count(otherWay, "the other way round")
	}
	if c.mode != "" && m.rec.Mode != "" && c.mode != m.rec.Mode {
		g.count(otherMode, "another mode")
	}
	switch {
	case len(c.topics) == 0 || len(m.about()) == 0:
	case Share(c.topics, m.about()):
		g.count(sameTopic, "same topic")
	default:
		g.count(otherTopic, "another topic")
	}
	switch {
	case len(c.names) == 0 || len(m.names) == 0:
	case Share(c.names, m.names):
		g.count(samePerson, "same actor")
	default:
		g.count(otherPerson, "another actor")
	}
	switch {
	case likest > 0:
		g.count(math.Round(likest*sameWords*100)/100, "words")
	case !Share(c.topics, m.about()):
		g.count(noWords, "no words in common")
	}
	switch {
	case inReport && lead:
		g.count(sameReport, "same report")
	case inReport:
		g.count(further, "same report, further down")
	}
	return g
}

// dates scores how well the days of a record and a cluster agree; below 0 they
// exclude each other.
func (c *cluster) dates(m member) float64 {
	gap := c.when.gap(m.when.span)
	switch {
	case c.when.history != m.when.history && gap > 2:
		return -1
	case c.when.class() == 0 && m.when.class() == 0:
		switch {
		case gap == 0:
			return sameDay
		case gap == 1:
			return sameDay / 4
		case m.when.lent && m.rec.Sentence.Index > 1 && c.when.last < m.when.first && gap <= remembered:
			// The day is that of the sentence before, and may not be its own.
			return sameDay / 4 * (1 - float64(gap)/remembered)
		}
		return -1
	case m.when.class() < 2:
		if gap > 0 {
			return -1
		}
		return sameDay / 2
	}
	// The record says nothing of when: it was on or before the day it was told.
	first := c.when.first
	if c.when.class() == 2 {
		first = c.when.told
		if first > m.when.told {
			first = m.when.told
		}
	}
	ago := m.when.told - first
	if ago < -1 || ago > remembered {
		return -1
	}
	return sameDay/2 + 0.5 - float64(max(ago, 0))/remembered
}

// kin reports whether two types are near enough that one act can be told as
// either.
func kin(a, b plover.Type) bool {
	for _, family := range families {
		if slices.Contains(family, a) && slices.Contains(family, b) {
			return true
		}
	}
	return false
}

// Records whose types no chain of families ties together never share a cluster;
// see Kind.
var families = [][]plover.Type{
	{plover.Agree, plover.Concede, plover.Support},
	{plover.Agree, plover.Consult},
	{plover.Concede, plover.Retreat},
	{plover.Cooperate, plover.Aid},
	{plover.Accuse, plover.Threaten, plover.Reject},
	{plover.Sanction, plover.Coerce},
	{plover.Mobilize, plover.Assault, plover.Threaten},
	{plover.Request, plover.Threaten},
}
