// Package serve is the HTTP API and the pages over a store.
//
// A request passes, from outside in:
//
//	guard.go    hosts, security headers, cross-origin requests, rates, sizes
//	token.go    who may read and who may write, where that is asked for
//	cache.go    answers kept until what they tell of changes; ETag and gzip
//	shown.go    which answers still hold; what is made ready before an update shows
//	api*.go     /api/v1, described by /openapi.json and read at /docs
//	stream.go   /api/v1/stream, what changes as it changes
//	page*.go    pages for people, from templates/
//	feeds.go    how the feeds are doing: page, table, API and metrics
//	table.go    every table as CSV and JSON
//
// Reports that are posted go through ingest.go: they are acknowledged once they
// are in the store, and events follow shortly after.
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"demarche"
	"demarche/feed"
	"demarche/store"
	"demarche/who"
)

// Options say how a Server works. Store and Coder are needed.
type Options struct {
	Store *store.Store
	Coder *demarche.Coder
	// CodedBy is noted with each report that is stored: a version of the program.
	CodedBy string
	// Tokens, when set, are asked for with every request; nil lets everybody in
	// and is for loopback alone.
	Tokens *Tokens
	// Hosts are the names under which the server may be asked for, besides those
	// of the loopback; with Tokens any name will do where there is none.
	Hosts []string
	// Log gets a line a request; nil stands for slog.Default.
	Log *slog.Logger
	// Changed, when set, is told of every change of events, in the order of
	// changes, after it is in the store. It must not wait for long.
	Changed func(*store.Change)
	// Feeds, when set, tells how the feeds are doing that are watched.
	Feeds func() []feed.Health
	// Routes are further handlers, by the pattern of net/http.ServeMux ("GET
	// /api/v1/stream"). They need the scope read, or write for another method
	// than GET, and are neither cached nor cut off by the time limit on answers.
	Routes map[string]http.Handler
	// Private lets an address that is pasted lead to private networks.
	Private bool
	// Limits bound what a client can ask for; the zero value stands for defaults.
	Limits Limits
}

// Limits bound what a client can ask for.
type Limits struct {
	Body    int64   // bytes of one report that is posted
	Reads   float64 // requests a second and client
	Posts   float64 // reports a second and client
	Guesses float64 // wrong tokens a second and client
	// Wait is how long the server waits for a body to come in whole.
	Wait time.Duration
}

// The limits that are used where none are given.
const (
	DefaultBody    = 2 << 20
	DefaultReads   = 2000
	DefaultPosts   = 50
	DefaultGuesses = 0.2
	DefaultWait    = 15 * time.Second
)

func (l *Limits) fill() {
	for _, x := range []struct {
		to *float64
		is float64
	}{{&l.Reads, DefaultReads}, {&l.Posts, DefaultPosts}, {&l.Guesses, DefaultGuesses}} {
		if *x.to <= 0 {
			*x.to = x.is
		}
	}
	if l.Wait <= 0 {
		l.Wait = DefaultWait
	}
	if l.Body <= 0 {
		l.Body = DefaultBody
	}
}

// Server answers for one store. It is an http.Handler.
type Server struct {
	opt     Options
	store   *store.Store
	coder   *demarche.Coder
	roster  *who.Roster
	log     *slog.Logger
	pages   *pages
	assets  *assets
	ingest  *ingest
	cache   *cache
	metrics *metrics
	live    *live
	tables  map[string]table
	coding  chan struct{} // holds a place for each report that is being coded
	ready   atomic.Bool
	answers http.Handler // pages, tables and the API, without what stands before them
	handler http.Handler
}

// New prepares a Server. Close must be called before the store is closed.
func New(opt Options) (*Server, error) {
	opt.Limits.fill()
	s := &Server{opt: opt, store: opt.Store, coder: opt.Coder, log: opt.Log, coding: make(chan struct{}, 4)}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	if s.roster, err = who.Load(); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = loadPages(s); err != nil {
		return nil, err
	}
	s.metrics = newMetrics()
	if opt.Feeds != nil {
		s.metrics.registry.MustRegister(newFeedMetrics(opt.Feeds))
	}
	s.cache = newCache(64 << 20)
	shown, err := firstShown(context.Background(), s.store)
	if err != nil {
		return nil, err
	}
	s.cache.events.Store(shown)
	s.tables = s.allTables()
	s.live = newLive()
	mux := http.NewServeMux()
	s.routePages(mux)
	s.routeTables(mux)
	if err := s.routeAPI(mux); err != nil {
		return nil, err
	}
	s.answers = mux
	s.handler = s.guard()
	s.ingest = newIngest(s)
	s.ready.Store(true)
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close waits until what was accepted is in the store and events know of it.
func (s *Server) Close(ctx context.Context) error {
	s.ready.Store(false)
	return s.ingest.close(ctx)
}

// ErrAddress says that an address cannot be listened on.
var ErrAddress = errors.New("the address cannot be used")

// Listen opens an address such as 127.0.0.1:8080.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%w: another program listens on %s; name a free port with --address", ErrAddress, address)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return l, nil
}

// patience is how long a stop waits for answers that are under way.
const patience = 15 * time.Second

// Serve answers on l until the context ends; then it lets running requests
// finish, takes none that are new, and returns once all that was accepted is in
// the store. It closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      40 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(s.live.stop)
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return errors.Join(err, s.Close(context.WithoutCancel(ctx)))
	case <-ctx.Done():
	}
	s.ready.Store(false)
	s.log.Info("stopping")
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := server.Shutdown(wait)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // streams do not end by themselves
	}
	if e := <-done; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return errors.Join(err, s.Close(context.WithoutCancel(ctx)))
}

// Loopback reports whether a listener can be reached from this machine alone.
func Loopback(l net.Listener) bool {
	a, ok := l.Addr().(*net.TCPAddr)
	return ok && a.IP.IsLoopback()
}
