package serve

import (
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Pages show what is in the store, and every one of them is there.
func TestPages(t *testing.T) {
	s := full(t, Options{})
	for _, test := range []struct {
		path string
		want []string
	}{
		{"/", []string{"Relations that moved lately", "/relation/CUB/USA", "Latest turns", "Matters that changed", `class="world"`}},
		{"/relations", []string{"/relation/IRN/SAU", "/table/relations.csv"}},
		{"/relations?party=Iran", []string{"Saudi Arabia"}},
		{"/relation/USA/CUB", []string{"United States – Cuba", "de-escalation", `class="dot vc"`, "Key events", "Open matters", "Both directions"}},
		{"/relation/NOR/CHL", []string{"No event between the two", "/paste"}},
		{"/matters", []string{"invitation", "/table/matters.csv"}},
		{"/matters?open=true&party=CUB", []string{"opened"}},
		{"/parties", []string{"Barack Obama", "/party/CUB"}},
		{"/party/CUB", []string{"Relations", "/relation/CUB/USA", "Raúl Castro"}},
		{"/party/Barack%20Obama", []string{"president", "Offices", "Newest records"}},
		{"/search?text=embassies", []string{"/event/", "/table/events.csv?text=embassies"}},
		{"/search?kind=records&text=embassies&actor=USA", []string{"<mark", "/report/"}},
		{"/search?kind=reports&text=embassy", []string{"snippet"}},
		{"/search?text=zzzz", []string{"Nothing meets this"}},
		{"/report/greenland", []string{`class="trigger vc"`, "spoke by phone", "<summary>Why</summary>", "Classifier"}},
		{"/codebook", []string{"verbal cooperation"}},
		{"/accuracy", []string{"macro-F1"}},
		{"/paste", []string{"<textarea"}},
		{"/docs", []string{"/api/v1/events", "min_outlets", "schema-Record"}},
	} {
		r := s.get(test.path)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", test.path, r.StatusCode, r.body)
			continue
		}
		for _, w := range test.want {
			if !strings.Contains(r.body, w) {
				t.Errorf("%s does not hold %q", test.path, w)
			}
		}
	}
}

// An event shows each of its records with the words marked, and leads to their
// place in the report.
func TestEventPage(t *testing.T) {
	s := full(t, Options{})
	list := read[List[struct {
		ID      string   `json:"id"`
		Reports []string `json:"reports"`
	}]](t, s.get("/api/v1/events?text=spoke+by+phone"), http.StatusOK)
	if len(list.Items) == 0 {
		t.Fatal("no event tells of a call")
	}
	r := s.get("/event/" + list.Items[0].ID)
	if r.StatusCode != http.StatusOK || !strings.Contains(r.body, "/report/"+escaped(list.Items[0].Reports[0])+"#r-") || !strings.Contains(r.body, `<mark class="trigger`) {
		t.Errorf("status %d: %s", r.StatusCode, r.body)
	}
}

// The records of an event can be had as CSV and JSON, these and no others.
func TestEventTable(t *testing.T) {
	s := full(t, Options{})
	list := read[List[struct {
		ID string `json:"id"`
	}]](t, s.get("/api/v1/events?min_outlets=2&limit=1"), http.StatusOK)
	if len(list.Items) == 0 {
		t.Fatal("no event is told of by two outlets")
	}
	id := list.Items[0].ID
	want := read[struct {
		Records []struct {
			ID string `json:"id"`
		} `json:"records"`
	}](t, s.get("/api/v1/events/"+id), http.StatusOK).Records
	page := s.get("/event/" + id).body
	links := regexp.MustCompile(`href="(/table/[^"]+)" download>(CSV|JSON)<`).FindAllStringSubmatch(page, -1)
	if len(links) != 2 {
		t.Fatalf("the page has the tables %v, want one as CSV and as JSON", links)
	}
	for _, link := range links {
		r := s.get(html.UnescapeString(link[1]))
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d: %s", link[1], r.StatusCode, r.body)
		}
		var got []string
		if link[2] == "JSON" {
			for _, row := range read[[]struct{ ID, Event string }](t, r, http.StatusOK) {
				got = append(got, row.ID)
				if row.Event != id {
					t.Errorf("a row is of the event %q", row.Event)
				}
			}
		} else {
			rows, err := csv.NewReader(strings.NewReader(r.body)).ReadAll()
			if err != nil || len(rows) == 0 {
				t.Fatalf("%v: %s", err, r.body)
			}
			for _, row := range rows[1:] {
				got = append(got, row[0])
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s has %d records, want %d", link[1], len(got), len(want))
		}
		for _, w := range want {
			if !slices.Contains(got, w.ID) {
				t.Errorf("%s lacks the record %s", link[1], w.ID)
			}
		}
	}
}

