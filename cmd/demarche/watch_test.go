package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"demarche/feed"
)

// A feed is kept in the store, once, and its health can be asked for.
func TestWatchOnce(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Example Wire</title><item><guid>urn:x:1</guid><title>Lima acts against La Paz</title>
			<pubDate>Wed, 04 Mar 2026 10:00:00 -0500</pubDate><description>Peru imposed sanctions on Bolivia on Wednesday.</description></item></channel></rss>`)
	}))
	defer srv.Close()
	db := filepath.Join(t.TempDir(), "w.duckdb")
	// A source that fails is told of and does not end the watch.
	if _, errs, code := command(t, "", "watch", "--db", db, "--once", "--every", "1ms", srv.URL); code != exitDone || !strings.Contains(errs, "private network") {
		t.Fatalf("without leave: %d %s", code, errs)
	}
	for range 2 {
		if _, errs, code := command(t, "", "watch", "--db", db, "--once", "--every", "1ms", "--allow-private", srv.URL); code != exitDone {
			t.Fatal(errs)
		}
	}
	out, errs, code := command(t, "", "events", "--db", db, "--pair", "PER,BOL", "--format", "json")
	if code != exitDone || strings.Count(out, `"type": "SANCTION"`) != 1 || !strings.Contains(out, `"start": "2026-03-04"`) {
		t.Errorf("events: %s %s", out, errs)
	}
	out, _, _ = command(t, "", "watch", "--db", db, "--status", "--format", "json")
	var list []feed.Health
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list) != 1 || list[0].Handed != 1 || list[0].Title != "Example Wire" {
		t.Errorf("status: %s %v", out, err)
	}
	if out, _, _ = command(t, "", "watch", "--db", db, "--status"); !strings.Contains(out, srv.URL) {
		t.Errorf("status: %s", out)
	}
}
