package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"
)

// feedFactor is how many times the limit on a report a whole feed may be long,
// since a feed is held in memory while it is read.
const feedFactor = 16

// feed reads the items of RSS, Atom or JSON Feed.
func (o *opening) feed(e *entry) bool {
	limit := feedFactor * o.opt.limit()
	data, err := o.all(e.in, limit)
	switch {
	case err == nil && int64(len(data)) > limit:
		err = fmt.Errorf("a feed %w of %d bytes", ErrTooLong, limit)
	case err == nil && len(bytes.TrimSpace(data)) == 0:
		err = ErrEmpty
	}
	var parsed *gofeed.Feed
	if err == nil {
		parsed, err = parseFeed(data)
	}
	if err != nil {
		return o.fail(e.name, err)
	}
	for i, item := range parsed.Items {
		it := newItem(item, parsed, i, e.name, e.id, o.opt)
		if !o.give(it.Report, it.Err) {
			return false
		}
	}
	return true
}

// Item is an entry of a feed.
type Item struct {
	Report *Report   // nil with Err
	Err    error     // why its text cannot be read, such as ErrEmpty
	ID     string    // its guid or link; "" where it has neither
	Title  string    // without tags
	Link   string    // of the page that it announces, "" for none
	Day    string    // of publication, YYYY-MM-DD in the zone it was written in, "" where it says none that can be read
	Time   time.Time // of publication, zero where it says none that can be read
}

// Items reads RSS, Atom or JSON Feed from memory. name is the feed's address:
// errors and sources begin with it.
func Items(name string, data []byte, opt Options) (title string, items []Item, err error) {
	parsed, err := parseFeed(data)
	if err != nil {
		return "", nil, err
	}
	items = make([]Item, len(parsed.Items))
	for i, item := range parsed.Items {
		items[i] = newItem(item, parsed, i, name, idOf(name), &opt)
	}
	return oneLine(parsed.Title), items, nil
}

func newItem(item *gofeed.Item, from *gofeed.Feed, i int, name, id string, opt *Options) Item {
	it := Item{ID: itemID(item), Title: oneLine(withoutTags(item.Title)), Link: strings.TrimSpace(item.Link), Day: itemDay(item)}
	for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if t != nil && it.Time.IsZero() {
			it.Time = *t
		}
	}
	name = fmt.Sprintf("%s#%d", name, i+1)
	it.Report, it.Err = fromItem(item, from, opt)
	if it.Err != nil {
		it.Err = fmt.Errorf("%s: %w", name, it.Err)
	} else {
		it.Report.settle(name, fmt.Sprintf("%s-%d", id, i+1))
	}
	return it
}

// parseFeed reads a feed. What its parser cannot cope with is an error of the
// feed and ends nothing else.
func parseFeed(data []byte) (parsed *gofeed.Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			parsed, err = nil, fmt.Errorf("the feed cannot be taken apart: %v", p)
		}
	}()
	if bytes.HasPrefix(bytes.TrimLeft(data, "\xef\xbb\xbf \t\r\n"), []byte("<")) {
		entities, _, err := prolog(bytes.NewReader(data), charset.NewReaderLabel)
		switch {
		case err != nil:
			return nil, fmt.Errorf("reading the feed: %w", err)
		case entities:
			return nil, errors.New("the feed declares entities of its own, which are not expanded")
		}
	}
	parsed, err = gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the feed: %w", err)
	}
	return parsed, nil
}

// prolog reads XML up to its root element and gives its name. entities tells
// whether the document declares any; no feed needs them, and a few lines of them
// can stand for gigabytes.
func prolog(in io.Reader, decode func(string, io.Reader) (io.Reader, error)) (entities bool, root string, err error) {
	d := xml.NewDecoder(in)
	d.Strict, d.CharsetReader = false, decode
	for {
		token, err := d.RawToken()
		if err != nil {
			return entities, "", err
		}
		switch t := token.(type) {
		case xml.Directive:
			entities = entities || bytes.Contains(bytes.ToUpper(t), []byte("ENTITY"))
		case xml.StartElement:
			return entities, t.Name.Local, nil
		}
	}
}

// fromItem makes a report of one item.
func fromItem(item *gofeed.Item, from *gofeed.Feed, opt *Options) (*Report, error) {
	text := withoutTags(item.Content)
	if strings.TrimSpace(text) == "" {
		text = withoutTags(item.Description)
	}
	switch limit := opt.limit(); {
	case strings.TrimSpace(text) == "":
		return nil, fmt.Errorf("%q: %w", oneLine(item.Title), ErrEmpty)
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("%q %w of %d bytes", oneLine(item.Title), ErrTooLong, limit)
	case invalidAt(text) >= 0 || invalidAt(item.Title) >= 0:
		return nil, errors.New("it is not UTF-8")
	case strings.ContainsRune(text, 0):
		return nil, fmt.Errorf("%w: it holds a zero byte", ErrBinary)
	}
	r := &Report{
		ID: itemID(item), Title: oneLine(withoutTags(item.Title)), Outlet: oneLine(from.Title), URL: strings.TrimSpace(item.Link),
		Published: itemDay(item),
	}
	if r.Published == "" {
		r.Published = opt.Published
	}
	if r.Outlet == "" {
		r.Outlet = host(r.URL)
	}
	r.Text = joined(r.Title, text)
	return r, nil
}

// itemID is what an item is called by: its guid if that is one for the whole
// world, else its link.
func itemID(item *gofeed.Item) string {
	guid, link := strings.TrimSpace(item.GUID), strings.TrimSpace(item.Link)
	if link != "" && !strings.Contains(guid, ":") {
		return link
	}
	return guid
}

// itemDay is the day of an item, in the time zone in which it was written.
func itemDay(item *gofeed.Item) string {
	for _, d := range []struct {
		text   string
		parsed *time.Time
	}{{item.Published, item.PublishedParsed}, {item.Updated, item.UpdatedParsed}} {
		if day, err := ParseDay(d.text); err == nil {
			return day
		}
		if d.parsed != nil {
			return d.parsed.Format(time.DateOnly)
		}
	}
	return ""
}
