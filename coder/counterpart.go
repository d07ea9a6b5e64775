package coder

import (
	"slices"
	"sort"
	"strings"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/record"
	"demarche/who"
)

// principal is one of the two countries that a report is mostly about.
type principal struct {
	country string
	count   int
}

// findPrincipals counts who a report is about. Reports of two countries leave
// the other side unsaid where a reader knows it: "he softened his stance".
func (a *analysis) findPrincipals() {
	a.principals = [2]principal{}
	counts := a.tally[:0]
	total := 0
	for i := range a.ment.List {
		m := &a.ment.List[i]
		if m.Kind == who.Place || m.Kind == who.Other {
			continue
		}
		for j := range m.Who {
			c := m.Who[j].Country
			if c == "" {
				continue
			}
			total++
			found := false
			for k := range counts {
				if counts[k].country == c {
					counts[k].count++
					found = true
				}
			}
			if !found {
				counts = append(counts, principal{c, 1})
			}
		}
	}
	a.tally = counts
	var top [2]principal
	for _, p := range counts {
		switch {
		case p.count > top[0].count:
			top[0], top[1] = p, top[0]
		case p.count > top[1].count:
			top[1] = p
		}
	}
	// Both must stand out from the rest.
	if top[1].count >= 2 && 5*(top[0].count+top[1].count) >= 3*total {
		a.principals = top
	}
}

// counterpart fills in the other side of an act that a report of two countries
// leaves unsaid: the party of the other country spoken of last before it, or in
// the same sentence.
func (a *analysis) counterpart(ev *event) {
	if len(ev.recips) == 0 && (ev.typ == plover.Reject || ev.typ == plover.Agree || ev.typ == plover.Concede) {
		ev.recips = a.asker(ev)
	}
	if ev.typ == plover.Reject && !a.coded(ev.recips) && a.verbal(ev.head) && equalFold(a.lemma(ev.head), "deny") {
		if by := a.askedOf(plover.Accuse, ev.actors); len(by) > 0 {
			ev.recips = by // "accused Chad of it, which Chad denies"
		}
	}
	a.disjoin(ev)
	if len(ev.recips) == 0 && (ev.typ == plover.Accuse || ev.typ == plover.Support) && a.overTold(ev) {
		return
	}
	both, actor, recipient := false, false, false
	for i := range ev.frame.Slots {
		switch ev.frame.Slots[i].Role {
		case lexicon.Both:
			both = true
		case lexicon.Actor:
			actor = true
		case lexicon.Recipient, lexicon.Content:
			recipient = true
		}
	}
	switch {
	case both:
		if a.count(ev.actors) != 1 || !mutual(ev.typ) || a.collective(ev.actors[0]) {
			return
		}
		other, ok := a.partnerBefore(ev)
		if !ok {
			other, ok = a.across(ev, ev.actors)
		}
		if ok {
			ev.actors = append(append([]int32{}, ev.actors...), other)
			ev.inferred = true
		}
	case recipient && len(ev.recips) == 0 && betweenStates(ev.typ) && !a.overDeed(ev):
		if other, ok := a.across(ev, ev.actors); ok {
			ev.recips = []int32{other}
			ev.inferred = true
		}
	case recipient && ev.typ == plover.Accuse && len(ev.recips) == 0 && len(ev.actors) > 0 && a.overDeed(ev):
		if foe := a.claimant(ev.actors); foe >= 0 {
			ev.recips = []int32{foe}
			ev.inferred = true
		}
	case recipient && ev.typ == plover.Assault && len(ev.recips) == 1 && a.coded(ev.actors) && a.caseIs(ev.recips[0], "in") && a.foeHere(ev) >= 0:
		ev.recips = []int32{a.foeHere(ev)} // "a strike in Chad that killed a rebel leader"
	case recipient && ev.typ == plover.Assault && len(ev.recips) == 0 && len(ev.actors) > 0:
		if held := a.holderOf(ev); held >= 0 {
			ev.recips = []int32{held}
		} else if foe := a.foeOf(ev); foe >= 0 {
			ev.recips = []int32{foe}
			ev.inferred = true
		}
	case actor && len(ev.actors) == 0 && betweenStates(ev.typ):
		if other, ok := a.across(ev, ev.recips); ok && a.doc.SentenceOf(int(other)) == a.doc.SentenceOf(int(ev.head)) {
			ev.actors = []int32{other}
			ev.inferred = true
		}
	}
}

