package when

import "strings"

// holiday is a feast or a public day under all its usual names. The names are
// lower case without apostrophes; a possessive or plural s may follow any of
// their words in the text.
type holiday struct {
	names  []string
	proper bool // a name of common words: counts only with capitals
	days   int  // how long it lasts
	on     func(year int) (Day, bool)
}

// holidays holds the longer of two names with a common beginning at any place:
// the scanner takes the longest match.
var holidays = []holiday{
	{names: []string{"new year day", "new year"}, proper: true, on: fixed(1, 1)},
	{names: []string{"new year eve", "hogmanay"}, on: fixed(12, 31)},
	{names: []string{"epiphany", "three kings day"}, proper: true, on: fixed(1, 6)},
	{names: []string{"orthodox christmas"}, on: fixed(1, 7)},
	{names: []string{"martin luther king day", "martin luther king jr day", "mlk day"}, on: nth(1, 1, 3)},
	{names: []string{"inauguration day"}, proper: true, on: fixed(1, 20)},
	{names: []string{"australia day"}, on: fixed(1, 26)},
	{names: []string{"holocaust memorial day", "holocaust remembrance day"}, on: fixed(1, 27)},
	{names: []string{"groundhog day"}, on: fixed(2, 2)},
	{names: []string{"valentine day", "saint valentine day", "st valentine day"}, on: fixed(2, 14)},
	{names: []string{"president day"}, on: nth(2, 1, 3)},
	{names: []string{"defender of the fatherland day"}, on: fixed(2, 23)},
	{names: []string{"international women day", "women day"}, on: fixed(3, 8)},
	{names: []string{"saint patrick day", "st patrick day", "st . patrick day"}, on: fixed(3, 17)},
	{names: []string{"nowruz", "norouz", "newroz", "persian new year", "iranian new year"}, days: 2, on: fixed(3, 20)},
	{names: []string{"april fool day", "april fool"}, on: fixed(4, 1)},
	{names: []string{"earth day"}, on: fixed(4, 22)},
	{names: []string{"anzac day"}, on: fixed(4, 25)},
	{names: []string{"may day", "international workers day", "labour day", "international labour day"}, on: fixed(5, 1)},
	{names: []string{"cinco de mayo"}, on: fixed(5, 5)},
	{names: []string{"ve day", "v e day"}, proper: true, on: fixed(5, 8)},
	{names: []string{"victory day"}, proper: true, on: fixed(5, 9)},
	{names: []string{"nakba day"}, on: fixed(5, 15)},
	{names: []string{"mother day"}, on: nth(5, 7, 2)},
	{names: []string{"memorial day"}, on: nth(5, 1, -1)},
	{names: []string{"father day"}, on: nth(6, 7, 3)},
	{names: []string{"juneteenth"}, on: fixed(6, 19)},
	{names: []string{"canada day"}, on: fixed(7, 1)},
	{names: []string{"independence day"}, on: fixed(7, 4)},
	{names: []string{"bastille day"}, on: fixed(7, 14)},
	{names: []string{"assumption day"}, proper: true, on: fixed(8, 15)},
	{names: []string{"labor day"}, on: nth(9, 1, 1)},
	{names: []string{"german unity day", "day of german unity"}, on: fixed(10, 3)},
	{names: []string{"columbus day", "indigenous people day"}, on: nth(10, 1, 2)},
	{names: []string{"united nations day", "un day"}, proper: true, on: fixed(10, 24)},
	{names: []string{"halloween", "hallowe en", "all hallow eve"}, on: fixed(10, 31)},
	{names: []string{"all saint day"}, on: fixed(11, 1)},
	{names: []string{"all soul day", "day of the dead"}, on: fixed(11, 2)},
	{names: []string{"bonfire night", "guy fawkes night", "guy fawkes day"}, on: fixed(11, 5)},
	{names: []string{"election day"}, proper: true, on: electionDay},
	{names: []string{"armistice day", "remembrance day", "veteran day"}, on: fixed(11, 11)},
	{names: []string{"remembrance sunday"}, proper: true, on: nth(11, 7, 2)},
	{names: []string{"thanksgiving", "thanksgiving day", "thanks giving day", "thanks giving"}, on: nth(11, 4, 4)},
	{names: []string{"black friday"}, on: after(nth(11, 4, 4), 1)},
	{names: []string{"cyber monday"}, on: after(nth(11, 4, 4), 4)},
	{names: []string{"world aid day"}, on: fixed(12, 1)},
	{names: []string{"human right day"}, proper: true, on: fixed(12, 10)},
	{names: []string{"christmas eve"}, on: fixed(12, 24)},
	{names: []string{"christmas", "christmas day", "xmas", "xmas day"}, on: fixed(12, 25)},
	{names: []string{"boxing day", "st stephen day"}, on: fixed(12, 26)},

	{names: []string{"mardi gras", "shrove tuesday", "pancake day"}, on: after(easter, -47)},
	{names: []string{"ash wednesday"}, on: after(easter, -46)},
	{names: []string{"palm sunday"}, on: after(easter, -7)},
	{names: []string{"holy week"}, proper: true, days: 7, on: after(easter, -7)},
	{names: []string{"maundy thursday", "holy thursday"}, on: after(easter, -3)},
	{names: []string{"good friday"}, on: after(easter, -2)},
	{names: []string{"holy saturday"}, proper: true, on: after(easter, -1)},
	{names: []string{"easter", "easter sunday", "easter day"}, on: easter},
	{names: []string{"easter weekend"}, days: 2, on: after(easter, -1)},
	{names: []string{"easter monday"}, on: after(easter, 1)},
	{names: []string{"ascension day"}, on: after(easter, 39)},
	{names: []string{"pentecost", "whit sunday", "whitsun"}, on: after(easter, 49)},
	{names: []string{"whit monday", "pentecost monday"}, on: after(easter, 50)},
	{names: []string{"trinity sunday"}, on: after(easter, 56)},
	{names: []string{"corpus christi"}, on: after(easter, 60)},
	{names: []string{"orthodox easter", "orthodox easter sunday", "eastern easter"}, on: orthodoxEaster},
	{names: []string{"orthodox good friday"}, on: after(orthodoxEaster, -2)},

	{names: []string{"islamic new year", "hijri new year", "arabic new year", "muslim new year"}, on: hijri(1, 1)},
	{names: []string{"ashura", "ashoura"}, days: 2, on: hijri(1, 10)},
	{names: []string{"mawlid", "mawlid al nabi", "milad un nabi", "prophet muhammad birthday"}, days: 2, on: hijri(3, 12)},
	{names: []string{"ramadan", "ramazan", "ramzan", "ramadhan", "ramathan"}, days: 30, on: hijri(9, 1)},
	{names: []string{"eid al fitr", "eid ul fitr", "id al fitr", "eid el fitr"}, days: 4, on: hijri(10, 1)},
	{names: []string{"eid al adha", "eid ul adha", "id al adha", "eid el adha", "feast of sacrifice", "feast of the sacrifice"}, days: 5, on: hijri(12, 10)},

	{names: []string{"purim"}, on: after(passover, -30)},
	{names: []string{"passover", "pesach"}, days: 8, on: passover},
	{names: []string{"shavuot"}, on: after(passover, 50)},
	{names: []string{"rosh hashanah", "rosh hashana", "jewish new year"}, days: 2, on: roshHashanah},
	{names: []string{"yom kippur", "day of atonement"}, on: after(roshHashanah, 9)},
	{names: []string{"sukkot", "sukkoth"}, days: 7, on: after(roshHashanah, 14)},
	{names: []string{"simchat torah"}, on: after(roshHashanah, 22)},

	{names: []string{"lunar new year", "chinese new year", "spring festival", "tet"}, proper: true, on: table(1990, lunarNewYears)},
	{names: []string{"diwali", "deepavali"}, on: table(2010, diwalis)},
}

