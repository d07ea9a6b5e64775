package coder

import (
	"strings"

	"demarche/coder/lexicon"
	"demarche/coder/linear"
	"demarche/english"
	"demarche/when"
	"demarche/where"
	"demarche/who"
)

// analysis is all that is known of one report while it is coded: its text,
// tree, parties, dates and places, and per token what was worked out on demand.
// It is pooled; its slices keep their room from report to report.
type analysis struct {
	lex     *lexicon.Lexicon
	cls     *classes
	topics  *topics
	manners []manner
	kindred kindred

	doc      *english.Doc
	ment     *who.Mentions
	dates    []when.Expr
	timeline *when.Timeline
	places   []where.Mention
	given    []who.Mention // parties that the caller named; they come first
	extra    []who.Mention // places taken for the people there

	first []int32 // first child of a token, -1 without children
	next  []int32 // next sibling, -1 at the last
	sym   []int32 // symbol of the lemma in the lexicon, -1 when no frame speaks of it
	form  []int32 // symbol of the lower-cased word
	quote []int32 // which quotation the token stands in, -1 outside

	core       []core  // subject and object, worked out on demand
	args       []span  // slots of a predicate, in arena
	adjectival []span  // the same of a participle read as an adjective
	hits       []match // the frame that fits
	roles      []bound // the parties of that frame
	byPlace    []int32 // the mention in extra, -1 without
	dated      []bool  // whether a token belongs to a date
	eaten      []int32 // the predicate that a token is part or content of, -1 if none
	spoken     []topical

	arena      []arg
	parties    []int32
	quotes     []quotation
	scores     linear.Scores
	why        linear.Scores // of the contexts of the record at hand
	venues     []venue
	teller     teller
	told       []event     // the events of the report so far
	statements []statement // what the report prints of somebody's words without quotation marks
	asides     []aside     // by sentence
	tally      []principal
	principals [2]principal // the two countries that the report is about
	lower      []byte
}

type span struct {
	from, to int32
	done     bool
}

// classes are those classes of the lexicon that the engine itself asks for.
type classes struct {
	light, undergo, occur, say                            *lexicon.Class
	quantity, subjectControl                              *lexicon.Class
	venue, audience, evidence, obligation                 *lexicon.Class
	show, going, planned, possible, condition             *lexicon.Class
	chance, scheme, beside, aimed, tell, consent, decided *lexicon.Class
	hearsay, account, attest, resort, bring               *lexicon.Class
	accept, invitation, exercise, earlier, site, holding  *lexicon.Class
	agreement, meeting, summit, talks                     *lexicon.Class
	gainsay, alleged, voice, fringe, wielding, forbid     *lexicon.Class
	suffer, laden                                         *lexicon.Class
}

func resize[T any](s []T, n int, fill T) []T {
	if cap(s) < n {
		s = make([]T, n, n+n/2)
	}
	s = s[:n]
	for i := range s {
		s[i] = fill
	}
	return s
}

// begin makes the analysis ready for a parsed text.
func (a *analysis) begin(doc *english.Doc) {
	n := doc.Len()
	a.doc = doc
	a.first = resize(a.first, n, -1)
	a.next = resize(a.next, n, -1)
	a.sym = resize(a.sym, n, -1)
	a.form = resize(a.form, n, -1)
	a.quote = resize(a.quote, n, -1)
	a.core = resize(a.core, n, core{})
	a.args = resize(a.args, n, span{})
	a.adjectival = resize(a.adjectival, n, span{})
	a.hits = resize(a.hits, n, match{})
	a.roles = resize(a.roles, n, bound{})
	a.eaten = resize(a.eaten, n, -1)
	a.byPlace = resize(a.byPlace, n, -1)
	a.dated = resize(a.dated, n, false)
	a.spoken = resize(a.spoken, n, topical{})
	for i := range a.dates {
		e := &a.dates[i]
		for k := e.First; k < e.Last; k++ {
			a.dated[k] = doc.Pos[k] == english.PROPN || doc.Pos[k] == english.NUM
		}
	}
	a.extra = a.extra[:0]
	a.arena = a.arena[:0]
	a.parties = a.parties[:0]
	a.quotes = a.quotes[:0]
	for i := range n {
		a.sym[i], a.form[i] = a.symbols(i)
	}
	a.rehang()
	for i := n - 1; i >= 0; i-- {
		if h := doc.Head[i]; h >= 0 {
			a.next[i] = a.first[h]
			a.first[h] = int32(i)
		}
	}
	a.findQuotes()
	a.findAsides()
	a.findStatements()
	a.findPrincipals()
	a.findVenues()
}

