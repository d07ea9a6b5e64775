package demarche

import (
	"context"
	"fmt"
	"iter"
)

// task is one report on its way through inOrder. done is closed once the other
// fields are settled.
type task struct {
	coded Coded
	err   error
	done  chan struct{}
}

// inOrder hands reports to several goroutines and yields the results in the
// order of the reports. Each task goes into two channels: "queue", from which
// results are taken in order, and "work", from which the goroutines serve
// themselves. The queue's length bounds how far reading runs ahead.
func inOrder(ctx context.Context, reports iter.Seq2[*Report, error], jobs int, code func(context.Context, *Report) ([]Record, error)) iter.Seq2[Coded, error] {
	jobs = max(jobs, 1)
	return func(yield func(Coded, error) bool) {
		inner, stop := context.WithCancel(ctx)
		defer stop() // ends the goroutines when the caller has had enough
		queue, work := make(chan *task, 2*jobs), make(chan *task)
		go feed(inner, reports, queue, work)
		for range jobs {
			go func() {
				for t := range work {
					t.coded.Records, t.err = guarded(inner, t.coded.Report, code)
					close(t.done)
				}
			}()
		}
		for {
			var t *task
			select {
			case t = <-queue:
			case <-ctx.Done():
				yield(Coded{}, ctx.Err())
				return
			}
			if t == nil {
				return // all is done
			}
			select {
			case <-t.done:
			case <-ctx.Done():
				yield(Coded{}, ctx.Err())
				return
			}
			if !yield(t.coded, t.err) {
				return
			}
		}
	}
}

// feed puts reports into the queue and, if they could be read, to work.
func feed(ctx context.Context, reports iter.Seq2[*Report, error], queue, work chan<- *task) {
	defer close(queue)
	defer close(work)
	for rep, err := range reports {
		t := &task{coded: Coded{Report: rep}, err: err, done: make(chan struct{})}
		select {
		case queue <- t:
		case <-ctx.Done():
			return
		}
		if err != nil {
			close(t.done)
			continue
		}
		select {
		case work <- t:
		case <-ctx.Done():
			return
		}
	}
}

// guarded codes one report; a fault of the program in it is that report's error
// and does not lose the others.
func guarded(ctx context.Context, rep *Report, code func(context.Context, *Report) ([]Record, error)) (records []Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			records, err = nil, fmt.Errorf("%s: the coder failed on it, which is a fault of the program: %v", rep.ID, p)
		}
	}()
	return code(ctx, rep)
}
