package event

import (
	"math"
	"slices"
	"strings"
)

// Near copies, such as a wire's text in several papers, are found by MinHash
// (Broder 1997): the share of equal minima of two signatures estimates the
// share of runs of words that two texts have in common. Signatures that agree
// in all rows of some band are compared, no others.

const (
	shingle = 4  // words in a run
	bands   = 20 // of a signature
	rows    = 3  // in a band
	// copied is the share of equal minima from which a text is a near copy. Two
	// reports written apart, of one happening, stay below a tenth.
	copied = 0.45
	// fewest is the least number of words that a text is judged by.
	fewest = 12
)

type signature [bands * rows]uint32

// sign is the signature of a text; ok is false where it is too short.
func sign(text string) (sig signature, ok bool) {
	for i := range sig {
		sig[i] = math.MaxUint32
	}
	var run [shingle]uint64
	n := 0
	eachWord(text, func(w string, _ int) {
		copy(run[:], run[1:])
		run[shingle-1] = textHash(w)
		if n++; n < shingle {
			return
		}
		h := uint64(14695981039346656037)
		for _, x := range run {
			h = mix(h ^ x)
		}
		for i := range sig {
			if v := uint32(mix(h+uint64(i)*0x9E3779B97F4A7C15) >> 32); v < sig[i] {
				sig[i] = v
			}
		}
	})
	return sig, n >= fewest
}

// textHash is FNV-1a, which is the same on every run: which texts are taken for
// copies must not change from one to the next.
func textHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix is the finaliser of SplitMix64.
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// alike is the share of equal minima.
func (s *signature) alike(t *signature) float64 {
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return float64(n) / float64(len(s))
}

// bandKey is a band of a signature with its number and the week of the text.
func (s *signature) bandKey(b, week int) uint64 {
	h := mix(uint64(b)<<32 ^ uint64(uint32(week)))
	for _, v := range s[b*rows : (b+1)*rows] {
		h = mix(h ^ uint64(v))
	}
	return h
}

// voices finds which reports are near copies of each other.
type voices struct {
	sigs  []signature
	group forest
	bands map[uint64][]int32
}

// add takes in the text of the next report, published in a week as counted from
// some day. Texts of the same week or of neighbouring ones are compared.
func (v *voices) add(text string, week int) {
	if v.bands == nil {
		v.bands = map[uint64][]int32{}
	}
	id := int32(len(v.sigs))
	sig, ok := sign(text)
	v.sigs = append(v.sigs, sig)
	v.group.grow()
	if !ok {
		return
	}
	// The same text once more needs no place of its own in the bands, which
	// keeps them short however often a text was copied.
	for _, other := range v.bands[sig.bandKey(0, week)] {
		if v.sigs[other] == sig {
			v.group.join(other, id)
			return
		}
	}
	for b := range bands {
		for _, w := range [...]int{week - 1, week, week + 1} {
			for _, other := range v.bands[sig.bandKey(b, w)] {
				if v.group.find(other) != v.group.find(id) && sig.alike(&v.sigs[other]) >= copied {
					v.group.join(other, id)
				}
			}
		}
		key := sig.bandKey(b, week)
		v.bands[key] = append(v.bands[key], id)
	}
}

// forest holds disjoint sets of numbers from 0 on.
type forest []int32

func (f *forest) grow() { *f = append(*f, int32(len(*f))) }

func (f forest) find(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(a, b int32) {
	a, b = f.find(a), f.find(b)
	if a == b {
		return
	}
	if b < a {
		a, b = b, a
	}
	f[b] = a
}

// sentences is the text of a report as far as its records tell it.
func sentences(list []string) string {
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}
