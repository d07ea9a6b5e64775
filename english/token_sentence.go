package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences groups the tokens into sentences.
func (s *segmenter) sentences() {
	d := s.doc
	n := len(d.Start)
	wrapped := wrappedLines(s.text)
	first := 0
	for i := range n {
		if i == n-1 || s.ends(first, i, wrapped) {
			d.Sents = append(d.Sents, Span{int32(first), int32(i + 1)})
			first = i + 1
		}
	}
}

// ends tells whether the sentence that starts with token first ends with token
// i, which is not the last one.
func (s *segmenter) ends(first, i int, wrapped bool) bool {
	d := s.doc
	gap := s.text[d.End[i]:d.Start[i+1]]
	if len(gap) > 1 || len(gap) == 1 && gap[0] != ' ' {
		switch strings.Count(gap, "\n") {
		case 0:
		case 1:
			if s.lineEnds(i, wrapped) {
				return true
			}
		default:
			return true
		}
	}
	// Closing marks belong to the sentence that ended before them.
	if len(gap) == 0 && s.closes(i+1) {
		return false
	}
	last := i
	for last > first && d.End[last-1] == d.Start[last] && s.closes(last) {
		last--
	}
	w := d.Word(last)
	switch w[len(w)-1] {
	case '.', '!', '?':
	default:
		if !strings.HasSuffix(w, "…") {
			return false
		}
	}
	next := s.opening(i + 1)
	if len(w) > 1 && kinds[w[0]]&alnum != 0 {
		return s.abbreviationEnds(w, next)
	}
	if w == "." && last == first+1 && s.number(first) {
		return false // the number of an item
	}
	if len(gap) == 0 {
		return next.capital && (w == "." || w[0] == '!' || w[0] == '?')
	}
	if next.comma {
		return false
	}
	if w == "." {
		return next.word == "" || !next.small || last == i
	}
	if next.small {
		return false
	}
	if last < i && s.saysNext(i+1) {
		return false
	}
	return true
}

// opener is how the tokens from some place on begin.
type opener struct {
	word           string // the first word, "" if there is none
	capital, small bool
	comma          bool // a mark that no sentence starts with
}

// opening looks at token i, past the marks that may open a sentence.
func (s *segmenter) opening(i int) opener {
	d := s.doc
	for k := i; k < min(i+3, len(d.Start)); k++ {
		w := d.Word(k)
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			return opener{word: w, capital: true}
		case unicode.IsLower(r):
			return opener{word: w, small: true}
		case unicode.IsNumber(r):
			return opener{word: w}
		case r == ',' || r == ';' || r == ':' || r == '%':
			return opener{comma: true}
		}
	}
	return opener{}
}

// closes tells whether token i is a mark that closes what stands before it.
func (s *segmenter) closes(i int) bool {
	switch s.doc.Word(i) {
	case "\"", "'", "''", "”", "’", "’’", ")", "]", "»", "}":
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
	if !next.capital {
		return false
	}
	if len(w) == 2 {
		return false // an initial
	}
	switch abbreviationOf(w[:len(w)-1]) {
	case title, always, beforeNumber, dateName:
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

// lineEnds tells whether the line break after token i ends a sentence.
func (s *segmenter) lineEnds(i int, wrapped bool) bool {
	if !wrapped {
		return !s.opening(i + 1).small
	}
	return false
}

// wrappedLines tells whether the text is broken into lines of equal width, so
// that the end of a line means nothing.
func wrappedLines(text string) bool {
	full, short := 0, 0
	for text != "" {
		line, rest, found := strings.Cut(text, "\n")
		if found && rest != "" && rest[0] != '\n' && rest[0] != '\r' {
			if n := len(line); n >= 50 && n <= 100 {
				full++
			} else {
				short++
			}
		}
		text = rest
	}
	return full > 2*short
}
