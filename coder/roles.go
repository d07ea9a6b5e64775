package coder

import (
	"slices"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/where"
	"demarche/who"
)

// bound is who fills the roles of a predicate: ranges of analysis.parties,
// which holds the head tokens of mentions.
type bound struct {
	actors, recips span
	content        int32 // head of what is threatened, promised …; -1 without
	state          uint8 // 0 untried, 1 being tried, 2 known
}

func (a *analysis) list(s span) []int32 { return a.parties[s.from:s.to] }

// keep stores heads in the arena, each once.
func (a *analysis) keep(heads []int32) span {
	from := int32(len(a.parties))
	for _, h := range heads {
		dup := false
		for _, old := range a.parties[from:] {
			dup = dup || old == h
		}
		if !dup {
			a.parties = append(a.parties, h)
		}
	}
	return span{from, int32(len(a.parties)), true}
}

// bind finds the parties of the frame that fits token p.
func (a *analysis) bind(p int32) bound {
	none := bound{content: -1}
	if p < 0 || a.roles[p].state == 1 {
		return none
	}
	if a.roles[p].state == 2 {
		return a.roles[p]
	}
	f := a.frameOf(p)
	if f == nil {
		return none
	}
	a.roles[p].state = 1
	var actorBuf, recipBuf [16]int32
	actors, recips := actorBuf[:0], recipBuf[:0]
	content := int32(-1)
	args := a.argsFor(p, f)
	both := false
	for i := range f.Slots {
		s := &f.Slots[i]
		switch s.Role {
		case lexicon.Actor:
			actors = a.slotParties(actors, s, args)
		case lexicon.Recipient:
			recips = a.slotParties(recips, s, args)
		case lexicon.Both:
			both = true
			actors = a.slotParties(actors, s, args)
		case lexicon.Content:
			if content < 0 {
				content = a.slotContent(s, args)
			}
		}
	}
	if f.Kind == lexicon.Noun {
		switch lend := a.lend(p); lend.kind {
		case lends:
			if len(actors) == 0 || both {
				actors = a.partiesOf(actors, a.coreOf(lend.verb).subj, 0)
			}
		case undergoes:
			if len(recips) == 0 && !both {
				recips = a.partiesOf(recips, a.surface(lend.verb), 0)
			}
		}
	}
	if len(actors) == 0 && f.Type == plover.Assault && a.nominal(p) {
		actors = a.claimants(actors, p)
	}
	if len(actors) == 0 && len(recips) == 0 && f.Kind == lexicon.Noun {
		actors, recips = a.fromClause(p, both)
	}
	if both && len(actors) > 0 && a.count(actors) == 1 {
		actors = a.partner(p, actors)
	}
	if content >= 0 {
		inner := a.bind(content)
		sides := [2]span{inner.recips, inner.actors}
		if f.Type == plover.Support || f.Type == plover.Accuse || f.Type == plover.Request { // who is praised for a deed, blamed for it or asked to do it
			sides[0], sides[1] = sides[1], sides[0]
		}
		for _, side := range sides {
			if len(recips) == 0 {
				recips = a.without(recips, a.list(side), actors)
			}
		}
		if len(recips) == 0 && f.Type == plover.Request {
			recips = a.without(recips, a.partiesOf(nil, a.surface(content), 0), actors)
		}
	}
	if len(recips) == 0 && (f.Type == plover.Aid || f.Type == plover.Assault && f.Kind == lexicon.Noun && !a.coded(actors)) {
		recips = a.locals(recips, f, args)
	}
	if len(a.without(nil, recips, actors)) == 0 && !both {
		recips = a.fromFiller(recips, f, args, actors)
		recips = a.fromDeed(recips, f, args, actors)
	}
	b := bound{actors: a.keep(actors), content: content, state: 2}
	recips = a.without(nil, recips, actors)
	if a.nations(actors) > 1 && (mutual(f.Type) || f.Type == plover.Concede) || f.Type == plover.Mobilize {
		// What they do together they do not do to one of them, and who musters
		// off their own coast does not do it to themselves.
		recips = a.foreignTo(recips, actors)
	}
	b.recips = a.keep(recips)
	a.roles[p] = b
	return b
}

