package main

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// streams are what a command reads and writes.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// terminal gives the width of a stream that is a terminal.
func terminal(s any) (width int, ok bool) {
	f, isFile := s.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil && width > 0
}

// The width that tables take where no terminal says otherwise, and the least
// that they are drawn in.
const (
	plainWidth = 120
	leastWidth = 60
)

// width is how wide a table may be.
func (s streams) width() int {
	if w, ok := terminal(s.out); ok {
		return max(w, leastWidth)
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return max(n, leastWidth)
	}
	return plainWidth
}

// colored reports whether output goes to a terminal, where words can be set
// off by style.
func (s streams) colored() bool {
	_, ok := terminal(s.out)
	return ok && os.Getenv("NO_COLOR") == ""
}
