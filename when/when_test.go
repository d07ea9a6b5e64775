package when

import (
	"sync"
	"testing"

	"demarche/english"
)

var parser = sync.OnceValue(func() *english.Parser {
	p, err := english.New()
	if err != nil {
		panic(err)
	}
	return p
})

// resolved lists "words start end precision" of every expression in a text, as
// a report published on pub would date it.
func resolved(text, pub string) []string {
	doc := parser().Parse(text)
	var f Finder
	var all []string
	for _, e := range f.Find(doc) {
		d := f.Resolve(doc, e, pub, LeanOf(doc, e.Head))
		all = append(all, d.Text+" | "+d.Start+" "+d.End+" "+string(d.Precision))
	}
	return all
}

// All reports of this table were published on Thursday 8 January 2026.
var expressionTests = []struct {
	text string
	want []string
}{
	// Absolute dates, in either order.
	{"The treaty was signed on 3 March 2011 in Geneva.", []string{"3 March 2011 | 2011-03-03 2011-03-03 day"}},
	{"The treaty was signed on March 3, 2011 in Geneva.", []string{"March 3, 2011 | 2011-03-03 2011-03-03 day"}},
	{"The treaty was signed on the 3rd of March, 2011.", []string{"the 3rd of March, 2011 | 2011-03-03 2011-03-03 day"}},
	{"The treaty was signed on 2011-03-03.", []string{"2011-03-03 | 2011-03-03 2011-03-03 day"}},
	{"The treaty was signed on 3.3.2011.", []string{"3.3.2011 | 2011-03-03 2011-03-03 day"}},
	{"The treaty was signed on 25/12/2011.", []string{"25/12/2011 | 2011-12-25 2011-12-25 day"}},
	{"The treaty was signed on 12/25/2011.", []string{"12/25/2011 | 2011-12-25 2011-12-25 day"}},
	{"The treaty was signed on 25-Dec-2011.", []string{"25-Dec-2011 | 2011-12-25 2011-12-25 day"}},
	{"Fighting broke out in May 2003 and again in '06.", []string{"May 2003 | 2003-05-01 2003-05-31 month", "'06 | 2006-01-01 2006-12-31 year"}},
	{"The law of September the eleventh, nineteen ninety-six was repealed.", []string{"September the eleventh, nineteen ninety-six | 1996-09-11 1996-09-11 day"}},
	{"There was no 30 February 2020 meeting.", []string{"30 February 2020 |   unknown"}},

	// Partial dates lean with the tense.
	{"Ministers met on 30 December.", []string{"30 December | 2025-12-30 2025-12-30 day"}},
	{"Ministers will meet on 30 December.", []string{"30 December | 2026-12-30 2026-12-30 day"}},
	{"Ministers met on the 5th.", []string{"the 5th | 2026-01-05 2026-01-05 day"}},
	{"Ministers will meet on the 5th.", []string{"the 5th | 2026-02-05 2026-02-05 day"}},
	{"Troops left in November.", []string{"November | 2025-11-01 2025-11-30 month"}},
	{"Troops will leave in November.", []string{"November | 2026-11-01 2026-11-30 month"}},
	{"Envoys arrived on Monday.", []string{"Monday | 2026-01-05 2026-01-05 day"}},
	{"Envoys will arrive on Monday.", []string{"Monday | 2026-01-12 2026-01-12 day"}},
	{"Envoys arrived on Thursday.", []string{"Thursday | 2026-01-08 2026-01-08 day"}},
	{"Shells fell on Tuesday night.", []string{"Tuesday night | 2026-01-06 2026-01-06 day"}},
	{"They met on Friday, 2 January.", []string{"Friday, 2 January | 2026-01-02 2026-01-02 day"}},

	// Relative to the day of publication.
	{"The strike came yesterday; talks resume tomorrow.", []string{"yesterday | 2026-01-07 2026-01-07 day", "tomorrow | 2026-01-09 2026-01-09 day"}},
	{"She resigned the day before yesterday.", []string{"the day before yesterday | 2026-01-06 2026-01-06 day"}},
	{"The base was shelled last night.", []string{"last night | 2026-01-07 2026-01-07 day"}},
	{"He resigned last week.", []string{"last week | 2025-12-29 2026-01-04 week"}},
	{"He resigned last Friday.", []string{"last Friday | 2026-01-02 2026-01-02 day"}},
	{"He will resign next Friday.", []string{"next Friday | 2026-01-16 2026-01-16 day"}},
	{"He will resign on Monday week.", []string{"Monday week | 2026-01-19 2026-01-19 day"}},
	{"He will resign a week from Tuesday.", []string{"a week from Tuesday | 2026-01-20 2026-01-20 day"}},
	{"Three people were killed over the past weekend.", []string{"the past weekend | 2026-01-03 2026-01-04 day"}},
	{"Three people were killed at the weekend.", []string{"the weekend | 2026-01-03 2026-01-04 day"}},
	{"A vote will be held at the weekend.", []string{"the weekend | 2026-01-10 2026-01-11 day"}},
	{"It was agreed earlier this month.", []string{"earlier this month | 2026-01-01 2026-01-08 month"}},
	{"It was agreed late last month.", []string{"late last month | 2025-12-16 2025-12-31 month"}},
	{"It was agreed in the past two weeks.", []string{"the past two weeks | 2025-12-25 2026-01-08 week"}},
	{"It was agreed three days ago.", []string{"three days ago | 2026-01-05 2026-01-05 day"}},
	{"It was agreed two years ago.", []string{"two years ago | 2024-01-01 2024-12-31 year"}},
	{"It was agreed years ago.", []string{"years ago |   unknown"}},
	{"It will be agreed within a month.", []string{"within a month | 2026-01-08 2026-02-08 month"}},
	{"It will be agreed in ten days.", []string{"in ten days | 2026-01-18 2026-01-18 day"}},
	{"It was agreed last August.", []string{"last August | 2025-08-01 2025-08-31 month"}},
	{"It was agreed in mid-March.", []string{"mid-March | 2025-03-10 2025-03-20 month"}},

	// Periods.
	{"The wall fell in the late 1980s.", []string{"the late 1980s | 1985-01-01 1989-12-31 year"}},
	{"It was an empire of the nineteenth century.", []string{"the nineteenth century | 1800-01-01 1899-12-31 year"}},
	{"The drought of the summer of 2014 ruined them.", []string{"the summer of 2014 | 2014-06-01 2014-08-31 month"}},
	{"Exports fell in the third quarter of 2020.", []string{"the third quarter of 2020 | 2020-07-01 2020-09-30 month"}},
	{"Exports fell in Q3 2020.", []string{"Q3 2020 | 2020-07-01 2020-09-30 month"}},
	{"Aid arrived in the week of 3 March 2025.", []string{"the week of 3 March 2025 | 2025-03-03 2025-03-09 week"}},
	{"Aid arrived in the first week of May 2025.", []string{"the first week of May 2025 | 2025-04-28 2025-05-04 week"}},
	{"The court sits from the first Monday in October 2025.", []string{"the first Monday in October 2025 | 2025-10-06 2025-10-06 day"}},

	// Ranges and lists.
	{"They trained between 3 and 9 November 2025.", []string{"between 3 and 9 November 2025 | 2025-11-03 2025-11-09 day"}},
	{"They trained from 3 November to 2 December 2025.", []string{"from 3 November to 2 December 2025 | 2025-11-03 2025-12-02 day"}},
	{"They trained on November 18-19, 2025.", []string{"November 18-19, 2025 | 2025-11-18 2025-11-19 day"}},
	{"They trained on 7 and 8 November.", []string{"7 and 8 November | 2025-11-07 2025-11-08 day"}},
	{"They were held from December to January.", []string{"from December to January | 2025-12-01 2026-01-31 month"}},
	{"They were held in 2014 through 2018.", []string{"in 2014 through 2018 | 2014-01-01 2018-12-31 year"}},
	{"The 1990-91 war ended badly.", []string{"1990-91 | 1990-01-01 1991-12-31 year"}},
	{"Sanctions have been in force since 2009.", []string{"since 2009 | 2009-01-01  year"}},

	// Holidays.
	{"Bombs went off on Christmas Eve.", []string{"Christmas Eve | 2025-12-24 2025-12-24 day"}},
	{"The deal was signed on Good Friday 1998.", []string{"Good Friday 1998 | 1998-04-10 1998-04-10 day"}},
	{"Pilgrims will return after Easter Monday.", []string{"Easter Monday | 2026-04-06 2026-04-06 day"}},
	{"They marched on Orthodox Easter 2024.", []string{"Orthodox Easter 2024 | 2024-05-05 2024-05-05 day"}},
	{"The army struck on Yom Kippur 1973.", []string{"Yom Kippur 1973 | 1973-10-06 1973-10-06 day"}},
	{"Tanks paraded on Bastille Day.", []string{"Bastille Day | 2025-07-14 2025-07-14 day"}},
	{"The offensive began at Tet 1990.", []string{"Tet 1990 | 1990-01-27 1990-01-27 day"}},

	// What looks like a date and is none.
	{"He may march on the capital, a spokesman for May said.", nil},
	{"April Ryder and August Jansen led 2014 troops.", nil},
	{"The council voted 3-2 against paying $2015 a head.", nil},
	{"The 21st amendment and the 15th attempt failed.", nil},
	{"Some 6,107.31 tons were shipped in Flight 2019.", nil},
	{"They protest every Monday and on Fridays.", nil},
	{"A three-day visit by the G20 followed.", nil},
	{"The spring offensive and the fall of the city shook them.", nil},
}

