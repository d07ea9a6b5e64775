package who

// isState tells the codes of states from those of other parties.
func isState(code string) bool {
	switch code {
	case "", "UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG":
		return false
	}
	return true
}

// holder fills in who held the office that a phrase speaks of.
func (f *finder) holder(t *ment, id *Identity, owner Identity) {
	office, class := f.office(t)
	if office == "" && class == "" && !t.noun.chief {
		return
	}
	id.Office = office
	if class != "" {
		id.Member = class
	}
	if owner.Sector != "GOV" && owner.Sector != "" && !t.noun.chief || t.indef {
		return
	}
	if !f.set.Dated && f.day == Never-1 {
		return
	}
	for _, o := range [...]string{office, class} {
		if o == "" {
			continue
		}
		if e, ok := f.roster.Holder(id.Country, o, f.day); ok {
			f.hold(id, e)
			return
		}
	}
	if t.noun.chief && t.noun.joins && class == "" || office == "leader" || t.noun.member == "head-of-state" && office == "" {
		if e, ok := f.roster.Leader(id.Country, f.day); ok {
			f.hold(id, e)
		}
	}
}

// hold makes an identity that of the person who held the office.
func (f *finder) hold(id *Identity, e *Entry) {
	at := e.On(f.day)
	id.Name, id.Other = e.Name, at.Other
	if at.Country == id.Country && at.Office != "" {
		id.Office, id.Member = at.Office, at.Member
		if at.Sector != "" {
			id.Sector = at.Sector
		}
	}
}

// office is the name of the office that a phrase speaks of and its class:
// "deputy foreign minister", "secretary of state".
func (f *finder) office(t *ment) (name, class string) {
	d := f.doc
	if t.nounAt < 0 {
		return "", ""
	}
	limit := int(d.Sents[f.sentOf[t.head]].Last)
	for k := t.first; k <= t.nounAt; k++ {
		if f.atomOf[k] >= 0 && k != t.nounAt {
			continue
		}
		title, n := f.roster.Title(d, int(k), limit)
		if n == 0 || title.Office == "" || int(t.nounAt) >= int(k)+n || title.Plural {
			continue
		}
		if k > t.first && f.mentOf[k-1] >= 0 && deputyWord[d.Lemma[k-1]] || k > 0 && deputyWord[d.Lemma[k-1]] {
			return d.Lemma[k-1] + " " + title.Office, ""
		}
		return title.Office, title.Member
	}
	return "", ""
}

var deputyWord = map[string]bool{
	"deputy": true, "vice": true, "assistant": true, "acting": false, "junior": true, "Deputy": true, "Vice": true, "Assistant": true,
}
