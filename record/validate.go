package record

import (
	"errors"
	"fmt"
	"math"
	"time"

	"demarche/plover"
)

// Validate checks a record against the text of its report (title, an empty
// line, body): every span lies in the text and says what stands there, the
// trigger and its sentence agree, type, mode, quad, score, contexts and sectors
// are those of the ontology and fit each other, and dates are in order. The
// error lists every fault found, by field; nil means the record is sound.
func (r *Record) Validate(text string) error {
	c := checker{text: text}
	c.ontology(r)
	if r.ID == "" {
		c.fault("id", "is empty")
	}
	if r.Report.Published != "" {
		c.day("report.published", r.Report.Published)
	}
	if r.Sentence.Index < 0 {
		c.fault("sentence.index", "%d", r.Sentence.Index)
	}
	c.span("sentence", r.Sentence.Start, r.Sentence.End, r.Sentence.Text)
	c.span("trigger", r.Trigger.Start, r.Trigger.End, r.Trigger.Text)
	if r.Trigger.Start < r.Sentence.Start || r.Trigger.End > r.Sentence.End {
		c.fault("trigger", "lies outside its sentence")
	}
	c.parties(r)
	c.date(r.Date)
	c.place(r.Place)
	c.claim(r.Claim)
	if !(r.Confidence >= 0 && r.Confidence <= 1) { // the negation holds for NaN too
		c.fault("confidence", "%v, want 0 to 1", r.Confidence)
	}
	return errors.Join(c.faults...)
}

// checker gathers the faults of one record.
type checker struct {
	text   string
	faults []error
}

func (c *checker) fault(field, format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: %s", field, fmt.Sprintf(format, args...)))
}

func (c *checker) ontology(r *Record) {
	if !r.Type.Valid() {
		c.fault("type", "%q is none of the sixteen", r.Type)
		return
	}
	if !r.Type.HasMode(r.Mode) {
		c.fault("mode", "%s has no mode %q", r.Type, r.Mode)
	}
	if want := r.Type.Quad(); r.Quad != want {
		c.fault("quad", "%q, want %q for %s", r.Quad, want, r.Type)
	}
	if want := r.Type.ScoreWith(r.Mode); r.Score != want {
		c.fault("score", "%v, want %v for %s %s", r.Score, want, r.Type, r.Mode)
	}
	if _, ok := plover.FromCAMEO(r.CAMEO); !ok {
		c.fault("cameo", "unknown code %q", r.CAMEO)
	}
	for i, ctx := range r.Contexts {
		if !ctx.Valid() {
			c.fault("contexts", "unknown context %q", ctx)
		}
		for _, earlier := range r.Contexts[:i] {
			if earlier == ctx {
				c.fault("contexts", "%q stands twice", ctx)
			}
		}
	}
	switch r.Modality {
	case Actual, Future, Hypothetical, Negated, Historical:
	default:
		c.fault("modality", "unknown value %q", r.Modality)
	}
}

func (c *checker) parties(r *Record) {
	for i := range r.Actors {
		c.party(fmt.Sprintf("actors[%d]", i), &r.Actors[i])
	}
	for i := range r.Recipients {
		c.party(fmt.Sprintf("recipients[%d]", i), &r.Recipients[i])
	}
	if len(r.Actors)+len(r.Recipients) == 0 {
		c.fault("actors", "a record names at least one party")
	}
	// What two do together has them both as actors (codebook, section 5).
	if plover.NeedsRecipient(r.Type) && len(r.Recipients) == 0 && len(r.Actors) < 2 {
		c.fault("recipients", "%s needs a recipient, or several actors who do it together", r.Type)
	}
}

func (c *checker) party(field string, p *Party) {
	c.span(field, p.Start, p.End, p.Text)
	if p.Country != "" && !isCountry(p.Country) {
		c.fault(field+".country", "%q is no code of three capitals", p.Country)
	}
	if p.Sector != "" && !p.Sector.Valid() {
		c.fault(field+".sector", "unknown sector %q", p.Sector)
	}
	for _, s := range p.OtherSectors {
		if !s.Valid() || s == p.Sector {
			c.fault(field+".other_sectors", "%q is unknown or the first sector again", s)
		}
	}
}

func isCountry(code string) bool {
	if len(code) != 3 {
		return false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return true
}

func (c *checker) date(d *Date) {
	if d == nil {
		return
	}
	start, end := c.day("date.start", d.Start), c.day("date.end", d.End)
	switch d.Precision {
	case Day, Week, Month, Year, Unknown: // two days of a weekend are of precision day
		if end.Before(start) {
			c.fault("date", "ends on %s before it starts on %s", d.End, d.Start)
		}
	default:
		c.fault("date.precision", "unknown value %q", d.Precision)
	}
	if d.Start == "" && d.Precision != Unknown {
		c.fault("date.start", "is empty, with precision %s", d.Precision)
	}
	if (d.Start == "") != (d.End == "") {
		c.fault("date", "one of start and end is empty")
	}
	if d.Span != nil {
		c.span("date", d.Span[0], d.Span[1], d.Text)
	}
}

// day reads a date as YYYY-MM-DD; an empty one, which is allowed where the
// report gives nothing to reckon from, is the zero time.
func (c *checker) day(field, s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		c.fault(field, "%q is no date of the form YYYY-MM-DD", s)
	}
	return t
}

func (c *checker) place(p *Place) {
	if p == nil {
		return
	}
	if p.Country != "" && !isCountry(p.Country) {
		c.fault("place.country", "%q is no code of three capitals", p.Country)
	}
	if !(math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180) {
		c.fault("place", "latitude %v, longitude %v", p.Lat, p.Lon)
	}
	if p.Span != nil {
		c.span("place", p.Span[0], p.Span[1], p.Text)
	}
}

func (c *checker) claim(cl *Claim) {
	if cl == nil {
		return
	}
	if cl.By != nil {
		c.party("claim.by", cl.By)
	}
	switch cl.Evidence {
	case "", "none-shown", "cited":
	default:
		c.fault("claim.evidence", "unknown value %q", cl.Evidence)
	}
	if cl.Quote != nil {
		c.span("claim.quote", cl.Quote.Start, cl.Quote.End, cl.Quote.Text)
	}
}

// span checks that text[start:end] is there, is not empty, and reads as words.
func (c *checker) span(field string, start, end int, words string) {
	if start < 0 || end > len(c.text) || start >= end {
		c.fault(field, "span %d to %d in a text of %d bytes", start, end, len(c.text))
		return
	}
	if got := c.text[start:end]; got != words {
		c.fault(field, "span %d to %d reads %q, not %q", start, end, got, words)
	}
}
