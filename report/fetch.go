package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// web reads what an address of the web gives: a page or text, or any of the other
// forms, as the server or the address names them.
func (o *opening) web(address string) bool {
	client := publicWeb
	if o.opt.Private {
		client = anyWeb
	}
	s, err := get(o.ctx, client, address, o.opt)
	if err != nil {
		return o.give(nil, fmt.Errorf("getting %s: %w", address, err))
	}
	kind := s.kind()
	if kind == "" {
		return o.give(s.read())
	}
	return o.entry(&entry{name: address, id: s.id, in: bytes.NewReader(s.data), kind: kind})
}

// The clients that Open uses.
var publicWeb, anyWeb = Client(false), Client(true)

// UserAgent is how the program calls itself to servers, and in robots.txt.
const UserAgent = "demarche"

// kinds are the endings of the forms that a server may declare.
var kinds = map[string]string{
	"application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl", "application/x-jsonlines": ".jsonl",
	"application/json": ".json", "application/feed+json": ".json",
	"application/rss+xml": ".rss", "application/atom+xml": ".atom", "application/rdf+xml": ".rdf",
	"text/csv": ".csv", "text/tab-separated-values": ".tsv",
	"application/warc": ".warc", "application/zip": ".zip", "application/gzip": ".gz", "application/x-gzip": ".gz",
}

// kind is a name whose ending tells the form of what was fetched, "" for a page
// or text.
func (s *source) kind() string {
	if kind, ok := kinds[s.media]; ok {
		if packed(kind) != nil { // what is in it only the address may tell
			return strings.TrimSuffix(path.Base(s.path), kind) + kind
		}
		return kind
	}
	if s.media == "application/xml" || s.media == "text/xml" || s.media == "" || s.media == "text/plain" || s.media == "application/octet-stream" {
		switch f := formOf(s.path); {
		case isFeed(s.data[:min(len(s.data), headSize)]):
			return ".rss"
		case packed(s.path) != nil, f != formUnknown && f != formText && f != formPage:
			return path.Base(s.path)
		}
	}
	return ""
}

// get fetches one page, up to the limit on a report.
func get(ctx context.Context, client *http.Client, address string, opt *Options) (*source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if err := CheckURL(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5")
	resp, err := client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err // it would name the URL again
		}
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered %s", resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, opt.limit()+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return answered(address, resp.Request.URL, resp.Header.Get("Content-Type"), data, opt), nil
}

// answered is what a server gave for an address; final is where redirects led.
func answered(address string, final *url.URL, contentType string, data []byte, opt *Options) *source {
	media, label := mediaType(contentType)
	id := idOf(final.Path)
	if final.Path == "" || final.Path == "/" {
		id = final.Hostname()
	}
	return &source{
		name: address, id: id, data: data, media: media, charset: label,
		url: final.String(), path: final.Path, html: isPage(final.Path), opt: opt,
	}
}

// ReadAnswer makes a report of the page or text that a server gave for an
// address, with the Content-Type that it declared.
func ReadAnswer(address *url.URL, contentType string, data []byte, opt Options) (*Report, error) {
	return answered(address.String(), address, contentType, data, &opt).read()
}
