package who

import (
	"sync"

	"demarche/english"
	"demarche/who/internal/sequence"
)

var taggings = sync.Pool{New: func() any { return new(tagging) }}

// tagging is the scratch of one run of the tagger: what is known of each token,
// and the features of one sentence.
type tagging struct {
	namer    *Namer
	doc      *english.Doc
	mentions *Mentions
	domain   uint32

	cover  []uint32 // the mention that covers a token: its kind, where in it the token is, what is known of it
	word   []uint32 // hash of the word in lower case
	shape  []uint32
	class  []uint32 // class of the noun
	roster []uint32 // what the roster has: kind and form

	features []uint32
	starts   []int32
	labels   []uint8
	scratch  sequence.Scratch
	finder   finder // for the tables of words
}

// read takes in what the features of all sentences need.
func (t *tagging) read(n *Namer, doc *english.Doc, m *Mentions) {
	t.namer, t.doc, t.mentions, t.domain = n, doc, m, 0
	size := doc.Len()
	for _, column := range []*[]uint32{&t.cover, &t.word, &t.shape, &t.class, &t.roster} {
		if cap(*column) < size {
			*column = make([]uint32, size+size/2)
		}
		*column = (*column)[:size]
		for i := range *column {
			(*column)[i] = 0
		}
	}
	if cap(t.labels) < size {
		t.labels = make([]uint8, size+size/2)
	}
	t.labels = t.labels[:size]
	f := &t.finder
	f.namer, f.nouns, f.doc = n, loadNouns(), doc
	for i := range size {
		w := doc.Word(i)
		t.word[i] = hashLower(w)
		t.shape[i] = shapeOf(w)
		if c, ok := f.nounAt(int32(i)); ok {
			t.class[i] = 1 + uint32(c.kind) + 16*hashLower(string(c.sector))
		}
		if g, ok := f.genderOf(w); ok && startsUpper(w) {
			t.class[i] ^= 0x5bd1e995 * (1 + uint32(g))
		}
	}
	for i := 0; i < size; {
		senses, k := n.roster.Match(doc, i, int(doc.Sents[doc.SentenceOf(i)].Last))
		if k == 0 {
			i++
			continue
		}
		code := 1 + uint32(senses[0].Entry.Kind) + 8*uint32(senses[0].Form)
		for j := i; j < i+k; j++ {
			t.roster[j] = code
			if j > i {
				t.roster[j] += 1 << 10
			}
		}
		i += k
	}
	for i := range m.List {
		t.coverBy(&m.List[i])
	}
	f.namer, f.doc = nil, nil
}

// coverBy marks the tokens of a mention. Mentions within others come first in
// the list or are shorter; the longer one leaves its edges beside theirs.
func (t *tagging) coverBy(m *Mention) {
	if m.Kind == Other && len(m.Who) == 0 {
		return
	}
	sector := uint32(0)
	if len(m.Who) > 0 {
		sector = hashLower(string(m.Who[0].Sector)) % 61
		if m.Who[0].Name != "" {
			sector += 64
		}
	}
	code := 1 + uint32(m.Kind) + 16*(1+sector)
	for i := m.First; i < m.Last && i < len(t.cover); i++ {
		at := uint32(1)
		if i == m.First {
			at = 2
		}
		if i == m.Head {
			at += 2
		}
		if t.cover[i] == 0 || i == m.Head {
			t.cover[i] = code<<4 | at
		} else if i == m.First {
			t.cover[i] ^= (code<<4 | at) << 14
		}
	}
}

// sentence fills in the features of a sentence.
func (t *tagging) sentence(s english.Span) {
	t.features, t.starts = t.features[:0], t.starts[:0]
	for i := s.First; i < s.Last; i++ {
		t.starts = append(t.starts, int32(len(t.features)))
		t.token(i, s)
	}
	t.starts = append(t.starts, int32(len(t.features)))
}

