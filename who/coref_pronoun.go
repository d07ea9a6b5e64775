package who

import (
	"demarche/english"
)

// pron is what a pronoun's form tells.
type pron struct {
	person    uint8 // 1, 2, 3; 0 for what is no pronoun of a party
	num       number
	gen       gender
	class     pronClass
	reflexive bool
}

type pronClass uint8

const (
	personalPronoun pronClass = iota
	relativePronoun
	pairPronoun // both, each, either
)

var pronouns = map[string]pron{
	"i": {person: 1, num: singular}, "me": {person: 1, num: singular}, "my": {person: 1, num: singular},
	"mine": {person: 1, num: singular}, "myself": {person: 1, num: singular, reflexive: true},
	"we": {person: 1, num: plural}, "us": {person: 1, num: plural}, "our": {person: 1, num: plural},
	"ours": {person: 1, num: plural}, "ourselves": {person: 1, num: plural, reflexive: true},
	"you": {person: 2}, "your": {person: 2}, "yourself": {person: 2}, "yours": {person: 2},
	"he": {person: 3, num: singular, gen: male}, "him": {person: 3, num: singular, gen: male},
	"his": {person: 3, num: singular, gen: male}, "himself": {person: 3, num: singular, gen: male, reflexive: true},
	"she": {person: 3, num: singular, gen: female}, "her": {person: 3, num: singular, gen: female},
	"hers": {person: 3, num: singular, gen: female}, "herself": {person: 3, num: singular, gen: female, reflexive: true},
	"it": {person: 3, num: singular, gen: neuter}, "its": {person: 3, num: singular, gen: neuter},
	"itself": {person: 3, num: singular, gen: neuter, reflexive: true},
	"they":   {person: 3, num: plural}, "them": {person: 3, num: plural}, "their": {person: 3, num: plural},
	"theirs": {person: 3, num: plural}, "themselves": {person: 3, num: plural, reflexive: true},
	"who": {person: 3, class: relativePronoun}, "whom": {person: 3, class: relativePronoun}, "whose": {person: 3, class: relativePronoun},
	"which": {person: 3, class: relativePronoun}, "that": {person: 3, class: relativePronoun},
	"both": {person: 3, num: plural, class: pairPronoun}, "each": {person: 3, num: plural, class: pairPronoun},
	"either": {person: 3, num: plural, class: pairPronoun}, "neither": {person: 3, num: plural, class: pairPronoun},
}

// pronounOf reads token i as a pronoun that may speak of a party; person is 0
// when it is none.
func pronounOf(d *english.Doc, i int) pron {
	w := d.Word(i)
	if len(w) > 10 {
		return pron{}
	}
	var low [10]byte
	b := appendLower(low[:0], w)
	p, ok := pronouns[string(b)]
	if !ok {
		return pron{}
	}
	switch p.class {
	case relativePronoun:
		switch d.Tag[i] {
		case english.TagWP, english.TagWDT, english.TagWPPoss:
		default:
			return pron{}
		}
		if d.Label[i] == english.Mark || d.Label[i] == english.Det {
			return pron{}
		}
	case pairPronoun:
		switch d.Label[i] {
		case english.Nsubj, english.NsubjPass, english.Obj, english.Iobj, english.Obl, english.Nmod, english.NmodPoss, english.Conj, english.Root:
		default:
			return pron{}
		}
	default:
		if w == "US" || w == "IT" {
			return pron{} // the country, the trade
		}
		if d.Pos[i] == english.PROPN {
			return pron{}
		}
	}
	return p
}

// resolvePronoun finds whom a pronoun speaks of.
func (f *finder) resolvePronoun(m int32) {
	t := &f.ments[m]
	switch {
	case t.pron.class == relativePronoun:
		f.resolveRelative(m)
	case t.pron.class == pairPronoun:
		f.resolvePair(m)
	case t.pron.person == 1:
		f.resolveSpeaker(m)
	case t.pron.person == 2:
		f.voice(m)
	case t.pron.person == 3:
		if t.num == plural && f.together(m) || t.gen == neuter && f.judged(t.head) {
			return
		}
		if a := f.antecedent(m); a >= 0 {
			f.refer(m, a, byPronoun)
		} else if t.num == plural {
			f.resolvePair(m)
		}
	}
}

// meeting are verbs whose subject does something together with their object.
var meeting = map[string]bool{
	"meet": true, "speak": true, "talk": true, "confer": true, "call": true, "telephone": true, "phone": true,
	"negotiate": true, "consult": true, "dine": true, "clash": true, "debate": true,
}

