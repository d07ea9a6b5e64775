package coder

import (
	"strings"
	"testing"
)

// TestWire reads texts of one or a few sentences in the manner of news agencies.
// Wants are those of TestParties.
func TestWire(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		// Which verb a second one is joined to.
		{"an object shares no passive", "The army chief in Lima said the consul had been sent home and accused the Chilean navy of spying.", "ACCUSE.allege PER > CHL actual"},
		{"denied and called on", "Peru denied that it had closed the port and called on Chile to free the crew.", "REQUEST.yield PER > CHL actual; no REQUEST negated"},
		{"headline without and", "Chad expels Libyan envoy, suspends talks with Niger", "SANCTION.expel TCD > LBY actual; REJECT.meet TCD > NER actual"},
		{"is to, taken for a copula", "Manila is to hold joint patrols with Japan and Australia next month.", "AGREE PHL+JPN+AUS >  future"},
		{"hurt by shelling", "A Malian guard was killed and two Nigerien soldiers were wounded by shelling near the river.", "ASSAULT.heavy-weapons  > NER actual"},
		{"neither of a pair", "Neither Togo nor Benin attended the talks.", "CONSULT TGO+BEN >  negated"},

		// What is denied.
		{"rejected claims", "Uganda rejected claims that it had supplied weapons to Congolese militias.", "AID UGA > COD negated; no AID actual"},
		{"dismissed reports of", "Oman dismissed reports of a Saudi attack on Yemen.", "ASSAULT SAU > YEM negated; no ASSAULT actual"},
		{"reports that were denied", "Reports that Kenya had shelled a Somali village were denied by Nairobi.", "ASSAULT.heavy-weapons KEN > SOM negated; no ASSAULT actual"},
		{"claims that were made", "Uganda repeated claims that Rwanda had supplied weapons to Congolese militias.", "AID RWA > COD actual"},
		{"who had made the charge", "Ghana accused Togo of smuggling. Mali met Niger. Togo denied the accusation.", "REJECT TGO > GHA actual"},

		// How: not without a reason.
		{"fighters on foot", "Boko Haram fighters attacked a Chadian village on Monday.", "ASSAULT NGA > TCD actual"},
		{"fighter jets", "Ethiopian fighter jets attacked an Eritrean village on Monday.", "ASSAULT.aerial ETH > ERI actual"},
		{"an air base attacked", "Eritrean soldiers attacked an Ethiopian air base.", "ASSAULT ERI > ETH actual"},
		{"lawmakers threaten", "Kenyan lawmakers threatened to vote the budget down.", "THREATEN KEN >  actual"},
		{"soldiers threaten", "The Kenyan army threatened to respond.", "THREATEN.violence KEN >  actual"},

		// What only names the setting, or is part of another act.
		{"amid a row", "Ghana's president cancels Togo trip amid row", "REJECT.meet GHA > TGO actual; records 1"},
		{"a row of two", "The row between Ghana and Togo went on.", "ACCUSE.disapprove GHA+TGO >  actual"},
		{"on the sidelines", "Peru's president met the Chilean envoy on the sidelines of the G20 summit.", "CONSULT PER+CHL >  actual; records 1"},
		{"a planned trip called off", "The Greek minister cancelled a trip to Turkey planned for May.", "REJECT.meet GRC > TUR actual; no AGREE"},
		{"a planned trip", "The Greek minister announced a trip to Turkey planned for May.", "AGREE GRC > TUR actual"},
		{"a conference to support", "Iran and Iraq held a conference to support the talks in Oman.", "no SUPPORT"},
		{"jailed for spying", "A Dane was jailed in Chad for spying.", "COERCE.arrest  > DNK actual; records 1"},
		{"forbidden trade", "Spain forbids its firms to trade with Libya.", "no COOPERATE"},
		{"injured by the same attack", "A Thai patrol rammed a Cambodian boat, injuring its crew.", "records 1"},

		// Whose thing it was, whose deed is judged.
		{"a rocket fired by", "A rocket fired by Hezbollah on Monday damaged a Cypriot ship.", "ASSAULT.heavy-weapons LBN > CYP actual; records 1"},
		{"the raids, told before", "Jordanian jets struck Syrian depots on Monday. Six were hit, monitors said. Tunisia condemned the raids.", "ACCUSE.disapprove TUN > JOR actual"},
		{"a raid of the own side", "Jordanian jets struck Syrian depots on Monday. Jordan's king defended the raid.", "SUPPORT JOR >  actual"},
		{"raids of two sides", "Jordanian jets struck Syrian depots. Syrian jets bombed a Jordanian base. Tunisia condemned the violence.", "ACCUSE.disapprove TUN >  actual"},
		{"the expulsion, told before", "Gabon expelled the Belgian ambassador. Portugal condemned the expulsion.", "ACCUSE.disapprove PRT > GAB actual"},
		{"a civil war is not of two states", "Egypt offered to mediate. The Houthis thanked Egypt and said their fighters had been attacked by Yemeni jets.", "ASSAULT.aerial YEM > YEM actual"},

		// Whom it is for, and whom it is meant against.
		{"money for something in a country", "Japan contributed $9 million to the restoration of temples in Nepal.", "AID JPN > NPL actual"},
		{"an attack on something in a country", "Spain condemned Tuesday's attack on a bus station in Kampala, Uganda.", "ASSAULT  > UGA actual"},
		{"provided with", "Canada provides Malawi with 4,000 winter coats.", "AID CAN > MWI actual"},
		{"provided with an excuse", "Canada provides Malawi with an excuse.", "no AID"},
		{"planes carrying help", "Egypt sent two planes carrying medical supplies to Port Sudan.", "AID EGY > SDN actual; no MOBILIZE"},
		{"airdrops", "The Kenyan air force conducted seven airdrops of food over South Sudan.", "AID KEN > SSD actual"},
		{"will not allow rebels", "\"We will not allow Boko Haram to regroup,\" Chadian President Idriss Deby said.", "THREATEN.violence TCD > NGA actual; no CONCEDE; no REJECT"},
		{"allows", "Djibouti allows French ships to refuel.", "CONCEDE DJI > FRA actual"},
		{"deployed to a host", "Thirty French airmen deployed to Estonia this week.", "MOBILIZE.troops FRA >  actual"},
		{"deployed against", "Eritrean troops deployed along the border with Ethiopia.", "MOBILIZE.troops ERI > ETH actual"},
		{"left for a deployment", "Spanish soldiers have left for a deployment to Mali.", "MOBILIZE.troops ESP >  actual; no RETREAT"},
		{"who acts toward a state is of another", "The envoy thanked Kenya. Kenya's parliament debated the law. Kenya joined.", "SUPPORT GOV > KEN actual"},

		// What a penalty is for, and what it answers.
		{"jailed for spreading", "A Turkish court jailed a Danish journalist for spreading propaganda.", "COERCE.arrest TUR > DNK actual; records 1"},
		{"retaliated by", "Moscow retaliated by expelling five Czech diplomats.", "SANCTION.expel RUS > CZE actual; no THREATEN"},
		{"retaliation as such", "Iran retaliated against Iraq.", "THREATEN IRN > IRQ actual"},
		{"ended recognition", "Honduras ended its recognition of Taiwan.", "SANCTION.withdraw HND > TWN actual; no SUPPORT"},
		{"captors free", "Hamas freed five Thai hostages on Sunday.", "RETREAT.release PSE > THA actual; no AID"},
		{"freed from captors", "Nigerian soldiers freed five hostages from Boko Haram.", "AID NGA > NGA actual; no RETREAT"},
		{"voted to condemn", "The UN Security Council voted to condemn Eritrea.", "ACCUSE.disapprove UNO > ERI actual"},

		// Denials, answers and asides.
		{"which it denies", "Sudan's army accused Chad of arming the rebels, which N'Djamena denies.", "REJECT TCD > SDN actual"},
		{"an appeal to nobody by name", "The UN Security Council had called for a ceasefire. The Sudanese army rejected the appeal.", "REJECT SDN > UNO actual"},
		{"no sign that", "There was no sign that Kenya had attacked the Somali village.", "ASSAULT KEN > SOM negated; no ASSAULT actual"},
		{"what a network is accused of", "The US Treasury sanctioned a network accused of shipping Iranian oil to China.", "no COOPERATE"},
		{"under threat", "Iran's president ruled out talks with the United States under threat.", "no THREATEN"},
		{"blamed on", "Ankara blamed the bombing on Islamic State.", "ASSAULT.explosives IMG >  actual"},
		{"a campaign of pressure", "The decision was part of the American campaign of pressure against Iran.", "no ASSAULT"},
		{"energy security is no police", "Norway will strengthen its energy security along the coast.", "no MOBILIZE"},

		// How, and by whom.
		{"warplanes that bomb", "Turkish warplanes bombed Iraqi positions.", "ASSAULT.aerial TUR > IRQ actual"},
		{"a summit of two", "Japan and South Korea held a summit.", "CONSULT JPN+KOR >  actual"},
		{"a summit of three", "Japan, South Korea and China held a summit.", "CONSULT.multilateral JPN+KOR+CHN >  actual"},
		{"a strike in a country on a group", "American forces conducted a strike in Somalia on Friday that killed a commander of al-Shabaab.", "ASSAULT.aerial USA > SOM actual"},
		{"persona non grata", "Peru declared Mexico's president persona non grata.", "SANCTION.expel PER > MEX actual"},
		{"called a usurper", "Mexico's president called Dina Boluarte a usurper.", "ACCUSE.disapprove MEX > PER actual"},
		{"ended a waiver", "The United States ended a waiver for Iraq.", "SANCTION.discontinue USA > IRQ actual; no CONCEDE"},

		{"both of which", "Ecuador and Mexico met. Argentina and Uruguay, both of which have new governments, urged Ecuador to respect the treaty.", "REQUEST.change ARG+URY > ECU actual"},

		// Verbs and their objects.
		{"called names", "Serbia's president called Milo Djukanovic \"a bandit\".", "no CONSULT"},
		{"called a rehearsal for", "Iran called the American drills a rehearsal for war.", "ACCUSE.disapprove IRN > USA actual; no REQUEST"},
		{"called for", "Iran called for an end to the Saudi raids.", "REQUEST.yield IRN > SAU actual"},
		{"asked about", "Asked about the raid, the Chilean minister declined to comment.", "no REQUEST"},
		{"regret to", "Portugal expressed regret to Angola for the incident.", "CONCEDE PRT > AGO actual; no ACCUSE"},
		{"regret over", "Portugal expressed regret over Angola's refusal.", "ACCUSE.disapprove PRT > AGO actual"},
		{"bears responsibility", "Russia said Turkey bore responsibility for the delay.", "ACCUSE.disapprove RUS > TUR actual"},
		{"broke into an embassy", "Malian police broke into the Ivorian embassy in Bamako.", "ASSAULT MLI > CIV actual"},
		{"charge d'affaires", "Bolivia recalled its charge d'affaires from Ottawa.", "SANCTION.withdraw BOL > CAN actual"},
		{"paused talks", "Kenya paused talks with Uganda.", "REJECT.meet KEN > UGA actual"},
		{"burned a copy", "Protesters burned a copy of the Quran outside the Iraqi embassy in Oslo.", "PROTEST.demo NOR > IRQ actual"},
		{"partner with", "Latvia and Estonia partner with Poland in a winter exercise.", "COOPERATE LVA+EST+POL >  actual"},
	} {
		t.Run(test.name, func(t *testing.T) { wants(t, test.text, test.want) })
	}
}

// TestTriggerSums checks that a sum stands whole in the words of an act.
func TestTriggerSums(t *testing.T) {
	for text, want := range map[string]string{
		"Canada pledged $40 million in aid to Kenya.":                    "pledged $40 million",
		"Norway will provide Malawi with a further $7 million in loans.": "provide Malawi with a further $7 million",
	} {
		recs := code(t, text)
		if len(recs) == 0 || !strings.HasPrefix(recs[0].Trigger.Text, want) {
			t.Errorf("%s\n  want %q, got %v", text, want, recs)
		}
	}
}
