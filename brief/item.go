// Package brief tells what changed in a store, for people: each change as an
// item with a headline and the sentences behind it, and the changes of a day as a
// brief. Nothing is written freely: headlines come from templates, all else is
// quoted.
package brief

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

// Item is a change of the store with what it rests on.
type Item struct {
	No      int64            `json:"no"`   // of the change
	Kind    string           `json:"kind"` // event, retold, turn, step or level
	Noted   time.Time        `json:"noted"`
	Title   string           `json:"title"`
	Pair    []string         `json:"pair,omitempty"` // country codes
	Date    string           `json:"date,omitempty"`
	Event   *event.Event     `json:"event,omitempty"`
	Turn    *relation.Turn   `json:"turn,omitempty"`
	Matter  *relation.Matter `json:"matter,omitempty"`
	State   relation.State   `json:"state,omitempty"` // that a matter came to
	Level   *Level           `json:"level,omitempty"`
	Because []Quote          `json:"because"`
}

// Level is that of a relation before and after.
type Level struct {
	Was float64 `json:"was"`
	Now float64 `json:"now"`
}

// Quote is a sentence with where it stands.
type Quote struct {
	Sentence  string `json:"sentence"`
	Report    string `json:"report"` // id
	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	URL       string `json:"url,omitempty"`
}

// mostQuotes is how many sentences stand for an item at most, mostEach how many
// for one of several events behind it.
const (
	mostQuotes = 6
	mostEach   = 2
)

// Teller makes items of changes.
type Teller struct {
	store  *store.Store
	roster *who.Roster

	// What was read for several changes together; nil where each is read when it
	// is told of.
	events  map[string]*event.Event
	matters map[string]*relation.Matter
}

// NewTeller returns one for a store.
func NewTeller(s *store.Store, roster *who.Roster) *Teller { return &Teller{store: s, roster: roster} }

