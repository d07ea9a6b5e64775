// Package plover holds the ontology: event types, modes, contexts, sectors and
// scores after PLOVER 0.8 of the Open Event Data Alliance, and the crosswalk to
// CAMEO.
//
// The zero value of [Mode] means that a record has none; every other value is
// one of the constants, which the Valid methods check. A mode belongs to a type
// ("restrict" is said of THREATEN and of COERCE), so its validity and its score
// are asked of the type: [Type.HasMode], [Type.ScoreWith].
package plover

// Type is one of the sixteen event types.
type Type string

// The event types, in the order of the codebook, from giving to harming.
const (
	Agree     Type = "AGREE"
	Consult   Type = "CONSULT"
	Support   Type = "SUPPORT"
	Concede   Type = "CONCEDE"
	Cooperate Type = "COOPERATE"
	Aid       Type = "AID"
	Retreat   Type = "RETREAT"
	Request   Type = "REQUEST"
	Accuse    Type = "ACCUSE"
	Reject    Type = "REJECT"
	Threaten  Type = "THREATEN"
	Protest   Type = "PROTEST"
	Sanction  Type = "SANCTION"
	Mobilize  Type = "MOBILIZE"
	Coerce    Type = "COERCE"
	Assault   Type = "ASSAULT"
)

// Mode says how; the empty Mode means none.
type Mode string

// Context says why.
type Context string

// Sector is the role of a party ("GOV", "MIL").
type Sector string

// Quad is one of the four classes that types fall into.
type Quad string

// The quads.
const (
	VerbalCooperation   Quad = "verbal cooperation"
	MaterialCooperation Quad = "material cooperation"
	VerbalConflict      Quad = "verbal conflict"
	MaterialConflict    Quad = "material conflict"
)

// Number is the number that PLOVER files give the quad, 1 to 4; 0 for a value
// that is no quad.
func (q Quad) Number() int {
	switch q {
	case VerbalCooperation:
		return 1
	case MaterialCooperation:
		return 2
	case VerbalConflict:
		return 3
	case MaterialConflict:
		return 4
	}
	return 0
}

// Valid reports whether q is one of the four quads.
func (q Quad) Valid() bool { return q.Number() != 0 }

// facts is what the ontology says of one type.
type facts struct {
	quad      Quad
	score     float64
	recipient bool // a record of the type needs one
	modes     []Mode
	scores    []float64 // of the modes, in step with them
}

// types lists the types in order; table holds what is known of each.
var types = []Type{
	Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request,
	Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault,
}

var table = map[Type]facts{
	Agree: {quad: VerbalCooperation, score: 2.5},
	Consult: {
		quad: VerbalCooperation, score: 2.5,
		modes:  []Mode{Visit, ThirdParty, Multilateral, Phone},
		scores: []float64{4, 1, 4, 1.5},
	},
	Support:   {quad: VerbalCooperation, score: 5},
	Concede:   {quad: VerbalCooperation, score: 4.5},
	Cooperate: {quad: MaterialCooperation, score: 9.5, recipient: true},
	Aid:       {quad: MaterialCooperation, score: 10, recipient: true},
	Retreat: {
		quad: MaterialCooperation, score: 6.5,
		modes:  []Mode{Withdraw, Release, Disarm, Ceasefire, Access, Resign},
		scores: []float64{8, 6.5, 10, 7.5, 6.5, 4.5},
	},
	Request: {
		quad: VerbalConflict, score: 0,
		modes:  []Mode{Assist, Change, Yield, Meet},
		scores: []float64{0.5, -1, -1, 0},
	},
	Accuse: {
		quad: VerbalConflict, score: -2,
		modes:  []Mode{Disapprove, Investigate, Allege},
		scores: []float64{-2, -3.5, -3.5},
	},
	Reject: {
		quad: VerbalConflict, score: -2,
		modes:  []Mode{Assist, Change, Yield, Meet},
		scores: []float64{-1.5, -2, -2, -2},
	},
	Threaten: {
		quad: VerbalConflict, score: -3.5,
		modes:  []Mode{Restrict, Arrest, Relations, Expel, Territory, Violence},
		scores: []float64{-3, -3.5, -3.5, -3.5, -4, -3.5},
	},
	Protest: {
		quad: MaterialConflict, score: -5,
		modes:  []Mode{Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize},
		scores: []float64{-5, -7, -5, -4.5, -4.5, -4.5, -5},
	},
	Sanction: {
		quad: MaterialConflict, score: -6, recipient: true,
		modes:  []Mode{Convict, Expel, Withdraw, Discontinue},
		scores: []float64{-6, -5.5, -6, -6},
	},
	Mobilize: {
		quad: MaterialConflict, score: -5.5,
		modes:  []Mode{Troops, Weapons, Police, Militia},
		scores: []float64{-6.5, -6.5, -5.5, -6},
	},
	Coerce: {
		quad: MaterialConflict, score: -7,
		modes:  []Mode{Seize, Restrict, Censor, Curfew, MartialLaw, Arrest, Deport, Withhold, Misinform, Hack},
		scores: []float64{-7, -7, -6.5, -6.5, -7.5, -7, -7, -7, -6.5, -7},
	},
	Assault: {
		quad: MaterialConflict, score: -9,
		modes: []Mode{
			Abduct, Beat, Torture, Sexual, Targeted, Destroy, Primitive, Firearms, Explosives,
			SuicideAttack, Aerial, Drone, HeavyWeapons, CrowdControl, Unconventional,
		},
		scores: []float64{-8.5, -7.5, -8.5, -8.5, -9.5, -8.5, -8, -9, -9, -9.5, -9.5, -9.5, -9.5, -7.5, -10},
	},
}

// Types lists the sixteen types in the order of the codebook.
func Types() []Type { return append([]Type(nil), types...) }

// Valid reports whether t is one of the sixteen types.
func (t Type) Valid() bool {
	_, ok := table[t]
	return ok
}

// Quad is the class the type falls into, "" for a value that is no type.
func (t Type) Quad() Quad { return table[t].quad }

// Score is how the type counts between conflict (-10) and cooperation (+10)
// when a record of it has no mode.
func (t Type) Score() float64 { return table[t].score }

// ScoreWith is the score of a record of type t and mode m: the mode's own where
// the type has that mode, else the type's.
func (t Type) ScoreWith(m Mode) float64 {
	f := table[t]
	for i, mode := range f.modes {
		if mode == m {
			return f.scores[i]
		}
	}
	return f.score
}

// NeedsRecipient reports whether a record of type t must name a recipient.
func NeedsRecipient(t Type) bool { return table[t].recipient }
