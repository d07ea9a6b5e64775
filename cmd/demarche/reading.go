package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/event"
	"demarche/report"
	"demarche/who"
)

// reading is how the commands that look at many reports together read them.
type reading struct {
	published day
	limit     size
	workers   jobs
}

// readingFlags adds the flags of reading reports.
func readingFlags(cmd *cobra.Command) *reading {
	r := &reading{limit: size{report.DefaultLimit}, workers: jobs{runtime.GOMAXPROCS(0)}}
	cmd.Flags().Var(&r.published, "published", "day of reports that name none, such as 2024-05-15")
	cmd.Flags().Var(&r.workers, "jobs", "how many reports are coded at a time")
	cmd.Flags().Var(&r.limit, "limit", "how long one report may be")
	return r
}

// events reads and codes the reports at paths and merges their records. What
// cannot be read is told and left out; failed says whether there was any.
func (r *reading) events(ctx context.Context, std streams, paths []string) (events []*event.Event, failed bool, err error) {
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		return nil, false, err
	}
	merger, bar, n := event.NewMerger(), newProgress(std, paths), 0
	opt := report.Options{Limit: r.limit.bytes, Published: r.published.value, Stdin: std.in}
	for got, err := range coder.CodeAll(ctx, everything(ctx, paths, opt), r.workers.n) {
		switch {
		case errors.Is(err, context.Canceled):
			return nil, false, err
		case err != nil:
			failed = true
			bar.tell(func() { fmt.Fprintf(std.err, "demarche: %v\n", err) })
			continue
		}
		n++
		bar.step()
		merger.Add(got.Report.Text, got.Records)
	}
	bar.done()
	if n == 0 {
		fmt.Fprintln(std.err, "demarche: no reports there")
		failed = true
	}
	return merger.Events(), failed, nil
}

// country is the code of a country that is named by its code or in words.
func country(roster *who.Roster, name string) (string, error) {
	if _, ok := roster.State(strings.ToUpper(name)); ok {
		return strings.ToUpper(name), nil
	}
	today, _, err := who.ParseDay(time.Now().Format(time.DateOnly))
	if err != nil {
		return "", err
	}
	for _, form := range [...]string{name, "the " + name, strings.ToUpper(name)} {
		for _, s := range roster.Lookup(form) {
			if id := s.On(today); id.Country != "" {
				return id.Country, nil
			}
		}
	}
	return "", usagef("%q is no country that is known; codes are ISO 3166-1 alpha-3, such as NOR", name)
}

// stateName is the name of a country in words, or its code.
func stateName(roster *who.Roster, code string) string {
	if e, ok := roster.State(code); ok {
		return e.Name
	}
	return code
}

// countryFlag reads a flag that names a country, "" when it was left out.
func countryFlag(roster *who.Roster, name, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	code, err := country(roster, value)
	if err != nil {
		return "", usagef("--%s: %v", name, err)
	}
	return code, nil
}
