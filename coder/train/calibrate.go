package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"sort"

	"demarche/coder"
	"demarche/eval"
	"demarche/record"
	"demarche/report"
)

// sample is one record as coded, with whether it is right at dyad.
type sample struct {
	report  string
	signals coder.Signals
	right   bool
}

// calibration fits the weights of the signals and prints them, and the
// reliability of confidences that were cross-validated by report.
func calibration(dirs []string) error {
	signals := map[string]coder.Signals{}
	reports := map[string]string{}
	c, err := coder.New(coder.Options{Observe: func(id string, s coder.Signals) { signals[id] = s }})
	if err != nil {
		return err
	}
	code := func(path, published string) ([]record.Record, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		rep, err := report.Read(path, data, report.Options{Published: published})
		if err != nil {
			return nil, err
		}
		recs, err := c.Code(context.Background(), rep)
		for i := range recs {
			reports[recs[i].ID] = rep.ID
		}
		return recs, err
	}
	var set []sample
	for _, dir := range dirs {
		score, err := eval.Records(code, dir, eval.TextsIn(dir))
		if err != nil {
			return err
		}
		for id, right := range score.Right {
			set = append(set, sample{reports[id], signals[id], right})
		}
	}
	sort.Slice(set, func(i, j int) bool {
		a, b := &set[i], &set[j]
		if a.report != b.report {
			return a.report < b.report
		}
		for k := range a.signals {
			if a.signals[k] != b.signals[k] {
				return a.signals[k] < b.signals[k]
			}
		}
		return b.right && !a.right
	})
	const folds = 5
	fold := map[string]int{}
	for i := range set {
		if _, ok := fold[set[i].report]; !ok {
			fold[set[i].report] = len(fold) % folds
		}
	}
	var bins [10]struct{ n, sum, right float64 }
	for k := range folds {
		var train []sample
		for _, s := range set {
			if fold[s.report] != k {
				train = append(train, s)
			}
		}
		w := logistic(train)
		for _, s := range set {
			if fold[s.report] == k {
				p := odds(w, s.signals)
				b := &bins[min(int(p*10), 9)]
				b.n++
				b.sum += p
				if s.right {
					b.right++
				}
			}
		}
	}
	w := logistic(set)
	for i, name := range coder.SignalNames {
		fmt.Printf("%6.2f  %s\n", w[i], name)
	}
	fmt.Printf("\n%d records, %d folds by report\nconfidence  records  mean  right\n", len(set), folds)
	for k, b := range bins {
		if b.n > 0 {
			fmt.Printf("%.1f to %.1f  %7.0f  %.2f  %.2f\n", float64(k)/10, float64(k+1)/10, b.n, b.sum/b.n, b.right/b.n)
		}
	}
	return nil
}

func odds(w, s coder.Signals) float64 {
	z := 0.0
	for i := range w {
		z += w[i] * s[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// logistic fits by gradient ascent with a light penalty.
func logistic(set []sample) (w coder.Signals) {
	const steps, rate, penalty = 3000, 0.5, 0.002
	for range steps {
		var grad coder.Signals
		for _, s := range set {
			d := -odds(w, s.signals)
			if s.right {
				d++
			}
			for i := range grad {
				grad[i] += d * s.signals[i]
			}
		}
		for i := range w {
			w[i] += rate * (grad[i]/float64(len(set)) - penalty*w[i])
		}
	}
	return w
}
