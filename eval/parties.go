package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"demarche/english"
	"demarche/who"
)

// PartiesScore tells how well parties of hand-coded records are named: shares
// in percent of the parties whose words could be found in the report. A
// mention that stands for several parties is right when one of them is.
type PartiesScore struct {
	Reports int         `json:"reports"`
	Parties int         `json:"parties"` // with a country in the hand-coded record
	Country float64     `json:"country"`
	Sector  float64     `json:"sector"` // of those with a sector in the hand-coded record
	Name    float64     `json:"name"`   // of those with a person's or body's name
	Missed  []PartyMiss `json:"missed,omitempty"`
}

// PartyMiss is a party that was named otherwise than by hand.
type PartyMiss struct {
	Report, Sentence, Text string
	Want, Got, Why         string
}

// goldReport is a report coded by hand.
type goldReport struct {
	Doc       string       `json:"doc"`
	Published string       `json:"published"`
	Records   []goldRecord `json:"records"`
	text      string
}

type goldRecord struct {
	Sentence   string      `json:"sentence"`
	Actors     []goldParty `json:"actors"`
	Recipients []goldParty `json:"recipients"`
}

type goldParty struct {
	Text    string `json:"text"`
	Country string `json:"country"`
	Sector  string `json:"sector"`
	Name    string `json:"name"`
}

// Parties scores a namer on the hand-coded reports of a directory: NAME.json
// with the records and NAME.txt with the text; texts that do not stand there
// are looked for in the folders.
func Parties(parser Annotator, namer *who.Namer, dir string, folders ...string) (*PartiesScore, error) {
	reports, err := readGold(dir, folders)
	if err != nil {
		return nil, err
	}
	var s PartiesScore
	var country, sector, sectors, name, names int
	for _, r := range reports {
		s.Reports++
		doc := parser.Parse(r.text)
		day, dated := dayOf(r.Published)
		found := namer.Find(doc, day, dated)
		for _, rec := range r.Records {
			at := strings.Index(r.text, rec.Sentence)
			if at < 0 {
				continue
			}
			seen := map[goldParty]bool{}
			for _, p := range append(append([]goldParty(nil), rec.Actors...), rec.Recipients...) {
				if p.Country == "" || seen[p] {
					continue
				}
				seen[p] = true
				start := nearest(r.text, p.Text, at)
				if start < 0 {
					continue
				}
				i := mentionIn(doc, found, start, start+len(p.Text))
				s.Parties++
				var ids []who.Identity
				why := "no mention"
				if i >= 0 {
					ids, why = found.List[i].Who, found.Why(i)
				}
				c, x, n := agree(ids, p)
				if c {
					country++
				}
				if p.Sector != "" {
					sectors++
					if x {
						sector++
					}
				}
				if p.Name != "" {
					names++
					if n {
						name++
					}
				}
				if !c || !x && p.Sector != "" {
					var got []string
					for _, id := range ids {
						got = append(got, id.String())
					}
					s.Missed = append(s.Missed, PartyMiss{r.Doc, rec.Sentence, p.Text, p.Country + " " + p.Sector + " " + p.Name, strings.Join(got, " + "), why})
				}
			}
		}
	}
	s.Country, s.Sector, s.Name = share(country, s.Parties), share(sector, sectors), share(name, names)
	return &s, nil
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// agree compares identities with a party coded by hand.
func agree(ids []who.Identity, p goldParty) (country, sector, name bool) {
	for _, id := range ids {
		if id.Country != p.Country {
			continue
		}
		country = true
		if string(id.Sector) == p.Sector {
			sector = true
		}
		if id.Name != "" && (strings.Contains(p.Name, id.Name) || strings.Contains(id.Name, p.Name)) {
			name = true
		}
	}
	return country, sector, name
}

// nearest is where words stand in a text at or after a place, else nearest
// before it, -1 when they do not.
func nearest(text, words string, at int) int {
	for from := at; from < len(text); {
		k := strings.Index(text[from:], words)
		if k < 0 {
			break
		}
		k += from
		if !inWord(text, k, k+len(words)) {
			return k
		}
		from = k + 1
	}
	for to := at; to > 0; {
		k := strings.LastIndex(text[:to], words)
		if k < 0 {
			return -1
		}
		if !inWord(text, k, k+len(words)) {
			return k
		}
		to = k
	}
	return -1
}

func inWord(text string, start, end int) bool {
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }
	return start > 0 && letter(text[start-1]) && letter(text[start]) || end < len(text) && letter(text[end]) && letter(text[end-1])
}

// mentionIn is the mention whose head stands highest in the tree among those
// with a head in a byte span, -1 when there is none.
func mentionIn(doc *english.Doc, m *who.Mentions, start, end int) int {
	best, depth := -1, 1<<30
	for i := range m.List {
		h := m.List[i].Head
		if int(doc.Start[h]) < start || int(doc.End[h]) > end {
			continue
		}
		d := 0
		for p := doc.Head[h]; p >= 0; p = doc.Head[p] {
			d++
		}
		if d < depth || d == depth && len(m.List[best].Who) == 0 {
			best, depth = i, d
		}
	}
	if best >= 0 && len(m.List[best].Who) > 0 {
		return best
	}
	for i := range m.List {
		h := m.List[i].Head
		if int(doc.Start[h]) >= start && int(doc.End[h]) <= end && len(m.List[i].Who) > 0 {
			return i
		}
	}
	return best
}

// dayOf is the day of a date as YYYY-MM-DD.
func dayOf(date string) (day who.Day, known bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, false
	}
	return who.Day(t.Unix() / 86400), true
}

// readGold reads the hand-coded reports of a directory in the order of their
// names; those whose text is not found are left out.
func readGold(dir string, folders []string) ([]goldReport, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("reading hand-coded reports: no JSON files in %s", dir)
	}
	sort.Strings(files)
	var reports []goldReport
	for _, file := range files {
		text, err := goldText(file, folders)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading hand-coded reports: %w", err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading hand-coded reports: %w", err)
		}
		r := goldReport{text: text}
		if err := json.Unmarshal(data, &r); err != nil {
			return nil, fmt.Errorf("reading hand-coded reports: %s: %w", file, err)
		}
		reports = append(reports, r)
	}
	if len(reports) == 0 {
		return nil, fmt.Errorf("reading hand-coded reports: no NAME.json with its NAME.txt in %s", dir)
	}
	return reports, nil
}

// goldText is the text of a hand-coded report. The reports of an arc stand in
// its folder; their header lines are no part of the text.
func goldText(file string, folders []string) (string, error) {
	data, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
	if err == nil {
		return string(data), nil
	}
	name := strings.TrimSuffix(filepath.Base(file), ".json")
	for _, folder := range folders {
		rest, ok := strings.CutPrefix(name, filepath.Base(folder)+"-")
		if !ok {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, rest+".txt"))
		if err != nil {
			return "", err
		}
		head, body, ok := strings.Cut(string(data), "\n\n")
		if !ok {
			return string(data), nil
		}
		title := ""
		for _, line := range strings.Split(head, "\n") {
			if t, ok := strings.CutPrefix(line, "Title: "); ok {
				title = t
			}
		}
		return title + "\n\n" + body, nil
	}
	return "", err
}
