package feed

import (
	"sync"

	"demarche/event"
)

// nearCopy is the share of runs of words in common from which an item says what
// another said already: a text in which a word in a line was changed. The store
// counts as one voice what has much less in common, but drops nothing.
const nearCopy = 0.8

// copies knows the texts that came, so that one that comes again under another
// guid or in another feed is seen. From the same outlet it is dropped; another
// outlet that carries it is kept, and the store counts the two as one voice.
// Words are known for as long as the item is remembered, near copies for as long
// as it is in its feed.
type copies struct {
	mu    sync.Mutex
	words map[uint64][]item
	near  map[item]*event.Digest
	by    map[string]string // outlet by source
}

// item names an item: its source and its id there.
type item struct{ source, id string }

func newCopies() *copies {
	return &copies{words: map[uint64][]item{}, near: map[item]*event.Digest{}, by: map[string]string{}}
}

// outlet notes whose a source is.
func (c *copies) outlet(source, outlet string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by[source] = outlet
}

// What a text is to those that came before.
type likeness int

const (
	fresh   likeness = iota // nothing like it came
	carried                 // another outlet told it in these words
	copied                  // the same outlet did, or it is the same item in another feed
)

// like judges a text by its words, of which it takes note unless it is a copy.
func (c *copies) like(it item, words uint64) likeness {
	c.mu.Lock()
	defer c.mu.Unlock()
	is := fresh
	for _, other := range c.words[words] {
		if is = max(is, c.of(it, other)); is == copied {
			return copied
		}
	}
	c.remember(it, words)
	return is
}

// nearly judges it by its digest in the same way.
func (c *copies) nearly(it item, d *event.Digest) likeness {
	c.mu.Lock()
	defer c.mu.Unlock()
	is := fresh
	for other, known := range c.near {
		if is < copied && other != it && d.Alike(known) >= nearCopy {
			is = max(is, c.of(it, other))
		}
	}
	if is < copied {
		c.near[it] = d
	}
	return is
}

// of is what an item is to another of the same text.
func (c *copies) of(it, other item) likeness {
	switch {
	case it == other:
		return fresh
	case it.id == other.id || c.by[it.source] == c.by[other.source]:
		return copied
	}
	return carried
}

// remember takes note of the words of an item.
func (c *copies) remember(it item, words uint64) {
	for _, known := range c.words[words] {
		if known == it {
			return
		}
	}
	c.words[words] = append(c.words[words], it)
}

// recall takes note of an item that was seen in a former run. A copy is left out:
// what it is a copy of may not have been kept yet when that run ended.
func (c *copies) recall(it item, seen sighting) {
	if seen.Copy {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if seen.Text != 0 {
		c.remember(it, seen.Text)
	}
	if d := new(event.Digest); len(seen.Near) == len(d) {
		copy(d[:], seen.Near)
		c.near[it] = d
	}
}

// left tells that an item is in its feed no more, forgotten that it is not
// remembered either.
func (c *copies) left(it item) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.near, it)
}

func (c *copies) forgotten(it item, words uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := c.words[words]
	for i := range list {
		if list[i] == it {
			list[i] = list[len(list)-1]
			list = list[:len(list)-1]
			break
		}
	}
	if len(list) == 0 {
		delete(c.words, words)
	} else {
		c.words[words] = list
	}
}
