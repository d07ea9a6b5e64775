package archive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

func init() {
	beam.RegisterDoFn(&warFn{})
	beam.RegisterDoFn(&sizeFn{})
	beam.RegisterDoFn(&eventFn{})
}

// warYear is what reports tell of a war of two countries in a year, in which other
// countries have a say now and then: the records of each report.
func warYear(happenings int) [][]record.Record {
	random := rand.New(rand.NewPCG(11, 12))
	things := strings.Fields("port refinery bridge depot airfield convoy ferry radar battery railway canal plant village island frigate tanker hospital dam")
	deeds := strings.Fields("destroyed burnt shelled denounced seized blocked flooded mined raided warned insulted refused surrounded")
	types := []plover.Type{plover.Assault, plover.Assault, plover.Accuse, plover.Threaten, plover.Reject, plover.Consult}
	start := time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC)
	var all [][]record.Record
	for h := range happenings {
		day := start.AddDate(0, 0, h*365/happenings)
		sides := [2]string{"NOR", "CHL"}
		if random.IntN(2) == 0 {
			sides = [2]string{"CHL", "NOR"}
		}
		parties := make([][]record.Party, 2)
		for i, c := range sides {
			parties[i] = []record.Party{{Country: c, Sector: plover.Government}}
		}
		if random.IntN(15) == 0 {
			parties[0] = append(parties[0], record.Party{Country: "PER", Sector: plover.Government})
		}
		typ := types[random.IntN(len(types))]
		deed, thing, place := deeds[random.IntN(len(deeds))], things[random.IntN(len(things))], things[random.IntN(len(things))]
		for range 1 + random.IntN(4) {
			told := day.AddDate(0, 0, random.IntN(3)*random.IntN(4)).Format(time.DateOnly)
			text := fmt.Sprintf("It %s the %s near the %s on day %d, it was said.", deed, thing, place, h*365/happenings)
			r := record.Record{
				Report:   record.Report{ID: fmt.Sprint("war-", len(all)), Published: told, Outlet: fmt.Sprint("Paper ", random.IntN(30))},
				Sentence: record.Sentence{Index: random.IntN(5), End: len(text), Text: text},
				Trigger:  record.Span{Start: 3, End: 3 + len(deed), Text: deed},
				Type:     typ, Modality: record.Actual, Confidence: 0.8,
				Quad: typ.Quad(), Score: typ.Score(), Actors: parties[0], Recipients: parties[1],
				Date: &record.Date{Start: told, End: told, Precision: record.Unknown},
			}
			if random.IntN(3) > 0 {
				on := day.Format(time.DateOnly)
				r.Date = &record.Date{Start: on, End: on, Precision: record.Day, Text: "then"}
			}
			r.ID = record.NewID(&r)
			all = append(all, []record.Record{r})
		}
	}
	return all
}

// warFn gives the reports of a war year as coded.
type warFn struct{ Happenings int }

func (f *warFn) ProcessElement(_ []byte, emit func([]byte)) error {
	for _, records := range warYear(f.Happenings) {
		about := records[0].Report
		data, err := pack(coded{
			No: number(about.ID), version: version{Number: 1, Report: &report.Report{ID: about.ID, Published: about.Published, Outlet: about.Outlet}},
			Records: records, Numbers: []int64{number(about.ID, "0")}, Implied: []string{""},
		})
		if err != nil {
			return err
		}
		emit(data)
	}
	return nil
}

// noted is where what comes out of a pipeline is left, which runs in this process.
var noted struct {
	sync.Mutex
	sizes  map[string]int // of units
	events map[string]*event.Event
}

type sizeFn struct{}

func (*sizeFn) ProcessElement(unit string, next func(*[]byte) bool) {
	n := 0
	for data := []byte(nil); next(&data); {
		n++
	}
	noted.Lock()
	defer noted.Unlock()
	noted.sizes[unit] = n
}

type eventFn struct{}

func (*eventFn) ProcessElement(_ string, element []byte) error {
	h, err := unpack[happened](element)
	if err != nil {
		return err
	}
	noted.Lock()
	defer noted.Unlock()
	noted.events[h.Event.ID] = h.Event
	return nil
}

// A pair that holds nearly all records, every day of a year, is clustered in many
// units of which none holds much of it, and comes to the events of the single
// machine.
func TestWarYearIsSpread(t *testing.T) {
	const made = 2100
	noted.sizes, noted.events = map[string]int{}, map[string]*event.Event{}
	p, s := beam.NewPipelineWithRoot()
	war := beam.Reshuffle(s, beam.ParDo(s, &warFn{made}, beam.Impulse(s)))
	placed := put(s, tell(s, war))
	beam.ParDo0(s, &sizeFn{}, beam.GroupByKey(s, placed))
	memberships, links := clusters(s, placed)
	roots := components(s.Scope("happenings"), links, DefaultRounds)
	alone := beam.ParDo(s, &linkFn{}, beam.Impulse(s)) // no report is a copy of another
	_, between := happenings(s, war, alone, memberships, roots, Options{Parts: 1})
	beam.ParDo0(s, &eventFn{}, between)
	if _, err := beam.Run(context.Background(), "prism", p); err != nil {
		t.Fatal(err)
	}

	reports := warYear(made)
	units, largest := 0, 0
	for unit, n := range noted.sizes {
		if strings.HasPrefix(unit, "CHL|NOR|") {
			units, largest = units+1, max(largest, n)
		}
	}
	t.Logf("%d records, %d units of the pair, the largest looks at %d", len(reports), units, largest)
	if units < 5 || largest*5 > 2*len(reports) {
		t.Errorf("%d records of one pair are clustered in %d units, the largest of %d", len(reports), units, largest)
	}

	want := event.Merge(reports...)
	if len(noted.events) != len(want) || len(want) < made/4 {
		t.Errorf("%d events, the single machine has %d", len(noted.events), len(want))
	}
	for _, e := range want {
		got := noted.events[e.ID]
		if got == nil {
			t.Fatalf("there is no event %s of %v", e.ID, e.Reports)
		}
		if !slices.Equal(got.Merged, e.Merged) || got.Start != e.Start || got.End != e.End || got.Type != e.Type {
			t.Fatalf("event %+v\nthe single machine has %+v", got, e)
		}
	}
}
