package who

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"demarche/plover"
)

// UserTable is a table of parties and places that a user adds to the roster.
//
// It is a TSV file whose first line names its columns, in any order, or a YAML
// list of mappings with the same keys:
//
//	kind     person, body, state or place
//	name     canonical name; for a state any
//	country  ISO 3166-1 alpha-3, or KOS UNO EUR IGO NGO MNC ISM IMG
//	sector   PLOVER sectors, the main one first, spaces between them
//	office   of a person: what they hold or held
//	from     first day: 2006-01-02, 2006-01 or 2006; empty for always
//	to       the day it ended; empty when it has not
//	aliases  further names, "|" between them
//	lat, lon degrees north and east, of a place
//
// A person or body with several offices or times has a row for each. Rows for
// one that the roster knows replace its terms and add to its names; rows of kind
// state add names to a state. Places are read here and left to package where.
type UserTable struct {
	Name string
	Rows []UserRow
}

// UserRow is a row of a user's table.
type UserRow struct {
	Line          int
	Kind          Kind
	Name, Country string
	Sector        plover.Sector
	Other         []plover.Sector
	Office        string
	Aliases       []string
	Lat, Lon      float64 // degrees

	when interval
}

// ReadUserTable reads and checks a table. A name that ends in .yaml or .yml is
// read as YAML. All that is wrong comes back as one error, a line for each fault
// with file and line.
func ReadUserTable(in io.Reader, name string) (*UserTable, error) {
	text, err := io.ReadAll(io.LimitReader(in, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	var raw []rawRow
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml":
		raw, err = yamlRows(name, text)
	default:
		raw, err = tsvRows(name, string(text))
	}
	if err != nil {
		return nil, err
	}
	b := newBuilder()
	if err := b.embedded(); err != nil {
		return nil, err
	}
	t := &UserTable{Name: name}
	var errs []error
	for _, row := range raw {
		u, err := b.userRow(row)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, row.line, err))
			continue
		}
		t.Rows = append(t.Rows, u)
	}
	return t, errors.Join(errs...)
}

// LoadWith is the built-in roster with users' tables on top, the later before
// the earlier.
func LoadWith(tables ...*UserTable) (*Roster, error) {
	b := newBuilder()
	if err := b.embedded(); err != nil {
		return nil, err
	}
	for _, t := range tables {
		replaced := make(map[*Entry]bool)
		for i := range t.Rows {
			u := &t.Rows[i]
			b.source = at{t.Name, u.Line}
			if err := b.add(u, replaced); err != nil {
				return nil, fmt.Errorf("%s: %w", b.source, err)
			}
		}
	}
	return b.roster()
}

var userColumns = []string{"kind", "name", "country", "sector", "office", "from", "to", "aliases", "lat", "lon"}

// rawRow is a row before it is checked, its cells in the order of userColumns.
type rawRow struct {
	line  int
	cells [10]string
}

func (r *rawRow) cell(column string) *string { return &r.cells[slices.Index(userColumns, column)] }

func tsvRows(name, text string) ([]rawRow, error) {
	var rows []rawRow
	var columns []string
	line := 0
	for l := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line++
		l = strings.TrimRight(l, "\r\n")
		if strings.TrimSpace(l) == "" || l[0] == '#' {
			continue
		}
		cells := strings.Split(l, "\t")
		if columns == nil {
			for i, c := range cells {
				if !slices.Contains(userColumns, c) {
					return nil, fmt.Errorf("%s:%d: no column is called %q; there are %s", name, line, c, strings.Join(userColumns, " "))
				}
				if slices.Contains(cells[:i], c) {
					return nil, fmt.Errorf("%s:%d: two columns are called %q", name, line, c)
				}
			}
			columns = cells
			continue
		}
		if len(cells) > len(columns) {
			return nil, fmt.Errorf("%s:%d: %d columns, the first line names %d", name, line, len(cells), len(columns))
		}
		row := rawRow{line: line}
		for i, c := range cells {
			*row.cell(columns[i]) = strings.TrimSpace(c)
		}
		rows = append(rows, row)
	}
	if columns == nil {
		return nil, fmt.Errorf("%s: no line names the columns", name)
	}
	return rows, nil
}

