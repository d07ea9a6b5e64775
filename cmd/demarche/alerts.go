package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/alert"
	"demarche/store"
	"demarche/who"
)

func newAlerts(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "alerts COMMAND",
		Short: "Check and try rules for alerts; list what was sent",
		Long: `Alerts are sent by "demarche watch --alerts RULES" and "demarche serve --alerts
RULES" to webhooks, by e-mail or to a file, when something happens that a rule asks
for. Every alert carries the sentences behind it.`,
		Args: needs(cobra.NoArgs, "a command: check, test or list"),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newAlertsCheck(std), newAlertsTest(std), newAlertsList(std))
	return cmd
}

func newAlertsCheck(std streams) *cobra.Command {
	var since time.Duration
	cmd := &cobra.Command{
		Use:   "check [--since TIME [--db FILE]] RULES",
		Short: "Check a file of rules, and show what they would have told of",
		Example: `  demarche alerts check rules.yaml
  demarche alerts check --since 168h rules.yaml`,
		Args: exactly(1, "a file of rules"),
	}
	db := storeFlag(cmd)
	cmd.Flags().DurationVar(&since, "since", 0, "show what the rules would have told of within this time; nothing is sent")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rules, roster, err := loadRules(args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s and %s: no fault\n", counted(len(rules.List), "rule"), counted(len(rules.Channels), "channel"))
		if since == 0 {
			return nil
		}
		s, err := openCurrent(cmd.Context(), *db)
		if err != nil {
			return err
		}
		return errors.Join(wouldTell(cmd.Context(), std, s, rules, roster, time.Now().Add(-since)), s.Close())
	}
	return cmd
}

func loadRules(path string) (*alert.Rules, *who.Roster, error) {
	roster, err := who.Load()
	if err != nil {
		return nil, nil, err
	}
	rules, err := alert.Load(path, roster)
	return rules, roster, err
}

// wouldTell prints the alerts that follow from the changes since a time.
func wouldTell(ctx context.Context, std streams, s *store.Store, rules *alert.Rules, roster *who.Roster, since time.Time) error {
	changes, err := s.ChangesSince(ctx, since)
	if err != nil {
		return err
	}
	list, err := alert.New(s, rules, roster, slog.Default(), nil).Against(ctx, changes)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, a := range list {
		if !seen[a.Key] {
			seen[a.Key] = true
			fmt.Fprintf(std.out, "\n%s", alert.Text(a))
		}
	}
	_, err = fmt.Fprintf(std.out, "\n%s from %s\n", counted(len(seen), "alert"), counted(len(changes), "change"))
	return err
}

func newAlertsTest(std streams) *cobra.Command {
	var only []string
	cmd := &cobra.Command{
		Use:   "test [--channel NAME] RULES",
		Short: "Send a test to the channels of a file of rules",
		Args:  exactly(1, "a file of rules"),
	}
	cmd.Flags().StringSliceVar(&only, "channel", nil, "only this channel; may be given again")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rules, _, err := loadRules(args[0])
		if err != nil {
			return err
		}
		names := only
		if len(names) == 0 {
			names = slices.Sorted(maps.Keys(rules.Channels))
		}
		failed := false
		for _, name := range names {
			if err := rules.Try(cmd.Context(), name, alert.Sample(time.Now())); err != nil {
				failed = true
				fmt.Fprintf(std.err, "demarche: channel %s: %v\n", name, err)
				continue
			}
			fmt.Fprintf(std.out, "%s has taken the test\n", name)
		}
		if failed {
			return errSome
		}
		return nil
	}
	return cmd
}

func newAlertsList(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list [--db FILE] [--waiting]",
		Short: "List the alerts of a store: sent, waiting and given up",
		Args:  needs(cobra.NoArgs, "no arguments"),
	}
	db, form := storeFlag(cmd), format(cmd, "text", "json")
	waiting := cmd.Flags().Bool("waiting", false, "only what was not sent yet")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := openCurrent(cmd.Context(), *db)
		if err != nil {
			return err
		}
		list, err := alert.Outbox(cmd.Context(), s)
		if err := errors.Join(err, s.Close()); err != nil {
			return err
		}
		if *waiting {
			list = slices.DeleteFunc(list, func(e *alert.Entry) bool { return !e.Waits() })
		}
		if form.value == "json" {
			if list == nil {
				list = []*alert.Entry{}
			}
			return indented(std.out, list)
		}
		g := grid{heads: []string{"MADE", "RULE", "TO", "STATE", "ALERT"}, most: []int{16, 24, 16, 30}}
		for _, e := range list {
			state := "sent " + moment(e.Sent)
			switch {
			case e.Failed:
				state = "given up: " + e.Error
			case e.Waits() && e.Error != "":
				state = fmt.Sprintf("failed %s, next %s: %s", times(e.Tries), moment(e.Due), e.Error)
			case e.Waits():
				state = "waiting"
			}
			g.rows = append(g.rows, []string{moment(e.Made), e.Rule, e.Channel, state, e.Title})
		}
		_, err = lipgloss.Fprint(std.out, flush(g.draw(std.width(), func(int, int) lipgloss.Style { return lipgloss.NewStyle() }))+"\n")
		return err
	}
	return cmd
}

// sending sends alerts beside what else a program does; nil where there are no
// rules.
type sending struct {
	engine *alert.Engine
	news   chan struct{} // holds one when the store has changed
	stop   context.CancelFunc
	ended  chan struct{}
}

// startAlerts begins to send what a file of rules asks for, "" for none.
func startAlerts(ctx context.Context, s *store.Store, path string, log *slog.Logger) (*sending, error) {
	if path == "" {
		return nil, nil
	}
	rules, roster, err := loadRules(path)
	if err != nil {
		return nil, err
	}
	a := &sending{engine: alert.New(s, rules, roster, log, nil), news: make(chan struct{}, 1), ended: make(chan struct{})}
	if _, err := a.engine.Check(ctx); err != nil { // before anything new comes
		return nil, err
	}
	ctx, a.stop = context.WithCancel(ctx)
	go func() {
		defer close(a.ended)
		if err := a.engine.Run(ctx, a.news); err != nil && !errors.Is(err, context.Canceled) {
			log.Error("alerts", "error", err)
		}
	}()
	return a, nil
}

// wake tells that the store has changed.
func (a *sending) wake() {
	if a == nil {
		return
	}
	select {
	case a.news <- struct{}{}:
	default:
	}
}

// close ends the sending.
func (a *sending) close() {
	if a != nil {
		a.stop()
		<-a.ended
	}
}

// finish ends the sending after one more try of all that is due.
func (a *sending) finish(ctx context.Context) error {
	if a == nil {
		return nil
	}
	a.close()
	if _, err := a.engine.Check(ctx); err != nil {
		return err
	}
	_, err := a.engine.Deliver(ctx)
	return err
}
