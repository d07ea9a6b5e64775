package where

import (
	"iter"
	"sort"

	"demarche/english"
)

// Choose picks the place of the event that token trigger names: a locative
// phrase in the trigger's own clause or noun phrase, or in the clause over it
// where the two tell of one happening. ok is false where the sentence names
// none; a dateline is never the place of an event.
func Choose(doc *english.Doc, places []Mention, trigger int) (m Mention, ok bool) {
	if trigger < 0 || trigger >= doc.Len() || len(doc.Head) != doc.Len() {
		return Mention{}, false
	}
	s := doc.Sents[doc.SentenceOf(trigger)]
	lo := sort.Search(len(places), func(i int) bool { return places[i].First >= int(s.First) })
	hi := sort.Search(len(places), func(i int) bool { return places[i].First >= int(s.Last) })
	c := chooser{doc: doc, places: places[lo:hi]}
	if len(c.places) == 0 {
		return Mention{}, false
	}
	i := trigger
	own := true
	for n := 0; n < 8; n++ {
		if k := c.within(i, own); k >= 0 {
			return c.places[k], true
		}
		if k := c.told(i); k >= 0 {
			return c.places[k], true
		}
		h := int(doc.Head[i])
		if h < 0 || !c.sameEvent(i, h) {
			break
		}
		own = own && doc.Label[i] == english.Conj
		i = h
	}
	if k := c.opening(int(s.First), i); k >= 0 {
		return c.places[k], true
	}
	return Mention{}, false
}

// told is the place that a relative clause headed by token i hangs on ("Basra,
// where they met", "the attack in Sousse in which thirty died"), or the one that
// its "there" speaks of; -1 for none.
func (c *chooser) told(i int) int {
	d := c.doc
	there := false
	relative := d.Label[i] == english.ACLRelcl || d.Label[i] == english.AdvclRelcl
	for k := range c.kids(i) {
		switch w := d.Lemma[k]; {
		case w == "there" && d.Label[k] == english.Advmod:
			there = true
		case relative && (w == "where" || w == "which" && caseOf(d, k) == "in"), relative && w == "who" && d.Pos[d.Head[i]] == english.NOUN && !words(d.Lemma[i]):
			h := int(d.Head[i])
			for p := range c.places {
				if m := &c.places[p]; m.Head == h || int(d.Head[m.Head]) == h && m.Head < i && (kindWord(d, h) || m.Locative) {
					return p
				}
			}
		}
	}
	if !there {
		return -1
	}
	for p := len(c.places) - 1; p >= 0; p-- {
		if m := &c.places[p]; m.Head < i && m.Locative {
			return p
		}
	}
	return -1
}

// opening is the place that a sentence begins with ("In Turkey, the minister
// met ..."), where all that its main clause tells happens; -1 for none or where
// token i says or judges.
func (c *chooser) opening(first, i int) int {
	d := c.doc
	for h := i; h >= 0; h = int(d.Head[h]) {
		if d.Label[h] != english.Root && d.Label[h] != english.Conj && d.Label[h] != english.Xcomp && d.Label[h] != english.Obj {
			return -1
		}
		if words(d.Lemma[h]) || judges(d.Lemma[h]) {
			return -1
		}
	}
	if len(c.places) == 0 || first+1 >= d.Len() || d.Pos[first] != english.ADP || d.Lemma[first] != "in" && d.Lemma[first] != "at" {
		return -1
	}
	if m := &c.places[0]; m.First == first+1 && m.Head < i && !m.Dateline {
		return 0
	}
	return -1
}

// kids yields the tokens of the sentence of i that hang on it.
func (c *chooser) kids(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		s := c.doc.Sents[c.doc.SentenceOf(i)]
		for k := int(s.First); k < int(s.Last); k++ {
			if int(c.doc.Head[k]) == i && !yield(k) {
				return
			}
		}
	}
}

// event tells whether token i is a noun of an act, as far as its place shows.
func (c *chooser) event(i int) bool {
	for k := range c.places {
		if int(c.doc.Head[c.places[k].Head]) == i && c.places[k].Locative {
			return c.doc.Pos[i] == english.NOUN && !kindWord(c.doc, i)
		}
	}
	return false
}

// holds tells whether a preposition puts something at a place of a kind: "at
// Colombia" and "on Iran" are aimed there, "between" names sides.
func holds(preposition string, kind Kind) bool {
	switch preposition {
	case "on":
		return kind != Country && kind != City && kind != Capital && kind != Seat && kind != Region
	case "at":
		return kind != Country
	case "by", "between", "amid":
		return kind != Country && kind != City && kind != Capital
	}
	return true
}

