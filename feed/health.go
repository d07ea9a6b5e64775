package feed

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Health is how a source is doing.
type Health struct {
	Source  string    `json:"source"` // address or path
	Title   string    `json:"title,omitempty"`
	Outlet  string    `json:"outlet,omitempty"`  // whose reports it has
	Tried   time.Time `json:"tried"`             // last look
	OK      time.Time `json:"ok"`                // last look that succeeded
	Error   string    `json:"error,omitempty"`   // of the last look
	Fails   int       `json:"fails,omitempty"`   // looks in a row that failed
	Next    time.Time `json:"next"`              // when it is looked at again
	Gone    bool      `json:"gone,omitempty"`    // the server says for good that it is no more
	Handed  int       `json:"handed"`            // reports handed on, corrections with them
	Fresh   time.Time `json:"fresh"`             // when the last was
	Carried int       `json:"carried,omitempty"` // of them those that another outlet told before in nearly the same words
	Copies  int       `json:"copies,omitempty"`  // dropped, because the same outlet told it before in nearly the same words
	Foreign int       `json:"foreign,omitempty"` // not in English
	Refused int       `json:"refused,omitempty"` // whose id another report has
	Unread  int       `json:"unread,omitempty"`  // whose text could not be read
	Newest  time.Time `json:"newest"`            // publication of the newest item, as far as it can be believed
	Remarks []string  `json:"remarks,omitempty"` // what is odd about it

	// Delay is how many seconds after its publication a report is handed on, in the
	// mean of about the last hundred that appeared between two looks and say when
	// they were published; Delayed is of how many.
	Delay   float64 `json:"delay_seconds,omitempty"`
	Delayed int     `json:"delayed,omitempty"`
}

// Aside counts what was set aside: neither kept nor a copy.
func (h *Health) Aside() int { return h.Foreign + h.Refused + h.Unread }

// Lag is how long before the last good look the newest item was published; 0
// where that is not known.
func (h *Health) Lag() time.Duration {
	if h.Newest.IsZero() || h.OK.IsZero() {
		return 0
	}
	return max(0, h.OK.Sub(h.Newest))
}

// The states of a source.
const (
	Waiting = "waiting" // it was not looked at yet
	Good    = "good"
	Odd     = "odd"     // it answers, but says things that cannot be believed
	Failing = "failing" // the last look failed
	Gone    = "gone"    // for good, as the server says
)

// State is the state of the source in a word.
func (h *Health) State() string {
	switch {
	case h.Gone:
		return Gone
	case h.Fails > 0:
		return Failing
	case h.Tried.IsZero():
		return Waiting
	case len(h.Remarks) > 0:
		return Odd
	}
	return Good
}

// recent is over about how many reports the mean delay is taken.
const recent = 100

// handed counts a report that was handed on at a time. published is when it came
// out, zero where that is not known; before is when the source was last read
// well. What was published earlier than that was not waited for.
func (h *Health) handed(now, published, before time.Time) {
	h.Handed++
	h.Fresh = now
	if published.IsZero() || before.IsZero() || published.Before(before) || published.After(now) {
		return
	}
	h.Delayed++
	h.Delay += (now.Sub(published).Seconds() - h.Delay) / float64(min(h.Delayed, recent))
}

// Status is how the sources are doing that were ever watched, as far as that is
// kept, by their names.
func Status(ctx context.Context, keep Keeper) ([]Health, error) {
	kept, err := keep.Keepsakes(ctx, owner)
	if err != nil {
		return nil, err
	}
	list := make([]Health, 0, len(kept))
	for key, text := range kept {
		var h Health
		if err := json.Unmarshal([]byte(text), &h); err != nil {
			return nil, fmt.Errorf("the state of %s: %w", key, err)
		}
		list = append(list, h)
	}
	slices.SortFunc(list, bySource)
	return list, nil
}

func bySource(a, b Health) int { return cmp.Compare(a.Source, b.Source) }

// Health is how the sources of the watcher are doing as of their last looks, by
// their names. It may be asked for at any time.
func (w *Watcher) Health() []Health {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.SortedFunc(maps.Values(w.health), bySource)
}

// publish makes known how a source is doing.
func (w *Watcher) publish(st *state) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.health[st.Source] = st.Health
}
