package report

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Report
	}{
		{
			"full header",
			"Title: Lagos and Accra agree on a ferry\nPublished: 2023-03-14\nOutlet: Coast Wire\nURL: https://coast.example/ferry\n\nThe two ports will share a ferry.\n",
			Report{
				"ferry", "Lagos and Accra agree on a ferry", "Coast Wire", "2023-03-14", "https://coast.example/ferry",
				"Lagos and Accra agree on a ferry\n\nThe two ports will share a ferry.\n", "",
			},
		},
		{
			"other fields and lines that end as in Windows",
			"Title: Ferry\r\nAuthor: A. Reporter\r\nPublished: 14 March 2023\r\n\r\nBody.\r\n",
			Report{ID: "ferry", Title: "Ferry", Published: "2023-03-14", Text: "Ferry\n\nBody.\r\n"},
		},
		{"no title", "Outlet: Coast Wire\n\nBody.", Report{ID: "ferry", Outlet: "Coast Wire", Text: "Body."}},
		{"no header", "Ferry agreed\n\nThe ports agreed.", Report{ID: "ferry", Text: "Ferry agreed\n\nThe ports agreed."}},
		{"a colon is no header", "Accra: ferry agreed\n\nBody.", Report{ID: "ferry", Text: "Accra: ferry agreed\n\nBody."}},
		{"header lines without an empty line", "Title: Ferry\nThe ports agreed.", Report{ID: "ferry", Text: "Title: Ferry\nThe ports agreed."}},
		{"nothing after the header lines", "Title: Ferry\n", Report{ID: "ferry", Text: "Title: Ferry\n"}},
		{"Date for Published", "Date: 14 March 2023\nTitle: Ferry\n\nBody.", Report{ID: "ferry", Title: "Ferry", Published: "2023-03-14", Text: "Ferry\n\nBody."}},
		{"Date before Published", "Date: 2023-03-15\nPublished: 2023-03-14\n\nBody.", Report{ID: "ferry", Published: "2023-03-14", Text: "Body."}},
		{"Date after Published", "Published: 2023-03-14\nDate: 2023-03-15\n\nBody.", Report{ID: "ferry", Published: "2023-03-14", Text: "Body."}},
		{"empty fields", "Title:\nPublished: \n\nBody.", Report{ID: "ferry", Text: "Body."}},
		{"mark of UTF-8", "\ufeffTitle: Ferry\n\nÀ Accra.", Report{ID: "ferry", Title: "Ferry", Text: "Ferry\n\nÀ Accra."}},
		{
			"UTF-16",
			"\xff\xfeT\x00i\x00t\x00l\x00e\x00:\x00 \x00F\x00\n\x00\n\x00\xe9\x00",
			Report{ID: "ferry", Title: "F", Text: "F\n\né"},
		},
	} {
		got, err := Read("in/ferry.txt", []byte(c.in), Options{})
		c.want.Source = "in/ferry.txt"
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !reflect.DeepEqual(*got, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", c.name, *got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, file, in string
		is             error
		want           string
	}{
		{"empty", "a.txt", " \n\t\n", ErrEmpty, "a.txt: there is no text"},
		{"header only", "a.txt", "Outlet: Coast Wire\n\n \n", ErrEmpty, "a.txt"},
		{"too long", "a.txt", strings.Repeat("word ", 30), ErrTooLong, "limit of 100 bytes"},
		{"an image", "a.txt", "\x89PNG\x0d\x0a\x1a\x0a....", ErrBinary, "image/png"},
		{"a PDF", "a.txt", "%PDF-1.7 ...", ErrBinary, "application/pdf"},
		{"binary data", "a.txt", "\x01\x02\x03\x04", ErrBinary, "binary"},
		{"a zero byte further on", "a.txt", "%" + strings.Repeat("x", 80) + "\x00", ErrBinary, ""},
		{"XML that is no page", "a.xml", `<?xml version="1.0"?><rss><channel/></rss>`, ErrBinary, "XML"},
		{"Latin-1", "a.txt", "Bogot\xe1, Jan 8", nil, "byte 0xe1 at offset 5"},
		{"Latin-1 behind a mark", "a.txt", "\xef\xbb\xbfBogot\xe1", nil, "offset 8"},
		{"Latin-1 page that does not say so", "a.html", "<html><p>Bogot\xe1</p>", nil, "offset 14"},
		{"page that is wrong about itself", "a.html", "<meta charset=utf-8><p>Bogot\xe1</p>", nil, "0xe1"},
		{"unknown encoding", "a.html", "<meta charset=klingon><p>Bogot\xe1</p>", nil, `"klingon"`},
		{"page without text", "a.html", "<html><head><title>Hello</title></head><body></body></html>", nil, "no article"},
		{"field twice", "a.txt", "Title: A\nTitle: B\n\nBody.", nil, "line 2: Title stands twice"},
		{"unreadable date", "a.txt", "Title: A\nPublished: 3/4/2020\n\nBody.", nil, "line 2: Published"},
		{"unreadable day", "a.txt", "Title: A\nDate: yesterday\n\nBody.", nil, "line 2: Date"},
	} {
		_, err := Read(c.file, []byte(c.in), Options{Limit: 100})
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.file) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

const page = `<!DOCTYPE html><html><head>CHARSET<title>Ports agree on ferry | Coast Wire</title>
<meta property="og:title" content="Ports agree on ferry"><meta property="og:site_name" content="Coast Wire">
<meta property="article:published_time" content="2023-03-14T22:30:00-04:00">
<link rel="canonical" href="https://coast.example/2023/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ports agree on ferry</h1>
<p>The ports of Lagos and <b>Accra</b> agreed on Tuesday to share
a ferry, the harbour master of Lagos, Ol√ Person, said after talks that went on for two days.</p>
<h2>Next steps</h2>
<p>Ghana thanked Nigeria for its patience.<br>The first crossing is to take place in June, weather allowing.</p>
<blockquote>“We are glad,” the harbour master added, before he left for the airport in the evening.</blockquote></article>
<footer>© 2023 Coast Wire</footer></body></html>`

const pageText = `Ports agree on ferry

The ports of Lagos and Accra agreed on Tuesday to share a ferry, the harbour master of Lagos, Olé Person, said after talks that went on for two days.

Next steps

Ghana thanked Nigeria for its patience.

The first crossing is to take place in June, weather allowing.

“We are glad,” the harbour master added, before he left for the airport in the evening.`

func TestPage(t *testing.T) {
	utf8 := strings.ReplaceAll(page, "√", "é")
	latin := strings.NewReplacer("√", "\xe9", "“", "\x93", "”", "\x94", "©", "\xa9").Replace(page)
	for name, in := range map[string]string{
		"UTF-8":             strings.Replace(utf8, "CHARSET", `<meta charset="utf-8">`, 1),
		"UTF-8 unsaid":      strings.Replace(utf8, "CHARSET", "", 1),
		"Windows-1252":      strings.Replace(latin, "CHARSET", `<meta charset="windows-1252">`, 1),
		"by http-equiv":     strings.Replace(latin, "CHARSET", `<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">`, 1),
		"by XML":            `<?xml version="1.0" encoding="iso-8859-1"?>` + strings.Replace(latin, "CHARSET", "", 1),
		"by mark":           "\xef\xbb\xbf" + strings.Replace(utf8, "CHARSET", "", 1),
		"nonsense in UTF-8": strings.Replace(utf8, "CHARSET", `<meta charset="klingon">`, 1),
	} {
		got, err := Read("coast/page.html", []byte(in), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := Report{"page", "Ports agree on ferry", "Coast Wire", "2023-03-14", "https://coast.example/2023/ferry", pageText, "coast/page.html"}
		if *got != want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, *got, want)
		}
	}
}

