package english

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tokens follow the English treebanks of Universal Dependencies v2. The text is
// cut at white space into chunks, and each chunk is read once from left to
// right: a word runs on over whatever joins its parts ("O'Brien", "3.5",
// "U.S.", "non-state", "11/28/2000") and is then cut at its clitics and units;
// all else is a mark, or a run of equal ones. Whether a full stop belongs to the
// word before it is decided here, for it changes the token; whether the
// sentence ends is decided afterwards (token_sentence.go).

// Segment finds the tokens and sentences of d.Text and fills Start, End and
// Sents with them, reusing those slices; once they are large enough nothing is
// allocated. The other columns are left alone.
//
// Tokens are never empty, hold no white space, stand in the order of the text
// and cover all of it but the white space, whatever bytes it consists of; marks
// of direction and the like, which have no width, count as white space. Of a
// text of over 2 GiB, the first 2 GiB are read.
func (d *Doc) Segment() {
	d.Start, d.End, d.Sents = d.Start[:0], d.End[:0], d.Sents[:0]
	s := segmenter{text: d.Text, doc: d}
	if len(s.text) > math.MaxInt32 {
		s.text = s.text[:math.MaxInt32]
	}
	for i := 0; i < len(s.text); {
		n := spaceAt(s.text, i)
		if n > 0 {
			i += n
			continue
		}
		i = s.chunk(i)
	}
	s.sentences()
}

type segmenter struct {
	text    string
	doc     *Doc
	wrapped bool // lines are broken for their width only
}

func (s *segmenter) emit(from, to int) {
	if from < to {
		s.doc.Start = append(s.doc.Start, int32(from))
		s.doc.End = append(s.doc.End, int32(to))
	}
}

// The kinds of bytes. A chunk is first looked at through the union of the kinds
// in it.
const (
	lower = 1 << iota
	upper
	digit
	white
	wide // part of a rune beyond ASCII
	webby
	other
	letter = lower | upper
	alnum  = letter | digit
)

var kinds = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf:
			t[c] = wide
		case 'a' <= c && c <= 'z':
			t[c] = lower
		case 'A' <= c && c <= 'Z':
			t[c] = upper
		case '0' <= c && c <= '9':
			t[c] = digit
		case c == ' ' || '\t' <= c && c <= '\r':
			t[c] = white
		case c == '@' || c == '/':
			t[c] = webby
		default:
			t[c] = other
		}
	}
	return t
}()

// spaceAt is the length of the blank character at i, 0 if there is none.
func spaceAt(text string, i int) int {
	switch kinds[text[i]] {
	case white:
		return 1
	case wide:
		if r, n := utf8.DecodeRuneInString(text[i:]); blank(r) {
			return n
		}
	}
	return 0
}

// blank tells whether the rune is white space, or a sign that is not seen and
// stands for no letter: a mark of direction, a break of no width.
func blank(r rune) bool {
	switch {
	case unicode.IsSpace(r):
		return true
	case r < '\u200b':
		return false
	}
	return r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\ufeff' ||
		'\u202a' <= r && r <= '\u202e' || '\u2060' <= r && r <= '\u2069'
}

// wordRune tells whether the rune beyond ASCII is part of a word: a letter, a
// figure, a mark upon them, an invisible joiner, or a byte that is no UTF-8.
func wordRune(r rune, size int) bool {
	if r == utf8.RuneError && size == 1 {
		return true
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf)
}

// wordAt tells whether a character of a word stands at i before b.
func (s *segmenter) wordAt(i, b int) bool {
	if i >= b {
		return false
	}
	switch k := kinds[s.text[i]]; {
	case k&alnum != 0:
		return true
	case k == wide:
		r, n := utf8.DecodeRuneInString(s.text[i:])
		return wordRune(r, n)
	}
	return false
}

// apostropheAt is the length of the apostrophe at i before b, 0 if there is
// none.
func (s *segmenter) apostropheAt(i, b int) int {
	switch {
	case i >= b:
	case s.text[i] == '\'':
		return 1
	case strings.HasPrefix(s.text[i:b], "’"):
		return len("’")
	}
	return 0
}

// chunk reads the tokens from i to the next white space, and returns where that
// is.
func (s *segmenter) chunk(i int) int {
	var seen uint8
	b := i
	for b < len(s.text) {
		k := kinds[s.text[b]]
		if k == white {
			break
		}
		if k == wide {
			r, n := utf8.DecodeRuneInString(s.text[b:])
			if blank(r) {
				break
			}
			b += n - 1
		}
		seen |= k
		b++
	}
	if seen&^letter == 0 {
		s.plain(i, b)
		return b
	}
	if seen&webby != 0 {
		if from, to := s.webAddress(i, b); from < to {
			s.tokens(i, from)
			s.emit(from, to)
			s.tokens(to, b)
			return b
		}
	}
	s.tokens(i, b)
	return b
}

func (s *segmenter) tokens(i, b int) {
	for i < b {
		if s.wordAt(i, b) {
			i = s.word(i, b)
		} else {
			i = s.mark(i, b)
		}
	}
}