// judged tells whether token i is the object of a verb that judges what has
// been done or said, so that "it" is no party.
func (f *finder) judged(i int32) bool {
	d := f.doc
	if d.Label[i] != english.Obj || d.Head[i] < 0 {
		return false
	}
	switch d.Lemma[d.Head[i]] {
	case "condemn", "denounce", "deplore", "decry", "dismiss", "hail", "regret", "deny", "welcome":
		return true
	}
	return false
}

// together refers "they" to the two persons who met or spoke in the sentence
// before or earlier in its own.
func (f *finder) together(m int32) bool {
	d := f.doc
	t := &f.ments[m]
	if t.role != subjectRole {
		return false
	}
	for a := m - 1; a >= 0 && t.sent-f.ments[a].sent <= 1; a-- {
		o := &f.ments[a]
		if o.kind != Person || o.num == plural || o.role != subjectRole || o.state != settled || o.lo == o.hi {
			continue
		}
		v := d.Head[o.head]
		if v < 0 || d.Label[o.head] != english.Nsubj || !meeting[d.Lemma[v]] {
			continue
		}
		for k := f.firstKid[v]; k >= 0; k = f.nextKid[k] {
			b := f.mentOf[k]
			if b < 0 || b >= m || f.ments[b].kind != Person || f.ments[b].num == plural || f.ments[b].lo == f.ments[b].hi {
				continue
			}
			c := f.caseOf(k)
			if d.Label[k] == english.Obj && c == "" || d.Label[k] == english.Obl && (c == "with" || c == "to") {
				base := len(f.owners)
				f.owners = append(f.owners, a, b)
				f.unite(m, base)
				f.owners = f.owners[:base]
				t.kind, t.why = Person, why{byPronoun, o.head}
				f.joinRow(m)
				return true
			}
		}
		return false
	}
	return false
}

// refer makes mention m speak of what mention a does.
func (f *finder) refer(m, a int32, by rule) {
	f.resolve(a)
	t, o := &f.ments[m], &f.ments[a]
	t.why = why{by, o.head}
	if by == byPronoun && t.num == plural && o.num != plural && f.inRow(a) {
		f.referRow(m, a)
		return
	}
	t.lo, t.hi = o.lo, o.hi
	if t.kind == Pronoun && o.kind != Place {
		t.kind = o.kind
	} else if o.kind == Place {
		t.kind = State
		f.asGovernment(m)
	}
	if o.ent < 0 {
		f.newEntity(a)
	}
	f.join(m, o.ent)
}

// inRow tells whether mention a is the first of several of its kind that "and"
// joins.
func (f *finder) inRow(a int32) bool {
	o := &f.ments[a]
	if o.form == pronounForm || o.kind == Other || o.kind == Place || o.role == modifierRole {
		return false
	}
	for k := f.firstKid[o.head]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Conj && f.mentOf[k] >= 0 && f.ments[f.mentOf[k]].kind == o.kind && f.ments[f.mentOf[k]].head == k {
			return true
		}
	}
	return false
}

// referRow makes "they" speak of all in the row that mention a begins.
func (f *finder) referRow(m, a int32) {
	base := len(f.owners)
	f.owners = append(f.owners, a)
	for k := f.firstKid[f.ments[a].head]; k >= 0; k = f.nextKid[k] {
		if f.doc.Label[k] == english.Conj && f.mentOf[k] >= 0 && f.mentOf[k] != m && f.ments[f.mentOf[k]].state != underway {
			f.owners = append(f.owners, f.mentOf[k])
		}
	}
	f.unite(m, base)
	f.owners = f.owners[:base]
	f.ments[m].kind = f.ments[a].kind
	f.joinRow(m)
}

// joinRow puts mention m into the entity of the same row of parties, or makes
// one of it.
func (f *finder) joinRow(m int32) {
	who := f.who(m)
	for e := f.lately(); e < len(f.ents); e++ {
		ent := &f.ents[e]
		if int(ent.hi-ent.lo) != len(who) || len(who) < 2 {
			continue
		}
		same := true
		for i, id := range who {
			have := f.ids[ent.lo+int32(i)]
			same = same && have.Name == id.Name && have.Country == id.Country
		}
		if same {
			f.join(m, int32(e))
			return
		}
	}
	e := f.newEntity(m)
	f.ents[e].num = plural
	f.ents[e].gen = anyGender
}

// asGovernment gives a mention of a place the government of its country.
func (f *finder) asGovernment(m int32) {
	who := f.who(m)
	if len(who) != 1 || who[0].Sector != "" {
		return
	}
	id := who[0]
	id.Sector = "GOV"
	f.setOne(m, id)
}