// Every table of a page can be had as CSV and JSON, with all of its rows.
func TestTablesOfPages(t *testing.T) {
	s := full(t, Options{})
	tables := regexp.MustCompile(`(?s)<table[^>]*>.*?</table>`)
	links := regexp.MustCompile(`href="(/table/[^"]+)" download>(CSV|JSON)<`)
	for path, want := range map[string]int{"/relation/USA/CUB": 3, "/party/Barack%20Obama": 2, "/party/CUB": 3, "/relations": 1, "/parties": 1} {
		page := s.get(path).body
		at := tables.FindAllStringIndex(page, -1)
		if len(at) < want {
			t.Errorf("%s has %d tables, want %d", path, len(at), want)
		}
		for i, x := range at {
			end := len(page)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			rows := strings.Count(page[x[0]:x[1]], "<tr") - 1
			forms := map[string]int{}
			for _, link := range links.FindAllStringSubmatch(page[x[1]:end], 2) {
				r := s.get(html.UnescapeString(link[1]))
				if link[2] == "JSON" {
					forms["JSON"] = len(read[[]any](t, r, http.StatusOK))
					continue
				}
				lines, err := csv.NewReader(strings.NewReader(r.body)).ReadAll()
				if err != nil || r.StatusCode != http.StatusOK {
					t.Errorf("%s: status %d, %v", link[1], r.StatusCode, err)
				}
				forms["CSV"] = len(lines) - 1
			}
			if rows < 1 || forms["CSV"] < rows || forms["JSON"] != forms["CSV"] {
				t.Errorf("%s: of table %d with %d rows there are %v: %.300s", path, i+1, rows, forms, page[x[0]:x[1]])
			}
		}
	}
}

// What two countries do to each other, and together, is counted in the table of
// directions as it is on the page.
func TestDirections(t *testing.T) {
	s := open(t, Options{})
	post(t, s.Server, "1", "2024-05-15", "Norway expelled two Chilean diplomats on Monday.")
	post(t, s.Server, "2", "2024-05-22", "Norway imposed sanctions on Chile on Tuesday.")
	post(t, s.Server, "3", "2024-06-15", "Norway and Chile signed an agreement on trade in Oslo on Friday.")
	var csv string
	eventually(t, "three events are counted", func() bool {
		csv = s.get("/table/directions.csv?pair=Norway,CHL").body
		return strings.Contains(csv, "NOR,CHL,2,-5.8") && strings.Contains(csv, "NOR CHL,,1,")
	})
	if want := "actors,recipients,events,mean\nNOR,CHL,2,-5.8\nCHL,NOR,0,\nNOR CHL,,1,5\n"; csv != want {
		t.Errorf("%s\nwant\n%s", csv, want)
	}
	type row struct {
		Actors, Recipients []string
		Events             int
		Mean               *float64
	}
	rows := read[[]row](t, s.get("/table/directions.json?pair=NOR,CHL"), http.StatusOK)
	if len(rows) != 3 || rows[1].Mean != nil || rows[0].Mean == nil || *rows[0].Mean != -5.8 || len(rows[2].Actors) != 2 {
		t.Errorf("%+v", rows)
	}
	for _, query := range []string{"", "?pair=NOR", "?pair=NOR,Atlantis"} {
		if r := s.get("/table/directions.csv" + query); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d: %s", query, r.StatusCode, r.body)
		}
	}
}

// A person's offices are a table as the page has them.
func TestOffices(t *testing.T) {
	s := open(t, Options{})
	rows := read[[]struct{ Name, Office, Country, From, To string }](t, s.get("/table/offices.json?name=Barack+Obama"), http.StatusOK)
	if len(rows) == 0 {
		t.Fatal("no office of his is known")
	}
	page := s.get("/party/Barack%20Obama").body
	for _, link := range []string{"/table/offices.csv?name=Barack+Obama", "/table/offices.json?name=Barack+Obama"} {
		if !strings.Contains(html.UnescapeString(page), link) {
			t.Errorf("the page does not lead to %s", link)
		}
	}
	president := false
	for _, r := range rows {
		president = president || r.Office == "president" && r.Country == "USA" && r.From == "2009-01-20"
		if r.Name != "Barack Obama" || !strings.Contains(page, r.Office) || !strings.Contains(page, r.From) {
			t.Errorf("%+v is not as on the page", r)
		}
	}
	if !president {
		t.Errorf("he is not president of the United States from 2009 on: %+v", rows)
	}
	if rows := read[[]any](t, s.get("/table/offices.json?name=Nobody+At+All"), http.StatusOK); len(rows) > 0 {
		t.Errorf("nobody has the offices %v", rows)
	}
}

