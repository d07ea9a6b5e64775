package store

import (
	"context"
	"database/sql"
	"fmt"

	"demarche/relation"
)

// MatterFilter says which matters are asked for; what is left empty does not
// restrict.
type MatterFilter struct {
	Pair  [2]string // country codes
	By    []string
	To    []string
	Kinds []relation.Kind
	Open  bool   // only what is still pending
	Since string // YYYY-MM-DD; what last moved before is left out
	Until string // what was opened after is left out
	Text  string // words that all stand in what it is about or in its steps, in any case
}

// Matters are those that meet a filter, by the day on which they were opened.
// What lapsed for want of news by the day of the store's newest report has that
// as its last step.
func (s *Store) Matters(ctx context.Context, f MatterFilter) ([]*relation.Matter, error) {
	c := &conditions{}
	like := &Filter{Pair: f.Pair, Text: f.Text}
	if a, b, ok := like.pair(); ok {
		c.add("a = ? AND b = ?", a, b)
	}
	in(c, "by_country", f.By)
	in(c, "to_country", f.To)
	in(c, "kind", f.Kinds)
	if f.Open {
		c.add("state IN ('opened', 'accepted', 'scheduled')")
	}
	if f.Since != "" {
		c.add("moved >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add("opened <= CAST(? AS DATE)", f.Until)
	}
	like.said(c, "(what || ' ' || coalesce((SELECT string_agg(t.words, ' ') FROM data.matter_steps t WHERE t.matter = matters.id), ''))")

	matters := []*relation.Matter{}
	byID := map[string]*relation.Matter{}
	lapsed := map[string]string{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var (
			id, state string
			m         relation.Matter
			topics    []any
			lapses    sql.NullTime
		)
		if err := scan(&id, &m.Kind, &m.By, &m.To, &m.What, &m.About, list{&topics}, &state, &lapses); err != nil {
			return err
		}
		m.Topics = texts[string](topics)
		if relation.State(state) == relation.Lapsed && lapses.Valid {
			lapsed[id] = dayText(lapses)
		}
		matters, byID[id] = append(matters, &m), &m
		return nil
	}, `SELECT id, kind, by_country, to_country, what, about, topics, state, lapses FROM matters
		WHERE `+c.where()+` ORDER BY opened, by_country, to_country, kind, id`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("looking for matters: %w", err)
	}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var (
			id        string
			step      relation.Step
			date, aim sql.NullTime
			event     sql.NullString
			outlets   []any
		)
		if err := scan(&id, &step.State, &date, &aim, &event, &step.Words, list{&outlets}); err != nil {
			return err
		}
		step.Date, step.For, step.Event = dayText(date), dayText(aim), event.String
		if len(outlets) > 0 {
			step.Outlets = texts[string](outlets)
		}
		if m := byID[id]; m != nil {
			m.Steps = append(m.Steps, step)
		}
		return nil
	}, `SELECT matter, state, date, date_for, event, words, outlets FROM data.matter_steps
		WHERE matter IN (SELECT id FROM matters WHERE `+c.where()+`) ORDER BY matter, position`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("reading the steps of matters: %w", err)
	}
	for id, date := range lapsed {
		byID[id].Steps = append(byID[id].Steps, relation.Step{State: relation.Lapsed, Date: date})
	}
	return matters, nil
}
