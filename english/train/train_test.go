package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/english"
	"demarche/english/internal/model"
)

const treebank = `# newdoc id = a
1	Peru	Peru	PROPN	NNP	_	2	nsubj	_	_
2	recalled	recall	VERB	VBD	_	0	root	_	_
3	its	its	PRON	PRP$	_	4	nmod:poss	_	_
4	envoy	envoy	NOUN	NN	_	2	obj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	_

1	The	the	DET	DT	_	2	det	_	_
2	rebels	rebel	NOUN	NNS	_	3	nsubj	_	_
3	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

1	Its	its	PRON	PRP$	_	2	nmod:poss	_	_
2	envoy	envoy	NOUN	NN	_	3	nsubj	_	_
3	left	leave	VERB	VBD	_	0	root	_	_
4	Peru	Peru	PROPN	NNP	_	3	obj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_

`

func writeTreebank(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "small-train.conllu")
	if err := os.WriteFile(name, []byte(treebank), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

var small = shape{wordDim: 32, affixDim: 32, gramDim: 32, width: 64, layers: 2, keys: 32, hidden: 32, products: 8,
	tags: english.NumPos + english.NumTag, labels: english.NumLabel}

func smallWorker(t *testing.T) (*worker, []*sentence) {
	t.Helper()
	all, err := readSentences(writeTreebank(t))
	if err != nil {
		t.Fatal(err)
	}
	static := &vectors{dim: 32, rows: make([]float32, 64)}
	var form model.Form
	for _, word := range []string{"envoy", "left"} {
		form.Look(word)
		static.prints = append(static.prints, form.Word)
	}
	for i := range static.rows {
		static.rows[i] = float32(i%5) - 2
	}
	l := newLexicon(all, nil, static)
	r := rand.New(rand.NewPCG(1, 1))
	w := newWeights(small, len(l.words), static, r)
	for _, rows := range [][]float32{w.words.rows, w.affix.rows, w.grams.rows} {
		for i := range rows {
			rows[i] = float32(r.NormFloat64()) * 0.3
		}
	}
	for _, s := range all {
		l.addForms(s)
		for _, f := range s.forms {
			f.keep = 1
		}
	}
	for _, m := range w.linears() {
		w.transpose(m)
	}
	k := newWorker(w, rates{})
	k.random = rand.New(rand.NewPCG(2, 2))
	return k, all
}

// TestGradient compares gradients with differences of the loss.
func TestGradient(t *testing.T) {
	k, all := smallWorker(t)
	k.learn(all)
	grads := map[string][2][]float32{
		"dense":  {k.dense, slices.Clone(k.grad)},
		"words":  {k.words.rows, slices.Clone(k.wordGrad.rows)},
		"affix":  {k.affix.rows, slices.Clone(k.affixGrad.rows)},
		"grams":  {k.grams.rows, slices.Clone(k.gramGrad.rows)},
		"arcs":   {k.dense[k.arc.w : k.arc.w+k.arc.in*k.arc.cols], slices.Clone(k.grad[k.arc.w:])},
		"root":   {k.dense[k.arcRoot : k.arcRoot+k.shape.keys], slices.Clone(k.grad[k.arcRoot:])},
		"labels": {k.dense[k.rel.w : k.rel.w+k.rel.in*k.rel.cols], slices.Clone(k.grad[k.rel.w:])},
		"upper":  {k.dense[k.relRoot : k.relRoot+k.hidden], slices.Clone(k.grad[k.relRoot:])},
		"apart":  {k.dense[k.distance : k.distance+model.Distances], slices.Clone(k.grad[k.distance:])},
		"gates":  {k.dense[k.gates[0] : k.gates[0]+2*k.width], slices.Clone(k.grad[k.gates[0]:])},
	}
	r := rand.New(rand.NewPCG(3, 3))
	for name, pair := range grads {
		weights, grad := pair[0], pair[1]
		var large []int
		for i := range weights {
			if math.Abs(float64(grad[i])) > 0.02 {
				large = append(large, i)
			}
		}
		if len(large) == 0 {
			t.Errorf("%s: no gradient to check", name)
			continue
		}
		for range 12 {
			i := large[r.IntN(len(large))]
			const d = 2e-3
			at := weights[i]
			weights[i] = at + d
			for _, m := range k.linears() {
				k.transpose(m)
			}
			k.learn(all)
			up := k.stats.loss
			weights[i] = at - d
			k.learn(all)
			down := k.stats.loss
			weights[i] = at
			want := (up - down) / (2 * d)
			if got := float64(grad[i]); math.Abs(got-want) > 0.02+0.05*math.Abs(want) {
				t.Errorf("%s %d: gradient %v, differences give %v", name, i, got, want)
			}
		}
	}
}

func smallOptions(t *testing.T, out string) options {
	bank := writeTreebank(t)
	s := small
	return options{train: []string{bank}, dev: []string{bank}, out: out, log: io.Discard, epochs: 200, repeat: 1, batch: 14, score: 200, seed: 5, rate: 3e-3, shape: s}
}

// TestTrainLearnsAndRepeats trains on three sentences until they are known,
// and a second time to the same bytes.
func TestTrainLearnsAndRepeats(t *testing.T) {
	var files [2][]byte
	for i := range files {
		out := filepath.Join(t.TempDir(), "model.bin")
		if err := train(smallOptions(t, out)); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two trainings with one seed differ")
	}
	m, err := model.Read(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Header.Scores[0]; s.LAS != 100 || s.Tag != 100 || s.Pos != 100 {
		t.Errorf("scores on the training sentences: %+v", s)
	}
	if h := m.Header; h.Silver || h.Vectors || h.Sentences != 3 || h.Tokens != 14 || h.Treebanks[0] != "small-train" {
		t.Errorf("header: %+v", h)
	}
	p, err := english.Load(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if d := p.Parse("Its envoy left Peru."); d.Label[1] != english.Nsubj || d.Head[1] != 2 {
		t.Errorf("envoy: label %s, head %d", d.Label[1], d.Head[1])
	}
}

func TestTrainRefuses(t *testing.T) {
	for name, change := range map[string]func(*options){
		"no such treebank": func(o *options) { o.train = []string{"no-such.conllu"} },
		"no such silver":   func(o *options) { o.silver = "no-such.conllu" },
		"no such vectors":  func(o *options) { o.vectors = "no-such.bin" },
		"from no model":    func(o *options) { o.from = o.train[0] },
		"vectors of text":  func(o *options) { o.vectors = o.train[0] },
		"nowhere to write": func(o *options) { o.epochs, o.out = 1, filepath.Join(t.TempDir(), "no", "such") },
	} {
		o := smallOptions(t, filepath.Join(t.TempDir(), "model.bin"))
		o.score = 1
		change(&o)
		if err := train(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestVectors reads vectors, and reads them again from a model trained with them.
func TestVectors(t *testing.T) {
	const n, dim = 2, 32
	file := append([]byte("DMV1"), n, 0, 0, 0, dim, 0, 0, 0)
	for i := range dim {
		file = binary.LittleEndian.AppendUint32(file, math.Float32bits(float32(i+1)))
	}
	for _, offset := range []uint32{0, 5, 9} {
		file = binary.LittleEndian.AppendUint32(file, offset)
	}
	file = append(file, "envoyleft"...)
	for i := range n * dim {
		file = append(file, byte(i-30))
	}
	name := filepath.Join(t.TempDir(), "vectors.bin")
	if err := os.WriteFile(name, file, 0o644); err != nil {
		t.Fatal(err)
	}
	first, err := readVectors(name)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := first.rows[dim+1]/first.rows[dim], float32(3); got != want {
		t.Errorf("the first numbers of the second word are as 1 to %v, want %v", got, want)
	}
	o := smallOptions(t, filepath.Join(t.TempDir(), "model.bin"))
	o.epochs, o.score, o.vectors = 1, 1, name
	if err := train(o); err != nil {
		t.Fatal(err)
	}
	again, err := readVectors(o.out)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range again.prints {
		j := slices.Index(first.prints, p)
		if j < 0 {
			t.Fatal("another word came back")
		}
		for q := range dim {
			if got, want := again.rows[i*dim+q], first.rows[j*dim+q]; math.Abs(float64(got-want)) > 0.02 {
				t.Errorf("word %d, number %d: %v, want %v", i, q, got, want)
			}
		}
	}
	o.out, o.vectors = filepath.Join(t.TempDir(), "plain.bin"), ""
	if err := train(o); err != nil {
		t.Fatal(err)
	}
	if _, err := readVectors(o.out); err == nil {
		t.Error("a model without vectors gives some")
	}
}

func TestTrainGoesOn(t *testing.T) {
	o := smallOptions(t, filepath.Join(t.TempDir(), "first.bin"))
	if err := train(o); err != nil {
		t.Fatal(err)
	}
	o.from, o.out = o.out, filepath.Join(t.TempDir(), "second.bin")
	o.epochs, o.score, o.rate = 1, 1, 0
	if err := train(o); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(o.out)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	if h := m.Header; h.Scores[0].LAS != 100 || h.From == nil || h.From.Epochs != 200 || h.Epochs != 1 {
		t.Errorf("header after no further learning: %+v", h)
	}
	o.shape.layers++
	if err := train(o); err == nil {
		t.Error("a model of another shape is taken")
	}
}

func TestVariants(t *testing.T) {
	all, err := readSentences(writeTreebank(t))
	if err != nil {
		t.Fatal(err)
	}
	s := all[1]
	drop := s.without(func(i int) bool { return true })
	if got := strings.Join(drop.words, " "); got != "rebels left" || drop.head[0] != 2 || drop.head[1] != 0 {
		t.Errorf("without leaves: got %q with heads %v", got, drop.head)
	}
	if got := strings.Join(all[2].recased(titleWord).words, " "); got != "Its Envoy Left Peru ." {
		t.Errorf("title case: %q", got)
	}
	if got := strings.Join(s.inPresent().words, " "); got != "The rebels leave ." {
		t.Errorf("in the present: %q", got)
	}
	if got := all[0].inPresent(); got.words[1] != "recalls" || got.tag[1] != english.TagVBZ {
		t.Errorf("in the present: %q", got.words)
	}
	for lemma, want := range map[string]string{"have": "has", "do": "does", "deny": "denies", "say": "says", "push": "pushes", "sign": "signs"} {
		if got := thirdPerson(lemma); got != want {
			t.Errorf("third person of %q: %q", lemma, got)
		}
	}
	if !s.endsIt(3) || s.endsIt(1) {
		t.Error("the full stop is not found")
	}
}
