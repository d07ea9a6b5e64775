package when

import "demarche/english"

// Choose picks the date of the event that a trigger token names from the date
// expressions of its report. ok is false where none of them is the event's.
// docs/when.md states the rules, which are tried in this order:
//
//  1. an expression that hangs on the trigger's own phrase or clause;
//  2. that of the clause the trigger is part of, when the two are one event:
//     a noun in subject position or under a light verb, an infinitive under
//     "begin", a participle beside its main clause;
//  3. an expression at the head of the sentence, which covers coordinated and
//     later clauses;
//  4. the date of saying, for a stance or a promise that the saying makes;
//  5. the date of the sentence before, when the sentence carries it on.
func Choose(doc *english.Doc, exprs []Expr, trigger int) (e Expr, ok bool) {
	if len(doc.Head) != doc.Len() || trigger < 0 || trigger >= doc.Len() {
		return Expr{}, false
	}
	c := chooser{doc: doc}
	span := doc.Sents[doc.SentenceOf(trigger)]
	for _, x := range exprs {
		if x.First >= int(span.First) && x.First < int(span.Last) {
			c.exprs = append(c.exprs, x)
		}
	}
	return c.choose(trigger)
}

func (c *chooser) choose(trigger int) (e Expr, ok bool) {
	if len(c.exprs) == 0 {
		return Expr{}, false
	}
	for _, x := range c.exprs {
		if x.Anchor >= 0 && c.anchorHead(&x) == trigger {
			x.Back = true
			return x, true
		}
	}
	if said := c.saying(trigger); said >= 0 {
		if k := c.within(said); k >= 0 {
			return c.exprs[k], true
		}
	}
	if k := c.within(trigger); k >= 0 {
		return c.exprs[k], true
	}
	if k := c.whenClause(trigger); k >= 0 {
		e = c.exprs[k]
		e.Sense = At
		return e, true
	}
	if k := c.participle(trigger); k >= 0 {
		return c.exprs[k], true
	}
	if k := c.above(trigger); k >= 0 {
		return c.exprs[k], true
	}
	if k := c.said(trigger); k >= 0 {
		return c.exprs[k], true
	}
	return Expr{}, false
}

// beside is the expression of the trigger's clause that follows a party at once,
// where the one chosen goes with another; nil for none.
func (c *chooser) beside(trigger, party int, chosen *Expr) *Expr {
	if party < 0 || chosen.Back || chosen.First > party && chosen.First <= party+3 {
		return nil
	}
	for k := range c.exprs {
		if e := &c.exprs[k]; c.usable(e) && e.First > party && e.First <= party+3 && e.Anchor < 0 &&
			(c.predicate(e.Head) == c.predicate(trigger) || c.under(e.Head, party)) {
			return e
		}
	}
	return nil
}

// anchorHead is the head of the phrase or clause after "two days after".
func (c *chooser) anchorHead(e *Expr) int {
	d := c.doc
	i := e.Anchor
	for n := 0; n < 20; n++ {
		h := int(d.Head[i])
		if h < e.Last {
			return i
		}
		switch d.Label[i] {
		case english.Obl, english.Nmod, english.Advcl, english.AdvclRelcl, english.ACL, english.ACLRelcl, english.Ccomp, english.Root, english.Parataxis:
			return i
		}
		i = h
	}
	return i
}

// chooser weighs the expressions of one sentence.
type chooser struct {
	doc   *english.Doc
	exprs []Expr
}

// clausal is true of tokens that head a clause.
func (c *chooser) clausal(i int) bool {
	switch c.doc.Label[i] {
	case english.Root, english.Ccomp, english.Advcl, english.AdvclRelcl, english.ACL, english.ACLRelcl, english.Xcomp, english.Parataxis,
		english.Csubj, english.CsubjPass:
		return true
	case english.Conj:
		return c.doc.Pos[i] == english.VERB || c.doc.Pos[i] == english.AUX || copular(c.doc, i)
	}
	return false
}

