package store

import (
	"database/sql/driver"
	"fmt"
	"slices"

	"demarche/event"
	"demarche/who"
)

// most is how many records are in memory at a time, about.
const most = 50_000

// reach is a stretch of days, both inclusive.
type reach struct{ first, last who.Day }

func (r reach) meets(s reach) bool { return r.first <= s.last && s.first <= r.last }

// standing is a record in its pair.
type standing struct {
	record int64
	reach
}

// block is the standings of one pair that have to be clustered anew, stretch by
// stretch: between two stretches lie days that no record reaches.
type block struct {
	pair      event.Pair
	stretches [][]standing
}

// cluster puts the records of stale pairs into clusters anew, as far as what
// came or went can reach, and leaves the memberships in the temporary table
// "fresh".
func (tx *writer) cluster(step func(done int)) error {
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE fresh (record BIGINT, a VARCHAR, b VARCHAR, cluster BIGINT, score DOUBLE, why VARCHAR)`); err != nil {
		return err
	}
	stale, err := tx.stale()
	if err != nil {
		return fmt.Errorf("reading which pairs are stale: %w", err)
	}
	var (
		blocks []block
		n      int
		pair   event.Pair
		list   []standing
	)
	work := func() error {
		defer func() { blocks, n = nil, 0 }()
		return tx.gather(blocks, step)
	}
	take := func() error {
		if b := (block{pair, stretches(list, stale[pair])}); len(b.stretches) > 0 {
			blocks = append(blocks, b)
			for _, s := range b.stretches {
				n += len(s)
			}
		}
		list = list[:0]
		if n >= most {
			return work()
		}
		return nil
	}
	err = each(tx.ctx, tx.db, func(scan func(...any) error) error {
		var p event.Pair
		var s standing
		if err := scan(&p[0], &p[1], &s.record, &s.first, &s.last); err != nil {
			return err
		}
		if p != pair && len(list) > 0 {
			if err := take(); err != nil {
				return err
			}
		}
		pair, list = p, append(list, s)
		return nil
	}, `SELECT a, b, record, first_day, last_day FROM data.standings
		WHERE (a, b) IN (SELECT a, b FROM data.stale_pairs) ORDER BY a, b, first_day`)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		if err := take(); err != nil {
			return err
		}
	}
	return work()
}

// stale are the days of each pair on which something came or went.
func (tx *writer) stale() (map[event.Pair][]reach, error) {
	m := map[event.Pair][]reach{}
	err := tx.rows(func(scan func(...any) error) error {
		var p event.Pair
		var r reach
		if err := scan(&p[0], &p[1], &r.first, &r.last); err != nil {
			return err
		}
		list := m[p]
		if n := len(list); n > 0 && list[n-1].meets(r) {
			list[n-1].last = max(list[n-1].last, r.last)
			return nil
		}
		m[p] = append(list, r)
		return nil
	}, `SELECT a, b, first_day, last_day FROM data.stale_pairs ORDER BY a, b, first_day`)
	return m, err
}

// stretches cuts the standings of a pair, which are in the order of their first
// days, where no reach meets the next, and keeps those that something stale
// meets.
func stretches(list []standing, stale []reach) [][]standing {
	var out [][]standing
	for i := 0; i < len(list); {
		whole, j := list[i].reach, i+1
		for j < len(list) && list[j].first <= whole.last {
			whole.last = max(whole.last, list[j].last)
			j++
		}
		if slices.ContainsFunc(stale, whole.meets) {
			out = append(out, slices.Clone(list[i:j]))
		}
		i = j
	}
	return out
}

// gather clusters blocks and appends to "fresh".
func (tx *writer) gather(blocks []block, step func(int)) error {
	if len(blocks) == 0 {
		return nil
	}
	var nos []int64
	for _, b := range blocks {
		for _, s := range b.stretches {
			for _, x := range s {
				nos = append(nos, x.record)
			}
		}
	}
	rows, err := tx.load(nos)
	if err != nil {
		return err
	}
	tellings := make(map[int64]*event.Telling, len(rows))
	number := make(map[*event.Telling]int64, len(rows))
	for no, r := range rows {
		t := r.telling()
		tellings[no], number[t] = t, no
	}
	return tx.fill("fresh", func(put func(...driver.Value) error) error {
		for _, b := range blocks {
			for _, s := range b.stretches {
				list := make([]*event.Telling, 0, len(s))
				for _, x := range s {
					t := tellings[x.record]
					if t == nil {
						return fmt.Errorf("record number %d of %s-%s is not there", x.record, b.pair[0], b.pair[1])
					}
					list = append(list, t)
				}
				for _, c := range event.Gather(b.pair, list) {
					first := number[c.Tellings[0]]
					for i, t := range c.Tellings {
						r := c.Reasons[i]
						if err := put(number[t], b.pair[0], b.pair[1], first, r.Score, r.Why); err != nil {
							return err
						}
					}
				}
			}
			step(1)
		}
		return nil
	})
}

// load reads records with their actors and recipients by number.
func (tx *writer) load(nos []int64) (map[int64]*row, error) {
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE wanted (no BIGINT)`); err != nil {
		return nil, err
	}
	slices.Sort(nos)
	nos = slices.Compact(nos)
	err := tx.fill("wanted", func(put func(...driver.Value) error) error {
		for _, no := range nos {
			if err := put(no); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]*row, len(nos))
	err = tx.rows(func(scan func(...any) error) error {
		r, err := scanRecord(scan)
		if err == nil {
			rows[r.no] = r
		}
		return err
	}, `SELECT `+recordColumns+` FROM data.records r JOIN data.reports p ON p.no = r.report WHERE r.no IN (SELECT no FROM wanted)`)
	if err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	err = tx.rows(func(scan func(...any) error) error {
		return addParty(scan, func(no int64) *row { return rows[no] })
	}, `SELECT `+partyColumns+` FROM data.parties q WHERE q.record IN (SELECT no FROM wanted) AND q.role <> 'speaker'
		ORDER BY q.record, q.role, q.position`)
	if err != nil {
		return nil, fmt.Errorf("reading parties: %w", err)
	}
	return rows, nil
}
