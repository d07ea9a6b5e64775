package when

// parts reads a part of a period: "early next year", "mid-March", "the end of
// June", "rest of the week", "earlier this month", "the early 1990s", "late on
// Sunday", "earlier in the day", and "the weekend".
func (s *scanner) parts(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	if s.at(j).word.unit == weekends && !s.at(j).word.plural && (j > i || s.fn(j+1) == fnOf || s.fn(j-1) == fnPossessive || s.fn(i) == fnPossessive) {
		return s.weekend(j)
	}
	if s.fn(i) == fnPossessive && s.at(i+1).word.unit == weekends {
		return s.weekend(i + 1)
	}
	p := s.at(j).word.part
	f := s.fn(j)
	if p == noPart && f != fnEarlier && f != fnLater {
		return value{}, i, false
	}
	k := j + 1
	if s.punct(k, '-') {
		k++
	}
	of := s.fn(k) == fnOf
	if p != noPart && (f == fnStarting && !of) && p == early && s.at(j).word.fn == fnStarting {
		return value{}, i, false // "beginning Monday"
	}
	if s.fn(k) == fnIn && s.at(k+1).word.hour || s.fn(k) == fnIn && s.fn(k+1) == fnThe && s.at(k+2).word.hour {
		return value{}, i, false // "early in the morning"
	}
	k = s.skip(k, fnOf, fnIn, fnOn)
	v, end, ok := s.whole(k, p == rest || s.at(k).word.rel == noRelation && k > j+1)
	if !ok {
		return value{}, i, false
	}
	v = s.settle(v)
	if v.none {
		return v, end, true
	}
	if v.grain == days {
		return v, s.hour(end), true
	}
	now := v.from <= s.ref && s.ref <= v.to && (v.relative || s.at(k).word.rel == this)
	switch {
	case p == rest:
		if s.ref > v.from && s.ref <= v.to {
			v.from = s.ref
		} else if now {
			v.from = s.ref
		}
	case f == fnEarlier && now:
		v.to = s.ref
	case f == fnLater && now:
		v.from = s.ref
	case f == fnEarlier:
		v.from, v.to = portion(v, early, false)
	case f == fnLater:
		v.from, v.to = portion(v, late, false)
	default:
		v.from, v.to = portion(v, p, of && v.grain == years && !v.relative)
	}
	return v, end, true
}

// whole reads the period of which a part is told; the means that "the week" or
// "week" is enough to name the present one.
func (s *scanner) whole(i int, the bool) (v value, end int, ok bool) {
	end = i
	for _, read := range [...]func(*scanner, int) (value, int, bool){
		(*scanner).calendar, (*scanner).relatives, (*scanner).fractions, (*scanner).season, (*scanner).age, (*scanner).weekdays, (*scanner).named,
	} {
		if r, j, hit := read(s, i); hit && j > end && !r.length {
			v, end, ok = r, j, true
		}
	}
	if !ok && the && (s.fn(i) == fnThe || s.fn(i) == fnPossessive) {
		return s.thePeriod(i)
	}
	return v, end, ok
}

// weekend reads "the weekend": the coming one, or the last where the tense is
// past; "over the weekend" looks back unless the tense says otherwise.
func (s *scanner) weekend(i int) (value, int, bool) {
	n := 0
	if s.ref.Weekday() < 6 && (s.lean == Past || s.lean == Near && s.fn(i-2) == fnOver) {
		n = -1
	}
	from, to := unitSpan(weekends, s.ref, n)
	end := i + 1
	if s.fn(end) == fnOf { // "the weekend of 12 March"
		if d, e, ok := s.calendar(end + 1); ok && d.d > 0 {
			if d = s.settle(d); !d.none {
				from, to = unitSpan(weekends, d.from, 0)
				return value{span: true, from: from, to: to, grain: days, relative: d.relative}, e, true
			}
		}
	}
	return value{span: true, from: from, to: to, grain: weekends, relative: true}, end, true
}

// portion is the early, middle or late part of a span: halves that overlap the
// middle, or thirds where "the end of 2000" asks for them.
func portion(v value, p part, thirds bool) (from, to Day) {
	switch v.grain {
	case weeks:
		switch p {
		case early:
			return v.from, v.from + 2
		case mid:
			return v.from + 1, v.from + 4
		case late:
			return v.from + 3, v.to
		}
	case months:
		if y, m, _ := v.from.Civil(); v.to == civil(y, m, monthDays(y, m)) {
			switch p {
			case early:
				return v.from, v.from + 14
			case mid:
				return v.from + 9, v.from + 19
			case late:
				return v.from + 15, v.to
			}
		}
	}
	y, m, _ := v.from.Civil()
	y2, m2, _ := v.to.Civil()
	n := (y2-y)*12 + m2 - m + 1 // months
	start := func(k int) Day {
		yy, mm := shiftMonth(y, m, k)
		return civil(yy, mm, 1)
	}
	a, b := n/2, n/2
	c, d := n/4, n-n/4
	if thirds || n < 6 {
		a, b, c, d = (n+2)/3, n-(n+2)/3, n/3, n-n/3
	}
	switch p {
	case early:
		return v.from, start(a) - 1
	case mid:
		return start(c), start(d) - 1
	case late:
		return start(b), v.to
	}
	return v.from, v.to
}
