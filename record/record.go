// Package record defines what the coder puts out: one statement in one report
// that one party did something to another, with the span of every value in the
// report's text. Its JSON form is the program's exchange format; see
// docs/codebook.md for how the values are chosen.
package record

import "demarche/plover"

// Record is one coded statement. All spans are half-open byte offsets into the
// text of the report (title, an empty line, body).
type Record struct {
	ID         string           `json:"id"` // stable: the same report gives the same ids on every run
	Report     Report           `json:"report"`
	Sentence   Sentence         `json:"sentence"`
	Trigger    Span             `json:"trigger"`
	Type       plover.Type      `json:"type"`
	Mode       plover.Mode      `json:"mode"` // null in JSON when there is none
	Quad       plover.Quad      `json:"quad"`
	Score      float64          `json:"score"` // -10 (conflict) to 10 (cooperation)
	CAMEO      string           `json:"cameo"`
	Contexts   []plover.Context `json:"contexts"`
	Actors     []Party          `json:"actors"`
	Recipients []Party          `json:"recipients"`
	Modality   Modality         `json:"modality"`
	Date       *Date            `json:"date"`
	Place      *Place           `json:"place"`
	Claim      *Claim           `json:"claim"`
	Confidence float64          `json:"confidence"` // 0 to 1

	// Notes tell where the report contradicts the roster, such as a leader said
	// to have taken office in another year. They are left out unless asked for.
	Notes []string `json:"notes,omitempty"`
}

// Report names the report a record was read in.
type Report struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"` // YYYY-MM-DD, "" when unknown
	URL       string `json:"url"`
}

// Sentence is the sentence a record was read in, counted from 0.
type Sentence struct {
	Index int    `json:"index"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Span is a piece of the report's text.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Party is who acts or is acted upon, as named in the report and as known.
type Party struct {
	Text         string          `json:"text"`
	Start        int             `json:"start"`
	End          int             `json:"end"`
	Name         string          `json:"name"`    // canonical name, "" when not known
	Country      string          `json:"country"` // ISO 3166-1 alpha-3, or UNO EUR IGO NGO MNC ISM IMG KOS; "" when not known
	Sector       plover.Sector   `json:"sector"`
	OtherSectors []plover.Sector `json:"other_sectors"`
	Office       string          `json:"office"` // held at the time of the event
}

// Modality says how a record stands to fact.
type Modality string

// The modalities of the codebook, section 7.
const (
	Actual       Modality = "actual"
	Future       Modality = "future"
	Hypothetical Modality = "hypothetical"
	Negated      Modality = "negated"
	Historical   Modality = "historical"
)

// Precision of a date.
type Precision string

// The precisions of the codebook, section 6.
const (
	Day     Precision = "day"
	Week    Precision = "week"
	Month   Precision = "month"
	Year    Precision = "year"
	Unknown Precision = "unknown"
)

// Date is when an event happened: first and last day, both inclusive, as
// YYYY-MM-DD, and the words it was read from ("" when there were none).
type Date struct {
	Start     string    `json:"start"`
	End       string    `json:"end"`
	Precision Precision `json:"precision"`
	Text      string    `json:"text"`
	Span      *[2]int   `json:"span,omitempty"` // where the words stand, byte offsets
}

// Place is where an event happened.
type Place struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Text    string  `json:"text"`
	Span    *[2]int `json:"span,omitempty"`
}

// Claim says who vouches for a record when that is not simply the outlet.
type Claim struct {
	By       *Party `json:"by"`
	Cue      string `json:"cue"`      // the verb: "said", "accused"
	Verbatim bool   `json:"verbatim"` // the words stand in quotation marks
	Venue    string `json:"venue"`    // "Truth Social", "at a rally"
	Evidence string `json:"evidence"` // "none-shown", "cited" or ""
	Quote    *Span  `json:"quote,omitempty"`
}
