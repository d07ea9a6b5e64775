package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	"demarche/who"
)

// country is what is used of an entry of the World Factbook.
type country struct {
	Name, Long, Capital, Noun, Adjective string
	Chief                                string `json:"chief_of_state"`
	Head                                 string `json:"head_of_government"`
}

func readFactbook(k *kept, name string) (map[string]country, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []country
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	byCode := make(map[string]country)
	for _, c := range list {
		for _, n := range []string{c.Name, strings.TrimPrefix(c.Name, "The "), c.Long} {
			n, _, _ = strings.Cut(n, " (")
			if code := k.code[who.Fold(n)]; code != "" && byCode[code].Name == "" {
				byCode[code] = c
			}
		}
	}
	return byCode, nil
}

// held finds "President Ana Maria LOPEZ (since 4 May 2020)"; what stands after
// a semicolon or "represented by" is about others.
var held = regexp.MustCompile(`^(King|Queen|President|Prime Minister|Premier|Emperor|Amir|Sultan|Chancellor|Captain Regent) ([A-Z][^,;()]+?) \(since (\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}|\d{4})\)`)

// represented finds the governor general of a realm.
var represented = regexp.MustCompile(`represented by Governor[- ]General (?:Sir |Dame )?([^,;()]+?) \(since (\d{1,2} [A-Z][a-z]+ \d{4})\)`)

// factbookTerms are the offices whose present holder the kept tables lack.
func factbookTerms(k *kept, name string) ([]term, error) {
	byCode, err := readFactbook(k, name)
	if err != nil {
		return nil, err
	}
	const asOf = "2026-05-01"
	var terms []term
	for code, c := range byCode {
		for _, s := range []string{c.Chief, c.Head} {
			m := held.FindStringSubmatch(s)
			if m == nil {
				continue
			}
			office := map[string]string{"Premier": "prime minister", "Amir": "emir"}[m[1]]
			if office == "" {
				office = strings.ToLower(m[1])
			}
			if office == "king" && strings.HasPrefix(m[2], "CHARLES") || k.holds(code, asOf, office) {
				continue
			}
			person := properName(m[2])
			if k.knows(code, person) || len(strings.Fields(person)) < 2 {
				continue
			}
			terms = append(terms, term{code, office, isoDate(m[3]), "", person})
		}
		if m := represented.FindStringSubmatch(c.Chief); m != nil && !k.holds(code, asOf, "governor general") {
			terms = append(terms, term{code, "governor general", isoDate(m[2]), "", properName(m[1])})
		}
	}
	return unique(terms), nil
}

// unique drops rows that stand twice, as where one person heads state and government.
func unique(terms []term) []term {
	seen := make(map[term]bool)
	kept := terms[:0]
	for _, t := range terms {
		if !seen[t] {
			seen[t] = true
			kept = append(kept, t)
		}
	}
	return kept
}

// titles are left out of names.
var titles = map[string]bool{"Sir": true, "Dame": true, "Grand": true, "Chief": true, "Sr.": true}

// properName writes surnames, which the source has in capitals, as names are
// written, and leaves out nicknames and ranks.
func properName(s string) string {
	var words []string
	for w := range strings.FieldsSeq(s) {
		if titles[w] || strings.HasPrefix(w, "(") || strings.HasPrefix(w, `"`) || strings.HasSuffix(w, ".") && len(w) > 2 {
			continue
		}
		if w == strings.ToUpper(w) && len([]rune(w)) > 1 {
			w = titleCase(w)
		}
		words = append(words, strings.TrimSuffix(w, ","))
	}
	return strings.Join(words, " ")
}

func titleCase(w string) string {
	start := true
	return strings.Map(func(r rune) rune {
		up := start
		start = r == '-' || r == '\'' || r == '’'
		if up {
			return r
		}
		return unicode.ToLower(r)
	}, w)
}

// isoDate turns "4 May 2020", "May 2020" or "2020" into ISO 8601.
func isoDate(s string) string {
	for _, f := range [][2]string{{"2 January 2006", time.DateOnly}, {"January 2006", "2006-01"}, {"2006", "2006"}} {
		if d, err := time.Parse(f[0], s); err == nil {
			return d.Format(f[1])
		}
	}
	return ""
}
