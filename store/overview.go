package store

import (
	"context"
	"database/sql"
	"fmt"

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

// Newest is the day of publication of the newest report, "" where none has one.
func (s *Store) Newest(ctx context.Context) (string, error) {
	var newest sql.NullTime
	if err := s.db.QueryRowContext(ctx, `SELECT max(published) FROM data.reports`).Scan(&newest); err != nil {
		return "", fmt.Errorf("looking for the newest report: %w", err)
	}
	return dayText(newest), nil
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

// relationSorts are the words that a page of relations can be sorted by.
var relationSorts = map[string]string{
	"date":   "coalesce(CAST(r.until AS VARCHAR), '')",
	"level":  "r.level",
	"events": "r.events",
}

// RelationSorts are the words for relations.
func RelationSorts() []string { return []string{"date", "level", "events"} }

// Relations are those of the parties, all of whom take part, or all where there
// is none; "date" sorts by the day of the last event.
func (s *Store) Relations(ctx context.Context, parties []string, p Page) (list []*Standing, next string, err error) {
	c := &conditions{}
	for _, code := range parties {
		c.add("(r.a = ? OR r.b = ?)", code, code)
	}
	o, err := p.ordering(relationSorts, "(r.a || '-' || r.b)")
	if err != nil {
		return nil, "", err
	}
	list, next, err = paged(ctx, s, `r.a, r.b, r.until, r.level, r.volume, r.lead, r.events`, `data.relations r`, c, o, p,
		func(scan func(...any) error) (*Standing, error) {
			st := &Standing{Course: []relation.Point{}}
			var until sql.NullTime
			err := scan(&st.A, &st.B, &until, &st.Level, &st.Volume, &st.Lead, &st.Events)
			st.Until = dayText(until)
			return st, err
		})
	if err != nil {
		return nil, "", fmt.Errorf("looking for relations: %w", err)
	}
	return list, next, s.courses(ctx, list)
}

// courses fills in the levels of relations.
func (s *Store) courses(ctx context.Context, list []*Standing) error {
	if len(list) == 0 {
		return nil
	}
	of := map[[2]string]*Standing{}
	pairs := make([]string, len(list))
	for i, st := range list {
		of[[2]string{st.A, st.B}], pairs[i] = st, st.A+"-"+st.B
	}
	c := &conditions{}
	in(c, "(l.a || '-' || l.b)", pairs)
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var a, b string
		var date sql.NullTime
		var p relation.Point
		if err := scan(&a, &b, &date, &p.Level, &p.Volume); err != nil {
			return err
		}
		p.Date = dayText(date)
		st := of[[2]string{a, b}]
		st.Course = append(st.Course, p)
		return nil
	}, `SELECT l.a, l.b, l.date, l.level, l.volume FROM data.levels l WHERE `+c.where()+` ORDER BY l.a, l.b, l.date`, c.args...)
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
