package event

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"demarche/record"
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

// Signature stands for the text of a report when near copies are looked for.
type Signature struct {
	Minima [bands * rows]uint32
	Week   int  // of its publication, counted from some day
	Short  bool // too short to be judged by
}

// Sign makes the signature of a report's text; where that is empty, the
// sentences of the report's records stand in for it.
func Sign(text string, records []record.Record) *Signature {
	if text == "" {
		list := make([]string, len(records))
		for i := range records {
			list[i] = records[i].Sentence.Text
		}
		text = sentences(list)
	}
	sig := &Signature{}
	if len(records) > 0 {
		day, _ := parseDay(records[0].Report.Published)
		sig.Week = int(day) / 7
	}
	for i := range sig.Minima {
		sig.Minima[i] = math.MaxUint32
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
		for i := range sig.Minima {
			if v := uint32(mix(h+uint64(i)*0x9E3779B97F4A7C15) >> 32); v < sig.Minima[i] {
				sig.Minima[i] = v
			}
		}
	})
	sig.Short = n < fewest
	return sig
}

// Voices tells which of the reports with these signatures are near copies of
// each other: for each the least index of its group. Memory is bounded by the
// number of reports of three weeks.
func Voices(signatures []*Signature) []int32 {
	order := make([]int32, len(signatures))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(signatures[a].Week, signatures[b].Week) })
	var v voices
	for _, i := range order {
		sig := signatures[i]
		for week := range v.bands {
			if week < sig.Week-1 {
				delete(v.bands, week)
			}
		}
		v.add(sig)
	}
	groups := make([]int32, len(signatures))
	least := map[int32]int32{}
	for at, i := range order {
		root := v.group.find(int32(at))
		if first, ok := least[root]; !ok || i < first {
			least[root] = i
		}
	}
	for at, i := range order {
		groups[i] = least[v.group.find(int32(at))]
	}
	return groups
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
func (s *Signature) alike(t *Signature) float64 {
	n := 0
	for i := range s.Minima {
		if s.Minima[i] == t.Minima[i] {
			n++
		}
	}
	return float64(n) / float64(len(s.Minima))
}

// Bands are keys of which near copies have one in common, as a rule: those of the
// parts of the signature that are compared first. A text too short to be judged by
// has none.
func (s *Signature) Bands() []uint64 {
	if s.Short {
		return nil
	}
	keys := make([]uint64, bands)
	for b := range keys {
		keys[b] = s.bandKey(b)
	}
	return keys
}

// bandKey is a band of a signature with its number.
func (s *Signature) bandKey(b int) uint64 {
	h := mix(uint64(b))
	for _, v := range s.Minima[b*rows : (b+1)*rows] {
		h = mix(h ^ uint64(v))
	}
	return h
}

// voices finds which reports are near copies of each other.
type voices struct {
	sigs  []*Signature
	group forest
	bands map[int]map[uint64][]int32 // by week
}

// add takes in the next report. Texts of the same week or of neighbouring ones
// are compared.
func (v *voices) add(sig *Signature) {
	if v.bands == nil {
		v.bands = map[int]map[uint64][]int32{}
	}
	id := int32(len(v.sigs))
	v.sigs = append(v.sigs, sig)
	v.group.grow()
	if sig.Short {
		return
	}
	own := v.bands[sig.Week]
	if own == nil {
		own = map[uint64][]int32{}
		v.bands[sig.Week] = own
	}
	// The same text once more needs no place of its own in the bands, which
	// keeps them short however often a text was copied.
	for _, other := range own[sig.bandKey(0)] {
		if *v.sigs[other] == *sig {
			v.group.join(other, id)
			return
		}
	}
	for b := range bands {
		key := sig.bandKey(b)
		for week := sig.Week - 1; week <= sig.Week+1; week++ {
			for _, other := range v.bands[week][key] {
				if v.group.find(other) != v.group.find(id) && sig.alike(v.sigs[other]) >= copied {
					v.group.join(other, id)
				}
			}
		}
		own[key] = append(own[key], id)
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
