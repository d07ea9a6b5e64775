package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Manifest is the name of the file of a lake that lists the others. It is
// written last, so that a lake is whole or is none.
const Manifest = "lake.json"

// Lake is what a manifest says: which Parquet files hold the rows of each table,
// as paths below the lake's folder.
type Lake struct {
	Schema  int                 `json:"schema"`
	MadeBy  string              `json:"made_by"`
	Tables  map[string][]string `json:"tables"`
	Dead    []string            `json:"dead_letters,omitempty"` // JSON Lines of what could not be read
	Counted map[string]int64    `json:"counted,omitempty"`
}

// SchemaVersion is that of the tables that this program writes.
func SchemaVersion() (int, error) {
	list, err := migrations()
	return len(list), err
}

// OpenLake opens a folder of Parquet files with a manifest, on this machine or at
// an s3:// address, for reading as if it were a store's file. Only files that the
// manifest names are read. For s3:// DuckDB loads its extension httpfs, and takes
// keys, region and endpoint from the usual AWS_ variables.
func OpenLake(ctx context.Context, dir string) (*Store, error) {
	dir = strings.TrimRight(dir, "/")
	s, err := Open(ctx, InMemory, Options{})
	if err != nil {
		return nil, err
	}
	s.path = dir
	if err := s.mount(ctx, dir); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the lake %s: %w", dir, err), s.Close())
	}
	s.readOnly = true
	return s, nil
}

// mount puts the Parquet files of a lake in the place of tables.
func (s *Store) mount(ctx context.Context, dir string) error {
	if err := s.reach(ctx, dir); err != nil {
		return err
	}
	lake, err := s.manifest(ctx, dir)
	if err != nil {
		return err
	}
	for table, files := range lake.Tables {
		columns, err := s.columns(ctx, table)
		if err != nil {
			return err
		}
		paths := make([]string, len(files))
		for i, f := range files {
			paths[i] = quoted(dir + "/" + f)
		}
		for _, query := range []string{
			`DROP TABLE data.` + table,
			`CREATE VIEW data.` + table + ` AS SELECT ` + strings.Join(columns, ", ") +
				` FROM read_parquet([` + strings.Join(paths, ", ") + `], hive_partitioning = false)`,
		} {
			if _, err := s.db.ExecContext(ctx, query); err != nil {
				return fmt.Errorf("the table %s: %w", table, err)
			}
		}
	}
	return nil
}

// manifest reads what the lake says of itself.
func (s *Store) manifest(ctx context.Context, dir string) (*Lake, error) {
	var text string
	err := s.db.QueryRowContext(ctx, `SELECT content FROM read_text(?)`, dir+"/"+Manifest).Scan(&text)
	if err != nil {
		return nil, fmt.Errorf("%w: reading %s: %w; demarche-archive makes one", ErrNoStore, Manifest, err)
	}
	var lake Lake
	if err := json.Unmarshal([]byte(text), &lake); err != nil {
		return nil, fmt.Errorf("%s %w: %w", Manifest, ErrForeign, err)
	}
	version, err := SchemaVersion()
	switch {
	case err != nil:
		return nil, err
	case lake.Schema > version:
		return nil, fmt.Errorf("it %w", ErrNewer)
	case lake.Schema < version:
		return nil, fmt.Errorf("its tables are of version %d, this program reads %d: make it anew with demarche-archive", lake.Schema, version)
	}
	return &lake, nil
}

// columns are the columns of a table of the schema.
func (s *Store) columns(ctx context.Context, table string) ([]string, error) {
	var list []string
	err := each(ctx, s.db, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		list = append(list, `"`+name+`"`)
		return err
	}, `SELECT column_name FROM information_schema.columns WHERE table_schema = 'data' AND table_name = ? ORDER BY ordinal_position`, table)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%w: there is no table %q", ErrForeign, table)
	}
	return list, err
}

// reach lets DuckDB read what lies at an address.
func (s *Store) reach(ctx context.Context, dir string) error {
	scheme, _, remote := strings.Cut(dir, "://")
	switch {
	case !remote:
		return nil
	case scheme != "s3":
		return fmt.Errorf("a lake is a folder or at an s3:// address, not %s://", scheme)
	}
	secret := []string{"TYPE s3"}
	for _, v := range [][2]string{
		{"KEY_ID", "AWS_ACCESS_KEY_ID"}, {"SECRET", "AWS_SECRET_ACCESS_KEY"}, {"SESSION_TOKEN", "AWS_SESSION_TOKEN"},
		{"REGION", "AWS_REGION"}, {"ENDPOINT", "AWS_ENDPOINT"},
	} {
		if value := os.Getenv(v[1]); value != "" {
			secret = append(secret, v[0]+" "+quoted(value))
		}
	}
	for _, query := range []string{`INSTALL httpfs`, `LOAD httpfs`, `CREATE SECRET (` + strings.Join(secret, ", ") + `)`} {
		if _, err := s.db.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("making ready to read from s3: %w", err)
		}
	}
	return nil
}

// OnlyReads refuses a query that does anything but select. What OpenLakeSQL lets
// read it would let write too.
func OnlyReads(ctx context.Context, db *sql.DB, query string) error {
	var fault sql.NullString
	err := db.QueryRowContext(ctx, `SELECT json_extract_string(json_serialize_sql(?::VARCHAR), '$.error_message')`, query).Scan(&fault)
	if err == nil && fault.Valid {
		err = fmt.Errorf("a lake takes queries that select, no others: %s", fault.String)
	}
	return err
}

// OpenLakeSQL opens a lake for queries that a user writes, which can reach the
// lake and nothing else; see [OpenSQL]. Each has to be held against [OnlyReads].
func OpenLakeSQL(ctx context.Context, dir string) (*sql.DB, error) {
	s, err := OpenLake(ctx, dir)
	if err != nil {
		return nil, err
	}
	settings := slices.Concat([]string{`SET allowed_directories = [` + quoted(s.path+"/") + `]`}, closedOff)
	for _, setting := range settings {
		if _, err := s.db.ExecContext(ctx, setting); err != nil {
			return nil, errors.Join(fmt.Errorf("closing off the lake for queries: %w", err), s.db.Close())
		}
	}
	return s.db, nil
}
