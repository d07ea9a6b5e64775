package alert

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"demarche/brief"
	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

// owner is the name under which the store keeps the outbox; readKey that under
// which it keeps the number of the last change that was read.
const (
	owner   = "alerts"
	readKey = "read"
)

// Times of the outbox.
const (
	portion  = 500                 // changes that are read at a time
	longest  = time.Hour           // between two tries
	giveUp   = 7 * 24 * time.Hour  // after which a channel that takes nothing is no longer tried
	keepSent = 90 * 24 * time.Hour // that a key is remembered after it was sent
)

// DefaultRetry is how long after the first failure a channel is tried again; the
// wait doubles with each further one.
const DefaultRetry = 30 * time.Second

// Entry is an alert in the outbox.
type Entry struct {
	Channel string    `json:"channel"`
	Made    time.Time `json:"made"`
	Due     time.Time `json:"due"` // when it is tried next
	Tries   int       `json:"tries,omitempty"`
	Error   string    `json:"error,omitempty"` // of the last try
	Sent    time.Time `json:"sent"`            // zero while it waits
	Failed  bool      `json:"failed,omitempty"`
	Title   string    `json:"title"`
	Rule    string    `json:"rule"`
	Urgent  bool      `json:"urgent,omitempty"`
	Key     string    `json:"key"`
	Alert   *Alert    `json:"alert,omitempty"` // until it is sent
}

// Waits reports whether it is still to be sent.
func (e *Entry) Waits() bool { return e.Sent.IsZero() && !e.Failed }

func (e *Entry) place() string { return "out/" + e.Channel + "/" + e.Key }

// Engine holds the changes of a store against rules and sends what comes of it.
type Engine struct {
	store  *store.Store
	rules  *Rules
	teller *brief.Teller
	log    *slog.Logger
	now    func() time.Time
	mu     sync.Mutex
}

// New returns an engine. now is nil for the clock of the machine.
func New(s *store.Store, rules *Rules, roster *who.Roster, log *slog.Logger, now func() time.Time) *Engine {
	if now == nil {
		now = time.Now
	}
	return &Engine{store: s, rules: rules, teller: brief.NewTeller(s, roster), log: log, now: now}
}

// Outbox are the alerts of a store, sent and waiting, in the order in which they
// were made.
func Outbox(ctx context.Context, keep *store.Store) ([]*Entry, error) {
	kept, err := keep.Keepsakes(ctx, owner)
	if err != nil {
		return nil, err
	}
	var list []*Entry
	for key, text := range kept {
		if key == readKey {
			continue
		}
		e := &Entry{}
		if err := json.Unmarshal([]byte(text), e); err != nil {
			return nil, fmt.Errorf("the outbox: %s: %w", key, err)
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *Entry) int { return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.place(), b.place())) })
	return list, nil
}

// Check reads the changes that came since the last time and puts the alerts that
// follow into the outbox. In a store that no rules were held against before,
// what is there already is not told of. It returns how many alerts were made.
func (e *Engine) Check(ctx context.Context) (made int, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	kept, err := e.store.Keepsakes(ctx, owner)
	if err != nil {
		return 0, err
	}
	text, ok := kept[readKey]
	if !ok {
		last, err := e.store.LastChange(ctx)
		if err != nil {
			return 0, err
		}
		return 0, e.store.Keep(ctx, owner, map[string]string{readKey: strconv.FormatInt(last, 10)})
	}
	read, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the outbox: it was read up to %q: %w", text, err)
	}
	for {
		changes, err := e.store.Changes(ctx, read, portion)
		if err != nil || len(changes) == 0 {
			return made, err
		}
		alerts, err := e.Against(ctx, changes)
		if err != nil {
			return made, err
		}
		read = changes[len(changes)-1].No
		values := map[string]string{readKey: strconv.FormatInt(read, 10)}
		for _, a := range alerts {
			for _, out := range e.entries(a) {
				if kept[out.place()] != "" || values[out.place()] != "" {
					continue
				}
				line, err := json.Marshal(out)
				if err != nil {
					return made, err
				}
				values[out.place()] = string(line)
				kept[out.place()] = string(line)
				made++
			}
		}
		if err := e.store.Keep(ctx, owner, values); err != nil {
			return made, err
		}
	}
}

func (e *Engine) entries(a *Alert) []*Entry {
	i := slices.IndexFunc(e.rules.List, func(r Rule) bool { return r.Name == a.Rule })
	r := &e.rules.List[i]
	list := make([]*Entry, 0, len(r.Send))
	for _, name := range r.Send {
		list = append(list, &Entry{
			Channel: name, Made: a.Made, Due: a.Made, Title: a.Item.Title, Rule: a.Rule, Urgent: r.Urgent, Key: a.Key, Alert: a,
		})
	}
	return list
}

// Against are the alerts that follow from changes, in their order.
func (e *Engine) Against(ctx context.Context, changes []store.Entry) ([]*Alert, error) {
	met, err := e.met(ctx, changes)
	if err != nil {
		return nil, err
	}
	var alerts []*Alert
	for i := range changes {
		c := &changes[i]
		var item *brief.Item
		for j := range e.rules.List {
			r := &e.rules.List[j]
			if !r.concerns(c) || r.When == whenEvent && !met[j][c.ID] {
				continue
			}
			if item == nil {
				if item, err = e.teller.Item(ctx, c); err != nil {
					return nil, err
				}
				if item == nil {
					break // it is no more
				}
			}
			if item.Matter != nil && !r.follows(item.Matter) {
				continue
			}
			thing, err := e.thing(ctx, r, c)
			if err != nil {
				return nil, err
			}
			alerts = append(alerts, &Alert{Key: keyOf(r.Name, thing), Rule: r.Name, Made: e.now().UTC(), Item: item})
		}
	}
	return alerts, nil
}

