package coder

import (
	"strconv"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
)

// sensed is what may be meant between two parties of a sentence: the event of
// the frame that speaks of them most, with how well it does.
type sensed struct {
	ev    event
	score float64
}

// senses weighs every frame that fits in a sentence by how it binds source and
// target (head tokens of mentions), the best first.
func (a *analysis) senses(from, to, source, target int32) []sensed {
	var out []sensed
	for p := from; p < to; p++ {
		f := a.frameOf(p)
		if f == nil || f.Type == "" {
			continue
		}
		ev := a.judge(p)
		s := sensed{ev: ev, score: 0.1 + float64(f.Weight())/100 + a.roleScore(&ev, source, target)}
		if a.eaten[p] >= 0 {
			s.score -= 2
		}
		if a.within(p, source) || a.within(p, target) {
			s.score -= 2 // it says who a party is, not what it does
		}
		if f.Kind == lexicon.Verb {
			s.score += 0.2
		}
		if a.bind(p).content >= 0 {
			s.score += 0.2
		}
		out = append(out, s)
	}
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].score > out[j-1].score; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// within tells whether token p stands inside the phrase of a party.
func (a *analysis) within(p, party int32) bool {
	if party < 0 {
		return false
	}
	m, ok := a.at(party)
	return ok && int(p) >= m.First && int(p) < m.Last
}

// roleScore tells how well an event's roles agree with source acting on target.
func (a *analysis) roleScore(ev *event, source, target int32) float64 {
	sa, ta := holds(ev.actors, source), holds(ev.actors, target)
	sr, tr := holds(ev.recips, source), holds(ev.recips, target)
	switch {
	case sa && tr:
		return 4
	case sa && ta:
		return 3
	case sr && ta:
		return 2
	case sa:
		return 1.6
	case tr:
		return 1.2
	case sr || ta:
		return 0.5
	}
	return 0
}

// features lists what the sense model looks at: the frames that fit and how
// they bind the two parties, the words of the sentence, those on the path
// between the parties, and the groups that these are in. Names are stable:
// the model's weights go by them. Some come more than once. A name is tell's
// until it returns.
func (a *analysis) features(from, to, source, target int32, tell func(feature []byte, value float32)) {
	out := &a.teller
	out.tell = tell
	all := a.senses(from, to, source, target)
	for i := range all {
		if i > 2 {
			break
		}
		s := &all[i]
		n := strconv.Itoa(i)
		out.say(1, "type", n, "=", string(s.ev.typ))
		if i == 0 {
			out.say(1, "type=", string(s.ev.typ), " score=", strconv.Itoa(int(s.score)))
			out.say(1, "type=", string(s.ev.typ), " kind=", strconv.Itoa(int(s.ev.frame.Kind)))
			out.say(1, "head=", a.lemma(s.ev.head))
			a.kin("head", s.ev.head, out)
			out.say(1, "type=", string(s.ev.typ), " mode=", string(s.ev.mode))
			if c := a.coreOf(s.ev.head); c.obj >= 0 {
				out.say(1, "head=", a.lemma(s.ev.head), " obj=", a.lemma(c.obj))
				a.kin("obj", c.obj, out)
				a.kin("head="+a.lemma(s.ev.head)+" obj", c.obj, out)
			}
			st := s.ev.stance
			if st.negated {
				out.say(1, "negated")
				out.say(1, "negated type=", string(s.ev.typ))
			}
			if st.future {
				out.say(1, "future type=", string(s.ev.typ))
			}
			if st.hypothetical {
				out.say(1, "hypothetical type=", string(s.ev.typ))
			}
		}
	}
	if len(all) == 0 {
		out.say(1, "none")
	}
	for i := range all {
		out.say(1, "any=", string(all[i].ev.typ))
		if all[i].score >= 1 {
			out.say(1, "bound=", string(all[i].ev.typ))
		}
	}
	for _, t := range [2]int32{source, target} {
		side := "s"
		if t == target {
			side = "t"
		}
		if t < 0 {
			out.say(1, side, " unmarked")
			continue
		}
		h := a.doc.Head[t]
		for depth := 0; h >= 0 && depth < 4; depth++ {
			if a.verbal(h) || a.nominal(h) && !a.named(h) {
				out.say(1, side, "path=", a.lemma(h))
				a.kin(side+"path", h, out)
			}
			h = a.doc.Head[h]
		}
		if h := a.doc.Head[t]; h >= 0 {
			out.say(1, side, "=", a.doc.Label[t].String())
			out.say(1, side, "=", a.doc.Label[t].String(), " of ", a.lemma(h))
		}
		if id := a.identities(t); len(id) > 0 {
			out.say(1, side, " sector=", string(id[0].Sector))
		}
	}
	last := ""
	for i := from; i < to; i++ {
		switch a.doc.Pos[i] {
		case english.VERB, english.NOUN, english.ADJ, english.ADV, english.ADP, english.AUX, english.PART:
		default:
			continue
		}
		w := a.lemma(i)
		content := a.doc.Pos[i] == english.VERB || a.doc.Pos[i] == english.NOUN || a.doc.Pos[i] == english.ADJ
		if content {
			out.say(1, "w=", w)
			a.kin("w", i, out)
		}
		if last != "" {
			out.say(1, "b=", last, " ", w)
		}
		if lo, hi := min(source, target), max(source, target); content && i > lo && i < hi {
			out.say(1, "m=", w)
			a.kin("m", i, out)
		}
		last = w
	}
}

// reconsider asks the sense model about an event between two parties; its say
// goes into the confidence.
func (c *Coder) reconsider(a *analysis, k int, ev *event) {
	if c.sense == nil {
		return
	}
	s := a.doc.Sents[k]
	source, target := sides(ev)
	if source < s.First || source >= s.Last || target < s.First || target >= s.Last {
		return
	}
	c.sense.Begin(&a.scores)
	a.features(s.First, s.Last, source, target, func(f []byte, value float32) { c.sense.Add(&a.scores, f, value) })
	c.sense.Decide(&a.scores)
	if own := c.sense.Class(classOfType(ev.typ)); own >= 0 {
		ev.believed = a.scores.P[own]
	}
}

// classOfType is the class of the sense model that a type falls into.
func classOfType(t plover.Type) string {
	if t == plover.Concede || t == plover.Retreat {
		return "YIELD"
	}
	return string(t)
}
