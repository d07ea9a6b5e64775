package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"demarche/english"
	"demarche/eval"
	"demarche/where"
	"demarche/who"
)

func evalEntities(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "entities FILE",
		Short: "Score the recognition of people, organisations and places in annotated reports",
		Long: `Score the recognition of people, organisations and places, exact spans, in annotated
reports. For the reports that the tagger was trained on this tells how well it fits
them, no more.`,
		Args: exactly(1, "one file with a report and its entities in JSON on each line"),
	}
	form := format(cmd, "table", "json")
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
		s, err := eval.Entities(parser, namer, args[0])
		if err != nil {
			return err
		}
		f := figures{heads: []string{"PERCENT", "precision", "recall", "F1"}}
		for _, l := range []struct {
			name string
			r    eval.Ratio
		}{{"all", s.All}, {"people", s.Kinds["person"]}, {"organisations", s.Kinds["body"]}, {"places", s.Kinds["place"]}, {"all, every sentence", s.Whole}} {
			f.add(l.name, percent(l.r.Precision), percent(l.r.Recall), percent(l.r.F1))
		}
		return put(std, form.value, s, []figures{f}, fmt.Sprintf("%s; %s that no annotator read left out, but for the last line", counted(s.Reports, "report"), counted(s.Unread, "sentence")))
	}
	return cmd
}
