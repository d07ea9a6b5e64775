package when

import "demarche/english"

// LeanOf is the way in which an expression at a token is to be read, by the
// tense of the clause the token stands in: a past or perfect verb looks back; a
// modal, "going to", an infinitive of purpose or plan and a noun called planned
// look ahead; all else takes the nearest day.
func LeanOf(doc *english.Doc, token int) Lean {
	if len(doc.Head) != doc.Len() || token < 0 || token >= doc.Len() {
		return Near
	}
	lean := Near
	back, sure := lookback(doc, token)
	if sure {
		return Past
	}
	if intended(doc, token) {
		return Near
	}
	for i, steps := token, 0; i >= 0 && steps < 40; i, steps = int(doc.Head[i]), steps+1 {
		if back && (ranked(doc, i) || verbal(doc, i) && ranked(doc, infinitive(doc, i)-1)) {
			return Past
		}
		if l := planned(doc, i); l != Near && !verbal(doc, i) {
			return l
		}
		if !verbal(doc, i) && !copular(doc, i) {
			continue
		}
		if to := infinitive(doc, i); to > token && doc.Label[i] != english.Root {
			continue // "began on Monday to withdraw": what stands before the "to" is not of its clause
		}
		if lean, sure = tense(doc, i); sure {
			return lean
		}
		switch doc.Label[i] {
		case english.Root, english.Ccomp, english.Parataxis:
			return lean
		}
	}
	return lean
}

// lookback is true of a length of time after "in": with an ordinal or a
// superlative it tells what lies behind ("the first visit in 88 years", "the
// first leader to come in a decade"). It is sure behind a phrase that is no
// object ("on the first visit in nine months"): that of an object may as well
// belong to the verb ("will hold the first round in two weeks").
func lookback(doc *english.Doc, token int) (back, sure bool) {
	if doc.Tag[token] != english.TagNNS && doc.Tag[token] != english.TagNN {
		return false, false
	}
	for k := range near(doc, token) {
		if doc.Label[k] == english.Case && doc.Lemma[k] == "in" {
			return true, k > 0 && doc.Label[k-1] == english.Obl && ranked(doc, k-1)
		}
	}
	return false, false
}

// ranked is true of a noun with an ordinal or a superlative.
func ranked(doc *english.Doc, i int) bool {
	if i < 0 || doc.Pos[i] != english.NOUN && doc.Pos[i] != english.PROPN {
		return false
	}
	for k := range near(doc, i) {
		if doc.Label[k] != english.Amod {
			continue
		}
		if w := words[doc.Word(k)]; doc.Tag[k] == english.TagJJS || w != nil && w.ord != 0 {
			return true
		}
		for n := range near(doc, k) { // "the most serious clash in years"
			if doc.Tag[n] == english.TagRBS {
				return true
			}
		}
	}
	return false
}

// infinitive is the "to" of a verb, -1 for none.
func infinitive(doc *english.Doc, i int) int {
	for k := range near(doc, i) {
		if doc.Label[k] == english.Mark && doc.Tag[k] == english.TagTO {
			return k
		}
	}
	return -1
}

// verbal is true of verbs outside noun phrases.
func verbal(doc *english.Doc, i int) bool {
	return doc.Pos[i] == english.VERB && doc.Label[i] != english.Amod && doc.Label[i] != english.Compound ||
		doc.Pos[i] == english.AUX && (doc.Label[i] == english.Root || doc.Label[i] == english.Conj)
}

// copular is true of a noun or adjective that makes a clause with a copula or
// an auxiliary ("is due on Monday").
func copular(doc *english.Doc, i int) bool {
	for k := range near(doc, i) {
		if l := doc.Label[k]; l == english.Cop || l == english.Aux {
			return true
		}
	}
	return false
}

// near yields the dependents of i in its sentence.
func near(doc *english.Doc, i int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		span := doc.Sents[doc.SentenceOf(i)]
		for k := int(span.First); k < int(span.Last); k++ {
			if int(doc.Head[k]) == i && !yield(k) {
				return
			}
		}
	}
}