// locals finds those who live where help goes or an attack was: "gave money for
// the repair of schools in Nepal", "an attack on a market in Kano".
func (a *analysis) locals(out []int32, f *lexicon.Frame, args []arg) []int32 {
	for i := range f.Slots {
		s := &f.Slots[i]
		if s.Role != lexicon.Recipient {
			continue
		}
		for _, g := range args {
			if slices.Contains(s.Names, g.slot) && a.nominal(g.tok) && len(out) == 0 {
				out = a.placeWithin(out, g.tok, 0)
			}
		}
	}
	return out
}

// placeWithin looks for a place below noun t, past "of", "for" and "in".
func (a *analysis) placeWithin(out []int32, t int32, depth int) []int32 {
	for k := a.first[t]; k >= 0 && len(out) == 0; k = a.next[k] {
		if a.doc.Label[k] != english.Nmod || depth > 2 || !a.caseIs(k, "of") && !a.caseIs(k, "for") && !a.caseIs(k, "in") {
			continue
		}
		if out = a.placeParty(out, k); len(out) == 0 {
			out = a.placeWithin(out, k, depth+1)
		}
	}
	return out
}

// foreignTo keeps those of list that share no country with one of of.
func (a *analysis) foreignTo(list, of []int32) []int32 {
	out := list[:0]
	for _, t := range list {
		if !a.compatriotsOf(t, of) {
			out = append(out, t)
		}
	}
	return out
}

// claimants appends who is said to have claimed the deed p, or is blamed for
// it: "an attack claimed by the group", "a bombing for which the group has
// claimed responsibility".
func (a *analysis) claimants(out []int32, p int32) []int32 {
	if v := a.doc.Head[p]; v >= 0 && a.doc.Label[p] == english.Obj && equalFold(a.lemma(v), "blame") {
		for _, g := range a.argsAs(v, true) { // "blamed the bombing on the rebels"
			if on, ok := a.lex.Prep("on"); ok && g.slot == on {
				out = a.partiesOf(out, g.tok, 0)
			}
		}
	}
	for k := a.first[p]; k >= 0; k = a.next[k] {
		if l := a.doc.Label[k]; l != english.ACL && l != english.ACLRelcl {
			continue
		}
		switch {
		case equalFold(a.lemma(k), "claim"):
			out = a.partiesOf(out, a.coreOf(k).subj, 0)
		case equalFold(a.lemma(k), "blame"):
			for g := a.first[k]; g >= 0; g = a.next[g] {
				if a.caseIs(g, "on") {
					out = a.partiesOf(out, g, 0)
				}
			}
		}
	}
	return out
}

// without appends those of list that speak of nobody in but.
func (a *analysis) without(out, list, but []int32) []int32 {
	for _, t := range list {
		if !slices.Contains(but, t) && !a.among(t, but) {
			out = append(out, t)
		}
	}
	return out
}

// same tells whether two mentions speak of the same party.
func (a *analysis) same(t, o int32) bool {
	if t == o {
		return true
	}
	m, ok1 := a.at(t)
	n, ok2 := a.at(o)
	if !ok1 || !ok2 || len(m.Who) == 0 || len(n.Who) == 0 || len(m.Who) != len(n.Who) {
		return false
	}
	for i := range m.Who {
		if !alike(&m.Who[i], &n.Who[i]) {
			return false
		}
	}
	return true
}

func alike(x, y *who.Identity) bool {
	return x.Country == y.Country && x.Sector == y.Sector && x.Name == y.Name
}

// among tells whether each of those that mention t speaks of is one of the
// parties of list: "their" after "India and China".
func (a *analysis) among(t int32, list []int32) bool {
	ids := a.identities(t)
	for i := range ids {
		found := false
		for _, o := range list {
			other := a.identities(o)
			for j := range other {
				found = found || alike(&ids[i], &other[j])
			}
		}
		if !found {
			return false
		}
	}
	return len(ids) > 0
}

