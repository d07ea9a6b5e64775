package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"
)

// ErrPrivate is the fault of a URL whose host is in a private network. Such
// addresses are refused: a list of URLs from elsewhere must not make the
// program ask the machine's own neighbours.
var ErrPrivate = errors.New("address of a private network")

const (
	fetchTimeout = 30 * time.Second // for one page, body included
	maxHops      = 10               // redirects
)

// fetcher gets pages from the web.
type fetcher struct {
	client *http.Client
}

// newFetcher returns a fetcher that connects only to addresses that allowed
// lets pass. The check is made on the address itself, after names are resolved
// and at every redirect.
func newFetcher(allowed func(netip.Addr) bool) *fetcher {
	dialer := &net.Dialer{
		Timeout: 10 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("reading the address %q: %w", address, err)
			}
			if !allowed(to.Addr().Unmap()) {
				return fmt.Errorf("%s: %w", to.Addr(), ErrPrivate)
			}
			return nil
		},
	}
	return &fetcher{&http.Client{
		Timeout: fetchTimeout,
		Transport: &http.Transport{
			DialContext:           dialer.DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: 20 * time.Second,
			MaxIdleConns:          4,
			IdleConnTimeout:       time.Minute,
		},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > maxHops {
				return fmt.Errorf("more than %d redirects", maxHops)
			}
			return nil
		},
	}}
}

// public reports whether an address is one of the open internet.
func public(a netip.Addr) bool {
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, net := range reserved {
		if net.Contains(a) {
			return false
		}
	}
	return true
}

// reserved are the blocks that are neither private by name nor reachable from
// everywhere (RFC 6890).
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carriers' shared space
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), // may stand for any IPv4 address
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"),
}

var web = newFetcher(public)

// web reads what an address of the web gives: a page or text, or any of the other
// forms, as the server or the address names them.
func (o *opening) web(address string) bool {
	s, err := web.get(o.ctx, address, o.opt)
	if err != nil {
		return o.give(nil, fmt.Errorf("getting %s: %w", address, err))
	}
	kind := s.kind()
	if kind == "" {
		return o.give(s.read())
	}
	return o.entry(&entry{name: address, id: s.id, in: bytes.NewReader(s.data), kind: kind})
}

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
func (f *fetcher) get(ctx context.Context, address string, opt *Options) (*source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if u.Host == "" {
		return nil, errors.New("the URL names no host")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "demarche")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5")
	resp, err := f.client.Do(req)
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
	media, label := mediaType(resp.Header.Get("Content-Type"))
	final := resp.Request.URL
	id := idOf(final.Path)
	if final.Path == "" || final.Path == "/" {
		id = final.Hostname()
	}
	return &source{
		name: address, id: id, data: data, media: media, charset: label,
		url: final.String(), path: final.Path, html: isPage(final.Path), opt: opt,
	}, nil
}
