package coder

import (
	"demarche/english"
	"demarche/plover"
	"demarche/who"
)

// venue is where somebody spoke.
type venue struct {
	by    int32 // head of the speaker's mention
	at    int32 // the verb
	words string
}

// findVenues notes where the parties of the report speak, in the order of the
// text, so that it holds for what they say before and after as well.
func (a *analysis) findVenues() {
	a.venues = a.venues[:0]
	for i := range int32(a.doc.Len()) {
		if !a.verbal(i) || a.quote[i] >= 0 || !a.utters(i) {
			continue
		}
		from, to, ok := a.venueOf(i)
		if !ok {
			continue
		}
		by, _ := a.speakerOf(i)
		if s := &a.asides[a.doc.SentenceOf(int(i))]; s.cue == i {
			by = s.by
		}
		if by >= 0 {
			a.venues = append(a.venues, venue{by, i, a.doc.Words(int(from), int(to))})
		}
	}
}

// utters tells whether a verb is one of saying something: by its class, as the
// support of a noun ("made the announcement"), or by the act it names.
func (a *analysis) utters(i int32) bool {
	if a.is(i, a.cls.say) || a.is(i, a.cls.tell) || equalFold(a.lemma(i), "speak") {
		return true
	}
	if a.is(i, a.cls.light) {
		obj := a.ownObject(i)
		return obj >= 0 && (a.is(obj, a.cls.venue) || equalFold(a.lemma(obj), "announcement"))
	}
	f := a.frameOf(i)
	return f != nil && spoken(f.Type)
}

// venueFor is where a speaker said what the verb or noun at says: there, or
// where else the same speaker spoke shortly before or right after. own tells
// that at is the speaker's own act, not what a verb of speech reports.
func (a *analysis) venueFor(by, at int32, own bool) string {
	if a.verbal(at) {
		if from, to, ok := a.venueOf(at); ok {
			return a.doc.Words(int(from), int(to))
		}
	}
	here := a.doc.SentenceOf(int(at))
	if k := a.inIt(here); k >= 0 {
		from, to := a.venuePhrase(k)
		return a.doc.Words(int(from), int(to))
	}
	if by < 0 || own && (!a.finite(at) || a.pluperfect(at)) {
		return ""
	}
	before, after := 12, 1
	if own {
		before, after = 3, 2
	}
	best := ""
	for i := range a.venues {
		v := &a.venues[i]
		k := a.doc.SentenceOf(int(v.at))
		if k > here+after || k > here && best != "" {
			break
		}
		if here-k <= before && a.same(v.by, by) && (!own || a.together(v.at, at)) {
			best = v.words
		}
	}
	return best
}

// together tells whether two verbs can speak of the same occasion: nothing says
// that they are of different days.
func (a *analysis) together(v, w int32) bool {
	d, ok1 := a.timeline.DateWith(int(v), -1)
	e, ok2 := a.timeline.DateWith(int(w), -1)
	return !ok1 || !ok2 || d.Start <= e.End && e.Start <= d.End
}

// inIt is what "In it" at the beginning of a sentence means when the sentence
// before speaks of a statement, letter or the like; -1 otherwise.
func (a *analysis) inIt(sentence int) int32 {
	s := a.doc.Sents[sentence]
	if sentence == 0 || s.Last-s.First < 3 || !equalFold(a.word(s.First), "in") || !equalFold(a.word(s.First+1), "it") {
		return -1
	}
	p := a.doc.Sents[sentence-1]
	for i := p.Last - 1; i >= p.First; i-- {
		if a.nominal(i) && a.is(i, a.cls.venue) {
			return i
		}
	}
	return -1
}

// pluperfect tells whether p is a verb with "had".
func (a *analysis) pluperfect(p int32) bool {
	k := a.child(p, english.Aux)
	return k >= 0 && equalFold(a.word(k), "had")
}

// venueOf finds where something was said: "told reporters", "in a statement".
// It returns the tokens of the phrase without its preposition.
func (a *analysis) venueOf(cue int32) (from, to int32, ok bool) {
	if cue < 0 {
		return 0, 0, false
	}
	if !a.says(cue) {
		// "according to a news release"
		if equalFold(a.word(cue), "according") {
			last := a.doc.Sents[a.doc.SentenceOf(int(cue))].Last
			for i := cue + 2; i < last && a.word(i) != ","; i++ {
				if a.is(i, a.cls.venue) && !a.is(i, a.cls.account) {
					return cue + 2, i + 1, true
				}
			}
		}
		return 0, 0, false
	}
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.isVenue(cue, k) {
			from, to = a.venuePhrase(k)
			return from, a.occasion(cue, to), true
		}
	}
	// "made the announcement outside the palace"
	if obj := a.ownObject(cue); obj > cue && a.is(cue, a.cls.light) {
		for k := a.first[obj]; k >= 0; k = a.next[k] {
			if a.doc.Label[k] == english.Nmod && a.placesSpeech(cue, k) {
				from, to = a.venuePhrase(k)
				return from, to, true
			}
		}
	}
	// "Speaking on his platform, X said …", "Addressing a rally, X revealed …"
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Advcl && a.doc.Tag[k] == english.TagVBG && a.utters(k) {
			if from, to, ok = a.venueUnder(k); ok {
				return from, to, true
			}
		}
	}
	// "used his speech to warn", "took to Twitter to call"
	if h := a.doc.Head[cue]; h >= 0 && h < cue && (a.doc.Label[cue] == english.Xcomp || a.doc.Label[cue] == english.Advcl) && a.child(cue, english.Mark) >= 0 && a.is(h, a.cls.resort) {
		return a.venueUnder(h)
	}
	return 0, 0, false
}

