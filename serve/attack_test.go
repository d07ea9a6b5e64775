package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// script is what an attacker would like to run in a reader's browser.
const script = `<script>alert(1)</script><img src=x onerror=alert(2)>"'` + "`" + `{{.}}</textarea></script>`

// A report may hold HTML and scripts in all its parts: pages show them as text.
func TestStoredScript(t *testing.T) {
	s := open(t, Options{})
	id := `x"><svg onload=alert(3)>`
	text := "Norway expelled two Chilean diplomats on Monday, " + script + " said. Chile's president " + script + " condemned Norway on Tuesday."
	in := ReportInput{ID: id, Title: "Norway warned Chile " + script, Text: text, Outlet: script, Published: "2024-05-15", URL: "javascript:alert(4)"}
	got := read[struct {
		Records []RecordItem `json:"records"`
	}](t, s.post("/api/v1/reports", in), http.StatusCreated)
	if len(got.Records) == 0 {
		t.Fatal("it has no records to be shown")
	}
	eventually(t, "its events are there", func() bool { return strings.Contains(s.get("/relation/NOR/CHL").body, "Key events") })
	event := read[List[struct {
		ID string `json:"id"`
	}]](t, s.get("/api/v1/events"), http.StatusOK).Items[0].ID
	for _, path := range []string{"/", "/relations", "/relation/NOR/CHL", "/report/" + escaped(id), "/event/" + event, "/matters", "/parties", "/party/NOR",
		"/search?text=diplomats", "/search?kind=records", "/search?kind=reports&text=diplomats"} {
		r := s.get(path)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", path, r.StatusCode)
		}
		unharmed(t, path, r)
	}
}

// unharmed makes sure that a page holds nothing of an attack as HTML.
func unharmed(t *testing.T, what string, r reply) {
	t.Helper()
	for _, bad := range []string{"<script>alert", "<img src=x", "<svg onload", `href="javascript:`, " onerror=alert(2)>\""} {
		if strings.Contains(r.body, bad) {
			t.Errorf("%s holds %q", what, bad)
		}
	}
	csp := r.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s has the policy %q", what, csp)
	}
	if r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s lets browsers guess its type", what)
	}
}

// Whatever stands in an address comes back as text, if at all.
func TestReflectedScript(t *testing.T) {
	s := full(t, Options{})
	for _, path := range []string{"/", "/search", "/relations", "/matters", "/parties", "/report/", "/event/", "/party/", "/relation/USA/", "/nowhere/", "/table/", "/api/v1/events", "/api/v1/reports/"} {
		for _, name := range []string{"", "text", "party", "type", "kind", "sort", "after", "since", "min_outlets", "name", "report"} {
			to := path + url.PathEscape(script)
			if name != "" {
				to = path + "?" + name + "=" + url.QueryEscape(script)
			}
			r := s.get(to)
			if r.StatusCode >= 500 {
				t.Errorf("%s: status %d: %.200s", to, r.StatusCode, r.body)
			}
			if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
				unharmed(t, to, r)
			}
		}
	}
	form := url.Values{"text": {script}, "title": {script}, "outlet": {script}, "published": {script}}
	r := s.do(s.request(http.MethodPost, "/paste", "application/x-www-form-urlencoded", form.Encode()))
	unharmed(t, "paste", r)
}

// A page of another site cannot post with its visitor's browser, nor ask under
// a name of its own that points here.
func TestCrossSite(t *testing.T) {
	s := open(t, Options{})
	form := "text=Norway+expelled+two+Chilean+diplomats."
	for _, header := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}} {
		for _, path := range []string{"/reports", "/paste", "/api/v1/reports"} {
			r := s.request(http.MethodPost, path, "application/x-www-form-urlencoded", form)
			for k, v := range header {
				r.Header.Set(k, v)
			}
			if got := s.do(r); got.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %v: status %d", path, header, got.StatusCode)
			}
		}
	}
	for host, status := range map[string]int{"evil.example": 421, "evil.example:80": 421, "127.0.0.1.evil.example": 421, "192.0.2.1": 421, "localhost:9": 200, "[::1]:80": 200} {
		r := s.request(http.MethodGet, "/api/v1/size", "", "")
		r.Host = host
		if got := s.do(r); got.StatusCode != status {
			t.Errorf("host %s: status %d, want %d", host, got.StatusCode, status)
		}
	}
	if r := s.get("/api/v1/size"); !strings.Contains(r.body, `"reports":0`) || r.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%s, %v", r.body, r.Header)
	}
}

// No address leads out of what is served.
func TestTraversal(t *testing.T) {
	s := open(t, Options{})
	for _, path := range []string{"/static/../serve.go", "/static/..%2f..%2fserve.go", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd", "/static/", "/table/..%2f..%2fgo.mod",
		"/table/events.csv/../../x", "/report/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/reports/..%2f..%2fetc%2fpasswd", "/static/.gitignore", "/static/style.css"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		// By hand: a client would tidy the address.
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path)
		got, err := io.ReadAll(conn)
		conn.Close()
		if err != nil {
			t.Fatal(err)
		}
		if status := strings.SplitN(string(got), " ", 3)[1]; status != "404" && status != "301" && status != "307" || strings.Contains(string(got), "root:") || strings.Contains(string(got), "package serve") {
			t.Errorf("%s: %.300s", path, got)
		}
	}
}

