package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sentence ends at an empty line, at the end of a line unless the text is
// wrapped, and after a full stop, question or exclamation mark with all marks
// that close after it, unless what follows shows that the sentence goes on. A
// dateline is a sentence of its own, as in the treebanks.

// sentences groups the tokens into sentences.
func (s *segmenter) sentences() {
	d := s.doc
	n := len(d.Start)
	if n == 0 {
		return
	}
	s.wrapped = wrappedLines(s.text)
	first, dateline := 0, s.dateline(0)
	for i := range n - 1 {
		if i != dateline && !s.ends(first, i) && !s.tooLong(first, i) {
			continue
		}
		d.Sents = append(d.Sents, Span{int32(first), int32(i + 1)})
		first = i + 1
		if strings.IndexByte(s.gap(i), '\n') >= 0 {
			dateline = s.dateline(first)
		}
	}
	d.Sents = append(d.Sents, Span{int32(first), int32(n)})
}

// longest is how many tokens a sentence may have. Real ones are shorter; what
// is longer is a list or no prose at all, and a tree over it would cost the
// square of its length.
const longest = 400

// tooLong tells whether the sentence from first must end with token i: at a
// comma or semicolon when it comes near the limit, at the limit anyway.
func (s *segmenter) tooLong(first, i int) bool {
	switch n := i + 1 - first; {
	case n < longest*3/4:
		return false
	case n >= longest:
		return true
	}
	w := s.doc.Word(i)
	return w == ";" || w == ","
}

// gap is the white space between token i and the next.
func (s *segmenter) gap(i int) string {
	return s.text[s.doc.End[i]:s.doc.Start[i+1]]
}

// ends tells whether the sentence that starts with token first ends with token
// i, which is not the last one.
func (s *segmenter) ends(first, i int) bool {
	d := s.doc
	gap := s.gap(i)
	if gap != " " && gap != "" {
		switch strings.Count(gap, "\n") {
		case 0:
		case 1:
			if s.lineEnds(i) {
				return true
			}
		default:
			return true
		}
	}
	end := s.text[d.End[i]-1]
	if kinds[end]&alnum != 0 {
		return s.headEnds(first, i)
	}
	if s.goesOn(i) {
		return false
	}
	// Closing marks belong to the sentence that ended before them.
	last := s.beforeNotes(first, i)
	for last > first && (s.closes(last) && d.End[last-1] == d.Start[last] || s.smiles(last)) {
		last--
	}
	w := d.Word(last)
	switch w[len(w)-1] {
	case '.', '!', '?':
	default:
		if !strings.HasSuffix(w, "…") {
			return s.ruled(i) || s.ruled(i+1)
		}
	}
	next := s.opening(i + 1)
	switch {
	case len(w) > 1 && kinds[w[0]]&alnum != 0:
		return s.abbreviationEnds(w, next)
	case w == "." && last == first+1 && s.number(first):
		return false // the number of an item
	case gap == "":
		return next.capital && w != "…" && w != "..."
	case w == ".":
		return !next.small || last == i
	case next.small && (last < i || w[0] == '!' && unicode.IsUpper(s.initialOf(last-1))):
		return false // "Never!" he said; Yahoo! said
	case next.small:
		return w == "?" || w == "!"
	}
	return last == i || !s.saysNext(i+1)
}

// goesOn tells whether the token after i is a mark that stands in no sentence's
// beginning.
func (s *segmenter) goesOn(i int) bool {
	d := s.doc
	if s.smiles(i + 1) {
		return true
	}
	switch w := d.Word(i + 1); w {
	case "\"", "'", "''", "”", "’", "’’", "»", "}":
		if d.End[i] == d.Start[i+1] {
			return true
		}
		// A quotation mark with a space on either side closes at the end.
		return i+2 < len(d.Start) && strings.Contains(s.gap(i+1), "\n\n")
	case ")", "]", ",", ";", ":", "%":
		return true
	case "[":
		return s.noteEnd(i+1) > 0
	default:
		return kinds[w[0]] == other && strings.IndexByte(".?!", w[0]) >= 0 && len(w) <= 2
	}
}

// noteEnd is the token that closes the reference to a note that opens with
// token i ("[4]", "[citation needed]"), 0 if there is none.
func (s *segmenter) noteEnd(i int) int {
	d := s.doc
	if i+2 < len(d.Start) && s.number(i+1) && d.Word(i+2) == "]" {
		return i + 2
	}
	if i+3 < len(d.Start) && d.Word(i+1) == "citation" && d.Word(i+3) == "]" {
		return i + 3
	}
	return 0
}

// beforeNotes is the last token before the references that end with token last,
// or last where none do.
func (s *segmenter) beforeNotes(first, last int) int {
	d := s.doc
	for d.Word(last) == "]" {
		open := last - 2
		if open > first && d.Word(open) != "[" {
			open--
		}
		if open <= first || d.Word(open) != "[" || s.noteEnd(open) != last {
			break
		}
		last = open - 1
	}
	return last
}

// headEnds tells whether token i, a word, ends a line of a message's head: the
// time that it was sent, or an address before another.
func (s *segmenter) headEnds(first, i int) bool {
	d := s.doc
	switch w := d.Word(i); {
	case w == "AM" || w == "PM":
		return i >= first+2 && strings.IndexByte(d.Word(i-1), ':') > 0 && strings.IndexByte(d.Word(i-2), '/') > 0
	case len(w) > 8 && strings.HasPrefix(d.Word(i+1), "http"):
		return strings.HasPrefix(w, "http")
	}
	return s.ruled(i + 1)
}

