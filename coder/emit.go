package coder

import (
	"time"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/record"
	"demarche/report"
	"demarche/where"
	"demarche/who"
)

// event is what a predicate says once its frame, stance and speaker have been
// weighed against each other.
type event struct {
	head     int32
	frame    *lexicon.Frame
	typ      plover.Type
	mode     plover.Mode
	modality record.Modality
	actors   []int32
	recips   []int32
	stance   stance
	speech   speech
	inferred bool    // a party was filled in from the report as a whole
	believed float64 // what the sense model gives the type, 0 when it was not asked
}

// settle works out the event of predicate p; why says in a word or two what
// keeps it from being one ("" when nothing does).
func (a *analysis) settle(p int32) (ev event, why string) {
	f := a.frameOf(p)
	switch {
	case f == nil:
		return ev, "no frame fits"
	case f.Type == "":
		return ev, "the frame makes no event"
	}
	ev = a.judge(p)
	if len(ev.actors) == 0 && len(ev.recips) == 0 {
		a.recall(&ev)
	}
	if !a.coded(ev.actors) && !a.coded(ev.recips) {
		a.fromSetting(&ev)
	}
	a.counterpart(&ev)
	switch {
	case a.attributive(p):
		return ev, "only says what somebody is like"
	case len(ev.actors) == 0 && a.demands(&ev):
		return ev, "nobody is told to demand it"
	case ev.typ == plover.Accuse && bothSides(f) && a.count(ev.actors) < 2:
		return ev, "a quarrel with nobody"
	case len(ev.actors) == 0 && a.thingDoes(&ev):
		return ev, "a thing does it, nobody known"
	case ev.modality == record.Negated && ev.inferred:
		return ev, "did not happen, and one side unknown"
	case ev.modality == record.Hypothetical && (!a.coded(ev.actors) || !a.coded(ev.recips) && a.count(ev.actors) < 2):
		return ev, "not asserted, and one side unknown"
	case a.inPassing(&ev):
		return ev, "only spoken of in passing"
	case !a.coded(ev.actors) && !a.coded(ev.recips):
		return ev, "no party with a country"
	case plover.NeedsRecipient(ev.typ) && len(ev.recips) == 0 && a.count(ev.actors) < 2:
		return ev, "no recipient"
	}
	return ev, ""
}

// bothSides tells whether a frame has two sides do the same thing.
func bothSides(f *lexicon.Frame) bool {
	for i := range f.Slots {
		if f.Slots[i].Role == lexicon.Both {
			return true
		}
	}
	return false
}

// attributive tells whether p is a participle before its noun: "trusted
// partners".
func (a *analysis) attributive(p int32) bool {
	return a.verbal(p) && a.doc.Label[p] == english.Amod && a.doc.Head[p] > p
}

// thingDoes tells whether the act is that of something that is no party and no
// means of violence: "the reform will free farmers from rules".
func (a *analysis) thingDoes(ev *event) bool {
	if !a.verbal(ev.head) || ev.frame.Kind != lexicon.Verb || ev.typ == plover.Assault || ev.typ == plover.Mobilize {
		return false
	}
	c := a.coreOf(ev.head)
	return !c.passive && c.subj >= 0
}

// inPassing tells whether the act is no more than what somebody or something is
// for or about: "planes carrying deportees", "met to support the talks".
func (a *analysis) inPassing(ev *event) bool {
	p := ev.head
	if !a.verbal(p) || ev.frame.Kind != lexicon.Verb {
		// "on the sidelines of a summit": there another meeting was held
		return a.nominal(p) && a.doc.Label[p] == english.Nmod && a.is(a.doc.Head[p], a.cls.fringe)
	}
	switch a.doc.Label[p] {
	case english.ACL, english.ACLRelcl:
		h := a.doc.Head[p]
		if a.eaten[h] >= 0 && a.coreOf(p).obj == h && ev.typ == plover.Agree && a.typeOf(a.eaten[h]) == plover.Reject {
			return true // "cancelled a trip planned for May"
		}
		if a.doc.Label[p] == english.ACLRelcl {
			return false
		}
		if a.isInfinitive(p) && ev.typ == plover.Support && a.typeOf(h) == plover.Consult {
			return true // "a conference to support the talks"
		}
		return a.doc.Tag[p] == english.TagVBG && a.child(p, english.Mark) < 0 && !spoken(ev.typ)
	case english.Advcl:
		return a.isInfinitive(p) && ev.typ == plover.Support && !a.is(a.doc.Head[p], a.cls.resort)
	}
	return false
}

