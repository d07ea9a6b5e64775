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

func openURL(ctx context.Context, address string, opt *Options, yield func(*Report, error) bool) {
	s, err := web.get(ctx, address, opt)
	if err != nil {
		yield(nil, fmt.Errorf("getting %s: %w", address, err))
		return
	}
	if s.lines {
		openLines(ctx, address, bytes.NewReader(s.data), opt, yield)
		return
	}
	yield(s.read())
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
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9")
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
		url: final.String(), html: isPage(final.Path), opt: opt,
		lines: media == "application/jsonl" || media == "application/x-ndjson" || IsLines(final.Path),
	}, nil
}
