package who

// reword corrects the class of a noun by the words before it, where they make
// it speak of another kind of party or of none.
func (f *finder) reword(t *ment) {
	if t.form == nameForm && t.kind != Person && t.nameLast > t.nameFirst+1 {
		if navy := navies[f.doc.Word(int(t.nameFirst))]; navy != "" {
			t.kind, t.noun = Body, noun{kind: bodyNoun, sector: "MIL", code: navy}
		}
	}
	if f.americanUnit(t) {
		if t.form == nameForm {
			t.kind = Body
		}
		t.noun, t.nounAt = noun{kind: bodyNoun, sector: "MIL", code: "USA"}, t.head
		return
	}
	if t.form != nounForm || t.nounAt < 0 {
		return
	}
	switch f.doc.Lemma[t.nounAt] {
	case "agent":
		if before := t.nounAt - 1; before >= t.first && agents[f.doc.Lemma[before]] {
			t.noun, t.nounAt = noun{}, -1
		}
	case "party":
		// Only with a word that says so are several parties those of politics.
		if t.num == plural && t.first+1 >= t.nounAt && (t.def || f.doc.Lemma[t.first] == "all") {
			t.noun = noun{kind: bodyNoun, sector: "GOV", joins: true}
		}
	}
}

// navies are the prefixes of warships, with the country they sail for.
var navies = map[string]string{
	"USS": "USA", "USNS": "USA", "USCGC": "USA", "HMS": "GBR", "RFA": "GBR", "HMAS": "AUS", "HMCS": "CAN", "HMNZS": "NZL",
	"INS": "IND", "PNS": "PAK", "BRP": "PHL", "ROKS": "KOR", "JS": "JPN", "KRI": "IDN", "ORP": "POL", "FGS": "DEU", "TCG": "TUR",
	"ARA": "ARG", "HDMS": "DNK", "HNLMS": "NLD",
}

// americanUnit tells whether a phrase is the number and name of a unit as the
// United States alone call theirs: "the 28th Bomb Wing". A country that the
// phrase belongs to counts for more.
func (f *finder) americanUnit(t *ment) bool {
	if !unitNouns[f.doc.Word(int(t.head))] {
		return false
	}
	number, branch := false, false
	for k := t.first; k < t.head; k++ {
		w := f.doc.Word(int(k))
		number = number || ordinal(w)
		branch = branch || number && unitBranches[w]
	}
	return branch
}

// ordinal tells "28th".
func ordinal(w string) bool {
	if len(w) < 3 || w[0] < '1' || w[0] > '9' {
		return false
	}
	for i := 1; i < len(w)-2; i++ {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	switch w[len(w)-2:] {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// unitNouns are the heads of names of units, unitBranches words that only the
// forces of the United States put between a number and these.
var (
	unitNouns = map[string]bool{
		"Wing": true, "Squadron": true, "Group": true, "Team": true, "Unit": true, "Regiment": true, "Division": true,
		"Brigade": true, "Battalion": true, "Command": true, "Flight": true, "Force": true, "Fleet": true,
	}
	unitBranches = map[string]bool{
		"Refueling": true, "Expeditionary": true, "Bomb": true, "Fighter": true, "Airlift": true, "Airborne": true, "Cavalry": true,
		"Armored": true, "Stryker": true, "Infantry": true, "Combat": true, "Sustainment": true, "Marine": true, "Reconnaissance": true,
		"Attack": true, "Rescue": true, "Maintenance": true, "Medical": true, "Aviation": true,
	}
)

// agents are words before "agent" that make it a substance.
var agents = map[string]bool{
	"nerve": true, "chemical": true, "biological": true, "toxic": true, "blister": true, "blood": true, "choking": true,
	"reducing": true, "cleaning": true, "warfare": true, "bleaching": true, "lethal": true, "antimicrobial": true,
}

// foreigners tells a phrase for those of no one country: "foreign governments",
// "all parties".
func (f *finder) foreigners(t *ment) bool {
	if t.num != plural {
		return false
	}
	if t.noun.sector == "GOV" && f.doc.Lemma[t.head] == "party" {
		return true
	}
	if t.def {
		return false
	}
	for k := t.first; k < t.head; k++ {
		if f.doc.Head[k] != t.head {
			continue
		}
		switch f.doc.Lemma[k] {
		case "foreign", "world", "global":
			return true
		}
	}
	return false
}

// formOfState is the form of state that a common noun tells.
var formOfState = map[string]string{"kingdom": "kingdom", "emirate": "emirate", "sultanate": "sultanate"}

// formOf is the form of the monarchies that a noun for it may speak of.
var formOf = map[string]string{
	"BEL": "kingdom", "BHR": "kingdom", "BTN": "kingdom", "DNK": "kingdom", "ESP": "kingdom", "GBR": "kingdom", "JOR": "kingdom",
	"KHM": "kingdom", "LSO": "kingdom", "MAR": "kingdom", "NLD": "kingdom", "NOR": "kingdom", "NPL": "kingdom", "SAU": "kingdom",
	"SWE": "kingdom", "SWZ": "kingdom", "THA": "kingdom", "TON": "kingdom",
	"ARE": "emirate", "KWT": "emirate", "QAT": "emirate", "OMN": "sultanate", "BRN": "sultanate",
}

// resolveForm names "the kingdom" after the latest party from a state of that
// form, "the republic" being said of too many.
func (f *finder) resolveForm(m int32, form string) bool {
	t := &f.ments[m]
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 12; a-- {
		o := &f.ments[a]
		if o.state != settled || o.hi-o.lo != 1 || formOf[f.ids[o.lo].Country] != form || o.form == pronounForm {
			continue
		}
		if o.kind == State && o.form == nameForm {
			f.refer(m, a, byEpithet)
			return true
		}
		f.setOne(m, Identity{Country: f.ids[o.lo].Country, Sector: "GOV", Member: "state"})
		t.why = why{byEpithet, o.head}
		f.joinDescribed(m)
		return true
	}
	return false
}
