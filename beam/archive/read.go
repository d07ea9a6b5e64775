package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"demarche/report"
)

func init() {
	beam.RegisterDoFn(&readFn{})
}

// version is a report as it was read, and later which version of it that is.
type version struct {
	At     place
	Number int // from 1, 0 while it is not known
	Report *report.Report
}

// unique puts files into the order of their paths, each once.
func unique(list []report.File) []report.File {
	slices.SortFunc(list, func(a, b report.File) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(list)
}

// reports reads files: reports by id, and dead letters.
func reports(s beam.Scope, files beam.PCollection, opt Options) (read, unread beam.PCollection) {
	return beam.ParDo2(s.Scope("read"), &readFn{opt.Published, opt.Limit, opt.AnyLanguage, opt.Fields}, files)
}

// readFn reads the reports of a file. Fields are exported because Beam sends them
// to the workers.
type readFn struct {
	Published   string
	Limit       int64
	AnyLanguage bool
	Fields      map[string]string
}

func (f *readFn) ProcessElement(ctx context.Context, element []byte, emit func(string, []byte), dead func([]byte)) error {
	file, err := unpack[located](element)
	if err != nil {
		return err
	}
	fs, err := filesystem.New(ctx, file.Path)
	if err != nil {
		return letter(ctx, dead, file.Path, "", err)
	}
	defer fs.Close()
	in, err := fs.OpenRead(ctx, file.Path)
	if err != nil {
		return letter(ctx, dead, file.Path, "", fmt.Errorf("opening a report: %w", err))
	}
	defer in.Close()
	fields := report.Fields{}
	maps.Copy(fields, f.Fields)
	opt := report.Options{
		Published: f.Published, Limit: f.Limit, AnyLanguage: f.AnyLanguage, Fields: fields,
		PassedOver: func(string) { count(ctx, passedOver, 1) },
	}
	for rep, err := range report.OpenFile(ctx, file.File, in, opt) {
		if errors.Is(err, context.Canceled) {
			return err
		}
		file.At.Item++
		if err != nil {
			if err := letter(ctx, dead, file.Path, "", err); err != nil {
				return err
			}
			continue
		}
		data, err := pack(version{At: file.At, Report: rep})
		if err != nil {
			return err
		}
		count(ctx, readReports, 1)
		emit(rep.ID, data)
	}
	count(ctx, readFiles, 1)
	return nil
}
