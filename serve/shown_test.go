package serve

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestPairAt(t *testing.T) {
	for address, want := range map[string]string{
		"/relation/CUB/USA":                         "CUB-USA",
		"/api/v1/relations/USA/CUB":                 "CUB-USA",
		"/api/v1/events?pair=USA,CUB&type=THREATEN": "CUB-USA",
		"/api/v1/events?pair=USA,Cuba":              "", // it is for the query to say who that is
		"/api/v1/events?actor=USA":                  "",
		"/api/v1/records?pair=USA,CUB":              "", // records change with reports
		"/relation/United States/CUB":               "",
		"/relations":                                "",
		"/":                                         "",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if pair, ok := pairAt(u); ok {
			got = pair[0] + "-" + pair[1]
		}
		if got != want {
			t.Errorf("%s asks for the pair %q, want %q", address, got, want)
		}
	}
}

// kept tells whether an answer is at hand as things stand.
func (s *site) kept(address string) bool {
	s.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.cache.get(s.cache.key(u, s.cache.events.Load())) != nil
}

// An update takes back the answers about the pairs that it moved and leaves those
// about others; what was asked for often is ready when it shows.
func TestUpdatesAndKeptAnswers(t *testing.T) {
	s := full(t, Options{})
	updates := func() uint64 { return s.cache.events.Load().updates }
	eventually(t, "the server has looked for reports without events", func() bool { return updates() > 0 })
	const moved, other, seldom, often = "/relation/CHL/NOR", "/relation/CUB/USA", "/api/v1/relations?limit=3", "/relations"
	for _, address := range []string{moved, other, seldom, often, often} {
		if r := s.get(address); r.StatusCode != http.StatusOK || !s.kept(address) {
			t.Fatalf("%s: status %d, kept: %t", address, r.StatusCode, s.kept(address))
		}
	}
	before := updates()
	s.post("/api/v1/reports", map[string]string{"text": "Norway expelled two Chilean diplomats on Monday.", "published": "2015-05-15", "outlet": "Example Wire"})
	eventually(t, "the update shows", func() bool { return updates() > before })
	if s.kept(moved) {
		t.Errorf("the answer for %s, whose relation moved, is kept", moved)
	}
	if !s.kept(other) {
		t.Errorf("the answer for %s, of which nothing new was told, is not kept", other)
	}
	if s.kept(seldom) {
		t.Errorf("the answer for %s, which was asked for once, is made ahead", seldom)
	}
	if !s.kept(often) {
		t.Errorf("the answer for %s, which was asked for twice, is not ready", often)
	}
	if page := s.get(moved); !strings.Contains(page.body, "expelled two Chilean diplomats") {
		t.Error("the page of the relation does not tell of the new event")
	}
	if page := s.get(often); !strings.Contains(page.body, moved) {
		t.Error("the answer that was made ahead does not show the new relation")
	} else if from := fmt.Sprintf("after=%d&", s.cache.events.Load().changes); !strings.Contains(html.UnescapeString(page.body), from) {
		t.Errorf("the page that was made ahead does not follow the stream with %s", from)
	}
}

// The newest day of a report decides which matters have lapsed, everywhere.
func TestNewestDayEndsAnswers(t *testing.T) {
	s := full(t, Options{})
	eventually(t, "the server has looked for reports without events", func() bool { return s.cache.events.Load().updates > 0 })
	before := s.cache.events.Load()
	const other = "/relation/CUB/USA"
	s.get(other)
	s.post("/api/v1/reports", map[string]string{"text": "Norway expelled two Chilean diplomats on Monday.", "published": "2034-05-15", "outlet": "Example Wire"})
	eventually(t, "the update shows", func() bool { return s.cache.events.Load().newest == "2034-05-15" })
	if s.cache.events.Load().updates == before.updates {
		t.Error("the update was not counted")
	}
	if s.kept(other) {
		t.Errorf("the answer for %s is kept, although matters may have lapsed", other)
	}
}
