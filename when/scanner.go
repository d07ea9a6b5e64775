package when

// scanner reads date expressions from the lexemes of one sentence and resolves
// them on the way. Every method that reads takes the lexeme to begin at and
// gives what it read, the lexeme after it and whether there was anything.
type scanner struct {
	text string
	lex  []lexeme
	ref  Day  // the day relative expressions count from
	base Day  // the day anaphoric ones ("two days later") count from
	lean Lean // how gaps are filled

	dry     bool  // finding, not resolving: ref and base are of no day in particular
	inRange bool  // reading a side of "from … to …": bare years are dates
	dash    int   // 1 + the lexeme after the dash of a range, which may stand close to it
	week    value // the week that weekdays belong to, if its span is set
}

// value is what an expression means: a date of the calendar with gaps, or a
// span of days.
type value struct {
	y, m, d, weekday int // 0 where not given

	span     bool
	from, to Day // inclusive

	grain     unit // the unit in which the expression speaks
	counted   bool // from = to by counting in units of grain: "two years ago"
	relative  bool // counted from the day of publication
	anaphoric bool // counted from a day told before or after, the day of publication failing that
	none      bool // no such day
	yearless  bool // days of the calendar whose year is not told
	length    bool // a length of time first of all: "in three weeks"
	anchor    int  // 1 + the lexeme where the event begins that the expression counts from
	offset    int  // of an anchored expression in days
}

var (
	noWord   word
	noLexeme = lexeme{kind: lexPunct, word: &noWord}
)

func (s *scanner) at(i int) *lexeme {
	if i < 0 || i >= len(s.lex) {
		return &noLexeme
	}
	return &s.lex[i]
}

func (s *scanner) fn(i int) function { return s.at(i).word.fn }

func (s *scanner) punct(i int, c byte) bool {
	x := s.at(i)
	return x.kind == lexPunct && x.c == c
}

// skip steps over lexeme i if it is one of the functions.
func (s *scanner) skip(i int, functions ...function) int {
	for _, f := range functions {
		if s.fn(i) == f {
			return i + 1
		}
	}
	return i
}

// endOfPhrase is true where no noun follows that lexeme i could belong to: at
// the end of a clause or before a function word.
func (s *scanner) endOfPhrase(i int) bool {
	x := s.at(i)
	switch x.kind {
	case lexPunct:
		return x.c != '-' && x.c != '%' && x.c != '/' && x.c != '\'' || !x.glued
	case lexNumber:
		return false
	}
	f := x.word.fn
	return f != noFunction && f != fnCount && f != fnHundred && f != fnThousand && f != fnHalf && f != fnPlus && f != fnS
}

// preposition is true of words after which a bare number or year can be a date.
func (s *scanner) preposition(i int) bool {
	if s.at(i).word.part != noPart {
		return true
	}
	switch s.fn(i) {
	case fnOf, fnOn, fnIn, fnDuring, fnFor, fnFrom, fnTo, fnUntil, fnThrough, fnBetween, fnSince, fnBy, fnBefore, fnAfter, fnEarlier, fnLater:
		return true
	}
	return false
}

// starts is a quick look at whether an expression can begin at i.
func (s *scanner) starts(i int) bool {
	x := s.at(i)
	if x.kind != lexWord {
		return x.kind == lexNumber || x.c == '\''
	}
	w := x.word
	if w.month|w.weekday|w.season != 0 || w.unit != noUnit || w.card|w.ord|w.tens != 0 || w.part != noPart || len(w.holiday) > 0 {
		return true
	}
	if w.rel != noRelation {
		return s.starts(i + 1)
	}
	switch w.fn {
	case fnThe, fnA, fnIn, fnFor, fnFrom, fnBetween, fnWithin, fnMore, fnLess, fnAbout, fnOver, fnPossessive, fnThan:
		return s.starts(i + 1)
	case fnNow, fnToday, fnYesterday, fnTomorrow, fnTonight, fnOvernight, fnHalf, fnFew, fnEarlier, fnLater, fnQuarterMark, fnHalfMark:
		return true
	}
	return w.hour
}

// expression reads the longest date expression at i.
func (s *scanner) expression(i int) (value, int, bool) {
	v, end, ok := s.point(i)
	if ok && v.span && v.grain == weeks && (s.fn(end) == fnBetween || s.fn(end) == fnFrom) {
		s.week = v
		if r, j, rangeOK := s.period(end); rangeOK {
			v, end = r, j
		}
		s.week = value{}
	}
	if r, j, rangeOK := s.period(i); rangeOK && j > end {
		return r, j, true
	}
	return v, end, ok
}

