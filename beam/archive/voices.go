package archive

import (
	"cmp"
	"context"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
)

func init() {
	beam.RegisterDoFn(&bandsFn{})
	beam.RegisterDoFn(&nearFn{})
}

// signed is a report where near copies are looked for.
type signed struct {
	No     int64
	Minima []uint32
	Week   int
}

// voices gives for reports that have near copies the least number among them.
// Reports meet that have a band of their signatures in common and are of one week
// or of neighbouring ones; event.Voices tells which of these are near copies.
func voices(s beam.Scope, coded beam.PCollection, rounds int) beam.PCollection {
	s = s.Scope("voices")
	bands := beam.ParDo(s, &bandsFn{}, coded)
	near := beam.ParDo(s, &nearFn{}, beam.GroupByKey(s, bands))
	return components(s, near, rounds)
}

type bandsFn struct{}

func (*bandsFn) ProcessElement(_ context.Context, element []byte, emit func(int64, []byte)) error {
	c, err := unpack[coded](element)
	if err != nil || len(c.Records) == 0 {
		return err
	}
	sig := event.Sign(c.Report.Text, c.Records)
	data, err := pack(signed{c.No, sig.Minima[:], sig.Week})
	if err != nil {
		return err
	}
	for _, key := range sig.Bands() {
		// The bucket of a week takes the reports of the week before too, so that
		// those of neighbouring weeks meet in one.
		for _, week := range [2]int{sig.Week, sig.Week + 1} {
			emit(int64(key^uint64(week)*0x9E3779B97F4A7C15), data)
		}
	}
	return nil
}

type nearFn struct{}

func (*nearFn) ProcessElement(_ context.Context, _ int64, next func(*[]byte) bool, emit func(int64, int64)) error {
	list, err := unpackAll[signed](next)
	if err != nil || len(list) < 2 {
		return err
	}
	slices.SortFunc(list, func(a, b *signed) int { return cmp.Compare(a.No, b.No) })
	sigs := make([]*event.Signature, len(list))
	for i, r := range list {
		sigs[i] = &event.Signature{Week: r.Week}
		copy(sigs[i].Minima[:], r.Minima)
	}
	for i, first := range event.Voices(sigs) {
		if int(first) != i {
			emit(list[i].No, list[first].No)
		}
	}
	return nil
}
