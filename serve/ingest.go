package serve

import (
	"context"
	"errors"
	"sync"
	"time"

	"demarche"
	"demarche/report"
	"demarche/store"
)

// ingest puts reports into the store. Those that come in while others are being
// written are written together, in one transaction; each is acknowledged when
// its transaction is in the file. Events follow when nothing came in for a
// moment, and at the latest after a while.
type ingest struct {
	s       *Server
	in      chan *posted
	stale   chan struct{} // holds one when events do not know of all reports
	closing chan struct{}
	ended   chan struct{} // closed when all is in the store and up to date
	once    sync.Once
	fault   error // of the last update, set before ended is closed
}

// posted is a report on its way into the store.
type posted struct {
	coded  store.Coded
	result chan store.Result
}

// The waits of ingest. An update that takes long is followed by a rest twice as
// long, so that readers and writers have most of the processor. Reports are stored
// beside it; corrections wait.
const (
	quiet    = 200 * time.Millisecond // without a report before events are brought up to date
	atMost   = time.Second            // however many come in
	longest  = 20 * time.Second       // of a rest
	together = 256                    // reports in one transaction, which costs little more for ten than for one
	apart    = 100 * time.Millisecond // between transactions when reports keep coming; a single one does not wait
)

var errStopping = errors.New("the server is stopping and takes no more reports")

func newIngest(s *Server) *ingest {
	in := &ingest{s: s, in: make(chan *posted), stale: make(chan struct{}, 1), closing: make(chan struct{}), ended: make(chan struct{})}
	in.stale <- struct{}{} // the program may have been stopped before events were up to date
	written := make(chan struct{})
	go in.write(written)
	go in.update(written)
	return in
}

// post codes nothing: it stores a coded report and returns when it is in the
// file. A context that ends lets the caller go, not the report.
func (in *ingest) post(ctx context.Context, c store.Coded) (store.Status, error) {
	p := &posted{c, make(chan store.Result, 1)}
	select {
	case in.in <- p:
	case <-in.closing:
		return "", errStopping
	case <-ctx.Done():
		return "", ctx.Err()
	}
	select {
	case r := <-p.result:
		return r.Status, r.Err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// write takes reports and writes them until ingest closes.
func (in *ingest) write(written chan<- struct{}) {
	defer close(written)
	var last time.Time // of the transaction before
	for {
		var list []*posted
		select {
		case p := <-in.in:
			list = append(list, p)
		case <-in.closing:
			return
		}
		wait := time.NewTimer(time.Until(last.Add(apart)))
	more:
		for len(list) < together {
			select {
			case p := <-in.in:
				list = append(list, p)
			case <-wait.C:
				break more
			case <-in.closing:
				break more
			}
		}
		wait.Stop()
		last = time.Now()
		in.add(list)
	}
}

func (in *ingest) add(list []*posted) {
	coded := make([]store.Coded, len(list))
	for i, p := range list {
		coded[i] = p.coded
	}
	start := time.Now()
	// Not the context of a request: one that is given up must not undo the others.
	results, err := in.s.store.Add(context.Background(), coded)
	in.s.metrics.stored(len(list), time.Since(start), err)
	if err != nil {
		in.s.log.Error("storing reports", "reports", len(list), "error", err)
	}
	in.s.cache.reports.Add(1)
	select {
	case in.stale <- struct{}{}:
	default:
	}
	for i, p := range list {
		if err != nil {
			p.result <- store.Result{Err: err}
			continue
		}
		p.result <- results[i]
	}
}

// update brings events up to date until all is written.
func (in *ingest) update(written <-chan struct{}) {
	defer close(in.ended)
	for {
		select {
		case <-in.stale:
		case <-written:
			in.fault = in.refresh()
			return
		}
		in.settle(written)
		start := time.Now()
		if err := in.refresh(); err != nil {
			in.s.log.Error("bringing events up to date", "error", err)
		}
		rest := time.NewTimer(min(2*time.Since(start), longest))
		select {
		case <-rest.C:
		case <-written:
			rest.Stop()
		}
	}
}

// settle waits until nothing came in for a moment.
func (in *ingest) settle(written <-chan struct{}) {
	latest := time.NewTimer(atMost)
	defer latest.Stop()
	for {
		moment := time.NewTimer(quiet)
		select {
		case <-in.stale:
			moment.Stop()
		case <-moment.C:
			return
		case <-latest.C:
			moment.Stop()
			return
		case <-written:
			moment.Stop()
			return
		}
	}
}

func (in *ingest) refresh() error {
	if in.s.store.ReadOnly() {
		return nil
	}
	start := time.Now()
	var change *store.Change
	var err error
	yielding(func() { change, err = in.s.store.Update(context.Background(), nil) })
	in.s.metrics.updated(time.Since(start), err)
	if err != nil {
		return err
	}
	// A report that changed no event can be found as well.
	if err := in.s.reveal(context.Background(), change); err != nil {
		return err
	}
	if len(change.Events)+len(change.Gone)+len(change.Pairs) > 0 {
		in.s.live.changed()
		if in.s.opt.Changed != nil {
			in.s.opt.Changed(change)
		}
	}
	return nil
}

// close takes no more reports and waits for those it has.
func (in *ingest) close(ctx context.Context) error {
	in.once.Do(func() { close(in.closing) })
	select {
	case <-in.ended:
		return in.fault
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Add codes a report and stores it, as POST /api/v1/reports does. It is for
// other sources of reports in the same program, such as feeds.
func (s *Server) Add(ctx context.Context, rep *report.Report) (store.Status, []demarche.Record, error) {
	records, err := s.code(ctx, rep)
	if err != nil {
		return "", nil, err
	}
	status, err := s.ingest.post(ctx, store.Coded{Report: rep, Records: records, By: s.opt.CodedBy})
	return status, records, err
}

// code codes a report; only a few are at work at a time.
func (s *Server) code(ctx context.Context, rep *report.Report) ([]demarche.Record, error) {
	select {
	case s.coding <- struct{}{}:
		defer func() { <-s.coding }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	start := time.Now()
	records, err := s.coder.Code(ctx, rep)
	s.metrics.coded(time.Since(start), len(records))
	if records == nil {
		records = []demarche.Record{}
	}
	return records, err
}
