package who

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"demarche/plover"
)

// The generated tables are made from the development data and from Unicode CLDR.
//go:generate npm pack --silent --pack-destination gen cldr-localenames-full@48.2.0
//go:generate go run ./gen -cldr gen/cldr-localenames-full-48.2.0.tgz -out roster

//go:embed roster/*.tsv
var tables embed.FS

// builder puts a roster together from tables. States and offices come first,
// for the others refer to them.
type builder struct {
	r      *Roster
	list   []senseAt
	terms  []termAt
	stock  []Entry // entries are cut from here
	source at
	people map[*Entry]personNames

	countryOf map[*Entry]string // of bodies
	titles    []titleAt
}

// personNames are two cells of the table of people.
type personNames struct{ short, aliases string }

type termAt struct {
	entry *Entry
	term  Term
}

type titleAt struct {
	node  int32
	title Title
}

func newBuilder() *builder {
	b := &builder{
		r: &Roster{
			byName:  make(map[nameKey]*Entry, 8192),
			states:  make(map[string]*Entry, 256),
			offices: make(map[string]*office, 256),
			holders: make(map[post]int32, 2048),
			held:    make([]holding, 0, 12288),
			members: make(map[nameKey][]membership),
			leads:   make(map[string][]lead),
		},
		people: make(map[*Entry]personNames, 1024),

		countryOf: make(map[*Entry]string, 1024),
		list:      make([]senseAt, 0, 13312),
		terms:     make([]termAt, 0, 6656),
		titles:    make([]titleAt, 0, 1536),
	}
	b.r.names.grow(1 << 15) // room for the words of the built-in tables
	return b
}

// reader reads tables whose name starts with prefix.
type reader struct {
	prefix  string
	columns []string
	row     func(b *builder, cells []string) error
}

var stateColumns = []string{"code", "name", "from", "to", "lead", "names", "adjectives", "people", "capitals", "cow"}

var readers = []reader{
	{"states", stateColumns, (*builder).state},
	{"names", []string{"code", "form", "name"}, (*builder).stateName},
	{"seats", []string{"name", "country", "sector", "from", "to"}, (*builder).seat},
	{"offices", []string{"office", "sector", "class", "sole", "body"}, (*builder).office},
	{"people", []string{"name", "rank", "short", "aliases"}, (*builder).person},
	{"terms", []string{"country", "office", "from", "to", "name", "sector"}, (*builder).term},
	{"bodies", []string{"name", "country", "sector", "class", "from", "to", "aliases"}, (*builder).body},
	{"members", []string{"body", "from", "to", "countries"}, (*builder).membership},
	{"titles", []string{"phrase", "plural", "kind", "sector", "class", "office"}, (*builder).title},
}

// embedded reads the tables of the program.
func (b *builder) embedded() error {
	files, err := fs.ReadDir(tables, "roster")
	if err != nil {
		return fmt.Errorf("reading the roster: %w", err)
	}
	for _, rd := range readers {
		for _, f := range files {
			kind, _, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".tsv"), "-")
			if kind != rd.prefix {
				continue
			}
			name := "roster/" + f.Name()
			text, err := tableText(name)
			if err != nil {
				return fmt.Errorf("reading the roster: %w", err)
			}
			if err := b.read(rd, name, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// tableText is an embedded table, copied once.
func tableText(name string) (string, error) {
	f, err := tables.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	var text strings.Builder
	if info, err := f.Stat(); err == nil {
		text.Grow(int(info.Size()))
	}
	if _, err := io.Copy(&text, f); err != nil {
		return "", err
	}
	return text.String(), nil
}

func (b *builder) read(rd reader, name, text string) error {
	t, err := openTable(name, text, rd.columns...)
	if err != nil {
		return fmt.Errorf("reading the roster: %w", err)
	}
	for {
		ok, err := t.next()
		if err != nil {
			return fmt.Errorf("reading the roster: %w", err)
		}
		if !ok {
			return nil
		}
		b.source = t.at()
		if err := rd.row(b, t.cells); err != nil {
			return fmt.Errorf("reading the roster: %s: %w", t.at(), err)
		}
	}
}

// entry makes an entry.
func (b *builder) entry(name string, kind Kind, member string) *Entry {
	if len(b.stock) == 0 {
		b.stock = make([]Entry, 512)
	}
	e := &b.stock[0]
	b.stock = b.stock[1:]
	e.Name, e.Kind, e.Member = name, kind, member
	e.id = int32(len(b.r.entries))
	b.r.entries = append(b.r.entries, e)
	return e
}

// alias lets text stand for an entry.
func (b *builder) alias(e *Entry, form Form, text string) error {
	return b.noted(e, form, text, nil)
}

// noted is alias with what is to be known of the name besides.
func (b *builder) noted(e *Entry, form Form, text string, n *note) error {
	if isAcronym(text) {
		if form == Name {
			form = Acronym
		}
		if n == nil {
			n = &note{from: Ever, to: Never}
		} else {
			copied := *n
			n = &copied
		}
		n.exact = strings.ReplaceAll(text, ".", "")
	}
	node := b.r.names.insert(text)
	if node == 0 {
		return fmt.Errorf("the name %q has no letters", text)
	}
	b.list = append(b.list, senseAt{node, text, Sense{Entry: e, Form: form, lower: !startsUpper(text), note: n}})
	return nil
}

// isAcronym tells names whose case counts: one word of two capitals or more,
// with or without periods, and no small letter.
func isAcronym(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'A' <= c && c <= 'Z':
			n++
		case c != '.' && (c < '0' || c > '9'):
			return false
		}
	}
	return n >= 2
}

