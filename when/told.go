package when

import "demarche/english"

// told is the expression that dates another mention of the event: "a phone call
// … The call took place on Wednesday", or of what it was part of: "During the
// visit to Ankara he met …". -1 for none.
func (t *Timeline) told(trigger, sentence int) int {
	if k := t.mentioned(trigger, sentence); k >= 0 {
		return k
	}
	d := t.doc
	c := chooser{doc: d}
	i := c.predicate(trigger)
	for n := 0; n < 4; n++ {
		for k := range near(d, i) {
			switch d.Label[k] {
			case english.Obl:
				switch caseOf(d, k) {
				case "in", "during", "at", "on", "throughout":
				default:
					continue
				}
			case english.Obj:
				if d.Lemma[i] != "use" {
					continue
				}
			default:
				continue
			}
			if e := t.mentioned(k, sentence); e >= 0 {
				return e
			}
		}
		if d.Head[i] < 0 || d.Label[i] != english.Xcomp && d.Label[i] != english.Advcl && d.Label[i] != english.Conj {
			break
		}
		i = c.predicate(int(d.Head[i]))
	}
	return -1
}

// mentioned is the expression that dates the nearest other mention of the event
// that a noun names, within a few sentences. A mention with the same name
// ("the visit to Ankara") comes before one of the same kind.
func (t *Timeline) mentioned(noun, sentence int) int {
	kind := happening(t.doc, noun)
	if kind == "" {
		return -1
	}
	reach := 20
	if kind == "attack" || kind == "meeting" || kind == "visit" || kind == "test" { // there may be many
		reach = 4
	}
	best, near, named := -1, reach+1, false
	for k := range t.exprs {
		e := &t.exprs[k]
		if !t.ok[k] || e.Sense != At || e.Length {
			continue
		}
		gap := t.doc.SentenceOf(e.First) - sentence
		if gap < 0 {
			gap = 1 - gap // what follows tells more than what came before
		}
		if gap == 0 || gap > reach {
			continue
		}
		same := t.sharesName(noun, e)
		dated := t.datedNoun(e)
		if !same && (dated < 0 || happening(t.doc, dated) != kind) {
			continue
		}
		if same && !named || same == named && gap < near {
			best, near, named = k, gap, same
		}
	}
	return best
}

// sharesName is true where a name that belongs to a noun stands right before an
// expression: "his visit to Ankara", "Baku on Monday and Ankara on Tuesday".
func (t *Timeline) sharesName(noun int, e *Expr) bool {
	d := t.doc
	for k := range near(d, noun) {
		if d.Label[k] != english.Nmod || d.Pos[k] != english.PROPN {
			continue
		}
		for i := max(0, e.First-3); i < e.First; i++ {
			if d.Pos[i] == english.PROPN && d.Word(i) == d.Word(k) {
				return true
			}
		}
	}
	return false
}

// caseOf is the preposition of a noun, "" for none.
func caseOf(d *english.Doc, i int) string {
	for k := range near(d, i) {
		if d.Label[k] == english.Case {
			return d.Lemma[k]
		}
	}
	return ""
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
