package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"demarche/report"
	"demarche/store"
)

// Prefix is where the API stands.
const Prefix = "/api/v1"

// routeAPI adds the API, its description and the page that shows it.
func (s *Server) routeAPI(mux *http.ServeMux) error {
	huma.NewError = asProblem
	config := huma.DefaultConfig("demarche", "1")
	config.Info.Description = "Who did what to whom, read from news reports: reports, their records, the events that they tell of, and the relations, turns and matters that follow."
	config.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	config.CreateHooks = nil // no $schema in answers
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.RejectUnknownQueryParameters = true
	config.Tags = []*huma.Tag{
		{Name: "Reports", Description: "Texts as published, and coding new ones."},
		{Name: "Records and events", Description: "Statements in reports, and the happenings that they tell of."},
		{Name: "Relations", Description: "What lies between two countries: its level, its turns, what is pending."},
		{Name: "Finding", Description: "Parties, places, words."},
		{Name: "Feeds", Description: "What is watched, and how it is doing."},
	}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaNames)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "Needed off the loopback. demarche token add makes one, with the scope read or write."},
	}
	config.Security = []map[string][]string{{}, {"token": {}}}
	api := humago.New(mux, config)
	s.apiReports(api)
	s.apiFound(api)
	s.apiRelations(api)
	s.apiFinding(api)
	s.apiFeeds(api)
	nullable(api.OpenAPI())
	doc, err := json.Marshal(api.OpenAPI())
	if err != nil {
		return fmt.Errorf("describing the API: %w", err)
	}
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(doc) // into memory
	})
	mux.HandleFunc("GET /docs", s.docsPage(api.OpenAPI()))
	mux.HandleFunc(Prefix+"/", func(w http.ResponseWriter, r *http.Request) {
		problem(w, r, http.StatusNotFound, "there is nothing of that name in the API; "+Prefix+" is described at /openapi.json")
	})
	return nil
}

// schemaNames tells the parties of records and of events apart.
func schemaNames(t reflect.Type, hint string) string {
	if t.Name() == "Party" && strings.HasSuffix(t.PkgPath(), "/event") {
		return "EventParty"
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// nullable corrects the description where Go's types say less than their JSON:
// a record without a mode has null there, and so on.
func nullable(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas.Map()
	for _, name := range []string{"Record", "RecordItem", "Event"} {
		if s := schemas[name]; s != nil && s.Properties["mode"] != nil {
			s.Properties["mode"].Nullable = true
		}
	}
}

// asProblem is an error as RFC 9457 wants it, without the words of what went
// wrong inside.
func asProblem(status int, detail string, errs ...error) huma.StatusError {
	p := &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail, Type: "about:blank"}
	for _, err := range errs {
		if err == nil {
			continue
		}
		var detailer huma.ErrorDetailer
		if errors.As(err, &detailer) {
			p.Errors = append(p.Errors, detailer.ErrorDetail())
		} else if status < http.StatusInternalServerError {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: err.Error()})
		}
	}
	return p
}

// problem writes one outside of the API's own handlers.
func problem(w http.ResponseWriter, _ *http.Request, status int, detail string) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(asProblem(status, detail)); err != nil {
		plain(w, status, detail+"\n")
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have gone
}

// ErrorDetail says which parameter it is.
func (f fault) ErrorDetail() *huma.ErrorDetail {
	d := &huma.ErrorDetail{Message: f.why, Location: "query." + f.name}
	if f.value != "" {
		d.Value = clean(f.value)
	}
	return d
}

// wrongQuery is the answer to parameters that cannot be used, nil for none.
func (q *query) err() error {
	if len(q.wrong) == 0 {
		return nil
	}
	errs := make([]error, len(q.wrong))
	for i, f := range q.wrong {
		errs[i] = f
	}
	return huma.Error422UnprocessableEntity("the query cannot be used", errs...)
}

