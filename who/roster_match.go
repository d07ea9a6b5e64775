package who

import (
	"slices"
	"unicode/utf8"

	"demarche/english"
)

// A trie holds names as the hashes of their words: 64 bits each, so that two
// words of a roster being taken for one another need not be reckoned with. An
// edge is found by one look into an open hash table. Names are matched without
// regard to case, marks and hyphens; acronyms are then compared as written.
type trie struct {
	edges []edge // size is a power of two
	used  int
	nodes int32
	ends  []span // by node: what ends there, in senses or in titles
}

type edge struct {
	key  uint64
	node int32
}

// span is a stretch of a list; plain bounds the part that is not acronyms.
type span struct{ first, plain, last int32 }

func edgeKey(node int32, hash uint64) uint64 {
	k := (hash ^ uint64(node)*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	return k ^ k>>32 | 1 // 0 marks an empty slot
}

// next is the node reached from node by a word, 0 when there is none.
func (t *trie) next(node int32, hash uint64) int32 {
	if len(t.edges) == 0 {
		return 0
	}
	mask := uint64(len(t.edges) - 1)
	key := edgeKey(node, hash)
	for i := key >> 1 & mask; ; i = (i + 1) & mask {
		switch t.edges[i].key {
		case key:
			return t.edges[i].node
		case 0:
			return 0
		}
	}
}

// add is the node reached by a word, made if need be.
func (t *trie) add(node int32, hash uint64) int32 {
	if n := t.next(node, hash); n != 0 {
		return n
	}
	if 4*(t.used+1) > 3*len(t.edges) {
		t.grow(max(1024, 2*len(t.edges)))
	}
	t.nodes++
	t.put(edgeKey(node, hash), t.nodes)
	t.used++
	return t.nodes
}

func (t *trie) put(key uint64, node int32) {
	mask := uint64(len(t.edges) - 1)
	i := key >> 1 & mask
	for t.edges[i].key != 0 {
		i = (i + 1) & mask
	}
	t.edges[i] = edge{key, node}
}

func (t *trie) grow(size int) {
	old := t.edges
	t.edges = make([]edge, size)
	for _, e := range old {
		if e.key != 0 {
			t.put(e.key, e.node)
		}
	}
}

// insert is the node at the end of a name, 0 for a name without letters.
func (t *trie) insert(name string) int32 {
	var node int32
	for i := 0; i < len(name); {
		hash, first, end := piece(name, i)
		if first == len(name) {
			break
		}
		node = t.add(node, hash)
		i = end
	}
	return node
}

// walk follows all words of text: the node reached, 0 when there is none, and
// the bytes from the first word to the last.
func (t *trie) walk(text string) (node int32, start, stop int) {
	start = len(text)
	for i := 0; i < len(text); {
		hash, first, end := piece(text, i)
		if first == len(text) {
			break
		}
		if node = t.next(node, hash); node == 0 {
			return 0, 0, 0
		}
		start, stop = min(start, first), end
		i = end
	}
	return node, start, stop
}

// longest follows the tokens of doc from i and calls accept at each node where
// something ends, with one past the last token; the longest accepted one wins.
// Hyphens and lone apostrophes between words are passed over.
func (t *trie) longest(doc *english.Doc, i, limit int, accept func(node int32, last int) bool) (node int32, last int) {
	var at int32
	for j := i; j < limit; j++ {
		word := doc.Word(j)
		_, first, _ := piece(word, 0)
		if first == len(word) {
			if j == i || !joins(word) {
				break
			}
			continue
		}
		for k := 0; k < len(word); {
			hash, first, end := piece(word, k)
			if first == len(word) {
				break
			}
			if at = t.next(at, hash); at == 0 {
				return node, last
			}
			k = end
		}
		if s := t.ends[at]; s.last > s.first && accept(at, j+1) {
			node, last = at, j+1
		}
	}
	return node, last
}

// joins tells the tokens that may stand between the words of a name.
func joins(word string) bool {
	c, size := utf8.DecodeRuneInString(word)
	return size == len(word) && (c == '-' || c == '‐' || c == '‑' || c == '–' || isApostrophe(c))
}

// Match finds the longest name of the roster that starts at token i of doc and
// ends before token limit: what it can stand for and how many tokens it takes,
// 0 when there is none. A name without capitals in the text matches only where
// the roster writes it so too. The slice is the roster's own: read only.
func (r *Roster) Match(doc *english.Doc, i, limit int) (senses []Sense, n int) {
	if i < 0 || i >= limit || limit > doc.Len() {
		return nil, 0
	}
	upper := startsUpper(doc.Word(i))
	node, last := r.names.longest(doc, i, limit, func(node int32, last int) bool {
		return len(r.sensesAt(node, doc.Words(i, last), upper)) > 0
	})
	if node == 0 {
		return nil, 0
	}
	return r.sensesAt(node, doc.Words(i, last), upper), last - i
}

// Lookup is what a name that makes up the whole of text can stand for.
func (r *Roster) Lookup(text string) []Sense {
	node, start, stop := r.names.walk(text)
	if node == 0 {
		return nil
	}
	return r.sensesAt(node, text[start:stop], startsUpper(text[start:]))
}

// sensesAt are the senses at a node that the text as written allows.
func (r *Roster) sensesAt(node int32, text string, upper bool) []Sense {
	s := r.names.ends[node]
	senses := r.senses[s.first:s.last]
	if s.plain < s.last && !writtenAs(text, senses[s.plain-s.first].exact()) {
		senses = senses[:s.plain-s.first]
	}
	if !upper && len(senses) > 0 && !senses[0].lower {
		return nil
	}
	return senses
}

// exact is how an acronym is written, "" for other names.
func (s *Sense) exact() string {
	if s.note == nil {
		return ""
	}
	return s.note.exact
}

// writtenAs compares a text with an acronym, periods left out.
func writtenAs(text, acronym string) bool {
	k := 0
	for i := 0; i < len(text); i++ {
		if text[i] == '.' {
			continue
		}
		if k == len(acronym) || text[i] != acronym[k] {
			return false
		}
		k++
	}
	return k == len(acronym)
}

func startsUpper(s string) bool {
	if s == "" {
		return false
	}
	c := s[0]
	if c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	r, _ := utf8.DecodeRuneInString(s)
	return upperLatin(r)
}

// upperLatin tells capital letters beyond ASCII. In the blocks that names come
// in, capitals stand before their small letters, mostly in pairs.
func upperLatin(c rune) bool {
	switch {
	case 0xC0 <= c && c <= 0xDE:
		return true
	case 0x139 <= c && c <= 0x148, 0x179 <= c && c <= 0x17E:
		return c&1 == 1
	case 0x100 <= c && c <= 0x24F, 0x1E00 <= c && c <= 0x1EFF:
		return c&1 == 0
	}
	return false
}

// senseAt is a sense with the node that its name ends at, while building.
type senseAt struct {
	node  int32
	text  string
	sense Sense
}

// settle puts senses in the order of their nodes, acronyms last at each.
func settle(t *trie, list []senseAt) []Sense {
	t.ends = make([]span, t.nodes+1)
	for i := range list {
		s := &t.ends[list[i].node]
		s.last++
		if list[i].sense.exact() == "" {
			s.plain++
		}
	}
	var at int32
	for i := range t.ends {
		s := &t.ends[i]
		n, plain := s.last, s.plain
		*s = span{at, at + plain, at}
		at += n
	}
	senses := make([]Sense, len(list))
	fill := make([][2]int32, len(t.ends))
	for i := range list {
		node := list[i].node
		s, f := &t.ends[node], &fill[node]
		if list[i].sense.exact() == "" {
			senses[s.first+f[0]] = list[i].sense
			f[0]++
		} else {
			senses[s.plain+f[1]] = list[i].sense
			f[1]++
		}
		s.last++
	}
	for i := range t.ends {
		s := &t.ends[i]
		plain := senses[s.first:s.plain]
		slices.SortStableFunc(plain, func(a, b Sense) int { return int(b.Entry.Rank) - int(a.Entry.Rank) })
	}
	return senses
}
