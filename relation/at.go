package relation

import "math"

// At is the level and volume at the end of a day (YYYY-MM-DD), as far as they
// can be known from events up to then; zero before the first.
func (r *Relation) At(date string) Point {
	p := Point{Date: date}
	day, ok := dayNumber(date)
	if !ok {
		return p
	}
	for i := len(r.Course) - 1; i >= 0; i-- {
		c := r.Course[i]
		if c.Date > date {
			continue
		}
		since, _ := dayNumber(c.Date)
		g := gauge{fade: math.Pow(0.5, 1/r.HalfLife), day: since, sum: c.Level * (c.Volume + calm), volume: c.Volume}
		g.to(day)
		p.Level, p.Volume = round(g.level()), round(g.volume)
		break
	}
	return p
}
