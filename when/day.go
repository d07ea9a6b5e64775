package when

// Day counts days of the proleptic Gregorian calendar; day 0 is 1970-01-01.
type Day int32

// Date is the day y-m-d; ok is false where the calendar has no such day.
func Date(y, m, d int) (day Day, ok bool) {
	if m < 1 || m > 12 || d < 1 || d > monthDays(y, m) || y < 1 || y > 9999 {
		return 0, false
	}
	return civil(y, m, d), true
}

// civil is the day y-m-d for a month in 1..12; d may run over the month.
// The year is taken to begin in March, so that the leap day comes last.
func civil(y, m, d int) Day {
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	inYear := (153*(m-3)+2)/5 + d - 1
	return Day(era*146097 + inEra*365 + inEra/4 - inEra/100 + inYear - 719468)
}

// Civil is the year, month and day of the month of a day.
func (day Day) Civil() (y, m, d int) {
	z := int(day) + 719468
	era := floorDiv(z, 146097)
	inEra := z - era*146097
	yearInEra := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*yearInEra + yearInEra/4 - yearInEra/100)
	mp := (5*inYear + 2) / 153
	d = inYear - (153*mp+2)/5 + 1
	m = mp + 3
	y = yearInEra + era*400
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

// Weekday is 1 for Monday to 7 for Sunday.
func (day Day) Weekday() int { return (int(day)%7+7+3)%7 + 1 }

// monday is the Monday of the day's week.
func (day Day) monday() Day { return day - Day(day.Weekday()-1) }

// addMonths moves by whole months; a day past the end of the month it lands in
// becomes that month's last.
func (day Day) addMonths(n int) Day {
	y, m, d := day.Civil()
	y, m = shiftMonth(y, m, n)
	return civil(y, m, min(d, monthDays(y, m)))
}

// String writes the day as YYYY-MM-DD.
func (day Day) String() string {
	y, m, d := day.Civil()
	return string([]byte{
		byte('0' + y/1000%10), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-',
		byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d/10), byte('0' + d%10),
	})
}

// ParseDay reads YYYY-MM-DD; what follows, such as a time, is ignored.
func ParseDay(s string) (Day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var n [3]int
	for k, part := range [3]string{s[0:4], s[5:7], s[8:10]} {
		for i := 0; i < len(part); i++ {
			c := part[i]
			if c < '0' || c > '9' {
				return 0, false
			}
			n[k] = n[k]*10 + int(c-'0')
		}
	}
	return Date(n[0], n[1], n[2])
}

func monthDays(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func shiftMonth(y, m, n int) (int, int) {
	t := y*12 + m - 1 + n
	return floorDiv(t, 12), t - floorDiv(t, 12)*12 + 1
}

// isoWeek is the Monday of week n of year y: week 1 holds the first Thursday.
func isoWeek(y, n int) Day { return weekOfMonth(y, 1, n) }

// weekOfMonth is the Monday of the n-th week that has its Thursday in or after
// month m of year y.
func weekOfMonth(y, m, n int) Day {
	first := civil(y, m, 1)
	thursday := first + Day((4-first.Weekday()+7)%7)
	return thursday - 3 + Day(7*(n-1))
}

// lastWeekOfMonth is the Monday of the last week with its Thursday in month m.
func lastWeekOfMonth(y, m int) Day {
	last := civil(y, m, monthDays(y, m))
	return last - Day((last.Weekday()-4+7)%7) - 3
}

// nthWeekday is the n-th weekday of a month, counted from its end when n < 0.
func nthWeekday(y, m, weekday, n int) (Day, bool) {
	if n < 0 {
		last := civil(y, m, monthDays(y, m))
		return last - Day((last.Weekday()-weekday+7)%7) + Day(7*(n+1)), true
	}
	first := civil(y, m, 1)
	d := 1 + (weekday-first.Weekday()+7)%7 + 7*(n-1)
	return Date(y, m, d)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
