// Package feed watches feeds (RSS, Atom, JSON Feed) and drop folders, and hands
// on each report that appears in them, once.
//
// A [Watcher] asks every source when its time has come:
//
//	watcher.go  the round of sources, and where each was read up to
//	poll.go     one feed: conditional requests, back-off, what is new in it
//	item.go     an item of a feed as a report, with the full page where wanted
//	dates.go    feeds that lie about their dates
//	host.go     one request at a time to a host, with a pause; robots.txt
//	folder.go   one drop folder
//	list.go     lists of feeds: OPML and YAML
//
// What is known of a source is kept in the store after its reports are, so that
// a program that is killed hands a report on again rather than losing it; the
// store knows it by its id.
package feed

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Source is a feed or a folder that is watched.
type Source struct {
	URL    string        // of a feed; "" for a folder
	Folder string        // path of a drop folder
	Name   string        // the outlet; "" for what the feed calls itself
	Every  time.Duration // between two looks; 0 stands for that of the Watcher
	Pages  Pages         // when the page that an item links to is read
}

// Key names the source.
func (s *Source) Key() string { return cmp.Or(s.URL, s.Folder) }

// Pages says when the page behind an item is fetched.
type Pages string

// The choices; "" is PagesShort.
const (
	PagesNever  Pages = "never"
	PagesShort  Pages = "short" // where the item's own text is short
	PagesAlways Pages = "always"
)

// owner is the name under which the store keeps the state of sources.
const owner = "feeds"

// Keeper keeps texts by key between runs; a store is one.
type Keeper interface {
	Keepsakes(ctx context.Context, owner string) (map[string]string, error)
	Keep(ctx context.Context, owner string, values map[string]string) error
}

// Health is how a source is doing.
type Health struct {
	Source  string    `json:"source"` // address or path
	Title   string    `json:"title,omitempty"`
	Tried   time.Time `json:"tried"`             // last look
	OK      time.Time `json:"ok"`                // last look that succeeded
	Error   string    `json:"error,omitempty"`   // of the last look
	Fails   int       `json:"fails,omitempty"`   // looks in a row that failed
	Next    time.Time `json:"next"`              // when it is looked at again
	Gone    bool      `json:"gone,omitempty"`    // the server says for good that it is no more
	Handed  int       `json:"handed"`            // reports handed on
	Copies  int       `json:"copies,omitempty"`  // dropped, because the same text came before
	Foreign int       `json:"foreign,omitempty"` // not in English
	Refused int       `json:"refused,omitempty"` // whose id another report has
	Unread  int       `json:"unread,omitempty"`  // whose text could not be read
	Newest  time.Time `json:"newest"`            // publication of the newest item, as far as it can be believed
	Remarks []string  `json:"remarks,omitempty"` // what is odd about it
}

// Lag is how long before the last good look the newest item was published; 0
// where that is not known.
func (h *Health) Lag() time.Duration {
	if h.Newest.IsZero() || h.OK.IsZero() {
		return 0
	}
	return max(0, h.OK.Sub(h.Newest))
}

// state is what is kept of a source.
type state struct {
	Health
	ETag     string              `json:"etag,omitempty"`
	Modified string              `json:"modified,omitempty"`
	Seen     map[string]sighting `json:"seen,omitempty"`  // by id of the item
	Files    map[string]mark     `json:"files,omitempty"` // by path below the folder

	kept   string    // what was written last, but for the times of looks
	keptAt time.Time // when
}

// written is the state as text, and the same without the times of looks, which
// alone are no reason to write it again at once.
func (st *state) written() (text, lasting string, err error) {
	whole, err := json.Marshal(st)
	if err != nil {
		return "", "", err
	}
	timeless := *st
	timeless.Tried, timeless.OK, timeless.Next = time.Time{}, time.Time{}, time.Time{}
	part, err := json.Marshal(&timeless)
	return string(whole), string(part), err
}

// sighting is an item that came before.
type sighting struct {
	Text  uint64 `json:"text"`            // hash of its words
	Day   string `json:"day"`             // on which it was first seen
	Tries int    `json:"tries,omitempty"` // to read its page, that failed
}

// Status is how the sources are doing that were ever watched, by their names.
func Status(ctx context.Context, keep Keeper) ([]Health, error) {
	states, err := states(ctx, keep)
	if err != nil {
		return nil, err
	}
	list := make([]Health, 0, len(states))
	for _, st := range states {
		list = append(list, st.Health)
	}
	slices.SortFunc(list, func(a, b Health) int { return cmp.Compare(a.Source, b.Source) })
	return list, nil
}

func states(ctx context.Context, keep Keeper) (map[string]*state, error) {
	kept, err := keep.Keepsakes(ctx, owner)
	if err != nil {
		return nil, err
	}
	all := map[string]*state{}
	for key, text := range kept {
		st := &state{}
		if err := json.Unmarshal([]byte(text), st); err != nil {
			return nil, fmt.Errorf("the state of %s: %w", key, err)
		}
		all[key] = st
	}
	return all, nil
}
