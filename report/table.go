package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// table reads CSV, or a table with semicolons, tabs or bars between the columns,
// whose first row names them; see [Fields].
func (o *opening) table(e *entry) bool {
	rows := &rows{in: newLiner(e.in, o.opt)}
	if ext := strings.ToLower(filepath.Ext(e.kind)); ext == ".tsv" || ext == ".tab" {
		rows.comma = '\t'
	}
	head, line, err := rows.next()
	switch {
	case errors.Is(err, io.EOF):
		return o.fail(e.name, ErrEmpty)
	case err == nil:
		err = checkHead(head, o.opt.Fields)
	}
	if err != nil {
		return o.fail(fmt.Sprintf("%s:%d", e.name, line), err)
	}
	rows.width = len(head)
	keys := make([]string, len(head))
	for i, name := range head {
		head[i] = strings.TrimSpace(name)
		keys[i] = folded(head[i])
	}
	for {
		row, line, err := rows.next()
		if errors.Is(err, io.EOF) {
			return true
		}
		place := fmt.Sprintf("%s:%d", e.name, line)
		var rep *Report
		if err == nil {
			n := make(named, len(row))
			for i, cell := range row {
				if _, twice := n[keys[i]]; !twice {
					n[keys[i]] = value{head[i], cell}
				}
			}
			rep, err = fromFields(n, o.opt)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", place, err)
		} else {
			rep.settle(place, fmt.Sprintf("%s-%d", e.id, line))
		}
		if !o.give(rep, err) || rows.broken {
			return !rows.broken
		}
	}
}

// checkHead tells whether a table's columns can be reports.
func checkHead(head []string, fields Fields) error {
	n := make(named, len(head))
	for _, name := range head {
		n[folded(strings.TrimSpace(name))] = value{name, "x"}
	}
	columns := strings.Join(head[:min(len(head), 20)], ", ")
	for field, own := range fields {
		if _, ok := n[folded(own)]; !ok {
			return fmt.Errorf("there is no column %q for the field %q; the columns are %s", own, field, columns)
		}
	}
	if text, _ := n.field("text", fields); text == "" {
		return fmt.Errorf(`no column is known to hold the text; map one to the field "text"; the columns are %s`, columns)
	}
	return nil
}

// isTable reports whether text begins with the row that names a table's columns:
// one that can hold the text and another that is known.
func isTable(text string, fields Fields) bool {
	first, _, ok := strings.Cut(text, "\n")
	if !ok || len(first) > 1000 {
		return false
	}
	head, err := split(strings.TrimSuffix(first, "\r"), commaOf(first), false)
	if err != nil || len(head) < 2 || checkHead(head, fields) != nil {
		return false
	}
	known := 0
	for _, cell := range head {
		for _, names := range usual {
			for _, name := range names {
				if folded(strings.TrimSpace(cell)) == name {
					known++
				}
			}
		}
	}
	return known > 1 || len(fields) > 0
}

// rows reads the rows of a table. A row is one line, or several when a cell in
// quotation marks goes over lines. Where the marks do not close, the row is one
// line, its error is told, and the next line begins the next row: so one bad mark
// does not take the rest of the table with it.
type rows struct {
	in     *liner
	comma  rune  // 0 until the first row has told it
	width  int   // columns, 0 until that is known
	ahead  []row // lines that were read and given back
	broken bool  // the stream ended by an error
}

type row struct {
	text string
	line int
	err  error
}

func (r *rows) line() row {
	if len(r.ahead) > 0 {
		first := r.ahead[0]
		r.ahead = r.ahead[1:]
		return first
	}
	text, err := r.in.next()
	return row{text, r.in.n, err}
}

// next gives the cells of the next row and the number of its first line.
func (r *rows) next() (cells []string, line int, err error) {
	first := r.line()
	for first.err == nil && strings.TrimSpace(first.text) == "" {
		first = r.line()
	}
	if first.err != nil {
		r.broken = !errors.Is(first.err, ErrTooLong) && !errors.Is(first.err, io.EOF)
		return nil, first.line, first.err
	}
	if r.comma == 0 {
		r.comma = commaOf(first.text)
	}
	more, closed := r.rest(first.text)
	if closed {
		cells, err = r.cells(joinLines(first, more), false)
		if err == nil || len(more) == 0 && !isQuote(err) {
			return cells, first.line, err
		}
	}
	r.ahead = append(more, r.ahead...)
	// A mark within a cell, as in 5" gun or "the "big" one", is no fault if the
	// columns come out right. One that opens a cell and is alone on its line is.
	_, own := r.cells(first.text, false)
	if lax, laxErr := r.cells(first.text, true); laxErr == nil && r.width > 0 && (!open(first.text) || errors.Is(own, csv.ErrBareQuote)) {
		return lax, first.line, nil
	}
	if open(first.text) {
		err = errors.New("a quotation mark opens a cell that nothing closes")
	}
	return nil, first.line, err
}

func joinLines(first row, more []row) string {
	if len(more) == 0 {
		return first.text
	}
	var whole strings.Builder
	whole.WriteString(first.text)
	for _, m := range more {
		whole.WriteByte('\n')
		whole.WriteString(m.text)
	}
	return whole.String()
}

func isQuote(err error) bool { return errors.Is(err, csv.ErrBareQuote) || errors.Is(err, csv.ErrQuote) }

// open reports whether a line opens a cell that it does not close: marks within
// cells stand twice.
func open(line string) bool { return strings.Count(line, `"`)%2 == 1 }

// rest reads the lines on which an open cell goes on; closed is false when there
// is no end to it within the limit.
func (r *rows) rest(first string) (more []row, closed bool) {
	for size, on := int64(len(first)), open(first); on; {
		m := r.line()
		more = append(more, m)
		if size += int64(len(m.text)) + 1; m.err != nil || size > r.in.limit {
			return more, false
		}
		on = !open(m.text)
	}
	return more, true
}

// cells splits a row and checks it.
func (r *rows) cells(text string, lax bool) ([]string, error) {
	if i := invalidAt(text); i >= 0 {
		return nil, fmt.Errorf("it is not UTF-8: byte 0x%02x at offset %d", text[i], i)
	}
	cells, err := split(text, r.comma, lax)
	if err != nil {
		return nil, err
	}
	if r.width > 0 && len(cells) != r.width {
		return nil, fmt.Errorf("the row has %d columns, the first row %d", len(cells), r.width)
	}
	return cells, nil
}

func split(text string, comma rune, lax bool) ([]string, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, lax, -1
	cells, err := in.Read()
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		err = fmt.Errorf("column %d: %w", fault.Column, fault.Err) // its line is that of the row
	}
	if err != nil {
		return nil, err
	}
	if _, err := in.Read(); !errors.Is(err, io.EOF) {
		return nil, errors.New("a quotation mark stands where none may")
	}
	return cells, nil
}

// commaOf tells what stands between the columns of a first row.
func commaOf(head string) rune {
	best, most := ',', strings.Count(head, ",")
	for _, c := range [...]rune{'\t', ';', '|'} {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
