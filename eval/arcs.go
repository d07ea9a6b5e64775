package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarche/event"
	"demarche/record"
	"demarche/relation"
	"demarche/who"
)

// ArcsScore tells how well events, turns and matters found in reports agree
// with the keys of relation arcs (gold.json beside the reports).
//
//	events   type, both parties' countries in their roles, date within two
//	         days; each event of the key is matched once. Events found between
//	         others than the key's two countries do not count; nor do those
//	         that match a clear event of the key's "others".
//	turns    date within the window, right direction
//	matters  kind, by, to and final state
type ArcsScore struct {
	Arcs    []ArcScore `json:"arcs"`
	Events  Ratio      `json:"events"`
	Turns   Ratio      `json:"turns"`
	Matters Ratio      `json:"matters"`
	// PerEvent is how many events were found for each of the key's that was
	// found at all, 1 being right.
	PerEvent float64 `json:"found_per_event"`
}

// ArcScore is the score of one arc.
type ArcScore struct {
	Arc      string    `json:"arc"`
	Events   Agreement `json:"events"`
	Turns    Agreement `json:"turns"`
	Matters  Agreement `json:"matters"`
	Found    int       `json:"events_found"` // events of the key with at least one match
	Matches  int       `json:"events_matching"`
	Disagree []string  `json:"disagreements,omitempty"`
}

// Agreement counts what the key has, what was found, and what agrees.
type Agreement struct {
	Gold  int `json:"gold"`
	Found int `json:"found"`
	Right int `json:"right"`
}

func (a Agreement) ratio() Ratio {
	var r Ratio
	if a.Found > 0 {
		r.Precision = 100 * float64(a.Right) / float64(a.Found)
	}
	if a.Gold > 0 {
		r.Recall = 100 * float64(a.Right) / float64(a.Gold)
	}
	if a.Right > 0 {
		r.F1 = 2 * r.Precision * r.Recall / (r.Precision + r.Recall)
	}
	return r
}

func (a *Agreement) add(b Agreement) {
	a.Gold += b.Gold
	a.Found += b.Found
	a.Right += b.Right
}

// The key of an arc.
type arcKey struct {
	Dyad    [2]string   `json:"dyad"`
	Events  []arcEvent  `json:"events"`
	Others  []arcEvent  `json:"others"`
	Turns   []arcTurn   `json:"turns"`
	Matters []arcMatter `json:"matters"`
}

type arcEvent struct {
	ID         string   `json:"id"`
	Date       arcDate  `json:"date"`
	Type       string   `json:"type"`
	Actors     []string `json:"actors"`
	Recipients []string `json:"recipients"`
	What       string   `json:"what"`
}

type arcTurn struct {
	Date      string    `json:"date"`
	Window    [2]string `json:"window"`
	Direction string    `json:"direction"`
}

type arcMatter struct {
	Kind  string `json:"kind"`
	By    string `json:"by"`
	To    string `json:"to"`
	What  string `json:"what"`
	Steps []struct {
		State string `json:"state"`
		Date  string `json:"date"`
	} `json:"steps"`
}

// final is the state a matter of the key ends in. To be repeated changes
// nothing: what was open before is open still.
func (m *arcMatter) final() string {
	state := "opened"
	for _, s := range m.Steps {
		if s.State != "repeated" {
			state = s.State
		}
	}
	return state
}

// arcDate is a day or a stretch of days.
type arcDate struct{ first, last who.Day }

// UnmarshalJSON reads "2025-01-26" or {"start": ..., "end": ...}.
func (d *arcDate) UnmarshalJSON(data []byte) error {
	var stretch struct{ Start, End string }
	if err := json.Unmarshal(data, &stretch.Start); err != nil {
		if err := json.Unmarshal(data, &stretch); err != nil {
			return fmt.Errorf("date %s: %w", data, err)
		}
	}
	if stretch.End == "" {
		stretch.End = stretch.Start
	}
	var err error
	if d.first, _, err = who.ParseDay(stretch.Start); err != nil {
		return err
	}
	d.last, _, err = who.ParseDay(stretch.End)
	return err
}

// leeway is how far apart the days of a found event and the key's may lie.
const leeway = 2

// Arcs scores all arcs under dir: each folder in it, or dir itself, that holds
// a gold.json. code gives the records of the reports of a folder, report by
// report, with their texts.
func Arcs(code func(dir string) (texts []string, records [][]record.Record, err error), dir string, opt relation.Options) (ArcsScore, error) {
	var score ArcsScore
	keys, err := filepath.Glob(filepath.Join(dir, "*", "gold.json"))
	if err != nil {
		return score, fmt.Errorf("looking for arcs in %s: %w", dir, err)
	}
	if own := filepath.Join(dir, "gold.json"); len(keys) == 0 {
		if _, err := os.Stat(own); err != nil {
			return score, fmt.Errorf("%s: there is no gold.json in it nor in its folders", dir)
		}
		keys = []string{own}
	}
	var events, turns, matters Agreement
	found, matches := 0, 0
	for _, path := range keys {
		data, err := os.ReadFile(path)
		if err != nil {
			return score, fmt.Errorf("reading the key of an arc: %w", err)
		}
		var key arcKey
		if err := json.Unmarshal(data, &key); err != nil {
			return score, fmt.Errorf("%s: %w", path, err)
		}
		folder := filepath.Dir(path)
		texts, records, err := code(folder)
		if err != nil {
			return score, err
		}
		m := event.NewMerger()
		for i := range records {
			m.Add(texts[i], records[i])
		}
		s := scoreArc(&key, m.Events(), opt)
		s.Arc = filepath.Base(folder)
		score.Arcs = append(score.Arcs, s)
		events.add(s.Events)
		turns.add(s.Turns)
		matters.add(s.Matters)
		found += s.Found
		matches += s.Matches
	}
	score.Events, score.Turns, score.Matters = events.ratio(), turns.ratio(), matters.ratio()
	if found > 0 {
		score.PerEvent = float64(matches) / float64(found)
	}
	return score, nil
}

