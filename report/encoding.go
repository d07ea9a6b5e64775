package report

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// The byte order marks that say how a text is encoded.
var marks = []struct {
	mark  string
	coder encoding.Encoding // nil for UTF-8
}{
	{"\xef\xbb\xbf", nil},
	{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// decode turns the bytes of a report into UTF-8 by the encoding that it
// declares: a byte order mark first, then the charset that came with the bytes,
// then, in a page, its own <meta> or XML declaration. Bytes that declare
// nothing must be UTF-8 already; nothing is guessed.
func decode(data []byte, page bool, label string) (string, error) {
	for _, m := range marks {
		rest, ok := bytes.CutPrefix(data, []byte(m.mark))
		if !ok {
			continue
		}
		if m.coder == nil {
			return checked(rest, len(m.mark))
		}
		out, err := m.coder.NewDecoder().Bytes(rest)
		if err != nil {
			return "", fmt.Errorf("reading UTF-16: %w", err)
		}
		return string(out), nil
	}
	if label == "" && page {
		label = declared(data)
	}
	if label == "" {
		return checked(data, 0)
	}
	coder, name := charset.Lookup(label)
	if coder == nil {
		if text, err := checked(data, 0); err == nil {
			return text, nil // an unknown name does no harm to what is UTF-8 anyway
		}
		return "", fmt.Errorf("it declares the unknown encoding %q", label)
	}
	if name == "utf-8" {
		return checked(data, 0)
	}
	out, err := coder.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("reading it as %s: %w", name, err)
	}
	return string(out), nil
}

// checked returns data as text if it is valid UTF-8; before is how many bytes
// of the input stand in front of it.
func checked(data []byte, before int) (string, error) {
	if i := invalidAt(data); i >= 0 {
		return "", fmt.Errorf("it is not UTF-8 and declares no other encoding: byte 0x%02x at offset %d", data[i], before+i)
	}
	return string(data), nil
}

// declared is the encoding that a page names in its first kilobyte, "" when it
// names none.
func declared(data []byte) string {
	head := data[:min(len(data), 1024)]
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		decl, _, _ := bytes.Cut(head, []byte("?>"))
		if _, after, ok := bytes.Cut(decl, []byte("encoding=")); ok && len(after) > 1 {
			if name, _, ok := bytes.Cut(after[1:], after[:1]); ok {
				return string(name)
			}
		}
	}
	for z := html.NewTokenizer(bytes.NewReader(head)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := z.Token(); t.DataAtom == atom.Meta {
				if label := metaCharset(t.Attr); label != "" {
					return label
				}
			}
		}
	}
}

// metaCharset is the encoding that one <meta> element declares. A page whose
// <meta> could be read as ASCII is not UTF-16 whatever it says; such pages are
// UTF-8 (HTML Standard, "prescan a byte stream").
func metaCharset(attrs []html.Attribute) (label string) {
	for _, a := range attrs {
		switch strings.ToLower(a.Key) {
		case "charset":
			label = a.Val
		case "content":
			if _, params, err := mime.ParseMediaType(a.Val); err == nil && label == "" {
				label = params["charset"]
			}
		}
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(label)), "utf-16") {
		return "utf-8"
	}
	return label
}

// mediaType splits a Content-Type into the type and its charset.
func mediaType(header string) (media, label string) {
	media, params, err := mime.ParseMediaType(header)
	if err != nil {
		media, _, _ = strings.Cut(header, ";")
		return strings.ToLower(strings.TrimSpace(media)), ""
	}
	return media, params["charset"]
}
