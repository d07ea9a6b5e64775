package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fields says by what name a table or JSON calls a field of a report: a column,
// a key, or keys with dots between them for objects in objects, such as
// source.name. The fields are those of FieldNames. A field that is not mapped is
// looked for under the names that are usual; case, spaces, hyphens and
// underscores do not count.
type Fields map[string]string

// FieldNames are the fields of a report that can be mapped.
var FieldNames = []string{"text", "title", "published", "outlet", "url", "id"}

// usual are the names of each field, folded, the most telling first. They are
// those of this program, of NGEC, and of what news APIs and sets of news give out:
// NewsAPI, GNews, MediaStack, NewsData, Event Registry, New York Times, Guardian,
// Aylien, Webz.io, news-please, CC-News, GDELT, JSON Feed and schema.org.
var usual = map[string][]string{
	"text": {
		"text", "body", "maintext", "fulltext", "articletext", "articlebody", "eventtext", "fields.bodytext", "bodytext",
		"storytext", "contenttext", "content", "article", "story", "fields.body", "bodyhtml", "contenthtml",
		"leadparagraph", "description", "snippet", "abstract", "summary", "fields.trailtext",
	},
	"title": {"title", "headline", "headline.main", "webtitle", "fields.headline", "articletitle"},
	"published": {
		"published", "publishedat", "pubdate", "publicationdate", "datepublished", "publisheddate", "datepublish", "publishdate",
		"webpublicationdate", "datetimepub", "datetime", "date", "seendate",
	},
	"outlet": {
		"outlet", "source.name", "source.title", "source", "sourcename", "publisher.name", "publisher", "publication", "sitename",
		"thread.sitefull", "thread.site", "newspaper", "sourcedomain", "domain", "sourceid",
	},
	"url": {"url", "link", "weburl", "articleurl", "links.permalink", "permalink", "sourceurl", "externalurl", "documentidentifier"},
	"id":  {"id", "id.$oid", "guid", "uuid", "articleid", "storyid", "docid", "documentid", "uri"},
}

// folded is a name without what does not count in it.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '_', '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// named are the values of one object or row under their folded names.
type named map[string]value

type value struct {
	key string // as the input has it
	any any
}

func newNamed(in map[string]any) named {
	n := make(named, len(in))
	for key, v := range in {
		// Of two keys that differ in case only, which one counts must not hang on
		// the order of a map.
		if old, twice := n[folded(key)]; !twice || key < old.key {
			n[folded(key)] = value{key, v}
		}
	}
	return n
}

// get finds a folded name, which may lead into objects; key is its name in the
// input. What is neither text nor a number, or is empty, is not found.
func (n named) get(name string) (text, key string, ok bool) {
	v, ok := n[name]
	if !ok {
		outer, inner, dotted := strings.Cut(name, ".")
		if !dotted {
			return "", "", false
		}
		below, isObject := n[outer].any.(map[string]any)
		if !isObject {
			return "", "", false
		}
		text, key, ok = newNamed(below).get(inner)
		return text, n[outer].key + "." + key, ok
	}
	switch t := v.any.(type) {
	case string:
		text = t
	case json.Number:
		text = t.String()
	case []any: // a text in paragraphs
		parts := make([]string, 0, len(t))
		for _, p := range t {
			s, isText := p.(string)
			if !isText {
				return "", "", false
			}
			parts = append(parts, s)
		}
		text = strings.Join(parts, "\n\n")
	}
	return text, v.key, strings.TrimSpace(text) != ""
}

// field is the value of a report's field.
func (n named) field(name string, fields Fields) (text, key string) {
	names := usual[name]
	if own, ok := fields[name]; ok {
		names = []string{folded(own)}
		key = own
	}
	for _, candidate := range names {
		if text, key, ok := n.get(candidate); ok {
			return text, key
		}
	}
	if key == "" {
		key = name
	}
	return "", key
}

// cut is the mark that news APIs put where they cut a text off.
var cut = regexp.MustCompile(`\s*(?:…|\.\.\.)?\s*\[\+?\d+ chars\]$`)

// uncut leaves that mark out.
func uncut(text string) string {
	if !strings.HasSuffix(text, "chars]") {
		return text
	}
	tail := max(len(text)-64, 0)
	return text[:tail] + cut.ReplaceAllString(text[tail:], "")
}

// fromFields makes a report of an object or row.
func fromFields(n named, opt *Options) (*Report, error) {
	text, key := n.field("text", opt.Fields)
	text = uncut(text)
	if looksLikePage(text) {
		text = withoutTags(text)
	}
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("%q: %w", key, ErrEmpty)
	}
	if limit := opt.limit(); int64(len(text)) > limit {
		return nil, fmt.Errorf("%q %w of %d bytes", key, ErrTooLong, limit)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return nil, fmt.Errorf("%q %w: a zero byte at offset %d", key, ErrBinary, i)
	}
	r := &Report{Published: opt.Published}
	for name, to := range map[string]*string{"title": &r.Title, "outlet": &r.Outlet, "url": &r.URL, "id": &r.ID} {
		v, key := n.field(name, opt.Fields)
		if *to = strings.TrimSpace(v); strings.ContainsRune(v, 0) {
			return nil, fmt.Errorf("%q %w: it holds a zero byte", key, ErrBinary)
		}
	}
	if r.Outlet == "" {
		r.Outlet = host(r.URL)
	}
	if day, key := n.field("published", opt.Fields); day != "" {
		var err error
		if r.Published, err = dayOf(day); err != nil {
			return nil, fmt.Errorf("%q: %w", key, err)
		}
	}
	r.Text = joined(r.Title, text)
	return r, nil
}

// dayOf reads a date, or a time as seconds or milliseconds since 1970.
func dayOf(s string) (string, error) {
	if n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil {
		switch digits := len(strings.TrimSpace(s)); digits {
		case 9, 10:
			return time.Unix(n, 0).UTC().Format(time.DateOnly), nil
		case 12, 13:
			return time.UnixMilli(n).UTC().Format(time.DateOnly), nil
		}
	}
	return ParseDay(s)
}

// host is the host that a URL names, which stands for an outlet that is not
// named.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// withoutTags is the text of a piece of HTML, a paragraph a block.
func withoutTags(markup string) string {
	if !strings.Contains(markup, "<") {
		return html.UnescapeString(markup)
	}
	return strings.Join(fragment(markup), "\n\n")
}

// check refuses fields that are none.
func (f Fields) check() error {
	for name, own := range f {
		if !slices.Contains(FieldNames, name) {
			return fmt.Errorf("a report has no field %q; it has %s", name, strings.Join(FieldNames, ", "))
		}
		if strings.TrimSpace(own) == "" {
			return errors.New("the name of a column or key is missing")
		}
	}
	return nil
}

// Set maps one field, as in "text=body" or "outlet=source.name".
func (f Fields) Set(mapping string) error {
	name, own, ok := strings.Cut(mapping, "=")
	if !ok {
		return fmt.Errorf("it takes a field and its name in the input, such as text=body")
	}
	one := Fields{strings.TrimSpace(name): strings.TrimSpace(own)}
	if err := one.check(); err != nil {
		return err
	}
	for name, own := range one {
		f[name] = own
	}
	return nil
}
