package when

import (
	"demarche/english"
	"demarche/record"
)

// Timeline dates the events of one report. Unlike [Choose], which looks at one
// sentence, it knows the day that each expression of the report came to: what
// "that day" and "two days later" count from, and the day a sentence without a
// date of its own goes on telling of.
type Timeline struct {
	finder *Finder
	doc    *english.Doc
	exprs  []Expr
	pub    string
	pubDay Day
	dated  bool

	read  []Reading // of each expression, in the tense of its clause
	ok    []bool
	story []int // per sentence: the expression that dates its main clause, -1 for none
}

// Timeline resolves the expressions that Find gave for doc in a report
// published on pub ("" when unknown).
func (f *Finder) Timeline(doc *english.Doc, exprs []Expr, pub string) *Timeline {
	t := &Timeline{finder: f, doc: doc, exprs: exprs, pub: pub}
	t.pubDay, t.dated = ParseDay(pub)
	if len(exprs) == 0 {
		return t
	}
	t.read = make([]Reading, len(exprs))
	t.ok = make([]bool, len(exprs))
	anchor := ""
	for k := range exprs {
		e := &exprs[k]
		from := anchor
		if e.Anchor >= 0 && !demonstrative(doc, e.Anchor) {
			from = ""
		}
		t.read[k], t.ok[k] = f.Read(doc, *e, from, pub, LeanOf(doc, e.Head))
		if t.ok[k] && t.read[k].Precision == record.Day && t.read[k].From == t.read[k].To && e.Sense != Until && !e.Length && !e.Back {
			anchor = t.read[k].From.String()
		}
	}
	if !t.dated {
		t.borrowYears()
	}
	t.story = make([]int, len(doc.Sents))
	lead := -1
	for k := range doc.Sents {
		t.story[k] = -1
		root := rootOf(doc, k)
		if root < 0 {
			continue
		}
		c := t.chooser(k)
		if e, ok := c.choose(root); ok && t.tells(&e, root) {
			t.story[k] = t.index(&e)
			if lead < 0 {
				lead = t.story[k]
			}
		} else if k > 0 {
			if at := t.goesOn(k, lead); at >= 0 && t.carries(at) {
				t.story[k] = at
			}
		}
		if lead < 0 && t.story[k] < 0 {
			if at := c.loose(root); at >= 0 && t.tells(&c.exprs[at], root) {
				t.story[k] = t.index(&c.exprs[at])
				lead = t.story[k]
			}
		}
	}
	return t
}

// tells is true of an expression that can date a story: no deadline, no day
// after publication, not counted from an event of unknown date, and not a line
// that is nothing but a date.
func (t *Timeline) tells(e *Expr, root int) bool {
	k := t.index(e)
	return !e.Back && e.Sense == At && e.Anchor < 0 && !(t.dated && t.ok[k] && t.read[k].From > t.pubDay) && (root < e.First || root >= e.Last)
}

// borrowYears gives dates without a year that of the nearest full date within
// a few sentences, in a report that does not say when it was published.
func (t *Timeline) borrowYears() {
	const reach = 5
	for k := range t.exprs {
		e := &t.exprs[k]
		if t.ok[k] || !e.Yearless {
			continue
		}
		sentence := t.doc.SentenceOf(e.First)
		best, near := -1, reach+1
		for j := range t.exprs {
			o := &t.exprs[j]
			if !t.ok[j] || o.Yearless || t.read[j].Precision != record.Day && t.read[j].Precision != record.Month {
				continue
			}
			gap := t.doc.SentenceOf(o.First) - sentence
			if gap < 0 {
				gap = -gap
			}
			if gap < near {
				best, near = j, gap
			}
		}
		if best >= 0 {
			t.read[k], t.ok[k] = t.finder.Read(t.doc, *e, "", t.read[best].From.String(), Near)
		}
	}
}

// carries tells whether the sentences that follow may go on under an
// expression: a day or a week holds for a stretch of the story, a month or a year
// only for its own sentence.
func (t *Timeline) carries(k int) bool {
	p := t.read[k].Precision
	return !t.ok[k] || p == record.Day || p == record.Week
}

// demonstrative is true of "that" and "this" before the event counted from.
func demonstrative(doc *english.Doc, i int) bool {
	switch doc.Word(i) {
	case "that", "this", "these", "those":
		return true
	}
	return false
}

func rootOf(doc *english.Doc, sentence int) int {
	s := doc.Sents[sentence]
	for i := int(s.First); i < int(s.Last); i++ {
		if doc.Label[i] == english.Root || doc.Head[i] < 0 {
			return i
		}
	}
	return -1
}

func (t *Timeline) chooser(sentence int) *chooser {
	c := &chooser{doc: t.doc}
	s := t.doc.Sents[sentence]
	for _, e := range t.exprs {
		if e.First >= int(s.First) && e.First < int(s.Last) {
			c.exprs = append(c.exprs, e)
		}
	}
	return c
}

func (t *Timeline) index(e *Expr) int {
	for k := range t.exprs {
		if t.exprs[k].Start == e.Start {
			return k
		}
	}
	return -1
}

