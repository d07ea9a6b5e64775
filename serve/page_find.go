package serve

import (
	"errors"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"demarche/plover"
	"demarche/store"
	"demarche/who"
)

// tooLong is the answer to a form that could not be read.
func tooLong(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return huma.NewError(http.StatusRequestEntityTooLarge, "the report is longer than the limit")
	}
	return huma.Error422UnprocessableEntity("the form cannot be read")
}

// reason is an error in words for the person who filled in a form.
func reason(err error) string {
	var model *huma.ErrorModel
	if errors.As(err, &model) && len(model.Errors) > 0 {
		return model.Errors[0].Message
	}
	return err.Error()
}

func (s *Server) partyPage(w http.ResponseWriter, r *http.Request) error {
	ctx, name := r.Context(), strings.TrimSpace(r.PathValue("name"))
	if code, ok := s.roster.Country(name, who.Today()); ok && (strings.EqualFold(code, name) || strings.EqualFold(s.roster.CountryName(code), name)) {
		if name != code {
			http.Redirect(w, r, "/party/"+code, http.StatusMovedPermanently)
			return nil
		}
		return s.countryPage(w, r, code)
	}
	known, _, err := s.store.Parties(ctx, store.PartyFilter{Name: name}, store.Page{Limit: 5})
	if err != nil {
		return err
	}
	terms := s.termsOf(name)
	if len(known)+len(terms) == 0 {
		return huma.Error404NotFound("no party is called " + clean(name) + " here; the search looks for parts of names")
	}
	f := store.Filter{Names: []string{name}}
	events, _, err := s.store.Events(ctx, f, store.Page{Sort: "-date", Limit: 30})
	if err != nil {
		return err
	}
	records, next, err := s.store.Records(ctx, f, store.Page{Sort: "-date", Limit: 20})
	if err != nil {
		return err
	}
	s.show(w, r, http.StatusOK, "party", view{Title: name, Section: "parties", Body: map[string]any{
		"Name": name, "Known": known, "Terms": terms, "Events": events, "Records": records, "More": next != "", "Values": template.URL(url.Values{"name": {name}}.Encode()), // encoded already
	}})
	return nil
}

// term is an office for people to read.
type term struct{ What, Country, From, To string }

// termsOf are the offices of the person or body of a canonical name, as far as the
// program knows them.
func (s *Server) termsOf(name string) []term {
	senses := s.roster.Lookup(name)
	i := slices.IndexFunc(senses, func(x who.Sense) bool { return x.Entry.Name == name })
	if i < 0 {
		return nil
	}
	list := senses[i].Entry.Terms
	out := make([]term, len(list))
	for i, t := range list {
		x := term{What: t.Office, Country: t.Country}
		if x.What == "" {
			x.What = t.Sector.Name()
		}
		if t.From > who.Ever {
			x.From = t.From.String()
		}
		if t.To < who.Never {
			x.To = (t.To - 1).String()
		}
		out[i] = x
	}
	return out
}

func (s *Server) countryPage(w http.ResponseWriter, r *http.Request, code string) error {
	ctx := r.Context()
	live := s.streamOf(ctx, url.Values{"party": {code}}, streamKinds...)
	relations, _, err := s.store.Relations(ctx, []string{code}, store.Page{Sort: "-date", Limit: 100})
	if err != nil {
		return err
	}
	events, _, err := s.store.Events(ctx, store.Filter{Parties: []string{code}}, store.Page{Sort: "-date", Limit: 30})
	if err != nil {
		return err
	}
	people, _, err := s.store.Parties(ctx, store.PartyFilter{Country: code}, store.Page{Limit: 30})
	if err != nil {
		return err
	}
	open, _, err := s.store.Matters(ctx, store.MatterFilter{Parties: []string{code}, Open: true}, store.Page{Sort: "-date", Limit: 30})
	if err != nil {
		return err
	}
	rows := rowsOf(relations)
	for i := range rows {
		if rows[i].A != code { // the other side is what the table is about
			st := *rows[i].Standing
			st.A, st.B, st.Lead = st.B, st.A, -st.Lead
			rows[i].Standing = &st
		}
	}
	s.show(w, r, http.StatusOK, "country", view{Title: s.roster.CountryName(code), Section: "parties", Live: live, Body: map[string]any{
		"Code": code, "Rows": rows, "Events": events, "People": people, "Matters": open,
	}})
	return nil
}

func (s *Server) partiesPage(w http.ResponseWriter, r *http.Request) error {
	q := s.query(r.URL.Query())
	f, p := q.parties(), q.page([]string{"records"})
	if err := q.err(); err != nil {
		return err
	}
	list, next, err := s.store.Parties(r.Context(), f, p)
	if err != nil {
		return err
	}
	var countries []store.PartyInfo
	if f.Country == "" && f.Text == "" && p.After == "" {
		if countries, _, err = s.store.Parties(r.Context(), store.PartyFilter{Countries: true}, store.Page{Limit: 60}); err != nil {
			return err
		}
	}
	s.show(w, r, http.StatusOK, "parties", view{Title: "Parties", Section: "parties", Body: map[string]any{
		"List": list, "Countries": countries, "Filter": f, "Next": following(r, next),
		"CSV": address("parties", "csv", r.URL.Query()), "JSON": address("parties", "json", r.URL.Query()),
	}})
	return nil
}

