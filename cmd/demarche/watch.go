package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche"
	"demarche/feed"
	"demarche/report"
	"demarche/store"
)

func newWatch(std streams) *cobra.Command {
	var (
		every, gap           time.Duration
		private, anyLanguage bool
		once, status         bool
		rules                string
		logs                 string
	)
	cmd := &cobra.Command{
		Use:   "watch [--db FILE] [--every TIME] [--once] FEED|FOLDER|LIST ...",
		Short: "Watch feeds and folders, and keep what appears in them",
		Long: `Watch looks again and again at feeds (RSS, Atom, JSON Feed) and folders, codes
each report that appears there once and keeps it in the store; events, relations
and matters follow within seconds. LIST is a file of OPML or YAML that names feeds
and folders.

Where a feed was read up to is kept in the store, so that it can be stopped at any
time. --status shows how each source is doing.`,
		Example: `  demarche watch https://news.example.org/world.rss drop/
  demarche watch --every 10m feeds.opml
  demarche watch --status`,
	}
	db := storeFlag(cmd)
	form := format(cmd, "text", "json")
	f := cmd.Flags()
	f.DurationVar(&every, "every", feed.DefaultEvery, "how often a source is looked at")
	f.DurationVar(&gap, "gap", feed.DefaultGap, "pause between two requests to one host")
	f.BoolVar(&private, "allow-private", false, "let addresses lead to private networks")
	f.BoolVar(&anyLanguage, "any-language", false, "keep reports too that seem not to be in English")
	f.StringVar(&rules, "alerts", "", "file of rules for alerts; see demarche alerts")
	f.BoolVar(&once, "once", false, "look once at each source whose time has come, and end")
	f.BoolVar(&status, "status", false, "show how each source is doing, and end")
	f.StringVar(&logs, "log", "text", "form of the log: text, json or all")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if status {
			return watchStatus(cmd.Context(), std, *db, form.value)
		}
		if len(args) == 0 {
			return usagef("%s wants a feed, a folder or a list of them", cmd.CommandPath())
		}
		sources, err := feed.Sources(args)
		if err != nil {
			return err
		}
		log, err := logger(std, logs)
		if err != nil {
			return err
		}
		return watch(cmd.Context(), *db, rules, once, feed.Options{
			Sources: sources, Every: every, Gap: gap, Private: private, AnyLanguage: anyLanguage, Log: log,
		})
	}
	return cmd
}

// watch keeps what appears in the sources until the context ends, and sends
// what the file of rules asks for.
func watch(ctx context.Context, file, rules string, once bool, opt feed.Options) (err error) {
	s, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		return err
	}
	fresh := make(chan struct{}, 1)
	opt.Keep = s
	opt.Sink = func(ctx context.Context, rep *report.Report) error {
		if err := keepOne(ctx, s, coder, rep); err != nil {
			return err
		}
		select {
		case fresh <- struct{}{}:
		default:
		}
		return nil
	}
	w, err := feed.New(ctx, opt)
	if err != nil {
		return err
	}
	alerts, err := startAlerts(ctx, s, rules, opt.Log)
	if err != nil {
		return err
	}
	defer alerts.close()
	follow := func() error {
		change, err := s.Update(context.WithoutCancel(ctx), nil)
		if err == nil && len(change.Events) > 0 {
			opt.Log.Info("events are up to date", "events", len(change.Events), "relations", len(change.Pairs))
		}
		alerts.wake()
		return err
	}
	if err := follow(); err != nil { // it may have been stopped before
		return err
	}
	if once {
		_, err := w.Round(ctx)
		return errors.Join(err, follow(), alerts.finish(ctx))
	}
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	for {
		select {
		case err := <-ended:
			if errors.Is(err, context.Canceled) {
				err = nil // the way to end it
			}
			return errors.Join(err, follow())
		case <-fresh:
			if err := follow(); err != nil {
				opt.Log.Error("bringing events up to date", "error", err)
			}
		}
	}
}

// keepOne codes a report and puts it into the store, unless it is there.
func keepOne(ctx context.Context, s *store.Store, coder *demarche.Coder, rep *report.Report) error {
	has, err := s.Has(ctx, rep)
	if err != nil || has {
		return err
	}
	records, err := coder.Code(ctx, rep)
	if err != nil {
		return err
	}
	results, err := s.Add(context.WithoutCancel(ctx), []store.Coded{{Report: rep, Records: records, By: codedBy(nil)}})
	if err != nil {
		return err
	}
	return results[0].Err
}

// watchStatus shows how the sources of a store are doing.
func watchStatus(ctx context.Context, std streams, file, form string) error {
	s, err := openCurrent(ctx, file)
	if err != nil {
		return err
	}
	list, err := feed.Status(ctx, s)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	if form == "json" {
		return indented(std.out, list)
	}
	g := grid{heads: []string{"SOURCE", "LAST OK", "NEXT", "REPORTS", "LAG", "REMARKS"}, most: []int{44, 16, 16, 8, 8}}
	for _, h := range list {
		var remarks []string
		if h.Error != "" {
			remarks = append(remarks, fmt.Sprintf("failed %s: %s", times(h.Fails), h.Error))
		}
		for _, n := range []struct {
			n    int
			what string
		}{{h.Carried, "carried"}, {h.Copies, "copies"}, {h.Foreign, "not in English"}, {h.Unread, "unreadable"}, {h.Refused, "refused"}} {
			if n.n > 0 {
				remarks = append(remarks, fmt.Sprintf("%d %s", n.n, n.what))
			}
		}
		lag := "-"
		if h.Lag() > 0 {
			lag = h.Lag().Round(time.Minute).String()
			lag = strings.TrimSuffix(lag, "0s")
		}
		g.rows = append(g.rows, []string{
			h.Source, moment(h.OK), moment(h.Next), fmt.Sprint(h.Handed), lag, cmp.Or(strings.Join(append(remarks, h.Remarks...), "\n"), "-"),
		})
	}
	_, err = lipgloss.Fprint(std.out, flush(g.draw(std.width(), func(int, int) lipgloss.Style { return lipgloss.NewStyle() }))+"\n")
	return err
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// moment is a time of the clock, "never" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format("2006-01-02 15:04")
}
