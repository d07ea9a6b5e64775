package when

// named reads "today", "the day after tomorrow", "last night", "overnight".
func (s *scanner) named(i int) (value, int, bool) {
	day := func(n, end int) (value, int, bool) {
		return value{span: true, from: s.ref + Day(n), to: s.ref + Day(n), grain: days, relative: true}, end, true
	}
	j := s.skip(i, fnThe)
	if s.at(j).word.unit == days && (s.fn(j+1) == fnAfter || s.fn(j+1) == fnBefore) {
		switch f := s.fn(j + 2); {
		case f == fnTomorrow && s.fn(j+1) == fnAfter:
			return day(2, j+3)
		case f == fnYesterday && s.fn(j+1) == fnBefore:
			return day(-2, j+3)
		}
	}
	if x := s.at(i); s.joined(i) && x.word.fn != fnOvernight {
		return value{}, i, false
	}
	switch s.fn(i) {
	case fnToday, fnTonight:
		return day(0, i+1)
	case fnYesterday:
		return day(-1, i+1)
	case fnTomorrow:
		return day(1, i+1)
	case fnOvernight:
		if s.at(i+1).kind == lexWord && !s.at(i+1).word.known && s.fn(i-1) == fnA {
			return value{}, i, false // "an overnight raid"
		}
		return value{span: true, from: s.ref - 1, to: s.ref, grain: days, relative: true}, i + 1, true
	}
	return value{}, i, false
}

// weekdays reads a weekday without a date: "Friday", "Tuesday next week",
// "Monday week", "this week Friday", "two Mondays later".
func (s *scanner) weekdays(i int) (value, int, bool) {
	if n, j, ok := s.number(i); ok && s.at(j).word.weekday > 0 && !s.at(j).word.short {
		weekday := int(s.at(j).word.weekday)
		first := s.base + Day((weekday-s.base.Weekday()+7)%7)
		v := value{span: true, grain: days, relative: true, anaphoric: true}
		switch {
		case s.fn(j+1) == fnLater:
			v.from = first + Day(7*n)
			if first != s.base {
				v.from -= 7
			}
		case s.fn(j+1) == fnFrom && s.fn(j+2) == fnNow:
			v.from = first + Day(7*n)
			if first != s.base {
				v.from -= 7
			}
			v.to = v.from
			return v, j + 3, true
		case s.fn(j+1) == fnAgo || s.fn(j+1) == fnEarlier:
			v.from = first - Day(7*n)
		default:
			return value{}, i, false
		}
		v.to = v.from
		return v, j + 2, true
	}
	x := s.at(i)
	if x.word.weekday == 0 || s.fn(i-1) == fnEvery {
		return value{}, i, false
	}
	weekday := int(x.word.weekday)
	if x.word.plural {
		return value{}, i, false
	}
	if x.word.short && !s.shortWeekday(i) {
		return value{}, i, false
	}
	j := i + 1
	if s.punct(j, '.') && x.word.short && s.at(j).glued {
		j++
	}
	v := value{weekday: weekday, grain: days}
	k := s.hour(j)
	if s.at(k).word.unit == weeks && !s.at(k).word.plural && s.fn(k-1) != fnThe { // "Monday week"
		first := s.ref + Day((weekday-s.ref.Weekday()+6)%7+1)
		return value{span: true, from: first + 7, to: first + 7, grain: days, relative: true}, k + 1, true
	}
	if f := s.fn(k); (f == fnAfter || f == fnBefore) && s.at(k).word.rel == noRelation { // "the Friday before Christmas"
		if p, e, ok := s.feasts(k + 1); ok && !p.none {
			day := p.from - Day((p.from.Weekday()-weekday+6)%7+1)
			if f == fnAfter {
				day = p.to + Day((weekday-p.to.Weekday()+6)%7+1)
			}
			return value{span: true, from: day, to: day, grain: days, relative: p.relative}, e, true
		}
	}
	k = s.skip(k, fnOf, fnIn)
	if w, e, ok := s.relatives(k); ok && w.span && w.grain == weeks && !w.length && w.to-w.from == 6 {
		day := w.from + Day(weekday-1)
		return value{span: true, from: day, to: day, grain: days, relative: true, anaphoric: w.anaphoric}, e, true
	}
	return v, j, true
}

