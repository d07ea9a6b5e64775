package store

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"

	"demarche/event"
)

// signed is a report where near copies are looked for.
type signed struct {
	no  int64
	was int64 // its voice before, 0 for none
	sig *event.Signature
}

// voices finds the near copies among the reports of the weeks that are stale
// and of those next to them. A voice that has reports of other weeks too keeps
// them: what joined them is still there, or its weeks would be stale as well.
// The events of reports whose voice changed become stale.
func (tx *writer) voices() error {
	reports, err := tx.signatures()
	if err != nil {
		return fmt.Errorf("reading the signatures of reports: %w", err)
	}
	if len(reports) == 0 {
		return nil
	}
	size := map[int64]int{} // of each voice as it was, within reports
	for _, r := range reports {
		size[r.was]++
	}
	whole := map[int64]int{}
	err = tx.rows(func(scan func(...any) error) error {
		var voice int64
		var n int
		err := scan(&voice, &n)
		whole[voice] = n
		return err
	}, `SELECT voice, count(*) FROM data.voices WHERE report IN (SELECT no FROM data.reports WHERE week IS NOT NULL) GROUP BY voice`)
	if err != nil {
		return err
	}
	sigs := make([]*event.Signature, len(reports))
	for i, r := range reports {
		sigs[i] = r.sig
	}
	one := aliases{}
	group := event.Voices(sigs)
	for i, r := range reports {
		one.join(r.no, reports[group[i]].no)
		if r.was != 0 && size[r.was] < whole[r.was] {
			one.join(r.no, r.was)
		}
	}
	voice := make([]int64, len(reports))
	for i, r := range reports {
		voice[i] = one.least(r.no)
	}
	return tx.speak(reports, voice)
}

// aliases hold numbers that stand for the same, each with a lesser one.
type aliases map[int64]int64

// least is the least number that stands for the same as x.
func (a aliases) least(x int64) int64 {
	for {
		lower, ok := a[x]
		if !ok {
			return x
		}
		if further, ok := a[lower]; ok {
			a[x] = further // shorten the way for the next
		}
		x = lower
	}
}

func (a aliases) join(x, y int64) {
	x, y = a.least(x), a.least(y)
	if x != y {
		a[max(x, y)] = min(x, y)
	}
}

// signatures are those of the reports that have to be compared, by number.
func (tx *writer) signatures() ([]signed, error) {
	var list []signed
	err := tx.rows(func(scan func(...any) error) error {
		var minima []byte
		r := signed{sig: &event.Signature{}}
		if err := scan(&r.no, &r.was, &minima, &r.sig.Week); err != nil {
			return err
		}
		if r.sig.Short = len(minima) == 0; !r.sig.Short {
			if _, err := binary.Decode(minima, binary.LittleEndian, r.sig.Minima[:]); err != nil {
				return err
			}
		}
		list = append(list, r)
		return nil
	}, `SELECT p.no, coalesce(v.voice, 0), p.minima, p.week
		FROM data.reports p LEFT JOIN data.voices v ON v.report = p.no
		WHERE p.week IN (SELECT week + d FROM data.stale_weeks, (VALUES (-1), (0), (1)) AS near(d))`)
	slices.SortFunc(list, func(a, b signed) int { return int(a.no - b.no) })
	return list, err
}

// speak writes the voices that changed and marks the events that count them.
func (tx *writer) speak(reports []signed, voice []int64) error {
	if err := tx.exec(`CREATE OR REPLACE TEMP TABLE spoken (report BIGINT, voice BIGINT, known BOOLEAN)`); err != nil {
		return err
	}
	err := tx.fill("spoken", func(put func(...driver.Value) error) error {
		for i, r := range reports {
			if voice[i] != r.was {
				if err := put(r.no, voice[i], r.was != 0); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM data.voices WHERE report IN (SELECT report FROM spoken)
			OR report NOT IN (SELECT no FROM data.reports WHERE week IS NOT NULL)`,
		`INSERT INTO data.voices SELECT report, voice FROM spoken`,
		`INSERT INTO data.stale_events SELECT DISTINCT m.event FROM data.event_records m JOIN data.records r ON r.no = m.record
			WHERE r.report IN (SELECT report FROM spoken WHERE known)`,
		`DELETE FROM data.stale_weeks`,
	} {
		if err := tx.exec(query); err != nil {
			return fmt.Errorf("writing the voices of reports: %w", err)
		}
	}
	return nil
}
