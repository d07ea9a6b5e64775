package event

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"demarche/plover"
	"demarche/who"
)

// Clustering is cut into units that have nothing to do with each other, or so
// little that it can be looked up. A unit is of one pair and
//
//	one kind     types that no chain of families ties together never match
//	one stretch  days between two over which no record reaches
//	some days    of a stretch in which very much is told
//
// The first two change nothing. The third does: within a stretch each record can
// depend on those before it, so a war year would be one unit however large. There
// a unit looks at its own days and at those around them, far enough to see all
// that its own records can match, and settles where its own records belong. What
// it makes of the others is left to the units that they belong to.

// Kind is a group of types within which records are compared, named by one of
// them.
type Kind plover.Type

// kinds maps types to their kinds; a type of no family is a kind of its own.
var kinds = func() map[plover.Type]Kind {
	of := map[plover.Type]Kind{}
	for range families { // in so many rounds a name goes from one end of a chain to the other
		for _, family := range families {
			least := Kind(slices.Min(family))
			for _, t := range family {
				if k, ok := of[t]; ok {
					least = min(least, k)
				}
			}
			for _, t := range family {
				of[t] = least
			}
		}
	}
	return of
}()

// Stand is where a telling stands among the others of a pair.
type Stand struct {
	Kind        Kind
	Day         who.Day // which it belongs to
	First, Last who.Day // of what it can have to do with
}

// Stands tells where the telling stands. Tellings of a pair whose First to Last
// do not meet, not even by way of others between them, have no say in each
// other's clusters, and neither have those of two kinds.
func (t *Telling) Stands() Stand {
	s := Stand{Kind: kinds[t.typ], Day: t.when.last}
	if s.Kind == "" {
		s.Kind = Kind(t.typ)
	}
	s.First, s.Last = t.Reach()
	return s
}

// Reach is the first and last day of the clusters that a telling can have to do
// with. See Stands.
func (t *Telling) Reach() (first, last who.Day) {
	back := shelfReach[1]
	if t.when.class() == 1 {
		return t.when.first - back, t.when.last + back
	}
	return t.when.first - remembered - 3, t.when.last + remembered + 3
}

// Spread tells of the tellings of one pair and kind on which days they are. It
// is a sum: Add gives the same in any order, and the spread of one telling is
// that of its Stand. Days are numbers as of who.Day.
type Spread struct {
	First, Last []int64 // of the stretches, in order
	Day, Count  []int64 // how many stand on a day, in order of days
}

// Spread is that of one telling.
func (s Stand) Spread() Spread {
	return Spread{[]int64{int64(s.First)}, []int64{int64(s.Last)}, []int64{int64(s.Day)}, []int64{1}}
}

// Add is the sum of two spreads. It may change s.
func (s Spread) Add(t Spread) Spread {
	for i, day := range t.Day {
		at, found := slices.BinarySearch(s.Day, day)
		if !found {
			s.Day, s.Count = slices.Insert(s.Day, at, day), slices.Insert(s.Count, at, 0)
		}
		s.Count[at] += t.Count[i]
	}
	for i := range t.First {
		s.reach(t.First[i], t.Last[i])
	}
	return s
}

// reach puts a stretch among the others, of which it may join some.
func (s *Spread) reach(first, last int64) {
	from := sort.Search(len(s.Last), func(i int) bool { return s.Last[i] >= first })
	to := from
	for ; to < len(s.First) && s.First[to] <= last; to++ {
		first, last = min(first, s.First[to]), max(last, s.Last[to])
	}
	if to == from+1 { // as a rule
		s.First[from], s.Last[from] = first, last
		return
	}
	s.First, s.Last = slices.Replace(s.First, from, to, first), slices.Replace(s.Last, from, to, last)
}

// Unit is days of a pair and kind whose tellings are clustered together. All days
// are inclusive.
type Unit struct {
	From, To    who.Day // its own
	Begin, Last who.Day // those that it looks at
}

// Owns reports whether tellings of a day belong to the unit.
func (u Unit) Owns(day who.Day) bool { return u.From <= day && day <= u.To }

// A stretch of twice as many tellings as dense is cut, into units of at least so
// many and of at least so many days of their own.
const (
	dense    = 1000
	shortest = 28
)

