package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/event"
	"demarche/record"
	"demarche/store"
)

// published are the columns of each layout that others define, in their order.
var published = map[Layout]string{
	GDELT: `GlobalEventID, Day, MonthYear, Year, FractionDate,
		Actor1Code, Actor1Name, Actor1CountryCode, Actor1KnownGroupCode, Actor1EthnicCode, Actor1Religion1Code, Actor1Religion2Code, Actor1Type1Code, Actor1Type2Code, Actor1Type3Code,
		Actor2Code, Actor2Name, Actor2CountryCode, Actor2KnownGroupCode, Actor2EthnicCode, Actor2Religion1Code, Actor2Religion2Code, Actor2Type1Code, Actor2Type2Code, Actor2Type3Code,
		IsRootEvent, EventCode, EventBaseCode, EventRootCode, QuadClass, GoldsteinScale, NumMentions, NumSources, NumArticles, AvgTone,
		Actor1Geo_Type, Actor1Geo_Fullname, Actor1Geo_CountryCode, Actor1Geo_ADM1Code, Actor1Geo_ADM2Code, Actor1Geo_Lat, Actor1Geo_Long, Actor1Geo_FeatureID,
		Actor2Geo_Type, Actor2Geo_Fullname, Actor2Geo_CountryCode, Actor2Geo_ADM1Code, Actor2Geo_ADM2Code, Actor2Geo_Lat, Actor2Geo_Long, Actor2Geo_FeatureID,
		ActionGeo_Type, ActionGeo_Fullname, ActionGeo_CountryCode, ActionGeo_ADM1Code, ActionGeo_ADM2Code, ActionGeo_Lat, ActionGeo_Long, ActionGeo_FeatureID,
		DATEADDED, SOURCEURL`,
	GDELTMentions: `GlobalEventID, EventTimeDate, MentionTimeDate, MentionType, MentionSourceName, MentionIdentifier, SentenceID,
		Actor1CharOffset, Actor2CharOffset, ActionCharOffset, InRawText, Confidence, MentionDocLen, MentionDocTone, MentionDocTranslationInfo, Extras`,
	ICEWS: `Event ID, Event Date, Source Name, Source Sectors, Source Country, Event Text, CAMEO Code, Intensity, Target Name, Target Sectors, Target Country,
		Story ID, Sentence Number, Publisher, City, District, Province, Country, Latitude, Longitude`,
	POLECAT: `Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts,
		Actor Name, Actor Country, Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID,
		Recipient Name, Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw, Wikipedia Recipient ID,
		Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type,
		Source, Publication Date, Story People, Story Organizations, Story Locations, Language, Version`,
	PLOVER: `id, has_event, date, time, enddate, endtime, actor, recipient, event, event_loc, event_text, quad_code, event_scale, mode, context,
		link, text, text_info, cite_info, coder, coded_date, coded_time, comment`,
}

// count is how many columns the layouts have by their publishers' own account.
var count = map[Layout]int{GDELT: 61, GDELTMentions: 16, ICEWS: 20, POLECAT: 40}

func columnsOf(l Layout) []string {
	names := strings.Split(published[l], ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}

// reader is what another program says to DuckDB to read a file of a layout and
// format, with strict rules: a row with too many or too few columns fails.
func reader(file string, l *layout, f Format) string {
	switch f {
	case JSONL:
		return `read_json('` + file + `', format = 'newline_delimited')`
	case Parquet:
		return `read_parquet('` + file + `')`
	}
	options := `, all_varchar = true, strict_mode = true, null_padding = false, header = ` + fmt.Sprint(f == CSV || !l.bare) +
		`, nullstr = '` + l.missing + `'`
	if f == TSV {
		return `read_csv('` + file + `', delim = '\t', quote = '', escape = ''` + options + `)`
	}
	return `read_csv('` + file + `', delim = ',', quote = '"', escape = '"'` + options + `)`
}

// Every layout in every format is read by another DuckDB with the same columns
// and as many rows, and all formats of a layout hold the same number of rows.
func TestRoundTrip(t *testing.T) {
	s := opened(t, filled)
	want := map[Layout]int{Records: 4, PLOVER: 4, Events: 3, GDELT: 3, GDELTMentions: 3, ICEWS: 3, POLECAT: 3}
	for i := range layouts {
		l := &layouts[i]
		for _, f := range Formats() {
			t.Run(string(l.name)+"/"+string(f), func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "out")
				out := written(t, s, Options{Layout: l.name, Format: f})
				if err := os.WriteFile(file, out, 0o600); err != nil {
					t.Fatal(err)
				}
				got := readBack(t, reader(file, l, f))
				if published[l.name] != "" {
					names := columnsOf(l.name)
					if n := count[l.name]; n > 0 && len(names) != n {
						t.Fatalf("the list has %d columns, the layout %d", len(names), n)
					}
					if f == TSV && l.bare {
						if len(got.columns) != len(names) {
							t.Errorf("%d columns, want %d", len(got.columns), len(names))
						}
					} else if !slices.Equal(got.columns, names) {
						t.Errorf("columns\n%q, want\n%q", got.columns, names)
					}
				}
				rows, known := want[l.name]
				if !known { // matters: an object each, but a row for each step
					rows = 2
					if f == JSONL {
						rows = 1
					}
				}
				if len(got.rows) != rows {
					t.Errorf("%d rows, want %d", len(got.rows), rows)
				}
			})
		}
	}
}

