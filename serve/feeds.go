package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"

	"demarche/feed"
)

// feedPaths are what tells how feeds are doing.
var feedPaths = []string{"/feeds", Prefix + "/feeds", "/table/feeds.csv", "/table/feeds.json"}

// fresh answers anew each time.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// FeedInfo is how a feed or folder is doing. Times that are not known are left
// out.
type FeedInfo struct {
	Source     string     `json:"source" doc:"Address or path."`
	Title      string     `json:"title" doc:"What the feed calls itself."`
	Outlet     string     `json:"outlet"`
	State      string     `json:"state" enum:"good,odd,failing,gone,waiting,unwatched" doc:"Odd is one that answers, but says what cannot be believed; unwatched one that is watched no more."`
	LastLook   *time.Time `json:"last_look,omitempty"`
	LastGood   *time.Time `json:"last_good,omitempty" doc:"Last look that succeeded."`
	LastReport *time.Time `json:"last_report,omitempty" doc:"When a report of it was last kept."`
	Newest     *time.Time `json:"newest,omitempty" doc:"Publication of its newest item."`
	Next       *time.Time `json:"next,omitempty" doc:"When it is looked at again."`
	Failures   int        `json:"failures" doc:"Looks in a row that failed."`
	Error      string     `json:"error" doc:"Of the last look."`
	Remarks    []string   `json:"remarks" doc:"What is odd about it."`
	Kept       int        `json:"kept" doc:"Reports that were kept, corrections with them."`
	Carried    int        `json:"carried" doc:"Of these those that another outlet told before in nearly the same words."`
	Copies     int        `json:"copies" doc:"Dropped: the outlet told it before in nearly the same words."`
	Foreign    int        `json:"foreign" doc:"Set aside: not in English."`
	Refused    int        `json:"refused" doc:"Set aside: another report has the id."`
	Unreadable int        `json:"unreadable" doc:"Set aside: it could not be read."`
	Delay      *float64   `json:"delay_seconds,omitempty" doc:"From publication until it was kept, in the mean of the last hundred reports or so."`

	health feed.Health
}

// unwatched is the state of a feed that was watched once.
const unwatched = "unwatched"

// Aside counts what was set aside.
func (f FeedInfo) Aside() int { return f.health.Aside() }

func feedInfo(h feed.Health, watched bool) FeedInfo {
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.UTC().Truncate(time.Second)
		return &t
	}
	f := FeedInfo{
		Source: h.Source, Title: h.Title, Outlet: h.Outlet, State: h.State(), LastLook: at(h.Tried), LastGood: at(h.OK), LastReport: at(h.Fresh),
		Newest: at(h.Newest), Failures: h.Fails, Error: h.Error, Remarks: h.Remarks, Kept: h.Handed, Carried: h.Carried, Copies: h.Copies,
		Foreign: h.Foreign, Refused: h.Refused, Unreadable: h.Unread, health: h,
	}
	if u, err := url.Parse(h.Source); err == nil && u.User != nil {
		f.Source = u.Redacted()
	}
	if f.Remarks == nil {
		f.Remarks = []string{}
	}
	if h.Delayed > 0 {
		f.Delay = &h.Delay
	}
	switch {
	case !watched:
		f.State = unwatched
	case !h.Gone:
		f.Next = at(h.Next)
	}
	return f
}

// feeds are those that are watched, then those that were.
func (s *Server) feeds(ctx context.Context) ([]FeedInfo, error) {
	list, now := []FeedInfo{}, map[string]bool{}
	if s.opt.Feeds != nil {
		for _, h := range s.opt.Feeds() {
			now[h.Source] = true
			list = append(list, feedInfo(h, true))
		}
	}
	kept, err := feed.Status(ctx, s.store)
	if err != nil {
		return nil, err
	}
	for _, h := range kept {
		if !now[h.Source] {
			list = append(list, feedInfo(h, false))
		}
	}
	return list, nil
}

func (s *Server) apiFeeds(api huma.API) {
	huma.Register(api, operation("feeds", "/feeds", "Feeds", "Tell how the feeds are doing", "Feeds and folders that are watched, then those that once were."),
		func(ctx context.Context, in *Asked) (*listed[FeedInfo], error) {
			list, err := s.feeds(ctx)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, "", nil), nil
		})
}

var feedColumns = []string{"source", "title", "outlet", "state", "last_look", "last_good", "last_report", "newest", "next", "failures", "error",
	"kept", "carried", "copies", "foreign", "refused", "unreadable", "delay_seconds"}

func (s *Server) feedRows(ctx context.Context, _ *query) (rows [][]any, err error) {
	list, err := s.feeds(ctx)
	at := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	for _, f := range list {
		var delay any = ""
		if f.Delay != nil {
			delay = *f.Delay
		}
		rows = append(rows, []any{f.Source, f.Title, f.Outlet, f.State, at(f.LastLook), at(f.LastGood), at(f.LastReport), at(f.Newest), at(f.Next), f.Failures, f.Error,
			f.Kept, f.Carried, f.Copies, f.Foreign, f.Refused, f.Unreadable, delay})
	}
	return rows, err
}

