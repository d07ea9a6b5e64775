package coder

import "testing"

// TestParties reads texts of one or a few sentences in the manner of press
// releases and wire reports. Wants are those of TestCode; "records N" tells how
// many records there are in all.
func TestParties(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		// One act told by several words is one record.
		{"verbs that share subject and object", "Israeli jets struck and destroyed a Syrian radar station.", "ASSAULT.aerial ISR > SYR actual; records 1"},
		{"noun and its verb", "A Kenyan air strike killed nine Somali civilians and destroyed a bridge.", "ASSAULT.aerial KEN > SOM actual; records 1"},
		{"noun and its relative clause", "Libya said the Chadian attack on Monday that killed six Libyan soldiers was unprovoked.", "ASSAULT TCD > LBY actual"},
		{"noun inside the clause of a verb", "Norway will provide ten million dollars in aid to Malawi.", "AGREE NOR > MWI actual; no AID"},
		{"a summit somebody goes to", "The Brazilian delegation will travel to Mexico for the summit.", "AGREE BRA > MEX actual; no CONSULT"},

		// Who is blamed did it; who suffered it is not blamed.
		{"no doer named", "Denmark condemned the arrest of opposition leaders in Harare.", "ACCUSE.disapprove DNK >  actual"},
		{"doer by claim", "Spain condemned the bombing in Lagos, for which Boko Haram has claimed responsibility.", "ACCUSE.disapprove ESP > NGA actual"},
		{"praised for a deed", "Italy welcomed the news that Chadian forces had freed the town of Gambaru from Boko Haram.", "SUPPORT ITA > TCD actual"},
		{"asked to do it", "Chile demanded that Bolivia release the Peruvian fishermen.", "REQUEST.yield CHL > BOL actual"},

		// Whom an attack is on.
		{"the foe that the sentence names", "Iraqi forces carried out ten strikes this week to drive ISIL from the valley.", "ASSAULT IRQ > IMG actual"},
		{"whose post it is", "Peruvian troops took the last Ecuadorean outpost on Friday.", "ASSAULT PER > ECU actual"},
		{"the port of a city", "Ethiopian jets bombed the port of Massawa.", "ASSAULT.aerial ETH > ERI actual"},
		{"from whom, not what", "Syrian soldiers tried to seize the hospital complex from ISIL fighters.", "ASSAULT SYR > IMG actual"},
		{"freed from", "The liberation of Sirte from ISIL was hailed by Tunisia.", "ASSAULT  > IMG actual"},

		{"the only foe of the report", "Dutch jets fired twelve missiles on Sunday. Boko Haram fled. The group, Boko Haram, had held the town.", "ASSAULT.heavy-weapons NLD > NGA actual"},
		{"a date by the name of a group is no foe", "Dutch jets fired twelve missiles on Sunday. The ministers meet on November 17. They had met on November 17 before.", "ASSAULT.heavy-weapons NLD >  actual"},
		{"who claimed it later", "Denmark condemns the bombing of a market. Boko Haram claimed responsibility for the attack.", "ACCUSE.disapprove DNK > NGA actual"},
		{"whose attack is repelled", "Ethiopia repelled an Eritrean attack on Badme.", "ASSAULT ETH > ERI actual"},
		{"who holds the place", "Uganda fired rockets toward an island held by Kenya.", "ASSAULT.heavy-weapons UGA > KEN actual"},

		// Judgements and demands are those of who speaks.
		{"judged by the speaker", "Greece said the Turkish move was unacceptable.", "ACCUSE.disapprove GRC > TUR actual"},
		{"threatened by the speaker", "Iran would pay a heavy price, the US president said.", "THREATEN USA > IRN actual"},
		{"must, said of another", "Ethiopia must lower the dam, the Egyptian minister said.", "REQUEST EGY > ETH actual"},
		{"must stop, said of another", "Ethiopia must stop filling the dam, the Egyptian minister said.", "REQUEST EGY > ETH actual"},
		{"must, said of oneself", "Ethiopia must lower the dam, the Ethiopian minister said.", "no REQUEST"},
		{"must, said by nobody", "Ethiopia must lower the dam.", "records 0"},

		// What follows the last of a list is said of all.
		{"list of sanctions", "The EU imposed visa bans, asset freezes and an arms embargo on Belarus.", "SANCTION.discontinue EUR > BLR actual; records 1"},
		{"means in kind", "Norway handed over ten generators to the Ukrainian army.", "AID NOR > UKR actual"},
		{"before an embassy", "Protesters chanted slogans outside the Russian embassy in Vilnius.", "PROTEST.demo LTU > RUS actual"},

		{"strikes that engage", "Near Mosul, two Canadian strikes engaged an ISIL unit.", "ASSAULT.aerial CAN > IMG actual"},
		{"a call on the host", "In Maputo the Irish minister called on the Mozambican president.", "CONSULT.visit IRL > MOZ actual; no REQUEST"},
		{"papers withdrawn", "Kenya revoked the visas of four Eritrean officials.", "SANCTION KEN > ERI actual"},

		// Together.
		{"exercise of two", "Greece and Egypt began a naval exercise off Crete.", "COOPERATE GRC+EGY >  actual; no MOBILIZE"},
		{"exercise of one", "Greece began a naval exercise off Crete.", "MOBILIZE.troops GRC >  actual; no COOPERATE"},
		{"truce of two", "Mali and Burkina Faso agreed to a ceasefire.", "CONCEDE MLI+BFA >  actual"},
		{"what two do they do not do to one", "The ministers of Ghana and Togo agreed to link their power grids.", "AGREE GHA+TGO >  actual"},

		// Headlines and what is to come.
		{"headline", "Obasanjo and Mbeki to meet in Abuja", "AGREE NGA+ZAF >  future; no CONSULT"},
		{"host", "Egypt will host Sudan's president next week.", "AGREE EGY > SDN actual"},
		{"threat by the speaker's side", "\"We will continue to strike Islamic State targets,\" the French defence minister said.", "THREATEN.violence FRA > IMG actual; no ASSAULT"},
		{"promise by the speaker's side", "The Dutch minister said: \"We will continue to support Mali.\"", "AGREE NLD > MLI actual"},

		// Invitations, demands and refusals.
		{"accepted, hence made", "President Lula has accepted an invitation from Portugal to visit Lisbon.", "AGREE BRA > PRT actual; AGREE PRT > BRA actual"},
		{"refused again", "The UN Security Council demanded that Ethiopia withdraw its troops. Ethiopia rejected the demand.", "REJECT ETH > UNO actual"},

		// Places that are no party.
		{"city of an accord", "Finland complained of violations of the Minsk agreements.", "ACCUSE.disapprove FIN >  actual"},
		{"medium", "The Canadian minister called on Twitter for the release of Saudi activists.", "REQUEST.yield CAN > SAU actual"},
		{"expelled from", "The minister told parliament that ten Belarusian diplomats would be expelled from Latvia.", "SANCTION.expel LVA > BLR future"},

		// Companions.
		{"of the countries they are in", "The Irish minister thanked our friends in Chile and Peru for their help.", "SUPPORT IRL > CHL+PER actual"},
		{"of the peoples that name them", "The Danish minister praised our Estonian allies.", "SUPPORT DNK > EST actual"},

		// Pronouns beside the actor are of somebody else.
		{"its captain", "Norway's navy fired at an Icelandic trawler and arrested its captain.", "COERCE.arrest NOR > ISL actual"},

		// Clauses that the parser hangs too low.
		{"a threat behind a demand", "The African Union demanded that both sides stop fighting and threatened to impose an arms embargo on Niger.", "THREATEN.relations IGO > NER actual"},

		// Only spoken of.
		{"what a thing does", "The new law will free Kenyan farmers from old rules.", "records 0"},
		{"what a word before the noun tells", "The captured Iraqi tanks stood in the desert.", "records 0"},
		{"a condition", "If Nepal keeps up its threats, trade will suffer.", "records 0"},
	} {
		t.Run(test.name, func(t *testing.T) { wants(t, test.text, test.want) })
	}
}