// holderOf is whose position is taken or hit: "took an Ecuadorean post". It is
// -1 when the words for it name nobody but the attackers' own country.
func (a *analysis) holderOf(ev *event) int32 {
	c := a.coreOf(ev.head)
	if !a.verbal(ev.head) || c.obj < 0 || a.named(c.obj) {
		return -1
	}
	if k := a.modifier(c.obj, 0); k >= 0 && a.coded([]int32{k}) && !a.compatriotsOf(k, ev.actors) {
		return k
	}
	return -1
}

// foeOf finds whom an attack is on that leaves it unsaid: the one armed group
// that its sentence speaks of besides the attackers ("conducted ten strikes to
// drive the rebels from the town"). It is -1 when there are several, or none.
func (a *analysis) foeOf(ev *event) int32 {
	for _, t := range ev.actors {
		for _, id := range a.identities(t) {
			if id.Country == "" || id.Country == "IMG" {
				return -1
			}
		}
	}
	s := a.doc.Sents[a.doc.SentenceOf(int(ev.head))]
	foe, n := a.armedGroup(s.First, s.Last, ev.actors)
	if n != 0 {
		return foe
	}
	return a.onlyFoe(ev.actors)
}

// foeHere is the armed group that the sentence of an attack by forces of a state
// speaks of besides them, -1 when there are several or none.
func (a *analysis) foeHere(ev *event) int32 {
	if a.armed(ev.actors) {
		return -1
	}
	s := a.doc.Sents[a.doc.SentenceOf(int(ev.head))]
	foe, _ := a.armedGroup(s.First, s.Last, ev.actors)
	return foe
}

// onlyFoe is the first mention of the one armed group that a report speaks of
// more than once besides the parties of but, -1 when there are several or none.
func (a *analysis) onlyFoe(but []int32) int32 {
	if foe, n := a.armedGroup(0, int32(a.doc.Len()), but); n > 1 {
		return foe
	}
	return -1
}

// claimant is who the report says has claimed an attack, besides the parties of
// but; -1 when nobody has.
func (a *analysis) claimant(but []int32) int32 {
	for i := range a.doc.Len() {
		p := int32(i)
		if !a.verbal(p) || !equalFold(a.lemma(p), "claim") {
			continue
		}
		c := a.coreOf(p)
		if c.subj < 0 || !a.named(c.subj) || c.obj < 0 || a.compatriotsOf(c.subj, but) {
			continue
		}
		if equalFold(a.lemma(c.obj), "responsibility") || a.typeOf(c.obj) == plover.Assault {
			return c.subj
		}
	}
	return -1
}

// armedGroup looks between two tokens for mentions of armed groups that are not
// compatriots of but: the first of them and how many there are. It is -1 where
// they are of several countries.
func (a *analysis) armedGroup(from, to int32, but []int32) (foe int32, n int) {
	foe = -1
	several := false
	for i := a.firstMention(from); i < len(a.ment.List); i++ {
		h := int32(a.ment.List[i].Head)
		if h >= to {
			break
		}
		ids := a.identities(h) // none where a name is part of a date, such as 17 November
		if len(ids) != 1 || ids[0].Country == "" || !irregular(ids[0].Sector) {
			continue
		}
		if a.compatriotsOf(h, but) {
			continue
		}
		n++
		if foe < 0 {
			foe = h
		}
		several = several || ids[0].Country != a.identities(foe)[0].Country
	}
	if several {
		return -1, n
	}
	return foe, n
}

// compatriotsOf tells whether a mention shares a country with one of list.
func (a *analysis) compatriotsOf(t int32, list []int32) bool {
	for _, o := range list {
		if a.compatriots(t, o) {
			return true
		}
	}
	return false
}

// irregular tells whether a sector is that of armed groups outside the state.
func irregular(s plover.Sector) bool { return s == "REB" || s == "UAF" || s == "PRM" || s == "CRM" }

