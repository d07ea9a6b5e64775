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
		if s := a.asides[a.doc.SentenceOf(int(i))]; s.cue == i {
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
// where else the same speaker spoke shortly before or right after.
func (a *analysis) venueFor(by, at int32) string {
	if from, to, ok := a.venueOf(at); ok {
		return a.doc.Words(int(from), int(to))
	}
	if by < 0 {
		return ""
	}
	here := a.doc.SentenceOf(int(at))
	best := ""
	for i := range a.venues {
		v := &a.venues[i]
		k := a.doc.SentenceOf(int(v.at))
		if k > here+2 || k > here && best != "" {
			break
		}
		if here-k <= 12 && a.same(v.by, by) {
			best = v.words
		}
	}
	return best
}

// venueOf finds where something was said: "told reporters", "in a statement".
// It returns the tokens of the phrase without its preposition.
func (a *analysis) venueOf(cue int32) (from, to int32, ok bool) {
	if cue < 0 {
		return 0, 0, false
	}
	if !a.verbal(cue) {
		// "according to a news release"
		if h := a.doc.Head[cue]; h > cue && a.doc.Label[cue] == english.Case && a.is(h, a.cls.venue) {
			from, to = a.phrase(h)
			return from, to, true
		}
		return 0, 0, false
	}
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.isVenue(cue, k) {
			from, to = a.phrase(k)
			return from, to, true
		}
	}
	// "Speaking on his platform, X said …", "Addressing a rally, X revealed …"
	for k := a.first[cue]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Advcl && a.doc.Tag[k] == english.TagVBG {
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

// venueUnder finds the venue among the objects and phrases of a verb.
func (a *analysis) venueUnder(verb int32) (from, to int32, ok bool) {
	for k := a.first[verb]; k >= 0; k = a.next[k] {
		if l := a.doc.Label[k]; (l == english.Obl || l == english.Obj) && (a.is(k, a.cls.venue) || a.is(k, a.cls.audience)) {
			from, to = a.phrase(k)
			return from, to, true
		}
	}
	return 0, 0, false
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
		return a.is(k, a.cls.venue) && a.has(k, a.following)
	case english.Obl, english.OblUnmarked, english.Advcl:
	default:
		return false
	}
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
		return a.is(k, a.cls.venue) || a.doc.Pos[k] == english.PROPN && !a.named(k) && !a.inDate(k) && a.is(cue, a.cls.tell)
	case equalFold(w, "at"):
		return a.is(k, a.cls.venue) || a.listens(k)
	case equalFold(w, "before"):
		return a.is(k, a.cls.audience) || a.listens(k)
	case equalFold(w, "in"), equalFold(w, "during"), equalFold(w, "through"), equalFold(w, "from"):
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
		if id.Country == "UNO" || id.Sector == plover.Journalists || id.Sector == plover.Legislature {
			return true
		}
	}
	return false
}
