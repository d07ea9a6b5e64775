package serve

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"demarche/store"
)

// versions tell which answers still hold. Reports count with each that is stored;
// events have the version of the update that is shown. An update shows only when
// the answers that were asked for most are ready, so that not all readers wait
// for theirs at once.
type versions struct {
	reports atomic.Uint64
	events  atomic.Pointer[shown]
}

// shown is the state of events after some update. It is not changed.
type shown struct {
	updates uint64
	changes int64                // number of the last change in the store's journal
	newest  string               // day of publication of the newest report, by which matters lapse
	since   uint64               // update with which that day came
	pairs   map[[2]string]uint64 // update that moved the relation of a pair last
}

// firstShown is the state of events when the server starts.
func firstShown(ctx context.Context, s *store.Store) (*shown, error) {
	x := &shown{pairs: map[[2]string]uint64{}}
	return x, x.read(ctx, s)
}

func (s *shown) read(ctx context.Context, from *store.Store) (err error) {
	if s.newest, err = from.Newest(ctx); err == nil {
		s.changes, err = from.LastChange(ctx)
	}
	return err
}

// after is the state that follows from an update.
func (s *shown) after(ctx context.Context, change *store.Change, from *store.Store) (*shown, error) {
	n := &shown{updates: s.updates + 1, since: s.since, pairs: maps.Clone(s.pairs)}
	if err := n.read(ctx, from); err != nil {
		return nil, err
	}
	if n.newest != s.newest {
		n.since = n.updates
	}
	for _, p := range change.Pairs {
		n.pairs[p] = n.updates
	}
	return n, nil
}

// seen are those of the changes that pages show already. Who is told of others
// would ask for pages that do not have them yet.
func (s *Server) seen(changes []store.Entry) []store.Entry {
	last := s.cache.events.Load().changes
	i := slices.IndexFunc(changes, func(c store.Entry) bool { return c.No > last })
	if i < 0 {
		return changes
	}
	return changes[:i]
}

// version is that of what stands at an address. An answer that tells of one pair
// of countries alone holds until the pair's relation moves.
func (s *shown) version(u *url.URL) uint64 {
	if pair, ok := pairAt(u); ok {
		return max(s.pairs[pair], s.since)
	}
	return s.updates
}

// pairAt is the pair that an address asks for alone, in alphabetical order.
func pairAt(u *url.URL) (pair [2]string, ok bool) {
	path := strings.TrimPrefix(u.Path, Prefix)
	if m := ofPair.FindStringSubmatch(path); m != nil {
		pair, ok = [2]string{m[1], m[2]}, true
	} else if path == "/events" {
		pair[0], pair[1], ok = strings.Cut(u.Query().Get("pair"), ",")
		ok = ok && codeOf.MatchString(pair[0]) && codeOf.MatchString(pair[1])
	}
	slices.Sort(pair[:])
	return pair, ok
}

var (
	ofPair = regexp.MustCompile(`^/relations?/([A-Z]{3})/([A-Z]{3})$`)
	codeOf = regexp.MustCompile(`^[A-Z]{3}$`)
)

// ofReports tells whether what stands at a path changes with every report.
func ofReports(path string) bool {
	path = strings.TrimPrefix(path, Prefix)
	return strings.HasPrefix(path, "/report") || path == "/size" || strings.HasPrefix(path, "/table/reports")
}

// key of an answer: what it answers, and the state of the store. at is the state
// of events.
func (v *versions) key(u *url.URL, at *shown) string {
	n := strconv.FormatUint(at.version(u), 36)
	if ofReports(u.Path) {
		n += "." + strconv.FormatUint(v.reports.Load(), 36)
	}
	return n + " " + u.Path + "?" + u.RawQuery
}

// madeFor is the key under which a context has the state that an answer is made for.
type madeFor struct{}

// madeFor is the state of events that an answer is made for.
func (v *versions) madeFor(ctx context.Context) *shown {
	if at, ok := ctx.Value(madeFor{}).(*shown); ok {
		return at
	}
	return v.events.Load()
}

// What is made ready before an update shows.
const (
	mostAhead = 200         // answers
	timeAhead = time.Second // in all
	popular   = 2           // times that an answer was asked for since the last update
)

// reveal lets an update be seen, once what was asked for most is ready.
func (s *Server) reveal(ctx context.Context, change *store.Change) error {
	was := s.cache.events.Load()
	next, err := was.after(ctx, change, s.store)
	if err != nil {
		return err
	}
	until := time.Now().Add(timeAhead)
	for _, a := range s.cache.outdated(was, next) {
		if time.Now().After(until) {
			break
		}
		key := s.cache.key(a.url, next)
		r := &http.Request{Method: http.MethodGet, URL: a.url, Header: http.Header{}, Host: "localhost", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
		fresh := s.reckon(r, key, next)
		fresh.asked.Store(a.asked.Load() / 2) // what nobody asks for any more falls out
		s.cache.put(fresh)
		s.metrics.cached.WithLabelValues("ahead").Inc()
	}
	s.cache.events.Store(next)
	return nil
}

// outdated are the popular answers that hold no more with the next state, those
// that were asked for most first.
func (c *cache) outdated(was, next *shown) []*answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []*answer
	for _, e := range c.kept {
		a := e.Value.(*answer)
		if a.asked.Load() >= popular && !ofReports(a.url.Path) && a.key == c.key(a.url, was) && a.key != c.key(a.url, next) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b *answer) int { return int(b.asked.Load() - a.asked.Load()) })
	return list[:min(len(list), mostAhead)]
}
