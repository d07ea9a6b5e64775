package eval

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file cuts a text into the sentences by which records are compared, and
// finds in it the words that a hand-made record gives. The rules are plain and
// fixed, so that figures do not depend on the parser that is being scored.

// scoringSentences lists the spans of sentences: a sentence ends at . ! ? or …
// (and the quotes and brackets after it) where white space and then a capital
// or a digit follow, and at every line feed; but not behind an abbreviation.
func scoringSentences(text string) [][2]int {
	var spans [][2]int
	start := 0
	for i := 0; i < len(text); {
		from, to, line, ok := boundary(text, i)
		if !ok {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		i = to
		segment := text[start:from]
		if strings.TrimFunc(segment, isSpace) == "" || !line && abbreviated(segment) {
			continue
		}
		spans = append(spans, [2]int{start, to})
		start = to
	}
	if strings.TrimFunc(text[start:], isSpace) != "" {
		spans = append(spans, [2]int{start, len(text)})
	}
	return spans
}

// boundary tells whether a sentence ends at i: the end may run on to text[to].
// line is set when it begins with a line feed.
func boundary(text string, i int) (from, to int, line, ok bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if strings.ContainsRune(".!?…", before) && i > 0 {
		k := i
		for k < len(text) {
			r, n := utf8.DecodeRuneInString(text[k:])
			if !strings.ContainsRune("\"”’')]", r) {
				break
			}
			k += n
		}
		gap := k
		for gap < len(text) {
			r, n := utf8.DecodeRuneInString(text[gap:])
			if !isSpace(r) {
				break
			}
			gap += n
		}
		if gap > k && opensSentence(text[gap:]) {
			return i, gap, text[i] == '\n', true
		}
	}
	for to = i; to < len(text) && text[to] == '\n'; to++ {
	}
	return i, to, true, to > i
}

// opensSentence reports whether s begins with a capital or a digit, perhaps
// behind an opening quote or bracket.
func opensSentence(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("“\"‘'([", r) && n > 0 {
		s = s[n:]
	}
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= '0' && s[0] <= '9')
}

// abbreviated reports whether a text ends in an abbreviation with its stop.
func abbreviated(s string) bool {
	s, ok := strings.CutSuffix(strings.TrimFunc(s, isSpace), ".")
	if !ok {
		return false
	}
	for _, a := range []string{
		"Mr", "Mrs", "Ms", "Dr", "Gen", "Lt", "Col", "Sen", "Rep", "Gov", "St", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
		"U.S", "U.N", "U.K", "No", "vs",
	} {
		if rest, ok := strings.CutSuffix(s, a); ok {
			r, _ := utf8.DecodeLastRuneInString(rest)
			if rest == "" || r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
				return true
			}
		}
	}
	return false
}

// isSpace is white space, the separators of ASCII (28 to 31) among it.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// sentenceAt is the index of the sentence that holds a position, -1 for none.
func sentenceAt(spans [][2]int, pos int) int {
	for k, s := range spans {
		if s[0] <= pos && pos < s[1] {
			return k
		}
	}
	return -1
}

// locate finds the trigger at or behind the place where the sentence begins
// that starts with head; failing that, anywhere in the text; failing that, it
// is the sentence's own place.
func locate(text, head, trigger string) int {
	at := -1
	if head != "" {
		at = strings.Index(text, strings.TrimFunc(head, isSpace))
		if at < 0 {
			words := strings.FieldsFunc(head, isSpace)
			at = strings.Index(text, strings.Join(words[:min(4, len(words))], " "))
		}
	}
	from := max(at, 0)
	if i := strings.Index(text[from:], trigger); i >= 0 {
		return from + i
	}
	if i := strings.Index(text, trigger); i >= 0 {
		return i
	}
	return from
}

var (
	headerLines = regexp.MustCompile(`^(?:[A-Z][A-Za-z-]*: .*\n)+\n`)
	headerFirst = regexp.MustCompile(`^(?:Title|Published|Outlet|URL): `)
	titleLine   = regexp.MustCompile(`(?m)^Title: (.*)$`)
)

// comparableText is a report's text as hand-made records count it: the title
// of the header, an empty line and the body; a text without a header as it is.
func comparableText(raw string) string {
	raw = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(raw)
	head := headerLines.FindString(raw)
	if head == "" || !headerFirst.MatchString(raw) {
		return raw
	}
	body := raw[len(head):]
	if m := titleLine.FindStringSubmatch(head); m != nil {
		return m[1] + "\n\n" + body
	}
	return body
}
