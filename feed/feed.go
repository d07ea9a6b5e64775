// Package feed watches feeds (RSS, Atom, JSON Feed) and drop folders, and hands
// on each report that appears in them, once.
//
// A [Watcher] asks every source when its time has come:
//
//	watcher.go  the round of sources, and where each was read up to
//	poll.go     one feed: conditional requests, back-off, what is new in it
//	item.go     an item of a feed as a report, with the full page where wanted
//	copies.go   the same text under another guid, in another feed, of another outlet
//	health.go   how a source is doing
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
	Near  []byte `json:"near,omitempty"`  // digest of its text, while it is in the feed
	Copy  bool   `json:"copy,omitempty"`  // it was dropped, because another said it before
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
