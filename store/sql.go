package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// OpenSQL opens the file for queries that a user writes. They can read the
// store and nothing else: the file is open for reading only, other files and
// the network cannot be reached, and none of this can be switched off again.
func OpenSQL(ctx context.Context, file string) (*sql.DB, error) {
	s, err := Open(ctx, file, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	for _, setting := range closedOff {
		if _, err := s.db.ExecContext(ctx, setting); err != nil {
			return nil, errors.Join(fmt.Errorf("closing off the store for queries: %w", err), s.db.Close())
		}
	}
	return s.db, nil
}

// closedOff are the settings that leave a query no way out.
var closedOff = []string{`SET enable_external_access = false`, `SET lock_configuration = true`}

// View is one of the views that queries can use.
type View struct {
	Name    string
	Columns []Column
}

// Column is a column of a view with its DuckDB type.
type Column struct{ Name, Type string }

// Views are the views of the store by name.
func Views(ctx context.Context, db *sql.DB) ([]View, error) {
	var list []View
	err := each(ctx, db, func(scan func(...any) error) error {
		var view string
		var c Column
		if err := scan(&view, &c.Name, &c.Type); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].Name != view {
			list = append(list, View{Name: view})
		}
		last := &list[len(list)-1]
		last.Columns = append(last.Columns, c)
		return nil
	}, `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'main' AND table_name IN (SELECT view_name FROM duckdb_views() WHERE NOT internal)
		ORDER BY table_name, ordinal_position`)
	if err != nil {
		return nil, fmt.Errorf("reading the views: %w", err)
	}
	return list, nil
}
