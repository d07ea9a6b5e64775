package where

import (
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
		h := int(doc.Head[i])
		if h < 0 || !c.sameEvent(i, h) {
			return Mention{}, false
		}
		own = own && doc.Label[i] == english.Conj
		i = h
	}
	return Mention{}, false
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
		switch l := d.Label[i]; {
		case (l == english.Obl || l == english.Nmod || l == english.Advmod) && inPlace:
			placed = true
		case (l == english.Obl || l == english.Nmod) && motion:
			if !moves(d.Lemma[h]) || !own && h == top {
				return 0
			}
			placed = true
			score -= 10
		case l == english.Nmod && caseOf(d, i) == "of" && (kindWord(d, h) || h == top && own && taken(d.Lemma[top])):
			placed = placed || h == top
			score -= 5
		case l == english.Obj && reached(d.Lemma[h]) && (own && h == top || !own && h == top && d.Pos[top] == english.VERB || d.Label[h] == english.ACL):
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
		case l == english.Conj, l == english.Appos, l == english.Flat, l == english.NmodUnmarked, l == english.OblUnmarked:
			score -= 5
		case l == english.Nsubj, l == english.NsubjPass, l == english.Obj, l == english.Iobj, l == english.Nmod, l == english.Obl:
			if h == top && d.Pos[top] == english.VERB && words(d.Lemma[top]) {
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
		case "hold", "conduct", "carry", "launch", "make", "have", "take", "begin", "start", "stage", "open", "resume", "continue", "sign", "attend",
			"host", "join", "perform", "mount", "lead", "engage", "arrive", "meet", "participate", "come", "announce", "do", "give":
			return true
		}
	case english.Nmod:
		return d.Pos[over] == english.NOUN && (d.Lemma[over] == "series" || d.Lemma[over] == "round" || d.Lemma[over] == "wave" || d.Lemma[over] == "start" ||
			d.Lemma[over] == "number")
	case english.Advcl:
		return d.Tag[i] == english.TagVBG
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
		"threaten", "recall", "mark", "remember", "mourn", "know", "believe", "hope", "want", "plan", "agree", "look", "work", "remain", "stand":
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
		"withdrawal", "flee", "expel", "leave", "pull", "battle", "fight":
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
