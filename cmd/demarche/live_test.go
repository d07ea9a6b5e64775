package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"demarche/alert"
	"demarche/brief"
	"demarche/report"
	"demarche/store"
	"demarche/who"
)

// liveArgs is the variable that makes a run of the test binary the program, with
// the arguments in it.
const liveArgs = "DEMARCHE_LIVE_ARGS"

func TestMain(m *testing.M) {
	var args []string
	if text := os.Getenv(liveArgs); text != "" {
		if err := json.Unmarshal([]byte(text), &args); err != nil {
			panic(err)
		}
		os.Args = append(os.Args[:1], args...)
		main()
	}
	if len(os.Args) > 1 && os.Args[1] == "serve" { // as "eval live" starts the program that it is
		main()
	}
	os.Exit(m.Run())
}

// again is a server that can be stopped and started anew at the same address.
type again struct {
	handler http.Handler
	address string
	server  *http.Server
}

func (a *again) start(t *testing.T) {
	t.Helper()
	if a.address == "" {
		a.address = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", a.address)
	if err != nil {
		t.Fatal(err)
	}
	a.address, a.server = l.Addr().String(), &http.Server{Handler: a.handler}
	go a.server.Serve(l)
}

func (a *again) stop() { a.server.Close() }

// program is the program in a process of its own.
type program struct {
	cmd  *exec.Cmd
	base string
}

var shows = regexp.MustCompile(`http://\S+ shows`)

func startProgram(t *testing.T, args ...string) *program {
	t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), liveArgs+"="+string(text))
	errs, err := p.cmd.StderrPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for in := bufio.NewScanner(errs); in.Scan(); {
		said += in.Text() + "\n"
		if found := shows.FindString(in.Text()); found != "" {
			p.base = strings.TrimSuffix(found, " shows")
			break
		}
	}
	if p.base == "" {
		t.Fatalf("the program did not start: %s", said)
	}
	go io.Copy(io.Discard, errs)
	return p
}

// end stops the program and waits until it has gone.
func (p *program) end(t *testing.T, how os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(how); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); how == syscall.SIGTERM && err != nil {
		t.Fatalf("the program ended with %v", err)
	}
}

// follower is a client of the stream that comes back whenever it is cut off.
type follower struct {
	mu    sync.Mutex
	base  string
	last  string
	times map[int64]int
	ended chan struct{}
	cut   context.CancelFunc
}

