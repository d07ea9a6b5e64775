package report

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Lines reads JSON Lines of reports from r: one object a line, whose keys
// [Fields] describes. name is how errors call the input; a line without an id is
// called after name and its number. A bad line yields an error that names it, and
// reading goes on with the next. Memory is bounded by the limit on one report,
// however long the input is.
func Lines(name string, r io.Reader, opt Options) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		o := &opening{context.Background(), &opt, yield}
		o.lines(&entry{name: name, id: idOf(name), in: r})
	}
}

func (o *opening) lines(e *entry) bool {
	in := newLiner(e.in, o.opt)
	for {
		line, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, ErrTooLong):
		case err != nil:
			return o.fail(in.place(e.name), err)
		case strings.TrimSpace(line) == "":
			continue
		}
		var rep *Report
		if err == nil {
			rep, err = fromJSON([]byte(line), o.opt)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", in.place(e.name), err)
		} else {
			rep.settle(in.place(e.name), fmt.Sprintf("%s-%d", e.id, in.n))
		}
		if !o.give(rep, err) {
			return false
		}
	}
}

// settle notes where a report was read and calls it id unless it has one.
func (r *Report) settle(source, id string) {
	r.Source = source
	if r.ID == "" {
		r.ID = id
	}
}

// fromJSON makes a report of one JSON object.
func fromJSON(data []byte, opt *Options) (*Report, error) {
	if i := invalidAt(data); i >= 0 {
		return nil, fmt.Errorf("it is not UTF-8: byte 0x%02x at offset %d", data[i], i)
	}
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	var in map[string]any
	if err := dec.Decode(&in); err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	if dec.More() {
		return nil, errors.New("reading JSON: something follows the object")
	}
	return fromFields(newNamed(in), opt)
}

// liner reads the lines of a stream. What begins with the mark of UTF-16 is
// decoded; the mark of UTF-8 is left out.
type liner struct {
	in    *bufio.Reader
	n     int   // of the line that next gave last, from 1
	limit int64 // bytes in one line
}

func newLiner(r io.Reader, opt *Options) *liner {
	return &liner{in: bufio.NewReaderSize(marked(r), 1<<16), limit: itemLimit(opt)}
}

// marked decodes a stream by its byte order mark and leaves it as it is when
// there is none.
func marked(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// itemLimit is how long the JSON or row of one report may be: JSON may spend six
// bytes on one of the text's.
func itemLimit(opt *Options) int64 { return 6*opt.limit() + 1<<12 }

// place names the last line.
func (l *liner) place(name string) string { return fmt.Sprintf("%s:%d", name, l.n) }

// next reads a line, without its end. A line that is longer than the limit is
// read to its end, not kept, and given as ErrTooLong; io.EOF stands behind the
// last. A line that another error cuts short is lost.
func (l *liner) next() (string, error) {
	l.n++
	var line []byte
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		if int64(len(line)+len(part)) > l.limit {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return "", err
		case long:
			return "", fmt.Errorf("a line %w of %d bytes", ErrTooLong, l.limit)
		case err != nil && len(line) == 0:
			return "", err
		}
		return strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r"), nil
	}
}
