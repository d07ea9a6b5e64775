package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"

	"demarche/report"
)

// patience is how long work may take before a bar appears.
const patience = time.Second

// progress is a bar on standard error that appears when work takes longer than
// a second. Without a terminal it does nothing.
type progress struct {
	bar     *progressbar.ProgressBar
	started time.Time
	steps   int
	shown   bool
	shared  bool         // the output goes to a terminal too, most likely the same
	total   atomic.Int64 // reports to come, -1 as long as that is not known
}

func newProgress(std streams, paths []string) *progress {
	p := &progress{started: time.Now()}
	p.total.Store(-1)
	_, p.shared = terminal(std.out)
	width, ok := terminal(std.err)
	if !ok {
		return p
	}
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(std.err),
		progressbar.OptionSetDescription("coding"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("reports"),
		progressbar.OptionSetWidth(min(40, width/3)),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetRenderBlankState(false),
		progressbar.OptionClearOnFinish(),
	)
	go func() {
		if n, ok := countFiles(paths); ok {
			p.total.Store(n)
		}
	}()
	return p
}

// countFiles counts the files under paths; ok is false when they are not one
// report each, or cannot be counted beforehand.
func countFiles(paths []string) (n int64, ok bool) {
	for _, root := range paths {
		if _, err := os.Stat(root); err != nil {
			return 0, false
		}
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case report.IsLines(path):
				return fs.ErrInvalid
			case !d.IsDir() && (report.IsReport(path) || path == root):
				n++
			}
			return nil
		})
		if err != nil {
			return 0, false
		}
	}
	return n, true
}

// step counts one report.
func (p *progress) step() {
	p.steps++
	if p.bar == nil || time.Since(p.started) < patience {
		return
	}
	if n := p.total.Swap(-1); n > 0 {
		p.bar.ChangeMax64(n)
	}
	p.shown = true
	_ = p.bar.Set(p.steps) // a bar that cannot be drawn is no fault of the work
}

// output takes the bar away, where it would be in the way, and writes output.
func (p *progress) output(write func() error) error {
	if p.shown && p.shared {
		_ = p.bar.Clear()
	}
	return write()
}

// tell takes the bar away and writes to standard error.
func (p *progress) tell(write func()) {
	if p.shown {
		_ = p.bar.Clear()
	}
	write()
}

// done takes the bar away for good.
func (p *progress) done() {
	if p.shown {
		_ = p.bar.Finish()
		p.shown = false
	}
}
