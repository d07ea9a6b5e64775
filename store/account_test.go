package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"demarche/coder"
	"demarche/event"
	"demarche/relation"
	"demarche/report"
)

// agree holds what a store tells from memory against what its tables have.
func agree(t *testing.T, s *Store, when string) {
	t.Helper()
	ctx := context.Background()
	var pairs []pair
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var p pair
		err := scan(&p[0], &p[1])
		pairs = append(pairs, p)
		return err
	}, `SELECT a, b FROM data.relations ORDER BY until, a || '-' || b`)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := s.Relations(ctx, nil, Page{})
	if err != nil {
		t.Fatal(err)
	}
	var told []pair
	for _, st := range list {
		told = append(told, pair{st.A, st.B})
	}
	if !slices.Equal(told, pairs) {
		t.Errorf("%s: the relations are told as %v, the tables have %v", when, told, pairs)
	}
	stale, err := s.Stale(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pairs {
		got, err := s.account(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		s.ledger.accounts.drop([]pair{p}) // what follows is read from the tables
		want, err := s.readAccount(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: of %v is told\n%+v\nthe tables have\n%+v", when, p, got, want)
		}
		if i < len(list) && !reflect.DeepEqual(*list[i], want.Standing) {
			t.Errorf("%s: in the list %v is\n%+v\nthe tables have\n%+v", when, p, *list[i], want.Standing)
		}
		events, _, err := s.Events(ctx, Filter{Pair: p}, Page{Sort: "-date"})
		if err != nil {
			t.Fatal(err)
		}
		s.events.drop(want.events)
		s.ledger.keep(p, got, s.ledger.updates)
		again, _, err := s.Events(ctx, Filter{Pair: p}, Page{Sort: "-date"})
		if err != nil {
			t.Fatal(err)
		}
		if stale { // what rests on records that are gone may be told either way
			events, again = unread(events), unread(again)
		}
		if !reflect.DeepEqual(events, again) {
			t.Errorf("%s: of %v %d events are told, and from the tables %d or others", when, p, len(again), len(events))
		}
		f := MatterFilter{Pair: p}
		open, _, err := s.matters(ctx, `matters t`, f.conditions(), Page{Sort: "opened"})
		if err != nil {
			t.Fatal(err)
		}
		now, err := s.Account(ctx, p[1], p[0])
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(now.Matters, open) {
			t.Errorf("%s: the matters of %v are told as\n%+v\nthe tables have\n%+v", when, p, now.Matters, open)
		}
	}
}

// unread are events without their records.
func unread(events []*event.Event) []*event.Event {
	for _, e := range events {
		e.Records, e.Merged = nil, nil
	}
	return events
}

// Whatever comes to a store, it tells from memory what its tables have.
func TestAccountsAsInTables(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(2) {
		list := examples(t)
		rng := rand.New(rand.NewPCG(seed, 2))
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		s := fresh(t)
		agree(t, s, "empty")
		for i := 0; i < len(list); {
			n := min(1+rng.IntN(10), len(list)-i)
			add(t, s, list[i:i+n]...)
			i += n
			agree(t, s, "reports came")
			switch rng.IntN(4) {
			case 0: // a correction that says what another report says
				at := rng.IntN(i)
				other := list[rng.IntN(len(list))]
				rep := *list[at].Report
				rep.Text = other.Report.Text
				records := slices.Clone(other.Records)
				for j := range records {
					records[j].Report.ID, records[j].ID = rep.ID, records[j].ID+"c"
				}
				add(t, s, Coded{&rep, records, "test"})
				agree(t, s, "a report was corrected")
			case 1:
				if err := s.Unsettle(ctx); err != nil {
					t.Fatal(err)
				}
			case 2: // a coder that sees less
				c := list[rng.IntN(i)]
				if _, err := s.Recode(ctx, []Coded{{c.Report, c.Records[:len(c.Records)/2], "other"}}); err != nil {
					t.Fatal(err)
				}
				agree(t, s, "a report was coded anew")
			case 3:
				gone, cancel := context.WithCancel(ctx)
				began := false
				_, err := s.Update(gone, func(string, int) { began = true; cancel() })
				cancel()
				if began && err == nil {
					t.Fatal("an update ended well though its context had ended")
				}
				agree(t, s, "an update failed")
			}
			if change := update(t, s); len(change.Pairs) > 0 {
				if x, _ := s.ledger.account(change.Pairs[0]); x == nil {
					t.Errorf("of %v nothing is at hand after the update that moved it", change.Pairs[0])
				}
			}
			agree(t, s, "an update")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		agree(t, at(t, s.path, Options{ReadOnly: true}), "opened for reading")
	}
}

// said is a report with its records.
func said(t *testing.T, id, day, text string) Coded {
	t.Helper()
	c, err := coder.New(coder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := &report.Report{ID: id, Published: day, Outlet: "Example Wire", Text: text}
	records, err := c.Code(context.Background(), rep)
	if err != nil {
		t.Fatal(err)
	}
	return Coded{rep, records, "test"}
}

// A relation whose only event was told in error is gone with the correction.
func TestRelationThatGoes(t *testing.T) {
	ctx, s := context.Background(), fresh(t)
	add(t, s, said(t, "1", "2021-06-02", "Kenya expelled two Greek diplomats on Tuesday."))
	update(t, s)
	if x, err := s.Account(ctx, "KEN", "GRC"); err != nil || len(x.events) != 1 || x.Level >= 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	add(t, s, said(t, "1", "2021-06-02", "The price of tea fell in Nairobi on Tuesday."))
	update(t, s)
	if x, err := s.Account(ctx, "GRC", "KEN"); !errors.Is(err, ErrNotFound) {
		t.Errorf("%+v is told, %v", x, err)
	}
	if list, _, err := s.Relations(ctx, []string{"KEN"}, Page{}); err != nil || len(list) > 0 {
		t.Errorf("%d relations of Kenya are told, %v", len(list), err)
	}
	if n, err := s.CountEvents(ctx, Filter{Pair: [2]string{"GRC", "KEN"}}); err != nil || n != 0 {
		t.Errorf("%d events are counted, %v", n, err)
	}
	agree(t, s, "after the correction")
}

// A matter lapses with the day of the store's newest report, whoever that tells of,
// and stands again when that day was an error.
func TestMatterLapsesWithNewestDay(t *testing.T) {
	ctx, s := context.Background(), fresh(t)
	add(t, s, said(t, "1", "2021-06-02", "Peru invited the president of Japan to Lima on Tuesday."))
	update(t, s)
	state := func() relation.State {
		t.Helper()
		x, err := s.Account(ctx, "JPN", "PER")
		if err != nil || len(x.Matters) != 1 {
			t.Fatalf("%+v, %v", x, err)
		}
		return x.Matters[0].State
	}
	if got := state(); got != relation.Opened {
		t.Fatalf("the invitation is %s", got)
	}
	add(t, s, said(t, "2", "2027-01-05", "The weather in Oslo was mild on Monday."))
	if got := state(); got != relation.Lapsed {
		t.Errorf("five years later the invitation is %s", got)
	}
	agree(t, s, "later")
	add(t, s, said(t, "2", "2021-06-05", "The weather in Oslo was mild on Monday."))
	if got := state(); got != relation.Opened {
		t.Errorf("three days later the invitation is %s", got)
	}
	agree(t, s, "corrected")
}

// What was read before an update ended is not kept after it.
func TestReadBeforeUpdateIsNotKept(t *testing.T) {
	s, p := fresh(t), pair{"JPN", "PER"}
	add(t, s, said(t, "1", "2021-06-02", "Peru invited the president of Japan to Lima on Tuesday."))
	update(t, s)
	s.ledger.accounts.drop([]pair{p})
	_, before := s.ledger.account(p)
	read, err := s.readAccount(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, said(t, "2", "2021-06-09", "Japan accused Peru of breaking the treaty on Tuesday."))
	update(t, s)
	s.ledger.keep(p, read, before)
	agree(t, s, "after it")
	if x, err := s.Account(context.Background(), "JPN", "PER"); err != nil || len(x.events) != 2 {
		t.Errorf("%+v, %v", x, err)
	}
}

// Pages of relations and of a pair's events follow one another without a gap,
// whichever way they are sorted.
func TestPagesFromMemory(t *testing.T) {
	ctx, s := context.Background(), at(t, filepath.Join(t.TempDir(), "s.duckdb"), Options{})
	add(t, s, examples(t)...)
	update(t, s)
	for _, word := range RelationSorts() {
		all, _, err := s.Relations(ctx, nil, Page{Sort: word})
		if err != nil || len(all) < 5 {
			t.Fatalf("%d relations, %v", len(all), err)
		}
		back, _, err := s.Relations(ctx, nil, Page{Sort: "-" + word})
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(back)
		if !reflect.DeepEqual(all, back) {
			t.Errorf("by %s they are not the same both ways", word)
		}
		for _, down := range []string{"", "-"} {
			var got []*Standing
			for p := (Page{Sort: down + word, Limit: 2}); ; {
				list, next, err := s.Relations(ctx, nil, p)
				if err != nil || len(list) > 2 {
					t.Fatalf("%d of them, %v", len(list), err)
				}
				got = append(got, list...)
				if p.After = next; next == "" {
					break
				}
			}
			if down != "" {
				slices.Reverse(got)
			}
			if !reflect.DeepEqual(got, all) {
				t.Errorf("page by page by %s%s there are %d relations, want %d, or others", down, word, len(got), len(all))
			}
		}
	}
	f := Filter{Pair: pair{"USA", "CUB"}}
	all, _, err := s.Events(ctx, f, Page{})
	if err != nil || len(all) < 10 {
		t.Fatalf("%d events, %v", len(all), err)
	}
	for _, sort := range []string{"date", "-date"} {
		var got []*event.Event
		for p := (Page{Sort: sort, Limit: 3}); ; {
			list, next, err := s.Events(ctx, f, p)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, list...)
			if p.After = next; next == "" {
				break
			}
		}
		if sort == "-date" {
			slices.Reverse(got)
		}
		if !reflect.DeepEqual(got, all) {
			t.Errorf("page by page by %s there are %d events, want %d, or others", sort, len(got), len(all))
		}
	}
}

// Matters are the same from memory as from the tables, whatever is asked for.
func TestMattersAtHand(t *testing.T) {
	ctx, s := context.Background(), fresh(t)
	add(t, s, examples(t)...)
	add(t, s, said(t, "later", "2016-10-01", "The weather in Oslo was mild on Monday."))
	update(t, s)
	some := 0
	for _, f := range []MatterFilter{
		{}, {Open: true}, {Parties: []string{"USA"}}, {Parties: []string{"USA", "CUB"}, Open: true}, {Pair: pair{"USA", "CUB"}}, {Parties: []string{"IRN"}, Pair: pair{"IRN", "SAU"}},
		{By: []string{"USA", "SAU"}}, {To: []string{"CUB"}}, {Kinds: []relation.Kind{relation.Promise, relation.Demand}}, {States: []relation.State{relation.Lapsed}},
		{Since: "2016-01-04"}, {Until: "2015-07-01"}, {Since: "2015-01-01", Until: "2015-12-31", Open: true}, {Parties: []string{"NOR"}},
	} {
		for _, sort := range []string{"", "-date", "opened", "-opened"} {
			for _, limit := range []int{0, 4} {
				for p := (Page{Sort: sort, Limit: limit}); ; {
					got, next, ok, err := s.mattersAtHand(ctx, &f, p)
					if err != nil || !ok {
						t.Fatalf("%+v: at hand: %t, %v", f, ok, err)
					}
					want, then, err := s.matters(ctx, `matters t`, f.conditions(), p)
					if err != nil {
						t.Fatal(err)
					}
					if !reflect.DeepEqual(got, want) || next != then {
						t.Fatalf("%+v, %+v: from memory\n%+v, then %q\nfrom the tables\n%+v, then %q", f, p, got, next, want, then)
					}
					some += len(got)
					if p.After = next; next == "" {
						break
					}
				}
			}
		}
	}
	if some < 100 {
		t.Errorf("only %d matters were compared", some)
	}
	if _, _, ok, err := s.mattersAtHand(ctx, &MatterFilter{Text: "embassy"}, Page{}); ok || err != nil {
		t.Errorf("words are looked for in memory: %t, %v", ok, err)
	}
	if _, _, err := s.Matters(ctx, MatterFilter{}, Page{Sort: "colour"}); !errors.Is(err, ErrPage) {
		t.Errorf("sorted by a colour: %v", err)
	}
	if _, _, err := s.Matters(ctx, MatterFilter{}, Page{After: "x"}); !errors.Is(err, ErrPage) {
		t.Errorf("after no cursor: %v", err)
	}
}

// A shelf holds no more than its room, and what was asked for last.
func TestShelf(t *testing.T) {
	s := newShelf[int](100, func(x *int) int { return *x })
	ten := 10
	for i := range 200 {
		s.put(map[int]*int{i: &ten})
		if found, _ := s.take([]int{0}); found[0] == nil {
			t.Fatalf("after %d others, what was asked for each time is gone", i)
		}
		weight := 0
		for _, half := range []map[int]*int{s.young, s.old} {
			for _, x := range half {
				weight += *x
			}
		}
		if weight > 110 {
			t.Fatalf("%d others weigh %d", i, weight)
		}
	}
	if found, missing := s.take([]int{199, 3}); found[199] == nil || !slices.Equal(missing, []int{3}) {
		t.Errorf("it holds %v and lacks %v", found, missing)
	}
	s.drop([]int{199})
	if found, _ := s.take([]int{199, 0}); found[199] != nil || found[0] == nil {
		t.Errorf("without the last it holds %v", found)
	}
	large := 60
	s.put(map[int]*int{500: &large})
	if found, _ := s.take([]int{500, 0}); found[500] != nil || found[0] == nil {
		t.Errorf("what is larger than its room is kept: %v", found)
	}
}
