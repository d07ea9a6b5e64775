package who

import (
	"fmt"
	"strings"
)

// why is the reason for a naming: the rule, and the token that it was read from
// (a mention's head, an owner, a speech verb), -1 for none.
type why struct {
	rule rule
	from int32
}

type rule uint8

const (
	byNothing rule = iota
	byRoster
	byFullName
	byShortName
	byTitle
	byOwner
	byHolder
	byFrame
	byPlaceNear
	byApposition
	byPronoun
	byEpithet
	byPair
	byCounterpart
	bySpeaker
	byIssuer
	byRelative
	byClass
	byInitials
	byGazetteer
	bySameNoun
)

var ruleTexts = [...]string{
	byNothing:     "not named",
	byRoster:      "the roster knows the name",
	byFullName:    "a name that stands in full elsewhere",
	byShortName:   "short for a name in the text",
	byTitle:       "a title before the name",
	byOwner:       "belongs to",
	byHolder:      "holder of the office on the day, as the roster has it",
	byFrame:       "the country that the report is about",
	byPlaceNear:   "the place named nearby",
	byApposition:  "described by",
	byPronoun:     "pronoun for",
	byEpithet:     "another word for",
	byPair:        "the two parties named before, last",
	byCounterpart: "holder of the like office, counterpart of",
	bySpeaker:     "the speaker of the quotation",
	byIssuer:      "who issued the report",
	byRelative:    "relative pronoun for",
	byClass:       "class of the noun",
	byInitials:    "initials of",
	byGazetteer:   "a place of that country",
	bySameNoun:    "named before as",
}

// Why says in a few words how mention i of the list was named.
func (m *Mentions) Why(i int) string {
	w := m.why[i]
	text := ruleTexts[w.rule]
	if w.from >= 0 && w.rule != byNothing {
		text = fmt.Sprintf("%s %q", text, m.doc.Word(int(w.from)))
	}
	return text
}

// String lists the mentions with their identities and the reasons for them, one
// a line, for people to read.
func (m *Mentions) String() string {
	var b strings.Builder
	for i := range m.List {
		t := &m.List[i]
		if len(t.Who) == 0 && t.Kind == Other {
			continue
		}
		fmt.Fprintf(&b, "%-36q %-8s #%d", m.doc.Words(t.First, t.Last), t.Kind, t.Chain)
		for _, id := range t.Who {
			fmt.Fprintf(&b, "  %s", id)
		}
		fmt.Fprintf(&b, "  (%s)\n", m.Why(i))
	}
	return b.String()
}

// String is the identity in one line: country, sector, name and office.
func (id Identity) String() string {
	var b strings.Builder
	b.WriteString(orDash(id.Country))
	b.WriteByte(' ')
	b.WriteString(orDash(string(id.Sector)))
	if id.Name != "" {
		b.WriteString(" " + id.Name)
	}
	if id.Office != "" {
		b.WriteString(", " + id.Office)
	}
	return b.String()
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
