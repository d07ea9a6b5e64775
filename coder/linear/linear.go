// Package linear holds trained models that sum a weight for each feature and
// class: logistic regressions over named features, with weights of one byte. The
// models themselves stand in coder/sense and coder/contexts; demarche/coder/train
// fits them.
package linear

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sort"
)

// Model gives each class a weight for each feature it knows.
type Model struct {
	Classes []string
	Note    string // what it was trained on

	rows  map[string]int32
	scale float32
	bias  []float32
	table []int8 // row by row, one weight a class
}

// New makes a model of trained weights: weights[f][c] is that of feature f for
// class c. Features whose weights all round to nothing are dropped.
func New(classes []string, bias []float64, features []string, weights [][]float64, note string) *Model {
	m := &Model{Classes: classes, Note: note, rows: map[string]int32{}, bias: make([]float32, len(classes))}
	for i, b := range bias {
		m.bias[i] = float32(b)
	}
	top := 0.0
	for _, row := range weights {
		for _, w := range row {
			top = max(top, math.Abs(w))
		}
	}
	m.scale = float32(top / 127)
	for f, name := range features {
		row := make([]int8, len(classes))
		any := false
		for c, w := range weights[f] {
			row[c] = int8(math.Round(w / top * 127))
			any = any || row[c] > 1 || row[c] < -1
		}
		if any {
			m.rows[name] = int32(len(m.table) / len(classes))
			m.table = append(m.table, row...)
		}
	}
	return m
}

// Scores is the scratch of one decision.
type Scores struct {
	sums    []float32
	P       []float64 // probability of each class
	counted []uint32  // the decision in which a feature was last counted in, by row
	round   uint32    // number of this decision
}

// Begin starts a decision.
func (m *Model) Begin(s *Scores) {
	s.sums = append(s.sums[:0], m.bias...)
	if s.round++; len(s.counted) != len(m.rows) || s.round == 0 {
		s.counted, s.round = make([]uint32, len(m.rows)), 1
	}
}

// Add counts a feature in at a value, the first time that it comes; ones that
// the model does not know change nothing.
func (m *Model) Add(s *Scores, feature []byte, value float32) {
	row, ok := m.rows[string(feature)]
	if !ok || s.counted[row] == s.round {
		return
	}
	s.counted[row] = s.round
	n := len(m.Classes)
	unit := value * m.scale
	for c, w := range m.table[int(row)*n : int(row)*n+n] {
		s.sums[c] += float32(w) * unit
	}
}

// Weight is what a feature counts for class c, 0 when it is not known.
func (m *Model) Weight(feature string, c int) float32 {
	row, ok := m.rows[feature]
	if !ok {
		return 0
	}
	return float32(m.table[int(row)*len(m.Classes)+c]) * m.scale
}

// Sums is what the features add up to, class by class: the logarithms of their
// odds where each class is decided on its own.
func (s *Scores) Sums() []float32 { return s.sums }

// Decide turns the sums into probabilities and gives the likeliest class.
func (m *Model) Decide(s *Scores) (best int) {
	s.P = s.P[:0]
	top := s.sums[0]
	for c, x := range s.sums {
		if x > top {
			top, best = x, c
		}
	}
	sum := 0.0
	for _, x := range s.sums {
		p := math.Exp(float64(x - top))
		s.P = append(s.P, p)
		sum += p
	}
	for c := range s.P {
		s.P[c] /= sum
	}
	return best
}

// Class is the number of a class, -1 for one that the model does not have.
func (m *Model) Class(name string) int {
	for i, c := range m.Classes {
		if c == name {
			return i
		}
	}
	return -1
}

// Features is the number of features that the model knows.
func (m *Model) Features() int { return len(m.rows) }

// Write stores the model under a kind of its own, the first bytes of the file;
// the same model gives the same bytes.
func (m *Model) Write(w io.Writer, kind string) error {
	b := bufio.NewWriter(w)
	b.WriteString(kind)
	text := func(s string) {
		b.Write(binary.AppendUvarint(nil, uint64(len(s))))
		b.WriteString(s)
	}
	text(m.Note)
	b.Write(binary.AppendUvarint(nil, uint64(len(m.Classes))))
	for c, name := range m.Classes {
		text(name)
		b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(m.bias[c])))
	}
	b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(m.scale)))
	names := make([]string, 0, len(m.rows))
	for name := range m.rows {
		names = append(names, name)
	}
	sort.Strings(names)
	b.Write(binary.AppendUvarint(nil, uint64(len(names))))
	n := len(m.Classes)
	for _, name := range names {
		text(name)
		row := int(m.rows[name])
		for _, v := range m.table[row*n : row*n+n] {
			b.WriteByte(byte(v))
		}
	}
	return b.Flush()
}

// Read loads what Write stored under that kind.
func Read(data []byte, kind string) (*Model, error) {
	rest, ok := bytes.CutPrefix(data, []byte(kind))
	if !ok {
		return nil, errors.New("not a model of this version")
	}
	d := decoder{data: rest}
	m := &Model{Note: d.text(), rows: map[string]int32{}}
	for range d.count() {
		m.Classes = append(m.Classes, d.text())
		m.bias = append(m.bias, d.float())
	}
	m.scale = d.float()
	features := d.count()
	for f := range features {
		m.rows[d.text()] = int32(f)
		for _, v := range d.take(len(m.Classes)) {
			m.table = append(m.table, int8(v))
		}
	}
	if d.short || len(m.Classes) == 0 {
		return nil, errors.New("cut short")
	}
	return m, nil
}

type decoder struct {
	data  []byte
	short bool
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.short = true
		d.data = nil
		return nil
	}
	out := d.data[:n]
	d.data = d.data[n:]
	return out
}

func (d *decoder) count() int {
	v, n := binary.Uvarint(d.data)
	if n <= 0 || v > uint64(len(d.data)) {
		d.short = true
		d.data = nil
		return 0
	}
	d.data = d.data[n:]
	return int(v)
}

func (d *decoder) text() string { return string(d.take(d.count())) }

func (d *decoder) float() float32 {
	b := d.take(4)
	if len(b) < 4 {
		return 0
	}
	return math.Float32frombits(binary.LittleEndian.Uint32(b))
}
