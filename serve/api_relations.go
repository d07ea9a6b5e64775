package serve

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

// PairPath are two countries in an address.
type PairPath struct {
	Asked
	A string `path:"a" doc:"A country, by code or name." example:"USA"`
	B string `path:"b" doc:"Another." example:"CUB"`
}

// codes are those of two countries that an address names.
func (s *Server) codes(a, b string) (codes [2]string, err error) {
	for i, name := range [2]string{a, b} {
		code, ok := s.roster.Country(name, who.Today())
		if !ok {
			return codes, huma.Error404NotFound(clean(name) + " is no country that is known")
		}
		codes[i] = code
	}
	if codes[0] == codes[1] {
		return codes, huma.Error404NotFound("these are one country")
	}
	return codes, nil
}

// RelationBody is the story of two countries.
type RelationBody struct {
	store.Standing
	Phases  []relation.Phase `json:"phases"`
	Turns   []store.PairTurn `json:"turns"`
	Matters []*store.Matter  `json:"matters"`
}

// relation is the story of two countries, in the order Asked for; nil where
// there is none.
func (s *Server) relation(ctx context.Context, codes [2]string) (*RelationBody, error) {
	x, err := s.store.Account(ctx, codes[0], codes[1])
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := &RelationBody{Standing: x.Standing, Phases: x.Phases, Turns: make([]store.PairTurn, len(x.Turns)), Matters: x.Matters}
	for i, t := range x.Turns {
		r.Turns[i] = store.PairTurn{A: x.A, B: x.B, Turn: t}
	}
	if r.A != codes[0] {
		r.A, r.B, r.Lead = r.B, r.A, -r.Lead
	}
	return r, nil
}

func (s *Server) apiRelations(api huma.API) {
	type relationsInput struct {
		Paging
		Party string `query:"party" doc:"Countries, all of which take part."`
	}
	huma.Register(api, operation("relations", "/relations", "Relations", "List relations", "Each with its level on the day of its last event and its course. Sorted by date, level or events."),
		func(ctx context.Context, in *relationsInput) (*listed[*store.Standing], error) {
			q := s.query(in.where.Query())
			parties, p := q.countries("party"), q.page(store.RelationSorts())
			if err := q.err(); err != nil {
				return nil, err
			}
			list, next, err := s.store.Relations(ctx, parties, p)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, next, nil), nil
		})

	op := operation("relation", "/relations/{a}/{b}", "Relations", "Tell the story of a relation", "Level, phases, turns and matters; its events are at /events?pair=A,B.")
	op.Errors = append(op.Errors, http.StatusNotFound)
	huma.Register(api, op, func(ctx context.Context, in *PairPath) (*struct{ Body *RelationBody }, error) {
		codes, err := s.codes(in.A, in.B)
		if err != nil {
			return nil, err
		}
		r, err := s.relation(ctx, codes)
		switch {
		case err != nil:
			return nil, s.failed(err)
		case r == nil:
			return nil, huma.Error404NotFound("no event between the two is in the store")
		}
		return &struct{ Body *RelationBody }{r}, nil
	})

	type turnsInput struct {
		Paging
		Party string `query:"party" doc:"Countries, all of which take part."`
		Since string `query:"since"`
		Until string `query:"until"`
	}
	huma.Register(api, operation("turns", "/turns", "Relations", "List turns", "Lasting changes of a relation's course. Sorted by date."),
		func(ctx context.Context, in *turnsInput) (*listed[store.PairTurn], error) {
			q := s.query(in.where.Query())
			f, p := store.TurnFilter{Parties: q.countries("party"), Since: q.day("since"), Until: q.day("until")}, q.page([]string{"date"})
			if err := q.err(); err != nil {
				return nil, err
			}
			list, next, err := s.store.Turns(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, next, nil), nil
		})

	type mattersInput struct {
		Paging
		Party string `query:"party" doc:"Countries, all of which take part."`
		By    string `query:"by" doc:"Countries, one of which opened it."`
		To    string `query:"to" doc:"Countries, one of which is to answer."`
		Kind  string `query:"kind" doc:"invitation, promise, threat, demand, sanction, talks"`
		State string `query:"state" doc:"Such as opened, accepted, scheduled, held, lapsed."`
		Open  bool   `query:"open" doc:"Only what is pending."`
		Since string `query:"since" doc:"Moved on this day or later."`
		Until string `query:"until" doc:"Opened on this day or before."`
	}
	huma.Register(api, operation("matters", "/matters", "Relations", "List matters", "What events leave pending, step by step. Sorted by date (of the last step) or opened."),
		func(ctx context.Context, in *mattersInput) (*listed[*store.Matter], error) {
			q := s.query(in.where.Query())
			f, p := q.matters(), q.page(store.MatterSorts())
			if err := q.err(); err != nil {
				return nil, err
			}
			list, next, err := s.store.Matters(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, list, next, nil), nil
		})
}

var (
	kinds  = []relation.Kind{relation.Invitation, relation.Promise, relation.Threat, relation.Demand, relation.Sanction, relation.Talks}
	states = []relation.State{relation.Opened, relation.Accepted, relation.Scheduled, relation.Held, relation.Declined, relation.Withdrawn, relation.Lapsed,
		relation.Kept, relation.Broken, relation.CarriedOut, relation.Met, relation.Refused, relation.Dropped, relation.Lifted, relation.Agreed, relation.BrokenOff}
)

// matters is what matters are picked by.
func (q *query) matters() store.MatterFilter {
	return store.MatterFilter{
		Parties: q.countries("party"), By: q.countries("by"), To: q.countries("to"), Open: q.yes("open"),
		Kinds: oneOf(q, "kind", kinds), States: oneOf(q, "state", states), Since: q.day("since"), Until: q.day("until"),
	}
}
