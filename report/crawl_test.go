package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// record is one of a web archive; extra are header lines of its own.
func record(kind, uri, block string, extra ...string) string {
	media := "application/http; msgtype=response"
	if kind == "warcinfo" {
		media = "application/warc-fields"
	}
	head := fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%x>\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\n", kind, len(block), uri, media)
	for _, line := range extra {
		head += line + "\r\n"
	}
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s\r\n\r\n", head, len(block), block)
}

// answer is an HTTP answer with header lines in front of its body.
func answer(status, media, body string, extra ...string) string {
	return strings.Join(append([]string{"HTTP/1.1 " + status, "Content-Type: " + media}, extra...), "\r\n") + "\r\n\r\n" + body
}

func pageUTF8() string { return strings.NewReplacer("√", "é", "CHARSET", "").Replace(page) }

func chunked(s string) string {
	return fmt.Sprintf("%x\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n", 10, s[:10], len(s)-10, s[10:])
}

func br(s string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func TestCrawl(t *testing.T) {
	latin := strings.NewReplacer("√", "\xe9", "“", "\x93", "”", "\x94", "©", "\xa9", "CHARSET", "").Replace(page)
	good := answer("200 OK", "text/html; charset=utf-8", pageUTF8())
	records := []string{
		record("warcinfo", "", "software: x\r\n"),
		record("request", "https://coast.example/1", "GET / HTTP/1.1\r\n\r\n"),
		record("response", "https://coast.example/plain", good),
		record("response", "<https://coast.example/brackets>", good),
		record("response", "https://coast.example/latin", answer("200 OK", "text/html; charset=windows-1252", latin)),
		record("response", "https://coast.example/chunked", answer("200 OK", "text/html", chunked(pageUTF8()), "Transfer-Encoding: chunked")),
		record("response", "https://coast.example/gz", answer("200 OK", "text/html", chunked(gz(pageUTF8())), "Transfer-Encoding: chunked", "Content-Encoding: gzip")),
		record("response", "https://coast.example/br", answer("200 OK", "text/html", br(pageUTF8()), "Content-Encoding: br")),
		record("response", "https://coast.example/unpacked", answer("200 OK", "text/html", pageUTF8(), "Transfer-Encoding: chunked", "Content-Encoding: gzip")),
		record("response", "https://coast.example/two", answer("200", "text/html", pageUTF8()), "X-Long: a", " b"),
		record("response", "https://coast.example/none", answer("404 Not Found", "text/html", pageUTF8())),
		record("response", "https://coast.example/image", answer("200 OK", "image/png", strings.Repeat("\x00", 1<<20))),
		record("revisit", "https://coast.example/again", answer("200 OK", "text/html", "")),
	}
	want := []string{"plain", "brackets", "latin", "chunked", "gz", "br", "unpacked", "two"}
	whole := strings.Join(records, "")
	var packed string
	for _, r := range records {
		packed += gz(r)
	}
	for name, in := range map[string]string{"c.warc": whole, "c.warc.gz": packed, "in-one.warc.gz": gz(whole), "lines.warc": strings.ReplaceAll(whole, "\r\n\r\nWARC/", "\r\n\r\n\r\n\nWARC/")} {
		dir := put(t, map[string]string{name: in})
		var ids []string
		for r, err := range Open(t.Context(), dir, Options{}) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			ids = append(ids, strings.TrimPrefix(r.ID, "https://coast.example/"))
			if r.Text != pageText || r.Published != "2023-03-14" || !strings.Contains(r.Source, name+"#") {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if !reflect.DeepEqual(ids, want) {
			t.Errorf("%s: %q, want %q", name, ids, want)
		}
	}
}

var lengths = regexp.MustCompile(`Content-Length: \d+`)

// What is broken in a web archive costs that record, and the next are read.
func TestBrokenCrawl(t *testing.T) {
	good := func(name string) string { return record("response", name, answer("200 OK", "text/html", pageUTF8())) }
	damaged := []byte(gz(strings.Repeat(good("x"), 3)))
	for i := 200; i < 230; i++ {
		damaged[i] ^= 0x55
	}
	short := gz(good("x"))
	for _, c := range []struct {
		name, in string
		want     []string // ids, and parts of errors
	}{
		{"no-frame.warc", good("a") + "garbage\r\nmore\r\n" + good("b"), []string{"a", "#2: broken record: it does not begin with WARC/", "b"}},
		{"no-length.warc", good("a") + "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nxx\r\n\r\n" + good("b"), []string{"a", `Content-Length is "many"`, "b"}},
		{"negative.warc", "WARC/1.0\r\nContent-Length: -1\r\n\r\n\r\n" + good("b"), []string{`"-1"`, "b"}},
		{"long-head.warc", good("a") + "WARC/1.0\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n" + good("b"), []string{"a", "header is longer", "b"}},
		{"many-lines.warc", good("a") + "WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 1<<15) + "\r\n" + good("b"), []string{"a", "header is longer", "b"}},
		{"length-too-small.warc", lengths.ReplaceAllString(good("a"), "Content-Length: 100") + good("b"), []string{"no article", "broken record", "b"}},
		{"length-too-big.warc", lengths.ReplaceAllString(good("a"), "Content-Length: 1500") + good("b") + good("c"), []string{"a", "broken record", "c"}},
		{"cut.warc", good("a") + good("b")[:600], []string{"a", "ends"}},
		{"cut.warc.gz", gz(good("a")) + short[:len(short)-40], []string{"a", "gzip data end before their end"}},
		{"damaged.warc.gz", gz(good("a")) + string(damaged) + gz(good("b")), []string{"a", "gzip data are damaged", "b"}},
		{"between.warc.gz", gz(good("a")) + "noise" + gz(good("b")), []string{"a", "gzip", "b"}},
		{"bad-page.warc", record("response", "a", answer("200 OK", "text/html", "\x1f\x8b\x08\x00broken", "Content-Encoding: gzip")) + good("b"), []string{"#1: reading the page", "b"}},
		{"no-answer.warc", record("response", "a", "nothing") + good("b"), []string{"HTTP answer", "b"}},
		{"zeros.warc", record("response", "a", answer("200 OK", "text/html", strings.ReplaceAll(pageUTF8(), "Ghana", "Gh\x00na"))) + good("b"), []string{"zero byte", "b"}},
		{"empty.warc", "", nil},
	} {
		dir := put(t, map[string]string{c.name: c.in})
		var got []string
		for r, err := range Open(t.Context(), dir, Options{Limit: 1 << 16}) {
			if err != nil {
				got = append(got, err.Error())
				if !strings.Contains(err.Error(), c.name+"#") {
					t.Errorf("%s: the error does not name the record: %v", c.name, err)
				}
				continue
			}
			got = append(got, r.ID)
		}
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], c.want[i])
		}
		if !ok {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

// A page that is longer than the limit costs that page, however well it packs.
func TestLongPage(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte("<html><body><p>"))
	for range 1 << 10 {
		w.Write(bytes.Repeat([]byte("word "), 1<<10))
	}
	w.Close()
	in := record("response", "long", answer("200 OK", "text/html", b.String(), "Content-Encoding: gzip")) +
		record("response", "b", answer("200 OK", "text/html", pageUTF8()))
	dir := put(t, map[string]string{"l.warc": in})
	ids, errs := gather(dir, Options{Limit: 1 << 16})
	if len(errs) != 1 || !strings.Contains(errs[0], "l.warc#1: is longer than the limit") || !reflect.DeepEqual(ids, []string{"b"}) {
		t.Errorf("%q %q", ids, errs)
	}
}
