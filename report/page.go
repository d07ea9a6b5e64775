package report

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readPage takes title, outlet, date and body out of an HTML page. address is
// where the page was found, "" when it came from a file.
func readPage(text, address string) (*Report, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	opt := trafilatura.Options{ExcludeComments: true, EnableFallback: true}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		opt.OriginalURL = u
	}
	found, err := extract(doc, opt)
	if err != nil {
		return nil, err
	}
	meta := found.Metadata
	r := &Report{Title: oneLine(meta.Title), Outlet: oneLine(meta.Sitename), URL: meta.URL}
	if r.Outlet == "" {
		r.Outlet = strings.TrimPrefix(meta.Hostname, "www.")
	}
	if !meta.Date.IsZero() {
		r.Published = meta.Date.Format(time.DateOnly)
	}
	parts := paragraphs(found.ContentNode)
	if len(parts) > 0 && parts[0] == r.Title {
		parts = parts[1:] // the headline above the body, kept once
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("no article was found in the page: %w", ErrEmpty)
	}
	r.Text = joined(r.Title, strings.Join(parts, "\n\n"))
	return r, nil
}

// extract runs the extractor. A page may be as broken as it likes: what the
// extractor cannot cope with is an error of that page and ends nothing else.
func extract(doc *html.Node, opt trafilatura.Options) (found *trafilatura.ExtractResult, err error) {
	defer func() {
		if p := recover(); p != nil {
			found, err = nil, fmt.Errorf("the page cannot be taken apart: %v", p)
		}
	}()
	found, err = trafilatura.ExtractDocument(doc, opt)
	if err != nil {
		return nil, fmt.Errorf("no article was found in the page: %w", err)
	}
	if found == nil || found.ContentNode == nil {
		return nil, fmt.Errorf("no article was found in the page: %w", ErrEmpty)
	}
	return found, nil
}

// fragment lists the blocks of text of a piece of HTML.
func fragment(markup string) []string {
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return nil // which a reader of a string does not cause
	}
	return paragraphs(doc)
}

// paragraphs lists the blocks of text below n, each with its white space
// folded to single spaces.
func paragraphs(n *html.Node) []string {
	var w blockWriter
	w.walk(n)
	w.flush()
	return w.blocks
}

type blockWriter struct {
	blocks []string
	open   strings.Builder
}

func (w *blockWriter) flush() {
	if line := oneLine(w.open.String()); line != "" {
		w.blocks = append(w.blocks, line)
	}
	w.open.Reset()
}

func (w *blockWriter) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.open.WriteString(n.Data)
		return
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Template || n.DataAtom == atom.Iframe:
		return
	case n.Type == html.ElementNode && isBlock(n.DataAtom):
		w.flush()
		defer w.flush()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

// isBlock reports whether an element begins and ends a paragraph.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Header, atom.Footer, atom.Aside,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Figure, atom.Figcaption,
		atom.Br, atom.Hr:
		return true
	}
	return false
}

// oneLine folds white space to single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// isPage reports whether a name has the ending of an HTML page.
func isPage(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

func isPageMedia(media string) bool {
	return media == "text/html" || media == "application/xhtml+xml"
}
