package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"demarche/report"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }

func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

func (c *choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		last := len(c.allowed) - 1
		return fmt.Errorf("it takes %s or %s", strings.Join(c.allowed[:last], ", "), c.allowed[last])
	}
	c.value = s
	return nil
}

// format adds the flag --format; the first word is what it stands at.
func format(cmd *cobra.Command, allowed ...string) *choice {
	c := &choice{allowed[0], allowed}
	cmd.Flags().Var(c, "format", "form of the output")
	return c
}

// day is a flag that takes a date.
type day struct{ value string }

func (d *day) String() string { return d.value }

func (d *day) Type() string { return "DATE" }

func (d *day) Set(s string) (err error) {
	d.value, err = report.ParseDay(s)
	return err
}

// size is a flag that takes a number of bytes, plain or in KiB, MiB or GiB.
type size struct{ bytes int64 }

func (s *size) String() string {
	if s.bytes > 0 && s.bytes%(1<<20) == 0 {
		return strconv.FormatInt(s.bytes>>20, 10) + "MiB"
	}
	return strconv.FormatInt(s.bytes, 10)
}

func (s *size) Type() string { return "SIZE" }

func (s *size) Set(text string) error {
	digits, shift := text, 0
	for unit, n := range map[string]int{"KiB": 10, "MiB": 20, "GiB": 30} {
		if rest, ok := strings.CutSuffix(text, unit); ok {
			digits, shift = strings.TrimSpace(rest), n
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt64>>(shift+4) {
		return fmt.Errorf("it takes a size such as 500000, 200KiB or 8MiB")
	}
	s.bytes = n << shift
	return nil
}

// jobs is a flag that takes a number of goroutines.
type jobs struct{ n int }

func (j *jobs) String() string { return strconv.Itoa(j.n) }

func (j *jobs) Type() string { return "N" }

func (j *jobs) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1024 {
		return fmt.Errorf("it takes a number from 1 to 1024")
	}
	j.n = n
	return nil
}

// fields is a flag that maps one field of a report each time it is given.
type fields struct{ report.Fields }

func (f fields) String() string { return "" }

func (f fields) Type() string { return "FIELD=NAME" }
