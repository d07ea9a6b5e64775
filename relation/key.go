package relation

import (
	"cmp"
	"slices"

	"demarche/event"
)

// Key are the n events that carry a story: those that made a turn, and of the
// others the weightiest, in the order of events.
func Key(events []*event.Event, turns []Turn, n int) []*event.Event {
	made := map[string]bool{}
	for _, t := range turns {
		for _, id := range t.Because {
			made[id] = true
		}
	}
	list := slices.Clone(events)
	slices.SortStableFunc(list, func(a, b *event.Event) int {
		return cmp.Or(
			cmp.Compare(rank(b, made), rank(a, made)),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.ID, b.ID),
		)
	})
	list = list[:min(n, len(list))]
	order := map[*event.Event]int{}
	for i, e := range events {
		order[e] = i
	}
	slices.SortFunc(list, func(a, b *event.Event) int { return cmp.Compare(order[a], order[b]) })
	return list
}

func rank(e *event.Event, made map[string]bool) float64 {
	w := float64(e.Voices)
	if made[e.ID] {
		w += 1.5
	}
	if e.Score < 0 {
		return w - e.Score/20
	}
	return w + e.Score/20
}
