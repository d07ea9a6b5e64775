package english

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// segmented writes the tokens of a text with spaces between them, and " | "
// between sentences.
func segmented(text string) string {
	d := &Doc{Text: text}
	d.Segment()
	var out strings.Builder
	for k, s := range d.Sents {
		if k > 0 {
			out.WriteString(" | ")
		}
		for i := s.First; i < s.Last; i++ {
			if i > s.First {
				out.WriteByte(' ')
			}
			out.WriteString(d.Word(int(i)))
		}
	}
	return out.String()
}

var segmentTests = []struct{ text, want string }{
	// Plain sentences and clitics.
	{"The envoy left. Nobody followed.", "The envoy left . | Nobody followed ."},
	{"They don't know and can't say.", "They do n't know and ca n't say ."},
	{"He won’t go; she isn’t sure.", "He wo n’t go ; she is n’t sure ."},
	{"The court cannot rule before we're heard.", "The court can not rule before we 're heard ."},
	{"I'd've signed, and they'll agree they've lost.", "I 'd 've signed , and they 'll agree they 've lost ."},
	{"We're gonna meet them.", "We 're gon na meet them ."},
	{"Xi's visit and the states' reply", "Xi 's visit and the states ' reply"},
	{"Putin’s and the ministers’ words", "Putin ’s and the ministers ’ words"},
	{"That's the U.S.'s view.", "That 's the U.S. 's view ."},
	{"O'Brien met al-Assad and Ta'izz elders.", "O'Brien met al - Assad and Ta'izz elders ."},
	{"the '90s, the 1990s and the 1990's", "the '90s , the 1990s and the 1990's"},
	{"the class of ’68 and 2003's war", "the class of ’68 and 2003 's war"},
	{"He called it a 'grave error' twice.", "He called it a ' grave error ' twice ."},
	{"Tell 'em it's three o'clock.", "Tell 'em it 's three o'clock ."},

	// Hyphens and dashes.
	{"an hour-long call between high-level envoys", "an hour - long call between high - level envoys"},
	{"a 26-year-old ex-minister", "a 26 - year - old ex-minister"},
	{"non-aligned, pre-war and anti-tank units", "non-aligned , pre-war and anti-tank units"},
	{"They re-elected him in mid-August by e-mail.", "They re-elected him in mid-August by e-mail ."},
	{"Kim Jong-un met Jean-Marc Ayrault.", "Kim Jong - un met Jean - Marc Ayrault ."},
	{"two F-16s and a U.S.-led force", "two F - 16s and a U.S. - led force"},
	{"the 2017-18 season, pages 3-5", "the 2017 - 18 season , pages 3 - 5"},
	{"He left—without a word—at dawn.", "He left — without a word — at dawn ."},
	{"talks from 5–6 May -- the last -- failed", "talks from 5 – 6 May -- the last -- failed"},
	{"the Iran–Iraq war", "the Iran – Iraq war"},

	// Numbers, money, times.
	{"It cost $4.5 billion, or 3.2%.", "It cost $ 4.5 billion , or 3.2 % ."},
	{"US$4.5m, £30 and €1,200,000", "US$ 4.5 m , £ 30 and € 1,200,000"},
	{"at 7:30 p.m. on 11/28/2000", "at 7:30 p.m. on 11/28/2000"},
	{"a 155mm shell at 5pm", "a 155 mm shell at 5 pm"},
	{"open 24/7 since 9/11", "open 24/7 since 9/11"},
	{"the 21st attack, the 3rd in 2 days", "the 21st attack , the 3rd in 2 days"},
	{"Call 555-0199 or +44 20.", "Call 555-0199 or +44 20 ."},
	{"minus 5°C at 90 km/h", "minus 5 ° C at 90 km/h"},
	{"No. 10 said no. Nobody else did.", "No. 10 said no . | Nobody else did ."},
	{"On 2018-06-12 they met.", "On 2018-06-12 they met ."},

	// Abbreviations and initials.
	{"Gen. Mark A. Milley met Lt. Col. Diaz.", "Gen. Mark A. Milley met Lt. Col. Diaz ."},
	{"J. K. Rowan wrote to Sen. Lee. He replied.", "J. K. Rowan wrote to Sen. Lee . | He replied ."},
	{"On Sept. 3 and Jan. 8 the U.N. voted.", "On Sept. 3 and Jan. 8 the U.N. voted ."},
	{"They fled to the U.S. The others stayed.", "They fled to the U.S. | The others stayed ."},
	{"The U.S. Senate and the U.S. president agree.", "The U.S. Senate and the U.S. president agree ."},
	{"He lives in Washington, D.C. She does not.", "He lives in Washington , D.C. | She does not ."},
	{"It sued Acme Inc. in May.", "It sued Acme Inc. in May ."},
	{"They sued Acme Inc. The judge refused.", "They sued Acme Inc . | The judge refused ."},
	{"arms, fuel, etc., were seized", "arms , fuel , etc. , were seized"},
	{"some (e.g. Oman) and others (i.e., Qatar)", "some ( e.g. Oman ) and others ( i.e. , Qatar )"},
	{"The train left at 6 p.m. It was full.", "The train left at 6 p.m. | It was full ."},
	{"Dr. Amin, Ph.D., of St. Petersburg vs. Mr. Orlov", "Dr. Amin , Ph.D. , of St. Petersburg vs. Mr. Orlov"},
	{"We watched the sun. Then it rained.", "We watched the sun . | Then it rained ."},
	{"He chose plan B. The rest is history.", "He chose plan B . | The rest is history ."},
	{"The witness was I. Nobody else saw.", "The witness was I . | Nobody else saw ."},

	// Quotations.
	{`"We won," he said. "It is over."`, `" We won , " he said . | " It is over . "`},
	{`"Why now?" she asked.`, `" Why now ? " she asked .`},
	{`“Never!” Petro said.`, `“ Never ! ” Petro said .`},
	{`“Never!” The crowd went home.`, `“ Never ! ” | The crowd went home .`},
	{"“They came. They left. They won,” he added.", "“ They came . | They left . | They won , ” he added ."},
	{"He said: ‘Go home.’ They went.", "He said : ‘ Go home . ’ | They went ."},
	{"``Stop,'' he said.", "`` Stop , '' he said ."},
	{`He told her to "watch out". She did.`, `He told her to " watch out " . | She did .`},

	// Brackets and other marks.
	{"The bloc (27 states) met. (It rarely does.) All came.", "The bloc ( 27 states ) met . | ( It rarely does . ) | All came ."},
	{"The army [KPA] fired [1].", "The army [ KPA ] fired [ 1 ] ."},
	{"He fell in 1660. [2] She fled.", "He fell in 1660 . [ 2 ] | She fled ."},
	{"Well... maybe. Or… not?!", "Well ... maybe . | Or … not ?!"},
	{"He paused... Then he ran.", "He paused ... | Then he ran ."},
	{"and/or he/she", "and / or he / she"},
	{"AT&T and Johnson & Johnson", "AT&T and Johnson & Johnson"},
	{"Yahoo! said profits rose.", "Yahoo ! said profits rose ."},
	{"See https://example.org/a?b=1, or www.example.com.", "See https://example.org/a?b=1 , or www.example.com ."},
	{"Mail press@example.gov.uk; follow @example #talks.", "Mail press@example.gov.uk ; follow @example #talks ."},
	{"He ran whitehouse.gov. Others did not.", "He ran whitehouse.gov . | Others did not ."},
	{"It ended.Then it began.", "It ended . | Then it began ."},

	// Datelines, headlines, lines.
	{"BOGOTÁ, Jan 8 — The president spoke.", "BOGOTÁ , Jan 8 — | The president spoke ."},
	{"Lima (Newswire) - Two envoys met.", "Lima ( Newswire ) - | Two envoys met ."},
	{"KYIV, Ukraine (AB) – Shelling went on.", "KYIV , Ukraine ( AB ) – | Shelling went on ."},
	{"NATO – Russia talks resume", "NATO – Russia talks resume"},
	{"Petro - a former rebel - was calm.", "Petro - a former rebel - was calm ."},
	{"Ministers meet in Lima\n\nThey talked for hours.", "Ministers meet in Lima | They talked for hours ."},
	{"Ministers meet in Lima\nThey talked for hours.\nThey failed.", "Ministers meet in Lima | They talked for hours . | They failed ."},
	{"Rivals meet\r\n\r\nNo deal yet", "Rivals meet | No deal yet"},
	{"A deal was signed in\nthe capital.", "A deal was signed in the capital ."},
	{"1. Withdraw the troops. 2. Free the prisoners.", "1 . Withdraw the troops . | 2 . Free the prisoners ."},
	{"The terms are these.\n- Withdrawal\n- Elections", "The terms are these . | - Withdrawal | - Elections"},

	// Other scripts and spaces.
	{"Erdoğan met Łukasz in Córdoba.", "Erdoğan met Łukasz in Córdoba ."},
	{"a\u00a0b\u2003c", "a b c"},
	{"\ufeffMosul\u200e, he said", "Mosul , he said"},
	{"in Sept. The talks", "in Sept. | The talks"},
	{"Élan. Übermut.", "Élan . | Übermut ."},
	{"", ""},
	{" \n\t ", ""},
}

