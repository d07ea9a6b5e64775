package main

import (
	"fmt"
	"strings"

	"demarche/chart"
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
		fmt.Fprintf(&b, "\n- **%s** by %s to %s, %s\n", m.Kind, s.roster.CountryName(m.By), s.roster.CountryName(m.To), m.State())
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

// svg draws the level over time, with a line at each turn.
func (s *story) svg() string {
	l := chart.Level{Title: s.title() + ": " + s.standing(), Course: s.Course, HalfLife: s.HalfLife, Until: s.Until, Turns: s.Turns, Phases: s.Phases}
	return l.File()
}