// slotParties appends the parties of the first alternative of s that has any.
func (a *analysis) slotParties(out []int32, s *lexicon.Slot, args []arg) []int32 {
	for _, name := range s.Names {
		n := len(out)
		for _, g := range args {
			if g.slot != name || len(s.Fill) > 0 && !a.fills(g.tok, s.Fill) || a.network(g.tok) {
				continue
			}
			// "US strike", not "oil talks"; "met the envoys", not "discussed Syria's war"
			if (name == lexicon.Mod || name == lexicon.Obj && s.Role == lexicon.Both) && !a.named(g.tok) {
				continue
			}
			out = a.partiesOf(out, g.tok, 0)
			if len(out) == n && s.Role == lexicon.Recipient {
				out = a.placeParty(out, g.tok)
			}
			if len(out) > n && name != lexicon.Vs && name != lexicon.Mod && s.Role != lexicon.Both {
				break
			}
		}
		// The parser may take a direct object for an indirect one.
		if name == lexicon.Obj && len(out) == n {
			for _, g := range args {
				if g.slot == lexicon.Iobj {
					out = a.partiesOf(out, g.tok, 0)
				}
			}
		}
		if len(out) > n {
			break
		}
	}
	return out
}

// network tells whether a phrase names the medium that something was said on:
// who "called on Twitter for a truce" asked nothing of Twitter.
func (a *analysis) network(t int32) bool {
	if a.doc.Pos[t] != english.PROPN || !a.is(t, a.cls.venue) || !a.caseIs(t, "on") {
		return false
	}
	for _, id := range a.identities(t) {
		if id.Sector == "LEG" || id.Sector == "GOV" {
			return false
		}
	}
	return true
}

// slotContent is the predicate that a content slot holds.
func (a *analysis) slotContent(s *lexicon.Slot, args []arg) int32 {
	for _, name := range s.Names {
		for _, g := range args {
			if g.slot == name && (len(s.Fill) == 0 || a.fills(g.tok, s.Fill)) && !a.named(g.tok) {
				return a.kernel(g.tok)
			}
		}
	}
	return -1
}

// kernel goes from a verb that says little to the one, or the noun, that says
// what is done: "begin to withdraw", "carry out strikes".
func (a *analysis) kernel(t int32) int32 {
	for depth := 0; depth < 3; depth++ {
		f := a.frameOf(t)
		if f != nil && f.Type != "" {
			return t
		}
		inner := int32(-1)
		if c := a.coreOf(t); c.obj >= 0 && a.frameOf(c.obj) != nil && (a.is(t, a.cls.light) || a.is(t, a.cls.undergo) || f == nil) {
			inner = c.obj
		} else if k := a.child(t, english.Xcomp); k >= 0 {
			inner = k
		}
		if inner < 0 {
			return t
		}
		t = inner
	}
	return t
}

// named tells whether token t heads a mention of somebody known.
func (a *analysis) named(t int32) bool {
	m, ok := a.at(t)
	return ok && m.Kind != who.Place && m.Kind != who.Other && known(m)
}

// known tells whether somebody of a mention has a country or sector.
func known(m *who.Mention) bool {
	for i := range m.Who {
		if m.Who[i].Country != "" || m.Who[i].Sector != "" {
			return true
		}
	}
	return false
}

// partiesOf appends the parties that a phrase stands for: those it names, those
// coordinated with them or, when it names none, those that it belongs to
// ("condemned Russia's attack").
func (a *analysis) partiesOf(out []int32, t int32, depth int) []int32 {
	if t < 0 || depth > 4 {
		return out
	}
	out = a.party(out, t, depth)
	if a.verbal(t) {
		return out
	}
	// "North and South Korea": the names are coordinated inside the phrase.
	if m, ok := a.at(t); ok && int32(m.Head) != t && a.doc.Label[m.Head] == english.Conj {
		if h := a.doc.Head[m.Head]; h >= 0 && a.named(h) && !a.same(h, t) {
			out = append(out, h)
		}
	}
	for k := a.first[t]; k >= 0; k = a.next[k] {
		switch a.doc.Label[k] {
		case english.Conj:
			if n := a.child(k, english.Nmod); n >= 0 && a.relative(n) {
				continue // "Chad and Niger, both of which …": not two more
			}
			if !a.verbal(k) {
				out = a.partiesOf(out, k, depth+1)
			}
		case english.Nmod: // "militias like Hezbollah"
			if a.named(k) && (a.caseIs(k, "like") || a.caseIs(k, "including") || a.caseIs(k, "such")) {
				out = a.partiesOf(out, k, depth+1)
			}
		}
	}
	return out
}

