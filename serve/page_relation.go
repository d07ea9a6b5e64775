package serve

import (
	"context"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"slices"

	"demarche/chart"
	"demarche/event"
	"demarche/relation"
	"demarche/store"
)

// row is a relation in a table.
type row struct {
	*store.Standing
	Week, Month float64 // change of the level in the week and the month up to the last event
	Spark       template.HTML
}

func rowsOf(list []*store.Standing) []row {
	rows := make([]row, len(list))
	for i, st := range list {
		rows[i] = row{st, st.Level - st.At(chart.Later(st.Until, -7)).Level, st.Level - st.At(chart.Later(st.Until, -30)).Level,
			template.HTML(chart.Spark(st.Course, st.Until, relation.DefaultHalfLife))} // made here of numbers alone
	}
	return rows
}

// moved are the relations that an overview shows: of the newest those of more
// than one event, if there are enough of them.
func moved(list []*store.Standing) []*store.Standing {
	const enough, most = 6, 14
	several := slices.DeleteFunc(slices.Clone(list), func(st *store.Standing) bool { return st.Events < 2 })
	if len(several) >= enough {
		list = several
	}
	return list[:min(len(list), most)]
}

func (s *Server) overviewPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var b struct {
		Size    store.Size
		Rows    []row
		Turns   []store.PairTurn
		Moved   []*store.Matter
		Due     []*store.Matter
		Map     template.HTML
		Spots   []store.Spot
		Reports []store.ReportInfo
	}
	live := s.streamOf(ctx, nil, streamKinds...)
	var err error
	if b.Size, err = s.store.Size(ctx); err != nil {
		return err
	}
	list, _, err := s.store.Relations(ctx, nil, store.Page{Sort: "-date", Limit: 60})
	if err != nil {
		return err
	}
	b.Rows = rowsOf(moved(list))
	newest := store.Page{Sort: "-date", Limit: 8}
	if b.Turns, _, err = s.store.Turns(ctx, store.TurnFilter{}, newest); err != nil {
		return err
	}
	if b.Moved, _, err = s.store.Matters(ctx, store.MatterFilter{}, newest); err != nil {
		return err
	}
	if b.Due, err = s.due(ctx, b.Size.Last); err != nil {
		return err
	}
	if b.Reports, _, err = s.store.FindReports(ctx, store.ReportFilter{}, store.Page{Sort: "-date", Limit: 5}); err != nil {
		return err
	}
	if b.Spots, err = s.store.Spots(ctx, store.Filter{}, 150); err != nil {
		return err
	}
	b.Map = s.world(b.Spots)
	s.show(w, r, http.StatusOK, "overview", view{Title: "Overview", Section: "overview", Live: live, Body: b})
	return nil
}

// due are matters that were set for a day near the one given, or that lapse
// soon.
func (s *Server) due(ctx context.Context, day string) ([]*store.Matter, error) {
	open, _, err := s.store.Matters(ctx, store.MatterFilter{Open: true}, store.Page{Sort: "-date", Limit: 200})
	if err != nil {
		return nil, err
	}
	from, to := chart.Later(day, -30), chart.Later(day, 60)
	open = slices.DeleteFunc(open, func(m *store.Matter) bool {
		d := m.Due()
		if d == "" {
			d = m.Lapses
		}
		return d < from || d > to
	})
	return open[:min(len(open), 8)], nil
}

// world is the map of places.
func (s *Server) world(spots []store.Spot) template.HTML {
	dots := make([]chart.Spot, len(spots))
	for i, p := range spots {
		dots[i] = chart.Spot{Lat: p.Lat, Lon: p.Lon, Size: p.Events, Class: tone(p.Score),
			Title: p.Name + ": " + counted(p.Events, "event") + ", mean score " + signed(p.Score), Href: "/search?text=" + template.URLQueryEscaper(p.Name)}
	}
	slices.SortStableFunc(dots, func(a, b chart.Spot) int { return b.Size - a.Size }) // small ones on top
	return template.HTML(chart.World(dots, s.assets.at["land.svg"]))                  // it escapes what it is given
}

