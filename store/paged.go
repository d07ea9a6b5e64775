package store

import (
	"context"
	"strconv"
)

// paged reads one page of rows: columns from a table under conditions, in an
// order. read gets the values of the columns; what it scans must leave room for
// the two that the cursor is made of, which it passes on to scan as more.
func paged[T any](ctx context.Context, s *Store, columns, from string, c *conditions, o ordering, p Page,
	read func(scan func(...any) error) (T, error)) (list []T, next string, err error) {
	if err := o.after(c, p.After); err != nil {
		return nil, "", err
	}
	query := `SELECT ` + columns + `, ` + o.key + `, ` + o.id + ` FROM ` + from + ` WHERE ` + c.where() + o.by()
	if p.Limit > 0 {
		query += ` LIMIT ` + strconv.Itoa(p.Limit+1)
	}
	var keys []any
	var ids []string
	list = []T{}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var key any
		var id string
		v, err := read(func(to ...any) error { return scan(append(to, &key, &id)...) })
		list, keys, ids = append(list, v), append(keys, key), append(ids, id)
		return err
	}, query, c.args...)
	if err != nil {
		return nil, "", err
	}
	if p.Limit > 0 && len(list) > p.Limit {
		list = list[:p.Limit]
		next, err = cursorAt(keys[p.Limit-1], ids[p.Limit-1])
	}
	return list, next, err
}
