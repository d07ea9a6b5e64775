package report

import (
	"context"
	"io"
	"iter"
)

// File is a file that holds reports, wherever it lies.
type File struct {
	Path  string // as errors and sources call it
	ID    string // of its report, or what the ids of its reports begin with
	Found bool   // come upon in a folder, not named by the user
}

// Files lists the files that a path on this machine stands for, in the order in
// which [Open] reads them. passed, if any, is told of the other files of folders.
func Files(ctx context.Context, path string, passed func(string)) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		eachFile(ctx, path, func(f located, err error) bool {
			return yield(File{f.path, f.id, f.found}, err)
		}, passed)
	}
}

// FileAt is the file of a path or address that a user names. Its id is the one
// that [Open] would give.
func FileAt(path string) File { return File{Path: path, ID: idOf(path)} }

// FileBelow is a file that was found below a folder, as [Open] would name it.
// ok is false when it has not the ending of reports.
func FileBelow(folder, path string) (f File, ok bool) {
	return File{path, idBelow("", below(folder, path)), true}, IsReport(path)
}

// OpenFile yields the reports of a file whose bytes the caller has opened, such
// as an object of a cloud's store, just as [Open] does those of a file on disk.
func OpenFile(ctx context.Context, f File, in io.Reader, opt Options) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		o := &opening{ctx, &opt, yield}
		o.entry(&entry{name: f.Path, id: f.ID, in: in, found: f.Found})
	}
}
