package coder

import (
	"sort"
	"strconv"
	"strings"

	"demarche/coder/lexicon"
	"demarche/coder/sense"
)

// kindred are the classes of the lexicon that say what sort of thing or act a
// word is, by its symbol: the sense model learns from them about words that its
// material lacks.
type kindred map[int32][]string

// unkind are classes that say too little to learn from: they hold what any act
// may be done to.
var unkind = map[string]bool{
	"victim": true, "civilians": true, "criminal": true, "territory": true, "strongpoint": true, "property": true,
	"figures": true, "say": true, "target": true, "quantity": true, "venue": true,
}

func kindredOf(l *lexicon.Lexicon) kindred {
	out := kindred{}
	for name, c := range l.Classes {
		if unkind[name] || strings.HasPrefix(name, "how-") || strings.HasPrefix(name, "about-") || strings.HasPrefix(name, "near-") {
			continue
		}
		for _, w := range c.Words() {
			if id, ok := l.Symbol(w); ok && c.Has(id) {
				out[id] = append(out[id], name)
			}
		}
	}
	for _, names := range out {
		sort.Strings(names)
	}
	return out
}

// kin tells the groups that token t's word is in, under a prefix.
func (a *analysis) kin(prefix string, t int32, out *teller) {
	if n := sense.Cluster(a.lemma(t)); n >= 0 {
		out.say(1, prefix, "c=", strconv.Itoa(n))
	}
	for _, name := range a.kindred[a.sym[t]] {
		out.say(1, prefix, "cl=", name)
	}
}
