package serve

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"demarche/event"
	"demarche/store"
)

// EventBody is an event with its records, whole.
type EventBody struct {
	event.Event
	Records []RecordItem `json:"records"`
}

func (s *Server) apiFound(api huma.API) {
	huma.Register(api, operation("records", "/records", "Records and events", "Find records", "Sorted by date, published, score or confidence."),
		func(ctx context.Context, in *FilterInput) (*listed[RecordItem], error) {
			q := s.query(in.where.Query())
			f, p := q.filter(), q.page(store.RecordSorts())
			if err := q.err(); err != nil {
				return nil, err
			}
			found, next, err := s.store.Records(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			total, err := s.store.CountRecords(ctx, f)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, itemsOf(found), next, &total), nil
		})

	huma.Register(api, operation("events", "/events", "Records and events", "Find events", "Sorted by date, told, score or outlets."),
		func(ctx context.Context, in *FilterInput) (*listed[*event.Event], error) {
			q := s.query(in.where.Query())
			f, p := q.filter(), q.page(store.EventSorts())
			if err := q.err(); err != nil {
				return nil, err
			}
			events, next, err := s.store.Events(ctx, f, p)
			if err != nil {
				return nil, s.failed(err)
			}
			total, err := s.store.CountEvents(ctx, f)
			if err != nil {
				return nil, s.failed(err)
			}
			return listOf(in.where, events, next, &total), nil
		})

	op := operation("event", "/events/{id}", "Records and events", "Get an event", "With its records, why they belong together, and where they disagree.")
	op.Errors = append(op.Errors, http.StatusNotFound)
	huma.Register(api, op, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*struct{ Body EventBody }, error) {
		e, records, err := s.event(ctx, in.ID)
		if err != nil {
			return nil, s.failed(err)
		}
		return &struct{ Body EventBody }{EventBody{*e, itemsOf(records)}}, nil
	})
}

// event is an event with its records, whole and in its order.
func (s *Server) event(ctx context.Context, id string) (*event.Event, []store.Found, error) {
	e, err := s.store.Event(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	records, err := s.store.RecordsOf(ctx, id)
	return e, records, err
}