// lunarNewYears are the month and day of the Chinese new year from 1990 on.
var lunarNewYears = []int16{
	127, 215, 204, 123, 210, 131, 219, 207, 128, 216, 205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208,
	128, 216, 205, 125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208,
}

// diwalis are the month and day of the main day of Diwali in India from 2010 on.
var diwalis = []int16{1105, 1026, 1113, 1103, 1023, 1111, 1030, 1019, 1107, 1027, 1114, 1104, 1024, 1112, 1031, 1020}

func fixed(month, day int) func(int) (Day, bool) {
	return func(year int) (Day, bool) { return Date(year, month, day) }
}

func nth(month, weekday, n int) func(int) (Day, bool) {
	return func(year int) (Day, bool) { return nthWeekday(year, month, weekday, n) }
}

func after(base func(int) (Day, bool), days Day) func(int) (Day, bool) {
	return func(year int) (Day, bool) {
		day, ok := base(year)
		return day + days, ok
	}
}

func table(first int, dates []int16) func(int) (Day, bool) {
	return func(year int) (Day, bool) {
		if year < first || year >= first+len(dates) {
			return 0, false
		}
		n := int(dates[year-first])
		return Date(year, n/100, n%100)
	}
}

// electionDay is the Tuesday after the first Monday of November.
func electionDay(year int) (Day, bool) {
	monday, ok := nthWeekday(year, 11, 1, 1)
	return monday + 1, ok
}

// easter is the Gregorian computus as published by J. Meeus.
func easter(y int) (Day, bool) {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date(y, n/31, n%31+1)
}

// orthodoxEaster is the Julian computus, moved to the Gregorian calendar.
func orthodoxEaster(y int) (Day, bool) {
	d := (19*(y%19) + 15) % 30
	e := (2*(y%4) + 4*(y%7) - d + 34) % 7
	n := d + e + 114
	day, ok := Date(y, n/31, n%31+1)
	return day + Day(y/100-y/400-2), ok
}

