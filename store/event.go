package store

import (
	"context"
	"database/sql"
	"fmt"

	"demarche/event"
	"demarche/record"
)

// eventColumns are those that scanEvent reads, of the table e.
const eventColumns = `e.no, e.id, e.type, coalesce(e.mode, ''), e.quad, e.score, e.modality, e.date_start, e.date_end, e.precision, e.date_for,
	e.place, e.place_country, e.latitude, e.longitude, e.place_text, e.topics, e.words, e.reports, e.outlets, e.voices`

func scanEvent(scan func(...any) error) (int64, *event.Event, error) {
	var (
		no                             int64
		e                              = &event.Event{Actors: []event.Party{}, Recipients: []event.Party{}, Merged: []event.Reason{}}
		start, end, aim                sql.NullTime
		place, placeCountry, placeText sql.NullString
		lat, lon                       sql.NullFloat64
		topics, reports, outlets       []any
	)
	err := scan(&no, &e.ID, &e.Type, &e.Mode, &e.Quad, &e.Score, &e.Modality, &start, &end, &e.Precision, &aim,
		&place, &placeCountry, &lat, &lon, &placeText, list{&topics}, &e.Words, list{&reports}, list{&outlets}, &e.Voices)
	if err != nil {
		return 0, nil, err
	}
	e.Start, e.End, e.For = dayText(start), dayText(end), dayText(aim)
	e.Topics, e.Reports, e.Outlets = texts[string](topics), texts[string](reports), texts[string](outlets)
	if place.Valid {
		e.Place = &record.Place{Name: place.String, Country: placeCountry.String, Lat: lat.Float64, Lon: lon.Float64, Text: placeText.String}
	}
	return no, e, nil
}

// eventReader reads the events whose numbers the query which gives.
type eventReader struct {
	ctx   context.Context
	q     querier
	which string
	args  []any
	found map[int64]*event.Event
}

// readEvents reads events with all that belongs to them. Of their records they
// get what merging, following and a look at them need: report, sentence, trigger,
// type, mode, modality, date and confidence.
func readEvents(ctx context.Context, q querier, which string, args ...any) (map[int64]*event.Event, error) {
	r := &eventReader{ctx, q, which, args, map[int64]*event.Event{}}
	return r.found, r.all(r.heads, r.parties, r.differences, r.records)
}

// readStory reads events as far as package relation looks at them: of a record
// its report and when that was published, its sentence and trigger, and where its
// date stands.
func readStory(ctx context.Context, q querier, which string, args ...any) (map[int64]*event.Event, error) {
	r := &eventReader{ctx, q, which, args, map[int64]*event.Event{}}
	return r.found, r.all(r.heads, r.parties, r.sentences)
}

