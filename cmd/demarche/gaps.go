package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"demarche/coder"
	"demarche/report"
)

func newGaps(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gaps [--format FORM] [--limit N] PATH…",
		Short: "List the predicates between two known parties that no frame covers",
		Long: `Gaps reads reports and lists by frequency the verbs and nouns that stand between
two known parties of different countries and that no frame of the lexicon covers,
each with the first sentence it was met in. What is political among them is what
the lexicon lacks.`,
		Args: needs(cobra.MinimumNArgs(1), "at least one file or folder"),
	}
	form := format(cmd, "text", "json")
	limit := cmd.Flags().Int("limit", 50, "how many to list; 0 lists all")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := coder.New(coder.Options{})
		if err != nil {
			return err
		}
		unread := 0
		gaps := c.Gaps(func(yield func(*report.Report) bool) {
			for _, path := range args {
				for rep, err := range report.Open(cmd.Context(), path, report.Options{Stdin: std.in}) {
					if err != nil {
						unread++
						fmt.Fprintln(std.err, "demarche:", err)
						continue
					}
					if !yield(rep) {
						return
					}
				}
			}
		})
		if *limit > 0 && len(gaps) > *limit {
			gaps = gaps[:*limit]
		}
		if form.value == "json" {
			enc := json.NewEncoder(std.out)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(gaps); err != nil {
				return fmt.Errorf("writing gaps: %w", err)
			}
		} else {
			for _, g := range gaps {
				fmt.Fprintf(std.out, "%5d  %-22s %s\n", g.Count, g.Predicate, short(g.Example, std.width()-31))
			}
		}
		if unread > 0 {
			return errSome
		}
		return nil
	}
	return cmd
}

// short cuts text to n characters.
func short(text string, n int) string {
	r := []rune(text)
	if len(r) <= n || n < 2 {
		return text
	}
	return string(r[:n-1]) + "…"
}
