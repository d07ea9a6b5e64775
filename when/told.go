package when

import "demarche/english"

// told is the expression that dates another mention of the event that a noun
// names: "a phone call … The call took place on Wednesday". The nearest mention
// of one kind within a few sentences counts, -1 for none.
func (t *Timeline) told(trigger, sentence int) int {
	kind := happening(t.doc, trigger)
	if kind == "" {
		return -1
	}
	reach := 12
	if kind == "attack" || kind == "meeting" || kind == "visit" || kind == "test" { // there may be many
		reach = 4
	}
	best, near := -1, reach+1
	for k := range t.exprs {
		e := &t.exprs[k]
		if !t.ok[k] || e.Sense != At || e.Length {
			continue
		}
		gap := t.doc.SentenceOf(e.First) - sentence
		if gap < 0 {
			gap = 1 - gap // what follows tells more than what came before
		}
		if gap == 0 || gap >= near {
			continue
		}
		if dated := t.datedNoun(e); dated >= 0 && happening(t.doc, dated) == kind {
			best, near = k, gap
		}
	}
	return best
}

// datedNoun is the noun that an expression dates: the one it hangs on, or the
// subject of "took place" and its like; -1 for none.
func (t *Timeline) datedNoun(e *Expr) int {
	d := t.doc
	h := int(d.Head[e.Head])
	if h < 0 {
		return -1
	}
	if d.Pos[h] == english.NOUN {
		switch d.Lemma[h] {
		case "place": // "took place"
			if h = int(d.Head[h]); h < 0 {
				return -1
			}
		default:
			return h
		}
	}
	if d.Pos[h] != english.VERB {
		return -1
	}
	switch d.Lemma[h] {
	case "take", "happen", "occur", "begin", "start", "come", "hold", "follow", "resume", "end":
		for k := range near(d, h) {
			if l := d.Label[k]; (l == english.Nsubj || l == english.NsubjPass) && d.Pos[k] == english.NOUN {
				return k
			}
		}
	}
	return -1
}

// happening sorts the words for events so that two mentions of one event can
// meet: "" for all other words.
func happening(d *english.Doc, i int) string {
	if d.Pos[i] != english.NOUN {
		return ""
	}
	switch lemma := d.Lemma[i]; lemma {
	case "call", "conversation", "phone":
		return "call"
	case "attack", "strike", "airstrike", "bombing", "blast", "explosion", "raid", "assault", "shelling", "bombardment":
		return "attack"
	case "meeting", "talk", "talks", "summit", "negotiation":
		return "meeting"
	case "visit", "trip", "tour":
		return "visit"
	case "election", "vote", "referendum", "poll":
		return "vote"
	case "test", "launch":
		return "test"
	case "broadcast", "protest", "march", "exercise", "drill", "agreement", "treaty", "ceasefire", "truce", "coup", "speech", "arrest", "earthquake":
		return lemma
	}
	return ""
}
