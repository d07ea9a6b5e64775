package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/eval"
	"demarche/record"
	"demarche/relation"
	"demarche/report"
)

func evalArcs(std streams) *cobra.Command {
	var errors bool
	cmd := &cobra.Command{
		Use:   "arcs DIR",
		Short: "Score events, turns and matters of relations against their keys",
		Long: `Arcs reads folders of reports, each with the key of a relation in gold.json, and
scores what is found: events by type, both parties' countries and date (two days
either way), turns by window and direction, matters by kind, parties and final
state. "Per event" is how many events were found for each of the key's that was
found at all; more than 1 means that one happening was taken for several.`,
		Args: exactly(1, "one folder of arcs"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().BoolVar(&errors, "errors", false, "list what was got wrong")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		coder, err := demarche.New(demarche.Options{})
		if err != nil {
			return err
		}
		code := func(dir string) ([]string, [][]record.Record, error) {
			return codeFolder(cmd.Context(), coder, dir)
		}
		s, err := eval.Arcs(code, args[0], relation.Options{})
		if err != nil {
			return err
		}
		var wrong strings.Builder
		for i := range s.Arcs {
			if errors {
				fmt.Fprintf(&wrong, "%s\n", s.Arcs[i].Arc)
				for _, d := range s.Arcs[i].Disagree {
					fmt.Fprintf(&wrong, "    %s\n", oneLine(d))
				}
			} else {
				s.Arcs[i].Disagree = nil
			}
		}
		f := figures{heads: []string{"ARC", "events by hand", "found", "right", "turns", "found", "right", "matters", "found", "right"}}
		for _, a := range s.Arcs {
			f.add(a.Arc, number(a.Events.Gold), number(a.Events.Found), number(a.Events.Right),
				number(a.Turns.Gold), number(a.Turns.Found), number(a.Turns.Right),
				number(a.Matters.Gold), number(a.Matters.Found), number(a.Matters.Right))
		}
		all := figures{heads: []string{"PERCENT", "precision", "recall", "F1"}}
		for _, l := range []struct {
			name string
			r    eval.Ratio
		}{{"events", s.Events}, {"turns", s.Turns}, {"matters", s.Matters}} {
			all.add(l.name, percent(l.r.Precision), percent(l.r.Recall), percent(l.r.F1))
		}
		return put(std, form.value, s, []figures{f, all}, fmt.Sprintf("events found per event: %.2f", s.PerEvent), wrong.String())
	}
	return cmd
}

// codeFolder codes the reports of a folder and gives their texts and records.
func codeFolder(ctx context.Context, coder *demarche.Coder, dir string) (texts []string, records [][]record.Record, err error) {
	for rep, err := range report.Open(ctx, dir, report.Options{AnyLanguage: true}) {
		if err != nil {
			return nil, nil, err
		}
		got, err := coder.Code(ctx, rep)
		if err != nil {
			return nil, nil, err
		}
		texts, records = append(texts, rep.Text), append(records, got)
	}
	return texts, records, nil
}