// rehang mends what the parser hangs too low most often. A finite verb of the
// past that it joins to the last verb of a clause in another tense is joined to
// the verb above ("demanded that both sides stop and threatened …", "denied
// that it was …, and vowed …"). What is said goes to the verb of speech, not to
// the day when it was said ("declared earlier in the day that …").
func (a *analysis) rehang() {
	d := a.doc
	for i := range d.Len() {
		if h := d.Head[i]; h >= 0 && int(h) < i && (d.Label[i] == english.ACLRelcl || d.Label[i] == english.ACL) && a.inDate(h) {
			if v := d.Head[h]; v >= 0 {
				if d.Pos[v] != english.VERB && d.Head[v] >= 0 {
					v = d.Head[v]
				}
				if d.Pos[v] == english.VERB && a.cls.say.Has(a.sym[v]) && a.thatBefore(i, h) {
					d.Head[i], d.Label[i] = v, english.Ccomp
				}
			}
		}
		if d.Label[i] != english.Conj {
			continue
		}
		h := d.Head[i]
		if h < 0 || int(h) > i || d.Label[h] != english.Ccomp {
			continue
		}
		if top := d.Head[h]; top >= 0 && top < h && a.comesBack(int32(i), h, top) {
			d.Head[i] = top
		}
	}
}

// comesBack tells whether verb i, which is joined to verb h of what verb top
// says, goes on with top instead: it has no subject of its own and cannot share
// the auxiliaries of h. With an object it shares no passive; and nobody denies to
// have called on others or to have accused them.
func (a *analysis) comesBack(i, h, top int32) bool {
	d := a.doc
	past := d.Tag[i] == english.TagVBD && d.Tag[top] == english.TagVBD
	addressed := (d.Tag[i] == english.TagVBD || d.Tag[i] == english.TagVBN) && a.cls.gainsay.Has(a.sym[top]) && a.cls.voice.Has(a.sym[i])
	if !past && !addressed {
		return false
	}
	passive, object := false, false
	s := d.Sents[d.SentenceOf(int(i))]
	for k := s.First; k < s.Last; k++ {
		switch {
		case d.Head[k] == h && d.Label[k] == english.AuxPass:
			passive = true
		case d.Head[k] != i:
		case d.Label[k] == english.Nsubj, d.Label[k] == english.NsubjPass, d.Label[k] == english.Mark, d.Label[k] == english.AuxPass:
			if k > h && k < i {
				return false
			}
		case d.Label[k] == english.Obj:
			object = true
		}
	}
	if addressed || d.Pos[h] != english.VERB || d.Tag[h] != english.TagVBD && d.Tag[h] != english.TagVBN {
		return true
	}
	return passive && object
}

// thatBefore tells whether the clause of verb i has the conjunction "that" after
// token from.
func (a *analysis) thatBefore(i int, from int32) bool {
	for k := int(from) + 1; k < i; k++ {
		if int(a.doc.Head[k]) == i && a.doc.Label[k] == english.Mark && equalFold(a.doc.Word(k), "that") {
			return true
		}
	}
	return false
}

