package store

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"demarche/plover"
	"demarche/record"
)

// Filter says which records or events are asked for. What is left empty does
// not restrict; within a list one match is enough, except for Parties.
type Filter struct {
	Parties    []string // country codes, all of which take part
	Actors     []string // country codes
	Recipients []string
	Pair       [2]string // the event is one between the two, whoever acts
	Types      []plover.Type
	Modes      []plover.Mode
	Quads      []plover.Quad
	Contexts   []plover.Context
	Modalities []record.Modality
	Since      string   // YYYY-MM-DD; what ended before is left out
	Until      string   // what began after is left out
	MinOutlets int      // independent outlets that tell of the event
	Text       string   // words, all of which stand in a sentence that tells of it, in any case
	Report     string   // id of a report that tells of it
	Event      string   // id of the event, or of that which a record tells of
	Outlet     string   // of such a report
	Names      []string // of people and bodies, as known, one of which takes part
}

// conditions are SQL with its arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(sql string, args ...any) {
	c.parts, c.args = append(c.parts, sql), append(c.args, args...)
}

// in adds "column is one of list".
func in[T ~string](c *conditions, column string, list []T) {
	if len(list) == 0 {
		return
	}
	args := make([]any, len(list))
	for i, x := range list {
		args[i] = string(x)
	}
	c.add(column+" IN (?"+strings.Repeat(", ?", len(list)-1)+")", args...)
}

// has adds "the list in column holds one of list".
func has[T ~string](c *conditions, column string, list []T) {
	if len(list) == 0 {
		return
	}
	args := make([]any, len(list))
	for i, x := range list {
		args[i] = string(x)
	}
	c.add("list_has_any("+column+", [?"+strings.Repeat(", ?", len(list)-1)+"])", args...)
}

// where is the condition, TRUE for none.
func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return "TRUE"
	}
	return strings.Join(c.parts, " AND ")
}

// common adds what is asked of records and events alike, which are the table t.
func (f *Filter) common(c *conditions, t string) {
	for _, p := range f.Parties {
		c.add("(list_contains("+t+".actors, ?) OR list_contains("+t+".recipients, ?))", p, p)
	}
	has(c, t+".actors", f.Actors)
	has(c, t+".recipients", f.Recipients)
	in(c, t+".type", f.Types)
	in(c, t+".mode", f.Modes)
	in(c, t+".quad", f.Quads)
	has(c, t+".contexts", f.Contexts)
	in(c, t+".modality", f.Modalities)
	if f.Since != "" {
		c.add(t+".date_end >= CAST(? AS DATE)", f.Since)
	}
	if f.Until != "" {
		c.add(t+".date_start <= CAST(? AS DATE)", f.Until)
	}
}

// pair is the two codes in alphabetical order.
func (f *Filter) pair() (a, b string, ok bool) {
	a, b = min(f.Pair[0], f.Pair[1]), max(f.Pair[0], f.Pair[1])
	return a, b, b != ""
}

// said adds the condition that each word of the text stands in a column.
func (f *Filter) said(c *conditions, column string) {
	for _, w := range strings.Fields(f.Text) {
		c.add("contains(lower("+column+"), lower(?))", w)
	}
}

// events are the conditions on the table e (events).
func (f *Filter) events() *conditions {
	c := &conditions{}
	f.common(c, "e")
	if a, b, ok := f.pair(); ok {
		c.add("e.no IN (SELECT event FROM data.event_pairs WHERE a = ? AND b = ?)", a, b)
	}
	if f.MinOutlets > 0 {
		c.add("len(e.outlets) >= ?", f.MinOutlets)
	}
	if strings.TrimSpace(f.Text) != "" {
		inner := &conditions{}
		f.said(inner, "x.sentence")
		c.add("e.no IN (SELECT m.event FROM data.event_records m JOIN data.records x ON x.no = m.record WHERE "+inner.where()+")", inner.args...)
	}
	if len(f.Names) > 0 {
		inner := &conditions{}
		in(inner, "q.name", f.Names)
		c.add("e.no IN (SELECT m.event FROM data.event_records m JOIN data.parties q ON q.record = m.record WHERE q.role <> 'speaker' AND "+inner.where()+")", inner.args...)
	}
	if f.Report != "" {
		c.add("list_contains(e.reports, ?)", f.Report)
	}
	if f.Event != "" {
		c.add("e.id = ?", f.Event)
	}
	if f.Outlet != "" {
		c.add("list_contains(e.outlets, ?)", f.Outlet)
	}
	return c
}

