package export

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"demarche/plover"
	"demarche/who"
)

//go:embed facts
var factFiles embed.FS

// readFacts reads a table of facts: lines of cells between tabs, the first with
// the names of the columns; lines that begin with "#" are for people.
func readFacts(name string) ([]map[string]string, error) {
	text, err := factFiles.ReadFile("facts/" + name + ".tsv")
	if err != nil {
		return nil, fmt.Errorf("reading facts: %w", err)
	}
	var columns []string
	var rows []map[string]string
	line := 0
	for text := range strings.Lines(string(text)) {
		line++
		text = strings.TrimSuffix(text, "\n")
		if text == "" || text[0] == '#' {
			continue
		}
		cells := strings.Split(text, "\t")
		if columns == nil {
			columns = cells
			continue
		}
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("facts/%s.tsv:%d: %d columns, want %d", name, line, len(cells), len(columns))
		}
		row := map[string]string{}
		for i, c := range columns {
			row[c] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// optional is a string that is NULL where it is empty.
type optional string

func (o optional) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// country is what layouts call a state or an international actor.
type country struct {
	Code         string   `json:"code"`
	Name         string   `json:"name"`
	COW          optional `json:"cow"`
	FIPS         optional `json:"fips"`
	ICEWS        optional `json:"icews"`
	CAMEO        optional `json:"cameo"`
	CAMEOCountry optional `json:"cameo_country"`
	CAMEOGroup   optional `json:"cameo_group"`
	CAMEORole    optional `json:"cameo_role"`
}

// stateName is a name under which a text can speak of a state.
type stateName struct {
	Called string `json:"called"` // in lower case, without an article
	Code   string `json:"code"`
	Name   string `json:"name"` // the usual one
}

// states calls f for each state of the roster.
func states(f func(code string, e *who.Entry)) error {
	roster, err := who.Load()
	if err != nil {
		return err
	}
	for _, e := range roster.Entries() {
		if e.Kind != who.State || len(e.Terms) == 0 {
			continue
		}
		code := e.Terms[0].Country
		if state, ok := roster.State(code); ok && state == e {
			f(code, e)
		}
	}
	return nil
}

func stateNames() ([]stateName, error) {
	var list []stateName
	err := states(func(code string, e *who.Entry) {
		called := map[string]bool{}
		for _, a := range append([]who.Alias{{Text: e.Name, Form: who.Name}}, e.Aliases...) {
			text := strings.ToLower(a.Text)
			switch a.Form {
			case who.Name, who.Short, who.Acronym, who.Capital, who.Seat:
				if !called[text] {
					called[text] = true
					list = append(list, stateName{text, code, e.Name})
				}
			}
		}
	})
	return list, err
}

func countries() ([]country, error) {
	numbers, err := who.StateNumbers()
	if err != nil {
		return nil, err
	}
	rows, err := readFacts("countries")
	if err != nil {
		return nil, err
	}
	facts := map[string]map[string]string{}
	for _, r := range rows {
		facts[r["code"]] = r
	}
	var list []country
	err = states(func(code string, e *who.Entry) {
		f := facts[code]
		cameo := optional(cmp.Or(f["cameo"], code))
		if cameo == "-" {
			cameo = ""
		}
		list = append(list, country{
			Code: code, Name: e.Name, COW: optional(numbers[code]), FIPS: optional(f["fips"]),
			ICEWS: optional(cmp.Or(f["icews"], e.Name)), CAMEO: cameo, CAMEOCountry: cameo,
		})
	})
	if err != nil {
		return nil, err
	}
	bodies, err := readFacts("bodies")
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		list = append(list, country{
			Code: b["code"], Name: b["name"], CAMEO: optional(b["actor"]), CAMEOCountry: optional(b["country"]),
			CAMEOGroup: optional(b["group"]), CAMEORole: optional(b["role"]),
		})
	}
	return list, nil
}

// code is what is known of a CAMEO code.
type code struct {
	Code      string   `json:"code"`
	Name      string   `json:"name"`
	Goldstein *float64 `json:"goldstein"`
}

func codes() ([]code, error) {
	rows, err := readFacts("goldstein")
	if err != nil {
		return nil, err
	}
	scores := map[string]float64{}
	for _, r := range rows {
		score, err := strconv.ParseFloat(r["score"], 64)
		if err != nil {
			return nil, fmt.Errorf("facts/goldstein.tsv: code %s: %w", r["code"], err)
		}
		scores[r["code"]] = score
	}
	var list []code
	for _, c := range plover.CAMEOCodes() {
		crossing, _ := plover.FromCAMEO(c)
		k := code{Code: c, Name: crossing.Name}
		if score, ok := scores[c]; ok {
			k.Goldstein = &score
		}
		list = append(list, k)
	}
	return list, nil
}

// facts makes the temporary tables countries, state_names, sectors, cameo and
// quads.
func (x *exporter) facts() error {
	names, err := stateNames()
	if err != nil {
		return err
	}
	if err := x.table("state_names", `[{"called":"VARCHAR","code":"VARCHAR","name":"VARCHAR"}]`, names); err != nil {
		return err
	}
	list, err := countries()
	if err != nil {
		return err
	}
	err = x.table("countries", `[{"code":"VARCHAR","name":"VARCHAR","cow":"VARCHAR","fips":"VARCHAR","icews":"VARCHAR",
		"cameo":"VARCHAR","cameo_country":"VARCHAR","cameo_group":"VARCHAR","cameo_role":"VARCHAR"}]`, list)
	if err != nil {
		return err
	}
	rows, err := readFacts("sectors")
	if err != nil {
		return err
	}
	sectors := make([]map[string]optional, len(rows))
	for i, r := range rows {
		sectors[i] = map[string]optional{"sector": optional(r["sector"]), "cameo": optional(r["cameo"]), "icews": optional(r["icews"])}
	}
	if err := x.table("sectors", `[{"sector":"VARCHAR","cameo":"VARCHAR","icews":"VARCHAR"}]`, sectors); err != nil {
		return err
	}
	cameo, err := codes()
	if err != nil {
		return err
	}
	if err := x.table("cameo", `[{"code":"VARCHAR","name":"VARCHAR","goldstein":"DOUBLE"}]`, cameo); err != nil {
		return err
	}
	var quads []map[string]any
	for _, q := range []plover.Quad{plover.VerbalCooperation, plover.MaterialCooperation, plover.VerbalConflict, plover.MaterialConflict} {
		quads = append(quads, map[string]any{"quad": q, "number": q.Number()})
	}
	return x.table("quads", `[{"quad":"VARCHAR","number":"INTEGER"}]`, quads)
}

// table makes a temporary table of a list of objects. shape is what DuckDB is
// to read from their JSON.
func (x *exporter) table(name, shape string, list any) error {
	text, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("making the table %s: %w", name, err)
	}
	err = x.exec(`CREATE TEMP TABLE `+name+` AS SELECT unnest(from_json(?::JSON, '`+shape+`'), recursive := true)`, string(text))
	if err != nil {
		return fmt.Errorf("making the table %s: %w", name, err)
	}
	return nil
}