// plain emits a word of letters only, in two where the treebanks do.
func (s *segmenter) plain(i, b int) {
	if n := b - i; n < len(fusedEnds) && fusedEnds[n]>>(s.text[b-1]&0x1f)&1 != 0 {
		var buf [8]byte
		if cuts, ok := fusedWords[string(lowered(buf[:0], s.text[i:b]))]; ok {
			for _, n := range cuts {
				if n > 0 {
					s.emit(i, i+int(n))
					i += int(n)
				}
			}
		}
	}
	s.emit(i, b)
}

// lowered appends the text to dst with ASCII capitals made small.
func lowered(dst []byte, text string) []byte {
	for i := range len(text) {
		c := text[i]
		if kinds[c] == upper {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// word reads the word that starts at i and returns its end.
func (s *segmenter) word(i, b int) int {
	text := s.text
	apostrophes := 0
	j := i
scan:
	for j < b {
		c := text[j]
		if kinds[c]&alnum != 0 {
			j++
			continue
		}
		switch c {
		case '_':
			j++
		case '*':
			if !s.wordAt(j+1, b) {
				break scan
			}
			j++
		case '\'':
			if !s.wordAt(j+1, b) {
				break scan
			}
			apostrophes++
			j++
		case '.':
			n, stop := s.dot(i, j, b)
			j += n
			if n == 0 || stop {
				break scan
			}
		case ',':
			if !s.thousands(i, j, b) {
				break scan
			}
			j += 4
		case ':':
			if !(s.digits(j-1, b) > 0 && s.digits(j+1, b) == 2) {
				break scan
			}
			j += 3
		case '-':
			n := s.hyphen(i, j, b)
			if n == 0 {
				break scan
			}
			j += n
		case '/':
			n := s.slash(i, j, b)
			if n == 0 {
				break scan
			}
			j += n
		case '&':
			// "AT&T", "R&D"
			if kinds[text[j-1]] != upper || j+1 >= b || kinds[text[j+1]] != upper || j-i > 4 {
				break scan
			}
			j++
		default:
			if c < utf8.RuneSelf {
				break scan
			}
			r, n := utf8.DecodeRuneInString(text[j:])
			if r == '’' && s.wordAt(j+n, b) {
				apostrophes++
			} else if !wordRune(r, n) {
				break scan
			}
			j += n
		}
	}
	switch {
	case kinds[text[i]] == digit:
		if u := s.unit(i, j); u > i {
			s.emit(i, u)
			s.emit(u, j)
			return j
		}
	case j < b && text[j] == '$' && j-i <= 3 && j+1 < b && kinds[text[j+1]] == digit:
		// "US$4.5"
		s.emit(i, j+1)
		return j + 1
	}
	if apostrophes > 0 {
		s.clitics(i, j)
	} else {
		s.plain(i, j)
	}
	return j
}

// digits is the number of digits from i on, before b.
func (s *segmenter) digits(i, b int) int {
	n := 0
	for i+n < b && kinds[s.text[i+n]] == digit {
		n++
	}
	return n
}

// thousands tells whether the comma at j parts the digits of a number.
func (s *segmenter) thousands(i, j, b int) bool {
	return kinds[s.text[j-1]] == digit && kinds[s.text[i]] == digit && s.digits(j+1, b) == 3
}

// unit is where the unit of a number starts that is written without a space
// ("35mm", "5pm"), or i where there is none.
func (s *segmenter) unit(i, j int) int {
	u := i
	for u < j {
		c := s.text[u]
		if kinds[c] != digit && c != '.' && c != ',' && c != ':' {
			break
		}
		u++
	}
	if n := j - u; u == i || n == 0 || n > 4 || kinds[s.text[u-1]] != digit || !numberUnits[s.text[u:j]] {
		return i
	}
	return u
}

// clitics emits the word from i to j without its clitics, then these:
// "is|n't", "I|'d|'ve", "Xi|'s".
func (s *segmenter) clitics(i, j int) {
	var cuts [4]int
	n := 0
	end := j
	for n < len(cuts) {
		cut := s.clitic(i, end)
		if cut <= i {
			break
		}
		cuts[n] = cut
		n++
		end = cut
	}
	s.emit(i, end)
	for n > 0 {
		n--
		to := j
		if n > 0 {
			to = cuts[n-1]
		}
		s.emit(cuts[n], to)
	}
}

// clitic is where the last clitic of the word from i to j starts; not above i
// where there is none.
func (s *segmenter) clitic(i, j int) int {
	text := s.text
	for k := j - 1; k > i && k >= j-3; k-- {
		p := k
		switch {
		case text[k] == '\'':
		case strings.HasSuffix(text[i:k+1], "’"):
			p = k + 1 - len("’")
		default:
			continue
		}
		switch text[k+1 : j] {
		case "s", "S":
			if decade(text[i:p]) {
				return i
			}
			return p
		case "m", "M", "d", "D", "re", "RE", "ve", "VE", "ll", "LL":
			return p
		case "t", "T":
			if p-1 > i && text[p-1]|0x20 == 'n' {
				return p - 1
			}
		}
		return i
	}
	return i
}

// decade tells whether "'s" after the number makes a plural ("the 1990's").
func decade(number string) bool {
	n := len(number)
	if n != 2 && n != 4 || number[n-1] != '0' {
		return false
	}
	for i := range n {
		if kinds[number[i]] != digit {
			return false
		}
	}
	return true
}