// shortWeekday tells "Sun" and "Wed" from other words.
func (s *scanner) shortWeekday(i int) bool {
	if !s.at(i).upper || s.fn(i-1) == fnThe {
		return false
	}
	after := s.at(i + 1)
	return s.preposition(i-1) || s.at(i-1).word.rel != noRelation || s.inRange || s.punct(i+1, ',') || s.punct(i+1, '.') && after.glued ||
		after.kind == lexNumber || s.dash == i+1 || s.punct(i+1, '-') && after.glued && s.at(i+2).word.weekday > 0 || after.word.month > 0 || after.word.hour || s.week.span
}

// relatives reads a period told by where it stands to today: "last week",
// "the past two months", "next Friday", "this summer", "the same day", "the
// month after next".
func (s *scanner) relatives(i int) (value, int, bool) {
	j := s.skip(i, fnThe, fnPossessive)
	if v, e, ok := s.neighbour(j); ok {
		return v, e, true
	}
	r := s.at(j).word.rel
	if r == noRelation {
		return value{}, i, false
	}
	k := j + 1
	if r == this || r == that || r == past || r == last {
		switch s.at(k).word.rel { // "this past weekend", "this coming Friday"
		case past, last:
			if r == this {
				r, k = past, k+1
			}
		case coming, next:
			if r == this {
				r, k = coming, k+1
			}
		}
	}
	x := s.at(k)
	v := value{span: true, relative: true}
	if n, e, ok := s.number(k); ok && s.at(e).word.unit != noUnit && s.at(k).word.fn != fnA {
		return s.rolling(i, r, n, e)
	} else if ok && s.fn(e) == fnPlus && s.at(e+1).word.unit != noUnit {
		return s.rolling(i, r, n, e+1)
	} else if ok && s.punct(e, '-') && s.fn(e+1) == fnPlus && s.at(e+2).word.unit != noUnit {
		return s.rolling(i, r, n, e+2)
	}
	switch {
	case x.word.unit != noUnit && x.word.unit != moments && x.word.unit != halves && !(x.word.hour && r != noRelation && !x.word.plural):
		if x.word.plural {
			if r == past || r == last || r == recent || r == coming || r == next {
				return s.rolling(i, r, 3, k)
			}
			return value{}, i, false
		}
		if (r == last || r == past) && s.spanAsked(i) && x.word.unit != weekends && x.word.unit != days && x.word.unit != quarters {
			return s.rolling(i, r, 1, k)
		}
		if d := s.at(k + 1); x.word.unit == weeks && d.word.weekday > 0 && !d.word.plural && !d.word.short { // "this week Friday"
			v, _, _ = s.shifted(r, weeks, k)
			v.from += Day(d.word.weekday - 1)
			v.to, v.grain = v.from, days
			return v, k + 2, true
		}
		return s.shifted(r, x.word.unit, k+1)
	case x.word.hour:
		v.grain, v.from = days, s.ref
		switch r {
		case last, past:
			v.from--
		case this, next:
		case that, same:
			v.from, v.anaphoric = s.base, true
		case following:
			v.from, v.anaphoric = s.base+1, true
		case previous:
			v.from, v.anaphoric = s.base-1, true
		default:
			return value{}, i, false
		}
		v.to = v.from
		return v, k + 1, true
	case x.word.month > 0 && (x.upper || x.word.month != 5 && x.word.month != 3):
		return s.shiftedMonth(r, int(x.word.month), k)
	case x.word.weekday > 0 && !x.word.plural:
		return s.shiftedWeekday(r, int(x.word.weekday), k)
	case x.word.season > 0:
		y, ok := s.shiftedSeason(r, int(x.word.season))
		if !ok {
			return value{}, i, false
		}
		v.from, v.to = seasonSpan(int(x.word.season), y)
		v.grain = months
		return v, k + 1, true
	}
	return value{}, i, false
}

