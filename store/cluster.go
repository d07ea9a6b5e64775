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

func (b *block) size() (n int) {
	for _, s := range b.stretches {
		n += len(s)
	}
	return n
}

// cluster puts the records of stale pairs into clusters anew, as far as what
// came or went can reach, and leaves the memberships in the temporary table
// "fresh".
func (up *updating) cluster() error {
	tx := up.tx
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE fresh (record BIGINT, a VARCHAR, b VARCHAR, cluster BIGINT, score DOUBLE, why VARCHAR)`); err != nil {
		return err
	}
	stale, err := tx.stale()
	if err != nil {
		return fmt.Errorf("reading which pairs are stale: %w", err)
	}
	blocks, err := tx.blocks(stale)
	if err != nil {
		return fmt.Errorf("reading where records stand: %w", err)
	}
	for len(blocks) > 0 {
		n, size := 0, 0
		for n < len(blocks) && (n == 0 || size+blocks[n].size() <= most) {
			size += blocks[n].size()
			n++
		}
		if err := up.gather(blocks[:n]); err != nil {
			return err
		}
		up.step("pairs", n)
		blocks = blocks[n:]
	}
	return nil
}

// blocks are what has to be clustered anew of the pairs that are stale.
func (tx *writer) blocks(stale map[event.Pair][]reach) ([]block, error) {
	var (
		blocks []block
		pair   event.Pair
		list   []standing
	)
	take := func() {
		if s := stretches(list, stale[pair]); len(s) > 0 {
			blocks = append(blocks, block{pair, s})
		}
		list = list[:0]
	}
	err := tx.rows(func(scan func(...any) error) error {
		var p event.Pair
		var s standing
		if err := scan(&p[0], &p[1], &s.record, &s.first, &s.last); err != nil {
			return err
		}
		if p != pair {
			take()
		}
		pair, list = p, append(list, s)
		return nil
	}, `SELECT a, b, record, first_day, last_day FROM data.standings
		WHERE (a, b) IN (SELECT a, b FROM data.stale_pairs) ORDER BY a, b, first_day`)
	take()
	return blocks, err
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
func (up *updating) gather(blocks []block) error {
	var nos []int64
	for _, b := range blocks {
		for _, s := range b.stretches {
			for _, x := range s {
				nos = append(nos, x.record)
			}
		}
	}
	if err := up.known.load(up.tx, nos); err != nil {
		return err
	}
	return up.tx.fill("fresh", func(put func(...driver.Value) error) error {
		for _, b := range blocks {
			for _, s := range b.stretches {
				list := make([]*event.Telling, len(s))
				number := make(map[*event.Telling]int64, len(s))
				for i, x := range s {
					list[i] = up.known.tellings[x.record]
					number[list[i]] = x.record
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
		}
		return nil
	})
}
