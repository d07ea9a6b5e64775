package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/record"
	"demarche/report"
)

// writer puts out the records of one report after another.
type writer interface {
	report(rep *report.Report, records []record.Record) error
	close() error
}

func newCode(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "code [--published DATE] [--format FORM] [--jobs N] PATH|URL|- ...",
		Short: "Code reports: who did what to whom, when, and who says so",
		Long: `Code reads reports and prints their records. PATH is a file, a folder with all
folders in it, or a pattern such as "archive/**/*.html"; - is standard input. The
form of a file follows from its ending, else from how it begins:

  .txt .text              text; it may begin with lines Title:, Published: (or
                          Date:), Outlet: and URL: and an empty line
  .html .htm .xhtml       pages
  .jsonl .ndjson          JSON Lines, one report a line
  .json                   a report, a list of them, or the answer of a news API
  .csv .tsv .tab          tables whose first row names the columns
  .rss .atom .rdf .xml    feeds; JSON Feed as .json
  .warc                   web archives, such as those of CC-NEWS
  .gz .bz2 .zst .zip .tar .tgz   any of these packed

The usual names of columns and keys are known; --field text=body names another,
--field outlet=source.name one in an object. Reports that are not in English are
set aside and counted.

What cannot be read is told on standard error, with file, member and line, and
skipped; the exit code is 1 then, 2 when the command line is wrong, and 0 when
all was coded or set aside.`,
		Example: `  demarche code --published 2024-05-15 report.txt
  demarche code --format jsonl --jobs 4 archive/ > records.jsonl
  demarche code --field text=body --field published=day news.csv.gz
  zcat reports.jsonl.gz | demarche code -`,
		Args: atLeast(1, "the path of a report, a folder, a URL, or - for standard input"),
	}
	form := format(cmd, "table", "json", "jsonl", "csv")
	roster := rosterFlag(cmd)
	read := readingFlags(cmd)
	factcheck := cmd.Flags().Bool("notes", false, "note where a report contradicts what the program knows of leaders and offices")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		own, err := options(*roster)
		if err != nil {
			return err
		}
		own.Notes = *factcheck
		coder, err := demarche.New(own)
		if err != nil {
			return err
		}
		out := newWriter(form.value, std, newTableWriter(std))
		done, err := read.pass(cmd.Context(), std, coder, args, func(p *pass, got demarche.Coded) error {
			return p.bar.output(func() error { return out.report(got.Report, got.Records) })
		})
		if err == nil {
			err = out.close()
		}
		if err != nil {
			return fmt.Errorf("writing records: %w", err)
		}
		if done.tell() {
			return errSome
		}
		return nil
	}
	return cmd
}
