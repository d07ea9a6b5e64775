package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"demarche/english"
	"demarche/english/internal/kernel"
	"demarche/english/internal/model"
)

// options are the choices of one training.
type options struct {
	log                  io.Writer // is told what was reached
	train, dev           []string
	silver, vectors, out string
	from                 string
	epochs, repeat       int
	batch, score         int
	limit                int
	seed                 uint64
	rate, last           float64
	shape                shape
	drop                 rates
}

// say reports progress; there is nothing to be done if that fails.
func (o *options) say(format string, args ...any) { _, _ = fmt.Fprintf(o.log, format, args...) }

const longest = 120 // words of a sentence to learn from

func train(o options) error {
	start := time.Now()
	header := model.Header{Version: model.Version, Seed: o.seed, Products: o.shape.products}
	var gold, silver []*sentence
	for _, name := range o.train {
		s, err := readSentences(name)
		if err != nil {
			return err
		}
		gold = append(gold, s...)
		header.Treebanks = append(header.Treebanks, treebankName(name))
	}
	if o.limit > 0 {
		gold = gold[:min(o.limit, len(gold))]
	}
	header.Sentences, header.Tokens = len(gold), tokens(gold)
	for _, name := range list(o.silver) {
		s, err := readSentences(name)
		if err != nil {
			return err
		}
		silver = append(silver, s...)
	}
	header.Silver, header.SilverSize = len(silver) > 0, tokens(silver)
	var static *vectors
	if o.vectors != "" {
		var err error
		if static, err = readVectors(o.vectors); err != nil {
			return err
		}
		header.Vectors = true
	}
	dev, err := readDev(o.dev)
	if err != nil {
		return err
	}

	l := newLexicon(gold, silver, static)
	o.shape.tags, o.shape.labels = english.NumPos+english.NumTag, english.NumLabel
	r := rand.New(rand.NewPCG(o.seed, 0))
	w := newWeights(o.shape, len(l.words), static, r)
	o.say("%d sentences, %d tokens; %d tokens from the teacher; %d words, %d dense weights\n",
		len(gold), header.Tokens, header.SilverSize, len(l.words), len(w.dense))
	if o.from != "" {
		if header.From, err = w.start(o.from, l); err != nil {
			return err
		}
	}
	for _, s := range slices.Concat(gold, silver) {
		l.addForms(s)
	}

	t := newTrainer(o, w, l)
	material := slices.Clone(silver)
	for range o.repeat {
		material = append(material, gold...)
	}
	t.total = o.epochs * (1 + tokens(material)/o.batch)
	best := -1.0
	for epoch := 1; epoch <= o.epochs; epoch++ {
		t.epoch(material, r, fmt.Sprintf("epoch %d of %d", epoch, o.epochs))
		if epoch%o.score != 0 && epoch != o.epochs {
			continue
		}
		header.Epochs = epoch
		header.Scores = nil
		file, err := encode(w.quantised(header, l))
		if err != nil {
			return err
		}
		var sum float64
		if header.Scores, err = dev.score(file); err != nil {
			return err
		}
		for _, s := range header.Scores {
			o.say("  %s: Penn %.2f, universal %.2f, UAS %.2f, LAS %.2f\n", s.Treebank, s.Tag, s.Pos, s.UAS, s.LAS)
			sum += s.LAS + (s.Tag+s.Pos)/4
		}
		if sum <= best {
			continue
		}
		best = sum
		if file, err = encode(w.quantised(header, l)); err != nil {
			return err
		}
		if err := os.WriteFile(o.out, file, 0o644); err != nil {
			return fmt.Errorf("writing the model: %w", err)
		}
		o.say("  best so far, written to %s (%.1f MB), %s from the start\n", o.out, float64(len(file))/1e6, time.Since(start).Round(time.Second))
	}
	return nil
}

func encode(m *model.Model) ([]byte, error) {
	var b bytes.Buffer
	err := m.Write(&b)
	return b.Bytes(), err
}

func tokens(all []*sentence) int {
	n := 0
	for _, s := range all {
		n += s.len()
	}
	return n
}

