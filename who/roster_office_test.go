package who

import "testing"

// Whom a name stood for on a day. The office is "" for one who held none then;
// such a person is ELI when they had held one before.
func TestOfficeOnDay(t *testing.T) {
	r := load(t)
	tests := []struct {
		name, day, country, office string
	}{
		// North America and the Caribbean
		{"Ronald Reagan", "1988-06-01", "USA", "president"},
		{"George H. W. Bush", "1990-08-02", "USA", "president"},
		{"Bill Clinton", "1995-11-21", "USA", "president"},
		{"George W. Bush", "2003-03-19", "USA", "president"},
		{"Barack Obama", "2011-05-01", "USA", "president"},
		{"Donald Trump", "2018-06-12", "USA", "president"},
		{"Donald Trump", "2023-03-01", "USA", ""},
		{"Donald Trump", "2026-01-08", "USA", "president"},
		{"Joe Biden", "2012-05-01", "USA", "vice president"},
		{"Joe Biden", "2022-02-24", "USA", "president"},
		{"Joe Biden", "2025-03-01", "USA", ""},
		{"Hillary Clinton", "2010-01-01", "USA", "secretary of state"},
		{"James Baker", "1991-01-09", "USA", "secretary of state"},
		{"Colin Powell", "1991-01-17", "USA", "chairman of the joint chiefs of staff"},
		{"Colin Powell", "2003-02-05", "USA", "secretary of state"},
		{"Mike Pompeo", "2017-06-01", "USA", "CIA director"},
		{"Mike Pompeo", "2018-06-12", "USA", "secretary of state"},
		{"Leon Panetta", "2010-01-01", "USA", "CIA director"},
		{"Leon Panetta", "2012-01-01", "USA", "secretary of defense"},
		{"John Kerry", "2004-01-01", "USA", "senator"},
		{"Jean Chrétien", "2003-03-19", "CAN", "prime minister"},
		{"Mark Carney", "2015-06-01", "GBR", "central bank governor"},
		{"Mark Carney", "2025-06-16", "CAN", "prime minister"},
		{"Fidel Castro", "1996-02-24", "CUB", "president"},
		{"Raúl Castro", "2016-03-21", "CUB", "president"},
		{"Jean-Bertrand Aristide", "1991-09-01", "HTI", "president"},
		{"Jovenel Moïse", "2021-07-06", "HTI", "president"},
		{"Claudia Sheinbaum", "2025-01-01", "MEX", "president"},
		// South and Central America
		{"Alberto Fujimori", "1997-04-22", "PER", "president"},
		{"Pedro Castillo", "2022-12-06", "PER", "president"},
		{"Pedro Castillo", "2022-12-08", "PER", ""},
		{"Hugo Chávez", "2002-04-11", "VEN", "president"},
		{"Nicolás Maduro", "2010-01-01", "VEN", "foreign minister"},
		{"Nicolás Maduro", "2025-12-31", "VEN", "president"},
		{"Nicolás Maduro", "2026-02-01", "VEN", ""},
		{"Delcy Rodríguez", "2020-01-01", "VEN", "vice president"},
		{"Delcy Rodríguez", "2026-02-01", "VEN", "acting president"},
		{"Gustavo Petro", "2013-01-01", "COL", "mayor"},
		{"Gustavo Petro", "2026-01-08", "COL", "president"},
		{"Gustavo Petro", "2026-09-01", "COL", ""},
		{"Juan Manuel Santos", "2008-03-01", "COL", "defence minister"},
		{"Juan Manuel Santos", "2016-09-26", "COL", "president"},
		{"Lula", "2005-01-01", "BRA", "president"},
		{"Lula", "2018-05-01", "BRA", ""},
		{"Lula", "2024-01-01", "BRA", "president"},
		{"Michel Temer", "2016-06-01", "BRA", "acting president"},
		{"Evo Morales", "2019-11-09", "BOL", "president"},
		{"Jeanine Áñez", "2020-01-01", "BOL", "president"},
		{"Augusto Pinochet", "1989-01-01", "CHL", "president"},
		{"Augusto Pinochet", "1995-01-01", "CHL", "army chief"},
		{"Carlos Menem", "1995-01-01", "ARG", "president"},
		{"Javier Milei", "2024-01-01", "ARG", "president"},
		{"Manuel Zelaya", "2009-06-27", "HND", "president"},
		{"Roberto Micheletti", "2009-07-05", "HND", "president"},
		// Europe
		{"Margaret Thatcher", "1990-11-01", "GBR", "prime minister"},
		{"Boris Johnson", "2017-04-05", "GBR", "foreign secretary"},
		{"Boris Johnson", "2020-04-05", "GBR", "prime minister"},
		{"Liz Truss", "2022-10-01", "GBR", "prime minister"},
		{"David Cameron", "2024-01-15", "GBR", "foreign secretary"},
		{"Helmut Kohl", "1990-07-16", "DEU", "chancellor"},
		{"Frank-Walter Steinmeier", "2008-01-01", "DEU", "foreign minister"},
		{"Frank-Walter Steinmeier", "2020-01-01", "DEU", "president"},
		{"Olaf Scholz", "2019-01-01", "DEU", "finance minister"},
		{"Nicolas Sarkozy", "2003-01-01", "FRA", "interior minister"},
		{"Nicolas Sarkozy", "2008-08-12", "FRA", "president"},
		{"Mario Draghi", "2012-07-26", "EUR", "European Central Bank president"},
		{"Mario Draghi", "2022-01-01", "ITA", "prime minister"},
		{"Vaclav Havel", "1991-01-01", "CSK", "president"},
		{"Vaclav Havel", "1999-01-01", "CZE", "president"},
		{"Donald Tusk", "2010-01-01", "POL", "prime minister"},
		{"Donald Tusk", "2016-06-24", "EUR", "president of the Council"},
		{"Donald Tusk", "2024-06-24", "POL", "prime minister"},
		{"Mikhail Gorbachev", "1991-08-19", "SUN", "president"},
		{"Boris Yeltsin", "1993-10-04", "RUS", "president"},
		{"Vladimir Putin", "1999-09-01", "RUS", "prime minister"},
		{"Vladimir Putin", "2008-08-08", "RUS", "prime minister"},
		{"Vladimir Putin", "2022-02-24", "RUS", "president"},
		{"Eduard Shevardnadze", "1990-06-01", "SUN", "foreign minister"},
		{"Eduard Shevardnadze", "2003-11-01", "GEO", "president"},
		{"Viktor Yanukovych", "2014-02-21", "UKR", "president"},
		{"Viktor Yanukovych", "2014-02-23", "UKR", ""},
		{"Volodymyr Zelensky", "2022-02-24", "UKR", "president"},
		{"Slobodan Milosevic", "1995-11-21", "SRB", "president"},
		{"Slobodan Milosevic", "1999-03-24", "YUG", "president"},
		{"Radovan Karadzic", "1994-01-01", "BIH", "breakaway leader"},
		{"Hashim Thaci", "1999-02-01", "KOS", "rebel leader"},
		{"Hashim Thaci", "2008-02-17", "KOS", "prime minister"},
		{"Recep Tayyip Erdogan", "2010-05-31", "TUR", "prime minister"},
		{"Recep Tayyip Erdoğan", "2016-07-15", "TUR", "president"},
		{"Nikol Pashinyan", "2020-11-10", "ARM", "prime minister"},
		// Middle East and North Africa
		{"Yitzhak Rabin", "1988-01-01", "ISR", "defence minister"},
		{"Yitzhak Rabin", "1993-09-13", "ISR", "prime minister"},
		{"Benjamin Netanyahu", "1997-01-01", "ISR", "prime minister"},
		{"Benjamin Netanyahu", "2022-01-01", "ISR", ""},
		{"Binyamin Netanyahu", "2023-10-07", "ISR", "prime minister"},
		{"Yasser Arafat", "2000-07-11", "PSE", "president"},
		{"Mahmoud Abbas", "2003-06-04", "PSE", "prime minister"},
		{"Ismail Haniyeh", "2006-06-25", "PSE", "prime minister"},
		{"Ismail Haniyeh", "2024-07-30", "PSE", "rebel leader"},
		{"Saddam Hussein", "1990-08-02", "IRQ", "president"},
		{"Haider al-Abadi", "2016-10-17", "IRQ", "prime minister"},
		{"Hassan Rouhani", "2004-01-01", "IRN", "secretary of the security council"},
		{"Ebrahim Raisi", "2024-05-18", "IRN", "president"},
		{"Bashar al-Assad", "2024-12-07", "SYR", "president"},
		{"Bashar al-Assad", "2024-12-09", "SYR", ""},
		{"Ahmed al-Sharaa", "2020-01-01", "SYR", "rebel leader"},
		{"Ahmed al-Sharaa", "2025-05-14", "SYR", "president"},
		{"Muammar Qaddafi", "1999-04-05", "LBY", "leader"},
		{"Hosni Mubarak", "2011-02-10", "EGY", "president"},
		{"Mohamed Morsi", "2013-07-02", "EGY", "president"},
		{"Abdel Fattah el-Sisi", "2013-07-03", "EGY", "defence minister"},
		{"Mohammed bin Salman", "2018-10-02", "SAU", "crown prince"},
		{"Ali Abdullah Saleh", "2000-10-12", "YEM", "president"},
		// Africa
		{"F.W. de Klerk", "1990-02-02", "ZAF", "president"},
		{"Nelson Mandela", "1990-02-11", "ZAF", "opposition leader"},
		{"Nelson Mandela", "1995-06-24", "ZAF", "president"},
		{"Mobutu Sese Seko", "1996-01-01", "COD", "president"},
		{"Paul Kagame", "1994-05-01", "RWA", "rebel leader"},
		{"Paul Kagame", "1998-01-01", "RWA", "vice president"},
		{"Paul Kagame", "2010-01-01", "RWA", "president"},
		{"Charles Taylor", "1992-01-01", "LBR", "rebel leader"},
		{"Charles Taylor", "2000-01-01", "LBR", "president"},
		{"Sani Abacha", "1995-11-10", "NGA", "leader"},
		{"Goodluck Jonathan", "2010-03-01", "NGA", "acting president"},
		{"Robert Mugabe", "2017-11-20", "ZWE", "president"},
		{"Emmerson Mnangagwa", "2017-11-24", "ZWE", "president"},
		{"Omar al-Bashir", "2009-03-04", "SDN", "president"},
		{"Salva Kiir", "2010-01-01", "SDN", "vice president"},
		{"Salva Kiir", "2013-12-15", "SSD", "president"},
		{"Mohamed Bazoum", "2023-07-25", "NER", "president"},
		{"Laurent Gbagbo", "2010-12-01", "CIV", "president"},
		{"Jonas Savimbi", "1999-01-01", "AGO", "rebel leader"},
		{"Abiy Ahmed", "2020-11-04", "ETH", "prime minister"},
		// Asia and the Pacific
		{"Kim Il-sung", "1994-06-15", "PRK", "president"},
		{"Kim Jong Un", "2018-06-12", "PRK", "supreme leader"},
		{"Moon Jae-in", "2018-04-27", "KOR", "president"},
		{"Hwang Kyo-ahn", "2017-01-15", "KOR", "acting president"},
		{"Yoon Suk-yeol", "2024-12-03", "KOR", "president"},
		{"Jiang Zemin", "1997-10-29", "CHN", "president"},
		{"Xi Jinping", "2010-01-01", "CHN", "vice president"},
		{"Xi Jinping", "2015-11-07", "CHN", "president"},
		{"Tsai Ing-wen", "2022-08-03", "TWN", "president"},
		{"Shinzo Abe", "2006-10-09", "JPN", "prime minister"},
		{"Shinzo Abe", "2010-01-01", "JPN", ""},
		{"Sanae Takaichi", "2025-11-07", "JPN", "prime minister"},
		{"Narendra Modi", "2005-01-01", "IND", "regional prime minister"},
		{"Narendra Modi", "2019-02-26", "IND", "prime minister"},
		{"Benazir Bhutto", "1995-01-01", "PAK", "prime minister"},
		{"Pervez Musharraf", "1999-05-01", "PAK", "army chief"},
		{"Pervez Musharraf", "2000-03-25", "PAK", "chief executive"},
		{"Pervez Musharraf", "2004-01-01", "PAK", "president"},
		{"Imran Khan", "2022-04-09", "PAK", "prime minister"},
		{"Imran Khan", "2023-05-09", "PAK", "opposition leader"},
		{"Ashraf Ghani", "2021-08-14", "AFG", "president"},
		{"Aung San Suu Kyi", "1995-07-10", "MMR", "opposition leader"},
		{"Aung San Suu Kyi", "2018-01-01", "MMR", "state counsellor"},
		{"Sheikh Hasina", "2024-08-04", "BGD", "prime minister"},
		{"Prachanda", "2001-01-01", "NPL", "rebel leader"},
		{"Prachanda", "2008-10-01", "NPL", "prime minister"},
		{"Thaksin Shinawatra", "2006-09-18", "THA", "prime minister"},
		{"Suharto", "1998-05-20", "IDN", "president"},
		{"Xanana Gusmão", "1995-01-01", "TLS", "independence leader"},
		{"John Howard", "1999-09-20", "AUS", "prime minister"},
		{"Kevin Rudd", "2011-03-11", "AUS", "foreign minister"},
		{"Jacinda Ardern", "2019-03-15", "NZL", "prime minister"},
		{"Nursultan Nazarbayev", "2019-03-18", "KAZ", "president"},
		// International bodies
		{"Kofi Annan", "1998-02-23", "UNO", "secretary general"},
		{"Kofi Annan", "2012-04-12", "UNO", "UN envoy"},
		{"Ban Ki-moon", "2005-09-19", "KOR", "foreign minister"},
		{"Ban Ki-moon", "2011-03-17", "UNO", "secretary general"},
		{"António Guterres", "2000-01-01", "PRT", "prime minister"},
		{"António Guterres", "2012-01-01", "UNO", "high commissioner for refugees"},
		{"António Guterres", "2020-01-01", "UNO", "secretary general"},
		{"Javier Solana", "1999-03-24", "IGO", "NATO secretary general"},
		{"Javier Solana", "2003-06-20", "EUR", "high representative"},
		{"Jens Stoltenberg", "2006-01-01", "NOR", "prime minister"},
		{"Jens Stoltenberg", "2020-01-01", "IGO", "NATO secretary general"},
		{"Mohamed ElBaradei", "2003-03-07", "IGO", "IAEA director general"},
		{"Javier Solana", "2015-01-01", "ESP", ""},
		{"Kofi Annan", "2015-01-01", "UNO", ""},
		{"Pope Francis", "2014-12-17", "VAT", "pope"},
	}
	if len(tests) < 120 {
		t.Fatalf("%d cases", len(tests))
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
		id := senses[0].On(day)
		if id.Country != tt.country || id.Office != tt.office {
			t.Errorf("%s on %s: %s %q, want %s %q", tt.name, tt.day, id.Country, id.Office, tt.country, tt.office)
		}
		if tt.office == "" && id.Sector != "ELI" {
			t.Errorf("%s on %s: sector %s, want ELI", tt.name, tt.day, id.Sector)
		}
	}
}

