package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"demarche/eval"
	"demarche/report"
)

func evalLive(std streams) *cobra.Command {
	load := eval.LiveLoad{Rate: 50, Time: 10 * time.Minute, Sample: 15 * time.Second}
	cmd := &cobra.Command{
		Use:   "live [--rate N] [--time TIME] PATH...",
		Short: "Load a server with reports over feeds, and look for loss and growth",
		Long: `Live publishes reports at a steady rate in ten feeds on the loopback, lets a server
in a process of its own watch them and keep what comes, and follows its stream. The reports are made of
those at PATH, as "demarche eval store" does. It prints memory and goroutines as
time goes by, and what became of each report.`,
		Args: atLeast(1, "paths of real reports"),
	}
	form := format(cmd, "table", "json")
	f := cmd.Flags()
	f.IntVar(&load.Rate, "rate", load.Rate, "reports a second")
	f.DurationVar(&load.Time, "time", load.Time, "how long")
	f.DurationVar(&load.Sample, "sample", load.Sample, "time between two samples")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		if load.Rate < 1 || load.Time <= 0 || load.Sample <= 0 {
			return usagef("--rate, --time and --sample take more than nothing")
		}
		var sources []*report.Report
		for rep, err := range everything(ctx, args, report.Options{}) {
			if err == nil { // what is no report in these folders is no matter here
				sources = append(sources, rep)
			}
		}
		dir, err := os.MkdirTemp("", "demarche-live-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		load.File = filepath.Join(dir, "live.duckdb")
		if load.Program, err = os.Executable(); err != nil {
			return err
		}
		made := load.Rate * (int(load.Time/time.Second) + 2)
		res, err := eval.Live(ctx, eval.Archive(sources, made, 1), load, func(s eval.LiveSample) {
			fmt.Fprintf(std.err, "%4.0f s: %d published, %d handled, %.0f MB of heap, %.0f MB in all, %d goroutines\n", s.Seconds, s.Published, s.Handled, s.HeapMB, s.MemoryMB, s.Goroutines)
		})
		if err != nil {
			return err
		}
		course := figures{heads: []string{"SECONDS", "published", "handled", "heap MB", "memory MB", "goroutines"}}
		for _, s := range res.Samples {
			course.add(fmt.Sprintf("%.0f", s.Seconds), fmt.Sprint(s.Published), fmt.Sprint(s.Handled), fmt.Sprintf("%.1f", s.HeapMB), fmt.Sprintf("%.0f", s.MemoryMB), fmt.Sprint(s.Goroutines))
		}
		all := figures{heads: []string{"PUBLISHED", "stored", "copies", "refused", "lost", "changes streamed", "twice"}}
		all.add(fmt.Sprint(res.Published), fmt.Sprint(res.Stored), fmt.Sprint(res.Copies), fmt.Sprint(res.Refused), fmt.Sprint(res.Lost), fmt.Sprint(res.Streamed), fmt.Sprint(res.Twice))
		return put(std, form.value, res, []figures{course, all})
	}
	return cmd
}
