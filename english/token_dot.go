package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dot decides on the full stop at j in the word that starts at i: n bytes from
// j on join the word, none if the stop is a token of its own; after stop the
// word has ended.
func (s *segmenter) dot(i, j, b int) (n int, stop bool) {
	text := s.text
	if j+1 < b && text[j+1] == '.' && !s.acronym(i, j) && (abbreviationOf(text[i:j]) != mayEnd || j+2 < b && text[j+2] == '.') {
		return 0, true // an ellipsis; but "Inc.."
	}
	if s.wordAt(j+1, b) {
		prev, next := kinds[text[j-1]], kinds[text[j+1]]
		switch {
		case prev == digit && next == digit:
			return 1, false
		case s.oneLetter(i, j):
			return 1, false
		case text[j+1] == 'D' && strings.HasSuffix(text[i:j], "Ph"):
			return 1, false
		}
		if end := s.domain(i, j, b); end > j {
			return end - j, true
		}
		if abbreviationOf(text[i:j]) == title {
			return 1, true
		}
		return 0, true
	}
	if s.acronym(i, j) {
		return 1, false // "U.S.-led", "the U.S.'s"
	}
	switch abbreviationOf(text[i:j]) {
	case title, always:
		return 1, true
	case beforeNumber:
		if next := s.peek(j+1, b); next.figure {
			return 1, true
		}
	case dateName:
		if next := s.peek(j+1, b); next.figure || next.comma || next.capital && !next.starter {
			return 1, true
		}
	case mayEnd:
		if j+1 < b && text[j+1] == '.' {
			return 1, true
		}
		if next := s.peek(j+1, b); next.comma || !next.end && !next.starter {
			return 1, true
		}
	case enumeration:
		if next := s.peek(j+1, b); next.comma || !next.end && !next.capital {
			return 1, true
		}
	case notShort:
		if next := s.peek(j+1, b); s.initial(i, j) && !next.end && (next.comma || next.capital && !next.starter) {
			return 1, true
		}
	}
	return 0, true
}

// No acronym and no name of a host or file is longer than these, in bytes. They
// keep the time that a chunk takes in proportion to its length.
const (
	longestAcronym = 32
	longestDomain  = 255
)

// oneLetter tells whether the word is a single letter up to j, or a row of
// single letters and stops.
func (s *segmenter) oneLetter(i, j int) bool {
	if j-i > longestAcronym {
		return false
	}
	for k := j - 1; ; k -= 2 {
		if k < i || kinds[s.text[k]]&letter == 0 {
			return false
		}
		if k == i {
			return true
		}
		if s.text[k-1] != '.' {
			return false
		}
	}
}

// acronym tells whether the word from i to j is a row of single letters with
// stops between them ("U.S", "p.m"), or a degree.
func (s *segmenter) acronym(i, j int) bool {
	w := s.text[i:j]
	return len(w) >= 3 && (s.oneLetter(i, j) || w == "Ph.D" || w == "M.Sc" || w == "W.Va")
}

// initial tells whether the word from i to j is one capital letter that may
// stand for a name.
func (s *segmenter) initial(i, j int) bool {
	r, n := utf8.DecodeRuneInString(s.text[i:j])
	return n == j-i && unicode.IsUpper(r)
}

// domain is the end of an Internet name or file name of which the stop at j is
// a part ("whitehouse.gov", "cra.org/news"), or j if it is not one.
func (s *segmenter) domain(i, j, b int) int {
	text := s.text
	if j-i > longestDomain {
		return j
	}
	b = min(b, j+longestDomain)
	end, lastDot := j, j
	dots, capitals := 0, false
	for end < b {
		c := text[end]
		capitals = capitals || kinds[c] == upper
		if c == '.' {
			dots++
			lastDot = end
		} else if kinds[c]&alnum == 0 && c != '-' && c != '_' {
			break
		}
		end++
	}
	for end > j && kinds[text[end-1]]&alnum == 0 {
		end--
	}
	if lastDot >= end {
		lastDot = strings.LastIndexByte(text[:end], '.')
	}
	if lastDot < j {
		return j
	}
	var buf [8]byte
	if kinds[text[end-1]]&letter != 0 && dots > 1 && !capitals && allSmall(text[i:j]) {
		return end // "talk.politics.misc"
	}
	if n := end - lastDot - 1; n > 6 || !topDomains[string(lowered(buf[:0], text[lastDot+1:end]))] {
		return j
	}
	if end < b && text[end] == '/' {
		end = b
		for end > j && strings.IndexByte(".,;:!?)]>\"'", text[end-1]) >= 0 {
			end--
		}
		for end > j && !utf8.RuneStart(text[min(end, len(text)-1)]) {
			end--
		}
	}
	return end
}

// allSmall tells whether the word has small ASCII letters only.
func allSmall(word string) bool {
	for i := range len(word) {
		if kinds[word[i]] != lower {
			return false
		}
	}
	return true
}

// following is what stands after a full stop, marks left out.
type following struct {
	end     bool // nothing more in the paragraph
	comma   bool // a mark that a sentence does not start with, or a small letter
	figure  bool
	capital bool
	starter bool // a word that often starts a sentence and seldom a name
}

// peek looks at what follows after i, in the chunk that ends at b and beyond.
func (s *segmenter) peek(i, b int) following {
	text := s.text
	newlines := 0
	for i < len(text) {
		c := text[i]
		switch kinds[c] {
		case white:
			if c == '\n' {
				if newlines++; newlines == 2 {
					return following{end: true}
				}
			}
			i++
			continue
		case lower:
			return following{comma: true}
		case digit:
			return following{figure: true}
		case upper:
			j := i + 1
			for j < len(text) && kinds[text[j]]&letter != 0 {
				j++
			}
			return following{capital: true, starter: isStarter(text[i:j])}
		case wide:
			r, n := utf8.DecodeRuneInString(text[i:])
			switch {
			case unicode.IsUpper(r):
				return following{capital: true}
			case unicode.IsLower(r):
				return following{comma: true}
			case unicode.IsLetter(r):
				return following{}
			}
			i += n
		default:
			if i < b && (c == ',' || c == ';' || c == ':' || c == '-' || c == '?' || c == '!') {
				return following{comma: true}
			}
			i++
		}
	}
	return following{end: true}
}