func TestSegment(t *testing.T) {
	for _, test := range segmentTests {
		if got := segmented(test.text); got != test.want {
			t.Errorf("%q\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// A text wrapped at some width is read like one that is not.
func TestSegmentWrapped(t *testing.T) {
	wrapped := "Summit ends without accord\n\n" +
		"The leaders of the two countries met for three hours on Monday but\n" +
		"could not agree on the border, officials said after the talks. The\n" +
		"foreign ministers will meet again next week in the same city, where\n" +
		"Turkish and Qatari envoys are to join them, and the armies will stay\n" +
		"where they are until then. No shots were heard on Monday night.\n"
	flat := strings.ReplaceAll(wrapped, "\n\n", "¶")
	flat = strings.ReplaceAll(strings.ReplaceAll(flat, "\n", " "), "¶", "\n\n")
	if got, want := segmented(wrapped), segmented(flat); got != want {
		t.Errorf("wrapped\n got %s\nwant %s", got, want)
	}
}

// Segmenting again into the same Doc gives the same and allocates nothing.
func TestSegmentAllocates(t *testing.T) {
	var text strings.Builder
	for _, test := range segmentTests {
		text.WriteString(test.text + "\n\n")
	}
	d := &Doc{Text: text.String()}
	d.Segment()
	n := d.Len()
	if allocs := testing.AllocsPerRun(20, d.Segment); allocs != 0 {
		t.Errorf("%v allocations for a Doc that was used before", allocs)
	}
	if d.Len() != n {
		t.Errorf("%d tokens, %d the first time", d.Len(), n)
	}
}

// The time for a chunk is in proportion to its length, whatever it is made of.
func TestSegmentLongChunk(t *testing.T) {
	for _, part := range []string{"a.", "ab.", "1-", "1-1a-", "non-", "a/", "1/2", "'s", "’", "(", ")", "x:)", "[1]", "...", "a'", "Inc.", "@a", "#", "http://)",
		"http://(", "a@b.", "&A", "漢", "\xff", ",1", "A.-", "\n-", "a\n", "A ", "p.(", "\u0301", "U.S..", "$1"} {
		d := &Doc{Text: strings.Repeat(part, 1<<18/len(part))}
		start := time.Now()
		d.Segment()
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %v", part, took)
		}
		checkSegments(t, d)
	}
}

// checkSegments reports what Segment promises and a Doc does not keep.
func checkSegments(t *testing.T, d *Doc) {
	t.Helper()
	at := int32(0)
	valid := utf8.ValidString(d.Text)
	for i := range d.Len() {
		start, end := d.Start[i], d.End[i]
		if start < at || end <= start || int(end) > len(d.Text) {
			t.Fatalf("token %d has the span %d-%d after %d", i, start, end, at)
		}
		if between := d.Text[at:start]; strings.TrimFunc(between, blank) != "" {
			t.Fatalf("%q before token %d belongs to none", between, i)
		}
		if w := d.Word(i); strings.ContainsFunc(w, blank) {
			t.Fatalf("white space in token %q", w)
		}
		if valid && !utf8.ValidString(d.Word(i)) {
			t.Fatalf("token %q splits a character", d.Word(i))
		}
		at = end
	}
	if rest := d.Text[at:]; strings.TrimFunc(rest, blank) != "" {
		t.Fatalf("%q at the end belongs to no token", rest)
	}
	next := int32(0)
	for k, s := range d.Sents {
		if s.First != next || s.Last <= s.First {
			t.Fatalf("sentence %d is %d-%d after %d", k, s.First, s.Last, next)
		}
		next = s.Last
	}
	if int(next) != d.Len() {
		t.Fatalf("sentences end at token %d of %d", next, d.Len())
	}
}

func FuzzSegment(f *testing.F) {
	for _, test := range segmentTests {
		f.Add(test.text)
	}
	f.Add("caf\xe9 \xff\xfe. \xf0\x9f\x98 end")
	f.Add("'’'’`” ..?!'s 'n't 5.5.5. a.b.c.d@e/f://")
	f.Add("A.\u2029B.\u0085C.\u200b\ufeff-\u00ad-")
	f.Fuzz(func(t *testing.T, text string) {
		d := &Doc{Text: text}
		d.Segment()
		checkSegments(t, d)
	})
}

func BenchmarkSegment(b *testing.B) {
	var text strings.Builder
	for text.Len() < 1<<18 {
		for _, test := range segmentTests {
			text.WriteString(test.text + "\n\n")
		}
	}
	d := &Doc{Text: text.String()}
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		d.Segment()
	}
}
