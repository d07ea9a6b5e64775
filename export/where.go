package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ErrWhere says that a condition cannot be used.
var ErrWhere = errors.New("the condition cannot be used")

// check makes sure that a condition is one boolean expression over its view and
// reads nothing but the store's views: no second statement, no clause after it,
// no file. It looks at the tree that DuckDB's own parser makes of it.
func (x *exporter) check(where string, args []any) error {
	fault := func(err error) error { return fmt.Errorf("%w: %w", ErrWhere, err) }
	view := x.layout.view.name
	got, err := x.parse(view, where)
	if err != nil {
		return fault(err)
	}
	plain, err := x.parse(view, "true")
	if err != nil {
		return fault(err)
	}
	condition := got["where_clause"]
	delete(got, "where_clause")
	delete(plain, "where_clause")
	if !reflect.DeepEqual(got, plain) {
		return fault(errors.New("it must be one expression and nothing else"))
	}
	views, err := x.views()
	if err != nil {
		return fault(err)
	}
	if err := readsOnly(condition, views); err != nil {
		return fault(err)
	}
	rows, err := x.conn.QueryContext(x.ctx, `SELECT (`+where+"\n) AS holds FROM "+view+` LIMIT 0`, args...)
	if err != nil {
		return fault(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return fault(err)
	}
	if kind := types[0].DatabaseTypeName(); kind != "BOOLEAN" {
		return fault(fmt.Errorf("it gives %s, not true or false", kind))
	}
	return rows.Err()
}

// parse is the tree of a SELECT with the condition, without the places in the
// text that its nodes were read from.
func (x *exporter) parse(view, where string) (map[string]any, error) {
	var text string
	err := x.conn.QueryRowContext(x.ctx, `SELECT json_serialize_sql(?::VARCHAR)::VARCHAR`,
		"SELECT 1 FROM "+view+" WHERE ("+where+"\n)").Scan(&text)
	if err != nil {
		return nil, err
	}
	var tree struct {
		Error      bool
		Message    string `json:"error_message"`
		Statements []struct{ Node map[string]any }
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return nil, fmt.Errorf("reading DuckDB's tree: %w", err)
	}
	switch {
	case tree.Error:
		return nil, errors.New(tree.Message)
	case len(tree.Statements) != 1:
		return nil, errors.New("it must be one expression and nothing else")
	}
	dropPlaces(tree.Statements[0].Node)
	return tree.Statements[0].Node, nil
}

func dropPlaces(node any) {
	switch n := node.(type) {
	case map[string]any:
		delete(n, "query_location")
		for _, child := range n {
			dropPlaces(child)
		}
	case []any:
		for _, child := range n {
			dropPlaces(child)
		}
	}
}

// views are the names of the store's views.
func (x *exporter) views() ([]string, error) {
	rows, err := x.conn.QueryContext(x.ctx, `SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// readsOnly refuses a tree that reads anything but the views: in DuckDB a
// table function or the name of a file reads files.
func readsOnly(node any, views []string) error {
	switch n := node.(type) {
	case map[string]any:
		switch n["type"] {
		case "TABLE_FUNCTION":
			return errors.New("it calls a table function")
		case "BASE_TABLE":
			name, _ := n["table_name"].(string)
			schema, _ := n["schema_name"].(string)
			catalog, _ := n["catalog_name"].(string)
			if schema != "" || catalog != "" || !slices.Contains(views, strings.ToLower(name)) {
				return fmt.Errorf("it reads %q, which is no view of the store", name)
			}
		}
		for _, child := range n {
			if err := readsOnly(child, views); err != nil {
				return err
			}
		}
	case []any:
		for _, child := range n {
			if err := readsOnly(child, views); err != nil {
				return err
			}
		}
	}
	return nil
}
