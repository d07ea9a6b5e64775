package where

import (
	"math"
	"sync"
	"testing"
	"time"

	"demarche/english"
	"demarche/where/internal/table"
)

var parser = sync.OnceValue(func() *english.Parser {
	p, err := english.New()
	if err != nil {
		panic(err)
	}
	return p
})

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestLoadIsFree(t *testing.T) {
	begin := time.Now()
	load(t)
	if d := time.Since(begin); d > 20*time.Millisecond {
		t.Errorf("loading took %v, want at most 20 ms", d)
	}
	if len(file) > 8<<20 {
		t.Errorf("gazetteer has %d bytes, want at most 8 MiB", len(file))
	}
}

func TestLookup(t *testing.T) {
	g := load(t)
	for _, tt := range []struct {
		name, country string
		kind          Kind
		lat, lon      float64
	}{
		{"Bogotá", "COL", Capital, 4.6, -74.1},
		{"Bogota", "COL", Capital, 4.6, -74.1},
		{"Kyiv", "UKR", Capital, 50.45, 30.5},
		{"Kiev", "UKR", Capital, 50.45, 30.5},
		{"Sana'a", "YEM", Capital, 15.35, 44.2},
		{"Washington, D.C.", "USA", Capital, 38.9, -77.0},
		{"Raqqa", "SYR", Seat, 35.95, 39.0},
		{"Deir ez-Zor", "SYR", City, 35.3, 40.1},
		{"Goma", "COD", Seat, -1.7, 29.2},
		{"Texas", "USA", Region, 31, -98},
		{"Crimea", "UKR", Area, 45.3, 34.4},
		{"Strait of Hormuz", "", Strait, 26.6, 56.3},
		{"Mar-a-Lago", "USA", Landmark, 26.7, -80.0},
		{"Camp David", "USA", Landmark, 39.6, -77.5},
		{"Panmunjom", "KOR", Landmark, 38, 126.7},
		{"Guam", "USA", Island, 13.5, 144.8},
		{"Pristina", "KOS", Capital, 42.7, 21.2},
		{"Hong Kong", "CHN", Seat, 22.3, 114.2},
		{"Syria", "SYR", Country, 35, 37},
		{"Islamabad", "PAK", Capital, 33.7, 73.0},
		{"Salisbury", "GBR", City, 51.1, -1.8},
	} {
		found := g.Lookup(tt.name)
		if len(found) == 0 {
			t.Errorf("%s: not found", tt.name)
			continue
		}
		p := found[0]
		if p.Country != tt.country || p.Kind != tt.kind || math.Abs(p.Lat-tt.lat) > 1.5 || math.Abs(p.Lon-tt.lon) > 1.5 {
			t.Errorf("%s: got %+v, want %s kind %d near %g, %g", tt.name, p, tt.country, tt.kind, tt.lat, tt.lon)
		}
	}
	if found := g.Lookup("Xyzzyville"); found != nil {
		t.Errorf("Xyzzyville: got %v", found)
	}
	if got := g.CountryOf("Yeoncheon"); got != "KOR" {
		t.Errorf("country of Yeoncheon: %q", got)
	}
}

var findTests = []struct {
	text string
	want []string // name, country
}{
	{"Shells fell on Aleppo and near Goma in Congo.", []string{"Aleppo SYR", "Goma COD", "Democratic Republic of the Congo COD"}},
	{"The mayor of Paris, Texas, flew to Paris, the French capital.", []string{"Paris USA", "Texas USA", "Paris FRA"}},
	{"Two men were found in Salisbury. The ship sailed into the Gulf.", []string{"Salisbury GBR"}},
	{"He met her in Geneva on Monday.", []string{"Geneva CHE"}},
	{"The army shelled the Syrian town of Manbij.", []string{"Manbij SYR"}},
	{"Lebanese troops left Tripoli, in northern Lebanon, and moved to Beirut.", []string{"Tripoli LBN", "Lebanon LBN", "Beirut LBN"}},
	{"Libyan militias fought over the airport in Tripoli.", []string{"Tripoli LBY"}},
	{"Paris Hilton met Jack London and President Lincoln.", nil},
	{"He read the Washington Post in March and was nice about it.", nil},
	{"They moved north in May and hit a man of reading age.", nil},
}

func TestFind(t *testing.T) {
	g := load(t)
	for _, tt := range findTests {
		var got []string
		for _, m := range g.Find(parser().Parse(tt.text)) {
			got = append(got, m.Name+" "+m.Country)
		}
		if len(got) != len(tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
				break
			}
		}
	}
}

func TestDateline(t *testing.T) {
	g := load(t)
	doc := parser().Parse("NAIROBI, Jan 8 - The president spoke in Mombasa on Thursday.")
	found := g.Find(doc)
	if len(found) != 2 || !found[0].Dateline || found[0].Country != "KEN" || found[1].Dateline || found[1].Name != "Mombasa" {
		t.Fatalf("got %+v", found)
	}
	if m, ok := Choose(doc, found, tokenOf(t, doc, "spoke")); !ok || m.Name != "Mombasa" {
		t.Errorf("place of \"spoke\": %+v, %v", m, ok)
	}
}

