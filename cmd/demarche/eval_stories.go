package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"demarche/coder"
	"demarche/eval"
	"demarche/record"
	"demarche/report"
)

func evalStories(std streams) *cobra.Command {
	var misses bool
	cmd := &cobra.Command{
		Use:   "stories [--part PART] FILE.jsonl",
		Short: "Count the stories that yield a record of the type they were invented for",
		Long: `Stories codes invented stories (JSON lines of type, mode, title and text, plain or
gzipped, as those of NGEC) and counts those that yield a record of their type, and
of their mode. Titles are coded by themselves as well. The parts even and odd hold
every other title with its stories.`,
		Args: exactly(1, "one file of stories"),
	}
	form := format(cmd, "table", "json")
	part := &choice{eval.AllStories, []string{eval.AllStories, eval.EvenStories, eval.OddStories}}
	cmd.Flags().Var(part, "part", "which stories: all, even or odd")
	cmd.Flags().BoolVar(&misses, "errors", false, "list the titles and stories that yield none")
	alone := framesAlone(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := coder.New(coder.Options{FramesAlone: *alone})
		if err != nil {
			return err
		}
		s, err := eval.Stories(func(rep *report.Report) ([]record.Record, error) { return c.Code(cmd.Context(), rep) }, args[0], part.value)
		if err != nil {
			return err
		}
		var list strings.Builder
		if misses {
			for _, m := range s.Misses {
				kind := "story"
				if m.Title {
					kind = "title"
				}
				fmt.Fprintf(&list, "%s %s %s, got %v\n    %s\n", kind, m.Type, m.Mode, m.Got, oneLine(m.Text))
			}
		} else {
			s.Misses = nil
		}
		f := figures{heads: []string{"TYPE", "stories", "type", "mode", "titles", "type", "others only"}}
		for _, t := range append(s.Types, s.All) {
			f.add(string(t.Type), number(t.Stories), ratio(t.Story, t.Stories), ratio(t.Mode, t.Moded), number(t.Titles), ratio(t.Title, t.Titles), ratio(t.Misguided, t.Titles))
		}
		return put(std, form.value, s, []figures{f}, fmt.Sprintf("%d records of %d stories", s.Records, s.Stories), list.String())
	}
	return cmd
}
