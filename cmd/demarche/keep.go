package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"demarche"
	"demarche/report"
	"demarche/store"
)

// A portion of reports is written in one transaction when it has so many
// reports, or when the first of them has waited so long.
const (
	portionReports = 256
	portionWait    = time.Second
)

// keeper writes coded reports to a store, portion by portion.
type keeper struct {
	ctx   context.Context
	store *store.Store
	by    string
	lines *json.Encoder // tells of each report that is in the store for good; nil for not

	waiting []store.Coded
	since   time.Time
	mu      sync.Mutex // same is called by the goroutine that reads
	counts  map[store.Status]int
	records int
	failed  int
	tell    func(error) // of a report that could not be stored
	// rename, when set, finds another id for a report whose id is taken.
	rename func(*report.Report) string
}

// stored is the line that tells of a report.
type stored struct {
	Report  string       `json:"report"`
	Source  string       `json:"source,omitempty"`
	Status  store.Status `json:"status"`
	Records int          `json:"records"`
}

func (k *keeper) put(got demarche.Coded) error {
	if len(k.waiting) == 0 {
		k.since = time.Now()
	}
	k.waiting = append(k.waiting, store.Coded{Report: got.Report, Records: got.Records, By: k.by})
	if len(k.waiting) < portionReports && time.Since(k.since) < portionWait {
		return nil
	}
	return k.flush()
}

// same counts a report that was not coded because the store has it.
func (k *keeper) same(rep *report.Report) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.counts[store.Same]++
	return k.line(stored{Report: rep.ID, Source: rep.Source, Status: store.Same})
}

func (k *keeper) line(s stored) error {
	if k.lines == nil {
		return nil
	}
	return k.lines.Encode(s)
}

// flush writes what waits. What was coded is not lost to an interruption.
func (k *keeper) flush() error {
	if len(k.waiting) == 0 {
		return nil
	}
	list := k.waiting
	k.waiting = nil
	results, err := k.store.Add(context.WithoutCancel(k.ctx), list)
	if err != nil {
		return err
	}
	if err := k.account(list, results); err != nil {
		return err
	}
	return k.flush()
}

// account counts and tells what became of a portion. Reports that are to have
// another id wait again.
func (k *keeper) account(list []store.Coded, results []store.Result) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, r := range results {
		rep := list[i].Report
		if errors.Is(r.Err, store.ErrTaken) && k.rename != nil {
			other := *rep
			other.ID = k.rename(rep)
			list[i].Report = &other
			k.waiting = append(k.waiting, list[i])
			continue
		}
		if r.Err != nil {
			k.failed++
			k.tell(r.Err)
			continue
		}
		k.counts[r.Status]++
		if r.Status != store.Same {
			k.records += len(list[i].Records)
		}
		if err := k.line(stored{rep.ID, rep.Source, r.Status, len(list[i].Records)}); err != nil {
			return fmt.Errorf("writing what was stored: %w", err)
		}
	}
	return nil
}
