package model

import (
	"unicode"
	"unicode/utf8"
)

// Form holds what the network sees of a word: features of its form alone.
type Form struct {
	Word   uint64   // fingerprint of the lower-cased form
	Affix  []uint32 // rows of the affix table
	Grams  []uint32 // rows of the table of character sequences
	affix  [12]uint32
	grams  [3 * maxRunes]uint32
	folded [maxRunes + 2]rune
}

// Sizes of the hashed tables; powers of two.
const (
	AffixRows = 1 << 14
	GramRows  = 1 << 15
)

// maxRunes is how much of a word is looked at: its beginning and its last tail runes.
const (
	maxRunes = 32
	tail     = 8
)

const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// Fingerprint is a 64-bit hash of a form.
func Fingerprint(s string) uint64 {
	h := uint64(offset64)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * prime64
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func hash(kind uint64, runes []rune) uint64 {
	h := (offset64 ^ kind) * prime64
	for _, r := range runes {
		h = (h ^ uint64(r)) * prime64
	}
	return mix(h)
}

// fold is the lower-case form of a letter; the many quotes, apostrophes and
// dashes become one each.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r == '`' {
			return '\''
		}
		return r
	}
	switch r {
	case '‘', '’', '‛', '′', 'ʼ':
		return '\''
	case '“', '”', '„', '‟', '«', '»':
		return '"'
	case '‐', '‑', '–', '—', '―', '−':
		return '-'
	}
	return unicode.ToLower(r)
}

// kind is the class of a rune in the shape of a word.
func kind(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return 'x'
	case 'A' <= r && r <= 'Z':
		return 'X'
	case '0' <= r && r <= '9':
		return 'd'
	case r < utf8.RuneSelf:
		return r
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return 'x'
	}
	return fold(r)
}

// Look fills in the features of a word.
func (f *Form) Look(word string) {
	// shape: runs of a class are cut to two; in the long shape to four
	var shape, long [16]rune
	var nShape, nLong, run int
	var last rune
	runes := f.folded[1:1]
	n := utf8.RuneCountInString(word)
	at := 0
	for _, r := range word {
		if k := kind(r); k == last {
			run++
		} else {
			last, run = k, 1
		}
		if run <= 2 && nShape < len(shape) {
			shape[nShape] = last
			nShape++
		}
		if run <= 4 && nLong < len(long) {
			long[nLong] = last
			nLong++
		}
		if n <= maxRunes || at < maxRunes-tail || at >= n-tail {
			runes = append(runes, fold(r))
		}
		at++
	}
	f.Word = hash('w', runes)

	f.Affix = f.affix[:0]
	add := func(kind uint64, runes []rune) {
		f.Affix = append(f.Affix, uint32(hash(kind, runes)%AffixRows))
	}
	add('S', shape[:nShape])
	add('L', long[:nLong])
	for i := 1; i <= 4; i++ {
		if i <= len(runes) {
			add('p'<<8|uint64(i), runes[:i])
			add('s'<<8|uint64(i), runes[len(runes)-i:])
		}
	}
	if len(runes) > 5 {
		add('s'<<8|5, runes[len(runes)-5:])
	}

	whole := f.folded[:len(runes)+2]
	whole[0], whole[len(whole)-1] = '^', '$'
	for i, r := range whole {
		if '0' <= r && r <= '9' {
			whole[i] = '0'
		}
	}
	f.Grams = f.grams[:0]
	for size := 3; size <= 5; size++ {
		for i := 0; i+size <= len(whole); i++ {
			f.Grams = append(f.Grams, uint32(hash('g', whole[i:i+size])%GramRows))
		}
	}
}

// Width is the number of features of a form as numbers: the parts in the order
// own embedding, static vector, affixes, character sequences.
func (m *Model) Width() int { return m.Words.Dim + m.Static.Dim + m.Affix.Dim + m.Grams.Dim }

// Features sets dst, of length Width, to the sum of the embeddings of a form.
func (m *Model) Features(dst []float32, f *Form) {
	clear(dst)
	if i := m.Words.Find(f.Word); i >= 0 {
		m.Words.Add(dst, i, 1)
	}
	dst = dst[m.Words.Dim:]
	if i := m.Static.Find(f.Word); i >= 0 {
		m.Static.Add(dst, i, 1)
	}
	dst = dst[m.Static.Dim:]
	for _, i := range f.Affix {
		m.Affix.Add(dst, int(i), 1)
	}
	dst = dst[m.Affix.Dim:]
	if len(f.Grams) > 0 {
		weight := 1 / float32(len(f.Grams))
		for _, i := range f.Grams {
			m.Grams.Add(dst, int(i), weight)
		}
	}
}
