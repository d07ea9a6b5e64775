package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"demarche/record"
)

// RecordsScore tells how well records of whole reports agree with those coded
// by hand. A predicted and a hand-made record are matched one to one, best
// first, where their triggers stand in the same sentence:
//
//	found  any such record with a party's country in common, or both without
//	type   and the same type
//	dyad   and the same countries in the same roles
//
// Hand-made records marked optional cost nothing when missed, nor does a
// prediction that matches one. Given holds shares over records matched at dyad.
type RecordsScore struct {
	Reports   int        `json:"reports"`
	Gold      int        `json:"gold"`
	Optional  int        `json:"optional"`
	Predicted int        `json:"predicted"`
	Found     LevelScore `json:"found"`
	Type      LevelScore `json:"type"`
	Dyad      LevelScore `json:"dyad"`
	Given     GivenDyad  `json:"given_dyad"`
	// Reliability holds confidence against the share that is right at dyad, plain
	// and optional matches alike, in tenths of confidence that occur.
	Reliability []ReliabilityBin `json:"reliability"`
	Errors      []RecordErr      `json:"errors,omitempty"`

	// Right tells of each predicted record, by id, whether it is right at dyad.
	Right map[string]bool `json:"-"`

	// About tells of each predicted record that is right in type, by id, the
	// contexts of the hand-made one.
	About map[string][]string `json:"-"`
}

// ReliabilityBin is the records of one tenth of confidence.
type ReliabilityBin struct {
	From       float64 `json:"from"` // to From+0.1
	Records    int     `json:"records"`
	Confidence float64 `json:"confidence"` // mean
	Right      float64 `json:"right"`      // share
}

// LevelScore is the agreement at one level, rounded to three decimals.
type LevelScore struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// GivenDyad holds shares right of the records matched at dyad. Date is over
// those whose hand-made record has one, nil when none has.
type GivenDyad struct {
	Mode     float64  `json:"mode"`
	Modality float64  `json:"modality"`
	Sector   float64  `json:"sector"`
	Date     *float64 `json:"date"`
	Dated    int      `json:"dated"`

	Place    *Told       `json:"place,omitempty"`    // by a name in common; nil when the hand-made records have none
	Contexts *LevelScore `json:"contexts,omitempty"` // nil when the hand-made records have none
	Claims   *ClaimScore `json:"claims,omitempty"`   // nil when they tell of none
}

// RecordErr is one disagreement: a record missed, one that should not be there,
// or a match below dyad.
type RecordErr struct {
	Report string `json:"report"`
	Kind   string `json:"kind"` // "missed", "spurious", "level1", "level2"
	Want   string `json:"want"` // type, trigger and parties coded by hand
	Got    string `json:"got"`
}

// The levels of agreement.
const (
	levelFound = 1
	levelType  = 2
	levelDyad  = 3
)

// Texts finds the report of a hand-coded file.
type Texts func(name string) (path string, ok bool)

// TextsIn looks for NAME.txt in folders, in order; of a NAME that begins with
// the folder's own name and a hyphen, for the rest of it.
func TextsIn(folders ...string) Texts {
	return func(name string) (string, bool) {
		for _, dir := range folders {
			for _, base := range []string{name, strings.TrimPrefix(name, filepath.Base(dir)+"-")} {
				path := filepath.Join(dir, base+".txt")
				if _, err := os.Stat(path); err == nil {
					return path, true
				}
			}
		}
		return "", false
	}
}

// CodeFile codes the report in a file; published is the day it was published
// if the file itself does not say, "" when that is not known.
type CodeFile func(path, published string) ([]record.Record, error)

// Records scores a coder on a folder of reports coded by hand: NAME.json holds
// the records, and texts finds the report itself. Reports whose text is not
// found are left out.
func Records(code CodeFile, dir string, texts Texts) (*RecordsScore, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("scoring records: %w", err)
	}
	sort.Strings(names)
	var t tally
	for _, file := range names {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		path, ok := texts(name)
		if !ok {
			continue
		}
		if err := t.file(code, name, file, path); err != nil {
			return nil, fmt.Errorf("scoring records: %w", err)
		}
	}
	if t.score.Reports == 0 {
		return nil, fmt.Errorf("scoring records: no NAME.json with its NAME.txt in %s", dir)
	}
	return t.result(), nil
}

