package serve

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"demarche/coder"
	"demarche/record"
	"demarche/report"
	"demarche/store"
)

// ReportInput is a report that is posted.
type ReportInput struct {
	ID        string `json:"id,omitempty" maxLength:"200" doc:"Names the report; one of the same id and origin is a correction. Made from the rest where it is left out."`
	Title     string `json:"title,omitempty" maxLength:"1000"`
	Text      string `json:"text" minLength:"1" doc:"The body."`
	Outlet    string `json:"outlet,omitempty" maxLength:"200" doc:"Who published it."`
	Published string `json:"published,omitempty" maxLength:"60" doc:"Day of publication, which dates such as 'on Tuesday' are reckoned from." example:"2024-05-15"`
	URL       string `json:"url,omitempty" maxLength:"2000"`
}

// report makes a report of the input.
func (in *ReportInput) report() (*report.Report, error) {
	source := "posted"
	if in.Outlet != "" {
		source += " for " + in.Outlet // another outlet's report of the same id is no correction
	}
	return report.Compose(in.Title, in.Text, report.Report{ID: in.ID, Outlet: in.Outlet, Published: in.Published, URL: in.URL, Source: source})
}

// ReportBody is a report with its text, as the API gives it.
type ReportBody struct {
	ID        string       `json:"id"`
	Title     string       `json:"title"`
	Outlet    string       `json:"outlet"`
	Published string       `json:"published" doc:"YYYY-MM-DD, empty when unknown"`
	URL       string       `json:"url"`
	Text      string       `json:"text" doc:"Title, an empty line and the body: what all spans count in, as byte offsets."`
	Records   []RecordItem `json:"records"`
}

func bodyOf(r *report.Report, records []RecordItem) ReportBody {
	return ReportBody{r.ID, r.Title, r.Outlet, r.Published, r.URL, r.Text, records}
}

// RecordItem is a record with the event that it tells of.
type RecordItem struct {
	record.Record
	Event string `json:"event,omitempty" doc:"Id of the event that it tells of; absent where it makes none."`
}

func itemsOf(found []store.Found) []RecordItem {
	items := make([]RecordItem, len(found))
	for i := range found {
		items[i] = RecordItem{found[i].Record, found[i].Event}
	}
	return items
}

func justCoded(records []record.Record) []RecordItem {
	items := make([]RecordItem, len(records))
	for i := range records {
		items[i] = RecordItem{Record: records[i]}
	}
	return items
}

// reportPost is a POST with a report.
type reportPost struct{ Body ReportInput }

// post is an operation that takes a report.
func (s *Server) post(id, path, summary, description string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodPost, Path: Prefix + path, Tags: []string{"Reports"}, Summary: summary, Description: description,
		MaxBodyBytes: 2*s.opt.Limits.Body + 4096, BodyReadTimeout: s.opt.Limits.Wait,
		Errors: []int{http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError},
	}
}

// checked makes a report of a post and sees to it that it is not too long.
func (s *Server) checked(in *ReportInput) (*report.Report, error) {
	if int64(len(in.Text)) > s.opt.Limits.Body {
		return nil, huma.NewError(http.StatusRequestEntityTooLarge, "the report is longer than the limit")
	}
	rep, err := in.report()
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("the report cannot be used", err)
	}
	return rep, nil
}

func (s *Server) apiReports(api huma.API) {
	huma.Register(api, s.post("code", "/code", "Code a report", "Gives the records of a report. Nothing is stored."),
		func(ctx context.Context, in *reportPost) (*struct{ Body ReportBody }, error) {
			rep, err := s.checked(&in.Body)
			if err != nil {
				return nil, err
			}
			records, err := s.code(ctx, rep)
			if err != nil {
				return nil, s.failed(err)
			}
			return &struct{ Body ReportBody }{bodyOf(rep, justCoded(records))}, nil
		})

	huma.Register(api, s.post("explain", "/explain", "Explain how a report is read",
		"For each sentence: its tree, the parties, dates and places found, the frames tried on each predicate and what became of it. Nothing is stored."),
		func(_ context.Context, in *reportPost) (*struct{ Body List[coder.Explanation] }, error) {
			rep, err := s.checked(&in.Body)
			if err != nil {
				return nil, err
			}
			return &struct{ Body List[coder.Explanation] }{List[coder.Explanation]{Items: s.coder.Explain(rep)}}, nil
		})

	type stored struct {
		Status   int
		Location string `header:"Location"`
		Body     struct {
			Status  store.Status `json:"status" enum:"added,corrected,same" doc:"What became of it: added, corrected (an earlier version was replaced and is kept), or same (it was there already)."`
			ID      string       `json:"id"`
			Records []RecordItem `json:"records"`
		}
	}
	op := s.post("add-report", "/reports", "Code and store a report",
		"Answers when the report and its records are in the store for good. Events, relations and matters follow within about two seconds.")
	op.DefaultStatus = http.StatusCreated
	op.Errors = append(op.Errors, http.StatusConflict, http.StatusServiceUnavailable)
	op.Security = []map[string][]string{{}, {"token": {}}}
	huma.Register(api, op, func(ctx context.Context, in *reportPost) (*stored, error) {
		rep, err := s.checked(&in.Body)
		if err != nil {
			return nil, err
		}
		status, records, err := s.Add(ctx, rep)
		if err != nil {
			return nil, s.failed(err)
		}
		out := &stored{Status: http.StatusCreated, Location: Prefix + "/reports/" + escaped(rep.ID)}
		if status == store.Same {
			out.Status = http.StatusOK
		}
		out.Body.Status, out.Body.ID, out.Body.Records = status, rep.ID, justCoded(records)
		return out, nil
	})

	type reportsInput struct {
		Paging
		Text    string `query:"text" doc:"Words, all of which stand in the report."`
		Outlet  string `query:"outlet"`
		Country string `query:"country" doc:"A party of its records."`
		Since   string `query:"since" doc:"Published on this day or later."`
		Until   string `query:"until"`
	}
	huma.Register(api, operation("reports", "/reports", "Reports", "List reports", "Sorted by date or records."),
		func(ctx context.Context, in *reportsInput) (*listed[store.ReportInfo], error) {
			q := s.query(in.where.Query())
			f, p := q.reports(), q.page(store.ReportSorts())
			if err := q.err(); err != nil {
				return nil, err
			}
			list, next, err := s.store.FindReports(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, next, nil), nil
		})

	op = operation("report", "/reports/{id}", "Reports", "Get a report", "With its text and records.")
	op.Errors = append(op.Errors, http.StatusNotFound)
	huma.Register(api, op, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*struct{ Body ReportBody }, error) {
		rep, found, err := s.store.Report(ctx, in.ID)
		if err != nil {
			return nil, s.failed(err)
		}
		return &struct{ Body ReportBody }{bodyOf(rep, itemsOf(found))}, nil
	})
}

// reports is what reports are picked by.
func (q *query) reports() store.ReportFilter {
	return store.ReportFilter{Text: q.text("text"), Outlet: q.text("outlet"), Country: q.country("country"), Since: q.day("since"), Until: q.day("until")}
}
