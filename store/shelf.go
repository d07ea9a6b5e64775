package store

import "sync"

// shelf keeps what was read by its key, so that what is asked for often is read and
// put together once. What it holds is never changed. It holds what was asked for
// last: when the younger half is full, the older one is let go.
type shelf[K comparable, T any] struct {
	mu         sync.Mutex
	room       int // of each half, in the unit of weigh
	weigh      func(*T) int
	weight     int // of the younger half
	young, old map[K]*T
}

// newShelf makes a shelf for things that weigh as much in all; weigh is nil where
// each counts as one.
func newShelf[K comparable, T any](room int, weigh func(*T) int) *shelf[K, T] {
	if weigh == nil {
		weigh = func(*T) int { return 1 }
	}
	return &shelf[K, T]{room: room / 2, weigh: weigh, young: map[K]*T{}, old: map[K]*T{}}
}

// take gives what there is of some keys, and those that are missing. What it
// gives belongs to all and must not be changed.
func (s *shelf[K, T]) take(keys []K) (found map[K]*T, missing []K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found = make(map[K]*T, len(keys))
	for _, key := range keys {
		x := s.young[key]
		if x == nil {
			if x = s.old[key]; x == nil {
				missing = append(missing, key)
				continue
			}
			s.keep(key, x)
		}
		found[key] = x
	}
	return found, missing
}

// put adds things; where they are more than there is room for, none is kept.
func (s *shelf[K, T]) put(things map[K]*T) {
	weight := 0
	for _, x := range things {
		weight += s.weigh(x)
	}
	if weight > s.room {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, x := range things {
		s.keep(key, x)
	}
}

// drop lets go of some keys.
func (s *shelf[K, T]) drop(keys []K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		if x := s.young[key]; x != nil {
			s.weight -= s.weigh(x)
			delete(s.young, key)
		}
		delete(s.old, key)
	}
}

func (s *shelf[K, T]) keep(key K, x *T) {
	if was := s.young[key]; was != nil {
		s.weight -= s.weigh(was)
	}
	weight := s.weigh(x)
	if s.weight+weight > s.room {
		s.young, s.old, s.weight = map[K]*T{}, s.young, 0
	}
	s.young[key] = x
	s.weight += weight
}
