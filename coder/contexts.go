package coder

import (
	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
)

// topic is a context with the class of words that speak of it.
type topic struct {
	context plover.Context
	words   *lexicon.Class
}

// topicsOf pairs each context with its class, @about-military and so on.
func topicsOf(l *lexicon.Lexicon) []topic {
	var out []topic
	for _, c := range plover.Contexts() {
		if class := l.Class("about-" + string(c)); class != nil {
			out = append(out, topic{c, class})
		}
	}
	return out
}

// contexts lists why the event came about: the topics that its clause, or else
// its sentence, speaks of, and those that follow from the type itself.
func (a *analysis) contexts(k int, ev *event) []plover.Context {
	out := []plover.Context{}
	from, to := a.clauseSpan(k, ev.head)
	for _, t := range a.topics {
		if a.speaksOf(from, to, t.words) || a.follows(ev, t.context) {
			out = append(out, t.context)
		}
	}
	return out
}

// follows tells whether a context follows from the type and the parties.
func (a *analysis) follows(ev *event, c plover.Context) bool {
	switch c {
	case "diplomatic": // what governments say to each other
		switch ev.typ {
		case plover.Consult, plover.Agree, plover.Support, plover.Request, plover.Reject, plover.Accuse:
			return a.governments(ev) > 1
		}
	case "military": // forces of states
		if ev.typ == plover.Mobilize || ev.typ == plover.Threaten && ev.mode == "violence" && a.sector(ev.actors, "GOV") {
			return true
		}
		return a.sector(ev.actors, "MIL") || a.sector(ev.recips, "MIL")
	case "terrorism":
		return ev.typ == plover.Assault && ev.mode == "suicide-attack"
	}
	return false
}

// sector tells whether one of the mentions is of a sector.
func (a *analysis) sector(list []int32, s plover.Sector) bool {
	for _, t := range list {
		for _, id := range a.identities(t) {
			if id.Sector == s {
				return true
			}
		}
	}
	return false
}

// governments counts the different countries whose government takes part.
func (a *analysis) governments(ev *event) int {
	seen := map[string]bool{}
	for _, list := range [2][]int32{ev.actors, ev.recips} {
		for _, t := range list {
			for _, id := range a.identities(t) {
				if id.Sector == "GOV" && id.Country != "" {
					seen[id.Country] = true
				}
			}
		}
	}
	return len(seen)
}

func (a *analysis) speaksOf(from, to int32, words *lexicon.Class) bool {
	for i := from; i < to; i++ {
		if a.sym[i] >= 0 && a.is(i, words) {
			return true
		}
	}
	return false
}

// clauseSpan bounds the words of the clause that p belongs to: the subtree of
// its nearest finite verb, without the clauses beside it.
func (a *analysis) clauseSpan(k int, p int32) (from, to int32) {
	t := p
	for a.doc.Head[t] >= 0 {
		l := a.doc.Label[t]
		if a.verbal(t) && (l == english.Conj || l == english.Ccomp || l == english.Advcl || l == english.Parataxis || l == english.ACLRelcl) {
			break
		}
		t = a.doc.Head[t]
	}
	s := a.doc.Sents[k]
	from, to = t, t+1
	for i := s.First; i < s.Last; i++ {
		for j, depth := i, 0; j >= 0 && depth < 64; j, depth = a.doc.Head[j], depth+1 {
			if j == t {
				from, to = min(from, i), max(to, i+1)
				break
			}
		}
	}
	return from, to
}
