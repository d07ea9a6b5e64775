package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
	"demarche/who"
)

// eventFilter picks events.
type eventFilter struct {
	parties, types, modalities []string
	from, to                   day
}

func newEvents(std streams) *cobra.Command {
	var filter eventFilter
	cmd := &cobra.Command{
		Use:   "events [--party A,...] [--type T,...] [--from DATE] [--to DATE] [--modality M,...] PATH...",
		Short: "Merge what many reports tell into events, each once",
		Long: `Events codes reports and merges the records that tell of the same happening. Near
copies of a report count as one voice. With --format json each event has all its
records' ids and why they belong together, and where reports disagree.`,
		Example: `  demarche events reports/
  demarche events --party USA,Colombia --type SANCTION,THREATEN reports/`,
		Args: atLeast(1, "the path of a report or a folder"),
	}
	form := format(cmd, "table", "json", "jsonl")
	cmd.Flags().StringSliceVar(&filter.parties, "party", nil, "only events with all these countries, by code or name")
	cmd.Flags().StringSliceVar(&filter.types, "type", nil, "only events of these types")
	cmd.Flags().StringSliceVar(&filter.modalities, "modality", nil, "only events that stand so: actual, future or historical")
	cmd.Flags().Var(&filter.from, "from", "only events from this day on")
	cmd.Flags().Var(&filter.to, "to", "only events up to this day")
	read := readingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		roster, err := who.Load()
		if err != nil {
			return err
		}
		if err := filter.check(roster); err != nil {
			return err
		}
		events, failed, err := read.events(cmd.Context(), std, args)
		if err != nil {
			return err
		}
		events = slices.DeleteFunc(events, func(e *event.Event) bool { return !filter.takes(e) })
		if err := writeEvents(std, form.value, events); err != nil {
			return fmt.Errorf("writing events: %w", err)
		}
		if failed {
			return errSome
		}
		return nil
	}
	return cmd
}

// check makes sure of the filter's words and turns names of countries into codes.
func (f *eventFilter) check(roster *who.Roster) error {
	for i, name := range f.parties {
		code, err := countryFlag(roster, "party", name)
		if err != nil {
			return err
		}
		f.parties[i] = code
	}
	for i, t := range f.types {
		f.types[i] = strings.ToUpper(t)
		if !plover.Type(f.types[i]).Valid() {
			return usagef("--type: %q is none of the sixteen types", t)
		}
	}
	for _, m := range f.modalities {
		switch record.Modality(m) {
		case record.Actual, record.Future, record.Historical:
		default:
			return usagef("--modality: it takes actual, future or historical")
		}
	}
	return nil
}

func (f *eventFilter) takes(e *event.Event) bool {
	codes := e.Countries()
	for _, c := range f.parties {
		if !slices.Contains(codes, c) {
			return false
		}
	}
	return (len(f.types) == 0 || slices.Contains(f.types, string(e.Type))) &&
		(len(f.modalities) == 0 || slices.Contains(f.modalities, string(e.Modality))) &&
		(f.from.value == "" || e.End >= f.from.value) && (f.to.value == "" || e.Start <= f.to.value)
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
