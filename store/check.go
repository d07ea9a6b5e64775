package store

import (
	"context"
	"fmt"
	"strings"
)

// Fault is something in the file that must not be.
type Fault struct {
	What    string   // what is wrong
	Count   int      // how often
	Samples []string // a few of the places
}

// invariant is a query that gives the places where something is wrong.
type invariant struct{ what, query string }

// invariants hold whenever no transaction is open. Those of settled hold only
// when events are up to date.
var invariants = []invariant{
	{"two reports with one id", `SELECT id FROM data.reports GROUP BY id HAVING count(*) > 1`},
	{"two reports with one number", `SELECT no FROM data.reports GROUP BY no HAVING count(*) > 1`},
	{"a number that a report and a former one share", `SELECT no FROM data.reports WHERE no IN (SELECT no FROM data.former_reports)`},
	{"a former version that is not before the newest", `SELECT f.id FROM data.former_reports f JOIN data.reports p ON p.id = f.id WHERE f.version >= p.version`},
	{"a former version of no report", `SELECT id FROM data.former_reports WHERE id NOT IN (SELECT id FROM data.reports)`},
	{"two records with one number", `SELECT no FROM data.records GROUP BY no HAVING count(*) > 1`},
	{"a record of no report", `SELECT id FROM data.records WHERE report NOT IN (SELECT no FROM data.reports)`},
	{"a report with another number of records than it says", `SELECT p.id FROM data.reports p
		LEFT JOIN (SELECT report, count(*) AS n FROM data.records GROUP BY report) r ON r.report = p.no WHERE coalesce(r.n, 0) <> p.records`},
	{"a party of no record", `SELECT record FROM data.parties WHERE record NOT IN (SELECT no FROM data.records)`},
	{"parties that are not numbered from 0", `SELECT record FROM data.parties GROUP BY record, role HAVING max(position) + 1 <> count(*) OR min(position) <> 0`},
	{"a record whose countries are not those of its parties", `SELECT r.id FROM data.records r
		LEFT JOIN (SELECT record, role, list_sort(list(DISTINCT country)) AS codes FROM data.parties WHERE country IS NOT NULL GROUP BY record, role) a
			ON a.record = r.no AND a.role = 'actor'
		LEFT JOIN (SELECT record, role, list_sort(list(DISTINCT country)) AS codes FROM data.parties WHERE country IS NOT NULL GROUP BY record, role) b
			ON b.record = r.no AND b.role = 'recipient'
		WHERE coalesce(a.codes, []) <> r.actors OR coalesce(b.codes, []) <> r.recipients`},
	{"a standing of no record", `SELECT record FROM data.standings WHERE record NOT IN (SELECT no FROM data.records)`},
	{"a membership that is no standing", `SELECT record FROM data.memberships m
		WHERE NOT EXISTS (SELECT 1 FROM data.standings s WHERE s.record = m.record AND s.a = m.a AND s.b = m.b)`},
	{"a record in two events", `SELECT record FROM data.event_records GROUP BY record HAVING count(*) > 1`},
	{"an event without records", `SELECT id FROM data.events WHERE no NOT IN (SELECT event FROM data.event_records)`},
	{"two events with one number", `SELECT no FROM data.events GROUP BY no HAVING count(*) > 1`},
	{"two events with one id", `SELECT id FROM data.events GROUP BY id HAVING count(*) > 1`},
	{"a party of no event", `SELECT event FROM data.event_parties WHERE event NOT IN (SELECT no FROM data.events)`},
	{"a pair of no event", `SELECT event FROM data.event_pairs WHERE event NOT IN (SELECT no FROM data.events)`},
	{"a step of no matter", `SELECT matter FROM data.matter_steps WHERE matter NOT IN (SELECT id FROM data.matters)`},
	{"two matters with one id", `SELECT id FROM data.matters GROUP BY id HAVING count(*) > 1`},
	{"a relation that is there twice", `SELECT a || '-' || b FROM data.relations GROUP BY a, b HAVING count(*) > 1`},
}

