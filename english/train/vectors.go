package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"

	"demarche/english/internal/model"
)

// vectors are static word vectors as english/train/teacher distils them.
type vectors struct {
	dim    int
	prints []uint64 // fingerprints of the words
	rows   []float32
}

// readVectors reads the vectors from the teacher's file, whose layout is told
// in teacher/README.md, or those that a model was trained with.
func readVectors(name string) (*vectors, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading word vectors: %w", err)
	}
	if m, err := model.Read(b); err == nil {
		if m.Static.Len() == 0 {
			return nil, fmt.Errorf("reading word vectors: model %s was trained without", name)
		}
		return vectorsOf(&m.Static), nil
	}
	short := fmt.Errorf("reading word vectors: %s: %w", name, errors.New("not a vector file, or cut short"))
	if len(b) < 12 || string(b[:4]) != "DMV1" {
		return nil, short
	}
	n, dim := int(binary.LittleEndian.Uint32(b[4:])), int(binary.LittleEndian.Uint32(b[8:]))
	b = b[12:]
	if n > 1<<24 || dim > 1<<12 || len(b) < 4*dim+4*(n+1) {
		return nil, short
	}
	scale := make([]float32, dim)
	for i := range scale {
		scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	b = b[4*dim:]
	offsets, names := b[:4*(n+1)], b[4*(n+1):]
	size := int(binary.LittleEndian.Uint32(offsets[4*n:]))
	if len(names) != size+n*dim {
		return nil, short
	}
	v := &vectors{dim: dim, rows: make([]float32, n*dim)}
	var square float64
	var form model.Form
	for i := range n {
		from, to := binary.LittleEndian.Uint32(offsets[4*i:]), binary.LittleEndian.Uint32(offsets[4*i+4:])
		if from > to || int(to) > size {
			return nil, short
		}
		form.Look(string(names[from:to]))
		v.prints = append(v.prints, form.Word)
		for j := range dim {
			x := float32(int8(names[size+i*dim+j])) * scale[j]
			v.rows[i*dim+j] = x
			square += float64(x) * float64(x)
		}
	}
	// on the average a number of the vectors has the size that training likes
	unit := float32(0.5 / math.Sqrt(square/float64(max(1, len(v.rows)))))
	for i := range v.rows {
		v.rows[i] *= unit
	}
	return v, nil
}

func vectorsOf(t *model.Table) *vectors {
	v := &vectors{dim: t.Dim, prints: t.Prints, rows: make([]float32, t.Len()*t.Dim)}
	for i := range t.Len() {
		t.Add(v.rows[i*t.Dim:(i+1)*t.Dim], i, 1)
	}
	return v
}
