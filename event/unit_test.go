package event

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"demarche/plover"
	"demarche/record"
	"demarche/who"
)

// warYear is what reports tell of two countries, n happenings a day: each is told
// by up to four reports on its day and later, of which some do not say when it was.
func warYear(random *rand.Rand, days, n int, acts []string) []*Telling {
	things := strings.Fields("port refinery bridge depot airfield convoy salmon ferry radar battery railway canal plant village island battalion frigate prisoner ceasefire minister envoy tanker hospital dam")
	deeds := strings.Fields("destroyed burnt shelled denounced seized blocked flooded mined raided cut closed warned insulted promised refused surrounded")
	var list []*Telling
	for day := range days {
		for range n {
			act := acts[random.IntN(len(acts))]
			a, b, c := things[random.IntN(len(things))], things[random.IntN(len(things))], deeds[random.IntN(len(deeds))]
			for range 1 + random.IntN(4) {
				told := day + random.IntN(3)*random.IntN(4)
				rep := published(fmt.Sprint("r", len(list)), dayString(who.Day(15000+told)))
				what := act
				if random.IntN(3) > 0 {
					what += " " + dayString(who.Day(15000+day))
				}
				rec := tell(rep, what, fmt.Sprintf("It [%s] the %s near the %s, sources %d said.", c, a, b, random.IntN(9)))
				if random.IntN(20) == 0 {
					rec.Date = &record.Date{Start: dayString(who.Day(15000 + day - random.IntN(20))), End: rep.Published, Precision: record.Month}
				}
				rec.Sentence.Index = random.IntN(6)
				list = append(list, NewTelling(&rec, int32(len(list)), ""))
			}
		}
	}
	return list
}

// together gives for each telling the least record of those that it is with.
func together(clusters []*cluster) map[*Telling]string {
	number := map[*Telling]int32{}
	for _, c := range clusters {
		for _, m := range c.members {
			if _, ok := number[m.Telling]; !ok {
				number[m.Telling] = int32(len(number))
			}
		}
	}
	joined := make(forest, len(number))
	for i := range joined {
		joined[i] = int32(i)
	}
	for _, c := range clusters {
		for _, m := range c.members {
			joined.join(number[c.members[0].Telling], number[m.Telling])
		}
	}
	least := map[int32]string{}
	for t, i := range number {
		root := joined.find(i)
		if id := least[root]; id == "" || t.rec.ID < id {
			least[root] = t.rec.ID
		}
	}
	with := map[*Telling]string{}
	for t, i := range number {
		with[t] = least[joined.find(i)]
	}
	return with
}

var norChl = Pair{"CHL", "NOR"}

func TestKinds(t *testing.T) {
	for _, a := range plover.Types() {
		for _, b := range plover.Types() {
			ka, kb := (&Telling{typ: a}).Stands().Kind, (&Telling{typ: b}).Stands().Kind
			if (kin(a, b) || a == b) && ka != kb {
				t.Errorf("%s and %s match and are of the kinds %s and %s", a, b, ka, kb)
			}
		}
	}
	if a, b := kinds[plover.Assault], kinds[plover.Agree]; a == b {
		t.Errorf("attacks and agreements are of one kind, %s", a)
	}
	if a, b := kinds[plover.Request], kinds[plover.Mobilize]; a != b {
		t.Errorf("demands and mobilisation are of the kinds %s and %s, though threats tie them together", a, b)
	}
}

// Where no stretch is dense, units find what the records taken one after the
// other give.
func TestUnitsChangeNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	var acts []string
	for _, typ := range plover.Types() {
		acts = append(acts, "NOR>CHL "+string(typ), "CHL>NOR "+string(typ), "CHL+NOR "+string(typ))
	}
	for _, gap := range []int{1, 30, 90} {
		list := warYear(random, 40, 3, acts)
		for _, x := range list { // gaps, so that there are several stretches
			x.when.first, x.when.last, x.when.told = x.when.first*who.Day(gap), x.when.last+x.when.first*who.Day(gap-1), x.when.told+x.when.first*who.Day(gap-1)
		}
		got, want := together(gather(membersOf(norChl, list))), together(sequence(membersOf(norChl, list)))
		for _, x := range list {
			if got[x] != want[x] {
				t.Fatalf("gap %d: %s is with %s, want %s", gap, x.rec.ID, got[x], want[x])
			}
		}
		if gap > 1 {
			continue
		}
		reasons := func(clusters []*cluster) (all []string) {
			for _, c := range clusters {
				for _, r := range c.reasons {
					all = append(all, fmt.Sprint(r))
				}
			}
			slices.Sort(all)
			return all
		}
		if got, want := reasons(gather(membersOf(norChl, list))), reasons(sequence(membersOf(norChl, list))); !slices.Equal(got, want) {
			t.Error("the reasons differ")
		}
	}
}