// Bodies that are too long are refused; the server does not wait for slow ones.
func TestBodies(t *testing.T) {
	s := open(t, Options{Limits: Limits{Body: 10_000, Posts: 1000}})
	long := strings.Repeat("Norway expelled two Chilean diplomats on Monday. ", 300)
	for _, path := range []string{"/api/v1/code", "/api/v1/reports", "/api/v1/explain"} {
		if r := s.post(path, ReportInput{Text: long}); r.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d: %.200s", path, r.StatusCode, r.body)
		}
		if r := s.post(path, ReportInput{Text: strings.Repeat(long, 4)}); r.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d: %.200s", path, r.StatusCode, r.body)
		}
	}
	for _, path := range []string{"/paste", "/reports"} {
		for _, text := range []string{long, strings.Repeat(long, 4)} {
			r := s.do(s.request(http.MethodPost, path, "application/x-www-form-urlencoded", "text="+url.QueryEscape(text)))
			if r.StatusCode != http.StatusRequestEntityTooLarge && r.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d: %.200s", path, r.StatusCode, r.body)
			}
		}
	}
	for _, body := range []string{"", "{", `{"text":`, `{"text":1}`, `{"text":""}`, `{"text":"x","more":1}`, `[]`, "null", `{"text":"\u0000"}`, "\xff", strings.Repeat("[", 9000)} {
		r := s.do(s.request(http.MethodPost, "/api/v1/reports", "application/json", body))
		if r.StatusCode < 400 || r.StatusCode >= 500 || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.20q: status %d, %s: %.200s", body, r.StatusCode, r.Header.Get("Content-Type"), r.body)
		}
	}
	if r := s.get("/api/v1/size"); !strings.Contains(r.body, `"reports":0`) {
		t.Errorf("something was stored: %s", r.body)
	}
}

// A body that does not come in holds nobody up.
func TestSlowBody(t *testing.T) {
	s := open(t, Options{Limits: Limits{Wait: 300 * time.Millisecond}})
	for _, kind := range []string{"application/json", "application/x-www-form-urlencoded"} {
		path := map[string]string{"application/json": "/api/v1/reports", "application/x-www-form-urlencoded": "/paste"}[kind]
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n{\"text\":", path, kind)
		if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		got, err := bufio.NewReader(conn).ReadString('\n')
		conn.Close()
		if err != nil || !strings.HasPrefix(got, "HTTP/1.1 4") {
			t.Errorf("%s: %v: %s", path, err, got)
		}
	}
}

// Off the loopback nothing is told or taken without a token, one that may read
// cannot write, guesses are slowed down, and a token that is revoked is dead.
func TestTokens(t *testing.T) {
	tokens, err := OpenTokens(filepath.Join(t.TempDir(), "t.json"))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := tokens.Add("reader", Read)
	if err != nil {
		t.Fatal(err)
	}
	writer, err := tokens.Add("writer", Write)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Tokens: tokens, Limits: Limits{Guesses: 0.001}})
	as := func(secret, method, path, body string) reply {
		r := s.request(method, path, "application/json", body)
		if secret != "" {
			r.Header.Set("Authorization", "Bearer "+secret)
		}
		return s.do(r)
	}
	body := `{"text":"Norway expelled two Chilean diplomats on Monday.","published":"2024-05-15"}`
	for _, test := range []struct {
		secret, method, path string
		status               int
	}{
		{"", "GET", "/api/v1/events", 401}, {"", "GET", "/", 401}, {"", "GET", "/metrics", 401}, {"", "POST", "/api/v1/reports", 401}, {"", "POST", "/paste", 401},
		{"", "GET", "/openapi.json", 401}, {"", "GET", "/table/events.csv", 401}, {"", "GET", "/login", 200}, {"", "GET", "/healthz", 200},
		{reader, "GET", "/api/v1/events", 200}, {reader, "GET", "/", 200}, {reader, "POST", "/api/v1/code", 200}, {reader, "POST", "/api/v1/reports", 403}, {reader, "POST", "/reports", 403},
		{writer, "GET", "/api/v1/events", 200}, {writer, "POST", "/api/v1/reports", 201},
	} {
		if r := as(test.secret, test.method, test.path, body); r.StatusCode != test.status {
			t.Errorf("%s %s with %.8q: status %d, want %d: %.200s", test.method, test.path, test.secret, r.StatusCode, test.status, r.body)
		}
	}
	if err := tokens.Revoke("writer"); err != nil {
		t.Fatal(err)
	}
	if r := as(writer, "GET", "/api/v1/events", ""); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("a revoked token has status %d", r.StatusCode)
	}
	statuses := map[int]int{}
	for i := range 30 {
		statuses[as(fmt.Sprintf("dmr_%040d", i), "GET", "/api/v1/events", "").StatusCode]++
	}
	if statuses[429] < 20 || statuses[200] > 0 {
		t.Errorf("of 30 guesses: %v", statuses)
	}
}

