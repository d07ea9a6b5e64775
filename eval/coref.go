package eval

import (
	"demarche/english"
	"demarche/who"
)

// CorefScore is how well mentions of people, organisations and places are found
// and tied together, in percent: the three measures of the CoNLL-2012 shared
// task (Pradhan et al. 2014) and their mean. Mentions match when they have the
// same head in the tree, as in the CRAC shared tasks on CorefUD.
type CorefScore struct {
	Documents int   `json:"documents"`
	Gold      int   `json:"gold_mentions"`
	Predicted int   `json:"predicted_mentions"`
	Mentions  Ratio `json:"mentions"`
	MUC       Ratio `json:"muc"`
	B3        Ratio `json:"b3"`
	CEAFe     Ratio `json:"ceaf_e"`

	CoNLL float64 `json:"conll"` // mean F1 of the three
}

// Ratio is precision, recall and F1 in percent.
type Ratio struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Finder names parties; [who.Namer] is one.
type Finder interface {
	FindIn(doc *english.Doc, set who.Setting) *who.Mentions
}

// CorefOptions say how coreference is scored.
type CorefOptions struct {
	Parser     Annotator // analyses the tokens anew; nil takes the trees of the treebank
	Singletons bool      // whether entities with one mention count
}

// Coref scores coreference on a file of GUM, whose tokens and sentences are
// taken as given.
func Coref(finder Finder, name string, options CorefOptions) (*CorefScore, error) {
	docs, err := ReadGum(name)
	if err != nil {
		return nil, err
	}
	var t corefTally
	for _, g := range docs {
		gold := make(map[int]int) // head -> group
		for _, m := range g.Mentions {
			if corefType[m.Type] {
				if _, twice := gold[m.Head]; !twice {
					gold[m.Head] = m.Group
				}
			}
		}
		doc := *g.Doc
		if options.Parser != nil {
			doc.Tag, doc.Pos, doc.Head, doc.Label = nil, nil, nil, nil
			options.Parser.Annotate(&doc)
		}
		found := finder.FindIn(&doc, who.Setting{})
		predicted := make(map[int]int)
		single := 1 << 20
		for i := range found.List {
			m := &found.List[i]
			if m.Kind == who.Other || m.Kind == who.Pronoun || !marked(&doc, m.Head) {
				continue
			}
			group := int(m.Chain)
			if group < 0 {
				single++
				group = single
			}
			if _, twice := predicted[m.Head]; !twice {
				predicted[m.Head] = group
			}
		}
		t.add(gold, predicted, options.Singletons)
	}
	s := t.score()
	s.Documents = len(docs)
	return s, nil
}

// marked tells whether GUM marks phrases with such a head at all: adjectives of
// countries and relative pronouns it does not.
func marked(d *english.Doc, head int) bool {
	switch d.Tag[head] {
	case english.TagWP, english.TagWDT, english.TagWPPoss:
		return false
	}
	return d.Pos[head] != english.ADJ || d.Label[head] != english.Amod
}

var corefType = map[string]bool{"person": true, "organization": true, "place": true}

// corefTally sums up what the measures need over documents.
type corefTally struct {
	gold, predicted, shared        int
	mucRecall, mucPrecision        [2]float64 // numerator, denominator
	b3Recall, b3Precision          [2]float64
	ceafShared, ceafGold, ceafPred float64
}

// add scores one document: heads of mentions and their groups.
func (t *corefTally) add(gold, predicted map[int]int, singletons bool) {
	goldSets, predictedSets := sets(gold, singletons), sets(predicted, singletons)
	gold, predicted = index(goldSets), index(predictedSets)
	t.gold += len(gold)
	t.predicted += len(predicted)
	for head := range gold {
		if _, ok := predicted[head]; ok {
			t.shared++
		}
	}
	muc(goldSets, predicted, &t.mucRecall)
	muc(predictedSets, gold, &t.mucPrecision)
	b3(goldSets, predicted, &t.b3Recall)
	b3(predictedSets, gold, &t.b3Precision)
	t.ceafShared += align(goldSets, predictedSets, predicted)
	t.ceafGold += float64(len(goldSets))
	t.ceafPred += float64(len(predictedSets))
}

