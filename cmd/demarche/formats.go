package main

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// newWriter writes records in a form; table is what "table" stands for.
func newWriter(form string, std streams, table writer) writer {
	switch form {
	case "jsonl":
		w := bufio.NewWriterSize(std.out, 1<<16)
		return &linesWriter{w, record.NewEncoder(w)}
	case "json":
		w := bufio.NewWriterSize(std.out, 1<<16)
		return &arrayWriter{w: w, enc: record.NewEncoder(w)}
	case "csv":
		return &csvWriter{w: csv.NewWriter(std.out)}
	}
	return table
}

// linesWriter prints one record a line, and lets go of them report by report.
type linesWriter struct {
	w   *bufio.Writer
	enc *record.Encoder
}

func (l *linesWriter) report(_ *report.Report, records []record.Record) error {
	for i := range records {
		if err := l.enc.Encode(&records[i]); err != nil {
			return err
		}
	}
	return l.w.Flush()
}

func (l *linesWriter) close() error { return l.w.Flush() }

// arrayWriter prints all records as one JSON array.
type arrayWriter struct {
	w   *bufio.Writer
	enc *record.Encoder
	n   int
}

func (a *arrayWriter) report(_ *report.Report, records []record.Record) error {
	for i := range records {
		sep := ","
		if a.n == 0 {
			sep = "[\n"
		}
		a.n++
		if _, err := a.w.WriteString(sep); err != nil {
			return err
		}
		if err := a.enc.Encode(&records[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *arrayWriter) close() error {
	if a.n == 0 {
		if _, err := a.w.WriteString("["); err != nil {
			return err
		}
	}
	if _, err := a.w.WriteString("]\n"); err != nil {
		return err
	}
	return a.w.Flush()
}

// csvWriter prints a table for spreadsheets: one row a record, lists joined by
// "; ", in step with each other.
type csvWriter struct {
	w      *csv.Writer
	headed bool
}

var csvColumns = []string{
	"id", "report", "title", "outlet", "published", "url", "date_start", "date_end", "date_precision",
	"actors", "actor_countries", "actor_sectors", "type", "mode", "quad", "score", "cameo", "contexts",
	"recipients", "recipient_countries", "recipient_sectors", "modality", "trigger", "sentence",
	"place", "place_country", "lat", "lon", "claim_by", "claim_by_country", "claim_cue", "verbatim", "venue", "evidence", "confidence", "notes",
}

func (c *csvWriter) head() error {
	if c.headed {
		return nil
	}
	c.headed = true
	return c.w.Write(csvColumns)
}

func (c *csvWriter) report(_ *report.Report, records []record.Record) error {
	if err := c.head(); err != nil {
		return err
	}
	for i := range records {
		if err := c.w.Write(csvRow(&records[i])); err != nil {
			return err
		}
	}
	c.w.Flush()
	return c.w.Error()
}

func (c *csvWriter) close() error {
	if err := c.head(); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

func csvRow(r *record.Record) []string {
	date, place, claim := r.Date, r.Place, r.Claim
	if date == nil {
		date = &record.Date{}
	}
	row := []string{
		r.ID, r.Report.ID, r.Report.Title, r.Report.Outlet, r.Report.Published, r.Report.URL,
		date.Start, date.End, string(date.Precision),
	}
	row = append(row, csvParties(r.Actors)...)
	row = append(row, string(r.Type), string(r.Mode), string(r.Quad), decimal(r.Score), r.CAMEO, join(r.Contexts))
	row = append(row, csvParties(r.Recipients)...)
	row = append(row, string(r.Modality), r.Trigger.Text, oneLine(r.Sentence.Text))
	if place == nil {
		row = append(row, "", "", "", "")
	} else {
		row = append(row, place.Name, place.Country, decimal(place.Lat), decimal(place.Lon))
	}
	if claim == nil {
		row = append(row, "", "", "", "", "", "")
	} else {
		by, country := "", ""
		if claim.By != nil {
			by, country = called(claim.By), claim.By.Country
		}
		row = append(row, by, country, claim.Cue, strconv.FormatBool(claim.Verbatim), claim.Venue, claim.Evidence)
	}
	return append(row, decimal(r.Confidence), strings.Join(r.Notes, "; "))
}

// csvParties are three columns: names, countries, sectors.
func csvParties(list []record.Party) []string {
	var names, countries []string
	var sectors []plover.Sector
	for i := range list {
		names = append(names, called(&list[i]))
		countries = append(countries, list[i].Country)
		sectors = append(sectors, list[i].Sector)
	}
	return []string{strings.Join(names, "; "), strings.Join(countries, "; "), join(sectors)}
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = string(x)
	}
	return strings.Join(words, "; ")
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