// resolveRelative refers "who", "which", "that" and "whose" to the noun that
// their clause hangs on.
func (f *finder) resolveRelative(m int32) {
	d := f.doc
	h := f.ments[m].head
	for steps := 0; h >= 0 && steps < 12; steps++ {
		if d.Label[h] == english.ACLRelcl || d.Label[h] == english.ACL {
			if a := d.Head[h]; a >= 0 && f.mentOf[a] >= 0 && f.mentOf[a] != m {
				f.refer(m, f.mentOf[a], byRelative)
			}
			return
		}
		h = d.Head[h]
	}
}

// antecedent is the mention that a pronoun of the third person most likely
// refers to, -1 when none fits. Candidates are the latest mentions of the
// parties before it; the weights are in coref_weights.go.
func (f *finder) antecedent(m int32) int32 {
	t := &f.ments[m]
	best, bestScore := int32(-1), float32(floorScore)
	if t.gen == neuter {
		bestScore = floorNeuter
	}
	if a := f.rowOwner(m); a >= 0 {
		return a
	}
	if h := f.ments[m].head; f.ments[m].pron.reflexive && h > 0 && f.mentOf[h-1] >= 0 && f.sentOf[h-1] == f.sentOf[h] &&
		f.ments[f.mentOf[h-1]].form != adjectiveForm {
		return f.mentOf[h-1] // "the king himself"
	}
	rival := f.coSubject(m)
	seen := 0
	for a := m - 1; a >= 0 && seen < 60; a-- {
		o := &f.ments[a]
		if t.sent-o.sent > 4 {
			break
		}
		seen++
		if rival >= 0 && (o.ent == rival || t.gen == neuter && f.ownSide(rival, o)) || !f.canRefer(m, a) {
			continue
		}
		if s := f.score(m, a); s > bestScore {
			best, bestScore = a, s
		}
	}
	if best < 0 && (t.pron.person == 3) {
		best = f.cataphor(m)
	}
	return best
}

// rowOwner is the first of a row that a possessive stands in: "the general and
// his men"; -1 when there is none that fits.
func (f *finder) rowOwner(m int32) int32 {
	d := f.doc
	h := f.ments[m].head
	if d.Label[h] != english.NmodPoss || d.Head[h] < 0 || d.Label[d.Head[h]] != english.Conj {
		return -1
	}
	if first := d.Head[d.Head[h]]; first >= 0 && f.mentOf[first] >= 0 && f.mentOf[first] < m && f.canRefer(m, f.mentOf[first]) {
		return f.mentOf[first]
	}
	return -1
}

// coSubject is the entity of the subject of the verb that a pronoun is an object
// of, which the pronoun cannot be ("he invited him"); -1 when there is none.
func (f *finder) coSubject(m int32) int32 {
	t := &f.ments[m]
	switch f.doc.Label[t.head] {
	case english.Obj, english.Iobj, english.Obl:
	default:
		return -1
	}
	h := f.doc.Head[t.head]
	if h < 0 || t.pron.reflexive {
		return -1
	}
	s := f.subjectOf(h)
	if s < 0 || f.mentOf[s] < 0 || f.mentOf[s] == m {
		return -1
	}
	return f.ments[f.mentOf[s]].ent
}

// ownSide tells whether a party is the state, or a body of the state, of the
// official that an entity is: "Obama condemned it" speaks of something else.
func (f *finder) ownSide(e int32, o *ment) bool {
	ent := &f.ents[e]
	if ent.kind != Person || ent.hi-ent.lo != 1 || o.hi-o.lo != 1 || o.kind != State && o.kind != Body {
		return false
	}
	a, b := f.ids[ent.lo], f.ids[o.lo]
	return sameCountry(a, b) && stateSector(a.Sector) && (stateSector(b.Sector) || b.Sector == "")
}

// cataphor looks for the subject of the main clause behind a pronoun of a
// clause or phrase in front ("In his speech, Trump ...").
func (f *finder) cataphor(m int32) int32 {
	t := &f.ments[m]
	for a := m + 1; int(a) < len(f.ments) && f.ments[a].sent == t.sent; a++ {
		o := &f.ments[a]
		if o.form == nameForm && o.role == subjectRole && f.canRefer(m, a) && f.ments[a].state != underway {
			return a
		}
	}
	return -1
}

