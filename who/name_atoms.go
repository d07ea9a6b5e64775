package who

import "demarche/english"

// atom is a stretch of tokens that is a name of the roster, with what it can
// stand for on the day, the likeliest first.
type atom struct {
	first, last int32
	senses      []Sense
}

// markAtoms finds the names of the roster in the text.
func (f *finder) markAtoms() {
	d := f.doc
	for _, s := range d.Sents {
		for i := s.First; i < s.Last; {
			senses, n := f.roster.Match(d, int(i), int(s.Last))
			if n == 0 {
				i++
				continue
			}
			last := i + int32(n)
			best := f.bestSense(senses, i, last)
			if best < 0 {
				i++
				continue
			}
			a := int32(len(f.atoms))
			f.atoms = append(f.atoms, atom{i, last, senses[best:]})
			for k := i; k < last; k++ {
				f.atomOf[k] = a
			}
			i = last
		}
	}
}

// bestSense is the index of the sense that a name most likely has here, -1 when
// it is no name of a party here at all.
func (f *finder) bestSense(senses []Sense, first, last int32) int {
	best := -1
	for i := range senses {
		s := &senses[i]
		if f.set.Dated && !s.Holds(f.day) || !f.plausible(s, first, last) {
			continue
		}
		if best < 0 || f.better(s, &senses[best]) {
			best = i
		}
	}
	return best
}

// better tells whether sense a is to be preferred to b for one name: a better
// known party, then one that holds an office on the day.
func (f *finder) better(a, b *Sense) bool {
	if a.Entry.Rank != b.Entry.Rank {
		return a.Entry.Rank > b.Entry.Rank
	}
	if a.Entry.Kind == Person && b.Entry.Kind == Person {
		if x, y := inOffice(a.Entry, f.day), inOffice(b.Entry, f.day); x != y {
			return x > y
		}
		return topOffice(a.Entry, f.day) > topOffice(b.Entry, f.day)
	}
	return false
}

// topOffice weighs the highest office that a person has held by a day or
// comes to hold.
func topOffice(e *Entry, day Day) int {
	weight := 0
	for i := range e.Terms {
		w := 2 * weightOf(e.Terms[i].Member)
		if e.Terms[i].From <= day {
			w++
		}
		weight = max(weight, w)
	}
	return weight
}

// inOffice weighs how likely the news of a day speaks of a person: 2 in office,
// 1 within a few years of it, 0 else.
func inOffice(e *Entry, day Day) int {
	const years = 8 * 365
	weight := 0
	for i := range e.Terms {
		t := &e.Terms[i]
		switch {
		case t.From <= day && day < t.To:
			return 2
		case t.From-years <= day && (t.To > Never-years || day < t.To+years):
			weight = 1
		}
	}
	return weight
}

// plausible rules out senses that the words around a name speak against.
func (f *finder) plausible(s *Sense, first, last int32) bool {
	d := f.doc
	if first > 1 && d.Word(int(first-1)) == "-" && d.Start[first] == d.End[first-1] && articleOfName(d.Word(int(first-2))) {
		return false // "al-Kuwaiti"
	}
	if s.Entry.Kind == State && f.ofStyle(last) {
		return false
	}
	switch s.Form {
	case Short:
		// A surname after another first name is that other person's, and one
		// that is no name by its tag is a word.
		if d.Pos[first] != english.PROPN && d.Pos[first] != english.NOUN && d.Pos[first] != english.X {
			return false
		}
		if first > 0 && f.sentOf[first-1] == f.sentOf[first] && f.givenName(first-1) {
			return false
		}
		if calendar[d.Word(int(first))] {
			if first == 0 {
				return false
			}
			n, ok := f.titleWord(first - 1)
			return ok && n.kind == officeNoun // "Prime Minister May"
		}
		if int(last) < d.Len() && d.Tag[last] == english.TagCD && f.sentOf[last] == f.sentOf[first] {
			return false // "May 4"
		}
		if int(last) < d.Len() && d.Label[last] == english.Flat && d.Head[last] >= first && d.Head[last] < last {
			return false // a first name that happens to be a surname
		}
		if s.Entry.Rank >= 3 {
			return true
		}
		if !f.set.Dated {
			// Without a date any officeholder of the past could be meant: a
			// title must say so.
			if first == 0 {
				return false
			}
			n, ok := f.titleWord(first - 1)
			return ok && n.kind == officeNoun && n.sector == "GOV"
		}
		return inOffice(s.Entry, f.day) > 0
	case Adjective, Citizen, Citizens:
		return !f.partOfContinent(first)
	}
	if s.Entry.Kind == State && f.partOfContinent(first) {
		return false
	}
	if s.Entry.Kind == State && s.Form == Name && last == first+1 {
		// "Georgia Meloni", "Jordan Smith"
		if int(last) < d.Len() && d.Label[last] == english.Flat && d.Head[last] == first && f.atomOf[last] < 0 {
			return false
		}
		if first > 0 && d.Label[first] == english.Flat && f.givenName(first-1) {
			return false
		}
	}
	return true
}

// ofStyle tells whether the name that ends before token i is only part of an
// adjective that says what something is like: "Soviet-era".
func (f *finder) ofStyle(i int32) bool {
	d := f.doc
	if int(i)+1 >= d.Len() || d.Word(int(i)) != "-" {
		return false
	}
	switch d.Lemma[i+1] {
	case "era", "style", "type", "speaking", "language", "themed":
		return true
	}
	return false
}

// calendar holds the names of days and months, some of which are surnames.
var calendar = map[string]bool{
	"Monday": true, "Tuesday": true, "Wednesday": true, "Thursday": true, "Friday": true, "Saturday": true, "Sunday": true,
	"January": true, "February": true, "March": true, "April": true, "May": true, "June": true, "July": true, "August": true,
	"September": true, "October": true, "November": true, "December": true,
}

// articleOfName tells the articles of Arabic names.
func articleOfName(w string) bool {
	switch w {
	case "al", "Al", "el", "El", "as", "ad", "ar", "an", "ez", "es", "ash", "Ash", "Ar", "Az":
		return true
	}
	return false
}

// partOfContinent tells "Latin America" and "South American" from the United
// States.
func (f *finder) partOfContinent(i int32) bool {
	if i == 0 || f.sentOf[i-1] != f.sentOf[i] || f.doc.Word(int(i))[0] != 'A' {
		return false
	}
	switch f.doc.Word(int(i - 1)) {
	case "Latin", "South", "North", "Central":
		return hasPrefix(f.doc.Word(int(i)), "America")
	}
	return false
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

// givenName tells whether the word at token i is a first name in a person's
// name, not a title before one.
func (f *finder) givenName(i int32) bool {
	d := f.doc
	if d.Pos[i] != english.PROPN || f.atomOf[i] >= 0 {
		return false
	}
	if n, ok := f.titleWord(i); ok && n.kind != noNoun {
		return false
	}
	w := d.Word(int(i))
	if calendar[w] {
		return false
	}
	if _, ok := f.genderOf(w); ok {
		return true
	}
	next := i + 1
	return int(next) < d.Len() && (d.Label[next] == english.Flat && d.Head[next] == i || d.Label[i] == english.Flat) &&
		startsUpper(w)
}

// sameCountry tells whether two identities are of one country.
func sameCountry(a, b Identity) bool { return a.Country != "" && a.Country == b.Country }

// senseOf is the sense of a mention's name for a wanted kind of party.
func (f *finder) senseOf(t *ment) *Sense { return &f.atoms[t.atom].senses[0] }
