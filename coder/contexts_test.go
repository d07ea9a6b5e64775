package coder

import (
	"slices"
	"strings"
	"testing"

	"demarche/plover"
	"demarche/report"
)

// One sentence for each context that must be among those told of it. None stands
// in the material that the model is trained on.
var aboutTests = []struct {
	context  plover.Context
	sentence string
}{
	{"military", "Finnish and Estonian warships began a naval exercise in the Gulf of Finland."},
	{"intelligence", "Vienna arrested a clerk accused of espionage for Belarus."},
	{"executive", "Jordan's king dismissed the prime minister and appointed a new cabinet."},
	{"legislative", "Spain's parliament passed a bill on relations with Morocco after a long debate of lawmakers."},
	{"election", "Uruguay congratulated Panama's winner after the presidential election."},
	{"political_institutions", "Nairobi urged Somalia's leaders to finish the constitution and reform state institutions."},
	{"pro_democracy", "Ottawa praised Zambia's activists for their fight for democracy."},
	{"pro_autocracy", "The junta in Guinea banned parties and strengthened its dictatorship, Paris complained."},
	{"economic", "Turkey imposed tariffs on imports of Bulgarian tyres."},
	{"legal", "A judge in Lisbon ordered the extradition of a banker to Angola."},
	{"reparations", "Kenya demanded compensation and reparations from Britain."},
	{"human_rights", "Geneva's council condemned Eritrea for torture and other abuses of human rights."},
	{"rights_freedoms", "Vietnam censored a newspaper and silenced its journalists, Berlin said."},
	{"repression", "Belarusian police detained hundreds of demonstrators in a crackdown in Grodno."},
	{"human_security", "Norway sent food and shelter to displaced civilians in Chad."},
	{"gender", "Sweden criticised the Taliban for barring women and girls from work."},
	{"lgbt", "Dublin condemned Uganda's law against gay and lesbian people."},
	{"religion_ethnicity", "Indonesia protested to India after a mob attacked Muslims at a mosque."},
	{"inequality", "Bolivia's unions protested against poverty and discrimination in La Paz."},
	{"diplomatic", "Austria's foreign minister met the Serbian ambassador for talks."},
	{"territory", "Belize rejected Guatemala's claim to its territory and islands."},
	{"peacekeeping", "Ghana sent peacekeepers to the United Nations mission in Lebanon."},
	{"health", "Japan gave vaccines to hospitals in Laos."},
	{"asylum", "Iceland granted asylum to two Russian refugees."},
	{"migration", "Sweden deported a hundred migrants to Iraq."},
	{"disasters", "Poland sent rescuers to Turkey after the earthquake."},
	{"natural_resource", "Oman and Iran agreed on a pipeline for natural gas."},
	{"environment", "Fiji urged Australia to cut carbon emissions and fight climate change."},
	{"technology", "Japan restricted exports of semiconductor technology to Russia."},
	{"terrorism", "Jihadists attacked a bus in Burkina Faso, and Niger condemned the terrorists."},
	{"cbrn", "Iran rejected a demand of Germany to stop enriching uranium."},
	{"cyber", "Poland accused Russian hackers of a cyberattack on its railways."},
	{"misinformation", "Estonia accused Russia of spreading disinformation and fake news."},
	{"crime", "Spain arrested a Moroccan gang for robbery and murder."},
	{"corruption", "Ghana accused a Swiss firm of bribery and corruption."},
	{"illegal_drugs", "Belgium seized cocaine from Ecuador and arrested the traffickers of a drug cartel."},
	{"trafficking", "Italy arrested Nigerian smugglers for human trafficking."},
}

func TestEveryContextIsTold(t *testing.T) {
	c := coderFor(t)
	seen := map[plover.Context]bool{}
	for _, test := range aboutTests {
		seen[test.context] = true
		if got := c.About(test.sentence); !slices.Contains(got, test.context) {
			t.Errorf("%s: %v, without %s", test.sentence, got, test.context)
		}
	}
	for _, known := range plover.Contexts() {
		if !seen[known] {
			t.Errorf("no sentence is about %s", known)
		}
	}
}

func TestTraitsComeFromTheParagraph(t *testing.T) {
	c := coderFor(t)
	const (
		act   = "Chile thanked Brazil on Tuesday."
		quake = "The earthquake left thousands under the rubble."
	)
	near := func(text string) float32 {
		for _, trait := range c.Traits(text) {
			if trait.Name == "@disasters" {
				return trait.Value
			}
		}
		return 0
	}
	for _, test := range []struct {
		text string
		want float32
	}{
		{act, 0},
		{quake + " " + act, inParagraph},
		{quake + "\n\n" + act, 0},
		{"Chile thanked Brazil on Tuesday for help after the earthquake.", inClause},
	} {
		if got := near(test.text); got != test.want {
			t.Errorf("%q: @disasters at %v, want %v", test.text, got, test.want)
		}
	}
}

func TestExplainGivesReasonsForContexts(t *testing.T) {
	for _, x := range coderFor(t).Explain(&report.Report{Text: "Japan restricted exports of semiconductor technology to Russia."}) {
		for _, p := range x.Predicates {
			if p.Record == nil {
				continue
			}
			if len(p.Contexts) != len(p.Record.Contexts) {
				t.Errorf("%d reasons for %v", len(p.Contexts), p.Record.Contexts)
			}
			for i, why := range p.Contexts {
				if !strings.HasPrefix(why, string(p.Record.Contexts[i])+" ") || !strings.Contains(why, ": ") {
					t.Errorf("%q gives no reason for %s", why, p.Record.Contexts[i])
				}
			}
			return
		}
	}
	t.Error("no record")
}