// exported writes a layout in a format and reads it back.
func exported(t *testing.T, s *store.Store, name Layout, f Format) *table {
	t.Helper()
	l, err := find(name)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(file, written(t, s, Options{Layout: name, Format: f}), 0o600); err != nil {
		t.Fatal(err)
	}
	return readBack(t, reader(file, l, f))
}

func TestValues(t *testing.T) {
	s := opened(t, filled)
	for _, test := range []struct {
		layout Layout
		row    int
		want   map[string]string
	}{
		{GDELT, 0, map[string]string{
			"Day": "20240514", "MonthYear": "202405", "Year": "2024", "FractionDate": "2024.3671",
			"Actor1Code": "CHLGOV", "Actor1Name": "INÉS SOTO", "Actor1CountryCode": "CHL", "Actor1Type1Code": "GOV",
			"Actor2Code": "NORGOV", "Actor2Name": "NORWAY", "Actor2CountryCode": "NOR",
			"EventCode": "040", "EventBaseCode": "040", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1",
			"NumMentions": "1", "NumSources": "1", "NumArticles": "1", "AvgTone": "NULL", "IsRootEvent": "NULL",
			"ActionGeo_Type": "4", "ActionGeo_CountryCode": "NO", "ActionGeo_Lat": "59.9127",
			"DATEADDED": "20240516083005", "SOURCEURL": "https://fjord.example/1",
		}},
		{GDELT, 1, map[string]string{
			"Actor1Code": "PERGOV", "Actor2Code": "ROMMED", "Actor2CountryCode": "ROM", "Actor2Type1Code": "MED",
			"EventCode": "138", "EventRootCode": "13", "QuadClass": "3", "GoldsteinScale": "-7",
			"ActionGeo_Type": "NULL", "ActionGeo_Fullname": "NULL", "SOURCEURL": "NULL",
		}},
		{GDELT, 2, map[string]string{"Actor1Code": "PERGOV", "Actor2Code": "RUSMIL"}},
		{GDELTMentions, 0, map[string]string{
			"EventTimeDate": "20240516083005", "MentionType": "1", "MentionSourceName": "Fjord Wire", "SentenceID": "2",
			"ActionCharOffset": "37", "Confidence": "88", "MentionDocLen": "91",
		}},
		{ICEWS, 0, map[string]string{
			"Event Date": "2024-05-14", "Source Name": `Åse "Red" Vik`, "Source Sectors": "Government,Elite", "Source Country": "Norway",
			"Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1", "Target Name": "Inés Soto", "Target Country": "Chile",
			"Sentence Number": "2", "Publisher": "Fjord Wire", "City": "Oslo", "Country": "Norway", "District": "NULL",
		}},
		{ICEWS, 1, map[string]string{"Source Name": "Peru", "Target Name": "Russia", "Target Sectors": "Military", "Target Country": "Russian Federation"}},
		{POLECAT, 0, map[string]string{
			"Event ID": "r1-1-2", "Event Date": "2024-05-14", "Event Type": "CONSULT", "Event Mode": "NULL", "Intensity": "2.5",
			"Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic;economic", "Actor Country": "NOR", "Actor COW": "385",
			"Actor Sectors": "GOV;ELI", "Actor Title": "foreign minister", "Wikipedia Actor ID": "NULL", "Recipient Name": "Inés Soto",
			"Recipient COW": "155", "Placename": "Oslo", "Publication Date": "2024-05-15", "Version": "demarche 1.0",
		}},
		{Records, 2, map[string]string{"id": "r2", "notes": "the roster differs", "claim_by": "the ministry", "actor_countries": "NOR; CHL", "verbatim": "false"}},
		{Events, 2, map[string]string{"id": "er3", "recipients": "ROU; RUS", "implied": "UNO", "mode": "violence"}},
		{Matters, 1, map[string]string{"id": "m1", "step": "2", "step_state": "repeated", "step_outlets": "Lima Post; Fjord Wire"}},
	} {
		got := exported(t, s, test.layout, CSV)
		for column, want := range test.want {
			if v := got.at(t, test.row, column); v != want {
				t.Errorf("%s, row %d: %s is %q, want %q", test.layout, test.row, column, v, want)
			}
		}
	}
}