// ruled tells whether token i is a line drawn with characters.
func (s *segmenter) ruled(i int) bool {
	d := s.doc
	if d.End[i]-d.Start[i] < 5 {
		return false
	}
	c := s.text[d.Start[i]]
	return (c == '-' || c == '=' || c == '*' || c == '_') && c == s.text[d.End[i]-1]
}

// opener is how the tokens from some place on begin.
type opener struct {
	word           string // the first word, "" if there is none
	capital, small bool
}

// opening looks at token i, past the marks that may open a sentence.
func (s *segmenter) opening(i int) opener {
	d := s.doc
	for k := i; k < min(i+3, len(d.Start)); k++ {
		switch r := s.initialOf(k); {
		case unicode.IsUpper(r):
			return opener{word: d.Word(k), capital: true}
		case unicode.IsLower(r):
			return opener{word: d.Word(k), small: true}
		case unicode.IsNumber(r):
			return opener{word: d.Word(k)}
		}
	}
	return opener{}
}

// initialOf is the first character of token i.
func (s *segmenter) initialOf(i int) rune {
	if i < 0 {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s.doc.Word(i))
	return r
}

// closes tells whether token i is a mark that closes what stands before it.
func (s *segmenter) closes(i int) bool {
	switch s.doc.Word(i) {
	case "\"", "'", "''", "”", "’", "’’", ")", "]", "»", "}":
		return true
	}
	return false
}

func (s *segmenter) smiles(i int) bool {
	switch s.doc.Word(i) {
	case ":)", ":(", ";)", ":-)", ":-(", ";-)", ":D", ":P":
		return true
	}
	return false
}

func (s *segmenter) number(i int) bool {
	w := s.doc.Word(i)
	return len(w) <= 3 && s.digits(int(s.doc.Start[i]), int(s.doc.End[i])) == len(w)
}

// abbreviationEnds tells whether a sentence ends with a word that holds its own
// stop.
func (s *segmenter) abbreviationEnds(w string, next opener) bool {
	if !next.capital || len(w) == 2 {
		return false
	}
	switch abbreviationOf(w[:len(w)-1]) {
	case title, beforeNumber, dateName:
		return false
	}
	return isStarter(next.word)
}

// saysNext tells whether words of speech follow: a name and a verb of saying.
func (s *segmenter) saysNext(i int) bool {
	d := s.doc
	for k := i + 1; k < min(i+5, len(d.Start)); k++ {
		w := d.Word(k)
		if speechVerbs[w] {
			return true
		}
		if kinds[w[0]]&alnum == 0 {
			return false
		}
	}
	return false
}

// lineEnds tells whether the line break after token i ends a sentence. In a
// wrapped text only a heading or an item of a list does.
func (s *segmenter) lineEnds(i int) bool {
	d := s.doc
	next := s.opening(i + 1)
	if next.small {
		return false
	}
	if !s.wrapped {
		return true
	}
	switch w := d.Word(i + 1); w {
	case "-", "•", "*", "–", "·":
		return true
	default:
		if i+2 < len(d.Start) && s.number(i+1) && d.Word(i+2) == "." {
			return true
		}
	}
	line := s.text[:d.End[i]]
	return next.capital && len(line)-strings.LastIndexByte(line, '\n') < 40
}

// wrappedLines tells whether the text is broken into lines of like width, so
// that the end of a line means nothing: most lines before another one are full,
// and quite a few of the next start with a small letter.
func wrappedLines(text string) bool {
	full, short, small := 0, 0, 0
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if rest != "" && rest[0] != '\n' && rest[0] != '\r' && line != "" {
			if n := len(line); n >= 50 && n <= 100 {
				full++
			} else {
				short++
			}
			if kinds[rest[0]] == lower {
				small++
			}
		}
		text = rest
	}
	return full > 2*short && 4*small > full
}

// datelineLength is how many tokens a dateline may have.
const datelineLength = 16

// dateline is the token that ends the dateline of the paragraph that starts
// with token first, -1 if it has none: a place in capitals or the name of an
// agency in brackets, then a dash, before a paragraph that ends like a
// sentence.
func (s *segmenter) dateline(first int) int {
	d := s.doc
	place := d.Word(first)
	capitals := len(place) > 3 && allCapitals(place)
	if !capitals && !unicode.IsUpper(s.initialOf(first)) {
		return -1
	}
	agency := false
	for i := first + 1; i < min(first+datelineLength, len(d.Start)-1); i++ {
		if strings.IndexByte(s.gap(i-1), '\n') >= 0 {
			return -1
		}
		switch w := d.Word(i); w {
		case "-", "--", "–", "—":
			if s.gap(i) == "" && s.gap(i-1) == "" {
				if w == "-" {
					continue
				}
				return -1
			}
			if r := s.initialOf(i + 1); unicode.IsLower(r) || s.gap(i) == "" || !capitals && !agency || !s.endsLikeSentence(int(d.Start[i])) {
				return -1
			}
			return i
		case ")":
			agency = true
		case ",", "(", "/", ".":
			agency = false
		default:
			r := s.initialOf(i)
			if unicode.IsLower(r) && !capitals || agency || !unicode.IsLetter(r) && !unicode.IsDigit(r) || speechVerbs[w] {
				return -1
			}
		}
	}
	return -1
}

// allCapitals tells whether the word has capital letters only.
func allCapitals(word string) bool {
	for _, r := range word {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// endsLikeSentence tells whether the line that goes on at byte i ends with a
// mark that ends a sentence.
func (s *segmenter) endsLikeSentence(i int) bool {
	line, _, _ := strings.Cut(s.text[i:], "\n")
	line = strings.TrimRight(line, " \t\r\"'”’)")
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!") || strings.HasSuffix(line, "?")
}
