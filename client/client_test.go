package client

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"

	"demarche"
	"demarche/serve"
	"demarche/store"
)

// server is one with an empty store.
func server(t *testing.T) *Client {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "s.duckdb"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(serve.Options{Store: db, Coder: coder, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(func() {
		h.Close()
		if err := errors.Join(s.Close(ctx), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return New(h.URL, "")
}

func TestClient(t *testing.T) {
	ctx, c := context.Background(), server(t)
	reports := []Report{
		{Title: "Envoys leave", Text: "Norway expelled two Chilean diplomats on Monday.", Published: "2024-05-15", Outlet: "Wire"},
		{Text: "Peru's president met Norway's prime minister in Oslo on Tuesday.", Published: "2024-05-15", Outlet: "Wire"},
		{Text: "Chile thanked Peru on Wednesday for its help.", Published: "2024-05-16", Outlet: "Gazette"},
	}
	coded, err := c.Code(ctx, reports[0])
	if err != nil || len(coded.Records) != 1 || coded.Records[0].Type != "SANCTION" || coded.Text != "Envoys leave\n\n"+reports[0].Text {
		t.Fatalf("%+v, %v", coded, err)
	}
	for _, r := range reports {
		got, err := c.Add(ctx, r)
		if err != nil || got.Status != store.Added {
			t.Fatalf("%+v, %v", got, err)
		}
		back, err := c.Report(ctx, got.ID)
		if err != nil || back.Outlet != r.Outlet || len(back.Records) != len(got.Records) {
			t.Errorf("%+v, %v", back, err)
		}
	}
	n := 0
	for r, err := range c.Records(ctx, url.Values{"limit": {"1"}}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Sentence.Text == "" {
			t.Errorf("%+v", r)
		}
		n++
	}
	if n < 3 {
		t.Errorf("%d records on all pages", n)
	}
	for _, err := range c.Events(ctx, url.Values{"type": {"WAR"}}) {
		var p *Problem
		if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity || len(p.Errors) != 1 || p.Errors[0].Location != "query.type" {
			t.Errorf("%v", err)
		}
	}
	if _, err := c.Event(ctx, "e0"); err == nil {
		t.Error("an event that is not there has no error")
	}
}