func (b *builder) state(c []string) error {
	v, err := readInterval(c[2], c[3])
	if err != nil {
		return err
	}
	code := c[0]
	if len(code) != 3 || strings.ToUpper(code) != code {
		return fmt.Errorf("%q is not a code of three capitals", code)
	}
	if _, ok := b.r.states[code]; ok {
		return fmt.Errorf("the state %s stands twice", code)
	}
	e := b.entry(c[1], State, "state")
	e.Rank = 3
	b.dated(e, Term{Country: code, Sector: "GOV", Member: "state", From: v.first, To: v.after, late: v.late, sure: v.sure})
	b.r.states[code] = e
	if err := b.lead(code, c[4]); err != nil {
		return err
	}
	names := []struct {
		form Form
		cell string
	}{{Name, c[1]}, {Name, c[5]}, {Adjective, c[6]}, {Citizens, c[7]}, {Capital, c[8]}}
	for _, n := range names {
		list(n.cell, func(s string) {
			form := n.form
			if form == Citizens && !strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ese") {
				form = Citizen
			}
			if err == nil {
				err = b.alias(e, form, s)
			}
		})
	}
	return err
}

// lead reads "prime minister<2014-08-28|president".
func (b *builder) lead(code, cell string) error {
	if cell == "" {
		cell = "president"
	}
	var err error
	list(cell, func(s string) {
		office, until, dated := strings.Cut(s, "<")
		l := lead{office, Never}
		if dated && err == nil {
			l.to, _, err = ParseDay(until)
		}
		b.r.leads[code] = append(b.r.leads[code], l)
	})
	return err
}

var formsByName = map[string]Form{"name": Name, "adjective": Adjective, "citizen": Citizen, "citizens": Citizens, "capital": Capital}

func (b *builder) stateName(c []string) error {
	e, ok := b.r.states[c[0]]
	if !ok {
		return fmt.Errorf("no state has the code %q", c[0])
	}
	form, ok := formsByName[c[1]]
	if !ok {
		return fmt.Errorf("no form of names is called %q", c[1])
	}
	return b.alias(e, form, c[2])
}

func (b *builder) seat(c []string) error {
	e, ok := b.r.states[c[1]]
	if !ok {
		return fmt.Errorf("no state has the code %q", c[1])
	}
	v, err := readInterval(c[3], c[4])
	if err != nil {
		return err
	}
	n := &note{from: v.first, to: v.after}
	if n.sector, _, err = sectorsOf(c[2]); err != nil {
		return err
	}
	list(c[0], func(s string) {
		if err == nil {
			err = b.noted(e, Seat, s, n)
		}
	})
	return err
}

func (b *builder) office(c []string) error {
	if _, ok := b.r.offices[c[0]]; ok {
		return fmt.Errorf("the office %q stands twice", c[0])
	}
	sector, other, err := sectorsOf(c[1])
	if err != nil {
		return err
	}
	b.r.offices[c[0]] = &office{sector: sector, other: other, member: c[2], sole: c[3] == "sole", body: c[4]}
	return nil
}

