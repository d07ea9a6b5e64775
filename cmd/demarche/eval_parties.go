package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"demarche/english"
	"demarche/eval"
	"demarche/where"
	"demarche/who"
)

func evalParties(std streams) *cobra.Command {
	var (
		errors bool
		texts  []string
	)
	cmd := &cobra.Command{
		Use:   "parties [--texts FOLDER] GOLD_DIR",
		Short: "Score how parties are named in reports coded by hand",
		Long: `Parties looks up the words of each party that was coded by hand and tells for how
many of them country, sector and name are right. GOLD_DIR is as for "eval records".`,
		Args: exactly(1, "one folder of reports coded by hand"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().StringSliceVar(&texts, "texts", nil, "folder of the reports, if it is another")
	cmd.Flags().BoolVar(&errors, "errors", false, "list what was got wrong")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		parser, err := english.New()
		if err != nil {
			return err
		}
		roster, err := who.Load()
		if err != nil {
			return err
		}
		places, err := where.Load()
		if err != nil {
			return err
		}
		namer := who.NewNamer(roster)
		namer.KnowPlaces(places.CountryOf)
		s, err := eval.Parties(parser, namer, args[0], texts...)
		if err != nil {
			return err
		}
		var wrong strings.Builder
		if errors {
			for _, m := range s.Missed {
				fmt.Fprintf(&wrong, "%s: %q: want %s, got %s (%s)\n    %s\n", m.Report, m.Text, m.Want, m.Got, m.Why, oneLine(m.Sentence))
			}
		} else {
			s.Missed = nil
		}
		f := figures{heads: []string{"PERCENT", "right"}}
		f.add("country", percent(s.Country))
		f.add("sector", percent(s.Sector))
		f.add("name", percent(s.Name))
		return put(std, form.value, s, []figures{f},
			fmt.Sprintf("%s, %d parties with a country by hand", counted(s.Reports, "report"), s.Parties), wrong.String())
	}
	return cmd
}
