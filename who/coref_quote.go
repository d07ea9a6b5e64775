package who

import (
	"demarche/english"
)

// quote is a stretch of tokens in quotation marks, or what follows "X said:".
type quote struct {
	first, last int32
	verb        int32 // the verb of speech, -1
	subject     int32 // token of who speaks, -1
	statement   bool  // not in quotation marks
}

// markQuotes finds the quotations of the text and the verbs that govern them.
func (f *finder) markQuotes() {
	d := f.doc
	open := int32(-1)
	size := int32(d.Len())
	for i := range size {
		w := d.Word(int(i))
		if open >= 0 && f.newParagraph(i) && (closesAll(w) || !opensQuote(d, i)) {
			// A quotation that runs on opens anew with each paragraph.
			f.addQuote(open, i)
			open = -1
		}
		switch {
		case open >= 0 && closesQuote(d, i):
			f.addQuote(open, i+1)
			open = -1
		case open >= 0 && opensQuote(d, i) && f.newParagraph(i):
			f.addQuote(open, i)
			open = i
		case open < 0 && opensQuote(d, i):
			open = i
		}
	}
	if open >= 0 {
		f.addQuote(open, size)
	}
	f.markStatements()
	for q := range f.quotes {
		f.governQuote(q)
	}
}

func closesAll(w string) bool { return w == "”" }

func opensQuote(d *english.Doc, i int32) bool {
	switch d.Word(int(i)) {
	case "“", "``", "«":
		return true
	case "\"":
		// A straight mark opens when a blank stands before it and none after.
		start := d.Start[i]
		return (start == 0 || isBlank(d.Text[start-1]) || d.Text[start-1] == '(') && int(d.End[i]) < len(d.Text) && !isBlank(d.Text[d.End[i]])
	}
	return false
}