// newLexicon numbers the words that get an embedding of their own: those that
// occur twice in the treebanks, or four times in all.
func newLexicon(gold, silver []*sentence, static *vectors) *lexicon {
	l := &lexicon{
		words:  make(map[uint64]int32),
		static: make(map[uint64]int32),
		count:  make(map[uint64]int),
		forms:  make(map[string]*form),
	}
	var order []uint64
	count := func(all []*sentence, unit int) {
		for _, s := range all {
			for _, w := range s.words {
				l.look.Look(w)
				if l.count[l.look.Word] == 0 {
					order = append(order, l.look.Word)
				}
				l.count[l.look.Word] += unit
			}
		}
	}
	count(gold, 2)
	count(silver, 1)
	for _, p := range order {
		if l.count[p] >= 4 {
			l.words[p] = int32(len(l.words))
		}
	}
	if static != nil {
		for i, p := range static.prints {
			if _, ok := l.static[p]; !ok {
				l.static[p] = int32(i)
			}
		}
	}
	return l
}

func sortedKeys(m map[uint64]int32) []uint64 {
	keys := make([]uint64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// workers is how many goroutines share a batch. It does not depend on the
// machine, so that the result does not.
const workers = 2

// trainer holds the state of training.
type trainer struct {
	options
	*weights
	lexicon       *lexicon
	workers       [workers]*worker
	adam          kernel.Adam
	moments       [4]moments // of the dense weights, words, affixes and character sequences
	update, total int
}

func newTrainer(o options, w *weights, l *lexicon) *trainer {
	t := &trainer{options: o, weights: w, lexicon: l, adam: kernel.Adam{Beta1: 0.9, Beta2: 0.98, Epsilon: 1e-8}}
	for i, s := range [][]float32{w.dense, w.words.rows, w.affix.rows, w.grams.rows} {
		t.moments[i] = moments{make([]float32, len(s)), make([]float32, len(s))}
	}
	for i := range t.workers {
		t.workers[i] = newWorker(w, o.drop)
	}
	for _, m := range w.linears() {
		w.transpose(m)
	}
	return t
}

// moments are the running means of gradients and of their squares.
type moments struct{ first, second []float32 }

// epoch goes once over the material.
func (t *trainer) epoch(all []*sentence, r *rand.Rand, title string) {
	start, told := time.Now(), time.Now()
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var sum stats
	var halves [workers][]*sentence
	n, total := 0, tokens(all)
	for i, s := range all {
		s = t.lexicon.varied(s, r)
		if s.len() == 0 {
			continue
		}
		halves[i%workers] = append(halves[i%workers], s)
		n += s.len()
		if n < t.batch && i < len(all)-1 {
			continue
		}
		t.step(&halves)
		for k := range halves {
			sum.add(t.workers[k].stats)
			halves[k] = halves[k][:0]
		}
		n = 0
		if time.Since(told) > 10*time.Second {
			told = time.Now()
			t.say("%s: %d of %d tokens, %.0f tokens/s   \r", title, sum.tokens, total, float64(sum.tokens)/time.Since(start).Seconds())
		}
	}
	count := float64(sum.tokens)
	t.say("%s: %.0f tokens/s, loss %.3f, heads %.1f %%, labels %.1f %%, Penn %.1f %%, universal %.1f %%\n", title,
		count/time.Since(start).Seconds(), sum.loss/count, 100*float64(sum.heads)/count, 100*float64(sum.labels)/count,
		100*float64(sum.tags)/count, 100*float64(sum.posOK)/count)
}

// both runs f for each worker at the same time.
func both(f func(k int)) {
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { f(k) })
	}
	wg.Wait()
}

// step makes one update.
func (t *trainer) step(halves *[workers][]*sentence) {
	t.update++
	both(func(k int) {
		t.workers[k].random = rand.New(rand.NewPCG(t.seed, uint64(t.update)<<8|uint64(k+1)))
		t.workers[k].learn(halves[k])
	})
	n := 0
	for _, w := range t.workers {
		n += w.stats.tokens
	}
	t.move(1 / float64(n))
}

