package coder

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// shared is the coder that all tests use: loading it costs more than a test.
var shared = sync.OnceValues(func() (*Coder, error) { return New(Options{}) })

func coderFor(t testing.TB) *Coder {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func code(t testing.TB, text string) []record.Record {
	t.Helper()
	recs, err := coderFor(t).Code(context.Background(), &report.Report{ID: "test", Text: text, Published: "2023-03-16"})
	if err != nil {
		t.Fatal(err)
	}
	return recs
}

// brief writes a record as "TYPE.mode ACTORS > RECIPIENTS modality", countries only.
func brief(r *record.Record) string {
	side := func(list []record.Party) string {
		var out []string
		for _, p := range list {
			c := p.Country
			if c == "" {
				c = string(p.Sector)
			}
			out = append(out, c)
		}
		return strings.Join(out, "+")
	}
	s := string(r.Type)
	if r.Mode != "" {
		s += "." + string(r.Mode)
	}
	return fmt.Sprintf("%s %s > %s %s", s, side(r.Actors), side(r.Recipients), r.Modality)
}

// TestCode reads one sentence at a time. Each want must be among the records;
// a want that begins with "no " names a type that must not be.
func TestCode(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Verbs and their objects.
		{"France condemned Belarus over the forced landing.", "ACCUSE.disapprove FRA > BLR actual"},
		{"Canada imposed sanctions on Iran on Tuesday.", "SANCTION.discontinue CAN > IRN actual"},
		{"Canada lifted sanctions on Iran.", "CONCEDE CAN > IRN actual"},
		{"Canada threatened sanctions against Iran.", "THREATEN.relations CAN > IRN actual; no SANCTION"},
		{"Poland called for sanctions against Belarus.", "no SANCTION"},
		{"Sweden expelled two Russian diplomats.", "SANCTION.expel SWE > RUS actual"},
		{"Egypt recalled its ambassador from Qatar.", "SANCTION.withdraw EGY > QAT actual"},
		{"Japan sent medical supplies to Nepal.", "AID JPN > NPL actual"},
		{"Kenya arrested three Ethiopian journalists.", "COERCE.arrest KEN > ETH actual"},
		// Passives, with and without an agent.
		{"Ukraine was attacked by Russia.", "ASSAULT RUS > UKR actual"},
		{"Two Spanish journalists were arrested in Turkey.", "COERCE.arrest  > ESP actual"},
		// Nouns and light verbs.
		{"The Iranian attack on Iraq drew criticism from Kuwait.", "ASSAULT IRN > IRQ actual"},
		{"Israel carried out air strikes on Syria.", "ASSAULT.aerial ISR > SYR actual"},
		{"Brazil voiced its backing for Portugal.", "SUPPORT BRA > PRT actual"},
		{"Chile came under criticism from Bolivia.", "ACCUSE.disapprove BOL > CHL actual"},
		{"Talks between India and Pakistan took place in Geneva.", "CONSULT IND+PAK >  actual"},
		{"The foreign ministers of Greece and Turkey held talks.", "CONSULT GRC+TUR >  actual"},
		{"Mexico accepted an invitation from Spain.", "AGREE MEX > ESP actual"},
		// Both sides.
		{"President Emmanuel Macron met Chancellor Olaf Scholz in Berlin.", "CONSULT FRA+DEU >  actual"},
		{"Vladimir Putin and Xi Jinping spoke by phone on Wednesday.", "CONSULT.phone RUS+CHN >  actual"},
		{"Norway and Finland signed a trade agreement.", "SUPPORT NOR+FIN >  actual"},
		{"Antony Blinken visited Egypt on Monday.", "CONSULT.visit USA > EGY actual"},
		// Control, coordination, relative clauses.
		{"Jordan agreed to send aid to Lebanon.", "AGREE JOR > LBN actual; no AID"},
		{"Serbia refused to withdraw its troops from Kosovo.", "REJECT.yield SRB > KOS actual; no RETREAT"},
		{"Australia urged Indonesia to release the prisoners.", "REQUEST.yield AUS > IDN actual; no RETREAT"},
		{"Denmark praised Estonia and criticised Hungary.", "SUPPORT DNK > EST actual; ACCUSE.disapprove DNK > HUN actual"},
		{"Russia, which had invaded Georgia, denounced Poland.", "ASSAULT RUS > GEO actual; ACCUSE.disapprove RUS > POL actual"},
		{"The sanctions imposed by Britain on Myanmar were welcomed.", "SANCTION.discontinue GBR > MMR actual"},
		// What is not a fact.
		{"Germany will send weapons to Ukraine.", "AGREE DEU > UKR actual; no AID"},
		{"Iran did not attack Saudi Arabia.", "ASSAULT IRN > SAU negated"},
		{"Iran denied having attacked Saudi Arabia.", "no ASSAULT actual"},
		{"Turkey could attack Syria.", "ASSAULT TUR > SYR hypothetical"},
		{"\"If Greece fires on our ships, we will strike Athens,\" Turkish President Recep Tayyip Erdogan said.", "THREATEN.violence TUR > GRC actual"},
		{"Austria will not lift sanctions on Russia.", "REJECT.yield AUT > RUS actual"},
		{"Morocco and Algeria plan to meet in Tunis.", "AGREE MAR+DZA >  actual; no CONSULT"},
		// Threats and warnings.
		{"China threatened to invade Taiwan.", "THREATEN.violence CHN > TWN actual; no ASSAULT"},
		{"Washington accused Beijing of spying.", "ACCUSE.allege USA > CHN actual"},
		// Strikes, streets, places that stand for those who live there.
		{"Teachers in Kenya are out on strike.", "PROTEST.strike KEN >  actual"},
		{"Riots broke out across Peru on Monday.", "PROTEST.riot PER >  actual"},
		{"Scores of Peruvian diplomats were expelled by Chile.", "SANCTION.expel CHL > PER actual"},
		// Idioms.
		{"Sweden put Norway on notice.", "THREATEN SWE > NOR actual"},
		{"Ghana slammed the door on Togo.", "REJECT GHA > TGO actual"},
		{"Brazil turned to Portugal for help.", "REQUEST.assist BRA > PRT actual"},
		{"Peru won concessions from Ecuador on fishing.", "CONCEDE ECU > PER actual"},
		// Words with other senses.
		{"The two companies struck a balance.", "no ASSAULT"},
		{"Italy met the deadline.", "no CONSULT"},
		{"The Swiss bank charged a fee.", "no ACCUSE"},
	} {
		wants(t, test.text, test.want)
	}
}

