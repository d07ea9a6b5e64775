package serve

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// policy is the Content-Security-Policy: nothing but what this server has. The
// hash is that of the one style sheet that the charts write into themselves.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' '" + plotStyle + "'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard is all that a request passes before it is looked at.
func (s *Server) guard() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusForbidden, "cross-origin", "a page of another site asked for this")
	}))
	inner := http.NewServeMux()
	for pattern, h := range s.opt.Routes {
		inner.Handle(pattern, cross.Handler(s.endless(h)))
	}
	inner.Handle("GET /api/v1/stream", cross.Handler(s.endless(http.HandlerFunc(s.stream))))
	inner.Handle("/metrics", s.metrics.handler())
	inner.Handle("/static/", s.assets)
	for _, path := range feedPaths { // which change without the store
		inner.Handle("GET "+path, cross.Handler(fresh(s.answers)))
	}
	inner.Handle("/", cross.Handler(s.cached()))
	limits := newLimiter(&s.opt.Limits)
	outer := http.NewServeMux()
	outer.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "alive\n") })
	outer.HandleFunc("GET /readyz", s.readiness)
	outer.Handle("/", s.limited(limits, s.allowed(limits, inner)))
	return s.outermost(outer)
}

// plain answers with a line of text.
func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the reader may have gone
}

func (s *Server) readiness(w http.ResponseWriter, r *http.Request) {
	if !s.ready.Load() {
		plain(w, http.StatusServiceUnavailable, "stopping\n")
		return
	}
	if _, err := s.store.Stale(r.Context()); err != nil {
		s.log.Error("the store does not answer", "error", err)
		plain(w, http.StatusServiceUnavailable, "the store does not answer\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

// watched is a response that is looked over the shoulder.
type watched struct {
	http.ResponseWriter
	status, bytes int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// outermost sets the headers that all answers have, keeps out other hosts'
// names, logs and counts, and answers for faults of the program.
func (s *Server) outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		ww := &watched{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.log.Error("a fault of the program", "path", r.URL.Path, "fault", p, "stack", string(debug.Stack()))
				if ww.status == 0 {
					problem(ww, r, http.StatusInternalServerError, "the program failed on this request, which is a fault of its own")
				}
			}
			took := time.Since(start)
			s.metrics.answered(kindOf(r.URL.Path), ww.status, took)
			s.log.LogAttrs(r.Context(), level(ww.status), "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", ww.status), slog.Int("bytes", ww.bytes), slog.Duration("took", took), slog.String("from", client(r)))
		}()
		if !s.ours(r.Host) {
			s.refuse(ww, r, http.StatusMisdirectedRequest, "host", "this server does not go by the name "+clean(r.Host))
			return
		}
		next.ServeHTTP(ww, r)
	})
}

func level(status int) slog.Level {
	switch {
	case status >= 500:
		return slog.LevelError
	case status >= 400:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

// kindOf is the part of the site that a path is in, of which there are few.
func kindOf(path string) string {
	parts := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 4)
	if len(parts) > 2 && parts[0] == "api" && slices.Contains(apiParts, parts[2]) {
		return "api " + parts[2]
	}
	if parts[0] == "" {
		return "overview"
	}
	if slices.Contains(pageParts, parts[0]) {
		return parts[0]
	}
	return "other"
}

var (
	apiParts  = []string{"code", "reports", "records", "events", "relations", "matters", "turns", "phases", "parties", "places", "search", "size", "stream", "explain", "feeds"}
	pageParts = []string{"relation", "relations", "event", "events", "report", "reports", "party", "parties", "matters", "turns", "search", "codebook",
		"accuracy", "paste", "table", "static", "docs", "openapi.json", "healthz", "readyz", "metrics", "login", "feeds"}
)

// ours tells whether the Host header names this server. On loopback a page of
// another site could have its own name point here (DNS rebinding), so that only
// known names will do.
func (s *Server) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if slices.Contains(s.opt.Hosts, name) || name == "localhost" {
		return true
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.IsLoopback() || s.opt.Tokens != nil
	}
	return s.opt.Tokens != nil && len(s.opt.Hosts) == 0
}

// clean leaves of a client's word what can be shown.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), 80)]
}

// endless takes away the time limits on an answer, and on the body of the request
// where it has none: the end of that limit would end the request.
func (s *Server) endless(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := http.NewResponseController(w)
		err := out.SetWriteDeadline(time.Time{})
		if r.Body == nil || r.ContentLength == 0 {
			err = errors.Join(err, out.SetReadDeadline(time.Time{}))
		}
		if err != nil {
			s.log.Debug("a stream keeps its time limit", "error", err)
		}
		next.ServeHTTP(w, r)
	})
}