// tense is the lean of one verb group. It is not sure where the form has no
// tense of its own (participles, infinitives): the governing clause tells then.
func tense(doc *english.Doc, i int) (lean Lean, sure bool) {
	var modal, have, past, present, to, going bool
	for k := range near(doc, i) {
		switch doc.Label[k] {
		case english.Aux, english.AuxPass, english.Cop:
		case english.Mark:
			if doc.Tag[k] == english.TagTO {
				to = true
			}
			continue
		case english.Case:
			// "is due to arrive": a base form behind what looks like the
			// preposition "due to" is what is due.
			if doc.Lemma[k] == "due" && doc.Tag[i] == english.TagVB {
				going = true
			}
			continue
		default:
			continue
		}
		switch {
		case doc.Tag[k] == english.TagMD:
			modal = true
		case doc.Lemma[k] == "have":
			have = true
		case doc.Tag[k] == english.TagVBD:
			past = true
		case doc.Tag[k] == english.TagVBP || doc.Tag[k] == english.TagVBZ:
			present = true
		case doc.Lemma[k] == "go":
			going = true
		}
	}
	switch {
	case modal && have, have:
		return Past, true
	case modal, going:
		return Future, true
	case past && due(doc, i):
		return Future, true
	case past:
		return Past, true
	case to:
		if doc.Label[i] == english.Xcomp && doc.Head[i] >= 0 {
			h := int(doc.Head[i])
			if !looksAhead(doc.Lemma[h]) {
				return Near, false // "managed to free", "began to pull out"
			}
		}
		if doc.Label[i] == english.ACL && doc.Head[i] >= 0 && signed(doc.Lemma[doc.Head[i]]) {
			return Near, false // "signed an agreement to build a pipeline on Monday"
		}
		return Future, true
	case present:
		if due(doc, i) {
			return Future, true
		}
		if doc.Tag[i] == english.TagVBN && doc.Pos[i] == english.VERB {
			return Near, true
		}
		return Near, true
	}
	switch doc.Tag[i] {
	case english.TagVBD:
		return Past, true
	case english.TagVBN:
		if doc.Label[i] == english.Conj && doc.Head[i] >= 0 {
			return tense(doc, int(doc.Head[i]))
		}
		return Past, doc.Label[i] == english.ACL || doc.Label[i] == english.Root || doc.Label[i] == english.Advcl
	case english.TagVBP, english.TagVBZ:
		return Near, true
	case english.TagVB:
		if doc.Label[i] == english.Conj && doc.Head[i] >= 0 {
			return tense(doc, int(doc.Head[i]))
		}
		return Future, doc.Label[i] == english.Root // an order or a request
	}
	return Near, false
}

// due is true of predicates that announce: "is due on Monday", "is set to".
func due(doc *english.Doc, i int) bool {
	switch doc.Lemma[i] {
	case "set": // "is set to", "is set for", but not "the term was set by"
		for k := range near(doc, i) {
			if l := doc.Label[k]; l == english.Xcomp || l == english.Obl && caseOf(doc, k) == "for" {
				return doc.Tag[i] != english.TagVBD
			}
		}
	case "due", "schedule", "scheduled", "slate", "slated", "expect", "expected", "plan", "planned", "poised", "bind":
		return doc.Tag[i] != english.TagVBD
	}
	return false
}

// intended is true of the day that something is meant for, which may lie ahead
// whatever the tense: "had been invited for early September".
func intended(doc *english.Doc, token int) bool {
	h := int(doc.Head[token])
	if h < 0 || doc.Pos[h] != english.VERB || doc.Label[h] == english.ACL || caseOf(doc, token) != "for" {
		return false
	}
	switch doc.Lemma[h] {
	case "invite", "schedule", "reschedule", "plan", "set", "arrange", "book", "fix", "call", "slate", "expect", "convene", "summon", "propose":
		return true
	}
	return false
}

// planned is the lean that an adjective gives a noun: "the planned visit".
func planned(doc *english.Doc, i int) Lean {
	if doc.Pos[i] != english.NOUN && doc.Pos[i] != english.PROPN {
		return Near
	}
	for k := range near(doc, i) {
		if doc.Label[k] != english.Amod && doc.Label[k] != english.ACL {
			continue
		}
		switch doc.Word(k) {
		case "planned", "upcoming", "scheduled", "forthcoming", "proposed", "expected", "future", "slated", "due":
			return Future
		}
	}
	return Near
}

// signed is true of papers that an infinitive tells the content of, and a day
// behind it the day of the signing.
func signed(lemma string) bool {
	switch lemma {
	case "agreement", "accord", "deal", "treaty", "memorandum", "contract", "decree", "law", "bill", "pact", "protocol":
		return true
	}
	return false
}

// looksAhead is true of verbs whose infinitive is still to come.
func looksAhead(lemma string) bool {
	switch lemma {
	case "plan", "intend", "agree", "promise", "vow", "pledge", "expect", "hope", "want", "offer", "decide", "threaten", "prepare", "schedule",
		"set", "due", "go", "propose", "aim", "seek", "invite", "ask", "urge", "order", "demand", "refuse", "decline", "commit", "swear", "need",
		"call", "vote", "consider", "wait", "arrange", "likely", "ready", "willing", "determined", "bind", "slate", "press",
		"tell", "instruct", "require", "request", "encourage", "allow", "have", "mean":
		return true
	}
	return false
}
