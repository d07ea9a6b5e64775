package coder

import (
	"fmt"
	"slices"
	"strings"

	"demarche/coder/lexicon"
	"demarche/record"
	"demarche/report"
	"demarche/when"
)

// Explanation shows how one sentence was read.
type Explanation struct {
	Index      int                `json:"index"`
	Text       string             `json:"text"`
	Tokens     []TokenReading     `json:"tokens"`
	Parties    []PartyReading     `json:"parties"`
	Dates      []DateReading      `json:"dates"`
	Places     []record.Place     `json:"places"`
	Predicates []PredicateReading `json:"predicates"`
}

// TokenReading is one node of the tree. Head counts within the sentence from 0;
// it is -1 at the root.
type TokenReading struct {
	Text  string `json:"text"`
	Lemma string `json:"lemma"`
	Pos   string `json:"pos"`
	Tag   string `json:"tag"`
	Head  int    `json:"head"`
	Label string `json:"label"`
}

// PartyReading is a mention with whom it means and why.
type PartyReading struct {
	Text    string         `json:"text"`
	Head    string         `json:"head"`
	Parties []record.Party `json:"parties"`
	Why     string         `json:"why"`
}

// DateReading is a date expression with what it means at the report's date.
type DateReading struct {
	Text string      `json:"text"`
	Date record.Date `json:"date"`
}

// PredicateReading is a word that the lexicon has frames for.
type PredicateReading struct {
	Word     string         `json:"word"`
	Tried    []FrameReading `json:"tried"`
	Fired    string         `json:"fired"`    // the frame, with file and line; "" when none fits
	Slots    []string       `json:"slots"`    // "subj: the president"
	Stance   string         `json:"stance"`   // modality with its cue
	Speech   string         `json:"speech"`   // who says so, with the cue
	Sense    string         `json:"sense"`    // what the sense model makes of the type, "" when it was not asked
	Contexts []string       `json:"contexts"` // what spoke most for each of the record's contexts
	Outcome  string         `json:"outcome"`  // what became of it
	Record   *record.Record `json:"record"`
}

// FrameReading is a frame with what it lacked; "" when it fits.
type FrameReading struct {
	Frame string `json:"frame"`
	Lacks string `json:"lacks"`
}

// Explain reads a report as Code does and tells, sentence by sentence, how.
func (c *Coder) Explain(rep *report.Report) []Explanation {
	a := c.analyse(rep)
	defer c.release(a)
	a.consume()
	a.told = a.told[:0]
	out := make([]Explanation, len(a.doc.Sents))
	for k := range a.doc.Sents {
		out[k] = c.explain(a, rep, k)
	}
	return out
}

func (c *Coder) explain(a *analysis, rep *report.Report, k int) Explanation {
	s := a.doc.Sentence(k)
	x := Explanation{Index: k, Text: s.Text()}
	for i := s.First(); i < s.Last(); i++ {
		head := int(a.doc.Head[i])
		if head >= 0 {
			head -= s.First()
		}
		x.Tokens = append(x.Tokens, TokenReading{
			a.doc.Word(i), a.doc.Lemma[i], a.doc.Pos[i].String(), a.doc.Tag[i].String(), head, a.doc.Label[i].String(),
		})
	}
	for i := range a.ment.List {
		m := &a.ment.List[i]
		if m.Head < s.First() || m.Head >= s.Last() {
			continue
		}
		r := PartyReading{Text: a.doc.Words(m.First, m.Last), Head: a.doc.Word(m.Head), Why: a.ment.Why(i)}
		for j := range m.Who {
			r.Parties = append(r.Parties, a.party1(m, &m.Who[j]))
		}
		x.Parties = append(x.Parties, r)
	}
	for _, e := range a.dates {
		if e.First >= s.First() && e.First < s.Last() {
			d := c.dates.Resolve(a.doc, e, rep.Published, when.LeanOf(a.doc, e.Head))
			x.Dates = append(x.Dates, DateReading{a.doc.Words(e.First, e.Last), d})
		}
	}
	for i := range a.places {
		if m := &a.places[i]; m.First >= s.First() && m.First < s.Last() {
			x.Places = append(x.Places, record.Place{Name: m.Name, Country: m.Country, Lat: m.Lat, Lon: m.Lon, Text: a.doc.Words(m.First, m.Last)})
		}
	}
	before := a.told
	events := slices.Clone(a.eventsOf(k))
	for p := int32(s.First()); p < int32(s.Last()); p++ {
		a.told = before
		if r, ok := c.explainPredicate(a, rep, k, p, events); ok {
			x.Predicates = append(x.Predicates, r)
		}
	}
	a.told = slices.Concat(before, events)
	return x
}

