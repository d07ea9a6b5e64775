// Package where knows the places of the world and finds them in text.
//
// The gazetteer is one embedded file of sorted names that are searched where
// they lie: loading it costs nothing and takes no heap. Places come from
// GeoNames; seas, straits, bases and landmarks of politics are kept by hand in
// gen/features.tsv; countries and their adjectives are the roster's.
package where

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"sync"

	"demarche/where/internal/table"
)

//go:generate go run ./gen

//go:embed gazetteer.bin
var file string

// Kind tells what sort of place a name stands for.
type Kind = table.Kind

// The kinds of places.
const (
	Country  = table.Country
	Region   = table.Region  // first-level division
	Capital  = table.Capital // of a country
	Seat     = table.Seat    // of a first-level division
	City     = table.City
	Area     = table.Area // a region that is no division: the Donbas, the West Bank
	Sea      = table.Sea
	Strait   = table.Strait
	Island   = table.Island
	Base     = table.Base
	Landmark = table.Landmark
)

// Place is an entry of the gazetteer. Lat and Lon are degrees north and east;
// Size is the number of inhabitants, or a like weight for what has none.
type Place = table.Place

// Gazetteer is the table of places; safe for use by many goroutines once no
// more places are added.
type Gazetteer struct {
	table *table.Table
	added map[string][]Place // by folded name
	words int                // the most words an added name has
	pool  sync.Pool
}

// Load opens the embedded gazetteer.
func Load() (*Gazetteer, error) {
	t, err := table.Open(file)
	if err != nil {
		return nil, fmt.Errorf("loading places: %w", err)
	}
	g := &Gazetteer{table: t}
	g.pool.New = func() any { return new(finder) }
	return g, nil
}

// Add puts a user's own place into the gazetteer under its name and further
// ones. It overrides what the gazetteer has under these names.
func (g *Gazetteer) Add(p Place, names ...string) error {
	if p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
		return fmt.Errorf("adding place %q: no such point %g, %g", p.Name, p.Lat, p.Lon)
	}
	for _, name := range append([]string{p.Name}, names...) {
		key, ok := table.Fold(nil, name)
		if !ok || len(key) == 0 {
			return fmt.Errorf("adding place %q: name %q has no Latin letters", p.Name, name)
		}
		if g.added == nil {
			g.added = map[string][]Place{}
		}
		g.added[string(key)] = append(g.added[string(key)], p)
		g.words = max(g.words, strings.Count(string(key), " ")+1)
	}
	return nil
}

// Lookup lists the places of a name, the likeliest first.
func (g *Gazetteer) Lookup(name string) []Place {
	key, ok := table.Fold(nil, name)
	if !ok || len(key) == 0 {
		return nil
	}
	if own := g.added[string(key)]; own != nil {
		return own
	}
	var found []Place
	lo, hi, _ := g.table.Find(key)
	for ; lo < hi; lo++ {
		if p := g.table.Place(g.table.At(lo)); p.Kind != table.Adjective {
			found = append(found, p)
		}
	}
	rank := func(p *Place) float64 {
		if foreignName(name, p.Name) {
			return weight(p) - otherName
		}
		return weight(p)
	}
	sort.SliceStable(found, func(i, k int) bool { return rank(&found[i]) > rank(&found[k]) })
	return found
}

// CountryOf is the country (ISO 3166-1 alpha-3) of the likeliest place of a
// name, "" when there is none.
func (g *Gazetteer) CountryOf(name string) string {
	if generic(name) && g.added == nil {
		return ""
	}
	if found := g.Lookup(name); len(found) > 0 {
		return found[0].Country
	}
	return ""
}
