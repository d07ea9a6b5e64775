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
	tellers []Teller
	known   map[string]bool // keys of the reports
	voices  voices
	items   []*Telling
	blocks  map[Pair]*block
	stale   bool
	events  []*Event
}

// Teller is what is kept of a report.
type Teller struct {
	ID, Published, Outlet, Title string
	Voice                        int32 // near copies have the same
}

// doubtful is the confidence below which records make no event by themselves,
// however many they are. They still join those that surer ones make.
const doubtful = 0.4

// NewMerger is a Merger without reports.
func NewMerger() *Merger {
	return &Merger{known: map[string]bool{}, blocks: map[Pair]*block{}}
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
	if m.known[key] {
		return
	}
	m.known[key] = true
	id := int32(len(m.tellers))
	m.tellers = append(m.tellers, Teller{ID: about.ID, Published: about.Published, Outlet: about.Outlet, Title: about.Title})
	m.voices.add(Sign(text, records))
	for _, t := range Read(id, records) {
		i := int32(len(m.items))
		m.items = append(m.items, t)
		if t.Dated() {
			t.eachPair(func(p Pair, w way) { m.place(p, member{t, w, i}) })
		}
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

// place puts a record into the block of a pair, which only then is clustered
// anew.
func (m *Merger) place(p Pair, mem member) {
	b := m.blocks[p]
	if b == nil {
		b = &block{}
		m.blocks[p] = b
	}
	b.members, b.stale = append(b.members, mem), true
}

// Read gives the tellings of the records of one report, of which there is one
// for each record that tells of something that happened or was announced.
// Where the report is about two countries, the party that a record leaves
// unsaid is supplied. report is as in [NewTelling].
func Read(report int32, records []record.Record) []*Telling {
	var list []*Telling
	seen := make(map[string]bool, len(records))
	for i := range records {
		if r := &records[i]; happens(r) && !seen[r.ID] {
			seen[r.ID] = true
			list = append(list, NewTelling(r, report, ""))
		}
	}
	counts := map[Pair]int{}
	of := map[string]int{}
	for _, t := range list {
		t.eachPair(func(p Pair, _ way) {
			if p[1] == "" || p[0] == p[1] {
				return
			}
			counts[p]++
			of[p[0]]++
			of[p[1]]++
		})
	}
	for _, t := range list {
		if len(t.sides[0])+len(t.sides[1]) != 1 || alone(t.typ) {
			continue
		}
		code := slices.Concat(t.sides[0], t.sides[1])[0]
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
			t.imply(best)
		}
	}
	return list
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
				if r := c.reasons[i]; Stronger(&r, &reasons[mem.id]) {
					reasons[mem.id] = r
				}
			}
		}
	}
	groups := map[int32][]Told{}
	for i, t := range m.items {
		if t.Dated() {
			root := joined.find(int32(i))
			groups[root] = append(groups[root], Told{t, reasons[i]})
		}
	}
	for i := range m.tellers {
		m.tellers[i].Voice = m.voices.group.find(int32(i))
	}
	m.events = make([]*Event, 0, len(groups))
	for _, list := range groups {
		if Sure(list) {
			m.events = append(m.events, Describe(list, func(report int32) *Teller { return &m.tellers[report] }))
		}
	}
	slices.SortFunc(m.events, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
	})
	m.stale = false
	return m.events
}

// Stronger reports whether a is a better reason than b, which may be none; of
// two as good, the choice depends on their words, so that it is the same every
// time.
func Stronger(a, b *Reason) bool {
	return b.Why == "" || a.Score > b.Score || a.Score == b.Score && a.Why < b.Why
}