// rateNow is the rate of learning: it rises for a while and then falls in a line.
func (t *trainer) rateNow() float64 {
	const warm = 300
	x := float64(t.update)
	return t.rate * min(x/warm, 1) * (1 - (1-t.last)*x/float64(t.total+1))
}

// move updates all weights from the workers' gradients.
func (t *trainer) move(scale float64) {
	g0, g1 := t.workers[0].grad, t.workers[1].grad
	var squares [workers]float64
	half := len(t.dense) / 2
	part := func(k int) (from, to int) {
		if k == 0 {
			return 0, half
		}
		return half, len(t.dense)
	}
	both(func(k int) {
		from, to := part(k)
		var sum float64
		for i := from; i < to; i++ {
			g := float64(g0[i] + g1[i])
			sum += g * g
		}
		squares[k] = sum
	})
	const clip = 2.0
	if norm := math.Sqrt(squares[0]+squares[1]) * scale; norm > clip {
		scale *= clip / norm
	}
	lr := t.rateNow()
	both(func(k int) {
		from, to := part(k)
		m := &t.moments[0]
		t.adam.Move(t.dense[from:to], m.first[from:to], m.second[from:to], g0[from:to], g1[from:to], lr, scale, t.update)
		if k == 0 {
			t.moveTable(&t.words, &t.workers[0].wordGrad, &t.workers[1].wordGrad, &t.moments[1], lr, scale)
			t.moveTable(&t.affix, &t.workers[0].affixGrad, &t.workers[1].affixGrad, &t.moments[2], lr, scale)
		} else {
			t.moveTable(&t.grams, &t.workers[0].gramGrad, &t.workers[1].gramGrad, &t.moments[3], lr, scale)
		}
	})
	both(func(k int) {
		for i, l := range t.linears() {
			if i%workers == k {
				t.transpose(l)
			}
		}
	})
}

// moveTable updates the rows that occurred; the moments of others rest.
func (t *trainer) moveTable(tab *table, g0, g1 *tableGrad, m *moments, lr, scale float64) {
	d := tab.dim
	row := func(i int32) {
		from, to := int(i)*d, (int(i)+1)*d
		t.adam.Move(tab.rows[from:to], m.first[from:to], m.second[from:to], g0.rows[from:to], g1.rows[from:to], lr, scale, t.update)
		g0.seen[i], g1.seen[i] = false, false
	}
	for _, i := range g0.touched {
		row(i)
	}
	for _, i := range g1.touched {
		if g1.seen[i] {
			row(i)
		}
	}
	g0.touched, g1.touched = g0.touched[:0], g1.touched[:0]
}

// devSet is the treebanks that are scored.
type devSet struct {
	names []string
	docs  [][]*english.Doc
}

func readDev(files []string) (*devSet, error) {
	dev := new(devSet)
	for _, name := range files {
		docs, err := english.ReadTreebank(name)
		if err != nil {
			return nil, err
		}
		dev.names = append(dev.names, treebankName(name))
		dev.docs = append(dev.docs, docs)
	}
	return dev, nil
}

// score parses the treebanks, gold tokens, with the model in file.
func (dev *devSet) score(file []byte) ([]model.Score, error) {
	p, err := english.Load(file)
	if err != nil {
		return nil, err
	}
	var scores []model.Score
	for i, docs := range dev.docs {
		var n, tag, pos, head, label int
		for _, gold := range docs {
			d := &english.Doc{Text: gold.Text, Start: gold.Start, End: gold.End, Sents: gold.Sents}
			p.Annotate(d)
			for j := range gold.Head {
				n++
				if d.Tag[j] == gold.Tag[j] {
					tag++
				}
				if d.Pos[j] == gold.Pos[j] {
					pos++
				}
				if d.Head[j] == gold.Head[j] {
					head++
					if d.Label[j] == gold.Label[j] {
						label++
					}
				}
			}
		}
		if n == 0 {
			return nil, errors.New("a treebank without tokens")
		}
		percent := func(k int) float64 { return math.Round(1e4*float64(k)/float64(n)) / 100 }
		scores = append(scores, model.Score{Treebank: dev.names[i], Tag: percent(tag), Pos: percent(pos), UAS: percent(head), LAS: percent(label)})
	}
	return scores, nil
}
