package chart

import (
	"fmt"
	"html"
	"strings"
	"time"

	"demarche/relation"
)

// Level is a chart of a relation's level over time.
type Level struct {
	Title    string
	Course   []relation.Point
	HalfLife float64
	Until    string
	Turns    []relation.Turn
	Phases   []relation.Phase
	Marks    []Mark
}

// Mark is an event in a chart.
type Mark struct {
	Date  string
	Score float64
	Class string // of its colour
	Title string
	Href  string // what it opens
}

// The measures of a chart, in pixels.
const (
	width, height = 860.0, 330.0
	left, right   = 40.0, 16.0
	top, bottom   = 26.0, 44.0
)

// frame turns days and levels into pixels.
type frame struct {
	from  string
	span  float64 // days
	scale float64 // level at the top
}

func (f *frame) x(date string) float64 {
	return left + min(max(float64(Days(f.from, date))/f.span, 0), 1)*(width-left-right)
}

func (f *frame) y(level float64) float64 {
	return top + (f.scale-min(max(level, -f.scale), f.scale))/(2*f.scale)*(height-top-bottom)
}

// steps is how many pieces the line has at most.
const steps = 240

// SVG draws the chart for a page. It is "" where there is nothing to draw.
func (l *Level) SVG() string { return l.draw("") }

// File draws the chart as a file of its own.
func (l *Level) File() string {
	const style = `<style>.back{fill:#fff}text{font:12px sans-serif;fill:#555}.head{font-weight:bold;font-size:15px;fill:#111}.grid{stroke:#ddd}.zero{stroke:#999}` +
		`.line{fill:none;stroke:#1f4e9c;stroke-width:2}.area{fill:#1f4e9c;fill-opacity:.08}.turn{stroke-dasharray:4 3}.down{stroke:#b42318}.up{stroke:#1a7f37}` +
		`text.down{fill:#b42318;stroke:none}text.up{fill:#1a7f37;stroke:none}.phase{fill:#000;fill-opacity:.03}` +
		`.vc{fill:#1f7a86}.mc{fill:#2a7a46}.vx{fill:#9a6700}.mx{fill:#b3402f}</style><rect class="back" width="100%" height="100%"/>`
	return l.draw(style + fmt.Sprintf(`<text class="head" x="%.0f" y="18">%s</text>`, left, html.EscapeString(l.Title)))
}

func (l *Level) draw(head string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="level" viewBox="0 0 %.0f %.0f" role="group" aria-label="%s">`+"\n%s\n",
		width, height, html.EscapeString("Level over time: "+l.Title), head)
	if len(l.Course) == 0 {
		b.WriteString("</svg>\n")
		return b.String()
	}
	f := &frame{from: l.Course[0].Date, scale: Scale(l.Course, l.Marks...)}
	for _, m := range l.Marks {
		f.from = min(f.from, m.Date)
	}
	f.span = float64(max(Days(f.from, l.Until), 1))
	l.grid(&b, f)
	l.line(&b, f)
	l.turns(&b, f)
	l.marks(&b, f)
	b.WriteString("</svg>\n")
	return b.String()
}

// grid draws phases, levels and dates.
func (l *Level) grid(b *strings.Builder, f *frame) {
	for i, p := range l.Phases {
		if i%2 == 0 {
			fmt.Fprintf(b, `<rect class="phase" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`+"\n", f.x(p.From), top, max(f.x(p.To)-f.x(p.From), 0), height-top-bottom)
		}
		if w := f.x(p.To) - f.x(p.From); w > 60 {
			fmt.Fprintf(b, `<text class="name" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", f.x(p.From)+w/2, top+13, html.EscapeString(p.Name))
		}
	}
	for i := -2; i <= 2; i++ {
		level, class := f.scale*float64(i)/2, "grid"
		if i == 0 {
			class = "zero"
		}
		label := fmt.Sprintf("%+.3g", level)
		if i == 0 {
			label = "0"
		}
		fmt.Fprintf(b, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			class, left, f.y(level), width-right, f.y(level), left-7, f.y(level)+4, label)
	}
	for _, t := range ticks(f.from, int(f.span)) {
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", f.x(t.date), height-8, t.label)
	}
}

// tick is a date below a chart.
type tick struct{ date, label string }

