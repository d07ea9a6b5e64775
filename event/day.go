package event

import (
	"time"

	"demarche/record"
	"demarche/who"
)

// recently is how far back a happening may lie that a report tells of without
// saying when, in days.
const recently = 7

// span is when something happened: first and last day, both inclusive.
type span struct{ first, last who.Day }

func (s span) width() who.Day { return s.last - s.first }

// gap is how many days lie between two spans; 0 when they meet.
func (s span) gap(t span) who.Day {
	switch {
	case s.last < t.first:
		return t.first - s.last
	case t.last < s.first:
		return s.first - t.last
	}
	return 0
}

// both is what two spans have in common, or the first when they do not meet.
func (s span) both(t span) span {
	u := span{max(s.first, t.first), min(s.last, t.last)}
	if u.last < u.first {
		return s
	}
	return u
}

// parseDay reads YYYY-MM-DD.
func parseDay(s string) (who.Day, bool) {
	if s == "" {
		return 0, false
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, false
	}
	return who.Day(t.Unix() / 86400), true
}

func dayString(d who.Day) string {
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

// timing is when a record's happening was.
type timing struct {
	span
	known   bool    // some day is known, if only that of publication
	dated   bool    // the report gives it
	day     bool    // to the day
	lent    bool    // by words of another sentence
	aim     who.Day // the day that an announcement speaks of, 0 for none
	told    who.Day // day of publication, or the last of the span
	history bool
}

// timed reads when a record's happening was. What is dated after the report's
// publication was announced, and the announcement is what happened.
func timed(r *record.Record) timing {
	var t timing
	pub, published := parseDay(r.Report.Published)
	if d := r.Date; d != nil {
		first, ok1 := parseDay(d.Start)
		last, ok2 := parseDay(d.End)
		if ok1 && ok2 {
			t.span, t.known = span{first, last}, true
			t.dated = d.Precision != record.Unknown
			t.day = t.dated && t.width() <= 2
			t.lent = d.Span != nil && (d.Span[0] < r.Sentence.Start || d.Span[1] > r.Sentence.End)
		}
	}
	if !t.known && !published {
		return t
	}
	if !published {
		pub = t.last
	}
	t.known, t.told = true, pub
	if t.dated && t.first > pub {
		t.aim, t.dated = t.first, false
	}
	if !t.dated {
		t.span, t.day = span{pub - recently, pub}, false
	}
	t.last = min(t.last, max(pub, t.first))
	t.history = r.Modality == record.Historical || t.told-t.last > 365
	return t
}
