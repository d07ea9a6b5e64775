package store

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

// acquainted are the records that an update has read, as merging sees them, with
// their reports. They are read once where they fit into memory: the records that
// are clustered are described next.
type acquainted struct {
	tellings map[int64]*event.Telling
	tellers  map[int32]*event.Teller
}

// load sees to it that the records of these numbers are known, and lets go of
// others where all would be too many.
func (k *acquainted) load(tx *writer, nos []int64) error {
	slices.Sort(nos)
	nos = slices.Compact(nos)
	missing := slices.DeleteFunc(slices.Clone(nos), func(no int64) bool { return k.tellings[no] != nil })
	if k.tellings == nil || len(k.tellings)+len(missing) > most {
		k.tellings, k.tellers, missing = map[int64]*event.Telling{}, map[int32]*event.Teller{}, nos
	}
	if len(missing) == 0 {
		return nil
	}
	if err := tx.want(missing); err != nil {
		return err
	}
	if err := k.reports(tx); err != nil {
		return fmt.Errorf("reading the reports of records: %w", err)
	}
	if err := k.records(tx); err != nil {
		return err
	}
	for _, no := range missing {
		if k.tellings[no] == nil {
			return fmt.Errorf("record number %d is not there", no)
		}
	}
	return nil
}

// want puts numbers of records into the temporary table "wanted".
func (tx *writer) want(nos []int64) error {
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE wanted (no BIGINT)`); err != nil {
		return err
	}
	return tx.fill("wanted", func(put func(...driver.Value) error) error {
		for _, no := range nos {
			if err := put(no); err != nil {
				return err
			}
		}
		return nil
	})
}

// reports reads those of the wanted records.
func (k *acquainted) reports(tx *writer) error {
	return tx.rows(func(scan func(...any) error) error {
		var no int32
		var t event.Teller
		if err := scan(&no, &t.ID, &t.Published, &t.Outlet, &t.Title, &t.Voice); err != nil {
			return err
		}
		k.tellers[no] = &t
		return nil
	}, `SELECT p.no, p.id, coalesce(strftime(p.published, '%Y-%m-%d'), ''), p.outlet, p.title, coalesce(v.voice, p.no)
		FROM data.reports p LEFT JOIN data.voices v ON v.report = p.no
		WHERE p.no IN (SELECT report FROM data.records WHERE no IN (SELECT no FROM wanted))`)
}

// records reads the wanted ones, as far as merging and describing need them.
func (k *acquainted) records(tx *writer) error {
	read := map[int64]*brief{}
	err := tx.rows(func(scan func(...any) error) error {
		b, err := scanBrief(scan)
		if err != nil {
			return err
		}
		t := k.tellers[b.report]
		if t == nil {
			return fmt.Errorf("the report of record %s is not there", b.ID)
		}
		b.Report = record.Report{ID: t.ID, Published: t.Published, Outlet: t.Outlet, Title: t.Title}
		read[b.no] = b
		return nil
	}, `SELECT `+briefColumns+` FROM data.records WHERE no IN (SELECT no FROM wanted)`)
	if err != nil {
		return fmt.Errorf("reading records: %w", err)
	}
	err = tx.rows(func(scan func(...any) error) error {
		var no int64
		var role string
		var p record.Party
		if err := scan(&no, &role, &p.Start, &p.End, &p.Name, &p.Country, &p.Sector); err != nil {
			return err
		}
		if b := read[no]; b != nil && role == actor {
			b.Actors = append(b.Actors, p)
		} else if b != nil {
			b.Recipients = append(b.Recipients, p)
		}
		return nil
	}, `SELECT record, role, text_start, text_end, coalesce(name, ''), coalesce(country, ''), coalesce(sector, '') FROM data.parties
		WHERE record IN (SELECT no FROM wanted) AND role <> 'speaker' ORDER BY record, role, position`)
	if err != nil {
		return fmt.Errorf("reading parties: %w", err)
	}
	for no, b := range read {
		k.tellings[no] = event.NewTelling(&b.Record, b.report, b.implied)
	}
	return nil
}

// brief is a record without what merging does not ask for.
type brief struct {
	no      int64
	report  int32
	implied string
	record.Record
}

// briefColumns are those that scanBrief reads, of the table of records.
const briefColumns = `no, report, coalesce(implied, ''), id, sentence_index, sentence_start, sentence_end, sentence, trigger_start, trigger_end,
	type, coalesce(mode, ''), contexts, modality, date_start, date_end, date_precision, date_from, date_to,
	place, place_country, latitude, longitude, place_text, confidence`

func scanBrief(scan func(...any) error) (*brief, error) {
	var (
		b                              brief
		start, end                     sql.NullTime
		precision                      sql.NullString
		place, placeCountry, placeText sql.NullString
		from, to                       sql.NullInt64
		lat, lon                       sql.NullFloat64
		contexts                       []any
	)
	err := scan(&b.no, &b.report, &b.implied, &b.ID, &b.Sentence.Index, &b.Sentence.Start, &b.Sentence.End, &b.Sentence.Text,
		&b.Trigger.Start, &b.Trigger.End, &b.Type, &b.Mode, list{&contexts}, &b.Modality, &start, &end, &precision, &from, &to,
		&place, &placeCountry, &lat, &lon, &placeText, &b.Confidence)
	if err != nil {
		return nil, err
	}
	b.Contexts = texts[plover.Context](contexts)
	if precision.Valid {
		b.Date = &record.Date{Start: dayText(start), End: dayText(end), Precision: record.Precision(precision.String), Span: spanOf(from, to)}
	}
	if place.Valid {
		b.Place = &record.Place{Name: place.String, Country: placeCountry.String, Lat: lat.Float64, Lon: lon.Float64, Text: placeText.String}
	}
	return &b, nil
}
