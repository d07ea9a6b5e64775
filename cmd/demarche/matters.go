package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/event"
	"demarche/relation"
	"demarche/who"
)

func newMatters(std streams) *cobra.Command {
	var (
		open   bool
		by, to string
		until  day
	)
	cmd := &cobra.Command{
		Use:   "matters [--open] [--by A] [--to B] PATH...",
		Short: "Keep the book of what is pending between countries",
		Long: `Matters codes reports and follows invitations, promises, threats, demands,
sanctions and talks from the event that opened each to the one that ended it.
Every step names its day and the words it was read from.`,
		Example: `  demarche matters --open reports/
  demarche matters --by USA --to Colombia --format json reports/`,
		Args: atLeast(1, "the path of a report or a folder"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().BoolVar(&open, "open", false, "only what is still pending")
	cmd.Flags().StringVar(&by, "by", "", "only matters that this country opened, by code or name")
	cmd.Flags().StringVar(&to, "to", "", "only matters that this country is to answer")
	cmd.Flags().Var(&until, "until", "day for which lapsed matters are reckoned; that of the last report when it is left out")
	read := readingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		roster, err := who.Load()
		if err != nil {
			return err
		}
		if by, err = countryFlag(roster, "by", by); err != nil {
			return err
		}
		if to, err = countryFlag(roster, "to", to); err != nil {
			return err
		}
		events, failed, err := read.events(cmd.Context(), std, args)
		if err != nil {
			return err
		}
		list := relation.Matters(events, relation.Options{Until: until.value})
		list = slices.DeleteFunc(list, func(m *relation.Matter) bool {
			return open && !m.Open() || by != "" && m.By != by || to != "" && m.To != to
		})
		if form.value == "json" {
			err = indented(std.out, list)
		} else {
			_, err = lipgloss.Fprint(std.out, flush(mattersTable(std, list)))
		}
		if err != nil {
			return fmt.Errorf("writing matters: %w", err)
		}
		if failed {
			return errSome
		}
		return nil
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

// keyEvents are the events that carry a story: those that made a turn, and of
// the others the weightiest, in order of time.
func keyEvents(r *relation.Relation, n int) []*event.Event {
	made := map[string]bool{}
	for _, t := range r.Turns {
		for _, id := range t.Because {
			made[id] = true
		}
	}
	list := slices.Clone(r.Events)
	slices.SortStableFunc(list, func(a, b *event.Event) int {
		return cmp.Or(
			cmp.Compare(rank(b, made), rank(a, made)),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.ID, b.ID),
		)
	})
	list = list[:min(n, len(list))]
	order := map[*event.Event]int{}
	for i, e := range r.Events {
		order[e] = i
	}
	slices.SortFunc(list, func(a, b *event.Event) int { return cmp.Compare(order[a], order[b]) })
	return list
}

func rank(e *event.Event, made map[string]bool) float64 {
	w := float64(e.Voices)
	if made[e.ID] {
		w += 1.5
	}
	if e.Score < 0 {
		return w - e.Score/20
	}
	return w + e.Score/20
}
