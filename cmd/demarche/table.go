package main

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// tableWriter prints records for people: report by report, a row a record. On
// a terminal colour sets off what a reader looks for; elsewhere there is none,
// and the trigger stands in brackets.
type tableWriter struct {
	std   streams
	width int
	color bool
	n     int // reports so far
}

func newTableWriter(std streams) *tableWriter {
	return &tableWriter{std: std, width: std.width(), color: std.colored()}
}

// The columns of the table. The words take what width is left.
const (
	colDate = iota
	colActors
	colType
	colRecipients
	colModality
	colWords
)

var columnNames = []string{"DATE", "WHO", "DID", "TO WHOM", "STANDS", "IN THESE WORDS"}

var (
	faint  = lipgloss.NewStyle().Faint(true)
	bold   = lipgloss.NewStyle().Bold(true)
	header = lipgloss.NewStyle().Faint(true)
	// One colour a quad: what brings together is green and blue, what drives
	// apart yellow and red.
	quadStyles = map[plover.Quad]lipgloss.Style{
		plover.VerbalCooperation:   lipgloss.NewStyle().Foreground(lipgloss.Color("6")),
		plover.MaterialCooperation: lipgloss.NewStyle().Foreground(lipgloss.Color("2")),
		plover.VerbalConflict:      lipgloss.NewStyle().Foreground(lipgloss.Color("3")),
		plover.MaterialConflict:    lipgloss.NewStyle().Foreground(lipgloss.Color("1")),
	}
)

func (t *tableWriter) report(rep *report.Report, records []record.Record) error {
	var b strings.Builder
	if t.n > 0 {
		b.WriteString("\n")
	}
	t.n++
	title := rep.Title
	if title == "" {
		title = rep.ID
	}
	b.WriteString(bold.Render(clip(title, t.width)) + "\n")
	b.WriteString(faint.Render(about(rep, title, len(records))) + "\n")
	if len(records) > 0 {
		b.WriteString(t.draw(records) + "\n")
	}
	_, err := lipgloss.Fprint(t.std.out, flush(b.String()))
	return err
}

func (t *tableWriter) close() error { return nil }

