package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/eval"
	"demarche/report"
)

func evalStore(std streams) *cobra.Command {
	n, seed := 100_000, uint64(1)
	cmd := &cobra.Command{
		Use:   "store [--reports N] [--db FILE] PATH...",
		Short: "Measure what it takes to keep and ask an archive made of real reports",
		Long: `Store makes an archive of the reports at PATH: their paragraphs shuffled, their
days spread over ten years, one in ten a near copy. It codes them on one core,
keeps them in a new store and asks it ten questions.`,
		Args: atLeast(1, "paths of real reports to make the archive of"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().IntVar(&n, "reports", n, "how many reports are made")
	cmd.Flags().Uint64Var(&seed, "seed", seed, "start of the random numbers")
	file := cmd.Flags().String("db", "", "file to keep the store in; it is removed at the end when this is left out")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		ctx := cmd.Context()
		if n < 1 {
			return usagef("--reports: it takes a number above 0")
		}
		var sources []*report.Report
		for rep, err := range everything(ctx, args, report.Options{}) {
			if err == nil { // what is no report in these folders is no matter here
				sources = append(sources, rep)
			}
		}
		if *file == "" {
			dir, err := os.MkdirTemp("", "demarche-store-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			*file = filepath.Join(dir, "archive.duckdb")
		}
		coder, err := demarche.New(demarche.Options{})
		if err != nil {
			return err
		}
		bar := newStages(std, "keeping")
		cost, err := eval.Keep(ctx, coder.Code, eval.Archive(sources, n, seed), *file, func() { bar.step("reports", 1) })
		bar.done()
		if err != nil {
			return err
		}
		all := figures{heads: []string{"REPORTS", "records", "events", "code", "add", "update", "of coding", "clock", "file MB", "peak MB"}}
		kept := cost.Add + cost.Update
		all.add(number(cost.Reports), number(cost.Records), number(cost.Events), rounded(cost.Code), rounded(cost.Add), rounded(cost.Update),
			fmt.Sprintf("%.2f", kept.Seconds()/cost.Code.Seconds()), rounded(cost.Clock),
			fmt.Sprintf("%.0f", float64(cost.Bytes)/1e6), fmt.Sprintf("%.0f", float64(cost.Peak)/1e6))
		asked := figures{heads: []string{"QUESTION", "rows", "first ms", "then ms"}}
		for _, q := range cost.Queries {
			asked.add(q.Name, number(q.Rows), millis(q.Cold), millis(q.Warm))
		}
		return put(std, form.value, cost, []figures{all, asked})
	}
	return cmd
}

func rounded(d time.Duration) string { return d.Round(100 * time.Millisecond).String() }

func millis(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }
