package record

import (
	"bytes"
	"encoding/json"
	"io"

	"demarche/plover"
)

// MarshalJSON writes the exchange form: a list that is empty is [], never null,
// a mode, a date, a place or a claim that is not there is null, and no
// character is escaped that JSON lets stand.
func (r Record) MarshalJSON() ([]byte, error) {
	type plain Record
	if r.Contexts == nil {
		r.Contexts = []plover.Context{}
	}
	if r.Actors == nil {
		r.Actors = []Party{}
	}
	if r.Recipients == nil {
		r.Recipients = []Party{}
	}
	return marshal(plain(r))
}

// known is a string that is null in JSON when it is empty: not known.
type known string

func (k known) MarshalJSON() ([]byte, error) {
	if k == "" {
		return []byte("null"), nil
	}
	return marshal(string(k))
}

// MarshalJSON writes a party. What is not known of it is null; its other
// sectors are a list, never null.
func (p Party) MarshalJSON() ([]byte, error) {
	if p.OtherSectors == nil {
		p.OtherSectors = []plover.Sector{}
	}
	return marshal(struct {
		Text         string          `json:"text"`
		Start        int             `json:"start"`
		End          int             `json:"end"`
		Name         known           `json:"name"`
		Country      known           `json:"country"`
		Sector       known           `json:"sector"`
		OtherSectors []plover.Sector `json:"other_sectors"`
		Office       known           `json:"office"`
	}{p.Text, p.Start, p.End, known(p.Name), known(p.Country), known(p.Sector), p.OtherSectors, known(p.Office)})
}

// MarshalJSON writes a claim; what the report does not say of it is null.
func (c Claim) MarshalJSON() ([]byte, error) {
	return marshal(struct {
		By       *Party `json:"by"`
		Cue      known  `json:"cue"`
		Verbatim bool   `json:"verbatim"`
		Venue    known  `json:"venue"`
		Evidence known  `json:"evidence"`
		Quote    *Span  `json:"quote,omitempty"`
	}{c.By, known(c.Cue), c.Verbatim, known(c.Venue), known(c.Evidence), c.Quote})
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Encoder writes records as JSON Lines: one record a line.
type Encoder struct{ enc *json.Encoder }

// NewEncoder returns an Encoder that writes to w. It does not buffer.
func NewEncoder(w io.Writer) *Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &Encoder{enc}
}

// Encode writes one record and a line feed.
func (e *Encoder) Encode(r *Record) error { return e.enc.Encode(r) }
