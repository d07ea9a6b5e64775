package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// Stats is what is in a store, in numbers.
type Stats struct {
	Bytes     int64    `json:"bytes"` // of the file
	Reports   int      `json:"reports"`
	Former    int      `json:"former_versions"`
	Records   int      `json:"records"`
	Events    int      `json:"events"`
	Relations int      `json:"relations"`
	Turns     int      `json:"turns"`
	Matters   int      `json:"matters"`
	Open      int      `json:"open_matters"`
	First     string   `json:"first_published"` // YYYY-MM-DD, "" when no report has a day
	Last      string   `json:"last_published"`
	Undated   int      `json:"undated_reports"`
	Stale     bool     `json:"stale"` // events do not know the newest reports yet
	Types     []Number `json:"types"` // events by type
	Outlets   []Number `json:"outlets"`
	Pairs     []Number `json:"pairs"` // with the most events
	CodedBy   []Number `json:"coded_by"`
}

// Number is a name and how many there are of it.
type Number struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Stats counts what is in the store.
func (s *Store) Stats(ctx context.Context) (*Stats, error) {
	st := &Stats{}
	if info, err := os.Stat(s.path); err == nil { // a store in memory has no file
		st.Bytes = info.Size()
	}
	var first, last sql.NullTime
	err := s.db.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM data.reports), (SELECT count(*) FROM data.former_reports), (SELECT count(*) FROM data.records),
		(SELECT count(*) FROM data.events), (SELECT count(*) FROM data.relations), (SELECT count(*) FROM data.turns),
		(SELECT count(*) FROM data.matters), (SELECT count(*) FROM matters WHERE state IN ('opened', 'accepted', 'scheduled')),
		(SELECT min(published) FROM data.reports), (SELECT max(published) FROM data.reports),
		(SELECT count(*) FROM data.reports WHERE published IS NULL)`).
		Scan(&st.Reports, &st.Former, &st.Records, &st.Events, &st.Relations, &st.Turns, &st.Matters, &st.Open, &first, &last, &st.Undated)
	if err != nil {
		return nil, fmt.Errorf("counting what is in the store: %w", err)
	}
	st.First, st.Last = dayText(first), dayText(last)
	if st.Stale, err = s.Stale(ctx); err != nil {
		return nil, err
	}
	for _, q := range []struct {
		to    *[]Number
		query string
	}{
		{&st.Types, `SELECT type, count(*) FROM data.events GROUP BY type ORDER BY 2 DESC, 1`},
		{&st.Outlets, `SELECT outlet, count(*) FROM data.reports WHERE outlet <> '' GROUP BY outlet ORDER BY 2 DESC, 1 LIMIT 10`},
		{&st.Pairs, `SELECT a || ' ' || b, events FROM data.relations ORDER BY events DESC, 1 LIMIT 10`},
		{&st.CodedBy, `SELECT coded_by, count(*) FROM data.reports GROUP BY coded_by ORDER BY 2 DESC, 1`},
	} {
		*q.to = []Number{}
		err := each(ctx, s.db, func(scan func(...any) error) error {
			var n Number
			err := scan(&n.Name, &n.N)
			*q.to = append(*q.to, n)
			return err
		}, q.query)
		if err != nil {
			return nil, fmt.Errorf("counting what is in the store: %w", err)
		}
	}
	return st, nil
}