// strikes is true of verbs that happen where what they strike is.
func strikes(lemma string) bool {
	switch lemma {
	case "destroy", "kill", "strike", "damage", "wound", "injure", "target", "arrest", "detain":
		return true
	}
	return reached(lemma)
}

// purpose tells whether a verb stands after "to".
func purpose(d *english.Doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if int(d.Head[k]) == i && d.Label[k] == english.Mark {
			return d.Lemma[k] == "to"
		}
	}
	return false
}

type chooser struct {
	doc    *english.Doc
	places []Mention
}

// within is the best place that hangs below token top without leaving its
// clause, -1 for none. own is true for the trigger itself, whose object can be
// a place too.
func (c *chooser) within(top int, own bool) int {
	best, most := -1, 0
	for k := range c.places {
		m := &c.places[k]
		if m.Dateline {
			continue
		}
		if score := c.score(m, top, own); score > most {
			best, most = k, score
		}
	}
	return best
}

// score says how well a place fits as that of top; 0 for not at all.
func (c *chooser) score(m *Mention, top int, own bool) int {
	d := c.doc
	i := m.Head
	score := 100
	speaking := false
	self, last := true, i // whether i is yet the place itself or what it is joined to
	if own && judges(d.Lemma[top]) {
		return 0
	}
	placed := false
	if i == top {
		return 0
	}
	for n := 0; n < 10; n++ {
		h := int(d.Head[i])
		if h < 0 {
			return 0
		}
		inPlace, motion := preposition(d, i)
		if n > 0 {
			switch d.Label[last] {
			case english.Conj, english.Appos, english.Flat:
			default:
				self = false
			}
		}
		last = i
		switch {
		case self && inPlace:
			inPlace = holds(caseOf(d, i), m.Kind)
		case inPlace && !placed: // "in the Mosul area", but not "in support of the government of Iraq"
			inPlace = n == 1 && (kindWord(d, i) || holds(caseOf(d, i), City))
		}
		switch l := d.Label[i]; {
		case (l == english.Obl || l == english.Nmod || l == english.Advmod) && inPlace:
			placed = true
		case !self && caseOf(d, i) == "for": // "an invitation for a meeting at the White House"
			return 0
		case (l == english.Obl || l == english.Nmod) && motion && self:
			if !moves(d.Lemma[h]) || !own && h == top {
				return 0
			}
			placed = true
			score -= 10
		case l == english.Nmod && caseOf(d, i) == "of" && (kindWord(d, h) || h == top && own && taken(d.Lemma[top])):
			placed = placed || h == top
			score -= 5
		case l == english.Obj && reached(d.Lemma[h]) && (own && h == top || !own && h == top && d.Pos[top] == english.VERB || d.Label[h] == english.ACL || purpose(d, h)):
			placed = true
		case l == english.NsubjPass && h == top && reached(d.Lemma[h]): // "Mosul was liberated"
			placed = true
		case l == english.ACL && h == top && own && placed: // "operation to retake Mosul"
			score -= 10
		case l == english.Compound && h == top && own && m.Kind != Country:
			placed = true
			score -= 10
		case l == english.Compound || l == english.Amod || l == english.NmodPoss || l == english.NmodDesc:
			if n == 0 && l == english.NmodPoss && m.Kind == Country {
				return 0
			}
			score -= 15
		case l == english.Conj && n > 0 && c.event(i): // of another event: "the attack in Baghdad and the raid in Mosul"
			score -= 40
		case (l == english.ACL || l == english.Advcl) && d.Lemma[i] == "speak" && placed:
			placed = true // "Guterres, speaking in Geneva, urged"
			speaking = true
			score -= 20
		case (l == english.ACL || l == english.Advcl || l == english.Xcomp) && placed && purpose(d, i) && reached(d.Lemma[i]):
			score -= 20 // "began an advance to isolate Raqqa"
		case l == english.ACL && placed && n > 0 && strikes(d.Lemma[top]) && d.Tag[i] != english.TagVB:
			score -= 30 // "destroyed tanks captured near Palmyra"
		case l == english.Conj, l == english.Appos, l == english.Flat, l == english.NmodUnmarked, l == english.OblUnmarked:
			score -= 5
		case l == english.Nsubj, l == english.NsubjPass, l == english.Obj, l == english.Iobj, l == english.Nmod, l == english.Obl,
			l == english.OblAgent:
			if h == top && d.Pos[top] == english.VERB && words(d.Lemma[top]) && !speaking {
				return 0 // "condemned the attack in Aleppo"
			}
			score -= 20
		case l == english.Advcl && d.Tag[i] == english.TagVBG:
			score -= 20
		default:
			return 0
		}
		if h == top {
			if !placed {
				return 0
			}
			if m.Kind == City || m.Kind == Landmark || m.Kind == Base || m.Kind == Capital || m.Kind == Seat {
				score += 3 // the nearer told
			}
			return max(score, 1)
		}
		i = h
	}
	return 0
}

