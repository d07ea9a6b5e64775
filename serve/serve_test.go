package serve

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"demarche"
	"demarche/report"
	"demarche/store"
)

var coderOnce = sync.OnceValues(func() (*demarche.Coder, error) { return demarche.New(demarche.Options{}) })

func aCoder(t *testing.T) *demarche.Coder {
	t.Helper()
	c, err := coderOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// examples are the reports of the project's examples, coded once.
var examples = sync.OnceValues(func() ([]store.Coded, error) {
	c, err := coderOnce()
	if err != nil {
		return nil, err
	}
	var list []store.Coded
	for rep, err := range report.Open(context.Background(), "../examples", report.Options{}) {
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

// site is a server over a store in a folder of its own.
type site struct {
	*Server
	t    *testing.T
	base string
	file string
}

// open starts a server over a store with the reports.
func open(t *testing.T, opt Options, reports ...store.Coded) *site {
	t.Helper()
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "s.duckdb")
	db, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if len(reports) > 0 {
		if _, err := db.Add(ctx, reports); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Update(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	opt.Store, opt.Coder, opt.CodedBy = db, aCoder(t), "test"
	if opt.Log == nil {
		opt.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		s.live.stop() // a page may follow still
		server.Close()
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &site{s, t, server.URL, file}
}

// full is a site with the examples.
func full(t *testing.T, opt Options) *site {
	t.Helper()
	list, err := examples()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, opt, list...)
}

// reply is an answer, read.
type reply struct {
	*http.Response
	body string
}

func (s *site) do(r *http.Request) reply {
	s.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 20 * time.Second}
	resp, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return reply{resp, string(b)}
}

func (s *site) request(method, path, kind, body string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return r
}

func (s *site) get(path string) reply {
	s.t.Helper()
	return s.do(s.request(http.MethodGet, path, "", ""))
}

// post posts JSON.
func (s *site) post(path string, v any) reply {
	s.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(s.request(http.MethodPost, path, "application/json", string(b)))
}

// read decodes the body of an answer, which must have the status.
func read[T any](t *testing.T, r reply, status int) (v T) {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", r.StatusCode, status, r.body)
	}
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return v
}

// eventually waits for something that follows shortly after.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it did not come about that %s", what)
}
