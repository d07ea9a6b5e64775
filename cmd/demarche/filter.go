package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"demarche/plover"
	"demarche/record"
	"demarche/store"
	"demarche/who"
)

// filter is what the flags ask for of events and records; the flags are the
// same everywhere.
type filter struct {
	parties, actors, recipients, pair, types, modes, quads, contexts, modalities []string
	since, until                                                                 day
	outlets                                                                      int
	text, report, outlet                                                         string
}

func filterFlags(cmd *cobra.Command) *filter {
	f := &filter{}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.parties, "party", nil, "only with all these countries, by code or name")
	flags.StringSliceVar(&f.actors, "actor", nil, "only what one of these countries did")
	flags.StringSliceVar(&f.recipients, "recipient", nil, "only what was done to one of these countries")
	flags.StringSliceVar(&f.pair, "pair", nil, "only between these two countries, such as USA,COL")
	flags.StringSliceVar(&f.types, "type", nil, "only of these types, such as THREATEN")
	flags.StringSliceVar(&f.modes, "mode", nil, "only of these modes, such as violence")
	flags.StringSliceVar(&f.quads, "quad", nil, `only of these quads, such as "verbal conflict"`)
	flags.StringSliceVar(&f.contexts, "context", nil, "only in one of these contexts, such as military")
	flags.StringSliceVar(&f.modalities, "modality", nil, "only what stands so: actual, future, hypothetical, negated or historical")
	flags.Var(&f.since, "since", "only from this day on")
	flags.Var(&f.until, "until", "only up to this day")
	flags.IntVar(&f.outlets, "min-outlets", 0, "only what so many independent outlets tell of")
	flags.StringVar(&f.text, "text", "", "only where all these words stand in a sentence that tells of it")
	flags.StringVar(&f.report, "report", "", "only what the report of this id tells of")
	flags.StringVar(&f.outlet, "outlet", "", "only what this outlet tells of")
	return f
}

// filter checks the words of the flags and turns names of countries into codes.
func (f *filter) filter(roster *who.Roster) (store.Filter, error) {
	out := store.Filter{
		Since: f.since.value, Until: f.until.value, MinOutlets: f.outlets, Text: f.text, Report: f.report, Outlet: f.outlet,
	}
	for _, list := range []struct {
		flag  string
		names []string
		to    *[]string
	}{
		{"party", f.parties, &out.Parties}, {"actor", f.actors, &out.Actors}, {"recipient", f.recipients, &out.Recipients},
	} {
		for _, name := range list.names {
			code, err := countryFlag(roster, list.flag, name)
			if err != nil {
				return out, err
			}
			*list.to = append(*list.to, code)
		}
	}
	if len(f.pair) > 0 {
		if len(f.pair) != 2 {
			return out, usagef("--pair: it takes two countries, such as USA,COL")
		}
		for i, name := range f.pair {
			code, err := countryFlag(roster, "pair", name)
			if err != nil {
				return out, err
			}
			out.Pair[i] = code
		}
		if out.Pair[0] == out.Pair[1] {
			return out, usagef("--pair: %s and %s are one country", f.pair[0], f.pair[1])
		}
	}
	if f.outlets < 0 {
		return out, usagef("--min-outlets: it takes a number from 0 on")
	}
	return out, f.words(&out)
}

// paged is the filter with the page that is asked for.
func (f *filter) paged(p *paging, sorts []string) (store.Filter, store.Page, error) {
	roster, err := who.Load()
	if err != nil {
		return store.Filter{}, store.Page{}, err
	}
	asked, err := f.filter(roster)
	if err != nil {
		return asked, store.Page{}, err
	}
	page, err := p.page(sorts)
	return asked, page, err
}

// words checks what comes from the lists of the ontology.
func (f *filter) words(out *store.Filter) error {
	for _, t := range f.types {
		typ := plover.Type(strings.ToUpper(t))
		if !typ.Valid() {
			return usagef("--type: %q is none of the sixteen types: %s", t, join(plover.Types()))
		}
		out.Types = append(out.Types, typ)
	}
	for _, m := range f.modes {
		if !slices.ContainsFunc(plover.Types(), func(t plover.Type) bool { return m != "" && t.HasMode(plover.Mode(m)) }) {
			return usagef("--mode: %q is no mode of any type", m)
		}
		out.Modes = append(out.Modes, plover.Mode(m))
	}
	quads := []plover.Quad{plover.VerbalCooperation, plover.MaterialCooperation, plover.VerbalConflict, plover.MaterialConflict}
	for _, q := range f.quads {
		if !slices.Contains(quads, plover.Quad(q)) {
			return usagef("--quad: it takes one of: %s", join(quads))
		}
		out.Quads = append(out.Quads, plover.Quad(q))
	}
	for _, c := range f.contexts {
		if !slices.Contains(plover.Contexts(), plover.Context(c)) {
			return usagef("--context: %q is none of the contexts: %s", c, join(plover.Contexts()))
		}
		out.Contexts = append(out.Contexts, plover.Context(c))
	}
	modalities := []record.Modality{record.Actual, record.Future, record.Hypothetical, record.Negated, record.Historical}
	for _, m := range f.modalities {
		if !slices.Contains(modalities, record.Modality(m)) {
			return usagef("--modality: it takes one of: %s", join(modalities))
		}
		out.Modalities = append(out.Modalities, record.Modality(m))
	}
	return nil
}

// paging are the flags that say in which order results come and how many.
type paging struct {
	sort  string
	limit int
	after string
}

func pagingFlags(cmd *cobra.Command, sorts []string) *paging {
	p := &paging{}
	cmd.Flags().StringVar(&p.sort, "sort", "date", "order: "+strings.Join(sorts, ", ")+"; with - before it the other way round")
	cmd.Flags().IntVar(&p.limit, "limit", 0, "how many at most; 0 for all")
	cmd.Flags().StringVar(&p.after, "after", "", "go on after the page that gave this cursor")
	return p
}

func (p *paging) page(sorts []string) (store.Page, error) {
	if !slices.Contains(sorts, strings.TrimPrefix(p.sort, "-")) {
		return store.Page{}, usagef("--sort: it takes one of: %s", strings.Join(sorts, ", "))
	}
	if p.limit < 0 {
		return store.Page{}, usagef("--limit: it takes a number from 0 on")
	}
	return store.Page{Sort: p.sort, Limit: p.limit, After: p.after}, nil
}
