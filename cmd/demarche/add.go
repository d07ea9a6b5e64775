package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche"
	"demarche/report"
	"demarche/store"
)

func newAdd(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add [--db FILE] [--format FORM] [--jobs N] [PATH|URL|- ...]",
		Short: "Code reports and keep them in the store",
		Long: `Add reads reports as "demarche code" does, codes them and keeps them in the store
with their records; then it brings events, relations and matters up to date.

A report that is there already is passed over without coding it, so interrupted
work is taken up by the same command. A report of the same id with another text is
a correction: its records are replaced and the earlier version is kept. With
--format jsonl there is a line for each report as soon as it is in the file for
good. Without a path, only events are brought up to date.`,
		Example: `  demarche add archive/
  demarche add --db gulf.duckdb --published 2024-05-15 report.txt
  demarche add CC-NEWS-20240515-00001.warc.gz`,
	}
	form := format(cmd, "text", "jsonl")
	db, roster, read := storeFlag(cmd), rosterFlag(cmd), readingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		s, err := store.Open(cmd.Context(), *db, store.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		failed := false
		if len(args) > 0 {
			if failed, err = keepReports(cmd, std, s, *roster, read, args, form.value == "jsonl"); err != nil {
				return err
			}
		}
		bar := newStages(std, "bringing up to date")
		change, err := s.Update(cmd.Context(), bar.step)
		bar.done()
		if err != nil {
			return err
		}
		if form.value == "text" {
			if _, err := lipgloss.Fprintln(std.out, updated(change)); err != nil {
				return err
			}
		}
		if failed {
			return errSome
		}
		return nil
	}
	return cmd
}

// keepReports codes the reports at paths and keeps them; failed says whether
// some could not be read or stored, which has been told.
func keepReports(cmd *cobra.Command, std streams, s *store.Store, rosters []string, read *reading, paths []string, lines bool) (failed bool, err error) {
	ctx := cmd.Context()
	own, err := options(rosters)
	if err != nil {
		return false, err
	}
	coder, err := demarche.New(own)
	if err != nil {
		return false, err
	}
	k := &keeper{ctx: ctx, store: s, by: codedBy(rosters), counts: map[store.Status]int{}}
	if lines {
		k.lines = json.NewEncoder(std.out)
		k.lines.SetEscapeHTML(false)
	}
	read.known = func(rep *report.Report) (bool, error) {
		has, err := s.Has(ctx, rep)
		if err == nil && has {
			err = k.same(rep)
		}
		return has, err
	}
	p, err := read.pass(ctx, std, coder, paths, func(p *pass, got demarche.Coded) error {
		k.tell = func(err error) { p.bar.tell(func() { fmt.Fprintf(std.err, "demarche: %v\n", err) }) }
		return k.put(got)
	})
	// What was coded before an interruption is kept.
	if err := errors.Join(err, k.flush()); err != nil {
		return false, err
	}
	if !lines {
		_, err = io.WriteString(std.out, k.summary()+"\n")
	}
	return p.tell() || k.failed > 0, err
}

// summary tells in a line what became of the reports.
func (k *keeper) summary() string {
	line := fmt.Sprintf("%s added with %s", counted(k.counts[store.Added]+k.counts[store.Corrected], "report"), counted(k.records, "record"))
	if n := k.counts[store.Corrected]; n > 0 {
		line += fmt.Sprintf(", %d of them a correction", n)
	}
	if n := k.counts[store.Same]; n > 0 {
		line += fmt.Sprintf("; %d there already", n)
	}
	if k.failed > 0 {
		line += fmt.Sprintf("; %d could not be stored", k.failed)
	}
	return line
}

// updated tells what an update did.
func updated(c *store.Change) string {
	if len(c.Events)+len(c.Gone) == 0 {
		return "events are up to date"
	}
	return fmt.Sprintf("%s new or told anew, %s reckoned anew", counted(len(c.Events), "event"), counted(len(c.Pairs), "relation"))
}

// codedBy names what codes: the version of the program and the tables of
// parties that a user adds.
func codedBy(rosters []string) string {
	by := "demarche " + version + revision()
	if len(rosters) > 0 {
		by += " with " + strings.Join(rosters, ", ")
	}
	return by
}
