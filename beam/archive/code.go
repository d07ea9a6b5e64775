package archive

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche"
	"demarche/event"
	"demarche/record"
	"demarche/store"
)

func init() {
	beam.RegisterDoFn(&codeFn{})
}

// coded is a report with its records.
type coded struct {
	No int64
	version
	Records []record.Record
	Numbers []int64  // of the records
	Implied []string // country that event.Read found for each
}

// code makes records of reports.
func code(s beam.Scope, current beam.PCollection) (done, faulty beam.PCollection) {
	return beam.ParDo2(s.Scope("code"), &codeFn{}, current)
}

type codeFn struct{}

// coder is loaded once for all goroutines of a worker.
var coder = sync.OnceValues(func() (*demarche.Coder, error) { return demarche.New(demarche.Options{}) })

// Setup loads the models before the first report comes.
func (*codeFn) Setup() error {
	_, err := coder()
	return err
}

func (*codeFn) ProcessElement(ctx context.Context, element []byte, emit, dead func([]byte)) error {
	v, err := unpack[version](element)
	if err != nil {
		return err
	}
	c, err := coder()
	if err != nil {
		return err
	}
	rep := v.Report
	records, err := guarded(ctx, c, rep)
	if err == nil {
		err = store.Valid(rep, records)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return letter(ctx, dead, rep.Source, rep.ID, err)
	}
	out := coded{No: number(rep.ID), version: *v, Records: records, Implied: make([]string, len(records))}
	tellings := map[string]*event.Telling{}
	for _, t := range event.Read(0, records) {
		tellings[t.Record().ID] = t
	}
	for i := range records {
		out.Numbers = append(out.Numbers, number(rep.ID, strconv.Itoa(i)))
		if t := tellings[records[i].ID]; t != nil {
			out.Implied[i] = t.Implied()
			delete(tellings, records[i].ID) // a record told twice counts once
		}
	}
	count(ctx, codedReports, 1)
	count(ctx, codedRecords, int64(len(records)))
	data, err := pack(out)
	if err == nil {
		emit(data)
	}
	return err
}

// guarded codes one report; a fault of the program in it is that report's error
// and does not end the pipeline.
func guarded(ctx context.Context, c *demarche.Coder, rep *demarche.Report) (records []record.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			records, err = nil, fmt.Errorf("the coder failed on it, which is a fault of the program: %v", p)
		}
	}()
	return c.Code(ctx, rep)
}

// telling is a record that tells of something that happened or was announced.
type telling struct {
	No, Report int64
	Implied    string
	Record     record.Record
}

// read is the telling as merging sees it; report numbers its report among those
// that it is compared with.
func (t *telling) read(report int32) *event.Telling {
	return event.NewTelling(&t.Record, report, t.Implied)
}

// tellings are those of a report that have a day.
func (c *coded) tellings() map[*event.Telling]*telling {
	list := map[*event.Telling]*telling{}
	at := map[string]int{}
	for i := len(c.Records) - 1; i >= 0; i-- {
		at[c.Records[i].ID] = i
	}
	for _, t := range event.Read(0, c.Records) {
		if i := at[t.Record().ID]; t.Dated() {
			list[t] = &telling{c.Numbers[i], c.No, c.Implied[i], c.Records[i]}
		}
	}
	return list
}

// numbering counts reports from 0 as they are met.
type numbering map[int64]int32

func (n numbering) of(report int64) int32 {
	i, ok := n[report]
	if !ok {
		i = int32(len(n))
		n[report] = i
	}
	return i
}
