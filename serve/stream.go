package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"demarche/brief"
	"demarche/store"
)

// The stream of changes, as server-sent events. A change's id is its number in
// the store's journal, so that a client that comes back with Last-Event-ID goes
// on where it was, whatever was restarted in between.

// Bounds of streams.
const (
	mostStreams = 256
	heartbeat   = 15 * time.Second
	streamBatch = 200
)

// live wakes the streams when the store has changed.
type live struct {
	mu   sync.Mutex
	news chan struct{} // closed at the next change
	done chan struct{} // closed when the server stops
	open int
	once sync.Once
}

func newLive() *live { return &live{news: make(chan struct{}), done: make(chan struct{})} }

// changed wakes all that wait.
func (l *live) changed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.news)
	l.news = make(chan struct{})
}

// next is closed at the next change.
func (l *live) next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.news
}

// stop ends all streams.
func (l *live) stop() { l.once.Do(func() { close(l.done) }) }

// enter reports whether there is room for one stream more; leave must be called
// after.
func (l *live) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open >= mostStreams {
		return false
	}
	l.open++
	return true
}

func (l *live) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
}

// streamed is what a client asked to be told of.
type streamed struct {
	filter store.Filter
	kinds  []string
	after  int64
	events bool // the filter asks for what only events have
	brief  bool // only number and kind of a change are wanted
}

// streamKinds are the kinds of changes; by default all but the last two.
var streamKinds = []string{store.NewEvent, store.NewTurn, store.NewStep, store.RetoldEvent, store.NewLevel}

// asked reads the parameters of a stream.
func (s *Server) asked(r *http.Request) (*streamed, error) {
	q := s.query(r.URL.Query())
	x := &streamed{filter: q.filter(), kinds: oneOf(q, "kind", streamKinds), after: -1, brief: q.yes("brief")}
	if len(x.kinds) == 0 {
		x.kinds = streamKinds[:3]
	}
	after := r.Header.Get("Last-Event-ID")
	if after == "" {
		after = q.text("after")
	}
	if after != "" {
		n, err := strconv.ParseInt(after, 10, 64)
		if err != nil || n < 0 {
			q.fail("after", after, "it takes the id of an event of the stream")
		}
		x.after = n
	}
	if err := q.err(); err != nil {
		return nil, err
	}
	f := &x.filter
	x.events = len(f.Actors)+len(f.Recipients)+len(f.Types)+len(f.Modes)+len(f.Quads)+len(f.Contexts)+len(f.Modalities)+len(f.Names)+f.MinOutlets > 0 ||
		f.Text+f.Report+f.Outlet != ""
	return x, nil
}

// meets reports whether a change that is no event is asked for.
func (x *streamed) meets(c *store.Entry) bool {
	f := &x.filter
	if x.events || f.Since != "" && c.Date < f.Since || f.Until != "" && c.Date > f.Until {
		return false
	}
	if a, b := min(f.Pair[0], f.Pair[1]), max(f.Pair[0], f.Pair[1]); b != "" && c.Pair != [2]string{a, b} {
		return false
	}
	for _, p := range f.Parties {
		if !slices.Contains(c.Pair[:], p) {
			return false
		}
	}
	return true
}

// stream answers with the changes of the store as they come.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	x, err := s.asked(r)
	if err != nil {
		s.problemOf(w, r, err)
		return
	}
	if !s.live.enter() {
		w.Header().Set("Retry-After", "10")
		problem(w, r, http.StatusServiceUnavailable, "too many streams are open")
		return
	}
	defer s.live.leave()
	news := s.live.next()
	last, err := s.store.LastChange(r.Context())
	if err != nil {
		if r.Context().Err() != nil {
			return // the client has gone
		}
		s.log.Error("a stream", "error", err)
		problem(w, r, http.StatusInternalServerError, "the store does not answer")
		return
	}
	if x.after < 0 || x.after > last { // a number of another store is not waited for
		x.after = last
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	// A comment at once, so that the client knows that it is heard.
	if _, err := fmt.Fprintf(w, "retry: 2000\n: from %d\n\n", x.after); err != nil || out.Flush() != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if err := s.send(r.Context(), w, x); err != nil {
			if r.Context().Err() == nil {
				s.log.Debug("a stream ended", "error", err)
			}
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-news:
			news = s.live.next()
		case <-beat.C:
			if _, err := fmt.Fprint(w, ":\n\n"); err != nil {
				return
			}
		case <-s.live.done:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// streamOf is the address of the stream that a page with these filters follows
// from the state on for which it is made. What the page shows may be newer, never
// older.
func (s *Server) streamOf(ctx context.Context, filters url.Values, kinds ...string) string {
	v := maps.Clone(filters)
	if v == nil {
		v = url.Values{}
	}
	v.Set("kind", strings.Join(kinds, ","))
	v.Set("brief", "true")
	v.Set("after", strconv.FormatInt(s.cache.madeFor(ctx).changes, 10))
	return Prefix + "/stream?" + v.Encode()
}

// send writes the changes that came since the last that was looked at.
func (s *Server) send(ctx context.Context, w http.ResponseWriter, x *streamed) error {
	teller := brief.NewTeller(s.store, s.roster)
	for {
		changes, err := s.store.Changes(ctx, x.after, streamBatch)
		changes = s.seen(changes)
		if err != nil || len(changes) == 0 {
			return err
		}
		var ids []string
		for i := range changes {
			if c := &changes[i]; (c.Kind == store.NewEvent || c.Kind == store.RetoldEvent) && slices.Contains(x.kinds, c.Kind) {
				ids = append(ids, c.ID)
			}
		}
		met, err := s.store.Meeting(ctx, x.filter, ids)
		if err != nil {
			return err
		}
		var asked []*store.Entry
		for i := range changes {
			c := &changes[i]
			event := c.Kind == store.NewEvent || c.Kind == store.RetoldEvent
			if slices.Contains(x.kinds, c.Kind) && (event && met[c.ID] || !event && x.meets(c)) {
				asked = append(asked, c)
			}
		}
		if err := write(ctx, w, teller, asked, x.brief); err != nil {
			return err
		}
		x.after = changes[len(changes)-1].No
	}
}

// write sends changes; those that are out of date are left out.
func write(ctx context.Context, w io.Writer, teller *brief.Teller, changes []*store.Entry, short bool) error {
	var items []*brief.Item
	if !short {
		var err error
		if items, err = teller.Items(ctx, changes); err != nil {
			return err
		}
	}
	for i, c := range changes {
		data := fmt.Appendf(nil, `{"no":%d,"kind":%q}`, c.No, c.Kind)
		if !short {
			if items[i] == nil {
				continue
			}
			var err error
			if data, err = json.Marshal(items[i]); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", c.No, c.Kind, data); err != nil {
			return err
		}
	}
	return nil
}