// met tells for each rule about events which of the events meet it.
func (e *Engine) met(ctx context.Context, changes []store.Entry) ([]map[string]bool, error) {
	var ids []string
	for i := range changes {
		if c := &changes[i]; c.Kind == store.NewEvent || c.Kind == store.RetoldEvent {
			ids = append(ids, c.ID)
		}
	}
	met := make([]map[string]bool, len(e.rules.List))
	for j := range e.rules.List {
		r := &e.rules.List[j]
		if r.When != whenEvent {
			continue
		}
		var err error
		if met[j], err = e.store.Meeting(ctx, r.Filter, ids); err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
	}
	return met, nil
}

// concerns reports whether a change is of the kind that a rule waits for, as
// far as can be told without looking further.
func (r *Rule) concerns(c *store.Entry) bool {
	if a, b := r.Filter.Pair[0], r.Filter.Pair[1]; a != "" && r.When != whenEvent && c.Pair != [2]string{min(a, b), max(a, b)} {
		return false
	}
	switch r.When {
	case whenEvent:
		return c.Kind == store.NewEvent || c.Kind == store.RetoldEvent
	case whenTurn:
		return c.Kind == store.NewTurn
	case whenMatter:
		return c.Kind == store.NewStep && (len(r.States) == 0 || slices.Contains(r.States, relation.State(c.State)))
	}
	return c.Kind == store.NewLevel &&
		(r.Below != nil && c.Was >= *r.Below && c.Now < *r.Below || r.Above != nil && c.Was <= *r.Above && c.Now > *r.Above)
}

// follows reports whether a rule asks for a matter.
func (r *Rule) follows(m *relation.Matter) bool {
	return (len(r.Kinds) == 0 || slices.Contains(r.Kinds, m.Kind)) && (r.By == "" || r.By == m.By) && (r.To == "" || r.To == m.To)
}

// thing names what a rule is told of once.
func (e *Engine) thing(ctx context.Context, r *Rule, c *store.Entry) (string, error) {
	if r.When != whenEvent || !r.Once {
		return "change/" + strconv.FormatInt(c.No, 10), nil
	}
	origin, err := e.store.Origin(ctx, c.ID)
	return "event/" + origin, err
}

// Deliver sends what is due, and tells when the next try is, zero for none.
func (e *Engine) Deliver(ctx context.Context) (next time.Time, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	list, err := Outbox(ctx, e.store)
	if err != nil {
		return next, err
	}
	now := e.now()
	for _, out := range list {
		switch {
		case !out.Sent.IsZero() && now.Sub(out.Sent) > keepSent:
			err = e.store.Keep(ctx, owner, map[string]string{out.place(): ""})
		case !out.Waits():
			continue
		case !out.Due.After(now) && (out.Urgent || !e.rules.Quiet.Covers(now)):
			err = e.try(ctx, out)
		}
		if err != nil {
			return next, err
		}
		if out.Waits() && (next.IsZero() || out.Due.Before(next)) {
			next = out.Due
		}
	}
	return next, nil
}

// try sends an alert and notes what became of it.
func (e *Engine) try(ctx context.Context, out *Entry) error {
	channel := e.rules.Channels[out.Channel]
	fault := fmt.Errorf("the rules have no channel %q any more", out.Channel)
	if channel != nil {
		fault = channel.Send(ctx, out.Alert)
	}
	if ctx.Err() != nil && fault != nil {
		return ctx.Err()
	}
	out.Tries++
	now := e.now()
	if fault == nil {
		out.Sent, out.Error, out.Alert = now, "", nil
	} else {
		out.Error = fault.Error()
		out.Due = now.Add(wait(cmp.Or(e.rules.Retry, DefaultRetry), out.Tries))
		out.Failed = now.Sub(out.Made) > giveUp
		e.log.Warn("sending an alert", "channel", out.Channel, "alert", out.Title, "error", fault, "given up", out.Failed)
	}
	line, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return e.store.Keep(context.WithoutCancel(ctx), owner, map[string]string{out.place(): string(line)})
}

// wait is the time after so many failures, give or take a half.
func wait(first time.Duration, tries int) time.Duration {
	d := min(min(first, longest)<<min(tries-1, 12), longest)
	return time.Duration(float64(d) * (0.5 + rand.Float64()))
}

// Run checks whenever wake gets something and sends what is due, until the
// context ends, whose error it returns.
func (e *Engine) Run(ctx context.Context, wake <-chan struct{}) error {
	for {
		_, err := e.Check(ctx)
		next := time.Time{}
		if err == nil {
			next, err = e.Deliver(ctx)
		}
		if err != nil && ctx.Err() == nil {
			e.log.Error("alerts", "error", err)
		}
		pause := time.Minute // quiet hours end without a sign
		if !next.IsZero() {
			pause = min(pause, max(next.Sub(e.now()), 100*time.Millisecond))
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// Sample is an alert that tells of nothing, for trying a channel.
func Sample(now time.Time) *Alert {
	return &Alert{
		Key: keyOf("test", now.Format(time.RFC3339Nano)), Rule: "test", Made: now.UTC(), Test: true,
		Item: &brief.Item{
			Kind: store.NewEvent, Noted: now.UTC(), Title: "Norway to Chile: AGREE (a test)",
			Because: []brief.Quote{{Sentence: "Norway invited the president of Chile to Oslo.", Report: "test", Outlet: "Example Wire"}},
		},
	}
}

// Try sends a sample to a channel of the rules.
func (r *Rules) Try(ctx context.Context, channel string, a *Alert) error {
	c := r.Channels[channel]
	if c == nil {
		return errors.New("there is no such channel")
	}
	return c.Send(ctx, a)
}
