package event

import (
	"cmp"
	"slices"

	"demarche/plover"
	"demarche/record"
)

// Merger collects reports with their records and merges them into events. It
// is not safe for use by several goroutines at a time.
type Merger struct {
	reports []*told
	known   map[string]int32 // key of a report -> index
	voices  voices
	items   []*traits
	blocks  map[pair]*block
	stale   bool
	events  []*Event
}

// told is what is kept of a report.
type told struct {
	id, published, outlet, title string
	items                        []int32
}

// doubtful is the confidence below which records make no event by themselves,
// however many they are. They still join those that surer ones make.
const doubtful = 0.3

// NewMerger is a Merger without reports.
func NewMerger() *Merger {
	return &Merger{known: map[string]int32{}, blocks: map[pair]*block{}}
}

// Merge gives the events of reports. The text of each, by which near copies
// are found, is made of the sentences of its records.
func Merge(reports ...[]record.Record) []*Event {
	m := NewMerger()
	for _, records := range reports {
		m.Add("", records)
	}
	return m.Events()
}

// Add takes in the records of one report, all at once. The text is what near
// copies are found by; when it is empty the sentences of the records stand in
// for it. A report that is there already is passed over. The records must not
// be changed afterwards.
func (m *Merger) Add(text string, records []record.Record) {
	if len(records) == 0 {
		return
	}
	about := &records[0].Report
	key := about.ID + "\x00" + about.Published + "\x00" + about.Outlet + "\x00" + about.Title
	if _, there := m.known[key]; there {
		return
	}
	id := int32(len(m.reports))
	m.known[key] = id
	rep := &told{id: about.ID, published: about.Published, outlet: about.Outlet, title: about.Title}
	m.reports = append(m.reports, rep)
	if text == "" {
		list := make([]string, len(records))
		for i := range records {
			list[i] = records[i].Sentence.Text
		}
		text = sentences(list)
	}
	day, _ := parseDay(about.Published)
	m.voices.add(text, int(day)/7)
	seen := make(map[string]bool, len(records))
	for i := range records {
		r := &records[i]
		if !happens(r) || seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		rep.items = append(rep.items, int32(len(m.items)))
		t := read(r, id)
		m.items = append(m.items, &t)
	}
	m.imply(rep)
	for _, id := range rep.items {
		m.place(id)
	}
	m.stale = true
}

// block is what was told of one pair of countries, with its clusters as of when
// they were last asked for.
type block struct {
	members  []member
	clusters []*cluster
	stale    bool
}

// place puts a record into the blocks of its pairs, which only then are
// clustered anew.
func (m *Merger) place(id int32) {
	t := m.items[id]
	if !t.when.known {
		return
	}
	t.eachPair(func(p pair, w way) {
		b := m.blocks[p]
		if b == nil {
			b = &block{}
			m.blocks[p] = b
		}
		b.members, b.stale = append(b.members, member{t, id, w}), true
	})
}

// imply supplies the party that a record leaves unsaid where its report is
// about two countries.
func (m *Merger) imply(rep *told) {
	counts := map[pair]int{}
	of := map[string]int{}
	for _, id := range rep.items {
		m.items[id].eachPair(func(p pair, _ way) {
			if p[1] == "" || p[0] == p[1] {
				return
			}
			counts[p]++
			of[p[0]]++
			of[p[1]]++
		})
	}
	for _, id := range rep.items {
		t := m.items[id]
		if len(t.sides[0])+len(t.sides[1]) != 1 || alone(t.typ) {
			continue
		}
		side := 0
		if len(t.sides[0]) == 0 {
			side = 1
		}
		code := t.sides[side][0]
		best, most := "", 0
		for p, n := range counts {
			other := p[1]
			if other == code {
				other = p[0]
			} else if p[0] != code {
				continue
			}
			if n > most || n == most && other < best {
				best, most = other, n
			}
		}
		if most >= 2 && 3*most >= 2*of[code] {
			t.implied = best
			t.sides[1-side] = []string{best}
		}
	}
}

// alone reports whether acts of a type are as a rule done without another
// party: a country tests its missiles, its people demonstrate.
func alone(t plover.Type) bool {
	switch t {
	case plover.Mobilize, plover.Retreat, plover.Protest:
		return true
	}
	return false
}

// Events are the events of all reports so far, by day.
func (m *Merger) Events() []*Event {
	if !m.stale {
		return m.events
	}
	joined := make(forest, len(m.items))
	for i := range joined {
		joined[i] = int32(i)
	}
	reasons := make([]Reason, len(m.items))
	for _, b := range m.blocks {
		if b.stale {
			b.clusters, b.stale = gather(b.members), false
		}
		for _, c := range b.clusters {
			for i, mem := range c.members {
				if i > 0 {
					joined.join(c.members[0].id, mem.id)
				}
				if r := c.reasons[i]; stronger(&r, &reasons[mem.id]) {
					reasons[mem.id] = r
				}
			}
		}
	}
	groups := map[int32][]int32{}
	for id := range m.items {
		if m.items[id].when.known {
			root := joined.find(int32(id))
			groups[root] = append(groups[root], int32(id))
		}
	}
	m.events = make([]*Event, 0, len(groups))
	for _, ids := range groups {
		if slices.ContainsFunc(ids, func(id int32) bool { return m.items[id].rec.Confidence >= doubtful }) {
			m.events = append(m.events, m.describe(ids, reasons))
		}
	}
	slices.SortFunc(m.events, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
	})
	m.stale = false
	return m.events
}

// stronger reports whether a is the better reason; of two as good, the choice
// depends on their words, so that it is the same every time.
func stronger(a, b *Reason) bool {
	return b.Record == "" || a.Score > b.Score || a.Score == b.Score && a.Why < b.Why
}