func TestResolve(t *testing.T) {
	for _, tt := range expressionTests {
		got := resolved(tt.text, "2026-01-08")
		if len(got) != len(tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: got %q, want %q", tt.text, got[i], tt.want[i])
			}
		}
	}
}

func TestResolveWithoutPublicationDate(t *testing.T) {
	for text, want := range map[string]string{
		"He was killed on Monday.":               "Monday |   unknown",
		"He was killed on 5 May 2016.":           "5 May 2016 | 2016-05-05 2016-05-05 day",
		"He was killed on 5 May.":                "5 May |   unknown",
		"He was killed in the past two weeks.":   "the past two weeks |   unknown",
		"He was killed in the early 1990s.":      "the early 1990s | 1990-01-01 1994-12-31 year",
		"He was killed on Christmas Day in 2016": "Christmas Day in 2016 | 2016-12-25 2016-12-25 day",
	} {
		if got := resolved(text, ""); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestResolveFrom(t *testing.T) {
	var f Finder
	for _, tt := range []struct{ text, anchor, want string }{
		{"Two days later the envoys left.", "2025-12-30", "2026-01-01"},
		{"That night the envoys left.", "2025-12-30", "2025-12-30"},
		{"A day earlier the envoys had left.", "2025-12-30", "2025-12-29"},
		{"The following day the envoys left.", "2025-12-30", "2025-12-31"},
		{"A day earlier the envoys had left.", "", "2026-01-07"},
	} {
		doc := parser().Parse(tt.text)
		found := f.Find(doc)
		if len(found) != 1 {
			t.Errorf("%q: %d expressions, want 1", tt.text, len(found))
			continue
		}
		if !found[0].Anaphoric {
			t.Errorf("%q: not anaphoric", tt.text)
		}
		if got := f.ResolveFrom(doc, found[0], tt.anchor, "2026-01-08", Past); got.Start != tt.want {
			t.Errorf("%q from %q: got %s, want %s", tt.text, tt.anchor, got.Start, tt.want)
		}
	}
}

func TestLeanOf(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Lean
	}{
		{"Forces attacked the town on Monday.", Past},
		{"Forces have attacked the town since Monday.", Past},
		{"The town was attacked on Monday.", Past},
		{"Forces will attack the town on Monday.", Future},
		{"Forces are going to attack the town on Monday.", Future},
		{"They agreed to attack the town on Monday.", Future},
		{"The minister is due to arrive on Monday.", Future},
		{"The attack planned for Monday was called off.", Past},
		{"Ministers could have met on Monday.", Past},
		{"The envoys will meet in two weeks.", Future},
		{"The premier had been invited for early September.", Near},
		{"She will fly to Lima on the first visit in nine months.", Past},
		{"He became the first premier to visit Chad in nine years.", Past},
		{"The clash would be the deadliest one in six years.", Past},
	} {
		doc := parser().Parse(tt.text)
		var f Finder
		found := f.Find(doc)
		if len(found) != 1 {
			t.Errorf("%q: %d expressions, want 1", tt.text, len(found))
			continue
		}
		if got := LeanOf(doc, found[0].Head); got != tt.want {
			t.Errorf("%q: lean %d, want %d", tt.text, got, tt.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, tt := range expressionTests {
		f.Add(tt.text, "2026-01-08", int8(-1))
	}
	f.Add("9999 years ago, 9999 decades from now; 0/0/0000 - 31 Feb", "0001-01-01", int8(1))
	f.Fuzz(func(t *testing.T, text, pub string, lean int8) {
		doc := &english.Doc{Text: text}
		doc.Segment()
		var finder Finder
		end := 0
		for _, e := range finder.Find(doc) {
			if e.Start < end || e.End <= e.Start || e.End > len(text) || e.First >= e.Last || e.Last > doc.Len() {
				t.Fatalf("%q: bad expression %+v after byte %d", text, e, end)
			}
			end = e.End
			r, ok := finder.Read(doc, e, "", pub, Lean(lean))
			if !ok {
				continue
			}
			if r.From > r.To {
				t.Fatalf("%q: %q read as %s..%s", text, text[e.Start:e.End], r.From, r.To)
			}
			if _, ok := ParseDay(r.From.String()); !ok {
				t.Fatalf("%q: %q begins on %s", text, text[e.Start:e.End], r.From)
			}
			if _, ok := ParseDay(r.To.String()); !ok {
				t.Fatalf("%q: %q ends on %s", text, text[e.Start:e.End], r.To)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	doc := parser().Parse("The president said on Monday that two soldiers had been killed near the border last week. " +
		"It was the third attack in the province, officials in the capital said, and the government would answer it with all the means it has. " +
		"Talks between the two sides are to resume on 3 February 2026 in Geneva.")
	var f Finder
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*doc.Len()), "ns/token")
}

func BenchmarkFindNothing(b *testing.B) {
	doc := parser().Parse("The government would answer it with all the means it has, officials in the capital said.")
	var f Finder
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*doc.Len()), "ns/token")
}
