package feed

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"demarche/report"
	"demarche/store"
)

// Options say how a Watcher works. Sources, Sink and Keep are needed.
type Options struct {
	Sources []Source
	// Sink takes a report and returns when it is kept for good. A report whose id
	// is taken (store.ErrTaken) is counted and left; any other error ends the look
	// at the source, which is taken up again later. It is called by several
	// goroutines.
	Sink func(context.Context, *report.Report) error
	Keep Keeper
	// Every is how often a source is looked at that does not say itself; 0 stands
	// for DefaultEvery. Gap is the pause between two requests to one host; 0
	// stands for DefaultGap.
	Every, Gap time.Duration
	// AtATime is how many reports of a feed are given to Sink at a time; 0 stands
	// for one.
	AtATime int
	// Private lets addresses lead to private networks.
	Private bool
	// AnyLanguage hands on reports too that are not in English.
	AnyLanguage bool
	Log         *slog.Logger     // nil stands for slog.Default
	Now         func() time.Time // nil stands for time.Now
}

// The defaults, and how many sources are looked at at a time.
const (
	DefaultEvery = 5 * time.Minute
	DefaultGap   = time.Second
	atATime      = 4
	writeAgain   = 30 * time.Second // after which the times of looks are kept, when nothing else is new
)

// Watcher watches sources.
type Watcher struct {
	opt    Options
	client *http.Client
	hosts  *hosts
	log    *slog.Logger

	mu     sync.Mutex
	states map[string]*state
	health map[string]Health
	copies *copies
}

// New takes up the state of the sources.
func New(ctx context.Context, opt Options) (*Watcher, error) {
	opt.Every, opt.Gap, opt.AtATime = cmp.Or(opt.Every, DefaultEvery), cmp.Or(opt.Gap, DefaultGap), max(opt.AtATime, 1)
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if len(opt.Sources) == 0 {
		return nil, errors.New("there is no feed and no folder to watch")
	}
	w := &Watcher{opt: opt, client: report.Client(opt.Private), hosts: newHosts(opt.Gap), log: opt.Log, copies: newCopies(), health: map[string]Health{}}
	if w.log == nil {
		w.log = slog.Default()
	}
	all, err := states(ctx, opt.Keep)
	if err != nil {
		return nil, err
	}
	for key, st := range all {
		w.copies.outlet(key, st.Outlet)
		for id, seen := range st.Seen {
			w.copies.recall(item{key, id}, seen)
		}
	}
	w.states = map[string]*state{}
	for i := range opt.Sources {
		key := opt.Sources[i].Key()
		st := all[key]
		if st == nil {
			st = &state{}
		}
		st.Source = key
		if st.Seen == nil {
			st.Seen = map[string]sighting{}
		}
		if st.Files == nil {
			st.Files = map[string]mark{}
		}
		st.Gone = false // the user names it still
		w.states[key] = st
		w.publish(st)
	}
	return w, nil
}

// Run looks at each source whenever its time has come, until the context ends,
// whose error it returns. Troubles with a source are logged and in its Health.
func (w *Watcher) Run(ctx context.Context) error {
	for {
		next, err := w.Round(ctx)
		if err != nil {
			return err
		}
		timer := time.NewTimer(max(next.Sub(w.opt.Now()), 100*time.Millisecond))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// Round looks once at each source whose time has come, and tells when the next
// one's will. The error is the context's or that of keeping the state.
func (w *Watcher) Round(ctx context.Context) (next time.Time, err error) {
	var wg sync.WaitGroup
	var errs []error
	places := make(chan struct{}, atATime)
	now := w.opt.Now()
	for i := range w.opt.Sources {
		src := &w.opt.Sources[i]
		st := w.states[src.Key()]
		if st.Gone || st.Next.After(now) {
			continue
		}
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			if err := w.look(ctx, src, st); err != nil {
				w.mu.Lock()
				errs = append(errs, err)
				w.mu.Unlock()
			}
		})
	}
	wg.Wait()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return time.Time{}, err
	}
	next = now.Add(w.opt.Every)
	for st := range maps.Values(w.states) {
		if !st.Gone && st.Next.Before(next) {
			next = st.Next
		}
	}
	return next, nil
}

// look looks at one source and keeps its state.
func (w *Watcher) look(ctx context.Context, src *Source, st *state) error {
	st.Tried = w.opt.Now()
	var fault error
	var wait time.Duration // that the server asks for
	if src.URL == "" {
		fault = w.scan(ctx, src, st)
	} else {
		wait, fault = w.poll(ctx, src, st)
	}
	if ctx.Err() == nil {
		every := cmp.Or(src.Every, w.opt.Every)
		if fault == nil {
			st.OK, st.Error, st.Fails = st.Tried, "", 0
			st.Next = st.Tried.Add(max(jittered(every, 0.1), wait))
		} else {
			st.Error = fault.Error()
			st.Fails++
			st.Next = st.Tried.Add(max(backOff(every, st.Fails), wait))
			w.log.Warn("looking at a source", "source", st.Source, "error", fault, "again", st.Next.Format(time.RFC3339))
		}
	}
	w.publish(st)
	text, lasting, err := st.written()
	if err != nil || lasting == st.kept && st.Tried.Sub(st.keptAt) < writeAgain {
		return err
	}
	// What was handed on before an interruption is remembered.
	if err := w.opt.Keep.Keep(context.WithoutCancel(ctx), owner, map[string]string{st.Source: text}); err != nil {
		return err
	}
	st.kept, st.keptAt = lasting, st.Tried
	return nil
}

// handAll gives reports to the sink, the first first, a few at a time. The first
// error ends it; what was taken is remembered.
func (w *Watcher) handAll(ctx context.Context, st *state, list []*ready) error {
	before := st.OK
	errs := make([]error, len(list))
	places := make(chan struct{}, w.opt.AtATime)
	var failed atomic.Bool
	var wg sync.WaitGroup
	for i, out := range list {
		places <- struct{}{}
		if failed.Load() {
			errs[i] = errNotTried
			<-places
			continue
		}
		wg.Go(func() {
			defer func() { <-places }()
			errs[i] = w.opt.Sink(ctx, out.rep)
			if errs[i] != nil && !errors.Is(errs[i], store.ErrTaken) {
				failed.Store(true)
			}
		})
	}
	wg.Wait()
	var fault error
	for i, out := range list {
		err := w.account(st, out, before, errs[i])
		if err == nil {
			st.Seen[out.id] = out.seen
		} else if !errors.Is(err, errNotTried) {
			fault = cmp.Or(fault, err)
		}
	}
	return fault
}

var errNotTried = errors.New("an earlier report could not be kept")

// account counts what became of a report of a source that was last read well at
// the time before. That its id is taken is no fault of the source.
func (w *Watcher) account(st *state, out *ready, before time.Time, err error) error {
	switch {
	case err == nil:
		st.handed(w.opt.Now(), out.at, before)
		if out.is == carried {
			st.Carried++
		}
	case errors.Is(err, store.ErrTaken):
		st.Refused++
		w.log.Warn("a report was refused", "source", st.Source, "report", out.rep.ID, "error", err)
		return nil
	}
	return err
}
