package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/event"
	"demarche/record"
	"demarche/store"
)

func newEvents(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "events [--pair A,B] [--type T,...] [--since DATE] [--until DATE] [PATH...]",
		Short: "List what happened, each thing once however many reports tell of it",
		Long: `Events lists what the reports of the store tell of, merged: the records that tell
of the same happening are one event, and near copies of a report one voice. With
--format json each event has all its records' ids and why they belong together,
and where reports disagree. Where paths are given, the reports there are coded
and asked instead of the store.`,
		Example: `  demarche events --pair USA,Colombia --type SANCTION,THREATEN
  demarche events --since 2026-01-01 --min-outlets 2 --sort -outlets --limit 20
  demarche events reports/`,
	}
	form := format(cmd, "table", "json", "jsonl")
	asked, paged, ask := filterFlags(cmd), pagingFlags(cmd, store.EventSorts()), askingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f, page, err := asked.paged(paged, store.EventSorts())
		if err != nil {
			return err
		}
		return ask.in(cmd.Context(), std, args, func(s *store.Store) error {
			events, next, err := s.Events(cmd.Context(), f, page)
			if err != nil {
				return err
			}
			if err := writeEvents(std, form.value, events); err != nil {
				return fmt.Errorf("writing events: %w", err)
			}
			more(std, next)
			return nil
		})
	}
	return cmd
}

func writeEvents(std streams, form string, events []*event.Event) error {
	switch form {
	case "json":
		return indented(std.out, events)
	case "jsonl":
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		for _, e := range events {
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	}
	g := grid{heads: []string{"DATE", "WHO", "DID", "TO WHOM", "TOLD BY", "IN THESE WORDS"}, most: []int{13, 12, 14, 12, 14}}
	for _, e := range events {
		g.rows = append(g.rows, []string{eventDay(e), sideCell(e.Actors), eventKind(e), sideCell(e.Recipients), voicesCell(e), eventWords(e)})
	}
	_, err := lipgloss.Fprint(std.out, flush(g.draw(std.width(), func(row, col int) lipgloss.Style {
		if col == 2 {
			return quadStyles[events[row].Quad]
		}
		return lipgloss.NewStyle()
	}))+"\n"+faint.Render(counted(len(events), "event"))+"\n")
	return err
}

func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// eventDay is when an event was, as exact as it is known.
func eventDay(e *event.Event) string {
	s := dateCell(&record.Date{Start: e.Start, End: e.End, Precision: e.Precision})
	if e.For != "" {
		s += "\nfor " + e.For
	}
	return s
}

func eventKind(e *event.Event) string {
	s := string(e.Type)
	if e.Mode != "" {
		s += "\n" + string(e.Mode)
	}
	if e.Modality != record.Actual {
		s += "\n(" + string(e.Modality) + ")"
	}
	return s
}

func sideCell(side []event.Party) string {
	var codes []string
	for _, p := range side {
		if p.Implied {
			codes = append(codes, "("+p.Country+")")
			continue
		}
		codes = append(codes, p.Country)
	}
	if len(codes) == 0 {
		return "-"
	}
	return strings.Join(codes, ", ")
}

func voicesCell(e *event.Event) string {
	switch {
	case len(e.Outlets) == 1:
		return e.Outlets[0]
	case len(e.Outlets) > 1:
		return counted(len(e.Outlets), "outlet")
	case e.Voices > 1:
		return counted(e.Voices, "report")
	}
	return e.Reports[0]
}

// eventWords are the words that tell an event, with what reports disagree on.
func eventWords(e *event.Event) string {
	s := e.Words
	for _, d := range e.Differ {
		s += "\n- reports differ on the " + d.On + ": " + strings.Join(d.Values, "; ")
	}
	return s
}
