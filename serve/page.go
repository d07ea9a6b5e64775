package serve

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

//go:embed templates
var templates embed.FS

// pages are the templates, each with the layout around it.
type pages struct{ byName map[string]*template.Template }

// view is what the layout shows; Body is the page's own.
type view struct {
	Title   string
	Section string // of the navigation
	Charts  bool   // whether the page has charts to be drawn anew by the script
	Search  string // words in the search field
	Every   int    // seconds after which the page is fetched anew by the script while it is shown, 0 for never
	Live    string // address of the stream of changes that concern the page, "" for a page that stands
	Auth    bool   // whether the reader has signed in with a token
	Body    any
}

func loadPages(s *Server) (*pages, error) {
	layout, err := template.New("layout.html").Funcs(s.functions()).ParseFS(templates, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, fmt.Errorf("reading the templates: %w", err)
	}
	entries, err := templates.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	p := &pages{byName: map[string]*template.Template{}}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := layout.Clone()
		if err == nil {
			_, err = t.ParseFS(templates, path.Join("templates", e.Name()))
		}
		if err != nil {
			return nil, fmt.Errorf("reading the templates: %w", err)
		}
		p.byName[name] = t
	}
	return p, nil
}

// functions are those that templates call.
func (s *Server) functions() template.FuncMap {
	return template.FuncMap{
		"static":   func(name string) string { return s.assets.at[name] },
		"country":  s.roster.CountryName,
		"report":   func(id string) string { return "/report/" + escaped(id) },
		"event":    func(id string) string { return "/event/" + escaped(id) },
		"party":    func(name string) string { return "/party/" + escaped(name) },
		"quad":     quadClass,
		"type":     strings.ToLower,
		"when":     whenOf,
		"day":      dayOf,
		"side":     s.side,
		"named":    named,
		"signed":   signed,
		"percent":  func(x float64) string { return fmt.Sprintf("%.0f%%", 100*x) },
		"counted":  counted,
		"clip":     clip,
		"lines":    func(text string) []string { return strings.Split(text, "\n") },
		"join":     strings.Join,
		"query":    url.QueryEscape,
		"tone":     tone,
		"sentence": sentenceOf,
		"icon":     icon,
		"has":      slices.Contains[[]string],
		"words":    func(x any) string { return strings.ReplaceAll(fmt.Sprint(x), "_", " ") },
		"dict":     dict,
		"at":       momentOf,
		"lasting":  delay,
	}
}

// dict lets a template hand several values to another.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict wants names and values in turn")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, errors.New("dict wants names that are strings")
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// escaped is a step of a path.
func escaped(step string) string { return url.PathEscape(step) }

// quadClass is the class of a quad's colour.
func quadClass(q plover.Quad) string {
	switch q {
	case plover.VerbalCooperation:
		return "vc"
	case plover.MaterialCooperation:
		return "mc"
	case plover.VerbalConflict:
		return "vx"
	case plover.MaterialConflict:
		return "mx"
	}
	return "none"
}

// tone is the class of a level's or score's colour.
func tone(score float64) string {
	switch {
	case score >= 0.75:
		return "good"
	case score <= -1:
		return "bad"
	}
	return "even"
}

func signed(x float64) string {
	s := fmt.Sprintf("%+.1f", x)
	if s == "+0.0" || s == "-0.0" {
		return "0.0"
	}
	return strings.Replace(s, "-", "−", 1)
}

