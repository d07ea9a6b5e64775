package report

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// made gives a stream that is made up while it is read: piece(i) until it is "".
type made struct {
	piece func(i int) string
	i     int
	rest  string
	n     int64
	peak  uint64 // bytes that were alive, at most
}

func (m *made) Read(p []byte) (int, error) {
	if m.rest == "" {
		every := 23 // 8 MiB, and 128 MiB where there is more of it
		if m.n > total {
			every = 27
		}
		before := m.n >> every
		m.rest = m.piece(m.i)
		m.i++
		if m.n += int64(len(m.rest)); m.n>>every > before {
			m.peak = max(m.peak, alive())
		}
		if m.rest == "" {
			return 0, io.EOF
		}
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// alive is how many bytes the program holds.
func alive() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

const total = 32 << 20 // bytes that a stream of the tests gives, if nothing else is said

// Memory does not grow with the stream: with 32 MiB read of each form, and of one
// line of 2 GiB, less than 12 MiB more are alive at any moment than before.
func TestStreams(t *testing.T) {
	body := strings.Repeat("The ports of Lagos and Accra share a ferry. ", 50)
	long := strings.Repeat("x", 1<<20)
	upTo := func(n int64, piece func(i int) string) func(int) string {
		left := n
		return func(i int) string {
			if left <= 0 {
				return ""
			}
			s := piece(i)
			left -= int64(len(s))
			return s
		}
	}
	headed := func(head string, rest func(int) string) func(int) string {
		return func(i int) string {
			if i == 0 {
				return head
			}
			return rest(i)
		}
	}
	line := fmt.Sprintf("{\"text\":%q}\n", body)
	big := int64(2 << 30)
	if testing.Short() {
		big = total
	}
	for _, c := range []struct {
		name  string
		piece func(int) string
		least int // reports
		fault error
	}{
		{"x.jsonl", upTo(total, func(int) string { return line }), total / len(line), nil},
		{"x.jsonl", headed("{\"text\":\"", upTo(big, func(int) string { return long })), 0, ErrTooLong},
		{"x.csv", headed("text\n", upTo(total, func(int) string { return body + "\n" })), total / len(body) * 9 / 10, nil},
		{"x.csv", headed("text\n\"", upTo(total, func(int) string { return long })), 0, ErrTooLong},
		{"x.json", headed(`{"articles":[`, upTo(total, func(int) string { return strings.TrimSpace(line) + "," })), total / len(line), io.ErrUnexpectedEOF},
		{"x.json", headed(`[{"text":"`, upTo(total, func(int) string { return long })), 0, io.ErrUnexpectedEOF},
		{"x.json", upTo(total, func(int) string { return strings.Repeat("[", 1<<16) }), 0, io.ErrUnexpectedEOF},
		{"x.rss", headed("<rss><channel><item><description>", upTo(total, func(int) string { return long })), 0, ErrTooLong},
		{"x.txt", upTo(total, func(int) string { return long }), 0, ErrTooLong},
		{"x.warc", upTo(total, func(i int) string {
			if i%20 == 1 {
				return record("response", fmt.Sprint(i), answer("200 OK", "text/html", pageUTF8()))
			}
			return record("response", fmt.Sprint(i), answer("200 OK", "image/png", long))
		}), 2, nil},
		{"x.warc", headed("WARC/1.0\r\nX: ", upTo(total, func(int) string { return long })), 0, io.EOF},
		{"x.warc", headed("WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 9999999999\r\n\r\nHTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n", upTo(total, func(int) string { return long })), 0, ErrTooLong},
	} {
		in := &made{piece: c.piece}
		before := alive()
		n := 0
		var first error
		opt := Options{Limit: 1 << 18}
		o := &opening{context.Background(), &opt, func(_ *Report, err error) bool {
			switch {
			case err == nil:
				n++
			case first == nil:
				first = err
			}
			return true
		}}
		o.entry(&entry{name: c.name, id: "x", in: in})
		if n < c.least || c.fault == nil && first != nil || c.fault != nil && first == nil || c.fault != nil && !errors.Is(c.fault, io.EOF) && !errors.Is(first, c.fault) {
			t.Errorf("%s: %d reports of %d, %v", c.name, n, c.least, first)
		}
		if in.peak > before+12<<20 {
			t.Errorf("%s: %d MiB more are alive after %d MiB", c.name, (in.peak-before)>>20, in.n>>20)
		}
	}
}

// The same for what is packed: one archive in another is read as it is unpacked.
func TestPackedStream(t *testing.T) {
	body := strings.Repeat("The ports of Lagos and Accra share a ferry. ", 50)
	in := &made{piece: func(i int) string {
		if i == 20000 {
			return ""
		}
		return fmt.Sprintf("{\"id\":\"%d\",\"text\":%q}\n", i, body[:1000+i%1000])
	}}
	r, w := io.Pipe()
	go func() {
		buf := bufio.NewWriter(w)
		z, _ := gzip.NewWriterLevel(buf, gzip.BestSpeed)
		_, err := io.Copy(z, in)
		z.Close()
		buf.Flush()
		w.CloseWithError(err)
	}()
	before := alive()
	opt := Options{Limit: 1 << 16}
	n := 0
	o := &opening{context.Background(), &opt, func(_ *Report, err error) bool {
		if err != nil {
			t.Error(err)
		}
		n++
		return true
	}}
	o.entry(&entry{name: "x.jsonl.gz", id: "x", in: r})
	if n != 20000 || in.peak > before+12<<20 {
		t.Errorf("%d reports, %d MiB more alive", n, (in.peak-before)>>20)
	}
}
