package coder

import (
	"slices"
	"strings"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/who"
)

// manner is a mode with the class of words that tell it.
type manner struct {
	typ   plover.Type
	mode  plover.Mode
	words *lexicon.Class
}

// mannersOf finds the classes @how-type-mode, in the order of the ontology.
func mannersOf(l *lexicon.Lexicon) []manner {
	var out []manner
	for _, t := range plover.Types() {
		for _, m := range plover.Modes(t) {
			if c := l.Class("how-" + strings.ToLower(string(t)) + "-" + string(m)); c != nil {
				out = append(out, manner{t, m, c})
			}
		}
	}
	return out
}

// how fills in a mode that the frame leaves open from the words around the act:
// its modifiers, its means and what it is done with.
func (a *analysis) how(ev *event) {
	if ev.mode == "multilateral" && a.ofTwo(ev.actors) {
		ev.mode = "" // a summit of two
	}
	if ev.mode != "" {
		return
	}
	switch {
	case ev.typ == plover.Threaten && ev.frame.Type == plover.Threaten && ev.frame.Deduce:
		// A threat whose content stays unsaid is mostly one of force, where there is any.
		if b := a.bind(ev.head); !a.unarmed(ev.actors) && (b.content < 0 || a.quote[b.content] >= 0 || a.nominal(b.content) || a.typeOf(b.content) == "") {
			ev.mode = "violence"
		}
		return
	case ev.typ == plover.Consult && (a.nations(ev.actors) > 2 || len(ev.actors) == 1 && a.collective(ev.actors[0])):
		ev.mode = "multilateral"
		return
	}
	for i := range a.manners { // "bombing raid" says more than "bombing"
		if m := &a.manners[i]; m.typ == ev.typ && a.compound(ev.head, m.words) {
			ev.mode = m.mode
			return
		}
	}
	for _, means := range [2]bool{true, false} { // "jets bombed": what it is done with says more than the verb
		for i := range a.manners {
			m := &a.manners[i]
			if m.typ != ev.typ || m.mode == "multilateral" && a.ofTwo(ev.actors) {
				continue
			}
			if means && a.tells(ev, m.words) || !means && a.is(ev.head, m.words) {
				ev.mode = m.mode
				return
			}
		}
	}
}

// ofTwo tells whether list is of exactly two countries and no body of many.
func (a *analysis) ofTwo(list []int32) bool {
	for _, t := range list {
		if a.collective(t) {
			return false
		}
	}
	return a.nations(list) == 2
}

// compound tells whether token t is of a class by its word and modifier together.
func (a *analysis) compound(t int32, words *lexicon.Class) bool {
	for _, w := range words.With() {
		if w.Lemma == a.sym[t] && a.has(t, w.With) {
			return true
		}
	}
	return false
}

// unarmed tells whether all of list are of sectors that hold no force, such as
// parliaments, parties and firms.
func (a *analysis) unarmed(list []int32) bool {
	for _, t := range list {
		for _, id := range a.identities(t) {
			switch id.Sector {
			case "LEG", "JUD", "PTY", "BUS", "LAB", "AGR", "EDU", "JRN", "MED":
			default:
				return false
			}
		}
	}
	return len(list) > 0
}

// tells tells whether a word of the class modifies the act or fills one of its
// slots without being a party.
func (a *analysis) tells(ev *event, words *lexicon.Class) bool {
	near := func(t int32) bool {
		if t != ev.head && a.is(t, words) {
			return true
		}
		for k := a.first[t]; k >= 0; k = a.next[k] {
			switch a.doc.Label[k] {
			case english.Compound, english.Amod, english.NmodDesc:
				if a.is(k, words) {
					return true
				}
			case english.Nmod:
				if a.caseIs(k, "of") && a.is(k, words) {
					return true
				}
			}
		}
		return false
	}
	if near(ev.head) {
		return true
	}
	for _, g := range a.argsFor(ev.head, ev.frame) {
		if m, ok := a.at(g.tok); ok && m.Kind != who.People && a.named(g.tok) && a.doc.Pos[g.tok] == english.PROPN {
			continue
		}
		if ev.typ == plover.Assault && suffers(ev.frame, g.slot) {
			continue // who attacks an air base need not come by air
		}
		if near(g.tok) {
			return true
		}
	}
	return false
}

// suffers tells whether a slot of a frame holds the recipient.
func suffers(f *lexicon.Frame, slot lexicon.SlotID) bool {
	for i := range f.Slots {
		if s := &f.Slots[i]; s.Role == lexicon.Recipient && slices.Contains(s.Names, slot) {
			return true
		}
	}
	return false
}

// nations counts the countries of the mentions.
func (a *analysis) nations(list []int32) int {
	n := 0
	for i, t := range list {
		for j, id := range a.identities(t) {
			again := id.Country == ""
			for ii, o := range list[:i+1] {
				for jj, other := range a.identities(o) {
					if (ii < i || jj < j) && other.Country == id.Country {
						again = true
					}
				}
			}
			if !again {
				n++
			}
		}
	}
	return n
}
