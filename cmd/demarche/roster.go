package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/where"
	"demarche/who"
)

// rosterFlag adds the flag --roster, which may be given several times.
func rosterFlag(cmd *cobra.Command) *[]string {
	return cmd.Flags().StringArray("roster", nil, "file of parties and places of your own, TSV or YAML (see who check)")
}

// options are those of a coder that knows the parties and places of files too.
func options(files []string) (opt demarche.Options, err error) {
	if len(files) == 0 {
		return opt, nil
	}
	tables, err := readTables(files)
	if err != nil {
		return opt, err
	}
	if opt.Roster, err = who.LoadWith(tables...); err != nil {
		return opt, fmt.Errorf("the roster: %w", err)
	}
	opt.Places, err = where.Load()
	for _, t := range tables {
		if err == nil {
			err = addPlaces(opt.Places, t)
		}
	}
	return opt, err
}

// rosterWith is the roster with the parties of files on top.
func rosterWith(files []string) (*who.Roster, error) {
	tables, err := readTables(files)
	if err != nil {
		return nil, err
	}
	if len(tables) == 0 {
		return who.Load()
	}
	return who.LoadWith(tables...)
}

func readTables(files []string) (tables []*who.UserTable, err error) {
	for _, file := range files {
		t, fault := readTable(file)
		if err = errors.Join(err, fault); fault == nil {
			tables = append(tables, t)
		}
	}
	return tables, err
}

func readTable(file string) (*who.UserTable, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("the roster: %w", err)
	}
	defer f.Close()
	return who.ReadUserTable(f, file)
}

// addPlaces puts the places of a table into a gazetteer.
func addPlaces(g *where.Gazetteer, t *who.UserTable) error {
	for _, r := range t.Rows {
		if r.Kind != who.Place {
			continue
		}
		p := where.Place{Name: r.Name, Country: r.Country, Lat: r.Lat, Lon: r.Lon, Kind: where.City}
		if err := g.Add(p, r.Aliases...); err != nil {
			return fmt.Errorf("%s:%d: %w", t.Name, r.Line, err)
		}
	}
	return nil
}

func newWhoCheck(std streams) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: "Check files of parties and places of your own",
		Long: `Check reads files as --roster takes them and tells what is wrong in them, with
file and line. Such a file is TSV whose first line names its columns, in any
order, or a YAML list of mappings with the same keys:

  kind      person, body, state or place
  name      canonical name; of a state any
  country   ISO 3166-1 alpha-3, or KOS UNO EUR IGO NGO MNC ISM IMG
  sector    PLOVER sectors, the main one first, spaces between them
  office    of a person: what they hold or held
  from, to  first day, and the day it ended, such as 2006-01-02, 2006-01 or 2006
  aliases   further names, "|" between them
  lat, lon  degrees north and east, of a place

A person with several offices has a row for each. Rows for one that the program
knows replace its offices and add to its names.`,
		Args: atLeast(1, "files of parties and places"),
		RunE: func(_ *cobra.Command, files []string) error {
			if _, err := options(files); err != nil {
				return fmt.Errorf("not sound:\n%w", err)
			}
			for _, file := range files {
				t, err := readTable(file)
				if err != nil {
					return err
				}
				if _, err := fmt.Fprintf(std.out, "%s: sound, %s\n", file, counted(len(t.Rows), "row")); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
