package main

import (
	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
)

// grid is a table whose last column takes the width that the others leave.
type grid struct {
	heads []string
	most  []int // width of each column but the last, at most
	rows  [][]string
}

func (g *grid) draw(width int, style func(row, col int) lipgloss.Style) string {
	last := len(g.heads) - 1
	widths := make([]int, len(g.heads))
	left := width
	for col := range last {
		need := lipgloss.Width(g.heads[col])
		for _, row := range g.rows {
			need = max(need, lipgloss.Width(row[col]))
		}
		widths[col] = min(need, g.most[col]) + 2
		left -= widths[col]
	}
	widths[last] = max(left, 20)
	return table.New().
		Border(lipgloss.NormalBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderColumn(false).BorderRow(false).BorderStyle(faint).
		Headers(g.heads...).Rows(g.rows...).
		StyleFunc(func(row, col int) lipgloss.Style {
			s := header
			if row != table.HeaderRow {
				s = style(row, col)
			}
			if col < last {
				s = s.PaddingRight(2)
			}
			return s.Width(widths[col])
		}).Render()
}