var settled = []invariant{
	{"a record that stands between countries and is in no event", `SELECT DISTINCT s.record FROM data.standings s
		WHERE NOT EXISTS (SELECT 1 FROM data.event_records m WHERE m.record = s.record)`},
	{"a standing without a cluster", `SELECT s.record FROM data.standings s
		WHERE NOT EXISTS (SELECT 1 FROM data.memberships m WHERE s.record = m.record AND s.a = m.a AND s.b = m.b)`},
	{"an event of a record that is gone", `SELECT record FROM data.event_records WHERE record NOT IN (SELECT no FROM data.records)`},
	{"records of one cluster in two events", `SELECT m.cluster FROM data.memberships m JOIN data.event_records e ON e.record = m.record
		GROUP BY m.a, m.b, m.cluster HAVING count(DISTINCT e.event) > 1`},
	{"an event that is not called after its first record", `SELECT e.id FROM data.events e JOIN data.event_records m ON m.event = e.no AND m.position = 0
		JOIN data.records r ON r.no = m.record WHERE e.id <> 'e' || r.id`},
	{"a relation with another number of events than there are", `SELECT r.a || '-' || r.b FROM data.relations r
		LEFT JOIN (SELECT a, b, count(*) AS n FROM data.event_pairs GROUP BY a, b) p ON p.a = r.a AND p.b = r.b WHERE coalesce(p.n, 0) <> r.events`},
	{"a pair with events and no relation", `SELECT DISTINCT a || '-' || b FROM data.event_pairs WHERE (a, b) NOT IN (SELECT a, b FROM data.relations)`},
	{"a turn because of an event that is not there", `SELECT date FROM (SELECT date, unnest(because) AS id FROM data.turns) WHERE id NOT IN (SELECT id FROM data.events)`},
	{"a report with records and no voice", `SELECT id FROM data.reports WHERE week IS NOT NULL AND no NOT IN (SELECT report FROM data.voices)`},
	{"a report with two voices", `SELECT report FROM data.voices GROUP BY report HAVING count(*) > 1`},
}

// samples is how many places a fault names.
const samples = 5

// Check looks whether the file holds what must hold: that each row has what it
// refers to, that numbers and ids are given once, that every record is where it
// belongs, and that each is sound against the text of its report. step, which
// may be nil, is told of each report that was read.
func (s *Store) Check(ctx context.Context, step func()) ([]Fault, error) {
	var faults []Fault
	list := invariants
	stale, err := s.Stale(ctx)
	if err != nil {
		return nil, err
	}
	if !stale {
		list = append(append([]invariant{}, list...), settled...)
	}
	for _, inv := range list {
		f := Fault{What: inv.what}
		err := each(ctx, s.db, func(scan func(...any) error) error {
			var where string
			err := scan(&where)
			f.note(where)
			return err
		}, `SELECT CAST(x AS VARCHAR) FROM (`+inv.query+`) AS t(x) ORDER BY 1`)
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", inv.what, err)
		}
		if f.Count > 0 {
			faults = append(faults, f)
		}
	}
	unsound, err := s.unsound(ctx, step)
	if err == nil && unsound.Count > 0 {
		faults = append(faults, unsound)
	}
	return faults, err
}

func (f *Fault) note(where string) {
	f.Count++
	if len(f.Samples) < samples {
		f.Samples = append(f.Samples, where)
	}
}

// unsound are records that do not fit the text of their report.
func (s *Store) unsound(ctx context.Context, step func()) (Fault, error) {
	f := Fault{What: "a record that does not fit its report"}
	for rep, err := range s.Reports(ctx) {
		if err != nil {
			return f, err
		}
		_, records, err := s.Report(ctx, rep.ID)
		if err != nil {
			return f, err
		}
		for i := range records {
			if err := records[i].Record.Validate(rep.Text); err != nil {
				first, _, _ := strings.Cut(err.Error(), "\n")
				f.note(rep.ID + " " + records[i].Record.ID + ": " + first)
			}
		}
		if step != nil {
			step()
		}
	}
	return f, nil
}
