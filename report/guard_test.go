package report

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// answering is a resolver that gives every name the addresses.
func answering(t *testing.T, addrs ...netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.RCode = true, dnsmessage.RCodeSuccess
			m.Additionals = nil
			q := m.Questions[0]
			for _, a := range addrs {
				h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}
				switch {
				case q.Type == dnsmessage.TypeA && a.Is4():
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: a.As4()}})
				case q.Type == dnsmessage.TypeAAAA && a.Is6():
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}})
				}
			}
			if out, err := m.Pack(); err == nil {
				conn.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name that resolves to a private address is refused, also where a public one
// stands beside it; the same name passes where private networks are allowed.
func TestGuardNames(t *testing.T) {
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++; w.Write([]byte("Secret.")) }))
	defer srv.Close()
	_, port, _ := net.SplitHostPort(srv.Listener.Addr().String())
	for _, addr := range []string{"127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::7", "64:ff9b::7f00:1", "::ffff:127.0.0.1"} {
		client := newClient(public, answering(t, netip.MustParseAddr(addr)))
		_, err := get(context.Background(), client, "http://news.example.org:"+port+"/", &Options{})
		if !errors.Is(err, ErrPrivate) {
			t.Errorf("a name for %s: %v, want %v", addr, err, ErrPrivate)
		}
	}
	if asked > 0 {
		t.Errorf("the server was asked %d times", asked)
	}
	all := newClient(func(netip.Addr) bool { return true }, answering(t, netip.MustParseAddr("127.0.0.1")))
	if s, err := get(context.Background(), all, "http://news.example.org:"+port+"/", &Options{}); err != nil || string(s.data) != "Secret." {
		t.Errorf("with private networks allowed: %v", err)
	}
}

// However the loopback is written it is refused, and never asked.
func TestGuardForms(t *testing.T) {
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer srv.Close()
	_, port, _ := net.SplitHostPort(srv.Listener.Addr().String())
	for _, host := range []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "localhost", "localhost.",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[fe80::1%25lo]",
	} {
		// What the system's resolver makes of odd forms differs; none of it gives an answer.
		if _, err := get(context.Background(), publicWeb, "http://"+host+":"+port+"/", &Options{}); err == nil {
			t.Errorf("%s was fetched", host)
		}
	}
	if asked > 0 {
		t.Errorf("the server was asked %d times", asked)
	}
}

// Redirects are followed nowhere that could not be asked for directly.
func TestGuardRedirects(t *testing.T) {
	reached := false
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inner.Close()
	target := ""
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusFound)
	}))
	defer outer.Close()
	// The outer server stands for one of the open internet: its address passes,
	// another of the loopback does not.
	passed := outer.Listener.Addr().String()
	client := newClient(public, nil)
	transport := client.Transport.(*http.Transport)
	guardedDial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == passed {
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		return guardedDial(ctx, network, address)
	}
	_, port, _ := net.SplitHostPort(inner.Listener.Addr().String())
	for _, test := range []struct {
		to   string
		want error
	}{
		{inner.URL, ErrPrivate}, {"http://[::ffff:127.0.0.1]:" + port + "/", ErrPrivate}, {"//127.0.0.1:" + port + "/", ErrPrivate},
		{"file:///etc/hostname", ErrScheme}, {"gopher://127.0.0.1:70/1", ErrScheme}, {"ftp://127.0.0.1/x", ErrScheme},
	} {
		target = test.to
		if _, err := get(context.Background(), client, outer.URL, &Options{}); !errors.Is(err, test.want) {
			t.Errorf("redirect to %s: %v, want %v", test.to, err, test.want)
		}
	}
	if reached {
		t.Error("a redirect reached the loopback")
	}
}

func TestCheckURL(t *testing.T) {
	for address, want := range map[string]string{
		"http://example.org/a": "", "https://example.org": "", "file:///etc/hostname": "only http", "gopher://example.org/": "only http",
		"http:///path": "no host", "http://:80/": "no host", "HTTP://example.org": "", "javascript:alert(1)": "only http",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		err = CheckURL(u)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
