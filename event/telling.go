package event

import (
	"cmp"
	"slices"

	"demarche/plover"
	"demarche/record"
)

// Telling is a record as merging sees it: what of it tells one happening from
// another.
type Telling struct {
	rec    *record.Record
	report int32 // number of its report
	when   timing
	typ    plover.Type // an announced meeting is an AGREE
	sides  [2][]string // countries of actors and recipients, sorted
	// implied is the country that the record leaves unsaid and its report
	// implies; it is one of the sides.
	implied string
	names   []string // of people and bodies among the actors, sorted

	// What the sentence says, once it was read; see about and said.
	topics     []string
	words      []uint64
	knowsAbout bool
	knowsWords bool
}

// happens reports whether a record tells of something that happened, happens or
// is announced. What might be or did not happen makes no event.
func happens(r *record.Record) bool {
	return r.Modality != record.Hypothetical && r.Modality != record.Negated
}

// announced is the type of what is still to come (codebook, section 1).
func announced(t plover.Type) plover.Type {
	switch t {
	case plover.Consult, plover.Support, plover.Cooperate, plover.Aid:
		return plover.Agree
	case plover.Retreat:
		return plover.Concede
	}
	return t
}

// NewTelling reads one record. report numbers the report that it stands in:
// tellings of one number are of one report. implied is the country that
// [Telling.Implied] gave when the report was read whole, "" for none. The record
// must not be changed afterwards. A telling is not safe for use by several
// goroutines at a time.
func NewTelling(r *record.Record, report int32, implied string) *Telling {
	t := &Telling{rec: r, report: report, when: timed(r), typ: r.Type}
	if r.Modality == record.Future || t.when.aim > t.when.told {
		t.typ = announced(r.Type)
	}
	t.sides[0], t.sides[1] = apart(codes(r.Actors), codes(r.Recipients))
	for i := range r.Actors {
		if p := &r.Actors[i]; p.Name != "" && p.Sector != "" {
			t.names = append(t.names, p.Name)
		}
	}
	slices.Sort(t.names)
	if implied != "" {
		t.imply(implied)
	}
	return t
}

// about are the topics of the act. The sentence is read for them when they are
// asked for: who only wants pairs and days needs none.
func (t *Telling) about() []string {
	if !t.knowsAbout {
		r := t.rec
		t.topics, t.knowsAbout = topicsOf(r.Sentence.Text, r.Trigger.Start-r.Sentence.Start, r.Trigger.End-r.Sentence.Start), true
	}
	return t.topics
}

// said are the words of the sentence that say something, without those that name
// the parties, read as late.
func (t *Telling) said() []uint64 {
	if !t.knowsWords {
		r := t.rec
		t.words, t.knowsWords = content(r.Sentence.Text, func(at int) bool {
			at += r.Sentence.Start
			return names(r.Actors, at) || names(r.Recipients, at)
		}), true
	}
	return t.words
}

// imply supplies the party on the side that the record leaves unsaid.
func (t *Telling) imply(country string) {
	side := 1
	if len(t.sides[0]) == 0 {
		side = 0
	}
	t.implied, t.sides[side] = country, []string{country}
}

// Record is the record that was read.
func (t *Telling) Record() *record.Record { return t.rec }

// Implied is the country that the record leaves unsaid and its report implies.
func (t *Telling) Implied() string { return t.implied }

// Dated reports whether some day is known, if only that of publication. What
// has none makes no event.
func (t *Telling) Dated() bool { return t.when.known }

// Pairs are the pairs of countries that the record stands between.
func (t *Telling) Pairs() []Pair {
	var list []Pair
	t.eachPair(func(p Pair, _ way) {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	})
	return list
}

// apart takes the actors out of the recipients. What several do to all of
// themselves they do together; what one does to itself stays as it is.
func apart(actors, recipients []string) (a, b []string) {
	if len(recipients) < 2 && len(actors) < 2 {
		return actors, recipients
	}
	others := slices.DeleteFunc(slices.Clone(recipients), func(c string) bool { return slices.Contains(actors, c) })
	return actors, others
}

// names reports whether the text at an offset names one of the parties.
func names(list []record.Party, at int) bool {
	for i := range list {
		if list[i].Start <= at && at < list[i].End {
			return true
		}
	}
	return false
}

// codes are the countries of parties, sorted, each once.
func codes(list []record.Party) []string {
	var cs []string
	for i := range list {
		if c := list[i].Country; c != "" && !slices.Contains(cs, c) {
			cs = append(cs, c)
		}
	}
	slices.Sort(cs)
	return cs
}

// Pair is two countries in alphabetical order; the second is "" when the other
// side is not known.
type Pair [2]string

func pairOf(a, b string) Pair {
	if b != "" && b < a || a == "" {
		a, b = b, a
	}
	return Pair{a, b}
}

// way says who of a pair acted.
type way uint8

const (
	forth  way = 1 // the first on the second
	back   way = 2
	mutual way = 3
)

// mostPairs bounds how many pairs one record is looked at under: a list of
// thirty signatories is no reason to compare it four hundred times.
const mostPairs = 8

// eachPair calls f with the pairs that a record stands between.
func (t *Telling) eachPair(f func(Pair, way)) {
	actors, recipients, n := t.sides[0], t.sides[1], 0
	put := func(a, b string, w way) {
		if n++; n > mostPairs {
			return
		}
		p := pairOf(a, b)
		if w == forth && p[0] != a {
			w = back
		}
		f(p, w)
	}
	switch {
	case len(actors) > 0 && len(recipients) > 0:
		for _, a := range actors {
			for _, b := range recipients {
				if a != b || len(actors) == 1 && len(recipients) == 1 {
					put(a, b, forth)
				}
			}
		}
	case len(actors) > 1:
		for i, a := range actors {
			for _, b := range actors[i+1:] {
				put(a, b, mutual)
			}
		}
	case len(actors) == 1:
		put(actors[0], "", forth)
	default:
		for _, b := range recipients {
			p := pairOf(b, "")
			f(p, back)
		}
	}
}

// before is the order in which records are taken: those dated to the day, then
// those dated to a longer stretch, then the others; by day; and where all that
// is the same by where they stand, so that the order is the same however the
// reports came in.
func before(a, b *Telling) int {
	return cmp.Or(
		cmp.Compare(a.when.class(), b.when.class()),
		cmp.Compare(a.when.first, b.when.first),
		cmp.Compare(a.when.last, b.when.last),
		cmp.Compare(a.when.told, b.when.told),
		cmp.Compare(a.rec.Report.ID, b.rec.Report.ID),
		cmp.Compare(a.rec.Trigger.Start, b.rec.Trigger.Start),
		cmp.Compare(a.rec.ID, b.rec.ID),
		cmp.Compare(a.rec.Report.Outlet, b.rec.Report.Outlet),
		cmp.Compare(a.rec.Report.Title, b.rec.Report.Title),
	)
}

// class orders timings by how exact they are.
func (t *timing) class() int {
	switch {
	case t.day:
		return 0
	case t.dated:
		return 1
	}
	return 2
}
