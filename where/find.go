package where

import (
	"math"
	"strings"

	"demarche/english"
	"demarche/where/internal/table"
)

// Mention is a place named in a Doc.
type Mention struct {
	First, Last int    // tokens, half-open
	Head        int    // the token by which it hangs in the tree
	Name        string // the place's usual name
	Country     string // ISO 3166-1 alpha-3, "" for seas and what lies in several
	Region      string // its first-level division, where known
	Kind        Kind
	Lat, Lon    float64 // degrees north and east
	Locative    bool    // stands where a place stands: "in Aleppo", "near Goma"
	Dateline    bool    // tells where the report was written
}

// longest is the most words that a name is tried with.
const longest = 6

// finder is the scratch of one search.
type finder struct {
	key   []byte
	spans []span
	votes []vote
}

// span is a stretch of tokens that the gazetteer has as a name.
type span struct {
	first, last int
	lo, hi      int     // keys
	own         []Place // of the user
}

// vote is how often a country is named.
type vote struct {
	country string
	n       float64
}

// Find lists the places of doc in order. Names of persons and bodies that are
// also places are left out, by the tree: a name counts when it stands in a
// locative phrase, or is too well known to be mistaken. Among places of one
// name the choice is by what is said of it ("Paris, Texas", "the Syrian town
// of"), by the countries the report speaks of and by size.
func (g *Gazetteer) Find(doc *english.Doc) []Mention {
	if len(doc.Head) != doc.Len() {
		return nil
	}
	f := g.pool.Get().(*finder)
	defer g.pool.Put(f)
	f.spans, f.votes = f.spans[:0], f.votes[:0]
	for k := range doc.Sents {
		first, last := int(doc.Sents[k].First), int(doc.Sents[k].Last)
		for i := first; i < last; {
			s, ok := g.match(f, doc, i, last)
			if !ok {
				i++
				continue
			}
			f.spans = append(f.spans, s)
			i = s.last
		}
	}
	if len(f.spans) == 0 {
		return nil
	}
	g.frame(f)
	var found []Mention
	for k := range f.spans {
		if m, ok := g.mention(f, doc, k); ok {
			found = append(found, m)
		}
	}
	return found
}

// match is the longest name that begins at token i.
func (g *Gazetteer) match(f *finder, doc *english.Doc, i, last int) (best span, ok bool) {
	c := doc.Text[doc.Start[i]]
	if c < 'A' || c > 'Z' && c < 0x80 {
		return span{}, false
	}
	if doc.Pos[i] != english.PROPN && doc.Pos[i] != english.ADJ && doc.Pos[i] != english.NOUN && g.added == nil {
		return span{}, false
	}
	for j := i + 1; j <= last && j <= i+longest; j++ {
		if p := doc.Pos[j-1]; j > i+1 && p == english.PUNCT && doc.Word(j-1) != "-" {
			break
		}
		key, latin := table.Fold(f.key[:0], doc.Text[doc.Start[i]:doc.End[j-1]])
		f.key = key
		if !latin || len(key) == 0 {
			break
		}
		lo, hi, more := g.table.Find(key)
		if doc.Pos[j-1] == english.PUNCT {
			continue
		}
		if own := g.added[string(key)]; own != nil {
			best, ok = span{first: i, last: j, own: own}, true
		} else if hi > lo {
			best, ok = span{first: i, last: j, lo: lo, hi: hi}, true
		}
		if !more && j-i >= g.words {
			break
		}
	}
	return best, ok
}

// frame counts the countries that the report speaks of.
func (g *Gazetteer) frame(f *finder) {
	for _, s := range f.spans {
		for k := s.lo; k < s.hi; k++ {
			p := g.table.Place(g.table.At(k))
			switch {
			case p.Kind == Country || p.Kind == table.Adjective:
				f.count(p.Country, 1)
			case p.Kind == Capital && s.hi == s.lo+1:
				f.count(p.Country, 0.5)
			case s.hi == s.lo+1 && p.Size > 100000:
				f.count(p.Country, 0.25)
			}
		}
	}
}

func (f *finder) count(country string, n float64) {
	if country == "" {
		return
	}
	for i := range f.votes {
		if f.votes[i].country == country {
			f.votes[i].n += n
			return
		}
	}
	f.votes = append(f.votes, vote{country, n})
}

func (f *finder) named(country string) float64 {
	for i := range f.votes {
		if f.votes[i].country == country {
			return f.votes[i].n
		}
	}
	return 0
}

// weight ranks places without regard to the text.
func weight(p *Place) float64 {
	w := math.Log(float64(p.Size + 1))
	switch p.Kind {
	case Country:
		w += 5
	case Capital:
		w += 2
	case Seat, Landmark, Base, Sea, Strait, Area:
		w++
	case Region: // "Aleppo" is the city, the region is mostly called one
		w--
	}
	return w
}

// otherName is how much less likely a place is meant by a name that is not its
// usual one, where another place bears that name: Salisbury is no longer Harare.
const otherName = 6

