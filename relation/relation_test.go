package relation

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

// happen makes an event of a line: "2024-05-14 NOR>CHL THREATEN/violence It
// warned that ...". What both did is "NOR+CHL"; a day after the type, in
// brackets, is the one that an announcement is for.
func happen(line string) *event.Event {
	f := strings.SplitN(line, " ", 4)
	typ, mode, _ := strings.Cut(f[2], "/")
	words := f[3]
	e := &event.Event{
		ID: "e" + line, Type: plover.Type(typ), Mode: plover.Mode(mode), Modality: record.Actual,
		Start: f[0], End: f[0], Precision: record.Day, Words: words, Voices: 1,
		Topics: event.TopicsIn(words), Reports: []string{f[0]}, Outlets: []string{"Wire"},
	}
	if strings.HasPrefix(words, "[") {
		e.For, e.Words, _ = strings.Cut(words[1:], "] ")
	}
	e.Score, e.Quad = e.Type.ScoreWith(e.Mode), e.Type.Quad()
	actors, recipients, _ := strings.Cut(f[1], ">")
	for _, c := range strings.Split(actors, "+") {
		e.Actors = append(e.Actors, event.Party{Country: c})
	}
	if recipients != "" {
		e.Recipients = []event.Party{{Country: recipients}}
	}
	e.Records = []*record.Record{{Report: record.Report{ID: f[0], Published: f[0]}, Sentence: record.Sentence{Index: 1}}}
	return e
}

func story(lines ...string) []*event.Event {
	var list []*event.Event
	for _, l := range lines {
		list = append(list, happen(l))
	}
	return list
}