// limiter keeps how much each client asked for lately.
type limiter struct {
	limits  *Limits
	mu      sync.Mutex
	clients map[string]*shares
}

// shares are those of one client.
type shares struct {
	reads, posts, guesses *rate.Limiter
	seen                  time.Time
}

func newLimiter(l *Limits) *limiter { return &limiter{limits: l, clients: map[string]*shares{}} }

// forgotten is how long a client is remembered, and crowd how many are before
// the older ones are let go.
const (
	forgotten = 10 * time.Minute
	crowd     = 10_000
)

func (l *limiter) of(client string) *shares {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if len(l.clients) > crowd {
		for name, c := range l.clients {
			if now.Sub(c.seen) > forgotten || len(l.clients) > 2*crowd {
				delete(l.clients, name)
			}
		}
	}
	c := l.clients[client]
	if c == nil {
		some := func(perSecond float64) *rate.Limiter {
			return rate.NewLimiter(rate.Limit(perSecond), max(5, int(2*perSecond)))
		}
		c = &shares{some(l.limits.Reads), some(l.limits.Posts), some(l.limits.Guesses), now}
		l.clients[client] = c
	}
	c.seen = now
	return c
}

// client is whom a request comes from, by address; of the addresses of IPv6 one
// client has many.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err == nil && ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return host
}

// limited bounds rates and sizes.
func (s *Server) limited(l *limiter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := l.of(client(r))
		share, what := c.reads, "requests"
		if r.Method == http.MethodPost {
			share, what = c.posts, "reports"
		}
		if !share.Allow() {
			w.Header().Set("Retry-After", "1")
			s.refuse(w, r, http.StatusTooManyRequests, "rate", fmt.Sprintf("more than %g %s a second came from your address", float64(share.Limit()), what))
			return
		}
		if r.Body != nil {
			if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(l.limits.Wait)); err != nil {
				s.log.Debug("a body keeps the server's time limit", "error", err)
			}
			// A form writes some bytes as three.
			r.Body = http.MaxBytesReader(w, r.Body, 3*s.opt.Limits.Body+1<<16)
		}
		next.ServeHTTP(w, r)
	})
}

// session is the cookie that stands for a token in a browser.
const session = "demarche"

// allowed asks for a token where that is wanted.
func (s *Server) allowed(l *limiter, next http.Handler) http.Handler {
	if s.opt.Tokens == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		open := r.URL.Path == "/login" || strings.HasPrefix(r.URL.Path, "/static/")
		secret := secretOf(r)
		guesses := l.of(client(r)).guesses
		if secret == "" && r.URL.Path == "/login" && r.Method == http.MethodPost {
			secret = r.PostFormValue("token")
		}
		if secret != "" && guesses.Tokens() < 1 {
			w.Header().Set("Retry-After", "10")
			s.refuse(w, r, http.StatusTooManyRequests, "guess", "too many wrong tokens came from your address")
			return
		}
		scope, err := s.opt.Tokens.scope(secret)
		if err != nil {
			s.log.Error("reading tokens", "error", err)
			s.refuse(w, r, http.StatusInternalServerError, "tokens", "the tokens cannot be read")
			return
		}
		if secret != "" && scope == "" {
			guesses.Allow()
		}
		wants := Read
		if r.Method != http.MethodGet && r.Method != http.MethodHead && !reading(r.URL.Path) {
			wants = Write
		}
		switch {
		case open, scope == Write, scope == wants:
			next.ServeHTTP(w, r)
		case scope != "":
			s.refuse(w, r, http.StatusForbidden, "scope", "this token may read, not write")
		case page(r):
			http.Redirect(w, r, "/login", http.StatusSeeOther)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="demarche"`)
			s.refuse(w, r, http.StatusUnauthorized, "token", "a token is needed: Authorization: Bearer ...; demarche token add makes one")
		}
	})
}

// reading tells whether a POST to the path changes nothing.
func reading(path string) bool {
	return path == "/api/v1/code" || path == "/api/v1/explain" || path == "/paste" || path == "/login" || path == "/logout"
}

// page tells whether a person with a browser asks.
func page(r *http.Request) bool {
	return r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/api/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// secretOf is the token that comes with a request.
func secretOf(r *http.Request) string {
	if word, secret, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(word, "Bearer") {
		return strings.TrimSpace(secret)
	}
	if c, err := r.Cookie(session); err == nil {
		return c.Value
	}
	return ""
}

// refuse answers that a request will not be looked at.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, why, detail string) {
	s.metrics.refused.WithLabelValues(why).Inc()
	problem(w, r, status, detail)
}
