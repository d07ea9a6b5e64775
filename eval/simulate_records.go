package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"time"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

// MergeCost is what it took to merge made-up records.
type MergeCost struct {
	Records int           `json:"records"`
	Reports int           `json:"reports"`
	Events  int           `json:"events"`
	True    int           `json:"happenings"` // that the records were made of
	Add     time.Duration `json:"add"`        // by the clock
	Merge   time.Duration `json:"merge"`      // by the clock
	CPU     time.Duration `json:"cpu"`        // processor time of both, 0 where it is not known
	// Input is the memory of the records themselves, Merger what the merger and
	// the events take on top of it, in bytes.
	Input  uint64 `json:"input_bytes"`
	Merger uint64 `json:"merger_bytes"`
}

// Merging makes up n records and measures how they are merged. They tell of
// happenings between 60 countries, spread over time so that their number grows
// with the length of the archive and not with the number of a day; each is told
// by one to six reports, with a tenth of these near copies.
func Merging(n int, seed uint64) MergeCost {
	rng := rand.New(rand.NewPCG(seed, 1))
	cost := MergeCost{}
	before := heap()
	var reports [][]record.Record
	reports, cost.True = makeReports(rng, n)
	cost.Input = heap() - before
	for i := range reports {
		cost.Records += len(reports[i])
	}
	cost.Reports = len(reports)
	used, start := CPUTime(), time.Now()
	m := event.NewMerger()
	for i := range reports {
		m.Add("", reports[i])
	}
	cost.Add = time.Since(start)
	start = time.Now()
	events := m.Events()
	cost.Merge, cost.CPU = time.Since(start), CPUTime()-used
	cost.Events = len(events)
	if after := heap(); after > before+cost.Input {
		cost.Merger = after - before - cost.Input
	}
	runtime.KeepAlive(reports)
	runtime.KeepAlive(events)
	return cost
}

func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// happening is what records are made of.
type happening struct {
	day    int
	actor  int
	other  int
	typ    plover.Type
	words  string
	amount int
}

// makeReports makes up reports with at least n records in all, day by day.
func makeReports(rng *rand.Rand, n int) (reports [][]record.Record, happenings int) {
	const perDay, countries = 40, 60
	types := plover.Types()
	nouns := []string{"tariff", "embassy", "border", "missile", "summit", "pipeline", "visa", "prisoner", "fishery", "dam", "loan", "drill", "truce", "port", "satellite", "grain"}
	verbs := []string{"announced", "rejected", "discussed", "ordered", "praised", "condemned", "promised", "halted", "opened", "reviewed"}
	made := 0
	for day := 0; made < n; day++ {
		var today []happening
		for range perDay {
			h := happening{
				day: day, actor: skewed(rng, countries), other: skewed(rng, countries), typ: types[rng.IntN(len(types))],
				words:  verbs[rng.IntN(len(verbs))] + " the " + nouns[rng.IntN(len(nouns))] + " near the " + nouns[rng.IntN(len(nouns))],
				amount: 10 + rng.IntN(900),
			}
			if h.other == h.actor {
				h.other = (h.actor + 1) % countries
			}
			today = append(today, h)
		}
		happenings += len(today)
		// Each happening goes into a few of the day's reports.
		outlets := 12
		drafts := make([][]happening, outlets)
		for _, h := range today {
			for range 1 + rng.IntN(6) {
				o := rng.IntN(outlets)
				drafts[o] = append(drafts[o], h)
			}
		}
		for o, list := range drafts {
			if len(list) == 0 {
				continue
			}
			if o > 0 && rng.IntN(10) == 0 {
				list = drafts[o-1] // a near copy
			}
			records := makeRecords(rng, fmt.Sprintf("d%05d-%02d", day, o), dayFrom2000(day+rng.IntN(3)), o, list)
			made += len(records)
			reports = append(reports, records)
		}
	}
	return reports, happenings
}

// skewed draws a number below n, low ones much more often.
func skewed(rng *rand.Rand, n int) int {
	return int(math.Pow(rng.Float64(), 2) * float64(n))
}

func dayFrom2000(n int) string {
	return time.Date(2000, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func makeRecords(rng *rand.Rand, id, published string, outlet int, list []happening) []record.Record {
	rep := record.Report{ID: id, Title: "Report " + id, Outlet: fmt.Sprintf("Outlet %d", outlet), Published: published}
	records := make([]record.Record, 0, len(list))
	at := 0
	for i, h := range list {
		a, b := madeUp(h.actor), madeUp(h.other)
		text := fmt.Sprintf("%s %s of %s and spoke of %d things with it.", a, h.words, b, h.amount)
		r := record.Record{
			Report: rep, Type: h.typ, Quad: h.typ.Quad(), Score: h.typ.Score(), Modality: record.Actual, Confidence: 0.5 + rng.Float64()/2,
			Sentence:   record.Sentence{Index: i, Start: at, End: at + len(text), Text: text},
			Trigger:    record.Span{Start: at + 4, End: at + 12, Text: text[4:12]},
			Actors:     []record.Party{{Text: a, Start: at, End: at + 3, Country: a, Sector: plover.Government}},
			Recipients: []record.Party{{Text: b, Start: at + 20, End: at + 23, Country: b, Sector: plover.Government}},
			Date:       &record.Date{Start: published, End: published, Precision: record.Unknown},
		}
		if rng.IntN(3) > 0 {
			d := dayFrom2000(h.day)
			r.Date = &record.Date{Start: d, End: d, Precision: record.Day}
		}
		r.ID = record.NewID(&r)
		records = append(records, r)
		at += len(text) + 1
	}
	return records
}

// madeUp is the code of a country that does not exist.
func madeUp(n int) string { return string([]byte{'X', byte('A' + n/26), byte('A' + n%26)}) }
