package export

import (
	"embed"
	"errors"
	"fmt"
	"path"

	"demarche/store"
)

// Layout is the name of a layout.
type Layout string

// The layouts.
const (
	Records       Layout = "records"
	Events        Layout = "events"
	Matters       Layout = "matters"
	PLOVER        Layout = "plover"
	GDELT         Layout = "gdelt"          // GDELT 2.0 Events
	GDELTMentions Layout = "gdelt-mentions" // GDELT 2.0 Mentions
	ICEWS         Layout = "icews"
	POLECAT       Layout = "polecat"
)

// Format is a form of file.
type Format string

// The formats.
const (
	CSV     Format = "csv" // with a header, quoted where needed
	TSV     Format = "tsv" // never quoted, see docs/layouts.md
	JSONL   Format = "jsonl"
	Parquet Format = "parquet"
)

// Errors of options.
var (
	ErrLayout = errors.New("no layout")
	ErrFormat = errors.New("no format")
)

// view is what a layout's condition speaks of.
type view struct {
	name   string
	order  string                                       // in which it is written
	filter func(*store.Filter) (ids string, args []any) // query for the ids that meet a filter, "" for all
}

var (
	recordsView = view{"records", "date_start, id", (*store.Filter).RecordIDs}
	eventsView  = view{"events", "date_start, id", (*store.Filter).EventIDs}
	mattersView = view{"matters", "opened, id", matterIDs}
)

// matterIDs picks the matters that one of the filter's events moved.
func matterIDs(f *store.Filter) (ids string, args []any) {
	events, args := f.EventIDs()
	if events == "" {
		return "", nil
	}
	return `SELECT matter FROM matter_steps WHERE event IN (` + events + `)`, args
}

type layout struct {
	name    Layout
	view    view
	format  Format // as published
	bare    bool   // its TSV is published without a header
	missing string // what its files have for what is not known
	dyads   string // view that it reads besides
	places  bool   // it reads kinds of places
	objects bool   // JSON Lines have a query of their own
}

var layouts = []layout{
	{name: Records, view: recordsView, format: CSV, objects: true},
	{name: Events, view: eventsView, format: CSV, objects: true},
	{name: Matters, view: mattersView, format: CSV, objects: true},
	{name: PLOVER, view: recordsView, format: JSONL},
	{name: GDELT, view: eventsView, format: TSV, bare: true, dyads: "event_dyads", places: true},
	{name: GDELTMentions, view: eventsView, format: TSV, bare: true, dyads: "event_dyads"},
	{name: ICEWS, view: recordsView, format: TSV, dyads: "record_dyads", places: true},
	{name: POLECAT, view: recordsView, format: TSV, missing: "None", dyads: "record_dyads", places: true},
}

func find(name Layout) (*layout, error) {
	for i := range layouts {
		if layouts[i].name == name {
			return &layouts[i], nil
		}
	}
	return nil, fmt.Errorf("%w %q", ErrLayout, name)
}

// Layouts lists the layouts there are.
func Layouts() []Layout {
	names := make([]Layout, len(layouts))
	for i := range layouts {
		names[i] = layouts[i].name
	}
	return names
}

// Formats lists the formats there are.
func Formats() []Format { return []Format{CSV, TSV, JSONL, Parquet} }

func (f Format) valid() bool {
	switch f {
	case CSV, TSV, JSONL, Parquet:
		return true
	}
	return false
}

// View is the view of the store that a layout's condition speaks of: "records",
// "events" or "matters"; "" for a name that is no layout.
func (l Layout) View() string {
	found, err := find(l)
	if err != nil {
		return ""
	}
	return found.view.name
}

//go:embed layouts
var layoutFiles embed.FS

func layoutText(name string) (string, error) {
	text, err := layoutFiles.ReadFile(path.Join("layouts", name+".sql"))
	if err != nil {
		return "", fmt.Errorf("reading a layout: %w", err)
	}
	return string(text), nil
}
