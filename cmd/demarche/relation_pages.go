package main

import (
	"fmt"
	"html"
	"strings"

	"demarche/relation"
)

// markdown is the story as a page of Markdown.
func (s *story) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", s.title(), s.standing())
	if len(s.Course) == 0 {
		return b.String()
	}
	b.WriteString("\n```\n" + flush(s.chart(90)) + "```\n")
	if len(s.Turns) > 0 {
		b.WriteString("\n## Turns\n\n| date | direction | from | to | probability |\n|---|---|---|---|---|\n")
		for _, t := range s.Turns {
			fmt.Fprintf(&b, "| %s | %s | %+.1f | %+.1f | %.2f |\n", t.Date, t.Direction, t.Before, t.After, t.Probability)
		}
	}
	b.WriteString("\n## Phases\n\n| from | to | phase | mean score | events |\n|---|---|---|---|---|\n")
	for _, p := range s.Phases {
		fmt.Fprintf(&b, "| %s | %s | %s | %+.1f | %d |\n", p.From, p.To, p.Name, p.Mean, p.Events)
	}
	if len(s.key) > 0 {
		b.WriteString("\n## Key events\n\n| date | who | did | to whom | told by | words |\n|---|---|---|---|---|---|\n")
		for _, e := range s.key {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", cell(eventDay(e)), cell(sideCell(e.Actors)), cell(eventKind(e)),
				cell(sideCell(e.Recipients)), cell(voicesCell(e)), cell(clip(e.Words, 240)))
		}
	}
	b.WriteString("\n## Open matters\n")
	open := s.openMatters()
	if len(open) == 0 {
		b.WriteString("\nnone\n")
	}
	for _, m := range open {
		fmt.Fprintf(&b, "\n- **%s** by %s to %s, %s\n", m.Kind, stateName(s.roster, m.By), stateName(s.roster, m.To), m.State())
		for _, step := range m.Steps {
			fmt.Fprintf(&b, "  - %s\n", stepLine(&step))
		}
	}
	return b.String()
}

func stepLine(s *relation.Step) string {
	line := s.Date + " " + string(s.State)
	if s.For != "" {
		line += " for " + s.For
	}
	if s.Words != "" {
		line += ": " + s.Words
	}
	return line
}

// cell makes text fit for a cell of a Markdown table.
func cell(s string) string {
	return strings.ReplaceAll(oneLine(s), "|", `\|`)
}

// The drawing's measures, in pixels.
const (
	svgWidth, svgHeight = 860, 320
	svgLeft, svgRight   = 46, 20
	svgTop, svgBottom   = 40, 46
)

// svg draws the level over time, with a line at each turn.
func (s *story) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12" role="img" aria-label="%s">`+"\n",
		svgWidth, svgHeight, svgWidth, svgHeight, html.EscapeString(s.title()))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	fmt.Fprintf(&b, `<text x="%d" y="22" font-size="15" font-weight="bold">%s</text>`+"\n", svgLeft, html.EscapeString(s.title()))
	if len(s.Course) == 0 {
		fmt.Fprintf(&b, `<text x="%d" y="60">%s</text>`+"\n</svg>\n", svgLeft, html.EscapeString(s.standing()))
		return b.String()
	}
	from := s.Course[0].Date
	span := float64(max(days(from, s.Until), 1))
	x := func(date string) float64 {
		return svgLeft + float64(days(from, date))/span*(svgWidth-svgLeft-svgRight)
	}
	y := func(level float64) float64 {
		return svgTop + (10-level)/20*(svgHeight-svgTop-svgBottom)
	}
	for level := -10.0; level <= 10; level += 5 {
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end" fill="#666">%+.0f</text>`+"\n",
			svgLeft, y(level), svgWidth-svgRight, y(level), svgLeft-6, y(level)+4, level)
	}
	for i := range s.Turns {
		t := &s.Turns[i]
		color, mark := "#1a7f37", "▲"
		if t.Direction == relation.Escalation {
			color, mark = "#b42318", "▼"
		}
		fmt.Fprintf(&b, `<g><title>%s</title><line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="%s" stroke-dasharray="4 3"/><text x="%.1f" y="%d" text-anchor="middle" fill="%s">%s</text></g>`+"\n",
			html.EscapeString(turnLine(t)), x(t.Date), svgTop, x(t.Date), svgHeight-svgBottom, color, x(t.Date), svgHeight-svgBottom+14, color, mark)
	}
	const steps = 240
	var points []string
	for i := 0; i <= steps; i++ {
		date := later(from, int(span)*i/steps)
		points = append(points, fmt.Sprintf("%.1f,%.1f", x(date), y(s.At(date).Level)))
	}
	fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="#1f4e9c" stroke-width="2"/>`+"\n", strings.Join(points, " "))
	fmt.Fprintf(&b, `<text x="%d" y="%d" fill="#666">%s</text><text x="%d" y="%d" text-anchor="end" fill="#666">%s</text>`+"\n</svg>\n",
		svgLeft, svgHeight-12, from, svgWidth-svgRight, svgHeight-12, s.Until)
	return b.String()
}
