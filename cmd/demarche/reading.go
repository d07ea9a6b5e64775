package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/report"
	"demarche/who"
)

// reading is how the commands that read reports read them.
type reading struct {
	published   day
	limit       size
	workers     *jobs
	fields      fields
	anyLanguage bool
	private     bool
	// known, when set, says which reports need not be coded.
	known func(*report.Report) (bool, error)
}

// readingFlags adds the flags of reading reports.
func readingFlags(cmd *cobra.Command) *reading {
	r := &reading{limit: size{report.DefaultLimit}, workers: jobsFlag(cmd), fields: fields{report.Fields{}}}
	cmd.Flags().Var(&r.published, "published", "day of reports that name none, such as 2024-05-15")
	cmd.Flags().Var(&r.limit, "max-size", "how long one report may be")
	cmd.Flags().Var(r.fields, "field", "column or key of a field, such as text=body or outlet=source.name; may be given again")
	cmd.Flags().BoolVar(&r.anyLanguage, "any-language", false, "code reports too that seem not to be in English")
	cmd.Flags().BoolVar(&r.private, "allow-private", false, "let URLs lead to addresses of private networks")
	return r
}

// jobsFlag adds the flag that says on how many goroutines reports are coded.
func jobsFlag(cmd *cobra.Command) *jobs {
	j := &jobs{runtime.GOMAXPROCS(0)}
	cmd.Flags().Var(j, "jobs", "how many reports are coded at a time")
	return j
}

// pass is one pass over reports: what was coded, and what was not and why.
type pass struct {
	std     streams
	bar     *progress
	coded   int
	undated int            // of those, reports of unknown day
	failed  int            // items that could not be read, each of which has been told
	foreign map[string]int // reports set aside by language
	passing sync.Mutex     // the reading goroutine writes what is below
	there   int            // reports that need not be coded
	passed  int            // files of folders left unread
	some    []string       // the first of them
}

// pass reads and codes the reports at paths and hands them to use in order. What
// cannot be read is told and the rest goes on; an error ends the pass. The bar is
// gone when it returns.
func (r *reading) pass(ctx context.Context, std streams, coder *demarche.Coder, paths []string, use func(*pass, demarche.Coded) error) (*pass, error) {
	p := &pass{std: std, bar: newProgress(ctx, std, paths), foreign: map[string]int{}}
	defer p.bar.done()
	opt := report.Options{
		Limit: r.limit.bytes, Published: r.published.value, Stdin: std.in, PassedOver: p.passOver,
		Fields: r.fields.Fields, AnyLanguage: r.anyLanguage, Private: r.private, Meter: &p.bar.meter,
	}
	reports := everything(ctx, paths, opt)
	if r.known != nil {
		reports = p.unknown(reports, r.known)
	}
	for got, err := range coder.CodeAll(ctx, reports, r.workers.n) {
		var foreign *report.LanguageError
		switch {
		case errors.Is(err, context.Canceled):
			return p, err
		case errors.As(err, &foreign):
			p.foreign[foreign.Language]++
			continue
		case err != nil:
			p.failed++
			p.bar.tell(func() { fmt.Fprintf(std.err, "demarche: %v\n", err) })
			continue
		}
		p.coded++
		if got.Report.Published == "" {
			p.undated++
		}
		p.bar.step(len(got.Records))
		if err := use(p, got); err != nil {
			return p, err
		}
	}
	return p, nil
}

// unknown leaves out the reports that known says need not be coded. A fault in
// looking is yielded in the report's place.
func (p *pass) unknown(reports iter.Seq2[*report.Report, error], known func(*report.Report) (bool, error)) iter.Seq2[*report.Report, error] {
	return func(yield func(*report.Report, error) bool) {
		for rep, err := range reports {
			if err == nil {
				there, fault := known(rep)
				if fault != nil {
					rep, err = nil, fault
				} else if there {
					p.passing.Lock()
					p.there++
					p.passing.Unlock()
					continue
				}
			}
			if !yield(rep, err) {
				return
			}
		}
	}
}

func (p *pass) passOver(path string) {
	p.passing.Lock()
	defer p.passing.Unlock()
	if p.passed++; len(p.some) < 4 {
		p.some = append(p.some, path)
	}
}

// tell says what was left out, and whether that is a fault.
func (p *pass) tell() (failed bool) {
	p.passing.Lock()
	defer p.passing.Unlock()
	if p.passed > 0 {
		fmt.Fprintf(p.std.err, "demarche: passed over %s that by name or beginning %s no reports (%s)\n",
			counted(p.passed, "file"), plural(p.passed, "is", "are"), someOf(p.some, 3))
	}
	aside := 0
	for _, n := range p.foreign {
		aside += n
	}
	if aside > 0 {
		fmt.Fprintf(p.std.err, "demarche: set aside %s not in English (%s); --any-language codes them too\n", counted(aside, "report"), byCount(p.foreign))
	}
	if p.undated > 0 {
		fmt.Fprintf(p.std.err, "demarche: %s no day of publication, so that words such as \"on Monday\" give no date there, and what has no date makes no event; --published gives a day\n",
			counted(p.undated, "report")+plural(p.undated, " has", " have"))
	}
	if p.coded+p.failed+p.there+aside == 0 {
		fmt.Fprintln(p.std.err, "demarche: no reports there")
		return true
	}
	return p.failed > 0
}

// byCount lists names with their counts, the most frequent first.
func byCount(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return strings.Join(names, ", ")
}

func counted(n int, thing string) string { return fmt.Sprintf("%d %s", n, plural(n, thing, thing+"s")) }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// everything yields the reports of all paths in turn.
func everything(ctx context.Context, paths []string, opt report.Options) iter.Seq2[*report.Report, error] {
	return func(yield func(*report.Report, error) bool) {
		for _, path := range paths {
			for rep, err := range report.Open(ctx, path, opt) {
				if !yield(rep, err) {
					return
				}
			}
		}
	}
}

// country is the code of a country that is named by its code or in words.
func country(roster *who.Roster, name string) (string, error) {
	if code, ok := roster.Country(name, who.Today()); ok {
		return code, nil
	}
	return "", usagef("%q is no country that is known; codes are ISO 3166-1 alpha-3, such as NOR", name)
}

// countryFlag reads a flag that names a country, "" when it was left out.
func countryFlag(roster *who.Roster, name, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	code, err := country(roster, value)
	if err != nil {
		return "", usagef("--%s: %v", name, err)
	}
	return code, nil
}

// someOf lists the first few of a list.
func someOf(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:n], ", ") + ", ..."
}