// predicate is the head of the clause that token i is in.
func (c *chooser) predicate(i int) int {
	for n := 0; n < 60; n++ {
		if c.clausal(i) || c.doc.Head[i] < 0 {
			return i
		}
		i = int(c.doc.Head[i])
	}
	return i
}

// under is true if token i stands below token over in the tree.
func (c *chooser) under(i, over int) bool {
	for n := 0; n < 60 && i >= 0; n++ {
		if i == over {
			return true
		}
		i = int(c.doc.Head[i])
	}
	return false
}

// usable leaves out lengths of time, and ends of spans that do not tell when
// something happened.
func (c *chooser) usable(e *Expr) bool {
	return e.Sense != Until && (!e.Length || LeanOf(c.doc, e.Head) == Future)
}

// within is the best expression in the clause or noun phrase headed by token
// top, -1 for none.
func (c *chooser) within(top int) int {
	best, least := -1, 1<<30
	for k := range c.exprs {
		e := &c.exprs[k]
		if !c.usable(e) || e.Anchor >= 0 && c.anchorHead(e) == top {
			continue
		}
		cost, ok := c.distance(e, top)
		if ok && (cost < least) {
			best, least = k, cost
		}
	}
	return best
}

// distance says how far an expression hangs below top without leaving its
// clause. An expression that a noun owns ("Sunday's attack") is that noun's.
func (c *chooser) distance(e *Expr, top int) (cost int, ok bool) {
	d := c.doc
	i := e.Head
	if i == top {
		return 0, true
	}
	for n := 0; n < 12; n++ {
		h := int(d.Head[i])
		if h < 0 {
			return 0, false
		}
		if h == top {
			if n == 0 && c.verb(top) {
				cost -= 10
			}
			return cost + gap(e, top), true
		}
		if h >= e.First && h < e.Last {
			i = h
			continue
		}
		if c.clausal(h) && !c.converb(h) {
			return 0, false
		}
		if c.verb(top) && d.Pos[h] == english.NOUN {
			switch l := d.Label[i]; l {
			case english.NmodPoss, english.Compound, english.Amod, english.NmodUnmarked, english.NmodDesc:
				// "condemned Sunday's attack", but "Two days later officials met"
				if l == english.NmodPoss || e.First < h && !c.opens(e) {
					return 0, false
				}
			}
			if n == 0 && d.Label[i] == english.Nmod && caseOf(d, i) == "of" {
				return 0, false // "the speech of Tuesday" is what Tuesday dates
			}
			cost += 20
		}
		cost += 10
		i = h
	}
	return 0, false
}

// opens is true of an expression at the head of its sentence.
func (c *chooser) opens(e *Expr) bool {
	return e.First <= int(c.doc.Sents[c.doc.SentenceOf(e.First)].First)+1
}

// loose is an expression in a participle that describes an argument of the
// root, where a parser often puts what belongs to the root: -1 for none.
func (c *chooser) loose(root int) int {
	d := c.doc
	for k := range c.exprs {
		e := &c.exprs[k]
		if e.Sense != At || e.Length || e.Anchor >= 0 {
			continue
		}
		i := e.Head
		for n := 0; n < 8 && i >= 0 && i != root; n++ {
			if c.clausal(i) && !(d.Label[i] == english.ACL && d.Tag[i] == english.TagVBN) {
				break
			}
			i = int(d.Head[i])
		}
		if i == root {
			return k
		}
	}
	return -1
}

func gap(e *Expr, i int) int {
	if i < e.First {
		return min(9, (e.First-i)/4)
	}
	return min(9, (i-e.First)/4)
}

func (c *chooser) verb(i int) bool {
	return c.doc.Pos[i] == english.VERB || c.doc.Pos[i] == english.AUX || c.clausal(i) && c.doc.Label[i] != english.Root || copular(c.doc, i)
}

// converb is true of a participle clause without a subject or conjunction of
// its own, which happens along with its main clause.
func (c *chooser) converb(i int) bool {
	if c.doc.Tag[i] != english.TagVBG || c.doc.Label[i] != english.Advcl && !c.speaking(i) {
		return false
	}
	for k := range near(c.doc, i) {
		switch c.doc.Label[k] {
		case english.Nsubj, english.NsubjPass, english.Mark, english.Aux, english.AuxPass:
			return false
		}
	}
	return true
}

