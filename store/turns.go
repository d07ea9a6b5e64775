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

// TurnFilter says which turns are asked for. What is left empty does not restrict.
type TurnFilter struct {
	Parties []string // country codes, all of which take part
	Since   string   // YYYY-MM-DD, both inclusive
	Until   string
}

func (f *TurnFilter) conditions() *conditions {
	c := &conditions{}
	for _, code := range f.Parties {
		c.add("(t.a = ? OR t.b = ?)", code, code)
	}
	if f.Since != "" {
		c.add("t.date >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add("t.date <= CAST(? AS DATE)", f.Until)
	}
	return c
}

// Turns are the turns of relations, "date" being the only order.
func (s *Store) Turns(ctx context.Context, f TurnFilter, p Page) (found []PairTurn, next string, err error) {
	o, err := p.ordering(map[string]string{"date": "CAST(t.date AS VARCHAR)"}, "(t.a || '-' || t.b)")
	if err != nil {
		return nil, "", err
	}
	found, next, err = paged(ctx, s, `t.a, t.b, t.date, t.window_start, t.window_end, t.direction, t.probability, t.mean_before, t.mean_after, t.because`,
		`data.turns t`, f.conditions(), o, p, func(scan func(...any) error) (PairTurn, error) {
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
