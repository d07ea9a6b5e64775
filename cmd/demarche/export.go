package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"demarche/export"
	"demarche/store"
	"demarche/who"
)

func newExport(std streams) *cobra.Command {
	var where, output string
	cmd := &cobra.Command{
		Use:   "export --layout L [--format F] [FILTER...] [--where COND] [-o FILE] [PATH...]",
		Short: "Write the store in layouts that other programs read",
		Long: `Export writes what the store holds, ordered by date, in a layout of the project's
own (records, events, matters) or in one that other tools read: PLOVER's JSON
Lines, GDELT 2.0 events or mentions, ICEWS, POLECAT. Columns have their published
names and order; what is not known is empty. Unless --format says otherwise the
file has the form in which the layout is published.

--where is a condition in SQL over the view that the layout starts from: events
for events, gdelt and gdelt-mentions, matters for matters, records for the others.
Of matters the filters pick those that such an event moved. Where paths are given
the reports there are coded and written instead of the store.`,
		Example: `  demarche export --layout gdelt -o 2024.export.CSV
  demarche export --layout polecat --where "'USA' IN actors AND date_start >= '2024-01-01'"
  demarche export --layout records --format parquet -o records.parquet`,
	}
	layout := &choice{allowed: words(export.Layouts())}
	cmd.Flags().Var(layout, "layout", "layout of the output")
	form := &choice{allowed: words(export.Formats())}
	cmd.Flags().Var(form, "format", "form of the output; that in which the layout is published when it is left out")
	cmd.Flags().StringVar(&where, "where", "", "only what meets this condition in SQL")
	cmd.Flags().StringVarP(&output, "output", "o", "-", "file to write; - for standard output")
	asked, ask := filterFlags(cmd), askingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if layout.value == "" {
			return usagef("--layout is wanted: %s", strings.Join(layout.allowed, ", "))
		}
		roster, err := who.Load()
		if err != nil {
			return err
		}
		picked, err := asked.filter(roster)
		if err != nil {
			return err
		}
		opt := export.Options{Layout: export.Layout(layout.value), Format: export.Format(form.value), Filter: picked, Where: where}
		return ask.in(cmd.Context(), std, args, func(s *store.Store) error {
			rows, err := toOutput(std, output, func(w io.Writer) (int64, error) { return export.Write(cmd.Context(), s, opt, w) })
			switch {
			case errors.Is(err, export.ErrWhere):
				return usagef("--where: %w", err)
			case err != nil:
				return err
			}
			if output != "-" {
				fmt.Fprintf(std.err, "%s: %s\n", output, counted(int(rows), "row"))
			}
			return nil
		})
	}
	return cmd
}

// words are the names that a flag takes.
func words[T ~string](names []T) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return out
}

// toOutput has f write to standard output or to a file, which takes its name
// only when it is whole: an old one stays as it is when f fails.
func toOutput(std streams, path string, f func(io.Writer) (int64, error)) (rows int64, err error) {
	if path == "-" {
		return f(std.out)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return intoDevice(path, f)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return 0, fmt.Errorf("writing %s: %w", path, err)
	}
	rows, err = f(file)
	if err == nil {
		err = file.Chmod(0o644)
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return rows, errors.Join(fmt.Errorf("writing %s: %w", path, err), os.Remove(file.Name()))
	}
	return rows, nil
}

// intoDevice writes to what is there and is no file, such as a named pipe.
func intoDevice(path string, f func(io.Writer) (int64, error)) (rows int64, err error) {
	device, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, device.Close()) }()
	return f(device)
}