// speaking is true of "speaking" beside a subject: "Guterres, speaking on
// Thursday, urged".
func (c *chooser) speaking(i int) bool {
	h := int(c.doc.Head[i])
	return c.doc.Label[i] == english.ACL && c.doc.Lemma[i] == "speak" && h >= 0 && c.doc.Label[h] == english.Nsubj
}

// above looks in the clauses over a trigger that has no date of its own.
func (c *chooser) above(trigger int) int {
	d := c.doc
	i := trigger
	for n := 0; n < 12; n++ {
		h := int(d.Head[i])
		if h < 0 {
			return -1
		}
		switch l := d.Label[i]; {
		case !c.clausal(i): // a noun phrase: its verb's date if the two are one event
			if c.verb(h) {
				if !c.oneEvent(i, h) {
					return -1
				}
			}
			if k := c.within(h); k >= 0 && c.verb(h) {
				return k
			}
		case l == english.Conj:
			if k := c.fronted(h); k >= 0 {
				return k
			}
			if k := c.shared(i, h); k >= 0 {
				return k
			}
		case l == english.Xcomp:
			if k := c.within(h); k >= 0 && tail(d, h) {
				return k
			}
		case l == english.Advcl && c.converb(i):
			if k := c.within(h); k >= 0 {
				return k
			}
		case l == english.Advcl, l == english.AdvclRelcl:
			if k := c.fronted(h); k >= 0 && !c.perfect(i) {
				return k
			}
			return -1
		case l == english.Ccomp, l == english.Parataxis:
			if c.stance(i) {
				if k := c.within(h); k >= 0 {
					return k
				}
			} else {
				return -1
			}
		case l == english.ACLRelcl, l == english.ACL:
			return -1
		}
		i = h
	}
	return -1
}

// oneEvent is true where the noun phrase at i and the verb over it tell of one
// happening: "the strike killed five on Sunday", "held talks on Monday".
func (c *chooser) oneEvent(i, verb int) bool {
	switch c.doc.Label[i] {
	case english.Nsubj, english.NsubjPass:
		return true
	case english.Obj, english.Obl, english.OblUnmarked:
		if caseOf(c.doc, i) == "during" {
			return true
		}
		switch c.doc.Lemma[verb] {
		case "hold", "conduct", "carry", "launch", "make", "have", "take", "begin", "start", "stage", "open", "resume", "continue", "complete", "end",
			"sign", "issue", "deliver", "impose", "announce", "give", "lead", "attend", "host", "join", "undertake", "perform", "mount", "attempt",
			"meet", "reach", "conclude", "place", "put", "send", "engage", "come", "follow", "tighten", "add", "order", "pass", "adopt", "approve",
			"introduce", "extend", "pay", "lift", "suspend", "withdraw", "cancel", "agree", "accept", "use", "do", "speak", "participate", "arrive":
			return true
		}
	}
	return false
}

// saying is the verb that says what the trigger announces, -1 for none: a
// promise or a threat happens when it is uttered ("said on Monday that he would
// meet him in May").
func (c *chooser) saying(trigger int) int {
	d := c.doc
	p := c.predicate(trigger)
	if d.Label[p] == english.Xcomp && d.Head[p] >= 0 {
		p = c.predicate(int(d.Head[p]))
	}
	if d.Label[p] != english.Ccomp || d.Head[p] < 0 || p != trigger && !c.under(trigger, p) {
		return -1
	}
	if lean, _ := tense(d, p); lean != Future {
		return -1
	}
	return int(d.Head[p])
}

// whenClause is the expression that a clause with "when" explains: "since
// Tuesday, when he vowed to strike".
func (c *chooser) whenClause(trigger int) int {
	d := c.doc
	p := c.predicate(trigger)
	for n := 0; n < 4 && d.Label[p] == english.Xcomp && d.Head[p] >= 0; n++ {
		p = c.predicate(int(d.Head[p]))
	}
	switch d.Label[p] {
	case english.Advcl, english.AdvclRelcl, english.ACLRelcl, english.ACL:
	default:
		return -1
	}
	at := -1
	for k := range near(d, p) {
		if k < p && d.Lemma[k] == "when" {
			at = k
		}
	}
	if at < 0 {
		return -1
	}
	best := -1
	for k := range c.exprs {
		if e := &c.exprs[k]; e.Last <= at && e.Last >= at-4 && !e.Length {
			best = k
		}
	}
	return best
}

