package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche"
	"demarche/store"
)

func newRecode(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "recode [--db FILE] [--roster FILE]",
		Short: "Code the reports of the store anew, after a new model, lexicon or roster",
		Long: `Recode codes the reports of the store with this version of the program and
replaces the records that came out otherwise; events, relations and matters are
reckoned anew from all of them. Records whose words, type and parties are the same
keep their ids. What changed is told, report by report with
--format jsonl.`,
		Args: needs(cobra.NoArgs, "no arguments"),
	}
	form := format(cmd, "text", "jsonl")
	db, roster := storeFlag(cmd), rosterFlag(cmd)
	workers := jobsFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		ctx := cmd.Context()
		own, err := options(*roster)
		if err != nil {
			return err
		}
		s, err := store.Open(ctx, *db, store.Options{Must: true})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		coder, err := demarche.New(own)
		if err != nil {
			return err
		}
		r := recoding{cmd: cmd, store: s, bar: newStages(std, "coding anew"), by: codedBy(*roster)}
		if form.value == "jsonl" {
			r.lines = json.NewEncoder(std.out)
		}
		for got, err := range coder.CodeAll(ctx, s.Reports(ctx), workers.n) {
			if err == nil {
				err = r.put(got)
			}
			if err != nil {
				return err
			}
		}
		if err := r.flush(); err != nil {
			return err
		}
		r.bar.done()
		if err := s.Unsettle(ctx); err != nil {
			return err
		}
		bar := newStages(std, "bringing up to date")
		change, err := s.Update(ctx, bar.step)
		bar.done()
		if err == nil && form.value == "text" {
			_, err = lipgloss.Fprintf(std.out, "%s of %s changed: %d records the same, %d with other values, %d new, %d gone\n%s\n",
				counted(r.differ, "report"), counted(r.reports, "report"), r.sum.Same, r.sum.Changed, r.sum.New, r.sum.Gone, updated(change))
		}
		return err
	}
	return cmd
}

// recoding replaces records portion by portion.
type recoding struct {
	cmd             *cobra.Command
	store           *store.Store
	bar             *stages
	by              string
	lines           *json.Encoder
	waiting         []store.Coded
	sum             store.Recoded
	reports, differ int
}

func (r *recoding) put(got demarche.Coded) error {
	r.waiting = append(r.waiting, store.Coded{Report: got.Report, Records: got.Records, By: r.by})
	if len(r.waiting) < portionReports {
		return nil
	}
	return r.flush()
}

func (r *recoding) flush() error {
	results, err := r.store.Recode(r.cmd.Context(), r.waiting)
	if err != nil {
		return err
	}
	r.bar.step("reports", len(results))
	r.waiting = r.waiting[:0]
	for _, x := range results {
		r.reports++
		r.sum.Same, r.sum.Changed = r.sum.Same+x.Same, r.sum.Changed+x.Changed
		r.sum.New, r.sum.Gone = r.sum.New+x.New, r.sum.Gone+x.Gone
		if !x.Differs() {
			continue
		}
		r.differ++
		if r.lines != nil {
			if err := r.lines.Encode(x); err != nil {
				return fmt.Errorf("writing what changed: %w", err)
			}
		}
	}
	return nil
}

func newCheck(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [--db FILE]",
		Short: "Look whether all that must hold in the store does",
		Long: `Check looks over the whole file: whether numbers and ids are given once, each row
has what it refers to, every record is in the event it belongs to, and each fits
the text of its report. The exit code is 1 when something is wrong.`,
		Args: needs(cobra.NoArgs, "no arguments"),
	}
	form := format(cmd, "text", "json")
	db := storeFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		s, err := openCurrent(cmd.Context(), *db)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		bar := newStages(std, "checking")
		faults, err := s.Check(cmd.Context(), func() { bar.step("reports", 1) })
		bar.done()
		if err != nil {
			return err
		}
		if form.value == "json" {
			err = indented(std.out, faults)
		} else {
			err = writeFaults(std, faults)
		}
		if err == nil && len(faults) > 0 {
			err = errSome
		}
		return err
	}
	return cmd
}

func writeFaults(std streams, faults []store.Fault) error {
	if len(faults) == 0 {
		_, err := lipgloss.Fprintln(std.out, "all is as it must be")
		return err
	}
	for _, f := range faults {
		if _, err := lipgloss.Fprintf(std.out, "%s: %d, such as %s\n", f.What, f.Count, strings.Join(f.Samples, "; ")); err != nil {
			return err
		}
	}
	return nil
}

func newStats(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "stats [--db FILE | --lake DIR]",
		Short: "Tell what is in the store, in numbers",
		Args:  needs(cobra.NoArgs, "no arguments"),
	}
	form := format(cmd, "table", "json")
	from := sourceFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		var s *store.Store
		if *from.lake != "" {
			s, err = store.OpenLake(cmd.Context(), *from.lake)
		} else {
			s, err = store.Open(cmd.Context(), *from.db, store.Options{ReadOnly: true})
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		st, err := s.Stats(cmd.Context())
		if err != nil {
			return err
		}
		if form.value == "json" {
			return indented(std.out, st)
		}
		return writeStats(std, from.name(), st)
	}
	return cmd
}

func writeStats(std streams, file string, st *store.Stats) error {
	span := "no report has a day of publication"
	if st.First != "" {
		span = "published " + st.First + " to " + st.Last
		if st.Undated > 0 {
			span += fmt.Sprintf(", %d without a day", st.Undated)
		}
	}
	head := bold.Render(file) + "\n" + faint.Render(fmt.Sprintf("%.1f MB · %s", float64(st.Bytes)/1e6, span)) + "\n\n"
	if _, err := lipgloss.Fprint(std.out, head); err != nil {
		return err
	}
	all := figures{heads: []string{"", "reports", "records", "events", "relations", "turns", "matters", "open"}}
	all.add("in the store", number(st.Reports), number(st.Records), number(st.Events), number(st.Relations), number(st.Turns), number(st.Matters), number(st.Open))
	tables := []figures{all}
	for _, t := range []struct {
		head, of string
		list     []store.Number
	}{{"TYPE", "events", st.Types}, {"OUTLET", "reports", st.Outlets}, {"BETWEEN", "events", st.Pairs}, {"CODED BY", "reports", st.CodedBy}} {
		if len(t.list) == 0 {
			continue
		}
		f := figures{heads: []string{t.head, t.of}}
		for _, n := range t.list {
			f.add(n.Name, number(n.N))
		}
		tables = append(tables, f)
	}
	rest := ""
	if st.Former > 0 {
		rest = counted(st.Former, "earlier version") + " of reports kept\n"
	}
	if st.Stale {
		rest += "events do not know the newest reports yet: demarche add brings them up to date\n"
	}
	return put(std, "table", st, tables, rest)
}
