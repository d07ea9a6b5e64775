// Package report reads reports as they were published: plain text with or
// without header lines, HTML pages, feeds, JSON, tables and web archives, packed
// or not; from files, folders, standard input and the web.
//
// All of them become a [Report], whose Text is what every span of a record
// points into. [Open] walks whatever a user names; [Read] takes one report from
// memory. Everything is read as a stream: what is held is one report at a time
// (or one feed, whose length is bounded), however long the archive.
package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// Report is one text as published.
type Report struct {
	ID        string // as the input gives it, else by where it stands; see Open
	Title     string
	Outlet    string
	Published string // YYYY-MM-DD, "" when unknown
	URL       string
	Text      string // title, an empty line and body; valid UTF-8, never altered
	Source    string // where it was read: path!member:line or path!member#item
}

// DefaultLimit is how long one report may be unless [Options] say otherwise.
const DefaultLimit = 4 << 20 // bytes

// Options say how to read.
type Options struct {
	// Limit is how long one report may be, in bytes; 0 stands for DefaultLimit.
	Limit int64
	// Published is the day (YYYY-MM-DD) of reports that name none themselves.
	Published string
	// Stdin is read for the path "-".
	Stdin io.Reader
	// PassedOver, when set, is told of each file of a folder or archive that is
	// left unread because neither name nor beginning is that of reports.
	PassedOver func(path string)
	// Fields says by what names tables and JSON call the fields of a report.
	Fields Fields
	// AnyLanguage lets reports pass that are not in English. Without it Open
	// yields a [LanguageError] in place of each.
	AnyLanguage bool
	// Private lets URLs lead to addresses of private networks; see ErrPrivate.
	Private bool
	// Skip, when set, says which files of folders are not opened.
	Skip func(path string) bool
	// Meter, when set, counts what is read.
	Meter *Meter
}

func (o *Options) limit() int64 {
	if o.Limit <= 0 {
		return DefaultLimit
	}
	return o.Limit
}

// The faults that a caller may want to tell apart.
var (
	ErrEmpty   = errors.New("there is no text in it")
	ErrBinary  = errors.New("is not text")
	ErrTooLong = errors.New("is longer than the limit")
)

// source is one report's bytes with what is known of them from outside.
type source struct {
	name    string // as errors name it
	id      string
	data    []byte
	media   string // Content-Type as a server declared it, "" when there was none
	charset string // of the Content-Type
	url     string
	path    string // of url
	html    bool   // an HTML page, by its ending
	opt     *Options
}

// Read makes a report of data, which is plain text or an HTML page. name is
// the path or URL that it came from: errors begin with it, the report's id
// follows from it, and an ending of .html marks a page (others are known by how
// they begin).
func Read(name string, data []byte, opt Options) (*Report, error) {
	return (&source{name: name, id: idOf(name), data: data, html: isPage(name), opt: &opt}).read()
}

func (s *source) read() (*Report, error) {
	r, err := s.parse()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	if r.ID == "" {
		r.ID = s.id
	}
	if r.URL == "" {
		r.URL = s.url
	}
	if r.Published == "" {
		r.Published = s.opt.Published
	}
	r.Source = s.name
	return r, nil
}

func (s *source) parse() (*Report, error) {
	if n, limit := int64(len(s.data)), s.opt.limit(); n > limit {
		return nil, fmt.Errorf("%w of %d bytes", ErrTooLong, limit)
	}
	if len(bytes.TrimSpace(s.data)) == 0 {
		return nil, ErrEmpty
	}
	kind := http.DetectContentType(s.data)
	if !strings.HasPrefix(kind, "text/") {
		if kind == "application/octet-stream" {
			return nil, fmt.Errorf("%w but binary data", ErrBinary)
		}
		return nil, fmt.Errorf("%w but %s", ErrBinary, kind)
	}
	page := s.html || strings.HasPrefix(kind, "text/html") || isPageMedia(s.media)
	if strings.HasPrefix(kind, "text/xml") && !page {
		if !bytes.Contains(s.data[:min(len(s.data), 1024)], []byte("<html")) {
			return nil, fmt.Errorf("%w of a report but XML", ErrBinary)
		}
		page = true
	}
	text, err := decode(s.data, page, s.charset)
	if err != nil {
		return nil, err
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return nil, fmt.Errorf("%w: a zero byte at offset %d", ErrBinary, i)
	}
	if page || looksLikePage(text) {
		return readPage(text, s.url)
	}
	r, err := readPlain(text)
	if err == nil && strings.TrimSpace(r.Text) == "" {
		err = ErrEmpty
	}
	return r, err
}

// looksLikePage reports whether decoded text begins as HTML does, which the
// bytes of UTF-16 do not show.
func looksLikePage(text string) bool {
	return strings.HasPrefix(http.DetectContentType([]byte(text[:min(len(text), 512)])), "text/html")
}

// joined is the text of a report: title, an empty line, body.
func joined(title, body string) string {
	if title == "" {
		return body
	}
	return title + "\n\n" + body
}

// idOf is the name of a file or the last step of a URL, without its ending and
// that of its packing.
func idOf(name string) string {
	base := filepath.Base(strings.TrimRight(name, "/"))
	for packed(base) != nil {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// dayForms are the ways in which header lines and JSON give a date.
var dayForms = []string{
	time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04",
	"2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05-0700",
	"2006/01/02", "20060102", "20060102T150405Z", "20060102150405",
	"2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2, 2006", "Jan. 2, 2006",
	"Monday, 2 January 2006", "Monday, January 2, 2006", "Mon, January 2, 2006", "Monday 2 January 2006",
	time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate,
	"Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700",
}

// ParseDay reads a date in one of the usual written forms and gives it as
// YYYY-MM-DD, in the time zone in which it was written. Forms like 3/4/2020
// that mean two days are refused.
func ParseDay(s string) (string, error) {
	s = strings.TrimSpace(s)
	for _, form := range dayForms {
		if t, err := time.Parse(form, s); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fmt.Errorf("%q is no date that can be read; write it as 2024-05-15", s)
}

// invalidAt is the offset of the first byte that is not part of valid UTF-8,
// -1 when there is none.
func invalidAt[T string | []byte](text T) int {
	s := string(text)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}
