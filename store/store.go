// Package store keeps reports, their records, and the events and relations that
// follow from them in one DuckDB file.
//
// Reports come in by [Store.Add], in transactions: what Add has returned for is
// in the file, whatever happens to the process afterwards. [Store.Update] then
// brings events, relations and matters up to date, as far as the new reports
// touch them:
//
//	schema/      the tables, and the views that users query (docs/store.md)
//	store.go     opening, versions of the schema
//	add.go       reports in, and what became of each
//	row.go       records as rows and back
//	voices.go    near copies of reports
//	known.go     records as merging sees them, read once for an update
//	cluster.go   records of one pair of countries into clusters
//	merge.go     clusters into events
//	follow.go    events into relations, turns and matters
//	journal.go   what each update brought, in order; what others keep
//	filter.go    what users ask for, as conditions
//	find.go      records, events, reports that meet a filter
//	shelf.go     what of them is kept for the next query
//	account.go   all that is told of one relation
//	ledger.go    what is known of relations without asking the tables
//	check.go     what must hold over the whole file
//	sheet.go     rows of the tables as Parquet files
//	lake.go      a folder of such files, opened like a file
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/duckdb/duckdb-go/v2"

	"demarche/event"
)

// Path is the file that is used where none is named, InMemory stands for a store
// that is gone when it is closed.
const (
	Path     = "demarche.duckdb"
	InMemory = ":memory:"
)

// The faults that a caller may want to tell apart.
var (
	ErrNoStore = errors.New("there is no store")
	ErrNewer   = errors.New("was written by a newer version of this program")
	ErrOlder   = errors.New("was written by an older version of this program and is converted when it is opened for writing")
	ErrForeign = errors.New("is no store of this program")
	ErrInUse   = errors.New("is in use by another process")
	// ErrStale says that events do not know the newest reports yet and cannot be
	// brought up to date because the store is open for reading only.
	ErrStale = errors.New("its events are not up to date: run demarche add without a path")
)

// Store is an open file. It is safe for use by many goroutines.
type Store struct {
	db       *sql.DB
	path     string
	readOnly bool

	// Reports can be added while events are brought up to date: what the one
	// writes the other does not alter. What takes rows out that the other may be
	// reading has both locks, settling first.
	settling sync.Mutex // held while events are brought up to date
	adding   sync.Mutex // held while reports are added; guards what follows
	known    map[uint64]known
	next     numbers

	events  *shelf[int64, event.Event] // rows are never changed, and numbers not given twice
	records *shelf[int64, row]
	ledger  *ledger
}

// How many events and records are kept for the next queries.
const (
	eventsKept  = 16000 // some 45 MB
	recordsKept = 4000
)

// numbers are the first ones that are free. That of events is used by updates
// alone.
type numbers struct{ report, record, event int64 }

// alone waits until nobody else writes and keeps it so until unlock is called.
func (s *Store) alone() (unlock func()) {
	s.settling.Lock()
	s.adding.Lock()
	return func() {
		s.adding.Unlock()
		s.settling.Unlock()
	}
}

// Options say how a store is opened; the zero value opens it for writing and
// makes it where it is not there.
type Options struct {
	// ReadOnly opens the file for reading. Several processes can read a file
	// that none writes.
	ReadOnly bool
	// Must fails with ErrNoStore where the file is not there.
	Must bool
	// Memory bounds what DuckDB takes for itself, such as "1GB"; "" stands for
	// DefaultMemory. Larger work is spilt to a folder beside the file.
	Memory string
}

// idle is how many connections are kept for the next queries.
const idle = 16

// DefaultMemory is what DuckDB may take unless Options say otherwise.
const DefaultMemory = "1GB"

// Open opens the store in a file. The caller must close it.
func Open(ctx context.Context, file string, opt Options) (*Store, error) {
	_, err := os.Stat(file)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && (opt.Must || opt.ReadOnly) {
		return nil, fmt.Errorf("%s: %w; demarche add PATH makes one", file, ErrNoStore)
	}
	s := &Store{path: file, readOnly: opt.ReadOnly,
		events: newShelf[int64, event.Event](eventsKept, nil), records: newShelf[int64, row](recordsKept, nil), ledger: newLedger()}
	memory := opt.Memory
	if memory == "" {
		memory = DefaultMemory
	}
	mode := "READ_WRITE"
	if opt.ReadOnly {
		mode = "READ_ONLY"
	}
	// A question mark in a path would begin the settings.
	if strings.Contains(file, "?") {
		return nil, fmt.Errorf("%s: the path of a store cannot hold a question mark", file)
	}
	// What is written comes in small queries, of which several run at a time, each
	// on a thread of its own: more threads for each cost more than they bring. And
	// it is moved from the log into the tables in large portions, which costs a
	// third less than in those of 16 MB.
	writing := ""
	if !opt.ReadOnly {
		writing = "&threads=1&checkpoint_threshold=64MB"
	}
	connector, err := duckdb.NewConnector(file+"?access_mode="+mode+writing+"&memory_limit="+memory+"&preserve_insertion_order=false&autoinstall_known_extensions=false&autoload_known_extensions=false", nil)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", opening(file, err))
	}
	s.db = sql.OpenDB(connector)
	s.db.SetMaxIdleConns(idle)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the store %s: %w", file, err), s.db.Close())
	}
	return s, nil
}

// opening says what DuckDB's words mean for the user.
func opening(file string, err error) error {
	switch text := err.Error(); {
	case strings.Contains(text, "Could not set lock"):
		return fmt.Errorf("%s %w", file, ErrInUse)
	case strings.Contains(text, "not a valid DuckDB database"), strings.Contains(text, "corrupt"):
		return fmt.Errorf("%s %w: %w", file, ErrForeign, err)
	}
	return err
}

