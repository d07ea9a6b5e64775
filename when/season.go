package when

// seasonSpan is a season of the northern hemisphere; the winter of a year
// begins in its December.
func seasonSpan(season, year int) (from, to Day) {
	m := 3 * season
	y, mm := shiftMonth(year, m, 2)
	return civil(year, m, 1), civil(y, mm, monthDays(y, mm))
}

// season reads "summer", "spring of 2016", "the winter of 2024-25".
func (s *scanner) season(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	x := s.at(j)
	if x.word.season == 0 || x.upper && j > 0 && s.at(j-1).upper && s.at(j-1).kind == lexWord && !s.at(j-1).word.known {
		return value{}, i, false // "Arab Spring"
	}
	season := int(x.word.season)
	k := j + 1
	v := value{span: true, grain: months}
	e := s.skip(k, fnOf, fnIn)
	if s.punct(e, ',') {
		e++
	}
	if y, end, ok := s.year(e, false); ok && !s.measure(end) {
		if second := s.at(end + 1); s.punct(end, '-') && second.kind == lexNumber && second.glued || s.punct(end, '/') && second.kind == lexNumber {
			end += 2
		} else if season == 4 { // "winter 2016" has its weight in January
			y--
		}
		v.from, v.to = seasonSpan(season, y)
		return v, end, true
	}
	v.relative = true
	if y, end, ok := s.relativeYear(e); ok {
		v.from, v.to = seasonSpan(season, y)
		return v, end, true
	}
	if season == 1 || x.end-x.at == 4 { // "spring" and "fall" are verbs too
		if before := s.fn(i - 1); x.upper || before != fnIn && before != fnBy && before != fnSince && before != fnUntil && before != fnDuring {
			return value{}, i, false
		}
	}
	y, _, _ := s.ref.Civil()
	for n := y - 1; n <= y+1; n++ {
		from, to := seasonSpan(season, n)
		if n == y-1 || s.better(from, to, v.from, v.to) {
			v.from, v.to = from, to
		}
	}
	return v, k, s.endOfPhrase(k) || x.kind == lexWord && !x.upper && j > i
}

// age reads decades and centuries: "the 1970s", "the '40s", "the nineteen
// seventies", "the 21st century".
func (s *scanner) age(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	if n, k, ok := s.ordinal(j); ok && n > 0 && n < 40 {
		if s.at(k).word.unit == centuries && !s.at(k).word.plural {
			from, to := civil((n-1)*100, 1, 1), civil(n*100-1, 12, 31)
			if n == 1 {
				from = civil(1, 1, 1)
			}
			return value{span: true, from: from, to: to, grain: centuries}, k + 1, true
		}
		return value{}, i, false
	}
	hasThe := j > i
	if s.punct(j, '\'') && s.at(j+1).kind == lexNumber && s.at(j+1).glued {
		j++
		hasThe = true
	}
	x := s.at(j)
	if x.kind == lexNumber {
		k := j + 1
		if s.punct(k, '\'') && s.at(k).glued {
			k++
		}
		if s.fn(k) != fnS || !s.at(k).glued || x.n%10 != 0 {
			return value{}, i, false
		}
		switch {
		case x.digits == 4 && x.n >= 1000 && x.n < 2200:
			y := int(x.n)
			if y%100 == 0 && y < 2000 { // "the 1800s"
				return value{span: true, from: civil(y, 1, 1), to: civil(y+99, 12, 31), grain: centuries}, k + 1, true
			}
			return decade(y), k + 1, true
		case x.digits == 2 && hasThe:
			v := decade(s.fitDecade(int(x.n)))
			v.relative = s.lean == Future
			return v, k + 1, true
		}
		return value{}, i, false
	}
	hundred := 0
	k := j
	if c := int(x.word.card); c >= 15 && c <= 20 && x.word.fn == noFunction {
		hundred = c * 100
		k++
		if s.punct(k, '-') {
			k++
		}
	}
	t := int(s.at(k).word.tens)
	switch {
	case t == 0 || hundred == 0 && !hasThe:
		return value{}, i, false
	case t == 100: // the noughties
		return decade(2000), k + 1, hundred == 0
	case t == 110:
		return decade(hundred + 10), k + 1, hundred > 0
	case hundred > 0:
		return decade(hundred + t), k + 1, true
	}
	v := decade(s.fitDecade(t))
	v.relative = s.lean == Future
	return v, k + 1, true
}

