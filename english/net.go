package english

import (
	"math"

	"demarche/english/internal/kernel"
	"demarche/english/internal/model"
)

// How text becomes trees.
//
// A token's input depends on its form alone (own embedding, distilled vector,
// affixes, character sequences), and so do the sums that the first layer makes
// of it before it looks at the neighbours. Both are computed once and kept in a
// cache.
// Layers of simple recurrent units run over the sentence in both directions;
// tags are read off one of the lower layers. From the last layer each token
// gets a key as a dependent and a key as a head; their product, plus a term
// for the distance, scores the arc (decode.go makes a tree of the scores). The
// label follows from a small layer over dependent and head.
//
// Several sentences go through the products together, so that the weights are
// read once for many tokens.

const (
	featureUnit = 1 << 12 // int16 that stands for 1.0 in features of forms
	keyUnit     = 1<<11 - 1
	hiddenUnit  = 1 << 12 // for what labels are read off

	maxTokens   = 256 // tokens that go through the network together
	groupTokens = 96  // enough tokens to make the products worth their while
	cacheBits   = 12
	cacheSlots  = 1 << cacheBits
)

// matrix is a Linear laid out for kernel.Product; its columns are padded.
type matrix struct {
	in, out     int
	weight      []int16
	scale, bias []float32
}

// newMatrix lays l out for inputs in which unit stands for 1.
func newMatrix(l *model.Linear, unit float32) matrix {
	m := matrix{in: l.In, out: kernel.PadCols(l.Out)}
	m.weight = make([]int16, m.in*m.out)
	m.scale, m.bias = make([]float32, m.out), make([]float32, m.out)
	kernel.Pack(m.weight, l.Weight, l.In, l.Out)
	for i, s := range l.Scale {
		m.scale[i] = s / unit
	}
	copy(m.bias, l.Bias)
	return m
}

func (m *matrix) times(sums []int32, x []int16, rows int) {
	kernel.Product(sums, x, m.weight, rows, m.in, m.out)
}

// value is column j of a row of sums.
func (m *matrix) value(sums []int32, j int) float32 {
	return float32(float32(sums[j])*m.scale[j]) + m.bias[j]
}

// network is a model made ready to run.
type network struct {
	model                          *model.Model
	width, keys, hidden            int
	input, tagger, arc, rel, label matrix
	layers                         []encoderLayer
	rootKey                        []int16
	rootRel                        []float32
}

type encoderLayer struct {
	sums  matrix
	cells [2]kernel.Cell
}

func newNetwork(m *model.Model) *network {
	n := &network{
		model:   m,
		width:   m.Input.Out,
		keys:    m.Arc.Out / 2,
		hidden:  m.Rel.Out / 2,
		input:   newMatrix(&m.Input, featureUnit),
		tagger:  newMatrix(&m.Tagger, kernel.One),
		arc:     newMatrix(&m.Arc, kernel.One),
		rel:     newMatrix(&m.Rel, kernel.One),
		label:   newMatrix(&m.Label, hiddenUnit),
		rootRel: m.RelRoot,
	}
	h := n.width / 2
	for i := range m.Layers {
		l := encoderLayer{sums: newMatrix(&m.Layers[i].Sums, kernel.One)}
		for d := range l.cells {
			var c kernel.Cell
			for part := range 3 {
				at := (3*d + part) * h
				c = append(c, l.sums.scale[at:at+h]...)
				c = append(c, l.sums.bias[at:at+h]...)
			}
			l.cells[d] = append(c, m.Layers[i].Gates[2*d*h:2*(d+1)*h]...)
		}
		n.layers = append(n.layers, l)
	}
	n.rootKey = make([]int16, n.keys)
	for i, v := range m.ArcRoot {
		n.rootKey[i] = round16(v / root32(1+float32(v*v)) * keyUnit)
	}
	return n
}

func root32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func round16(x float32) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, math.RoundToEven(float64(x)))))
}

// scratch is the working space of one goroutine.
type scratch struct {
	net *network

	cachePrint []uint64 // exact form → slot
	cacheInput []int16  // what the form gives the first layer
	cacheSums  []int32  // and that layer's sums of it

	form     model.Form
	floats   []float32 // features of one form
	features []int16   // of the forms that were not in the cache
	waiting  []int     // their rows
	prints   []uint64  // and fingerprints
	newX     []int16   // their inputs
	newSums  []int32

	x, y    []int16 // input and output of a layer
	sums    []int32
	state   []float32
	depKey  []int16
	headKey []int16
	panel   []int16   // head keys laid out as a matrix
	relHead []float32 // what each head adds to the label
	hid     []int16

	pieces []Span
	tree   decoder
}