// What is not there is said in words, with a way on.
func TestErrorPages(t *testing.T) {
	s := open(t, Options{})
	for path, status := range map[string]int{
		"/nowhere": http.StatusNotFound, "/event/e0": http.StatusNotFound, "/report/none": http.StatusNotFound, "/party/Nobody%20At%20All": http.StatusNotFound,
		"/relation/USA/USA": http.StatusNotFound, "/relation/USA/Atlantis": http.StatusNotFound,
		"/search?type=WAR": http.StatusUnprocessableEntity, "/search?since=soon": http.StatusUnprocessableEntity, "/matters?kind=x": http.StatusUnprocessableEntity,
	} {
		r := s.get(path)
		if r.StatusCode != status || !strings.Contains(r.body, "Overview") {
			t.Errorf("%s: status %d, want %d: %.200s", path, r.StatusCode, status, r.body)
		}
	}
	if r := s.get("/"); !strings.Contains(r.body, "No reports yet") {
		t.Error("an empty store does not say what to do")
	}
}

// A pasted report is coded and not stored, until that is asked for.
func TestPaste(t *testing.T) {
	s := open(t, Options{})
	form := "title=Oslo+talks&published=2024-05-15&outlet=Wire&text=" + strings.ReplaceAll("Norway expelled two Chilean diplomats on Monday.", " ", "+")
	r := s.do(s.request(http.MethodPost, "/paste", "application/x-www-form-urlencoded", form))
	if r.StatusCode != http.StatusOK || !strings.Contains(r.body, `<mark class="trigger mx"`) || !strings.Contains(r.body, "2024-05-13") {
		t.Errorf("status %d: %s", r.StatusCode, r.body)
	}
	if r := s.get("/api/v1/size"); !strings.Contains(r.body, `"reports":0`) {
		t.Errorf("something was stored: %s", r.body)
	}
	r = s.do(s.request(http.MethodPost, "/reports", "application/x-www-form-urlencoded", form))
	to := r.Header.Get("Location")
	if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/report/r-") {
		t.Fatalf("status %d to %q: %s", r.StatusCode, to, r.body)
	}
	if r := s.get(to); r.StatusCode != http.StatusOK || !strings.Contains(r.body, "expelled") {
		t.Errorf("status %d: %s", r.StatusCode, r.body)
	}
	eventually(t, "the relation is there", func() bool { return strings.Contains(s.get("/relation/NOR/CHL").body, "Key events") })
	if r := s.do(s.request(http.MethodPost, "/paste", "application/x-www-form-urlencoded", "text=+&published=2024-05-15")); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "no text") {
		t.Errorf("status %d: %s", r.StatusCode, r.body)
	}
}

// A page is coded by its address, unless that leads into a private network.
func TestPasteAddress(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<html><head><title>Oslo talks</title><meta property="article:published_time" content="2024-05-15"></head><body><article><h1>Oslo talks</h1>
<p>Norway expelled two Chilean diplomats on Monday, the ministry said in a statement that was handed to reporters in Oslo.</p>
<p>Chile protested against the decision and called its ambassador home for talks about what the two governments would do next.</p></article></body></html>`)
	}))
	defer page.Close()
	paste := func(s *site, address string) reply {
		return s.do(s.request(http.MethodPost, "/paste", "application/x-www-form-urlencoded", url.Values{"url": {address}}.Encode()))
	}
	near := open(t, Options{Private: true})
	r := paste(near, page.URL)
	for _, want := range []string{`<mark class="trigger mx"`, "2024-05-13", "called its ambassador home", page.URL} {
		if r.StatusCode != http.StatusOK || !strings.Contains(r.body, want) {
			t.Errorf("status %d, no %s: %s", r.StatusCode, want, r.body)
		}
	}
	far := open(t, Options{})
	for address, want := range map[string]string{
		page.URL: "private", "http://[::ffff:127.0.0.1]/": "private", "file:///etc/passwd": "no address of a page",
		"/etc/passwd": "no address of a page", "gopher://example.org/": "no address of a page",
	} {
		if r := paste(far, address); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, want) || strings.Contains(r.body, "root:") {
			t.Errorf("%s: status %d: %s", address, r.StatusCode, r.body)
		}
	}
}
