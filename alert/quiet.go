package alert

import (
	"errors"
	"fmt"
	"time"
)

// Quiet are hours in which nothing is sent that is not urgent; it is sent when
// they are over.
type Quiet struct {
	from, to time.Duration // since midnight
	zone     *time.Location
}

type quietOf struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
	Zone string `yaml:"zone"`
}

func (in *quietOf) quiet() (*Quiet, error) {
	q := &Quiet{zone: time.UTC}
	for _, c := range []struct {
		text string
		to   *time.Duration
	}{{in.From, &q.from}, {in.To, &q.to}} {
		t, err := time.Parse("15:04", c.text)
		if err != nil {
			return nil, fmt.Errorf("%q is no time of day; write it as 22:00", c.text)
		}
		*c.to = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	if q.from == q.to {
		return nil, errors.New("it begins when it ends")
	}
	if in.Zone != "" {
		zone, err := time.LoadLocation(in.Zone)
		if err != nil {
			return nil, fmt.Errorf("zone: %w", err)
		}
		q.zone = zone
	}
	return q, nil
}

// Covers reports whether a time is within the hours.
func (q *Quiet) Covers(t time.Time) bool {
	if q == nil {
		return false
	}
	t = t.In(q.zone)
	at := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	if q.from < q.to {
		return at >= q.from && at < q.to
	}
	return at >= q.from || at < q.to
}