// recall gives an act that is spoken of again ("the call") the parties it had
// before: those of the last event of its type with the same word or mode.
func (a *analysis) recall(ev *event) {
	det := a.child(ev.head, english.Det)
	if ev.frame.Kind != lexicon.Noun || det < 0 || equalFold(a.word(det), "a") || equalFold(a.word(det), "an") || equalFold(a.word(det), "no") {
		return
	}
	for i := len(a.told) - 1; i >= 0; i-- {
		old := &a.told[i]
		if old.typ == ev.typ && (a.shares(old, ev) || ev.mode != "" && old.mode == ev.mode) {
			ev.actors, ev.recips = old.actors, old.recips
			if h := a.doc.Head[ev.head]; a.is(ev.head, a.cls.invitation) && a.is(h, a.cls.accept) && a.coreOf(h).obj == ev.head && len(old.recips) > 0 {
				ev.actors, ev.recips = old.recips, old.actors // it is accepted
			}
			return
		}
	}
}

// shares tells whether two events are named by the same word.
func (a *analysis) shares(old, ev *event) bool {
	from, to := a.trigger(old)
	for t := from; t < to; t++ {
		if a.sym[t] == a.sym[ev.head] {
			return true
		}
	}
	return false
}

func (a *analysis) identities(t int32) []who.Identity {
	if m, ok := a.at(t); ok {
		return m.Who
	}
	return nil
}

// coded tells whether one of the mentions has a country.
func (a *analysis) coded(list []int32) bool {
	for _, t := range list {
		for _, id := range a.identities(t) {
			if id.Country != "" {
				return true
			}
		}
	}
	return false
}

// count is the number of parties that the mentions stand for.
func (a *analysis) count(list []int32) int {
	n := 0
	for _, t := range list {
		n += len(a.identities(t))
	}
	return n
}

// consume marks the words that are part or content of a greater predicate, so
// that they make no event of their own.
func (a *analysis) consume() {
	for i := range a.doc.Len() {
		p := int32(i)
		f := a.frameOf(p)
		if f == nil {
			continue
		}
		if f.Type != "" {
			b := a.bind(p)
			if f.Type != plover.Accuse && !a.coded(a.list(b.actors)) && !a.coded(a.list(b.recips)) {
				continue // what an unknown accuser says is no act either
			}
		} else if f.Effect != lexicon.Nothing {
			continue
		}
		if a.is(p, a.cls.accept) || a.is(p, a.cls.invitation) { // "accepted an invitation to visit"
			for _, g := range a.argsFor(p, f) {
				if g.slot == lexicon.Comp {
					a.eat(g.tok, p, true)
				}
			}
		}
		if penal(f.Type) && a.verbal(p) { // "jailed for spreading lies": why, not what happened
			for k := a.first[p]; k >= 0; k = a.next[k] {
				if (a.doc.Label[k] == english.Advcl || a.doc.Label[k] == english.ACL) && a.verbal(k) && k > p && a.marks(k, "for") {
					a.eat(k, p, true)
				}
			}
		}
		if a.is(p, a.cls.forbid) { // "forbids its firms to trade": none of it happens
			for _, g := range a.argsFor(p, f) {
				if a.verbal(g.tok) && (g.slot == lexicon.Comp || a.marks(g.tok, "from")) {
					a.eat(g.tok, p, true)
				}
			}
		}
		for si := range f.Slots {
			s := &f.Slots[si]
			if s.Role != lexicon.Content && (len(s.Fill) == 0 || s.Role != lexicon.NoRole && s.Fill[0].Kind != lexicon.NoBuiltin) {
				continue
			}
			for _, g := range a.argsFor(p, f) {
				for _, name := range s.Names {
					if g.slot == name && g.tok != p && (len(s.Fill) == 0 || a.fills(g.tok, s.Fill)) {
						a.eat(g.tok, p, s.Role == lexicon.Content)
					}
				}
			}
		}
	}
}