// point reads the longest expression at i that is not a range.
func (s *scanner) point(i int) (v value, end int, ok bool) {
	x := s.at(i)
	if x.kind == lexWord && !x.word.known || x.kind == lexPunct && x.c != '\'' || s.joined(i) {
		return value{}, i, false
	}
	end = i
	for _, read := range [...]func(*scanner, int) (value, int, bool){
		(*scanner).calendar, (*scanner).named, (*scanner).weekdays, (*scanner).relatives, (*scanner).parts, (*scanner).counted,
		(*scanner).fractions, (*scanner).ordinals, (*scanner).numberedWeek, (*scanner).season, (*scanner).age, (*scanner).feasts,
	} {
		if r, j, hit := read(s, i); hit && j > end {
			v, end, ok = r, j, true
		}
	}
	if ok && (v.grain == days || v.grain == noUnit) {
		end = s.hour(end)
	}
	return v, end, ok
}

// hour steps over a part of the day after a date: "Wednesday night".
func (s *scanner) hour(i int) int {
	if s.at(i).word.hour && !s.at(i).glued {
		return i + 1
	}
	return i
}

// joined is true where lexeme i is only a part of a longer word or number:
// "G20", "$2014", "6,107.31", "Sun-Times".
func (s *scanner) joined(i int) bool {
	x := s.at(i)
	if i == 0 || !x.glued || s.inRange || s.dash == i+1 {
		return false
	}
	p := s.at(i - 1)
	if p.kind != lexPunct {
		return true
	}
	switch p.c {
	case '$', '#', '+', '=', '@', '_', '&', '%', '\'':
		return true
	case '/', '.', ':', '-', ',':
		if x.kind == lexNumber {
			return p.glued
		}
		return p.glued && p.c != '.' && p.c != ',' && p.c != ':' && s.at(i-2).kind == lexWord
	}
	return x.kind == lexNumber && p.end-p.at > 1 && (s.text[p.at] == 0xc2 || s.text[p.at:p.end] == "€")
}

// period reads "from … to …", "between … and …" and ranges and lists without
// an opening word.
func (s *scanner) period(i int) (value, int, bool) {
	opener := s.fn(i)
	j := i
	switch opener {
	case fnFrom, fnBetween, fnIn:
		j++
	default:
		opener = noFunction
	}
	wasIn, wasDash := s.inRange, s.dash
	defer func() { s.inRange, s.dash = wasIn, wasDash }()
	s.inRange = wasIn || opener == fnFrom || opener == fnBetween
	if opener == noFunction && s.joined(j) {
		return value{}, i, false
	}
	l, k, ok := s.side(j, value{})
	if !ok {
		return value{}, i, false
	}
	list := false
	switch c := s.fn(k); {
	case c == fnTo || c == fnUntil && l.y+l.m+l.d > 0 || c == fnThrough:
	case c == fnUntil && (opener == fnFrom || l.span):
	case c == fnAnd && opener == fnBetween:
	case c == fnAnd && opener != fnFrom || s.punct(k, '&'):
		list = true
	case s.punct(k, '/') && s.at(k).glued && l.y > 0 && l.m == 0: // "2015/16"
		s.dash = k + 2
	case s.punct(k, '-'):
		if s.punct(k+1, '-') {
			k++
		}
		s.dash = k + 2
	default:
		return value{}, i, false
	}
	if list || opener == fnIn || opener == noFunction {
		s.inRange = l.y > 0 && l.m == 0
	} else {
		s.inRange = true
	}
	if y, end, ok := s.shortYear(l, k); ok {
		return y, end, true
	}
	glued := s.at(k + 1).glued
	r, end, ok := s.side(k+1, l)
	if !ok {
		return value{}, i, false
	}
	if s.punct(k, '-') && glued && l.span { // "today-tomorrow" is no range
		return value{}, i, false
	}
	v, ok := s.join(l, r, list)
	if !ok {
		return value{}, i, false
	}
	return v, end, true
}

// yearOpen is true of a date of the calendar that tells all but the year.
func (v *value) yearOpen() bool {
	return v.yearless || !v.span && v.m > 0 && v.y == 0
}

// shortYear reads the end of "1914-18".
func (s *scanner) shortYear(l value, dash int) (value, int, bool) {
	x := s.at(dash + 1)
	if l.y == 0 || l.m != 0 || !s.punct(dash, '-') && !s.punct(dash, '/') || x.kind != lexNumber || !x.glued || x.digits != 2 || int(x.n) <= l.y%100 || s.decimal(dash+1) {
		return value{}, dash, false
	}
	return value{span: true, from: civil(l.y, 1, 1), to: civil(l.y-l.y%100+int(x.n), 12, 31), grain: years}, dash + 2, true
}

