package english

import (
	"strings"
	"unicode/utf8"
)

// hyphen is how much of the text from the hyphen at j joins the word that
// starts at i: 0 where the hyphen is a token of its own.
func (s *segmenter) hyphen(i, j, b int) int {
	text := s.text
	if !s.wordAt(j+1, b) {
		return 0
	}
	from := j
	for from > i && text[from-1] != '-' {
		from--
	}
	if kinds[text[j-1]] == digit && kinds[text[j+1]] == digit {
		return s.figures(i, j, b)
	}
	var buf [8]byte
	if j-from <= len(buf) && keptPrefixes[string(lowered(buf[:0], text[from:j]))] {
		return 1
	}
	to := j + 1
	for to < b && kinds[text[to]]&letter != 0 {
		to++
	}
	if to-j-1 <= len(buf) && !s.wordAt(to, b) && keptSuffixes[text[j+1:to]] {
		return to - j
	}
	return 0
}

// figures reads a telephone number or a date of which the hyphen at j is a
// part: groups of digits of which the second has at least three ("555-0199"),
// or three or more groups ("2018-06-12"). Two groups of which neither is long
// are a range.
func (s *segmenter) figures(i, j, b int) int {
	if j-i > 16 {
		return 0
	}
	for k := i; k < j; k++ {
		if c := s.text[k]; kinds[c] != digit && c != '-' && c != '.' && c != '/' {
			return 0
		}
	}
	first := j - i
	groups, last, end := 1, 0, j
	for end < b && s.text[end] == '-' && groups < 6 {
		n := s.digits(end+1, b)
		if n == 0 {
			break
		}
		groups, last = groups+1, n
		end += n + 1
	}
	if s.wordAt(end, b) || end < b && s.text[end] == '-' {
		return 0
	}
	if groups >= 3 || groups == 2 && last == 4 && (first == 3 || first == 5) {
		return end - j
	}
	return 0
}

// slash is how much of the text from the slash at j joins the word that starts
// at i: numbers ("9/11", "11/28/2000") and a few short forms do.
func (s *segmenter) slash(i, j, b int) int {
	text := s.text
	if n := s.digits(j+1, b); n > 0 && n <= 4 && kinds[text[j-1]] == digit && !s.wordAt(j+1+n, b) {
		return n + 1
	}
	if j-i == 1 && j+2 <= b && !s.wordAt(j+2, b) && (j+2 >= b || text[j+2] != '/') {
		switch text[i : j+2] {
		case "w/o", "b/c", "n/a", "N/A", "I/O", "l/c", "I/C", "A/C", "a/c":
			return 2
		}
	}
	if text[i:j] == "km" && j+1 < b && text[j+1] == 'h' && !s.wordAt(j+2, b) {
		return 2
	}
	return 0
}

// mark reads one token that is no word and starts at i, and returns its end.
func (s *segmenter) mark(i, b int) int {
	text := s.text
	j := i + 1
	switch c := text[i]; c {
	case '.', '!', '?':
		for j < b && (text[j] == '.' || text[j] == '!' || text[j] == '?') {
			j++
		}
	case '-', '=', '*', '~', '+', '<', '>', '|', '_', '`', '$', '/', '\\':
		for j < b && text[j] == c {
			j++
		}
		if c == '+' && j == i+1 && (i == 0 || spaceAt(text, i-1) > 0) {
			j += s.digits(j, b) // the code of a country
		}
	case '\'':
		if j < b && text[j] == '\'' {
			j++
		} else {
			j = s.elision(i, j, b)
		}
	case '[':
		if strings.HasPrefix(text[i:b], "[...]") {
			j = i + len("[...]")
		}
	case '@', '#':
		for j < b && text[j] == c {
			j++
		}
		if c == '#' && (j >= b || kinds[text[j]]&letter == 0) {
			break
		}
		for s.wordAt(j, b) || j < b && text[j] == '_' {
			_, n := utf8.DecodeRuneInString(text[j:])
			j += n
		}
	case ':', ';':
		j += s.face(j, b)
	default:
		if c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		j = i + n
		same := text[i:j]
		switch r {
		case '’':
			if strings.HasPrefix(text[j:b], same) {
				j += n
			} else {
				j = s.elision(i, j, b)
			}
		case '‘', '—', '–', '…':
			for strings.HasPrefix(text[j:b], same) {
				j += n
			}
			for r == '…' && j < b && text[j] == '.' {
				j++
			}
		}
	}
	s.emit(i, j)
	return j
}

// elision is the end of the token that starts with the apostrophe from i to j:
// "'90s", "'em", a clitic that stands alone, else just the mark.
func (s *segmenter) elision(i, j, b int) int {
	if i > 0 && s.wordAt(i-1, b) {
		return j
	}
	end := j
	for end < b && kinds[s.text[end]]&alnum != 0 {
		end++
	}
	if s.apostropheAt(end, b) > 0 {
		return j // a word in quotation marks
	}
	if n := s.digits(j, end); n == 2 && (end == j+2 || end == j+3 && s.text[j+2] == 's') {
		return end
	}
	if n := end - j; n > 0 && n <= 5 && bareElisions[s.text[j:end]] {
		return end
	}
	return j
}

// face is the length of what makes a smiley of a colon or semicolon before j.
func (s *segmenter) face(j, b int) int {
	n := 0
	if j < b && s.text[j] == '-' {
		n = 1
	}
	if j+n >= b || s.wordAt(j+n+1, b) {
		return 0
	}
	switch s.text[j+n] {
	case ')', '(':
		return n + 1
	case 'D', 'P':
		if j == 1 || spaceAt(s.text, j-2) > 0 {
			return n + 1
		}
	}
	return 0
}

// webAddress finds an Internet or e-mail address, or a name with @, in the
// chunk from i to b.
func (s *segmenter) webAddress(i, b int) (from, to int) {
	chunk := s.text[i:b]
	if p := strings.Index(chunk, "://"); p > 0 {
		from = i + p
		for from > i && kinds[s.text[from-1]]&letter != 0 {
			from--
		}
		return from, s.trimAddress(from, b)
	}
	p := strings.IndexByte(chunk, '@')
	if p <= 0 {
		if strings.HasPrefix(chunk, "www.") {
			return i, s.trimAddress(i, b)
		}
		return 0, 0
	}
	inName := func(c byte) bool { return kinds[c]&alnum != 0 || strings.IndexByte("._%+-:", c) >= 0 }
	from, to = i+p, i+p+1
	for from > i && inName(s.text[from-1]) {
		from--
	}
	for to < b && inName(s.text[to]) {
		to++
	}
	if from == i+p || to == i+p+1 {
		return 0, 0
	}
	return from, s.trimAddress(from, to)
}

// trimAddress is the end of an address that starts at i, marks of the sentence
// left off.
func (s *segmenter) trimAddress(i, b int) int {
	if n := strings.IndexAny(s.text[i:b], "<>\"”’"); n > 0 {
		b = i + n
	}
	opened := strings.IndexByte(s.text[i:b], '(') >= 0
	for b > i {
		c := s.text[b-1]
		if c == ')' && opened || strings.IndexByte(".,;:!?)]'", c) < 0 {
			break
		}
		b--
	}
	return b
}