func (n *network) newScratch() *scratch {
	widest := max(3*n.width, n.arc.out, n.rel.out, n.input.out, kernel.PadCols(maxTokens+1))
	return &scratch{
		net:        n,
		cachePrint: make([]uint64, cacheSlots),
		cacheInput: make([]int16, cacheSlots*n.width),
		cacheSums:  make([]int32, cacheSlots*3*n.width),
		floats:     make([]float32, n.input.in),
		features:   make([]int16, maxTokens*n.input.in),
		newX:       make([]int16, maxTokens*n.width),
		newSums:    make([]int32, maxTokens*max(3*n.width, n.input.out)),
		x:          make([]int16, maxTokens*n.width),
		y:          make([]int16, maxTokens*n.width),
		sums:       make([]int32, maxTokens*widest),
		state:      make([]float32, n.width/2),
		depKey:     make([]int16, (maxTokens+kernel.Rows)*n.keys),
		headKey:    make([]int16, maxTokens*n.keys),
		panel:      make([]int16, kernel.PadCols(maxTokens+1)*n.keys),
		relHead:    make([]float32, maxTokens*n.hidden),
		hid:        make([]int16, maxTokens*n.hidden),
	}
}

// annotate fills in Tag, Pos, Head and Label of all sentences.
func (s *scratch) annotate(d *Doc) {
	s.pieces = s.pieces[:0]
	tokens := 0
	for _, sent := range d.Sents {
		// A sentence that is too long goes piece by piece.
		for first := sent.First; first < sent.Last; first += maxTokens {
			piece := Span{first, min(sent.Last, first+maxTokens)}
			n := int(piece.Last - piece.First)
			if tokens+n > maxTokens {
				s.group(d)
				tokens = 0
			}
			s.pieces = append(s.pieces, piece)
			if tokens += n; tokens >= groupTokens {
				s.group(d)
				tokens = 0
			}
		}
	}
	s.group(d)
	for _, sent := range d.Sents {
		if sent.Last-sent.First > maxTokens {
			joinPieces(d, sent)
		}
	}
}

// joinPieces makes one tree of a sentence that was parsed in pieces.
func joinPieces(d *Doc, sent Span) {
	top := int32(-1)
	for i := sent.First; i < sent.Last; i++ {
		switch {
		case d.Head[i] >= 0:
		case top < 0:
			top = i
		default:
			d.Head[i], d.Label[i] = top, Parataxis
		}
	}
}

// group runs the network over the pieces that were gathered; they follow each
// other in d.
func (s *scratch) group(d *Doc) {
	if len(s.pieces) == 0 {
		return
	}
	n := s.net
	first := int(s.pieces[0].First)
	tokens := int(s.pieces[len(s.pieces)-1].Last) - first
	rows := kernel.PadRows(tokens)
	s.inputs(d, first, tokens)
	for i := range n.layers {
		if i > 0 { // inputs has the sums of the first
			n.layers[i].sums.times(s.sums, s.x, rows)
		}
		s.recur(&n.layers[i], first)
		s.x, s.y = s.y, s.x
		if i == model.TagLayer {
			s.tags(d, rows, first, tokens)
		}
	}
	s.arcs(d, rows, first, tokens)
	s.labels(d, rows, first, tokens)
	s.pieces = s.pieces[:0]
}

// inputs sets x to the inputs of the first layer and sums to its sums.
func (s *scratch) inputs(d *Doc, first, tokens int) {
	w := s.net.width
	for i := range tokens {
		word := d.Word(first + i)
		print := model.Fingerprint(word) | 1 // 0 marks an empty slot
		slot := cacheSlot(print)
		if s.cachePrint[slot] == print {
			copy(s.x[i*w:(i+1)*w], s.cacheInput[slot*w:])
			copy(s.sums[i*3*w:(i+1)*3*w], s.cacheSums[slot*3*w:])
			continue
		}
		s.form.Look(word)
		s.net.model.Features(s.floats, &s.form)
		row := s.features[len(s.waiting)*len(s.floats):]
		for j, v := range s.floats {
			row[j] = round16(v * featureUnit)
		}
		s.waiting = append(s.waiting, i)
		s.prints = append(s.prints, print)
	}
	s.newInputs()
}

// newInputs computes what was not in the cache.
func (s *scratch) newInputs() {
	in, w := &s.net.input, s.net.width
	if len(s.waiting) == 0 {
		return
	}
	rows := kernel.PadRows(len(s.waiting))
	in.times(s.newSums, s.features, rows)
	for i := range s.waiting {
		kernel.Squash(s.newX[i*w:(i+1)*w], s.newSums[i*in.out:], in.scale, in.bias, kernel.One)
	}
	s.net.layers[0].sums.times(s.newSums, s.newX, rows)
	for i, row := range s.waiting {
		slot := cacheSlot(s.prints[i])
		x, sums := s.newX[i*w:(i+1)*w], s.newSums[i*3*w:(i+1)*3*w]
		s.cachePrint[slot] = s.prints[i]
		copy(s.cacheInput[slot*w:], x)
		copy(s.cacheSums[slot*3*w:], sums)
		copy(s.x[row*w:], x)
		copy(s.sums[row*3*w:], sums)
	}
	s.waiting, s.prints = s.waiting[:0], s.prints[:0]
}