// symbols looks up the lemma and the form of token i. Names in headlines hide
// common nouns ("Military Threats"), so theirs are tried without capital and
// plural.
func (a *analysis) symbols(i int) (lemma, form int32) {
	lemma, form = -1, -1
	word := a.doc.Word(i)
	if id, ok := a.lookup(word); ok {
		form = id
	}
	if id, ok := a.lookup(a.doc.Lemma[i]); ok {
		lemma = id
	} else if form >= 0 && a.doc.Pos[i] != english.VERB {
		lemma = form
	} else if a.doc.Pos[i] == english.PROPN && strings.HasSuffix(word, "s") {
		if id, ok := a.lookup(word[:len(word)-1]); ok {
			lemma = id
		}
	}
	if lemma < 0 && a.doc.Pos[i] == english.VERB {
		lemma = a.unbent(word)
	}
	return lemma, form
}

// unbent looks for the base of a regular form whose lemma is unknown to the
// lexicon: which bases there are the lexicon itself knows.
func (a *analysis) unbent(word string) int32 {
	for _, end := range [...]string{"ed", "ing", "es", "s"} {
		stem, ok := strings.CutSuffix(word, end)
		if !ok || len(stem) < 2 {
			continue
		}
		if end == "ed" || end == "ing" {
			if id, ok := a.lookup(stem + "e"); ok {
				return id
			}
		}
		if id, ok := a.lookup(stem); ok {
			return id
		}
		if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
			if id, ok := a.lookup(stem[:n-1]); ok {
				return id
			}
		}
	}
	return -1
}

func (a *analysis) lookup(word string) (int32, bool) {
	for i := range len(word) {
		if c := word[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			a.lower = append(a.lower[:0], strings.ToLower(word)...)
			return a.lex.Symbol(string(a.lower))
		}
	}
	return a.lex.Symbol(word)
}

// is tells whether token i is of a class, by its lemma or by lemma and modifier.
func (a *analysis) is(i int32, c *lexicon.Class) bool {
	if i < 0 || c == nil {
		return false
	}
	if c.Has(a.sym[i]) {
		return true
	}
	for _, w := range c.With() {
		if w.Lemma == a.sym[i] && a.has(i, w.With) {
			return true
		}
	}
	return false
}

// has tells whether token i has the modifier or particle.
func (a *analysis) has(i, with int32) bool {
	for k := a.first[i]; k >= 0; k = a.next[k] {
		if a.sym[k] != with && a.form[k] != with {
			continue
		}
		switch a.doc.Label[k] {
		case english.CompoundPrt, english.Compound, english.Amod, english.Advmod, english.NmodDesc, english.Nmod, english.NmodUnmarked, english.Flat:
			return true
		}
	}
	// The tree may hang a particle elsewhere: the next word counts too.
	if j := i + 1; a.doc.Pos[i] == english.VERB && int(j) < a.doc.Len() && (a.sym[j] == with || a.form[j] == with) {
		return true
	}
	return false
}

// child finds the first child with one of the labels.
func (a *analysis) child(i int32, labels ...english.Label) int32 {
	for k := a.first[i]; k >= 0; k = a.next[k] {
		for _, l := range labels {
			if a.doc.Label[k] == l {
				return k
			}
		}
	}
	return -1
}

// at is the mention of a party that token i heads or is part of the name of.
func (a *analysis) at(i int32) (*who.Mention, bool) {
	for k := range a.given {
		if m := &a.given[k]; int(i) == m.Head {
			return m, true
		}
	}
	if a.dated[i] {
		return nil, false
	}
	if k := a.byPlace[i]; k >= 0 {
		return &a.extra[k], true
	}
	return a.ment.At(int(i))
}

func (a *analysis) word(i int32) string  { return a.doc.Word(int(i)) }
func (a *analysis) lemma(i int32) string { return a.doc.Lemma[i] }

// relative tells whether token i is a relative pronoun.
func (a *analysis) relative(i int32) bool {
	switch a.doc.Tag[i] {
	case english.TagWDT, english.TagWP, english.TagWPPoss:
		return true
	}
	return false
}

// verbal tells whether token i can head a clause as a verb.
func (a *analysis) verbal(i int32) bool { return a.doc.Pos[i] == english.VERB }

// nominal tells whether token i is a noun or name.
func (a *analysis) nominal(i int32) bool {
	return a.doc.Pos[i] == english.NOUN || a.doc.Pos[i] == english.PROPN
}
