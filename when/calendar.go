package when

// calendar reads dates that name a month or a year, in digits or words, with
// the weekday before them if there is one.
func (s *scanner) calendar(i int) (value, int, bool) {
	j := i
	weekday, comma := 0, false
	if w := s.at(i).word.weekday; w > 0 && !s.at(i).word.plural {
		weekday = int(w)
		j++
		if s.punct(j, '.') && s.at(i).word.short {
			j++
		}
		if s.punct(j, ',') {
			j++
		}
		j = s.hour(j)
		if s.punct(j, ',') {
			j++
		}
		comma = s.punct(j-1, ',')
		if s.fn(j) == fnOn || s.fn(j) == fnThe && !s.at(j+1).upper {
			j++
		}
	}
	v, end, ok := s.date(j, weekday > 0)
	if !ok || weekday > 0 && (v.d == 0 || comma && v.m == 0 && s.at(end-1).word.ord > 0) { // "Tuesday, the first"
		return value{}, i, false
	}
	v.weekday = weekday
	return v, end, true
}

func (s *scanner) date(i int, afterWeekday bool) (v value, end int, ok bool) {
	end = i
	for _, read := range [...]func(*scanner, int) (value, int, bool){
		(*scanner).numeric, (*scanner).monthFirst, (*scanner).dayFirst, (*scanner).yearFirst,
	} {
		if r, j, hit := read(s, i); hit && j > end {
			v, end, ok = r, j, true
		}
	}
	if !ok {
		v, end, ok = s.bareDay(i, afterWeekday)
	}
	return v, end, ok
}

// numeric reads dates in digits. Of two orders the American one is tried first,
// except with dots, which are European.
func (s *scanner) numeric(i int) (value, int, bool) {
	a, b := s.at(i), s.at(i+2)
	sep := s.at(i + 1)
	if a.kind != lexNumber || sep.kind != lexPunct || b.kind != lexNumber && b.word.month == 0 {
		return value{}, i, false
	}
	if sep.c != '/' && sep.c != '-' && sep.c != '.' {
		return value{}, i, false
	}
	tight := sep.glued && b.glued
	if tight && b.word.month > 0 && sep.c != '.' { // "2019/sep/01", "1-Sep-2019", "2-Oct"
		return s.namedMonth(i)
	}
	if b.kind != lexNumber {
		return value{}, i, false
	}
	if sep2, c := s.at(i+3), s.at(i+4); tight && c.kind == lexNumber && c.glued && sep2.kind == lexPunct && sep2.glued &&
		(sep2.c == sep.c || sep2.c == ',' && sep.c != '.' && c.digits == 2) && s.separate(i+5) {
		if v, ok := triple(a, b, c, sep.c); ok {
			return v, i + 5, true
		}
		return value{}, i, false
	}
	if !s.separate(i + 3) {
		return value{}, i, false
	}
	switch {
	case a.digits == 4 && a.n >= 1500 && a.n < 2200 && b.digits <= 2 && b.n >= 1 && b.n <= 12:
		return value{y: int(a.n), m: int(b.n), grain: months}, i + 3, true
	case b.digits == 4 && b.n >= 1500 && b.n < 2200 && a.digits <= 2 && a.n >= 1 && a.n <= 12 && sep.c != '.':
		return value{y: int(b.n), m: int(a.n), grain: months}, i + 3, true
	}
	if !tight || a.digits > 2 || b.digits > 2 || sep.c == '.' {
		return value{}, i, false
	}
	if n := s.at(i + 3); n.word.month > 0 || n.word.fn == fnOf || n.word.rel != noRelation && s.at(i+4).word.unit == months { // "5-6 April"
		return value{}, i, false
	}
	asked := s.inRange || s.preposition(i-1) || i == 0 && len(s.lex) == 3
	if a.n == 9 && b.n == 11 && sep.c == '/' && !asked {
		return value{y: 2001, m: 9, d: 11, grain: days}, i + 3, true
	}
	if !asked && (sep.c == '-' || b.n <= 12 && a.n <= 12) { // a score, a vote, a fraction
		return value{}, i, false
	}
	m, d := int(a.n), int(b.n)
	if m > 12 {
		if !asked && !(sep.c == '/' && b.digits == 2 && b.n < 10) {
			return value{}, i, false
		}
		m, d = d, m
	}
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return value{}, i, false
	}
	return value{m: m, d: d, grain: days}, i + 3, true
}

