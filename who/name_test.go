package who

import (
	"strings"
	"testing"
	"time"

	"demarche/english"
)

func newNamer(t testing.TB) (*english.Parser, *Namer) {
	t.Helper()
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p, NewNamer(r)
}

const benchReport = `Ministers of two neighbours meet after border clash

Peru's foreign minister, Carla Quispe, met her Ecuadorian counterpart in Guayaquil on Monday, a day after soldiers from the two countries exchanged fire near the border. Quispe said she had come to listen. "We do not want another war," she told reporters, "but we will defend our people."

The Ecuadorian army said that three of its soldiers were wounded when a Peruvian patrol opened fire. A spokesman for the ministry in Lima denied it and accused the army of moving its guns at night. Residents of the town fled to the hills. The United Nations urged both sides to hold back, and Brazil offered to send observers.
`

func BenchmarkFind(b *testing.B) {
	p, n := newNamer(b)
	doc := p.Parse(benchReport)
	b.SetBytes(int64(len(benchReport)))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		n.Find(doc, 19000, true)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(doc.Len()), "ns/token")
}

// named gives the identities of the mention that a phrase of the text heads or
// is the name of, as "COL GOV Name, office", and the kind of the mention.
func named(t *testing.T, p *english.Parser, n *Namer, text, phrase, date string) (who string, kind Kind) {
	t.Helper()
	var set Setting
	if date != "" {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		set.Published, set.Dated = Day(day.Unix()/86400), true
	}
	doc := p.Parse(text)
	m := n.FindIn(doc, set)
	at := strings.Index(text, phrase)
	if at < 0 {
		t.Fatalf("%q does not stand in the text", phrase)
	}
	for i := range doc.Len() {
		if int(doc.Start[i]) < at || int(doc.End[i]) > at+len(phrase) {
			continue
		}
		if h := doc.Head[i]; h >= 0 && int(doc.Start[h]) >= at && int(doc.End[h]) <= at+len(phrase) {
			continue
		}
		if mention, ok := m.At(i); ok {
			var ids []string
			for _, id := range mention.Who {
				ids = append(ids, id.String())
			}
			return strings.Join(ids, " + "), mention.Kind
		}
	}
	return "", Other
}

func TestNaming(t *testing.T) {
	p, n := newNamer(t)
	for _, c := range []struct{ text, phrase, date, want string }{
		// states, their adjectives, capitals
		{"Kenya recalled its ambassador from Ethiopia.", "Kenya", "2020-03-01", "KEN GOV"},
		{"Peruvian troops crossed the river.", "Peruvian troops", "2020-03-01", "PER MIL"},
		{"Peruvian troops crossed the river.", "Peruvian", "2020-03-01", "PER MIL"},
		{"A French air strike killed two men.", "French", "2020-03-01", "FRA MIL"},
		{"The South criticised the launch after North Korea had denied it.", "The South", "2020-03-01", "KOR GOV"},
		{"The two Koreas agreed to talk.", "The two Koreas", "2020-03-01", "PRK GOV + KOR GOV"},
		{"Polish and Lithuanian soldiers trained together.", "Polish and Lithuanian soldiers", "2020-03-01", "POL MIL + LTU MIL"},
		{"Dozens of Danes were stranded.", "Dozens of Danes", "2020-03-01", "DNK CVL"},

		// offices and who held them
		{"The US president praised the deal.", "The US president", "2010-05-01", "USA GOV Barack Obama, president"},
		{"The US president praised the deal.", "The US president", "2018-05-01", "USA GOV Donald Trump, president"},
		{"German chancellor rejects offer", "German chancellor", "2012-05-01", "DEU GOV Angela Merkel, chancellor"},
		{"Former US president Jimmy Carter arrived on Friday.", "Jimmy Carter", "2010-08-27", "USA ELI Jimmy Carter"},

		// people who are in no table
		{"Chilean lawmaker Rosa Undurraga condemned the plan.", "Rosa Undurraga", "2020-03-01", "CHL LEG Rosa Undurraga, lawmaker"},
		{"Ghana's deputy interior minister, Kwabena Sarfo, said no.", "Kwabena Sarfo", "2020-03-01", "GHA GOV Kwabena Sarfo, deputy interior minister"},
		{"Ghana's deputy interior minister, Kwabena Sarfo, said no.", "Ghana's deputy interior minister", "2020-03-01", "GHA GOV Kwabena Sarfo, deputy interior minister"},
		{"Brig. Gen. Tomas Halvek, who heads the Czech army, resigned.", "Tomas Halvek", "2020-03-01", "CZE MIL Tomas Halvek, general"},
		{"A spokesman for the rebels in Chad denied it.", "A spokesman", "2020-03-01", "TCD REB"},

		// bodies by their head word
		{"The Bolivian parliament rejected the treaty.", "The Bolivian parliament", "2020-03-01", "BOL LEG"},
		{"The Supreme Court of Nepal annulled the vote.", "The Supreme Court", "2020-03-01", "NPL JUD Supreme Court"},
		{"Portugal's police arrested him.", "Portugal's police", "2020-03-01", "PRT COP"},
		{"A Norwegian oil company signed the contract.", "A Norwegian oil company", "2020-03-01", "NOR BUS"},
		{"Officials of the Malian government met them.", "Officials", "2020-03-01", "MLI GOV"},
		{"The US embassy in Nairobi was closed.", "The US embassy", "2020-03-01", "USA GOV"},

		// common nouns for people
		{"Protesters in Tunisia blocked a road.", "Protesters", "2020-03-01", "TUN CVL"},
		{"Two Turkish journalists were arrested.", "Two Turkish journalists", "2020-03-01", "TUR JRN"},
		{"Syrian opposition fighters took the town.", "Syrian opposition fighters", "2015-03-01", "SYR REB"},
		{"Refugees from Eritrea were turned away.", "Refugees", "2020-03-01", "ERI REF"},
		{"The people of Malta voted.", "The people of Malta", "2020-03-01", "MLT CVL"},

		// pronouns, short names, epithets
		{"Angela Merkel met Emmanuel Macron in Berlin. She thanked him.", "She", "2019-03-01", "DEU GOV Angela Merkel, chancellor"},
		{"Angela Merkel met Emmanuel Macron in Berlin. She thanked him.", "him", "2019-03-01", "FRA GOV Emmanuel Macron, president"},
		{"Barack Obama called Raúl Castro on Tuesday. The two leaders spoke for an hour.", "The two leaders", "2014-12-17", "USA GOV Barack Obama, president + CUB GOV Raúl Castro, president"},
		{"India and Pakistan held talks on water. Both countries called them useful.", "Both countries", "2020-03-01", "IND GOV + PAK GOV"},
		{"Brazil closed the border with Paraguay. It cited a strike.", "It", "2020-03-01", "BRA GOV"},
		{"Russia's Vladimir Putin met his Turkish counterpart on Monday.", "his Turkish counterpart", "2019-03-01", "TUR GOV Recep Tayyip Erdogan, president"},
		{"Ecuador and Peru clashed, and Chile urged both sides to stop.", "both sides", "2020-03-01", "ECU GOV + PER GOV"},
		{"Rosa Undurraga, a Chilean senator, spoke. The plan of Undurraga failed.", "of Undurraga", "2020-03-01", "CHL LEG Rosa Undurraga, senator"},

		// quotations and statements
		{"“We will defend ourselves,” Israel's defence minister said.", "We", "2020-03-01", "ISR GOV"},
		{"Foreign Secretary David Miliband said:\n\nI welcome the vote. We will work with Kosovo.", "We", "2009-03-01", "GBR GOV"},
		{"The United States condemns the attack. We offer our condolences to Mali.", "We", "2015-11-21", "USA GOV"},
	} {
		if got, _ := named(t, p, n, c.text, c.phrase, c.date); got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.text, c.phrase, got, c.want)
		}
	}
}

