package record

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"demarche/plover"
)

const text = "Oslo hosts talks\n\nNorway's foreign minister met the Chilean envoy in Oslo on Tuesday, a spokesman said."

// find is the span of the n-th occurrence of words in the text, from 0.
func find(t testing.TB, words string, n int) Span {
	from := 0
	for {
		i := strings.Index(text[from:], words)
		if i < 0 {
			t.Fatalf("%q does not stand in the text", words)
		}
		if n == 0 {
			return Span{from + i, from + i + len(words), words}
		}
		from += i + len(words)
		n--
	}
}

func party(t testing.TB, words, country string, sector plover.Sector) Party {
	s := find(t, words, 0)
	return Party{Text: s.Text, Start: s.Start, End: s.End, Country: country, Sector: sector}
}

// met is a sound record with every part filled in.
func met(t testing.TB) *Record {
	sent := find(t, strings.SplitAfter(text, "\n\n")[1], 0)
	day, oslo := find(t, "on Tuesday", 0), find(t, "Oslo", 1)
	speaker := party(t, "a spokesman", "NOR", plover.Government)
	r := &Record{
		Report:   Report{ID: "oslo", Title: "Oslo hosts talks", Published: "2024-05-15"},
		Sentence: Sentence{1, sent.Start, sent.End, sent.Text},
		Trigger:  find(t, "met", 0),
		Type:     plover.Consult, Mode: plover.Visit,
		Quad: plover.VerbalCooperation, Score: 4, CAMEO: "042",
		Contexts: []plover.Context{plover.Diplomatic},
		Actors: []Party{
			party(t, "Norway's foreign minister", "NOR", plover.Government),
			party(t, "the Chilean envoy", "CHL", plover.Government),
		},
		Modality:   Actual,
		Date:       &Date{"2024-05-14", "2024-05-14", Day, day.Text, &[2]int{day.Start, day.End}},
		Place:      &Place{"Oslo", "NOR", 59.91, 10.75, oslo.Text, &[2]int{oslo.Start, oslo.End}},
		Claim:      &Claim{By: &speaker, Cue: "said"},
		Confidence: 0.8,
	}
	r.Actors[0].OtherSectors = []plover.Sector{plover.Elite}
	r.ID = NewID(r)
	return r
}

