// Package archive is the way from reports to relations as an Apache Beam
// pipeline, for archives that outgrow one machine. It uses the functions that the
// single machine uses and comes to the same events.
//
// Each file is a step, in the order in which the data goes:
//
//	files.go       paths into files
//	read.go        files into reports
//	versions.go    reports of one id: corrections, the same again
//	code.go        reports into records
//	voices.go      near copies of reports
//	units.go       records of two countries into clusters
//	events.go      clusters that share a record into events
//	relations.go   events into relations
//	lake.go        all of it into Parquet files, and the manifest that names them
//
// What joins by a common element (near copies, clusters) goes through
// components.go. tally.go counts. Between steps go bytes of compressed JSON
// (pack.go), so that no runner has to know a type of this program.
package archive

import (
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// Options say how an archive is read and where the lake goes.
type Options struct {
	// Out is the folder or address of the lake.
	Out string
	// Published, Limit, AnyLanguage and Fields are as in report.Options.
	Published   string
	Limit       int64
	AnyLanguage bool
	Fields      map[string]string
	// Parts is over how many files the rows of one day are spread; 0 stands for 1.
	Parts int64
	// Rounds bounds how far near copies and clusters can hang together; see
	// components. 0 stands for DefaultRounds.
	Rounds int
	// By says what codes, Run tells this run from others, Added is its time.
	By, Run string
	Added   time.Time
}

// DefaultRounds joins chains of 256.
const DefaultRounds = 8

// Build adds the pipeline to a scope.
func Build(s beam.Scope, paths []string, opt Options) {
	opt.Parts = max(opt.Parts, 1)
	if opt.Rounds == 0 {
		opt.Rounds = DefaultRounds
	}
	found, lost := files(s, paths)
	read, unread := reports(s, found, opt)
	current, former, refused := versions(s, read, opt)
	coded, faulty := code(s, current)

	voice := voices(s, coded, opt.Rounds)
	placed := put(s, tell(s, coded))
	memberships, links := clusters(s, placed)
	roots := components(s.Scope("happenings"), links, opt.Rounds)
	events, between := happenings(s, coded, voice, memberships, roots, opt)
	relations := relate(s, between, opt)

	write(s, opt, []beam.PCollection{
		sheets(s, coded, opt), voiceSheets(s, voice, opt), former, events, relations,
		dead(s, lost, unread, refused, faulty),
	})
}
