package serve

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"demarche/event"
	"demarche/store"
	"demarche/who"
)

// SearchBody is what is found for words, a few of each kind.
type SearchBody struct {
	Parties []store.PartyInfo  `json:"parties"`
	Reports []store.ReportInfo `json:"reports"`
	Events  []*event.Event     `json:"events"`
	Records []RecordItem       `json:"records"`
}

func (s *Server) apiFinding(api huma.API) {
	type partiesInput struct {
		Paging
		Country string `query:"country" doc:"People and bodies of this country."`
		Text    string `query:"text" doc:"Words of the name."`
		Kind    string `query:"kind" enum:"named,countries" default:"named" doc:"People and bodies by name, or countries."`
	}
	huma.Register(api, operation("parties", "/parties", "Finding", "List parties", "Who takes part in records, those of most records first."),
		func(ctx context.Context, in *partiesInput) (*listed[store.PartyInfo], error) {
			q := s.query(in.where.Query())
			f, p := q.parties(), q.page([]string{"records"})
			if err := q.err(); err != nil {
				return nil, err
			}
			list, next, err := s.store.Parties(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, next, nil), nil
		})

	huma.Register(api, operation("places", "/places", "Finding", "List places", "Where events took place, those of most events first, by the filters of events; the order cannot be chosen."),
		func(ctx context.Context, in *FilterInput) (*listed[store.Spot], error) {
			q := s.query(in.where.Query())
			f, limit := q.filter(), q.number("limit", 1, 200, mostLimit)
			if err := q.err(); err != nil {
				return nil, err
			}
			list, err := s.store.Spots(ctx, f, limit)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, "", nil), nil
		})

	type searchInput struct {
		Asked
		Q string `query:"q" required:"true" minLength:"1" maxLength:"300" doc:"Words, all of which stand in a name, a report or a sentence."`
	}
	huma.Register(api, operation("search", "/search", "Finding", "Search for words", "A few parties, reports, events and records; the lists of each kind find the rest."),
		func(ctx context.Context, in *searchInput) (*struct{ Body SearchBody }, error) {
			q := s.query(in.where.Query())
			words := q.text("q")
			if err := q.err(); err != nil {
				return nil, err
			}
			found, err := s.search(ctx, words)
			if err != nil {
				return nil, s.failed(err)
			}
			return &struct{ Body SearchBody }{*found}, nil
		})

	huma.Register(api, operation("size", "/size", "Finding", "Tell how much there is", "Counts of the store, and the days it spans."),
		func(ctx context.Context, _ *struct{}) (*struct{ Body store.Size }, error) {
			z, err := s.store.Size(ctx)
			if err != nil {
				return nil, s.failed(err)
			}
			return &struct{ Body store.Size }{z}, nil
		})
}

// parties is what parties are picked by.
func (q *query) parties() store.PartyFilter {
	return store.PartyFilter{Country: q.country("country"), Text: q.text("text"), Countries: q.text("kind") == "countries"}
}

// search looks words up everywhere.
func (s *Server) search(ctx context.Context, words string) (*SearchBody, error) {
	const few = 10
	b := &SearchBody{Parties: []store.PartyInfo{}}
	if strings.TrimSpace(words) == "" {
		return b, nil
	}
	if code, ok := s.roster.Country(words, who.Today()); ok {
		list, _, err := s.store.Parties(ctx, store.PartyFilter{Countries: true, Country: code}, store.Page{Limit: 1})
		if err != nil {
			return nil, err
		}
		b.Parties = list
	}
	named, _, err := s.store.Parties(ctx, store.PartyFilter{Text: words}, store.Page{Limit: few})
	if err != nil {
		return nil, err
	}
	b.Parties = append(b.Parties, named...)
	if b.Reports, _, err = s.store.FindReports(ctx, store.ReportFilter{Text: words}, store.Page{Sort: "-date", Limit: few}); err != nil {
		return nil, err
	}
	f := store.Filter{Text: words}
	if b.Events, _, err = s.store.Events(ctx, f, store.Page{Sort: "-date", Limit: few}); err != nil {
		return nil, err
	}
	records, _, err := s.store.Records(ctx, f, store.Page{Sort: "-date", Limit: few})
	b.Records = itemsOf(records)
	return b, err
}
