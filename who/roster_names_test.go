package who

import (
	"slices"
	"strings"
	"testing"

	"demarche/plover"
)

func TestLookup(t *testing.T) {
	r := load(t)
	tests := []struct {
		name, day, country string
		sector             plover.Sector
	}{
		// States, their capitals and seats of power
		{"United States", "2020-01-01", "USA", "GOV"},
		{"USA", "2020-01-01", "USA", "GOV"},
		{"Britain", "2020-01-01", "GBR", "GOV"},
		{"Holland", "2020-01-01", "NLD", "GOV"},
		{"Burma", "1995-01-01", "MMR", "GOV"},
		{"Czechia", "2020-01-01", "CZE", "GOV"},
		{"Côte d'Ivoire", "2020-01-01", "CIV", "GOV"},
		{"DPRK", "2020-01-01", "PRK", "GOV"},
		{"Zaire", "1996-01-01", "COD", "GOV"},
		{"Türkiye", "2024-01-01", "TUR", "GOV"},
		{"East Germany", "1990-05-01", "DDR", "GOV"},
		{"Soviet Union", "1990-05-01", "SUN", "GOV"},
		{"Serbia and Montenegro", "2004-05-01", "SCG", "GOV"},
		{"Kosovo", "2010-01-01", "KOS", "GOV"},
		{"Palestinian", "2010-01-01", "PSE", "GOV"},
		{"Pyongyang", "2010-01-01", "PRK", "GOV"},
		{"Hague", "2010-01-01", "NLD", "GOV"},
		{"Rangoon", "1990-01-01", "MMR", "GOV"},
		{"Kremlin", "2010-01-01", "RUS", "GOV"},
		{"Élysée", "2010-01-01", "FRA", "GOV"},
		{"Downing Street", "2010-01-01", "GBR", "GOV"},
		{"White House", "2010-01-01", "USA", "GOV"},
		{"Pentagon", "2010-01-01", "USA", "MIL"},
		{"Capitol Hill", "2010-01-01", "USA", "LEG"},
		{"Langley", "2010-01-01", "USA", "SPY"},
		{"Foggy Bottom", "2010-01-01", "USA", "GOV"},
		{"Blue House", "2010-01-01", "KOR", "GOV"},
		{"Zhongnanhai", "2010-01-01", "CHN", "GOV"},
		{"Casa Rosada", "2010-01-01", "ARG", "GOV"},
		{"Planalto", "2010-01-01", "BRA", "GOV"},
		{"Casa de Nariño", "2025-01-01", "COL", "GOV"},
		{"Miraflores", "2010-01-01", "VEN", "GOV"},
		{"Rawalpindi", "2010-01-01", "PAK", "MIL"},
		{"Aso Rock", "2010-01-01", "NGA", "GOV"},
		// Dependencies and breakaway governments
		{"Puerto Rico", "2020-01-01", "USA", "GOV"},
		{"Greenland", "2020-01-01", "DNK", "GOV"},
		{"Gibraltar", "2020-01-01", "GBR", "GOV"},
		{"Abkhazia", "2010-01-01", "GEO", "GOV"},
		{"Transnistria", "2010-01-01", "MDA", "GOV"},
		{"Somaliland", "2010-01-01", "SOM", "GOV"},
		// Bodies
		{"UN Security Council", "2010-01-01", "UNO", ""},
		{"NATO", "2010-01-01", "IGO", "MIL"},
		{"European Commission", "2010-01-01", "EUR", "GOV"},
		{"Amnesty International", "2010-01-01", "NGO", "CVL"},
		{"Knesset", "2010-01-01", "ISR", "LEG"},
		{"Duma", "2010-01-01", "RUS", "LEG"},
		{"Mossad", "2010-01-01", "ISR", "SPY"},
		{"Israel Defense Forces", "2010-01-01", "ISR", "MIL"},
		{"PLA", "2010-01-01", "CHN", "MIL"},
		{"Korean People’s Army", "2010-01-01", "PRK", "MIL"},
		{"Scotland Yard", "2010-01-01", "GBR", "COP"},
		{"Gazprom", "2010-01-01", "RUS", "BUS"},
		{"Yonhap", "2010-01-01", "KOR", "MED"},
		{"International Criminal Court", "2010-01-01", "IGO", "JUD"},
		// Armed groups, some of which came to govern
		{"FARC", "2010-01-01", "COL", "REB"},
		{"Taliban", "1995-01-01", "AFG", "REB"},
		{"Taliban", "1999-01-01", "AFG", "GOV"},
		{"Taliban", "2010-01-01", "AFG", "REB"},
		{"Taliban", "2022-01-01", "AFG", "GOV"},
		{"al Qaeda", "2001-09-11", "IMG", "REB"},
		{"Daesh", "2015-01-01", "IMG", "REB"},
		{"Houthis", "2020-01-01", "YEM", "REB"},
		{"Rapid Support Forces", "2020-01-01", "SDN", "MIL"},
		{"Rapid Support Forces", "2024-01-01", "SDN", "REB"},
		{"African National Congress", "1990-01-01", "ZAF", "OPP"},
		{"African National Congress", "2000-01-01", "ZAF", "PTY"},
	}
	for _, tt := range tests {
		day, _, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		senses := r.Lookup(tt.name)
		if len(senses) == 0 {
			t.Errorf("%s is not in the roster", tt.name)
			continue
		}
		if id := senses[0].On(day); id.Country != tt.country || id.Sector != tt.sector {
			t.Errorf("%s on %s is %s %s, want %s %s", tt.name, tt.day, id.Country, id.Sector, tt.country, tt.sector)
		}
	}
}

