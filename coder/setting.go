package coder

import (
	"demarche/coder/lexicon"
	"demarche/plover"
)

// inPlaces are the prepositions of where an act happens.
var inPlaces = [...]string{"in", "at", "near", "across", "throughout", "around", "inside", "outside"}

// fromSetting gives an act of force that names no party with a country those who
// live where it happens: to them it is done, or, when they protest or lay down
// arms, by them. "Riots broke out across Peru", "four were killed in Peru".
func (a *analysis) fromSetting(ev *event) {
	at := a.setting(ev)
	if at < 0 {
		return
	}
	switch ev.typ {
	case plover.Assault:
		if !a.verbal(ev.head) {
			return // a strike may be on anybody there
		}
		ev.recips = append(ev.recips[:len(ev.recips):len(ev.recips)], at)
	case plover.Protest, plover.Retreat:
		ev.actors = append(ev.actors[:len(ev.actors):len(ev.actors)], at)
	}
}

// setting finds the party of the place that an act is said to happen in, -1 for
// none.
func (a *analysis) setting(ev *event) int32 {
	for _, g := range a.argsFor(ev.head, ev.frame) {
		if !a.placing(g.slot) {
			continue
		}
		if a.named(g.tok) {
			return g.tok
		}
		if out := a.placeParty(nil, g.tok); len(out) > 0 {
			return out[0]
		}
	}
	return -1
}

// placing tells whether a slot is one of inPlaces.
func (a *analysis) placing(slot lexicon.SlotID) bool {
	for _, p := range inPlaces {
		if id, ok := a.lex.Prep(p); ok && id == slot {
			return true
		}
	}
	return false
}
