package serve

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"demarche/coder"
	"demarche/record"
	"demarche/report"
)

// told is a record beside its report.
type told struct {
	record.Record
	Event string
	Why   *why // nil where the program reads the sentence otherwise now
}

// why is the explanation of a record.
type why struct {
	Tree       template.HTML
	Parties    []coder.PartyReading
	Dates      []coder.DateReading
	Predicate  *coder.PredicateReading
	Tried      []coder.FrameReading // the first in vain
	MoreTried  int
	Confidence float64
}

// whys are the explanations of the records of a report, by id.
func (s *Server) whys(ctx context.Context, rep *report.Report) map[string]*why {
	select {
	case s.coding <- struct{}{}:
		defer func() { <-s.coding }()
	case <-ctx.Done():
		return nil
	}
	out := map[string]*why{}
	for _, x := range s.coder.Explain(rep) {
		var tree template.HTML
		for i := range x.Predicates {
			p := &x.Predicates[i]
			if p.Record == nil {
				continue
			}
			if tree == "" {
				tree = treeOf(x.Tokens)
			}
			y := &why{Tree: tree, Parties: x.Parties, Dates: x.Dates, Predicate: p, Confidence: p.Record.Confidence}
			for _, f := range p.Tried {
				if f.Frame == p.Fired {
					continue
				}
				if len(y.Tried) < 4 {
					y.Tried = append(y.Tried, f)
				} else {
					y.MoreTried++
				}
			}
			out[p.Record.ID] = y
		}
	}
	return out
}

// treeOf is a sentence's tree as lists within lists.
func treeOf(tokens []coder.TokenReading) template.HTML {
	children := make([][]int, len(tokens))
	var roots []int
	for i, t := range tokens {
		if t.Head < 0 || t.Head >= len(tokens) {
			roots = append(roots, i)
		} else {
			children[t.Head] = append(children[t.Head], i)
		}
	}
	var b strings.Builder
	var grow func(list []int, depth int)
	grow = func(list []int, depth int) {
		if len(list) == 0 || depth > len(tokens) {
			return
		}
		b.WriteString("<ul>")
		for _, i := range list {
			t := tokens[i]
			b.WriteString("<li><b>" + template.HTMLEscapeString(t.Text) + "</b> <span>" + template.HTMLEscapeString(t.Label+" "+t.Tag+" "+t.Lemma) + "</span>")
			grow(children[i], depth+1)
			b.WriteString("</li>")
		}
		b.WriteString("</ul>")
	}
	grow(roots, 0)
	return template.HTML(b.String()) // escaped above
}

// reportView is what the page of a report shows, stored or just coded.
type reportView struct {
	ID, Title, Outlet, Published, URL string
	Text                              string
	Heading                           []piece // the title as the text has it
	Paragraphs                        [][]piece
	Records                           []told
	Link                              string // the URL where it can be followed
	Stored                            bool
	Form                              *ReportInput // of one that is not stored
}

func (s *Server) viewOf(ctx context.Context, rep *report.Report, records []record.Record, events []string) *reportView {
	v := &reportView{ID: rep.ID, Title: rep.Title, Outlet: rep.Outlet, Published: rep.Published, URL: rep.URL, Text: rep.Text, Paragraphs: paragraphs(rep.Text, records)}
	if strings.HasPrefix(rep.URL, "https://") || strings.HasPrefix(rep.URL, "http://") {
		v.Link = rep.URL
	}
	if rep.Title != "" && strings.HasPrefix(rep.Text, rep.Title) && len(v.Paragraphs) > 0 {
		v.Heading, v.Paragraphs = v.Paragraphs[0], v.Paragraphs[1:]
	}
	whys := s.whys(ctx, rep)
	for i := range records {
		t := told{Record: records[i], Why: whys[records[i].ID]}
		if events != nil {
			t.Event = events[i]
		}
		v.Records = append(v.Records, t)
	}
	return v
}

