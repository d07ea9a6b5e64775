package store

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// The roles of parties.
const (
	actor     = "actor"
	recipient = "recipient"
	speaker   = "speaker"
)

// nullable is a string that is NULL when it is empty.
func nullable[T ~string](s T) driver.Value {
	if s == "" {
		return nil
	}
	return string(s)
}

// day is a date of the form YYYY-MM-DD as the tables have it, NULL for "".
func day(s string) (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, fmt.Errorf("%q is no date", s)
	}
	return t, nil
}

// dayText is the reverse of day.
func dayText(t sql.NullTime) string {
	if !t.Valid {
		return ""
	}
	return t.Time.Format(time.DateOnly)
}

// words is a list as the tables have it.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// countries are the codes of parties, each once, in alphabetical order.
func countries(side []record.Party) []string {
	codes := []string{}
	for i := range side {
		if c := side[i].Country; c != "" && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	return codes
}

// putRecord writes a record with its parties. implied is what event.Read found
// for it.
func putRecord(tx *writer, no, report int64, r *record.Record, implied string) error {
	var dateStart, dateEnd, precision, dateText, dateFrom, dateTo driver.Value
	if d := r.Date; d != nil {
		var err error
		if dateStart, err = day(d.Start); err != nil {
			return err
		}
		if dateEnd, err = day(d.End); err != nil {
			return err
		}
		precision, dateText = string(d.Precision), d.Text
		if d.Span != nil {
			dateFrom, dateTo = int32(d.Span[0]), int32(d.Span[1])
		}
	}
	var place, placeCountry, lat, lon, placeText, placeFrom, placeTo driver.Value
	if p := r.Place; p != nil {
		place, placeCountry, lat, lon, placeText = p.Name, nullable(p.Country), p.Lat, p.Lon, p.Text
		if p.Span != nil {
			placeFrom, placeTo = int32(p.Span[0]), int32(p.Span[1])
		}
	}
	var cue, verbatim, venue, evidence, quoteStart, quoteEnd, quote, notes driver.Value
	if c := r.Claim; c != nil {
		cue, verbatim, venue, evidence = c.Cue, c.Verbatim, nullable(c.Venue), nullable(c.Evidence)
		if q := c.Quote; q != nil {
			quoteStart, quoteEnd, quote = int32(q.Start), int32(q.End), q.Text
		}
	}
	if len(r.Notes) > 0 {
		notes = r.Notes
	}
	err := tx.append("records", no, r.ID, report,
		int32(r.Sentence.Index), int32(r.Sentence.Start), int32(r.Sentence.End), r.Sentence.Text,
		int32(r.Trigger.Start), int32(r.Trigger.End), r.Trigger.Text,
		string(r.Type), nullable(r.Mode), string(r.Quad), r.Score, r.CAMEO, words(r.Contexts),
		countries(r.Actors), countries(r.Recipients), string(r.Modality),
		dateStart, dateEnd, precision, dateText, dateFrom, dateTo,
		place, placeCountry, lat, lon, placeText, placeFrom, placeTo,
		cue, verbatim, venue, evidence, quoteStart, quoteEnd, quote,
		r.Confidence, notes, nullable(implied))
	if err != nil {
		return err
	}
	for i := range r.Actors {
		if err := putParty(tx, no, actor, i, &r.Actors[i]); err != nil {
			return err
		}
	}
	for i := range r.Recipients {
		if err := putParty(tx, no, recipient, i, &r.Recipients[i]); err != nil {
			return err
		}
	}
	if r.Claim != nil && r.Claim.By != nil {
		return putParty(tx, no, speaker, 0, r.Claim.By)
	}
	return nil
}

func putParty(tx *writer, no int64, role string, position int, p *record.Party) error {
	var others driver.Value
	if len(p.OtherSectors) > 0 {
		others = words(p.OtherSectors)
	}
	return tx.append("parties", no, role, int32(position), p.Text, int32(p.Start), int32(p.End),
		nullable(p.Name), nullable(p.Country), nullable(p.Sector), others, nullable(p.Office))
}

// row is a record with its number.
type row struct {
	no int64
	record.Record
}

// keptOf is a record as it will be read from the tables, with words of its own: those
// that were coded are parts of the report's text, which would be kept with them.
func keptOf(no int64, rep *report.Report, r record.Record) *row {
	r.Report = record.Report{ID: rep.ID, Title: rep.Title, Outlet: rep.Outlet, Published: rep.Published, URL: rep.URL}
	r.Sentence.Text, r.Trigger.Text = strings.Clone(r.Sentence.Text), strings.Clone(r.Trigger.Text)
	r.Actors, r.Recipients = keptParties(r.Actors), keptParties(r.Recipients)
	if r.Date != nil {
		own := *r.Date
		own.Text, r.Date = strings.Clone(own.Text), &own
	}
	if r.Place != nil {
		own := *r.Place
		own.Text, r.Place = strings.Clone(own.Text), &own
	}
	if r.Claim != nil {
		own := *r.Claim
		own.Cue, own.Venue = strings.Clone(own.Cue), strings.Clone(own.Venue)
		if own.By != nil {
			own.By = &keptParties([]record.Party{*own.By})[0]
		}
		if own.Quote != nil {
			quote := *own.Quote
			quote.Text, own.Quote = strings.Clone(quote.Text), &quote
		}
		r.Claim = &own
	}
	return &row{no, r}
}

func keptParties(side []record.Party) []record.Party {
	side = slices.Clone(side)
	for i := range side {
		side[i].Text, side[i].Name = strings.Clone(side[i].Text), strings.Clone(side[i].Name)
	}
	return side
}

// recordColumns are those that scanRecord reads, of the tables r (records) and
// p (reports).
const recordColumns = `r.no, r.id, p.id, p.title, p.outlet, p.published, p.url,
	r.sentence_index, r.sentence_start, r.sentence_end, r.sentence, r.trigger_start, r.trigger_end, r.trigger_text,
	r.type, coalesce(r.mode, ''), r.quad, r.score, r.cameo, r.contexts, r.modality,
	r.date_start, r.date_end, r.date_precision, r.date_text, r.date_from, r.date_to,
	r.place, r.place_country, r.latitude, r.longitude, r.place_text, r.place_from, r.place_to,
	r.claim_cue, r.verbatim, r.venue, r.evidence, r.quote_start, r.quote_end, r.quote, r.confidence, r.notes`

func scanRecord(scan func(...any) error) (*row, error) {
	var (
		r                                        row
		published, dateStart, dateEnd            sql.NullTime
		precision, dateText, place, placeCountry sql.NullString
		placeText, cue, venue, evidence, quote   sql.NullString
		dateFrom, dateTo, placeFrom, placeTo     sql.NullInt64
		quoteStart, quoteEnd                     sql.NullInt64
		lat, lon                                 sql.NullFloat64
		verbatim                                 sql.NullBool
		contexts, notes                          []any
		sentence, trigger                        = &r.Sentence, &r.Trigger
	)
	err := scan(&r.no, &r.ID, &r.Report.ID, &r.Report.Title, &r.Report.Outlet, &published, &r.Report.URL,
		&sentence.Index, &sentence.Start, &sentence.End, &sentence.Text, &trigger.Start, &trigger.End, &trigger.Text,
		&r.Type, &r.Mode, &r.Quad, &r.Score, &r.CAMEO, list{&contexts}, &r.Modality,
		&dateStart, &dateEnd, &precision, &dateText, &dateFrom, &dateTo,
		&place, &placeCountry, &lat, &lon, &placeText, &placeFrom, &placeTo,
		&cue, &verbatim, &venue, &evidence, &quoteStart, &quoteEnd, &quote, &r.Confidence, list{&notes})
	if err != nil {
		return nil, err
	}
	r.Report.Published = dayText(published)
	r.Contexts = texts[plover.Context](contexts)
	if len(notes) > 0 {
		r.Notes = texts[string](notes)
	}
	if precision.Valid {
		r.Date = &record.Date{Start: dayText(dateStart), End: dayText(dateEnd), Precision: record.Precision(precision.String),
			Text: dateText.String, Span: spanOf(dateFrom, dateTo)}
	}
	if place.Valid {
		r.Place = &record.Place{Name: place.String, Country: placeCountry.String, Lat: lat.Float64, Lon: lon.Float64,
			Text: placeText.String, Span: spanOf(placeFrom, placeTo)}
	}
	if cue.Valid {
		r.Claim = &record.Claim{Cue: cue.String, Verbatim: verbatim.Bool, Venue: venue.String, Evidence: evidence.String}
		if quote.Valid {
			r.Claim.Quote = &record.Span{Start: int(quoteStart.Int64), End: int(quoteEnd.Int64), Text: quote.String}
		}
	}
	return &r, nil
}

// list scans a column that is a list, which may be NULL.
type list struct{ to *[]any }

// Scan takes the value of a column.
func (l list) Scan(v any) error {
	if v == nil {
		*l.to = nil
		return nil
	}
	values, ok := v.([]any)
	if !ok {
		return fmt.Errorf("the column holds %T, want a list", v)
	}
	*l.to = values
	return nil
}

// texts are the values of a list of strings.
func texts[T ~string](values []any) []T {
	out := make([]T, len(values))
	for i, v := range values {
		s, _ := v.(string)
		out[i] = T(s)
	}
	return out
}

func spanOf(from, to sql.NullInt64) *[2]int {
	if !from.Valid {
		return nil
	}
	return &[2]int{int(from.Int64), int(to.Int64)}
}

// partyColumns are those that addParty reads, of the table q.
const partyColumns = `q.record, q.role, q.text, q.text_start, q.text_end, coalesce(q.name, ''), coalesce(q.country, ''),
	coalesce(q.sector, ''), q.other_sectors, coalesce(q.office, '')`

// addParty reads a party and adds it to its record, which of gives. Parties of
// one record must come in the order of their positions.
func addParty(scan func(...any) error, of func(no int64) *row) error {
	var (
		no     int64
		role   string
		p      record.Party
		others []any
	)
	if err := scan(&no, &role, &p.Text, &p.Start, &p.End, &p.Name, &p.Country, &p.Sector, list{&others}, &p.Office); err != nil {
		return err
	}
	if len(others) > 0 {
		p.OtherSectors = texts[plover.Sector](others)
	}
	r := of(no)
	switch {
	case r == nil:
	case role == actor:
		r.Actors = append(r.Actors, p)
	case role == recipient:
		r.Recipients = append(r.Recipients, p)
	case r.Claim != nil:
		r.Claim.By = &p
	}
	return nil
}