func TestHolder(t *testing.T) {
	r := load(t)
	tests := []struct{ country, office, day, want string }{
		{"USA", "president", "1989-06-04", "George H. W. Bush"},
		{"USA", "president", "1993-01-19", "George H. W. Bush"},
		{"USA", "president", "1993-01-20", "Bill Clinton"},
		{"USA", "president", "2001-09-11", "George W. Bush"},
		{"USA", "president", "2009-01-20", "Barack Obama"},
		{"USA", "president", "2017-01-20", "Donald Trump"},
		{"USA", "president", "2021-01-06", "Donald Trump"},
		{"USA", "president", "2024-11-05", "Joe Biden"},
		{"USA", "president", "2026-01-08", "Donald Trump"},
		{"USA", "foreign-minister", "1995-11-21", "Warren Christopher"},
		{"USA", "foreign-minister", "2026-01-08", "Marco Rubio"},
		{"GBR", "foreign-minister", "2003-03-20", "Jack Straw"},
		{"GBR", "defence-minister", "2022-02-24", "Ben Wallace"},
		{"GBR", "queen", "2012-06-05", "Elizabeth II"},
		{"FRA", "president", "1995-05-16", "François Mitterrand"},
		{"RUS", "foreign-minister", "2014-03-18", "Sergei Lavrov"},
		{"DEU", "head-of-government", "2005-11-22", "Angela Merkel"},
		{"UNO", "secretary general", "1994-04-07", "Boutros Boutros-Ghali"},
		{"KOR", "president", "2000-06-15", "Kim Dae-jung"},
		{"IND", "prime minister", "1998-05-11", "Atal Bihari Vajpayee"},
		{"ISR", "chief of the general staff", "2014-07-08", "Benny Gantz"},
		{"IRN", "supreme leader", "2003-01-01", "Ali Khamenei"},
	}
	for _, tt := range tests {
		day, _, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		e, ok := r.Holder(tt.country, tt.office, day)
		if !ok || e.Name != tt.want {
			t.Errorf("%s of %s on %s: %v, want %s", tt.office, tt.country, tt.day, e, tt.want)
		}
	}
	if e, ok := r.Holder("USA", "emperor", 0); ok {
		t.Errorf("emperor of the USA: %s", e.Name)
	}
}

