package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"demarche/brief"
	"demarche/who"
)

func newBrief(std streams) *cobra.Command {
	var (
		pairs []string
		since time.Duration
		most  int
	)
	cmd := &cobra.Command{
		Use:   "brief [--db FILE] [--pairs A-B,...] [--since TIME] [--format FORM]",
		Short: "Tell what changed lately: what moved, why, and what fell due",
		Long: `Brief tells what came into the store within the last hours: which relations moved
and turned, the events behind that, which matters were opened or changed, and which
fell due; each with the sentences that it rests on. Nothing is written freely: the
headlines are made from the data, all else is quoted.`,
		Example: `  demarche brief
  demarche brief --pairs USA-COL,SAU-IRN --since 72h --format md > brief.md`,
		Args: needs(cobra.NoArgs, "no arguments"),
	}
	db, form := storeFlag(cmd), format(cmd, "text", "md", "html", "json")
	f := cmd.Flags()
	f.StringSliceVar(&pairs, "pairs", nil, "only these pairs of countries, such as USA-COL")
	f.DurationVar(&since, "since", 24*time.Hour, "how far back")
	f.IntVar(&most, "events", 0, "events of a pair that are told at length; 0 for six")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if since <= 0 {
			return usagef("--since: it takes a time such as 24h")
		}
		roster, err := who.Load()
		if err != nil {
			return err
		}
		now := time.Now()
		opt := brief.Options{Since: now.Add(-since), Until: now, Most: most}
		for _, p := range pairs {
			a, b, ok := strings.Cut(p, "-")
			if !ok {
				return usagef("--pairs: %q is no pair; write it as USA-COL", p)
			}
			var pair [2]string
			for i, name := range []string{a, b} {
				if pair[i], err = countryFlag(roster, "pairs", strings.TrimSpace(name)); err != nil {
					return err
				}
			}
			if pair[0] == pair[1] {
				return usagef("--pairs: %s and %s are one country", a, b)
			}
			opt.Pairs = append(opt.Pairs, pair)
		}
		s, err := openCurrent(cmd.Context(), *db)
		if err != nil {
			return err
		}
		made, err := brief.Make(cmd.Context(), s, roster, opt)
		if err := errors.Join(err, s.Close()); err != nil {
			return err
		}
		if form.value == "json" {
			return indented(std.out, made)
		}
		return made.Write(std.out, form.value)
	}
	return cmd
}
