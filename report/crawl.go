package report

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// maxHead is how long the header of a record or of its HTTP answer may be.
const maxHead = 64 << 10

// crawl reads the pages of a web archive (WARC 1.0 and 1.1, ISO 28500): the
// records of type response whose answer is 200 and a page. All others are skipped
// by their length. The header of a record and one page are all that is in memory.
//
// The library at hand (gowarc v3) puts each block into memory or a temporary file
// before it hands it on and reads header lines without a bound, so the format's
// frame, which is a few header lines and a length, is read here.
func (o *opening) crawl(e *entry) bool {
	w := &warc{in: bufio.NewReaderSize(e.in, 1<<16)}
	for {
		told := false
		head, err := w.next()
		place := fmt.Sprintf("%s#%d", e.name, w.n)
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, errFrame):
			if !o.fail(place, err) {
				return false
			}
			if err = w.seek(); err == nil {
				continue
			}
		case err == nil && head.Get("Warc-Type") == "response":
			var s *source
			if s, err = page200(head, w.block, o.opt); s != nil && err == nil {
				s.name = place
				if s.id == "" {
					s.id = fmt.Sprintf("%s-%d", e.id, w.n)
				}
				if !o.give(s.read()) {
					return false
				}
			} else if errors.Is(err, errPage) {
				if !o.fail(place, err) {
					return false
				}
				told, err = true, nil
			}
		}
		if err == nil {
			err = w.skip()
		}
		if err == nil || errors.Is(err, io.EOF) {
			continue
		}
		if !told && !o.fail(place, err) {
			return false
		}
		// Each record may be packed by itself; then the next can be read.
		in, ok := e.in.(*unpacked)
		if !ok || !in.next() {
			return true
		}
		w.in.Reset(in)
		w.block = nil
	}
}

// warc reads the frame of a web archive.
type warc struct {
	in    *bufio.Reader
	n     int    // of the record, from 1
	block *block // of the record, as far as it has not been read
}

// block is so many bytes of a stream; that there are fewer is an error.
type block struct{ io.LimitedReader }

func (b *block) Read(p []byte) (int, error) {
	n, err := b.LimitedReader.Read(p)
	if errors.Is(err, io.EOF) && b.N > 0 {
		err = fmt.Errorf("the archive ends %d bytes before the end of the record: %w", b.N, io.ErrUnexpectedEOF)
	}
	return n, err
}

// errFrame is the fault of a record whose header cannot be read.
var errFrame = errors.New("broken record")

// next reads the header of the next record; io.EOF stands behind the last.
func (w *warc) next() (http.Header, error) {
	for {
		c, err := w.in.Peek(1)
		if err != nil {
			return nil, err
		}
		if c[0] != '\r' && c[0] != '\n' {
			break
		}
		_, _ = w.in.Discard(1) // it has just been seen
	}
	w.n++
	first, err := w.in.Peek(5)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(first) != "WARC/" {
		return nil, fmt.Errorf("%w: it does not begin with WARC/", errFrame)
	}
	_, head, err := readHead(w.in)
	if err != nil {
		return nil, err
	}
	length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, fmt.Errorf("%w: its Content-Length is %q", errFrame, head.Get("Content-Length"))
	}
	w.block = &block{io.LimitedReader{R: w.in, N: length}}
	return head, nil
}

// skip reads what is left of the block.
func (w *warc) skip() error {
	if w.block == nil {
		return nil
	}
	_, err := io.Copy(io.Discard, w.block)
	return err
}

// seek goes on to the next line that begins a record.
func (w *warc) seek() error {
	w.block = nil
	for {
		for {
			_, err := w.in.ReadSlice('\n')
			if err == nil {
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return err
			}
		}
		if next, _ := w.in.Peek(7); string(next) == "WARC/1." {
			return nil
		}
	}
}

