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

// readEvents reads the events whose numbers the query which gives, with all
// that belongs to them. Of their records they get what merging and following
// need: report, sentence, trigger, type, mode, modality and confidence.
func readEvents(ctx context.Context, q querier, which string, args ...any) (map[int64]*event.Event, error) {
	events := map[int64]*event.Event{}
	err := each(ctx, q, func(scan func(...any) error) error {
		no, e, err := scanEvent(scan)
		events[no] = e
		return err
	}, `SELECT `+eventColumns+` FROM data.events e WHERE e.no IN (`+which+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("reading events: %w", err)
	}
	if len(events) == 0 {
		return events, nil
	}
	err = each(ctx, q, func(scan func(...any) error) error {
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
		if e := events[no]; e != nil && role == actor {
			e.Actors = append(e.Actors, p)
		} else if e != nil {
			e.Recipients = append(e.Recipients, p)
		}
		return nil
	}, `SELECT event, role, country, coalesce(sector, ''), names, implied FROM data.event_parties
		WHERE event IN (`+which+`) ORDER BY event, role, position`, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the parties of events: %w", err)
	}
	err = each(ctx, q, func(scan func(...any) error) error {
		var (
			no   int64
			d    event.Difference
			told []any
		)
		if err := scan(&no, &d.On, list{&told}); err != nil {
			return err
		}
		d.Values = texts[string](told)
		if e := events[no]; e != nil {
			e.Differ = append(e.Differ, d)
		}
		return nil
	}, `SELECT event, concerns, told FROM data.event_differences WHERE event IN (`+which+`) ORDER BY event, position`, args...)
	if err != nil {
		return nil, fmt.Errorf("reading where reports disagree: %w", err)
	}
	err = each(ctx, q, func(scan func(...any) error) error {
		var (
			no        int64
			why       event.Reason
			r         record.Record
			published sql.NullTime
		)
		err := scan(&no, &why.Score, &why.Why, &r.ID, &r.Report.ID, &r.Report.Title, &r.Report.Outlet, &published, &r.Report.URL,
			&r.Sentence.Index, &r.Sentence.Start, &r.Sentence.End, &r.Sentence.Text, &r.Trigger.Start, &r.Trigger.End, &r.Trigger.Text,
			&r.Type, &r.Mode, &r.Modality, &r.Confidence)
		if err != nil {
			return err
		}
		r.Report.Published = dayText(published)
		why.Record, why.Report = r.ID, r.Report.ID
		if e := events[no]; e != nil {
			e.Records = append(e.Records, &r)
			e.Merged = append(e.Merged, why)
		}
		return nil
	}, `SELECT m.event, m.score, m.why, r.id, p.id, p.title, p.outlet, p.published, p.url,
			r.sentence_index, r.sentence_start, r.sentence_end, r.sentence, r.trigger_start, r.trigger_end, r.trigger_text,
			r.type, coalesce(r.mode, ''), r.modality, r.confidence
		FROM data.event_records m JOIN data.records r ON r.no = m.record JOIN data.reports p ON p.no = r.report
		WHERE m.event IN (`+which+`) ORDER BY m.event, m.position`, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the records of events: %w", err)
	}
	return events, nil
}
