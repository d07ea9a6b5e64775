package plover

import "encoding/json"

// The modes. Some are said of more than one type.
const (
	Visit        Mode = "visit" // CONSULT
	ThirdParty   Mode = "third-party"
	Multilateral Mode = "multilateral"
	Phone        Mode = "phone"

	Withdraw  Mode = "withdraw" // RETREAT, SANCTION
	Release   Mode = "release"  // RETREAT
	Disarm    Mode = "disarm"
	Ceasefire Mode = "ceasefire"
	Access    Mode = "access"
	Resign    Mode = "resign"

	Assist Mode = "assist" // REQUEST, REJECT
	Change Mode = "change"
	Yield  Mode = "yield"
	Meet   Mode = "meet"

	Disapprove  Mode = "disapprove" // ACCUSE
	Investigate Mode = "investigate"
	Allege      Mode = "allege"

	Restrict  Mode = "restrict"  // THREATEN, COERCE
	Arrest    Mode = "arrest"    // THREATEN, COERCE
	Relations Mode = "relations" // THREATEN
	Expel     Mode = "expel"     // THREATEN, SANCTION
	Territory Mode = "territory" // THREATEN
	Violence  Mode = "violence"

	Demo      Mode = "demo" // PROTEST
	Riot      Mode = "riot"
	Strike    Mode = "strike"
	Hunger    Mode = "hunger"
	Boycott   Mode = "boycott"
	Obstruct  Mode = "obstruct"
	Vandalize Mode = "vandalize"

	Convict     Mode = "convict" // SANCTION
	Discontinue Mode = "discontinue"

	Troops  Mode = "troops" // MOBILIZE
	Weapons Mode = "weapons"
	Police  Mode = "police"
	Militia Mode = "militia"

	Seize      Mode = "seize" // COERCE
	Censor     Mode = "censor"
	Curfew     Mode = "curfew"
	MartialLaw Mode = "martial-law"
	Deport     Mode = "deport"
	Withhold   Mode = "withhold"
	Misinform  Mode = "misinformation"
	Hack       Mode = "cyber"

	Abduct         Mode = "abduct" // ASSAULT
	Beat           Mode = "beat"
	Torture        Mode = "torture"
	Sexual         Mode = "sexual"
	Targeted       Mode = "targeted"
	Destroy        Mode = "destroy"
	Primitive      Mode = "primitive"
	Firearms       Mode = "firearms"
	Explosives     Mode = "explosives"
	SuicideAttack  Mode = "suicide-attack"
	Aerial         Mode = "aerial"
	Drone          Mode = "drone"
	HeavyWeapons   Mode = "heavy-weapons"
	CrowdControl   Mode = "crowd-control"
	Unconventional Mode = "unconventional"
)

// Modes lists the modes of type t in the order of the codebook; nil for a type
// that has none.
func Modes(t Type) []Mode { return append([]Mode(nil), table[t].modes...) }

// HasMode reports whether m is one of the modes of t. The empty mode belongs to
// every type.
func (t Type) HasMode(m Mode) bool {
	f, ok := table[t]
	if m == "" {
		return ok
	}
	for _, mode := range f.modes {
		if mode == m {
			return true
		}
	}
	return false
}

// Valid reports whether m is empty or a mode of some type.
func (m Mode) Valid() bool {
	if m == "" {
		return true
	}
	for _, t := range types {
		if t.HasMode(m) {
			return true
		}
	}
	return false
}

// MarshalJSON writes the mode as a string, or null when there is none.
func (m Mode) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(m))
}