func TestChoose(t *testing.T) {
	g := load(t)
	for _, tt := range []struct{ text, trigger, want string }{
		{"Rebels killed five soldiers in Goma on Monday.", "killed", "Goma"},
		{"The strike in Aleppo killed five.", "strike", "Aleppo"},
		{"The strike in Aleppo killed five.", "killed", "Aleppo"},
		{"In Geneva, the two ministers met for an hour.", "met", "Geneva"},
		{"The two sides held talks in Geneva.", "talks", "Geneva"},
		{"The president visited Ankara on Tuesday.", "visited", "Ankara"},
		{"The president travelled to Ankara on Tuesday.", "travelled", "Ankara"},
		{"Paris condemned the attack in Aleppo.", "condemned", ""},
		{"Paris condemned the attack in Aleppo.", "attack", "Aleppo"},
		{"The minister in Baku said that rebels had seized Goma.", "seized", "Goma"},
		{"The army began an operation to retake Mosul.", "operation", "Mosul"},
		{"The ministers flew to Nairobi, where they signed a treaty.", "signed", "Nairobi"},
		{"Envoys met in Geneva last week, and the two leaders will meet there too.", "meet", "Geneva"},
		{"The envoy, speaking in Vienna on Friday, urged restraint.", "urged", "Vienna"},
		{"The commander was killed by an airstrike near Idlib.", "killed", "Idlib"},
		{"The jets destroyed two tanks captured near Aleppo.", "destroyed", "Aleppo"},
		{"He spent the week in Lima in talks with the rebels.", "talks", "Lima"},
		{"The convoy delivered food to families in Goma.", "delivered", "Goma"},
		{"The report praises families in Homs who fled from the army.", "fled", "Homs"},
		{"He answered with a tariff on US goods.", "answered", ""},
		{"They remained firm in their support of the government of Iraq.", "support", ""},
		{"He turned on Iran and its rulers.", "turned", ""},
		{"The agreement between France and Morocco was signed.", "agreement", ""},
		{"He extended an invitation for talks in Ankara.", "invitation", ""},
	} {
		doc := parser().Parse(tt.text)
		m, ok := Choose(doc, g.Find(doc), tokenOf(t, doc, tt.trigger))
		if ok != (tt.want != "") || m.Name != tt.want {
			t.Errorf("%q: place of %q is %q, want %q", tt.text, tt.trigger, m.Name, tt.want)
		}
	}
}

func TestAdd(t *testing.T) {
	g := load(t)
	if err := g.Add(Place{Name: "Camp Nowhere", Country: "KEN", Kind: Base, Lat: -1, Lon: 37, Size: 100}, "Nowhere Base"); err != nil {
		t.Fatal(err)
	}
	found := g.Find(parser().Parse("Soldiers were killed at Nowhere Base on Monday."))
	if len(found) != 1 || found[0].Name != "Camp Nowhere" || found[0].Country != "KEN" {
		t.Errorf("got %+v", found)
	}
	if err := g.Add(Place{Name: "Off the Map", Lat: 91}); err == nil {
		t.Error("a latitude of 91 was taken")
	}
	if err := g.Add(Place{Name: "Москва"}); err == nil {
		t.Error("a name without Latin letters was taken")
	}
}

func TestOpenRejects(t *testing.T) {
	for _, bad := range []string{"", "DGZ1", "nonsense that is long enough to be a header", file[:len(file)/2]} {
		if _, err := table.Open(bad); err == nil {
			t.Errorf("a file of %d bytes was opened", len(bad))
		}
	}
}

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"São Paulo": "sao paulo", "Sana'a": "sanaa", "Deir ez-Zor": "deir ez zor", "St. Petersburg": "st petersburg", "Łódź": "lodz",
		"Đà Nẵng": "da nang", "Al-Ḩillah": "al hillah", "Washington, D.C.": "washington dc", "Bogotá": "bogota",
	} {
		if got, ok := table.Fold(nil, name); !ok || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	if _, ok := table.Fold(nil, "Москва"); ok {
		t.Error("Cyrillic letters were folded")
	}
}

func FuzzLookup(f *testing.F) {
	for _, name := range []string{"Bogotá", "Washington, D.C.", "Sana'a", "", " ", "\xff\xfe", "Đà Nẵng"} {
		f.Add(name)
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, name string) {
		for _, p := range g.Lookup(name) {
			if p.Name == "" || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
				t.Fatalf("%q: %+v", name, p)
			}
		}
	})
}

func tokenOf(t *testing.T, doc *english.Doc, word string) int {
	t.Helper()
	for i := 0; i < doc.Len(); i++ {
		if doc.Word(i) == word {
			return i
		}
	}
	t.Fatalf("no token %q", word)
	return -1
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	doc := parser().Parse("The president of Colombia said in Bogotá on Monday that two soldiers had been killed near the border with Venezuela last week. " +
		"It was the third attack in the province, officials in the capital said, and the government would answer it with all the means it has. " +
		"Talks between the two sides are to resume in Geneva.")
	b.ReportAllocs()
	for b.Loop() {
		g.Find(doc)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*doc.Len()), "ns/token")
}
