package feed

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"demarche/report"
)

// hosts sees to it that a host gets one request at a time, with a pause after.
type hosts struct {
	gap time.Duration
	mu  sync.Mutex
	all map[string]*host
}

type host struct {
	turn  chan struct{} // holds one while somebody asks
	free  time.Time     // when the next may ask
	rules map[string]*rules
}

// rules are a robots.txt.
type rules struct {
	data  *robotstxt.RobotsData
	until time.Time // when it is read again
}

// How long a robots.txt holds, how long it may be (RFC 9309), and the longest
// pause that it can ask for.
const (
	rulesHold    = 24 * time.Hour
	rulesLimit   = 500 << 10
	longestPause = 30 * time.Second
)

func newHosts(gap time.Duration) *hosts { return &hosts{gap: gap, all: map[string]*host{}} }

func (h *hosts) of(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.all[name]
	if one == nil {
		one = &host{turn: make(chan struct{}, 1), rules: map[string]*rules{}}
		h.all[name] = one
	}
	return one
}

// enter waits for the host to be free. leave must be called after the request.
func (h *hosts) enter(ctx context.Context, name string) (leave func(), err error) {
	one := h.of(name)
	select {
	case one.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	timer := time.NewTimer(time.Until(one.free))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		<-one.turn
		return nil, ctx.Err()
	}
	return func() {
		pause := h.gap
		for _, r := range one.rules {
			pause = max(pause, min(r.data.FindGroup(report.UserAgent).CrawlDelay, longestPause))
		}
		one.free = time.Now().Add(pause)
		<-one.turn
	}, nil
}

// allows reports whether a page may be read, by the robots.txt of its host. The
// caller has entered the host. A host whose rules cannot be had allows nothing
// (RFC 9309, 2.3.1.4).
func (h *hosts) allows(ctx context.Context, client *http.Client, u *url.URL, now time.Time) (bool, error) {
	one := h.of(u.Host)
	r := one.rules[u.Scheme]
	if r == nil || now.After(r.until) {
		data, err := readRules(ctx, client, u)
		if err != nil {
			return false, err
		}
		r = &rules{data, now.Add(rulesHold)}
		one.rules[u.Scheme] = r
	}
	return r.data.TestAgent(u.RequestURI(), report.UserAgent), nil
}

func readRules(ctx context.Context, client *http.Client, u *url.URL) (*robotstxt.RobotsData, error) {
	address := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", report.UserAgent)
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("getting robots.txt: %w", withoutURL(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, rulesLimit))
	if err != nil {
		return nil, fmt.Errorf("reading robots.txt: %w", err)
	}
	data, err := robotstxt.FromStatusAndBytes(resp.StatusCode, body)
	if err != nil {
		return nil, fmt.Errorf("reading robots.txt: %w", err)
	}
	return data, nil
}