func (r *eventReader) all(parts ...func() error) error {
	for i, read := range parts {
		if i > 0 && len(r.found) == 0 {
			return nil
		}
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// each reads what belongs to events: rows of which the first column is the number
// of the event that take is given.
func (r *eventReader) each(what, query string, take func(scan func(...any) error) error) error {
	err := each(r.ctx, r.q, take, query, r.args...)
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

func (r *eventReader) heads() error {
	return r.each("events", `SELECT `+eventColumns+` FROM data.events e WHERE e.no IN (`+r.which+`)`, func(scan func(...any) error) error {
		no, e, err := scanEvent(scan)
		r.found[no] = e
		return err
	})
}

func (r *eventReader) parties() error {
	return r.each("the parties of events", `SELECT event, role, country, coalesce(sector, ''), names, implied FROM data.event_parties
		WHERE event IN (`+r.which+`) ORDER BY event, role, position`, func(scan func(...any) error) error {
		var (
			no    int64
			role  string
			p     event.Party
			names []any
		)
		if err := scan(&no, &role, &p.Country, &p.Sector, list{&names}, &p.Implied); err != nil {
			return err
		}
		if len(names) > 0 {
			p.Names = texts[string](names)
		}
		if e := r.found[no]; e != nil && role == actor {
			e.Actors = append(e.Actors, p)
		} else if e != nil {
			e.Recipients = append(e.Recipients, p)
		}
		return nil
	})
}

func (r *eventReader) differences() error {
	return r.each("where reports disagree", `SELECT event, concerns, told FROM data.event_differences
		WHERE event IN (`+r.which+`) ORDER BY event, position`, func(scan func(...any) error) error {
		var (
			no   int64
			d    event.Difference
			told []any
		)
		if err := scan(&no, &d.On, list{&told}); err != nil {
			return err
		}
		d.Values = texts[string](told)
		if e := r.found[no]; e != nil {
			e.Differ = append(e.Differ, d)
		}
		return nil
	})
}

// ofEvents are the records of events, m, with r and p, their reports.
const ofEvents = ` FROM data.event_records m JOIN data.records r ON r.no = m.record JOIN data.reports p ON p.no = r.report WHERE m.event IN (`

func (r *eventReader) records() error {
	reports := map[string]*record.Report{} // records share the words of theirs
	return r.each("the records of events", `SELECT m.event, m.score, m.why, r.id, p.id, p.title, p.outlet, p.published, p.url,
			r.sentence_index, r.sentence_start, r.sentence_end, r.sentence, r.trigger_start, r.trigger_end, r.trigger_text,
			r.type, coalesce(r.mode, ''), r.modality, r.confidence,
			r.date_start, r.date_end, r.date_precision, coalesce(r.date_text, ''), r.date_from, r.date_to`+
		ofEvents+r.which+`) ORDER BY m.event, m.position`, func(scan func(...any) error) error {
		var (
			no              int64
			why             event.Reason
			x               record.Record
			published       sql.NullTime
			start, end      sql.NullTime
			precision, text sql.NullString
			from, to        sql.NullInt64
		)
		err := scan(&no, &why.Score, &why.Why, &x.ID, &x.Report.ID, &x.Report.Title, &x.Report.Outlet, &published, &x.Report.URL,
			&x.Sentence.Index, &x.Sentence.Start, &x.Sentence.End, &x.Sentence.Text, &x.Trigger.Start, &x.Trigger.End, &x.Trigger.Text,
			&x.Type, &x.Mode, &x.Modality, &x.Confidence, &start, &end, &precision, &text, &from, &to)
		if err != nil {
			return err
		}
		if known := reports[x.Report.ID]; known != nil {
			x.Report = *known
		} else {
			x.Report.Published = dayText(published)
			reports[x.Report.ID] = &x.Report
		}
		if precision.Valid {
			x.Date = &record.Date{Start: dayText(start), End: dayText(end), Precision: record.Precision(precision.String), Text: text.String, Span: spanOf(from, to)}
		}
		why.Record, why.Report = x.ID, x.Report.ID
		if e := r.found[no]; e != nil {
			e.Records = append(e.Records, &x)
			e.Merged = append(e.Merged, why)
		}
		return nil
	})
}

func (r *eventReader) sentences() error {
	return r.each("the sentences of events", `SELECT m.event, p.id, p.published, r.sentence_index, r.sentence_start, r.sentence_end, r.sentence,
			r.trigger_start, r.trigger_end, r.date_from, r.date_to`+ofEvents+r.which+`) ORDER BY m.event, m.position`, func(scan func(...any) error) error {
		var (
			no        int64
			x         record.Record
			published sql.NullTime
			from, to  sql.NullInt64
		)
		err := scan(&no, &x.Report.ID, &published, &x.Sentence.Index, &x.Sentence.Start, &x.Sentence.End, &x.Sentence.Text,
			&x.Trigger.Start, &x.Trigger.End, &from, &to)
		if err != nil {
			return err
		}
		x.Report.Published = dayText(published)
		if from.Valid {
			x.Date = &record.Date{Span: spanOf(from, to)}
		}
		if e := r.found[no]; e != nil {
			e.Records = append(e.Records, &x)
		}
		return nil
	})
}
