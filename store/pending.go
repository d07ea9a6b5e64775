package store

import (
	"context"
	"database/sql"
	"fmt"

	"demarche/relation"
)

// PairTurn is a turn with the two countries.
type PairTurn struct {
	A string `json:"a"`
	B string `json:"b"`
	relation.Turn
}

// PairFilter says which turns, phases or matters are asked for. What is left
// empty does not restrict.
type PairFilter struct {
	Parties []string // country codes, all of which take part
	By, To  string   // of matters: who opened it, and who is to answer
	Since   string   // YYYY-MM-DD: turns from this day on; matters that moved from this day on
	Until   string
	Open    bool // matters that are pending
	Kinds   []relation.Kind
	States  []relation.State
}

func (f *PairFilter) conditions(date string) *conditions {
	c := &conditions{}
	for _, code := range f.Parties {
		c.add("(t.a = ? OR t.b = ?)", code, code)
	}
	if f.Since != "" {
		c.add("t."+date+" >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add("t."+date+" <= CAST(? AS DATE)", f.Until)
	}
	return c
}

// Turns are the turns of relations, "date" being the only order.
func (s *Store) Turns(ctx context.Context, f PairFilter, p Page) (found []PairTurn, next string, err error) {
	o, err := p.ordering(map[string]string{"date": "CAST(t.date AS VARCHAR)"}, "(t.a || '-' || t.b)")
	if err != nil {
		return nil, "", err
	}
	found, next, err = paged(ctx, s, `t.a, t.b, t.date, t.window_start, t.window_end, t.direction, t.probability, t.mean_before, t.mean_after, t.because`,
		`data.turns t`, f.conditions("date"), o, p, func(scan func(...any) error) (PairTurn, error) {
			var t PairTurn
			var date, from, to sql.NullTime
			var because []any
			err := scan(&t.A, &t.B, &date, &from, &to, &t.Direction, &t.Probability, &t.Before, &t.After, list{&because})
			t.Date, t.Window, t.Because = dayText(date), [2]string{dayText(from), dayText(to)}, texts[string](because)
			return t, err
		})
	if err != nil {
		return nil, "", fmt.Errorf("looking for turns: %w", err)
	}
	return found, next, nil
}

// Phases are those of the relation of two countries in order of time.
func (s *Store) Phases(ctx context.Context, a, b string) ([]relation.Phase, error) {
	list := []relation.Phase{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var p relation.Phase
		var from, to sql.NullTime
		err := scan(&p.Name, &from, &to, &p.Mean, &p.Events)
		p.From, p.To = dayText(from), dayText(to)
		list = append(list, p)
		return err
	}, `SELECT name, date_start, date_end, mean, events FROM data.phases WHERE a = ? AND b = ? ORDER BY date_start`, min(a, b), max(a, b))
	if err != nil {
		return nil, fmt.Errorf("reading phases: %w", err)
	}
	return list, nil
}

// Matter is a matter as stored.
type Matter struct {
	ID     string          `json:"id"`
	A      string          `json:"a"` // country codes in alphabetical order
	B      string          `json:"b"`
	Kind   relation.Kind   `json:"kind"`
	By     string          `json:"by"`
	To     string          `json:"to"`
	What   string          `json:"what"`
	About  string          `json:"about,omitempty"`
	Topics []string        `json:"topics"`
	State  relation.State  `json:"state"`
	Opened string          `json:"opened"`
	Moved  string          `json:"moved"`            // day of the last step
	Lapses string          `json:"lapses,omitempty"` // day on which it lapses unless it moves
	Steps  []relation.Step `json:"steps"`
}

// Due is the last day that the matter was set for, "" where there is none.
func (m *Matter) Due() string {
	for i := len(m.Steps) - 1; i >= 0; i-- {
		if m.Steps[i].For != "" {
			return m.Steps[i].For
		}
	}
	return ""
}

// matterSorts are the words that a page of matters can be sorted by.
var matterSorts = map[string]string{
	"date":   "coalesce(CAST(t.moved AS VARCHAR), '')",
	"opened": "coalesce(CAST(t.opened AS VARCHAR), '')",
}

// MatterSorts are the words for matters: the day of the last step, or of the
// first.
func MatterSorts() []string { return []string{"date", "opened"} }

// FindMatters are the matters that meet a filter, with their steps, page by page.
func (s *Store) FindMatters(ctx context.Context, f PairFilter, p Page) (found []*Matter, next string, err error) {
	c := f.conditions("moved")
	if f.By != "" {
		c.add("t.by_country = ?", f.By)
	}
	if f.To != "" {
		c.add("t.to_country = ?", f.To)
	}
	if f.Open {
		in(c, "t.state", []relation.State{relation.Opened, relation.Accepted, relation.Scheduled})
	}
	in(c, "t.kind", f.Kinds)
	in(c, "t.state", f.States)
	o, err := p.ordering(matterSorts, "t.id")
	if err != nil {
		return nil, "", err
	}
	found, next, err = paged(ctx, s, `t.a, t.b, t.kind, t.by_country, t.to_country, t.what, t.about, t.topics, t.state, t.opened, t.moved, t.lapses, t.id`,
		`matters t`, c, o, p, func(scan func(...any) error) (*Matter, error) {
			m := &Matter{Steps: []relation.Step{}}
			var opened, moved, lapses sql.NullTime
			var topics []any
			err := scan(&m.A, &m.B, &m.Kind, &m.By, &m.To, &m.What, &m.About, list{&topics}, &m.State, &opened, &moved, &lapses, &m.ID)
			m.Topics, m.Opened, m.Moved, m.Lapses = texts[string](topics), dayText(opened), dayText(moved), dayText(lapses)
			return m, err
		})
	if err != nil {
		return nil, "", fmt.Errorf("looking for matters: %w", err)
	}
	return found, next, s.steps(ctx, found)
}

// steps fills in the steps of matters.
func (s *Store) steps(ctx context.Context, matters []*Matter) error {
	if len(matters) == 0 {
		return nil
	}
	of := map[string]*Matter{}
	ids := make([]string, len(matters))
	for i, m := range matters {
		of[m.ID], ids[i] = m, m.ID
	}
	c := &conditions{}
	in(c, "m.matter", ids)
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var id string
		var step relation.Step
		var date, aim sql.NullTime
		var outlets []any
		if err := scan(&id, &step.State, &date, &aim, &step.Event, &step.Words, list{&outlets}); err != nil {
			return err
		}
		step.Date, step.For, step.Outlets = dayText(date), dayText(aim), texts[string](outlets)
		of[id].Steps = append(of[id].Steps, step)
		return nil
	}, `SELECT m.matter, m.state, m.date, m.date_for, coalesce(m.event, ''), m.words, m.outlets FROM data.matter_steps m
		WHERE `+c.where()+` ORDER BY m.matter, m.position`, c.args...)
	if err != nil {
		return fmt.Errorf("reading the steps of matters: %w", err)
	}
	return nil
}
