package who

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A table is a text of lines with columns divided by tabs. Lines that start
// with # are comments and empty lines are skipped. The first line that is
// neither names the columns.
type table struct {
	name    string
	rest    string
	line    int
	columns []string
	cells   []string
}

// at is a place in a table: its name and the line.
type at struct {
	table string
	line  int
}

func (a at) String() string { return a.table + ":" + strconv.Itoa(a.line) }

func (a at) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: "+format, append([]any{a}, args...)...)
}

// openTable reads the line of the column names, which must be these; trailing
// ones may be left out of the table's lines.
func openTable(name, text string, columns ...string) (*table, error) {
	t := &table{name: name, rest: text, columns: columns, cells: make([]string, len(columns))}
	ok, err := t.next()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%s: empty table", name)
	}
	for i, c := range columns {
		if t.cells[i] != c {
			return nil, t.at().errorf("column %d is %q, want %q", i+1, t.cells[i], c)
		}
	}
	return t, nil
}

func (t *table) at() at { return at{t.name, t.line} }

// next reads the next line into cells.
func (t *table) next() (bool, error) {
	for t.rest != "" {
		line, rest, _ := strings.Cut(t.rest, "\n")
		t.rest = rest
		t.line++
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		for i := range t.cells {
			cell, after, _ := strings.Cut(line, "\t")
			t.cells[i], line = cell, after
		}
		if line != "" {
			return false, t.at().errorf("more than %d columns", len(t.cells))
		}
		return true, nil
	}
	return false, nil
}

// list splits a cell at bars. An empty cell has nothing in it.
func list(cell string, yield func(string)) {
	for cell != "" {
		item, rest, _ := strings.Cut(cell, "|")
		if item != "" {
			yield(item)
		}
		cell = rest
	}
}

// DayOf is the day of a date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads "2006-01-02", "2006-01" or "2006": the first day of that time
// and the first after it.
func ParseDay(s string) (first, after Day, err error) {
	year, rest, full := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 {
		return 0, 0, fmt.Errorf("%q is not a date (2006-01-02, 2006-01 or 2006)", s)
	}
	if !full {
		return civil(y, 1, 1), civil(y+1, 1, 1), nil
	}
	month, day, full := strings.Cut(rest, "-")
	m, err := strconv.Atoi(month)
	if err != nil || len(month) != 2 || m < 1 || m > 12 {
		return 0, 0, fmt.Errorf("%q is not a date: no such month", s)
	}
	if !full {
		if m == 12 {
			return civil(y, 12, 1), civil(y+1, 1, 1), nil
		}
		return civil(y, m, 1), civil(y, m+1, 1), nil
	}
	d, err := strconv.Atoi(day)
	if err != nil || len(day) != 2 || d < 1 || d > 31 || d > 28 && civil(y, m, d) >= civil(y+m/12, m%12+1, 1) {
		return 0, 0, fmt.Errorf("%q is not a date: no such day", s)
	}
	return civil(y, m, d), civil(y, m, d) + 1, nil
}

// civil counts days from 1970-01-01 in the Gregorian calendar (H. Hinnant,
// "chrono-compatible low-level date algorithms", 2013).
func civil(y, m, d int) Day {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// String is the date in ISO 8601.
func (d Day) String() string {
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

// interval is a stretch of time as two cells of a table have it: the days from
// first until before after. Where a cell gives a month or a year only, it starts
// on one of the days from first to before late, and ends on one from sure on.
type interval struct{ first, late, sure, after Day }

// readInterval reads the two cells. An empty first one means ever since, an
// empty second one to this day.
func readInterval(from, to string) (interval, error) {
	v := interval{Ever, Ever + 1, Never, Never}
	var err error
	if from != "" {
		if v.first, v.late, err = ParseDay(from); err != nil {
			return v, err
		}
	}
	if to != "" {
		if v.sure, v.after, err = ParseDay(to); err != nil {
			return v, err
		}
		if len(to) == len("2006-01-02") {
			v.after = v.sure
		}
	}
	if v.after < v.first {
		return v, fmt.Errorf("ends on %s, before it starts on %s", to, from)
	}
	return v, nil
}