// A record that says that something did not happen, or may, is no event of the
// layouts that have no word for this.
func TestOnlyActual(t *testing.T) {
	s := opened(t, filled)
	for _, l := range []Layout{ICEWS, POLECAT} {
		got := exported(t, s, l, JSONL)
		if len(got.rows) != 3 {
			t.Errorf("%s has %d rows, want 3", l, len(got.rows))
		}
	}
	if got := exported(t, s, PLOVER, JSONL); got.at(t, 0, "comment") != "modality: negated" {
		t.Errorf("comment of the first record in PLOVER: %q", got.at(t, 0, "comment"))
	}
}

// No cell of a TSV can be read as more than one, by a reader that looks for
// quotation marks or one that does not.
func TestPlainTSV(t *testing.T) {
	s := opened(t, filled)
	for _, l := range Layouts() {
		out := string(written(t, s, Options{Layout: l, Format: TSV}))
		if strings.ContainsAny(out, "\"\r\x00") {
			t.Errorf("%s holds a quotation mark or control character:\n%s", l, out)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		for i, line := range lines {
			if got, want := strings.Count(line, "\t"), strings.Count(lines[0], "\t"); got != want {
				t.Errorf("%s, line %d: %d tabs, want %d", l, i+1, got, want)
			}
		}
	}
	polecat := string(written(t, s, Options{Layout: POLECAT}))
	if !strings.Contains(polecat, "\tNone\t") || strings.Contains(polecat, "\t\t") {
		t.Errorf("POLECAT has None for what is not known, not:\n%s", polecat)
	}
	if gdelt := string(written(t, s, Options{Layout: GDELT})); strings.Contains(gdelt, "GlobalEventID") {
		t.Error("GDELT has no header as published")
	}
}

// The JSON of records and events is the program's own exchange format.
func TestObjects(t *testing.T) {
	s := opened(t, filled)
	var records []record.Record
	for line := range bytes.Lines(written(t, s, Options{Layout: Records, Format: JSONL})) {
		var r record.Record
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		records = append(records, r)
	}
	if len(records) != 4 {
		t.Fatalf("%d records, want 4", len(records))
	}
	met, signed := records[1], records[2]
	if met.ID != "r1" || met.Report.Published != "2024-05-15" || met.Date.Span == nil || *met.Date.Span != [2]int{66, 76} ||
		met.Place == nil || met.Place.Lat != 59.9127 || len(met.Actors) != 2 || met.Actors[1].Name != "Inés Soto" || met.Claim != nil ||
		met.Mode != "" || met.Sentence.Text != "Åse \"Red\" Vik met the Chilean\tenvoy in Oslo\non Tuesday." {
		t.Errorf("the meeting reads %+v", met)
	}
	if c := signed.Claim; c == nil || c.By == nil || c.By.Text != "the ministry" || c.Cue != "said" || c.Evidence != "cited" || c.Quote == nil || c.Quote.End != 82 {
		t.Errorf("the claim reads %+v", c)
	}
	var e event.Event
	first, _, _ := bytes.Cut(written(t, s, Options{Layout: Events, Format: JSONL}), []byte("\n"))
	if err := json.Unmarshal(first, &e); err != nil {
		t.Fatal(err)
	}
	if e.ID != "er1" || len(e.Actors) != 2 || e.Actors[0].Names[0] != "Inés Soto" || len(e.Differ) != 1 || len(e.Differ[0].Values) != 2 ||
		len(e.Merged) != 1 || e.Merged[0].Record != "r1" || e.Start != "2024-05-14" {
		t.Errorf("the event reads %+v", e)
	}
}

// What a store writes does not hang on how many are laid out at a time.
func TestBatches(t *testing.T) {
	s := opened(t, filled)
	for _, l := range Layouts() {
		for _, f := range []Format{CSV, Parquet} {
			whole := written(t, s, Options{Layout: l, Format: f})
			parts := oneByOne(t, func() []byte { return written(t, s, Options{Layout: l, Format: f}) })
			if f != Parquet {
				if !bytes.Equal(parts, whole) {
					t.Errorf("%s as %s, one by one:\n%s\nwant\n%s", l, f, parts, whole)
				}
				continue
			}
			a, b := readParquet(t, whole), readParquet(t, parts)
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Errorf("%s as %s, one by one:\n%v\nwant\n%v", l, f, b, a)
			}
		}
	}
}