// spanAsked is true after prepositions that make "the last year" a length of
// time up to now, not the calendar year: "over the last year".
func (s *scanner) spanAsked(i int) bool {
	if s.fn(i) != fnThe {
		return false
	}
	switch s.fn(i - 1) {
	case fnOver, fnDuring, fnIn, fnFor, fnWithin:
		return true
	}
	return false
}

// rolling is a span of n units up to or from now; unitAt is the unit's lexeme.
func (s *scanner) rolling(i int, r relation, n, unitAt int) (value, int, bool) {
	u := s.at(unitAt).word.unit
	v := value{span: true, relative: true, grain: u}
	if u == moments {
		if r != last && r != past && r != next && r != coming {
			return value{}, i, false
		}
		v.grain = days
		hours := n
		n = 0
		if hours > 12 && s.hours(unitAt) {
			n = (hours + 23) / 24
		}
		u = days
	}
	switch r {
	case last, past, recent, previous:
		if u == weekends {
			saturday, _ := unitSpan(weekends, s.ref, -n)
			_, sunday := unitSpan(weekends, s.ref, -1)
			v.from, v.to = saturday, sunday
			break
		}
		if u >= decades && n > 1 {
			from, _ := unitSpan(u, s.ref, -n)
			_, to := unitSpan(u, s.ref, -1)
			v.from, v.to = from, to
			break
		}
		end := s.ref
		if r == previous {
			end, v.anaphoric = s.base, true
		}
		v.from, v.to = move(end, u, -n), end
	case next, coming, following:
		start := s.ref
		if r == following {
			start, v.anaphoric = s.base, true
		}
		v.from, v.to = start+1, move(start, u, n)
		if v.to < v.from {
			v.from, v.to = start, start
		}
	default:
		return value{}, i, false
	}
	return v, unitAt + 1, s.sane(v)
}

// hours is true where lexeme i names hours, not minutes or seconds.
func (s *scanner) hours(i int) bool { return s.text[s.at(i).at]|0x20 == 'h' }

// sane is false for years that a calendar does not reach.
func (s *scanner) sane(v value) bool {
	a, _, _ := v.from.Civil()
	b, _, _ := v.to.Civil()
	return a >= 1 && b <= 9999
}

// shifted is a unit of the calendar: "last week", "this year", "the same day".
func (s *scanner) shifted(r relation, u unit, end int) (value, int, bool) {
	v := value{span: true, relative: true, grain: u}
	from, n := s.ref, 0
	switch r {
	case last:
		n = -1
	case past:
		n = -1
		if u == weekends && s.ref.Weekday() >= 6 {
			n = 0
		}
	case previous:
		n, from, v.anaphoric = -1, s.base, true
	case this:
		if u == weekends && s.lean == Past && s.ref.Weekday() < 6 {
			n = -1
		}
	case next:
		n = 1
		if u == days {
			from, v.anaphoric = s.base, true
		}
	case coming:
		n = 1
		if u == weekends && s.ref.Weekday() < 6 {
			n = 0
		}
	case following:
		n, from, v.anaphoric = 1, s.base, true
	case same, that:
		from, v.anaphoric = s.base, true
	default:
		return value{}, 0, false
	}
	if u == weekends && from.Weekday() == 7 && r == last {
		n = -1
	}
	v.from, v.to = unitSpan(u, from, n)
	return v, end, true
}

// shiftedMonth reads "last August", "next June": the month nearest on that
// side, but not one less than three months away, which would be told otherwise.
func (s *scanner) shiftedMonth(r relation, month, at int) (value, int, bool) {
	y, m, _ := s.ref.Civil()
	v := value{relative: true, m: month, grain: months}
	switch r {
	case last, past, previous:
		if month > m-3 {
			y--
		}
	case next, coming:
		if month < m+3 {
			y++
		}
	case following:
		y, m, _ = s.base.Civil()
		v.anaphoric = true
		if month <= m {
			y++
		}
	case this:
	case same, that:
		y, _, _ = s.base.Civil()
		v.anaphoric = true
	default:
		return value{}, at, false
	}
	v.y = y
	end := at + 1
	if d, e, ok := s.dayNumber(end); ok && s.at(end).kind == lexNumber && !s.decimal(end) && !s.measure(e) {
		v.d, v.grain, end = d, days, e
	} else if s.punct(end, '.') && s.at(at).word.short && s.at(end).glued {
		end++
	}
	return v, end, true
}

