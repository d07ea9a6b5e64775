// Package table is the binary form of the gazetteer: sorted names that are
// searched where they lie, so that opening it costs nothing.
package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"
)

// Kind tells what sort of place a name stands for.
type Kind uint8

// The kinds. Adjective is no place: it is the word for what belongs to a country.
const (
	Country Kind = iota
	Region       // first-level division
	Capital      // of a country
	Seat         // of a first-level division
	City
	Area // a region that is no division: the Donbas, the West Bank
	Sea
	Strait
	Island
	Base
	Landmark
	Adjective
)

// Place is one entry.
type Place struct {
	Name    string
	Country string // ISO 3166-1 alpha-3, "" for seas
	Region  string // name of the first-level division, "" when not known
	Kind    Kind
	Lat     float64 // degrees north
	Lon     float64 // degrees east
	Size    int     // inhabitants; of other places a size that ranks them among cities
}

// The file: magic, seven counts, then the sections.
//
//	places   20 bytes each: lat, lon (1e-4 degrees), name, region (string offsets), country (string offset, 2 bytes), kind, log size
//	keys     place of each key (4 bytes), then offsets of the key texts (4 bytes, one more)
//	texts    of the keys, sorted
//	strings  a byte of length before each
const (
	magic     = "DGZ1"
	placeSize = 20
	header    = 4 + 5*4
)

// Table is an open gazetteer.
type Table struct {
	places, keyPlace, keyAt, texts, strings string

	n, keys int
}

// Open checks the sections of a file and reads nothing else.
func Open(file string) (*Table, error) {
	if len(file) < header || file[:4] != magic {
		return nil, errors.New("opening gazetteer: not a gazetteer file")
	}
	count := func(i int) int { return int(u32(file, 4+4*i)) }
	t := &Table{n: count(0), keys: count(1)}
	rest := file[header:]
	for i, section := range []*string{&t.places, &t.keyPlace, &t.keyAt, &t.texts, &t.strings} {
		size := [...]int{t.n * placeSize, t.keys * 4, (t.keys + 1) * 4, count(2), count(3)}[i]
		if size < 0 || size > len(rest) {
			return nil, errors.New("opening gazetteer: file cut short")
		}
		*section, rest = rest[:size], rest[size:]
	}
	return t, nil
}

// Len is the number of places.
func (t *Table) Len() int { return t.n }

// Place reads entry i.
func (t *Table) Place(i int) Place {
	b := t.places[i*placeSize : (i+1)*placeSize]
	return Place{
		Lat:     float64(int32(u32(b, 0))) / 1e4,
		Lon:     float64(int32(u32(b, 4))) / 1e4,
		Name:    t.string(int(u32(b, 8))),
		Region:  t.string(int(u32(b, 12))),
		Country: t.string(int(b[16]) | int(b[17])<<8),
		Kind:    Kind(b[18]),
		Size:    int(math.Exp(float64(b[19]) / 12)),
	}
}

func (t *Table) string(at int) string {
	n := int(t.strings[at])
	return t.strings[at+1 : at+1+n]
}

func (t *Table) key(i int) string { return t.texts[u32(t.keyAt, 4*i):u32(t.keyAt, 4*i+4)] }

func u32(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

// Find gives the keys lo..hi that equal name in folded form, and whether any
// key goes on from it with a further word.
func (t *Table) Find(name []byte) (lo, hi int, more bool) {
	lo = t.search(name)
	hi = lo
	for hi < t.keys && t.key(hi) == string(name) {
		hi++
	}
	if hi < t.keys {
		// Keys with a further word follow at once: a space sorts before any letter.
		k := t.key(hi)
		more = len(k) > len(name) && k[len(name)] == ' ' && k[:len(name)] == string(name)
	}
	return lo, hi, more
}

// search is the first key not below name.
func (t *Table) search(name []byte) int {
	lo, hi := 0, t.keys
	for lo < hi {
		mid := (lo + hi) / 2
		if t.key(mid) < string(name) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// At is the place that key i names.
func (t *Table) At(i int) int { return int(u32(t.keyPlace, 4*i)) }

// Entry is a place with the names it goes by.
type Entry struct {
	Place
	Names   []string // besides Place.Name
	Unnamed bool     // not to be found under Place.Name
}

// Encode writes a table.
func Encode(entries []Entry) ([]byte, error) {
	pool := map[string]int{"": 0}
	strings := []byte{0}
	intern := func(s string) (int, error) {
		if at, ok := pool[s]; ok {
			return at, nil
		}
		if len(s) > 255 {
			return 0, fmt.Errorf("encoding gazetteer: name of %d bytes", len(s))
		}
		at := len(strings)
		pool[s] = at
		strings = append(append(strings, byte(len(s))), s...)
		return at, nil
	}
	for i := range entries { // countries first: their offsets must fit 16 bits
		if _, err := intern(entries[i].Country); err != nil {
			return nil, err
		}
	}
	if len(strings) > math.MaxUint16 {
		return nil, errors.New("encoding gazetteer: too many countries")
	}
	for i := range entries {
		if _, err := intern(entries[i].Region); err != nil {
			return nil, err
		}
	}
	if len(strings) > 0xffffff {
		return nil, errors.New("encoding gazetteer: too many regions")
	}
	type key struct {
		text  string
		place int
	}
	var keys []key
	var places []byte
	for i := range entries {
		e := &entries[i]
		var at [3]int
		for k, s := range [3]string{e.Name, e.Region, e.Country} {
			var err error
			if at[k], err = intern(s); err != nil {
				return nil, err
			}
		}
		places = binary.LittleEndian.AppendUint32(places, uint32(int32(math.Round(e.Lat*1e4))))
		places = binary.LittleEndian.AppendUint32(places, uint32(int32(math.Round(e.Lon*1e4))))
		places = binary.LittleEndian.AppendUint32(places, uint32(at[0]))
		places = binary.LittleEndian.AppendUint32(places, uint32(at[1]))
		places = binary.LittleEndian.AppendUint16(places, uint16(at[2]))
		places = append(places, byte(e.Kind), byte(math.Round(12*math.Log(float64(max(e.Size, 1))))))
		seen := map[string]bool{}
		for k, name := range append([]string{e.Name}, e.Names...) {
			if k == 0 && e.Unnamed {
				continue
			}
			folded, ok := Fold(nil, name)
			if ok && len(folded) > 0 && !seen[string(folded)] {
				seen[string(folded)] = true
				keys = append(keys, key{string(folded), i})
			}
		}
	}
	sort.Slice(keys, func(i, k int) bool {
		if keys[i].text != keys[k].text {
			return keys[i].text < keys[k].text
		}
		return keys[i].place < keys[k].place
	})
	var keyPlace, keyAt, texts []byte
	for _, k := range keys {
		keyPlace = binary.LittleEndian.AppendUint32(keyPlace, uint32(k.place))
		keyAt = binary.LittleEndian.AppendUint32(keyAt, uint32(len(texts)))
		texts = append(texts, k.text...)
	}
	keyAt = binary.LittleEndian.AppendUint32(keyAt, uint32(len(texts)))
	file := []byte(magic)
	for _, n := range [5]int{len(entries), len(keys), len(texts), len(strings), 0} {
		file = binary.LittleEndian.AppendUint32(file, uint32(n))
	}
	for _, section := range [][]byte{places, keyPlace, keyAt, texts, strings} {
		file = append(file, section...)
	}
	return file, nil
}
