package inflect

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Example is a word of a treebank.
type Example struct{ Word, Tag, Lemma string }

// What a rule or word must show to be learnt.
const (
	minSupport = 3 // forms that an ending's rule must get right
	minGain    = 2 // more than the rule of the shorter ending does
	minTokens  = 2 // times that an irregular word of a tag without inflection must occur
)

// inflected are the tags of which a single irregular form is trusted.
var inflected = map[string]bool{"NNS": true, "NNPS": true, "VBD": true, "VBN": true, "VBG": true, "VBZ": true, "VBP": true, "VB": true,
	"JJR": true, "JJS": true, "RBR": true, "RBS": true}

// Learn makes a table from examples. It does not depend on their order.
func Learn(examples []Example) *Table {
	words := count(examples)
	t := &Table{classes: make(map[string]*class)}

	// Endings first, by family; then the words that they get wrong.
	byFamily := make(map[string][]*form)
	bases := basesOf(words)
	made := bases.regular(words)
	for _, w := range slices.Concat(words, made) {
		if w.tag == "NNP" {
			continue
		}
		name := w.tag
		if f, ok := family[w.tag]; ok {
			name = f
		}
		byFamily[name] = append(byFamily[name], w)
		if w.class != w.tag {
			byFamily[w.class] = append(byFamily[w.class], w)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byFamily)) {
		learnEndings(t.class(name), byFamily[name], strings.Contains(name, "/"))
	}
	for _, w := range words {
		if t.Lemma(w.word, w.tag) == w.lemma {
			continue
		}
		if w.tokens >= minTokens && 3*w.agreed > 2*w.tokens || inflected[w.tag] && kin(w.text, w.lemma) {
			t.class(w.class).whole[w.text] = w.lemma
		}
	}
	for _, w := range made {
		if got := t.Lemma(w.word, w.tag); got != w.lemma && !bases.has(got, w.tag) {
			t.class(w.class).whole[w.text] = w.lemma
		}
	}
	return t
}

// bases are the base forms in the examples.
type bases struct{ verbs, nouns map[string]bool }

func basesOf(words []*form) bases {
	b := bases{verbs: make(map[string]bool), nouns: make(map[string]bool)}
	for _, w := range words {
		switch {
		case len(w.lemma) < 3 || strings.ContainsFunc(w.lemma, func(r rune) bool { return r < 'a' || r > 'z' }):
		case w.tag == "VB" && w.lemma == w.text || strings.HasPrefix(w.tag, "VB") && w.tokens >= minTokens:
			b.verbs[w.lemma] = true
		case w.tag == "NN" && w.lemma == w.text, w.tag == "NNS" && !strings.HasSuffix(w.lemma, "s"):
			b.nouns[w.lemma] = true
		}
	}
	return b
}

func (b bases) has(word, tag string) bool {
	if tag == "NNS" {
		return b.nouns[word]
	}
	return b.verbs[word]
}

// regular makes the regular forms of all bases that are not among the words.
func (b bases) regular(words []*form) []*form {
	type key struct{ tag, text string }
	seen := make(map[key]bool)
	for _, w := range words {
		seen[key{w.tag, w.text}] = true
	}
	var made []*form
	add := func(text, tag, lemma string) {
		if !seen[key{tag, text}] && !seen[key{sibling[tag], text}] {
			made = append(made, &form{text: text, tag: tag, class: tag, word: text, lemma: lemma})
		}
	}
	for _, v := range slices.Sorted(maps.Keys(b.verbs)) {
		stem := v
		if strings.HasSuffix(v, "e") && !strings.HasSuffix(v, "ee") && !strings.HasSuffix(v, "ye") {
			stem = v[:len(v)-1]
		}
		add(withS(v), "VBZ", v)
		add(stem+"ing", "VBG", v)
		if last := v[len(v)-1]; last != 'y' || strings.IndexByte("aeiou", v[len(v)-2]) >= 0 {
			add(stem+"ed", "VBN", v)
		} else {
			add(v[:len(v)-1]+"ied", "VBN", v)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(b.nouns)) {
		add(withS(n), "NNS", n)
	}
	return made
}

// withS is the regular plural or third person of a word.
func withS(word string) string {
	last, before := word[len(word)-1], word[len(word)-2]
	switch {
	case last == 'y' && strings.IndexByte("aeiou", before) < 0:
		return word[:len(word)-1] + "ies"
	case last == 's' || last == 'x' || last == 'z' || last == 'h' && (before == 's' || before == 'c'):
		return word + "es"
	}
	return word + "s"
}

// form is one form of a class and its most frequent lemma.
type form struct {
	text, tag, class string
	word             string // the form as it was written, most often
	lemma            string
	tokens, agreed   int // occurrences, and those with the lemma
}

// skipped are tags of which the lemma is that of several words, or the word.
var skipped = map[string]bool{"": true, "GW": true, "ADD": true, "AFX": true}

// count gathers the forms, sorted.
func count(examples []Example) []*form {
	type key struct{ class, text string }
	type outcome struct{ word, lemma string }
	seen := make(map[key]map[outcome]int)
	tags := make(map[string]string)
	for _, e := range examples {
		if e.Lemma == "_" && e.Word != "_" || e.Lemma == "" || skipped[e.Tag] {
			continue
		}
		k := key{e.Tag, plain(e.Word)}
		if shaped[e.Tag] {
			k.class += shape(e.Word)
		}
		if e.Tag == "NNP" {
			k.text = e.Word
		}
		tags[k.class] = e.Tag
		if seen[k] == nil {
			seen[k] = make(map[outcome]int)
		}
		seen[k][outcome{e.Word, e.Lemma}]++
	}
	var words []*form
	for k, outcomes := range seen {
		w := &form{text: k.text, tag: tags[k.class], class: k.class}
		byLemma, byWord := make(map[string]int), make(map[string]int)
		for o, n := range outcomes {
			byLemma[o.lemma] += n
			byWord[o.word] += n
			w.tokens += n
		}
		w.lemma, w.agreed = most(byLemma)
		w.word, _ = most(byWord)
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b *form) int {
		if c := strings.Compare(a.class, b.class); c != 0 {
			return c
		}
		return strings.Compare(a.text, b.text)
	})
	return words
}