// oneByOne runs f with batches of one.
func oneByOne(t *testing.T, f func() []byte) []byte {
	t.Helper()
	defer func(old int) { batch = old }(batch)
	batch = 1
	return f()
}

// readParquet gives the cells of a file, NULL as a word.
func readParquet(t *testing.T, content []byte) [][]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.parquet")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	tb := readBack(t, `read_parquet('`+file+`')`)
	out := [][]string{tb.columns}
	for i := range tb.rows {
		var row []string
		for _, c := range tb.columns {
			row = append(row, tb.at(t, i, c))
		}
		out = append(out, row)
	}
	return out
}

// An empty store gives files with columns and no rows.
func TestEmpty(t *testing.T) {
	s := opened(t, "")
	for _, l := range Layouts() {
		for _, f := range []Format{TSV, JSONL, Parquet} {
			out := written(t, s, Options{Layout: l, Format: f})
			switch lines := bytes.Count(out, []byte("\n")); {
			case f == Parquet:
				if tb := readParquet(t, out); len(tb) != 1 || len(tb[0]) == 0 {
					t.Errorf("%s as %s: %v", l, f, tb)
				}
			case f == JSONL, f == TSV && (l == GDELT || l == GDELTMentions):
				if len(out) != 0 {
					t.Errorf("%s as %s: %q", l, f, out)
				}
			case lines != 1:
				t.Errorf("%s as %s: %q", l, f, out)
			}
		}
	}
}

func TestWhere(t *testing.T) {
	s := opened(t, filled)
	for _, test := range []struct {
		layout Layout
		where  string
		args   []any
		rows   int64
	}{
		{Records, "", nil, 4},
		{Records, "   ", nil, 4},
		{Records, "type = 'CONSULT'", nil, 1},
		{Records, "type = 'CONSULT' -- and no more", nil, 1},
		{Records, "type = ? OR list_contains(actors, ?)", []any{"AGREE", "PER"}, 2},
		{Records, "event IN (SELECT event FROM event_pairs WHERE a = 'PER' AND b = 'RUS')", nil, 1},
		{Records, "sentence LIKE '%);%' OR title = 'A threat'", nil, 2},
		{Events, "date_start BETWEEN '2024-06-01' AND '2024-06-01'", nil, 1},
		{GDELT, "'RUS' IN recipients", nil, 2},
		{Matters, "state = 'opened' AND a = 'USA'", nil, 0},
	} {
		rows, err := Write(context.Background(), s, Options{Layout: test.layout, Format: CSV, Where: test.where, Args: test.args}, io.Discard)
		if err != nil || rows != test.rows {
			t.Errorf("%s where %s: %d rows, %v; want %d", test.layout, test.where, rows, err, test.rows)
		}
	}
}

// A condition is one expression over the view: what ends it, adds to it or
// reads from elsewhere is refused.
func TestWhereRefuses(t *testing.T) {
	s := opened(t, filled)
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{
		"true); DROP VIEW records; --",
		"true); SELECT (1",
		"true; SELECT 1",
		"true) UNION ALL SELECT 1 FROM reports WHERE (true",
		"true) ORDER BY (id",
		"true) LIMIT (1",
		"true) GROUP BY (id",
		"true) -- \n HAVING (true",
		"id IN (SELECT a FROM read_csv('" + secret + "'))",
		"id IN (SELECT a FROM '" + secret + "')",
		"id IN (SELECT column0 FROM '" + secret + "')",
		"id IN (SELECT content FROM read_text('" + secret + "'))",
		"id IN (SELECT id FROM data.records)",
		"id IN (SELECT table_name FROM information_schema.tables)",
		"EXISTS (FROM duckdb_settings())",
		"no_such_column = 1",
		"type =",
		"(type = 'CONSULT'",
		"sentence",
		"count(*) > 1",
		"type = ?",
	} {
		var out bytes.Buffer
		_, err := Write(context.Background(), s, Options{Layout: Records, Format: CSV, Where: where}, &out)
		if !errors.Is(err, ErrWhere) {
			t.Errorf("where %s: %v, want it refused", where, err)
		}
		if out.Len() > 0 {
			t.Errorf("where %s wrote %q", where, out.String())
		}
	}
	if rows, err := Write(context.Background(), s, Options{Layout: Records}, io.Discard); err != nil || rows != 4 {
		t.Errorf("after all that: %d rows, %v", rows, err)
	}
}

