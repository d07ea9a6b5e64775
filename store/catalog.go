package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// ReportInfo is a report without its text.
type ReportInfo struct {
	ID        string `json:"id"`
	Version   int    `json:"version"` // 1, and one more with each correction
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"` // YYYY-MM-DD, "" when unknown
	URL       string `json:"url"`
	Records   int    `json:"records"`
	Words     string `json:"words,omitempty"` // what stands around the first of the words that were looked for
}

// ReportFilter says which reports are asked for. What is left empty does not
// restrict.
type ReportFilter struct {
	Text    string // words, all of which stand in the text, in any case
	Outlet  string
	Since   string // of publication, YYYY-MM-DD
	Until   string
	Country string // code of a party of its records
}

// reportSorts are the words that a page of reports can be sorted by.
var reportSorts = map[string]string{
	"date":    "coalesce(CAST(p.published AS VARCHAR), '')",
	"records": "p.records",
}

// ReportSorts are the words for reports.
func ReportSorts() []string { return []string{"date", "records"} }

// FindReports are the reports that meet a filter, page by page.
func (s *Store) FindReports(ctx context.Context, f ReportFilter, p Page) (list []ReportInfo, next string, err error) {
	c := &conditions{}
	first, _, _ := strings.Cut(strings.TrimSpace(f.Text), " ")
	columns := `p.id, p.version, p.title, p.outlet, p.published, p.url, p.records, ''`
	for _, w := range strings.Fields(f.Text) {
		c.add("contains(lower(p.text), lower(?))", w)
	}
	if first != "" {
		columns = `p.id, p.version, p.title, p.outlet, p.published, p.url, p.records,
			substr(p.text, greatest(1, strpos(lower(p.text), lower(?)) - 80), 240)`
		c.args = append([]any{first}, c.args...)
	}
	if f.Outlet != "" {
		c.add("p.outlet = ?", f.Outlet)
	}
	if f.Since != "" {
		c.add("p.published >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add("p.published <= CAST(? AS DATE)", f.Until)
	}
	if f.Country != "" {
		c.add("p.no IN (SELECT r.report FROM data.records r WHERE list_contains(r.actors, ?) OR list_contains(r.recipients, ?))", f.Country, f.Country)
	}
	o, err := p.ordering(reportSorts, "p.id")
	if err != nil {
		return nil, "", err
	}
	list, next, err = paged(ctx, s, columns, `data.reports p`, c, o, p, func(scan func(...any) error) (ReportInfo, error) {
		var r ReportInfo
		var published sql.NullTime
		err := scan(&r.ID, &r.Version, &r.Title, &r.Outlet, &published, &r.URL, &r.Records, &r.Words)
		r.Published = dayText(published)
		return r, err
	})
	if err != nil {
		return nil, "", fmt.Errorf("looking for reports: %w", err)
	}
	return list, next, nil
}

// PartyInfo is a party as the records have it: a country where the name is
// empty, else a person or a body.
type PartyInfo struct {
	Name      string `json:"name"`
	Country   string `json:"country"`
	Sector    string `json:"sector,omitempty"` // the one it most often has
	Office    string `json:"office,omitempty"` // the last that it was told of with
	Actor     int    `json:"actor"`            // records in which it acts, is acted on, speaks
	Recipient int    `json:"recipient"`
	Speaker   int    `json:"speaker"`
	Mentioned int    `json:"records"` // all of them
	FirstSeen string `json:"first"`   // days of publication
	LastSeen  string `json:"last"`
}

// PartyFilter says which parties are asked for. What is left empty does not
// restrict.
type PartyFilter struct {
	Countries bool     // countries as such, not the people and bodies of theirs
	Country   string   // code
	Name      string   // exact
	Text      string   // words of the name, in any case
	Codes     []string // one of these countries
}

// Parties are those that meet a filter; the only order is "records", by how
// many tell of them.
func (s *Store) Parties(ctx context.Context, f PartyFilter, p Page) (list []PartyInfo, next string, err error) {
	c := &conditions{}
	name := "coalesce(q.name, '')"
	if f.Countries {
		name = "''"
		c.add("q.country IS NOT NULL")
	} else {
		c.add("q.name IS NOT NULL")
	}
	if f.Country != "" {
		c.add("q.country = ?", f.Country)
	}
	in(c, "q.country", f.Codes)
	if f.Name != "" {
		c.add("q.name = ?", f.Name)
	}
	for _, w := range strings.Fields(f.Text) {
		c.add("contains(lower(q.name), lower(?))", w)
	}
	from := `(SELECT ` + name + ` AS name, coalesce(q.country, '') AS country, coalesce(mode(q.sector), '') AS sector, coalesce(arg_max(q.office, p.published), '') AS office,
		count(DISTINCT CASE WHEN q.role = 'actor' THEN q.record END) AS acts, count(DISTINCT CASE WHEN q.role = 'recipient' THEN q.record END) AS receives,
		count(DISTINCT CASE WHEN q.role = 'speaker' THEN q.record END) AS speaks, count(DISTINCT q.record) AS records,
		min(p.published) AS first, max(p.published) AS last
		FROM data.parties q JOIN data.records r ON r.no = q.record JOIN data.reports p ON p.no = r.report
		WHERE ` + c.where() + ` GROUP BY 1, 2) t`
	if p.Sort == "" {
		p.Sort = "-records"
	}
	o, err := p.ordering(map[string]string{"records": "t.records"}, "(t.country || '/' || t.name)")
	if err != nil {
		return nil, "", err
	}
	outer := &conditions{args: c.args}
	list, next, err = paged(ctx, s, `t.name, t.country, t.sector, t.office, t.acts, t.receives, t.speaks, t.records, t.first, t.last`, from, outer, o, p,
		func(scan func(...any) error) (PartyInfo, error) {
			var x PartyInfo
			var first, last sql.NullTime
			err := scan(&x.Name, &x.Country, &x.Sector, &x.Office, &x.Actor, &x.Recipient, &x.Speaker, &x.Mentioned, &first, &last)
			x.FirstSeen, x.LastSeen = dayText(first), dayText(last)
			return x, err
		})
	if err != nil {
		return nil, "", fmt.Errorf("looking for parties: %w", err)
	}
	return list, next, nil
}
