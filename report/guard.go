package report

import (
	"errors"
	"fmt"
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

// ErrScheme is the fault of a URL that is neither http nor https.
var ErrScheme = errors.New("only http and https addresses are fetched")

const (
	fetchTimeout = 30 * time.Second // for one page, body included
	maxHops      = 10               // redirects
)

// Client returns a client for addresses that others named. It goes to http and
// https only, takes no proxy from the environment and, unless private is true,
// connects to no address of a private network. The check is made on the address
// that is connected to, after names are resolved and at every redirect, so that
// it does not matter how an address is written: 2130706433, 0x7f.1 and
// ::ffff:127.0.0.1 are the loopback however they come.
func Client(private bool) *http.Client {
	if private {
		return newClient(func(netip.Addr) bool { return true }, nil)
	}
	return newClient(public, nil)
}

// newClient returns a client that connects only to addresses that allowed lets
// pass. Names are resolved by resolver, nil for the system's.
func newClient(allowed func(netip.Addr) bool, resolver *net.Resolver) *http.Client {
	dialer := &net.Dialer{
		Timeout:  10 * time.Second,
		Resolver: resolver,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("reading the address %q: %w", address, err)
			}
			if !allowed(to.Addr().Unmap().WithZone("")) {
				return fmt.Errorf("%s: %w", to.Addr(), ErrPrivate)
			}
			return nil
		},
	}
	return &http.Client{
		Timeout: fetchTimeout,
		Transport: &http.Transport{
			DialContext:           dialer.DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: 20 * time.Second,
			MaxIdleConns:          4,
			IdleConnTimeout:       time.Minute,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxHops {
				return fmt.Errorf("more than %d redirects", maxHops)
			}
			return CheckURL(req.URL)
		},
	}
}

// CheckURL refuses what a Client does not fetch by the look of its address.
func CheckURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%q: %w", u.Scheme, ErrScheme)
	case u.Hostname() == "":
		return errors.New("the URL names no host")
	}
	return nil
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
// everywhere (RFC 6890 and its registries), and those in which an IPv4 address
// can hide in an IPv6 one.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // carriers' shared space
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), // for examples, as the next two
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), // relays of 6to4
	netip.MustParsePrefix("198.18.0.0/15"),  // benchmarks
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"),           // IPv4-compatible
	netip.MustParsePrefix("::ffff:0:0:0/96"), // IPv4-translated
	netip.MustParsePrefix("64:ff9b::/96"),    // may stand for any IPv4 address
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),  // discarded
	netip.MustParsePrefix("2001::/23"), // protocol assignments, Teredo among them
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4
	netip.MustParsePrefix("3fff::/20"), // for examples
	netip.MustParsePrefix("5f00::/16"), // segment routing
	netip.MustParsePrefix("fec0::/10"), // site-local, as it was
}