// Close writes what is left to the file and closes it.
func (s *Store) Close() error {
	defer s.alone()()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("closing the store %s: %w", s.path, err)
	}
	return nil
}

// Path is the file of the store.
func (s *Store) Path() string { return s.path }

// ReadOnly reports whether the store was opened for reading only.
func (s *Store) ReadOnly() bool { return s.readOnly }

//go:embed schema
var schema embed.FS

// migrations are the files of the schema in the order of their versions, which
// count from 1 without a gap.
func migrations() ([]string, error) {
	entries, err := schema.ReadDir("schema")
	if err != nil {
		return nil, err
	}
	list := make([]string, len(entries))
	for i, e := range entries {
		n, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".sql"))
		if err != nil || n != i+1 {
			return nil, fmt.Errorf("schema/%s: want version %d", e.Name(), i+1)
		}
		text, err := schema.ReadFile(path.Join("schema", e.Name()))
		if err != nil {
			return nil, err
		}
		list[i] = string(text)
	}
	return list, nil
}

// prepare brings the schema up to this program's version and refuses what a
// newer one wrote.
func (s *Store) prepare(ctx context.Context) error {
	list, err := migrations()
	if err != nil {
		return err
	}
	version, err := s.version(ctx)
	switch {
	case err != nil:
		return err
	case version > len(list):
		return fmt.Errorf("it %w: its schema has version %d, this program knows %d", ErrNewer, version, len(list))
	case version == len(list):
		return nil
	case s.readOnly:
		return fmt.Errorf("it %w", ErrOlder)
	}
	return s.write(ctx, func(tx *writer) error {
		for i, text := range list[version:] {
			if err := tx.exec(text); err != nil {
				return fmt.Errorf("bringing the schema to version %d: %w", version+i+1, err)
			}
		}
		return tx.exec(`CREATE OR REPLACE TABLE meta AS SELECT ? AS schema_version`, len(list))
	})
}

// version is that of the file's schema, 0 for an empty file.
func (s *Store) version(ctx context.Context) (int, error) {
	var tables []string
	rows, err := s.db.QueryContext(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return 0, err
		}
		tables = append(tables, name)
	}
	switch {
	case rows.Err() != nil:
		return 0, rows.Err()
	case len(tables) == 0:
		return 0, nil
	case !slices.Contains(tables, "meta"):
		return 0, ErrForeign
	}
	var version int
	if err := s.db.QueryRowContext(ctx, `SELECT schema_version FROM meta`).Scan(&version); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return version, nil
}

// writer is a transaction that appends rows in bulk.
type writer struct {
	ctx  context.Context
	conn *sql.Conn
	raw  driver.Conn
	open map[string]*duckdb.Appender
}

// write runs f in a transaction, which is undone when f fails. The caller holds
// the lock of what it writes.
func (s *Store) write(ctx context.Context, f func(tx *writer) error) (err error) {
	if s.readOnly {
		return errors.New("the store is open for reading only")
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `BEGIN TRANSACTION`); err != nil {
		return err
	}
	tx := &writer{ctx: ctx, conn: conn, open: map[string]*duckdb.Appender{}}
	err = conn.Raw(func(raw any) error {
		tx.raw = raw.(driver.Conn)
		return nil
	})
	if err == nil {
		err = f(tx)
	}
	if err == nil {
		err = tx.flush()
	} else {
		tx.drop()
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `COMMIT`)
	}
	if err != nil {
		// The context may be why it failed; what was begun is undone all the same.
		_, undone := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		if undone != nil && !strings.Contains(undone.Error(), "no transaction is active") {
			err = errors.Join(err, undone)
		}
	}
	return err
}

func (tx *writer) exec(query string, args ...any) error {
	_, err := tx.conn.ExecContext(tx.ctx, query, args...)
	return err
}

// rows runs a query and calls f for each row.
func (tx *writer) rows(f func(scan func(...any) error) error, query string) error {
	return each(tx.ctx, tx.conn, f, query)
}

// append adds a row to a table of the schema "data". Rows become visible to
// queries of the transaction with flush.
func (tx *writer) append(table string, row ...driver.Value) error {
	a := tx.open[table]
	if a == nil {
		var err error
		if a, err = duckdb.NewAppender(tx.raw, "", "data", table); err != nil {
			return fmt.Errorf("writing to the table %s: %w", table, err)
		}
		tx.open[table] = a
	}
	if err := a.AppendRow(row...); err != nil {
		return fmt.Errorf("writing to the table %s: %w", table, err)
	}
	return nil
}

// fill appends rows to a temporary table.
func (tx *writer) fill(table string, f func(put func(...driver.Value) error) error) error {
	a, err := duckdb.NewAppender(tx.raw, "temp", "main", table)
	if err == nil {
		err = f(a.AppendRow)
		err = errors.Join(err, a.Close())
	}
	if err != nil {
		return fmt.Errorf("filling the table %s: %w", table, err)
	}
	return nil
}

// flush hands what was appended to the transaction.
func (tx *writer) flush() error {
	var errs []error
	for table, a := range tx.open {
		if err := a.Close(); err != nil {
			errs = append(errs, fmt.Errorf("writing to the table %s: %w", table, err))
		}
	}
	clear(tx.open)
	return errors.Join(errs...)
}

// drop lets go of what was appended to a transaction that is to be undone.
func (tx *writer) drop() {
	for _, a := range tx.open {
		_ = a.Close() // the rows are undone with the rest
	}
	clear(tx.open)
}

// querier is a connection or a store's pool of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each runs a query and calls f for each row.
func each(ctx context.Context, q querier, f func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