// failed is the answer to an error of the store or the coder.
func (s *Server) failed(err error) error {
	var stated huma.StatusError
	switch {
	case errors.As(err, &stated):
		return stated
	case errors.Is(err, store.ErrNotFound):
		return huma.Error404NotFound(err.Error())
	case errors.Is(err, store.ErrPage):
		return huma.Error422UnprocessableEntity("the cursor or the order cannot be used", err)
	case errors.Is(err, store.ErrTaken):
		return huma.Error409Conflict(err.Error())
	case errors.Is(err, report.ErrEmpty), errors.Is(err, report.ErrBinary), errors.Is(err, report.ErrTooLong):
		return huma.Error422UnprocessableEntity(err.Error())
	case errors.Is(err, errStopping):
		return huma.Error503ServiceUnavailable(err.Error())
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return huma.Error503ServiceUnavailable("it took too long")
	}
	s.log.Error("a request failed", "error", err)
	return huma.Error500InternalServerError("it could not be done; the server's log says why")
}

// List is a page of results.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Give it as 'after' for the next page; absent on the last."`
	Total *int   `json:"total,omitempty" doc:"How many there are on all pages."`
}

// listed is a List as a response.
type listed[T any] struct {
	Link string `header:"Link" doc:"The next page, as RFC 8288 has it."`
	Body List[T]
}

func listOf[T any](where url.URL, items []T, next string, total *int) *listed[T] {
	if items == nil {
		items = []T{}
	}
	l := &listed[T]{Body: List[T]{items, next, total}}
	if next != "" {
		v := where.Query()
		v.Set("after", next)
		l.Link = "<" + where.Path + "?" + v.Encode() + `>; rel="next"`
	}
	return l
}

// Asked is what all inputs with a query have: the address, from which it is
// read; see query.
type Asked struct{ where url.URL }

// Resolve is for huma.
func (a *Asked) Resolve(ctx huma.Context) []error {
	a.where = ctx.URL()
	return nil
}

// Paging are the parameters of pages.
type Paging struct {
	Asked
	Sort  string `query:"sort" doc:"What the results are sorted by; with - before it the other way round. Newest first where it is left out."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"How many results at most."`
	After string `query:"after" doc:"Where to go on: 'next' of the page before."`
}

// FilterInput are the parameters of records and events. They are read by query;
// here they are described.
type FilterInput struct {
	Paging
	Party      string `query:"party" doc:"Countries, all of which take part, by code or name, with commas between." example:"USA,COL"`
	Actor      string `query:"actor" doc:"Countries, one of which acts."`
	Recipient  string `query:"recipient" doc:"Countries, one of which is acted upon."`
	Pair       string `query:"pair" doc:"Two countries that it is between, whoever acts." example:"USA,CUB"`
	Name       string `query:"name" doc:"A person or body that takes part, by canonical name."`
	Type       string `query:"type" doc:"Types of the ontology, such as SANCTION,THREATEN."`
	Mode       string `query:"mode" doc:"Modes, such as visit,phone."`
	Quad       string `query:"quad" doc:"Classes of types." example:"verbal conflict"`
	Context    string `query:"context" doc:"Contexts, such as military,economic."`
	Modality   string `query:"modality" doc:"How it stands to fact: actual, future, hypothetical, negated, historical."`
	Since      string `query:"since" doc:"What ended before this day is left out." example:"2015-01-01"`
	Until      string `query:"until" doc:"What began after this day is left out."`
	MinOutlets int    `query:"min_outlets" minimum:"0" doc:"How many independent outlets tell of it at least."`
	Text       string `query:"text" doc:"Words, all of which stand in a sentence that tells of it."`
	Report     string `query:"report" doc:"Id of a report that tells of it."`
	Outlet     string `query:"outlet" doc:"Outlet of such a report."`
}

// operation is a GET of the API.
func operation(id, path, tag, summary, description string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: Prefix + path, Tags: []string{tag}, Summary: summary, Description: description,
		Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError},
	}
}