func TestValid(t *testing.T) {
	if err := met(t).Validate(text); err != nil {
		t.Error(err)
	}
	r := met(t)
	r.Date = &Date{Precision: Unknown, Text: "last week"}
	r.Place, r.Claim, r.Contexts, r.Report.Published = nil, nil, nil, ""
	if err := r.Validate(text); err != nil {
		t.Errorf("without a publication date: %v", err)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(r *Record)
		want  string
	}{
		{"no id", func(r *Record) { r.ID = "" }, "id:"},
		{"type", func(r *Record) { r.Type = "CHAT" }, "type:"},
		{"mode of another type", func(r *Record) { r.Mode, r.Score = plover.Riot, 2.5 }, "mode:"},
		{"quad", func(r *Record) { r.Quad = plover.VerbalConflict }, "quad:"},
		{"score of the type, not the mode", func(r *Record) { r.Score = 2.5 }, "score:"},
		{"cameo", func(r *Record) { r.CAMEO = "999" }, "cameo:"},
		{"context", func(r *Record) { r.Contexts = []plover.Context{"weather"} }, "contexts:"},
		{"context twice", func(r *Record) { r.Contexts = []plover.Context{"legal", "legal"} }, "contexts:"},
		{"modality", func(r *Record) { r.Modality = "maybe" }, "modality:"},
		{"trigger outside the text", func(r *Record) { r.Trigger.End = len(text) + 1 }, "trigger:"},
		{"trigger backwards", func(r *Record) { r.Trigger.End = r.Trigger.Start - 1 }, "trigger:"},
		{"trigger in the title", func(r *Record) { r.Trigger = Span{5, 10, "hosts"} }, "outside its sentence"},
		{"other words", func(r *Record) { r.Trigger.Text = "saw" }, `reads "met", not "saw"`},
		{"actor's words", func(r *Record) { r.Actors[1].Start++ }, "actors[1]:"},
		{"country", func(r *Record) { r.Actors[0].Country = "Nor" }, "actors[0].country:"},
		{"sector", func(r *Record) { r.Actors[0].Sector = "KING" }, "actors[0].sector:"},
		{"sector twice", func(r *Record) { r.Actors[0].OtherSectors[0] = plover.Government }, "other_sectors:"},
		{"nobody", func(r *Record) { r.Actors = nil }, "actors:"},
		{"no recipient", func(r *Record) {
			r.Type, r.Mode, r.Quad, r.Score = plover.Aid, "", plover.MaterialCooperation, 10
			r.Actors = r.Actors[:1]
		}, "recipients:"},
		{"date out of order", func(r *Record) { r.Date.Precision, r.Date.Start = Week, "2024-05-20" }, "before it starts"},
		{"no such day", func(r *Record) { r.Date.Start, r.Date.End = "2024-02-30", "2024-02-30" }, "no date"},
		{"half a date", func(r *Record) { r.Date.Precision, r.Date.End = Unknown, "" }, "empty"},
		{"precision", func(r *Record) { r.Date.Precision = "hour" }, "precision"},
		{"no date but a day", func(r *Record) { r.Date.Start, r.Date.End = "", "" }, "empty"},
		{"words of the date", func(r *Record) { r.Date.Span[0]++ }, "date:"},
		{"published", func(r *Record) { r.Report.Published = "yesterday" }, "report.published:"},
		{"latitude", func(r *Record) { r.Place.Lat = 91 }, "place:"},
		{"evidence", func(r *Record) { r.Claim.Evidence = "some" }, "claim.evidence:"},
		{"speaker", func(r *Record) { r.Claim.By.End = 0 }, "claim.by:"},
		{"quote", func(r *Record) { r.Claim.Quote = &Span{0, 4, "Lima"} }, "claim.quote:"},
		{"confidence", func(r *Record) { r.Confidence = math.NaN() }, "confidence:"},
	} {
		r := met(t)
		c.spoil(r)
		if err := r.Validate(text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// The keys of the exchange form, in order, and its empty values.
func TestJSON(t *testing.T) {
	r := met(t)
	r.Mode, r.Contexts, r.Recipients = "", nil, nil
	r.Date, r.Place, r.Claim = nil, nil, nil
	r.Actors = []Party{{Text: `<"É">`}}
	r.Sentence.Text, r.ID = "s", "7"
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var line bytes.Buffer
	if err := NewEncoder(&line).Encode(r); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"7","report":{"id":"oslo","title":"Oslo hosts talks","outlet":"","published":"2024-05-15","url":""},` +
		`"sentence":{"index":1,"start":18,"end":103,"text":"s"},"trigger":{"start":44,"end":47,"text":"met"},` +
		`"type":"CONSULT","mode":null,"quad":"verbal cooperation","score":4,"cameo":"042","contexts":[],` +
		`"actors":[{"text":"<\"É\">","start":0,"end":0,"name":null,"country":null,"sector":null,"other_sectors":[],"office":null}],` +
		`"recipients":[],"modality":"actual","date":null,"place":null,"claim":null,"confidence":0.8}` + "\n"
	if line.String() != want {
		t.Errorf("got  %s\nwant %s", line.String(), want)
	}
	var a, b any
	if json.Unmarshal(got, &a) != nil || json.Unmarshal(line.Bytes(), &b) != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("json.Marshal and Encoder disagree: %s", got)
	}
}

func TestClaimJSON(t *testing.T) {
	r := met(t)
	r.Claim.Venue, r.Claim.Evidence = "at a rally", "none-shown"
	got, err := json.Marshal(r.Claim)
	want := `{"by":{"text":"a spokesman","start":86,"end":97,"name":null,"country":"NOR","sector":"GOV","other_sectors":[],"office":null},` +
		`"cue":"said","verbatim":false,"venue":"at a rally","evidence":"none-shown"}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	got, _ = json.Marshal(Claim{Cue: "said"})
	if want := `{"by":null,"cue":"said","verbatim":false,"venue":null,"evidence":null}`; string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestIDStandsForWhatIsSaid(t *testing.T) {
	base := NewID(met(t))
	if len(base) != 16 {
		t.Errorf("id %q, want 16 hex digits", base)
	}
	for name, change := range map[string]func(r *Record){
		"report":    func(r *Record) { r.Report.ID = "lima" },
		"sentence":  func(r *Record) { r.Sentence.Text += " " },
		"trigger":   func(r *Record) { r.Trigger.End++ },
		"type":      func(r *Record) { r.Type = plover.Agree },
		"mode":      func(r *Record) { r.Mode = plover.Phone },
		"actor":     func(r *Record) { r.Actors[0].Start++ },
		"country":   func(r *Record) { r.Actors[0].Country = "SWE" },
		"direction": func(r *Record) { r.Actors, r.Recipients = r.Actors[:1], r.Actors[1:] },
	} {
		r := met(t)
		change(r)
		if NewID(r) == base {
			t.Errorf("another %s, the same id", name)
		}
	}
	r := met(t)
	r.Confidence, r.Modality, r.Actors[0].Name = 0.1, Negated, "X"
	if NewID(r) != base {
		t.Error("the id depends on a judgement about the record")
	}
}

// Any record comes back from its JSON as it was, whatever its strings hold.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t)
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back Record
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%v in %s", err, data)
		}
		again, err := json.Marshal(back)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatalf("%s\nbecame\n%s (%v)", data, again, err)
		}
		if back.Mode != r.Mode || NewID(&back) != NewID(r) || (back.Claim == nil) != (r.Claim == nil) {
			t.Fatalf("%+v became %+v", r, back)
		}
	})
}