// most is the key with the highest count, the first in order among equals.
func most[K ~string](counts map[K]int) (best K, n int) {
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if counts[k] > n {
			best, n = k, counts[k]
		}
	}
	return best, n
}

// ruleOf is the rule that makes the lemma of the form, if there is one that a
// regular word may have.
func ruleOf(w *form) (Rule, bool) {
	lemma := strings.ToLower(w.lemma)
	n := commonPrefix(w.text, lemma)
	r := Rule{Strip: len(w.text) - n, Add: lemma[n:]}
	return r, r.Strip <= 4 && len(r.Add) <= 2 && n > 0
}

// caseRule tells whether the form keeps its capitals.
func caseRule(w *form) Rule {
	return Rule{Keep: w.lemma != strings.ToLower(w.lemma)}
}

// learnEndings fills in the endings of a class, from the empty one up to the
// longest, where a longer one betters the rule of the shorter.
func learnEndings(c *class, words []*form, shape bool) {
	counts := make([]map[string]map[Rule]int, longestEnding+1)
	for n := range counts {
		counts[n] = make(map[string]map[Rule]int)
	}
	for _, w := range words {
		r, ok := ruleOf(w)
		if shape {
			r, ok = caseRule(w), true
		}
		if !ok {
			continue
		}
		for n := 0; n <= min(longestEnding, len(w.text)-1); n++ {
			if n < r.Strip {
				continue
			}
			if start := len(w.text) - n; n > 0 && !utf8.RuneStart(w.text[start]) {
				continue
			}
			ending := w.text[len(w.text)-n:]
			if counts[n][ending] == nil {
				counts[n][ending] = make(map[Rule]int)
			}
			counts[n][ending][r]++
		}
	}
	for n, endings := range counts {
		for _, ending := range slices.Sorted(maps.Keys(endings)) {
			best, support := bestRule(endings[ending])
			shorter, known := shorterRule(c, ending)
			if n > 0 && (support < minSupport || known && (shorter == best || support-endings[ending][shorter] < minGain)) {
				continue
			}
			c.endings[ending] = best
		}
	}
}

// shorterRule is the rule of the longest ending within this one.
func shorterRule(c *class, ending string) (Rule, bool) {
	for k := 1; k <= len(ending); k++ {
		if r, ok := c.endings[ending[k:]]; ok {
			return r, true
		}
	}
	return Rule{}, false
}

// bestRule is the most frequent rule, the shortest among equals.
func bestRule(counts map[Rule]int) (best Rule, n int) {
	for r, k := range counts {
		if k > n || k == n && less(r, best) {
			best, n = r, k
		}
	}
	return best, n
}

func less(a, b Rule) bool {
	if a.Strip != b.Strip {
		return a.Strip < b.Strip
	}
	if a.Add != b.Add {
		return a.Add < b.Add
	}
	return !a.Keep && b.Keep
}

// kin tells whether a lemma seen once may be that of an irregular form rather
// than the right spelling of a wrong one.
func kin(form, lemma string) bool {
	if form == lemma || lemma == "" {
		return form == lemma
	}
	return form[0]|0x20 == lemma[0]|0x20 && len(lemma) <= len(form)+2
}