// A war year of two countries is many units, which find nearly what one would.
func TestWarYearIsManyUnits(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 3))
	list := warYear(random, 365, 12, []string{"NOR>CHL ASSAULT", "CHL>NOR ASSAULT", "NOR>CHL ACCUSE", "CHL>NOR THREATEN", "CHL>NOR REJECT"})
	var spread Spread
	for _, x := range list {
		spread = spread.Add(x.Stands().Spread())
	}
	units := spread.Units()
	largest, owned := 0, 0
	for _, u := range units {
		sees := 0
		for _, x := range list {
			day := x.Stands().Day
			if u.Owns(day) {
				owned++
			}
			if u.Begin <= day && day <= u.Last {
				sees++
			}
		}
		largest = max(largest, sees)
	}
	t.Logf("%d records, %d units, the largest looks at %d", len(list), len(units), largest)
	if owned != len(list) {
		t.Errorf("units own %d records of %d", owned, len(list))
	}
	if largest*4 > len(list) {
		t.Errorf("the largest unit looks at %d records of %d", largest, len(list))
	}
	clusters := gather(membersOf(norChl, list))
	got, want := together(clusters), together(sequence(membersOf(norChl, list)))
	other, groups := 0, map[string]bool{}
	for _, x := range list {
		groups[want[x]] = true
		if got[x] != want[x] {
			other++
		}
	}
	t.Logf("%d happenings, %d records are with others than in one unit", len(groups), other)
	if other*200 > len(list) {
		t.Errorf("%d records of %d are with others than in one unit", other, len(list))
	}
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	again := together(gather(membersOf(norChl, list)))
	for _, x := range list {
		if again[x] != got[x] {
			t.Fatalf("in another order %s is with %s, not %s", x.rec.ID, again[x], got[x])
		}
	}
}

// The sum of spreads is the same in any order, and a day lies in a stretch when
// something reaches it.
func TestSpread(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		reached, stands := map[int64]bool{}, map[int64]int64{}
		parts := make([]Spread, 1+random.IntN(3))
		for range random.IntN(12) {
			first := random.Int32N(60)
			last := first + random.Int32N(5)
			s := Stand{Day: who.Day(first + random.Int32N(last-first+1)), First: who.Day(first), Last: who.Day(last)}
			i := random.IntN(len(parts))
			parts[i] = parts[i].Add(s.Spread())
			for day := 2 * int64(first); day <= 2*int64(last); day++ { // between two days that touch lies a gap
				reached[day] = true
			}
			stands[int64(s.Day)]++
		}
		var all Spread
		for _, p := range parts {
			all = all.Add(p)
		}
		for i, day := range all.Day {
			if all.Count[i] != stands[day] {
				t.Fatalf("%d stand on day %d of %+v, want %d", all.Count[i], day, all, stands[day])
			}
		}
		if len(all.Day) != len(stands) {
			t.Fatalf("%+v, want the days %v", all, stands)
		}
		var want Spread
		for day := int64(-2); day < 140; day++ {
			switch {
			case reached[day] && !reached[day-1]:
				want.First = append(want.First, day/2)
			case !reached[day] && reached[day-1]:
				want.Last = append(want.Last, (day-1)/2)
			}
		}
		if !slices.Equal(all.First, want.First) || !slices.Equal(all.Last, want.Last) {
			t.Fatalf("stretches %v to %v, want %v to %v", all.First, all.Last, want.First, want.Last)
		}
	}
}
