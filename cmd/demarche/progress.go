package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"

	"demarche/report"
)

// patience is how long work may take before a bar appears.
const patience = time.Second

// progress is a bar on standard error that appears when work takes longer than
// a second: files, reports, records, rate and time left. Without a terminal it
// does nothing. How far the work is, is told by the bytes of the files, since how
// many reports are in them shows only on reading.
type progress struct {
	bar     *progressbar.ProgressBar
	width   int // of the terminal
	shared  bool
	shown   bool
	started time.Time
	drawn   time.Time
	meter   report.Meter // what the reading of the reports counts
	reports int
	records int
	total   atomic.Pointer[extent] // nil as long as that is not known
	stop    context.CancelFunc
}

// extent is how much there is to read.
type extent struct{ files, bytes int64 }

// newProgress makes the bar for reading paths. Its meter is for report.Options.
func newProgress(ctx context.Context, std streams, paths []string) *progress {
	p := &progress{started: time.Now(), stop: func() {}}
	_, p.shared = terminal(std.out)
	width, ok := terminal(std.err)
	if !ok {
		return p
	}
	p.width = width
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(std.err),
		progressbar.OptionSetWidth(barWidth),
		progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetRenderBlankState(false),
		progressbar.OptionClearOnFinish(),
	)
	ctx, p.stop = context.WithCancel(ctx)
	go func() {
		if files, bytes, ok := report.Measure(ctx, paths); ok && bytes > 0 {
			p.total.Store(&extent{files, bytes})
		}
	}()
	return p
}

// barWidth is how many columns the bar itself takes; percentage and frame take
// ten more.
const barWidth = 16

// step counts one report with its records.
func (p *progress) step(records int) {
	p.reports++
	p.records += records
	now := time.Now()
	if p.bar == nil || now.Sub(p.started) < patience || now.Sub(p.drawn) < 100*time.Millisecond {
		return
	}
	p.drawn, p.shown = now, true
	total := p.total.Load()
	p.bar.Describe(p.line(now.Sub(p.started), total, p.width-barWidth-10))
	// A bar that cannot be drawn is no fault of the work.
	if total == nil {
		_ = p.bar.Set(p.reports)
		return
	}
	if p.bar.GetMax64() != total.bytes {
		p.bar.ChangeMax64(total.bytes)
	}
	_ = p.bar.Set64(min(p.meter.Bytes(), total.bytes-1)) // it is full when done is called
}

// line says in words how far the work is, as much as fits into width columns.
func (p *progress) line(elapsed time.Duration, total *extent, width int) string {
	files := strconv.FormatInt(p.meter.Files(), 10)
	rest := ""
	if total != nil {
		files += "/" + strconv.FormatInt(total.files, 10)
		if read := p.meter.Bytes(); read > 0 {
			left := time.Duration(float64(elapsed) * (float64(total.bytes)/float64(read) - 1))
			rest = max(left, 0).Round(time.Second).String() + " left"
		}
	}
	rate := float64(p.reports) / elapsed.Seconds()
	parts := []string{
		files + " files", fmt.Sprintf("%d reports", p.reports), rest,
		fmt.Sprintf("%.*f/s", decimals(rate), rate), fmt.Sprintf("%d records", p.records),
	}
	// What matters least goes first when the terminal is narrow.
	for _, drop := range []int{4, 3, 0} {
		if text := present(parts); len(text) <= width {
			return text
		}
		parts[drop] = ""
	}
	return present(parts)
}

// present joins the parts that are not empty.
func present(parts []string) string {
	var list []string
	for _, part := range parts {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, ", ")
}

// decimals is how many decimals a rate is given with.
func decimals(rate float64) int {
	if rate < 10 {
		return 1
	}
	return 0
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
	p.stop()
	if p.shown {
		_ = p.bar.Finish()
		p.shown = false
	}
}

// stages is a line on standard error that tells how far work on the store is. Without a
// terminal it does nothing.
type stages struct {
	std     streams
	what    string
	shows   bool
	shown   bool
	started time.Time
	drawn   time.Time
	names   []string
	counts  map[string]int
}

func newStages(std streams, what string) *stages {
	_, shows := terminal(std.err)
	return &stages{std: std, what: what, shows: shows, started: time.Now(), counts: map[string]int{}}
}

// step counts what a stage has done.
func (s *stages) step(what string, n int) {
	if _, there := s.counts[what]; !there {
		s.names = append(s.names, what)
	}
	s.counts[what] += n
	now := time.Now()
	if !s.shows || now.Sub(s.started) < patience || now.Sub(s.drawn) < 100*time.Millisecond {
		return
	}
	s.drawn, s.shown = now, true
	parts := make([]string, len(s.names))
	for i, name := range s.names {
		parts[i] = fmt.Sprintf("%d %s", s.counts[name], name)
	}
	fmt.Fprintf(s.std.err, "\r\x1b[K%s: %s", s.what, strings.Join(parts, ", "))
}

// done takes the line away.
func (s *stages) done() {
	if s.shown {
		fmt.Fprint(s.std.err, "\r\x1b[K")
	}
}
