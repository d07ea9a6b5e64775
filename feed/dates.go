package feed

import (
	"fmt"
	"time"

	"demarche/report"
)

// dates are the days of a feed's items as far as they can be believed.
type dates struct {
	days    []string    // "" where the day on which the item was first seen has to do
	times   []time.Time // zero where a day is all that is said
	newest  time.Time
	remarks []string
}

// What no item of a feed is dated by in earnest.
const (
	firstYear = 1990           // earlier ones are epochs of computers
	ahead     = 26 * time.Hour // clocks and zones apart
	fewSame   = 3              // items of one second that were hardly published together
	manySame  = 10             // the same where that is midnight, which stands for a day
)

// judge reads the dates of a feed that was fetched at a time. Not believed are
// dates to come, those of epochs, and one that all items share to the second,
// which is when the feed was made.
func judge(items []report.Item, now time.Time) dates {
	d := dates{days: make([]string, len(items)), times: make([]time.Time, len(items))}
	missing, future, epoch, same, dated := 0, 0, 0, true, 0
	var first time.Time
	for i := range items {
		if t := items[i].Time; !t.IsZero() {
			if dated == 0 {
				first = t
			}
			same = same && t.Equal(first)
			dated++
		}
	}
	midnight := dayAlone(first)
	same = same && dated == len(items) && (dated >= manySame || dated >= fewSame && !midnight)
	for i := range items {
		t := items[i].Time
		switch {
		case t.IsZero():
			missing++
		case t.After(now.Add(ahead)):
			future++
		case t.Year() < firstYear:
			epoch++
		case !same:
			d.days[i] = items[i].Day
			if !dayAlone(t) {
				d.times[i] = t
			}
			if t.After(d.newest) {
				d.newest = t
			}
		}
	}
	remark := func(n int, what string) {
		if n > 0 {
			d.remarks = append(d.remarks, fmt.Sprintf("%d of %d items %s; the day they were first seen is taken", n, len(items), what))
		}
	}
	remark(missing, "have no date that can be read")
	remark(future, "are dated to come")
	remark(epoch, fmt.Sprintf("are dated before %d", firstYear))
	if same && future+epoch == 0 {
		remark(len(items), "are dated to the same second")
	}
	return d
}

// dayAlone tells whether a time stands for a day.
func dayAlone(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }
