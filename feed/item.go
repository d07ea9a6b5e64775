package feed

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"demarche/event"
	"demarche/report"
)

// shortText is up to how many bytes the text of an item is only a teaser.
const shortText = 600

// mostTries is how often the page of an item is asked for.
const mostTries = 3

// idOf is what the report of an item is called by: its guid or link, else
// what it says, since the place of an item in a feed changes.
func idOf(src *Source, it *report.Item) string {
	switch {
	case it.ID != "":
		return it.ID
	case it.Report != nil:
		return fmt.Sprintf("%s#%x", src.URL, wordsHash(it.Report.Text))
	}
	return ""
}

// wordsHash stands for the letters and digits of a text, whatever their case
// and what stands between them.
func wordsHash(text string) uint64 {
	h := fnv.New64a()
	var buf [4]byte
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n := copy(buf[:], string(unicode.ToLower(r)))
			_, _ = h.Write(buf[:n]) // a hash takes everything
		}
	}
	return h.Sum64()
}

// ready is a report that is to be handed on.
type ready struct {
	rep  *report.Report
	id   string
	seen sighting // that is remembered when it was
	is   likeness
	at   time.Time // of its publication, zero where that is not known
}

// item makes a report of an item that is new or has changed; out is nil for
// others. done is false where it should be looked at again.
func (w *Watcher) item(ctx context.Context, src *Source, st *state, it *report.Item, id, day string) (out *ready, done bool, err error) {
	seen, before := st.Seen[id]
	var text uint64 // of what the feed says, which is what changes are known by
	if it.Report != nil {
		text = wordsHash(it.Report.Text)
	}
	if before && seen.Text == text && (seen.Tries == 0 || seen.Tries >= mostTries) {
		return nil, true, nil
	}
	now := sighting{Text: text, Day: day}
	if before {
		now.Day = seen.Day
	}
	self, is := item{st.Source, id}, fresh
	if before && seen.Text != text {
		w.copies.forgotten(self, seen.Text)
	}
	if text != 0 {
		if is = w.copies.like(self, text); is == copied {
			st.Copies++
			now.Copy = true
			st.Seen[id] = now
			return nil, true, nil
		}
	}
	rep, fault := it.Report, it.Err
	if it.Link != "" && wantsPage(src, it) {
		page, err := w.page(ctx, it.Link)
		switch {
		case err == nil && (rep == nil || len(page.Text) > len(rep.Text)):
			if rep != nil && rep.Title != "" && page.Title == "" {
				page.Title = rep.Title
			}
			page.URL, rep, fault = it.Link, page, nil
		case ctx.Err() != nil:
			return nil, false, ctx.Err()
		case err != nil && rep == nil:
			if now.Tries = seen.Tries + 1; now.Tries < mostTries {
				st.Seen[id] = now
				return nil, false, nil
			}
			fault = fmt.Errorf("the page %s: %w", it.Link, err)
		case err != nil:
			w.log.Info("the page of an item could not be read; its own text is taken", "source", st.Source, "page", it.Link, "error", err)
		}
	}
	if fault != nil {
		st.Unread++
		st.Seen[id] = now
		w.log.Warn("an item could not be read", "source", st.Source, "item", id, "error", fault)
		return nil, true, nil
	}
	if !w.opt.AnyLanguage && report.Foreign(rep.Text) != "" {
		st.Foreign++
		st.Seen[id] = now
		return nil, true, nil
	}
	digest := event.Sign(rep.Text, nil).Digest()
	if is = max(is, w.copies.nearly(self, &digest)); is == copied {
		st.Copies++
		now.Copy = true
		st.Seen[id] = now
		return nil, true, nil
	}
	if digest != (event.Digest{}) {
		now.Near = digest[:]
	}
	own := *rep
	own.ID, own.Published, own.Source, own.Outlet = id, day, st.Source, st.Outlet
	if src.Name == "" && it.Report != nil {
		own.Outlet = it.Report.Outlet
	}
	return &ready{rep: &own, id: id, seen: now, is: is}, true, nil
}

func wantsPage(src *Source, it *report.Item) bool {
	switch src.Pages {
	case PagesNever:
		return false
	case PagesAlways:
		return true
	}
	return it.Report == nil || len(it.Report.Text)-len(it.Report.Title) < shortText
}

// errRobots says that the host does not want a page to be read by programs.
var errRobots = errors.New("its robots.txt does not allow it")

// page gets the report that an item links to.
func (w *Watcher) page(ctx context.Context, link string) (*report.Report, error) {
	u, err := url.Parse(link)
	if err == nil {
		err = report.CheckURL(u)
	}
	if err != nil {
		return nil, err
	}
	leave, err := w.hosts.enter(ctx, u.Host)
	if err != nil {
		return nil, err
	}
	defer leave()
	allowed, err := w.hosts.allows(ctx, w.client, u, w.opt.Now())
	if err != nil {
		return nil, err
	}
	if !allowed {
		return nil, errRobots
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", report.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1")
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered %s", resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, report.DefaultLimit+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	rep, err := report.ReadAnswer(resp.Request.URL, resp.Header.Get("Content-Type"), data, report.Options{})
	if err == nil && strings.TrimSpace(rep.Text) == "" {
		err = report.ErrEmpty
	}
	return rep, err
}
