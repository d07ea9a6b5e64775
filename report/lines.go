package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
)

// Lines reads JSON Lines of reports from r: one object a line, with the keys
// "title", "text", "published", "outlet", "url" and "id", of which "text" is
// required and others are passed over. "text" is the body. name is how errors
// call the input; a line without an id is called after name and its number.
// A bad line yields an error that names it, and reading goes on with the next.
// Memory is bounded by the limit on one report, however long the input is.
func Lines(name string, r io.Reader, opt Options) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		for n := 1; ; n++ {
			// JSON may spend six bytes on one of the text's.
			line, err := readLine(in, 6*opt.limit()+1<<12)
			last := errors.Is(err, io.EOF)
			if err != nil && !last && !errors.Is(err, ErrTooLong) {
				yield(nil, fmt.Errorf("%s:%d: %w", name, n, err))
				return
			}
			if err != nil && !last {
				if !yield(nil, fmt.Errorf("%s:%d: a line %w", name, n, err)) {
					return
				}
				continue
			}
			if n == 1 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			if strings.TrimSpace(line) != "" {
				rep, err := fromJSON(line, &opt)
				if err != nil {
					rep, err = nil, fmt.Errorf("%s:%d: %w", name, n, err)
				} else if rep.ID == "" {
					rep.ID = fmt.Sprintf("%s-%d", idOf(name), n)
				}
				if !yield(rep, err) {
					return
				}
			}
			if last {
				return
			}
		}
	}
}

// readLine reads up to and without the next line feed. A line longer than limit
// is read to its end and given back as ErrTooLong.
func readLine(in *bufio.Reader, limit int64) (string, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if int64(len(line)+len(part)) > limit {
			long, line = true, line[:0]
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return "", fmt.Errorf("%w of %d bytes", ErrTooLong, limit)
		}
		return strings.TrimSuffix(string(line), "\n"), err
	}
}

func fromJSON(line string, opt *Options) (*Report, error) {
	if i := invalidAt(line); i >= 0 {
		return nil, fmt.Errorf("it is not UTF-8: byte 0x%02x at offset %d", line[i], i)
	}
	var in struct {
		ID, Title, Text, Published, Outlet, URL string
	}
	if err := json.Unmarshal([]byte(line), &in); err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	if strings.TrimSpace(in.Text) == "" {
		return nil, fmt.Errorf(`"text": %w`, ErrEmpty)
	}
	if limit := opt.limit(); int64(len(in.Text)) > limit {
		return nil, fmt.Errorf(`"text" %w of %d bytes`, ErrTooLong, limit)
	}
	r := &Report{ID: in.ID, Title: strings.TrimSpace(in.Title), Outlet: in.Outlet, URL: in.URL, Published: opt.Published}
	if in.Published != "" {
		day, err := ParseDay(in.Published)
		if err != nil {
			return nil, fmt.Errorf(`"published": %w`, err)
		}
		r.Published = day
	}
	r.Text = joined(r.Title, in.Text)
	return r, nil
}

// IsLines reports whether a name has the ending of JSON Lines.
func IsLines(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		return true
	}
	return false
}