func TestBreakawayGovernmentsArePre(t *testing.T) {
	r := load(t)
	for _, name := range []string{"Abkhazia", "South Ossetia", "Transnistria", "Northern Cyprus", "Somaliland", "Donetsk People's Republic"} {
		if id := r.Lookup(name)[0].On(DayOf(2016, 1, 1)); !slices.Contains(id.Other, "PRE") {
			t.Errorf("%s is %s %v", name, id.Sector, id.Other)
		}
	}
}

// Former states hold on their days only.
func TestFormerStates(t *testing.T) {
	r := load(t)
	for code, last := range map[string]Day{"SUN": DayOf(1991, 12, 25), "YUG": DayOf(2003, 2, 3), "SCG": DayOf(2006, 6, 4),
		"CSK": DayOf(1992, 12, 31), "DDR": DayOf(1990, 10, 2), "YMD": DayOf(1990, 5, 21)} {
		e, ok := r.State(code)
		if !ok {
			t.Errorf("no state %s", code)
			continue
		}
		if term := e.Terms[0]; last >= term.To || last+1 < term.To {
			t.Errorf("%s ends on %s, want the day after %s", code, term.To, last)
		}
	}
}

func TestMembers(t *testing.T) {
	r := load(t)
	tests := []struct {
		body, day string
		n         int
		in, out   string
	}{
		{"European Union", "1994-01-01", 12, "GBR", "AUT"},
		{"European Union", "2016-06-23", 28, "GBR", "TUR"},
		{"European Union", "2024-01-01", 27, "HRV", "GBR"},
		{"NATO", "1990-01-01", 16, "TUR", "POL"},
		{"NATO", "2024-12-01", 32, "SWE", "UKR"},
		{"ASEAN", "2000-01-01", 10, "KHM", "TLS"},
		{"G7", "2010-01-01", 7, "JPN", "RUS"},
		{"UN Security Council", "2010-01-01", 5, "RUS", "SUN"},
		{"UN Security Council", "1990-01-01", 5, "SUN", "RUS"},
		{"Arab League", "2010-01-01", 22, "PSE", "IRN"},
	}
	for _, tt := range tests {
		day, _, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		m := r.Members(tt.body, day)
		if len(m) != tt.n || !slices.Contains(m, tt.in) || slices.Contains(m, tt.out) {
			t.Errorf("%s on %s: %d members %v, want %d with %s and without %s", tt.body, tt.day, len(m), m, tt.n, tt.in, tt.out)
		}
	}
}

func TestHeadsOfBodies(t *testing.T) {
	r := load(t)
	tests := []struct{ body, day, want string }{
		{"NATO", "1999-03-24", "Javier Solana"},
		{"NATO", "2025-01-01", "Mark Rutte"},
		{"United Nations", "2003-03-19", "Kofi Annan"},
		{"International Atomic Energy Agency", "2015-07-14", "Yukiya Amano"},
		{"European Commission", "2016-06-23", "Jean-Claude Juncker"},
		{"World Bank", "2005-06-15", "Paul Wolfowitz"},
		{"African Union", "2020-01-01", "Moussa Faki Mahamat"},
	}
	for _, tt := range tests {
		day, _, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := r.Head(tt.body, day); !ok || e.Name != tt.want {
			t.Errorf("head of %s on %s: %v, want %s", tt.body, tt.day, e, tt.want)
		}
	}
}

