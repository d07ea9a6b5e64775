package alert

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"demarche"
	"demarche/report"
	"demarche/store"
	"demarche/who"
)

func roster(t *testing.T) *who.Roster {
	t.Helper()
	r, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rules(t *testing.T, text string) *Rules {
	t.Helper()
	r, err := parse([]byte(text), t.TempDir(), roster(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRules(t *testing.T) {
	t.Setenv("DESK_SECRET", "fjord")
	const channels = "channels:\n  desk:\n    webhook: https://desk.example/hook\n    secret: ${DESK_SECRET}\n  log:\n    file: alerts.jsonl\n"
	r := rules(t, channels+`rules:
  - {name: a, pair: [USA, Colombia], when: turn, send: [desk, log]}
  - {name: b, matter: invitation, state: scheduled, send: desk}
  - {name: c, type: assault, min_outlets: 2, send: log, once: false}
  - {name: d, pair: [IRN, SAU], below: -3, send: log, urgent: true}
`)
	if got := r.List[0]; got.When != whenTurn || got.Filter.Pair != [2]string{"USA", "COL"} || len(got.Send) != 2 || !got.Once {
		t.Errorf("a: %+v", got)
	}
	if got := r.List[1]; got.When != whenMatter || got.Kinds[0] != "invitation" || got.States[0] != "scheduled" {
		t.Errorf("b: %+v", got)
	}
	if got := r.List[2]; got.When != whenEvent || got.Filter.Types[0] != "ASSAULT" || got.Filter.MinOutlets != 2 || got.Once {
		t.Errorf("c: %+v", got)
	}
	if got := r.List[3]; got.When != whenLevel || *got.Below != -3 || !got.Urgent {
		t.Errorf("d: %+v", got)
	}
	for text, want := range map[string]string{
		"rules:\n  - {name: a, pair: [USA, COL], send: desk, whne: turn}\n":                   "line",
		"rules:\n  - {name: a, pair: [USA, Atlantis], send: desk}\n":                          `"Atlantis" is no country`,
		"rules:\n  - {name: a, pair: [USA, USA], send: desk}\n":                               "one country",
		"rules:\n  - {name: a, pair: [USA, COL], send: phone}\n":                              `no channel "phone"`,
		"rules:\n  - {name: a, pair: [USA, COL]}\n":                                           "names no channel",
		"rules:\n  - {name: a, type: SHOUT, send: desk}\n":                                    `"SHOUT" is none`,
		"rules:\n  - {name: a, when: turn, type: AID, send: desk}\n":                          "do not go with",
		"rules:\n  - {name: a, when: level, send: desk}\n":                                    "below or above",
		"rules:\n  - {name: a, send: desk}\n":                                                 "every event",
		"rules:\n  - {name: a, type: AID, send: desk}\n  - {name: a, type: AID, send: log}\n": "another rule",
		"rules: []\n": "no rule",
	} {
		if _, err := parse([]byte(channels+text), "", roster(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"{webhook: 'ftp://desk.example'}": "only http", "{webhook: 'https://desk.example', secret: '${NO_SUCH_SECRET}'}": "NO_SUCH_SECRET",
		"{file: a, webhook: 'https://desk.example'}": "one of", "{mail: {server: 'mx.example', from: 'no address', to: a@b.example}}": "from",
		"{mail: {server: 'mx.example', from: a@b.example}}": "to", "{mail: {server: 'mx.example:25', from: a@b.example, to: c@b.example, tls: maybe}}": "required",
		"{mail: {server: 'mx.example:25', from: a@b.example, to: c@b.example, tls: none, user: u, password: p}}": "without TLS",
	} {
		if _, err := parse([]byte("channels: {x: "+text+"}\nrules: [{name: a, type: AID, send: x}]"), "", roster(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestQuiet(t *testing.T) {
	night, err := (&quietOf{"22:00", "06:30", "Europe/Oslo"}).quiet()
	if err != nil {
		t.Fatal(err)
	}
	noon, err := (&quietOf{"12:00", "13:00", ""}).quiet()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]bool{ // night, noon
		"2026-01-10T21:30:00Z": {true, false}, // 22:30 in Oslo
		"2026-01-10T20:30:00Z": {false, false}, "2026-01-10T05:29:00Z": {true, false}, "2026-01-10T05:30:00Z": {false, false},
		"2026-07-10T20:30:00Z": {true, false}, // summer time
		"2026-01-10T12:00:00Z": {false, true}, "2026-01-10T13:00:00Z": {false, false},
	} {
		at, _ := time.Parse(time.RFC3339, text)
		if got := [2]bool{night.Covers(at), noon.Covers(at)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	if (*Quiet)(nil).Covers(time.Now()) {
		t.Error("no quiet hours cover a time")
	}
	if _, err := (&quietOf{"22:00", "22:00", ""}).quiet(); err == nil {
		t.Error("hours that begin when they end")
	}
}

// receiver is a webhook's other end.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	fail  bool
	times map[string]int // by idempotency key
	got   []Alert
	wrong []string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{times: map[string]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		body, _ := io.ReadAll(req.Body)
		var at int64
		var sum string
		if _, err := fmt.Sscanf(req.Header.Get(SignatureHeader), "t=%d,v1=%s", &at, &sum); err != nil || sum != Sign([]byte("fjord"), at, body) {
			r.wrong = append(r.wrong, "signature "+req.Header.Get(SignatureHeader))
		}
		if r.fail {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		var a Alert
		if err := json.Unmarshal(body, &a); err != nil || a.Key != req.Header.Get(KeyHeader) {
			r.wrong = append(r.wrong, fmt.Sprint("body ", err, a.Key))
		}
		r.times[a.Key]++
		r.got = append(r.got, a)
	}))
	t.Cleanup(r.Close)
	return r
}

// arc are the reports of an example with their records.
var arc = sync.OnceValues(func() (list []store.Coded, err error) {
	c, err := demarche.New(demarche.Options{})
	if err != nil {
		return nil, err
	}
	for rep, err := range report.Open(context.Background(), "../examples/usa-cub", report.Options{}) {
		if err != nil {
			return nil, err
		}
		records, err := c.Code(context.Background(), rep)
		if err != nil {
			return nil, err
		}
		list = append(list, store.Coded{Report: rep, Records: records})
	}
	return list, nil
})

// Over an arc that comes report by report, with the store closed and opened and
// the receiver down in between, each alert arrives once, with its sentences.
func TestEngineOnce(t *testing.T) {
	ctx, path, now := context.Background(), t.TempDir()+"/s.duckdb", time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	list, err := arc()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DESK_SECRET", "fjord")
	desk := newReceiver(t)
	rs := rules(t, "channels: {desk: {webhook: '"+desk.URL+"', secret: '${DESK_SECRET}'}, log: {file: log.jsonl}}\n"+`rules:
  - {name: turns, pair: [USA, CUB], when: turn, send: desk}
  - {name: matters, when: matter, pair: [USA, CUB], send: desk}
  - {name: several, pair: [USA, CUB], min_outlets: 2, send: [desk, log]}
  - {name: worse, pair: [CUB, USA], below: -1, send: desk}
  - {name: better, pair: [CUB, USA], above: 1, send: desk}
`)
	made := 0
	for i, c := range list {
		s, err := store.Open(ctx, path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		e := New(s, rs, roster(t), slog.New(slog.DiscardHandler), func() time.Time { return now })
		if i == 0 {
			if n, err := e.Check(ctx); n != 0 || err != nil {
				t.Fatalf("an empty store: %d alerts, %v", n, err)
			}
		}
		if _, err := s.Add(ctx, []store.Coded{c}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Update(ctx, nil); err != nil {
			t.Fatal(err)
		}
		desk.mu.Lock()
		desk.fail = i%3 == 1
		desk.mu.Unlock()
		for range 2 { // a second time changes nothing
			n, err := e.Check(ctx)
			if err != nil {
				t.Fatal(err)
			}
			made += n
			if _, err := e.Deliver(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * longest)
	}
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	desk.fail = false
	e := New(s, rs, roster(t), slog.New(slog.DiscardHandler), func() time.Time { return now })
	if _, err := e.Deliver(ctx); err != nil {
		t.Fatal(err)
	}
	if len(desk.wrong) > 0 {
		t.Error(desk.wrong)
	}
	rule := map[string]int{}
	for _, a := range desk.got {
		rule[a.Rule]++
		if desk.times[a.Key] != 1 {
			t.Errorf("%d times: %s %s", desk.times[a.Key], a.Rule, a.Item.Title)
		}
		if len(a.Item.Because) == 0 || a.Item.Because[0].Sentence == "" || a.Item.Because[0].Outlet == "" {
			t.Errorf("nothing stands behind %s: %s", a.Rule, a.Item.Title)
		}
	}
	r, err := s.Relation(ctx, "CUB", "USA")
	if err != nil {
		t.Fatal(err)
	}
	if rule["turns"] < len(r.Turns) || len(r.Turns) == 0 || rule["matters"] == 0 || rule["several"] == 0 || rule["worse"] != 1 || rule["better"] == 0 {
		t.Errorf("alerts by rule: %v, %d turns", rule, len(r.Turns))
	}
	box, err := Outbox(ctx, s)
	if err != nil || len(box) != made {
		t.Errorf("%d alerts in the outbox, %d were made, %v", len(box), made, err)
	}
	onFile := 0
	for _, out := range box {
		if out.Waits() || out.Sent.IsZero() {
			t.Errorf("not sent: %+v", out)
		}
		if out.Channel == "log" {
			onFile++
		}
	}
	text, err := os.ReadFile(rs.Channels["log"].(*file).path)
	if err != nil || strings.Count(string(text), "\n") != onFile || onFile != rule["several"] {
		t.Errorf("%d alerts on file, want %d, %v", strings.Count(string(text), "\n"), onFile, err)
	}
}

// A store that was there before there were rules is not told of.
func TestEngineFirst(t *testing.T) {
	ctx := context.Background()
	list, err := arc()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, t.TempDir()+"/s.duckdb", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(list []store.Coded) {
		t.Helper()
		if _, err := s.Add(ctx, list); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Update(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	put(list[:10])
	now := time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC)
	rs := rules(t, "quiet: {from: '22:00', to: '06:00'}\nchannels: {log: {file: log.jsonl}}\nrules:\n"+
		"  - {name: all, party: USA, send: log}\n  - {name: now, party: CUB, send: log, urgent: true}\n")
	e := New(s, rs, roster(t), slog.New(slog.DiscardHandler), func() time.Time { return now })
	if n, err := e.Check(ctx); n != 0 || err != nil {
		t.Errorf("%d alerts, %v", n, err)
	}
	put(list[10:])
	n, err := e.Check(ctx)
	if n == 0 || err != nil {
		t.Fatalf("%d alerts, %v", n, err)
	}
	// At night only what is urgent is sent; the rest when the night is over.
	count := func() map[string]int {
		t.Helper()
		if _, err := e.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		box, err := Outbox(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		sent := map[string]int{}
		for _, out := range box {
			if !out.Waits() {
				sent[out.Rule]++
			}
		}
		return sent
	}
	if sent := count(); sent["all"] != 0 || sent["now"] == 0 {
		t.Errorf("sent at night: %v", sent)
	}
	now = now.Add(8 * time.Hour)
	if sent := count(); sent["all"]+sent["now"] != n {
		t.Errorf("sent in the morning: %v of %d", sent, n)
	}
}

// A channel that takes nothing for a week is given up.
func TestGiveUp(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.InMemory, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	broken := &taking{err: errors.New("the line is down")}
	e := New(s, &Rules{Channels: map[string]Channel{"desk": broken}}, roster(t), slog.New(slog.DiscardHandler), func() time.Time { return now })
	a := Sample(now)
	out := &Entry{Channel: "desk", Made: now, Due: now, Key: a.Key, Alert: a}
	text, _ := json.Marshal(out)
	if err := s.Keep(ctx, owner, map[string]string{out.place(): string(text)}); err != nil {
		t.Fatal(err)
	}
	for range 24 * 10 {
		if _, err := e.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * time.Hour)
	}
	box, err := Outbox(ctx, s)
	if err != nil || len(box) != 1 || !box[0].Failed || box[0].Tries < 80 || box[0].Tries > 86 || broken.n != box[0].Tries {
		t.Errorf("outbox %+v, %v", box[0], err)
	}
}

// taking counts what it is given.
type taking struct {
	n   int
	err error
}

func (c *taking) Send(context.Context, *Alert) error { c.n++; return c.err }

// Mail goes out by SMTP, with the sentences in it.
func TestMail(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		say := func(s string) { fmt.Fprintf(conn, "%s\r\n", s) }
		in := bufio.NewReader(conn)
		var body strings.Builder
		say("220 mx.example")
		for data := false; ; {
			line, err := in.ReadString('\n')
			switch word := strings.ToUpper(strings.TrimSpace(line)); {
			case err != nil:
				return
			case data && word == ".":
				data = false
				got <- body.String()
				say("250 taken")
			case data:
				body.WriteString(line)
			case strings.HasPrefix(word, "EHLO"), strings.HasPrefix(word, "MAIL"), strings.HasPrefix(word, "RCPT"), strings.HasPrefix(word, "RSET"), strings.HasPrefix(word, "NOOP"):
				say("250 mx.example")
			case word == "DATA":
				data = true
				say("354 go on")
			case word == "QUIT":
				say("221 bye")
				return
			default:
				say("500 what?")
			}
		}
	}()
	rs := rules(t, "channels: {post: {mail: {server: '"+l.Addr().String()+"', from: demarche@desk.example, to: [a@desk.example, b@desk.example], tls: none}}}\nrules: [{name: a, type: AID, send: post}]")
	a := Sample(time.Now())
	if err := rs.Try(context.Background(), "post", a); err != nil {
		t.Fatal(err)
	}
	text := <-got
	for _, want := range []string{"Subject: Norway to Chile: AGREE (a test)", "a@desk.example", a.Key, "Norway invited the president of Chile to Oslo.", "Example Wire", "This is a test"} {
		if !strings.Contains(strings.ReplaceAll(text, "=\r\n", ""), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// A webhook follows no redirect, and tells no address in its faults.
func TestWebhookFaults(t *testing.T) {
	reached := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer other.Close()
	srv := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer srv.Close()
	w, err := newWebhook(srv.URL+"/token-77", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Send(context.Background(), Sample(time.Now())); err == nil || reached > 0 || !strings.Contains(err.Error(), strconv.Itoa(http.StatusTemporaryRedirect)) {
		t.Errorf("redirected: %v, reached %d times", err, reached)
	}
	srv.Close()
	if err := w.Send(context.Background(), Sample(time.Now())); err == nil || strings.Contains(err.Error(), "token-77") {
		t.Errorf("a server that is gone: %v", err)
	}
	f := &file{path: filepath.Join(t.TempDir(), "none", "x.jsonl")}
	if err := f.Send(context.Background(), Sample(time.Now())); err == nil {
		t.Error("a file in a folder that is not there")
	}
}