// How many days before and after its own a unit looks at: what a telling of them
// can match, and a week in which what came before that falls into place.
const (
	lookBack  = remembered + 3 + 7
	lookAhead = 3
)

// Units are what the tellings of a spread are clustered in, by days.
func (s Spread) Units() []Unit {
	var units []Unit
	i := 0
	for n := range s.First {
		first, last := who.Day(s.First[n]), who.Day(s.Last[n])
		next, rest := i, int64(0)
		for ; next < len(s.Day) && s.Day[next] <= s.Last[n]; next++ {
			rest += s.Count[next]
		}
		from, begun, own := first, s.Day[i], int64(0)
		for ; i < next; i++ {
			own += s.Count[i]
			rest -= s.Count[i]
			if own >= dense && rest >= dense && s.Day[i]-begun >= shortest-1 {
				to := who.Day(s.Day[i])
				units = append(units, Unit{from, to, max(first, from-lookBack), min(last, to+lookAhead)})
				from, begun, own = to+1, s.Day[i]+1, 0
			}
		}
		units = append(units, Unit{from, last, max(first, from-lookBack), last})
	}
	return units
}

// Looking are those of a spread's units that look at a day.
func Looking(units []Unit, day who.Day) []Unit {
	from := sort.Search(len(units), func(i int) bool { return units[i].Last >= day })
	to := from
	for to < len(units) && units[to].Begin <= day {
		to++
	}
	return units[from:to]
}

// Cluster is tellings of one pair of countries that tell of one happening, with
// the reason why each of them does. A telling can be in several clusters, all of
// which tell of one happening then.
type Cluster struct {
	Tellings []*Telling
	Reasons  []Reason
}

// Gather clusters the tellings of one pair, which may be in any order.
func Gather(p Pair, tellings []*Telling) []Cluster { return public(gather(membersOf(p, tellings))) }

// Gather clusters the tellings of one pair and kind that stand on the days that
// the unit looks at. It gives where its own belong.
func (u Unit) Gather(p Pair, tellings []*Telling) []Cluster {
	return public(u.gather(membersOf(p, tellings)))
}

func membersOf(p Pair, tellings []*Telling) []member {
	var members []member
	for _, t := range tellings {
		t.eachPair(func(q Pair, w way) {
			if q == p {
				members = append(members, member{Telling: t, way: w})
			}
		})
	}
	return members
}

func public(clusters []*cluster) []Cluster {
	list := make([]Cluster, len(clusters))
	for i, c := range clusters {
		list[i].Reasons = c.reasons
		for _, m := range c.members {
			list[i].Tellings = append(list[i].Tellings, m.Telling)
		}
	}
	return list
}

// gather clusters the records of one pair, unit by unit.
func gather(members []member) []*cluster {
	type block struct {
		members []member
		spread  Spread
	}
	blocks := map[Kind]*block{}
	for i, m := range members {
		s := m.Stands()
		b := blocks[s.Kind]
		if b == nil {
			b = &block{}
			blocks[s.Kind] = b
		}
		b.members = append(b.members, m)
		// A telling that is there twice, as both ways of its pair, comes one after the other.
		if i == 0 || members[i-1].Telling != m.Telling {
			b.spread = b.spread.Add(s.Spread())
		}
	}
	var all []*cluster
	for _, kind := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[kind]
		slices.SortFunc(b.members, func(x, y member) int { return cmp.Compare(x.when.last, y.when.last) })
		for _, u := range b.spread.Units() {
			from := sort.Search(len(b.members), func(i int) bool { return b.members[i].when.last >= u.Begin })
			to := sort.Search(len(b.members), func(i int) bool { return b.members[i].when.last > u.Last })
			all = append(all, u.gather(slices.Clone(b.members[from:to]))...)
		}
	}
	return all
}

// gather clusters records and keeps of each cluster the unit's own, and its
// first, which ties them to the others.
func (u Unit) gather(members []member) []*cluster {
	var kept []*cluster
	for _, c := range sequence(members) {
		n, owned := 0, false
		for i, m := range c.members {
			owns := u.Owns(m.when.last)
			owned = owned || owns
			if owns || i == 0 {
				c.members[n], c.reasons[n] = m, c.reasons[i]
				n++
			}
		}
		if owned {
			c.members, c.reasons = c.members[:n], c.reasons[:n]
			kept = append(kept, c)
		}
	}
	return kept
}