// canRefer tells whether the grammar lets mention m refer to mention a.
func (f *finder) canRefer(m, a int32) bool {
	t, o := &f.ments[m], &f.ments[a]
	if o.form == adjectiveForm || o.pron.person == 1 || o.pron.person == 2 || o.state == underway {
		return false
	}
	if o.role == modifierRole && o.kind != State && o.kind != Body && o.kind != Person {
		return false
	}
	kind, gen, num := o.kind, o.gen, o.num
	if o.ent >= 0 {
		e := &f.ents[o.ent]
		if e.gen != anyGender {
			gen = e.gen
		}
		if o.form == pronounForm {
			kind = e.kind
		}
	}
	if o.form == pronounForm && o.ent < 0 {
		return false
	}
	switch {
	case t.gen == male || t.gen == female:
		if kind != Person || !t.gen.agrees(gen) || num == plural {
			return false
		}
	case t.gen == neuter:
		if kind == Person || kind == People || num == plural || gen == male || gen == female {
			return false
		}
	case t.num == plural && f.inRow(a):
	case t.num == plural:
		if kind == Person && num != plural || kind == Other && num != plural || kind == State && num != plural && o.form != nounForm && o.form != pronounForm {
			return false
		}
		if num == singular && (kind != Body || o.noun.kind == thingNoun) {
			return false
		}
	}
	if f.inside(t.head, a) && t.sent == o.sent {
		return false // "his brother" is not he
	}
	if t.sent == o.sent && !t.pron.reflexive && f.coArguments(t.head, o.head) {
		return false
	}
	if q := f.quoteOf[t.head]; q >= 0 {
		// the speaker says "I"
		if s := f.speakerOf(q); s >= 0 && (s == a || f.ments[s].ent >= 0 && f.ments[s].ent == o.ent && f.ments[s].kind == Person) {
			return false
		}
	}
	return true
}

// inside tells whether token i stands within the phrase of mention a.
func (f *finder) inside(i, a int32) bool {
	o := &f.ments[a]
	last := i
	for h := f.doc.Head[i]; h >= 0; h = f.doc.Head[h] {
		if h == o.head && last == f.doc.Head[i] && f.doc.Label[i] == english.NmodPoss && f.doc.Label[last] == english.Conj && o.kind == Person {
			return false // "the king and his men": beside him, not inside
		}
		last = h
		if h == o.head {
			// what a relative clause says of the party may name it
			return f.doc.Label[i] != english.ACLRelcl && !f.underClause(i, h)
		}
	}
	return false
}

// underClause tells whether a verb stands between token i and its ancestor.
func (f *finder) underClause(i, ancestor int32) bool {
	for h := i; h >= 0 && h != ancestor; h = f.doc.Head[h] {
		switch f.doc.Label[h] {
		case english.ACLRelcl, english.ACL, english.Advcl, english.Ccomp, english.Csubj:
			return true
		}
	}
	return false
}

// coArguments tells whether two tokens are arguments of one verb, so that only
// a reflexive could make them one party.
func (f *finder) coArguments(i, j int32) bool {
	d := f.doc
	if d.Label[i] == english.NmodPoss {
		return false
	}
	argument := func(k int32) int32 {
		for d.Label[k] == english.Conj && d.Head[k] >= 0 {
			k = d.Head[k]
		}
		switch d.Label[k] {
		case english.Nsubj, english.NsubjPass, english.Obj, english.Iobj, english.Obl, english.OblAgent:
			return d.Head[k]
		}
		return -2
	}
	a, b := argument(i), argument(j)
	return a == b && a >= 0
}

// score is how likely mention m refers to mention a, on a scale of its own.
func (f *finder) score(m, a int32) float32 {
	x := f.features(m, a)
	w := &pronounWeights[weightRow(&f.ments[m])]
	var s float32
	for i := range x {
		s += w[i] * x[i]
	}
	return s
}

func weightRow(t *ment) int {
	switch {
	case t.gen == neuter:
		return 1
	case t.num == plural:
		return 2
	}
	return 0
}

const pronounFeatures = 20

// features describe a pronoun and a candidate.
func (f *finder) features(m, a int32) [pronounFeatures]float32 {
	t, o := &f.ments[m], &f.ments[a]
	var x [pronounFeatures]float32
	gap := t.sent - o.sent
	switch {
	case gap <= 0:
		x[0] = 1
	case gap == 1:
		x[1] = 1
	case gap == 2:
		x[2] = 1
	default:
		x[3] = 1
	}
	x[4+o.role] = 1 // 4..9
	x[10] = float32(min(m-a, 40)) / 10
	if o.ent >= 0 {
		x[11] = float32(min(f.ents[o.ent].count, 8)) / 4
	}
	if o.form == pronounForm {
		x[12] = 1
	}
	if o.form == nameForm {
		x[13] = 1
	}
	if o.kind == Other {
		x[14] = 1
	}
	if o.kind == State {
		x[15] = 1
	}
	if o.role == t.role {
		x[16] = 1
	}
	if f.quoteOf[t.head] != f.quoteOf[o.head] {
		x[17] = 1
	}
	if o.kind == Place || f.doc.Label[o.head] == english.OblUnmarked {
		x[18] = 1
	}
	if o.ent >= 0 && f.ents[o.ent].gen == t.gen && (t.gen == male || t.gen == female) {
		x[19] = 1
	}
	return x
}
