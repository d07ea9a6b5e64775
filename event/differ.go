package event

import (
	"slices"
	"strings"
	"unicode"
)

// differences lists on what the records of an event disagree: the day, numbers
// said of the same thing, and who acted.
func differences(list []*Telling) []Difference {
	if len(list) < 2 {
		return nil
	}
	var days, people []string
	numbers := map[string][]string{} // the thing counted -> values
	var things []string
	for _, t := range list {
		from := " (" + t.rec.Report.ID + ")"
		if t.when.day {
			note(&days, dayString(t.when.first), from)
		}
		if len(t.names) > 0 {
			note(&people, strings.Join(t.names, ", "), from)
		}
		for _, n := range counts(t.rec.Sentence.Text) {
			values := numbers[n.thing]
			if values == nil {
				things = append(things, n.thing)
			}
			note(&values, n.value+" "+n.word, from)
			numbers[n.thing] = values
		}
	}
	var all []Difference
	if len(days) > 1 {
		all = append(all, Difference{"date", days})
	}
	slices.Sort(things)
	for _, thing := range things {
		if values := numbers[thing]; len(values) > 1 {
			all = append(all, Difference{"number", values})
		}
	}
	if len(people) > 1 {
		all = append(all, Difference{"who", people})
	}
	return all
}

// note adds a value with its source unless the value is there.
func note(list *[]string, value, from string) {
	for _, v := range *list {
		if said, _, _ := strings.Cut(v, " ("); said == value {
			return
		}
	}
	*list = append(*list, value+from)
}

// count is a number with the word after it.
type count struct{ value, word, thing string }

// counts finds the numbers of a sentence that count something: digits followed
// by a word ("110 deportees", "25 percent").
func counts(s string) []count {
	var list []count
	fields := strings.Fields(s)
	for i, f := range fields[:max(len(fields)-1, 0)] {
		digits := strings.ReplaceAll(f, ",", "")
		if digits == "" || strings.IndexFunc(digits, func(c rune) bool { return !unicode.IsDigit(c) && c != '.' }) >= 0 || !unicode.IsDigit(rune(digits[0])) {
			continue
		}
		word := strings.ToLower(strings.TrimFunc(fields[i+1], func(c rune) bool { return !unicode.IsLetter(c) }))
		if word == "" || plain[word] {
			continue
		}
		list = append(list, count{digits, word, stem(word)})
	}
	return list
}
