package serve

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"demarche/feed"
	"demarche/report"
	"demarche/store"
)

// wired is a feed server with a good feed, one of another outlet that carries a
// text of it, and one that fails.
func wired(t *testing.T) string {
	t.Helper()
	item := func(id, at, text string) string {
		return fmt.Sprintf(`{"id":%q,"title":"Talks","content_text":%q,"date_published":%q}`, id, text, at)
	}
	feeds := map[string]string{
		"/north": item("n:1", "2026-03-03T10:00:00Z", "Norway invited the president of Chile to Oslo on Tuesday.") + "," +
			item("n:2", "2026-03-03T10:00:00Z", "Norway invited the president of Chile to Oslo on Tuesday."),
		"/south": item("s:1", "2026-03-03T12:00:00Z", "Norway invited the president of Chile to Oslo on Tuesday."),
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		items, ok := feeds[r.URL.Path]
		if !ok {
			http.Error(w, "out of order", http.StatusBadGateway)
			return
		}
		fmt.Fprintf(w, `{"version":"https://jsonfeed.org/version/1.1","title":"Wire <%s>","items":[%s]}`, r.URL.Path[1:], items)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// watching is a site that watches the feeds, after a first look.
func watching(t *testing.T, base string) *site {
	t.Helper()
	var w *feed.Watcher
	s := open(t, Options{Feeds: func() []feed.Health { return w.Health() }})
	opt := feed.Options{Private: true, Gap: time.Nanosecond, Keep: s.store, Log: slog.New(slog.DiscardHandler),
		Sink: func(ctx context.Context, rep *report.Report) error { _, _, err := s.Add(ctx, rep); return err }}
	for _, path := range []string{"/north", "/south", "/down"} {
		opt.Sources = append(opt.Sources, feed.Source{URL: strings.Replace(base, "//", "//reader:secret@", 1) + path, Pages: feed.PagesNever})
	}
	var err error
	if w, err = feed.New(context.Background(), opt); err != nil {
		t.Fatal(err)
	}
	for range opt.Sources { // one after the other, so that it is known which is the first
		if _, err := w.Round(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// How feeds are doing shows as page, table, API and metrics, without the secrets
// of their addresses.
func TestFeeds(t *testing.T) {
	s := watching(t, wired(t))
	list := read[List[FeedInfo]](t, s.get("/api/v1/feeds"), http.StatusOK).Items
	if len(list) != 3 {
		t.Fatalf("%+v", list)
	}
	down, north, south := list[0], list[1], list[2]
	if down.State != "failing" || down.Failures != 1 || !strings.Contains(down.Error, "502") || down.LastGood != nil || down.Next == nil || down.LastReport != nil {
		t.Errorf("the feed that is down: %+v", down)
	}
	if north.State != "good" || north.Copies != 1 || north.Kept+south.Kept != 2 || north.Carried+south.Carried != 1 || north.LastReport == nil || north.Outlet != "Wire <north>" {
		t.Errorf("the others: %+v and %+v", north, south)
	}
	page := s.get("/feeds")
	for _, want := range []string{"3 sources watched, 1 failing, 2 good", "Wire &lt;north&gt;", "502 Bad Gateway", `data-every="15"`, "/table/feeds.csv", `href="/feeds" aria-current="page"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	metrics := s.get("/metrics").body
	for _, want := range []string{"demarche_feed_up{", "demarche_feed_failures{", "demarche_feed_reports_total{", "demarche_feed_copies_total{", `demarche_feed_set_aside_total{`, "demarche_feed_next_look_timestamp_seconds{"} {
		if strings.Count(metrics, want) < 3 {
			t.Errorf("metrics: %d lines of %s", strings.Count(metrics, want), want)
		}
	}
	table := s.get("/table/feeds.csv").body
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) != 4 || len(rows[1]) != len(feedColumns) || rows[1][3] != "failing" {
		t.Errorf("%v: %q", err, rows)
	}
	var objects []map[string]any
	if err := json.Unmarshal([]byte(s.get("/table/feeds.json").body), &objects); err != nil || len(objects) != 3 {
		t.Errorf("%v: %v", err, objects)
	}
	for what, text := range map[string]string{"page": page.body, "metrics": metrics, "table": table, "API": s.get("/api/v1/feeds").body} {
		if strings.Contains(text, "secret") {
			t.Errorf("the %s tells the password of a feed", what)
		}
	}
	// Nothing of it is kept by browsers or by the server.
	if c := page.Header.Get("Cache-Control"); c != "no-store" {
		t.Errorf("the page may be kept: %q", c)
	}
	// Both outlets' reports are there, as one voice.
	events := read[List[struct {
		Reports []string `json:"reports"`
		Voices  int      `json:"voices"`
	}]]
	eventually(t, "the event is told by two reports", func() bool {
		found := events(t, s.get("/api/v1/events?pair=NOR,CHL"), http.StatusOK).Items
		return len(found) > 0 && len(found[0].Reports) == 2
	})
}

// Feeds that were watched in a former run are told of as such; where there never
// was one the page says what to do.
func TestFeedsRemembered(t *testing.T) {
	first := watching(t, wired(t))
	kept, err := first.store.Keepsakes(context.Background(), "feeds")
	if err != nil || len(kept) != 3 {
		t.Fatalf("%d are kept, %v", len(kept), err)
	}
	s := open(t, Options{})
	if body := s.get("/feeds").body; !strings.Contains(body, "No feed is watched") || !strings.Contains(body, "demarche serve --watch") {
		t.Errorf("without feeds: %.2000s", body)
	}
	if err := s.store.Keep(context.Background(), "feeds", kept); err != nil {
		t.Fatal(err)
	}
	list := read[List[FeedInfo]](t, s.get("/api/v1/feeds"), http.StatusOK).Items
	if len(list) != 3 || list[1].State != "unwatched" || list[1].Kept+list[2].Kept != 2 || list[1].Next != nil {
		t.Errorf("%+v", list)
	}
	if body := s.get("/feeds").body; !strings.Contains(body, "Nothing is watched now") || strings.Contains(s.get("/metrics").body, "demarche_feed") {
		t.Errorf("the page: %.2000s", body)
	}
	// An error of the store is told as one.
	if _, err := feed.Status(context.Background(), broken{}); err == nil {
		t.Error("a state that cannot be read passed")
	}
}

// broken keeps what is no state.
type broken struct{ *store.Store }

func (broken) Keepsakes(context.Context, string) (map[string]string, error) {
	return map[string]string{"https://a.example/": "{"}, nil
}

func TestLasting(t *testing.T) {
	for d, want := range map[time.Duration]string{
		5 * time.Second: "5 s", 119 * time.Second: "119 s", 2 * time.Minute: "2 min", 110 * time.Minute: "110 min", 3 * time.Hour: "3 h", 72 * time.Hour: "3 days",
	} {
		if got := lasting(d); got != want {
			t.Errorf("%v is told as %q, want %q", d, got, want)
		}
	}
	if momentOf(nil) != nil {
		t.Error("a time that is not known is told")
	}
}
