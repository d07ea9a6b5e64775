package serve

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// cache keeps answers to GET requests for as long as what they tell of does not
// change, so that a page costs its queries once, however many read it.
type cache struct {
	versions
	flight singleflight.Group
	places chan struct{} // holds one for each answer that is being reckoned

	mu    sync.Mutex
	room  int // bytes left
	order *list.List
	kept  map[string]*list.Element
}

// answer is one response.
type answer struct {
	key    string
	url    *url.URL
	asked  atomic.Int32 // how often
	status int
	header http.Header
	body   []byte
	packed []byte // gzipped, nil where that does not pay
	etag   string
}

func (a *answer) size() int { return len(a.key) + len(a.body) + len(a.packed) + 512 }

func newCache(bytes int) *cache {
	return &cache{places: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), room: bytes, order: list.New(), kept: map[string]*list.Element{}}
}

// most is how large an answer may be to be kept.
const most = 4 << 20

func (c *cache) get(key string) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.kept[key]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*answer)
}

func (c *cache) put(a *answer) {
	if a.status != http.StatusOK || a.size() > most {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept[a.key] != nil {
		return
	}
	c.kept[a.key] = c.order.PushFront(a)
	c.room -= a.size()
	for c.room < 0 {
		last := c.order.Back()
		old := c.order.Remove(last).(*answer)
		delete(c.kept, old.key)
		c.room += old.size()
	}
}

// enough is how long one answer may take.
const enough = 30 * time.Second

// cached answers GET requests from the cache, and fills it. Equal requests at one
// time are reckoned once.
func (s *Server) cached() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			s.answers.ServeHTTP(w, r)
			return
		}
		at := s.cache.events.Load()
		key := s.cache.key(r.URL, at)
		a := s.cache.get(key)
		if a != nil {
			s.metrics.cached.WithLabelValues("hit").Inc()
		} else {
			s.metrics.cached.WithLabelValues("miss").Inc()
			v, _, _ := s.cache.flight.Do(key, func() (any, error) {
				// More at a time would only take the processor from each other,
				// and from those who write.
				s.cache.places <- struct{}{}
				defer func() { <-s.cache.places }()
				a := s.reckon(r, key, at)
				s.cache.put(a)
				return a, nil
			})
			a = v.(*answer)
		}
		a.asked.Add(1)
		a.send(w, r)
	})
}

// reckon makes an answer in memory, for a state of events. The request of others may
// wait for it, so that it does not end with the one that came first.
func (s *Server) reckon(r *http.Request, key string, at *shown) (a *answer) {
	ctx, cancel := context.WithTimeout(context.WithValue(context.WithoutCancel(r.Context()), madeFor{}, at), enough)
	defer cancel()
	rec := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("a fault of the program", "path", r.URL.Path, "fault", p, "stack", string(debug.Stack()))
			s.metrics.refused.WithLabelValues("fault").Inc()
			rec = httptest.NewRecorder()
			problem(rec, r, http.StatusInternalServerError, "the program failed on this request, which is a fault of its own")
		}
		a = settled(key, rec)
		a.url = r.URL
	}()
	get := r.Clone(ctx)
	get.Method = http.MethodGet
	s.answers.ServeHTTP(rec, get)
	return a
}

// settled makes an answer of what was recorded.
func settled(key string, rec *httptest.ResponseRecorder) *answer {
	a := &answer{key: key, status: rec.Code, header: rec.Header(), body: rec.Body.Bytes()}
	a.pack()
	return a
}

// settledBytes makes one of a file.
func settledBytes(key, kind string, data []byte) *answer {
	a := &answer{key: key, status: http.StatusOK, header: http.Header{"Content-Type": {kind}}, body: data}
	a.pack()
	return a
}

// packers are kept for the next answer: what one needs is large to set up.
var packers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is one that there is
	return z
}}

// pack reckons the ETag and the shorter form.
func (a *answer) pack() {
	sum := sha256.Sum256(a.body)
	a.etag = base64.RawURLEncoding.EncodeToString(sum[:12])
	if kind := a.header.Get("Content-Type"); len(a.body) > 1024 && packable(kind) {
		var b bytes.Buffer
		z := packers.Get().(*gzip.Writer)
		z.Reset(&b)
		_, err := z.Write(a.body)
		if err == nil && z.Close() == nil {
			a.packed = b.Bytes()
		}
		packers.Put(z)
	}
}

func packable(kind string) bool {
	for _, s := range []string{"text/", "application/json", "application/problem+json", "application/javascript", "image/svg+xml"} {
		if strings.HasPrefix(kind, s) {
			return true
		}
	}
	return false
}

// send writes the answer, or that it has not changed.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	body, etag := a.body, `"`+a.etag+`"`
	h.Add("Vary", "Accept-Encoding")
	if a.packed != nil && acceptsGzip(r) {
		body, etag = a.packed, `"`+a.etag+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	if a.status == http.StatusOK {
		h.Set("ETag", etag)
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "private, no-cache") // to be asked for again, with the ETag
		}
		if matches(r.Header.Get("If-None-Match"), a.etag) {
			h.Del("Content-Type")
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may have gone
	}
}

// matches tells whether a list of ETags, as clients send it, holds the tag.
func matches(list, tag string) bool {
	for t := range strings.SplitSeq(list, ",") {
		t = strings.Trim(strings.TrimPrefix(strings.TrimSpace(t), "W/"), `"`)
		if t == "*" || strings.TrimSuffix(t, "-gzip") == tag {
			return true
		}
	}
	return false
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}
