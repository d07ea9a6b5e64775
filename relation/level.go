package relation

import "math"

// Point is where a relation stood at the end of a day.
type Point struct {
	Date   string  `json:"date"`
	Level  float64 `json:"level"`
	Volume float64 `json:"volume"`
}

// calm is how many events' weight of nothing stands against the events: without
// it one event of long ago would keep a relation at its own score for ever.
const calm = 1.5

// gauge is a sum of scores that fades.
type gauge struct {
	fade        float64 // share that is left after a day
	day         int
	sum, volume float64
}

func (g *gauge) to(day int) {
	f := math.Pow(g.fade, float64(day-g.day))
	g.sum, g.volume, g.day = g.sum*f, g.volume*f, day
}

func (g *gauge) level() float64 { return g.sum / (g.volume + calm) }

// course reckons the level day by day: the mean score of the events, each
// counting half as much after every half-life, drawn to 0 as they fade.
func (r *Relation) course(moments []moment) {
	g := gauge{fade: math.Pow(0.5, 1/r.HalfLife)}
	for i, m := range moments {
		if i == 0 {
			g.day = m.day
		}
		g.to(m.day)
		g.sum += m.weight * m.Score
		g.volume += m.weight
		p := Point{dayString(m.day), round(g.level()), round(g.volume)}
		if n := len(r.Course); n > 0 && r.Course[n-1].Date == p.Date {
			r.Course[n-1] = p
		} else {
			r.Course = append(r.Course, p)
		}
	}
	if until, ok := dayNumber(r.Until); ok && until >= g.day && len(moments) > 0 {
		g.to(until)
	}
	r.Level, r.Volume = round(g.level()), round(g.volume)
	r.Lead = round(r.lead(moments))
}

// answered is within how many days an act is taken for an answer.
const answered = 7

// lead compares how much b's acts follow a's in kind with how much a's follow
// b's, nearer ones counting more: from 1 (b answers a) to -1.
func (r *Relation) lead(moments []moment) float64 {
	var first, second, all float64
	for i, x := range moments {
		if x.Acts(r.A) == x.Acts(r.B) {
			continue
		}
		for _, y := range moments[i+1:] {
			days := y.day - x.day
			if days > answered {
				break
			}
			if days == 0 || y.Acts(r.A) == y.Acts(r.B) || x.Acts(r.A) == y.Acts(r.A) {
				continue
			}
			together := x.Score * y.Score / float64(days)
			if x.Acts(r.A) {
				first += together
			} else {
				second += together
			}
			all += math.Abs(together)
		}
	}
	if all == 0 {
		return 0
	}
	return (first - second) / all
}

// round leaves two digits, and no nought with a minus sign: files of columns do
// not tell it from the other.
func round(x float64) float64 { return math.Round(x*100)/100 + 0 }