func closesQuote(d *english.Doc, i int32) bool {
	switch d.Word(int(i)) {
	case "”", "''", "»":
		return true
	case "\"":
		return !opensQuote(d, i)
	}
	return false
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// newParagraph tells whether a line break stands before token i.
func (f *finder) newParagraph(i int32) bool {
	if i == 0 {
		return true
	}
	d := f.doc
	for k := d.End[i-1]; k < d.Start[i]; k++ {
		if d.Text[k] == '\n' {
			return true
		}
	}
	return false
}

func (f *finder) addQuote(first, last int32) {
	q := int32(len(f.quotes))
	f.quotes = append(f.quotes, quote{first: first, last: last, verb: -1, subject: -1})
	for k := first; k < last; k++ {
		if f.quoteOf[k] < 0 {
			f.quoteOf[k] = q
		}
	}
}

// markStatements takes what follows a paragraph that ends in "X said:" as X's
// words where it stands without quotation marks, to the end of the text or the
// next such paragraph, and in a transcript what follows "NAME:".
func (f *finder) markStatements() {
	d := f.doc
	for k := range d.Sents {
		s := d.Sents[k]
		last := s.Last - 1
		if last < s.First || d.Word(int(last)) != ":" || int(s.Last) >= d.Len() || f.quoteOf[s.Last] >= 0 || f.quoteOf[last] >= 0 {
			continue
		}
		verb := int32(-1)
		for i := s.First; i < s.Last; i++ {
			if d.Pos[i] == english.VERB && (speechVerb(d.Lemma[i]) || d.Lemma[i] == "release" || d.Lemma[i] == "issue") {
				verb = i
			}
		}
		if verb < 0 {
			continue
		}
		end := int32(d.Len())
		for j := k + 1; j < len(d.Sents); j++ {
			t := d.Sents[j]
			if d.Word(int(t.Last-1)) == ":" || f.quoteOf[t.First] >= 0 {
				end = t.First
				break
			}
		}
		f.addQuote(s.Last, end)
		f.quotes[len(f.quotes)-1].verb = verb
		f.quotes[len(f.quotes)-1].statement = true
	}
}

// governQuote finds the verb of speech that a quotation belongs to: one that
// governs it in the tree, else the one next to it in its sentence, else that of
// the sentence before or behind.
func (f *finder) governQuote(q int) {
	d := f.doc
	t := &f.quotes[q]
	if t.verb < 0 {
		s := f.sentOf[t.first]
		e := f.sentOf[t.last-1]
		t.verb = f.speechVerbIn(d.Sents[e], t.last)
		if t.verb < 0 && s != e {
			t.verb = f.speechVerbIn(d.Sents[s], t.first)
		}
		if t.verb < 0 && s > 0 && f.quoteOf[d.Sents[s].First] == int32(q) {
			t.verb = f.speechVerbIn(d.Sents[s-1], t.first)
		}
		if t.verb < 0 && int(e)+1 < len(d.Sents) && f.quoteOf[d.Sents[e+1].First] < 0 && !f.newParagraph(d.Sents[e+1].First) {
			t.verb = f.speechVerbIn(d.Sents[e+1], t.last)
		}
		if t.verb < 0 && q > 0 && f.quotes[q-1].subject >= 0 && s-f.sentOf[f.quotes[q-1].last-1] <= 2 {
			t.verb, t.subject = f.quotes[q-1].verb, f.quotes[q-1].subject
			return
		}
	}
	if t.verb >= 0 {
		t.subject = f.subjectOf(t.verb)
	}
}

// speechVerbIn is the verb of speech with a subject outside of quotations in a
// sentence that stands nearest to a token, -1 when there is none.
func (f *finder) speechVerbIn(s english.Span, near int32) int32 {
	best, gap := int32(-1), int32(1<<30)
	for i := s.First; i < s.Last; i++ {
		if f.quoteOf[i] >= 0 || f.doc.Pos[i] != english.VERB || !speechVerb(f.doc.Lemma[i]) {
			continue
		}
		if f.subjectOf(i) < 0 {
			continue
		}
		g := i - near
		if g < 0 {
			g = -g
		}
		if g < gap {
			best, gap = i, g
		}
	}
	return best
}

// subjectOf is the token of a verb's subject, found through coordination and
// control, -1 when there is none.
func (f *finder) subjectOf(v int32) int32 {
	d := f.doc
	for steps := 0; v >= 0 && steps < 6; steps++ {
		for k := f.firstKid[v]; k >= 0; k = f.nextKid[k] {
			switch d.Label[k] {
			case english.Nsubj, english.NsubjPass, english.OblAgent:
				return k
			}
		}
		switch d.Label[v] {
		case english.Conj, english.Xcomp, english.Advcl, english.Parataxis:
			v = d.Head[v]
		case english.ACL, english.ACLRelcl:
			return d.Head[v]
		default:
			return -1
		}
	}
	return -1
}

// speakerOf is the mention of who speaks a quotation, -1 when it is not known.
func (f *finder) speakerOf(q int32) int32 {
	t := &f.quotes[q]
	if t.subject >= 0 {
		return f.mentOf[t.subject]
	}
	return -1
}

// resolveSpeaker names "I" and "we": the speaker of the quotation, or in a
// statement who issued it.
func (f *finder) resolveSpeaker(m int32) {
	t := &f.ments[m]
	if q := f.quoteOf[t.head]; q >= 0 {
		if s := f.speakerOf(q); s >= 0 && s != m && f.ments[s].state != underway {
			f.resolve(s)
			if t.num == singular {
				f.refer(m, s, bySpeaker)
				return
			}
			f.speakersSide(m, s)
			return
		}
	}
	if s := f.transcriptSpeaker(t.head); s >= 0 && s != m && f.ments[s].state != underway {
		f.resolve(s)
		if t.num == singular {
			f.refer(m, s, bySpeaker)
		} else {
			f.speakersSide(m, s)
		}
		return
	}
	f.issuer(m)
}

// speakersSide names "we" after the speaker: country and sector without the name.
func (f *finder) speakersSide(m, s int32) {
	who := f.who(s)
	if len(who) == 0 {
		f.issuer(m)
		return
	}
	lo := int32(len(f.ids))
	for _, id := range who {
		if id.Sector == "ELI" || id.Sector == "" && isState(id.Country) {
			id.Sector = "GOV"
		}
		if isState(id.Country) {
			id.Name = ""
		}
		id.Office, id.Member, id.Other = "", "", nil
		f.addOnce(lo, id)
	}
	f.copyWho(m, lo, int32(len(f.ids)))
	t := &f.ments[m]
	t.kind = Body
	t.why = why{bySpeaker, f.ments[s].head}
	f.joinSide(m)
}

// joinSide puts "we" into the entity of its speaker's side.
func (f *finder) joinSide(m int32) {
	who := f.who(m)
	if len(who) == 1 && who[0].Name == "" && who[0].Sector == "GOV" {
		for e := f.lately(); e < len(f.ents); e++ {
			ent := &f.ents[e]
			if ent.kind == State && ent.entry != nil && ent.lo < ent.hi && f.ids[ent.lo].Country == who[0].Country {
				f.join(m, int32(e))
				return
			}
		}
	}
	f.newEntity(m)
}

// transcriptSpeaker is the mention before a colon that opens the paragraph of
// token i ("SECRETARY KERRY: ..."), -1 when there is none.
func (f *finder) transcriptSpeaker(i int32) int32 {
	d := f.doc
	start := i
	for start > max(0, i-400) && !f.newParagraph(start) {
		start--
	}
	for k := start; k < start+5 && k < i; k++ {
		if d.Word(int(k)) != ":" {
			continue
		}
		for b := k - 1; b >= start; b-- {
			if f.mentOf[b] >= 0 && f.ments[f.mentOf[b]].form != pronounForm {
				return f.mentOf[b]
			}
		}
	}
	return -1
}

// issuer names "we" of a text that speaks for itself.
func (f *finder) issuer(m int32) {
	t := &f.ments[m]
	q := f.quoteOf[t.head]
	if f.home == "" || q >= 0 && f.quotes[q].verb >= 0 {
		f.voice(m)
		return
	}
	if t.num == singular {
		if s := f.signer(m); s >= 0 {
			f.refer(m, s, byIssuer)
			return
		}
		f.voice(m)
		f.setOne(m, Identity{Country: f.home, Sector: "GOV"})
		t.why = why{byIssuer, -1}
		return
	}
	t.kind = Body
	if s := f.mainSubject(m); s >= 0 && (!f.homeSure || f.speaks(f.ments[s].head)) {
		f.speakersSide(m, s)
		t.why = why{byIssuer, f.ments[s].head}
		return
	}
	f.setOne(m, Identity{Country: f.home, Sector: "GOV"})
	t.why = why{byIssuer, -1}
	f.joinSide(m)
}

// mainSubject is the body or state that a sentence shortly before has as the
// subject of its main verb, -1 when there is none.
func (f *finder) mainSubject(m int32) int32 {
	t := &f.ments[m]
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 3; a-- {
		o := &f.ments[a]
		h := f.doc.Head[o.head]
		if o.state == settled && o.hi-o.lo == 1 && (o.kind == Body || o.kind == State) && stateSector(f.ids[o.lo].Sector) &&
			f.doc.Label[o.head] == english.Nsubj && h >= 0 && f.doc.Label[h] == english.Root {
			return a
		}
	}
	return -1
}

// signer is the official whom the head of a statement names ("Statement by
// Secretary Carter"), -1 when there is none.
func (f *finder) signer(m int32) int32 {
	for a := int32(0); a < m && f.ments[a].sent < 2; a++ {
		o := &f.ments[a]
		if o.kind == Person && o.form == nameForm && o.title >= 0 && o.state == settled && o.hi-o.lo == 1 && f.ids[o.lo].Country == f.home &&
			f.ids[o.lo].Sector == "GOV" && (o.role == subjectRole || f.caseOf(o.head) == "by" || f.caseOf(o.head) == "from") {
			return a
		}
	}
	return -1
}

// voice ties the first and second persons of an unknown speaker to each other.
func (f *finder) voice(m int32) {
	t := &f.ments[m]
	t.kind = Person
	if t.num == plural {
		t.kind = People
	}
	for a := m - 1; a >= 0; a-- {
		o := &f.ments[a]
		if o.form == pronounForm && o.pron.person == t.pron.person && o.num == t.num && (o.lo == o.hi || o.why.rule == byIssuer && f.ments[a].num == singular) && o.ent >= 0 {
			f.join(m, o.ent)
			return
		}
	}
	f.newEntity(m)
}

// speechVerb tells the verbs that report words.
func speechVerb(lemma string) bool { return speechVerbs[lemma] }

var speechVerbs = map[string]bool{
	"say": true, "tell": true, "add": true, "state": true, "announce": true, "declare": true, "warn": true, "claim": true,
	"note": true, "report": true, "insist": true, "argue": true, "comment": true, "remark": true, "write": true, "reply": true,
	"respond": true, "answer": true, "ask": true, "continue": true, "conclude": true, "explain": true, "stress": true,
	"emphasize": true, "emphasise": true, "urge": true, "call": true, "vow": true, "pledge": true, "promise": true, "accuse": true,
	"condemn": true, "admit": true, "acknowledge": true, "confirm": true, "deny": true, "assert": true, "allege": true,
	"suggest": true, "reiterate": true, "tweet": true, "post": true, "caution": true, "complain": true, "concede": true,
	"observe": true, "recall": true, "express": true, "describe": true, "quote": true, "threaten": true,
	"demand": true, "boast": true, "joke": true, "charge": true, "counter": true, "retort": true, "speak": true, "read": true,
	"welcome": true, "believe": true, "think": true, "hope": true,
}
