package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/term"

	"demarche/beam/flink"
)

// tell prints a line of progress from time to time, until it is stopped.
func tell(progress func() string) (stop func()) {
	every, before, after := 10*time.Second, "", "\n"
	if term.IsTerminal(int(os.Stderr.Fd())) {
		every, before, after = time.Second, "\r\033[K", ""
	}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if line := progress(); line != "" {
					fmt.Fprint(os.Stderr, before+line+after)
				}
			case <-done:
				return
			}
		}
	}()
	return func() { close(done) }
}

// flinkProgress tells how far a job of that name has come on the cluster at an
// address. What cannot be asked is told instead.
func flinkProgress(ctx context.Context, address, name string) func() string {
	c := flink.Client{Address: address}
	return func() string {
		job, err := c.Job(ctx, name)
		if err != nil {
			return fmt.Sprintf("Flink does not tell how far it is: %v", err)
		}
		if job == nil {
			return "Flink has not begun"
		}
		line := fmt.Sprintf("%d of %d tasks done, %d running", job.Tasks["finished"], job.Tasks["total"], job.Tasks["running"])
		if n, err := c.Restarts(ctx, job.ID); err == nil && n > 0 {
			line += fmt.Sprintf(", begun anew %d times", n)
		}
		return line
	}
}
