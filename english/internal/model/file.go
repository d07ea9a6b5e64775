package model

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unsafe"
)

const magic = "demarche-english"

// Write writes a model. The layout: the magic word, a header in JSON, then the
// parts in the order of the fields of Model, numbers little-endian, each array
// preceded by its length.
func (m *Model) Write(w io.Writer) error {
	header, err := json.Marshal(m.Header)
	if err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	e := encoder{b: append([]byte(nil), magic...)}
	e.bytes(header)
	m.eachPart(e.table, e.linear, e.floats, func(layers *[]Layer) { e.size(len(*layers)) })
	if _, err := w.Write(e.b); err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	return nil
}

// Read reads a model from the bytes of its file, which it keeps using.
func Read(b []byte) (*Model, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errors.New("reading a model: not a model file")
	}
	d := decoder{b: b[len(magic):]}
	m := new(Model)
	header := d.bytes()
	if d.short {
		return nil, errors.New("reading a model: file is cut short")
	}
	if err := json.Unmarshal(header, &m.Header); err != nil {
		return nil, fmt.Errorf("reading a model: header: %w", err)
	}
	if m.Header.Version != Version {
		return nil, fmt.Errorf("reading a model: layout version %d, want %d", m.Header.Version, Version)
	}
	m.eachPart(d.table, d.linear, d.floats, func(layers *[]Layer) {
		if n := d.size(); n <= 16 {
			*layers = make([]Layer, n)
		} else {
			d.short = true
		}
	})
	if d.short || len(d.b) > 0 {
		return nil, errors.New("reading a model: file is cut short or too long")
	}
	return m, m.check()
}

// eachPart visits all parts in the order of the file.
func (m *Model) eachPart(table func(*Table), linear func(*Linear), floats func(*[]float32), layers func(*[]Layer)) {
	table(&m.Words)
	table(&m.Static)
	table(&m.Affix)
	table(&m.Grams)
	linear(&m.Input)
	layers(&m.Layers)
	for i := range m.Layers {
		linear(&m.Layers[i].Sums)
		floats(&m.Layers[i].Gates)
	}
	linear(&m.Tagger)
	linear(&m.Arc)
	linear(&m.Rel)
	linear(&m.Label)
	floats(&m.ArcRoot)
	floats(&m.RelRoot)
	floats(&m.Distance)
}

// check tells whether the sizes of the parts fit each other.
func (m *Model) check() error {
	width := m.Input.Out
	ok := m.Input.In == m.Width() && m.Affix.Len() == AffixRows && m.Grams.Len() == GramRows && len(m.Layers) > TagLayer
	for _, l := range m.Layers {
		ok = ok && l.Sums.In == width && l.Sums.Out == 3*width && len(l.Gates) == 2*width
	}
	ok = ok && m.Tagger.In == width && m.Arc.In == width && m.Rel.In == width && 2*m.Label.In == m.Rel.Out && 0 <= m.Header.Products && m.Header.Products <= m.Label.In && m.Header.Products%8 == 0
	ok = ok && 2*len(m.ArcRoot) == m.Arc.Out && 2*len(m.RelRoot) == m.Rel.Out && len(m.Distance) == Distances
	ok = ok && width%64 == 0 && m.Arc.Out%64 == 0 && m.Rel.Out%64 == 0 && m.Width()%2 == 0
	if !ok {
		return errors.New("reading a model: sizes of its parts do not fit")
	}
	return nil
}

type encoder struct{ b []byte }

func (e *encoder) size(n int) { e.b = binary.LittleEndian.AppendUint32(e.b, uint32(n)) }

func (e *encoder) bytes(b []byte) {
	e.size(len(b))
	e.b = append(e.b, b...)
}

func (e *encoder) floats(s *[]float32) {
	e.size(len(*s))
	for _, v := range *s {
		e.b = binary.LittleEndian.AppendUint32(e.b, math.Float32bits(v))
	}
}

func (e *encoder) table(t *Table) {
	e.size(t.Dim)
	e.size(len(t.Prints))
	for _, p := range t.Prints {
		e.b = binary.LittleEndian.AppendUint64(e.b, p)
	}
	e.floats(&t.Scale)
	e.bytes(t.Rows)
}

func (e *encoder) linear(l *Linear) {
	e.size(l.In)
	e.size(l.Out)
	for _, v := range l.Weight {
		e.b = append(e.b, byte(v))
	}
	e.floats(&l.Scale)
	e.floats(&l.Bias)
}

// decoder reads what encoder wrote; short is set once something is missing.
type decoder struct {
	b     []byte
	short bool
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.short = true
		d.b = nil
		return nil
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

func (d *decoder) size() int {
	b := d.take(4)
	if b == nil {
		return 0
	}
	return int(binary.LittleEndian.Uint32(b))
}

func (d *decoder) bytes() []byte { return d.take(d.size()) }

func (d *decoder) floats(s *[]float32) {
	b := d.take(4 * d.size())
	*s = make([]float32, len(b)/4)
	for i := range *s {
		(*s)[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

func (d *decoder) table(t *Table) {
	t.Dim = d.size()
	b := d.take(8 * d.size())
	t.Prints = make([]uint64, len(b)/8)
	for i := range t.Prints {
		t.Prints[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	d.floats(&t.Scale)
	t.Rows = d.bytes()
	if len(t.Rows) != t.Dim*len(t.Scale) || len(t.Prints) > 0 && len(t.Prints) != len(t.Scale) {
		d.short = true
	}
}

func (d *decoder) linear(l *Linear) {
	l.In, l.Out = d.size(), d.size()
	b := d.take(l.In * l.Out)
	l.Weight = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b))
	d.floats(&l.Scale)
	d.floats(&l.Bias)
	if len(l.Scale) != l.Out || len(l.Bias) != l.Out {
		d.short = true
	}
}
