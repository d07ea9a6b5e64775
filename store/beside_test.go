package store

import (
	"context"
	"testing"
	"time"
)

// Reports that are added while events are being brought up to date are stored at
// once, and the next update knows of them.
func TestAddBesideUpdate(t *testing.T) {
	list := examples(t)
	s := fresh(t)
	half := len(list) / 2
	add(t, s, list[:half]...)
	rest := list[half:]
	_, err := s.Update(context.Background(), func(string, int) {
		if len(rest) > 0 {
			n := min(5, len(rest))
			add(t, s, rest[:n]...)
			rest = rest[n:]
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rest) == len(list)-half {
		t.Fatal("the update told of no step, so that nothing was added beside it")
	}
	if stale, err := s.Stale(context.Background()); err != nil || !stale {
		t.Errorf("after the update the store is stale: %t, %v; it does not know what came in meanwhile", stale, err)
	}
	if got, want := told(t, s), merged(t, list[:half]); got != want {
		t.Errorf("the update counts what came in after it began:\n%s", firstDifference(got, want))
	}
	add(t, s, rest...)
	update(t, s)
	if got, want := told(t, s), merged(t, list); got != want {
		t.Errorf("after the next update:\n%s", firstDifference(got, want))
	}
	faults, err := s.Check(context.Background(), nil)
	if err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}

// A correction takes out records that an update may be reading, and waits for it.
func TestCorrectionWaitsForUpdate(t *testing.T) {
	list := examples(t)
	s := fresh(t)
	add(t, s, list...)
	corrected := list[0]
	rep := *corrected.Report
	rep.Title += " (corrected)"
	corrected.Report = &rep
	stored := make(chan []Result, 1)
	began := false
	_, err := s.Update(context.Background(), func(string, int) {
		if began {
			return
		}
		began = true
		go func() {
			results, err := s.Add(context.Background(), []Coded{corrected})
			if err != nil {
				t.Error(err)
			}
			stored <- results
		}()
		select {
		case results := <-stored:
			t.Error("the correction was stored in the middle of the update")
			stored <- results
		case <-time.After(50 * time.Millisecond):
		}
	})
	if err != nil || !began {
		t.Fatalf("update: %v; it told of a step: %t", err, began)
	}
	if results := <-stored; len(results) != 1 || results[0].Status != Corrected {
		t.Fatalf("the correction came to %v", results)
	}
	update(t, s)
	list[0] = corrected
	if got, want := told(t, s), merged(t, list); got != want {
		t.Error(firstDifference(got, want))
	}
	faults, err := s.Check(context.Background(), nil)
	if err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}
