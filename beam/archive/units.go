package archive

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
	"demarche/who"
)

func init() {
	beam.RegisterType(reflect.TypeFor[event.Spread]())
	beam.RegisterDoFn(&tellFn{})
	beam.RegisterDoFn(&spreadFn{})
	beam.RegisterDoFn(&addFn{})
	beam.RegisterDoFn(&placeFn{})
	beam.RegisterDoFn(&gatherFn{})
}

// Records are clustered in the units of event.Unit: some days of two countries and
// of one kind of act. Two countries of which much is told make many units of work
// and not one, and the records of a pair need not be in one place.

// standing is a telling in one of its pairs.
type standing struct {
	First, Last, Day int64 // as in event.Stand
	telling
}

// block is what tellings are counted by before they are cut into units.
func block(p event.Pair, k event.Kind) string { return p[0] + "|" + p[1] + "|" + string(k) }

// tell gives the tellings by block.
func tell(s beam.Scope, coded beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("tell"), &tellFn{}, coded)
}

type tellFn struct{}

func (*tellFn) ProcessElement(_ context.Context, element []byte, emit func(string, []byte)) error {
	c, err := unpack[coded](element)
	if err != nil {
		return err
	}
	for t, own := range c.tellings() {
		stand := t.Stands()
		data, err := pack(standing{int64(stand.First), int64(stand.Last), int64(stand.Day), *own})
		if err != nil {
			return err
		}
		for _, p := range t.Pairs() {
			emit(block(p, stand.Kind), data)
		}
	}
	return nil
}

// put gives tellings by the unit that they are clustered in.
func put(s beam.Scope, tellings beam.PCollection) beam.PCollection {
	s = s.Scope("units")
	spreads := beam.CombinePerKey(s, &addFn{}, beam.ParDo(s, &spreadFn{}, tellings))
	return beam.ParDo(s, &placeFn{}, tellings, beam.SideInput{Input: spreads})
}

// clusters puts the tellings of each unit into clusters. It gives for each record
// its places in clusters, and links from the records of a cluster to its first.
func clusters(s beam.Scope, placed beam.PCollection) (memberships, links beam.PCollection) {
	s = s.Scope("clusters")
	return beam.ParDo2(s, &gatherFn{}, beam.GroupByKey(s, placed))
}

// spreadFn gives the spread of each telling.
type spreadFn struct{}

func (*spreadFn) ProcessElement(block string, element []byte, emit func(string, event.Spread)) error {
	x, err := unpack[standing](element)
	if err == nil {
		emit(block, x.stand().Spread())
	}
	return err
}

func (x *standing) stand() event.Stand {
	return event.Stand{Day: who.Day(x.Day), First: who.Day(x.First), Last: who.Day(x.Last)}
}

// addFn adds up spreads, before the shuffle as far as it can.
type addFn struct{}

// MergeAccumulators adds two spreads.
func (*addFn) MergeAccumulators(a, b event.Spread) event.Spread { return a.Add(b) }

// placeFn puts a telling into the unit that it belongs to, and into those that
// look at its day.
type placeFn struct {
	// Each block is looked up once: to ask the runner for every telling costs more
	// than all else that is done with it.
	units map[string][]event.Unit
}

func (f *placeFn) ProcessElement(block string, element []byte, lookup func(string) func(*event.Spread) bool, emit func(string, []byte)) error {
	x, err := unpack[standing](element)
	if err != nil {
		return err
	}
	units, known := f.units[block]
	if !known {
		var spread event.Spread
		if !lookup(block)(&spread) {
			return fmt.Errorf("nothing is known of the days of %s", block)
		}
		units = spread.Units()
		if f.units == nil {
			f.units = map[string][]event.Unit{}
		}
		f.units[block] = units
	}
	data, err := pack(x.telling)
	if err != nil {
		return err
	}
	day, owned := who.Day(x.Day), false
	for _, u := range event.Looking(units, day) {
		owned = owned || u.Owns(day)
		emit(fmt.Sprintf("%s|%d|%d", block, u.From, u.To), data)
	}
	if !owned {
		return fmt.Errorf("day %d of %s lies in no unit", day, block)
	}
	return nil
}

// unitOf reads the key of a unit.
func unitOf(key string) (p event.Pair, u event.Unit, err error) {
	parts := strings.Split(key, "|")
	if len(parts) != 5 {
		return p, u, fmt.Errorf("%q is no unit", key)
	}
	if _, err = fmt.Sscan(parts[3]+" "+parts[4], &u.From, &u.To); err != nil {
		return p, u, fmt.Errorf("%q is no unit: %w", key, err)
	}
	return event.Pair{parts[0], parts[1]}, u, nil
}

// gatherFn clusters a unit.
type gatherFn struct{}

func (*gatherFn) ProcessElement(ctx context.Context, key string, next func(*[]byte) bool, emit func(int64, []byte), link func(int64, int64)) error {
	list, err := unpackAll[telling](next)
	if err != nil {
		return err
	}
	pair, unit, err := unitOf(key)
	if err != nil {
		return err
	}
	reports := numbering{}
	tellings := make([]*event.Telling, len(list))
	no := make(map[*event.Telling]int64, len(list))
	for i, t := range list {
		tellings[i] = t.read(reports.of(t.Report))
		no[tellings[i]] = t.No
	}
	for _, c := range unit.Gather(pair, tellings) {
		first := no[c.Tellings[0]]
		for i, t := range c.Tellings {
			data, err := pack(c.Reasons[i])
			if err != nil {
				return err
			}
			emit(no[t], data)
			if no[t] != first {
				link(no[t], first)
			}
		}
	}
	count(ctx, units, 1)
	return nil
}