// A page whose date stands in its text only, in words.
func TestPageDateInWords(t *testing.T) {
	in := strings.NewReplacer("√", "é", "CHARSET", "", `<meta property="article:published_time" content="2023-03-14T22:30:00-04:00">`, "",
		`<h1>Ports agree on ferry</h1>`, `<h1>Ports agree on ferry</h1><p class="date">Posted Tuesday, 14th of March 2023 at 9:05</p>`,
		"© 2023", "©", "2023/ferry", "ferry").Replace(page)
	r, err := Read("p.html", []byte(in), Options{})
	if err != nil || r.Published != "2023-03-14" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestParseDay(t *testing.T) {
	for in, want := range map[string]string{
		"2024-05-15": "2024-05-15", "2024-05-15T23:10:00-07:00": "2024-05-15", " 15 May 2024 ": "2024-05-15",
		"May 15, 2024": "2024-05-15", "Wednesday, 15 May 2024": "2024-05-15", "Wed, 15 May 2024 08:00:00 GMT": "2024-05-15",
		"20240515": "2024-05-15", "5/6/2024": "", "yesterday": "", "2024-02-30": "", "": "",
	} {
		got, err := ParseDay(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
}

// gather opens path and gives ids and errors in the order in which they came.
func gather(path string, opt Options) (ids, errs []string) {
	for r, err := range Open(context.Background(), path, opt) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		ids = append(ids, r.ID)
	}
	return ids, errs
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.txt": "Second.", "a.txt": "First.", "c/d.html": strings.NewReplacer("√", "é", "CHARSET", "").Replace(page),
		"c/e.jsonl":  `{"id":"x","title":"T","text":"Body.","published":"2023-01-02"}` + "\n\n" + `{"text":"Unnamed."}` + "\nnonsense\n",
		"bad.txt":    "Bogot\xe1",
		"notes.json": "{}", "README.md": "# Notes", ".hidden.txt": "Hidden.", ".git/x.txt": "Hidden.",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var passed []string
	ids, errs := gather(dir, Options{PassedOver: func(p string) { passed = append(passed, filepath.Base(p)) }})
	if want := []string{"a", "b", "c/d", "x", "c/e-3"}; !reflect.DeepEqual(ids, want) {
		t.Errorf("ids %q, want %q", ids, want)
	}
	if len(errs) != 2 || !strings.Contains(errs[0], "bad.txt") || !strings.Contains(errs[1], "e.jsonl:4: reading JSON") {
		t.Errorf("errors %q", errs)
	}
	if want := []string{"README.md", "notes.json"}; !reflect.DeepEqual(passed, want) {
		t.Errorf("passed over %q, want %q", passed, want)
	}
	if ids, errs := gather(filepath.Join(dir, "README.md"), Options{}); len(errs) > 0 || len(ids) != 1 {
		t.Errorf("a file that is named: %q %q", ids, errs)
	}
	if _, errs := gather(filepath.Join(dir, "none"), Options{}); len(errs) != 1 {
		t.Errorf("a file that is not there: %q", errs)
	}
	n := 0
	for range Open(context.Background(), dir, Options{}) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d after a break", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range Open(ctx, dir, Options{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
}

func TestStdin(t *testing.T) {
	for in, want := range map[string]string{
		"Title: T\n\nBody.":                       "stdin",
		"\n {\"text\":\"Body.\",\"id\":\"r7\"}\n": "r7",
	} {
		ids, errs := gather("-", Options{Stdin: strings.NewReader(in), Published: "2020-02-02"})
		if len(errs) > 0 || len(ids) != 1 || ids[0] != want {
			t.Errorf("%q: %q %q, want %q", in, ids, errs, want)
		}
	}
}

func TestLines(t *testing.T) {
	long := `{"text":"` + strings.Repeat("x", 50000) + `"}`
	in := "\ufeff" + `{"title":" T ","text":"Body.","extra":[1]}` + "\n" + long + "\n" + `{"text":" "}` + "\n" +
		`{"text":"B","published":"soon"}` + "\n" + `{"text":"` + strings.Repeat("y", 150) + `"}` + "\n" + `{"text":"End."}`
	var got []string
	for r, err := range Lines("in/all.jsonl", strings.NewReader(in), Options{Limit: 100, Published: "2020-02-02"}) {
		if err != nil {
			got = append(got, "error "+err.Error())
			continue
		}
		got = append(got, r.ID+" "+r.Published+" "+strings.ReplaceAll(r.Text, "\n", "/"))
	}
	want := []string{"all-1 2020-02-02 T//Body.", "all.jsonl:2: a line", "all.jsonl:3: \"text\"", "all.jsonl:4: \"published\": \"soon\"", "all.jsonl:5: \"text\" is longer", "all-6 2020-02-02 End."}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("line %d: %q, want %q", i+1, got[i], want[i])
		}
	}
}

