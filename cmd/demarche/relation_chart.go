package main

import (
	"fmt"
	"math"
	"strings"

	"demarche/chart"
	"demarche/relation"
)

// rows of the chart, for levels from 10 to -10 in equal steps.
const chartRows = 11

// chart draws the level over time in characters, with the turns marked below:
// ▼ to the worse, ▲ to the better.
func (s *story) chart(width int) string {
	from, to := s.Course[0].Date, s.Until
	span := max(chart.Days(from, to), 1)
	const margin = 6
	cols := min(width-margin, max(span+1, 30))
	at := func(date string) int { return min(max(chart.Days(from, date)*(cols-1)/span, 0), cols-1) }
	grid := make([][]rune, chartRows)
	zero := chartRows / 2
	for row := range grid {
		grid[row] = []rune(strings.Repeat(" ", cols))
		if row == zero {
			grid[row] = []rune(strings.Repeat("·", cols))
		}
	}
	top := chart.Scale(s.Course)
	for col := range cols {
		p := s.At(chart.Later(from, col*span/(cols-1)))
		row := zero - int(math.Round(p.Level/top*float64(zero)))
		row = min(max(row, 0), chartRows-1)
		for r := min(row, zero); r <= max(row, zero); r++ {
			if r != zero {
				grid[r][col] = '░'
			}
		}
		grid[row][col] = '●'
	}
	var b strings.Builder
	for row := range grid {
		label := ""
		switch row {
		case 0, zero, chartRows - 1:
			label = fmt.Sprintf("%+.0f", top*float64(zero-row)/float64(zero))
		}
		if row == zero {
			label = "0"
		}
		fmt.Fprintf(&b, "%4s %s\n", label, string(grid[row]))
	}
	marks := []rune(strings.Repeat(" ", cols))
	for i := range s.Turns {
		t := &s.Turns[i]
		col := at(t.Date)
		for col < cols-1 && marks[col] != ' ' {
			col++ // two turns on one day stand side by side
		}
		marks[col] = '▲'
		if t.Direction == relation.Escalation {
			marks[col] = '▼'
		}
	}
	if len(s.Turns) > 0 {
		fmt.Fprintf(&b, "%4s %s\n", "", string(marks))
	}
	gap := max(cols-len(from)-len(to), 1)
	fmt.Fprintf(&b, "%4s %s%s%s\n", "", from, strings.Repeat(" ", gap), to)
	return b.String()
}