// cacheSlot is the place of a form in the cache.
func cacheSlot(print uint64) int { return int(print >> (64 - cacheBits)) }

// recur runs one layer from x to y, over its sums.
func (s *scratch) recur(l *encoderLayer, first int) {
	w, h := s.net.width, s.net.width/2
	for _, p := range s.pieces {
		from, to := int(p.First)-first, int(p.Last)-first
		kernel.Recur(s.sums, from*3*w, 3*w, s.x, s.y, from*w, w, l.cells[0], s.state, to-from)
		kernel.Recur(s.sums, (to-1)*3*w+3*h, -3*w, s.x, s.y, (to-1)*w+h, -w, l.cells[1], s.state, to-from)
	}
}

// tags reads the tags off x.
func (s *scratch) tags(d *Doc, rows, first, tokens int) {
	t := &s.net.tagger
	t.times(s.sums, s.x, rows)
	for i := range tokens {
		sums := s.sums[i*t.out : (i+1)*t.out]
		d.Pos[first+i] = Pos(best(t, sums, 0, len(posNames)))
		d.Tag[first+i] = Tag(best(t, sums, len(posNames)+1, len(posNames)+len(tagNames)) - len(posNames))
	}
}

// best is the column of the largest value among those from lo to hi-1.
func best(m *matrix, sums []int32, lo, hi int) int {
	at, top := lo, m.value(sums, lo)
	for j := lo + 1; j < hi; j++ {
		if v := m.value(sums, j); v > top {
			at, top = j, v
		}
	}
	return at
}

// arcs scores all arcs within each piece and sets the heads.
func (s *scratch) arcs(d *Doc, rows, first, tokens int) {
	a, k := &s.net.arc, s.net.keys
	a.times(s.sums, s.x, rows)
	for i := range tokens {
		sums := s.sums[i*a.out:]
		kernel.Squash(s.depKey[i*k:(i+1)*k], sums, a.scale, a.bias, keyUnit)
		kernel.Squash(s.headKey[i*k:(i+1)*k], sums[k:], a.scale[k:], a.bias[k:], keyUnit)
	}
	for _, p := range s.pieces {
		from, n := int(p.First)-first, int(p.Last-p.First)
		cols := kernel.PadCols(n + 1)
		s.layKeys(s.net.rootKey, 0)
		for i := range n {
			s.layKeys(s.headKey[(from+i)*k:(from+i+1)*k], i+1)
		}
		kernel.Product(s.sums, s.depKey[from*k:], s.panel, kernel.PadRows(n), k, cols)
		heads := s.tree.decode(s.sums, cols, n, s.net.model.Distance)
		for i, h := range heads[1:] {
			if h == 0 {
				d.Head[int(p.First)+i] = -1
			} else {
				d.Head[int(p.First)+i] = p.First + int32(h) - 1
			}
		}
	}
}

// layKeys puts a head's key into column j of the panel.
func (s *scratch) layKeys(key []int16, j int) {
	dst := s.panel[j/kernel.Lanes*kernel.Lanes*len(key)+j%kernel.Lanes*2:]
	for q := 0; q < len(key); q += 2 {
		dst[q*kernel.Lanes] = key[q]
		dst[q*kernel.Lanes+1] = key[q+1]
	}
}

// labels sets the labels of the arcs.
func (s *scratch) labels(d *Doc, rows, first, tokens int) {
	r, l, h := &s.net.rel, &s.net.label, s.net.hidden
	r.times(s.sums, s.x, rows)
	for i := range tokens {
		kernel.Scale(s.relHead[i*h:(i+1)*h], s.sums[i*r.out+h:], r.scale[h:], r.bias[h:])
	}
	sums := s.net.model.Sums()
	for i := range tokens {
		hid, dep, up := s.hid[i*h:(i+1)*h], s.sums[i*r.out:i*r.out+h], s.net.rootRel
		if head := int(d.Head[first+i]); head >= 0 {
			up = s.relHead[(head-first)*h:]
		}
		kernel.AddPositive(hid[:sums], dep, r.scale, r.bias, up, hiddenUnit)
		kernel.Multiply(hid[sums:], dep[sums:], r.scale[sums:], r.bias[sums:], up[sums:], hiddenUnit)
	}
	l.times(s.sums, s.hid, rows)
	for i := range tokens {
		if d.Head[first+i] < 0 {
			d.Label[first+i] = Root
			continue
		}
		sums := s.sums[i*l.out : (i+1)*l.out]
		at, top := int(Dep), l.value(sums, int(Dep))
		for j := int(Root) + 1; j < len(labelNames); j++ {
			if v := l.value(sums, j); v > top {
				at, top = j, v
			}
		}
		d.Label[first+i] = Label(at)
	}
}
