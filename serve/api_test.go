package serve

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"demarche/store"
)

// What is posted is in the store when it is acknowledged, and its event follows.
func TestPost(t *testing.T) {
	s := open(t, Options{})
	in := ReportInput{Title: "Envoys leave", Text: "Norway expelled two Chilean diplomats on Monday.", Published: "2024-05-15", Outlet: "Wire"}
	got := read[struct {
		Status  store.Status `json:"status"`
		ID      string       `json:"id"`
		Records []RecordItem `json:"records"`
	}](t, s.post("/api/v1/reports", in), http.StatusCreated)
	if got.Status != store.Added || len(got.Records) != 1 {
		t.Fatalf("%+v", got)
	}
	rep := read[ReportBody](t, s.get("/api/v1/reports/"+got.ID), http.StatusOK)
	if rep.Text != in.Title+"\n\n"+in.Text || len(rep.Records) != 1 {
		t.Errorf("%+v", rep)
	}
	if again := s.post("/api/v1/reports", in); again.StatusCode != http.StatusOK || !strings.Contains(again.body, `"same"`) {
		t.Errorf("the same again: status %d: %s", again.StatusCode, again.body)
	}
	eventually(t, "its event is there", func() bool {
		return len(read[List[any]](t, s.get("/api/v1/events?pair=NOR,CHL&type=sanction&mode=expel"), http.StatusOK).Items) == 1
	})
	in.ID, in.Outlet = got.ID, "Another"
	in.Published = "2024-05-16"
	if r := s.post("/api/v1/reports", in); r.StatusCode != http.StatusConflict {
		t.Errorf("another report of the id: status %d: %s", r.StatusCode, r.body)
	}
}

// Reports that come in at one time are all kept, also when the server stops.
func TestPostTogether(t *testing.T) {
	s := open(t, Options{Limits: Limits{Posts: 10_000}})
	const n = 60
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			r := s.post("/api/v1/reports", ReportInput{Text: strings.Repeat("Norway expelled two Chilean diplomats on Monday. ", 1+i), Published: "2024-05-15"})
			if r.StatusCode != http.StatusCreated {
				t.Errorf("status %d: %s", r.StatusCode, r.body)
			}
		})
	}
	all.Wait()
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	z, err := s.store.Size(context.Background())
	if err != nil || z.Reports != n || z.Events == 0 {
		t.Errorf("%+v, %v", z, err)
	}
	if r := s.post("/api/v1/reports", ReportInput{Text: "Chile thanked Norway."}); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a server that has stopped has status %d", r.StatusCode)
	}
	if r := s.get("/readyz"); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("it is ready still: status %d", r.StatusCode)
	}
}

