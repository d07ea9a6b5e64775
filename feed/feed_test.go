package feed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"demarche/report"
	"demarche/store"
)

// kept is a Keeper in memory.
type kept struct {
	mu  sync.Mutex
	all map[string]string
}

func (k *kept) Keepsakes(context.Context, string) (map[string]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.all), nil
}

func (k *kept) Keep(_ context.Context, _ string, values map[string]string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = map[string]string{}
	}
	maps.Copy(k.all, values)
	return nil
}

// site is a server whose pages are set by the test.
type site struct {
	*httptest.Server
	mu      sync.Mutex
	pages   map[string]string // by path
	status  map[string]int
	head    http.Header // of every answer
	asked   []string
	fresh   int // requests that got a whole page
	inside  int
	crowded bool // two requests at a time
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]string{}, status: map[string]int{}, head: http.Header{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.inside++
	s.crowded = s.crowded || s.inside > 1
	s.asked = append(s.asked, r.URL.Path)
	page, ok := s.pages[r.URL.Path]
	status := s.status[r.URL.Path]
	maps.Copy(w.Header(), s.head)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.inside--
		s.mu.Unlock()
	}()
	tag := fmt.Sprintf("%q", fmt.Sprint(len(page), wordsHash(page)))
	switch {
	case status != 0:
		w.WriteHeader(status)
	case !ok:
		http.NotFound(w, r)
	case r.Header.Get("If-None-Match") == tag:
		w.WriteHeader(http.StatusNotModified)
	default:
		s.mu.Lock()
		s.fresh++
		s.mu.Unlock()
		w.Header().Set("ETag", tag)
		if strings.HasPrefix(page, "<html") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		_, _ = w.Write([]byte(page))
	}
}