// sets groups heads by their number; without singletons those of one are left out.
func sets(group map[int]int, singletons bool) [][]int {
	byGroup := make(map[int][]int)
	var order []int
	last := -1
	for head := range group {
		last = max(last, head)
	}
	for head := 0; head <= last; head++ {
		g, ok := group[head]
		if !ok {
			continue
		}
		if byGroup[g] == nil {
			order = append(order, g)
		}
		byGroup[g] = append(byGroup[g], head)
	}
	var list [][]int
	for _, g := range order {
		if len(byGroup[g]) > 1 || singletons {
			list = append(list, byGroup[g])
		}
	}
	return list
}

func index(sets [][]int) map[int]int {
	of := make(map[int]int)
	for i, s := range sets {
		for _, head := range s {
			of[head] = i
		}
	}
	return of
}

// muc counts the links of sets that the other side keeps (Vilain et al. 1995).
func muc(sets [][]int, other map[int]int, sum *[2]float64) {
	for _, s := range sets {
		parts := make(map[int]bool)
		alone := 0
		for _, head := range s {
			if g, ok := other[head]; ok {
				parts[g] = true
			} else {
				alone++
			}
		}
		sum[0] += float64(len(s) - len(parts) - alone)
		sum[1] += float64(len(s) - 1)
	}
}

// b3 averages over mentions how much of their set the other side keeps together
// (Bagga and Baldwin 1998).
func b3(sets [][]int, other map[int]int, sum *[2]float64) {
	for _, s := range sets {
		shared := make(map[int]int)
		for _, head := range s {
			if g, ok := other[head]; ok {
				shared[g]++
			}
		}
		for _, n := range shared {
			sum[0] += float64(n) * float64(n) / float64(len(s))
		}
		sum[1] += float64(len(s))
	}
}

// align is the greatest sum of similarities (phi 4 of Luo 2005) of a one-to-one
// alignment of two lists of sets.
func align(a, b [][]int, inB map[int]int) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	similar := make([][]float64, len(a))
	for i, s := range a {
		similar[i] = make([]float64, len(b))
		for _, head := range s {
			if g, ok := inB[head]; ok {
				similar[i][g]++
			}
		}
		for g := range b {
			if similar[i][g] > 0 {
				similar[i][g] = 2 * similar[i][g] / float64(len(s)+len(b[g]))
			}
		}
	}
	return assign(similar)
}

// assign solves the assignment problem by the Hungarian method (Kuhn 1955, in
// the form of shortest augmenting paths): the greatest sum of one cell a row
// and column.
func assign(value [][]float64) float64 {
	n, m := len(value), len(value[0])
	if n > m {
		turned := make([][]float64, m)
		for j := range turned {
			turned[j] = make([]float64, n)
			for i := range value {
				turned[j][i] = value[i][j]
			}
		}
		value, n, m = turned, m, n
	}
	u, v := make([]float64, n+1), make([]float64, m+1)
	match, way := make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		j0 := 0
		least, used := make([]float64, m+1), make([]bool, m+1)
		for j := range least {
			least[j] = 1e18
		}
		for {
			used[j0] = true
			i0, delta, j1 := match[j0], 1e18, 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := -value[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			if j0 = j1; match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			match[j0] = match[way[j0]]
			j0 = way[j0]
		}
	}
	sum := 0.0
	for j := 1; j <= m; j++ {
		if match[j] > 0 {
			sum += value[match[j]-1][j-1]
		}
	}
	return sum
}

func (t *corefTally) score() *CorefScore {
	s := &CorefScore{Gold: t.gold, Predicted: t.predicted}
	s.Mentions = ratio(float64(t.shared), float64(t.predicted), float64(t.shared), float64(t.gold))
	s.MUC = ratio(t.mucPrecision[0], t.mucPrecision[1], t.mucRecall[0], t.mucRecall[1])
	s.B3 = ratio(t.b3Precision[0], t.b3Precision[1], t.b3Recall[0], t.b3Recall[1])
	s.CEAFe = ratio(t.ceafShared, t.ceafPred, t.ceafShared, t.ceafGold)
	s.CoNLL = (s.MUC.F1 + s.B3.F1 + s.CEAFe.F1) / 3
	return s
}

func ratio(right, found, hit, wanted float64) Ratio {
	var r Ratio
	if found > 0 {
		r.Precision = 100 * right / found
	}
	if wanted > 0 {
		r.Recall = 100 * hit / wanted
	}
	if r.Precision+r.Recall > 0 {
		r.F1 = 2 * r.Precision * r.Recall / (r.Precision + r.Recall)
	}
	return r
}
