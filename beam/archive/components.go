package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

func init() {
	beam.RegisterDoFn(&bothWaysFn{})
	beam.RegisterDoFn(&downFn{})
	beam.RegisterDoFn(&largeStarFn{})
	beam.RegisterDoFn(&smallStarFn{})
	beam.RegisterDoFn(&settledFn{})
}

// components gives for each number on a link the least number that it hangs
// together with, the least itself left out. Links are joined by turns of large
// stars and small stars (Kiveris et al., Connected Components in MapReduce and
// Beyond, 2014), in which every number moves towards the least one near it. A
// pipeline cannot loop, so rounds is fixed beforehand: n rounds settle chains of
// 2ⁿ numbers, however these are ordered, and stars of any size. When some number
// has not settled, the pipeline fails and says so, rather than give an event twice.
func components(s beam.Scope, links beam.PCollection, rounds int) beam.PCollection {
	s = s.Scope("components")
	for range rounds {
		large := beam.ParDo(s, &largeStarFn{}, beam.GroupByKey(s, beam.ParDo(s, &bothWaysFn{}, links)))
		links = beam.ParDo(s, &smallStarFn{}, beam.GroupByKey(s, beam.ParDo(s, &downFn{}, large)))
	}
	return beam.ParDo(s, &settledFn{}, beam.GroupByKey(s, beam.ParDo(s, &bothWaysFn{}, links)))
}

// bothWaysFn gives a link to both of its ends.
type bothWaysFn struct{}

func (*bothWaysFn) ProcessElement(a, b int64, emit func(int64, int64)) {
	emit(a, b)
	emit(b, a)
}

// downFn gives a link to its greater end.
type downFn struct{}

func (*downFn) ProcessElement(a, b int64, emit func(int64, int64)) { emit(max(a, b), min(a, b)) }

func neighbours(next func(*int64) bool) []int64 {
	var list []int64
	var n int64
	for next(&n) {
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// largeStarFn ties the greater neighbours of a number to the least of all.
type largeStarFn struct{}

func (*largeStarFn) ProcessElement(node int64, next func(*int64) bool, emit func(int64, int64)) {
	list := neighbours(next)
	least := min(node, list[0])
	for _, n := range list {
		if n > node {
			emit(n, least)
		}
	}
}

// smallStarFn ties a number and its lesser neighbours to the least of them.
type smallStarFn struct{}

func (*smallStarFn) ProcessElement(node int64, next func(*int64) bool, emit func(int64, int64)) {
	list := neighbours(next)
	for _, n := range append(list[1:], node) {
		emit(n, list[0])
	}
}

// errUnsettled says that more rounds are needed.
var errUnsettled = errors.New("reports or records hang together in longer chains than --rounds can follow: give a higher number")

// settledFn checks that a number hangs on one lesser number or is the least.
type settledFn struct{}

func (*settledFn) ProcessElement(_ context.Context, node int64, next func(*int64) bool, emit func(int64, int64)) error {
	list := neighbours(next)
	switch {
	case list[0] > node: // the least of its group
		return nil
	case len(list) > 1:
		return fmt.Errorf("%w (number %d has %d neighbours)", errUnsettled, node, len(list))
	}
	emit(node, list[0])
	return nil
}
