package archive

import (
	"context"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
	"demarche/store"
)

func init() {
	beam.RegisterDoFn(&relateFn{})
}

// relate reckons the relation of each pair of countries from the events between
// them and gives rows of the lake. The events of one pair are in the memory of one
// worker.
func relate(s beam.Scope, between beam.PCollection, opt Options) beam.PCollection {
	s = s.Scope("relations")
	return beam.ParDo(s, &relateFn{opt.Parts}, beam.GroupByKey(s, between))
}

type relateFn struct{ Parts int64 }

func (f *relateFn) ProcessElement(ctx context.Context, pair string, next func(*[]byte) bool, sheet func(string, []byte)) error {
	list, err := unpackAll[happened](next)
	if err != nil {
		return err
	}
	all := make([]*event.Event, len(list))
	for i, h := range list {
		all[i] = h.Event
		all[i].Records = h.Records
	}
	a, b, _ := strings.Cut(pair, "|")
	data, err := pack(rows{Story: store.NewStory(all, a, b)})
	if err == nil {
		count(ctx, relations, 1)
		sheet(sheetKey("relations", allDays, number(pair)%f.Parts), data)
	}
	return err
}
