package report

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever the bytes, reading ends in a report or an error. A report of plain
// text is its title, an empty line and the untouched end of the input.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{
		"Title: A\nPublished: 2020-01-02\nOutlet: B\nURL: c\n\nBody.", "No header.", "Title: A\r\n\r\nB", "Title:\n\n\n", "Title: A\nTitle: B\n\nC",
		"\xff\xfeA\x00", "\xef\xbb\xbfTitle: x\n\ny", "Published: 31 May 2020\n\nx", "A-b: c\n\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read("f.txt", data, Options{})
		if err != nil {
			return
		}
		if !utf8.ValidString(r.Text) || strings.TrimSpace(r.Text) == "" || r.ID != "f" {
			t.Fatalf("unsound report %+v", r)
		}
		if looksLikePage(string(data)) || strings.HasPrefix(string(data), "\xff\xfe") || strings.HasPrefix(string(data), "\xfe\xff") || strings.Contains(string(data), "<") {
			return // a page, or UTF-16: its text is not the input's bytes
		}
		body := r.Text
		if r.Title != "" {
			body = strings.TrimPrefix(body, r.Title+"\n\n")
		}
		if !strings.HasSuffix(string(data), body) {
			t.Fatalf("body %q does not end the input %q", body, data)
		}
	})
}

// A page never brings the program down and never yields text that is not UTF-8.
func FuzzPage(f *testing.F) {
	utf8Page := strings.NewReplacer("√", "é", "CHARSET", `<meta charset="utf-8">`).Replace(page)
	for _, seed := range []string{
		utf8Page, "<p>x", "<html><body><table><tr><td>" + strings.Repeat("word ", 60), strings.Repeat("<div>", 300) + "deep",
		"<meta charset=shift_jis><p>\x83\x65\x83\x58\x83\x67", "<meta charset=utf-16><p>a", `<?xml version="1.0" encoding='latin1'?><html><p>` + "\xe9",
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","datePublished":"2020-01-02"}</script><p>` + strings.Repeat("text ", 50),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return // long pages only make the extractor slow
		}
		r, err := Read("f.html", data, Options{})
		if err != nil {
			return
		}
		if !utf8.ValidString(r.Text) || strings.TrimSpace(r.Text) == "" || strings.Contains(r.Title, "\n") {
			t.Fatalf("unsound report %+v", r)
		}
	})
}

// Each line gives one report or one error, never both and never neither.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"text\":\"a\"}\n\n{}\n{\"text\":\"b\",\"published\":\"2020-01-01\"}"))
	f.Add([]byte("\xef\xbb\xbf{\"text\":\"a\\u0000\"}\r\n[1]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for r, err := range Lines("f", strings.NewReader(string(data)), Options{Limit: 100}) {
			n++
			if (r == nil) == (err == nil) {
				t.Fatalf("report %v with error %v", r, err)
			}
		}
		if most := strings.Count(string(data), "\n") + 1; n > most {
			t.Fatalf("%d answers to %d lines", n, most)
		}
	})
}

// Whatever a stream holds and whatever its form is taken for, reading ends, every
// report is sound and every error names the stream.
func FuzzForms(f *testing.F) {
	names := []string{"f.jsonl", "f.json", "f.csv", "f.tsv", "f.rss", "f.xml", "f.warc", "f.zip", "f.tar", "f.txt.gz", "f.warc.gz", "f.jsonl.zst", "f.csv.bz2", "f", "f.html"}
	for i, seed := range []string{
		`{"text":"A."}` + "\n{", `{"articles":[{"content":"A.","source":{"name":"x"}},{}]}`, "id,text\n1,\"A\n\"\n2,\"", "text\tdate\nA.\t2020-01-02\n", feedRSS, feedAtom,
		record("response", "u", answer("200 OK", "text/html", pageUTF8())), zipOf("a.txt", "A.", "b.csv", "text\nB."), tarOf("a.txt", "A."), gz("A."),
		gz(record("response", "u", answer("200 OK", "text/html", chunked(pageUTF8()), "Transfer-Encoding: chunked"))), zst(`{"text":"A."}`), "BZh9", feedJSON, "<p>x",
	} {
		f.Add(uint8(i), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, form uint8, data []byte) {
		name := names[int(form)%len(names)]
		opt := Options{Limit: 1 << 14}
		o := &opening{t.Context(), &opt, func(r *Report, err error) bool {
			switch {
			case err != nil:
				if !strings.HasPrefix(err.Error(), "f") {
					t.Fatalf("%s: the error names no place: %v", name, err)
				}
			case !utf8.ValidString(r.Text) || strings.TrimSpace(r.Text) == "" || r.ID == "" || strings.ContainsRune(r.Text, 0) || !strings.HasPrefix(r.Source, name):
				t.Fatalf("%s: unsound report %+v", name, r)
			}
			return true
		}}
		o.entry(&entry{name: name, id: "f", in: bytes.NewReader(data), at: bytes.NewReader(data), size: int64(len(data))})
	})
}

// A table's rows come out as the standard library reads them, where it can read
// the whole table.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "a,b\n\"1\n2\",\"\"\"\"\n", "a;b\n1;2", "a\n\"\"\n", "a,b\r\n1,\"2\r\n3\"\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !utf8.Valid(data) || bytes.HasPrefix(data, []byte("\ufeff")) || bytes.ContainsAny(data, ";\t|") || bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r")) {
			return
		}
		want, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil || len(want) == 0 {
			return
		}
		r := &rows{in: newLiner(bytes.NewReader(data), &Options{})}
		for i := range want {
			got, _, err := r.next()
			if strings.TrimSpace(strings.Join(want[i], "")) == "" && err != nil {
				return // a row of white space, which is passed over here
			}
			if err != nil || !slices.Equal(got, want[i]) {
				if strings.TrimSpace(strings.Join(want[i], "")) == "" {
					return
				}
				t.Fatalf("row %d of %q: %q, %v, want %q", i, data, got, err, want[i])
			}
			r.width = len(want[0])
		}
	})
}
