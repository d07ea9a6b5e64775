package archive

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"demarche/report"
)

func init() {
	beam.RegisterDoFn(&filesFn{})
}

// place says where in the input a file or report stands: which of the paths, which
// of its files, which of their items. The single machine reads in this order.
type place struct{ Path, File, Item int }

func (p place) before(q place) int {
	for _, d := range [3]int{p.Path - q.Path, p.File - q.File, p.Item - q.Item} {
		if d != 0 {
			return d
		}
	}
	return 0
}

// named is a path that the user gave.
type named struct {
	At   int
	Path string
}

// located is a file of the input.
type located struct {
	At place
	report.File
}

// files gives the files at the paths, each a unit of work, and dead letters.
func files(s beam.Scope, paths []string) (found, lost beam.PCollection) {
	s = s.Scope("files")
	list := make([][]byte, len(paths))
	for i, p := range paths {
		data, err := pack(named{i, p})
		if err != nil {
			panic(err) // a number and a string can be packed
		}
		list[i] = data
	}
	found, lost = beam.ParDo2(s, &filesFn{}, beam.CreateList(s, list))
	return beam.Reshuffle(s, found), lost
}

// filesFn lists the files of a path: a file, a folder with all folders in it, or a
// pattern; on this machine, or in an object store.
type filesFn struct{}

func (*filesFn) ProcessElement(ctx context.Context, element []byte, emit, dead func([]byte)) error {
	from, err := unpack[named](element)
	if err != nil {
		return err
	}
	n := 0
	give := func(f report.File) error {
		data, err := pack(located{place{Path: from.At, File: n}, f})
		if err != nil {
			return err
		}
		n++
		emit(data)
		return nil
	}
	fail := func(err error) error { return letter(ctx, dead, from.Path, "", err) }
	if strings.Contains(from.Path, "://") {
		list, err := objects(ctx, from.Path)
		if err != nil {
			return fail(err)
		}
		for _, f := range list {
			if err := give(f); err != nil {
				return err
			}
		}
		return nil
	}
	for f, err := range report.Files(ctx, from.Path, func(string) { count(ctx, passedOver, 1) }) {
		if err != nil {
			err = fail(err)
		} else {
			err = give(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// objects lists what an address stands for: a pattern, an object, or all objects
// below it that have the ending of reports.
func objects(ctx context.Context, address string) ([]report.File, error) {
	fs, err := filesystem.New(ctx, address)
	if err != nil {
		return nil, err
	}
	defer fs.Close()
	var list []report.File
	names, err := fs.List(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", address, err)
	}
	for _, name := range names {
		list = append(list, report.FileAt(name))
	}
	if len(list) > 0 {
		return list, nil
	}
	folder := strings.TrimRight(address, "/")
	// Patterns of S3 do not go through folders, those of others may.
	for pattern := folder + "/*"; strings.Count(pattern, "/*") <= deepest; pattern += "/*" {
		names, err := fs.List(ctx, pattern)
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", pattern, err)
		}
		for _, name := range names {
			f, ok := report.FileBelow(folder, name)
			if !ok {
				count(ctx, passedOver, 1)
				continue
			}
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("opening a report: nothing lies at %s", address)
	}
	return unique(list), nil
}

// deepest is how many folders below an address are looked into.
const deepest = 6