func (s *Server) mattersPage(w http.ResponseWriter, r *http.Request) error {
	q := s.query(r.URL.Query())
	f, p := q.matters(), q.page(store.MatterSorts())
	if err := q.err(); err != nil {
		return err
	}
	var live string
	if p.After == "" {
		live = s.streamOf(r.Context(), url.Values{"party": f.Parties}, store.NewStep)
	}
	list, next, err := s.store.Matters(r.Context(), f, p)
	if err != nil {
		return err
	}
	s.show(w, r, http.StatusOK, "matters", view{Title: "Matters", Section: "matters", Live: live, Body: map[string]any{
		"List": list, "Filter": f, "Values": r.URL.Query(), "Kinds": kinds, "States": states, "Next": following(r, next), "First": p.After == "",
		"CSV": address("matters", "csv", r.URL.Query()), "JSON": address("matters", "json", r.URL.Query()),
	}})
	return nil
}

func (s *Server) searchPage(w http.ResponseWriter, r *http.Request) error {
	ctx, values := r.Context(), r.URL.Query()
	q := s.query(values)
	kind := q.text("kind")
	b := map[string]any{"Values": values, "Kind": kind, "Types": plover.Types(), "Modes": modes(), "Quads": quads, "Contexts": plover.Contexts(), "Modalities": modalities}
	f := q.filter()
	b["Filtered"] = filtered(values)
	var live string
	var err error
	if kind != "reports" && values.Get("after") == "" && len(q.wrong) == 0 {
		v := maps.Clone(values)
		v.Del("sort")
		v.Del("limit")
		live = s.streamOf(ctx, v, store.NewEvent, store.RetoldEvent)
	}
	switch kind {
	case "records":
		p := q.page(store.RecordSorts())
		if err := q.err(); err != nil {
			return err
		}
		var next string
		if b["Records"], next, err = s.store.Records(ctx, f, p); err != nil {
			return err
		}
		b["Next"] = following(r, next)
		b["Total"], err = s.store.CountRecords(ctx, f)
	case "reports":
		p := q.page(store.ReportSorts())
		rf := store.ReportFilter{Text: f.Text, Outlet: f.Outlet, Since: f.Since, Until: f.Until}
		if len(f.Parties) > 0 {
			rf.Country = f.Parties[0]
		}
		if err := q.err(); err != nil {
			return err
		}
		var next string
		b["Reports"], next, err = s.store.FindReports(ctx, rf, p)
		b["Next"] = following(r, next)
	default:
		b["Kind"], kind = "events", "events"
		p := q.page(store.EventSorts())
		if err := q.err(); err != nil {
			return err
		}
		var next string
		if b["Events"], next, err = s.store.Events(ctx, f, p); err != nil {
			return err
		}
		b["Next"] = following(r, next)
		b["Total"], err = s.store.CountEvents(ctx, f)
	}
	if err != nil {
		return err
	}
	if f.Text != "" && values.Get("after") == "" {
		if b["Parties"], _, err = s.store.Parties(ctx, store.PartyFilter{Text: f.Text}, store.Page{Limit: 6}); err != nil {
			return err
		}
		if code, ok := s.roster.Country(f.Text, who.Today()); ok {
			b["Country"] = code
		}
	}
	for name, to := range map[string]string{"Events": "events", "Records": "records", "Reports": "reports"} {
		v := url.Values{}
		for k, list := range values {
			if k != "after" && k != "kind" && k != "sort" {
				v[k] = list
			}
		}
		v.Set("kind", to)
		b["To"+name] = "/search?" + v.Encode()
	}
	b["CSV"], b["JSON"] = address(kind, "csv", values), address(kind, "json", values)
	s.show(w, r, http.StatusOK, "search", view{Title: "Search", Section: "search", Search: f.Text, Live: live, Body: b})
	return nil
}

// filtered tells whether anything but words is asked for.
func filtered(v url.Values) bool {
	for k := range v {
		if k != "text" && k != "kind" && k != "after" && k != "sort" && v.Get(k) != "" {
			return true
		}
	}
	return false
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) error {
	s.show(w, r, http.StatusOK, "login", view{Title: "Sign in", Body: ""})
	return nil
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if s.opt.Tokens == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	secret := strings.TrimSpace(r.PostFormValue("token"))
	scope, err := s.opt.Tokens.scope(secret)
	if err != nil {
		return err
	}
	if scope == "" {
		s.show(w, r, http.StatusUnauthorized, "login", view{Title: "Sign in", Body: "This token is not known, or it was revoked."})
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: session, Value: secret, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode, MaxAge: 30 * 24 * 3600})
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, &http.Cookie{Name: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: -1})
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}