// hijri is the eve of a day of the tabular Islamic calendar: a day begins at
// sunset. Sighting of the moon can move the feast by a day. Where a year holds
// the day twice, the first counts.
func hijri(month, day int) func(int) (Day, bool) {
	return func(year int) (Day, bool) {
		first := civil(year, 1, 1)
		for h := (year-622)*33/32 - 1; ; h++ {
			d := islamic(h, month, day)
			if d >= first {
				return d, d < civil(year+1, 1, 1)
			}
		}
	}
}

func islamic(year, month, day int) Day {
	const epoch = -492149 // 15 July 622 of the Julian calendar
	return Day(epoch + day + (59*(month-1)+1)/2 + (year-1)*354 + floorDiv(3+11*year, 30) - 1)
}

// roshHashanah is the first of Tishri that falls in a Gregorian year, by the
// molad and its four postponements.
func roshHashanah(year int) (Day, bool) {
	h := year + 3761
	days := func(h int) int {
		m := floorDiv(235*h-234, 19)
		parts := 12084 + 13753*m
		d := 29*m + parts/25920
		if 3*(d+1)%7 < 3 {
			d++
		}
		return d
	}
	before, now, then := days(h-1), days(h), days(h+1)
	fix := 0
	switch {
	case then-now == 356:
		fix = 2
	case now-before == 382:
		fix = 1
	}
	const epoch = -2092590 // 7 October 3761 BCE of the Julian calendar
	return Day(epoch + now + fix), true
}

// passover is the fifteenth of Nisan, always 163 days before the new year.
func passover(year int) (Day, bool) {
	day, ok := roshHashanah(year)
	return day - 163, ok
}

// holiday reads the name of a holiday, with a year if one follows, and gives
// the longest match.
func (s *scanner) holiday(i int) (value, int, bool) {
	best, end := -1, i
	for _, h := range s.at(i).word.holiday {
		for _, name := range holidays[h].names {
			if j := s.matchName(i, name, holidays[h].proper); j > end {
				best, end = int(h), j
			}
		}
	}
	if best < 0 || holidays[best].names[0] == "independence day" && s.owned(i) {
		return value{}, i, false
	}
	h := &holidays[best]
	length := Day(max(h.days, 1) - 1)
	j := s.skip(end, fnOf, fnIn)
	if s.punct(j, ',') {
		j++
	}
	if y, k, ok := s.year(j, false); ok && (j == end || s.at(j).digits == 4) {
		day, ok := h.on(y)
		return value{span: true, none: !ok, from: day, to: day + length, grain: days}, k, true
	}
	j = end
	if s.fn(j) == fnOf {
		j++
	}
	if y, k, ok := s.relativeYear(j); ok {
		day, ok := h.on(y)
		return value{span: true, none: !ok, from: day, to: day + length, grain: days, relative: true}, k, true
	}
	v := value{span: true, relative: true, grain: days, none: true}
	y, _, _ := s.ref.Civil()
	var found bool
	for k := y - 1; k <= y+1; k++ {
		day, ok := h.on(k)
		if ok && (!found || s.better(day, day+length, v.from, v.to)) {
			found, v.none = true, false
			v.from, v.to = day, day+length
		}
	}
	return v, end, true
}

// owned is true where a word before lexeme i tells whose day it is, and that is
// not the United States: "Ukraine's Independence Day".
func (s *scanner) owned(i int) bool {
	p := s.at(i - 1)
	switch {
	case p.word.fn == fnPossessive:
		return true
	case p.word.fn == fnS && s.punct(i-2, '\''):
		p = s.at(i - 3)
	case p.kind != lexWord || !p.upper || p.word.known:
		return false
	}
	switch s.text[p.at:p.end] {
	case "America", "American", "States", "U", "US", "USA":
		return false
	}
	return true
}

// matchName compares the words from lexeme i on with a holiday's name and
// gives the end of the match, or i.
func (s *scanner) matchName(i int, name string, proper bool) int {
	j := i
	for rest := name; rest != ""; {
		var w string
		w, rest, _ = strings.Cut(rest, " ")
		if j > i {
			j = s.skipPossessive(j)
			if s.at(j).kind == lexPunct && s.at(j).c == '-' {
				j++
			}
		}
		x := s.at(j)
		text := s.text[x.at:x.end]
		if x.kind != lexWord && w != "." || !(strings.EqualFold(text, w) || len(text) == len(w)+1 && text[len(w)]|0x20 == 's' && strings.EqualFold(text[:len(w)], w)) {
			return i
		}
		if proper && x.kind == lexWord && !x.upper && x.word.fn != fnOf && x.word.fn != fnThe {
			return i
		}
		j++
	}
	return j
}

func (s *scanner) skipPossessive(i int) int {
	if s.punct(i, '\'') && s.at(i).glued {
		i++
		if s.fn(i) == fnS && s.at(i).glued {
			i++
		}
	}
	return i
}
