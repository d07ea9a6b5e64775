package who

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"demarche/plover"
)

// The table of common nouns that stand for parties.
//
//go:embed nouns.txt
var nounTable string

// The nouns that annotated text adds to it, written by who/train.
//
//go:embed heads.txt
var learnedNouns string

// nounKind says what a common noun stands for.
type nounKind uint8

const (
	noNoun       nounKind = iota
	officeNoun            // one who holds an office
	personNoun            // described people
	bodyNoun              // an organisation
	thingNoun             // equipment that stands for who runs it
	stateNoun             // a state
	modifierNoun          // a word before the noun that decides its sector
	actNoun               // an act whose doer is of the sector
	placeNoun             // a place that stands for nobody
)

// noun is what the table says of a common noun.
type noun struct {
	kind   nounKind
	sector plover.Sector
	member string
	joins  bool // takes the sector of the body it belongs to
	owned  bool // the sector yields to that of an owner which is no state
	local  bool // may take its country from the place
	chief  bool // the one head of a state or body
	many   bool // one word for several people
	gender gender
	code   string // country code when nothing owns it
}

// nouns are the tables of common nouns and of the words that modify them.
type nouns struct {
	heads     map[string]noun
	modifiers map[string]plover.Sector
}

var loadNouns = sync.OnceValue(func() *nouns {
	t, err := readNouns(nounTable)
	if err == nil {
		err = t.readLearned(learnedNouns)
	}
	if err != nil {
		panic(err) // the tables are part of the program and tested with it
	}
	return t
})

// readNouns reads the table; errors name the line.
func readNouns(text string) (*nouns, error) {
	t := &nouns{make(map[string]noun, 600), make(map[string]plover.Sector, 100)}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := t.readLine(line); err != nil {
			return nil, fmt.Errorf("nouns.txt:%d: %w", i+1, err)
		}
	}
	return t, nil
}

// readLearned adds the nouns of a learned table that are not known yet.
func (t *nouns) readLearned(text string) error {
	classes := map[string]noun{
		"person":       {kind: personNoun, sector: "CVL", local: true},
		"organization": {kind: bodyNoun, joins: true},
		"place":        {kind: placeNoun},
	}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, words, _ := strings.Cut(line, ":")
		n, ok := classes[kind]
		if !ok {
			return fmt.Errorf("heads.txt:%d: unknown kind %q", i+1, kind)
		}
		for _, word := range strings.Fields(words) {
			if _, known := t.heads[word]; !known && !partitiveNoun[word] {
				t.heads[word] = n
			}
		}
	}
	return nil
}

var nounKinds = map[string]nounKind{
	"office": officeNoun, "person": personNoun, "body": bodyNoun,
	"thing": thingNoun, "state": stateNoun, "modifier": modifierNoun, "act": actNoun,
}

func (t *nouns) readLine(line string) error {
	head, words, ok := strings.Cut(line, ":")
	fields := strings.Fields(head)
	if !ok || len(fields) < 2 {
		return fmt.Errorf("want \"kind sector options: words\", have %q", line)
	}
	kind, ok := nounKinds[fields[0]]
	if !ok {
		return fmt.Errorf("unknown kind %q", fields[0])
	}
	n := noun{kind: kind, sector: plover.Sector(fields[1])}
	if fields[1] == "-" {
		n.sector = ""
	}
	for _, option := range fields[2:] {
		switch option {
		case "joins":
			n.joins = true
		case "of":
			n.owned = true
		case "local":
			n.local = true
		case "chief":
			n.chief = true
		case "many":
			n.many = true
		case "man":
			n.gender = male
		case "woman":
			n.gender = female
		default:
			if code, ok := strings.CutPrefix(option, "code="); ok {
				n.code = code
			} else if n.member, ok = strings.CutPrefix(option, "member="); !ok {
				return fmt.Errorf("unknown option %q", option)
			}
		}
	}
	for _, word := range strings.Fields(words) {
		if kind == modifierNoun {
			t.modifiers[word] = n.sector
			continue
		}
		if _, twice := t.heads[word]; twice {
			return fmt.Errorf("%q stands in two classes", word)
		}
		t.heads[word] = n
	}
	return nil
}

// gender of a mention, as far as words give it away.
type gender uint8

const (
	anyGender gender = iota
	male
	female
	neuter
)

// agrees tells whether two genders may be of one party.
func (g gender) agrees(h gender) bool { return g == anyGender || h == anyGender || g == h }

// number of a mention.
type number uint8

const (
	anyNumber number = iota
	singular
	plural
)

// rankTitle is what an abbreviated or spoken title before a name tells.
var rankTitles = map[string]noun{
	"gen.": rankOf("MIL"), "gen": rankOf("MIL"), "lt.": rankOf("MIL"), "lt": rankOf("MIL"), "col.": rankOf("MIL"),
	"maj.": rankOf("MIL"), "sgt.": rankOf("MIL"), "sgt": rankOf("MIL"), "capt.": rankOf("MIL"), "adm.": rankOf("MIL"),
	"brig.": rankOf("MIL"), "cpl.": rankOf("MIL"), "spc.": rankOf("MIL"), "pvt.": rankOf("MIL"), "cmdr.": rankOf("MIL"),
	"staff": rankOf("MIL"), "petty": rankOf("MIL"), "warrant": rankOf("MIL"), "airman": rankOf("MIL"),
	"sen.": rankOf("LEG"), "rep.": rankOf("LEG"), "gov.": rankOf("GOV"), "pres.": rankOf("GOV"), "amb.": rankOf("GOV"),
	"vice": rankOf("GOV"), "deputy": rankOf("GOV"), "prime": rankOf("GOV"),
	"dr.": {kind: officeNoun}, "dr": {kind: officeNoun}, "prof.": {kind: officeNoun, sector: "EDU"},
	"mr": {kind: officeNoun, gender: male}, "mr.": {kind: officeNoun, gender: male},
	"mrs": {kind: officeNoun, gender: female}, "mrs.": {kind: officeNoun, gender: female},
	"ms": {kind: officeNoun, gender: female}, "ms.": {kind: officeNoun, gender: female},
	"sir": {kind: officeNoun, gender: male}, "dame": {kind: officeNoun, gender: female},
	"lord": {kind: officeNoun, gender: male}, "lady": {kind: officeNoun, gender: female},
	"rev.": {kind: officeNoun, sector: "REL"}, "fr.": {kind: officeNoun, sector: "REL"},
	"sheikh": {kind: officeNoun, gender: male}, "hon.": {kind: officeNoun},
	"he": {kind: officeNoun}, "h.e.": {kind: officeNoun},
}

func rankOf(s plover.Sector) noun { return noun{kind: officeNoun, sector: s} }
