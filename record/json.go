package record

import (
	"bytes"
	"encoding/json"
	"io"

	"demarche/plover"
)

// MarshalJSON writes the exchange form: a list that is empty is [], never null,
// and no character is escaped that JSON lets stand.
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

// MarshalJSON writes a party with its other sectors as a list, never null.
func (p Party) MarshalJSON() ([]byte, error) {
	type plain Party
	if p.OtherSectors == nil {
		p.OtherSectors = []plover.Sector{}
	}
	return marshal(plain(p))
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
