package report

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Open yields the reports at path: a file, a folder with all folders in it, "-"
// for standard input, or an http or https URL. Files of a folder come in the
// order of their names, so the order is the same on every run. What cannot be
// read yields an error that names it, and the rest goes on; a cancelled context
// yields its error and ends.
func Open(ctx context.Context, path string, opt Options) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		switch {
		case path == "-":
			openStdin(ctx, &opt, yield)
		case strings.HasPrefix(path, "http://"), strings.HasPrefix(path, "https://"):
			openURL(ctx, path, &opt, yield)
		default:
			info, err := os.Stat(path)
			switch {
			case err != nil:
				yield(nil, fmt.Errorf("opening a report: %w", err))
			case info.IsDir():
				openFolder(ctx, path, &opt, yield)
			default:
				openFile(ctx, path, &opt, yield)
			}
		}
	}
}

// openFolder walks a folder. It returns when the caller has had enough.
func openFolder(ctx context.Context, root string, opt *Options, yield func(*Report, error) bool) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			yield(nil, ctx.Err())
			return filepath.SkipAll
		case err != nil:
			if !yield(nil, fmt.Errorf("walking a folder: %w", err)) {
				return filepath.SkipAll
			}
			return nil
		case strings.HasPrefix(d.Name(), ".") && path != root:
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case !IsReport(path):
			if opt.PassedOver != nil {
				opt.PassedOver(path)
			}
			return nil
		case !openFile(ctx, path, opt, yield):
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil {
		yield(nil, fmt.Errorf("walking a folder: %w", err))
	}
}

// IsReport reports whether a file found in a folder has a report's ending. A
// file that the user names is read whatever it is called.
func IsReport(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".txt" || ext == ".text" || isPage(path) || IsLines(path)
}

// openFile yields the reports of one file; false means that the caller has had
// enough.
func openFile(ctx context.Context, path string, opt *Options, yield func(*Report, error) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(nil, fmt.Errorf("opening a report: %w", err))
	}
	defer f.Close()
	if IsLines(path) {
		return openLines(ctx, path, f, opt, yield)
	}
	data, err := io.ReadAll(io.LimitReader(f, opt.limit()+1))
	if err != nil {
		return yield(nil, fmt.Errorf("reading a report: %w", err))
	}
	return yield(Read(path, data, *opt))
}

func openLines(ctx context.Context, name string, r io.Reader, opt *Options, yield func(*Report, error) bool) bool {
	for rep, err := range Lines(name, r, *opt) {
		if ctx.Err() != nil {
			yield(nil, ctx.Err())
			return false
		}
		if !yield(rep, err) {
			return false
		}
	}
	return true
}

// openStdin reads one report, or JSON Lines when the first byte opens an object.
func openStdin(ctx context.Context, opt *Options, yield func(*Report, error) bool) {
	var from io.Reader = os.Stdin
	if opt.Stdin != nil {
		from = opt.Stdin
	}
	in := bufio.NewReaderSize(from, 1<<16)
	head, _ := in.Peek(512) // what is wrong with the input shows again below
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) > 0 && head[0] == '{' {
		openLines(ctx, "stdin", in, opt, yield)
		return
	}
	data, err := io.ReadAll(io.LimitReader(in, opt.limit()+1))
	if err != nil {
		yield(nil, fmt.Errorf("reading standard input: %w", err))
		return
	}
	yield(Read("stdin", data, *opt))
}