// side reads one side of a range: an expression, or a bare day whose month
// stands on the other side. left is the other side once that is read.
func (s *scanner) side(i int, left value) (value, int, bool) {
	if s.fn(i) == fnNow {
		return value{span: true, from: s.ref, to: s.ref, grain: days, relative: true}, i + 1, true
	}
	v, end, ok := s.point(i)
	j := s.skip(i, fnThe)
	n, k, bare := s.dayNumber(j)
	if !bare || s.decimal(j) || s.at(j).kind == lexNumber && s.at(k).kind == lexWord && s.at(k).glued {
		return v, end, ok
	}
	if left.d > 0 && left.m > 0 && k > end {
		b := value{d: n, grain: days}
		c := k
		if s.punct(c, ',') {
			c++
		}
		if y, e, ok := s.year(c, false); ok && (c == k || s.at(c).digits == 4) {
			b.y = y
			k = e
		}
		if b.y > 0 || s.endOfPhrase(k) {
			return b, k, true
		}
		return v, end, ok
	}
	if ok && end >= k {
		return v, end, ok
	}
	if left == (value{}) && s.at(k).word.unit == noUnit {
		return value{d: n, grain: days}, k, true
	}
	return v, end, ok
}

// join makes one span of the two sides of a range, each filling the gaps of
// the other. A list ("7 and 8 November") must be of one kind.
func (s *scanner) join(l, r value, list bool) (value, bool) {
	bare := func(v value) bool { return v.d > 0 && v.m == 0 && !v.span && v.weekday == 0 }
	if bare(l) && (r.m == 0 || r.d == 0) || bare(r) && (l.m == 0 || l.d == 0) {
		return value{}, false
	}
	if list && (l.span || r.span || (l.weekday > 0) != (r.weekday > 0) || l.grain != r.grain) {
		return value{}, false
	}
	out := value{span: true, yearless: !l.span && !r.span && l.y == 0 && r.y == 0 && (l.m > 0 || r.m > 0) && l.weekday == 0, relative: l.relative || r.relative, anaphoric: l.anaphoric || r.anaphoric, grain: max(l.grain, r.grain)}
	if l.none || r.none {
		return value{}, false
	}
	switch {
	case l.span || r.span && !(l.weekday > 0 && l.m == 0 && l.d == 0):
	case l.weekday > 0 && l.m == 0 && l.d == 0:
		if s.week.span {
			l, r = s.settle(l), s.settle(r)
			break
		}
		if s.lean == Future && !r.span {
			l = s.settle(l)
			r = value{span: true, from: l.from + Day((r.weekday-l.weekday+7)%7), grain: days}
			r.to = r.from
		} else {
			r = s.settle(r)
			l = value{span: true, from: r.from - Day((r.from.Weekday()-l.weekday+7)%7), grain: days, relative: r.relative}
			l.to = l.from
		}
		out.relative = true
	default:
		if l.m == 0 && l.d > 0 {
			l.m = r.m
		}
		if r.m == 0 && r.d > 0 {
			r.m = l.m
		}
		if l.m > 0 && l.y == 0 && r.y > 0 {
			l.y = r.y
			if r.m > 0 && (l.m > r.m || l.m == r.m && l.d > r.d && r.d > 0) {
				l.y--
			}
			out.relative = r.relative
		}
		if l.m > 0 && l.y == 0 {
			first := s.settle(l)
			if first.none {
				return value{}, false
			}
			l.y, _, _ = first.from.Civil()
			out.relative = true
		}
		if r.m > 0 && r.y == 0 && l.y > 0 {
			r.y = l.y
			if r.m < l.m || r.m == l.m && r.d < l.d {
				r.y++
			}
		}
	}
	l, r = s.settle(l), s.settle(r)
	out.relative = out.relative || l.relative || r.relative
	if l.none || r.none || l.from > r.to && !(s.dry && out.relative) {
		return value{}, false
	}
	if list && l.grain == years && r.from-l.to > 1 {
		return value{}, false
	}
	if list && r.from-l.to > 1 && l.grain == days && (l.weekday > 0 || l.y > 0 || l.m > 0 && r.m != l.m) {
		return value{}, false
	}
	out.from, out.to = l.from, r.to
	return out, true
}
