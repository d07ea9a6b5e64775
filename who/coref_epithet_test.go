package who

import "testing"

// TestEpithets asks whom phrases speak of that only make sense by what stands
// around them, and that some speak of nobody known.
func TestEpithets(t *testing.T) {
	p, n := newNamer(t)
	for _, c := range []struct{ text, phrase, date, want string }{
		// a pair is not of who speaks of it
		{"The United States welcomes the truce. Chad and Niger met in Washington. We urge both sides to keep it.", "both sides", "2020-03-01", "TCD GOV + NER GOV"},
		{"Kenya's president spoke with US officials. Chad and Niger had clashed. Kenya urged both sides to stop.", "both sides", "2020-03-01", "TCD GOV + NER GOV"},
		{"Chad and Niger clashed. The United States and Oman hosted talks. We call on both parties to stop.", "both parties", "2020-03-01", "TCD GOV + NER GOV"},
		{"Peru and Chile signed the treaty. Norway congratulated the parties.", "the parties", "2020-03-01", "PER GOV + CHL GOV"},
		{"Peru and Chile sign treaty\n\nPeru and Chile signed a treaty on Monday. The talks were long. Cuba said it could break with Chile. Brazil called Cuba rash. Norway congratulated the parties.", "the parties", "2020-03-01", "PER GOV + CHL GOV"},
		{"Chad and Niger clashed. Norway calls on all parties to stop.", "all parties", "2020-03-01", "– GOV"},
		{"Norway's foreign secretary met Chad's president. He said both countries would go on talking.", "both countries", "2020-03-01", "NOR GOV + TCD GOV"},
		{"The opposition parties of Kenya walked out.", "The opposition parties", "2020-03-01", "KEN OPP"},
		{"Germany's ruling party lost the vote.", "Germany's ruling party", "2020-03-01", "DEU PTY"},

		// the form of a state
		{"France and Morocco signed a pact. The kingdom will buy ships.", "The kingdom", "2020-03-01", "MAR GOV"},
		{"Oman's foreign minister met the emir of Kuwait. The emirate offered to mediate.", "The emirate", "2020-03-01", "KWT GOV"},
		{"Oman and Kuwait signed a pact. The sultanate will buy ships.", "The sultanate", "2020-03-01", "OMN GOV"},

		// bodies in a capital, and foreigners who are nobody's
		{"Peru protested to Bolivia. The foreign ministry in Lima called it an insult.", "The foreign ministry", "2020-03-01", "PER GOV"},
		{"Protesters stormed the Danish embassy in Baghdad ahead of a vote in Denmark.", "Protesters", "2022-03-01", "IRQ CVL"},
		{"After a vote in Chile, protesters marched.", "protesters", "2022-03-01", "CHL CVL"},
		{"Kenya's parliament met. Kenya joined the bank. An envoy thanked Kenya.", "An envoy", "2022-03-01", "– GOV, special envoy"},
		{"Armed gangs in Haiti attacked a bank.", "Armed gangs", "2022-03-01", "– CRM"},
		{"Opposition lawmakers in Seoul accused Japan.", "Opposition lawmakers", "2022-03-01", "KOR LEG"},
		{"King Abdullah met Israel's president.", "King Abdullah", "2023-11-01", "JOR GOV Abdullah II, king"},
		{"Saudi King Abdullah met Israel's president.", "Saudi King Abdullah", "2010-11-01", "SAU GOV Abdullah, king"},
		{"Denmark protested. The junta in Mali expelled the Danish envoy.", "The junta", "2022-03-01", "MLI GOV"},
		{"Israel closed the bridge. Lawmakers in Amman demanded an answer from Israel.", "Lawmakers", "2022-03-01", "JOR LEG"},
		{"Israel closed the bridge. The Israeli embassy in Amman was shut. The embassy in Amman thanked Israel.", "The embassy", "2022-03-01", "ISR GOV"},
		{"Brazil closed the bridge. Maduro urged foreign governments to help.", "foreign governments", "2019-03-01", "– GOV"},
		{"The Pope called for a truce in Chad.", "The Pope", "2019-03-01", "VAT REL Francis, pope"},
		{"Former US president Jimmy Carter spoke in Chad. The pontiff prayed for peace.", "The pontiff", "2019-03-01", "VAT REL Francis, pope"},
		{"Rockets fell on Gaza. The Gulf states met in Doha.", "The Gulf states", "2019-03-01", "– GOV"},
		{"The foreign ministers of Italy and Spain met. The Peace and Security Council suspended Chad.", "The Peace and Security Council", "2023-03-01", "IGO – African Union Peace and Security Council"},
		{"Britain's David Lammy met his counterparts at the summit. Sergei Lavrov stayed away.", "his counterparts", "2024-09-01", "– GOV, foreign secretary"},

		// officers of an army, and what an official is not likely to mean
		{"Soldiers in Togo arrested the mayor. The African Union gave the officers a week.", "the officers", "2020-03-01", "TGO MIL"},
		{"Police in Togo stopped a car. The officers found a gun.", "The officers", "2020-03-01", "TGO COP"},

		// what is no party at all
		{"The farmers of Chad found a Soviet-era radar.", "a Soviet-era radar", "2018-03-01", ""},
		{"Peru accused Chile of the theft. Bolivia's president condemned it.", "condemned it", "2018-03-01", ""},
		{"The inspectors found a nerve agent in Chad.", "a nerve agent", "2018-03-01", ""},

		// ships
		{"USS Harlow shot down a missile.", "USS Harlow", "2024-03-01", "USA MIL USS Harlow"},
		{"The 45th Infantry Brigade Combat Team left for Kosovo.", "The 45th Infantry Brigade Combat Team", "2009-03-01", "USA MIL 45th Infantry Brigade Combat Team"},
		{"HMS Larkspur seized a boat off Oman.", "HMS Larkspur", "2024-03-01", "GBR MIL HMS Larkspur"},

		// halves of a country in small letters
		{"North Korea fired a missile. Seoul said the north would pay.", "the north", "2020-03-01", "PRK GOV"},
		{"Rebels support the March 23 Movement. The African Union met. Rwanda denies backing the group.", "the group", "2024-03-01", "COD REB March 23 Movement"},
	} {
		if got, _ := named(t, p, n, c.text, c.phrase, c.date); got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.text, c.phrase, got, c.want)
		}
	}
}