// full is a writer that takes so many bytes and no more.
type full struct{ left int }

var errFull = errors.New("the disk is full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		n := f.left
		f.left = 0
		return n, errFull
	}
	f.left -= len(p)
	return len(p), nil
}

// Faults are told as what they are, and leave the store of use.
func TestFaults(t *testing.T) {
	many := filled + `INSERT INTO data.records SELECT n + 10, 'x' || n, report, sentence_index, sentence_start, sentence_end, repeat(sentence, 50), trigger_start,
		trigger_end, trigger_text, type, mode, quad, score, cameo, contexts, actors, recipients, modality, date_start, date_end, date_precision, date_text, date_from,
		date_to, place, place_country, latitude, longitude, place_text, place_from, place_to, claim_cue, verbatim, venue, evidence, quote_start, quote_end, quote,
		confidence, notes, implied FROM data.records, range(5000) t(n) WHERE no = 1;`
	s := opened(t, many)
	ctx := context.Background()
	for _, f := range Formats() {
		if _, err := Write(ctx, s, Options{Layout: Records, Format: f}, &full{left: 1000}); !errors.Is(err, errFull) {
			t.Errorf("%s to a full disk: %v", f, err)
		}
	}
	if _, err := Write(ctx, s, Options{Layout: "kedsfile"}, io.Discard); !errors.Is(err, ErrLayout) {
		t.Errorf("unknown layout: %v", err)
	}
	if _, err := Write(ctx, s, Options{Layout: Records, Format: "xlsx"}, io.Discard); !errors.Is(err, ErrFormat) {
		t.Errorf("unknown format: %v", err)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := Write(ended, s, Options{Layout: Records}, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	if rows, err := Write(ctx, s, Options{Layout: Records}, io.Discard); err != nil || rows != 5004 {
		t.Errorf("after all that: %d rows, %v", rows, err)
	}
}

// The page on layouts says of every column what it is filled from.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("../docs/layouts.md")
	if err != nil {
		t.Fatal(err)
	}
	heads := map[Layout]string{GDELT: "GDELT 2.0 Events", GDELTMentions: "GDELT 2.0 Mentions", ICEWS: "ICEWS", POLECAT: "POLECAT", PLOVER: "PLOVER"}
	for l, head := range heads {
		_, section, ok := strings.Cut(string(text), "\n## "+head+"\n")
		if !ok {
			t.Errorf("no section %q", head)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		section = strings.ReplaceAll(section, "`", "")
		for _, column := range columnsOf(l) {
			// Columns of both sides share a line: "Actor`n`Code", "Actor COW, …", "ActionGeo_Lat, Long".
			short := column
			switch {
			case l == GDELT && strings.Contains(column, "Geo_") && column[0:6] == "Action":
				short = strings.TrimPrefix(column, "ActionGeo_")
			case l == GDELT && strings.Contains(column, "Geo_"):
				short = "ActornGeo_…"
			case l == GDELT && strings.HasPrefix(column, "Actor"):
				short = column[len("Actor1"):]
			case l == POLECAT:
				short = strings.Replace(strings.ReplaceAll(column, "Recipient", "Actor"), "Actor Name Raw", "Actor Name Raw, …", 1)
			}
			if !strings.Contains(section, short) {
				t.Errorf("%s: nothing on %q", head, column)
			}
		}
	}
}

// A filter of the common flags picks as it does elsewhere.
func TestFilter(t *testing.T) {
	s := opened(t, filled)
	for _, test := range []struct {
		layout Layout
		filter store.Filter
		where  string
		rows   int64
	}{
		{Records, store.Filter{Actors: []string{"PER"}}, "", 1},
		{Records, store.Filter{Actors: []string{"PER"}, Since: "2025-01-01"}, "", 0},
		{Records, store.Filter{Modalities: []record.Modality{record.Actual}}, "contexts <> []", 2},
		{Events, store.Filter{Pair: [2]string{"RUS", "PER"}}, "", 1},
		{GDELT, store.Filter{Pair: [2]string{"RUS", "PER"}}, "true", 2},
		{Matters, store.Filter{Pair: [2]string{"RUS", "PER"}}, "", 2},
		{Matters, store.Filter{Pair: [2]string{"CHL", "NOR"}}, "", 0},
	} {
		rows, err := Write(context.Background(), s, Options{Layout: test.layout, Format: CSV, Filter: test.filter, Where: test.where}, io.Discard)
		if err != nil || rows != test.rows {
			t.Errorf("%s by %+v: %d rows, %v; want %d", test.layout, test.filter, rows, err, test.rows)
		}
	}
}