// foreignName tells whether a name is wholly another than the usual one of a
// place: no word of it begins as the name does, which those of a translation or
// of another spelling mostly do.
func foreignName(name, usual string) bool {
	if name == "" || usual == "" || name[0] >= 0x80 {
		return false
	}
	for i := range len(usual) {
		if (i == 0 || usual[i-1] == ' ' || usual[i-1] == '-') && (usual[i] >= 0x80 || name[0]|0x20 == usual[i]|0x20) {
			return false
		}
	}
	return true
}

// generic tells the words for kinds of places that stand alone for another than
// the small place so called: "the Gulf" is no village.
func generic(word string) bool {
	switch word {
	case "Gulf", "Bay", "Cape", "Delta", "Strait", "Straits", "Peninsula", "Strip", "Bank", "Horn", "Coast", "Border", "Channel":
		return true
	}
	return false
}

// mention decides whether span k is a place and which.
func (g *Gazetteer) mention(f *finder, doc *english.Doc, k int) (Mention, bool) {
	s := &f.spans[k]
	m := Mention{First: s.first, Last: s.last, Head: headOf(doc, s.first, s.last)}
	if s.own == nil && s.last == s.first+1 && generic(doc.Word(s.first)) {
		return Mention{}, false
	}
	country, region := g.qualifier(f, doc, k)
	best := math.Inf(-1)
	var place Place
	consider := func(p *Place) {
		if p.Kind == table.Adjective {
			return
		}
		w := weight(p) + min(2.5, 0.6*f.named(p.Country))
		if foreignName(doc.Text[doc.Start[s.first]:], p.Name) {
			w -= otherName
		}
		if country != "" && p.Country == country && p.Kind != Country || region != "" && p.Region == region {
			w += 20
		}
		if w > best {
			best, place = w, *p
		}
	}
	for i := range s.own {
		consider(&s.own[i])
	}
	for i := s.lo; i < s.hi; i++ {
		p := g.table.Place(g.table.At(i))
		consider(&p)
	}
	if math.IsInf(best, -1) {
		return Mention{}, false
	}
	m.Name, m.Country, m.Region, m.Kind, m.Lat, m.Lon = place.Name, place.Country, place.Region, place.Kind, place.Lat, place.Lon
	if place.Kind == City || place.Kind == Seat || place.Kind == Capital {
		m.Name = g.asWritten(f, doc, s, place.Name)
	}
	m.Dateline = dateline(doc, s.first, s.last)
	m.Locative = locative(doc, m.Head)
	sure := s.own != nil || m.Dateline || country != "" && place.Country == country || region != "" && place.Region == region
	if !sure && !plausible(doc, &m, &place, f.named(place.Country)) {
		return Mention{}, false
	}
	return m, true
}

// asWritten is the name of a city as the report has it where that is another of
// its names ("Geneva" for Genève), unless it is in capitals.
func (g *Gazetteer) asWritten(f *finder, doc *english.Doc, s *span, name string) string {
	text := doc.Text[doc.Start[s.first]:doc.End[s.last-1]]
	f.key, _ = table.Fold(f.key[:0], text)
	n := len(f.key)
	f.key, _ = table.Fold(f.key, name)
	if s.own != nil || string(f.key[:n]) == string(f.key[n:]) || strings.ToUpper(text) == text {
		return name
	}
	return text
}

// qualifier is the country or region told with a name: "Paris, Texas", "Goma in
// Congo", "the Syrian town of Manbij".
func (g *Gazetteer) qualifier(f *finder, doc *english.Doc, k int) (country, region string) {
	s := &f.spans[k]
	if k+1 < len(f.spans) {
		next := &f.spans[k+1]
		between := next.first - s.last
		joined := false
		switch {
		case between == 0:
			joined = false
		case between == 1:
			w := doc.Word(s.last)
			joined = w == "," || w == "in" || w == "("
		case between == 2, between == 3:
			joined = doc.Word(s.last) == "in" && doc.Pos[next.first-1] != english.PUNCT || doc.Word(s.last) == "," && doc.Word(s.last+1) == "in"
		}
		if joined {
			for i := next.lo; i < next.hi; i++ {
				p := g.table.Place(g.table.At(i))
				if p.Kind == Country && country == "" {
					country = p.Country
				}
				if p.Kind == Region && g.sharesRegion(s, &p) {
					region = p.Name
				}
			}
		}
	}
	if region == "" && country == "" && k > 0 {
		prev := &f.spans[k-1]
		if gap := s.first - prev.last; gap > 0 && gap <= 4 && doc.Word(s.first-1) == "of" {
			for i := prev.lo; i < prev.hi; i++ {
				if p := g.table.Place(g.table.At(i)); p.Kind == table.Adjective || p.Kind == Country {
					country = p.Country
				}
			}
		}
	}
	return country, region
}

// sharesRegion is true if a place of the span's name lies in a region.
func (g *Gazetteer) sharesRegion(s *span, region *Place) bool {
	for i := s.lo; i < s.hi; i++ {
		if p := g.table.Place(g.table.At(i)); p.Region == region.Name && p.Country == region.Country {
			return true
		}
	}
	return false
}