// fitDecade is the century's decade that the lean asks for: the last one begun
// unless the sentence looks ahead.
func (s *scanner) fitDecade(n int) int {
	y, _, _ := s.ref.Civil()
	if s.ref == 0 {
		return 1900 + n
	}
	d := y - y%100 + n
	if s.lean == Future {
		if d+9 < y {
			d += 100
		}
	} else if d > y {
		d -= 100
	}
	return d
}

func decade(y int) value {
	return value{span: true, from: civil(y, 1, 1), to: civil(y+9, 12, 31), grain: decades}
}

// fractions reads quarters and halves of a year: "Q3", "2016 H2", "the third
// quarter of 2020", "the first half of this year".
func (s *scanner) fractions(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	n, size, k := 0, 3, j
	var y int
	relative, found := false, false
	if yy, e, ok := s.year(j, false); ok && s.at(j).kind == lexNumber {
		if s.punct(e, '-') {
			e++
		}
		if q, end, ok := s.mark(e); ok {
			y, n, k, found = yy, q, end, true
		}
	} else if q, end, ok := s.mark(j); ok {
		n, k = q, end
	} else if o, end, ok := s.ordinal(j); ok {
		switch s.at(end).word.unit {
		case quarters:
		case halves:
			size = 6
		default:
			return value{}, i, false
		}
		if s.at(end).word.plural {
			return value{}, i, false
		}
		n, k = o, end+1
		if n < 0 {
			n = 12 / size
		}
		if size == 6 && s.fn(k) != fnOf && s.at(k).word.rel == noRelation { // a half of what?
			return value{}, i, false
		}
	}
	if n > 4 && n < 7 { // halves are marked 5 and 6
		n, size = n-4, 6
	}
	if n < 1 || n > 12/size {
		return value{}, i, false
	}
	if !found {
		e := s.skip(k, fnOf, fnIn)
		if s.punct(e, ',') {
			e++
		}
		if yy, end, ok := s.year(e, false); ok {
			y, k, found = yy, end, true
		} else if yy, end, ok := s.relativeYear(e); ok {
			y, k, found, relative = yy, end, true, true
		} else if s.fn(e) == fnThe && s.at(e+1).word.unit == years && !s.at(e+1).word.plural {
			y, _, _ = s.ref.Civil()
			k, found, relative = e+2, true, true
		} else if v, end, ok := s.calendar(e); ok && size == 6 && v.d == 0 && v.m > 0 {
			v = s.settle(v)
			if n == 1 {
				v.from, v.to = portion(v, early, false)
			} else {
				v.from, v.to = portion(v, late, false)
			}
			return v, end, !v.none
		}
	}
	v := value{span: true, grain: quarters, relative: relative}
	span := func(y int) (Day, Day) {
		return civil(y, (n-1)*size+1, 1), civil(y, n*size, monthDays(y, n*size))
	}
	if found {
		v.from, v.to = span(y)
		return v, k, true
	}
	if size == 6 && s.at(j).word.fn != fnHalfMark {
		return value{}, i, false
	}
	y, _, _ = s.ref.Civil()
	v.relative = true
	v.from, v.to = span(y)
	for _, other := range [2]int{y - 1, y + 1} {
		if from, to := span(other); s.better(from, to, v.from, v.to) {
			v.from, v.to = from, to
		}
	}
	return v, k, true
}

// mark reads "Q3", or "H2" as 4 more than the half.
func (s *scanner) mark(i int) (n, end int, ok bool) {
	x := s.at(i + 1)
	if !s.at(i).upper || x.kind != lexNumber || !x.glued || x.digits != 1 {
		return 0, i, false
	}
	switch s.fn(i) {
	case fnQuarterMark:
		return int(x.n), i + 2, x.n >= 1 && x.n <= 4
	case fnHalfMark:
		return int(x.n) + 4, i + 2, x.n == 1 || x.n == 2
	}
	return 0, i, false
}
