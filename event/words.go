package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are compared as hashes of their stems.

// eachWord calls f with the words of s in lower case, and where they begin.
func eachWord(s string, f func(word string, at int)) {
	for i := 0; i < len(s); {
		start, plain := i, true // plain: in lower case already
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if !letters[c] {
					break
				}
				plain = plain && (c < 'A' || c > 'Z')
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if !inWord(r) {
				break
			}
			plain = false
			i += size
		}
		switch word := s[start:i]; {
		case word == "":
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
		case plain:
			f(word, start)
		default:
			f(strings.ToLower(word), start)
		}
	}
}

// inWord reports whether words are made of a character.
func inWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// letters are those of ASCII.
var letters = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = inWord(rune(c))
	}
	return is
}()

// stem cuts the endings that English puts on words, roughly: enough that
// "refused", "refuses" and "refusing" are one.
func stem(w string) string {
	if len(w) < 5 {
		return strings.TrimSuffix(w, "s")
	}
	for _, ending := range [...]string{"ings", "ing", "ies", "ied", "ed", "es", "s", "al", "e", "y"} {
		if rest, ok := strings.CutSuffix(w, ending); ok && len(rest) >= 3 && (ending != "s" || rest[len(rest)-1] != 's') {
			return rest
		}
	}
	return w
}

// content are the hashed stems of the words of s that say something, sorted,
// each once. Words that name the parties are left out by skip.
func content(s string, skip func(at int) bool) []uint64 {
	var list []uint64
	eachWord(s, func(w string, at int) {
		if utf8.RuneCountInString(w) < 3 || plain[w] || skip(at) {
			return
		}
		list = append(list, textHash(stem(w)))
	})
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.Clip(list)
}

// Objects are the stems of the words of a text that say what a happening was
// about more closely than a topic does, "barley" of a duty on barley, sorted.
// Names are no objects, nor are the words of topics and those in passed.
func Objects(text string, passed map[string]bool) []string {
	var list []string
	eachWord(text, func(w string, at int) {
		s := stem(w)
		if utf8.RuneCountInString(w) < 4 || plain[w] || topicOf[s] != "" || passed[s] || text[at] != w[0] {
			return
		}
		list = append(list, s)
	})
	slices.Sort(list)
	return slices.Compact(list)
}

// Stems are the stems of the words of a text.
func Stems(text string) map[string]bool {
	m := map[string]bool{}
	eachWord(text, func(w string, _ int) { m[stem(w)] = true })
	return m
}

// likeness is the share of the shorter list's words that stand in the other,
// damped for short lists, from 0 to 1.
func likeness(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(n) / float64(min(len(a), len(b))+2)
}

// plain are words that say nothing of what happened.
var plain = set(`
the and for that with from has had have was were are been being his her its their they them this these those which who
whom whose when while what where why how not nor but into onto over under after before since until about against between
among during upon than then there here also only just more most much many some any all each every other another such own
will would could should may might must can shall did does done said says say saying told tells telling according added
adding reported reports spokesman spokeswoman spokesperson ministry minister president government officials official
leader leaders country countries state states nation nations week weeks month months year years day days today yesterday
tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december morning evening night late early earlier later last next first second one two three
four five new former statement news agency media foreign secretary prime`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
