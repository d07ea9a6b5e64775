package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/event"
	"demarche/record"
	"demarche/store"
)

func init() {
	beam.RegisterDoFn(&byReportFn{})
	beam.RegisterDoFn(&voicedFn{})
	beam.RegisterDoFn(&joinFn{})
	beam.RegisterDoFn(&describeFn{})
}

// told is a telling with what there is to be known of it.
type told struct {
	telling
	Voice  int64
	Reason event.Reason
}

// happenings makes an event of all records that hang together. It gives rows of
// the lake, and the events by pair of countries.
func happenings(s beam.Scope, coded, voice, memberships, roots beam.PCollection, opt Options) (sheets, between beam.PCollection) {
	s = s.Scope("events")
	own := beam.ParDo(s, &byReportFn{}, coded)
	voiced := beam.ParDo(s, &voicedFn{}, beam.CoGroupByKey(s, own, voice))
	joined := beam.ParDo(s, &joinFn{}, beam.CoGroupByKey(s, voiced, memberships, roots))
	return beam.ParDo2(s, &describeFn{opt.Parts}, beam.GroupByKey(s, joined))
}

// byReportFn gives the tellings by the number of their report.
type byReportFn struct{}

func (*byReportFn) ProcessElement(_ context.Context, element []byte, emit func(int64, []byte)) error {
	c, err := unpack[coded](element)
	if err != nil {
		return err
	}
	for _, own := range c.tellings() {
		data, err := pack(told{telling: *own})
		if err != nil {
			return err
		}
		emit(c.No, data)
	}
	return nil
}

// voicedFn tells the tellings of a report whose voice it speaks with, and gives
// them by their own number.
type voicedFn struct{}

func (*voicedFn) ProcessElement(report int64, tellings func(*[]byte) bool, voices func(*int64) bool, emit func(int64, []byte)) error {
	voice := report
	voices(&voice)
	list, err := unpackAll[told](tellings)
	if err != nil {
		return err
	}
	for _, t := range list {
		t.Voice = voice
		data, err := pack(t)
		if err != nil {
			return err
		}
		emit(t.No, data)
	}
	return nil
}

// joinFn gives tellings by the least number that they hang together with, each
// with the best reason for its being there. What is in no cluster, because none
// of its parties is of a known country, makes no event.
type joinFn struct{}

func (*joinFn) ProcessElement(no int64, tellings, memberships func(*[]byte) bool, roots func(*int64) bool, emit func(int64, []byte)) error {
	root := no
	roots(&root)
	reasons, err := unpackAll[event.Reason](memberships)
	if err != nil || len(reasons) == 0 {
		return err
	}
	list, err := unpackAll[told](tellings)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return fmt.Errorf("number %d stands for %d records", no, len(list))
	}
	for _, r := range reasons {
		if event.Stronger(r, &list[0].Reason) {
			list[0].Reason = *r
		}
	}
	data, err := pack(list[0])
	if err == nil {
		emit(root, data)
	}
	return err
}

// happened is an event as it goes on: with the numbers of its records, and of
// these what the store keeps for following a relation.
type happened struct {
	No      int64
	Event   *event.Event
	Records []*record.Record
	Numbers []int64
}

// unsure is records that are not sure enough to make an event.
type unsure struct {
	No      int64
	Numbers []int64
	Reasons []event.Reason
}

// describeFn describes events.
type describeFn struct{ Parts int64 }

func (f *describeFn) ProcessElement(ctx context.Context, root int64, next func(*[]byte) bool, sheet, between func(string, []byte)) error {
	list, err := unpackAll[told](next)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b *told) int { return int(min(max(a.No-b.No, -1), 1)) })
	reports, voices := numbering{}, numbering{}
	var tellers []event.Teller
	all := make([]event.Told, len(list))
	no := make(map[*record.Record]int64, len(list))
	rest := unsure{No: root}
	for i, t := range list {
		at := reports.of(t.Report)
		if int(at) == len(tellers) {
			r := &t.Record.Report
			tellers = append(tellers, event.Teller{ID: r.ID, Published: r.Published, Outlet: r.Outlet, Title: r.Title, Voice: voices.of(t.Voice)})
		}
		all[i] = event.Told{Telling: t.read(at), Reason: t.Reason}
		no[&t.Record] = t.No
		rest.Numbers, rest.Reasons = append(rest.Numbers, t.No), append(rest.Reasons, t.Reason)
	}
	if !event.Sure(all) {
		data, err := pack(rows{Unsure: &rest})
		if err == nil {
			sheet(sheetKey("events", "", root%f.Parts), data)
		}
		return err
	}
	e := event.Describe(all, func(report int32) *event.Teller { return &tellers[report] })
	h := happened{No: root, Event: e, Records: e.Records}
	for _, r := range e.Records {
		h.Numbers = append(h.Numbers, no[r])
	}
	count(ctx, events, 1)
	data, err := pack(rows{Event: &h})
	if err != nil {
		return err
	}
	sheet(sheetKey("events", e.Start, root%f.Parts), data)
	lean := happened{No: root, Event: e, Records: make([]*record.Record, len(e.Records))}
	for i, r := range e.Records {
		lean.Records[i] = &record.Record{
			ID: r.ID, Report: r.Report, Sentence: r.Sentence, Trigger: r.Trigger,
			Type: r.Type, Mode: r.Mode, Modality: r.Modality, Confidence: r.Confidence,
		}
	}
	if data, err = pack(lean); err != nil {
		return err
	}
	for _, p := range store.PairsOf(e) {
		between(strings.Join(p[:], "|"), data)
	}
	return nil
}
