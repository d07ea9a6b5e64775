package coder

import (
	"strings"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/who"
)

// match is the frame that fits a predicate.
type match struct {
	frame *lexicon.Frame
	state uint8 // 0 untried, 1 being tried, 2 known
}

// frameOf finds the frame that fits token p best, nil when none does.
func (a *analysis) frameOf(p int32) *lexicon.Frame {
	if p < 0 {
		return nil
	}
	switch a.hits[p].state {
	case 1:
		return nil
	case 2:
		return a.hits[p].frame
	}
	a.hits[p].state = 1
	f := a.search(p, nil)
	a.hits[p] = match{f, 2}
	return f
}

// search tries the frames of token p, the most demanding first. tried, when
// not nil, is told of each frame and of what it lacked ("" when it fits).
func (a *analysis) search(p int32, tried func(f *lexicon.Frame, lacks string)) (f *lexicon.Frame) {
	kinds, n := a.kinds(p)
	for _, k := range kinds[:n] {
		if f = a.fitting(p, k, tried); f != nil {
			break
		}
	}
	if must := a.must(p); must >= 0 && (f == nil || f.Effect != lexicon.Nothing && a.typeOf(a.child(p, english.Xcomp)) == "") {
		if g := a.fitting(p, reading{lexicon.Verb, a.sym[must]}, tried); g != nil {
			return g
		}
	}
	return f
}

// fitting is the first frame of a reading of token p that fits.
func (a *analysis) fitting(p int32, k reading, tried func(f *lexicon.Frame, lacks string)) *lexicon.Frame {
	entries := a.lex.Entries(k.kind, k.sym)
	if len(entries) == 0 {
		return nil
	}
	args := a.argsFor(p, entries[0].Frame)
	for _, e := range entries {
		var lacks string
		if e.With >= 0 && !a.has(p, e.With) {
			lacks = "particle or modifier"
		} else {
			lacks = a.lacks(e.Frame, args)
		}
		if tried != nil {
			tried(e.Frame, lacks)
		}
		if lacks == "" {
			return e.Frame
		}
	}
	return nil
}

// must is the auxiliary of a verb that demands: "Chad must stop, said Niger"
// asks something of Chad whatever it is to stop. It is -1 where there is none.
func (a *analysis) must(p int32) int32 {
	if a.verbal(p) {
		for k := a.first[p]; k >= 0 && k < p; k = a.next[k] {
			if a.doc.Label[k] == english.Aux && equalFold(a.word(k), "must") && a.sym[k] >= 0 {
				return k
			}
		}
	}
	return -1
}

// demands tells whether an event is read from "must" itself.
func (a *analysis) demands(ev *event) bool {
	must := a.must(ev.head)
	if must < 0 || ev.frame.Kind != lexicon.Verb {
		return false
	}
	for _, e := range a.lex.Entries(lexicon.Verb, a.sym[must]) {
		if e.Frame == ev.frame {
			return true
		}
	}
	return false
}

type reading struct {
	kind lexicon.Kind
	sym  int32
}

// kinds lists how token p may be read as a predicate. Participles may be
// adjectives ("is concerned about").
func (a *analysis) kinds(p int32) (out [3]reading, n int) {
	put := func(k lexicon.Kind, sym int32) {
		if sym >= 0 {
			out[n] = reading{k, sym}
			n++
		}
	}
	switch a.doc.Pos[p] {
	case english.VERB:
		if t := a.doc.Tag[p]; t == english.TagVBN || t == english.TagVBG {
			if a.child(p, english.Cop) >= 0 || a.doc.Label[p] == english.Xcomp || a.coreOf(p).passive {
				put(lexicon.Adj, a.form[p])
			}
		}
		put(lexicon.Verb, a.sym[p])
	case english.NOUN, english.PROPN:
		if m, ok := a.at(p); ok && m.Kind != who.Other && a.doc.Pos[p] == english.PROPN && a.form[p] < 0 && !(a.sym[p] >= 0 && strings.HasSuffix(a.word(p), "s")) {
			return out, n
		}
		put(lexicon.Noun, a.sym[p])
	case english.ADJ:
		put(lexicon.Adj, a.form[p])
		if a.form[p] != a.sym[p] {
			put(lexicon.Adj, a.sym[p])
		}
		// A participle that the tagger took for an adjective.
		if a.child(p, english.AuxPass) >= 0 || a.doc.Tag[p] == english.TagVBN {
			put(lexicon.Verb, a.sym[p])
		}
	}
	return out, n
}

// lacks says what frame f misses among the slots, "" when it fits.
func (a *analysis) lacks(f *lexicon.Frame, args []arg) string {
	for i := range f.Slots {
		s := &f.Slots[i]
		if !s.Required && !s.Empty && len(s.Forbid) == 0 {
			continue
		}
		ok := !s.Required
		for _, name := range s.Names {
			for _, g := range args {
				if g.slot != name {
					continue
				}
				if s.Empty {
					return "no " + a.lex.SlotName(name)
				}
				if len(s.Forbid) > 0 && a.fills(g.tok, s.Forbid) {
					return a.lex.SlotName(name) + " of another kind"
				}
				if s.Required && !ok {
					ok = len(s.Fill) == 0 || a.fills(g.tok, s.Fill)
				}
			}
		}
		if !ok {
			return a.lex.SlotName(s.Names[0])
		}
	}
	return ""
}

// fills tells whether a token, or one coordinated with it, is one of the fillers.
func (a *analysis) fills(tok int32, fill []lexicon.Filler) bool {
	for i := range fill {
		if a.filler(tok, &fill[i]) {
			return true
		}
	}
	for k := a.first[tok]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Conj && a.fills(k, fill) {
			return true
		}
	}
	return false
}

func (a *analysis) filler(tok int32, f *lexicon.Filler) bool {
	switch {
	case f.Class != nil:
		return a.is(tok, f.Class)
	case f.Type != "":
		return a.typeOf(tok) == f.Type
	case f.Kind != lexicon.NoBuiltin:
		return a.builtin(tok, f.Kind)
	}
	return (a.sym[tok] == f.Word.Lemma || a.form[tok] == f.Word.Lemma) && (f.Word.With < 0 || a.has(tok, f.Word.With))
}

// typeOf is the type that the lexicon gives a noun or clause by itself.
func (a *analysis) typeOf(tok int32) plover.Type {
	if f := a.frameOf(tok); f != nil {
		return f.Type
	}
	return ""
}

func (a *analysis) builtin(tok int32, kind lexicon.Builtin) bool {
	m, ok := a.at(tok)
	if !ok {
		return false
	}
	if kind == lexicon.Place {
		return m.Kind == who.Place || m.Kind == who.State
	}
	if len(m.Who) == 0 {
		return kind == lexicon.Person && m.Kind == who.Person
	}
	id := &m.Who[0]
	switch kind {
	case lexicon.AnyParty:
		return id.Country != "" || id.Sector != ""
	case lexicon.State:
		return m.Kind == who.State || id.Country != "" && id.Sector == "GOV"
	case lexicon.Person:
		return m.Kind == who.Person || m.Kind == who.Pronoun
	case lexicon.Body:
		return m.Kind == who.Body
	case lexicon.Force:
		switch id.Sector {
		case "MIL", "REB", "UAF", "COP", "PRM":
			return true
		}
	case lexicon.Civil:
		switch id.Sector {
		case "", "GOV", "MIL", "REB", "UAF", "COP", "PRM", "SPY":
			return false
		}
		return true
	}
	return false
}
