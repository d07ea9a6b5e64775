package chart

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// Spot is a place in a map.
type Spot struct {
	Lat, Lon float64 // degrees north and east
	Size     int     // how many events
	Class    string
	Title    string
	Href     string
}

// The measures of the map, in pixels. web/world.mjs projects the land with the
// same, after the Equal Earth projection (Šavrič, Patterson and Jenny 2018).
const (
	worldWidth  = 960.0
	worldHeight = 467.0
	shownHeight = 408.0 // without the Antarctic
	worldScale  = worldWidth / 2 / 2.70663
)

// project gives the place of a point in the map.
func project(lat, lon float64) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	t := math.Asin(math.Sqrt(3) / 2 * math.Sin(lat*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	px := lon * math.Pi / 180 * math.Cos(t) / (math.Sqrt(3) / 2 * (a1 + 3*a2*t2 + t6*(7*a3+9*a4*t2)))
	py := t * (a1 + a2*t2 + t6*(a3+a4*t2))
	return worldWidth/2 + worldScale*px, worldHeight/2 - worldScale*py
}

// World draws a map of places. land is the address of a picture of the land of
// the map's size, "" for none.
func World(spots []Spot, land string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 %.0f %.0f" role="group" aria-label="Map of places">`+"\n", worldWidth, shownHeight)
	b.WriteString(`<path class="sea" d="` + outline() + `"/>` + "\n")
	if land != "" {
		fmt.Fprintf(&b, `<image href="%s" width="%.0f" height="%.0f"/>`+"\n", html.EscapeString(land), worldWidth, worldHeight)
	}
	b.WriteString(`<path class="grid" d="` + graticule() + `"/>` + "\n")
	for _, s := range spots {
		x, y := project(s.Lat, s.Lon)
		title := html.EscapeString(s.Title)
		fmt.Fprintf(&b, `<a href="%s" aria-label="%s"><circle class="dot %s" cx="%.1f" cy="%.1f" r="%.1f"><title>%s</title></circle></a>`+"\n",
			html.EscapeString(s.Href), title, s.Class, x, y, 3+2*math.Log2(float64(max(s.Size, 1))), title)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// line draws through points.
func line(b *strings.Builder, points func(yield func(lat, lon float64) bool)) {
	pen := 'M'
	points(func(lat, lon float64) bool {
		x, y := project(lat, lon)
		fmt.Fprintf(b, "%c%.1f %.1f", pen, x, y)
		pen = 'L'
		return true
	})
}

func graticule() string {
	var b strings.Builder
	for lon := -150.0; lon <= 150; lon += 30 {
		line(&b, func(yield func(lat, lon float64) bool) {
			for lat := -90.0; lat <= 90; lat += 5 {
				yield(lat, lon)
			}
		})
	}
	for lat := -60.0; lat <= 60; lat += 30 {
		line(&b, func(yield func(lat, lon float64) bool) {
			yield(lat, -180)
			yield(lat, 180)
		})
	}
	return b.String()
}

func outline() string {
	var b strings.Builder
	line(&b, func(yield func(lat, lon float64) bool) {
		for lat := -90.0; lat <= 90; lat += 3 {
			yield(lat, 180)
		}
		for lat := 90.0; lat >= -90; lat -= 3 {
			yield(lat, -180)
		}
	})
	return b.String() + "Z"
}