// explainPredicate tells what became of token p in sentence k, whose events are
// given; a.told holds those of the sentences before.
func (c *Coder) explainPredicate(a *analysis, rep *report.Report, k int, p int32, events []event) (r PredicateReading, ok bool) {
	a.search(p, func(f *lexicon.Frame, lacks string) {
		r.Tried = append(r.Tried, FrameReading{cite(f), lacks})
	})
	if len(r.Tried) == 0 {
		return r, false
	}
	r.Word = a.word(p)
	slots := a.argsAs(p, a.verbal(p))
	if f := a.frameOf(p); f != nil {
		slots = a.argsFor(p, f)
	}
	for _, g := range slots {
		from, to := a.phrase(g.tok)
		r.Slots = append(r.Slots, a.lex.SlotName(g.slot)+": "+a.doc.Words(int(from), int(to)))
	}
	f := a.frameOf(p)
	if f == nil {
		r.Outcome = "no frame fits"
		return r, true
	}
	r.Fired = cite(f)
	if f.Type == "" {
		r.Outcome = "the frame makes no event"
		return r, true
	}
	ev, why := a.settle(p)
	own := slices.IndexFunc(events, func(e event) bool { return e.head == p })
	if own >= 0 {
		ev, why = events[own], ""
	}
	r.Stance = a.describeStance(ev)
	if sp := ev.speech; sp.cue >= 0 {
		r.Speech = fmt.Sprintf("%s (%s)", a.vouches(sp).Text, a.word(sp.cue))
	}
	switch {
	case own < 0 && a.eaten[p] >= 0:
		r.Outcome = "part of " + a.word(a.eaten[p])
	case why != "":
		r.Outcome = why
	case own < 0:
		r.Outcome = "another word tells of the same act"
	default:
		c.reconsider(a, k, &ev)
		r.Sense = c.sensed(a, &ev)
		rec := c.record(a, rep, k, &ev)
		r.Record = &rec
		r.Contexts = c.reasons(a, rep, k, &ev, rec.Contexts)
		r.Outcome = "record"
	}
	return r, true
}

// sensed tells what the sense model holds likeliest, and what it gives the type
// of the event when that is another.
func (c *Coder) sensed(a *analysis, ev *event) string {
	if ev.believed == 0 {
		return ""
	}
	best := 0
	for i, p := range a.scores.P {
		if p > a.scores.P[best] {
			best = i
		}
	}
	s := fmt.Sprintf("%s %.2f", c.sense.Classes[best], a.scores.P[best])
	if own := classOfType(ev.typ); own != c.sense.Classes[best] {
		s += fmt.Sprintf(", %s %.2f", own, ev.believed)
	}
	return s
}

func cite(f *lexicon.Frame) string { return fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Text) }

func (a *analysis) describeStance(ev event) string {
	var words []string
	for _, w := range []struct {
		on   bool
		name string
	}{{ev.stance.negated, "negated"}, {ev.stance.future, "future"}, {ev.stance.hypothetical, "hypothetical"}, {ev.stance.obliged, "obliged"}} {
		if w.on {
			words = append(words, w.name)
		}
	}
	if len(words) == 0 {
		return "actual"
	}
	s := strings.Join(words, ", ")
	if ev.stance.cue >= 0 {
		s += " (" + a.word(ev.stance.cue) + ")"
	}
	return s
}
