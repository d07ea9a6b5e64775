package who

import "strings"

// personNames gives a person the names found in text: the full one and its
// usual variants, and the short one, which is the surname unless the table of
// people says otherwise.
func (b *builder) personNames(e *Entry) error {
	if err := b.fullName(e, e.Name); err != nil {
		return err
	}
	p := b.people[e]
	for rest := p.aliases; rest != ""; {
		var name string
		name, rest, _ = strings.Cut(rest, "|")
		if err := b.fullName(e, name); err != nil {
			return err
		}
	}
	if p.short != "" {
		for rest := p.short; rest != ""; {
			var name string
			name, rest, _ = strings.Cut(rest, "|")
			if name == "-" {
				continue
			}
			if err := b.alias(e, Short, name); err != nil {
				return err
			}
		}
		return nil
	}
	country := ""
	if len(e.Terms) > 0 {
		country = e.Terms[0].Country
	}
	short := shortName(e.Name, country)
	if short == "" {
		return nil
	}
	if err := b.alias(e, Short, short); err != nil {
		return err
	}
	if article, rest, ok := strings.Cut(short, "-"); ok && (strings.EqualFold(article, "al") || strings.EqualFold(article, "el")) {
		return b.alias(e, Short, rest)
	}
	return nil
}

// fullName adds a full name, with the initials in its middle and without them.
func (b *builder) fullName(e *Entry, name string) error {
	if err := b.alias(e, Name, name); err != nil {
		return err
	}
	if !strings.Contains(name, ". ") {
		return nil
	}
	if short := withoutInitials(name); short != name {
		return b.alias(e, Name, short)
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

// shortName is how a person of the country is named after the full name. The
// family name comes first in China, Korea and Taiwan; elsewhere it is the last
// word, "Jr." and the numbers of monarchs aside.
func shortName(name, country string) string {
	first, _, several := strings.Cut(name, " ")
	if !several {
		return ""
	}
	switch country {
	case "CHN", "PRK", "KOR", "TWN":
		return first
	}
	for {
		i := strings.LastIndexByte(name, ' ')
		last := name[i+1:]
		if !isSuffix(last) {
			return last
		}
		name = name[:i]
	}
}

// isSuffix tells what follows a surname or the name of a monarch.
func isSuffix(w string) bool {
	switch w {
	case "I", "II", "III", "IV", "V", "VI", "X", "XVI", "Jr.", "Sr.":
		return true
	}
	return false
}