// A person signs in with a token and has a cookie that scripts and other sites
// cannot use.
func TestSignIn(t *testing.T) {
	tokens, err := OpenTokens(filepath.Join(t.TempDir(), "t.json"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := tokens.Add("reader", Read)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Tokens: tokens})
	r := s.request(http.MethodGet, "/", "", "")
	r.Header.Set("Accept", "text/html")
	if got := s.do(r); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/login" {
		t.Errorf("status %d to %q", got.StatusCode, got.Header.Get("Location"))
	}
	const form = "application/x-www-form-urlencoded"
	if got := s.do(s.request(http.MethodPost, "/login", form, "token=dmr_wrong")); got.StatusCode != http.StatusUnauthorized || got.Header.Get("Set-Cookie") != "" {
		t.Errorf("a wrong token has status %d", got.StatusCode)
	}
	got := s.do(s.request(http.MethodPost, "/login", form, "token="+secret))
	cookie := got.Header.Get("Set-Cookie")
	if got.StatusCode != http.StatusSeeOther || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Fatalf("status %d, cookie %q", got.StatusCode, cookie)
	}
	r = s.request(http.MethodGet, "/", "", "")
	r.Header.Set("Cookie", strings.SplitN(cookie, ";", 2)[0])
	if got := s.do(r); got.StatusCode != http.StatusOK {
		t.Errorf("with the cookie: status %d", got.StatusCode)
	}
}

// SQL in any parameter is a value like another.
func TestSQL(t *testing.T) {
	list, err := examples()
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{}, list[:6]...)
	before := s.get("/api/v1/size").body
	for _, path := range []string{"/api/v1/events", "/api/v1/records", "/api/v1/reports", "/api/v1/relations", "/api/v1/turns", "/api/v1/matters", "/api/v1/parties", "/search", "/table/events.csv"} {
		for _, name := range []string{"party", "actor", "recipient", "pair", "name", "type", "mode", "quad", "context", "modality", "since", "until", "min_outlets", "text", "report", "outlet",
			"sort", "limit", "after", "kind", "state", "by", "to", "country", "open"} {
			for _, value := range []string{`' OR 1=1 --`, `'); DROP TABLE data.reports; --`, `eyJrIjoiJyBPUiAxPTEgLS0iLCJpIjoiJyJ9`} {
				r := s.get(path + "?" + name + "=" + url.QueryEscape(value))
				if r.StatusCode >= 500 {
					t.Errorf("%s?%s=%s: status %d: %.200s", path, name, value, r.StatusCode, r.body)
				}
				if name == "text" && strings.HasPrefix(path, "/api/v1/") && r.StatusCode == http.StatusOK {
					if got := read[List[any]](t, r, http.StatusOK); len(got.Items) > 0 {
						t.Errorf("%s: %q found %d", path, value, len(got.Items))
					}
				}
			}
		}
	}
	if after := s.get("/api/v1/size").body; after != before {
		t.Errorf("the store holds %s, before %s", after, before)
	}
}

// What a client sends does not become a header of the answer, nor a line of the
// log or of a file that a spreadsheet would run.
func TestInjection(t *testing.T) {
	s := open(t, Options{})
	r := s.post("/api/v1/reports", ReportInput{ID: "a\r\nSet-Cookie: x=1", Title: "=HYPERLINK(1)", Outlet: "@SUM(1)", Text: "Norway expelled two Chilean diplomats on Monday.", Published: "2024-05-15"})
	if r.StatusCode != http.StatusCreated || r.Header.Get("Set-Cookie") != "" || strings.ContainsAny(r.Header.Get("Location"), "\r\n") {
		t.Errorf("status %d, %v", r.StatusCode, r.Header)
	}
	for _, path := range []string{"/relation/usa/%0d%0aSet-Cookie:x=1", "/api/v1/events?after=%0d%0aSet-Cookie:%20x=1", "/api/v1/events?limit=1&text=%0d%0aX:1", "/party/%0d%0aSet-Cookie:x"} {
		if r := s.get(path); r.Header.Get("Set-Cookie") != "" || r.Header.Get("X") != "" || r.StatusCode >= 500 {
			t.Errorf("%s: status %d, %v", path, r.StatusCode, r.Header)
		}
	}
	if r := s.get("/table/reports.csv"); !strings.Contains(r.body, "'=HYPERLINK(1)") || !strings.Contains(r.body, "'@SUM(1)") {
		t.Errorf("a spreadsheet would run %s", r.body)
	}
}

// A client that asks for too much is told so.
func TestRates(t *testing.T) {
	s := open(t, Options{Limits: Limits{Reads: 5, Posts: 1}})
	statuses := map[int]int{}
	for range 40 {
		statuses[s.get("/api/v1/size").StatusCode]++
	}
	if statuses[429] == 0 || statuses[200] == 0 {
		t.Errorf("of 40 requests: %v", statuses)
	}
	eventually(t, "there is room again", func() bool {
		time.Sleep(100 * time.Millisecond)
		return s.get("/api/v1/size").StatusCode == http.StatusOK
	})
}