func TestFetch(t *testing.T) {
	latin := strings.NewReplacer("√", "\xe9", "“", "\x93", "”", "\x94", "©", "\xa9", "CHARSET", "").Replace(page)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ferry.html":
			w.Header().Set("Content-Type", "text/html; charset=windows-1252")
			w.Write([]byte(latin))
		case "/hop":
			http.Redirect(w, r, "/plain", http.StatusFound)
		case "/plain":
			w.Write([]byte("Outlet: Coast Wire\n\nBody."))
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/long":
			w.Write([]byte(strings.Repeat("word ", 4000)))
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	opt := Options{Limit: 10000}
	read := func(path string) (*Report, error) {
		s, err := get(context.Background(), Client(true), srv.URL+path, &opt)
		if err != nil {
			return nil, err
		}
		return s.read()
	}
	if r, err := read("/ferry.html"); err != nil || r.Text != pageText || r.ID != "ferry" {
		t.Errorf("page: %+v, %v", r, err)
	}
	if r, err := read("/hop"); err != nil || r.URL != srv.URL+"/plain" || r.Text != "Body." {
		t.Errorf("redirect: %+v, %v", r, err)
	}
	for path, want := range map[string]string{"/loop": "redirects", "/none": "404", "/long": "longer than the limit"} {
		if _, err := read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	// The fetcher that Open uses does not go there at all.
	_, errs := gather(srv.URL+"/plain", Options{})
	if len(errs) != 1 || !strings.Contains(errs[0], ErrPrivate.Error()) {
		t.Errorf("loopback: %q", errs)
	}
}

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "10.1.2.3": false, "192.168.0.1": false, "172.20.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::1": false, "fe80::1": false, "fd00::1": false, "224.0.0.1": false,
		"64:ff9b::7f00:1": false, "::ffff:0:7f00:1": false, "::7f00:1": false, "2001:0:53aa:64c:0:7fff:80ff:fffe": false,
		"fec0::1": false, "2001:db8::1": false, "192.0.2.7": false, "2001:4860:4860::8888": true,
	} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: public %v, want %v", addr, got, want)
		}
	}
}
