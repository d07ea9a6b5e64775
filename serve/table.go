package serve

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"demarche/event"
	"demarche/record"
	"demarche/store"
)

// table is what a page shows as a table, whole: all rows that the parameters of
// the page pick.
type table struct {
	columns []string
	rows    func(ctx context.Context, q *query) ([][]any, error)
}

// mostRows bounds a table; who wants more reads the store's file.
const mostRows = 100_000

// all is the page that a table is made of.
func (q *query) all(sorts []string) store.Page {
	p := q.page(sorts)
	p.Limit, p.After = mostRows, ""
	return p
}

// routeTables serves tables as CSV and JSON, at /table/NAME.csv and .json.
func (s *Server) routeTables(mux *http.ServeMux) {
	mux.HandleFunc("GET /table/{file}", func(w http.ResponseWriter, r *http.Request) {
		name, form, _ := strings.Cut(r.PathValue("file"), ".")
		t, ok := s.tables[name]
		if !ok || form != "csv" && form != "json" {
			problem(w, r, http.StatusNotFound, "there is no table of that name")
			return
		}
		q := s.query(r.URL.Query())
		rows, err := t.rows(r.Context(), q)
		if e := q.err(); e != nil {
			err = e
		}
		if err != nil {
			s.problemOf(w, r, err)
			return
		}
		var body bytes.Buffer
		kind := "text/csv; charset=utf-8"
		if form == "csv" {
			err = writeCSV(&body, t.columns, rows)
		} else {
			kind = "application/json"
			err = writeRows(&body, t.columns, rows)
		}
		if err != nil {
			s.problemOf(w, r, err)
			return
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+form+`"`)
		_, _ = w.Write(body.Bytes()) // into memory
	})
}

