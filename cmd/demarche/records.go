package main

import (
	"fmt"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/record"
	"demarche/report"
	"demarche/store"
)

func newRecords(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "records [--pair A,B] [--type T,...] [--since DATE] [--until DATE] [PATH...]",
		Short: "List what single reports say, record by record",
		Long: `Records lists the records of the store, each of them one statement in one report.
Where paths are given, the reports there are coded and asked instead of the store.`,
		Example: `  demarche records --actor IRN --type THREATEN --modality actual
  demarche records --text "oil sanctions" --format jsonl
  demarche records --report trump-petro`,
	}
	form := format(cmd, "table", "json", "jsonl", "csv")
	asked, paged, ask := filterFlags(cmd), pagingFlags(cmd, store.RecordSorts()), askingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f, page, err := asked.paged(paged, store.RecordSorts())
		if err != nil {
			return err
		}
		return ask.in(cmd.Context(), std, args, func(s *store.Store) error {
			// Portions keep the memory small where everything is asked for.
			most := page.Limit
			out := newWriter(form.value, std, &recordsTable{std: std})
			for n := 0; ; {
				page.Limit = recordPortion
				if most > 0 {
					page.Limit = min(page.Limit, most-n)
				}
				records, next, err := s.Records(cmd.Context(), f, page)
				if err != nil {
					return err
				}
				list := make([]record.Record, len(records))
				for i := range records {
					list[i] = records[i].Record
				}
				n += len(list)
				if err := out.report(nil, list); err != nil {
					return fmt.Errorf("writing records: %w", err)
				}
				if next == "" || n == most {
					if err := out.close(); err != nil {
						return fmt.Errorf("writing records: %w", err)
					}
					more(std, next)
					return nil
				}
				page.After = next
			}
		})
	}
	return cmd
}

// recordPortion is how many records are read from the store at a time.
const recordPortion = 2000

// recordsTable prints records of many reports as one table.
type recordsTable struct {
	std  streams
	list []record.Record
}

func (t *recordsTable) report(_ *report.Report, records []record.Record) error {
	t.list = append(t.list, records...)
	return nil
}

func (t *recordsTable) close() error {
	g := grid{heads: []string{"DATE", "WHO", "DID", "TO WHOM", "STANDS", "REPORT", "IN THESE WORDS"}, most: []int{13, 18, 14, 18, 12, 16}}
	for i := range t.list {
		r := &t.list[i]
		g.rows = append(g.rows, []string{
			dateCell(r.Date), partiesCell(r.Actors), typeCell(r), partiesCell(r.Recipients), modalityCell(r.Modality), reportCell(r), oneLine(r.Sentence.Text),
		})
	}
	_, err := lipgloss.Fprint(t.std.out, flush(g.draw(t.std.width(), func(row, col int) lipgloss.Style {
		if col == 2 {
			return quadStyles[t.list[row].Quad]
		}
		return lipgloss.NewStyle()
	}))+"\n"+faint.Render(counted(len(t.list), "record"))+"\n")
	return err
}

// reportCell names the report of a record.
func reportCell(r *record.Record) string {
	if r.Report.Outlet == "" {
		return r.Report.ID
	}
	return r.Report.Outlet + "\n" + r.Report.ID
}