// draw makes a record of any content, sound or not.
func draw(t *rapid.T) *Record {
	str, num := rapid.String(), rapid.IntRange(0, 1<<20)
	span := func() Span { return Span{num.Draw(t, "start"), num.Draw(t, "end"), str.Draw(t, "text")} }
	onePart := func() Party {
		return Party{
			Text: str.Draw(t, "text"), Start: num.Draw(t, "start"), End: num.Draw(t, "end"), Name: str.Draw(t, "name"),
			Country: str.Draw(t, "country"), Sector: rapid.SampledFrom(plover.Sectors()).Draw(t, "sector"),
			OtherSectors: rapid.SliceOfN(rapid.SampledFrom(plover.Sectors()), 0, 2).Draw(t, "others"), Office: str.Draw(t, "office"),
		}
	}
	typ := rapid.SampledFrom(plover.Types()).Draw(t, "type")
	r := &Record{
		ID: str.Draw(t, "id"), Report: Report{ID: str.Draw(t, "report"), Title: str.Draw(t, "title")},
		Trigger: span(), Type: typ, Mode: rapid.SampledFrom(append(plover.Modes(typ), "")).Draw(t, "mode"),
		Score:      rapid.Float64Range(-10, 10).Draw(t, "score"),
		Contexts:   rapid.SliceOfN(rapid.SampledFrom(plover.Contexts()), 0, 3).Draw(t, "contexts"),
		Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "actors") {
		r.Actors = append(r.Actors, onePart())
	}
	for range rapid.IntRange(0, 2).Draw(t, "recipients") {
		r.Recipients = append(r.Recipients, onePart())
	}
	if rapid.Bool().Draw(t, "dated") {
		r.Date = &Date{Start: str.Draw(t, "from"), End: str.Draw(t, "to"), Precision: Week}
	}
	if rapid.Bool().Draw(t, "claimed") {
		by, quote := onePart(), span()
		r.Claim = &Claim{By: &by, Quote: &quote, Verbatim: rapid.Bool().Draw(t, "verbatim")}
	}
	return r
}