// participle is the date of a noun in the participle that tells how it came to
// be: "the tariffs announced on Sunday", "an accord struck in 2015".
func (c *chooser) participle(trigger int) int {
	if c.doc.Pos[trigger] != english.NOUN {
		return -1
	}
	for k := range near(c.doc, trigger) {
		if c.doc.Label[k] == english.ACL && c.doc.Tag[k] == english.TagVBN {
			if e := c.within(k); e >= 0 {
				return e
			}
		}
	}
	return -1
}

// said is the date of saying where what is said comes first: "Kim has accepted,
// an envoy said on Thursday".
func (c *chooser) said(trigger int) int {
	p := c.predicate(trigger)
	for n := 0; n < 6 && c.doc.Head[p] >= 0 && (c.doc.Label[p] == english.Conj || c.doc.Label[p] == english.Xcomp); n++ {
		p = c.predicate(int(c.doc.Head[p]))
	}
	if lean, sure := tense(c.doc, p); sure && lean == Past && !c.presentPerfect(p) {
		return -1
	}
	for k := range near(c.doc, p) {
		if l := c.doc.Label[k]; k > p && (l == english.Conj || l == english.Parataxis || l == english.Ccomp) && speech(c.doc.Lemma[k]) {
			if e := c.within(k); e >= 0 {
				return e
			}
		}
	}
	return -1
}

// speech is true of verbs that give words again.
func speech(lemma string) bool {
	switch lemma {
	case "say", "write", "tell", "announce", "declare", "add", "state", "report", "warn", "post", "tweet", "confirm", "note", "claim", "insist",
		"acknowledge", "explain":
		return true
	}
	return false
}

// fronted is an expression that stands before the verb in its clause and
// so covers what is coordinated with it.
func (c *chooser) fronted(verb int) int {
	for n := 0; n < 8; n++ {
		best := -1
		for k := range c.exprs {
			e := &c.exprs[k]
			if _, ok := c.distance(e, verb); ok && c.usable(e) && e.First < verb && int(c.doc.Head[e.Head]) == verb {
				best = k
			}
		}
		if best >= 0 || c.doc.Label[verb] != english.Conj {
			return best
		}
		verb = int(c.doc.Head[verb])
	}
	return -1
}

// shared is the date of the verb that i is coordinated with, where i is of the
// same tense and has the same subject.
func (c *chooser) shared(i, verb int) int {
	for k := range near(c.doc, i) {
		switch c.doc.Label[k] {
		case english.Nsubj, english.NsubjPass:
			return -1
		}
	}
	if c.doc.Tag[i] != c.doc.Tag[verb] {
		return -1
	}
	return c.within(verb)
}

// tail is true of verbs that only tell how their infinitive goes on.
func tail(d *english.Doc, i int) bool { return !looksAhead(d.Lemma[i]) }

// perfect is true of a verb group with "had" or "has".
func (c *chooser) perfect(i int) bool {
	for k := range near(c.doc, i) {
		if c.doc.Label[k] == english.Aux && c.doc.Lemma[k] == "have" {
			return true
		}
	}
	return false
}

func (c *chooser) presentPerfect(i int) bool {
	for k := range near(c.doc, i) {
		if c.doc.Label[k] == english.Aux && c.doc.Lemma[k] == "have" && c.doc.Tag[k] != english.TagVBD {
			return true
		}
	}
	return false
}

// stance is true where what is said is what the speaker does by saying it: a
// promise, a threat, a state; not a report of something past.
func (c *chooser) stance(i int) bool {
	lean, _ := tense(c.doc, i)
	return lean != Past || copular(c.doc, i) && !c.perfect(i) || c.presentPerfect(i)
}
