package main

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

func newMatters(std streams) *cobra.Command {
	var (
		f            store.MatterFilter
		by, to, pair []string
		kinds        []string
		since, until day
	)
	cmd := &cobra.Command{
		Use:   "matters [--open] [--by A,...] [--to B,...] [--pair A,B] [PATH...]",
		Short: "Keep the book of what is pending between countries",
		Long: `Matters lists invitations, promises, threats, demands, sanctions and talks from
the event that opened each to the one that ended it. Every step names its day and
the words it was read from. Where paths are given, the reports there are coded and
asked instead of the store.`,
		Example: `  demarche matters --open --pair USA,COL
  demarche matters --by USA --to Colombia --format json reports/`,
	}
	form := format(cmd, "table", "json")
	flags := cmd.Flags()
	flags.BoolVar(&f.Open, "open", false, "only what is still pending")
	flags.StringSliceVar(&by, "by", nil, "only what one of these countries opened, by code or name")
	flags.StringSliceVar(&to, "to", nil, "only what one of these countries is to answer")
	flags.StringSliceVar(&pair, "pair", nil, "only between these two countries, such as USA,COL")
	flags.StringSliceVar(&kinds, "kind", nil, "only of these kinds, such as invitation")
	flags.StringVar(&f.Text, "text", "", "only where all these words stand in what tells of it")
	flags.Var(&since, "since", "only what moved on this day or later")
	flags.Var(&until, "until", "only what was opened up to this day")
	ask := askingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		roster, err := who.Load()
		if err != nil {
			return err
		}
		sides := filter{actors: by, recipients: to, pair: pair}
		asked, err := sides.filter(roster)
		if err != nil {
			return err
		}
		f.By, f.To, f.Pair, f.Since, f.Until = asked.Actors, asked.Recipients, asked.Pair, since.value, until.value
		for _, k := range kinds {
			if !slices.Contains(relation.Kinds(), relation.Kind(k)) {
				return usagef("--kind: it takes one of: %s", join(relation.Kinds()))
			}
			f.Kinds = append(f.Kinds, relation.Kind(k))
		}
		return ask.in(cmd.Context(), std, args, func(s *store.Store) error {
			found, _, err := s.Matters(cmd.Context(), f, store.Page{Sort: "opened"})
			if err != nil {
				return err
			}
			list := store.Followed(found)
			if form.value == "json" {
				err = indented(std.out, list)
			} else {
				_, err = lipgloss.Fprint(std.out, flush(mattersTable(std, list)))
			}
			if err != nil {
				return fmt.Errorf("writing matters: %w", err)
			}
			return nil
		})
	}
	return cmd
}

// mattersTable lists matters with their steps.
func mattersTable(std streams, list []*relation.Matter) string {
	if len(list) == 0 {
		return "no matters\n"
	}
	g := grid{heads: []string{"SINCE", "WHAT", "BY", "TO", "STANDS", "STEPS"}, most: []int{10, 10, 4, 4, 12}}
	for _, m := range list {
		g.rows = append(g.rows, []string{m.Opened(), string(m.Kind), m.By, m.To, string(m.State()), stepsCell(m)})
	}
	return g.draw(std.width(), func(row, col int) lipgloss.Style {
		if col == 4 && list[row].Open() {
			return bold
		}
		return lipgloss.NewStyle()
	}) + "\n"
}

// stepsCell tells the steps of a matter, one below the other: the first and the
// last few where they are many.
func stepsCell(m *relation.Matter) string {
	const most = 6
	var lines []string
	for i, s := range m.Steps {
		if len(m.Steps) > most && i >= 2 && i < len(m.Steps)-3 {
			if i == 2 {
				lines = append(lines, fmt.Sprintf("  … %d more steps", len(m.Steps)-5))
			}
			continue
		}
		line := s.Date + " " + string(s.State)
		if s.For != "" {
			line += " for " + s.For
		}
		if s.Words != "" {
			line += ": " + clip(s.Words, 160)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