// writeCSV writes a table for spreadsheets: a text that one would take for a
// formula gets an apostrophe before it.
func writeCSV(b *bytes.Buffer, columns []string, rows [][]any) error {
	w := csv.NewWriter(b)
	if err := w.Write(columns); err != nil {
		return err
	}
	line := make([]string, len(columns))
	for _, row := range rows {
		for i, v := range row {
			line[i] = cellOf(v)
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func cellOf(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		if x != "" && strings.ContainsRune("=+-@\t\r", rune(x[0])) {
			return "'" + x
		}
		return x
	case []string:
		return cellOf(strings.Join(x, " "))
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// writeRows writes a list of objects with the columns in their order.
func writeRows(b *bytes.Buffer, columns []string, rows [][]any) error {
	b.WriteByte('[')
	for n, row := range rows {
		if n > 0 {
			b.WriteString(",\n")
		}
		for i, v := range row {
			sep := byte(',')
			if i == 0 {
				sep = '{'
			}
			b.WriteByte(sep)
			value, err := json.Marshal(v)
			if err != nil {
				return err
			}
			fmt.Fprintf(b, "%q:", columns[i])
			b.Write(value)
		}
		b.WriteByte('}')
	}
	b.WriteString("]\n")
	return nil
}

// address is where a table is had, for the parameters of a page.
func address(name, form string, v url.Values) string {
	keep := url.Values{}
	for k, list := range v {
		if k != "after" && k != "limit" && k != "kind" {
			keep[k] = list
		}
	}
	to := "/table/" + name + "." + form
	if len(keep) > 0 {
		to += "?" + keep.Encode()
	}
	return to
}

func (s *Server) allTables() map[string]table {
	return map[string]table{
		"relations": {[]string{"a", "b", "level", "day", "volume", "lead", "events"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, _, err := s.store.Relations(ctx, q.countries("party"), q.all(store.RelationSorts()))
			for _, r := range list {
				rows = append(rows, []any{r.A, r.B, r.Level, r.Until, r.Volume, r.Lead, r.Events})
			}
			return rows, err
		}},
		"levels": {[]string{"a", "b", "day", "level", "volume"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, _, err := s.store.Relations(ctx, q.countries("party"), q.all(store.RelationSorts()))
			for _, r := range list {
				for _, p := range r.Course {
					rows = append(rows, []any{r.A, r.B, p.Date, p.Level, p.Volume})
				}
			}
			return rows, err
		}},
		"phases": {[]string{"a", "b", "phase", "from", "to", "mean", "events"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			p := q.pair()
			list, err := s.store.Phases(ctx, p[0], p[1])
			for _, x := range list {
				rows = append(rows, []any{min(p[0], p[1]), max(p[0], p[1]), x.Name, x.From, x.To, x.Mean, x.Events})
			}
			return rows, err
		}},
		"turns": {[]string{"a", "b", "day", "first", "last", "direction", "probability", "before", "after", "because"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			f := store.TurnFilter{Parties: q.countries("party"), Since: q.day("since"), Until: q.day("until")}
			list, _, err := s.store.Turns(ctx, f, q.all([]string{"date"}))
			for _, t := range list {
				rows = append(rows, []any{t.A, t.B, t.Date, t.Window[0], t.Window[1], string(t.Direction), t.Probability, t.Before, t.After, t.Because})
			}
			return rows, err
		}},
		"matters": {[]string{"id", "kind", "by", "to", "state", "opened", "moved", "due", "lapses", "what"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, _, err := s.store.Matters(ctx, q.matters(), q.all(store.MatterSorts()))
			for _, m := range list {
				rows = append(rows, []any{m.ID, string(m.Kind), m.By, m.To, string(m.State), m.Opened, m.Moved, m.Due(), m.Lapses, m.What})
			}
			return rows, err
		}},
		"directions": {[]string{"actors", "recipients", "events", "mean"}, s.directionRows},
		"offices": {[]string{"name", "office", "country", "from", "to"}, func(_ context.Context, q *query) (rows [][]any, err error) {
			name := q.text("name")
			for _, t := range s.termsOf(name) {
				rows = append(rows, []any{name, t.What, t.Country, t.From, t.To})
			}
			return rows, nil
		}},
		"feeds":   {feedColumns, s.feedRows},
		"events":  {eventColumns, s.eventRows},
		"records": {recordColumns, s.recordRows},
		"reports": {[]string{"id", "version", "title", "outlet", "published", "url", "records"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, _, err := s.store.FindReports(ctx, q.reports(), q.all(store.ReportSorts()))
			for _, r := range list {
				rows = append(rows, []any{r.ID, r.Version, r.Title, r.Outlet, r.Published, r.URL, r.Records})
			}
			return rows, err
		}},
		"parties": {[]string{"name", "country", "sector", "office", "acts", "acted_on", "speaks", "records", "first", "last"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, _, err := s.store.Parties(ctx, q.parties(), q.all([]string{"records"}))
			for _, p := range list {
				rows = append(rows, []any{p.Name, p.Country, p.Sector, p.Office, p.Actor, p.Recipient, p.Speaker, p.Mentioned, p.FirstSeen, p.LastSeen})
			}
			return rows, err
		}},
		"places": {[]string{"place", "country", "lat", "lon", "events", "score", "last"}, func(ctx context.Context, q *query) (rows [][]any, err error) {
			list, err := s.store.Spots(ctx, q.filter(), mostRows)
			for _, p := range list {
				rows = append(rows, []any{p.Name, p.Country, p.Lat, p.Lon, p.Events, p.Score, p.Last})
			}
			return rows, err
		}},
	}
}

// directionRows are what each of two countries does to the other, and what they do
// together, as the page of their relation has it. There is no mean of no events.
func (s *Server) directionRows(ctx context.Context, q *query) (rows [][]any, err error) {
	codes := q.pair()
	if codes[0] == "" {
		q.fail("pair", "", "it takes two countries, such as USA,COL")
		return nil, nil
	}
	events, err := s.marked(ctx, codes)
	for _, x := range sidesOf(events, codes) {
		actors, recipients := []string{x.From}, []string{x.To}
		if x.From == "" {
			actors, recipients = codes[:], []string{}
		}
		var mean any
		if x.Events > 0 {
			mean = x.Score
		}
		rows = append(rows, []any{actors, recipients, x.Events, mean})
	}
	return rows, err
}

var eventColumns = []string{"id", "start", "end", "precision", "type", "mode", "quad", "score", "actors", "recipients", "modality", "place", "outlets", "voices", "words"}

func (s *Server) eventRows(ctx context.Context, q *query) (rows [][]any, err error) {
	f, p := q.filter(), q.all(store.EventSorts())
	if len(q.wrong) > 0 {
		return nil, nil
	}
	list, _, err := s.store.Events(ctx, f, p)
	for _, e := range list {
		place := ""
		if e.Place != nil {
			place = e.Place.Name
		}
		rows = append(rows, []any{e.ID, e.Start, e.End, string(e.Precision), string(e.Type), string(e.Mode), string(e.Quad), e.Score,
			sideCodes(e.Actors), sideCodes(e.Recipients), string(e.Modality), place, e.Outlets, e.Voices, e.Words})
	}
	return rows, err
}

func sideCodes(side []event.Party) []string {
	codes := make([]string, len(side))
	for i := range side {
		codes[i] = side[i].Country
	}
	return codes
}

var recordColumns = []string{"id", "event", "report", "outlet", "published", "start", "end", "precision", "type", "mode", "quad", "score",
	"actors", "recipients", "modality", "speaker", "verbatim", "confidence", "trigger", "sentence"}

func (s *Server) recordRows(ctx context.Context, q *query) (rows [][]any, err error) {
	f, p := q.filter(), q.all(store.RecordSorts())
	f.Event = q.text("event")
	if len(q.wrong) > 0 {
		return nil, nil
	}
	list, _, err := s.store.Records(ctx, f, p)
	for i := range list {
		r := &list[i].Record
		var d record.Date
		if r.Date != nil {
			d = *r.Date
		}
		speaker, verbatim := "", false
		if r.Claim != nil {
			verbatim = r.Claim.Verbatim
			if r.Claim.By != nil {
				speaker = named(r.Claim.By)
			}
		}
		rows = append(rows, []any{r.ID, list[i].Event, r.Report.ID, r.Report.Outlet, r.Report.Published, d.Start, d.End, string(d.Precision),
			string(r.Type), string(r.Mode), string(r.Quad), r.Score, partyCells(r.Actors), partyCells(r.Recipients), string(r.Modality),
			speaker, verbatim, r.Confidence, r.Trigger.Text, r.Sentence.Text})
	}
	return rows, err
}

func partyCells(side []record.Party) []string {
	cells := make([]string, len(side))
	for i := range side {
		cells[i] = named(&side[i])
		if c := side[i].Country; c != "" {
			cells[i] += " (" + c + ")"
		}
	}
	return cells
}

// named is what a party is called: its name, or the words that stand for it.
func named(p *record.Party) string {
	if p.Name != "" {
		return p.Name
	}
	return strings.Join(strings.Fields(p.Text), " ")
}
