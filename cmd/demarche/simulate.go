package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"demarche/eval"
	"demarche/relation"
)

func evalTurns(std streams) *cobra.Command {
	s := eval.Simulation{Relations: 1000, Years: 4, Seed: 1}
	cmd := &cobra.Command{
		Use:   "turns [--relations N] [--years N] [--seed N]",
		Short: "Try the finding of turns on made-up relations with known changes",
		Args:  exactly(0, "no arguments"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().IntVar(&s.Relations, "relations", s.Relations, "how many relations are made up")
	cmd.Flags().Float64Var(&s.Years, "years", s.Years, "length of each")
	cmd.Flags().Uint64Var(&s.Seed, "seed", s.Seed, "start of the random numbers")
	cmd.RunE = func(_ *cobra.Command, _ []string) error {
		if s.Relations < 1 || !(s.Years > 0) {
			return usagef("--relations and --years: they take numbers above 0")
		}
		rules := map[string]eval.TurnRule{
			"change points":          relation.Turns,
			"moving average of 5":    eval.MovingAverage(5, 3),
			"moving average of 8":    eval.MovingAverage(8, 3),
			"the same, 4 apart":      eval.MovingAverage(5, 4),
			"moving average of 8, 2": eval.MovingAverage(8, 2),
		}
		order := []string{"change points", "moving average of 5", "the same, 4 apart", "moving average of 8", "moving average of 8, 2"}
		scores := eval.Simulate(s, rules, order)
		f := figures{heads: []string{"RULE", "changes", "found", "share", "median delay", "false alarms", "a year"}}
		for _, r := range scores {
			f.add(r.Rule, number(r.Changes), number(r.Found), share(r.Detection), fmt.Sprint(r.Delay), number(r.False), share(r.FalseYearly))
		}
		return put(std, form.value, scores, []figures{f},
			fmt.Sprintf("%s of %v years; delay in events after the change, seeing no more than these", counted(s.Relations, "relation"), s.Years))
	}
	return cmd
}

func evalMerging(std streams) *cobra.Command {
	var sizes []int
	cmd := &cobra.Command{
		Use:   "merging [--records N,...]",
		Short: "Measure what merging made-up records takes",
		Args:  exactly(0, "no arguments"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().IntSliceVar(&sizes, "records", []int{10_000, 100_000, 1_000_000}, "how many records are made up")
	cmd.RunE = func(_ *cobra.Command, _ []string) error {
		var costs []eval.MergeCost
		f := figures{heads: []string{"RECORDS", "reports", "happenings", "events", "add", "merge", "CPU", "CPU µs a record", "records MB", "merger MB"}}
		for _, n := range sizes {
			if n < 1 {
				return usagef("--records: it takes numbers above 0")
			}
			c := eval.Merging(n, 1)
			costs = append(costs, c)
			f.add(number(c.Records), number(c.Reports), number(c.True), number(c.Events),
				c.Add.Round(time.Millisecond).String(), c.Merge.Round(time.Millisecond).String(),
				c.CPU.Round(time.Millisecond).String(), fmt.Sprintf("%.1f", float64(c.CPU.Microseconds())/float64(c.Records)),
				number(int(c.Input>>20)), number(int(c.Merger>>20)))
		}
		return put(std, form.value, costs, []figures{f})
	}
	return cmd
}