// separate is true where no digits or letters go on without a space.
func (s *scanner) separate(i int) bool {
	x := s.at(i)
	if x.kind == lexWord && x.end-x.at == 1 && s.text[x.at] == 'T' && s.at(i+1).kind == lexNumber { // a time follows
		return true
	}
	if !x.glued || x.kind == lexPunct && x.c != '/' && x.c != '%' && x.c != ':' {
		y := s.at(i + 1)
		return !x.glued || y.kind != lexNumber || !y.glued || x.c == '-'
	}
	return false
}

// triple puts year, month and day in order.
func triple(a, b, c *lexeme, sep byte) (value, bool) {
	x, y, z := int(a.n), int(b.n), int(c.n)
	v := value{grain: days}
	switch {
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
		v.y, v.m, v.d = x, y, z
	case a.digits <= 2 && b.digits <= 2 && (c.digits == 4 || c.digits == 2):
		if c.digits == 2 {
			z = century(z)
		}
		v.y, v.m, v.d = z, x, y
		if sep == '.' || x > 12 {
			v.m, v.d = y, x
		}
		if v.m > 12 {
			v.m, v.d = v.d, v.m
		}
	default:
		return value{}, false
	}
	return v, v.m >= 1 && v.m <= 12 && v.d >= 1 && v.d <= 31 && v.y > 0
}

// namedMonth reads "2019/sep/01", "01-Sep-2019" and "1-Sep".
func (s *scanner) namedMonth(i int) (value, int, bool) {
	a, m := s.at(i), int(s.at(i+2).word.month)
	sep, c := s.at(i+3), s.at(i+4)
	third := sep.kind == lexPunct && sep.glued && (sep.c == '/' || sep.c == '-') && c.kind == lexNumber && c.glued
	switch {
	case third && a.digits == 4 && c.digits <= 2:
		return value{y: int(a.n), m: m, d: int(c.n), grain: days}, i + 5, true
	case third && a.digits <= 2 && c.digits == 4:
		return value{y: int(c.n), m: m, d: int(a.n), grain: days}, i + 5, true
	case third && a.digits <= 2 && c.digits == 2:
		return value{y: century(int(c.n)), m: m, d: int(a.n), grain: days}, i + 5, true
	case !third && a.digits <= 2 && a.n >= 1 && a.n <= 31:
		return value{m: m, d: int(a.n), grain: days}, i + 3, true
	case !third && a.digits == 4:
		return value{y: int(a.n), m: m, grain: months}, i + 3, true
	}
	return value{}, i, false
}

// monthFirst reads "January 3rd, 2024", "Oct-2", "September.16th", "May '98",
// "June of nineteen ninety nine", "June next year", "February".
func (s *scanner) monthFirst(i int) (value, int, bool) {
	x := s.at(i)
	m := int(x.word.month)
	if j := s.skip(i, fnThe); m == 0 && s.at(j).word.unit == months && !s.at(j).word.plural && s.fn(j+1) == fnOf && s.at(j+2).word.month > 0 {
		if v, end, ok := s.monthFirst(j + 2); ok && v.d == 0 { // "the month of May"
			return v, end, true
		}
	}
	if m == 0 {
		return value{}, i, false
	}
	v := value{m: m, grain: months}
	j := i + 1
	if s.punct(j, '.') && s.at(j).glued && x.end-x.at < 10 && (x.word.short || s.at(j+1).glued && s.at(j+1).kind == lexNumber) {
		j++
	}
	k := j
	if s.punct(k, '-') && s.at(k).glued && s.at(k+1).glued || s.punct(k, '/') && s.at(k).glued {
		k++
	}
	k = s.skip(k, fnThe)
	if d, e, ok := s.dayNumber(k); ok && !s.decimal(k) && !s.measure(e) && !(k > j && s.fn(k-1) != fnThe && s.at(k).digits > 2) {
		v.d, v.grain = d, days
		j = e
	}
	if v.d > 0 {
		k = j
		if s.punct(k, ',') {
			k++
		} else if k < len(s.lex) && s.fn(k) == fnOf {
			k++
		}
		if y, e, ok := s.year(k, false); ok && !s.measure(e) {
			v.y = y
			return v, e, true
		}
		if y, e, ok := s.relativeYear(k); ok {
			v.y, v.relative = y, true
			return v, e, true
		}
		if s.punct(j, '-') && s.at(j).glued && s.at(j+1).glued && s.at(j+1).digits == 4 { // "Oct-2-2016"
			v.y = int(s.at(j + 1).n)
			return v, j + 2, true
		}
		return v, j, true
	}
	k = j
	if s.punct(k, ',') || s.fn(k) == fnOf || s.fn(k) == fnIn || s.punct(k, '-') && s.at(k).glued {
		k++
	}
	if y, e, ok := s.year(k, false); ok && !s.measure(e) && !s.suffix(e) {
		v.y = y
		return v, e, true
	}
	if y, e, ok := s.relativeYear(k); ok {
		v.y, v.relative = y, true
		return v, e, true
	}
	return v, j, s.monthAlone(i)
}

