package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"demarche/brief"
	"demarche/report"
	"demarche/store"
)

// stream is a client of the stream.
type stream struct {
	t    *testing.T
	in   *bufio.Scanner
	body io.Closer
	last string // id of the last event
}

// listen opens a stream, after an event where that is not "".
func listen(t *testing.T, base, query, after string) *stream {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/api/v1/stream"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if after != "" {
		req.Header.Set("Last-Event-ID", after)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:bodyclose // it stays open for as long as the test listens
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("the stream answers %s: %s", resp.Status, text)
	}
	s := &stream{t: t, in: bufio.NewScanner(resp.Body), body: resp.Body}
	s.in.Buffer(nil, 1<<20)
	t.Cleanup(func() { s.body.Close() })
	// What follows the first comment comes after the stream has begun.
	for s.in.Scan() {
		if strings.HasPrefix(s.in.Text(), ": from") {
			return s
		}
	}
	t.Fatal("the stream ended at once")
	return nil
}

// next waits for an event.
func (s *stream) next() (kind string, item brief.Item) {
	s.t.Helper()
	for s.in.Scan() {
		name, value, _ := strings.Cut(s.in.Text(), ": ")
		switch name {
		case "id":
			s.last = value
		case "event":
			kind = value
		case "data":
			if err := json.Unmarshal([]byte(value), &item); err != nil {
				s.t.Fatal(err)
			}
			return kind, item
		}
	}
	s.t.Fatalf("the stream ended: %v", s.in.Err())
	return "", item
}

// until reads the events that a server has for a client that comes back, up to
// the change of a number.
func (s *stream) until(no int64) (list []brief.Item) {
	s.t.Helper()
	for {
		_, item := s.next()
		list = append(list, item)
		if item.No >= no {
			return list
		}
	}
}

func post(t *testing.T, s *Server, id, day, text string) {
	t.Helper()
	if _, _, err := s.Add(context.Background(), &report.Report{ID: id, Published: day, Outlet: "Example Wire", Text: text}); err != nil {
		t.Fatal(err)
	}
}

// What is asked for comes as it happens, nothing else does.
func TestStreamFilters(t *testing.T) {
	s := open(t, Options{})
	all := listen(t, s.base, "", "")
	peru := listen(t, s.base, "?pair=PER,BOL&type=sanction", "")
	steps := listen(t, s.base, "?kind=step&party=NOR", "")
	post(t, s.Server, "1", "2026-03-04", "Norway invited the president of Chile to Oslo on Tuesday.")
	kind, item := all.next()
	if kind != "event" || item.Event == nil || item.Event.Type != "AGREE" || len(item.Because) == 0 || !strings.Contains(item.Because[0].Sentence, "invited the president") {
		t.Errorf("%s %+v", kind, item)
	}
	if kind, item := steps.next(); kind != "step" || item.Matter == nil || item.Matter.Kind != "invitation" || item.State != "opened" {
		t.Errorf("%s %+v", kind, item)
	}
	post(t, s.Server, "2", "2026-03-05", "Peru imposed sanctions on Bolivia on Wednesday.")
	if kind, item := peru.next(); kind != "event" || item.Event.Type != "SANCTION" || strings.Join(item.Pair, " ") != "PER BOL" {
		t.Errorf("%s %+v", kind, item)
	}
}