// Who is meant by "the leader" of a country changes with who rules it.
func TestLeader(t *testing.T) {
	r := load(t)
	tests := []struct{ country, day, want string }{
		{"CHN", "2026-01-01", "Xi Jinping"},
		{"PRK", "2017-09-03", "Kim Jong Un"},
		{"PRK", "1992-01-01", "Kim Il Sung"},
		{"GBR", "2022-10-01", "Liz Truss"},
		{"TUR", "2010-01-01", "Recep Tayyip Erdogan"},
		{"DEU", "2015-09-04", "Angela Merkel"},
		{"LBY", "2005-01-01", "Muammar Gaddafi"},
		{"IRQ", "2008-01-01", "Nouri al-Maliki"},
		{"IRQ", "1998-01-01", "Saddam Hussein"},
		{"MMR", "2005-01-01", "Than Shwe"},
		{"MMR", "2022-01-01", "Min Aung Hlaing"},
		{"SDN", "2024-01-01", "Abdel Fattah al-Burhan"},
		{"SYR", "2025-01-10", "Ahmed al-Sharaa"},
		{"ETH", "2001-01-01", "Meles Zenawi"},
		{"PAK", "2003-01-01", "Pervez Musharraf"},
		{"PAK", "2020-01-01", "Imran Khan"},
		{"ARM", "2019-01-01", "Nikol Pashinyan"},
		{"ARM", "2010-01-01", "Serzh Sargsyan"},
		{"VEN", "2026-02-01", "Delcy Rodríguez"},
		{"SAU", "2018-01-01", "Salman"},
		{"HTI", "1993-01-01", "Raoul Cedras"},
		{"BGD", "2025-01-01", "Muhammad Yunus"},
	}
	for _, tt := range tests {
		day, _, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		e, ok := r.Leader(tt.country, day)
		if !ok || e.Name != tt.want {
			t.Errorf("leader of %s on %s: %v, want %s", tt.country, tt.day, e, tt.want)
		}
	}
}