// sameEvent is true where token i and what governs it tell of one happening.
func (c *chooser) sameEvent(i, over int) bool {
	d := c.doc
	switch d.Label[i] {
	case english.Nsubj, english.NsubjPass, english.Conj, english.Xcomp, english.Appos, english.Compound:
		return true
	case english.Obj, english.Obl:
		if judges(d.Lemma[over]) { // "condemns the attack in Aleppo", read as where it condemns
			return d.Label[i] == english.Obj
		}
		switch d.Lemma[over] {
		case "hold", "conduct", "carry", "launch", "make", "have", "take", "begin", "start", "stage", "open", "spend", "resume", "continue", "sign", "attend",
			"host", "join", "perform", "mount", "lead", "engage", "arrive", "meet", "participate", "come", "announce", "do", "give":
			return true
		}
	case english.Nmod:
		return d.Pos[over] == english.NOUN && (d.Lemma[over] == "series" || d.Lemma[over] == "round" || d.Lemma[over] == "wave" || d.Lemma[over] == "start" ||
			d.Lemma[over] == "number")
	case english.Advcl:
		return d.Tag[i] == english.TagVBG
	case english.ACLRelcl: // "the attack in Aleppo that killed five"
		for k := range c.kids(i) {
			if d.Label[k] == english.Nsubj && (d.Lemma[k] == "that" || d.Lemma[k] == "which") {
				return d.Pos[over] == english.NOUN
			}
		}
	}
	return false
}

// words is true of verbs of saying and judging, which do not happen where what
// they are about does.
func words(lemma string) bool {
	switch lemma {
	case "condemn", "welcome", "discuss", "praise", "criticise", "criticize", "say", "tell", "warn", "urge", "support", "commit", "reaffirm",
		"raise", "express", "thank", "call", "denounce", "deplore", "appreciate", "stress", "reject", "demand", "oppose", "back", "endorse",
		"announce", "comment", "respond", "react", "appal", "commend", "regret", "applaud", "approve", "question", "blame", "accuse",
		"threaten", "recall", "mark", "remember", "mourn", "know", "believe", "hope", "compliment", "convey", "want", "plan", "agree", "look", "work", "remain", "stand":
		return true
	}
	return false
}

// judges is true of verbs whose object is an event or a state elsewhere, so that
// a place told with them is that of the object.
func judges(lemma string) bool {
	switch lemma {
	case "condemn", "welcome", "denounce", "deplore", "support", "discuss", "raise", "commend", "regret", "applaud", "commit", "stand":
		return true
	}
	return false
}

// moves is true of words whose goal is where they happen.
func moves(lemma string) bool {
	switch lemma {
	case "visit", "travel", "trip", "go", "fly", "arrive", "return", "come", "journey", "flight", "deploy", "deployment", "send", "head", "tour",
		"march", "move", "advance", "invade", "invasion", "enter", "bring", "deport", "deportation", "carry", "call", "arrival", "withdraw",
		"withdrawal", "deliver", "delivery", "ship", "shipment", "flee", "expel", "leave", "pull", "battle", "fight":
		return true
	}
	return false
}

// taken is true of nouns whose "of" names where: "the liberation of Mosul".
func taken(lemma string) bool {
	switch lemma {
	case "liberation", "capture", "recapture", "siege", "fall", "bombing", "bombardment", "shelling", "occupation", "invasion", "retaking", "seizure",
		"battle", "destruction", "blockade", "encirclement", "isolation", "clearance", "evacuation", "annexation":
		return true
	}
	return false
}

// reached is true of verbs whose object is where they happen.
func reached(lemma string) bool {
	switch lemma {
	case "visit", "enter", "leave", "reach", "capture", "seize", "retake", "recapture", "liberate", "invade", "occupy", "bomb", "shell", "besiege",
		"attack", "bombard", "tour", "storm", "blockade", "isolate", "encircle", "evacuate", "clear", "annex", "take", "overrun", "hit":
		return true
	}
	return false
}
