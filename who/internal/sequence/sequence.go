// Package sequence labels sequences with a linear-chain conditional random
// field (Lafferty et al. 2001) over hashed features. Training is by stochastic
// gradient with AdaGrad steps and is the same on every run; the weights of a
// model are kept as bytes.
package sequence

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Model scores labels by the features of a token and the label before it.
type Model struct {
	Labels  int
	Buckets int       // a power of two; features are hashed to them
	weights []int8    // by bucket and label
	scale   float32   // what one step of a weight is worth
	moves   []float32 // score of label b after label a, at a*Labels+b; the last row is the start
}

// row is the first weight of a feature.
func (m *Model) row(feature uint32) int { return int(feature) & (m.Buckets - 1) * m.Labels }

// Scratch is the working space of Decode, kept between calls.
type Scratch struct {
	score, next []float32
	back        []uint8
	sums        []int32
}

// Decode finds the best labels (Viterbi 1967) for a sequence whose token i has
// the features features[starts[i]:starts[i+1]], and puts them into labels.
func (m *Model) Decode(features []uint32, starts []int32, labels []uint8, s *Scratch) {
	n, k := len(starts)-1, m.Labels
	if n <= 0 {
		return
	}
	s.score, s.next = grow(s.score, k), grow(s.next, k)
	s.back = grow(s.back, n*k)
	s.sums = grow(s.sums, k)
	for i := range n {
		for b := range k {
			s.sums[b] = 0
		}
		for _, f := range features[starts[i]:starts[i+1]] {
			w := m.weights[m.row(f):][:k]
			for b := range k {
				s.sums[b] += int32(w[b])
			}
		}
		if i == 0 {
			for b := range k {
				s.score[b] = m.moves[k*k+b] + float32(s.sums[b])*m.scale
			}
			continue
		}
		for b := range k {
			best, from := float32(math.Inf(-1)), 0
			for a := range k {
				if v := s.score[a] + m.moves[a*k+b]; v > best {
					best, from = v, a
				}
			}
			s.next[b] = best + float32(s.sums[b])*m.scale
			s.back[i*k+b] = uint8(from)
		}
		s.score, s.next = s.next, s.score
	}
	best := 0
	for b := range k {
		if s.score[b] > s.score[best] {
			best = b
		}
	}
	for i := n - 1; i >= 0; i-- {
		labels[i] = uint8(best)
		best = int(s.back[i*k+best])
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// magic begins the file of a model.
const magic = "seq1"

// Bytes is the model as a file.
func (m *Model) Bytes() []byte {
	out := []byte(magic)
	out = binary.LittleEndian.AppendUint32(out, uint32(m.Labels))
	out = binary.LittleEndian.AppendUint32(out, uint32(m.Buckets))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(m.scale))
	for _, v := range m.moves {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	for _, w := range m.weights {
		out = append(out, byte(w))
	}
	return out
}

// Read is the model of a file that Bytes wrote.
func Read(file []byte) (*Model, error) {
	if len(file) < 16 || string(file[:4]) != magic {
		return nil, errors.New("reading a sequence model: not such a file")
	}
	m := &Model{
		Labels:  int(binary.LittleEndian.Uint32(file[4:])),
		Buckets: int(binary.LittleEndian.Uint32(file[8:])),
		scale:   math.Float32frombits(binary.LittleEndian.Uint32(file[12:])),
	}
	moves := (m.Labels + 1) * m.Labels
	if m.Labels < 1 || m.Labels > 64 || m.Buckets < 1 || m.Buckets&(m.Buckets-1) != 0 || m.Buckets > 1<<24 ||
		len(file) != 16+4*moves+m.Buckets*m.Labels {
		return nil, fmt.Errorf("reading a sequence model: %d bytes do not hold %d labels and %d buckets", len(file), m.Labels, m.Buckets)
	}
	m.moves = make([]float32, moves)
	for i := range m.moves {
		m.moves[i] = math.Float32frombits(binary.LittleEndian.Uint32(file[16+4*i:]))
	}
	m.weights = make([]int8, m.Buckets*m.Labels)
	for i, b := range file[16+4*moves:] {
		m.weights[i] = int8(b)
	}
	return m, nil
}
