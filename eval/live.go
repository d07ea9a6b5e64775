package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"demarche/report"
	"demarche/store"
)

// LiveLoad is how a running program is loaded.
type LiveLoad struct {
	Program string        // path of demarche
	Rate    int           // reports a second
	Time    time.Duration // how long
	Sample  time.Duration // between two samples
	File    string        // of the store
}

// all is how many reports there are.
func (l *LiveLoad) all() int { return int(l.Time.Seconds() * float64(l.Rate)) }

// LiveSample is how the program stands at a time.
type LiveSample struct {
	Seconds    float64 `json:"seconds"`
	Published  int     `json:"published"`
	Handled    int     `json:"handled"`   // stored, or known to be a copy of one that is
	HeapMB     float64 `json:"heap_mb"`   // live in the Go heap at the last collection
	MemoryMB   float64 `json:"memory_mb"` // resident, with what DuckDB holds
	Goroutines int     `json:"goroutines"`
}

// LiveResult is what became of the load.
type LiveResult struct {
	Samples   []LiveSample `json:"samples"`
	Published int          `json:"published"`
	Stored    int          `json:"stored"`
	Copies    int          `json:"copies"`   // dropped: the same text came before
	Refused   int          `json:"refused"`  // whose id another report has, unreadable or not in English
	Lost      int          `json:"lost"`     // none of these
	Streamed  int          `json:"streamed"` // changes that came over the stream
	Twice     int          `json:"twice"`    // of them more than once
}

// feeds is over how many feeds the reports are spread; each shows its newest
// feedWindow.
const (
	feeds      = 10
	feedWindow = 400
)

// publisher is a server of JSON Feeds.
type publisher struct {
	mu    sync.Mutex
	items [feeds][]json.RawMessage
	all   int
}

func (p *publisher) publish(rep *report.Report) error {
	item, err := json.Marshal(map[string]string{
		"id": "urn:live:" + rep.ID, "title": rep.Title, "content_text": strings.TrimPrefix(rep.Text, rep.Title+"\n\n"),
		"date_published": rep.Published + "T00:00:0" + strconv.Itoa(p.all%10) + "Z",
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	list := &p.items[p.all%feeds]
	if *list = append(*list, item); len(*list) > feedWindow {
		*list = (*list)[len(*list)-feedWindow:]
	}
	p.all++
	return nil
}

func (p *publisher) published() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.Trim(r.URL.Path, "/"))
	if err != nil || n < 0 || n >= feeds {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	items := append([]json.RawMessage{}, p.items[n]...)
	p.mu.Unlock()
	w.Header().Set("Content-Type", "application/feed+json")
	_ = json.NewEncoder(w).Encode(map[string]any{ // the reader may have gone
		"version": "https://jsonfeed.org/version/1.1", "title": "Feed " + strconv.Itoa(n), "items": items,
	})
}

// Live publishes reports at a steady rate in feeds on the loopback, lets a server
// in a process of its own watch them, and follows its stream.
func Live(ctx context.Context, reports iter.Seq2[*report.Report, error], load LiveLoad, seen func(LiveSample)) (*LiveResult, error) {
	p := &publisher{}
	base, stopFeeds, err := listening(ctx, p)
	if err != nil {
		return nil, err
	}
	defer stopFeeds()
	var watched []string
	for n := range feeds {
		watched = append(watched, base+"/"+strconv.Itoa(n))
	}
	s, err := startServer(ctx, load, watched)
	if err != nil {
		return nil, err
	}
	res, err := follow(ctx, p, s, reports, load, seen)
	if e := s.stop(); e != nil || err != nil {
		return nil, errors.Join(err, e)
	}
	// What counts is what is in the file in the end.
	db, err := store.Open(ctx, load.File, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	size, err := db.Size(ctx)
	res.Stored = size.Reports
	res.Lost = res.Published - res.Stored - res.Copies - res.Refused
	return res, err
}

// follow is what becomes of the load while the server runs.
func follow(ctx context.Context, p *publisher, s *server, reports iter.Seq2[*report.Report, error], load LiveLoad, seen func(LiveSample)) (*LiveResult, error) {
	inner, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	streamed := map[string]int{}
	var came atomic.Int64
	wg.Go(func() { listen(inner, s.base, streamed, &came) })
	r := &LiveResult{}
	err := r.run(ctx, p, s, reports, load, seen)
	if err == nil {
		err = settled(ctx, &came)
	}
	stop()
	wg.Wait()
	for _, n := range streamed {
		r.Streamed++
		if n > 1 {
			r.Twice++
		}
	}
	return r, err
}

// settled waits until nothing more comes over the stream.
func settled(ctx context.Context, came *atomic.Int64) error {
	const still = 10 * time.Second
	for before := int64(-1); came.Load() != before; {
		before = came.Load()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(still):
		}
	}
	return nil
}

// listening serves a handler on a free port of the loopback.
func listening(ctx context.Context, h http.Handler) (base string, stop func(), err error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(l) // until it is closed
	}()
	return "http://" + l.Addr().String(), func() { _ = s.Close(); <-done }, nil
}

// listen counts the changes of the stream by their ids, and all of them in came.
func listen(ctx context.Context, base string, count map[string]int, came *atomic.Int64) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/stream?after=0", nil)
	if err != nil {
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	buf, line := make([]byte, 64<<10), ""
	for {
		n, err := resp.Body.Read(buf)
		line += string(buf[:n])
		for {
			one, rest, ok := strings.Cut(line, "\n")
			if !ok {
				break
			}
			line = rest
			if id, ok := strings.CutPrefix(one, "id: "); ok {
				count[id]++
				came.Add(1)
			}
		}
		if err != nil { // it was cut off, which ends the measurement
			return
		}
	}
}

// run publishes, takes samples, and waits until all is handled or nothing more
// happens.
func (res *LiveResult) run(ctx context.Context, p *publisher, server *server, reports iter.Seq2[*report.Report, error], load LiveLoad, seen func(LiveSample)) error {
	next, stop := iter.Pull2(reports)
	defer stop()
	start := time.Now()
	sample := func() (int, error) {
		s, err := res.sample(ctx, server)
		if err != nil {
			return 0, err
		}
		s.Seconds, s.Published = time.Since(start).Seconds(), p.published()
		res.Samples = append(res.Samples, s)
		seen(s)
		return s.Handled, nil
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	last, still := -1, 0
	for due := start; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		passed := time.Since(start)
		publishing := p.published() < load.all()
		if publishing {
			for p.published() < min(int(passed.Seconds()*float64(load.Rate)), load.all()) {
				rep, err, ok := next()
				if !ok {
					return errors.New("there are too few reports for the load")
				}
				if err != nil {
					return err
				}
				if err := p.publish(rep); err != nil {
					return fmt.Errorf("publishing %s: %w", rep.ID, err)
				}
			}
		}
		if time.Now().Before(due) {
			continue
		}
		due = due.Add(load.Sample)
		handled, err := sample()
		if err != nil {
			return err
		}
		if handled == last {
			still++
		} else {
			last, still = handled, 0
		}
		if !publishing && (handled >= p.published() || still >= 6) {
			break
		}
	}
	res.Published = p.published()
	return nil
}