// flush takes away the blanks at the ends of lines.
func flush(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// about is the line below a report's title.
func about(rep *report.Report, title string, n int) string {
	var parts []string
	for _, s := range []string{rep.ID, rep.Outlet, rep.Published} {
		if s != "" && s != title {
			parts = append(parts, s)
		}
	}
	if rep.Published == "" {
		parts = append(parts, "day of publication unknown")
	}
	if n == 0 {
		return strings.Join(append(parts, "no records"), " · ")
	}
	return strings.Join(append(parts, counted(n, "record")), " · ")
}

func (t *tableWriter) draw(records []record.Record) string {
	rows := make([][]string, len(records))
	for i := range records {
		r := &records[i]
		rows[i] = []string{
			dateCell(r.Date), partiesCell(r.Actors), typeCell(r), partiesCell(r.Recipients), modalityCell(r.Modality), "",
		}
	}
	widths := t.layout(rows)
	for i := range records {
		rows[i][colWords] = t.wordsCell(&records[i], widths[colWords]-1)
	}
	return table.New().
		Border(lipgloss.NormalBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderColumn(false).BorderRow(false).
		BorderStyle(faint).
		Headers(columnNames...).
		Rows(rows...).
		StyleFunc(func(row, col int) lipgloss.Style {
			s := lipgloss.NewStyle()
			switch {
			case row == table.HeaderRow:
				s = header
			case col == colType:
				s = quadStyles[records[row].Quad]
			case col == colModality && records[row].Modality != record.Actual:
				s = s.Italic(true)
			}
			if col < colWords {
				s = s.PaddingRight(2)
			}
			return s.Width(widths[col])
		}).
		Render()
}

// layout shares the width among the columns: each of the narrow ones gets what
// it needs up to its part, the words get the rest.
func (t *tableWriter) layout(rows [][]string) []int {
	party := min(max((t.width-56)/3, 10), 28)
	most := []int{colDate: 13, colActors: party, colType: 14, colRecipients: party, colModality: 12}
	widths := make([]int, len(columnNames))
	left := t.width
	for col := colDate; col < colWords; col++ {
		need := lipgloss.Width(columnNames[col])
		for _, row := range rows {
			need = max(need, lipgloss.Width(row[col]))
		}
		widths[col] = min(need, most[col]) + 2
		left -= widths[col]
	}
	widths[colWords] = max(left, 14)
	return widths
}

// dateCell is a date as exact as it is known. With a question mark it is the
// day of the report, which says nothing of when it was.
func dateCell(d *record.Date) string {
	switch {
	case d == nil || d.Start == "":
		if d != nil && d.Text != "" {
			return clip(d.Text, 12)
		}
		return "-"
	case d.Precision == record.Unknown:
		return d.Start + "?"
	case d.Precision == record.Month:
		return d.Start[:7]
	case d.Precision == record.Year:
		return d.Start[:4]
	case d.Start != d.End:
		return d.Start + "\nto " + d.End
	}
	return d.Start
}

// partiesCell lists parties, one a line, the first few of many.
func partiesCell(list []record.Party) string {
	const most = 4
	var lines []string
	for i := range list {
		if i == most-1 && len(list) > most {
			lines = append(lines, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		p := &list[i]
		line := called(p)
		if tag := code(p); tag != "" && tag != line {
			line += " " + tag
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return "-"
	}
	return strings.Join(lines, "\n")
}

// code is a party's country and sector: "COL", "COL MIL"; governments go
// without sector.
func code(p *record.Party) string {
	if p.Sector == "" || p.Sector == plover.Government && p.Country != "" {
		return p.Country
	}
	return strings.TrimSpace(p.Country + " " + string(p.Sector))
}

func typeCell(r *record.Record) string {
	if r.Mode == "" {
		return string(r.Type)
	}
	return string(r.Type) + "\n" + string(r.Mode)
}

func modalityCell(m record.Modality) string { return string(m) }

// wordsCell shows the trigger in its sentence, as much as goes into a few
// lines of the width, and who vouches for it.
func (t *tableWriter) wordsCell(r *record.Record, width int) string {
	const lines = 3
	from, to := r.Trigger.Start-r.Sentence.Start, r.Trigger.End-r.Sentence.Start
	s := r.Sentence.Text
	if from < 0 || to > len(s) || from > to {
		return oneLine(r.Trigger.Text)
	}
	before, trigger, after := oneLine(s[:from]+"|"), oneLine(s[from:to]), oneLine("|"+s[to:])
	before, after = strings.TrimSuffix(before, "|"), strings.TrimPrefix(after, "|")
	room := max(lines*width-lipgloss.Width(trigger)-lines*4, 20)
	if over := lipgloss.Width(before) + lipgloss.Width(after) - room; over > 0 {
		keep := max(room/3, room-lipgloss.Width(after))
		before = clipLeft(before, keep)
		after = clip(after, max(room-lipgloss.Width(before), 1))
	}
	if t.color {
		trigger = bold.Render(trigger)
	} else {
		trigger = "[" + trigger + "]"
	}
	cell := before + trigger + after
	if c := claimLine(r.Claim); c != "" {
		cell += "\n" + faint.Render("- "+c)
	}
	for _, n := range r.Notes {
		cell += "\n" + faint.Render("! "+n)
	}
	return cell
}

// claimLine says who vouches for a record and how.
func claimLine(c *record.Claim) string {
	if c == nil {
		return ""
	}
	var parts []string
	if c.By != nil {
		parts = append(parts, "says "+called(c.By))
	}
	if c.Verbatim {
		parts = append(parts, "word for word")
	}
	if c.Venue != "" {
		parts = append(parts, c.Venue)
	}
	switch c.Evidence {
	case "none-shown":
		parts = append(parts, "shows no evidence")
	case "cited":
		parts = append(parts, "cites evidence")
	}
	return strings.Join(parts, ", ")
}

// clip cuts s at its end, at a word where one ends near, to width columns.
func clip(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && lipgloss.Width(string(r)) > width-1 {
		r = r[:len(r)-1]
	}
	cut := string(r)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)*2/3 {
		cut = cut[:i]
	}
	return cut + "…"
}

// clipLeft cuts s at its beginning.
func clipLeft(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && lipgloss.Width(string(r)) > width-1 {
		r = r[1:]
	}
	cut := string(r)
	if _, rest, ok := strings.Cut(cut, " "); ok {
		cut = rest // the word that was cut in two
	}
	return "…" + cut
}
