package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// journaled are all changes of a store, and how often each thing came.
func journaled(t *testing.T, s *Store) (list []Entry, times map[string]int) {
	t.Helper()
	list, err := s.Changes(context.Background(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	times = map[string]int{}
	for i, e := range list {
		if e.No != int64(i+1) {
			t.Fatalf("change %d has the number %d", i+1, e.No)
		}
		if e.Kind == NewEvent || e.Kind == NewTurn || e.Kind == NewStep {
			times[fmt.Sprintf("%s %s %s %s %s", e.Kind, e.ID, e.State, e.Event, e.Date)]++
		}
	}
	return list, times
}

// Reports that come one by one bring each event, turn and step once, and leave
// none out that is there at the end.
func TestJournalOneByOne(t *testing.T) {
	ctx, s := context.Background(), fresh(t)
	for _, c := range examples(t) {
		add(t, s, c)
		update(t, s)
		// The same again brings nothing.
		before, _ := s.LastChange(ctx)
		add(t, s, c)
		update(t, s)
		if after, _ := s.LastChange(ctx); after != before {
			t.Fatalf("%s, added again, brought %d changes", c.Report.ID, after-before)
		}
	}
	list, times := journaled(t, s)
	for what, n := range times {
		if n != 1 {
			t.Errorf("%d times: %s", n, what)
		}
	}
	// What events are called now follows from what they were called first.
	name := map[string]string{}
	for _, e := range list {
		switch e.Kind {
		case NewEvent:
			name[e.ID] = e.ID
		case RetoldEvent:
			if _, ok := name[e.Event]; !ok {
				t.Errorf("%s was told anew as %s and is not known", e.Event, e.ID)
			}
			name[e.ID] = e.Event
		}
	}
	events, _, err := s.Events(ctx, Filter{}, Page{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if name[e.ID] == "" {
			t.Errorf("event %s is in no change", e.ID)
		}
	}
	for _, pair := range [][2]string{{"CUB", "USA"}, {"IRN", "SAU"}} {
		r, err := s.Relation(ctx, pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Turns) == 0 {
			t.Fatalf("no turn of %v", pair)
		}
		for _, turn := range r.Turns {
			if !slices.ContainsFunc(list, func(e Entry) bool { return e.Kind == NewTurn && e.Pair == pair && e.State == string(turn.Direction) }) {
				t.Errorf("the turn of %v on %s is in no change", pair, turn.Date)
			}
		}
		last := 0.0
		for _, e := range list {
			if e.Kind == NewLevel && e.Pair == pair {
				if e.Was != last {
					t.Errorf("level of %v: from %v, was %v", pair, e.Was, last)
				}
				last = e.Now
			}
		}
		if last != r.Level {
			t.Errorf("level of %v: %v in the changes, %v in the store", pair, last, r.Level)
		}
	}
}

// A report that comes late, before all others in time, takes no event for a new
// one that was known.
func TestJournalLate(t *testing.T) {
	ctx, s := context.Background(), fresh(t)
	list := examples(t)
	slices.Reverse(list)
	for i, c := range list {
		add(t, s, c)
		if i%5 == 4 || i == len(list)-1 {
			update(t, s)
		}
	}
	_, times := journaled(t, s)
	for what, n := range times {
		if n != 1 {
			t.Errorf("%d times: %s", n, what)
		}
	}
	n, err := s.CountEvents(ctx, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	brought := 0
	for _, e := range first(journaled(t, s)) {
		if e.Kind == NewEvent {
			brought++
		}
	}
	// Two events can become one when a report tells that they are.
	if brought < n || brought > n+n/10 {
		t.Errorf("%d events were brought, %d are there", brought, n)
	}
}

func first(list []Entry, _ map[string]int) []Entry { return list }

// What an owner keeps is there when the store is opened again.
func TestKeep(t *testing.T) {
	ctx := context.Background()
	path := t.TempDir() + "/s.duckdb"
	s := at(t, path, Options{})
	for _, values := range []map[string]string{{"a": "1", "b": "2"}, {"a": "3", "c": "4"}, {"b": ""}} {
		if err := s.Keep(ctx, "feeds", values); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Keep(ctx, "alerts", map[string]string{"a": "other"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := at(t, path, Options{}).Keepsakes(ctx, "feeds")
	if err != nil || fmt.Sprint(kept) != "map[a:3 c:4]" {
		t.Errorf("kept %v, %v", kept, err)
	}
}