// codedByHand is a file of hand-made records.
type codedByHand struct {
	Published *string        `json:"published"`
	Records   []recordByHand `json:"records"`
}

type recordByHand struct {
	Sentence   string        `json:"sentence"`
	Trigger    string        `json:"trigger"`
	Type       string        `json:"type"`
	Mode       modeByHand    `json:"mode"`
	Actors     []partyByHand `json:"actors"`
	Recipients []partyByHand `json:"recipients"`
	Modality   string        `json:"modality"`
	Date       *record.Date  `json:"date"`
	Optional   bool          `json:"optional"`
	Place      string        `json:"place"`
	Contexts   []string      `json:"contexts"`
	ClaimBy    string        `json:"claim_by"`
	Venue      string        `json:"venue"`
	Verbatim   bool          `json:"verbatim"`
	Evidence   string        `json:"evidence"`
}

type partyByHand struct {
	Text    string `json:"text"`
	Country string `json:"country"`
	Sector  string `json:"sector"`
}

// modeByHand is a mode, null, or a list whose first one counts.
type modeByHand string

func (m *modeByHand) UnmarshalJSON(data []byte) error {
	var one *string
	if json.Unmarshal(data, &one) == nil {
		if one != nil {
			*m = modeByHand(*one)
		}
		return nil
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return errors.New("a mode is a string, a list of strings or null")
	}
	if len(list) > 0 {
		*m = modeByHand(list[0])
	}
	return nil
}

// compared is a record, hand-made or predicted, as far as it is compared.
type compared struct {
	sentence   int // index into the sentences of the text, -1 for none
	kind, mode string
	modality   string
	actors     []string // sorted, each once: country, or * and sector
	recipients []string
	sectors    []string // sorted, each once: country and sector of all parties
	start, end string   // of the date, "" when there is none
	optional   bool
	words      string // the trigger
	id         string // of a predicted record
	confidence float64
	place      string // in words
	contexts   []string
	claim      claimed
}

func (c *compared) String() string {
	return fmt.Sprintf("%s %q %s > %s", c.kind, c.words, strings.Join(c.actors, "+"), strings.Join(c.recipients, "+"))
}