// A title that the tree cuts off from its name is part of the phrase.
func TestTitleAndName(t *testing.T) {
	p, n := newNamer(t)
	doc := p.Parse("Secretary of State John Kerry said that he would travel to Havana.")
	m, ok := n.FindIn(doc, Setting{Published: 16617, Dated: true}).At(0)
	if got := doc.Text[doc.Start[m.First]:doc.End[m.Last-1]]; !ok || got != "Secretary of State John Kerry" {
		t.Errorf("%q, want the whole phrase", got)
	}
}

func TestPlaceOrGovernment(t *testing.T) {
	p, n := newNamer(t)
	for _, c := range []struct {
		text, phrase string
		want         Kind
	}{
		{"Talks were held in Oslo.", "Oslo", Place},
		{"Oslo rejected the request.", "Oslo", State},
		{"Tensions between Oslo and Stockholm rose.", "Oslo", State},
		{"The protest drew a sharp reply from Warsaw.", "Warsaw", State},
		{"He flew to Warsaw.", "Warsaw", Place},
		{"Fighting went on near Tripoli.", "Tripoli", Place},
	} {
		if _, got := named(t, p, n, c.text, c.phrase, "2020-03-01"); got != c.want {
			t.Errorf("%s: %q is a %s, want a %s", c.text, c.phrase, got, c.want)
		}
	}
}

func TestChains(t *testing.T) {
	p, n := newNamer(t)
	doc := p.Parse("Denmark's foreign minister flew to Oslo. Denmark wants a treaty, but Norway does not. It fears for its fish.")
	m := n.Find(doc, 18000, true)
	chains := make(map[string]int32)
	for i := range m.List {
		chains[doc.Word(m.List[i].Head)+"@"+string(rune('0'+doc.SentenceOf(m.List[i].Head)))] = m.List[i].Chain
	}
	if chains["Denmark@0"] != chains["Denmark@1"] {
		t.Error("Denmark of the first sentence is not that of the second")
	}
	if chains["Norway@1"] == chains["Denmark@1"] {
		t.Error("Norway is taken for Denmark")
	}
	if chains["It@2"] != chains["its@2"] {
		t.Error("it and its part ways")
	}
	if m.String() == "" {
		t.Error("the list of mentions is empty")
	}
}

func TestNounTable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"person CVL: fan\nbody GOV fan", "nouns.txt:2: want \"kind sector options: words\", have \"body GOV fan\""},
		{"being CVL: fan", "nouns.txt:1: unknown kind \"being\""},
		{"person CVL loud: fan", "nouns.txt:1: unknown option \"loud\""},
		{"person CVL: fan\nbody GOV: fan", "nouns.txt:2: \"fan\" stands in two classes"},
	} {
		if _, err := readNouns(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	if n, ok := loadNouns().heads["ministry"]; !ok || n.kind != bodyNoun || n.sector != "GOV" {
		t.Errorf("ministry: %+v", n)
	}
}

func TestGivenTable(t *testing.T) {
	if _, err := readGiven("man: ivan\nboth: kim"); err == nil || !strings.HasPrefix(err.Error(), "given.txt:2:") {
		t.Errorf("unknown gender: %v", err)
	}
}

// TestSameShortNames guards against two short names that each stand for the
// other.
func TestSameShortNames(t *testing.T) {
	p, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Parse("“We will not go,” De Klerk said.\n\nDe Klerk said that the talks would begin.")
	if m := NewNamer(r).Find(doc, 0, false); len(m.List) < 2 {
		t.Errorf("%d mentions, want at least the two of De Klerk", len(m.List))
	}
}
