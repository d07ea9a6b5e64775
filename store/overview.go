package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"demarche/relation"
)

// Size is how much the store holds, and which days it spans.
type Size struct {
	Reports   int    `json:"reports"`
	Records   int    `json:"records"`
	Events    int    `json:"events"`
	Relations int    `json:"relations"`
	Outlets   int    `json:"outlets"`
	First     string `json:"first"` // day of the first and the last report that names one, "" for none
	Last      string `json:"last"`
}

// Size counts what is in the store.
func (s *Store) Size(ctx context.Context) (z Size, err error) {
	var first, last sql.NullTime
	err = s.db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(records), 0)::BIGINT, count(DISTINCT nullif(outlet, '')), min(published), max(published),
		(SELECT count(*) FROM data.events), (SELECT count(*) FROM data.relations) FROM data.reports`).
		Scan(&z.Reports, &z.Records, &z.Outlets, &first, &last, &z.Events, &z.Relations)
	if err != nil {
		return z, fmt.Errorf("counting what is in the store: %w", err)
	}
	z.First, z.Last = dayText(first), dayText(last)
	return z, nil
}

// Standing is a relation in short: where it stands, and its course.
type Standing struct {
	A      string           `json:"a"` // country codes in alphabetical order
	B      string           `json:"b"`
	Until  string           `json:"until"` // day that the level is reckoned for
	Level  float64          `json:"level"`
	Volume float64          `json:"volume"`
	Lead   float64          `json:"lead"` // 1: b answers a; -1: a answers b
	Events int              `json:"events"`
	Course []relation.Point `json:"course"` // the level on each day on which something happened
}

// At is where the relation stood at the end of a day.
func (st *Standing) At(date string) relation.Point {
	r := relation.Relation{HalfLife: relation.DefaultHalfLife, Course: st.Course}
	return r.At(date)
}

// id settles the order of relations that are alike in what they are sorted by.
func (st *Standing) id() string { return st.A + "-" + st.B }

// relationSorts are the words that a page of relations can be sorted by.
var relationSorts = map[string]*order[*Standing]{
	"date":   {true, func(st *Standing) rank { return rank{text: st.Until} }, (*Standing).id},
	"level":  {false, func(st *Standing) rank { return rank{number: st.Level} }, (*Standing).id},
	"events": {false, func(st *Standing) rank { return rank{number: float64(st.Events)} }, (*Standing).id},
}

// RelationSorts are the words for relations.
func RelationSorts() []string { return []string{"date", "level", "events"} }

// Relations are those of the parties, all of whom take part, or all where there
// is none; "date" sorts by the day of the last event.
func (s *Store) Relations(ctx context.Context, parties []string, p Page) (list []*Standing, next string, err error) {
	word, _ := p.by()
	o := relationSorts[word]
	if o == nil {
		return nil, "", sortless(p)
	}
	all, err := s.standings(ctx, word)
	if err != nil {
		return nil, "", err
	}
	if len(parties) > 0 {
		all = slices.DeleteFunc(slices.Clone(all), func(st *Standing) bool { return !st.of(parties) })
	}
	some, next, err := o.page(all, p)
	if err != nil {
		return nil, "", err
	}
	list = make([]*Standing, len(some))
	for i, st := range some {
		own := *st
		list[i] = &own
	}
	return list, next, s.courses(ctx, list)
}

// of tells whether all of the parties take part.
func (st *Standing) of(parties []string) bool {
	return !slices.ContainsFunc(parties, func(code string) bool { return code != st.A && code != st.B })
}

// courses fills in the levels of relations.
func (s *Store) courses(ctx context.Context, list []*Standing) error {
	pairs := make([]pair, len(list))
	for i, st := range list {
		pairs[i] = pair{st.A, st.B}
	}
	known, missing := s.ledger.accounts.take(pairs)
	for i, st := range list {
		if x := known[pairs[i]]; x != nil {
			st.Course = x.Course
		}
	}
	if len(missing) == 0 {
		return nil
	}
	of := map[pair]*Standing{}
	for i, st := range list {
		if known[pairs[i]] == nil {
			of[pairs[i]] = st
		}
	}
	which, args := "TRUE", []any{}
	if len(missing) <= portion { // a longer list would cost more than reading all
		which = "(l.a, l.b) IN ((?, ?)" + strings.Repeat(", (?, ?)", len(missing)-1) + ")"
		for _, p := range missing {
			args = append(args, p[0], p[1])
		}
	}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var p pair
		var date sql.NullTime
		var at relation.Point
		if err := scan(&p[0], &p[1], &date, &at.Level, &at.Volume); err != nil {
			return err
		}
		at.Date = dayText(date)
		if st := of[p]; st != nil {
			st.Course = append(st.Course, at)
		}
		return nil
	}, `SELECT l.a, l.b, l.date, l.level, l.volume FROM data.levels l WHERE `+which+` ORDER BY l.a, l.b, l.date`, args...)
	if err != nil {
		return fmt.Errorf("reading the levels of relations: %w", err)
	}
	return nil
}

// Spot is a place with what happened there.
type Spot struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Events  int     `json:"events"`
	Score   float64 `json:"score"` // mean of the events
	Last    string  `json:"last"`  // day of the newest
}

// Spots are the places of the events that meet a filter, those of most events
// first, at most n of them.
func (s *Store) Spots(ctx context.Context, f Filter, n int) ([]Spot, error) {
	c := f.events()
	c.add("e.place IS NOT NULL")
	list := []Spot{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var p Spot
		var last sql.NullTime
		err := scan(&p.Name, &p.Country, &p.Lat, &p.Lon, &p.Events, &p.Score, &last)
		p.Last = dayText(last)
		list = append(list, p)
		return err
	}, `SELECT e.place, coalesce(e.place_country, ''), avg(e.latitude), avg(e.longitude), count(*), avg(e.score), max(e.date_end)
		FROM data.events e WHERE `+c.where()+`
		GROUP BY ALL ORDER BY count(*) DESC, e.place, 2 LIMIT ?`, append(c.args, n)...)
	if err != nil {
		return nil, fmt.Errorf("looking for places: %w", err)
	}
	return list, nil
}
