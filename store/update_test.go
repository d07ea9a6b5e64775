package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"demarche/coder"
	"demarche/event"
	"demarche/relation"
	"demarche/report"
)

// coded are the examples of the project with their records, coded once for all
// tests, and copies of them that an agency might have sent to other papers.
var coded = sync.OnceValues(func() ([]Coded, error) {
	c, err := coder.New(coder.Options{})
	if err != nil {
		return nil, err
	}
	var list []Coded
	ctx := context.Background()
	for _, folder := range []string{"sau-irn", "usa-cub"} {
		for rep, err := range report.Open(ctx, "../examples/"+folder, report.Options{}) {
			if err != nil {
				return nil, err
			}
			rep.ID = folder + "/" + rep.ID
			records, err := c.Code(ctx, rep)
			if err != nil {
				return nil, err
			}
			list = append(list, Coded{rep, records, "test"})
			if len(list)%4 == 0 {
				again := *rep
				again.ID, again.Outlet = rep.ID+"-copy", "Other Wire"
				records, err := c.Code(ctx, &again)
				if err != nil {
					return nil, err
				}
				list = append(list, Coded{&again, records, "test"})
			}
		}
	}
	return list, nil
})

func examples(t *testing.T) []Coded {
	t.Helper()
	list, err := coded()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 30 {
		t.Fatalf("only %d reports", len(list))
	}
	return slices.Clone(list)
}

func add(t *testing.T, s *Store, list ...Coded) []Result {
	t.Helper()
	results, err := s.Add(context.Background(), list)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func update(t *testing.T, s *Store) *Change {
	t.Helper()
	change, err := s.Update(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return change
}

// told is everything that a store knows of events and matters, as text.
func told(t *testing.T, s *Store) string {
	t.Helper()
	events, _, err := s.Events(context.Background(), Filter{}, Page{})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(events, inOrder)
	return asText(t, events)
}

func inOrder(a, b *event.Event) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
}

func asText(t *testing.T, events []*event.Event) string {
	t.Helper()
	text := ""
	for _, e := range events {
		if e.Place != nil {
			e.Place.Span = nil // of the report it was read in, and not kept with events
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		text += string(b) + "\n"
	}
	return text
}

// merged is what a merger makes of the reports in memory.
func merged(t *testing.T, list []Coded) string {
	t.Helper()
	m := event.NewMerger()
	for _, c := range list {
		m.Add(c.Report.Text, c.Records)
	}
	return asText(t, m.Events())
}

// Whatever the order and portions in which reports come, with updates between
// them or without, the store has the events that the merger makes of all.
func TestAnyOrder(t *testing.T) {
	list := examples(t)
	want := merged(t, list)
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		s := fresh(t)
		for rest := list; len(rest) > 0; {
			n := min(1+rng.IntN(12), len(rest))
			add(t, s, rest[:n]...)
			if rng.IntN(2) == 0 {
				update(t, s)
			}
			rest = rest[n:]
		}
		update(t, s)
		if got := told(t, s); got != want {
			t.Fatalf("order %d:\n%s", seed, firstDifference(got, want))
		}
	}
}

func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i-200, len(s))):min(len(s), i+300)] }
	return fmt.Sprintf("got  …%s\nwant …%s", cut(got), cut(want))
}

// A correction leaves the store as if only the corrected text had ever come.
func TestCorrection(t *testing.T) {
	list := examples(t)
	wrong := slices.Clone(list)
	for i := range wrong {
		if i%3 != 0 {
			continue
		}
		other := wrong[(i+5)%len(wrong)]
		rep := *list[i].Report
		rep.Text = other.Report.Text
		records := slices.Clone(other.Records)
		for j := range records {
			records[j].Report = list[i].Records[0].Report
		}
		wrong[i] = Coded{&rep, records, "test"}
	}
	s := fresh(t)
	add(t, s, wrong[:10]...)
	update(t, s)
	add(t, s, wrong[10:]...)
	update(t, s)
	if got, want := told(t, s), merged(t, wrong); got != want {
		t.Fatalf("before the correction:\n%s", firstDifference(got, want))
	}
	counts := map[Status]int{}
	for _, r := range add(t, s, list...) {
		counts[r.Status]++
	}
	if want := (len(list) + 2) / 3; counts[Corrected] != want || counts[Same] != len(list)-want {
		t.Errorf("%v, want %d corrected and the rest the same", counts, want)
	}
	update(t, s)
	if got, want := told(t, s), merged(t, list); got != want {
		t.Fatalf("after the correction:\n%s", firstDifference(got, want))
	}
	var former int
	if err := s.db.QueryRow(`SELECT count(*) FROM former_reports`).Scan(&former); err != nil || former != counts[Corrected] {
		t.Errorf("%d earlier versions are kept (%v), want %d", former, err, counts[Corrected])
	}
}

// Adding the same again changes nothing.
func TestSameTwice(t *testing.T) {
	list := examples(t)
	s := fresh(t)
	add(t, s, list...)
	update(t, s)
	before := told(t, s)
	for i, r := range add(t, s, list...) {
		if r.Status != Same {
			t.Errorf("%s was %s", list[i].Report.ID, r.Status)
		}
	}
	if change := update(t, s); len(change.Events)+len(change.Gone)+len(change.Pairs) > 0 {
		t.Errorf("an update with nothing new changed %+v", change)
	}
	if got := told(t, s); got != before {
		t.Error(firstDifference(got, before))
	}
	if err := s.Unsettle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if change := update(t, s); len(change.Events) == 0 || len(change.Gone) > 0 {
		t.Errorf("merging all anew by the same rules changed %d events and lost %d", len(change.Events), len(change.Gone))
	}
	if got := told(t, s); got != before {
		t.Error(firstDifference(got, before))
	}
}

