package who

import "strings"

// personNames gives a person the names found in text: the full one and its
// usual variants, and the short one, which is the surname unless the table of
// people says otherwise.
func (b *builder) personNames(e *Entry) error {
	names := []string{e.Name}
	var short []string
	if p := b.people[e]; p != nil {
		names = append(names, p.aliases...)
		short = p.short
	}
	for _, n := range names {
		if err := b.alias(e, Name, n, Sense{}); err != nil {
			return err
		}
		if v := withoutInitials(n); v != n {
			if err := b.alias(e, Name, v, Sense{}); err != nil {
				return err
			}
		}
	}
	if short == nil {
		country := ""
		if len(e.Terms) > 0 {
			country = e.Terms[0].Country
		}
		short = shortNames(e.Name, country)
	}
	for _, n := range short {
		if n == "-" {
			continue
		}
		if err := b.alias(e, Short, n, Sense{}); err != nil {
			return err
		}
	}
	return nil
}

// withoutInitials leaves out the initials in the middle: "Robert M. Gates".
func withoutInitials(name string) string {
	words := strings.Fields(name)
	kept := words[:0:0]
	for i, w := range words {
		if i > 0 && i < len(words)-1 && len(w) == 2 && w[1] == '.' {
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

// shortNames are the forms by which a person of the country is named after the
// full name. The family name comes first in China, Korea and Taiwan; elsewhere
// it is the last word, with an Arabic article or without it.
func shortNames(name, country string) []string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return nil
	}
	switch country {
	case "CHN", "PRK", "KOR", "TWN":
		return words[:1]
	}
	last := len(words) - 1
	for last > 0 && isSuffix(words[last]) {
		last--
	}
	if last == 0 {
		return words[:1]
	}
	short := []string{words[last]}
	if article, rest, ok := strings.Cut(words[last], "-"); ok && (strings.EqualFold(article, "al") || strings.EqualFold(article, "el")) {
		short = append(short, rest)
	}
	return short
}

// isSuffix tells what follows a surname or the name of a monarch.
func isSuffix(w string) bool {
	return strings.Trim(w, "IVX") == "" || w == "Jr." || w == "Sr."
}