func yamlRows(name string, text []byte) ([]rawRow, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s: empty", name)
	}
	root := doc.Content[0]
	if root.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("%s:%d: want a list of parties", name, root.Line)
	}
	var rows []rawRow
	for _, n := range root.Content {
		if n.Kind != yaml.MappingNode {
			return nil, fmt.Errorf("%s:%d: want a mapping with the keys %s", name, n.Line, strings.Join(userColumns, " "))
		}
		row := rawRow{line: n.Line}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if !slices.Contains(userColumns, key.Value) {
				return nil, fmt.Errorf("%s:%d: no key is called %q; there are %s", name, key.Line, key.Value, strings.Join(userColumns, " "))
			}
			cell := row.cell(key.Value)
			switch {
			case value.Kind == yaml.ScalarNode && value.Tag == "!!null":
			case value.Kind == yaml.ScalarNode:
				*cell = value.Value
			case value.Kind == yaml.SequenceNode && key.Value == "aliases":
				var list []string
				for _, v := range value.Content {
					list = append(list, v.Value)
				}
				*cell = strings.Join(list, "|")
			default:
				return nil, fmt.Errorf("%s:%d: %s wants one value", name, value.Line, key.Value)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

var userKinds = map[string]Kind{"person": Person, "body": Body, "state": State, "place": Place}

// userRow checks a row.
func (b *builder) userRow(row rawRow) (UserRow, error) {
	u := UserRow{Line: row.line, Name: *row.cell("name"), Country: *row.cell("country"), Office: *row.cell("office")}
	kind := *row.cell("kind")
	var ok bool
	if u.Kind, ok = userKinds[kind]; !ok {
		return u, fmt.Errorf("kind %q is not person, body, state or place", kind)
	}
	if keyOf(u.Name) == 0 {
		return u, fmt.Errorf("the name %q has no letters", u.Name)
	}
	if err := b.checkCountry(u.Country); err != nil {
		return u, err
	}
	var err error
	if u.Sector, u.Other, err = sectorsOf(*row.cell("sector")); err != nil {
		return u, err
	}
	if u.when, err = readInterval(*row.cell("from"), *row.cell("to")); err != nil {
		return u, err
	}
	list(*row.cell("aliases"), func(s string) { u.Aliases = append(u.Aliases, strings.TrimSpace(s)) })
	for _, a := range u.Aliases {
		if keyOf(a) == 0 {
			return u, fmt.Errorf("the alias %q has no letters", a)
		}
	}
	switch u.Kind {
	case Person:
		if u.Office == "" && u.Sector == "" {
			return u, errors.New("a person wants an office or a sector")
		}
		if b.r.offices[u.Office] == nil && u.Sector == "" {
			return u, fmt.Errorf("the office %q is not a known one and wants a sector", u.Office)
		}
	case State:
		if b.r.states[u.Country] == nil {
			return u, fmt.Errorf("no state has the code %q", u.Country)
		}
	case Place:
		if u.Lat, err = degrees(*row.cell("lat"), 90); err != nil {
			return u, fmt.Errorf("lat: %w", err)
		}
		if u.Lon, err = degrees(*row.cell("lon"), 180); err != nil {
			return u, fmt.Errorf("lon: %w", err)
		}
	}
	return u, nil
}

func degrees(s string, limit float64) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < -limit || x > limit {
		return 0, fmt.Errorf("%q is not a number of degrees up to %v", s, limit)
	}
	return x, nil
}

// add puts a row on top of what the builder has. The first row for an entry
// takes the terms that earlier tables gave it away.
func (b *builder) add(u *UserRow, replaced map[*Entry]bool) error {
	switch u.Kind {
	case Place:
		return nil
	case State:
		e := b.r.states[u.Country]
		for _, a := range append([]string{u.Name}, u.Aliases...) {
			if err := b.alias(e, Name, a); err != nil {
				return err
			}
		}
		return nil
	}
	e, err := b.named(u.Name, u.Kind)
	if err != nil {
		return err
	}
	if !replaced[e] {
		replaced[e] = true
		b.forget(e)
		e.Rank = 3
		if u.Kind == Body {
			e.Member = "body"
			if err := b.alias(e, Name, u.Name); err != nil {
				return err
			}
		}
	}
	t := Term{Country: u.Country, Sector: u.Sector, Other: u.Other, Office: u.Office, Member: e.Member,
		From: u.when.first, To: u.when.after, late: u.when.late, sure: u.when.sure}
	if o := b.r.offices[u.Office]; o != nil {
		t.Member = o.member
		if t.Sector == "" {
			t.Sector, t.Other = o.sector, o.other
		}
		b.hold(postOf(u.Country, o.member), e, t.From, t.To)
	}
	if u.Office != "" {
		b.hold(postOf(u.Country, u.Office), e, t.From, t.To)
	}
	b.dated(e, t)
	for _, a := range u.Aliases {
		if err := b.alias(e, Name, a); err != nil {
			return err
		}
	}
	return nil
}

// forget drops the terms of an entry.
func (b *builder) forget(e *Entry) {
	b.terms = slices.DeleteFunc(b.terms, func(t termAt) bool { return t.entry == e })
	for i := range b.r.held {
		if h := &b.r.held[i]; h.entry == e {
			h.from, h.to = 0, 0
		}
	}
}
