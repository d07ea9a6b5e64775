package when

// count is a length of time, "1 month and 21 days".
type count struct {
	n     [centuries + 1]int
	unit  unit // the smallest unit told
	half  bool
	hours bool // less than a day
}

// stretch reads a length of time.
func (s *scanner) stretch(i int) (c count, end int, ok bool) {
	j := i
	for {
		k := j
		if ok {
			if s.punct(k, ',') {
				k++
			}
			k = s.skip(k, fnAnd)
		}
		n, e, hit := s.number(k)
		if !hit && !ok && s.fn(k) == fnA && s.at(k+1).word.unit != noUnit {
			n, e, hit = 1, k+1, true
		}
		if !hit && !ok && s.fn(k) == fnHalf && s.fn(k+1) == fnA && s.at(k+2).word.unit > noUnit && s.halve(&c, s.at(k+2).word.unit) {
			return c, k + 3, true
		}
		if !hit {
			break
		}
		half := false
		if s.fn(e) == fnAnd { // "two and a half days"
			if h := s.skip(e+1, fnA); s.fn(h) == fnHalf {
				e, half = h+1, true
			}
		}
		if s.fn(e) == fnPlus || s.punct(e, '+') {
			e++
		}
		if s.at(e).word.rel == that { // "two that days" is no length
			break
		}
		u := s.at(e).word.unit
		if u == noUnit || u == halves || u == quarters || s.fn(e) == fnHalf || s.at(e).word.ord > 0 && u == moments {
			break
		}
		c.n[u] += n
		c.half = c.half || half
		c.hours = u == moments
		if c.unit == noUnit || u < c.unit {
			c.unit = u
		}
		j, ok = e+1, true
	}
	if !ok && (s.at(i).word.unit == moments || s.at(i).word.unit > noUnit && s.at(i).word.unit != weekends) && s.at(i).word.plural {
		// "hours after the call", "days before"
		c.n[s.at(i).word.unit] = 3
		c.unit, c.hours = s.at(i).word.unit, s.at(i).word.unit == moments
		return c, i + 1, s.fn(i-1) == fnWithin || s.fn(i+1) == fnAfter || s.fn(i+1) == fnBefore || s.fn(i+1) == fnLater || s.fn(i+1) == fnEarlier
	}
	return c, j, ok
}

// halve is half of one unit.
func (s *scanner) halve(c *count, u unit) bool {
	switch u {
	case centuries:
		c.n[years], c.unit = 50, decades
	case decades:
		c.n[years], c.unit = 5, years
	case years:
		c.n[months], c.unit = 6, months
	case months:
		c.n[weeks], c.unit = 2, weeks
	default:
		return false
	}
	return true
}

// from moves a day by the length, forwards or back.
func (c *count) from(day Day, sign int) Day {
	if c.hours && c.unit == moments && c.n[days] == 0 && c.n[weeks] == 0 && c.n[months] == 0 && c.n[years] == 0 {
		return day
	}
	for u := centuries; u >= days; u-- {
		if c.n[u] != 0 {
			day = move(day, u, sign*c.n[u])
		}
	}
	if c.half {
		switch c.unit {
		case weeks:
			day += Day(3 * sign)
		case months:
			day += Day(15 * sign)
		case years:
			day = day.addMonths(6 * sign)
		}
	}
	return day
}

func (c *count) grain() unit {
	if c.unit <= weekends {
		return days
	}
	return c.unit
}