// measure is true where the number before lexeme i counts something.
func (s *scanner) measure(i int) bool {
	x := s.at(i)
	if x.kind == lexPunct {
		return x.c == '%' || x.c == ':' && x.glued && s.at(i+1).kind == lexNumber && s.at(i+1).glued
	}
	return s.fn(i) == fnCount || x.word.unit != noUnit && x.word.plural || s.fn(i) == fnHundred || s.fn(i) == fnThousand
}

// monthAlone tells a month from another word written alike: "may", "march",
// "April Jones", "Jan Egeland".
func (s *scanner) monthAlone(i int) bool {
	x := s.at(i)
	before := s.preposition(i-1) || s.at(i-1).word.rel != noRelation || s.inRange || s.punct(i-1, '-') && s.at(i-2).word.part != noPart ||
		s.fn(i-1) == fnAnd && s.at(i-2).word.month > 0 || s.dash == i+1 ||
		s.punct(i+1, '-') && s.at(i+1).glued && s.at(i+2).glued && s.at(i+2).word.month > 0
	m := int(x.word.month)
	name := s.at(i + 1)
	switch {
	case m == 5, m == 3 && !x.word.short, x.word.short:
		return before && s.fn(i-1) != fnFor && (x.upper || m != 5 && m != 3) && !(m == 3 && s.fn(i+1) == fnOn)
	case m == 4 || m == 6 || m == 8:
		return (x.upper || before) && (before || !(name.kind == lexWord && name.upper && !name.word.known))
	}
	return true
}

// dayFirst reads "15 June 2016", "the tenth of September, two thousand", "the
// 20th of next month".
func (s *scanner) dayFirst(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	d, k, ok := s.dayNumber(j)
	if !ok || s.decimal(j) {
		return value{}, i, false
	}
	of := s.fn(k) == fnOf
	if of || s.punct(k, '.') && s.at(k).glued && !s.at(k+1).glued && s.at(k+1).word.month > 0 { // "16. Nov. 2016"
		k++
	}
	if s.punct(k, '-') && s.at(k).glued && s.at(k+1).glued && s.at(k+1).word.month > 0 {
		k++
	}
	if m := int(s.at(k).word.month); m > 0 && (s.at(k).upper || of || !(m == 5 && !s.suffix(k-1)) && m != 3) {
		v := value{m: m, d: d, grain: days}
		end := k + 1
		if s.punct(end, '.') && s.at(end).glued && s.at(k).word.short {
			end++
		}
		c := end
		if s.punct(c, ',') || s.fn(c) == fnOf || s.punct(c, '-') && s.at(c).glued {
			c++
		}
		if y, e, ok := s.year(c, false); ok && !s.measure(e) {
			v.y = y
			return v, e, true
		}
		if y, e, ok := s.relativeYear(c); ok {
			v.y, v.relative = y, true
			return v, e, true
		}
		return v, end, true
	}
	if m, e, ok := s.relativeMonth(k); ok && (of || j == i) {
		y, mm, _ := m.from.Civil()
		return value{y: y, m: mm, d: d, grain: days, relative: true, anaphoric: m.anaphoric}, e, true
	}
	return value{}, i, false
}

// relativeMonth reads "this month", "next month", "the month".
func (s *scanner) relativeMonth(i int) (value, int, bool) {
	v, j, ok := s.relatives(i)
	if !ok {
		v, j, ok = s.thePeriod(i)
	}
	if !ok || v.grain != months || v.length {
		return value{}, i, false
	}
	return s.settle(v), j, true
}