// Date gives the date of the event that a trigger token names; ok is false
// where the report does not tell it. Without a date of publication it may have
// words but no days.
func (t *Timeline) Date(trigger int) (date record.Date, ok bool) { return t.DateWith(trigger, -1) }

// DateWith is Date for an event of several dates of which one goes with a
// party: in "visited Baku on Monday and Ankara on Tuesday" the token of Ankara
// asks for Tuesday. A party of -1 asks for none in particular.
func (t *Timeline) DateWith(trigger, party int) (date record.Date, ok bool) {
	doc := t.doc
	if len(t.exprs) == 0 || len(doc.Head) != doc.Len() || trigger < 0 || trigger >= doc.Len() {
		return record.Date{}, false
	}
	k := doc.SentenceOf(trigger)
	c := t.chooser(k)
	if e, ok := c.choose(trigger); ok {
		if own := c.beside(trigger, party, &e); own != nil {
			e = *own
		}
		return t.record(&e, k), true
	}
	at := t.told(trigger, k)
	switch {
	case at >= 0:
	case t.background(c, trigger):
	case t.story[k] >= 0:
		at = t.story[k]
	case k == 0 && len(doc.Sents) > 1 && t.newParagraph(1): // a title tells what the report begins with
		for n := 1; n < min(len(t.story), 4) && at < 0; n++ {
			at = t.story[n]
		}
	}
	if at < 0 || !t.ok[at] {
		return record.Date{}, false
	}
	e := t.exprs[at]
	return t.record(&e, k), true
}

// record resolves an expression to a date.
func (t *Timeline) record(e *Expr, sentence int) record.Date {
	k := t.index(e)
	date := record.Date{Precision: record.Unknown, Text: t.doc.Text[e.Start:e.End], Span: &[2]int{e.Start, e.End}}
	r, ok := t.read[k], t.ok[k]
	if e.Back {
		base := t.pub
		s := t.story[sentence]
		if s >= 0 && s != k && t.ok[s] {
			base = t.read[s].From.String()
		}
		if s >= 0 && s != k && t.ok[s] && (t.read[s].Precision == record.Month || t.read[s].Precision == record.Year) {
			r, ok = t.read[s], true // "died last June, days after ...": no day to count from
		} else {
			r, ok = t.finder.Read(t.doc, *e, base, t.pub, Near)
		}
	}
	if !ok {
		return date
	}
	r = r.widen()
	date.Precision, date.Start = r.Precision, r.From.String()
	if !r.Open {
		date.End = r.To.String()
	}
	return date
}

// background is true of what lies before the story its sentence tells: a verb
// in the past perfect, a relative clause, a noun other than an argument of the
// main clauses.
func (t *Timeline) background(c *chooser, trigger int) bool {
	i := trigger
	for n := 0; n < 40 && i >= 0; n++ {
		switch t.doc.Label[i] {
		case english.ACLRelcl, english.AdvclRelcl:
			return true
		case english.ACL:
			if t.doc.Tag[i] != english.TagVBG && t.doc.Tag[i] != english.TagVB {
				return true
			}
		case english.NmodPoss:
			return true
		}
		if l := t.doc.Label[i]; (l == english.Advcl || l == english.Conj) && c.perfect(i) && !c.presentPerfect(i) {
			return true
		}
		i = int(t.doc.Head[i])
	}
	return false
}

// newParagraph is true if an empty line stands before a sentence.
func (t *Timeline) newParagraph(sentence int) bool {
	if sentence == 0 {
		return true
	}
	from := int(t.doc.End[t.doc.Sents[sentence-1].Last-1])
	to := int(t.doc.Start[t.doc.Sents[sentence].First])
	lines := 0
	for i := from; i < to; i++ {
		if t.doc.Text[i] == '\n' {
			lines++
		}
	}
	return lines > 1
}

// goesOn is the story that a sentence without a date of its own carries on, -1
// for none: that of the sentence before in the same paragraph, or where the
// sentence opens with a pronoun, a demonstrative or a quotation; that
// or the lead's, whichever is later, where a new paragraph goes on in the past
// tense.
func (t *Timeline) goesOn(sentence, lead int) int {
	before := t.story[sentence-1]
	if !t.newParagraph(sentence) {
		return before
	}
	s := t.doc.Sents[sentence]
	i := int(s.First)
	switch w := t.doc.Word(i); w {
	case "\"", "“", "``", "‘", "'":
		return before
	}
	if t.doc.Tag[i] == english.TagPRP || t.doc.Tag[i] == english.TagPRPPoss || demonstrativeHead(t.doc, i) {
		return before
	}
	root := rootOf(t.doc, sentence)
	if root < 0 {
		return -1
	}
	if lean, sure := tense(t.doc, root); !sure || lean != Past || (&chooser{doc: t.doc}).presentPerfect(root) {
		return -1
	}
	if before < 0 || lead >= 0 && t.ok[lead] && t.read[lead].From > t.read[before].From {
		return lead
	}
	return before
}

func demonstrativeHead(doc *english.Doc, i int) bool {
	switch doc.Word(i) {
	case "This", "That", "These", "Those", "Both", "Each":
		return true
	}
	return false
}
