// Package inflect leads from an inflected English word to its base form, by
// whole words where they are irregular and by endings where they are not. The
// tables are learnt from treebanks.
package inflect

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Table holds what is known of each class of words.
type Table struct {
	classes map[string]*class
}

// A class is a Penn tag, or a tag and a shape: "NN/C" for common nouns with a
// capital, "NN/A" for those in capitals only. Whole words are kept by tag, and
// endings by the first tag of a family; the endings of a shape tell only
// whether capitals stay.
type class struct {
	whole   map[string]string // form to lemma
	endings map[string]Rule   // ending of the form to what replaces it
}

// Rule replaces an ending.
type Rule struct {
	Strip int    // bytes that the form loses
	Add   string // what it gets instead
	Keep  bool   // capitals stay
}

// longestEnding is how many bytes of a form's end are looked at.
const longestEnding = 6

// family is the tag whose endings also serve this tag, and sibling a tag whose
// irregular words do.
var (
	family  = map[string]string{"VBD": "VBN", "VBP": "VB", "RBR": "JJR", "RBS": "JJS", "NNPS": "NNS"}
	sibling = map[string]string{"VBD": "VBN", "VBN": "VBD", "VB": "VBP", "VBP": "VB", "RBR": "JJR", "RBS": "JJS", "NNPS": "NNS"}
)

// shaped are the tags of words that may keep their capitals though they are no
// names: "American", "TV".
var shaped = map[string]bool{"NN": true, "NNS": true, "JJ": true, "RB": true, "CD": true, "FW": true, "SYM": true, "$": true, "LS": true}

// shortCapitals is how many letters a common noun in capitals has at most to be
// taken for a short form.
const shortCapitals = 4

// Lemma is the base form of a word with the Penn tag.
func (t *Table) Lemma(word, tag string) string {
	if tag == "NNP" {
		if lemma, ok := t.whole(tag, word); ok {
			return lemma
		}
		return word
	}
	if tag == "ADD" {
		return word
	}
	form := plain(word)
	shape := shape(word)
	if !shaped[tag] {
		shape = ""
	}
	if lemma, ok := t.whole(tag+shape, form); ok {
		return lemma
	}
	if shape == "" {
		if lemma, ok := t.whole(sibling[tag], form); ok {
			return capital(word, lemma, tag == "NNPS")
		}
	} else if lemma, ok := t.whole(tag, form); ok {
		return lemma
	}
	if tag == "VBD" || tag == "VBN" {
		if lemma, ok := t.prefixed(form, tag); ok {
			return lemma
		}
	}
	if tag == "CD" && strings.Contains(form, ",") {
		return strings.ReplaceAll(form, ",", "")
	}
	keep := tag == "NNPS"
	if shape != "" {
		keep = t.rule(tag+shape, form).Keep
		if tag == "NN" && shape == "/A" {
			keep = len(word) <= shortCapitals
		}
	}
	if f, ok := family[tag]; ok {
		tag = f
	}
	rule := t.rule(tag, form)
	if !keep || len(word) != len(form) {
		return form[:len(form)-rule.Strip] + rule.Add
	}
	if len(word) > 1 && allUpper(word) {
		return word[:len(word)-rule.Strip] + strings.ToUpper(rule.Add)
	}
	return word[:len(word)-rule.Strip] + rule.Add
}

// capital gives the lemma the capitals of the word, if it is to keep them.
func capital(word, lemma string, keep bool) string {
	if !keep || word == "" || lemma == "" {
		return lemma
	}
	if allUpper(word) {
		return strings.ToUpper(lemma)
	}
	if word[0] >= 'A' && word[0] <= 'Z' {
		return strings.ToUpper(lemma[:1]) + lemma[1:]
	}
	return lemma
}

func (t *Table) whole(name, form string) (string, bool) {
	c := t.classes[name]
	if c == nil {
		return "", false
	}
	lemma, ok := c.whole[form]
	return lemma, ok
}

// rule is that of the longest ending of the form that the class knows; without
// one the form stays as it is.
func (t *Table) rule(name, form string) Rule {
	c := t.classes[name]
	if c == nil {
		return Rule{}
	}
	for n := min(longestEnding, len(form)); n >= 0; n-- {
		if r, ok := c.endings[form[len(form)-n:]]; ok && r.Strip < len(form) {
			return r
		}
	}
	return Rule{}
}

// verbPrefixes make irregular verbs of irregular verbs: "overthrew", "resold".
var verbPrefixes = []string{"over", "under", "mis", "fore", "re", "out", "with", "un", "up", "inter", "counter"}

// prefixed is the lemma of an irregular past with a prefix. The past itself must
// be listed, of three letters at least, and not end like a regular one, but for
// those as short as "led".
func (t *Table) prefixed(form, tag string) (string, bool) {
	for _, p := range verbPrefixes {
		verb, ok := strings.CutPrefix(form, p)
		if !ok || len(verb) < 3 || len(verb) > 4 && strings.HasSuffix(verb, "ed") {
			continue
		}
		for _, tag := range []string{tag, sibling[tag]} {
			if lemma, ok := t.whole(tag, verb); ok {
				return p + lemma, true
			}
		}
	}
	return "", false
}

// plain is the word in small letters with a straight apostrophe.
func plain(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "’", "'")
}

// shape tells words with capitals from those without.
func shape(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	switch {
	case !unicode.IsUpper(r):
		return ""
	case n == len(word) || allUpper(word):
		return "/A"
	}
	return "/C"
}

func allUpper(word string) bool {
	return word == strings.ToUpper(word) && word != strings.ToLower(word)
}

// Write writes the table as text, sorted: a line for each whole word ("VBD",
// "went", "go") and each ending ("NNS", "*ies", "*y"), tabs between. The last
// column is "^" where capitals stay.
func (t *Table) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(t.classes)) {
		c := t.classes[name]
		for _, e := range slices.Sorted(maps.Keys(c.endings)) {
			r := c.endings[e]
			left := ""
			if r.Strip < len(e) {
				left = e[:len(e)-r.Strip]
			}
			keep := ""
			if r.Keep {
				keep = "\t^"
			}
			fmt.Fprintf(out, "%s\t*%s\t*%s%s\n", name, e, left+r.Add, keep)
		}
		for _, form := range slices.Sorted(maps.Keys(c.whole)) {
			fmt.Fprintf(out, "%s\t%s\t%s\n", name, form, c.whole[form])
		}
	}
	return out.Flush()
}

// Parse reads what Write has written. A line of "#" and empty lines are
// skipped. Errors name the line.
func Parse(text string) (*Table, error) {
	t := &Table{classes: make(map[string]*class)}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 && !(len(cols) == 4 && cols[3] == "^") || cols[0] == "" || cols[1] == "" {
			return nil, fmt.Errorf("line %d: want class, form and lemma", n)
		}
		c := t.class(cols[0])
		if cols[1] == "*" || len(cols[1]) > 1 && cols[1][0] == '*' && strings.HasPrefix(cols[2], "*") {
			from, to := cols[1][1:], strings.TrimPrefix(cols[2], "*")
			n := commonPrefix(from, to)
			c.endings[from] = Rule{Strip: len(from) - n, Add: to[n:], Keep: len(cols) == 4}
		} else {
			c.whole[cols[1]] = cols[2]
		}
	}
	return t, nil
}

// commonPrefix is the length of what two words have in common from the first
// character on.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

func (t *Table) class(name string) *class {
	c := t.classes[name]
	if c == nil {
		c = &class{whole: make(map[string]string), endings: make(map[string]Rule)}
		t.classes[name] = c
	}
	return c
}