// disjoin mends a recipient that is a pronoun, or belongs to one, and was taken
// for the actor: who acts is not whom "him" or "its captain" means beside it.
// The other party of the clause joined to it is meant, or that of the act told
// before; those whom a state frees in a report of two are the other's.
func (a *analysis) disjoin(ev *event) {
	if len(ev.actors) == 0 || len(ev.recips) > 1 || !a.verbal(ev.head) {
		return
	}
	t := a.coreOf(ev.head).obj
	if len(ev.recips) == 1 {
		t = ev.recips[0]
	}
	if t < 0 || !a.compatriotsOf(t, ev.actors) || a.foes(t, ev.actors) {
		return
	}
	pronoun := a.doc.Pos[t] == english.PRON && !strings.HasSuffix(a.word(t), "self") && !strings.HasSuffix(a.word(t), "selves")
	if k := a.child(t, english.NmodPoss); k >= 0 && a.doc.Pos[k] == english.PRON && deed(ev.typ) {
		pronoun = true
	}
	if pronoun {
		for i := len(a.told) - 1; i >= 0 && i >= len(a.told)-2; i-- {
			old := &a.told[i]
			if a.doc.SentenceOf(int(old.head)) != a.doc.SentenceOf(int(ev.head)) || !a.compatriotsOf(ev.actors[0], old.actors) {
				continue
			}
			if other := a.foreignTo(slices.Concat(old.recips, old.actors), ev.actors); len(other) > 0 {
				ev.recips = other
				return
			}
		}
		return
	}
	if len(ev.recips) == 1 && ev.typ == plover.Retreat && ev.mode == "release" && a.modifier(t, 0) < 0 {
		if other, ok := a.across(ev, ev.actors); ok {
			ev.recips, ev.inferred = []int32{other}, true
		}
	}
}

// foes tells whether t is of an armed group and list of its state, or the other
// way round: those of a civil war share a country.
func (a *analysis) foes(t int32, list []int32) bool {
	for _, x := range a.identities(t) {
		for _, o := range list {
			for _, y := range a.identities(o) {
				if x.Country != y.Country || irregular(x.Sector) == irregular(y.Sector) {
					return false
				}
			}
		}
	}
	return len(list) > 0
}

// asker finds whom a refusal or consent answers that speaks of a demand, an offer
// or a charge again: "Chile rejected the demand", after "Bolivia demanded …". It
// is nil when nothing told before was asked of the one who answers.
func (a *analysis) asker(ev *event) []int32 {
	t := a.coreOf(ev.head).obj
	if !a.verbal(ev.head) || t < 0 {
		return nil
	}
	if det := a.child(t, english.Det); det < 0 || !equalFold(a.word(det), "the") && !equalFold(a.word(det), "that") && !equalFold(a.word(det), "this") {
		return nil
	}
	asked := a.typeOf(t)
	if a.is(t, a.cls.alleged) {
		asked = plover.Accuse // "denied the charge"
	}
	if asked != plover.Request && asked != plover.Agree && asked != plover.Accuse {
		return nil
	}
	if by := a.askedOf(asked, ev.actors); by != nil {
		return by
	}
	if i := len(a.told) - 1; i >= 0 && asked == plover.Request && a.told[i].typ == asked && len(a.told[i].recips) == 0 {
		return a.without(nil, a.told[i].actors, ev.actors) // a call to nobody by name
	}
	return nil
}

// askedOf finds who last did something of a type, such as a request, to one of
// list; nil when nobody did lately.
func (a *analysis) askedOf(typ plover.Type, list []int32) []int32 {
	for i := len(a.told) - 1; i >= 0 && i >= len(a.told)-6; i-- {
		old := &a.told[i]
		if old.typ != typ {
			continue
		}
		for _, o := range old.recips {
			if a.compatriotsOf(o, list) {
				return a.without(nil, old.actors, list)
			}
		}
	}
	return nil
}

// overTold finds who did what is praised or condemned where its noun speaks of an
// act told before: "condemned the raid", "welcomed the move". It tells whether
// there is such an act; whoever speaks of a deed of their own side addresses nobody.
func (a *analysis) overTold(ev *event) bool {
	t := a.coreOf(ev.head).obj
	if !a.verbal(ev.head) || t < 0 || !a.nominal(t) || a.named(t) || len(ev.actors) == 0 {
		return false
	}
	if det := a.child(t, english.Det); det < 0 || equalFold(a.word(det), "a") || equalFold(a.word(det), "an") {
		return false
	}
	old := a.toldAs(t)
	if old == nil {
		return false
	}
	ev.recips = a.foreignTo(slices.Clone(old.actors), ev.actors)
	ev.inferred = len(ev.recips) > 0
	return true
}

// toldAs is the event of the report so far that noun t speaks of: the last one
// named by its word, else the last that it may tell of, where all of these are by
// the same side. It is nil when nobody known did one.
func (a *analysis) toldAs(t int32) *event {
	var found *event
	for i := len(a.told) - 1; i >= 0; i-- {
		old := &a.told[i]
		if !a.coded(old.actors) || old.modality != record.Actual || !a.mayTell(t, old.typ) {
			continue
		}
		from, to := a.trigger(old)
		for k := from; k < to; k++ {
			if a.sym[k] == a.sym[t] {
				return old
			}
		}
		switch {
		case found == nil:
			found = old
		case !a.compatriotsOf(old.actors[0], found.actors):
			return nil
		}
	}
	return found
}