// Each matter is told by its kind, sides and the states it went through.
func TestMatters(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"an invitation is accepted, but no day is set", []string{
			"2024-05-01 NOR>CHL AGREE Norway invited the Chilean president to visit Oslo.",
			"2024-05-03 CHL>NOR AGREE She said that she would accept the invitation to Oslo.",
		}, []string{"invitation NOR>CHL opened accepted"}},
		{"scheduled and held", []string{
			"2024-05-01 NOR>CHL AGREE Norway invited the Chilean president to visit Oslo.",
			"2024-05-03 CHL>NOR AGREE [2024-06-01] The visit will take place on 1 June.",
			"2024-06-01 CHL>NOR CONSULT/visit The president visited Oslo.",
		}, []string{"invitation NOR>CHL opened scheduled held"}},
		{"called off and on again", []string{
			"2024-05-01 NOR>CHL AGREE Norway invited the Chilean president to a summit in Oslo.",
			"2024-05-10 NOR>CHL REJECT/meet Norway cancelled the summit.",
			"2024-05-15 NOR>CHL AGREE [2024-06-01] The summit will be held on 1 June after all, said Norway.",
		}, []string{"invitation NOR>CHL opened withdrawn scheduled"}},
		{"declined", []string{
			"2024-05-01 NOR>CHL AGREE Norway invited the Chilean president to visit Oslo.",
			"2024-05-10 CHL>NOR REJECT/meet Chile turned the invitation to a visit down.",
		}, []string{"invitation NOR>CHL opened declined"}},
		{"to accept shows that the other side had invited", []string{
			"2024-05-03 CHL>NOR AGREE She accepted an invitation to visit Oslo.",
		}, []string{"invitation NOR>CHL opened accepted"}},
		{"a threat is carried out, which opens a sanction", []string{
			"2024-05-01 NOR>CHL THREATEN/restrict Norway threatened Chile with a tariff on salmon.",
			"2024-05-04 NOR>CHL SANCTION/discontinue The tariff took effect on Saturday.",
		}, []string{"threat NOR>CHL opened carried-out", "sanction NOR>CHL opened"}},
		{"a threat of war is not carried out by a tariff", []string{
			"2024-05-01 NOR>CHL THREATEN/violence Norway threatened to attack Chile.",
			"2024-05-04 NOR>CHL SANCTION/discontinue Norway imposed a tariff.",
		}, []string{"threat NOR>CHL opened", "sanction NOR>CHL opened"}},
		{"a threat is repeated and withdrawn", []string{
			"2024-05-01 NOR>CHL THREATEN/restrict Norway threatened Chile with a tariff.",
			"2024-05-02 NOR>CHL THREATEN/restrict The tariff would come soon, it warned again.",
			"2024-05-09 NOR>CHL CONCEDE Norway dropped its plan for a tariff.",
		}, []string{"threat NOR>CHL opened repeated withdrawn"}},
		{"who threatens back does not repeat", []string{
			"2024-05-01 NOR>CHL THREATEN/violence Norway threatened to strike Chile.",
			"2024-05-02 CHL>NOR THREATEN/violence Chile threatened to strike back.",
		}, []string{"threat NOR>CHL opened", "threat CHL>NOR opened"}},
		{"a sanction is lifted by the one of its topic", []string{
			"2024-05-01 NOR>CHL SANCTION/discontinue Norway imposed a tariff on wine.",
			"2024-05-10 NOR>CHL SANCTION/expel Norway expelled two diplomats of the embassy.",
			"2024-06-01 NOR>CHL CONCEDE Norway lifted the tariff on wine.",
		}, []string{"sanction NOR>CHL opened lifted", "sanction NOR>CHL opened"}},
		{"the will to lift one is a promise", []string{
			"2024-05-01 NOR>CHL SANCTION/discontinue Norway imposed a tariff on wine.",
			"2024-06-01 NOR>CHL CONCEDE Norway voiced its intention to lift the tariff.",
		}, []string{"sanction NOR>CHL opened", "promise NOR>CHL opened"}},
		{"a demand is refused", []string{
			"2024-05-01 NOR>CHL REQUEST/change Norway demanded that Chile free the prisoners.",
			"2024-05-03 CHL>NOR REJECT Chile refused to free the prisoners.",
		}, []string{"demand NOR>CHL opened refused"}},
		{"a demand is met", []string{
			"2024-05-01 NOR>CHL REQUEST/change Norway demanded that Chile free the prisoners.",
			"2024-05-03 CHL>NOR RETREAT/release Chile released the prisoners.",
		}, []string{"demand NOR>CHL opened met"}},
		{"a promise is kept", []string{
			"2024-05-01 NOR>CHL AGREE Norway promised Chile a loan.",
			"2024-05-20 NOR>CHL AID Norway paid out the loan.",
		}, []string{"promise NOR>CHL opened kept"}},
		{"talks lead to an agreement", []string{
			"2024-05-01 NOR+CHL CONSULT The two began talks on salmon.",
			"2024-05-09 NOR+CHL SUPPORT Both signed an agreement.",
		}, []string{"talks NOR>CHL opened agreed"}},
		{"nothing is heard of it for long", []string{
			"2022-05-01 NOR>CHL THREATEN/restrict Norway threatened Chile with a tariff.",
			"2024-05-01 NOR>CHL ACCUSE Norway accused Chile of dumping.",
		}, []string{"threat NOR>CHL opened lapsed"}},
		{"to lift the duty on one thing leaves that on another", []string{
			"2024-05-01 NOR>CHL SANCTION Norway put a duty on salmon from Chile.",
			"2024-05-02 NOR>CHL SANCTION Norway put a duty on copper from Chile.",
			"2024-08-03 NOR>CHL CONCEDE Norway lifted its duty on copper.",
		}, []string{"sanction NOR>CHL opened", "sanction NOR>CHL opened lifted"}},
		{"to refuse a demand shows that it was made", []string{
			"2024-05-01 CHL>NOR REJECT Chile turned down a Norwegian demand for compensation.",
		}, []string{"demand NOR>CHL opened refused"}},
		{"a demand is met after it was refused", []string{
			"2024-05-01 NOR>CHL REQUEST Norway demanded an apology.",
			"2024-05-02 CHL>NOR REJECT Chile refused to apologise.",
			"2024-07-01 CHL>NOR CONCEDE Chile apologised.",
		}, []string{"demand NOR>CHL opened refused met"}},
		{"a request for talks is met by talks", []string{
			"2024-05-01 NOR>CHL REQUEST/meet Norway asked for a meeting.",
			"2024-05-20 NOR+CHL CONSULT The two ministers met.",
		}, []string{"demand NOR>CHL opened met"}},
		{"a denial does not refuse talks", []string{
			"2024-05-01 NOR>CHL REQUEST/meet Norway asked for a meeting.",
			"2024-05-02 CHL>NOR REJECT Chile dismissed that as a lie.",
		}, []string{"demand NOR>CHL opened"}},
		{"a refusal that does not say of what is not of what was demanded long ago", []string{
			"2024-05-01 NOR>CHL REQUEST Norway demanded an inquiry.",
			"2024-09-01 CHL>NOR REJECT Chile refused to take back its words.",
		}, []string{"demand NOR>CHL opened"}},
		{"a threat of duties is carried out by duties", []string{
			"2024-05-01 NOR>CHL THREATEN/violence Norway warned of harm to the imports from Chile.",
			"2024-05-20 NOR>CHL SANCTION Norway put a duty on salmon.",
		}, []string{"threat NOR>CHL opened carried-out", "sanction NOR>CHL opened"}},
		{"a promise to lift is kept by lifting", []string{
			"2024-05-01 NOR>CHL CONCEDE Norway would lift its curbs step by step.",
			"2024-08-01 NOR>CHL CONCEDE Norway removed one curb.",
		}, []string{"promise NOR>CHL opened kept"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range Of(story(test.lines...), "NOR", "CHL", Options{}).Matters {
				s := fmt.Sprintf("%s %s>%s", m.Kind, m.By, m.To)
				for _, step := range m.Steps {
					s += " " + string(step.State)
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != strings.Join(test.want, "; ") {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestSteps(t *testing.T) {
	m := Of(story(
		"2024-05-01 NOR>CHL AGREE Norway invited the Chilean president to visit Oslo.",
		"2024-05-03 CHL>NOR AGREE [2024-06-01] The visit will take place on 1 June.",
	), "NOR", "CHL", Options{}).Matters[0]
	if m.State() != Scheduled || !m.Open() || m.Opened() != "2024-05-01" {
		t.Errorf("%s since %s", m.State(), m.Opened())
	}
	last := m.Steps[1]
	if last.For != "2024-06-01" || last.Date != "2024-05-03" || last.Event == "" || !strings.Contains(last.Words, "1 June") {
		t.Errorf("step %+v", last)
	}
}

// An event counts half after a half-life, and nothing else moves the level.
func TestLevel(t *testing.T) {
	events := story("2024-01-01 NOR>CHL SANCTION It imposed sanctions.")
	r := Of(events, "NOR", "CHL", Options{HalfLife: 10, Until: "2024-01-21"})
	first := r.At("2024-01-01")
	if first.Level >= 0 || first.Volume <= 0 {
		t.Fatalf("on the day: %+v", first)
	}
	for days, share := range map[string]float64{"2024-01-11": 0.5, "2024-01-21": 0.25} {
		p := r.At(days)
		if math.Abs(p.Volume-share*first.Volume) > 0.02 {
			t.Errorf("%s: volume %.2f of %.2f", days, p.Volume, first.Volume)
		}
		if want := -6 * p.Volume / (p.Volume + calm); math.Abs(p.Level-want) > 0.05 {
			t.Errorf("%s: level %.2f, want %.2f", days, p.Level, want)
		}
	}
	if p := r.At("2023-12-31"); p.Level != 0 || p.Volume != 0 {
		t.Errorf("before the first event: %+v", p)
	}
}

// Told up to a day, the story holds nothing of what came later.
func TestUntil(t *testing.T) {
	events := story(
		"2024-05-01 NOR>CHL THREATEN/restrict Norway threatened Chile with a tariff.",
		"2024-05-09 NOR>CHL CONCEDE Norway dropped its plan for a tariff.",
	)
	r := Of(events, "NOR", "CHL", Options{Until: "2024-05-05"})
	if len(r.Events) != 1 || len(r.Matters) != 1 || !r.Matters[0].Open() || r.Level >= 0 || r.Until != "2024-05-05" {
		t.Errorf("%d events, level %.1f until %s, matters %+v", len(r.Events), r.Level, r.Until, r.Matters)
	}
}

func TestLead(t *testing.T) {
	events := story(
		"2024-01-01 NOR>CHL ACCUSE It accused.", "2024-01-03 CHL>NOR ACCUSE It accused in turn.",
		"2024-02-01 NOR>CHL SUPPORT It praised.", "2024-02-02 CHL>NOR SUPPORT It thanked.",
	)
	if r := Of(events, "NOR", "CHL", Options{}); r.Lead <= 0 {
		t.Errorf("lead of the first %.2f", r.Lead)
	}
	if r := Of(events, "CHL", "NOR", Options{}); r.Lead >= 0 {
		t.Errorf("lead of the second %.2f", r.Lead)
	}
}

// row makes a row of scores, one every so many days.
func row(every int, parts ...[]float64) []Observation {
	var obs []Observation
	for _, p := range parts {
		for _, x := range p {
			obs = append(obs, Observation{Day: float64(19000 + every*len(obs)), Score: x, Weight: 1})
		}
	}
	return obs
}

var (
	hostile  = []float64{-3.5, -6, -2, -3.5, -7, -2, -3.5, -6}
	friendly = []float64{2.5, 4, 2.5, 5, 2.5, 4.5, 5, 2.5}
)

// A turn is dated to the weightiest day of its first week, not to the first.
func TestTurns(t *testing.T) {
	for _, test := range []struct {
		name string
		obs  []Observation
		want string
	}{
		{"a friendly course from nowhere, then a hostile one", row(5, friendly, hostile), "de-escalation 19005 escalation 19045"},
		{"hostile, then friendly", row(5, hostile, friendly), "escalation 19005 de-escalation 19045"},
		{"one course", row(5, hostile, hostile), "escalation 19005"},
		{"a single word out of turn is none", row(5, friendly, []float64{-3.5}, friendly), "de-escalation 19005"},
		{"nothing happens", nil, ""},
		{"too little happens", row(5, []float64{-2}), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, turn := range Turns(test.obs) {
				day, _ := dayNumber(turn.Date)
				got = append(got, fmt.Sprintf("%s %d", turn.Direction, day))
				if turn.Probability < 0.5 || turn.Probability > 1 {
					t.Errorf("probability %.2f", turn.Probability)
				}
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

// An empty year between two events makes no turn of its own.
func TestGap(t *testing.T) {
	obs := row(5, friendly, friendly)
	for i := len(friendly); i < len(obs); i++ {
		obs[i].Day += 400
	}
	if turns := Turns(obs); len(turns) != 1 {
		t.Errorf("%d turns, want the first only: %+v", len(turns), turns)
	}
}

// A quarrel told of on one day stands until something else is heard; between
// friendly acts of the same week it is a spat.
func TestQuarrelOfOneDay(t *testing.T) {
	for _, test := range []struct{ later, turns int }{{200, 3}, {3, 1}} {
		obs := row(5, friendly, hostile[:6], friendly)
		quarrel := obs[len(friendly)].Day
		for i := len(friendly); i < len(obs); i++ {
			obs[i].Day = quarrel
			if after := i - len(friendly) - 6; after >= 0 {
				obs[i].Day += float64(test.later + 5*after)
			}
		}
		if turns := Turns(obs); len(turns) != test.turns {
			t.Errorf("friendly again after %d days: %d turns, want %d: %+v", test.later, len(turns), test.turns, turns)
		}
	}
}

// Probabilities are probabilities, and the most probable row of changes is in order.
func TestFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "n")
		obs := make([]Observation, n)
		day := 0.0
		for i := range obs {
			day += float64(rapid.IntRange(0, 400).Draw(t, "gap"))
			obs[i] = Observation{day, rapid.Float64Range(-10, 10).Draw(t, "score"), rapid.Float64Range(0.2, 4).Draw(t, "weight")}
		}
		c := DefaultPrior.Find(obs)
		for i, p := range c.At {
			if math.IsNaN(p) || p < -1e-9 || p > 1+1e-9 {
				t.Fatalf("probability %v at %d", p, i)
			}
		}
		for i, at := range c.Starts {
			if at < 0 || at >= n || i > 0 && at <= c.Starts[i-1] {
				t.Fatalf("starts %v of %d", c.Starts, n)
			}
		}
	})
}

// The backward pass agrees with brute force over all rows of changes.
func TestFindExact(t *testing.T) {
	obs := row(10, []float64{-4, -3, 3, 4, 2})
	p := DefaultPrior
	n := len(obs)
	at, total := make([]float64, n), 0.0
	for set := range 1 << n { // bit i: a run begins at i
		log, r := 0.0, p.ordinary()
		for i, o := range obs {
			h := p.First
			if i > 0 {
				h = p.hazard(o.Day - obs[i-1].Day)
			}
			if set&(1<<i) != 0 {
				log += math.Log(h)
				r = p.fresh()
			} else {
				log += math.Log1p(-h)
			}
			log += r.see(o.Score, o.Weight)
		}
		w := math.Exp(log)
		total += w
		for i := range n {
			if set&(1<<i) != 0 {
				at[i] += w
			}
		}
	}
	for i, got := range p.Find(obs).At {
		if want := at[i] / total; math.Abs(got-want) > 1e-9 {
			t.Errorf("change at %d: %.6f, by brute force %.6f", i, got, want)
		}
	}
}

func TestPhaseName(t *testing.T) {
	for mean, want := range map[float64]string{-9: "crisis", -2: "strained", 0: "cool", 2: "normal", 6: "cooperative"} {
		if got := PhaseName(mean); got != want {
			t.Errorf("%v: %s, want %s", mean, got, want)
		}
	}
}

func TestPhasesMeetTurns(t *testing.T) {
	var lines []string
	for i := range 8 {
		lines = append(lines, fmt.Sprintf("2024-01-%02d NOR>CHL ACCUSE It accused %d.", 1+i, i), fmt.Sprintf("2024-06-%02d CHL>NOR SUPPORT It praised %d.", 1+i, i))
	}
	r := Of(story(lines...), "NOR", "CHL", Options{})
	if len(r.Phases) != 2 || r.Phases[0].Name != "strained" || r.Phases[1].Name != "cooperative" || r.Phases[1].From != "2024-06-01" {
		t.Errorf("phases %+v", r.Phases)
	}
	if last := r.Turns[len(r.Turns)-1]; last.Date != "2024-06-01" || last.Direction != DeEscalation || len(last.Because) == 0 {
		t.Errorf("last turn %+v", last)
	}
}

// A war of ten years, eight events a day.
func BenchmarkOf(b *testing.B) {
	acts := []string{
		"NOR>CHL ASSAULT/aerial Norway bombed a port in Chile.", "CHL>NOR THREATEN/violence Chile threatened to strike Oslo.",
		"NOR>CHL REQUEST/yield Norway demanded that Chile withdraw its ships.", "CHL>NOR REJECT Chile rejected the demand.",
		"NOR>CHL AGREE Norway invited the Chilean president to talks in Oslo.", "CHL>NOR SANCTION/expel Chile expelled three diplomats.",
		"NOR>CHL ACCUSE/disapprove Norway condemned the raid.", "NOR+CHL CONSULT The two ministers met in Geneva.",
	}
	var list []*event.Event
	for day := range 3650 {
		for k := range acts {
			act := acts[(day/90*3+day+k*k)%len(acts)]
			list = append(list, happen(dayString(15000+day)+" "+act))
			list[len(list)-1].ID += fmt.Sprint(k)
		}
	}
	for b.Loop() {
		Of(list, "NOR", "CHL", Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(list)), "us/event")
}