func (a *analysis) party(out []int32, t int32, depth int) []int32 {
	if k := a.wielder(t); k >= 0 && !a.coded([]int32{t}) {
		if n := a.partiesOf(out, k, depth+1); len(n) > len(out) {
			return n
		}
	}
	if a.named(t) {
		return append(out, t)
	}
	if depth > 3 {
		return out
	}
	if a.verbal(t) {
		if a.is(t, a.cls.beside) {
			return a.partiesOf(out, a.coreOf(t).obj, depth+1)
		}
		return a.partiesOf(out, a.surface(t), depth+1)
	}
	if f := a.frameOf(t); f != nil && f.Type != "" {
		if b := a.bind(t); b.actors.to > b.actors.from {
			return append(out, a.list(b.actors)...)
		}
		if deed(f.Type) { // nobody did it: whom it was done to does not stand for them
			if k := a.modifier(t, 0); k >= 0 {
				return append(out, k)
			}
			return out
		}
	}
	if k := a.modifier(t, 0); k >= 0 {
		return append(out, k)
	}
	if k := a.child(t, english.NmodPoss); k >= 0 {
		if n := a.party(out, k, depth+1); len(n) > len(out) {
			return n
		}
	}
	if k := a.child(t, english.ACL, english.Ccomp); k >= 0 && a.verbal(k) && !a.is(t, a.cls.hearsay) {
		if m := a.child(k, english.Mark); m >= 0 && equalFold(a.word(m), "that") { // "the news that Chad has …"
			if n := a.partiesOf(out, a.surface(k), depth+1); len(n) > len(out) {
				return n
			}
		}
	}
	if k := a.child(t, english.ACL); k >= 0 && a.is(k, a.cls.holding) { // "an island held by Kenya"
		if n := a.partiesOf(out, a.coreOf(k).subj, depth+1); len(n) > len(out) {
			return n
		}
	}
	for _, prep := range [...]string{"by", "of", "from", "in"} {
		for k := a.first[t]; k >= 0; k = a.next[k] {
			if a.doc.Label[k] == english.Nmod && a.caseIs(k, prep) {
				if n := a.partiesOf(out, k, depth+2); len(n) > len(out) {
					return n
				}
			}
		}
	}
	// A thing or an act that the namer could tell the owner of.
	if m, ok := a.at(t); ok && m.Kind == who.Other && known(m) && !a.namedAfterCity(t) {
		return append(out, t)
	}
	return out
}

// wielder is whoever fired, flew or planted thing t, where that is told with it:
// "a missile fired by the rebels". It is -1 otherwise.
func (a *analysis) wielder(t int32) int32 {
	for k := a.first[t]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.ACL && a.doc.Tag[k] == english.TagVBN && a.is(k, a.cls.wielding) {
			return a.coreOf(k).subj
		}
	}
	return -1
}

// namedAfterCity tells whether noun t has before it the city where it came
// about: see heldAt.
func (a *analysis) namedAfterCity(t int32) bool {
	for k := a.first[t]; k >= 0 && k < t; k = a.next[k] {
		if a.doc.Label[k] == english.Compound && a.heldAt(t, k) {
			return true
		}
	}
	return false
}