// headOf is the token of a span that hangs outside it.
func headOf(doc *english.Doc, first, last int) int {
	for i := first; i < last; i++ {
		if h := int(doc.Head[i]); (h < first || h >= last) && doc.Pos[i] != english.PUNCT && doc.Label[i] != english.Det {
			return i
		}
	}
	return first
}

// plausible tells a place from a person or a body of the same name; named is how
// often the report speaks of its country.
func plausible(doc *english.Doc, m *Mention, p *Place, named float64) bool {
	h := m.Head
	if m.First > 0 && doc.Label[m.First] == english.Flat && int(doc.Head[m.First]) < m.First {
		return false // "Jack London"
	}
	if m.Last < doc.Len() && doc.Pos[m.Last] == english.PROPN {
		if after := int(doc.Head[m.Last]); doc.Label[m.Last] == english.Flat && after >= m.First && after < m.Last {
			return false // "Paris Hilton"
		}
		if g := int(doc.Head[h]); g >= m.Last && g <= m.Last+3 && doc.Pos[g] == english.PROPN {
			return false // "Washington Post"
		}
	}
	if p.Kind == Country {
		return true
	}
	if m.Last-m.First == 1 && doc.Pos[h] != english.PROPN {
		return false
	}
	for i := max(m.First-4, 0); i < m.First; i++ {
		if int(doc.Head[i]) == h && doc.Label[i] == english.NmodDesc && doc.Pos[i] != english.ADJ {
			return false // "President Lincoln"
		}
	}
	if m.Locative {
		return true
	}
	switch p.Kind {
	case City, Seat:
		if doc.Label[h] == english.Compound && doc.Pos[doc.Head[h]] == english.NOUN || doc.Label[h] == english.Obj {
			return p.Size >= 50000 || doc.Label[h] == english.Obj && named >= 1 && reached(doc.Lemma[doc.Head[h]])
		}
		if p.Size >= 1000000 || p.Size >= 50000 && caseOf(doc, h) != "" {
			return true
		}
		// English surnames are names of towns where English is spoken.
		switch p.Country {
		case "USA", "GBR", "CAN", "AUS", "NZL", "IRL", "ZAF", "JAM":
			return false
		}
		return p.Size >= 20000 && named >= 1
	case Region, Area, Island:
		return p.Size >= 100000 || m.Last-m.First > 1
	}
	return true
}

// locative is true of a name with a preposition of place.
func locative(doc *english.Doc, h int) bool {
	for n := 0; n < 4; n++ {
		if place, motion := preposition(doc, h); place || motion {
			return true
		}
		g := int(doc.Head[h])
		if g < 0 || doc.Label[h] != english.Conj && doc.Label[h] != english.Appos && doc.Label[h] != english.Flat && doc.Label[h] != english.NmodDesc {
			// "the city of Mosul": the word for the kind of place is enough
			return g >= 0 && doc.Label[h] == english.Nmod && kindWord(doc, g) && caseOf(doc, h) == "of"
		}
		h = g
	}
	return false
}

// kindWord is true of words for sorts of places.
func kindWord(doc *english.Doc, i int) bool {
	switch doc.Lemma[i] {
	case "city", "town", "village", "capital", "port", "province", "district", "region", "island", "state", "municipality", "settlement", "suburb",
		"governorate", "county", "strait", "gulf", "bay", "outskirts", "area", "north", "south", "east", "west", "northeast", "northwest",
		"southeast", "southwest", "countryside", "coast", "part", "centre", "center", "border", "vicinity", "neighborhood", "neighbourhood",
		"republic", "territory", "base", "camp", "mayor", "streets":
		return true
	}
	return false
}

// caseOf is the preposition of a noun, "" for none.
func caseOf(doc *english.Doc, i int) string {
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if int(doc.Head[k]) == i && doc.Label[k] == english.Case {
			return doc.Lemma[k]
		}
	}
	return ""
}

// preposition tells whether the noun at i stands in a phrase of place or of
// motion.
func preposition(doc *english.Doc, i int) (place, motion bool) {
	switch caseOf(doc, i) {
	case "in", "at", "near", "outside", "inside", "around", "across", "off", "over", "along", "throughout", "within", "on", "above", "under",
		"beyond", "between", "amid", "by":
		return true, false
	case "to", "into", "toward", "towards", "from", "via", "through", "onto", "for":
		return false, true
	}
	return false, false
}

// dateline is true of a name that opens a report: "BOGOTÁ, Jan 8 —".
func dateline(doc *english.Doc, first, last int) bool {
	s := doc.Sents[doc.SentenceOf(first)]
	if first != int(s.First) || last >= doc.Len() || doc.End[last-1]-doc.Start[first] < 4 {
		return false
	}
	for i := doc.Start[first]; i < doc.End[last-1]; i++ {
		if c := doc.Text[i]; c >= 'a' && c <= 'z' {
			return false
		}
	}
	switch doc.Word(last) {
	case "(", ",", "-", "–", "—", ":":
		return true
	}
	return false
}