// counted reads what is told by a length of time: "three days ago", "two weeks
// later", "in a month", "within 10 months", "a day after the call", "two days
// from tomorrow", "a week starting Monday".
func (s *scanner) counted(i int) (value, int, bool) {
	j := i
	opener := s.fn(i)
	if x := s.at(i); x.word.plural && x.word.unit >= days && s.fn(i+1) == fnAgo { // "years ago": nobody knows when
		return value{span: true, none: true, relative: true, grain: x.word.unit}, i + 2, true
	}
	switch opener {
	case fnIn, fnWithin, fnFor:
		j++
		if opener == fnWithin {
			j = s.skip(j, fnThe)
			if r := s.at(j).word.rel; r == coming || r == next || r == following {
				j++
			}
		}
	default:
		opener = noFunction
	}
	bound := noFunction // "more than", "less than"
	switch f := s.fn(j); {
	case (f == fnMore || f == fnLess) && s.fn(j+1) == fnThan:
		bound = f
		j += 2
	case f == fnOver:
		j++
	case f == fnLess && s.at(j).word.part == noPart:
		bound = f
		j++
	}
	for s.fn(j) == fnAbout || s.fn(j) == fnAt && s.fn(j+1) == fnAbout {
		j++
	}
	c, k, ok := s.stretch(j)
	if x := s.at(j + 1); !ok && s.fn(j) == fnThe && x.word.unit >= days && !x.word.plural && (s.fn(j+2) == fnAfter || s.fn(j+2) == fnBefore) {
		c.n[x.word.unit], c.unit = 1, x.word.unit // "the day after the vote"
		k, ok = j+2, true
	}
	if !ok {
		return value{}, i, false
	}
	for _, n := range c.n {
		if n > 9999 {
			return value{}, i, false
		}
	}
	v := value{span: true, relative: true, counted: true, grain: c.grain()}
	one := func(day Day, end int) (value, int, bool) {
		v.from, v.to = day, day
		return v, end, s.sane(v)
	}
	switch f := s.fn(k); {
	case f == fnAgo:
		day := c.from(s.ref, -1)
		v, k, ok := one(day, k+1)
		if bound == fnLess {
			v.to, v.counted = s.ref, false
		}
		return v, k, ok
	case f == fnLater || f == fnHence:
		v.anaphoric = f == fnLater
		return one(c.from(s.base, 1), k+1)
	case f == fnEarlier:
		v.anaphoric = true
		return one(c.from(s.base, -1), k+1)
	case f == fnIn && s.fn(k+1) == fnThe && s.fn(k+2) == fnFuture:
		v.from, v.to, v.counted = s.ref+1, c.from(s.ref, 1), false
		return v, k + 3, s.sane(v)
	case f == fnIn && s.fn(k+1) == fnThe && s.at(k+2).word.rel == past:
		v.from, v.to, v.counted = c.from(s.ref, -1), s.ref, false
		return v, k + 3, s.sane(v)
	case f == fnFrom && s.fn(k+1) == fnNow:
		return one(c.from(s.ref, 1), k+2)
	case f == fnAfter || f == fnBefore || f == fnFrom || f == fnStarting || f == fnOn || f == fnSince || s.punct(k, ',') && s.fn(k+1) == fnFrom:
		if s.punct(k, ',') {
			k++
		}
		return s.countedFrom(i, k, &c, opener, bound)
	case opener == fnIn && bound == noFunction:
		v.length = s.lean != Future
		if s.lean == Past {
			v.from, v.to, v.counted = c.from(s.ref, -1), s.ref, false
			return v, k, s.sane(v)
		}
		return one(c.from(s.ref, 1), k)
	case opener == fnWithin:
		v.counted = false
		v.from, v.to = s.base, c.from(s.base, 1)
		if v.anaphoric = s.lean == Past; v.anaphoric && c.unit == moments {
			v.to = v.from
		}
		return v, k, s.sane(v)
	}
	return value{}, i, false
}

// countedFrom reads what follows "two days after", "a week from".
func (s *scanner) countedFrom(i, at int, c *count, opener, bound function) (value, int, bool) {
	f := s.fn(at)
	sign := 1
	if f == fnBefore {
		sign = -1
	}
	k := at + 1
	if f == fnStarting {
		k = s.skip(k, fnOn, fnFrom)
	}
	v := value{span: true, relative: true, counted: true, grain: c.grain()}
	p, end, ok := s.point(k)
	if ok && !p.length && (p.grain == days || p.d > 0 || p.weekday > 0 || p.m > 0) && (f != fnSince) && !(f == fnOn && p.weekday == 0) {
		if p = s.settle(p); p.none {
			return value{}, i, false
		}
		v.relative = p.relative
		v.anaphoric = p.anaphoric
		switch {
		case f == fnStarting || opener == fnFor:
			v.from, v.to, v.counted = p.from, c.from(p.from, 1)-1, false
		case opener == fnWithin || bound == fnLess:
			v.from, v.to, v.counted = p.from, c.from(p.from, sign), false
			if v.from > v.to {
				v.from, v.to = v.to, v.from
			}
		default:
			v.from = c.from(p.from, sign)
			v.to = v.from
		}
		return v, end, s.sane(v)
	}
	if f == fnFrom || f == fnOn || f == fnStarting || opener == fnFor || opener == fnIn {
		return value{}, i, false
	}
	// Another event of the report is what it counts from.
	v.anaphoric = true
	v.from = c.from(s.base, sign)
	if f == fnSince {
		v.from = s.base
	}
	v.to = v.from
	v.offset = int(v.from - s.base)
	if x := s.at(at + 1); x.kind == lexWord {
		v.anchor = at + 2
	}
	if bound == fnLess && sign > 0 {
		v.from, v.counted = s.base, false
	}
	return v, at + 1, s.sane(v)
}
