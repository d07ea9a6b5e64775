package demarche

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var errBad = errors.New("cannot be read")

// numbered yields n reports; every seventh is an error.
func numbered(n int) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		for i := range n {
			if i%7 == 6 {
				if !yield(nil, fmt.Errorf("%d: %w", i, errBad)) {
					return
				}
				continue
			}
			if !yield(&Report{ID: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}

// slow answers after a while that differs from report to report.
func slow(ctx context.Context, r *Report) ([]Record, error) {
	time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
	return []Record{{ID: "of " + r.ID}}, ctx.Err()
}

func TestInOrder(t *testing.T) {
	for _, jobs := range []int{0, 1, 2, 8} {
		i := 0
		for got, err := range inOrder(context.Background(), numbered(60), jobs, slow) {
			switch {
			case i%7 == 6:
				if !errors.Is(err, errBad) || got.Report != nil {
					t.Errorf("jobs %d: at %d: %v, %v, want its error", jobs, i, got, err)
				}
			case err != nil || got.Report.ID != fmt.Sprint(i) || got.Records[0].ID != "of "+got.Report.ID:
				t.Errorf("jobs %d: at %d: %+v, %v", jobs, i, got, err)
			}
			i++
		}
		if i != 60 {
			t.Errorf("jobs %d: %d results, want 60", jobs, i)
		}
	}
}

// Breaking off or cancelling leaves no goroutine behind and reads no further
// than the queue is long.
func TestInOrderEndsEarly(t *testing.T) {
	before := runtime.NumGoroutine()
	var read atomic.Int32
	reports := func(yield func(*Report, error) bool) {
		for r, err := range numbered(1 << 20) {
			read.Add(1)
			if !yield(r, err) {
				return
			}
		}
	}
	for range inOrder(context.Background(), reports, 4, slow) {
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for _, err := range inOrder(ctx, reports, 4, slow) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("after a cancel: %v", last)
	}
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left of %d before", n, before)
	}
	if n := read.Load(); n > 100 {
		t.Errorf("%d reports read for two results", n)
	}
}

func TestInOrderGuards(t *testing.T) {
	var errs []string
	for _, err := range inOrder(context.Background(), numbered(5), 2, func(_ context.Context, r *Report) ([]Record, error) {
		if r.ID == "3" {
			panic("index out of range")
		}
		return nil, nil
	}) {
		if err != nil {
			errs = append(errs, err.Error())
		}
	}
	if len(errs) != 1 || !strings.HasPrefix(errs[0], "3: ") || !strings.Contains(errs[0], "index out of range") {
		t.Errorf("errors %q", errs)
	}
}
