package archive

import (
	"context"
	"slices"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/store"
)

func init() {
	beam.RegisterDoFn(&versionsFn{})
}

// versions settles what the reports of one id are, as the store does: one that is
// there already is passed over, a correction replaces what was before it in the
// input, and another report that merely has the same id is refused. The current
// ones go on; former ones go to the lake, the refused to the dead letters. This
// is also what spreads the reports of a large file over the workers.
func versions(s beam.Scope, read beam.PCollection, opt Options) (current, former, refused beam.PCollection) {
	s = s.Scope("versions")
	return beam.ParDo3(s, &versionsFn{opt.Parts, opt.Added}, beam.GroupByKey(s, read))
}

type versionsFn struct {
	Parts int64
	Added time.Time
}

func (f *versionsFn) ProcessElement(ctx context.Context, id string, next func(*[]byte) bool,
	emit func([]byte), former func(string, []byte), dead func([]byte),
) error {
	list, err := unpackAll[version](next)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b *version) int { return a.At.before(b.At) })
	var now *version
	for _, v := range list {
		switch {
		case now == nil:
			v.Number = 1
		case store.SameReport(v.Report, now.Report):
			count(ctx, again, 1)
			continue
		default:
			if err := store.Replaces(v.Report, now.Report); err != nil {
				if err := letter(ctx, dead, v.Report.Source, id, err); err != nil {
					return err
				}
				continue
			}
			v.Number = now.Number + 1
			old, err := pack(rows{Former: now})
			if err != nil {
				return err
			}
			former(sheetKey("reports", now.Report.Published, number(id)%f.Parts), old)
			count(ctx, corrections, 1)
		}
		now = v
	}
	data, err := pack(now)
	if err != nil {
		return err
	}
	emit(data)
	return nil
}
