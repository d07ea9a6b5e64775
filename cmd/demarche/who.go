package main

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/who"
)

func newWho(std streams) *cobra.Command {
	var on day
	cmd := &cobra.Command{
		Use:   "who NAME [--on DATE]",
		Short: "Show what the program knows of a party",
		Long: `Who shows whom a name stands for on a day: country, sector and office, all terms
on record, and the table and line that each of them comes from.`,
		Example: `  demarche who "Gustavo Petro" --on 2026-01-08
  demarche who Kremlin`,
		Args: atLeast(1, "a name"),
	}
	cmd.Flags().Var(&on, "on", "day that the answer is for; today when it is left out")
	files := rosterFlag(cmd)
	cmd.AddCommand(newWhoCheck(std))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		roster, err := rosterWith(*files)
		if err != nil {
			return err
		}
		when := on.value
		if when == "" {
			when = time.Now().Format(time.DateOnly)
		}
		date, _, err := who.ParseDay(when)
		if err != nil {
			return usagef("--on: %v", err)
		}
		name := strings.Join(args, " ")
		text, known := whoIs(roster, name, date)
		if _, err := lipgloss.Fprint(std.out, text); err != nil {
			return err
		}
		if !known {
			return errSome
		}
		return nil
	}
	return cmd
}

// whoIs tells all that a name can stand for, and what of it holds on the day.
func whoIs(roster *who.Roster, name string, date who.Day) (text string, known bool) {
	var b strings.Builder
	senses := roster.Lookup(name)
	if len(senses) == 0 {
		senses = roster.Lookup("the " + name) // seats of power mostly have an article
	}
	for _, s := range senses {
		if known {
			b.WriteString("\n")
		}
		known = true
		then := ""
		if !s.Holds(date) {
			then = ", but not on that day"
		}
		fmt.Fprintf(&b, "%s  %s, %s of %s%s\n", bold.Render(name), s.Entry.Kind, s.Form, s.Entry.Name, then)
		fmt.Fprintf(&b, "  on %s   %s\n", date, s.On(date))
		for _, t := range s.Entry.Terms {
			fmt.Fprintf(&b, "  %s   %s\n", stretch(t), faint.Render(t.Source))
		}
		var forms []string
		for _, a := range s.Entry.Aliases {
			forms = append(forms, a.Text)
		}
		if len(forms) > 0 {
			fmt.Fprintf(&b, "  also called  %s\n", someOf(forms, 12))
		}
	}
	if !known {
		fmt.Fprintf(&b, "%s is not in the roster\n", name)
	}
	return b.String(), known
}

// stretch is a term with its days.
func stretch(t who.Term) string {
	what := strings.TrimSpace(t.Country + " " + string(t.Sector))
	if t.Office != "" {
		what += ", " + t.Office
	}
	switch {
	case t.From <= who.Ever && t.To >= who.Never:
		return what
	case t.From <= who.Ever:
		return fmt.Sprintf("%s, until %s", what, t.To-1)
	case t.To >= who.Never:
		return fmt.Sprintf("%s, since %s", what, t.From)
	}
	return fmt.Sprintf("%s, %s to %s", what, t.From, t.To-1)
}
