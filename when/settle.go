package when

// settle turns a date with gaps into a span of days, by the lean.
func (s *scanner) settle(v value) value {
	if v.span {
		return v
	}
	out := v
	out.span = true
	switch {
	case v.y > 0 && v.m > 0 && v.d > 0:
		day, ok := Date(v.y, v.m, v.d)
		out.from, out.to, out.none, out.grain = day, day, !ok, days
	case v.y > 0 && v.m > 0:
		out.from, out.to, out.grain = civil(v.y, v.m, 1), civil(v.y, v.m, monthDays(v.y, v.m)), months
	case v.y > 0:
		out.from, out.to, out.grain = civil(v.y, 1, 1), civil(v.y, 12, 31), years
	default:
		s.fill(&out)
	}
	return out
}

// fill chooses the year, month or week that a date leaves open.
func (s *scanner) fill(v *value) {
	v.relative, v.none, v.grain = true, true, days
	y, m, _ := s.ref.Civil()
	try := func(from, to Day) {
		if v.none || s.better(from, to, v.from, v.to) {
			v.from, v.to, v.none = from, to, false
		}
	}
	switch {
	case v.m > 0 && v.d > 0:
		reach := 1
		if v.m == 2 && v.d == 29 {
			reach = 8
		}
		for k := y - reach; k <= y+reach; k++ {
			if day, ok := Date(k, v.m, v.d); ok {
				if v.weekday > 0 && day.Weekday() != v.weekday {
					continue
				}
				try(day, day)
			}
		}
		if v.none && v.weekday > 0 { // the weekday fits no year near by: the date counts
			v.weekday = 0
			s.fill(v)
		}
	case v.m > 0:
		v.grain = months
		for k := y - 1; k <= y+1; k++ {
			try(civil(k, v.m, 1), civil(k, v.m, monthDays(k, v.m)))
		}
	case v.d > 0:
		for n := -12; n <= 12; n++ {
			if v.weekday == 0 && (n < -2 || n > 2) {
				continue
			}
			yy, mm := shiftMonth(y, m, n)
			if day, ok := Date(yy, mm, v.d); ok && (v.weekday == 0 || day.Weekday() == v.weekday) {
				try(day, day)
			}
		}
	case v.weekday > 0 && s.week.span:
		day := s.week.from + Day(v.weekday-1)
		try(day, day)
	case v.weekday > 0:
		day := s.ref.monday() + Day(v.weekday-1)
		for k := Day(-7); k <= 7; k += 7 {
			try(day+k, day+k)
		}
	}
}

// better is true if the span a..b fits the lean better than the span c..d.
func (s *scanner) better(a, b, c, d Day) bool { return s.distance(a, b) < s.distance(c, d) }

// distance grows with how ill a span fits: spans on the wrong side of the day
// of publication come after all others.
func (s *scanner) distance(from, to Day) int {
	const far = 1 << 20
	gap := 0
	switch {
	case from > s.ref:
		gap = int(from - s.ref)
	case to < s.ref:
		gap = int(s.ref - to)
	}
	if s.lean == Past && from > s.ref || s.lean == Future && to < s.ref {
		gap += far
	}
	return gap
}

// unitSpan is the n-th unit after the one that holds day.
func unitSpan(u unit, day Day, n int) (from, to Day) {
	y, m, _ := day.Civil()
	switch u {
	case days:
		return day + Day(n), day + Day(n)
	case weekends:
		saturday := day.monday() + 5 + Day(7*n)
		return saturday, saturday + 1
	case weeks:
		monday := day.monday() + Day(7*n)
		return monday, monday + 6
	case fortnights:
		monday := day.monday() + Day(14*n)
		return monday, monday + 13
	case months:
		y, m = shiftMonth(y, m, n)
		return civil(y, m, 1), civil(y, m, monthDays(y, m))
	case quarters, halves:
		size := 3
		if u == halves {
			size = 6
		}
		y, m = shiftMonth(y, m-(m-1)%size, n*size)
		return civil(y, m, 1), civil(y, m+size-1, monthDays(y, m+size-1))
	case years:
		return civil(y+n, 1, 1), civil(y+n, 12, 31)
	case decades:
		y = y - y%10 + 10*n
		return civil(y, 1, 1), civil(y+9, 12, 31)
	default:
		y = y - y%100 + 100*n
		return civil(y, 1, 1), civil(y+99, 12, 31)
	}
}

// move adds n units to a day.
func move(day Day, u unit, n int) Day {
	switch u {
	case days, weekends:
		return day + Day(n)
	case weeks:
		return day + Day(7*n)
	case fortnights:
		return day + Day(14*n)
	case months:
		return day.addMonths(n)
	case quarters:
		return day.addMonths(3 * n)
	case halves:
		return day.addMonths(6 * n)
	case years:
		return day.addMonths(12 * n)
	case decades:
		return day.addMonths(120 * n)
	case centuries:
		return day.addMonths(1200 * n)
	}
	return day
}