// put adds a feature: its number and up to three values.
func (t *tagging) put(number, a, b, c uint32) {
	h := number*0x9E3779B1 ^ a*0x85EBCA77
	h = (h ^ h>>15) * 0xC2B2AE3D
	h ^= b * 0x27D4EB2F
	h = (h ^ h>>13) * 0x165667B1
	h ^= c * 0x9E3779B1
	h ^= h >> 16
	t.features = append(t.features, h, (h^(t.domain+1)*0x68E31DA4)*0xB5297A4D>>7)
}

// token adds the features of token i of a sentence.
func (t *tagging) token(i int32, s english.Span) {
	d := t.doc
	word := func(k int32) uint32 { return within(t.word, k, s) }
	shape := func(k int32) uint32 { return within(t.shape, k, s) }
	class := func(k int32) uint32 { return within(t.class, k, s) }
	cover := func(k int32) uint32 { return within(t.cover, k, s) }
	known := func(k int32) uint32 { return within(t.roster, k, s) }
	tag := func(k int32) uint32 {
		if k < s.First || k >= s.Last {
			return 255
		}
		return uint32(d.Tag[k])
	}
	w := d.Word(int(i))

	t.put(1, 0, 0, 0)
	for o := int32(-2); o <= 2; o++ {
		t.put(10+uint32(o+2), word(i+o), 0, 0)
		t.put(20+uint32(o+2), tag(i+o), 0, 0)
		t.put(30+uint32(o+2), cover(i+o)>>4&7, cover(i+o)&15, 0)
		t.put(40+uint32(o+2), shape(i+o), 0, 0)
	}
	t.put(50, word(i-1), word(i), 0)
	t.put(51, word(i), word(i+1), 0)
	t.put(52, tag(i-1), tag(i), 0)
	t.put(53, tag(i), tag(i+1), 0)
	t.put(54, tag(i-1), tag(i), tag(i+1))
	t.put(55, shape(i-1), shape(i), shape(i+1))
	t.put(56, cover(i), 0, 0)
	t.put(57, cover(i), tag(i), 0)
	t.put(58, cover(i), word(i), 0)
	t.put(59, cover(i-1), cover(i), 0)
	t.put(60, cover(i), cover(i+1), 0)
	t.put(61, class(i), 0, 0)
	t.put(62, class(i), shape(i), 0)
	t.put(63, class(i-1), class(i), 0)
	t.put(64, class(i), class(i+1), 0)
	t.put(65, known(i), 0, 0)
	t.put(66, known(i), known(i+1), 0)
	t.put(67, known(i-1), known(i), 0)
	t.put(68, uint32(d.Label[i]), tag(i), 0)
	h := d.Head[i]
	if h >= 0 {
		t.put(69, uint32(d.Label[i]), t.class[h], 0)
		t.put(70, uint32(d.Label[i]), t.word[h], 0)
		t.put(71, uint32(d.Label[i]), t.cover[h], 0)
		t.put(72, t.class[h], tag(i), uint32(min(max(h-i, -3), 3)+3))
	}
	for n := 1; n <= 4 && n <= len(w); n++ {
		t.put(80+uint32(n), hashLower(w[len(w)-n:]), 0, 0)
		if n <= 3 {
			t.put(90+uint32(n), hashLower(w[:n]), 0, 0)
		}
	}
	if i == s.First {
		t.put(99, shape(i), 0, 0)
	}
}

func within(column []uint32, k int32, s english.Span) uint32 {
	if k < s.First || k >= s.Last {
		return 0xFFFF
	}
	return column[k]
}

// hashLower hashes a word without regard to the case of ASCII letters.
func hashLower(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// shapeOf hashes the form of a word: capitals, small letters, digits and other
// signs, each run of one kind as one.
func shapeOf(w string) uint32 {
	h, last := uint32(17), byte(0)
	for i := range len(w) {
		var k byte
		switch c := w[i]; {
		case 'A' <= c && c <= 'Z':
			k = 'A'
		case 'a' <= c && c <= 'z' || c >= 0x80:
			k = 'a'
		case '0' <= c && c <= '9':
			k = '0'
		default:
			k = c
		}
		if k != last {
			h, last = h*31+uint32(k), k
		}
	}
	return h
}
