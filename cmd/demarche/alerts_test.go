package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Watching with rules: what the feed brings is told of once, over several runs
// of the program; the brief tells of it too.
func TestWatchAlerts(t *testing.T) {
	var mu sync.Mutex
	items := ""
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Example Wire</title>%s</channel></rss>`, items)
	}))
	defer srv.Close()
	dir := t.TempDir()
	db, rules := filepath.Join(dir, "w.duckdb"), filepath.Join(dir, "rules.yaml")
	if err := os.WriteFile(rules, []byte("channels: {log: {file: log.jsonl}}\nrules:\n  - {name: sanctions, type: SANCTION, send: log}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	watch := func() {
		t.Helper()
		if _, errs, code := command(t, "", "watch", "--db", db, "--once", "--every", "1ms", "--allow-private", "--alerts", rules, srv.URL); code != exitDone {
			t.Fatal(errs)
		}
	}
	watch()
	for i, text := range []string{"Peru imposed sanctions on Bolivia on Wednesday.", "Bolivia condemned the sanctions that Peru imposed on it on Wednesday."} {
		items += fmt.Sprintf("<item><guid>urn:x:%d</guid><title>Lima and La Paz %d</title><pubDate>Wed, 04 Mar 2026 1%d:00:00 -0500</pubDate><description>%s</description></item>", i, i, i, text)
		watch()
	}
	watch()
	out, err := os.ReadFile(filepath.Join(dir, "log.jsonl"))
	if err != nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), "Peru imposed sanctions on Bolivia on Wednesday.") {
		t.Errorf("alerts: %s %v", out, err)
	}
	text, errs, code := command(t, "", "alerts", "list", "--db", db)
	if code != exitDone || strings.Count(text, "sanctions") != 1 || !strings.Contains(text, "sent 20") {
		t.Errorf("list: %s %s", text, errs)
	}
	if text, errs, _ = command(t, "", "alerts", "check", "--db", db, "--since", "1h", rules); !strings.Contains(text, "1 rule and 1 channel: no fault") || !strings.Contains(text, "1 alert from") {
		t.Errorf("check: %s %s", text, errs)
	}
	if text, errs, code = command(t, "", "alerts", "test", rules); code != exitDone || !strings.Contains(text, "log has taken the test") {
		t.Errorf("test: %s %s", text, errs)
	}
	if _, errs, code = command(t, "", "alerts", "check", srv.URL); code != exitFault || errs == "" {
		t.Errorf("no file: %d %s", code, errs)
	}
	if text, errs, _ = command(t, "", "brief", "--db", db, "--pairs", "Peru-Bolivia", "--since", "1h"); !strings.Contains(text, "Bolivia – Peru") || !strings.Contains(text, `"Peru imposed sanctions on Bolivia on Wednesday."`) {
		t.Errorf("brief: %s %s", text, errs)
	}
	if _, errs, code = command(t, "", "brief", "--db", db, "--pairs", "Peru"); code != exitUsage {
		t.Errorf("brief of half a pair: %d %s", code, errs)
	}
}

// An assistant speaks with the program over its standard streams.
func TestMCP(t *testing.T) {
	ctx := t.Context()
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"mcp", "--db", filepath.Join(t.TempDir(), "none.duckdb")}, streams{in, out, io.Discard})
	}()
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &mcp.IOTransport{Reader: fromProgram, Writer: toProgram}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tools, err := c.ListTools(ctx, nil)
	if err != nil || len(tools.Tools) != 1 || tools.Tools[0].Name != "code" {
		t.Errorf("without a store: %+v, %v", tools, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if got := <-code; got != exitDone {
		t.Errorf("exit code %d", got)
	}
}