// Items tells of several changes, each as Item does. What they are about is read
// together, which for many costs little more than for one.
func (t *Teller) Items(ctx context.Context, changes []*store.Entry) ([]*Item, error) {
	var ids []string
	for _, e := range changes {
		switch {
		case e.Kind == store.NewEvent || e.Kind == store.RetoldEvent:
			ids = append(ids, e.ID)
		case e.Kind == store.NewStep && e.Event != "":
			ids = append(ids, e.Event)
		}
	}
	events, err := t.store.EventsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	some := &Teller{t.store, t.roster, events, map[string]*relation.Matter{}}
	items := make([]*Item, len(changes))
	for i, e := range changes {
		if items[i], err = some.Item(ctx, e); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// event is the event of an id.
func (t *Teller) event(ctx context.Context, id string) (*event.Event, error) {
	if e := t.events[id]; e != nil {
		return e, nil
	}
	found, err := t.store.EventsOf(ctx, []string{id})
	if err == nil && found[id] == nil {
		err = fmt.Errorf("event %q: %w", id, store.ErrNotFound)
	}
	return found[id], err
}

// matter is the matter of an id.
func (t *Teller) matter(ctx context.Context, id string) (*relation.Matter, error) {
	if m := t.matters[id]; m != nil {
		return m, nil
	}
	m, err := t.store.Matter(ctx, id)
	if err == nil && t.matters != nil {
		t.matters[id] = m
	}
	return m, err
}

// Item tells of a change; nil where what it was about is no more, because later
// reports showed it otherwise.
func (t *Teller) Item(ctx context.Context, e *store.Entry) (*Item, error) {
	it := &Item{No: e.No, Kind: e.Kind, Noted: e.At, Date: e.Date, Because: []Quote{}}
	if e.Pair[0] != "" {
		it.Pair = e.Pair[:]
	}
	var err error
	switch e.Kind {
	case store.NewEvent, store.RetoldEvent:
		if it.Event, err = t.event(ctx, e.ID); err == nil {
			it.Pair, it.Date = it.Event.Countries(), it.Event.Start
			it.Title = t.eventTitle(it.Event)
			it.quote(it.Event, mostQuotes)
		}
	case store.NewTurn:
		err = t.turn(ctx, it, e)
	case store.NewStep:
		err = t.step(ctx, it, e)
	case store.NewLevel:
		it.Level = &Level{e.Was, e.Now}
		it.Title = fmt.Sprintf("%s: level %+.1f, was %+.1f", t.pair(e.Pair), e.Now, e.Was)
		err = t.newest(ctx, it, e.Pair)
	default:
		return nil, fmt.Errorf("change %d is of an unknown kind %q", e.No, e.Kind)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("telling of change %d: %w", e.No, err)
	}
	return it, nil
}

func (t *Teller) turn(ctx context.Context, it *Item, e *store.Entry) error {
	turns, _, err := t.store.Turns(ctx, store.TurnFilter{Parties: e.Pair[:]}, store.Page{})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(turns, func(x store.PairTurn) bool { return x.Date == e.Date && string(x.Direction) == e.State })
	if i < 0 { // it was dated anew
		i = slices.IndexFunc(turns, func(x store.PairTurn) bool { return string(x.Direction) == e.State && apart(x.Date, e.Date) <= 45 })
	}
	if i < 0 {
		return store.ErrNotFound
	}
	it.Turn, it.Date = &turns[i].Turn, turns[i].Date
	it.Title = fmt.Sprintf("%s: %s on %s (%+.1f to %+.1f)", t.pair(e.Pair), it.Turn.Direction, it.Turn.Date, it.Turn.Before, it.Turn.After)
	because, err := t.store.EventsOf(ctx, it.Turn.Because)
	for _, id := range it.Turn.Because {
		it.quote(because[id], mostEach)
	}
	return err
}

// apart is how many days lie between two.
func apart(a, b string) int {
	x, err := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	if err != nil || err2 != nil {
		return 1 << 30
	}
	return int(x.Sub(y).Abs().Hours() / 24)
}

func (t *Teller) step(ctx context.Context, it *Item, e *store.Entry) error {
	var err error
	if it.Matter, err = t.matter(ctx, e.ID); err != nil {
		return err
	}
	it.State = relation.State(e.State)
	it.Title = t.matterTitle(it.Matter, it.State)
	behind, err := t.event(ctx, cmp.Or(e.Event, it.Matter.Steps[0].Event))
	it.quote(behind, mostEach)
	return passOver(err)
}

// newest quotes the events between two countries that were told of last.
func (t *Teller) newest(ctx context.Context, it *Item, pair [2]string) error {
	events, _, err := t.store.Events(ctx, store.Filter{Pair: pair}, store.Page{Sort: "-told", Limit: mostQuotes / mostEach})
	if err != nil {
		return err
	}
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	whole, err := t.store.EventsOf(ctx, ids)
	for _, id := range ids {
		it.quote(whole[id], mostEach)
	}
	return err
}

// quote adds the sentences that tell of an event, at most n and each once; none
// of one that is no more.
func (it *Item) quote(e *event.Event, n int) {
	if e == nil {
		return
	}
	for _, r := range e.Records {
		q := Quote{
			Sentence: r.Sentence.Text, Report: r.Report.ID, Title: r.Report.Title,
			Outlet: r.Report.Outlet, Published: r.Report.Published, URL: r.Report.URL,
		}
		if n == 0 || len(it.Because) >= mostQuotes {
			break
		}
		if slices.ContainsFunc(it.Because, func(o Quote) bool { return o.Sentence == q.Sentence && o.Outlet == q.Outlet }) {
			continue
		}
		it.Because = append(it.Because, q)
		n--
	}
}

func (t *Teller) pair(p [2]string) string {
	return t.roster.CountryName(p[0]) + " – " + t.roster.CountryName(p[1])
}

func (t *Teller) side(list []event.Party) string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = t.roster.CountryName(list[i].Country)
	}
	return strings.Join(names, ", ")
}

// eventTitle is such as "Peru to Bolivia: SANCTION discontinue (2026-03-04)".
func (t *Teller) eventTitle(e *event.Event) string {
	title := t.side(e.Actors)
	if len(e.Recipients) > 0 {
		title += " to " + t.side(e.Recipients)
	}
	title += ": " + string(e.Type)
	if e.Mode != plover.Mode("") {
		title += " " + string(e.Mode)
	}
	if e.Modality != record.Actual {
		title += ", " + string(e.Modality)
	}
	if e.Start != "" {
		title += " (" + span(e.Start, e.End) + ")"
	}
	return title
}

func span(from, to string) string {
	if to == "" || to == from {
		return from
	}
	return from + " to " + to
}

// matterTitle is such as "invitation by Colombia to Chile: scheduled for
// 2026-03-20".
func (t *Teller) matterTitle(m *relation.Matter, s relation.State) string {
	title := string(m.Kind) + " by " + t.roster.CountryName(m.By) + " to " + t.roster.CountryName(m.To)
	if m.Kind == relation.Talks {
		title = "talks of " + t.roster.CountryName(m.By) + " and " + t.roster.CountryName(m.To)
	}
	title += ": " + string(s)
	for _, step := range m.Steps {
		if step.State == s && step.For != "" {
			return title + " for " + step.For
		}
	}
	return title
}

// Source says where a sentence stands: outlet, day and address, as far as they
// are known.
func (q *Quote) Source() string {
	var parts []string
	for _, s := range []string{q.Outlet, q.Published, q.URL} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return q.Report
	}
	return strings.Join(parts, ", ")
}

// passOver drops an error that says that something is no more.
func passOver(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
