// Package assistant offers the program to assistants over the Model Context
// Protocol: they can code a text, and ask a store for events, relations, matters
// and briefs. All tools only read.
package assistant

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"demarche"
	"demarche/brief"
	"demarche/event"
	"demarche/plover"
	"demarche/relation"
	"demarche/report"
	"demarche/store"
	"demarche/who"
)

// Limits of answers: events and matters that are given where the assistant asks
// for no number, and at most.
const (
	usual = 20
	most  = 200
)

// tools are what the assistant can use.
type tools struct {
	coder  *demarche.Coder
	store  *store.Store // nil where there is none
	roster *who.Roster
	now    func() time.Time
}

// Server is an MCP server over a coder and a store, which may be nil: then only
// texts are coded. version is that of the program.
func Server(coder *demarche.Coder, s *store.Store, roster *who.Roster, version string) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "demarche", Title: "demarche: who did what to whom", Version: version}, &mcp.ServerOptions{
		Instructions: "Reads news reports and keeps the state of relations between countries as data. Every value comes with the sentence it was read from: quote it.",
	})
	t := &tools{coder, s, roster, time.Now}
	reads := func(name, title, what string) *mcp.Tool {
		closed := false
		return &mcp.Tool{Name: name, Title: title, Description: what, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &closed}}
	}
	mcp.AddTool(server, reads("code", "Code a report", "Read an English news report and give its records: who did what to whom, when, who says so, with the words they were read from (PLOVER types)."), t.code)
	if s == nil {
		return server
	}
	mcp.AddTool(server, reads("events", "Events", "List events of the store, each once however many reports tell of it, newest first. Countries may be given by name or code."), t.events)
	mcp.AddTool(server, reads("relation", "A relation", "Tell how two countries stand: level from -10 to 10 over time, turns, phases, open matters."), t.relation)
	mcp.AddTool(server, reads("matters", "Matters", "List what is pending between countries: invitations, promises, threats, demands, sanctions and talks, with every step."), t.matters)
	mcp.AddTool(server, reads("brief", "Brief", "Tell what changed in the store within the last hours, with the sentences behind it, as Markdown."), t.brief)
	return server
}

type codeIn struct {
	Text      string `json:"text" jsonschema:"the report; its first lines may be Title:, Published:, Outlet: and URL:"`
	Title     string `json:"title,omitempty" jsonschema:"its headline, where the text does not have it"`
	Published string `json:"published,omitempty" jsonschema:"day of publication as YYYY-MM-DD, from which words such as Tuesday are reckoned"`
}

type codeOut struct {
	Records []demarche.Record `json:"records"`
}

func (t *tools) code(ctx context.Context, _ *mcp.CallToolRequest, in codeIn) (*mcp.CallToolResult, any, error) {
	if in.Published != "" {
		var err error
		if in.Published, err = report.ParseDay(in.Published); err != nil {
			return nil, nil, err
		}
	}
	rep, err := demarche.Read("text", []byte(in.Text), demarche.ReadOptions{Published: in.Published})
	if err != nil {
		return nil, nil, err
	}
	if in.Title != "" && rep.Title == "" {
		titled := *rep
		titled.Title, titled.Text = in.Title, in.Title+"\n\n"+rep.Text
		rep = &titled
	}
	records, err := t.coder.Code(ctx, rep)
	if records == nil {
		records = []demarche.Record{}
	}
	return nil, codeOut{records}, err
}

type eventsIn struct {
	Pair       []string `json:"pair,omitempty" jsonschema:"two countries that it is an event between"`
	Party      []string `json:"party,omitempty" jsonschema:"countries that all take part"`
	Actor      []string `json:"actor,omitempty" jsonschema:"countries, one of which acts"`
	Recipient  []string `json:"recipient,omitempty" jsonschema:"countries, to one of which it is done"`
	Type       []string `json:"type,omitempty" jsonschema:"PLOVER types, such as AGREE, CONSULT, THREATEN, SANCTION or ASSAULT"`
	Since      string   `json:"since,omitempty" jsonschema:"first day, YYYY-MM-DD"`
	Until      string   `json:"until,omitempty" jsonschema:"last day, YYYY-MM-DD"`
	MinOutlets int      `json:"min_outlets,omitempty" jsonschema:"independent outlets that tell of it, at least"`
	Text       string   `json:"text,omitempty" jsonschema:"words that all stand in a sentence that tells of it"`
	Limit      int      `json:"limit,omitempty" jsonschema:"how many events, 20 where nothing is said, at most 200"`
}

type eventsOut struct {
	Events []*event.Event `json:"events"`
	Total  int            `json:"total"` // that meet the conditions
}

func (t *tools) events(ctx context.Context, _ *mcp.CallToolRequest, in eventsIn) (*mcp.CallToolResult, any, error) {
	f := store.Filter{MinOutlets: in.MinOutlets, Text: in.Text}
	err := errors.Join(
		t.codes(in.Party, &f.Parties), t.codes(in.Actor, &f.Actors), t.codes(in.Recipient, &f.Recipients),
		t.pair(in.Pair, &f.Pair), dayOf(in.Since, &f.Since), dayOf(in.Until, &f.Until),
	)
	for _, w := range in.Type {
		typ := plover.Type(strings.ToUpper(w))
		if !typ.Valid() {
			err = errors.Join(err, fmt.Errorf("%q is none of the types", w))
		}
		f.Types = append(f.Types, typ)
	}
	if err != nil {
		return nil, nil, err
	}
	out := eventsOut{}
	if out.Total, err = t.store.CountEvents(ctx, f); err != nil {
		return nil, nil, err
	}
	out.Events, _, err = t.store.Events(ctx, f, store.Page{Sort: "-date", Limit: bounded(in.Limit)})
	return nil, out, err
}

