package export

import (
	"fmt"
	"strings"
)

// cells wraps a query so that each value is the text that CSV and TSV files
// have for it: lists joined by "; ", objects as JSON, whole numbers without a
// point. In TSV, which is never quoted, no value holds a control character or
// a double quote, so that a reader that looks for quotes sees the same as one
// that does not.
func (x *exporter) cells(query string) (string, error) {
	rows, err := x.conn.QueryContext(x.ctx, `SELECT column_name, column_type FROM (DESCRIBE `+query+`)`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return "", err
		}
		column := quoted(name)
		list = append(list, fmt.Sprintf("nullif(%s, '') AS %s", x.cell(column, kind), column))
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM (\n" + query + ")", rows.Err()
}

// cell is the expression for one value.
func (x *exporter) cell(column, kind string) string {
	var text string
	switch {
	case kind == "VARCHAR":
		text = column
	case kind == "VARCHAR[]":
		text = `array_to_string(` + column + `, '; ')`
	case strings.HasPrefix(kind, "STRUCT"), strings.HasSuffix(kind, "[]"):
		text = `to_json(` + column + `)::VARCHAR`
	case kind == "DOUBLE":
		return `regexp_replace(` + column + `::VARCHAR, '\.0$', '')`
	default:
		return column + `::VARCHAR`
	}
	if x.format == TSV {
		return `replace(regexp_replace(` + text + `, '[[:cntrl:]]+', ' ', 'g'), '"', '''')`
	}
	return text
}

// quoted is a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal is a text as SQL has it.
func literal(text string) string { return `'` + strings.ReplaceAll(text, `'`, `''`) + `'` }
