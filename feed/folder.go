package feed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"demarche/report"
)

// mark is a file of a folder as it was when its reports were handed on.
type mark struct {
	Size int64 `json:"size"`
	Time int64 `json:"time"` // of its last change, in nanoseconds
}

// settle is how long a file must not have changed, since it may still be
// written.
const settle = 2 * time.Second

// scan hands on the reports of the files of a folder that are new or changed.
func (w *Watcher) scan(ctx context.Context, src *Source, st *state) error {
	now := w.opt.Now()
	st.Outlet = src.Name
	due, there := map[string]mark{}, map[string]bool{}
	err := filepath.WalkDir(src.Folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == src.Folder:
			return err
		case err != nil:
			return nil //nolint:nilerr // it went away, or may not be read: the rest goes on
		case strings.HasPrefix(d.Name(), ".") && path != src.Folder:
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case !d.Type().IsRegular() || !report.IsReport(path):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil //nolint:nilerr // it went away
		}
		there[path] = true
		m := mark{info.Size(), info.ModTime().UnixNano()}
		if st.Files[path] != m && now.Sub(info.ModTime()) >= settle {
			due[path] = m
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("walking a folder: %w", err)
	}
	for path := range st.Files {
		if !there[path] {
			delete(st.Files, path)
		}
	}
	if len(due) == 0 {
		return nil
	}
	opt := report.Options{
		Published: now.UTC().Format(time.DateOnly), AnyLanguage: w.opt.AnyLanguage,
		Skip: func(path string) bool { _, ok := due[path]; return !ok },
	}
	for rep, err := range report.Open(ctx, src.Folder, opt) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, report.ErrLanguage):
			st.Foreign++
			continue
		case err != nil:
			st.Unread++
			w.log.Warn("a file could not be read", "source", st.Source, "error", err)
			continue
		}
		if src.Name != "" && rep.Outlet == "" {
			named := *rep
			named.Outlet = src.Name
			rep = &named
		}
		if err := w.account(st, &ready{rep: rep}, st.OK, w.opt.Sink(ctx, rep)); err != nil {
			return err
		}
	}
	for path, m := range due {
		st.Files[path] = m
	}
	return nil
}