// A client that comes back gets what it missed, once and in order, though the
// server was started anew in between.
func TestStreamResumes(t *testing.T) {
	ctx, list := context.Background(), arcOf(t)
	file := filepath.Join(t.TempDir(), "s.duckdb")
	seen, last, kinds := map[int64]bool{}, "0", map[string]int{}
	for len(list) > 0 {
		db, err := store.Open(ctx, file, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := New(Options{Store: db, Coder: aCoder(t), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		web := httptest.NewServer(s)
		before, err := db.LastChange(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, rep := range list[:min(4, len(list))] {
			if _, _, err := s.Add(ctx, rep); err != nil {
				t.Fatal(err)
			}
		}
		list = list[min(4, len(list)):]
		// Closing brings events up to date; what came of it is read from the next
		// server, or here where this is the last.
		if before > 0 {
			c := listen(t, web.URL, "?kind=event,turn,step,retold,level", last)
			for _, item := range c.until(before) {
				if seen[item.No] {
					t.Errorf("change %d came twice", item.No)
				}
				seen[item.No] = true
				kinds[item.Kind]++
			}
			last = c.last
		}
		s.live.stop()
		web.Close()
		if err := s.Close(ctx); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	changes, err := db.Changes(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	upTo, err := strconv.ParseInt(last, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.No <= upTo && !seen[c.No] && c.Kind == store.NewLevel { // which are never out of date
			t.Errorf("change %d of %v did not come", c.No, c.Pair)
		}
	}
	if kinds["event"] == 0 || kinds["turn"] == 0 || kinds["step"] == 0 {
		t.Errorf("kinds that came: %v", kinds)
	}
}

// A page asks for numbers and kinds alone, from where it was made on; each page
// that follows names such a stream, one further down in a list does not.
func TestStreamOfPages(t *testing.T) {
	s := full(t, Options{})
	for path, kinds := range map[string]string{
		"/": "event turn step retold level", "/relation/USA/CUB": "event turn step retold level", "/party/CUB": "event turn step retold level",
		"/relations": "level turn", "/matters?party=CUB": "step", "/search?text=embassy&type=agree": "event retold",
	} {
		_, rest, ok := strings.Cut(s.get(path).body, `data-live="`)
		address, _, _ := strings.Cut(rest, `"`)
		to, err := url.Parse(html.UnescapeString(address))
		if !ok || err != nil || to.Path != "/api/v1/stream" || strings.ReplaceAll(to.Query().Get("kind"), ",", " ") != kinds || to.Query().Get("after") == "" {
			t.Errorf("%s follows %q, %v", path, address, err)
			continue
		}
		listen(t, s.base, "?"+to.RawQuery, "") // which fails where the stream refuses it
	}
	_, rest, ok := strings.Cut(s.get("/search?limit=2").body, `class="next"><a href="`)
	further, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Error("a search has no next page")
	}
	for _, path := range []string{"/codebook", html.UnescapeString(further), "/search?kind=reports"} {
		if strings.Contains(s.get(path).body, "data-live") {
			t.Errorf("%s follows", path)
		}
	}
	c := listen(t, s.base, "?brief=true&kind=event&pair=NOR,CHL", "")
	post(t, s.Server, "b1", "2026-03-04", "Norway invited the president of Chile to Oslo on Tuesday.")
	if kind, item := c.next(); kind != "event" || item.No == 0 || item.Kind != "event" || item.Event != nil || len(item.Because) > 0 {
		t.Errorf("%s %+v", kind, item)
	}
}

// A stream outlives the time that a body may take to come in.
func TestStreamLasts(t *testing.T) {
	s := open(t, Options{Limits: Limits{Wait: 100 * time.Millisecond}})
	c := listen(t, s.base, "", "")
	time.Sleep(400 * time.Millisecond)
	post(t, s.Server, "1", "2026-03-04", "Norway invited the president of Chile to Oslo on Tuesday.")
	if kind, _ := c.next(); kind != "event" {
		t.Errorf("%s came", kind)
	}
}

func TestStreamRefuses(t *testing.T) {
	s := open(t, Options{})
	for query, want := range map[string]string{"?pair=USA": "two countries", "?kind=rumour": "none that it takes", "?after=-3": "id of an event"} {
		resp, err := http.Get(s.base + "/api/v1/stream" + query)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s %s", query, resp.Status, text)
		}
	}
}

// arcOf are the reports of an example in order of publication.
func arcOf(t *testing.T) (list []*report.Report) {
	t.Helper()
	for rep, err := range report.Open(context.Background(), "../examples/usa-cub", report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, rep)
	}
	return list
}
