package who

import (
	"sync"

	"demarche/english"
)

// Naming goes over a text in four steps. First the names that the roster knows
// are marked on the tokens (name_atoms.go). Then every noun phrase, pronoun and
// adjective of a country becomes a mention with what its words and its place in
// the tree tell (name_phrase.go). Names are settled next, all over the text, so
// that a headline's "Petro" profits from the full name below it
// (name_person.go). Last, the mentions are gone through in order: common nouns
// get their country and sector from their owners (name_identity.go), pronouns
// and epithets their antecedents (coref*.go). What then still stands alone is
// tied to its like (coref_chain.go).

// FindIn names the parties of doc in its setting.
func (n *Namer) FindIn(doc *english.Doc, set Setting) *Mentions {
	f := finders.Get().(*finder)
	defer finders.Put(f)
	f.start(n, doc, set)
	f.markAtoms()
	f.markQuotes()
	f.spot()
	f.link()
	f.settleNames()
	f.frame()
	for i := range f.ments {
		f.resolve(int32(i))
	}
	f.chain()
	return f.finish()
}

var finders = sync.Pool{New: func() any { return new(finder) }}

// finder is the scratch of one naming.
type finder struct {
	namer  *Namer
	roster *Roster
	nouns  *nouns
	doc    *english.Doc
	set    Setting
	day    Day

	firstKid, nextKid []int32 // children of each token, in order; -1 ends
	atomOf            []int32 // token -> index into atoms, -1
	mentOf            []int32 // token -> index into ments, -1
	quoteOf           []int32 // token -> index into quotes, -1
	sentOf            []int32 // token -> sentence
	atoms             []atom
	quotes            []quote
	ments             []ment
	ents              []entity
	ids               []Identity
	owners            []int32 // stack of mentions, used by ownersOf
	rivals            []rival
	merged, starts    []int32          // entity -> what it was merged into; its first mention
	kinds             [][Pronoun]int32 // entity -> how often it seems to be of each kind
	votes             []vote           // countries by how much the report is theirs
	home              string           // country that issued the report, "" when not known
	homeSure          bool             // whether the report speaks for it
	buf               []byte
}

// form is what kind of expression a mention is.
type form uint8

const (
	nameForm      form = iota // holds a proper name
	nounForm                  // a common noun
	pronounForm               // a pronoun
	adjectiveForm             // adjective of a country before a noun
)

// ment is a mention while it is being named.
type ment struct {
	head, first, last   int32 // phrase
	nameFirst, nameLast int32 // proper name of a person or body within it, equal when there is none
	sent                int32
	form                form
	kind                Kind
	noun                noun  // class of the head word, kind noNoun when it has none
	nounAt              int32 // the token that noun was read from
	atom                int32 // atom that it names, -1
	title               int32 // first token of a title before the name, -1
	pron                pron
	num                 number
	gen                 gender
	def, indef          bool
	pair                bool  // "two", "both"
	former              bool  // "former", "ex-"
	role                role  // grammatical role
	same                int32 // mention in apposition or copula that describes the same party, -1
	ent                 int32 // -1 until known
	state               progress
	lo, hi              int32 // identities in ids
	why                 why
}

type progress uint8

const (
	waiting progress = iota
	underway
	settled
)

// entity is a party of the text: all mentions that speak of it.
type entity struct {
	kind   Kind
	gen    gender
	num    number
	last   int32 // latest mention
	count  int32
	lo, hi int32 // identities
	entry  *Entry
	full   int32 // mention with its fullest name, -1
	noun   noun
	lemma  string // of the head that first spoke of it
}

func (f *finder) start(n *Namer, doc *english.Doc, set Setting) {
	f.namer, f.roster, f.nouns, f.doc, f.set = n, n.roster, loadNouns(), doc, set
	f.atoms, f.quotes, f.ments, f.ents = f.atoms[:0], f.quotes[:0], f.ments[:0], f.ents[:0]
	f.ids, f.owners, f.votes, f.merged, f.home, f.homeSure = f.ids[:0], f.owners[:0], f.votes[:0], f.merged[:0], "", false
	size := doc.Len()
	for _, column := range []*[]int32{&f.firstKid, &f.nextKid, &f.atomOf, &f.mentOf, &f.quoteOf, &f.sentOf} {
		if cap(*column) < size {
			*column = make([]int32, size+size/2)
		}
		*column = (*column)[:size]
		for i := range *column {
			(*column)[i] = -1
		}
	}
	for i := size - 1; i >= 0; i-- {
		if h := doc.Head[i]; h >= 0 {
			f.nextKid[i] = f.firstKid[h]
			f.firstKid[h] = int32(i)
		}
	}
	for k, s := range doc.Sents {
		for i := s.First; i < s.Last; i++ {
			f.sentOf[i] = int32(k)
		}
	}
	f.day = set.Published
	if !set.Dated {
		f.day = f.guessDay()
	}
}

// guessDay takes the middle of the latest year that an undated text names, or
// the last day there is, on which everyone's last office is at its end.
func (f *finder) guessDay() Day {
	year := 0
	for i := range f.doc.Len() {
		if f.doc.Tag[i] != english.TagCD {
			continue
		}
		w := f.doc.Word(i)
		if len(w) != 4 || w[0] != '1' && w[0] != '2' {
			continue
		}
		y := 0
		for _, c := range []byte(w) {
			if c < '0' || c > '9' {
				y = 0
				break
			}
			y = 10*y + int(c-'0')
		}
		if y >= 1945 && y <= 2060 {
			year = max(year, y)
		}
	}
	if year == 0 {
		return Never - 1
	}
	return Day(float64(year-1970)*365.2425 + 182)
}

// finish puts the mentions into their public form.
func (f *finder) finish() *Mentions {
	m := &Mentions{
		List:   make([]Mention, len(f.ments)),
		byHead: make([]int32, f.doc.Len()),
		why:    make([]why, len(f.ments)),
		doc:    f.doc,
	}
	copy(m.byHead, f.mentOf)
	ids := make([]Identity, len(f.ids))
	copy(ids, f.ids)
	for i := range f.ments {
		t := &f.ments[i]
		m.List[i] = Mention{
			Head: int(t.head), First: int(t.first), Last: int(t.last), Kind: t.kind, Chain: t.ent,
			Who: ids[t.lo:t.hi:t.hi],
		}
		m.why[i] = t.why
	}
	m.whole()
	f.namer, f.roster, f.doc = nil, nil, nil
	return m
}

// whole gives a title that the tree cuts off from the name behind it the phrase
// of both ("Secretary" in "Secretary of State John Kerry").
func (m *Mentions) whole() {
	for i := 1; i < len(m.List); i++ {
		name := &m.List[i]
		for k := i - 1; k >= 0 && m.List[k].Head >= name.First; k-- {
			if t := &m.List[k]; t.Chain == name.Chain && t.Chain >= 0 && t.First == name.First && t.Last < name.Last {
				t.Last = name.Last
			}
		}
	}
}

// reach is how many mentions or parties away another one is looked for, so that
// the work grows with the length of the text and not with its square.
const reach = 3000

// around is the stretch of mentions within reach of m.
func (f *finder) around(m int32) (first, last int32) {
	return max(0, m-reach), min(int32(len(f.ments)), m+reach)
}

// lately is the first of the parties that may be spoken of again.
func (f *finder) lately() int { return max(0, len(f.ents)-reach) }
