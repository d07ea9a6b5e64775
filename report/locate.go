package report

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// located is a file that a path stands for.
type located struct {
	path  string
	id    string // of its report: the path below the folder that was named, without its ending
	found bool   // come upon in a folder, not named by the user
}

// eachFile visits the files that a path stands for, in an order that hangs on
// their names alone: itself, the files of a folder that have the ending of
// reports, or what a pattern matches. visit returns false when it has had enough;
// passed, if any, is told of the other files of folders.
func eachFile(ctx context.Context, name string, visit func(located, error) bool, passed func(string)) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		eachBelow(ctx, name, "", visit, passed)
	case err == nil:
		visit(located{path: name, id: idOf(name)}, nil)
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[{"):
		eachMatch(ctx, name, visit, passed)
	default:
		visit(located{}, fmt.Errorf("opening a report: %w", err))
	}
}

// eachBelow visits the files of a folder and those in it. Ids begin with above.
func eachBelow(ctx context.Context, root, above string, visit func(located, error) bool, passed func(string)) bool {
	more := true
	enough := func() error {
		more = false
		return filepath.SkipAll
	}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			visit(located{}, ctx.Err())
			return enough()
		case err != nil:
			if !visit(located{}, fmt.Errorf("walking a folder: %w", err)) {
				return enough()
			}
		case strings.HasPrefix(d.Name(), ".") && name != root:
			if d.IsDir() {
				return filepath.SkipDir
			}
		case d.IsDir():
		case !IsReport(name):
			if passed != nil {
				passed(name)
			}
		case !visit(located{name, idBelow(above, below(root, name)), true}, nil):
			return enough()
		}
		return nil
	})
	if err != nil {
		more = visit(located{}, fmt.Errorf("walking a folder: %w", err))
	}
	return more
}

// eachMatch visits what a pattern matches that no shell has expanded; ** stands
// for any number of folders. A folder that is matched stands for the reports in
// it, unless the pattern goes through all folders anyway.
func eachMatch(ctx context.Context, pattern string, visit func(located, error) bool, passed func(string)) bool {
	base, rest := doublestar.SplitPattern(filepath.ToSlash(pattern))
	deep := strings.Contains(rest, "**")
	any, more := false, true
	err := doublestar.GlobWalk(os.DirFS(filepath.FromSlash(base)), rest, func(name string, d fs.DirEntry) error {
		full := filepath.Join(filepath.FromSlash(base), filepath.FromSlash(name))
		switch {
		case ctx.Err() != nil:
			visit(located{}, ctx.Err())
			more = false
		case deep && d.IsDir():
			return nil
		case d.IsDir():
			any = true
			more = eachBelow(ctx, full, name, visit, passed)
		default:
			any = true
			more = visit(located{path: full, id: idBelow("", name)}, nil)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	}, doublestar.WithFailOnIOErrors())
	switch {
	case errors.Is(err, fs.SkipAll), !more:
		return more
	case err != nil:
		return visit(located{}, fmt.Errorf("looking for %s: %w", pattern, err))
	case !any:
		return visit(located{}, fmt.Errorf("opening a report: no file matches %s", pattern))
	}
	return true
}

// idBelow is the id of a file in a folder or archive: what stands above, then
// its own path without its ending. Steps out of the folder are left out.
func idBelow(above, rel string) string {
	rel = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(rel, `\`, "/")), "/")
	return path.Join(above, path.Dir(rel), idOf(rel))
}

// below is the path of a file as seen from the folder that was named, with
// slashes.
func below(root, name string) string {
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return filepath.Base(name)
	}
	return filepath.ToSlash(rel)
}

func isURL(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}