// feedsEvery is after how many seconds the page of feeds is fetched anew.
const feedsEvery = 15

func (s *Server) feedsPage(w http.ResponseWriter, r *http.Request) error {
	live := s.streamOf(r.Context(), nil, streamKinds...)
	list, err := s.feeds(r.Context())
	if err != nil {
		return err
	}
	count, watched := map[string]int{}, 0
	for _, f := range list {
		count[f.State]++
		if f.State != unwatched {
			watched++
		}
	}
	s.show(w, r, http.StatusOK, "feeds", view{Title: "Feeds", Section: "feeds", Live: live, Every: feedsEvery, Body: map[string]any{
		"List": list, "Count": count, "Watched": watched, "CSV": "/table/feeds.csv", "JSON": "/table/feeds.json",
	}})
	return nil
}

// moment is a time as pages tell it: how long ago it was or until it will be, and
// when it is by the clock.
type moment struct{ About, Clock, Exact string }

func momentOf(t *time.Time) *moment {
	if t == nil {
		return nil
	}
	m := &moment{Clock: t.Format("2006-01-02 15:04") + " UTC", Exact: t.Format(time.RFC3339)}
	switch d := time.Until(*t).Round(time.Second); {
	case d > 0:
		m.About = "in " + lasting(d)
	case d > -2*time.Second:
		m.About = "now"
	default:
		m.About = lasting(-d) + " ago"
	}
	return m
}

// lasting is a time in the unit that suits it.
func lasting(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f h", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}

// delay is a number of seconds as pages tell it.
func delay(x *float64) string {
	if x == nil {
		return "–"
	}
	return lasting(time.Duration(*x * float64(time.Second)))
}

// feedMetrics tell of the feeds that are watched. Their counts are kept in the
// store, so that they go on after a restart.
type feedMetrics struct {
	feeds                                                                 func() []feed.Health
	up, good, report, next, failures, kept, carried, copies, aside, delay *prometheus.Desc
}

func newFeedMetrics(feeds func() []feed.Health) *feedMetrics {
	series := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("demarche_feed_"+name, help, append([]string{"source"}, labels...), nil)
	}
	return &feedMetrics{feeds,
		series("up", "Whether the last look at a feed succeeded."),
		series("last_good_timestamp_seconds", "Time of the last look that succeeded."),
		series("last_report_timestamp_seconds", "Time at which a report of it was last kept."),
		series("next_look_timestamp_seconds", "Time of the next look."),
		series("failures", "Looks in a row that failed."),
		series("reports_total", "Reports kept."),
		series("carried_total", "Of them those that another outlet told before."),
		series("copies_total", "Copies dropped."),
		series("set_aside_total", "Items set aside.", "why"),
		series("delay_seconds", "Mean time from publication until a report was kept."),
	}
}

// Describe is for prometheus.Collector.
func (m *feedMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{m.up, m.good, m.report, m.next, m.failures, m.kept, m.carried, m.copies, m.aside, m.delay} {
		to <- d
	}
}

// Collect is for prometheus.Collector.
func (m *feedMetrics) Collect(to chan<- prometheus.Metric) {
	for _, h := range m.feeds() {
		source := feedInfo(h, true).Source
		put := func(d *prometheus.Desc, kind prometheus.ValueType, x float64, labels ...string) {
			to <- prometheus.MustNewConstMetric(d, kind, x, append([]string{source}, labels...)...)
		}
		at := func(d *prometheus.Desc, t time.Time) {
			if !t.IsZero() {
				put(d, prometheus.GaugeValue, float64(t.UnixMilli())/1000)
			}
		}
		up := 0.0
		if state := h.State(); state == feed.Good || state == feed.Odd {
			up = 1
		}
		put(m.up, prometheus.GaugeValue, up)
		at(m.good, h.OK)
		at(m.report, h.Fresh)
		at(m.next, h.Next)
		put(m.failures, prometheus.GaugeValue, float64(h.Fails))
		put(m.kept, prometheus.CounterValue, float64(h.Handed))
		put(m.carried, prometheus.CounterValue, float64(h.Carried))
		put(m.copies, prometheus.CounterValue, float64(h.Copies))
		put(m.aside, prometheus.CounterValue, float64(h.Foreign), "language")
		put(m.aside, prometheus.CounterValue, float64(h.Refused), "refused")
		put(m.aside, prometheus.CounterValue, float64(h.Unread), "unreadable")
		if h.Delayed > 0 {
			put(m.delay, prometheus.GaugeValue, h.Delay)
		}
	}
}
