package eval

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"demarche/report"
)

// Archive makes n reports of real ones, for measuring what an archive of years
// costs: each is the title of one and paragraphs of up to three, shuffled, dated
// anew somewhere in ten years and given to one of forty outlets. They come in
// the order of their days; one in ten is a near copy of an earlier one. The same
// seed gives the same reports.
func Archive(real []*report.Report, n int, seed uint64) iter.Seq2[*report.Report, error] {
	return func(yield func(*report.Report, error) bool) {
		var sources [][]string
		for _, r := range real {
			if p := paragraphsOf(r); len(p) > 1 {
				sources = append(sources, p)
			}
		}
		if len(sources) == 0 {
			yield(nil, fmt.Errorf("there are no reports to make an archive of"))
			return
		}
		rng := rand.New(rand.NewPCG(seed, 2))
		start := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
		var last *report.Report
		for i := range n {
			day := start.AddDate(0, 0, i*3650/n).Format(time.DateOnly)
			r := &report.Report{
				ID:        fmt.Sprintf("made-%07d", i),
				Outlet:    fmt.Sprintf("Outlet %02d", rng.IntN(40)),
				Published: day,
			}
			if last != nil && rng.IntN(10) == 0 {
				r.Title, r.Text = last.Title, last.Text
			} else {
				r.Title, r.Text = shuffled(rng, sources)
			}
			last = r
			if !yield(r, nil) {
				return
			}
		}
	}
}

// paragraphsOf are the title of a report and its paragraphs.
func paragraphsOf(r *report.Report) []string {
	list := []string{cmp.Or(r.Title, r.ID)}
	body := strings.TrimPrefix(r.Text, r.Title)
	for _, p := range strings.Split(body, "\n") {
		if p = strings.TrimSpace(p); len(p) > 40 {
			list = append(list, p)
		}
	}
	return list
}

// shuffled is a title and a text of about the length of a wire's report.
func shuffled(rng *rand.Rand, sources [][]string) (title, text string) {
	const length = 1800 // bytes
	first := sources[rng.IntN(len(sources))]
	pool := slices.Clone(first[1:])
	for range rng.IntN(3) {
		pool = append(pool, sources[rng.IntN(len(sources))][1:]...)
	}
	rng.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	var b strings.Builder
	for _, p := range pool {
		if b.Len() > length {
			break
		}
		b.WriteString("\n\n" + p)
	}
	return first[0], first[0] + b.String()
}
