package report

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// packing is a way to pack one stream.
type packing struct {
	name   string
	ending string
	magic  string
	open   func(*bufio.Reader) (io.Reader, error)
}

var packings = []packing{
	{"gzip", ".gz", gzipMagic, openGzip},
	{"bzip2", ".bz2", "BZh", func(r *bufio.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
	{"zstd", ".zst", zstdMagic, openZstd},
}

const (
	gzipMagic = "\x1f\x8b\x08"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// openZstd decodes on the calling goroutine, with at most 64 MiB of memory.
func openZstd(r *bufio.Reader) (io.Reader, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// packed is the packing that a name's ending tells, nil when there is none.
func packed(name string) *packing {
	ext := strings.ToLower(filepath.Ext(name))
	for i := range packings {
		if packings[i].ending == ext {
			return &packings[i]
		}
	}
	return nil
}

// packedMagic is the packing that the first bytes tell.
func packedMagic(head []byte) *packing {
	for i := range packings {
		if bytes.HasPrefix(head, []byte(packings[i].magic)) {
			return &packings[i]
		}
	}
	return nil
}

// Limits on what is packed. Text packs to a twentieth, at the utmost to a
// hundredth of its size; what unpacks to far more is made to fill memory or disk.
const (
	maxDepth   = 6        // archives and packings one in another
	freely     = 16 << 20 // bytes that are unpacked whatever they were packed to
	mostPerOne = 250      // bytes that one packed byte may unpack to, beyond that
)

// ErrBomb is the fault of packed data that unpack to far more than text does.
var ErrBomb = errors.New("unpacks to far more than text does")

func (o *opening) unpack(e *entry, p *packing) bool {
	from := &counted{in: e.in}
	buf := bufio.NewReaderSize(from, 1<<16)
	if head, _ := buf.Peek(len(p.magic)); len(head) > 0 && string(head) != p.magic {
		return o.fail(e.name, fmt.Errorf("it is not %s data", p.name))
	}
	out, err := p.open(buf)
	if err != nil {
		return o.fail(e.name, p.fault(err))
	}
	if c, ok := out.(io.Closer); ok {
		defer c.Close()
	}
	inner := *e
	inner.kind = strings.TrimSuffix(e.kind, filepath.Ext(e.kind))
	if packed(e.kind) == nil {
		inner.kind = "unpacked" // told by its beginning, as what is in it will be
	}
	inner.at, inner.size, inner.depth = nil, 0, e.depth+1
	inner.in = &unpacked{guarded{in: out, packed: func() int64 { return from.n }, fault: p.fault}}
	return o.entry(&inner)
}

// fault says what is wrong with packed data.
func (p *packing) fault(err error) error {
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the %s data end before their end: %w", p.name, io.ErrUnexpectedEOF)
	case errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("it is not %s data", p.name)
	}
	return fmt.Errorf("the %s data are damaged: %w", p.name, err)
}

// counted counts what is read.
type counted struct {
	in io.Reader
	n  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// guarded reads what is unpacked and stops where that is a bomb.
type guarded struct {
	in     io.Reader
	packed func() int64 // bytes that it was packed to, so far
	fault  func(error) error
	n      int64 // bytes unpacked
	bomb   bool
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	g.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, g.fault(err)
	}
	if from := g.packed(); g.n > freely && g.n/mostPerOne > from {
		g.bomb = true
		return 0, fmt.Errorf("%w: %d bytes from %d", ErrBomb, g.n, from)
	}
	return n, err
}

// unpacked reads what a packing unpacks.
type unpacked struct{ guarded }

// next goes on behind damage, as far as that can be done.
func (u *unpacked) next() bool {
	m, ok := u.in.(*gzipMembers)
	return ok && !u.bomb && m.next()
}

// gzipMembers reads gzip data, which may be several streams one after another,
// as a web archive is one for each record.
type gzipMembers struct {
	gz  *gzip.Reader
	buf *bufio.Reader
}

func openGzip(buf *bufio.Reader) (io.Reader, error) {
	gz, err := gzip.NewReader(buf)
	if err != nil {
		return nil, err
	}
	gz.Multistream(false)
	return &gzipMembers{gz, buf}, nil
}

func (m *gzipMembers) Read(p []byte) (int, error) {
	for {
		n, err := m.gz.Read(p)
		if n > 0 || err == nil || !errors.Is(err, io.EOF) {
			if errors.Is(err, io.EOF) {
				err = nil // told again on the next call
			}
			return n, err
		}
		// Looked at first, so that next finds what follows if this is no stream.
		switch head, err := m.buf.Peek(len(gzipMagic)); {
		case len(head) == 0 && errors.Is(err, io.EOF):
			return 0, io.EOF
		case string(head) != gzipMagic:
			return 0, gzip.ErrHeader
		}
		if err := m.open(); err != nil {
			return 0, err
		}
	}
}

func (m *gzipMembers) open() error {
	err := m.gz.Reset(m.buf)
	m.gz.Multistream(false)
	return err
}

// next finds the next place where a stream begins; false means that there is none.
func (m *gzipMembers) next() bool {
	for {
		head, err := m.buf.Peek(len(gzipMagic) + 1)
		switch {
		case err != nil:
			return false
		case string(head[:3]) == gzipMagic && head[3] < 0x20: // no flag that is reserved
			if m.open() == nil {
				return true
			}
		default:
			if _, err := m.buf.Discard(1); err != nil {
				return false
			}
		}
	}
}