// file adds the comparison of one report.
func (t *tally) file(code CodeFile, name, goldFile, textFile string) error {
	data, err := os.ReadFile(goldFile)
	if err != nil {
		return err
	}
	var gold codedByHand
	if err := json.Unmarshal(data, &gold); err != nil {
		return fmt.Errorf("%s: %w", goldFile, err)
	}
	raw, err := os.ReadFile(textFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text := comparableText(string(raw))
	published := ""
	if gold.Published != nil {
		published = *gold.Published
	}
	records, err := code(textFile, published)
	if err != nil {
		return err
	}
	spans := scoringSentences(text)
	want := make([]compared, len(gold.Records))
	for i := range gold.Records {
		want[i] = fromHand(text, spans, &gold.Records[i])
	}
	got := make([]compared, len(records))
	for i := range records {
		got[i] = fromCoder(spans, &records[i])
	}
	t.report(name, want, got)
	return nil
}

func fromHand(text string, spans [][2]int, r *recordByHand) compared {
	c := compared{
		sentence: sentenceAt(spans, locate(text, r.Sentence, r.Trigger)),
		kind:     r.Type, mode: string(r.Mode), modality: r.Modality, optional: r.Optional, words: r.Trigger,
		actors: sides(r.Actors), recipients: sides(r.Recipients), sectors: sectorsOf(r.Actors, r.Recipients),
		place: r.Place, contexts: set(r.Contexts), claim: claimed{r.ClaimBy, r.Venue, r.Evidence, r.Verbatim},
	}
	if c.modality == "" {
		c.modality = string(record.Actual)
	}
	c.start, c.end = comparedDate(r.Date)
	return c
}

func fromCoder(spans [][2]int, r *record.Record) compared {
	actors, recipients := byHandForm(r.Actors), byHandForm(r.Recipients)
	c := compared{
		sentence: sentenceAt(spans, r.Trigger.Start),
		kind:     string(r.Type), mode: string(r.Mode), modality: string(r.Modality), words: r.Trigger.Text,
		id: r.ID, confidence: r.Confidence,
		actors: sides(actors), recipients: sides(recipients), sectors: sectorsOf(actors, recipients),
		claim: claimOf(r.Claim),
	}
	if r.Place != nil {
		c.place = r.Place.Text + " " + r.Place.Name
	}
	for _, about := range r.Contexts {
		c.contexts = append(c.contexts, string(about))
	}
	c.start, c.end = comparedDate(r.Date)
	return c
}

func byHandForm(list []record.Party) []partyByHand {
	out := make([]partyByHand, len(list))
	for i := range list {
		out[i] = partyByHand{list[i].Text, list[i].Country, string(list[i].Sector)}
	}
	return out
}

// comparedDate leaves out a date that no words of the report give.
func comparedDate(d *record.Date) (start, end string) {
	if d == nil || d.Precision == record.Unknown {
		return "", ""
	}
	return d.Start, d.End
}

// sides are the countries of one side; a party without one counts by sector.
func sides(list []partyByHand) []string {
	var out []string
	for _, p := range list {
		if p.Country != "" {
			out = append(out, p.Country)
		} else {
			out = append(out, "*"+p.Sector)
		}
	}
	return set(out)
}

func sectorsOf(a, b []partyByHand) []string {
	var out []string
	for _, p := range slices.Concat(a, b) {
		out = append(out, p.Country+" "+p.Sector)
	}
	return set(out)
}

// set sorts a list and leaves each member once.
func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// countriesIn is the part of a side that has a country.
func countriesIn(side []string) []string {
	return slices.DeleteFunc(slices.Clone(side), func(s string) bool { return strings.HasPrefix(s, "*") })
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// agreement is the level at which two records agree, 0 when they do not.
func agreement(g, p *compared) int {
	if g.sentence != p.sentence {
		return 0
	}
	allGold, allSaid := set(slices.Concat(g.actors, g.recipients)), set(slices.Concat(p.actors, p.recipients))
	if known := countriesIn(allGold); len(known) > 0 && !meet(known, countriesIn(allSaid)) {
		return 0
	}
	if g.kind != p.kind {
		return levelFound
	}
	switch {
	case slices.Equal(g.actors, p.actors) && slices.Equal(g.recipients, p.recipients):
		return levelDyad
	case (len(g.recipients) == 0 || len(p.recipients) == 0) && slices.Equal(allGold, allSaid):
		return levelDyad // one of them lists everybody as actors
	case slices.Equal(countriesIn(g.actors), countriesIn(p.actors)) && slices.Equal(countriesIn(g.recipients), countriesIn(p.recipients)):
		return levelDyad // parties without a country may differ
	}
	return levelType
}

// tally sums up the reports.
type tally struct {
	score RecordsScore
	hits  [levelDyad + 1]int // plain records matched at a level or above
	free  int                // predictions matched to optional records

	dyads, modes, modalities, sectors, dates, dated int

	places   Told
	contexts struct{ gold, said, right int }
	claims   ClaimScore

	bins [10]ReliabilityBin
}

// match is a possible pairing.
type match struct {
	level int
	plain bool
	i, j  int
}

// report pairs the records of one report, best first: by level, plain ones
// before optional ones, then in the order of the hand-made and the predicted.
func (t *tally) report(name string, gold, said []compared) {
	var all []match
	for i := range gold {
		for j := range said {
			if l := agreement(&gold[i], &said[j]); l > 0 {
				all = append(all, match{l, !gold[i].optional, i, j})
			}
		}
	}
	sort.SliceStable(all, func(x, y int) bool {
		a, b := all[x], all[y]
		if a.level != b.level {
			return a.level > b.level
		}
		return a.plain && !b.plain
	})
	usedGold, usedSaid := make([]bool, len(gold)), make([]bool, len(said))
	right := make([]bool, len(said))
	for _, m := range all {
		if usedGold[m.i] || usedSaid[m.j] {
			continue
		}
		usedGold[m.i], usedSaid[m.j] = true, true
		right[m.j] = m.level == levelDyad
		t.matched(name, m.level, &gold[m.i], &said[m.j])
	}
	for j := range said {
		t.trusted(&said[j], right[j])
	}
	t.score.Reports++
	t.score.Predicted += len(said)
	for i := range gold {
		if gold[i].optional {
			t.score.Optional++
			continue
		}
		t.score.Gold++
		if !usedGold[i] {
			t.score.Errors = append(t.score.Errors, RecordErr{name, "missed", gold[i].String(), ""})
		}
	}
	for j := range said {
		if !usedSaid[j] {
			t.score.Errors = append(t.score.Errors, RecordErr{name, "spurious", "", said[j].String()})
		}
	}
}

// trusted counts a prediction by its confidence.
func (t *tally) trusted(p *compared, right bool) {
	if t.score.Right == nil {
		t.score.Right = map[string]bool{}
	}
	t.score.Right[p.id] = right
	b := &t.bins[min(int(p.confidence*10), 9)]
	b.Records++
	b.Confidence += p.confidence
	b.Right += float64(one(right))
}

func (t *tally) matched(name string, level int, g, p *compared) {
	if g.optional {
		t.free++
	} else {
		for l := levelFound; l <= level; l++ {
			t.hits[l]++
		}
		if level < levelDyad {
			t.score.Errors = append(t.score.Errors, RecordErr{name, fmt.Sprintf("level%d", level), g.String(), p.String()})
		}
	}
	if level >= levelType {
		if t.score.About == nil {
			t.score.About = map[string][]string{}
		}
		t.score.About[p.id] = g.contexts
	}
	if level < levelDyad {
		return
	}
	t.dyads++
	t.modes += one(g.mode == p.mode)
	t.modalities += one(g.modality == p.modality)
	t.sectors += one(slices.Equal(g.sectors, p.sectors))
	if g.place != "" {
		t.places.add(sameName(g.place, p.place))
	}
	t.context(g.contexts, p.contexts)
	t.claim(&g.claim, &p.claim)
	if g.start != "" {
		t.dated++
		t.dates += one(g.start == p.start && g.end == p.end)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *tally) result() *RecordsScore {
	s := &t.score
	for k, b := range t.bins {
		if b.Records > 0 {
			n := float64(b.Records)
			b.From, b.Confidence, b.Right = float64(k)/10, round3(b.Confidence/n), round3(b.Right/n)
			s.Reliability = append(s.Reliability, b)
		}
	}
	for l, at := range map[int]*LevelScore{levelFound: &s.Found, levelType: &s.Type, levelDyad: &s.Dyad} {
		p, r, f := f1(t.hits[l], s.Predicted-t.free, s.Gold)
		*at = LevelScore{round3(p), round3(r), round3(f)}
	}
	of := max(t.dyads, 1)
	s.Given = GivenDyad{
		Mode: round3(float64(t.modes) / float64(of)), Modality: round3(float64(t.modalities) / float64(of)),
		Sector: round3(float64(t.sectors) / float64(of)), Dated: t.dated,
	}
	if t.dated > 0 {
		share := round3(float64(t.dates) / float64(t.dated))
		s.Given.Date = &share
	}
	if t.places.Of > 0 {
		s.Given.Place = &t.places
	}
	if c := t.contexts; c.gold > 0 {
		p, r, f := f1(c.right, c.said, c.gold)
		s.Given.Contexts = &LevelScore{round3(p), round3(r), round3(f)}
	}
	if t.claims != (ClaimScore{}) {
		s.Given.Claims = &t.claims
	}
	return s
}

// round3 rounds to three decimals, exact halves to the even digit.
func round3(x float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return r
}
