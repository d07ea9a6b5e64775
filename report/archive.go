package report

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// maxSpool is how long an archive may be that does not lie on disk by itself and
// must be put there to be read: a zip from standard input or in an archive.
const maxSpool = 4 << 30

// zip reads the members of a zip archive. Nothing is written to where a member's
// name points: names are shown and become ids, no more.
func (o *opening) zip(e *entry) bool {
	at, size := e.at, e.size
	if at == nil {
		f, n, err := spool(e.in)
		if f != nil {
			defer os.Remove(f.Name())
			defer f.Close()
		}
		if err != nil {
			return o.fail(e.name, err)
		}
		at, size = f, n
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return o.fail(e.name, fmt.Errorf("reading the zip archive: %w", err))
	}
	total := int64(0)
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		m := o.member(e, f.Name)
		switch {
		case m == nil:
			continue
		case f.Flags&1 != 0:
			if !o.fail(m.name, errors.New("it is encrypted")) {
				return false
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			if !o.fail(m.name, fmt.Errorf("reading the zip archive: %w", err)) {
				return false
			}
			continue
		}
		packed := min(f.CompressedSize64, uint64(size)) //nolint:gosec // a size is not negative
		in := &guarded{in: r, packed: func() int64 { return int64(packed) }, fault: archiveFault}
		m.in = in
		more := o.entry(m)
		r.Close()
		if !more {
			return false
		}
		// Members may share their bytes, so that each is modest and all are a bomb.
		if total += in.n; total > 8*freely && total/mostPerOne > size {
			return o.fail(e.name, fmt.Errorf("%w: %d bytes from %d", ErrBomb, total, size))
		}
	}
	return true
}

// tar reads the members of a tar archive, in one go.
func (o *opening) tar(e *entry) bool {
	from := &counted{in: e.in}
	t := tar.NewReader(from)
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			return o.fail(e.name, fmt.Errorf("reading the tar archive: %w", err))
		case h.Typeflag != tar.TypeReg:
			continue
		}
		m := o.member(e, h.Name)
		if m == nil {
			continue
		}
		// A member with holes may be longer than what there is of it.
		m.in = &guarded{in: t, packed: func() int64 { return from.n }, fault: archiveFault}
		if !o.entry(m) {
			return false
		}
	}
}

// member is the entry of an archive's member, nil when it is none to be read:
// hidden, or not of a report's ending, which is told.
func (o *opening) member(e *entry, name string) *entry {
	for _, step := range strings.Split(strings.ReplaceAll(name, `\`, "/"), "/") {
		if step == "__MACOSX" || strings.HasPrefix(step, ".") && step != "." && step != ".." {
			return nil
		}
	}
	full := e.name + "!" + shown(name)
	if !IsReport(name) {
		o.passOver(full)
		return nil
	}
	return &entry{name: full, id: idBelow(e.id, name), found: true, depth: e.depth + 1, kind: path.Base(name)}
}

// shown is a member's name as it can be printed: a name may hold anything.
func shown(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) || invalidAt(name) >= 0 {
		return strconv.Quote(name)
	}
	return name
}

// archiveFault says what is wrong with a member's data.
func archiveFault(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the archive ends before its end: %w", err)
	}
	return fmt.Errorf("the archive is damaged here: %w", err)
}

// spool puts a stream into a file of its own, which the caller closes and
// removes.
func spool(in io.Reader) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "demarche-*.zip")
	if err != nil {
		return nil, 0, fmt.Errorf("putting the archive on disk: %w", err)
	}
	n, err := io.Copy(f, io.LimitReader(in, maxSpool+1))
	switch {
	case err != nil:
		return f, 0, fmt.Errorf("putting the archive on disk: %w", err)
	case n > maxSpool:
		return f, 0, fmt.Errorf("an archive in another, or from standard input, %w of %d bytes", ErrTooLong, int64(maxSpool))
	}
	return f, n, nil
}
