// Package client asks a demarche server, from Go programs:
//
//	c := client.New("http://127.0.0.1:8080", "")
//	coded, err := c.Code(ctx, client.Report{Text: "...", Published: "2024-05-15"})
//	for e, err := range c.Events(ctx, url.Values{"pair": {"USA,CUB"}}) {
//		...
//	}
//
// It uses the public types of the program: what the API sends is what they are
// written as.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"demarche/event"
	"demarche/record"
	"demarche/store"
)

// Client asks one server. It is safe for use by many goroutines.
type Client struct {
	// HTTP does the requests; New gives one that waits for up to a minute.
	HTTP *http.Client

	base, token string
}

// New is a client of the server at an address such as http://127.0.0.1:8080.
// token is sent with each request unless it is "".
func New(address, token string) *Client {
	return &Client{&http.Client{Timeout: time.Minute}, strings.TrimRight(address, "/") + "/api/v1", token}
}

// Report is a report to be coded or stored. Only Text is needed.
type Report struct {
	ID        string `json:"id,omitempty"`
	Title     string `json:"title,omitempty"`
	Text      string `json:"text"` // the body
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"` // a date
	URL       string `json:"url,omitempty"`
}

// Coded is a report with its records. Text is title, an empty line and body:
// what the spans of the records count in.
type Coded struct {
	Report
	Records []Record `json:"records"`
}

// Record is a record with the id of the event that it tells of, "" for none.
type Record struct {
	record.Record
	Event string `json:"event"`
}

// Event is an event with its records whole, which lists leave out.
type Event struct {
	event.Event
	Records []Record `json:"records"`
}

// Stored is what became of a report.
type Stored struct {
	Status  store.Status `json:"status"`
	ID      string       `json:"id"`
	Records []Record     `json:"records"`
}

// Problem is an error that the server answered with, after RFC 9457.
type Problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Errors []struct {
		Message  string `json:"message"`
		Location string `json:"location"`
	} `json:"errors"`
}

func (p *Problem) Error() string {
	text := fmt.Sprintf("%d %s: %s", p.Status, p.Title, p.Detail)
	for _, e := range p.Errors {
		text += "; " + e.Location + ": " + e.Message
	}
	return text
}

// Code codes a report; nothing is stored.
func (c *Client) Code(ctx context.Context, r Report) (*Coded, error) {
	return post[Coded](ctx, c, "/code", r)
}

// Add codes and stores a report. It is in the store for good when Add returns
// without an error; events follow within about a second.
func (c *Client) Add(ctx context.Context, r Report) (*Stored, error) {
	return post[Stored](ctx, c, "/reports", r)
}

// Report is a report of the store with its records.
func (c *Client) Report(ctx context.Context, id string) (*Coded, error) {
	return get[Coded](ctx, c, "/reports/"+url.PathEscape(id), nil)
}

// Event is an event of the store.
func (c *Client) Event(ctx context.Context, id string) (*Event, error) {
	return get[Event](ctx, c, "/events/"+url.PathEscape(id), nil)
}

// Events yields the events that meet the parameters of GET /api/v1/events, page
// by page.
func (c *Client) Events(ctx context.Context, query url.Values) iter.Seq2[*event.Event, error] {
	return all[*event.Event](ctx, c, "/events", query)
}

// Records yields the records that meet the parameters.
func (c *Client) Records(ctx context.Context, query url.Values) iter.Seq2[Record, error] {
	return all[Record](ctx, c, "/records", query)
}

// Reports yields the reports that meet the parameters, without their texts.
func (c *Client) Reports(ctx context.Context, query url.Values) iter.Seq2[store.ReportInfo, error] {
	return all[store.ReportInfo](ctx, c, "/reports", query)
}

// Relations yields the relations that meet the parameters.
func (c *Client) Relations(ctx context.Context, query url.Values) iter.Seq2[*store.Standing, error] {
	return all[*store.Standing](ctx, c, "/relations", query)
}

// Turns yields the turns that meet the parameters.
func (c *Client) Turns(ctx context.Context, query url.Values) iter.Seq2[store.PairTurn, error] {
	return all[store.PairTurn](ctx, c, "/turns", query)
}

// Matters yields the matters that meet the parameters.
func (c *Client) Matters(ctx context.Context, query url.Values) iter.Seq2[*store.Matter, error] {
	return all[*store.Matter](ctx, c, "/matters", query)
}

// Parties yields the parties that meet the parameters.
func (c *Client) Parties(ctx context.Context, query url.Values) iter.Seq2[store.PartyInfo, error] {
	return all[store.PartyInfo](ctx, c, "/parties", query)
}

// all yields what is on all pages of a list. An error ends it.
func all[T any](ctx context.Context, c *Client, path string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		q := url.Values{}
		for k, v := range query {
			q[k] = v
		}
		for {
			type page struct {
				Items []T    `json:"items"`
				Next  string `json:"next"`
			}
			p, err := get[page](ctx, c, path, q)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, x := range p.Items {
				if !yield(x, nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			q.Set("after", p.Next)
		}
	}
}

func get[T any](ctx context.Context, c *Client, path string, query url.Values) (*T, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return do[T](ctx, c, http.MethodGet, path, nil)
}

func post[T any](ctx context.Context, c *Client, path string, v any) (*T, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return do[T](ctx, c, http.MethodPost, path, body)
}

func do[T any](ctx context.Context, c *Client, method, path string, body []byte) (*T, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if resp.StatusCode >= http.StatusBadRequest {
		p := &Problem{}
		if json.Unmarshal(data, p) != nil || p.Status == 0 {
			p = &Problem{Status: resp.StatusCode, Title: resp.Status, Detail: string(data[:min(len(data), 200)])}
		}
		return nil, fmt.Errorf("%s %s: %w", method, path, p)
	}
	v := new(T)
	if err := json.Unmarshal(data, v); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return v, nil
}