type relationIn struct {
	A string `json:"a" jsonschema:"a country, by name or code"`
	B string `json:"b" jsonschema:"another one"`
}

type relationOut struct {
	A       string             `json:"a"`
	B       string             `json:"b"`
	Until   string             `json:"until"`
	Level   float64            `json:"level"`
	Events  int                `json:"events"`
	Course  []relation.Point   `json:"course"` // the last days on which something happened
	Turns   []relation.Turn    `json:"turns"`
	Phases  []relation.Phase   `json:"phases"`
	Matters []*relation.Matter `json:"open_matters"`
	Latest  []*event.Event     `json:"latest_events"`
}

func (t *tools) relation(ctx context.Context, _ *mcp.CallToolRequest, in relationIn) (*mcp.CallToolResult, any, error) {
	var p [2]string
	if err := t.pair([]string{in.A, in.B}, &p); err != nil {
		return nil, nil, err
	}
	r, err := t.store.Relation(ctx, p[0], p[1])
	if err != nil {
		return nil, nil, err
	}
	out := relationOut{
		A: r.A, B: r.B, Until: r.Until, Level: r.Level, Events: len(r.Events), Turns: r.Turns, Phases: r.Phases,
		Course: last(r.Course, 60), Latest: last(r.Events, usual), Matters: []*relation.Matter{},
	}
	for _, m := range r.Matters {
		if m.Open() {
			out.Matters = append(out.Matters, m)
		}
	}
	if out.Phases == nil {
		out.Phases = []relation.Phase{}
	}
	return nil, out, nil
}

func last[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

type mattersIn struct {
	Pair  []string `json:"pair,omitempty" jsonschema:"the two countries"`
	By    []string `json:"by,omitempty" jsonschema:"countries, one of which opened it"`
	Kind  []string `json:"kind,omitempty" jsonschema:"invitation, promise, threat, demand, sanction or talks"`
	Open  bool     `json:"open,omitempty" jsonschema:"only what is still pending"`
	Since string   `json:"since,omitempty" jsonschema:"only what moved from this day on, YYYY-MM-DD"`
	Limit int      `json:"limit,omitempty" jsonschema:"how many, the newest, 20 where nothing is said, at most 200"`
}

type mattersOut struct {
	Matters []*relation.Matter `json:"matters"`
	Total   int                `json:"total"`
}

func (t *tools) matters(ctx context.Context, _ *mcp.CallToolRequest, in mattersIn) (*mcp.CallToolResult, any, error) {
	f := store.MatterFilter{Open: in.Open}
	err := errors.Join(t.codes(in.By, &f.By), t.pair(in.Pair, &f.Pair), dayOf(in.Since, &f.Since))
	for _, w := range in.Kind {
		kind := relation.Kind(strings.ToLower(w))
		known := false
		for _, k := range relation.Kinds() {
			known = known || k == kind
		}
		if !known {
			err = errors.Join(err, fmt.Errorf("%q is no kind of matter", w))
		}
		f.Kinds = append(f.Kinds, kind)
	}
	if err != nil {
		return nil, nil, err
	}
	found, _, err := t.store.Matters(ctx, f, store.Page{Sort: "opened"})
	if err != nil {
		return nil, nil, err
	}
	return nil, mattersOut{store.Followed(last(found, bounded(in.Limit))), len(found)}, nil
}

type briefIn struct {
	Pairs [][]string `json:"pairs,omitempty" jsonschema:"pairs of countries; all where nothing is said"`
	Hours float64    `json:"hours,omitempty" jsonschema:"how far back, 24 where nothing is said"`
}

func (t *tools) brief(ctx context.Context, _ *mcp.CallToolRequest, in briefIn) (*mcp.CallToolResult, any, error) {
	if in.Hours == 0 {
		in.Hours = 24
	}
	if in.Hours < 0 || in.Hours > 24*366 {
		return nil, nil, errors.New("hours: it takes a number up to a year")
	}
	now := t.now()
	opt := brief.Options{Since: now.Add(-time.Duration(in.Hours * float64(time.Hour))), Until: now}
	for _, names := range in.Pairs {
		var p [2]string
		if err := t.pair(names, &p); err != nil {
			return nil, nil, err
		}
		opt.Pairs = append(opt.Pairs, p)
	}
	b, err := brief.Make(ctx, t.store, t.roster, opt)
	if err != nil {
		return nil, nil, err
	}
	var text bytes.Buffer
	if err := b.Write(&text, "md"); err != nil {
		return nil, nil, err
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text.String()}}}, nil, nil
}

func bounded(n int) int {
	if n <= 0 {
		return usual
	}
	return min(n, most)
}

func (t *tools) codes(names []string, to *[]string) error {
	for _, name := range names {
		code, ok := t.roster.Country(name, who.Today())
		if !ok {
			return fmt.Errorf("%q is no country that is known", name)
		}
		*to = append(*to, code)
	}
	return nil
}

func (t *tools) pair(names []string, to *[2]string) error {
	if len(names) == 0 {
		return nil
	}
	var codes []string
	if err := t.codes(names, &codes); err != nil {
		return err
	}
	if len(codes) != 2 || codes[0] == codes[1] {
		return errors.New("a pair is two countries")
	}
	*to = [2]string(codes)
	return nil
}

func dayOf(text string, to *string) (err error) {
	if text != "" {
		*to, err = report.ParseDay(text)
	}
	return err
}
