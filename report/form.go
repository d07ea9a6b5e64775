package report

import (
	"bytes"
	"path/filepath"
	"strings"

	"golang.org/x/net/html/charset"
)

// form is how the reports of a stream are laid out.
type form int

const (
	formUnknown  form = iota // by its name, which its beginning may make up for
	formText                 // one report: text, or a page that begins like one
	formPage                 // one report: an HTML page
	formLines                // JSON Lines
	formDocument             // JSON: a report, a list of them, or the answer of a news API
	formTable                // CSV and the like
	formFeed                 // RSS, Atom, JSON Feed
	formCrawl                // WARC
	formZip
	formTar
)

// forms are the endings by which a form is known.
var forms = map[string]form{
	".txt": formText, ".text": formText,
	".html": formPage, ".htm": formPage, ".xhtml": formPage,
	".jsonl": formLines, ".ndjson": formLines,
	".json": formDocument,
	".csv":  formTable, ".tsv": formTable, ".tab": formTable,
	".rss": formFeed, ".atom": formFeed, ".rdf": formFeed,
	".warc": formCrawl,
	".zip":  formZip,
	".tar":  formTar, ".tgz": formTar,
}

func formOf(name string) form { return forms[strings.ToLower(filepath.Ext(name))] }

// IsReport reports whether a file found in a folder has the ending of reports,
// perhaps below that of a packing. A file that the user names is read whatever
// it is called.
func IsReport(path string) bool {
	if packed(path) != nil {
		return true
	}
	return formOf(path) != formUnknown || strings.EqualFold(filepath.Ext(path), ".xml")
}

// sniffed tells a form by how the stream begins; plain is what is none of the
// others.
func sniffed(head []byte, fields Fields) form {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return formZip
	case bytes.HasPrefix(head, []byte("WARC/")):
		return formCrawl
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return formTar
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")) && opensList(text[1:]):
		return formDocument
	case bytes.HasPrefix(text, []byte("<")) && isFeed(text):
		return formFeed
	case isTable(string(text), fields):
		return formTable
	}
	return formText
}

// opensList reports whether what follows a bracket is the rest of a JSON list of
// objects, rather than of a text that begins with one.
func opensList(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return bytes.HasPrefix(rest, []byte("{")) || bytes.HasPrefix(rest, []byte("]"))
}

// isFeed reports whether XML begins as RSS or Atom does.
func isFeed(head []byte) bool {
	_, root, err := prolog(bytes.NewReader(head), charset.NewReaderLabel)
	if err != nil {
		return false
	}
	switch strings.ToLower(root) {
	case "rss", "feed", "rdf":
		return true
	}
	return false
}
