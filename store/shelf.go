package store

import "sync"

// shelf keeps rows that are never changed by their numbers, so that what is asked
// for often is read and put together once. Numbers are not given twice while the
// store is open. It holds those asked for last: when the younger half is full,
// the older one is let go.
type shelf[T any] struct {
	mu         sync.Mutex
	room       int // of each half
	young, old map[int64]*T
}

func newShelf[T any](rows int) *shelf[T] {
	return &shelf[T]{room: rows / 2, young: map[int64]*T{}, old: map[int64]*T{}}
}

// take gives what there is of some numbers, and those that are missing. What it
// gives belongs to all and must not be changed.
func (s *shelf[T]) take(nos []int64) (found map[int64]*T, missing []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found = make(map[int64]*T, len(nos))
	for _, no := range nos {
		x := s.young[no]
		if x == nil {
			if x = s.old[no]; x == nil {
				missing = append(missing, no)
				continue
			}
			s.keep(no, x)
		}
		found[no] = x
	}
	return found, missing
}

// put adds rows; more than there is room for are not kept.
func (s *shelf[T]) put(rows map[int64]*T) {
	if len(rows) > s.room {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for no, x := range rows {
		s.keep(no, x)
	}
}

func (s *shelf[T]) keep(no int64, x *T) {
	if len(s.young) >= s.room {
		s.young, s.old = make(map[int64]*T, s.room), s.young
	}
	s.young[no] = x
}
