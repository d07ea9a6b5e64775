package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// printTables prints what was measured.
func printTables(w io.Writer, m *material, peers []*peer, before [][]pass, scores []*score) {
	sentences, words := m.size(len(m.docs))
	fmt.Fprintf(w, "\n%d sentences, %d words in %d texts, raw; %d rounds; processor time of one thread\n\n", sentences, words, len(m.docs), *rounds)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tDOES\tTIME, PARSE OF DEMARCHE BEING 1\tSENTENCES/S\tSTART, S\tMEMORY, MB\tVERSION")
	for i, p := range peers {
		ratio := "1"
		if i > 0 {
			ratio = spread(ratios(p.passes, before[i]))
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.0f\t%.2f\t%.0f\t%s\n", p.name, p.does, ratio,
			float64(sentences)/median(seconds(p.passes)), p.Loaded, p.passes[len(p.passes)-1].Memory, p.Version)
	}
	t.Flush()

	sentences, words = m.size(m.scored)
	fmt.Fprintf(w, "\nThe %d sentences of them (%d words) that demarche was not trained on, F1 from the raw text:\n\n", sentences, words)
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tTOKENS\tTAGS\tUAS\tLAS\tCORE RELATIONS FOUND")
	for i, s := range scores {
		if s == nil {
			continue
		}
		fmt.Fprintf(t, "%s\t%.1f\t%.1f\t", peers[i].name, s.f1(s.same), s.f1(s.tag))
		if s.head > 0 {
			fmt.Fprintf(t, "%.1f\t%.1f\t%.1f\n", s.f1(s.head), s.f1(s.label), 100*float64(s.coreFound)/float64(s.core))
		} else {
			fmt.Fprintln(t, "-\t-\t-")
		}
	}
	t.Flush()
}

func seconds(passes []pass) []float64 {
	var all []float64
	for _, p := range passes {
		all = append(all, p.CPU)
	}
	return all
}

// ratios are the times of passes over those of the ones taken beside them.
func ratios(passes, beside []pass) []float64 {
	var all []float64
	for i, p := range passes {
		all = append(all, p.CPU/beside[i].CPU)
	}
	return all
}

// median is the middle of xs, or the mean of the two middle ones.
func median(xs []float64) float64 {
	xs = slices.Sorted(slices.Values(xs))
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}

// spread is the median with the least and the largest.
func spread(xs []float64) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", median(xs), slices.Min(xs), slices.Max(xs))
}
