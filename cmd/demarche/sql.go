package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/store"
)

func newSQL(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sql [--db FILE | --lake DIR] [--format FORM] [QUERY]",
		Short: "Ask the store in SQL, for reading only",
		Long: `SQL runs a query of DuckDB's SQL on the views of the store and prints the result.
Without a query it reads some from standard input, each ended by a semicolon.
"demarche sql --views" lists the views with their columns; docs/store.md describes
them. Nothing can be changed, and no other file or address can be reached.`,
		Example: `  demarche sql "SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC"
  demarche sql --format csv < query.sql > result.csv`,
		Args: needs(cobra.MaximumNArgs(1), "one query"),
	}
	form := format(cmd, "table", "json", "jsonl", "csv")
	from := sourceFlags(cmd)
	views := cmd.Flags().Bool("views", false, "list the views with their columns")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		open, run := store.OpenSQL, runSQL
		if *from.lake != "" {
			open, run = store.OpenLakeSQL, runLakeSQL
		}
		conn, err := open(cmd.Context(), from.name())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		switch {
		case *views:
			return writeViews(cmd.Context(), std, form.value, conn)
		case len(args) == 1:
			return run(cmd.Context(), std, form.value, conn, args[0])
		}
		return sqlLines(cmd.Context(), std, form.value, conn, run)
	}
	return cmd
}

// sqlLines runs the queries on standard input. At a terminal it asks for them,
// and a query that fails does not end it.
func sqlLines(ctx context.Context, std streams, form string, db *sql.DB, run sqlRunner) error {
	_, asks := terminal(std.in)
	prompt := func(s string) {
		if asks {
			fmt.Fprint(std.err, s)
		}
	}
	in := bufio.NewScanner(std.in)
	in.Buffer(nil, 1<<20)
	var query strings.Builder
	prompt("demarche> ")
	for in.Scan() {
		query.WriteString(in.Text() + "\n")
		if !strings.HasSuffix(strings.TrimSpace(in.Text()), ";") {
			prompt("      ... ")
			continue
		}
		err := run(ctx, std, form, db, query.String())
		query.Reset()
		if err != nil && !asks {
			return err
		}
		if err != nil {
			fmt.Fprintf(std.err, "%v\n", err)
		}
		prompt("demarche> ")
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading queries: %w", err)
	}
	if strings.TrimSpace(query.String()) != "" {
		return run(ctx, std, form, db, query.String())
	}
	return nil
}

// sqlRunner runs a query and prints its result.
type sqlRunner func(ctx context.Context, std streams, form string, db *sql.DB, query string) error

// runLakeSQL runs a query on a lake, whose files are not open for reading only.
func runLakeSQL(ctx context.Context, std streams, form string, db *sql.DB, query string) error {
	if err := store.OnlyReads(ctx, db, query); err != nil {
		return fmt.Errorf("the query: %w", err)
	}
	return runSQL(ctx, std, form, db, query)
}

// runSQL prints the result of a query as it comes.
func runSQL(ctx context.Context, std streams, form string, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("the query: %w", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("the query: %w", err)
	}
	out := newResult(form, std, columns)
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return fmt.Errorf("reading the result: %w", err)
		}
		if err := out.row(values); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading the result: %w", err)
	}
	if err := out.close(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// result prints the rows of a query.
type result struct {
	form    string
	std     streams
	columns []string
	lines   *csv.Writer
	grid    grid
	n       int
}

func newResult(form string, std streams, columns []string) *result {
	return &result{form: form, std: std, columns: columns, lines: csv.NewWriter(std.out), grid: grid{heads: columns}}
}

func (r *result) row(values []any) error {
	r.n++
	switch r.form {
	case "json", "jsonl":
		return r.object(values)
	case "csv":
		if r.n == 1 {
			if err := r.lines.Write(r.columns); err != nil {
				return err
			}
		}
		return r.lines.Write(cells(values))
	}
	r.grid.rows = append(r.grid.rows, cells(values))
	return nil
}

// object writes a row as JSON with the columns in their order.
func (r *result) object(values []any) error {
	var b strings.Builder
	switch {
	case r.form == "json" && r.n == 1:
		b.WriteString("[\n")
	case r.form == "json":
		b.WriteString(",\n")
	}
	for i, name := range r.columns {
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		value, err := json.Marshal(plainValue(values[i]))
		if err != nil {
			return err
		}
		b.WriteString(map[bool]string{true: "{", false: ", "}[i == 0] + string(key) + ": " + string(value))
	}
	b.WriteString("}")
	if r.form == "jsonl" {
		b.WriteString("\n")
	}
	_, err := io.WriteString(r.std.out, b.String())
	return err
}

func (r *result) close() error {
	switch r.form {
	case "jsonl":
		return nil
	case "json":
		end := "\n]\n"
		if r.n == 0 {
			end = "[]\n"
		}
		_, err := io.WriteString(r.std.out, end)
		return err
	case "csv":
		if r.n == 0 {
			if err := r.lines.Write(r.columns); err != nil {
				return err
			}
		}
		r.lines.Flush()
		return r.lines.Error()
	}
	share := max(12, r.std.width()/len(r.columns))
	for range r.columns {
		r.grid.most = append(r.grid.most, share)
	}
	_, err := lipgloss.Fprint(r.std.out, flush(r.grid.draw(r.std.width(), func(int, int) lipgloss.Style {
		return lipgloss.NewStyle()
	}))+"\n"+faint.Render(counted(r.n, "row"))+"\n")
	return err
}

// cells are values as text.
func cells(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		switch v := plainValue(v).(type) {
		case nil:
		case string:
			out[i] = v
		case float64:
			out[i] = strconv.FormatFloat(v, 'f', -1, 64)
		case []any:
			out[i] = strings.Join(cells(v), "; ")
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

// plainValue turns days into text, within lists too.
func plainValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.DateTime)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plainValue(v[i])
		}
		return out
	}
	return v
}

func writeViews(ctx context.Context, std streams, form string, db *sql.DB) error {
	views, err := store.Views(ctx, db)
	if err != nil {
		return err
	}
	out := newResult(form, std, []string{"view", "column", "type"})
	for _, v := range views {
		for _, c := range v.Columns {
			if err := out.row([]any{v.Name, c.Name, c.Type}); err != nil {
				return err
			}
		}
	}
	return out.close()
}