// occasion is the end of a phrase with its preposition that begins at token from
// and names the occasion, as in "reporters at a news conference"; from where
// there is none.
func (a *analysis) occasion(verb, from int32) int32 {
	for k := a.first[verb]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Obl && k > from && a.child(k, english.Case) == from && a.is(k, a.cls.venue) && !a.is(k, a.cls.account) {
			_, to := a.venuePhrase(k)
			return to
		}
	}
	return from
}

// venueUnder finds the venue among the objects and phrases of a verb.
func (a *analysis) venueUnder(verb int32) (from, to int32, ok bool) {
	for k := a.first[verb]; k >= 0; k = a.next[k] {
		if l := a.doc.Label[k]; (l == english.Obl || l == english.Obj) && !a.is(k, a.cls.account) && (a.is(k, a.cls.venue) || a.is(k, a.cls.audience)) {
			from, to = a.venuePhrase(k)
			return from, a.occasion(verb, to), true
		}
	}
	return 0, 0, false
}

// venuePhrase is a phrase without its preposition, unless that tells the place.
func (a *analysis) venuePhrase(k int32) (from, to int32) {
	from, to = a.phrase(k)
	for int(to) < a.doc.Len() && a.doc.Tag[to-1] == english.TagNNP && a.doc.Tag[to] == english.TagNNP && !a.dated[to] {
		to++ // a name whose parts the tree sets apart: "Truth Social"
	}
	// What hangs on the name of a medium is the verb's: "on Twitter for a truce".
	if a.doc.Pos[k] == english.PROPN && a.caseIs(k, "on") {
		for c := a.first[k]; c >= 0; c = a.next[c] {
			if m := a.child(c, english.Case); a.doc.Label[c] == english.Nmod && m > k {
				to = min(to, m)
			}
		}
	}
	// The day is the date's: "a statement on Friday".
	for c := a.first[k]; c >= 0; c = a.next[c] {
		if f, _ := a.phrase(c); c > k && a.doc.Label[c] == english.Nmod && f < to && a.inDate(c) {
			if m := a.child(c, english.Case); m > k {
				f = m
			}
			to = min(to, f)
		}
	}
	if c := a.child(k, english.Case); c >= 0 && c == from-1 && equalFold(a.word(c), "outside") {
		from = c
	}
	return from, to
}

// isVenue tells whether k, which hangs on a verb of speech, is where or to whom
// it was said.
func (a *analysis) isVenue(cue, k int32) bool {
	switch a.doc.Label[k] {
	case english.Obj, english.Iobj:
		if a.is(k, a.cls.audience) || a.is(cue, a.cls.tell) && (a.is(k, a.cls.venue) || a.listens(k)) {
			return true
		}
		// "released the following statement"
		m := a.child(k, english.Amod)
		return m >= 0 && equalFold(a.word(m), "following") && a.is(k, a.cls.venue)
	case english.Obl, english.OblUnmarked, english.Advcl:
	default:
		return false
	}
	return a.placesSpeech(cue, k)
}

// placesSpeech tells whether a phrase with its preposition says where or to
// whom cue was said.
func (a *analysis) placesSpeech(cue, k int32) bool {
	c := a.child(k, english.Case)
	if c < 0 {
		return false
	}
	switch w := a.word(c); {
	case equalFold(w, "to"):
		return a.is(k, a.cls.audience) || a.listens(k) && a.is(cue, a.cls.tell)
	case equalFold(w, "outside"):
		return a.nominal(k)
	case equalFold(w, "on"), equalFold(w, "via"):
		// "wrote on Truth Social": a name that is neither a day nor a party
		return a.is(k, a.cls.venue) && !a.is(k, a.cls.account) || a.doc.Pos[k] == english.PROPN && !a.named(k) && !a.inDate(k) && a.is(cue, a.cls.tell)
	case equalFold(w, "at"):
		return a.is(k, a.cls.venue) && !a.is(k, a.cls.account) || a.listens(k)
	case equalFold(w, "before"):
		return a.is(k, a.cls.audience) || a.listens(k)
	case equalFold(w, "in"), equalFold(w, "during"), equalFold(w, "through"):
		return a.is(k, a.cls.venue)
	}
	return false
}

// listens tells whether t is a body that is spoken to in public: an
// international organisation, a parliament or a press outlet.
func (a *analysis) listens(t int32) bool {
	m, ok := a.at(t)
	if !ok || m.Kind == who.Person || m.Kind == who.Pronoun || m.Kind == who.People {
		return false
	}
	for i := range m.Who {
		id := &m.Who[i]
		if id.Country == "UNO" || id.Sector == plover.Journalists || id.Member == "media" || id.Sector == plover.Legislature {
			return true
		}
	}
	return false
}
