package feed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"demarche/report"
)

// Limits of a look.
const (
	feedLimit   = 16 << 20       // bytes of a feed
	longestWait = 6 * time.Hour  // between two looks at a source that fails
	mostSeen    = 2000           // items remembered that are in the feed no more
	longestAsk  = 24 * time.Hour // that a server may ask to be left alone
)

// jittered is d, up to share longer or shorter, so that sources that begin
// together do not stay together.
func jittered(d time.Duration, share float64) time.Duration {
	return time.Duration(float64(d) * (1 + share*(2*rand.Float64()-1)))
}

// backOff is the wait after so many failures in a row: twice as long with each,
// give or take a half.
func backOff(every time.Duration, fails int) time.Duration {
	wait := every
	for range min(fails, 20) {
		if wait *= 2; wait >= longestWait {
			wait = longestWait
			break
		}
	}
	return jittered(wait, 0.5)
}

// poll asks for a feed and hands on what is new in it. wait is how long the
// server asks to be left alone.
func (w *Watcher) poll(ctx context.Context, src *Source, st *state) (wait time.Duration, err error) {
	address, err := url.Parse(src.URL)
	if err == nil {
		err = report.CheckURL(address)
	}
	if err != nil {
		return 0, err
	}
	leave, err := w.hosts.enter(ctx, address.Host)
	if err != nil {
		return 0, err
	}
	a, err := w.ask(ctx, src.URL, st)
	leave()
	if err != nil {
		return 0, err
	}
	switch {
	case a.status == http.StatusNotModified:
		return 0, nil
	case a.status == http.StatusGone:
		st.Gone = true
		return 0, errors.New("the server says that it is gone for good")
	case a.status != http.StatusOK:
		return a.wait, fmt.Errorf("the server answered %d %s", a.status, http.StatusText(a.status))
	case len(a.body) > feedLimit:
		return 0, fmt.Errorf("the feed %w of %d bytes", report.ErrTooLong, feedLimit)
	}
	title, items, err := report.Items(src.URL, a.body, report.Options{})
	if err != nil {
		return 0, err
	}
	st.Title, st.Outlet = title, cmp.Or(src.Name, title, src.URL)
	w.copies.outlet(st.Source, st.Outlet)
	whole, err := w.take(ctx, src, st, items)
	if err != nil {
		return 0, err
	}
	if whole { // else the same answer is wanted again
		st.ETag, st.Modified = a.etag, a.modified
	} else {
		st.ETag, st.Modified = "", ""
	}
	return a.wait, nil
}

// answer is what a server gave for a feed.
type answer struct {
	status         int
	body           []byte
	etag, modified string
	wait           time.Duration
}

func (w *Watcher) ask(ctx context.Context, address string, st *state) (*answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", report.UserAgent)
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")
	if st.ETag != "" {
		req.Header.Set("If-None-Match", st.ETag)
	}
	if st.Modified != "" {
		req.Header.Set("If-Modified-Since", st.Modified)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer resp.Body.Close()
	a := &answer{
		status: resp.StatusCode, etag: resp.Header.Get("ETag"), modified: resp.Header.Get("Last-Modified"),
		wait: w.retryAfter(resp.Header.Get("Retry-After")),
	}
	if a.body, err = io.ReadAll(io.LimitReader(resp.Body, feedLimit+1)); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return a, nil
}

// withoutURL takes the address off an error that is told with it anyway.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// retryAfter reads the header of that name, in seconds or as a time.
func (w *Watcher) retryAfter(text string) time.Duration {
	var wait time.Duration
	if n, err := strconv.Atoi(text); err == nil {
		wait = time.Duration(min(n, int(longestAsk/time.Second))) * time.Second
	} else if t, err := http.ParseTime(text); err == nil {
		wait = t.Sub(w.opt.Now())
	}
	return min(max(wait, 0), longestAsk)
}

// take hands on what is new among the items of a feed, the oldest first. whole
// says that nothing has to be looked at again.
func (w *Watcher) take(ctx context.Context, src *Source, st *state, items []report.Item) (whole bool, err error) {
	now := w.opt.Now().UTC()
	dates := judge(items, now)
	st.Remarks = dates.remarks
	if dates.newest.After(st.Newest) {
		st.Newest = dates.newest
	}
	present := map[string]bool{}
	var list []*ready
	whole = true
	for i, it := range slices.Backward(items) {
		id := idOf(src, &it)
		if id == "" || present[id] {
			continue
		}
		present[id] = true
		day := dates.days[i]
		if day == "" { // that cannot be believed or is not there
			day = now.Format(time.DateOnly)
			if seen, ok := st.Seen[id]; ok {
				day = seen.Day
			}
		}
		out, done, err := w.item(ctx, src, st, &it, id, day)
		if err != nil {
			return false, err
		}
		if out != nil {
			out.at = dates.times[i]
			list = append(list, out)
		}
		whole = whole && done
	}
	if err := w.handAll(ctx, st, list); err != nil {
		return false, err
	}
	w.forget(st, present)
	return whole, nil
}

// forget lets go of items that are in the feed no more: of what near copies are
// known by at once, and of some items, the oldest first, altogether.
func (w *Watcher) forget(st *state, present map[string]bool) {
	var old []string
	for id, seen := range st.Seen {
		if present[id] {
			continue
		}
		old = append(old, id)
		if seen.Near != nil {
			w.copies.left(item{st.Source, id})
			seen.Near = nil
			st.Seen[id] = seen
		}
	}
	if len(old) <= mostSeen {
		return
	}
	slices.SortFunc(old, func(a, b string) int { return cmp.Or(cmp.Compare(st.Seen[a].Day, st.Seen[b].Day), cmp.Compare(a, b)) })
	for _, id := range old[:len(old)-mostSeen] {
		w.copies.forgotten(item{st.Source, id}, st.Seen[id].Text)
		delete(st.Seen, id)
	}
}