func follow(base string) *follower {
	f := &follower{base: base, last: "0", times: map[int64]int{}, ended: make(chan struct{})}
	ctx, cut := context.WithCancel(context.Background())
	f.cut = cut
	go func() {
		defer close(f.ended)
		for ctx.Err() == nil {
			f.once(ctx)
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return f
}

func (f *follower) once(ctx context.Context) {
	f.mu.Lock()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.base+"/api/v1/stream", nil)
	if err == nil {
		req.Header.Set("Last-Event-ID", f.last)
	}
	f.mu.Unlock()
	if err != nil {
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return // it is being started anew
	}
	defer resp.Body.Close()
	in := bufio.NewScanner(resp.Body)
	in.Buffer(nil, 1<<20)
	id := ""
	for in.Scan() {
		name, value, _ := strings.Cut(in.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "data": // whole, or it would not have been a line
			var item brief.Item
			if json.Unmarshal([]byte(value), &item) == nil {
				f.mu.Lock()
				f.times[item.No]++
				f.last = id
				f.mu.Unlock()
			}
		}
	}
}

// A feed tells an arc report by report, while feed, receiver and program are
// each stopped, killed and started anew. In the end every event, turn and step
// has come over the stream, and every alert over the webhook, exactly once: the
// stream by its ids, the webhook by its keys.
func TestLive(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	var arc []*report.Report
	for rep, err := range report.Open(ctx, "../../examples/usa-cub", report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		arc = append(arc, rep)
	}
	var mu sync.Mutex
	items := ""
	feed := &again{handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Example Wire</title>%s</channel></rss>`, items)
	})}
	feed.start(t)
	defer func() { feed.stop() }()
	keys := map[string]string{} // key to rule and title
	hook := &again{handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var a alert.Alert
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil || len(a.Item.Because) == 0 {
			t.Errorf("an alert: %+v, %v", a, err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		keys[r.Header.Get(alert.KeyHeader)] = a.Rule + ": " + a.Item.Title
	})}
	hook.start(t)
	defer func() { hook.stop() }()
	db, rules := filepath.Join(dir, "live.duckdb"), filepath.Join(dir, "rules.yaml")
	err := os.WriteFile(rules, []byte("retry: 100ms\nchannels: {desk: {webhook: 'http://"+hook.address+"/'}}\nrules:\n"+
		"  - {name: turns, pair: [USA, CUB], when: turn, send: desk}\n  - {name: acts, pair: [USA, CUB], type: [SANCTION, SUPPORT], send: desk}\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	begin := func() *program {
		return startProgram(t, "serve", "--db", db, "--address", "127.0.0.1:0", "--watch", "http://"+feed.address+"/", "--every", "200ms", "--allow-private", "--alerts", rules)
	}
	p := begin()
	client := follow(p.base)
	defer func() { client.cut(); <-client.ended }()
	restart := func(how os.Signal) {
		t.Helper()
		p.end(t, how)
		p = begin()
		client.mu.Lock()
		client.base = p.base
		client.mu.Unlock()
	}
	for i, rep := range arc {
		id := "urn:arc:" + rep.ID
		_, body, _ := strings.Cut(rep.Text, "\n\n")
		day, err := time.Parse(time.DateOnly, rep.Published)
		if err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		items += fmt.Sprintf("<item><guid>%s</guid><title>%s</title><pubDate>%s</pubDate><description>%s</description></item>",
			id, html.EscapeString(rep.Title), day.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z), html.EscapeString(body))
		mu.Unlock()
		switch i {
		case 3:
			feed.stop()
			feed.start(t)
		case 5, 10:
			restart(os.Kill)
		case 7:
			hook.stop() // alerts wait
		case 9:
			hook.start(t)
		case 12:
			restart(syscall.SIGTERM)
		}
		for !isStored(p.base, id) {
			time.Sleep(20 * time.Millisecond)
		}
	}
	// A stop brings everything up to date; what that brought goes out after the
	// next start.
	restart(syscall.SIGTERM)
	for !client.has(t, p.base) {
		time.Sleep(50 * time.Millisecond)
	}
	for waiting := true; waiting; time.Sleep(50 * time.Millisecond) {
		p.end(t, syscall.SIGTERM)
		waiting = outboxWaits(t, db)
		p = begin()
	}
	p.end(t, syscall.SIGTERM)
	client.cut()
	<-client.ended
	liveResult(t, db, client, keys)
}

// isStored reports whether the server has a report.
func isStored(base, id string) bool {
	resp, err := http.Get(base + "/api/v1/reports/" + url.PathEscape(id))
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// has reports whether the follower has as much as a client that asks anew.
func (f *follower) has(t *testing.T, base string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	other := &follower{base: base, last: "0", times: map[int64]int{}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		other.once(ctx)
	}()
	// It has all when nothing more came for a while.
	for before := "0"; ctx.Err() == nil; {
		time.Sleep(time.Second)
		now := other.latest()
		if now != "0" && now == before {
			break
		}
		before = now
	}
	cancel()
	<-ended
	return f.latest() == other.latest() && other.latest() != "0"
}

// latest is the id of the last change that came.
func (f *follower) latest() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

func outboxWaits(t *testing.T, db string) bool {
	t.Helper()
	s, err := store.Open(context.Background(), db, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	box, err := alert.Outbox(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range box {
		if out.Waits() {
			return true
		}
	}
	return false
}

// liveResult compares what arrived with what the store holds.
func liveResult(t *testing.T, db string, client *follower, keys map[string]string) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, db, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	changes, err1 := s.Changes(ctx, 0, 1_000_000)
	box, err2 := alert.Outbox(ctx, s)
	r, err3 := s.Relation(ctx, "USA", "CUB")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	teller := brief.NewTeller(s, roster)
	kinds := map[string]int{}
	for i := range changes {
		c := &changes[i]
		if c.Kind != store.NewEvent && c.Kind != store.NewTurn && c.Kind != store.NewStep {
			continue
		}
		item, err := teller.Item(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		switch n := client.times[c.No]; {
		case n > 1:
			t.Errorf("%s %s came %d times", c.Kind, c.ID, n)
		case n == 0 && item != nil:
			t.Errorf("%s did not come: %s", c.Kind, item.Title)
		case n == 1:
			kinds[c.Kind]++
		}
	}
	if kinds[store.NewEvent] < 20 || kinds[store.NewTurn] < len(r.Turns) || len(r.Turns) == 0 || kinds[store.NewStep] == 0 {
		t.Errorf("came over the stream: %v; %d turns in the store", kinds, len(r.Turns))
	}
	titles := map[string]int{}
	for _, out := range box {
		if _, ok := keys[out.Key]; !ok || out.Sent.IsZero() {
			t.Errorf("alert %s: sent %v, received %v", out.Title, out.Sent, ok)
		}
		titles[keys[out.Key]]++
	}
	if len(keys) != len(box) {
		t.Errorf("%d alerts received, %d made", len(keys), len(box))
	}
	// Two events of a day can have one headline; two turns cannot.
	there := map[string]int{}
	for i := range r.Events {
		item, err := teller.Item(ctx, &store.Entry{Kind: store.NewEvent, ID: r.Events[i].ID})
		if err != nil {
			t.Fatal(err)
		}
		there["acts: "+item.Title]++
	}
	turns := 0
	for title, n := range titles {
		if strings.HasPrefix(title, "turns: ") {
			turns += n
		}
		if n > max(1, there[title]) {
			t.Errorf("%d alerts: %s", n, title)
		}
	}
	if turns != kinds[store.NewTurn] {
		t.Errorf("%d alerts of turns, %d turns came", turns, kinds[store.NewTurn])
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
