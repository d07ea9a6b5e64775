package event

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"demarche/plover"
	"demarche/record"
)

// tell makes a record: "NOR>CHL AGREE 2024-05-14", where the day may be left
// out and "NOR+CHL AGREE" is what both did together. The trigger is the word in
// brackets of the sentence.
func tell(rep record.Report, what, sentence string) record.Record {
	fields := strings.Fields(what)
	from := strings.Index(sentence, "[")
	to := strings.Index(sentence, "]") - 1
	text := strings.NewReplacer("[", "", "]", "").Replace(sentence)
	r := record.Record{
		Report: rep, Sentence: record.Sentence{Index: 1, Text: text, End: len(text)},
		Trigger: record.Span{Start: from, End: to, Text: text[from:to]},
		Type:    plover.Type(fields[1]), Modality: record.Actual, Confidence: 0.8,
		Date: &record.Date{Start: rep.Published, End: rep.Published, Precision: record.Unknown},
	}
	r.Score, r.Quad = r.Type.Score(), r.Type.Quad()
	actors, recipients, _ := strings.Cut(fields[0], ">")
	for _, c := range strings.FieldsFunc(actors, func(c rune) bool { return c == '+' }) {
		r.Actors = append(r.Actors, record.Party{Country: c, Sector: plover.Government})
	}
	if recipients != "" {
		r.Recipients = append(r.Recipients, record.Party{Country: recipients, Sector: plover.Government})
	}
	if len(fields) > 2 {
		r.Date = &record.Date{Start: fields[2], End: fields[2], Precision: record.Day, Text: "then"}
	}
	r.ID = record.NewID(&r)
	return r
}

func published(id, day string) record.Report {
	return record.Report{ID: id, Published: day, Outlet: "Outlet " + id, Title: "Report " + id}
}

// short is an event on one line, with the ids of its reports.
func short(e *Event) string {
	side := func(list []Party) string {
		var codes []string
		for _, p := range list {
			codes = append(codes, p.Country)
		}
		return strings.Join(codes, "+")
	}
	return fmt.Sprintf("%s %s>%s %s [%s]", e.Start, side(e.Actors), side(e.Recipients), e.Type, strings.Join(e.Reports, " "))
}

