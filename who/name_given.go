package who

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// First names, by what they tell of the gender.
//
//go:embed given.txt
var givenTable string

var loadGiven = sync.OnceValue(func() map[string]gender {
	t, err := readGiven(givenTable)
	if err != nil {
		panic(err) // the table is part of the program and tested with it
	}
	return t
})

func readGiven(text string) (map[string]gender, error) {
	t := make(map[string]gender, 1200)
	genders := map[string]gender{"man": male, "woman": female, "either": anyGender}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, names, ok := strings.Cut(line, ":")
		g, known := genders[kind]
		if !ok || !known {
			return nil, fmt.Errorf("given.txt:%d: want \"man: names\", \"woman: names\" or \"either: names\"", i+1)
		}
		for _, name := range strings.Fields(names) {
			t[name] = g
		}
	}
	return t, nil
}

// genderOf looks a first name up.
func (f *finder) genderOf(word string) (gender, bool) {
	f.buf = f.buf[:0]
	for _, c := range word {
		if b := baseOf(c); b > 1 {
			f.buf = append(f.buf, b)
		}
	}
	g, ok := loadGiven()[string(f.buf)]
	return g, ok
}

// firstNameGender reads the gender off the first name of a full name.
func (f *finder) firstNameGender(first, last int32) gender {
	if last-first < 2 {
		return anyGender
	}
	g, _ := f.genderOf(f.doc.Word(int(first)))
	return g
}
