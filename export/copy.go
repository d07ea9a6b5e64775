package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// write writes all that was picked, batch by batch, and gives the number of rows.
func (x *exporter) write(w io.Writer) (rows int64, err error) {
	var picked int
	if err := x.conn.QueryRowContext(x.ctx, `SELECT count(*) FROM picked`).Scan(&picked); err != nil {
		return 0, err
	}
	if x.format == Parquet && picked > batch {
		return x.assemble(w, picked)
	}
	for from := 0; from == 0 || from < picked; from += batch {
		if err := x.choose(from); err != nil {
			return rows, err
		}
		n, err := x.pipe(x.query, x.form(from == 0), w)
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// choose makes the batch that begins after so many ids the chosen one.
func (x *exporter) choose(from int) error {
	if err := x.exec(`DELETE FROM chosen`); err != nil {
		return err
	}
	return x.exec(`INSERT INTO chosen SELECT * FROM picked WHERE n > ? AND n <= ?`, from, from+batch)
}

// form is the list of options by which DuckDB writes the format. Only the first
// batch has a header.
func (x *exporter) form(first bool) string {
	switch x.format {
	case JSONL:
		return `FORMAT json`
	case Parquet:
		return `FORMAT parquet, COMPRESSION zstd`
	}
	header := first && !(x.format == TSV && x.layout.bare)
	form := fmt.Sprintf(`FORMAT csv, HEADER %t, NULLSTR %s`, header, literal(x.layout.missing))
	if x.format == TSV {
		form += `, DELIMITER '\t', QUOTE '', ESCAPE ''`
	}
	return form
}

// pipe has DuckDB write a query into a pipe, from which it goes to w: nothing
// but the pipe's buffer is held of it.
func (x *exporter) pipe(query, form string, w io.Writer) (rows int64, err error) {
	out, in, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithCancel(x.ctx)
	defer stop()
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(w, out)
		if err != nil {
			// The query is ended and what it still writes is read: writing to a pipe
			// that nobody reads would end the process.
			stop()
			_, _ = io.Copy(io.Discard, out)
		}
		done <- err
	}()
	rows, err = x.copy(ctx, query, fmt.Sprintf("/dev/fd/%d", in.Fd()), form)
	err = errors.Join(err, in.Close())
	failed := <-done
	err = errors.Join(err, out.Close())
	if failed != nil {
		return rows, failed // why the query was ended
	}
	return rows, err
}

// copy has DuckDB write a query to a path.
func (x *exporter) copy(ctx context.Context, query, path, form string) (int64, error) {
	result, err := x.conn.ExecContext(ctx, "COPY (\n"+query+"\n) TO "+literal(path)+" ("+form+", USE_TMP_FILE false)")
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// assemble writes one Parquet file of many batches. Such a file cannot be
// written bit by bit, so each batch gets a file of its own first.
func (x *exporter) assemble(w io.Writer, picked int) (rows int64, err error) {
	dir, err := os.MkdirTemp("", "demarche-export-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var files []string
	for from := 0; from < picked; from += batch {
		if err := x.choose(from); err != nil {
			return 0, err
		}
		file := filepath.Join(dir, fmt.Sprintf("%08d.parquet", len(files)))
		if _, err := x.copy(x.ctx, x.query, file, x.form(false)); err != nil {
			return 0, err
		}
		files = append(files, literal(file))
	}
	all := `SELECT * EXCLUDE (filename, file_row_number)
		FROM read_parquet([` + strings.Join(files, ", ") + `], filename = true, file_row_number = true)
		ORDER BY filename, file_row_number`
	return x.pipe(all, x.form(false), w)
}