func (b *builder) person(c []string) error {
	e, err := b.named(c[0], Person)
	if err != nil {
		return err
	}
	if _, ok := b.people[e]; ok {
		return fmt.Errorf("%s stands twice", c[0])
	}
	if c[1] != "" {
		if len(c[1]) != 1 || c[1][0] < '0' || c[1][0] > '3' {
			return fmt.Errorf("rank %q is not one of 0 to 3", c[1])
		}
		e.Rank = c[1][0] - '0'
	}
	b.people[e] = personNames{c[2], c[3]}
	return nil
}

// named is the person or body of a name, made if need be. Two of one name are
// told apart by a number after "#", which is no part of the name.
func (b *builder) named(name string, kind Kind) (*Entry, error) {
	key := keyOf(name)
	if key == 0 {
		return nil, fmt.Errorf("the name %q has no letters", name)
	}
	if e, ok := b.r.byName[key]; ok {
		if e.Kind != kind {
			return nil, fmt.Errorf("%s is both a person and a body", name)
		}
		return e, nil
	}
	plain, _, _ := strings.Cut(name, "#")
	e := b.entry(plain, kind, "person")
	b.r.byName[key] = e
	return e, nil
}

func (b *builder) term(c []string) error {
	o, ok := b.r.offices[c[1]]
	if !ok {
		return fmt.Errorf("no such office: %q", c[1])
	}
	if err := b.checkCountry(c[0]); err != nil {
		return err
	}
	v, err := readInterval(c[2], c[3])
	if err != nil {
		return err
	}
	e, err := b.named(c[4], Person)
	if err != nil {
		return err
	}
	t := Term{Country: c[0], Sector: o.sector, Other: o.other, Office: c[1], Member: o.member, From: v.first, To: v.after, late: v.late, sure: v.sure}
	if c[5] != "" {
		if t.Sector, t.Other, err = sectorsOf(c[5]); err != nil {
			return err
		}
	}
	b.dated(e, t)
	b.hold(postOf(c[0], c[1]), e, v.first, v.after)
	if o.member != "" && o.member != c[1] {
		b.hold(postOf(c[0], o.member), e, v.first, v.after)
	}
	if o.body != "" {
		b.hold(postOf(o.body, ""), e, v.first, v.after)
	}
	return nil
}

// dated gives an entry a term, with its source.
func (b *builder) dated(e *Entry, t Term) {
	t.Source, t.Line = b.source.table, b.source.line
	b.terms = append(b.terms, termAt{e, t})
}

func (b *builder) hold(p post, e *Entry, from, to Day) {
	b.r.held = append(b.r.held, holding{e, from, to, b.r.holders[p]})
	b.r.holders[p] = int32(len(b.r.held))
}

func (b *builder) body(c []string) error {
	if err := b.checkCountry(c[1]); err != nil {
		return err
	}
	v, err := readInterval(c[4], c[5])
	if err != nil {
		return err
	}
	sector, other, err := sectorsOf(c[2])
	if err != nil {
		return err
	}
	key := keyOf(c[0])
	e, ok := b.r.byName[key]
	if ok && (e.Kind == Person || b.countryOf[e] != c[1]) {
		key = keyOf(c[0] + " " + c[1]) // bodies of one name in several countries
		e, ok = b.r.byName[key]
	}
	if !ok {
		kind := Body
		if c[3] == "territory" {
			kind = Place
		}
		e = b.entry(c[0], kind, c[3])
		b.r.byName[key] = e
		b.countryOf[e] = c[1]
		if err := b.alias(e, Name, c[0]); err != nil {
			return err
		}
	}
	b.dated(e, Term{Country: c[1], Sector: sector, Other: other, Member: c[3], From: v.first, To: v.after, late: v.late, sure: v.sure})
	list(c[6], func(s string) {
		if err == nil {
			err = b.alias(e, Name, s)
		}
	})
	return err
}

func (b *builder) membership(c []string) error {
	v, err := readInterval(c[1], c[2])
	if err != nil {
		return err
	}
	key := keyOf(c[0])
	if _, ok := b.r.byName[key]; !ok {
		return fmt.Errorf("no body is called %q", c[0])
	}
	for code := range strings.FieldsSeq(c[3]) {
		if _, ok := b.r.states[code]; !ok {
			return fmt.Errorf("no state has the code %q", code)
		}
		b.r.members[key] = append(b.r.members[key], membership{code, v.first, v.after})
	}
	return nil
}

var kindsByName = map[string]Kind{"person": Person, "people": People, "body": Body}