// readHead reads a first line and header fields up to an empty line. Lines that
// are no fields are passed over.
func readHead(in *bufio.Reader) (first string, head http.Header, err error) {
	head = http.Header{}
	size, last := 0, ""
	for n := 0; ; n++ {
		line, err := in.ReadSlice('\n')
		switch size += len(line); {
		case errors.Is(err, bufio.ErrBufferFull) || size > maxHead:
			return "", nil, fmt.Errorf("%w: its header is longer than %d bytes", errFrame, maxHead)
		case errors.Is(err, io.EOF):
			return "", nil, fmt.Errorf("%w: it ends in its header", errFrame)
		case err != nil:
			return "", nil, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		name, value, ok := strings.Cut(text, ":")
		switch {
		case n == 0:
			first = text
		case strings.TrimSpace(text) == "":
			return first, head, nil
		case last != "" && (text[0] == ' ' || text[0] == '\t'): // a folded line
			values := head.Values(last)
			values[len(values)-1] += " " + strings.TrimSpace(text)
		case ok:
			last = strings.TrimSpace(name)
			head.Add(last, strings.TrimSpace(value))
		}
	}
}

// errPage is the fault of a page that cannot be taken out of its answer.
var errPage = errors.New("reading the page")

// page200 takes the page out of an HTTP answer, nil when the answer is none.
func page200(head http.Header, from io.Reader, opt *Options) (*source, error) {
	if !strings.HasPrefix(strings.ToLower(head.Get("Content-Type")), "application/http") {
		return nil, nil
	}
	in := bufio.NewReaderSize(from, maxHead)
	status, answer, err := readHead(in)
	if err != nil {
		return nil, fmt.Errorf("%w: the HTTP answer: %w", errPage, err)
	}
	media, label := mediaType(answer.Get("Content-Type"))
	if words := strings.Fields(status); len(words) < 2 || words[1] != "200" || !isPageMedia(media) {
		return nil, nil
	}
	body, err := content(in, answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPage, err)
	}
	var data bytes.Buffer
	// A page that is too long is told by the length of data.
	if _, err = io.Copy(&data, io.LimitReader(body, opt.limit()+1)); err != nil {
		return nil, fmt.Errorf("%w: %w", errPage, err)
	}
	address := strings.Trim(head.Get("Warc-Target-Uri"), "<>")
	return &source{id: address, url: address, data: data.Bytes(), media: media, charset: label, html: true, opt: opt}, nil
}

// content undoes chunks and packing of an HTTP answer's body. Crawlers keep the
// header as it came, some of them with a body that has been unpacked already: so
// what does not begin as the header says is left as it is.
func content(body *bufio.Reader, answer http.Header) (io.Reader, error) {
	if strings.EqualFold(answer.Get("Transfer-Encoding"), "chunked") && beginsChunk(body) {
		body = bufio.NewReader(httputil.NewChunkedReader(body))
	}
	coders := strings.Split(answer.Get("Content-Encoding"), ",")
	for i := len(coders) - 1; i >= 0; i-- {
		head, _ := body.Peek(4) // a fault shows again on reading
		var out io.Reader
		var err error
		switch strings.ToLower(strings.TrimSpace(coders[i])) {
		case "gzip", "x-gzip":
			if bytes.HasPrefix(head, []byte("\x1f\x8b")) {
				out, err = gzip.NewReader(body)
			}
		case "deflate":
			if len(head) > 1 && head[0] == 0x78 {
				out, err = zlib.NewReader(body)
			}
		case "zstd":
			if bytes.HasPrefix(head, []byte(zstdMagic)) {
				out, err = openZstd(body)
			}
		case "br":
			if !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
				out = brotli.NewReader(body)
			}
		}
		if err != nil {
			return nil, err
		}
		if out != nil {
			body = bufio.NewReader(out)
		}
	}
	return body, nil
}

// beginsChunk reports whether a body begins with the length of a chunk.
func beginsChunk(body *bufio.Reader) bool {
	head, _ := body.Peek(20) // a fault shows again on reading
	line, _, ok := bytes.Cut(head, []byte("\r\n"))
	size, _, _ := bytes.Cut(line, []byte(";"))
	_, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 63)
	return ok && err == nil
}
