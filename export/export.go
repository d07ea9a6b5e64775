// Package export writes what a store holds in layouts that other programs read:
// the project's own tables and objects, PLOVER's JSON Lines, and the event
// tables of GDELT, ICEWS and POLECAT with their columns in the published order.
// docs/layouts.md says what each column is filled from.
//
// A layout is one SELECT over the store's views, a file under layouts/, which
// DuckDB runs and writes:
//
//	layout.go   the layouts and formats there are
//	where.go    the condition that picks what is exported
//	facts.go    what layouts need that the store does not hold: names and codes of countries, sectors, scores
//	places.go   kinds of the places that are exported
//	cells.go    values as text, for CSV and TSV
//	copy.go     from DuckDB to a writer, without holding it in memory
//
// What the store does not know is empty in every layout, never guessed.
package export

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"demarche/store"
)

// Options say what is written and how.
type Options struct {
	Layout Layout
	Format Format // "" for that in which the layout is published

	// Filter picks the records or events that are written; of matters, those
	// that such an event moved.
	Filter store.Filter

	// Where is a further condition in SQL, over the view that the layout starts
	// from ([Layout.View]); "" for none. Args are the values of its question marks.
	Where string
	Args  []any
}

// batch is how many records or events are laid out at a time. It bounds what
// lists of them take in memory.
var batch = 100_000

// Write writes what the options pick, ordered by date, and gives the number of
// rows. It sees the store as it is at the start. Errors of the options are
// ErrLayout, ErrFormat and ErrWhere.
func Write(ctx context.Context, s *store.Store, opt Options, w io.Writer) (rows int64, err error) {
	l, err := find(opt.Layout)
	if err != nil {
		return 0, err
	}
	format := opt.Format
	if format == "" {
		format = l.format
	}
	if !format.valid() {
		return 0, fmt.Errorf("%w %q", ErrFormat, format)
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	x := &exporter{ctx: ctx, conn: conn, layout: l, format: format}
	if err := x.exec(`BEGIN TRANSACTION`); err != nil {
		return 0, fmt.Errorf("exporting: %w", err)
	}
	// Nothing but temporary tables was written, and they go with the transaction.
	defer func() {
		_, undone := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, undone)
	}()
	if err := x.pick(&opt); err != nil {
		return 0, err
	}
	if err := x.prepare(); err != nil {
		return 0, fmt.Errorf("exporting %s: %w", l.name, err)
	}
	rows, err = x.write(w)
	if err != nil {
		return rows, fmt.Errorf("exporting %s: %w", l.name, err)
	}
	return rows, nil
}

// exporter writes one layout. Its queries read the temporary table "chosen",
// which holds the ids of one batch with their places in the order, and those
// that facts.go and places.go make.
type exporter struct {
	ctx    context.Context
	conn   *sql.Conn
	layout *layout
	format Format
	query  string // of the layout, with its values as text where the format wants that
}

func (x *exporter) exec(query string, args ...any) error {
	_, err := x.conn.ExecContext(x.ctx, query, args...)
	return err
}

// pick puts the ids of what the options take into the temporary table "picked".
func (x *exporter) pick(opt *Options) error {
	view := x.layout.view
	condition, args := "true", []any(nil)
	if strings.TrimSpace(opt.Where) != "" {
		if err := x.check(opt.Where, opt.Args); err != nil {
			return err
		}
		condition, args = "("+opt.Where+"\n)", opt.Args
	}
	if ids, more := view.filter(&opt.Filter); ids != "" {
		condition += " AND id IN (" + ids + ")"
		args = append(slices.Clone(args), more...)
	}
	err := x.exec(`CREATE TEMP TABLE picked AS
		SELECT id, row_number() OVER (ORDER BY `+view.order+`) AS n FROM `+view.name+` WHERE `+condition, args...)
	switch {
	case err == nil:
		return nil
	case opt.Where != "" && x.ctx.Err() == nil:
		return fmt.Errorf("%w: %w", ErrWhere, err) // such as text that is no number, met in a row
	}
	return fmt.Errorf("exporting %s: %w", x.layout.name, err)
}

// prepare makes the tables and views that layouts read, and the query.
func (x *exporter) prepare() error {
	if err := x.exec(`CREATE TEMP TABLE chosen AS SELECT * FROM picked LIMIT 0`); err != nil {
		return err
	}
	if err := x.facts(); err != nil {
		return err
	}
	if x.layout.places {
		if err := x.places(); err != nil {
			return err
		}
	}
	if x.layout.dyads != "" {
		text, err := layoutText(x.layout.dyads)
		if err != nil {
			return err
		}
		if err := x.exec(text); err != nil {
			return err
		}
	}
	name := string(x.layout.name)
	if x.format == JSONL && x.layout.objects {
		name += "-json"
	}
	text, err := layoutText(name)
	if err != nil {
		return err
	}
	x.query = text
	if x.format == CSV || x.format == TSV {
		x.query, err = x.cells(text)
	}
	return err
}
