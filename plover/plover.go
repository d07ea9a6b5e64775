// Package plover holds the ontology: event types, modes, contexts, sectors and
// scores after PLOVER 0.8 of the Open Event Data Alliance, and the crosswalk to
// CAMEO.
package plover

// Type is one of the sixteen event types.
type Type string

// The event types.
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