// Records come out as they went in.
func TestRecords(t *testing.T) {
	list := examples(t)
	s := fresh(t)
	add(t, s, list...)
	kept, missing := s.records.take(before(s.next.record))
	if len(missing) > 0 {
		t.Errorf("%d records are not at hand after they were added", len(missing))
	}
	s.records = newShelf[int64, row](recordsKept, nil)
	n := 0
	for _, c := range list {
		rep, found, err := s.Report(context.Background(), c.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Text != c.Report.Text || rep.Published != c.Report.Published || rep.Outlet != c.Report.Outlet || rep.Title != c.Report.Title {
			t.Errorf("the report %s came out as %+v", c.Report.ID, rep)
		}
		want := map[string]string{}
		for _, r := range c.Records {
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			want[r.ID] = string(b)
		}
		for _, f := range found {
			n++
			b, err := json.Marshal(f.Record)
			if err != nil {
				t.Fatal(err)
			}
			if string(b) != want[f.Record.ID] {
				t.Errorf("%s\ngot  %s\nwant %s", c.Report.ID, b, want[f.Record.ID])
			}
		}
		if len(found) != len(c.Records) {
			t.Errorf("%s: %d records, want %d", c.Report.ID, len(found), len(c.Records))
		}
	}
	if n < 100 {
		t.Errorf("only %d records were compared", n)
	}
	read, _ := s.records.take(before(s.next.record))
	for no, r := range read {
		if got, want := asJSON(t, kept[no]), asJSON(t, r); got != want {
			t.Errorf("from memory\n%s\nfrom the tables\n%s", got, want)
		}
	}
}

// before are the numbers from 1 to that which comes next.
func before(next int64) (nos []int64) {
	for no := int64(1); no < next; no++ {
		nos = append(nos, no)
	}
	return nos
}

func asJSON(t *testing.T, r *row) string {
	t.Helper()
	b, err := json.Marshal(r.Record)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func idsOf(events []*event.Event) (ids []string) {
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

// written are matters as text, in an order of their own.
func written(t *testing.T, matters []*relation.Matter) (list []string) {
	t.Helper()
	for _, m := range matters {
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(b))
	}
	slices.Sort(list)
	return list
}

// The relation that is stored is the one that is reckoned from the events.
func TestRelations(t *testing.T) {
	list := examples(t)
	s := fresh(t)
	for i := range list {
		add(t, s, list[i])
		if i%7 == 0 {
			update(t, s)
		}
	}
	update(t, s)
	m := event.NewMerger()
	for _, c := range list {
		m.Add(c.Report.Text, c.Records)
	}
	for _, pair := range [][2]string{{"IRN", "SAU"}, {"CUB", "USA"}} {
		want := relation.Of(m.Events(), pair[0], pair[1], relation.Options{})
		var level float64
		var events, turns, matters, steps, levels int
		err := s.db.QueryRow(`SELECT level, events,
			(SELECT count(*) FROM turns t WHERE t.a = r.a AND t.b = r.b),
			(SELECT count(*) FROM matters t WHERE t.a = r.a AND t.b = r.b),
			(SELECT count(*) FROM matter_steps WHERE matter IN (SELECT id FROM matters t WHERE t.a = r.a AND t.b = r.b)),
			(SELECT count(*) FROM levels t WHERE t.a = r.a AND t.b = r.b)
			FROM relations r WHERE a = ? AND b = ?`, pair[0], pair[1]).Scan(&level, &events, &turns, &matters, &steps, &levels)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, m := range want.Matters {
			n += len(m.Steps)
		}
		if level != want.Level || events != len(want.Events) || turns != len(want.Turns) || matters != len(want.Matters) || steps != n || levels != len(want.Course) {
			t.Errorf("%v: level %v, %d events, %d turns, %d matters with %d steps, %d levels; want %v, %d, %d, %d, %d, %d", pair,
				level, events, turns, matters, steps, levels, want.Level, len(want.Events), len(want.Turns), len(want.Matters), n, len(want.Course))
		}
		if events < 10 || turns == 0 || matters == 0 {
			t.Errorf("%v: %d events, %d turns, %d matters are too few to tell anything", pair, events, turns, matters)
		}
		got, err := s.Between(context.Background(), pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		stored, err := s.Relation(context.Background(), pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []struct {
			name      string
			got, want any
		}{
			{"levels", stored.Course, want.Course}, {"turns", stored.Turns, want.Turns}, {"phases", stored.Phases, want.Phases},
			{"until", stored.Until, want.Until}, {"lead", stored.Lead, want.Lead},
			{"events in their order", idsOf(stored.Events), idsOf(want.Events)},
			{"matters", written(t, stored.Matters), written(t, want.Matters)},
		} {
			if !reflect.DeepEqual(part.got, part.want) {
				t.Errorf("%v: %s\ngot  %v\nwant %v", pair, part.name, part.got, part.want)
			}
		}
		if back, err := s.Relation(context.Background(), pair[1], pair[0]); err != nil || back.A != pair[1] || back.Lead != -want.Lead || len(back.Events) != len(want.Events) {
			t.Errorf("%v the other way round: %v, lead %v of %d events", pair, err, back.Lead, len(back.Events))
		}
		again := relation.Of(got, pair[0], pair[1], relation.Options{})
		if again.Level != want.Level || len(again.Turns) != len(want.Turns) {
			t.Errorf("%v: reckoned from the store the level is %v with %d turns, want %v with %d", pair, again.Level, len(again.Turns), want.Level, len(want.Turns))
		}
	}
}