// mayTell tells whether noun t is a word for acts of a type: by the frame that
// fits or, where none does for want of slots, by any of its own ("the expulsion"
// does not say of whom).
func (a *analysis) mayTell(t int32, typ plover.Type) bool {
	if own := a.typeOf(t); own != "" {
		return own == typ || deed(own) && deed(typ)
	}
	for _, e := range a.lex.Entries(lexicon.Noun, a.sym[t]) {
		if e.With < 0 && e.Frame.Type == typ {
			return true
		}
	}
	return false
}

// collective tells whether a mention is of a body of many states, which meets
// and agrees within itself.
func (a *analysis) collective(t int32) bool {
	for _, id := range a.identities(t) {
		switch id.Country {
		case "IGO", "UNO", "EUR":
			return true
		}
	}
	return false
}

// deed tells whether a type is harm done to people, which they suffer who are
// named with it: to blame it is to blame who did it.
func deed(t plover.Type) bool { return t == plover.Assault || t == plover.Coerce }

// overDeed tells whether an act of words is over violence whose doer stays
// unsaid: who condemns a bombing accuses nobody yet.
func (a *analysis) overDeed(ev *event) bool {
	for i := range ev.frame.Slots {
		s := &ev.frame.Slots[i]
		if s.Role != lexicon.Recipient && s.Role != lexicon.Content {
			continue
		}
		for _, g := range a.argsFor(ev.head, ev.frame) {
			if slices.Contains(s.Names, g.slot) && a.nominal(g.tok) && deed(a.typeOf(g.tok)) {
				return true
			}
		}
	}
	return false
}

// partnerBefore finds whom the one party named was meeting with in what was
// told last: "She met the envoy. She also discussed …"
func (a *analysis) partnerBefore(ev *event) (int32, bool) {
	if ev.typ != plover.Consult {
		return -1, false
	}
	for i := len(a.told) - 1; i >= 0 && i >= len(a.told)-4; i-- {
		old := &a.told[i]
		if old.typ != plover.Consult || a.count(old.actors) != 2 || len(old.actors) != 2 {
			continue
		}
		for j, t := range old.actors {
			if a.same(t, ev.actors[0]) && !a.compatriots(old.actors[1-j], t) {
				return old.actors[1-j], true
			}
		}
	}
	return -1, false
}

// mutual tells whether a type takes two sides to do.
func mutual(t plover.Type) bool {
	return t == plover.Consult || t == plover.Agree || t == plover.Cooperate
}

// betweenStates tells whether a type is mostly done by one state to another;
// arrests and killings are as often done at home.
func betweenStates(t plover.Type) bool {
	switch t {
	case plover.Sanction, plover.Threaten, plover.Accuse, plover.Reject, plover.Concede, plover.Agree, plover.Support, plover.Request:
		return true
	}
	return false
}

// across finds a mention of the principal country that none of list belongs to.
func (a *analysis) across(ev *event, list []int32) (int32, bool) {
	other := ""
	for _, t := range list {
		for _, id := range a.identities(t) {
			side := ""
			switch id.Country {
			case a.principals[0].country:
				side = a.principals[1].country
			case a.principals[1].country:
				side = a.principals[0].country
			}
			if side == "" || other != "" && side != other {
				return -1, false // of a third country, or of both
			}
			other = side
		}
	}
	if other == "" || a.principals[0].country == "" {
		return -1, false
	}
	k := a.doc.SentenceOf(int(ev.head))
	from, to := a.doc.Sents[max(k-2, 0)].First, a.doc.Sents[k].Last
	best := int32(-1)
	for _, rulers := range [2]bool{true, false} { // its government sooner than its people
		for i := a.firstMention(from); i < len(a.ment.List); i++ {
			m := &a.ment.List[i]
			h := int32(m.Head)
			if h >= to {
				break
			}
			if m.Kind == who.Place || m.Kind == who.Other || len(m.Who) != 1 || m.Who[0].Country != other || (m.Who[0].Sector == "GOV" && a.doc.Pos[h] != english.PRON) != rulers {
				continue
			}
			if best < 0 || h < ev.head || best > ev.head {
				best = h
			}
		}
		if best >= 0 {
			break
		}
	}
	return best, best >= 0
}

// firstMention is the index of the first mention at or after token from.
func (a *analysis) firstMention(from int32) int {
	return sort.Search(len(a.ment.List), func(i int) bool { return a.ment.List[i].Head >= int(from) })
}