// records are the conditions on the tables r (records) and p (reports).
func (f *Filter) records() *conditions {
	c := &conditions{}
	f.common(c, "r")
	if a, b, ok := f.pair(); ok {
		c.add("r.no IN (SELECT record FROM data.standings WHERE a = ? AND b = ?)", a, b)
	}
	if f.MinOutlets > 0 {
		c.add("r.no IN (SELECT m.record FROM data.event_records m JOIN data.events e ON e.no = m.event WHERE len(e.outlets) >= ?)", f.MinOutlets)
	}
	f.said(c, "r.sentence")
	if len(f.Names) > 0 {
		inner := &conditions{}
		in(inner, "q.name", f.Names)
		c.add("r.no IN (SELECT q.record FROM data.parties q WHERE "+inner.where()+")", inner.args...)
	}
	if f.Report != "" {
		c.add("p.id = ?", f.Report)
	}
	if f.Event != "" {
		c.add("r.no IN (SELECT m.record FROM data.event_records m JOIN data.events e ON e.no = m.event WHERE e.id = ?)", f.Event)
	}
	if f.Outlet != "" {
		c.add("p.outlet = ?", f.Outlet)
	}
	return c
}

// EventIDs is a query for the ids of the events that meet the filter, with its
// arguments; "" where the filter leaves nothing out.
func (f *Filter) EventIDs() (query string, args []any) {
	c := f.events()
	if len(c.parts) == 0 {
		return "", nil
	}
	return `SELECT e.id FROM data.events e WHERE ` + c.where(), c.args
}

// RecordIDs is EventIDs for records.
func (f *Filter) RecordIDs() (query string, args []any) {
	c := f.records()
	if len(c.parts) == 0 {
		return "", nil
	}
	return `SELECT r.id FROM data.records r JOIN data.reports p ON p.no = r.report WHERE ` + c.where(), c.args
}

// Page says in which order results come, and which of them.
type Page struct {
	Sort  string // one of EventSorts or RecordSorts, with - before it for the other way round; "" is "date"
	Limit int    // how many at most; 0 for all
	After string // the cursor that the page before gave, "" for the first page
}

// ErrPage says that a sort or a cursor cannot be used.
var ErrPage = errors.New("this page cannot be had")

// The words for sorting, with what they sort by. NULL sorts as the least.
var (
	eventSorts = map[string]string{
		"date":    "coalesce(CAST(e.date_start AS VARCHAR), '')",
		"score":   "e.score",
		"outlets": "len(e.outlets)",
		"told":    "coalesce(CAST(e.told AS VARCHAR), '')",
	}
	recordSorts = map[string]string{
		"date":       "coalesce(CAST(r.date_start AS VARCHAR), '')",
		"published":  "coalesce(CAST(p.published AS VARCHAR), '')",
		"score":      "r.score",
		"confidence": "r.confidence",
	}
)

// EventSorts and RecordSorts are the words that Page.Sort can be.
func EventSorts() []string { return []string{"date", "told", "score", "outlets"} }

// RecordSorts are the words for records.
func RecordSorts() []string { return []string{"date", "published", "score", "confidence"} }

// ordering is a Page as SQL.
type ordering struct {
	key, id string // what is sorted by, and what settles ties
	down    bool
}

// by is the word that the page is sorted by, and whether it is the other way round.
func (p *Page) by() (word string, down bool) {
	word, down = strings.CutPrefix(p.Sort, "-")
	return cmp.Or(word, "date"), down
}

func (p *Page) ordering(sorts map[string]string, id string) (ordering, error) {
	word, down := p.by()
	key, ok := sorts[word]
	if !ok {
		return ordering{}, sortless(*p)
	}
	return ordering{key, id, down}, nil
}

// sortless says that a page cannot be sorted as it asks for.
func sortless(p Page) error {
	word, _ := p.by()
	return fmt.Errorf("%w: it cannot be sorted by %q", ErrPage, word)
}

// cursor is where a page ends.
type cursor struct {
	Key any    `json:"k"`
	ID  string `json:"i"`
}

// cursorOf reads a cursor, whose key is a text or a number.
func cursorOf(after string, text bool) (*cursor, error) {
	var at cursor
	data, err := base64.RawURLEncoding.DecodeString(after)
	if err == nil {
		err = json.Unmarshal(data, &at)
	}
	switch at.Key.(type) {
	case string:
		if !text {
			err = errors.New("its key is no number")
		}
	case float64:
		if text {
			err = errors.New("its key is no text")
		}
	default:
		err = errors.New("it has no key")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %q is no cursor: %w", ErrPage, after, err)
	}
	return &at, nil
}

// after adds the condition that a row comes after the cursor.
func (o *ordering) after(c *conditions, after string) error {
	if after == "" {
		return nil
	}
	at, err := cursorOf(after, strings.Contains(o.key, "VARCHAR"))
	if err != nil {
		return err
	}
	sign := ">"
	if o.down {
		sign = "<"
	}
	c.add("("+o.key+" "+sign+" ? OR "+o.key+" = ? AND "+o.id+" "+sign+" ?)", at.Key, at.Key, at.ID)
	return nil
}

func (o *ordering) by() string {
	if o.down {
		return " ORDER BY " + o.key + " DESC, " + o.id + " DESC"
	}
	return " ORDER BY " + o.key + ", " + o.id
}

// cursorAt is the cursor after a row.
func cursorAt(key any, id string) (string, error) {
	switch x := key.(type) {
	case int64:
		key = float64(x)
	case int32:
		key = float64(x)
	}
	data, err := json.Marshal(cursor{key, id})
	return base64.RawURLEncoding.EncodeToString(data), err
}