func TestMerge(t *testing.T) {
	a, b, c := published("a", "2024-05-15"), published("b", "2024-05-16"), published("c", "2024-05-20")
	for _, test := range []struct {
		name    string
		records []record.Record
		want    []string
	}{
		{"two accounts of one act on one day", []record.Record{
			tell(a, "NOR>CHL SANCTION 2024-05-14", "Norway on Tuesday [imposed sanctions] on Chilean salmon."),
			tell(b, "NOR>CHL SANCTION 2024-05-14", "Oslo [put] salmon from Chile on its sanctions list two days ago."),
		}, []string{"2024-05-14 NOR>CHL SANCTION [a b]"}},
		{"the day from the report that gives it", []record.Record{
			tell(a, "NOR>CHL SANCTION 2024-05-14", "Norway on Tuesday [imposed sanctions] on Chilean salmon."),
			tell(c, "NOR>CHL SANCTION", "The salmon [sanctions] were imposed by Norway."),
		}, []string{"2024-05-14 NOR>CHL SANCTION [a c]"}},
		{"another day", []record.Record{
			tell(a, "NOR>CHL THREATEN 2024-05-10", "Norway [threatened] Chile with a tariff."),
			tell(a, "NOR>CHL THREATEN 2024-05-14", "Norway again [threatened] Chile with a tariff."),
		}, []string{"2024-05-10 NOR>CHL THREATEN [a]", "2024-05-14 NOR>CHL THREATEN [a]"}},
		{"the other way round", []record.Record{
			tell(a, "NOR>CHL ACCUSE 2024-05-14", "Norway [accused] Chile of dumping."),
			tell(b, "CHL>NOR ACCUSE 2024-05-14", "Chile [accused] Norway of dumping."),
		}, []string{"2024-05-14 CHL>NOR ACCUSE [b]", "2024-05-14 NOR>CHL ACCUSE [a]"}},
		{"another topic on the same day", []record.Record{
			tell(a, "NOR>CHL SANCTION 2024-05-14", "Norway [raised tariffs] on wine from the south."),
			tell(b, "NOR>CHL SANCTION 2024-05-14", "Two Chilean [diplomats were expelled] by Oslo."),
		}, []string{"2024-05-14 NOR>CHL SANCTION [a]", "2024-05-14 NOR>CHL SANCTION [b]"}},
		{"a meeting told from both sides", []record.Record{
			tell(a, "NOR+CHL CONSULT 2024-05-14", "The ministers [met] in Lima on Tuesday."),
			tell(b, "NOR>CHL CONSULT 2024-05-14", "The Norwegian minister [met] his colleague in Lima."),
		}, []string{"2024-05-14 CHL+NOR> CONSULT [a b]"}},
		{"an invitation and its acceptance in one sentence", []record.Record{
			tell(a, "NOR>CHL AGREE 2024-05-14", "She accepted an [invitation] by Oslo to visit Norway."),
			tell(a, "CHL>NOR AGREE 2024-05-14", "She [accepted] an invitation by Oslo to visit Norway."),
		}, []string{"2024-05-14 CHL>NOR AGREE [a]", "2024-05-14 NOR>CHL AGREE [a]"}},
		{"a visit and the announcement of another", []record.Record{
			tell(a, "NOR>CHL CONSULT 2024-05-14", "Norway's minister [visited] Santiago on Tuesday for talks on salmon and copper."),
			tell(a, "NOR>CHL CONSULT 2024-05-20", "Norway's minister [visits] Santiago on Monday for talks on salmon and copper."),
		}, []string{"2024-05-14 NOR>CHL CONSULT [a]", "2024-05-15 NOR>CHL AGREE [a]"}},
		{"what might be and what did not happen", []record.Record{
			func() record.Record {
				r := tell(a, "NOR>CHL ASSAULT 2024-05-14", "Norway might [attack].")
				r.Modality = record.Hypothetical
				return r
			}(),
		}, nil},
		{"an announced visit is announced on the day of the report", []record.Record{
			func() record.Record {
				r := tell(a, "NOR>CHL CONSULT 2024-06-01", "The minister will [visit] Santiago on 1 June.")
				r.Modality = record.Future
				return r
			}(),
		}, []string{"2024-05-15 NOR>CHL AGREE [a]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := NewMerger()
			byReport := map[string][]record.Record{}
			for _, r := range test.records {
				byReport[r.Report.ID] = append(byReport[r.Report.ID], r)
			}
			for _, id := range []string{"a", "b", "c"} {
				m.Add("", byReport[id])
			}
			var got []string
			for _, e := range m.Events() {
				got = append(got, short(e))
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// A record that names one party has the other from a report about the two.
func TestImplied(t *testing.T) {
	a := published("a", "2024-05-15")
	events := Merge([]record.Record{
		tell(a, "NOR>CHL ACCUSE 2024-05-14", "Norway [accused] Chile of dumping."),
		tell(a, "CHL>NOR REJECT 2024-05-14", "Chile [rejected] the charge."),
		tell(a, "NOR REQUEST 2024-05-13", "Oslo had [called] for an inquiry."),
	})
	for _, e := range events {
		if e.Type == plover.Request {
			if got := short(e); got != "2024-05-13 NOR>CHL REQUEST [a]" {
				t.Errorf("got %s", got)
			}
			if !e.Recipients[0].Implied || e.Actors[0].Implied {
				t.Errorf("implied: actor %v, recipient %v", e.Actors[0].Implied, e.Recipients[0].Implied)
			}
		}
	}
}

// To call for something or to call on somebody is no call on the telephone.
func TestCalls(t *testing.T) {
	for text, want := range map[string]bool{
		"Their call lasted an hour.": true, "The two calls were short.": true,
		"Norway called for an inquiry.": false, "It calls on Chile to act.": false, "Her call for an inquiry was heard.": false,
	} {
		if got := slices.Contains(TopicsIn(text), "meeting"); got != want {
			t.Errorf("%q: about a meeting: %v", text, got)
		}
	}
}

// What is hardly sure makes no event, but joins one.
func TestDoubtful(t *testing.T) {
	a, b := published("a", "2024-05-15"), published("b", "2024-05-15")
	doubt := tell(a, "NOR>CHL SANCTION 2024-05-14", "Norway on Tuesday [imposed sanctions] on Chilean salmon.")
	doubt.Confidence = 0.2
	if events := Merge([]record.Record{doubt}); len(events) != 0 {
		t.Errorf("alone: %s", short(events[0]))
	}
	sure := tell(b, "NOR>CHL SANCTION 2024-05-14", "Norway [imposed sanctions] on salmon from Chile.")
	if events := Merge([]record.Record{doubt}, []record.Record{sure}); len(events) != 1 || len(events[0].Records) != 2 {
		t.Errorf("with a surer one: %d events", len(events))
	}
}

func TestDifferences(t *testing.T) {
	a, b := published("a", "2024-05-15"), published("b", "2024-05-15")
	events := Merge(
		[]record.Record{tell(a, "NOR>CHL COERCE 2024-05-14", "Norway [arrested] 12 fishermen off its coast.")},
		[]record.Record{tell(b, "NOR>CHL COERCE 2024-05-13", "Norwegian police [arrested] 14 fishermen.")},
	)
	if len(events) != 1 {
		t.Fatalf("%d events, want 1", len(events))
	}
	want := []Difference{
		{"date", []string{"2024-05-13 (b)", "2024-05-14 (a)"}},
		{"number", []string{"14 fishermen (b)", "12 fishermen (a)"}},
	}
	if got := fmt.Sprint(events[0].Differ); got != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

const wire = `Oslo and Santiago agreed on Tuesday to end their quarrel over salmon. The two ministers signed the paper in Lima
after three days of talks that at times had seemed about to fail, and shook hands before the cameras of both countries.
Exports are to start again within a week, a Norwegian official said, but the higher duty stays in force until autumn.`

// A wire's text with a word changed and a line cut is one voice with it; a
// report in other words is not.
func TestCopies(t *testing.T) {
	copied := strings.Replace(strings.Replace(wire, "shook hands before", "smiled for", 1), "Exports", "Sales", 1)
	own := `The salmon dispute is over. After talks in the Peruvian capital Norway and Chile put their names to a settlement,
which brings trade back from next week on. A duty that Oslo had raised in spring will be lowered in September, say diplomats.`
	var v voices
	for _, text := range []string{wire, own, copied, wire} {
		v.add(Sign(text, nil))
	}
	for i, want := range []int32{0, 1, 0, 0} {
		if got := v.group.find(int32(i)); got != want {
			t.Errorf("text %d speaks with %d, want %d", i, got, want)
		}
	}
}

func TestVoices(t *testing.T) {
	m := NewMerger()
	for _, id := range []string{"c", "a", "b"} {
		rep := published(id, "2024-05-15")
		text := wire
		if id == "b" {
			text = "A report of its own, in words that none of the others has, about the same agreement of Norway and Chile."
		}
		m.Add(text, []record.Record{tell(rep, "NOR+CHL AGREE 2024-05-14", "Oslo and Santiago [agreed] to end their quarrel over salmon.")})
	}
	e := m.Events()[0]
	if e.Voices != 2 || !slices.Equal(e.Outlets, []string{"Outlet a", "Outlet b"}) || len(e.Reports) != 3 {
		t.Errorf("%d voices of %q in %q", e.Voices, e.Outlets, e.Reports)
	}
}

// draw makes a few reports at random, of few parties, days and words, so that
// much of it can be merged.
func draw(t *rapid.T) [][]record.Record {
	countries := []string{"NOR", "CHL", "PER"}
	types := []string{"AGREE", "CONSULT", "SANCTION", "THREATEN", "CONCEDE"}
	sentences := []string{
		"They [met] for talks.", "It [imposed] a tariff on salmon.", "The tariff was [lifted] again.",
		"It [threatened] sanctions on banks.", "Both [agreed] on a visit in June.",
	}
	var reports [][]record.Record
	for i := range rapid.IntRange(1, 8).Draw(t, "reports") {
		rep := published(fmt.Sprint("r", i), fmt.Sprintf("2024-05-%02d", rapid.IntRange(10, 20).Draw(t, "published")))
		var records []record.Record
		for j := range rapid.IntRange(1, 5).Draw(t, "records") {
			what := rapid.SampledFrom(countries).Draw(t, "actor")
			if rapid.Bool().Draw(t, "together") {
				what += "+" + rapid.SampledFrom(countries).Draw(t, "partner")
			}
			if rapid.Bool().Draw(t, "directed") {
				what += ">" + rapid.SampledFrom(countries).Draw(t, "recipient")
			}
			what += " " + rapid.SampledFrom(types).Draw(t, "type")
			if rapid.Bool().Draw(t, "dated") {
				what += fmt.Sprintf(" 2024-05-%02d", rapid.IntRange(5, 20).Draw(t, "day"))
			}
			r := tell(rep, what, rapid.SampledFrom(sentences).Draw(t, "sentence"))
			r.Sentence.Index = j
			r.ID += fmt.Sprint(j)
			records = append(records, r)
		}
		reports = append(reports, records)
	}
	return reports
}

// Whatever the order in which reports come, and whether events are asked for
// in between, the events are the same to the last byte.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := draw(t)
		once := NewMerger()
		for _, records := range reports {
			once.Add("", records)
		}
		want, err := json.Marshal(once.Events())
		if err != nil {
			t.Fatal(err)
		}
		bit := NewMerger()
		for _, records := range rapid.Permutation(reports).Draw(t, "order") {
			bit.Add("", records)
			bit.Events()
		}
		got, err := json.Marshal(bit.Events())
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("one by one\n%s\nat once\n%s", got, want)
		}
	})
}

// Every record that happened is in one event, and in no other.
func TestPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := draw(t)
		seen := map[string]int{}
		n := 0
		for _, e := range Merge(reports...) {
			for i, r := range e.Records {
				seen[r.ID]++
				if e.Merged[i].Record != r.ID || e.Merged[i].Why == "" {
					t.Fatalf("record %s has the reason %+v", r.ID, e.Merged[i])
				}
			}
		}
		for _, records := range reports {
			n += len(records)
			for _, r := range records {
				if seen[r.ID] != 1 {
					t.Fatalf("record %s is in %d events", r.ID, seen[r.ID])
				}
			}
		}
		if n != len(seen) {
			t.Fatalf("%d records in, %d out", n, len(seen))
		}
	})
}

// Undated records are looked for among clusters by day. One that was joined on a
// later day moves up among them, and must still be found when other acts lie
// between.
func TestJoinedClustersAreFound(t *testing.T) {
	var list []record.Record
	for _, day := range []string{"2024-05-10", "2024-05-14", "2024-05-20"} {
		list = append(list, tell(published("salmon "+day, day), "NOR>CHL SANCTION", "Norway [imposed sanctions] on Chilean salmon farms and fishing boats."))
	}
	alone := Merge(list[:1], list[1:2], list[2:])
	if len(alone) != 1 {
		t.Fatalf("the sanctions alone make %d events", len(alone))
	}
	between := tell(published("visit", "2024-05-12"), "NOR>CHL CONSULT", "A Norwegian minister [visited] the observatory.")
	all := Merge(list[:1], list[1:2], list[2:], []record.Record{between})
	if len(all) != 2 {
		for _, e := range all {
			t.Log(short(e))
		}
		t.Errorf("with a visit between them there are %d events, want 2", len(all))
	}
}
