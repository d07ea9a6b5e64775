package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"demarche/relation"
)

// MatterFilter says which matters are asked for; what is left empty does not
// restrict.
type MatterFilter struct {
	Parties []string  // country codes, all of which take part
	Pair    [2]string // the two between whom it is
	By      []string  // one of which opened it
	To      []string  // one of which is to answer
	Kinds   []relation.Kind
	States  []relation.State
	Open    bool   // only what is still pending
	Since   string // YYYY-MM-DD; what last moved before is left out
	Until   string // what was opened after is left out
	Text    string // words that all stand in what it is about or in its steps, in any case
}

func (f *MatterFilter) conditions() *conditions {
	c := &conditions{}
	for _, code := range f.Parties {
		c.add("(t.a = ? OR t.b = ?)", code, code)
	}
	like := &Filter{Pair: f.Pair, Text: f.Text}
	if a, b, ok := like.pair(); ok {
		c.add("t.a = ? AND t.b = ?", a, b)
	}
	in(c, "t.by_country", f.By)
	in(c, "t.to_country", f.To)
	in(c, "t.kind", f.Kinds)
	in(c, "t.state", f.States)
	if f.Open {
		in(c, "t.state", []relation.State{relation.Opened, relation.Accepted, relation.Scheduled})
	}
	if f.Since != "" {
		c.add("t.moved >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add("t.opened <= CAST(? AS DATE)", f.Until)
	}
	like.said(c, "(t.what || ' ' || coalesce((SELECT string_agg(m.words, ' ') FROM data.matter_steps m WHERE m.matter = t.id), ''))")
	return c
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

// Followed is the matter as package relation follows it. What lapsed for want of
// news by the day of the store's newest report has that as its last step.
func (m *Matter) Followed() *relation.Matter {
	r := &relation.Matter{Kind: m.Kind, By: m.By, To: m.To, What: m.What, About: m.About, Topics: m.Topics, Steps: m.Steps}
	if m.State == relation.Lapsed && m.Lapses != "" {
		r.Steps = append(slices.Clone(m.Steps), relation.Step{State: relation.Lapsed, Date: m.Lapses})
	}
	return r
}

// Followed are the matters as package relation follows them.
func Followed(matters []*Matter) []*relation.Matter {
	list := make([]*relation.Matter, len(matters))
	for i, m := range matters {
		list[i] = m.Followed()
	}
	return list
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

// matterOrders are matterSorts for matters in memory.
var matterOrders = map[string]*order[*Matter]{
	"date":   {true, func(m *Matter) rank { return rank{text: m.Moved} }, (*Matter).key},
	"opened": {true, func(m *Matter) rank { return rank{text: m.Opened} }, (*Matter).key},
}

// matterKey settles the order of matters of one day.
const matterKey = "(t.by_country || t.to_country || t.kind || t.id)"

// MatterSorts are the words for matters: the day of the last step, or of the
// first.
func MatterSorts() []string { return []string{"date", "opened"} }

// Matters are those that meet a filter, with their steps, in the order that the
// page asks for, and the cursor of the next page, "" where this is the last.
func (s *Store) Matters(ctx context.Context, f MatterFilter, p Page) (found []*Matter, next string, err error) {
	if found, next, ok, err := s.mattersAtHand(ctx, &f, p); ok || err != nil {
		return found, next, err
	}
	return s.matters(ctx, `matters t`, f.conditions(), p)
}

// meets is conditions for a matter in memory, but for words and for the countries that
// it is between.
func (f *MatterFilter) meets(m *Matter) bool {
	return (len(f.By) == 0 || slices.Contains(f.By, m.By)) && (len(f.To) == 0 || slices.Contains(f.To, m.To)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, m.Kind)) && (len(f.States) == 0 || slices.Contains(f.States, m.State)) &&
		(!f.Open || m.State.Open()) && (f.Since == "" || m.Moved >= f.Since) && (f.Until == "" || m.Opened != "" && m.Opened <= f.Until)
}

// mostAtHand is how many relations are looked through for matters; of more not all are
// at hand.
const mostAtHand = 4000

// mattersAtHand does what Matters does, if the accounts of all the relations that may
// have such matters are at hand.
func (s *Store) mattersAtHand(ctx context.Context, f *MatterFilter, p Page) (found []*Matter, next string, ok bool, err error) {
	word, _ := p.by()
	o := matterOrders[word]
	if o == nil || strings.TrimSpace(f.Text) != "" {
		return nil, "", false, nil
	}
	parties := f.Parties
	like := &Filter{Pair: f.Pair}
	if a, b, ok := like.pair(); ok {
		parties = append(slices.Clone(parties), a, b)
	}
	all, err := s.standings(ctx, "date")
	if err != nil {
		return nil, "", false, err
	}
	var pairs []pair
	for _, st := range all {
		if st.of(parties) {
			pairs = append(pairs, pair{st.A, st.B})
		}
	}
	if len(pairs) > mostAtHand {
		return nil, "", false, nil
	}
	accounts, missing := s.ledger.accounts.take(pairs)
	if len(missing) > 0 {
		return nil, "", false, nil
	}
	newest, err := s.Newest(ctx)
	if err != nil {
		return nil, "", false, err
	}
	for _, x := range accounts {
		for _, m := range lapsed(x.Matters, newest) {
			if f.meets(m) {
				found = append(found, m)
			}
		}
	}
	slices.SortFunc(found, o.compare)
	found, next, err = o.page(found, p)
	return found, next, true, err
}

// matters reads those of a table: that of matters as they stood on the day of the last
// event of their relation, or the view of them as they stand now.
func (s *Store) matters(ctx context.Context, from string, c *conditions, p Page) (found []*Matter, next string, err error) {
	o, err := p.ordering(matterSorts, matterKey)
	if err != nil {
		return nil, "", err
	}
	found, next, err = paged(ctx, s, `t.a, t.b, t.kind, t.by_country, t.to_country, t.what, t.about, t.topics, t.state, t.opened, t.moved, t.lapses, t.id`,
		from, c, o, p, func(scan func(...any) error) (*Matter, error) {
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
	return found, next, s.steps(ctx, from, c, found)
}

// Matter is the matter of an id.
func (s *Store) Matter(ctx context.Context, id string) (*relation.Matter, error) {
	c := &conditions{}
	c.add("t.id = ?", id)
	list, _, err := s.matters(ctx, `matters t`, c, Page{})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("matter %q: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return list[0].Followed(), nil
}

// steps fills in the steps of matters, which meet the conditions.
func (s *Store) steps(ctx context.Context, from string, c *conditions, matters []*Matter) error {
	if len(matters) == 0 {
		return nil
	}
	of := map[string]*Matter{}
	ids := make([]string, len(matters))
	for i, m := range matters {
		of[m.ID], ids[i] = m, m.ID
	}
	which := &conditions{}
	if len(ids) <= portion {
		in(which, "m.matter", ids)
	} else {
		which.add("m.matter IN (SELECT t.id FROM "+from+" WHERE "+c.where()+")", c.args...)
	}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var id string
		var step relation.Step
		var date, aim sql.NullTime
		var outlets []any
		if err := scan(&id, &step.State, &date, &aim, &step.Event, &step.Words, list{&outlets}); err != nil {
			return err
		}
		step.Date, step.For = dayText(date), dayText(aim)
		if len(outlets) > 0 {
			step.Outlets = texts[string](outlets)
		}
		if m := of[id]; m != nil {
			m.Steps = append(m.Steps, step)
		}
		return nil
	}, `SELECT m.matter, m.state, m.date, m.date_for, coalesce(m.event, ''), m.words, m.outlets FROM data.matter_steps m
		WHERE `+which.where()+` ORDER BY m.matter, m.position`, which.args...)
	if err != nil {
		return fmt.Errorf("reading the steps of matters: %w", err)
	}
	return nil
}