// entry is an item of RSS.
func entry(guid, title, date, text string) string {
	return fmt.Sprintf("<item><guid isPermaLink=\"false\">%s</guid><title>%s</title><pubDate>%s</pubDate><description>%s</description></item>", guid, title, date, text)
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title>` + strings.Join(items, "") + `</channel></rss>`
}

// watch is a watcher with what it handed on, and a clock that the test moves.
type watch struct {
	t    *testing.T
	w    *Watcher
	opt  Options
	mu   sync.Mutex
	now  time.Time
	got  []report.Report
	fail error
}

func newWatch(t *testing.T, keep Keeper, sources ...Source) *watch {
	t.Helper()
	x := &watch{t: t, now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	x.opt = Options{Sources: sources, Keep: keep, Gap: time.Nanosecond, Private: true, Now: func() time.Time { return x.now },
		Sink: func(_ context.Context, r *report.Report) error {
			x.mu.Lock()
			defer x.mu.Unlock()
			if x.fail != nil {
				return x.fail
			}
			x.got = append(x.got, *r)
			return nil
		}}
	x.restart()
	return x
}

// restart begins anew from what is kept.
func (x *watch) restart() {
	x.t.Helper()
	w, err := New(context.Background(), x.opt)
	if err != nil {
		x.t.Fatal(err)
	}
	x.w = w
}

// round looks once, a day later, and gives what came.
func (x *watch) round() []report.Report {
	x.t.Helper()
	x.now = x.now.Add(24 * time.Hour)
	x.got = nil
	if _, err := x.w.Round(context.Background()); err != nil {
		x.t.Fatal(err)
	}
	return x.got
}

func (x *watch) health(key string) Health {
	x.t.Helper()
	list, err := Status(context.Background(), x.opt.Keep)
	if err != nil {
		x.t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(h Health) bool { return h.Source == key })
	if i < 0 {
		x.t.Fatalf("no health of %s", key)
	}
	return list[i]
}

func ids(list []report.Report) string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].ID
	}
	return strings.Join(names, " ")
}

const (
	visit = "Norway's foreign minister met the Chilean envoy in Oslo on Tuesday and praised the talks on fishing."
	embgo = "Peru imposed sanctions on two Bolivian firms on Wednesday. Bolivia condemned the measure."
)

// New items come once, the oldest first; an unchanged feed is not sent again,
// and none of this is forgotten between runs.
func TestFeedOnce(t *testing.T) {
	s := newSite(t)
	s.pages["/f"] = rss(entry("x:2", "Peru acts", "Wed, 04 Mar 2026 10:00:00 GMT", embgo), entry("x:1", "Oslo talks", "Tue, 03 Mar 2026 10:00:00 GMT", visit))
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f", Pages: PagesNever})
	got := x.round()
	if ids(got) != "x:1 x:2" {
		t.Fatalf("first look: %s", ids(got))
	}
	if r := got[0]; r.Outlet != "Example Wire" || r.Published != "2026-03-03" || !strings.Contains(r.Text, visit) || r.Title != "Oslo talks" {
		t.Errorf("report: %+v", r)
	}
	if got := x.round(); len(got) > 0 || s.fresh != 1 {
		t.Errorf("second look: %s, %d times the whole feed", ids(got), s.fresh)
	}
	x.restart()
	if got := x.round(); len(got) > 0 || s.fresh != 1 {
		t.Errorf("after a restart: %s, %d times the whole feed", ids(got), s.fresh)
	}
	s.pages["/f"] = rss(entry("x:3", "Quito", "Thu, 05 Mar 2026 10:00:00 GMT", "Ecuador invited the president of Chile to Quito."), entry("x:2", "Peru acts", "Wed, 04 Mar 2026 10:00:00 GMT", embgo+" Two firms trade in gas."))
	x.restart()
	if got := x.round(); ids(got) != "x:2 x:3" {
		t.Errorf("a correction and a new item: %s", ids(got))
	}
	if h := x.health(s.URL + "/f"); h.Handed != 4 || h.Error != "" || h.Title != "Example Wire" || h.Lag() != 4*24*time.Hour+2*time.Hour {
		t.Errorf("health: %+v, lag %v", h, h.Lag())
	}
}

// A sink that fails loses nothing: what it did not take comes again.
func TestFeedSinkFails(t *testing.T) {
	s := newSite(t)
	s.pages["/f"] = rss(entry("x:1", "Oslo talks", "Tue, 03 Mar 2026 10:00:00 GMT", visit))
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f", Pages: PagesNever})
	x.fail = errors.New("the disk is full")
	x.round()
	if h := x.health(s.URL + "/f"); h.Fails != 1 || !strings.Contains(h.Error, "disk is full") {
		t.Errorf("health: %+v", h)
	}
	x.restart()
	x.fail = nil
	if got := x.round(); ids(got) != "x:1" {
		t.Errorf("taken up again: %s", ids(got))
	}
	// A report that the store refuses is no reason to come back for ever.
	s.pages["/f"] = rss(entry("x:9", "Other", "Tue, 03 Mar 2026 10:00:00 GMT", embgo))
	x.fail = fmt.Errorf("x:9: %w", store.ErrTaken)
	x.round()
	x.fail = nil
	if got := x.round(); len(got) > 0 || x.health(s.URL+"/f").Refused != 1 {
		t.Errorf("refused: %s, %+v", ids(got), x.health(s.URL+"/f"))
	}
}

// wire is long enough for near copies to be told by.
const wire = `Norway and Chile agreed on Tuesday to end their quarrel over salmon. The two ministers signed the paper in Lima after
three days of talks that at times had seemed about to fail, and shook hands before the cameras of both countries. Exports are to
start again within a week, a Norwegian official said, but the higher duty stays in force until autumn. Chile had raised it in
spring, when inspectors found lice in two shipments that had come by way of Rotterdam. Fishermen in Bergen welcomed the accord.`

// The same text again, or nearly the same, is dropped where the same outlet has
// it; another outlet that carries it is kept.
func TestFeedCopies(t *testing.T) {
	const day = "Tue, 03 Mar 2026 10:00:00 GMT"
	retouched := strings.Replace(wire, "Fishermen in Bergen", "Fishers in Bergen", 1)
	updated := strings.Replace(wire, "Fishermen in Bergen welcomed the accord.", "In Santiago the opposition denounced the accord. It said that the duty had been given away for nothing, and that the minister must go. He refused.", 1)
	s := newSite(t)
	feeds := func(name string) Source {
		return Source{URL: s.URL + name, Pages: PagesNever, Name: strings.Trim(name, "/0123456789")}
	}
	for name, test := range map[string]struct {
		now, then        string // what the second feed has, and the first afterwards
		second           string // its address
		handed           string
		copies, carried  int
		later            string // after a restart
		laterCopies, all int    // copies then, reports in all
	}{
		"words":   {entry("b:7", "OSLO TALKS", day, "<![CDATA[<p>"+visit+"</p>]]>"), entry("a:2", "Oslo talks", day, visit), "/north2", "a:1", 1, 0, "", 1, 1},
		"carried": {entry("b:7", "OSLO TALKS", day, visit), entry("a:2", "Oslo talks", day, visit), "/south", "a:1 b:7", 0, 1, "", 1, 2},
		"guid":    {entry("a:1", "Oslo talks", day, visit), "", "/south", "a:1", 1, 0, "", 0, 1},
		"near":    {entry("b:7", "Accord", day, retouched), entry("a:2", "Accord", day, strings.ToUpper(retouched)), "/north2", "a:1", 1, 0, "", 1, 1},
		"wire":    {entry("b:7", "Accord", day, retouched), entry("a:2", "Accord", day, retouched), "/south", "a:1 b:7", 0, 1, "", 1, 2},
		"updated": {entry("b:7", "Accord", day, updated), entry("a:2", "Accord", day, updated+" The talks go on in May."), "/north2", "a:1 b:7", 0, 0, "", 1, 2},
		"own":     {"", entry("a:1", "Accord", day, retouched), "/north2", "a:1", 0, 0, "a:1", 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			first := entry("a:1", "Oslo talks", day, visit)
			if strings.Contains(test.now+test.then, "ccord") {
				first = entry("a:1", "Accord", day, wire)
			}
			s.pages = map[string]string{"/north1": rss(first), test.second: rss(test.now)}
			x := newWatch(t, &kept{}, feeds("/north1"))
			x.opt.Sources = append(x.opt.Sources, feeds(test.second))
			var all []report.Report
			got := x.round() // the first alone, so that it is the first
			all = append(all, got...)
			x.restart()
			all = append(all, x.round()...)
			if ids(all) != test.handed {
				t.Errorf("handed on: %s, want %s", ids(all), test.handed)
			}
			if h := x.health(s.URL + test.second); h.Copies != test.copies || h.Carried != test.carried {
				t.Errorf("%d copies, %d carried", h.Copies, h.Carried)
			}
			if test.then == "" {
				return
			}
			s.pages["/north1"] = rss(test.then, first)
			if strings.Contains(test.then, ">a:1<") {
				s.pages["/north1"] = rss(test.then)
			}
			x.restart()
			if got := x.round(); ids(got) != test.later {
				t.Errorf("after a restart: %s, want %q", ids(got), test.later)
			}
			if h := x.health(s.URL + "/north1"); h.Copies != test.laterCopies {
				t.Errorf("%d copies of the first feed", h.Copies)
			}
			if n := x.health(s.URL+"/north1").Handed + x.health(s.URL+test.second).Handed; n != test.all {
				t.Errorf("%d reports in all", n)
			}
		})
	}
	if s.crowded {
		t.Error("a host got two requests at a time")
	}
}

// What a copy is of is not taken for a copy itself when it could not be kept at
// first and the program was started anew.
func TestFeedCopyOfLost(t *testing.T) {
	s := newSite(t)
	const day = "Tue, 03 Mar 2026 10:00:00 GMT"
	s.pages["/f"] = rss(entry("x:2", "Oslo talks", day, visit), entry("x:1", "Oslo talks", day, visit))
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f", Pages: PagesNever})
	x.fail = errors.New("the disk is full")
	x.round()
	x.restart()
	x.fail = nil
	if got := x.round(); len(got) != 1 {
		t.Errorf("handed on: %s", ids(got))
	}
}

// The delay is measured on what appeared between two looks with a time of the
// day.
func TestFeedDelay(t *testing.T) {
	s := newSite(t)
	s.pages["/f"] = rss(entry("x:1", "Old", "Tue, 03 Mar 2026 10:00:00 GMT", embgo))
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f", Pages: PagesNever})
	x.round() // on the 6th at noon
	if h := x.health(s.URL + "/f"); h.Delayed != 0 || h.Delay != 0 || h.State() != Good || !h.Fresh.Equal(x.now) || h.Outlet != "Example Wire" {
		t.Errorf("after the first look: %+v", h)
	}
	s.pages["/f"] = rss(entry("x:2", "New", "Sat, 07 Mar 2026 11:00:00 +0100", visit), entry("x:3", "Day", "Sat, 07 Mar 2026 00:00:00 GMT", visit+" They fish."),
		entry("x:4", "Newer", "Sat, 07 Mar 2026 08:00:00 GMT", visit+" They trade."))
	x.restart()
	x.round()
	if h := x.health(s.URL + "/f"); h.Delayed != 2 || h.Delay != 3*3600 || h.Handed != 4 {
		t.Errorf("after the second: %+v", h)
	}
	s.status["/f"] = http.StatusBadGateway
	x.round()
	if h := x.health(s.URL + "/f"); h.State() != Failing || h.Delay != 3*3600 || h.Aside() != 0 {
		t.Errorf("after it failed: %+v", h)
	}
}

// Dates are taken in the zone they are written in, and not believed when they
// cannot be; then the day on which an item was first seen holds, for good.
func TestFeedDates(t *testing.T) {
	s := newSite(t)
	const late = "Thu, 05 Mar 2026 23:30:00 -0800" // the 6th in Greenwich
	for name, test := range map[string]struct {
		dates  []string
		want   []string
		remark string
	}{
		"zone":    {[]string{late, "Wed, 04 Mar 2026 01:00:00 +0900"}, []string{"2026-03-05", "2026-03-04"}, ""},
		"future":  {[]string{"Fri, 01 Jan 2049 00:00:00 GMT", "Wed, 04 Mar 2026 01:00:00 GMT"}, []string{"2026-03-06", "2026-03-04"}, "1 of 2 items are dated to come"},
		"epoch":   {[]string{"Thu, 01 Jan 1970 00:00:00 GMT"}, []string{"2026-03-06"}, "before 1990"},
		"missing": {[]string{""}, []string{"2026-03-06"}, "no date"},
		"same": {[]string{"Sun, 01 Feb 2026 07:08:09 GMT", "Sun, 01 Feb 2026 07:08:09 GMT", "Sun, 01 Feb 2026 07:08:09 GMT"},
			[]string{"2026-03-06", "2026-03-06", "2026-03-06"}, "same second"},
		"one day": {[]string{"Sun, 01 Feb 2026 00:00:00 GMT", "Sun, 01 Feb 2026 00:00:00 GMT", "Sun, 01 Feb 2026 00:00:00 GMT"},
			[]string{"2026-02-01", "2026-02-01", "2026-02-01"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var items []string
			for i, d := range test.dates {
				items = append(items, entry(fmt.Sprintf("%s:%d", name, i), fmt.Sprint("Talks ", i), d, fmt.Sprintf("%s It was round %d of %s.", visit, i, name)))
			}
			s.pages["/f"] = rss(items...)
			x := newWatch(t, &kept{}, Source{URL: s.URL + "/f", Pages: PagesNever})
			got := x.round()
			if len(got) != len(test.want) {
				t.Fatalf("%d reports", len(got))
			}
			for i, want := range test.want {
				if r := got[len(got)-1-i]; r.Published != want {
					t.Errorf("%s is of %s, want %s", r.ID, r.Published, want)
				}
			}
			if h := x.health(s.URL + "/f"); !strings.Contains(strings.Join(h.Remarks, "; "), test.remark) || (test.remark == "") != (len(h.Remarks) == 0) {
				t.Errorf("remarks %q, want %q", h.Remarks, test.remark)
			}
			// Days later, a correction of the first item is of the same day.
			s.pages["/f"] = strings.Replace(s.pages["/f"], "It was round 0", "It was only round 0", 1)
			x.round()
			if got := x.round(); len(got) > 0 {
				t.Errorf("came again: %s", ids(got))
			}
			x.restart()
			s.pages["/f"] = strings.Replace(s.pages["/f"], "only round 0", "just round 0", 1)
			if got := x.round(); len(got) != 1 || got[0].Published != test.want[0] {
				t.Errorf("corrected: %+v", got)
			}
		})
	}
}

const article = `<html><head><title>Oslo talks</title></head><body><article><h1>Oslo talks</h1>
<p>Norway's foreign minister met the Chilean envoy in Oslo on Tuesday and praised the talks on fishing, which began in March.</p>
<p>The envoy invited the minister to Santiago. Both sides said that a treaty was near, and that the fleets of the two
countries would share what they know of the stocks in the southern sea.</p><p>The talks go on in May.</p></article></body></html>`

// Where an item is a teaser its page is read, if the host lets programs in.
func TestFeedPages(t *testing.T) {
	s := newSite(t)
	link := func(path string) string { return "<link>" + s.URL + path + "</link>" }
	s.pages["/f"] = rss(
		strings.Replace(entry("x:2", "Closed talks", "Wed, 04 Mar 2026 10:00:00 GMT", embgo), "<title>", link("/closed/2")+"<title>", 1),
		strings.Replace(entry("x:1", "Oslo talks", "Tue, 03 Mar 2026 10:00:00 GMT", ""), "<title>", link("/open/1")+"<title>", 1))
	s.pages["/open/1"], s.pages["/closed/2"] = article, article
	s.pages["/robots.txt"] = "User-agent: *\nDisallow: /closed/\n"
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f"})
	got := x.round()
	if ids(got) != s.URL+"/open/1 "+s.URL+"/closed/2" && ids(got) != "x:1 x:2" {
		t.Fatalf("handed on: %s", ids(got))
	}
	if r := got[0]; !strings.Contains(r.Text, "invited the minister to Santiago") || r.Published != "2026-03-03" || r.URL != s.URL+"/open/1" {
		t.Errorf("page: %+v", r)
	}
	if r := got[1]; strings.Contains(r.Text, "Santiago") || !strings.Contains(r.Text, embgo) {
		t.Errorf("the page that robots.txt closes: %+v", r)
	}
	if slices.Contains(s.asked, "/closed/2") {
		t.Error("a page was asked for that robots.txt closes")
	}
	if n := len(slices.DeleteFunc(slices.Clone(s.asked), func(p string) bool { return p != "/robots.txt" })); n != 1 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
}

// A source that fails is left alone for longer and longer, or as long as it
// asks.
func TestFeedBackOff(t *testing.T) {
	s := newSite(t)
	s.status["/f"] = http.StatusInternalServerError
	src := Source{URL: s.URL + "/f", Every: time.Minute}
	x := newWatch(t, &kept{}, src)
	for n := 1; n <= 3; n++ {
		x.round()
		h := x.health(src.URL)
		wait, whole := h.Next.Sub(h.Tried), time.Minute<<n
		if h.Fails != n || wait < whole/2 || wait > whole*3/2 || !strings.Contains(h.Error, "500") {
			t.Errorf("after %d failures: wait %v, %+v", n, wait, h)
		}
	}
	s.status["/f"] = http.StatusTooManyRequests
	s.head.Set("Retry-After", "7200")
	x.round()
	if h := x.health(src.URL); h.Next.Sub(h.Tried) != 2*time.Hour {
		t.Errorf("Retry-After: wait %v", h.Next.Sub(h.Tried))
	}
	asked := len(s.asked)
	x.now = x.now.Add(-23 * time.Hour) // an hour after the last look
	x.restart()
	if _, err := x.w.Round(context.Background()); err != nil || len(s.asked) != asked {
		t.Errorf("asked %d times before its time, %v", len(s.asked)-asked, err)
	}
	s.status["/f"] = http.StatusGone
	x.round()
	x.round()
	if h := x.health(src.URL); !h.Gone {
		t.Errorf("gone: %+v", h)
	}
}

// Addresses of private networks are refused unless that is allowed.
func TestFeedPrivate(t *testing.T) {
	s := newSite(t)
	s.pages["/f"] = rss(entry("x:1", "Oslo talks", "Tue, 03 Mar 2026 10:00:00 GMT", visit))
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/f"})
	x.opt.Private = false
	x.restart()
	if got := x.round(); len(got) > 0 || len(s.asked) > 0 {
		t.Errorf("handed on: %s; asked %d times", ids(got), len(s.asked))
	}
	if h := x.health(s.URL + "/f"); !strings.Contains(h.Error, report.ErrPrivate.Error()) {
		t.Errorf("health: %+v", h)
	}
}

// Atom and JSON Feed, and what is no feed.
func TestFeedForms(t *testing.T) {
	s := newSite(t)
	s.pages["/atom"] = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Gazette</title><entry><id>urn:a:1</id><title>Lima</title>
		<updated>2026-03-04T22:00:00-05:00</updated><content type="html">&lt;p&gt;` + embgo + `&lt;/p&gt;</content></entry></feed>`
	s.pages["/json"] = `{"version":"https://jsonfeed.org/version/1.1","title":"Fjord Radio","items":[{"id":"urn:j:1","title":"Oslo","content_text":"` + visit + `","date_published":"2026-03-03T09:00:00+01:00"}]}`
	s.pages["/page"] = article
	x := newWatch(t, &kept{}, Source{URL: s.URL + "/atom", Name: "The Gazette", Pages: PagesNever}, Source{URL: s.URL + "/json", Pages: PagesNever}, Source{URL: s.URL + "/page"})
	got := x.round()
	slices.SortFunc(got, func(a, b report.Report) int { return strings.Compare(a.ID, b.ID) })
	if len(got) != 2 || got[0].Outlet != "The Gazette" || got[0].Published != "2026-03-04" || got[1].Outlet != "Fjord Radio" || got[1].Published != "2026-03-03" {
		t.Errorf("handed on: %+v", got)
	}
	if h := x.health(s.URL + "/page"); h.Error == "" {
		t.Errorf("a page passed for a feed: %+v", h)
	}
}