// placeParty takes a place for the people there: "the attack in Istanbul".
func (a *analysis) placeParty(out []int32, t int32) []int32 {
	for i := range a.places {
		m := &a.places[i]
		if int(t) < m.First || int(t) >= m.Last || m.Country == "" {
			continue
		}
		sector := plover.Sector("CVL") // those who live there
		if m.Kind == where.Country {
			sector = "GOV"
		}
		a.byPlace[t] = int32(len(a.extra))
		a.extra = append(a.extra, who.Mention{Head: int(t), First: m.First, Last: m.Last, Kind: who.State, Who: []who.Identity{{Country: m.Country, Sector: sector}}})
		return append(out, t)
	}
	// "the port of Kismayo"
	if k := a.ofChild(t); k >= 0 && a.is(t, a.cls.site) {
		return a.placeParty(out, k)
	}
	return out
}

// modifier finds the party that stands before a noun: "Russia's", "Syrian" in
// "Syrian barrel bomb use".
func (a *analysis) modifier(t int32, depth int) int32 {
	for _, l := range [...]english.Label{english.NmodPoss, english.Compound, english.Amod, english.NmodDesc} {
		for k := a.first[t]; k >= 0; k = a.next[k] {
			if a.doc.Label[k] != l {
				continue
			}
			if a.named(k) && !a.heldAt(t, k) {
				return k
			}
			if l == english.Compound && depth < 2 {
				if m := a.modifier(k, depth+1); m >= 0 {
					return m
				}
			}
		}
	}
	return -1
}

// fromDeed takes the recipient from a deed of the actor's own: "apologised for
// shooting down a Turkish jet".
func (a *analysis) fromDeed(out []int32, f *lexicon.Frame, args []arg, actors []int32) []int32 {
	for i := range f.Slots {
		s := &f.Slots[i]
		if s.Role != lexicon.Recipient {
			continue
		}
		for _, g := range args {
			if slices.Contains(s.Names, g.slot) && a.verbal(g.tok) {
				inner := a.bind(g.tok)
				out = a.without(out, a.list(inner.recips), actors)
			}
		}
	}
	return out
}

// fromFiller takes the recipient from the act that fills a slot: who invited,
// when an invitation is accepted, or whom one was invited to meet.
func (a *analysis) fromFiller(out []int32, f *lexicon.Frame, args []arg, actors []int32) []int32 {
	for i := range f.Slots {
		s := &f.Slots[i]
		if s.Role != lexicon.NoRole || len(s.Fill) == 0 {
			continue
		}
		for _, g := range args {
			if !slices.Contains(s.Names, g.slot) || a.typeOf(g.tok) == "" || !a.fills(g.tok, s.Fill) {
				continue
			}
			inner := a.bind(g.tok)
			if out = a.without(out, a.list(inner.actors), actors); len(out) == 0 {
				out = a.without(out, a.list(inner.recips), actors)
			}
			if len(out) > 0 {
				return out
			}
		}
	}
	return out
}

// fromClause gives an act that is only the setting of another ("invites him
// after threats") that one's parties.
func (a *analysis) fromClause(p int32, both bool) (actors, recips []int32) {
	h := a.doc.Head[p]
	if a.doc.Label[p] != english.Obl || h < 0 || !a.verbal(h) || a.child(p, english.Det) >= 0 || !mutual(a.typeOf(p)) && !betweenStates(a.typeOf(p)) {
		return nil, nil
	}
	if both && !mutual(a.typeOf(p)) || a.caseIs(p, "under") || a.caseIs(p, "without") {
		return nil, nil // "amid a row": that there is one says nothing new
	}
	b := a.bind(h)
	if both {
		return append(append(actors, a.list(b.actors)...), a.list(b.recips)...), nil
	}
	return a.list(b.actors), a.list(b.recips)
}

// partner adds the speaker to an act of two sides that a quotation names only
// one of: "He called to explain", she said.
func (a *analysis) partner(p int32, actors []int32) []int32 {
	if a.quote[p] < 0 {
		return actors
	}
	if by := a.speechOf(p).by; by >= 0 && !a.same(by, actors[0]) && !a.compatriots(by, actors[0]) {
		return append(actors, by)
	}
	return actors
}

// compatriots tells whether two mentions share a country.
func (a *analysis) compatriots(t, o int32) bool {
	for _, x := range a.identities(t) {
		for _, y := range a.identities(o) {
			if x.Country == y.Country {
				return true
			}
		}
	}
	return false
}
