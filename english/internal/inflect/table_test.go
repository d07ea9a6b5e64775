package inflect

import (
	"slices"
	"strings"
	"testing"
)

// lesson holds verbs and nouns of which the table is to learn the endings.
func lesson() []Example {
	var examples []Example
	add := func(tag string, pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			examples = append(examples, Example{pairs[i], tag, pairs[i+1]}, Example{pairs[i], tag, pairs[i+1]})
		}
	}
	add("VBD", "walked", "walk", "talked", "talk", "asked", "ask", "worked", "work", "helped", "help", "looked", "look",
		"grated", "grate", "stated", "state", "dated", "date", "rated", "rate",
		"planned", "plan", "banned", "ban", "manned", "man", "went", "go")
	add("NNS", "walls", "wall", "cars", "car", "roads", "road", "cities", "city", "duties", "duty", "treaties", "treaty", "feet", "foot")
	add("JJ", "American", "American", "Indian", "Indian", "Iranian", "Iranian", "Angry", "angry", "Fresh", "fresh", "Wise", "wise", "Old", "old")
	add("NNPS", "States", "State", "Islands", "Island")
	return examples
}

func TestLearn(t *testing.T) {
	table := Learn(lesson())
	for _, test := range []struct{ word, tag, want string }{
		{"walked", "VBD", "walk"},
		{"sacked", "VBN", "sack"},    // an ending of the family
		{"debated", "VBD", "debate"}, // a longer ending
		{"scanned", "VBD", "scan"},   // a doubled consonant
		{"went", "VBD", "go"},        // a whole word
		{"went", "VBN", "go"},        // and that of the sibling
		{"underwent", "VBD", "undergo"},
		{"feet", "NNS", "foot"},
		{"parties", "NNS", "party"},
		{"Cities", "NNPS", "City"},
		{"CITIES", "NNPS", "CITY"},
		{"Bulgarian", "JJ", "Bulgarian"},
		{"Poor", "JJ", "poor"},
		{"Feet", "NNP", "Feet"},
		{"1,200", "CD", "1200"},
		{"oddly", "RB", "oddly"},
	} {
		if got := table.Lemma(test.word, test.tag); got != test.want {
			t.Errorf("%s/%s is %q, want %q", test.word, test.tag, got, test.want)
		}
	}
}

// The table does not depend on the order of the examples and survives writing.
func TestLearnOrder(t *testing.T) {
	written := func(examples []Example) string {
		var out strings.Builder
		if err := Learn(examples).Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	examples := lesson()
	first := written(examples)
	slices.Reverse(examples)
	if second := written(examples); second != first {
		t.Errorf("in reverse:\n%s\nwant\n%s", second, first)
	}
	table, err := Parse("# heading\n\n" + first)
	if err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	if err := table.Write(&again); err != nil {
		t.Fatal(err)
	}
	if again.String() != first {
		t.Errorf("read and written:\n%s\nwant\n%s", again.String(), first)
	}
}

func TestParseErrors(t *testing.T) {
	for _, text := range []string{"VBD\twent\n", "VBD\twent\tgo\tx\n", "\twent\tgo\n", "#\nVBD went go\n"} {
		if _, err := Parse(text); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: error %v, want one with the line", text, err)
		}
	}
}
