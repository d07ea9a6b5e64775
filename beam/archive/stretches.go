package archive

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
)

func init() {
	beam.RegisterType(reflect.TypeFor[coverage]())
	beam.RegisterDoFn(&tellFn{})
	beam.RegisterDoFn(&reachFn{})
	beam.RegisterDoFn(&coverFn{})
	beam.RegisterDoFn(&placeFn{})
	beam.RegisterDoFn(&gatherFn{})
}

// The unit in which records are clustered is a stretch, as in the store: what is
// told of two countries between days over which nothing reaches. Two countries of
// which much is told make many units of work and not one, and the records of a
// pair need not be in one place.

// standing is a telling in one of its pairs.
type standing struct {
	First, Last int64 // days that it reaches
	telling
}

// tell gives the tellings by pair.
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
		first, last := t.Reach()
		data, err := pack(standing{int64(first), int64(last), *own})
		if err != nil {
			return err
		}
		for _, p := range t.Pairs() {
			emit(strings.Join(p[:], "|"), data)
		}
	}
	return nil
}

// coverage is days that are reached, as first and last days of stretches in order.
type coverage struct{ First, Last []int64 }

// add takes in the stretches of another.
func (c coverage) add(d coverage) coverage {
	if len(d.First) == 1 && len(c.First) > 0 && d.First[0] > c.Last[len(c.Last)-1] {
		return coverage{append(c.First, d.First[0]), append(c.Last, d.Last[0])}
	}
	order := make([][2]int64, 0, len(c.First)+len(d.First))
	for _, x := range [2]coverage{c, d} {
		for i := range x.First {
			order = append(order, [2]int64{x.First[i], x.Last[i]})
		}
	}
	slices.SortFunc(order, func(a, b [2]int64) int { return int(a[0] - b[0]) })
	var all coverage
	for _, o := range order {
		if n := len(all.Last); n > 0 && o[0] <= all.Last[n-1] {
			all.Last[n-1] = max(all.Last[n-1], o[1])
			continue
		}
		all.First, all.Last = append(all.First, o[0]), append(all.Last, o[1])
	}
	return all
}

// at is the first day of the stretch in which a day lies.
func (c coverage) at(day int64) (int64, bool) {
	i := sort.Search(len(c.First), func(i int) bool { return c.First[i] > day }) - 1
	if i < 0 || day > c.Last[i] {
		return 0, false
	}
	return c.First[i], true
}

// coverFn adds up coverages, before the shuffle as far as it can.
type coverFn struct{}

// MergeAccumulators adds two coverages.
func (*coverFn) MergeAccumulators(a, b coverage) coverage { return a.add(b) }

// clusters puts the tellings of each stretch into clusters. It gives for each
// record its places in clusters, and links from the records of a cluster to its
// first.
func clusters(s beam.Scope, tellings beam.PCollection) (memberships, links beam.PCollection) {
	s = s.Scope("clusters")
	covered := beam.CombinePerKey(s, &coverFn{}, beam.ParDo(s, &reachFn{}, tellings))
	placed := beam.ParDo(s, &placeFn{}, tellings, beam.SideInput{Input: covered})
	return beam.ParDo2(s, &gatherFn{}, beam.GroupByKey(s, placed))
}

type reachFn struct{}

func (*reachFn) ProcessElement(key string, element []byte, emit func(string, coverage)) error {
	x, err := unpack[standing](element)
	if err == nil {
		emit(key, coverage{[]int64{x.First}, []int64{x.Last}})
	}
	return err
}

// placeFn puts a telling into its stretch.
type placeFn struct{}

func (*placeFn) ProcessElement(key string, element []byte, lookup func(string) func(*coverage) bool, emit func(string, []byte)) error {
	x, err := unpack[standing](element)
	if err != nil {
		return err
	}
	var c coverage
	if !lookup(key)(&c) {
		return fmt.Errorf("nothing is known of the days of %s", key)
	}
	day, ok := c.at(x.First)
	if !ok {
		return fmt.Errorf("day %d of %s lies in no stretch", x.First, key)
	}
	data, err := pack(x.telling)
	if err == nil {
		emit(fmt.Sprintf("%s|%d", key, day), data)
	}
	return err
}

type gatherFn struct{}

func (*gatherFn) ProcessElement(ctx context.Context, key string, next func(*[]byte) bool, emit func(int64, []byte), link func(int64, int64)) error {
	list, err := unpackAll[telling](next)
	if err != nil {
		return err
	}
	parts := strings.Split(key, "|")
	reports := numbering{}
	tellings := make([]*event.Telling, len(list))
	no := make(map[*event.Telling]int64, len(list))
	for i, t := range list {
		tellings[i] = t.read(reports.of(t.Report))
		no[tellings[i]] = t.No
	}
	for _, c := range event.Gather(event.Pair{parts[0], parts[1]}, tellings) {
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
	count(ctx, stretches, 1)
	return nil
}