func scoreArc(key *arcKey, events []*event.Event, opt relation.Options) ArcScore {
	var s ArcScore
	s.scoreEvents(key, events)
	rel := relation.Of(events, key.Dyad[0], key.Dyad[1], opt)
	s.scoreTurns(key, rel)
	s.scoreMatters(key, rel)
	return s
}

func (s *ArcScore) scoreEvents(key *arcKey, events []*event.Event) {
	s.Events.Gold = len(key.Events)
	taken := make([]bool, len(key.Events))
	matched := make([]int, len(key.Events))
	var spurious []*event.Event
	for _, e := range events {
		if !e.Between(key.Dyad[0], key.Dyad[1]) {
			continue
		}
		best, any := -1, false
		for i := range key.Events {
			if !key.Events[i].is(e, key.Dyad) {
				continue
			}
			any = true
			matched[i]++
			if !taken[i] && (best < 0 || key.Events[i].off(e) < key.Events[best].off(e)) {
				best = i
			}
		}
		if best >= 0 {
			taken[best] = true
			s.Events.Right++
			s.Events.Found++
			continue
		}
		if !any && slices.ContainsFunc(key.Others, func(o arcEvent) bool { return o.is(e, key.Dyad) }) {
			continue
		}
		s.Events.Found++
		spurious = append(spurious, e)
	}
	for i := range key.Events {
		if taken[i] {
			s.Found++
			s.Matches++
		} else {
			g := &key.Events[i]
			s.note("missed event   %s %s %s %s>%s: %s", g.ID, g.Date.first, g.Type, strings.Join(g.Actors, "+"), strings.Join(g.Recipients, "+"), g.What)
		}
	}
	for _, e := range spurious {
		// One more of what was found already is a duplicate.
		again := ""
		for i := range key.Events {
			if taken[i] && key.Events[i].is(e, key.Dyad) {
				again = " again " + key.Events[i].ID
				s.Matches++
				break
			}
		}
		s.note("found event%s   %s %s %s %s>%s [%s] %s", again, e.Start, e.Precision, e.Type, sideCodes(e.Actors), sideCodes(e.Recipients), strings.Join(e.Reports, " "), e.Words)
	}
}

func (s *ArcScore) note(format string, args ...any) {
	s.Disagree = append(s.Disagree, fmt.Sprintf(format, args...))
}

func sideCodes(side []event.Party) string {
	var list []string
	for i := range side {
		list = append(list, side[i].Country)
	}
	return strings.Join(list, "+")
}

// is reports whether a found event is the key's.
func (g *arcEvent) is(e *event.Event, dyad [2]string) bool {
	if string(e.Type) != g.Type || g.off(e) > leeway {
		return false
	}
	together := len(g.Recipients) == 0 || len(e.Recipients) == 0
	for _, c := range dyad {
		acts, receives := slices.Contains(g.Actors, c), slices.Contains(g.Recipients, c)
		if together {
			if (acts || receives) != (e.Acts(c) || e.Receives(c)) {
				return false
			}
		} else if acts != e.Acts(c) || receives != e.Receives(c) {
			return false
		}
	}
	return true
}

// off is how many days lie between a found event and the key's.
func (g *arcEvent) off(e *event.Event) who.Day {
	first, _, err1 := who.ParseDay(e.Start)
	last, _, err2 := who.ParseDay(e.End)
	if err1 != nil || err2 != nil {
		return leeway + 1
	}
	switch {
	case last < g.Date.first:
		return g.Date.first - last
	case g.Date.last < first:
		return first - g.Date.last
	}
	return 0
}

func (s *ArcScore) scoreTurns(key *arcKey, rel *relation.Relation) {
	s.Turns.Gold, s.Turns.Found = len(key.Turns), len(rel.Turns)
	taken := make([]bool, len(key.Turns))
	for _, t := range rel.Turns {
		hit := false
		for i, g := range key.Turns {
			if !taken[i] && string(t.Direction) == g.Direction && g.Window[0] <= t.Date && t.Date <= g.Window[1] {
				taken[i], hit = true, true
				break
			}
		}
		if hit {
			s.Turns.Right++
		} else {
			s.note("found turn     %s %s (%.2f)", t.Date, t.Direction, t.Probability)
		}
	}
	for i, g := range key.Turns {
		if !taken[i] {
			s.note("missed turn    %s %s, window %s to %s", g.Date, g.Direction, g.Window[0], g.Window[1])
		}
	}
}

func (s *ArcScore) scoreMatters(key *arcKey, rel *relation.Relation) {
	s.Matters.Gold, s.Matters.Found = len(key.Matters), len(rel.Matters)
	taken := make([]bool, len(key.Matters))
	for _, m := range rel.Matters {
		hit := false
		for i := range key.Matters {
			g := &key.Matters[i]
			if !taken[i] && string(m.Kind) == g.Kind && m.By == g.By && m.To == g.To && string(m.State()) == g.final() {
				taken[i], hit = true, true
				break
			}
		}
		if hit {
			s.Matters.Right++
		} else {
			s.note("found matter   %s %s>%s %s since %s: %s", m.Kind, m.By, m.To, m.State(), m.Opened(), m.What)
		}
	}
	for i := range key.Matters {
		if !taken[i] {
			g := &key.Matters[i]
			s.note("missed matter  %s %s>%s %s: %s", g.Kind, g.By, g.To, g.final(), g.What)
		}
	}
}