func (a *analysis) eat(t, p int32, content bool) {
	if a.eaten[t] < 0 && t != p {
		a.eaten[t] = p
	}
	for k := a.first[t]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Conj {
			a.eat(k, p, content)
		}
	}
	if !content {
		return
	}
	for k := a.first[t]; k >= 0; k = a.next[k] { // "offered to send police to help"
		if l := a.doc.Label[k]; (l == english.Advcl || l == english.Xcomp) && a.verbal(k) && a.eaten[k] < 0 {
			if m := a.child(k, english.Mark); m >= 0 && equalFold(a.word(m), "to") {
				a.eaten[k] = p
			}
		}
	}
	if k := a.kernel(t); k != t {
		a.eat(k, p, false)
	}
	if c := a.coreOf(t); a.verbal(t) && c.obj >= 0 && c.obj != p && a.is(t, a.cls.light) {
		a.eat(c.obj, p, false)
	}
}

// trigger is the span of tokens that names the act: the predicate with its
// particle, light verb or filler when these stand close by.
func (a *analysis) trigger(ev *event) (from, to int32) {
	from, to = ev.head, ev.head+1
	join := func(t int32) {
		f, l := min(from, t), max(to, t+1)
		if l-f <= 6 {
			from, to = f, l
		}
	}
	if l := a.lend(ev.head); ev.frame.Kind == lexicon.Noun && l.kind == lends {
		join(l.verb)
	}
	for k := a.first[ev.head]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.CompoundPrt || ev.frame.Kind == lexicon.Noun && a.doc.Label[k] == english.Compound && k == ev.head-1 && !a.named(k) {
			join(k)
		}
	}
	for i := range ev.frame.Slots {
		s := &ev.frame.Slots[i]
		if s.Role != lexicon.NoRole || len(s.Fill) == 0 {
			continue
		}
		for _, g := range a.argsFor(ev.head, ev.frame) {
			if g.slot == s.Names[0] && a.fills(g.tok, s.Fill) {
				join(g.tok)
			}
		}
	}
	if a.doc.Tag[to-1] == english.TagDollar { // the sum belongs to its sign
		for int(to) < a.doc.Len() && a.doc.Pos[to] == english.NUM {
			to++
		}
	}
	return from, to
}

