package main

import (
	"fmt"
	"os"

	"demarche/english/internal/model"
)

// start sets the weights to those of a model file and returns its header.
// Words that the model has no embedding for begin as they are.
func (w *weights) start(name string, l *lexicon) (*model.Header, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the model to go on from: %w", err)
	}
	m, err := model.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	fits := len(m.Layers) == w.layers && m.Header.Products == w.products && m.Words.Dim == w.wordDim &&
		m.Affix.Dim == w.affixDim && m.Grams.Dim == w.gramDim && m.Static.Dim == w.staticDim
	set := func(l linear, q *model.Linear) {
		if q.In != l.in || q.Out != l.out {
			fits = false
			return
		}
		for i := range q.In {
			for j := range q.Out {
				w.dense[l.w+i*l.cols+j] = float32(q.Weight[i*q.Out+j]) * q.Scale[j]
			}
		}
		copy(w.dense[l.b:], q.Bias)
	}
	set(w.input, &m.Input)
	set(w.tagger, &m.Tagger)
	set(w.arc, &m.Arc)
	set(w.rel, &m.Rel)
	set(w.label, &m.Label)
	for i := range min(len(m.Layers), w.layers) {
		set(w.layer[i], &m.Layers[i].Sums)
		copy(w.dense[w.gates[i]:w.gates[i]+2*w.width], m.Layers[i].Gates)
	}
	if !fits {
		return nil, fmt.Errorf("%s: the model to go on from has another shape", name)
	}
	copy(w.dense[w.arcRoot:w.arcRoot+w.keys], m.ArcRoot)
	copy(w.dense[w.relRoot:w.relRoot+w.hidden], m.RelRoot)
	copy(w.dense[w.distance:w.distance+model.Distances], m.Distance)
	for i, p := range m.Words.Prints {
		if row, ok := l.words[p]; ok {
			setRow(w.words.row(int(row)), &m.Words, i)
		}
	}
	for i := range m.Affix.Len() {
		setRow(w.affix.row(i), &m.Affix, i)
	}
	for i := range m.Grams.Len() {
		setRow(w.grams.row(i), &m.Grams, i)
	}
	return &m.Header, nil
}

func setRow(row []float32, t *model.Table, i int) {
	clear(row)
	t.Add(row, i, 1)
}