// ticks are first days of years or months, about eight of them.
func ticks(from string, span int) []tick {
	start, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil
	}
	months := 1
	for _, m := range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		months = m
		if span/(30*m) <= 8 {
			break
		}
	}
	if span < 60 {
		return []tick{{from, from}, {Later(from, span), Later(from, span)}}
	}
	var list []tick
	at := time.Date(start.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	for ; at.Before(start.AddDate(0, 0, span)); at = at.AddDate(0, months, 0) {
		if at.Before(start) {
			continue
		}
		label := at.Format("Jan 2006")
		if at.Month() == time.January && months >= 12 {
			label = at.Format("2006")
		}
		list = append(list, tick{at.Format(time.DateOnly), label})
	}
	if len(list) > 1 {
		if last := list[len(list)-1]; Days(last.date, Later(from, span))*20 < span {
			list = list[:len(list)-1] // it would be cut off
		}
		if Days(from, list[0].date)*25 < span {
			list = list[1:]
		}
	}
	return list
}

func (l *Level) line(b *strings.Builder, f *frame) {
	r := relation.Relation{HalfLife: l.HalfLife, Course: l.Course}
	var points []string
	n := min(steps, int(f.span))
	for i := 0; i <= n; i++ {
		date := Later(f.from, int(f.span)*i/n)
		points = append(points, fmt.Sprintf("%.1f,%.1f", f.x(date), f.y(r.At(date).Level)))
	}
	line := strings.Join(points, " ")
	fmt.Fprintf(b, `<polygon class="area" points="%.1f,%.1f %s %.1f,%.1f"/><polyline class="line" points="%s"/>`+"\n",
		left, f.y(0), line, width-right, f.y(0), line)
}

func (l *Level) turns(b *strings.Builder, f *frame) {
	for i := range l.Turns {
		t := &l.Turns[i]
		class, mark := "up", "▲"
		if t.Direction == relation.Escalation {
			class, mark = "down", "▼"
		}
		fmt.Fprintf(b, `<g><title>%s</title><line class="turn %s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text class="%s" x="%.1f" y="%.1f" text-anchor="middle">%s</text></g>`+"\n",
			html.EscapeString(TurnLine(t)), class, f.x(t.Date), top, f.x(t.Date), height-bottom, class, f.x(t.Date), height-bottom+14, mark)
	}
}

// TurnLine tells a turn in a line.
func TurnLine(t *relation.Turn) string {
	line := fmt.Sprintf("%s  %s (%+.1f to %+.1f, probability %.2f)", t.Date, t.Direction, t.Before, t.After, t.Probability)
	if t.Window[0] != t.Window[1] {
		line += fmt.Sprintf(", between %s and %s", t.Window[0], t.Window[1])
	}
	return line
}

func (l *Level) marks(b *strings.Builder, f *frame) {
	for _, m := range l.Marks {
		title := html.EscapeString(m.Title)
		dot := fmt.Sprintf(`<circle class="dot %s" cx="%.1f" cy="%.1f" r="4"><title>%s</title></circle>`, m.Class, f.x(m.Date), f.y(m.Score), title)
		if m.Href != "" {
			dot = fmt.Sprintf(`<a href="%s" aria-label="%s">%s</a>`, html.EscapeString(m.Href), title, dot)
		}
		b.WriteString(dot + "\n")
	}
}

// Spark is a small line of the level, without words.
func Spark(course []relation.Point, until string, halfLife float64) string {
	if len(course) == 0 {
		return ""
	}
	const w, h, n = 120.0, 28.0, 60
	r := relation.Relation{HalfLife: halfLife, Course: course}
	from := course[0].Date
	span := max(Days(from, until), 1)
	top := Scale(course)
	y := func(level float64) float64 { return h/2 - min(max(level, -top), top)/top*(h/2-2) }
	points := make([]string, 0, n+1)
	var last float64
	for i := 0; i <= n; i++ {
		last = y(r.At(Later(from, span*i/n)).Level)
		points = append(points, fmt.Sprintf("%.1f,%.1f", 2+float64(i)/n*(w-6), last))
	}
	return fmt.Sprintf(`<svg class="spark" viewBox="0 0 %.0f %.0f" aria-hidden="true"><line class="zero" x1="0" y1="%.1f" x2="%.0f" y2="%.1f"/><polyline class="line" points="%s"/><circle class="end" cx="%.1f" cy="%.1f" r="2.5"/></svg>`,
		w, h, h/2, w, h/2, strings.Join(points, " "), w-4, last)
}
