package export

import (
	"fmt"
	"math"

	"demarche/where"
)

// place is a place of an export with what the gazetteer says of it besides.
type place struct {
	Place     string   `json:"place"`
	Country   optional `json:"country"`
	Latitude  float64  `json:"latitude"`
	Longitude float64  `json:"longitude"`
	City      optional `json:"city"`
	Province  optional `json:"province"`
	Type      *int     `json:"gdelt_type"`
}

// places makes the temporary table of the places of all that was picked. There
// are no more of them than the gazetteer has.
func (x *exporter) places() error {
	gazetteer, err := where.Load()
	if err != nil {
		return err
	}
	list, err := x.distinctPlaces()
	if err != nil {
		return fmt.Errorf("listing the places: %w", err)
	}
	for i := range list {
		list[i].describe(gazetteer)
	}
	return x.table("places", `[{"place":"VARCHAR","country":"VARCHAR","latitude":"DOUBLE","longitude":"DOUBLE",
		"city":"VARCHAR","province":"VARCHAR","gdelt_type":"INTEGER"}]`, list)
}

func (x *exporter) distinctPlaces() ([]place, error) {
	rows, err := x.conn.QueryContext(x.ctx, `SELECT DISTINCT v.place, coalesce(v.place_country, ''), v.latitude, v.longitude
		FROM `+x.layout.view.name+` v SEMI JOIN picked p ON p.id = v.id
		WHERE v.place IS NOT NULL AND v.latitude IS NOT NULL AND v.longitude IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []place{}
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.Place, &p.Country, &p.Latitude, &p.Longitude); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// describe looks a place up by name, country and coordinates: a place of that
// name elsewhere says nothing of it.
func (p *place) describe(g *where.Gazetteer) {
	const near = 0.01 // degrees
	for _, found := range g.Lookup(p.Place) {
		if found.Country != string(p.Country) || math.Abs(found.Lat-p.Latitude) > near || math.Abs(found.Lon-p.Longitude) > near {
			continue
		}
		p.Type = gdeltType(&found)
		switch found.Kind {
		case where.City, where.Capital, where.Seat:
			p.City, p.Province = optional(found.Name), optional(found.Region)
		case where.Region:
			p.Province = optional(found.Name)
		}
		return
	}
}

// gdeltType is the number that GDELT gives the kind of a place, nil for kinds
// that it has no number of its own for.
func gdeltType(p *where.Place) *int {
	const (
		ofCountry = iota + 1
		ofUSState
		ofUSCity
		ofCity
		ofState
	)
	n := 0
	switch p.Kind {
	case where.Country:
		n = ofCountry
	case where.Region:
		n = ofState
		if p.Country == "USA" {
			n = ofUSState
		}
	case where.City, where.Capital, where.Seat:
		n = ofCity
		if p.Country == "USA" {
			n = ofUSCity
		}
	default:
		return nil
	}
	return &n
}