func TestTitle(t *testing.T) {
	r := load(t)
	tests := []struct {
		text   string
		n      int
		sector plover.Sector
		member string
		plural bool
	}{
		{"foreign minister Ann Lee", 2, "GOV", "foreign-minister", false},
		{"Foreign Ministers met", 2, "GOV", "foreign-minister", true},
		{"deputy foreign minister", 3, "GOV", "deputy-minister", false},
		{"secretaries of state", 3, "GOV", "foreign-minister", true},
		{"chairman of the joint chiefs of staff", 7, "MIL", "armed-forces-chief", false},
		{"Lt. Gen. Smith", 2, "MIL", "commander", false},
		{"spokeswomen said", 1, "GOV", "spokesperson", true},
		{"soldiers", 1, "MIL", "soldiers", true},
		{"gunmen opened fire", 1, "UAF", "gunmen", true},
		{"asylum seekers", 2, "REF", "refugees", true},
		{"prisoners of war", 3, "MIL", "soldiers", true},
		{"opposition leader", 2, "OPP", "opposition-leader", false},
		{"bishops", 1, "REL", "religious-leader", true},
		{"ministries", 1, "GOV", "ministry", true},
		{"vice - president", 3, "GOV", "vice-president", false},
		{"table", 0, "", "", false},
	}
	for _, tt := range tests {
		d := words(tt.text)
		title, n := r.Title(d, 0, d.Len())
		if n != tt.n || title.Sector != tt.sector || title.Member != tt.member || title.Plural != tt.plural {
			t.Errorf("%q: %d tokens, %+v; want %d, %s %s plural=%v", tt.text, n, title, tt.n, tt.sector, tt.member, tt.plural)
		}
	}
}

func TestParseDay(t *testing.T) {
	tests := []struct{ text, first, after string }{
		{"2024-02-29", "2024-02-29", "2024-03-01"},
		{"1999-12-31", "1999-12-31", "2000-01-01"},
		{"2023-12", "2023-12-01", "2024-01-01"},
		{"2023-02", "2023-02-01", "2023-03-01"},
		{"1990", "1990-01-01", "1991-01-01"},
		{"1965-08-09", "1965-08-09", "1965-08-10"},
	}
	for _, tt := range tests {
		first, after, err := ParseDay(tt.text)
		if err != nil || first.String() != tt.first || after.String() != tt.after {
			t.Errorf("%s: %s to %s, %v; want %s to %s", tt.text, first, after, err, tt.first, tt.after)
		}
	}
	for _, bad := range []string{"", "x", "99", "2023-13", "2023-00", "2023-02-29", "2023-04-31", "2023-1-1", "2023-01-01-01", "2023-01-32"} {
		if first, _, err := ParseDay(bad); err == nil {
			t.Errorf("%q is read as %s", bad, first)
		}
	}
}

// Faults in the tables are told with the table and the line.
func TestTableFaults(t *testing.T) {
	tests := []struct{ table, text, want string }{
		{"terms", "country\toffice\tfrom\tto\tname\tsector\n#\nUSA\tgardener\t\t\tA B\n", "t.tsv:3: no such office"},
		{"terms", "country\toffice\tfrom\tto\tname\tsector\nUSX\tpresident\t\t\tA B\n", "t.tsv:2: no state"},
		{"terms", "country\toffice\tfrom\tto\tname\n", "t.tsv:1: column 6"},
		{"seats", "name\tcountry\tsector\tfrom\tto\nX\tUSA\tGOX\n", "t.tsv:2: no sector"},
		{"seats", "name\tcountry\tsector\tfrom\tto\nX\tUSA\tGOV\t\t\t\tY\n", "t.tsv:2: more than 5 columns"},
		{"members", "body\tfrom\tto\tcountries\nNATOX\t\t\tUSA\n", "t.tsv:2: no body"},
		{"titles", "phrase\tplural\tkind\tsector\tclass\toffice\nx\t\tthing\n", "t.tsv:2: no kind"},
		{"people", "name\trank\tshort\taliases\nAda Example\t9\n", "t.tsv:2: rank"},
		{"offices", "", "t.tsv: empty table"},
	}
	for _, tt := range tests {
		b := newBuilder()
		if err := b.embedded(); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(readers, func(rd reader) bool { return rd.prefix == tt.table })
		err := b.read(readers[i], "t.tsv", tt.text)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %q: %v, want %q", tt.table, tt.text, err, tt.want)
		}
	}
}