func (s *Server) reportPage(w http.ResponseWriter, r *http.Request) error {
	rep, found, err := s.store.Report(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	records, events := make([]record.Record, len(found)), make([]string, len(found))
	for i, f := range found {
		records[i], events[i] = f.Record, f.Event
	}
	v := s.viewOf(r.Context(), rep, records, events)
	v.Stored = true
	title := rep.Title
	if title == "" {
		title = rep.ID
	}
	s.show(w, r, http.StatusOK, "report", view{Title: title, Section: "reports", Body: v})
	return nil
}

func (s *Server) eventPage(w http.ResponseWriter, r *http.Request) error {
	e, found, err := s.event(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	codes := e.Countries()
	var pairs [][2]string
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			if e.Between(a, b) {
				pairs = append(pairs, [2]string{a, b})
			}
		}
	}
	why := map[string]string{}
	for _, m := range e.Merged {
		why[m.Record] = m.Why
	}
	s.show(w, r, http.StatusOK, "event", view{Title: clip(90, e.Words), Section: "search", Body: map[string]any{
		"Event": e, "Records": found, "Pairs": pairs, "Why": why,
	}})
	return nil
}

func (s *Server) pastePage(w http.ResponseWriter, r *http.Request) error {
	s.show(w, r, http.StatusOK, "paste", view{Title: "Paste a report", Section: "paste", Body: map[string]any{"Form": &ReportInput{}}})
	return nil
}

// form reads a report from a form.
func (s *Server) form(r *http.Request) (*ReportInput, *report.Report, error) {
	if err := r.ParseForm(); err != nil {
		return nil, nil, tooLong(err)
	}
	f := r.PostForm
	in := &ReportInput{Title: f.Get("title"), Text: strings.ReplaceAll(f.Get("text"), "\r\n", "\n"), Outlet: f.Get("outlet"),
		Published: strings.TrimSpace(f.Get("published")), URL: strings.TrimSpace(f.Get("url"))}
	if in.URL != "" && strings.TrimSpace(in.Text) == "" {
		if err := s.fetch(r.Context(), in); err != nil {
			return in, nil, err
		}
	}
	rep, err := s.checked(in)
	return in, rep, err
}

// fetchTime is how long a page that is asked for by its address may take.
const fetchTime = 10 * time.Second

// fetch fills in what the page at an address says; what the form says already
// stays.
func (s *Server) fetch(ctx context.Context, in *ReportInput) error {
	u, err := url.Parse(in.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return huma.Error422UnprocessableEntity(fmt.Sprintf("%q is no address of a page: it begins with https:// or http://", in.URL))
	}
	ctx, stop := context.WithTimeout(ctx, fetchTime)
	defer stop()
	for rep, err := range report.Open(ctx, in.URL, report.Options{Limit: s.opt.Limits.Body, Private: s.opt.Private}) {
		if err != nil {
			return huma.Error422UnprocessableEntity("the page cannot be read", err)
		}
		in.Text = strings.TrimSpace(strings.TrimPrefix(rep.Text, rep.Title))
		for _, f := range []struct {
			field *string
			found string
		}{{&in.Title, rep.Title}, {&in.Outlet, rep.Outlet}, {&in.Published, rep.Published}} {
			if *f.field == "" {
				*f.field = f.found
			}
		}
		return nil
	}
	return huma.Error422UnprocessableEntity(in.URL + " holds no report")
}

func (s *Server) pasted(w http.ResponseWriter, r *http.Request) error {
	in, rep, err := s.form(r)
	if in == nil {
		return err
	}
	body := map[string]any{"Form": in}
	if err != nil {
		body["Wrong"] = reason(err)
		s.show(w, r, http.StatusUnprocessableEntity, "paste", view{Title: "Paste a report", Section: "paste", Body: body})
		return nil
	}
	records, err := s.code(r.Context(), rep)
	if err != nil {
		return err
	}
	v := s.viewOf(r.Context(), rep, records, nil)
	v.Form = in
	body["Report"] = v
	s.show(w, r, http.StatusOK, "paste", view{Title: "Paste a report", Section: "paste", Body: body})
	return nil
}

func (s *Server) storePasted(w http.ResponseWriter, r *http.Request) error {
	_, rep, err := s.form(r)
	if err != nil {
		return err
	}
	if _, _, err := s.Add(r.Context(), rep); err != nil {
		return err
	}
	http.Redirect(w, r, "/report/"+escaped(rep.ID), http.StatusSeeOther)
	return nil
}
