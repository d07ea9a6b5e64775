package when

// number reads a cardinal number from 1 to 9999 in digits or words: "3",
// "twenty-one", "two hundred and sixty seven", "a few", "a couple of".
func (s *scanner) number(i int) (n, end int, ok bool) {
	x := s.at(i)
	if x.kind == lexNumber {
		if x.digits > 4 || s.decimal(i) {
			return 0, i, false
		}
		return int(x.n), i + 1, true
	}
	if x.word.fn == fnA && s.fn(i+1) == fnFew {
		i++
		x = s.at(i)
	}
	if x.word.fn == fnFew {
		i++
		if s.fn(i) == fnOf {
			i++
		}
		return int(x.word.card), i, true
	}
	total, group := 0, 0
	j := i
	for {
		w := s.at(j).word
		switch {
		case w.card >= 20 && group%100 == 0:
			group += int(w.card)
			j++
			if s.punct(j, '-') && s.at(j).glued && s.at(j+1).glued {
				if c := s.at(j + 1).word.card; c > 0 && c < 10 {
					j++
				}
			}
			if c := s.at(j).word.card; c > 0 && c < 10 {
				group += int(c)
				j++
			}
		case w.card > 0 && w.fn == noFunction && group%100 == 0:
			group += int(w.card)
			j++
		case w.fn == fnHundred && group > 0 && group < 100:
			group *= 100
			j++
		case w.fn == fnThousand && group > 0 && group < 1000 && total == 0:
			total, group = group*1000, 0
			j++
		case w.fn == fnAnd && j > i && (s.fn(j-1) == fnHundred || s.fn(j-1) == fnThousand) && s.at(j+1).word.card > 0 && s.at(j+1).word.fn == noFunction:
			j++
		default:
			if j == i || total+group == 0 {
				return 0, i, false
			}
			return total + group, j, true
		}
	}
}

// decimal is true where the digits at i are only a part of a number such as
// 6,107.31 or 10:20.
func (s *scanner) decimal(i int) bool {
	if x := s.at(i - 1); i > 0 && s.at(i).glued && x.kind == lexPunct && x.glued && (x.c == '.' || x.c == ',' || x.c == ':') &&
		i > 1 && s.at(i-2).kind == lexNumber {
		return true
	}
	x, y := s.at(i+1), s.at(i+2)
	return x.kind == lexPunct && x.glued && y.kind == lexNumber && y.glued && (x.c == '.' || x.c == ':' || x.c == ',' && y.digits == 3)
}

// ordinal reads "21st", "third", "twenty-first"; n is -1 for "last".
func (s *scanner) ordinal(i int) (n, end int, ok bool) {
	x := s.at(i)
	if x.kind == lexNumber {
		if x.digits <= 2 && s.suffix(i+1) {
			return int(x.n), i + 2, true
		}
		return 0, i, false
	}
	if x.word.card >= 20 && x.word.fn == noFunction {
		j := i + 1
		if s.punct(j, '-') {
			j++
		}
		if o := s.at(j).word.ord; o > 0 && o < 10 {
			return int(x.word.card) + int(o), j + 1, true
		}
	}
	if x.word.ord != 0 {
		return int(x.word.ord), i + 1, true
	}
	return 0, i, false
}

// suffix is true of the "st", "nd", "rd" or "th" of a number in digits.
func (s *scanner) suffix(i int) bool {
	x := s.at(i)
	if x.kind != lexWord || !x.glued || x.end-x.at != 2 {
		return false
	}
	switch [2]byte{s.text[x.at] | 0x20, s.text[x.at+1] | 0x20} {
	case [2]byte{'s', 't'}, [2]byte{'n', 'd'}, [2]byte{'r', 'd'}, [2]byte{'t', 'h'}:
		return true
	}
	return false
}

// dayNumber reads the day of a month: "3", "3rd", "third", "twenty one".
func (s *scanner) dayNumber(i int) (n, end int, ok bool) {
	if n, j, ok := s.ordinal(i); ok && n >= 1 && n <= 31 {
		return n, j, true
	}
	if s.fn(i) == fnFew || s.at(i).kind == lexNumber && s.at(i).digits > 2 {
		return 0, i, false
	}
	n, j, ok := s.number(i)
	if !ok || n < 1 || n > 31 {
		return 0, i, false
	}
	return n, j, true
}

// year reads a year: "1998", "'98", "nineteen ninety nine", "two thousand and
// eighteen". Any number does when the word "year" stands before it (loose).
func (s *scanner) year(i int, loose bool) (y, end int, ok bool) {
	x := s.at(i)
	switch {
	case x.kind == lexNumber:
		if x.digits == 4 && x.n >= 1000 && x.n < 2200 && !s.decimal(i) || loose && x.digits <= 4 && x.n > 0 {
			return int(x.n), i + 1, true
		}
		return 0, i, false
	case x.c == '\'' && x.kind == lexPunct:
		if n := s.at(i + 1); n.kind == lexNumber && n.digits == 2 && n.glued {
			return century(int(n.n)), i + 2, true
		}
		return 0, i, false
	}
	first := int(x.word.card)
	if first == 0 || x.word.fn != noFunction {
		return 0, i, false
	}
	if first >= 10 && first <= 20 { // "nineteen ninety nine", "twenty sixteen", "nineteen hundred"
		j := i + 1
		if s.punct(j, '-') {
			j++
		}
		if s.fn(j) != fnHundred {
			if n, k, ok := s.number(j); ok && n >= 10 && n < 100 && s.at(j).kind == lexWord && s.fn(j) == noFunction {
				return first*100 + n, k, true
			}
		}
	}
	n, j, ok := s.number(i)
	if ok && (loose || n >= 1000 && n < 2200) {
		return n, j, true
	}
	return 0, i, false
}

// century completes a year of two digits: 40 to 99 belong to the last century.
func century(y int) int {
	if y < 40 {
		return 2000 + y
	}
	return 1900 + y
}