// relativeYear reads "this year", "last year", "of next year".
func (s *scanner) relativeYear(i int) (y, end int, ok bool) {
	i = s.skip(i, fnOf, fnIn)
	if s.at(i).word.rel == noRelation && s.fn(i) != fnThe {
		return 0, i, false
	}
	v, j, ok := s.relatives(i)
	if !ok || v.grain != years || v.length || !v.span {
		return 0, i, false
	}
	y, _, _ = v.from.Civil()
	return y, j, true
}

// yearFirst reads "2016 June", "2016 , nov", "year 267" and a year alone where
// one is to be expected.
func (s *scanner) yearFirst(i int) (value, int, bool) {
	j := i
	loose := s.at(i).word.unit == years && !s.at(i).word.plural
	if loose {
		j = s.skip(j+1, fnOf)
	}
	y, k, ok := s.year(j, loose)
	if !ok || s.suffix(k) || s.fn(k) == fnS && s.at(k).glued || s.punct(k, '\'') && s.at(k).glued && s.fn(k+1) == fnS && y%10 == 0 {
		return value{}, i, false
	}
	m := k
	if s.punct(m, ',') || s.punct(m, '-') && s.at(m).glued {
		m++
	}
	if x := s.at(m); x.word.month > 0 && (x.upper || x.word.month != 5 && x.word.month != 3) && s.at(m+1).kind != lexNumber {
		return value{y: y, m: int(x.word.month), grain: months}, m + 1, true
	}
	v := value{y: y, grain: years}
	if loose {
		return v, k, y >= 100
	}
	x := s.at(j)
	if s.measure(k) || y < 1500 && x.kind == lexNumber || s.punct(k, '-') && s.at(k).glued && s.at(k+1).kind == lexWord {
		return value{}, i, false
	}
	before := s.preposition(i-1) || s.fn(i-1) == fnThe && s.at(i-2).word.fn == fnIn || s.inRange || s.punct(i-1, '(') || x.c == '\'' ||
		s.fn(i-1) == fnAnd && s.at(i-2).kind == lexNumber && s.at(i-2).digits == 4 || (s.punct(k, '-') || s.punct(k, '/')) && s.at(k).glued && y > 1500 && s.at(k+1).glued && (s.at(k+1).digits == 2 || s.at(k+1).digits == 4)
	if x.c == '\'' && !s.preposition(i-1) {
		return value{}, i, false
	}
	if x.kind == lexWord && !s.endOfPhrase(k) {
		return value{}, i, false
	}
	return v, k, before
}

// bareDay reads the day of an untold month: "the 22nd", "on 15".
func (s *scanner) bareDay(i int, afterWeekday bool) (value, int, bool) {
	the := s.fn(i) == fnThe
	j := s.skip(i, fnThe)
	if s.fn(i-1) == fnThe {
		the = true
	}
	d, k, ok := s.dayNumber(j)
	if !ok || s.decimal(j) {
		return value{}, i, false
	}
	v := value{d: d, grain: days}
	digits := s.at(j).kind == lexNumber
	if afterWeekday {
		return v, k, the || k > j+1 && digits
	}
	if !s.endOfPhrase(k) || s.punct(k, '\'') || s.measure(k) || s.fn(k) == fnOf || s.fn(k) == fnIn && !digits {
		return value{}, i, false
	}
	p := i - 1
	if !s.dayAsked(p) {
		return value{}, i, false
	}
	if digits && k == j+1 { // no ordinal: nothing may follow but the end of the clause
		return v, k, s.at(k).kind == lexPunct && (the || s.fn(p) == fnOn)
	}
	if !digits && (!the || d < 4) {
		return value{}, i, false
	}
	return v, k, the || s.fn(p) == fnOn || s.fn(p) == fnOf
}

// dayAsked is true of the prepositions that a day of the month follows.
func (s *scanner) dayAsked(i int) bool {
	switch s.fn(i) {
	case fnOn, fnFor, fnFrom, fnUntil, fnTo, fnBy, fnSince, fnBefore, fnAfter, fnOf, fnStarting, fnThrough:
		return true
	}
	return s.inRange
}