// records writes the events of the report down.
func (c *Coder) records(a *analysis, rep *report.Report) []record.Record {
	a.consume()
	a.told = a.told[:0]
	out := []record.Record{}
	for k := range a.doc.Sents {
		events := a.eventsOf(k)
		for i := range events {
			c.reconsider(a, k, &events[i])
			if r := c.record(a, rep, k, &events[i]); whole(&r) && !repeats(out, &r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// eventsOf works out the events of sentence k, each act once, and keeps them
// for the sentences after it.
func (a *analysis) eventsOf(k int) []event {
	here := len(a.told)
	for p := a.doc.Sents[k].First; p < a.doc.Sents[k].Last; p++ {
		if a.eaten[p] >= 0 {
			continue
		}
		if ev, why := a.settle(p); why == "" {
			a.told = append(a.told, ev)
			if invited, ok := a.invitationIn(&ev); ok {
				a.told = append(a.told, invited)
			}
		}
	}
	a.told = a.told[:here+len(a.fold(a.told[here:]))]
	return a.told[here:]
}

// invitationIn is the invitation that an event accepts: who accepts one was
// invited by the other side.
func (a *analysis) invitationIn(ev *event) (event, bool) {
	if ev.typ != plover.Agree || ev.stance.negated || !a.is(ev.head, a.cls.accept) || !a.coded(ev.actors) || !a.coded(ev.recips) {
		return event{}, false
	}
	for _, t := range ev.recips {
		if a.compatriotsOf(t, ev.actors) {
			return event{}, false // each invited the other
		}
	}
	for _, g := range a.argsFor(ev.head, ev.frame) {
		if g.slot != lexicon.Obj || !a.is(g.tok, a.cls.invitation) {
			continue
		}
		if f := a.frameOf(g.tok); f != nil && f.Type == plover.Agree {
			return event{
				head: g.tok, frame: f, typ: plover.Agree, modality: record.Actual,
				actors: ev.recips, recips: ev.actors, stance: stance{cue: -1}, speech: ev.speech, inferred: ev.inferred,
			}, true
		}
	}
	return event{}, false
}

// whole tells whether a record has the parties that its type asks for. Mentions
// that turn out to be of one party may leave it short of them.
func whole(r *record.Record) bool {
	return !plover.NeedsRecipient(r.Type) || len(r.Recipients) > 0 || len(r.Actors) > 1
}

// repeats tells whether r says what a record of its sentence says already, as
// "acts of violence" does by its verb and by its noun.
func repeats(out []record.Record, r *record.Record) bool {
	for i := len(out) - 1; i >= 0 && out[i].Sentence.Index == r.Sentence.Index; i-- {
		if out[i].ID == r.ID {
			return true
		}
	}
	return false
}

func (c *Coder) record(a *analysis, rep *report.Report, k int, ev *event) record.Record {
	s := a.doc.Sentence(k)
	from, to := a.trigger(ev)
	r := record.Record{
		Report:     record.Report{ID: rep.ID, Title: rep.Title, Outlet: rep.Outlet, Published: rep.Published, URL: rep.URL},
		Sentence:   record.Sentence{Index: k, Start: s.Start(), End: s.End(), Text: s.Text()},
		Trigger:    a.textSpan(from, to),
		Type:       ev.typ,
		Mode:       ev.mode,
		Quad:       ev.typ.Quad(),
		Score:      ev.typ.ScoreWith(ev.mode),
		Actors:     a.people(ev.actors),
		Recipients: a.people(ev.recips),
		Modality:   ev.modality,
	}
	r.Contexts = c.contexts(a, rep, k, ev)
	r.CAMEO, _ = plover.ToCAMEO(ev.typ, ev.mode, r.Contexts)
	r.Date = a.dateOf(rep, ev)
	if r.Date != nil && r.Modality == record.Actual && longBefore(r.Date, rep.Published) {
		r.Modality = record.Historical
	}
	r.Place = placeOf(a, ev)
	r.Claim = a.claim(ev)
	r.ID = record.NewID(&r)
	signals := signalsOf(ev)
	r.Confidence = signals.confidence()
	if c.observe != nil {
		c.observe(r.ID, signals)
	}
	if c.observeTraits != nil {
		c.observeTraits(r.ID, a.listTraits(rep, k, ev))
	}
	return r
}

func (a *analysis) textSpan(from, to int32) record.Span {
	start, end := int(a.doc.Start[from]), int(a.doc.End[to-1])
	return record.Span{Start: start, End: end, Text: a.doc.Text[start:end]}
}

// people turns mentions into parties, each party once.
func (a *analysis) people(list []int32) []record.Party {
	out := []record.Party{}
	for _, t := range list {
		m, ok := a.at(t)
		if !ok {
			continue
		}
		for i := range m.Who {
			p := a.party1(m, &m.Who[i])
			dup := false
			for j := range out {
				dup = dup || out[j].Country == p.Country && out[j].Sector == p.Sector && out[j].Name == p.Name && (p.Name != "" || out[j].Text == p.Text)
			}
			if !dup {
				out = append(out, p)
			}
		}
	}
	return out
}

func (a *analysis) party1(m *who.Mention, id *who.Identity) record.Party {
	span := a.textSpan(int32(m.First), int32(m.Last))
	return record.Party{
		Text: span.Text, Start: span.Start, End: span.End,
		Name: id.Name, Country: id.Country, Sector: id.Sector, OtherSectors: id.Other, Office: id.Office,
	}
}

func (a *analysis) claim(ev *event) *record.Claim {
	sp := ev.speech
	q := a.quote[ev.head]
	if q < 0 && (spoken(ev.typ) || sp.cue >= 0) {
		q = a.quoteUnder(ev.head) // threatened to "totally destroy"
	}
	evidence := ""
	if sp.cue >= 0 || ev.typ == plover.Accuse {
		evidence = a.evidenceFor(ev.head, sp)
	}
	if sp.cue < 0 {
		by := int32(-1)
		if len(ev.actors) > 0 {
			by = ev.actors[0]
		}
		if evidence == "" && q < 0 && !((spoken(ev.typ) || a.verbal(ev.head) && a.is(ev.head, a.cls.say)) && a.venueFor(by, ev.head, true) != "") {
			return nil
		}
		// An accusation is its maker's own claim.
		if by >= 0 && a.quote[ev.head] < 0 {
			sp = speech{by, ev.head, by}
		}
	}
	c := &record.Claim{Evidence: evidence, Verbatim: q >= 0}
	if sp.cue >= 0 {
		c.By = a.vouches(sp)
		c.Cue = a.word(sp.cue)
		if from, to, ok := a.venueOf(sp.cue); ok {
			c.Venue = a.doc.Words(int(from), int(to))
		} else {
			c.Venue = a.venueFor(sp.by, ev.head, sp.cue == ev.head)
		}
	}
	if q >= 0 {
		quote := a.textSpan(a.quotes[q].open+1, a.quotes[q].close)
		c.Quote = &quote
	}
	return c
}

// spoken tells whether a type is done by saying something.
func spoken(t plover.Type) bool {
	q := t.Quad()
	return (q == plover.VerbalConflict || q == plover.VerbalCooperation) && t != plover.Consult
}

// quoteUnder finds a quotation of some words among what hangs on p in its
// sentence, -1 if there is none.
func (a *analysis) quoteUnder(p int32) int32 {
	s := a.doc.Sents[a.doc.SentenceOf(int(p))]
	for i := s.First; i < s.Last; i++ {
		if q := a.quote[i]; q >= 0 && a.under(i, p) {
			return q
		}
	}
	return -1
}

// under tells whether token i is t or hangs below it, a clause joined to t with
// a subject of its own apart.
func (a *analysis) under(i, t int32) bool {
	for depth := 0; i >= 0 && depth < 16; depth++ {
		if i == t {
			return true
		}
		if a.doc.Label[i] == english.Conj && a.doc.Head[i] == t && a.verbal(i) || a.doc.Label[i] == english.Advcl && equalFold(a.lemma(i), "say") {
			return false
		}
		i = a.doc.Head[i]
	}
	return false
}

// partOf tells whether the mention of the speaker is but a modifier of the words
// for who speaks.
func (a *analysis) partOf(m *who.Mention, sp speech) bool {
	if m.Kind == who.Person || sp.source < 0 || int(sp.source) >= m.First && int(sp.source) < m.Last || a.doc.Head[m.Head] != sp.source || !a.nominal(sp.source) {
		return false
	}
	switch a.doc.Label[m.Head] {
	case english.Compound, english.Amod, english.NmodPoss, english.Nmod:
		return true
	}
	return false
}

// vouches is who says so: a known party or, by its words alone, what is none
// ("the release said").
func (a *analysis) vouches(sp speech) *record.Party {
	if sp.by < 0 {
		sp.by = a.authorOf(sp.source)
	}
	if sp.by >= 0 {
		if m, ok := a.at(sp.by); ok && len(m.Who) > 0 {
			p := a.party1(m, &m.Who[0])
			if a.partOf(m, sp) { // "a government source"
				from, to := a.phrase(sp.source)
				span := a.textSpan(from, to)
				p.Text, p.Start, p.End = span.Text, span.Start, span.End
			}
			return &p
		}
	}
	from, to := a.phrase(sp.source)
	span := a.textSpan(from, to)
	return &record.Party{Text: span.Text, Start: span.Start, End: span.End}
}

// dateOf is the event's own date; without words for one, the day of
// publication with precision unknown (codebook, section 6).
func (a *analysis) dateOf(rep *report.Report, ev *event) *record.Date {
	party := -1
	if len(ev.recips) > 0 {
		party = int(ev.recips[0])
	}
	if d, ok := a.timeline.DateWith(int(ev.head), party); ok {
		if d.Start != "" && d.End < d.Start { // "since May": to the day of the report
			d.End = max(rep.Published, d.Start)
		}
		return &d
	}
	if rep.Published == "" {
		return nil
	}
	return &record.Date{Start: rep.Published, End: rep.Published, Precision: record.Unknown}
}

// longBefore tells whether a date lies years, not weeks, before publication.
func longBefore(d *record.Date, published string) bool {
	end, err1 := time.Parse(time.DateOnly, d.End)
	pub, err2 := time.Parse(time.DateOnly, published)
	return err1 == nil && err2 == nil && d.Precision != record.Unknown && pub.Sub(end) > 2*365*24*time.Hour
}

func placeOf(a *analysis, ev *event) *record.Place {
	m, ok := where.Choose(a.doc, a.places, int(ev.head))
	if !ok {
		return nil
	}
	from, to := int(a.doc.Start[m.First]), int(a.doc.End[m.Last-1])
	return &record.Place{Name: m.Name, Country: m.Country, Lat: m.Lat, Lon: m.Lon, Text: a.doc.Text[from:to], Span: &[2]int{from, to}}
}