func (s *Server) relationsPage(w http.ResponseWriter, r *http.Request) error {
	q := s.query(r.URL.Query())
	parties, p := q.countries("party"), q.page(store.RelationSorts())
	if err := q.err(); err != nil {
		return err
	}
	var live string
	if p.After == "" {
		live = s.streamOf(r.Context(), url.Values{"party": parties}, store.NewLevel, store.NewTurn)
	}
	size, err := s.store.Size(r.Context())
	if err != nil {
		return err
	}
	list, next, err := s.store.Relations(r.Context(), parties, p)
	if err != nil {
		return err
	}
	s.show(w, r, http.StatusOK, "relations", view{Title: "Relations", Section: "relations", Live: live, Body: map[string]any{
		"Rows": rowsOf(list), "Parties": parties, "Sort": p.Sort, "Next": following(r, next),
		"CSV": address("relations", "csv", r.URL.Query()), "JSON": address("relations", "json", r.URL.Query()), "Total": size.Relations,
	}})
	return nil
}

// following is the address of the next page, "" for none.
func following(r *http.Request, next string) string {
	if next == "" {
		return ""
	}
	v := r.URL.Query()
	v.Set("after", next)
	return r.URL.Path + "?" + v.Encode()
}

// mostMarks is how many events a chart shows; the newest where there are more.
const mostMarks = 1500

// course is what the script draws the chart from.
type course struct {
	Title    string           `json:"title"`
	HalfLife float64          `json:"halfLife"`
	Until    string           `json:"until"`
	Levels   []relation.Point `json:"levels"`
	Turns    []relation.Turn  `json:"turns"`
	Phases   []relation.Phase `json:"phases"`
	Marks    []chart.Mark     `json:"marks"`
}

// sampled is a course in even steps of days, for a line that fades between
// events.
func sampled(st *store.Standing, until string) []relation.Point {
	if len(st.Course) == 0 {
		return []relation.Point{}
	}
	from := st.Course[0].Date
	span := max(chart.Days(from, until), 1)
	n := min(span, 400)
	list := make([]relation.Point, 0, n+1)
	for i := 0; i <= n; i++ {
		list = append(list, st.At(chart.Later(from, span*i/n)))
	}
	return list
}

func (s *Server) relationPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	codes, err := s.codes(r.PathValue("a"), r.PathValue("b"))
	if err != nil {
		return err
	}
	if to := "/relation/" + codes[0] + "/" + codes[1]; r.URL.Path != to {
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return nil
	}
	title := s.roster.CountryName(codes[0]) + " – " + s.roster.CountryName(codes[1])
	pair := codes[0] + "," + codes[1]
	live := s.streamOf(ctx, url.Values{"pair": {pair}}, streamKinds...)
	story, err := s.relation(ctx, codes)
	if err != nil {
		return err
	}
	b := map[string]any{"A": codes[0], "B": codes[1], "Pair": pair, "Story": story}
	if story == nil {
		s.show(w, r, http.StatusOK, "relation", view{Title: title, Section: "relations", Live: live, Body: b})
		return nil
	}
	events, err := s.marked(ctx, codes)
	if err != nil {
		return err
	}
	newest := events[:min(len(events), 40)]
	inTime := slices.Clone(events)
	slices.Reverse(inTime)
	turns := make([]relation.Turn, len(story.Turns))
	for i, t := range story.Turns {
		turns[i] = t.Turn
	}
	// Looked back upon, months before what the relation's course begins with,
	// events would push it to the edge of the chart.
	marked := slices.DeleteFunc(slices.Clone(inTime), func(e *event.Event) bool {
		return len(story.Course) == 0 || e.Start == "" || e.Start < story.Course[0].Date
	})
	c := course{title, relation.DefaultHalfLife, story.Until, sampled(&story.Standing, story.Until), turns, story.Phases, s.marksOf(marked)}
	l := chart.Level{Title: title, Course: story.Course, HalfLife: c.HalfLife, Until: c.Until, Turns: turns, Phases: c.Phases, Marks: c.Marks}
	open, closed := []*store.Matter{}, []*store.Matter{}
	for _, m := range story.Matters {
		if m.State.Open() {
			open = append(open, m)
		} else {
			closed = append(closed, m)
		}
	}
	b["Chart"], b["Data"] = template.HTML(l.SVG()), c // the chart escapes what it is given
	b["Phase"] = ""
	if n := len(story.Phases); n > 0 {
		b["Phase"] = story.Phases[n-1].Name
	}
	b["Lead"] = s.lead(story)
	b["Key"] = directed(relation.Key(inTime, turns, 14), codes[0], codes[1])
	b["Because"] = s.because(turns, events)
	b["Open"], b["Closed"] = open, closed
	b["Newest"], b["More"] = newest, len(events) > len(newest)
	b["Sides"] = sidesOf(events, codes)
	s.show(w, r, http.StatusOK, "relation", view{Title: title, Section: "relations", Charts: true, Live: live, Body: b})
	return nil
}