func (b *builder) title(c []string) error {
	kind, ok := kindsByName[c[2]]
	if !ok {
		return fmt.Errorf("no kind of titles is called %q", c[2])
	}
	sector, _, err := sectorsOf(c[3])
	if err != nil {
		return err
	}
	t := Title{Phrase: c[0], Kind: kind, Sector: sector, Member: c[4], Office: c[5]}
	b.titles = append(b.titles, titleAt{b.r.phrases.insert(c[0]), t})
	t.Plural = true
	plural := c[1]
	if plural == "" {
		plural = pluralOf(c[0])
	}
	list(plural, func(s string) {
		if s != "-" {
			b.titles = append(b.titles, titleAt{b.r.phrases.insert(s), t})
		}
	})
	return nil
}

// pluralOf puts the last word of a phrase into the plural.
func pluralOf(s string) string {
	switch {
	case strings.HasSuffix(s, "man"):
		return s[:len(s)-2] + "en"
	case strings.HasSuffix(s, "person"):
		return s[:len(s)-6] + "people"
	case strings.HasSuffix(s, "y") && !strings.ContainsAny(s[len(s)-2:len(s)-1], "aeiou"):
		return s[:len(s)-1] + "ies"
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"):
		return s + "es"
	}
	return s + "s"
}

// notStates are the codes of parties that are no states.
var notStates = []string{"UNO", "EUR", "IGO", "NGO", "MNC", "ISM", "IMG"}

func (b *builder) checkCountry(code string) error {
	if _, ok := b.r.states[code]; ok || slices.Contains(notStates, code) {
		return nil
	}
	return fmt.Errorf("no state or group of states has the code %q", code)
}

const knownSectors = "GOV MIL COP JUD LEG SPY PRM REB UAF PTY OPP ELI BUS CRM CVL EDU JRN LAB MED REF REL SOC AGR UNK PRE"

// sectorsOf reads "PTY" or "GOV PRE": the main sector and the others.
func sectorsOf(cell string) (main plover.Sector, other []plover.Sector, err error) {
	for s := range strings.FieldsSeq(cell) {
		if len(s) != 3 || !strings.Contains(knownSectors, s) {
			return "", nil, fmt.Errorf("no sector is called %q", s)
		}
		if main == "" {
			main = plover.Sector(s)
		} else {
			other = append(other, plover.Sector(s))
		}
	}
	return main, other, nil
}

// roster finishes the tables: terms and names of each entry, and the index.
func (b *builder) roster() (*Roster, error) {
	b.settleTerms()
	for _, e := range b.r.entries {
		if e.Kind == Person {
			if err := b.personNames(e); err != nil {
				return nil, fmt.Errorf("reading the roster: %w", err)
			}
		}
	}
	b.settleAliases()
	b.r.senses = settle(&b.r.names, b.list)
	b.settleTitles()
	return b.r, nil
}

// settleTerms gives every entry its stretch of one list of terms.
func (b *builder) settleTerms() {
	ends := make([]int, len(b.r.entries)+1)
	for i := range b.terms {
		ends[b.terms[i].entry.id+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	terms := make([]Term, len(b.terms))
	for i := range b.terms {
		e := b.terms[i].entry
		if e.Terms == nil {
			e.Terms = terms[ends[e.id]:ends[e.id]:ends[e.id+1]]
		}
		e.Terms = append(e.Terms, b.terms[i].term)
	}
	for _, e := range b.r.entries {
		if len(e.Terms) > 1 {
			slices.SortStableFunc(e.Terms, func(x, y Term) int { return int(x.From) - int(y.From) })
		}
	}
}

// settleAliases gives every entry its stretch of one list of names.
func (b *builder) settleAliases() {
	ends := make([]int, len(b.r.entries)+1)
	for i := range b.list {
		ends[b.list[i].sense.Entry.id+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	aliases := make([]Alias, len(b.list))
	for i := range b.list {
		e := b.list[i].sense.Entry
		if e.Aliases == nil {
			e.Aliases = aliases[ends[e.id]:ends[e.id]:ends[e.id+1]]
		}
		e.Aliases = append(e.Aliases, Alias{b.list[i].text, b.list[i].sense.Form})
	}
}

// settleTitles keeps the first title of a phrase.
func (b *builder) settleTitles() {
	p := &b.r.phrases
	p.ends = make([]span, p.nodes+1)
	b.r.titles = make([]Title, 0, len(b.titles))
	for _, t := range b.titles {
		s := &p.ends[t.node]
		if s.last > s.first {
			continue
		}
		n := int32(len(b.r.titles))
		*s = span{n, n + 1, n + 1}
		b.r.titles = append(b.r.titles, t.title)
	}
}
