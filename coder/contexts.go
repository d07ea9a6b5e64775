package coder

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"demarche/coder/lexicon"
	"demarche/coder/linear"
	"demarche/english"
	"demarche/plover"
	"demarche/report"
)

// topic is a context with the names of the traits that it goes by.
type topic struct {
	context plover.Context
	class   int    // of the model, -1 without
	about   string // words of @about-CONTEXT are there
	near    string // words of @near-CONTEXT are
	rule    string // the rules tell it
}

// topics is all topics with an index of the words that speak of them, as the
// classes @about-CONTEXT and @near-CONTEXT have it.
type topics struct {
	list  []topic
	plain []subjects           // by symbol
	pairs map[int32][]wordPair // by symbol of the lemma
}

// subjects is the topics that a word speaks of, outright or among other things:
// bit i is for topic i.
type subjects struct{ about, near uint64 }

func (s *subjects) add(t subjects) { s.about |= t.about; s.near |= t.near }

// topical is what a token speaks of, once that was asked.
type topical struct {
	subjects
	done bool
}

// wordPair is a member of a class that asks for a modifier, "press/freedom".
type wordPair struct {
	with int32
	subjects
}

// topicsOf lists the contexts and indexes the words of their classes.
func topicsOf(l *lexicon.Lexicon, m *linear.Model) *topics {
	out := &topics{plain: make([]subjects, l.Symbols()), pairs: map[int32][]wordPair{}}
	for i, c := range plover.Contexts() {
		t := topic{context: c, class: -1, about: "@" + string(c), near: "~" + string(c), rule: "rule=" + string(c)}
		if m != nil {
			t.class = m.Class(string(c))
		}
		out.list = append(out.list, t)
		out.index(l, l.Class("about-"+string(c)), subjects{about: 1 << i})
		out.index(l, l.Class("near-"+string(c)), subjects{near: 1 << i})
	}
	return out
}

func (t *topics) index(l *lexicon.Lexicon, class *lexicon.Class, of subjects) {
	if class == nil {
		return
	}
	for _, w := range class.Words() {
		if id, ok := l.Symbol(w); ok && class.Has(id) {
			t.plain[id].add(of)
		}
	}
	for _, w := range class.With() {
		t.pairs[w.Lemma] = append(t.pairs[w.Lemma], wordPair{w.With, of})
	}
}

// speaks tells the topics that token i speaks of.
func (a *analysis) speaks(i int32) subjects {
	sym := a.sym[i]
	if sym < 0 {
		return subjects{}
	}
	known := &a.spoken[i]
	if !known.done {
		known.done, known.subjects = true, a.topics.plain[sym]
		for _, p := range a.topics.pairs[sym] {
			if a.has(i, p.with) {
				known.add(p.subjects)
			}
		}
	}
	return known.subjects
}

// speak tells the topics that the tokens from from to to speak of.
func (a *analysis) speak(from, to int32) (set subjects) {
	for i := from; i < to; i++ {
		set.add(a.speaks(i))
	}
	return set
}

// contexts lists why the event came about: what the model tells or, without one,
// the rules.
func (c *Coder) contexts(a *analysis, rep *report.Report, k int, ev *event) []plover.Context {
	if c.about == nil {
		return a.byRules(k, ev)
	}
	c.about.Begin(&a.why)
	a.traits(rep, k, ev, func(trait []byte, value float32) { c.about.Add(&a.why, trait, value) })
	out := []plover.Context{}
	for _, i := range Decided(a.why.Sums()) {
		out = append(out, plover.Context(c.about.Classes[i]))
	}
	return out
}

// faint is the least sum for which the best context is told: an act without any
// is rare. The others have to be surer: most acts have one.
const (
	faint = -1.5
	sure  = 0.5
)

// Decided tells which of the sums, one a context, are told: the best unless it is
// too faint, and the others that are sure.
func Decided[T float32 | float64](sums []T) []int {
	best, top := -1, T(faint)
	for i, x := range sums {
		if x > top {
			best, top = i, x
		}
	}
	var out []int
	for i, x := range sums {
		if i == best || x > sure {
			out = append(out, i)
		}
	}
	return out
}

// byRules lists the topics that an event's clause speaks of, and those that
// follow from the type itself.
func (a *analysis) byRules(k int, ev *event) []plover.Context {
	out := []plover.Context{}
	from, to := a.doc.Sents[k].First, a.doc.Sents[k].Last
	if ev != nil {
		from, to = a.clauseSpan(k, ev.head)
	}
	set := a.speak(from, to)
	for i := range a.topics.list {
		if a.ruled(set, ev, i) {
			out = append(out, a.topics.list[i].context)
		}
	}
	return out
}

// About tells what a text is about: the contexts of its first record, or else
// those that it speaks of as a whole.
func (c *Coder) About(text string) []plover.Context {
	out := []plover.Context{}
	c.first(text, func(a *analysis, rep *report.Report, k int, ev *event) { out = c.contexts(a, rep, k, ev) })
	return out
}

// Traits are what About goes by.
func (c *Coder) Traits(text string) []Trait {
	var out []Trait
	c.first(text, func(a *analysis, rep *report.Report, k int, ev *event) { out = a.listTraits(rep, k, ev) })
	return out
}

// first finds the first event of a text that makes a record; there is none (nil)
// where nothing does, and see is not called for a text without sentences.
func (c *Coder) first(text string, see func(a *analysis, rep *report.Report, k int, ev *event)) {
	rep := &report.Report{Text: text}
	a := c.analyse(rep)
	defer c.release(a)
	a.consume()
	a.told = a.told[:0]
	for k := range a.doc.Sents {
		for p := a.doc.Sents[k].First; p < a.doc.Sents[k].Last; p++ {
			if a.eaten[p] >= 0 {
				continue
			}
			if ev, why := a.settle(p); why == "" {
				see(a, rep, k, &ev)
				return
			}
		}
	}
	if len(a.doc.Sents) > 0 {
		see(a, rep, 0, nil)
	}
}

// reasons tells, context by context, what spoke most for those of a record:
// "migration +2.1: @migration +1.0, deportee +0.6".
func (c *Coder) reasons(a *analysis, rep *report.Report, k int, ev *event, told []plover.Context) []string {
	if c.about == nil {
		return nil
	}
	traits := a.listTraits(rep, k, ev)
	var out []string
	for _, t := range a.topics.list {
		if t.class < 0 || !slices.Contains(told, t.context) {
			continue
		}
		weight := func(i int) float32 { return traits[i].Value * c.about.Weight(traits[i].Name, t.class) }
		order := make([]int, len(traits))
		for i := range order {
			order[i] = i
		}
		sort.SliceStable(order, func(i, j int) bool { return weight(order[i]) > weight(order[j]) })
		var parts []string
		for _, i := range order[:min(3, len(order))] {
			if w := weight(i); w > 0 {
				parts = append(parts, fmt.Sprintf("%s %+.1f", traits[i].Name, w))
			}
		}
		out = append(out, fmt.Sprintf("%s %+.1f: %s", t.context, a.why.Sums()[t.class], strings.Join(parts, ", ")))
	}
	return out
}

// ruled tells whether the rules give an event topic i: its clause speaks of it
// (set has what that speaks of), or it follows from the type.
func (a *analysis) ruled(set subjects, ev *event, i int) bool {
	return set.about&(1<<i) != 0 || ev != nil && a.follows(ev, a.topics.list[i].context)
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