// marked are the events between two countries that their page tells of, the newest
// first.
func (s *Server) marked(ctx context.Context, codes [2]string) ([]*event.Event, error) {
	events, _, err := s.store.Events(ctx, store.Filter{Pair: codes}, store.Page{Sort: "-date", Limit: mostMarks})
	return events, err
}

func (s *Server) marksOf(events []*event.Event) []chart.Mark {
	marks := make([]chart.Mark, 0, len(events))
	for _, e := range events {
		if e.Start == "" {
			continue
		}
		who := s.sideNames(e.Actors)
		if to := s.sideNames(e.Recipients); to != "" {
			who += " → " + to
		}
		kind := string(e.Type)
		if e.Mode != "" {
			kind += " " + string(e.Mode)
		}
		marks = append(marks, chart.Mark{Date: e.Start, Score: e.Score, Class: quadClass(e.Quad),
			Title: whenOf(e) + " " + kind + ": " + who + ". " + clip(140, e.Words), Href: "/event/" + escaped(e.ID)})
	}
	return marks
}

func (s *Server) sideNames(side []event.Party) string {
	names := ""
	for i, p := range side {
		if i > 0 {
			names += ", "
		}
		names += s.roster.CountryName(p.Country)
	}
	return names
}

// lead says in words who answers whom.
func (s *Server) lead(r *RelationBody) string {
	const clear = 0.3
	a, b := s.roster.CountryName(r.A), s.roster.CountryName(r.B)
	switch {
	case r.Lead >= clear:
		return a + " leads: what " + b + " does mostly follows it within a week, in kind"
	case r.Lead <= -clear:
		return b + " leads: what " + a + " does mostly follows it within a week, in kind"
	}
	return "neither side leads: acts of one do not clearly follow those of the other"
}

// act is an event with whose it is.
type act struct {
	*event.Event
	Side string // "a", "b" or "both"
}

func directed(events []*event.Event, a, b string) []act {
	list := make([]act, len(events))
	for i, e := range events {
		list[i] = act{e, "both"}
		switch {
		case e.Acts(a) && !e.Acts(b):
			list[i].Side = "a"
		case e.Acts(b) && !e.Acts(a):
			list[i].Side = "b"
		}
	}
	return list
}

// turnView is a turn with the events that made it.
type turnView struct {
	relation.Turn
	Events []*event.Event
}

func (s *Server) because(turns []relation.Turn, events []*event.Event) []turnView {
	byID := map[string]*event.Event{}
	for _, e := range events {
		byID[e.ID] = e
	}
	list := make([]turnView, len(turns))
	for i, t := range turns {
		list[i].Turn = t
		for _, id := range t.Because {
			if e := byID[id]; e != nil {
				list[i].Events = append(list[i].Events, e)
			}
		}
	}
	return list
}

// side is what one of two countries does to the other.
type side struct {
	From, To string
	Events   int
	Score    float64 // mean
	Quads    [4]int
}

func sidesOf(events []*event.Event, codes [2]string) []side {
	list := []side{{From: codes[0], To: codes[1]}, {From: codes[1], To: codes[0]}, {From: "", To: ""}}
	for _, e := range events {
		n := 2
		switch {
		case e.Acts(codes[0]) && !e.Acts(codes[1]):
			n = 0
		case e.Acts(codes[1]) && !e.Acts(codes[0]):
			n = 1
		}
		x := &list[n]
		x.Events++
		x.Score += e.Score
		if q := e.Quad.Number(); q > 0 {
			x.Quads[q-1]++
		}
	}
	for i := range list {
		if list[i].Events > 0 {
			list[i].Score = math.Round(10*list[i].Score/float64(list[i].Events)) / 10
		}
	}
	return list
}
