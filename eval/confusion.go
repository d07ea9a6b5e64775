package eval

import (
	"fmt"
	"sort"
	"strings"
)

// ClassScore is how well one class was told from the others.
type ClassScore struct {
	Class     string  `json:"class"`
	Gold      int     `json:"gold"`      // how often it is right
	Predicted int     `json:"predicted"` // how often it was said
	Right     int     `json:"right"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Confusion counts answers by what would have been right: Confusion[gold][said].
type Confusion map[string]map[string]int

// Add counts an answer.
func (c Confusion) Add(gold, said string) {
	if c[gold] == nil {
		c[gold] = map[string]int{}
	}
	c[gold][said]++
}

// MacroF1 is the mean F1 of the classes that are right somewhere.
func (c Confusion) MacroF1() float64 {
	_, macro := c.classes()
	return macro
}

// classes scores each class that is right somewhere, in alphabetical order, and
// gives the mean of their F1. What was said but is never right costs the
// precision of nothing and the recall of what it was said for.
func (c Confusion) classes() (list []ClassScore, macro float64) {
	said := map[string]int{}
	for _, row := range c {
		for class, n := range row {
			said[class] += n
		}
	}
	for gold, row := range c {
		s := ClassScore{Class: gold, Predicted: said[gold], Right: row[gold]}
		for _, n := range row {
			s.Gold += n
		}
		s.Precision, s.Recall, s.F1 = f1(s.Right, s.Predicted, s.Gold)
		macro += s.F1
		list = append(list, s)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Class < list[j].Class })
	if len(list) > 0 {
		macro /= float64(len(list))
	}
	return list, macro
}

// f1 gives precision, recall and their harmonic mean; a share of nothing is 0.
func f1(right, said, gold int) (p, r, f float64) {
	if said > 0 {
		p = float64(right) / float64(said)
	}
	if gold > 0 {
		r = float64(right) / float64(gold)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// String draws the table: a row for what was right, a column for what was said.
func (c Confusion) String() string {
	columns := map[string]bool{}
	var rows []string
	for gold, row := range c {
		rows = append(rows, gold)
		for said := range row {
			columns[said] = true
		}
	}
	sort.Strings(rows)
	heads := make([]string, 0, len(columns))
	for said := range columns {
		heads = append(heads, said)
	}
	sort.Strings(heads)
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, h := range heads {
		fmt.Fprintf(&b, " %4.4s", strings.ToLower(h))
	}
	for _, gold := range rows {
		fmt.Fprintf(&b, "\n%-10s", gold)
		for _, h := range heads {
			if n := c[gold][h]; n > 0 {
				fmt.Fprintf(&b, " %4d", n)
			} else {
				fmt.Fprintf(&b, " %4s", ".")
			}
		}
	}
	return b.String()
}