// wants codes a text and checks it against what TestCode tells of.
func wants(t *testing.T, text, want string) {
	t.Helper()
	recs := code(t, text)
	var got []string
	for i := range recs {
		got = append(got, brief(&recs[i]))
	}
	for _, want := range strings.Split(want, "; ") {
		if bad, ok := strings.CutPrefix(want, "no "); ok {
			typ, modality, _ := strings.Cut(bad, " ")
			for i := range recs {
				if string(recs[i].Type) == typ && (modality == "" || string(recs[i].Modality) == modality) {
					t.Errorf("%s\n  has %s\n  and should not", text, got[i])
				}
			}
			continue
		}
		if n, ok := strings.CutPrefix(want, "records "); ok {
			if n != strconv.Itoa(len(recs)) {
				t.Errorf("%s\n  want %s records\n   got %s", text, n, strings.Join(got, " | "))
			}
			continue
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s\n  want %s\n   got %s", text, want, strings.Join(got, " | "))
		}
	}
}

// TestRecordsAreValid checks the invariants of every record of a text with all
// that makes spans hard: quotes, accents, dashes, paragraphs.
func TestRecordsAreValid(t *testing.T) {
	recs := code(t, sample)
	if len(recs) < 6 {
		t.Fatalf("only %d records", len(recs))
	}
	seen := map[string]bool{}
	for i := range recs {
		if err := recs[i].Validate(sample); err != nil {
			t.Errorf("%s: %v", brief(&recs[i]), err)
		}
		if seen[recs[i].ID] {
			t.Errorf("id %s stands twice", recs[i].ID)
		}
		seen[recs[i].ID] = true
	}
}

