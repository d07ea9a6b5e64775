// Package demarche reads news reports and tells, as data, who did what to whom,
// when, who says so and how sure that is. This page is all that a Go program
// needs to code reports:
//
//	coder, err := demarche.New(demarche.Options{})
//	...
//	for rep, err := range demarche.Open(ctx, "reports/", demarche.ReadOptions{}) {
//		...
//		records, err := coder.Code(ctx, rep)
//	}
//
// or, for many reports on all cores, [Coder.CodeAll].
package demarche

import (
	"context"
	"iter"

	"demarche/coder"
	"demarche/record"
	"demarche/report"
)

// The types that pass through this page. Their own packages describe them.
type (
	// Report is one text as published: title, body, outlet, day of publication.
	Report = report.Report
	// ReadOptions say how reports are read.
	ReadOptions = report.Options
	// Record is one statement in a report that one party did something to another.
	Record = record.Record
	// Explanation shows how one sentence was read.
	Explanation = coder.Explanation
	// Options change what a Coder stands on; the zero value is the program as built.
	Options = coder.Options
)

// Open yields the reports at path: a file, a folder with all folders in it, "-"
// for standard input, or an http or https URL.
func Open(ctx context.Context, path string, opt ReadOptions) iter.Seq2[*Report, error] {
	return report.Open(ctx, path, opt)
}

// Read makes a report of data, which is plain text or an HTML page; name is
// where it came from.
func Read(name string, data []byte, opt ReadOptions) (*Report, error) {
	return report.Read(name, data, opt)
}

// Coder codes reports. It is safe for use by many goroutines.
type Coder struct{ inner *coder.Coder }

// New loads the models and tables, once for a program.
func New(opt Options) (*Coder, error) {
	inner, err := coder.New(opt)
	if err != nil {
		return nil, err
	}
	return &Coder{inner}, nil
}

// Code returns the records of one report in the order of its text. The error
// is the context's.
func (c *Coder) Code(ctx context.Context, rep *Report) ([]Record, error) {
	return c.inner.Code(ctx, rep)
}

// Explain tells for each sentence of a report how it was read.
func (c *Coder) Explain(rep *Report) []Explanation { return c.inner.Explain(rep) }

// CodeAll codes reports on several goroutines and yields them in the order in
// which they came, whatever jobs is. The error of a report that could not be
// read or coded is yielded in its place and the rest goes on; a cancelled
// context yields its error and ends. Only a few reports are in memory at a
// time.
func (c *Coder) CodeAll(ctx context.Context, reports iter.Seq2[*Report, error], jobs int) iter.Seq2[Coded, error] {
	return inOrder(ctx, reports, jobs, c.Code)
}

// Coded is a report with its records.
type Coded struct {
	Report  *Report
	Records []Record
}
