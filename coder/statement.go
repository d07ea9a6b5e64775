package coder

import (
	"strings"

	"demarche/english"
	"demarche/who"
)

// statement is a stretch of a report that is somebody's own words without
// quotation marks: what follows "The minister said:" at the end of a line, what
// follows "MINISTER:" at its start, or all below "Statement by the minister".
type statement struct {
	speech
	from, to int32 // tokens
}

// findStatements finds the statements that the report prints. Each reaches to
// the next one or to the end.
func (a *analysis) findStatements() {
	a.statements = a.statements[:0]
	n := int32(a.doc.Len())
	start := func(sp speech, from int32) {
		a.endStatement(from)
		a.statements = append(a.statements, statement{sp, from, n})
	}
	line := int32(0) // first token of the line
	for i := range n {
		if a.newLine(i) {
			line = i
		}
		if a.word(i) != ":" || a.quote[i] >= 0 {
			continue
		}
		first := max(line, a.doc.Sents[a.doc.SentenceOf(int(i))].First)
		if i+1 < n && a.newLine(i+1) {
			if sp := a.opener(first, i); sp.cue >= 0 {
				start(sp, i+1)
				a.boundQuoted()
			}
		} else if first == line && i-line <= maxLabel && a.label(line, i) {
			a.endStatement(line)
			if head := a.speakingHead(line, i); head >= 0 {
				start(speech{a.firstParty(head), i, head}, i+1)
				if line == 0 {
					a.boundLine()
				}
			}
		}
	}
	if len(a.statements) == 0 {
		a.titled()
	}
}

// maxLabel is how many tokens the name before "MINISTER:" may have.
const maxLabel = 8

// endStatement ends a statement that still runs where another begins.
func (a *analysis) endStatement(at int32) {
	if k := len(a.statements) - 1; k >= 0 && a.statements[k].to > at {
		a.statements[k].to = at
	}
}

// boundQuoted ends a statement that is given in quotation marks with the last
// paragraph that begins with one.
func (a *analysis) boundQuoted() {
	s := &a.statements[len(a.statements)-1]
	if a.quote[s.from] < 0 && !openingMark(a.word(s.from)) {
		return
	}
	for i := s.from + 1; i < s.to; i++ {
		if a.newLine(i) && !openingMark(a.word(i)) {
			s.to = i
		}
	}
}

// boundLine ends a statement with its line.
func (a *analysis) boundLine() {
	s := &a.statements[len(a.statements)-1]
	for i := s.from; i < s.to; i++ {
		if a.newLine(i) {
			s.to = i
		}
	}
}

func openingMark(w string) bool {
	return w == "“" || w == "\"" || w == "``" || w == "„" || w == "«" || w == "‘"
}

// opener reads a line that ends in a colon: who says or releases what follows.
func (a *analysis) opener(first, colon int32) speech {
	for i := colon - 1; i >= first; i-- {
		if !a.verbal(i) || a.quote[i] >= 0 {
			continue
		}
		obj := a.coreOf(i).obj
		if !a.is(i, a.cls.say) && (obj < 0 || !a.is(obj, a.cls.venue)) {
			continue
		}
		by, source := a.speakerOf(i)
		if named := a.lastNamed(first, i); by < 0 || a.nameless(by) && named >= 0 {
			by, source = named, max(source, named)
		}
		if source >= 0 {
			return speech{by, i, source}
		}
	}
	return unsaid
}

// label tells whether the tokens from first to the colon can name who speaks:
// a nominal without a verb.
func (a *analysis) label(first, colon int32) bool {
	for i := first; i < colon; i++ {
		if a.doc.Pos[i] == english.VERB || a.doc.Pos[i] == english.AUX || a.quote[i] >= 0 {
			return false
		}
	}
	return colon > first
}

// speakingHead is the token by which a label names a person or an office, -1
// where it names something else ("Answer", a country as heading).
func (a *analysis) speakingHead(first, colon int32) int32 {
	for i := colon - 1; i >= first; i-- {
		if m, ok := a.at(i); ok && int32(m.Head) == i && m.Kind != who.Place && (m.Kind == who.Person || len(m.Who) > 0 && m.Who[0].Office != "") {
			return i
		}
	}
	return -1
}

// titled takes a report without any line that opens a statement for one, when
// its title says so ("Statement by the minister on …") and its text speaks in
// the first person.
func (a *analysis) titled() {
	n := int32(a.doc.Len())
	body := int32(1)
	for body < n && !a.newLine(body) {
		body++
	}
	if body >= n || !a.speaksForItself(body) {
		return
	}
	for i := range body {
		if !a.is(i, a.cls.venue) {
			continue
		}
		for k := a.first[i]; k >= 0; k = a.next[k] {
			if k < i || !a.caseIs(k, "by") && !a.caseIs(k, "from") {
				continue
			}
			by := a.firstParty(k)
			if named := a.lastNamed(k, min(k+6, body)); by < 0 || a.nameless(by) && named >= 0 {
				by = named
			}
			if by >= 0 {
				a.statements = append(a.statements, statement{speech{by, i, k}, body, n})
				return
			}
		}
	}
}

// speaksForItself tells whether the text says I or we outside quotation marks.
func (a *analysis) speaksForItself(from int32) bool {
	for i := from; int(i) < a.doc.Len(); i++ {
		if a.quote[i] < 0 && a.speaksOfSelf(i) {
			return true
		}
	}
	return false
}

// speaksOfSelf tells whether token i is the speaker's word for himself or his
// side.
func (a *analysis) speaksOfSelf(i int32) bool {
	return i >= 0 && a.doc.Pos[i] == english.PRON && (equalFold(a.word(i), "i") || equalFold(a.word(i), "we"))
}

// lastNamed is the last mention in a stretch of tokens whose name is known, a
// person before anybody else; -1 without.
func (a *analysis) lastNamed(first, last int32) int32 {
	best, person := int32(-1), false
	for i := first; i < last; i++ {
		m, ok := a.at(i)
		if !ok || int32(m.Head) != i || len(m.Who) == 0 || m.Who[0].Name == "" {
			continue
		}
		if p := m.Kind == who.Person; p || !person {
			best, person = i, p
		}
	}
	return best
}

// nameless tells whether a mention gives no name.
func (a *analysis) nameless(t int32) bool {
	ids := a.identities(t)
	return len(ids) == 0 || ids[0].Name == ""
}

// stated is the statement that token p stands in.
func (a *analysis) stated(p int32) speech {
	for i := range a.statements {
		if s := &a.statements[i]; p >= s.from && p < s.to {
			return s.speech
		}
	}
	return unsaid
}

// newLine tells whether a line of the report begins with token i.
func (a *analysis) newLine(i int32) bool {
	return i == 0 || strings.Contains(a.doc.Text[a.doc.End[i-1]:a.doc.Start[i]], "\n")
}
