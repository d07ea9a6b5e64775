package store

import (
	"cmp"
	"slices"
)

// rank is what a row is sorted by: a text, or a number.
type rank struct {
	text   string
	number float64
}

func (r rank) compare(o rank) int {
	return cmp.Or(cmp.Compare(r.text, o.text), cmp.Compare(r.number, o.number))
}

// order is to lists in memory what ordering is to queries: the same rows in the same
// order, with the same cursors.
type order[T any] struct {
	text bool // whether ranks are texts
	rank func(T) rank
	id   func(T) string // settles ties
}

func (o *order[T]) compare(x, y T) int {
	if n := o.rank(x).compare(o.rank(y)); n != 0 {
		return n
	}
	return cmp.Compare(o.id(x), o.id(y))
}

// page is one page of a list that is in this order, as a new list, and the cursor of
// the next, "" where this is the last.
func (o *order[T]) page(all []T, p Page) (list []T, next string, err error) {
	_, down := p.by()
	rest := all
	if p.After != "" {
		at, err := cursorOf(p.After, o.text)
		if err != nil {
			return nil, "", err
		}
		var where rank
		where.text, _ = at.Key.(string)
		where.number, _ = at.Key.(float64)
		i, there := slices.BinarySearchFunc(all, at.ID, func(x T, id string) int {
			return cmp.Or(o.rank(x).compare(where), cmp.Compare(o.id(x), id))
		})
		switch {
		case down:
			rest = all[:i]
		case there:
			rest = all[i+1:]
		default:
			rest = all[i:]
		}
	}
	n := len(rest)
	if p.Limit > 0 {
		n = min(n, p.Limit)
	}
	list = make([]T, 0, n)
	if down {
		list = append(list, rest[len(rest)-n:]...)
		slices.Reverse(list)
	} else {
		list = append(list, rest[:n]...)
	}
	if n < len(rest) {
		last := list[n-1]
		var key any = o.rank(last).number
		if o.text {
			key = o.rank(last).text
		}
		next, err = cursorAt(key, o.id(last))
	}
	return list, next, err
}