// Pages of results hold each result once, whatever the order.
func TestPaging(t *testing.T) {
	s := full(t, Options{})
	for path, total := range map[string]int{
		"/api/v1/events?pair=USA,CUB": 0, "/api/v1/events?sort=-score&party=Iran": 0, "/api/v1/records?actor=USA&sort=confidence": 0, "/api/v1/reports?sort=records": 32,
		"/api/v1/relations?sort=level": 0, "/api/v1/turns": 0, "/api/v1/matters?sort=-opened": 0, "/api/v1/parties": 0,
	} {
		type page = List[map[string]any]
		key := func(m map[string]any) string {
			for _, k := range []string{"id", "name"} {
				if v, ok := m[k].(string); ok {
					c, _ := m["country"].(string)
					return v + c
				}
			}
			d, _ := m["date"].(string)
			return m["a"].(string) + m["b"].(string) + d
		}
		sep := "&"
		if !strings.Contains(path, "?") {
			sep = "?"
		}
		whole := read[page](t, s.get(path+sep+"limit=1000"), http.StatusOK)
		seen, after := []string{}, ""
		for range 1000 {
			p := read[page](t, s.get(path+sep+"limit=7&after="+after), http.StatusOK)
			for _, m := range p.Items {
				seen = append(seen, key(m))
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if len(seen) != len(whole.Items) || total > 0 && len(seen) != total || len(seen) == 0 {
			t.Errorf("%s: %d results in pages, %d at once", path, len(seen), len(whole.Items))
			continue
		}
		for i, m := range whole.Items {
			if key(m) != seen[i] {
				t.Errorf("%s: result %d is %s in pages, %s at once", path, i, seen[i], key(m))
				break
			}
		}
	}
}

// Filters restrict, names stand for codes, and the tables hold what the API has.
func TestFilters(t *testing.T) {
	s := full(t, Options{})
	count := func(q string) int {
		l := read[List[any]](t, s.get("/api/v1/events?limit=1000&"+q), http.StatusOK)
		if l.Total == nil || *l.Total != len(l.Items) {
			t.Errorf("%s: total %v, %d items", q, l.Total, len(l.Items))
		}
		return len(l.Items)
	}
	all := count("")
	for _, q := range []string{"party=USA,Cuba", "actor=Saudi+Arabia", "recipient=IRN", "pair=SAU-IRN", "type=consult", "type=CONSULT&mode=visit", "quad=material+conflict",
		"context=diplomatic", "modality=actual", "since=2016-01-01", "until=2015-12-31", "min_outlets=2", "text=embassies", "outlet=Example+Wire", "name=Barack+Obama", "report=greenland"} {
		if n := count(q); n == 0 || n >= all {
			t.Errorf("%s: %d of %d", q, n, all)
		}
	}
	if a, b := count("pair=USA,CUB"), strings.Count(s.get("/table/events.csv?pair=United+States,Cuba").body, "\n")-1; a != b {
		t.Errorf("%d events, %d lines", a, b)
	}
}

// An answer that has not changed is not sent again, and may come packed.
func TestETag(t *testing.T) {
	s := full(t, Options{})
	for _, path := range []string{"/", "/api/v1/events", "/openapi.json", s.assets.at["style.css"]} {
		first := s.get(path)
		tag := first.Header.Get("ETag")
		if tag == "" {
			t.Errorf("%s has no ETag", path)
		}
		r := s.request(http.MethodGet, path, "", "")
		r.Header.Set("If-None-Match", tag)
		if got := s.do(r); got.StatusCode != http.StatusNotModified || got.body != "" {
			t.Errorf("%s: status %d", path, got.StatusCode)
		}
		r = s.request(http.MethodGet, path, "", "")
		r.Header.Set("Accept-Encoding", "gzip")
		if got := s.do(r); got.Header.Get("Content-Encoding") != "gzip" || len(got.body) >= len(first.body) && path != "/" {
			t.Errorf("%s: %q, %d bytes of %d", path, got.Header.Get("Content-Encoding"), len(got.body), len(first.body))
		}
	}
}

// The description names every operation, and errors are problems.
func TestDescription(t *testing.T) {
	s := open(t, Options{})
	doc := read[struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}](t, s.get("/openapi.json"), http.StatusOK)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s", doc.OpenAPI)
	}
	for _, part := range apiParts {
		if part == "stream" || part == "phases" {
			continue
		}
		if doc.Paths[Prefix+"/"+part] == nil {
			t.Errorf("%s is not described", part)
		}
	}
	for path, status := range map[string]int{"/api/v1/nope": 404, "/api/v1/events/e0": 404, "/api/v1/reports/none": 404, "/api/v1/events?nope=1": 422, "/api/v1/events?limit=0": 422,
		"/api/v1/events?after=x": 422, "/api/v1/search": 422, "/api/v1/relations/USA/Atlantis": 404, "/table/none.csv": 404, "/table/events.csv?type=WAR": 422} {
		r := s.get(path)
		if r.StatusCode != status || r.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(r.body, `"detail"`) {
			t.Errorf("%s: status %d, want %d, %s: %s", path, r.StatusCode, status, r.Header.Get("Content-Type"), r.body)
		}
	}
}
