package event

import (
	"cmp"
	"slices"
	"strings"

	"demarche/plover"
	"demarche/record"
	"demarche/who"
)

// Told is a telling with the reason why it belongs to its event.
type Told struct {
	*Telling
	Reason
}

// Sure reports whether one of the tellings at least is sure enough for them to
// make an event.
func Sure(list []Told) bool {
	return slices.ContainsFunc(list, func(t Told) bool { return t.rec.Confidence >= doubtful })
}

// Describe makes an event of all that is told of it, in any order; teller gives
// the report of a number.
func Describe(all []Told, teller func(report int32) *Teller) *Event {
	slices.SortFunc(all, func(a, b Told) int { return before(a.Telling, b.Telling) })
	list := make([]*Telling, len(all))
	e := &Event{Topics: []string{}, Outlets: []string{}}
	for i, t := range all {
		list[i] = t.Telling
		e.Records = append(e.Records, t.rec)
		e.Merged = append(e.Merged, t.Reason)
	}
	e.ID = "e" + list[0].rec.ID
	e.kind(list)
	e.parties(list)
	e.days(list)
	for _, t := range list {
		e.Topics = union(e.Topics, t.about())
		if p := t.rec.Place; e.Place == nil && p != nil {
			e.Place = p
		}
	}
	e.Words = oneLine(telling(e, list).rec.Sentence.Text)
	e.tellers(list, teller)
	e.Differ = differences(list)
	return e
}

// vote adds up weights and gives the heaviest; of equals the lesser.
type vote[K cmp.Ordered] map[K]float64

func (v vote[K]) winner() (best K) {
	first := true
	for k, w := range v {
		if first || w > v[best]+1e-9 || w > v[best]-1e-9 && k < best {
			best, first = k, false
		}
	}
	return best
}

func (e *Event) kind(list []*Telling) {
	types, modes, modalities := vote[plover.Type]{}, vote[plover.Mode]{}, vote[record.Modality]{}
	for _, t := range list {
		types[t.typ] += t.rec.Confidence
		modalities[t.rec.Modality] += t.rec.Confidence
	}
	e.Type = types.winner()
	for _, t := range list {
		if t.typ == e.Type && t.rec.Type == e.Type && t.rec.Mode != "" {
			modes[t.rec.Mode] += t.rec.Confidence
		}
	}
	e.Mode = modes.winner()
	e.Quad, e.Score = e.Type.Quad(), e.Type.ScoreWith(e.Mode)
	e.Modality = modalities.winner()
}

// parties takes the sides as most of the records have them. A record that
// leaves a side to be implied counts for less.
func (e *Event) parties(list []*Telling) {
	sides := vote[string]{}
	for _, t := range list {
		w := t.rec.Confidence
		if t.implied != "" {
			w /= 3
		}
		if len(t.sides[0]) == 0 {
			w /= 3
		}
		sides[strings.Join(t.sides[0], " ")+">"+strings.Join(t.sides[1], " ")] += w
	}
	actors, recipients, _ := strings.Cut(sides.winner(), ">")
	e.Actors = e.side(list, strings.Fields(actors), func(r *record.Record) []record.Party { return r.Actors })
	e.Recipients = e.side(list, strings.Fields(recipients), func(r *record.Record) []record.Party { return r.Recipients })
}

func (e *Event) side(list []*Telling, countries []string, of func(*record.Record) []record.Party) []Party {
	side := []Party{}
	for _, c := range countries {
		p := Party{Country: c, Implied: true}
		sectors := vote[plover.Sector]{}
		for _, t := range list {
			for _, party := range of(t.rec) {
				if party.Country != c {
					continue
				}
				p.Implied = false
				if party.Sector != "" {
					sectors[party.Sector] += t.rec.Confidence
				}
				if party.Name != "" {
					p.Names = union(p.Names, []string{party.Name})
				}
			}
		}
		p.Sector = sectors.winner()
		side = append(side, p)
	}
	return side
}

// days dates the event by the most exact of its records, and by the day that
// most of these give.
func (e *Event) days(list []*Telling) {
	best := list[0].when // before has put the most exact first
	spans := vote[string]{}
	at := map[string]timing{}
	for _, t := range list {
		if t.when.class() == best.class() {
			key := dayString(t.when.first) + dayString(t.when.last)
			spans[key] += t.rec.Confidence / float64(1+t.when.width())
			at[key] = t.when
		}
		if t.when.aim > 0 && (e.For == "" || dayString(t.when.aim) < e.For) {
			e.For = dayString(t.when.aim)
		}
	}
	best = at[spans.winner()]
	if best.class() == 2 {
		for _, t := range list {
			best.told = min(best.told, t.when.told)
		}
		e.Start, e.End, e.Precision = dayString(best.told), dayString(best.told), record.Unknown
		return
	}
	e.Start, e.End, e.Precision = dayString(best.first), dayString(best.last), precision(best.width())
}

func precision(width who.Day) record.Precision {
	switch {
	case width <= 2:
		return record.Day
	case width <= 10:
		return record.Week
	case width <= 92:
		return record.Month
	}
	return record.Year
}

// telling is the record that tells the event best: of its type and parties,
// sure, from a text rather than a title, and from when it was news rather than
// looking back.
func telling(e *Event, list []*Telling) *Telling {
	best, most := list[0], -1.0
	news := list[0].when.told
	for _, t := range list {
		news = min(news, t.when.told)
	}
	for _, t := range list {
		w := t.rec.Confidence
		if t.when.told <= news+1 {
			w += 0.75
		}
		if t.typ == e.Type {
			w++
		}
		if t.implied == "" && len(t.sides[0]) > 0 && len(t.sides[1]) > 0 {
			w += 0.5
		}
		if t.rec.Sentence.Index > 0 {
			w += 0.25
		}
		if w > most {
			best, most = t, w
		}
	}
	return best
}

// tellers lists who tells of the event. Of near copies the one that was
// published first speaks for all.
func (e *Event) tellers(list []*Telling, teller func(int32) *Teller) {
	var ids []int32
	for _, t := range list {
		if !slices.Contains(ids, t.report) {
			ids = append(ids, t.report)
		}
	}
	slices.SortFunc(ids, func(a, b int32) int {
		x, y := teller(a), teller(b)
		return cmp.Or(cmp.Compare(x.Published, y.Published), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Outlet, y.Outlet), cmp.Compare(x.Title, y.Title))
	})
	var heard []int32
	for _, id := range ids {
		rep := teller(id)
		e.Reports = append(e.Reports, rep.ID)
		if !slices.Contains(heard, rep.Voice) {
			heard = append(heard, rep.Voice)
			if rep.Outlet != "" && !slices.Contains(e.Outlets, rep.Outlet) {
				e.Outlets = append(e.Outlets, rep.Outlet)
			}
		}
	}
	e.Voices = len(heard)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
