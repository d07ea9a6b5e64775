package when

// ordinals reads the n-th of a period: "the third week of this month", "first
// Friday in March", "the last day of June", "first Sunday".
func (s *scanner) ordinals(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	n, k, ok := s.ordinal(j)
	if !ok || n == 0 {
		return value{}, i, false
	}
	size := 1
	if m, e, ok := s.number(k); ok && s.at(e).word.unit != noUnit && s.at(e).word.plural {
		size, k = m, e // "the first two weeks of May"
	}
	x := s.at(k)
	u := x.word.unit
	weekday := int(x.word.weekday)
	if u == noUnit && weekday == 0 || x.word.plural && size == 1 || u == moments || u == halves || u == quarters {
		return value{}, i, false
	}
	k++
	at := k
	k = s.skip(k, fnOf, fnIn)
	p, end, ok := s.calendar(k)
	if !ok || p.d > 0 {
		p, end, ok = s.relatives(k)
	}
	if !ok && (k > at) {
		p, end, ok = s.thePeriod(k)
	}
	if !ok {
		if p, end, ok = s.age(k); !ok {
			p, end, ok = s.fractions(k)
		}
	}
	if !ok || p.length {
		if weekday > 0 && n > 0 && at == k && !x.word.short { // "first Sunday" of this month
			y, m, _ := s.ref.Civil()
			day, ok := nthWeekday(y, m, weekday, n)
			return value{span: true, from: day, to: day, grain: days, relative: true, none: !ok}, at, s.endOfPhrase(at)
		}
		return value{}, i, false
	}
	p = s.settle(p)
	if p.none || p.to-p.from < 6 && weekday == 0 && u != days {
		return value{}, i, false
	}
	y, m, _ := p.from.Civil()
	v := value{span: true, relative: p.relative, anaphoric: p.anaphoric, grain: days}
	switch {
	case weekday > 0:
		if p.grain == years {
			m = 1
			if n < 0 {
				m = 12
			}
		}
		day, ok := nthWeekday(y, m, weekday, n)
		v.from, v.to, v.none = day, day, !ok
	case u == weeks && (p.grain == months || p.grain == years):
		v.grain = weeks
		if n < 0 {
			y2, m2, _ := p.to.Civil()
			v.from = lastWeekOfMonth(y2, m2) - Day(7*(size-1))
		} else {
			v.from = weekOfMonth(y, m, (n-1)*size+1)
		}
		v.to = v.from + Day(7*size-1)
	case u == weekends:
		day, ok := nthWeekday(y, m, 6, n)
		v.from, v.to, v.none = day, day+1, !ok
	case n < 0:
		v.grain = u
		v.from, v.to = move(p.to, u, -size)+1, p.to
		if u == months {
			v.from = civilMonth(p.to.addMonths(1 - size))
		}
	default:
		v.grain = u
		v.from = move(p.from, u, (n-1)*size)
		v.to = move(v.from, u, size) - 1
	}
	if u == days && v.from == v.to {
		v.grain = days
	}
	return v, end, v.none || s.sane(v)
}

func civilMonth(day Day) Day {
	y, m, _ := day.Civil()
	return civil(y, m, 1)
}

// numberedWeek reads "week 27", "the week of 3 March", "the week starting on
// February 4", "the week ending Friday".
func (s *scanner) numberedWeek(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	if y, w := s.at(i), s.at(i+2); y.digits == 4 && s.punct(i+1, '-') && w.kind == lexWord && w.glued && w.end-w.at == 1 && s.text[w.at] == 'W' {
		if n := s.at(i + 3); n.kind == lexNumber && n.glued && n.n >= 1 && n.n <= 53 { // "2018-W05"
			monday := isoWeek(int(y.n), int(n.n))
			return value{span: true, from: monday, to: monday + 6, grain: weeks}, i + 4, true
		}
	}
	if s.at(j).word.unit != weeks || s.at(j).word.plural || s.fn(j-1) == fnA {
		return value{}, i, false
	}
	k := j + 1
	if x := s.at(k); x.kind == lexNumber {
		if x.digits > 2 || x.n < 1 || x.n > 53 {
			return value{}, i, false
		}
		var y int
		relative := false
		end := k + 1
		e := s.skip(end, fnOf, fnIn)
		if s.punct(e, ',') {
			e++
		}
		if yy, at, ok := s.year(e, false); ok {
			y, end = yy, at
		} else if yy, at, ok := s.relativeYear(e); ok {
			y, end, relative = yy, at, true
		} else {
			y, _, _ = s.ref.Civil()
			relative = true
		}
		monday := isoWeek(y, int(x.n))
		return value{span: true, from: monday, to: monday + 6, grain: weeks, relative: relative}, end, true
	}
	switch {
	case s.fn(k) == fnOf || s.fn(k) == fnStarting:
		k = s.skip(k+1, fnOn)
	case s.text[s.at(k).at:s.at(k).end] == "ending":
		k = s.skip(k+1, fnOn)
	default:
		return value{}, i, false
	}
	p, end, ok := s.calendar(k)
	if !ok {
		p, end, ok = s.weekdays(k)
	}
	if !ok || p.d == 0 && p.weekday == 0 && !p.span {
		return value{}, i, false
	}
	p = s.settle(p)
	if p.none {
		return value{}, i, false
	}
	monday := p.from.monday()
	return value{span: true, from: monday, to: monday + 6, grain: weeks, relative: p.relative}, end, true
}

// feasts reads a holiday, with "last", "next" or "this" before it if so told.
func (s *scanner) feasts(i int) (value, int, bool) {
	j := s.skip(i, fnThe)
	r := s.at(j).word.rel
	if r != last && r != next && r != this && r != past && r != coming && r != previous {
		if len(s.at(i).word.holiday) > 0 {
			return s.holiday(i)
		}
		if j > i && len(s.at(j).word.holiday) > 0 {
			return s.holiday(j)
		}
		return value{}, i, false
	}
	if len(s.at(j+1).word.holiday) == 0 {
		return value{}, i, false
	}
	lean := s.lean
	defer func() { s.lean = lean }()
	switch r {
	case last, past, previous:
		s.lean = Past
	case next, coming:
		s.lean = Future
	case this:
		s.lean = Near
	}
	return s.holiday(j + 1)
}