const sample = `Brasília and Quito patch up quarrel over fisheries

BRASÍLIA, March 15 — Brazil's president, Luiz Inácio Lula da Silva, on Wednesday thanked Ecuador for “its patience” and promised to send a delegation to Quito.

Ecuador had accused Brazil—without offering evidence—of sheltering poachers. “We expected an apology, and we got one,” Ecuadorian President Guillermo Lasso told reporters. He invited Lula to visit Quito.

The United States, which mediated, welcomed the agreement. Last week Peru imposed sanctions on two Ecuadorian companies.
`

func TestClaims(t *testing.T) {
	for _, test := range []struct{ text, by, cue, venue, evidence string }{
		{"Israel bombed Lebanon, Syria's foreign ministry said in a statement.", "SYR", "said", "a statement", ""},
		{"According to Turkey, Greece expelled two Turkish diplomats.", "TUR", "According", "", ""},
		{"The Kremlin said that Ukraine had shelled Belgorod, without providing evidence.", "RUS", "said", "", "none-shown"},
		{"Hungary accused Ukraine of sabotage without presenting any evidence.", "HUN", "accused", "", "none-shown"},
	} {
		recs := code(t, test.text)
		if len(recs) == 0 || recs[0].Claim == nil || recs[0].Claim.By == nil {
			t.Errorf("%s\n  no record with a claim: %v", test.text, recs)
			continue
		}
		c := recs[0].Claim
		if c.By.Country != test.by || c.Cue != test.cue || c.Venue != test.venue || c.Evidence != test.evidence {
			t.Errorf("%s\n  got by %s, cue %q, venue %q, evidence %q", test.text, c.By.Country, c.Cue, c.Venue, c.Evidence)
		}
	}
}

func TestVerbatim(t *testing.T) {
	recs := code(t, "“Russia has attacked Moldova,” Romanian President Klaus Iohannis said. France condemned Russia.")
	for i := range recs {
		quoted := recs[i].Type == plover.Assault
		if got := recs[i].Claim != nil && recs[i].Claim.Verbatim; got != quoted {
			t.Errorf("%s: verbatim %v, want %v", brief(&recs[i]), got, quoted)
		}
	}
	if len(recs) < 2 {
		t.Errorf("%d records, want 2", len(recs))
	}
}

// TestSameFromMany runs one coder from many goroutines: each must give, to the
// byte, what one alone gives.
func TestSameFromMany(t *testing.T) {
	c := coderFor(t)
	read := func() string {
		recs, err := c.Code(context.Background(), &report.Report{ID: "test", Text: sample, Published: "2023-03-16"})
		if err != nil {
			t.Error(err)
		}
		out, err := json.Marshal(recs)
		if err != nil {
			t.Error(err)
		}
		return string(out)
	}
	want := read()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				if got := read(); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzCode checks that no text brings the coder down and that every record it
// makes is valid.
func FuzzCode(f *testing.F) {
	f.Add(sample)
	f.Add("He said that she said that they agreed to agree to agree. \"No,\" no.")
	f.Add("US-China, Iran–Iraq talks—talks about talks \"between")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 4000 {
			return // reading refuses such text before it is coded
		}
		recs, err := coderFor(t).Code(context.Background(), &report.Report{ID: "fuzz", Text: text, Published: "2020-02-29"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range recs {
			if err := recs[i].Validate(text); err != nil {
				t.Fatalf("%s: %v", brief(&recs[i]), err)
			}
		}
	})
}

// BenchmarkCode codes a report from raw text to records.
func BenchmarkCode(b *testing.B) {
	c := coderFor(b)
	rep := &report.Report{ID: "bench", Text: strings.Repeat(sample, 4), Published: "2023-03-16"}
	sentences := len(c.Explain(rep))
	b.SetBytes(int64(len(rep.Text)))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := c.Code(context.Background(), rep); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(sentences*b.N)/b.Elapsed().Seconds(), "sentences/s")
}