// Files of a folder come when they are whole, once, and again when they change.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, changed time.Time) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, changed, changed)); err != nil {
			t.Fatal(err)
		}
	}
	x := newWatch(t, &kept{}, Source{Folder: dir, Name: "Desk"})
	day := func(n int) time.Time { return x.now.Add(time.Duration(n) * 24 * time.Hour) }
	write("a.txt", "Title: Oslo talks\nPublished: 2026-03-03\n\n"+visit, day(0))
	write("in/b.txt", embgo, day(0))
	write("c.txt", "Chile is being written ab", day(1).Add(-time.Second))
	write(".hidden.txt", visit, day(0))
	got := x.round()
	if ids(got) != "a in/b" || got[0].Published != "2026-03-03" || got[1].Published != "2026-03-06" || got[1].Outlet != "Desk" {
		t.Fatalf("first look: %+v", got)
	}
	x.restart()
	write("c.txt", "Chile invited Peru's president to Santiago.", day(0))
	if got := x.round(); ids(got) != "c" {
		t.Errorf("second look: %s", ids(got))
	}
	write("a.txt", "Title: Oslo talks\nPublished: 2026-03-03\n\n"+visit+" They go on.", day(0))
	if got := x.round(); ids(got) != "a" {
		t.Errorf("after a change: %s", ids(got))
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	x.round()
	if h := x.health(dir); h.Error == "" {
		t.Errorf("a folder that is gone: %+v", h)
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	opml := file("l.opml", `<opml version="2.0"><body><outline text="News"><outline text="Wire" xmlUrl="https://wire.example/rss"/></outline></body></opml>`)
	list := file("l.yaml", "every: 10m\nfeeds:\n  - url: https://gazette.example/atom\n    pages: always\n    every: 1h\nfolders: [drop]\n")
	got, err := Sources([]string{opml, list, "https://radio.example/feed.json", dir})
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{
		{URL: "https://wire.example/rss", Name: "Wire"}, {URL: "https://gazette.example/atom", Pages: PagesAlways, Every: time.Hour},
		{Folder: filepath.Join(dir, "drop"), Every: 10 * time.Minute}, {URL: "https://radio.example/feed.json"}, {Folder: dir},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	for text, want := range map[string]string{
		"feeds:\n  - url: file:///etc/hostname\n": "only http", "feeds:\n  - link: x\n": "line 2", "feeds: []\n": "no feed",
		"feeds:\n  - url: https://a.example\n    pages: sometimes\n": "never, short or always",
	} {
		if _, err := Sources([]string{file("bad.yaml", text)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := Sources([]string{"https://a.example/", "https://a.example/"}); err == nil {
		t.Error("a feed was named twice")
	}
}
