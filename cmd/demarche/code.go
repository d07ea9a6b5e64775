package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/record"
	"demarche/report"
)

// writer puts out the records of one report after another.
type writer interface {
	report(rep *report.Report, records []record.Record) error
	close() error
}

func newCode(std streams) *cobra.Command {
	var (
		published day
		limit     = size{report.DefaultLimit}
		workers   = jobs{runtime.GOMAXPROCS(0)}
	)
	cmd := &cobra.Command{
		Use:   "code [--published DATE] [--format FORM] [--jobs N] PATH|URL|- ...",
		Short: "Code reports: who did what to whom, when, and who says so",
		Long: `Code reads reports and prints their records. A report is a text file, an HTML
page, a line of JSON Lines (*.jsonl, with "title", "text", "published" and the
like), or a page of the web; a folder stands for all reports in it; - reads
standard input. A text may begin with lines Title:, Published:, Outlet: and URL:
and an empty line.

What cannot be read is told on standard error and skipped; the exit code is 1
then, 2 when the command line is wrong, and 0 when all was coded.`,
		Example: `  demarche code --published 2024-05-15 report.txt
  demarche code --format jsonl --jobs 4 archive/ > records.jsonl`,
		Args: atLeast(1, "the path of a report, a folder, a URL, or - for standard input"),
	}
	form := format(cmd, "table", "json", "jsonl", "csv")
	roster := rosterFlag(cmd)
	cmd.Flags().Var(&published, "published", "day of reports that name none, such as 2024-05-15")
	cmd.Flags().Var(&workers, "jobs", "how many reports are coded at a time")
	factcheck := cmd.Flags().Bool("notes", false, "note where a report contradicts what the program knows of leaders and offices")
	cmd.Flags().Var(&limit, "limit", "how long one report may be")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		own, err := options(*roster)
		if err != nil {
			return err
		}
		own.Notes = *factcheck
		coder, err := demarche.New(own)
		if err != nil {
			return err
		}
		run := coding{std: std, out: newWriter(form.value, std), progress: newProgress(std, args)}
		opt := report.Options{Limit: limit.bytes, Published: published.value, Stdin: std.in, PassedOver: run.passOver}
		err = run.all(coder.CodeAll(cmd.Context(), everything(cmd.Context(), args, opt), workers.n))
		run.progress.done()
		if err != nil {
			return err
		}
		return run.finish()
	}
	return cmd
}

// everything yields the reports of all paths in turn.
func everything(ctx context.Context, paths []string, opt report.Options) iter.Seq2[*report.Report, error] {
	return func(yield func(*report.Report, error) bool) {
		for _, path := range paths {
			for rep, err := range report.Open(ctx, path, opt) {
				if !yield(rep, err) {
					return
				}
			}
		}
	}
}

// coding is one run of "demarche code".
type coding struct {
	std      streams
	out      writer
	progress *progress
	coded    int
	failed   int
	passing  sync.Mutex
	passed   []string // files of folders left unread, as the reading goroutine comes by them
}

func (c *coding) passOver(path string) {
	c.passing.Lock()
	defer c.passing.Unlock()
	c.passed = append(c.passed, path)
}

// all writes the results as they come. What failed is told and counted; an
// error ends the run.
func (c *coding) all(results iter.Seq2[demarche.Coded, error]) error {
	for got, err := range results {
		switch {
		case errors.Is(err, context.Canceled):
			return err
		case err != nil:
			c.failed++
			c.progress.tell(func() { fmt.Fprintf(c.std.err, "demarche: %v\n", err) })
			continue
		}
		c.coded++
		c.progress.step()
		if err := c.progress.output(func() error { return c.out.report(got.Report, got.Records) }); err != nil {
			return fmt.Errorf("writing records: %w", err)
		}
	}
	return nil
}

// finish ends the output and tells what was left out.
func (c *coding) finish() error {
	if err := c.out.close(); err != nil {
		return fmt.Errorf("writing records: %w", err)
	}
	c.passing.Lock()
	defer c.passing.Unlock()
	if n := len(c.passed); n > 0 {
		fmt.Fprintf(c.std.err, "demarche: passed over %s whose ending is none of .txt, .text, .html, .htm, .xhtml, .jsonl, .ndjson (%s)\n",
			counted(n, "file"), someOf(c.passed, 3))
	}
	if c.failed > 0 {
		return errSome
	}
	if c.coded == 0 {
		fmt.Fprintln(c.std.err, "demarche: no reports there")
		return errSome
	}
	return nil
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// someOf lists the first few of a list.
func someOf(list []string, n int) string {
	if len(list) <= n {
		n = len(list)
	}
	s := ""
	for i, item := range list[:n] {
		if i > 0 {
			s += ", "
		}
		s += item
	}
	if len(list) > n {
		s += ", ..."
	}
	return s
}