// shiftedWeekday reads "last Friday", the day in the week before this one,
// "next Friday" and "this Friday" likewise; "past" and "coming" go by days.
func (s *scanner) shiftedWeekday(r relation, weekday, at int) (value, int, bool) {
	v := value{span: true, relative: true, grain: days}
	day := s.ref.monday() + Day(weekday-1)
	switch r {
	case last, previous:
		day -= 7
	case past:
		if day >= s.ref {
			day -= 7
		}
	case this:
	case next:
		day += 7
	case coming:
		if day <= s.ref {
			day += 7
		}
	case following, that, same:
		v.anaphoric = true
		day = s.base.monday() + Day(weekday-1)
		if r == following && day <= s.base {
			day += 7
		}
	default:
		return value{}, at, false
	}
	v.from, v.to = day, day
	end := at + 1
	if w := s.at(end).word; s.at(at).word.short && s.punct(end, '.') && s.at(end).glued && w.weekday == 0 {
		end++
	}
	return v, end, true
}

// shiftedSeason is the year in which "last summer" begins.
func (s *scanner) shiftedSeason(r relation, season int) (year int, ok bool) {
	y, _, _ := s.ref.Civil()
	from, _ := seasonSpan(season, y)
	switch r {
	case last, past, previous:
		for ; ; y-- {
			if _, to := seasonSpan(season, y); to < s.ref {
				break
			}
		}
	case next, coming, following:
		if from <= s.ref {
			y++
		}
	case this, that, same:
		if season == 4 && s.ref < civil(y, 4, 1) {
			y--
		}
	default:
		return 0, false
	}
	return y, true
}

// neighbour reads "the month after next", "the week before last", "the day
// before", "the following".
func (s *scanner) neighbour(i int) (value, int, bool) {
	x := s.at(i)
	u := x.word.unit
	if u == noUnit || u == moments || u == halves || x.word.plural || s.fn(i-1) == fnA {
		return value{}, i, false
	}
	k := i + 1
	f := s.fn(k)
	if f != fnAfter && f != fnBefore || s.at(k).word.rel == following {
		return value{}, i, false
	}
	j := s.skip(k+1, fnThe)
	v := value{span: true, relative: true, grain: u}
	switch r := s.at(j).word.rel; {
	case r == next && f == fnAfter && s.endOfPhrase(j+1):
		v.from, v.to = unitSpan(u, s.ref, 2)
		return v, j + 1, true
	case (r == last || r == previous) && f == fnBefore && s.endOfPhrase(j+1):
		v.from, v.to = unitSpan(u, s.ref, -2)
		return v, j + 1, true
	}
	if s.fn(i-1) == fnThe && (s.at(k+1).kind == lexPunct || s.fn(k+1) == fnAnd || s.fn(k+1) == fnIn || s.fn(k+1) == fnBy) {
		n := 1
		if f == fnBefore {
			n = -1
		}
		if x.word.hour { // "the night before"
			v.grain = days
			u = days
		}
		v.from, v.to = unitSpan(u, s.base, n)
		v.anaphoric = true
		return v, k + 1, true
	}
	return value{}, i, false
}

// thePeriod reads "the week", "my weekend", "the year" as the present one.
func (s *scanner) thePeriod(i int) (value, int, bool) {
	j := s.skip(i, fnThe, fnPossessive)
	u := s.at(j).word.unit
	if u == noUnit || u == moments || u == halves || s.at(j).word.plural {
		return value{}, i, false
	}
	from, to := unitSpan(u, s.ref, 0)
	if u == days { // "earlier in the day"
		return value{span: true, from: s.base, to: s.base, grain: days, relative: true, anaphoric: true}, j + 1, true
	}
	return value{span: true, from: from, to: to, grain: u, relative: true}, j + 1, true
}