func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if stem, ok := strings.CutSuffix(one, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// clip cuts a text at a word after about n bytes.
func clip(n int, s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		return s[:i] + " …"
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// dayOf is when something was, as exact as it is known.
func dayOf(d *record.Date) string {
	if d == nil {
		return "day unknown"
	}
	switch {
	case d.Start == "":
		return "day unknown"
	case d.Precision == record.Unknown:
		return d.Start + " ?"
	case d.Precision == record.Year && len(d.Start) >= 4 && d.Start[4:] == "-01-01":
		return d.Start[:4]
	case d.Precision == record.Month && len(d.Start) >= 7 && d.Start[:7] == d.End[:min(7, len(d.End))]:
		return d.Start[:7]
	case d.Start == d.End || d.End == "":
		return d.Start
	}
	return d.Start + " to " + d.End
}

func whenOf(e *event.Event) string {
	return dayOf(&record.Date{Start: e.Start, End: e.End, Precision: e.Precision})
}

// actor is a party of an event as pages show it.
type actor struct {
	Code, Name, Names string
	Implied           bool
}

func (s *Server) side(side []event.Party) []actor {
	list := make([]actor, len(side))
	for i, p := range side {
		list[i] = actor{p.Country, s.roster.CountryName(p.Country), strings.Join(p.Names, ", "), p.Implied}
	}
	return list
}

// icon is a sign with words for those who do not see it.
func icon(change float64) template.HTML {
	switch {
	case change >= 0.3:
		return `<span class="up" title="better">▲<span class="vh"> better</span></span>`
	case change <= -0.3:
		return `<span class="down" title="worse">▼<span class="vh"> worse</span></span>`
	}
	return `<span class="same" title="unchanged">–<span class="vh"> unchanged</span></span>`
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	v.Auth = s.opt.Tokens != nil
	v.Charts = v.Charts && s.assets.at["charts.js"] != ""
	var b bytes.Buffer
	if err := s.pages.byName[name].ExecuteTemplate(&b, "layout.html", v); err != nil {
		s.log.Error("writing a page", "page", name, "path", r.URL.Path, "error", err)
		plain(w, http.StatusInternalServerError, "this page could not be written, which is a fault of the program\n")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have gone
}

// handler is a page that can fail.
type handler func(w http.ResponseWriter, r *http.Request) error

// page makes a handler of h; what goes wrong is shown as a page.
func (s *Server) page(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.showError(w, r, err)
		}
	}
}

// wrong is what the page of an error shows.
type wrong struct {
	Status int
	Title  string
	Detail string
	Points []string
}

func (s *Server) showError(w http.ResponseWriter, r *http.Request, err error) {
	e := wrong{Status: http.StatusInternalServerError}
	var stated huma.StatusError
	if errors.As(s.failed(err), &stated) {
		e.Status, e.Detail = stated.GetStatus(), stated.Error()
		var model *huma.ErrorModel
		if errors.As(stated, &model) {
			for _, d := range model.Errors {
				point := d.Message
				if name, ok := strings.CutPrefix(d.Location, "query."); ok {
					point = name + ": " + point
				}
				e.Points = append(e.Points, point)
			}
		}
	}
	e.Title = map[int]string{404: "Not here", 413: "Too long", 422: "That cannot be used", 503: "Not now"}[e.Status]
	if e.Title == "" {
		e.Title = http.StatusText(e.Status)
	}
	s.show(w, r, e.Status, "error", view{Title: e.Title, Body: e})
}

// problemOf answers with an error for programs.
func (s *Server) problemOf(w http.ResponseWriter, r *http.Request, err error) {
	var model *huma.ErrorModel
	if !errors.As(s.failed(err), &model) {
		problem(w, r, http.StatusInternalServerError, "it could not be done")
		return
	}
	detail := model.Detail
	for _, d := range model.Errors {
		detail += "; " + strings.TrimPrefix(d.Location, "query.") + ": " + d.Message
	}
	problem(w, r, model.Status, detail)
}

func (s *Server) routePages(mux *http.ServeMux) {
	for pattern, h := range map[string]handler{
		"GET /{$}":              s.overviewPage,
		"GET /relations":        s.relationsPage,
		"GET /relation/{a}/{b}": s.relationPage,
		"GET /event/{id}":       s.eventPage,
		"GET /report/{id}":      s.reportPage,
		"GET /party/{name...}":  s.partyPage,
		"GET /parties":          s.partiesPage,
		"GET /matters":          s.mattersPage,
		"GET /search":           s.searchPage,
		"GET /feeds":            s.feedsPage,
		"GET /codebook":         s.documentPage("codebook"),
		"GET /accuracy":         s.documentPage("accuracy"),
		"GET /paste":            s.pastePage,
		"POST /paste":           s.pasted,
		"POST /reports":         s.storePasted,
		"GET /login":            s.loginPage,
		"POST /login":           s.login,
		"POST /logout":          s.logout,
		"/": func(http.ResponseWriter, *http.Request) error {
			return huma.Error404NotFound("there is no page at this address")
		},
	} {
		mux.HandleFunc(pattern, s.page(h))
	}
}
