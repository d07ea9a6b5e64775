package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Conn is a connection to the store's file for reading its views in SQL. The
// caller must close it, and must not write to the schema "data".
func (s *Store) Conn(ctx context.Context) (*sql.Conn, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connecting to the store %s: %w", s.path, err)
	}
	return conn, nil
}
