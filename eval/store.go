package eval

import (
	"context"
	"fmt"
	"iter"
	"os"
	"slices"
	"time"

	"demarche/plover"
	"demarche/record"
	"demarche/relation"
	"demarche/report"
	"demarche/store"
)

// StoreCost is what it took to keep an archive. Times are of the processor, of
// all its cores together, unless they say otherwise.
type StoreCost struct {
	Reports int           `json:"reports"`
	Records int           `json:"records"`
	Events  int           `json:"events"`
	Code    time.Duration `json:"code"`   // coding the reports
	Add     time.Duration `json:"add"`    // writing them with their records
	Update  time.Duration `json:"update"` // bringing events and relations up to date
	Clock   time.Duration `json:"clock"`  // all three by the clock
	Bytes   int64         `json:"file_bytes"`
	Peak    int64         `json:"peak_bytes"` // of the process's memory, 0 where it is not known
	Queries []QueryCost   `json:"queries"`
}

// QueryCost is a question with how long its answer took by the clock: the first
// time, and the median of the next ten.
type QueryCost struct {
	Name string        `json:"name"`
	Rows int           `json:"rows"`
	Cold time.Duration `json:"cold"`
	Warm time.Duration `json:"warm"`
}

// Keep codes reports one after the other, keeps them in a new store in file and
// asks it ten questions. step is told of each report.
func Keep(ctx context.Context, code func(context.Context, *report.Report) ([]record.Record, error), reports iter.Seq2[*report.Report, error], file string, step func()) (cost StoreCost, err error) {
	s, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		return cost, err
	}
	defer func() {
		if fault := s.Close(); err == nil {
			err = fault
		}
	}()
	begun := time.Now()
	var portion []store.Coded
	add := func() error {
		used := CPUTime()
		_, err := s.Add(ctx, portion)
		cost.Add += CPUTime() - used
		portion = portion[:0]
		return err
	}
	for rep, err := range reports {
		if err != nil {
			return cost, err
		}
		used := CPUTime()
		records, err := code(ctx, rep)
		cost.Code += CPUTime() - used
		if err != nil {
			return cost, err
		}
		cost.Reports++
		cost.Records += len(records)
		portion = append(portion, store.Coded{Report: rep, Records: records, By: "eval"})
		if len(portion) == 256 {
			if err := add(); err != nil {
				return cost, err
			}
		}
		step()
	}
	if err := add(); err != nil {
		return cost, err
	}
	used := CPUTime()
	if _, err := s.Update(ctx, nil); err != nil {
		return cost, err
	}
	cost.Update, cost.Clock = CPUTime()-used, time.Since(begun)
	cost.Peak = PeakMemory()
	if info, err := os.Stat(file); err == nil {
		cost.Bytes = info.Size()
	}
	if cost.Events, err = s.CountEvents(ctx, store.Filter{}); err != nil {
		return cost, err
	}
	cost.Queries, err = questions(ctx, s)
	return cost, err
}

// questions asks what analysts ask: of the pair with the most events where one
// is wanted.
func questions(ctx context.Context, s *store.Store) ([]QueryCost, error) {
	st, err := s.Stats(ctx)
	if err != nil || len(st.Pairs) == 0 {
		return nil, err
	}
	var pair [2]string
	if _, err := fmt.Sscan(st.Pairs[0].Name, &pair[0], &pair[1]); err != nil {
		return nil, err
	}
	page := store.Page{Sort: "-date", Limit: 50}
	events := func(f store.Filter, p store.Page) func() (int, error) {
		return func() (int, error) {
			list, _, err := s.Events(ctx, f, p)
			return len(list), err
		}
	}
	records := func(f store.Filter, p store.Page) func() (int, error) {
		return func() (int, error) {
			list, _, err := s.Records(ctx, f, p)
			return len(list), err
		}
	}
	var costs []QueryCost
	for _, q := range []struct {
		name string
		ask  func() (int, error)
	}{
		{"the newest 50 events of one pair", events(store.Filter{Pair: pair}, page)},
		{"all threats of one pair in ten years", events(store.Filter{Pair: pair, Types: []plover.Type{plover.Threaten}}, store.Page{})},
		{"the newest 50 events of one actor", events(store.Filter{Actors: []string{pair[0]}}, page)},
		{"50 events that three outlets tell of", events(store.Filter{MinOutlets: 3}, page)},
		{"50 events of one month by score", events(store.Filter{Since: "2018-03-01", Until: "2018-03-31"}, store.Page{Sort: "score", Limit: 50})},
		{"events where words stand", events(store.Filter{Text: "oil sanctions"}, page)},
		{"50 records of one type and mode", records(store.Filter{Types: []plover.Type{plover.Assault}, Modes: []plover.Mode{"aerial"}}, page)},
		{"records where a word stands", records(store.Filter{Text: "pipeline"}, page)},
		{"the relation of one pair, reckoned from its events", func() (int, error) {
			list, err := s.Between(ctx, pair[0], pair[1])
			return len(relation.Of(list, pair[0], pair[1], relation.Options{}).Events), err
		}},
		{"all open matters of one pair", func() (int, error) {
			list, _, err := s.Matters(ctx, store.MatterFilter{Pair: pair, Open: true}, store.Page{})
			return len(list), err
		}},
	} {
		c := QueryCost{Name: q.name}
		var warm []time.Duration
		for i := range 11 {
			begun := time.Now()
			n, err := q.ask()
			if err != nil {
				return nil, fmt.Errorf("asking for %s: %w", q.name, err)
			}
			took := time.Since(begun)
			if c.Rows = n; i == 0 {
				c.Cold = took
			} else {
				warm = append(warm, took)
			}
		}
		slices.Sort(warm)
		c.Warm = warm[len(warm)/2]
		costs = append(costs, c)
	}
	return costs, nil
}
