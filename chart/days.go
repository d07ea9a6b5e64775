// Package chart draws what a relation looks like over time, and where events
// took place, as SVG. On pages colours come from the style sheet by class; a
// file that stands by itself carries its own.
package chart

import (
	"math"
	"time"

	"demarche/relation"
)

// Days counts the days from one date (YYYY-MM-DD) to another, 0 where one is
// none.
func Days(from, to string) int {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Later is the date n days after another.
func Later(date string, n int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// Scale is the level at the top of a chart: 10, or 5 if that holds all.
func Scale(course []relation.Point, marks ...Mark) float64 {
	for _, p := range course {
		if math.Abs(p.Level) > 5 {
			return 10
		}
	}
	for _, m := range marks {
		if math.Abs(m.Score) > 5 {
			return 10
		}
	}
	return 5
}
