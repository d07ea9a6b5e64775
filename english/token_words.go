package english

// abbreviation is how a word behaves before a full stop.
type abbreviation uint8

const (
	notShort     abbreviation = iota
	title                     // a name follows: "Gen."; ends no sentence
	always                    // takes the stop wherever it stands
	mayEnd                    // takes the stop unless the sentence ends there: "Inc."
	enumeration               // the same, and a capital after it starts a sentence: "etc."
	beforeNumber              // short only before a number: "No. 10"
	dateName                  // short before a number or comma, else a word: "Sun."
)

var abbreviations = map[string]abbreviation{}

func init() {
	add := func(a abbreviation, words ...string) {
		for _, w := range words {
			abbreviations[w] = a
		}
	}
	add(title, "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Cdr",
		"Adm", "Sgt", "Cpl", "Pvt", "Pfc", "Spc", "Brig", "Gov", "Govs", "Sen", "Sens", "Rep", "Reps", "Rev", "Hon",
		"Amb", "Pres", "Supt", "Messrs", "Mlle", "Mme", "St", "Ste", "Ft", "Mt", "Msgr", "Atty", "Secy", "Fr",
		"GEN", "LT", "PVT", "Sts", "COL", "MAJ", "CAPT", "DR", "MR", "MRS", "Sec", "Vice-Adm", "Det", "Insp", "Ald", "Assoc", "Asst")
	add(always, "vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "approx", "ca", "cf", "viz", "Attn", "esp",
		"Dept", "dept", "Gov't", "gov't", "Ass't", "incl", "Intl", "Int'l", "Nat'l", "Natl", "Assn", "Mfg", "eg", "ie")
	add(mayEnd, "Inc", "Co", "Corp", "Ltd", "Jr", "Sr", "Bros", "LTD", "INC", "CORP", "al", "Ave", "Blvd", "Rd", "Esq",
		"Ala", "Ariz", "Cal", "Calif", "Colo", "Conn", "Fla", "Ga", "Ky", "La", "Md", "Mich", "Minn", "Mo", "Neb", "Nev",
		"Okla", "Pa", "Tenn", "Va", "Vt", "Wis", "Wyo", "Que", "Ont", "Univ", "ft", "lb", "lbs", "oz", "hrs", "mins", "yrs", "ext", "Hwy")
	add(enumeration, "etc")
	add(beforeNumber, "No", "Nos", "no", "nos", "p", "pp", "Art", "art", "Fig", "fig", "Figs", "sec", "Vol", "vol", "Ch", "ch",
		"para", "Para", "paras", "c", "Res", "Op", "ver", "v")
	add(dateName, "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun", "Mar", "Apr", "Jun", "Jul", "Ill",
		"Ind", "Mass", "Miss", "Wash", "Ore", "Ark", "Del", "Kan", "Tex", "Mont")
}

func abbreviationOf(word string) abbreviation {
	if len(word) > 8 {
		return notShort
	}
	return abbreviations[word]
}

// fusedWords are written as one and analysed as more: the lengths of all parts
// but the last.
var fusedWords = map[string][2]uint8{
	"cannot": {3}, "gonna": {3}, "gotta": {3}, "wanna": {3}, "gimme": {3}, "lemme": {3}, "dunno": {2, 1}, "outta": {3},
	"dont": {2}, "didnt": {3}, "doesnt": {4}, "couldnt": {5}, "wouldnt": {5}, "isnt": {2}, "wasnt": {3}, "arent": {3},
	"havent": {4}, "hasnt": {3}, "aint": {2}, "youre": {3}, "theyre": {4}, "thats": {4}, "im": {1}, "ive": {1}, "alot": {1}, "cant": {2},
}

// fusedEnds has a bit for every last letter that a fused word of some length
// has, so that few other words are looked up.
var fusedEnds = func() (ends [8]uint32) {
	for w := range fusedWords {
		ends[len(w)] |= 1 << (w[len(w)-1] & 0x1f)
	}
	return ends
}()

// numberUnits are split from the number they are written onto.
var numberUnits = setOf("mm", "cm", "m", "km", "kg", "g", "mg", "k", "K", "M", "B", "bn", "mn", "tn", "am", "pm", "AM", "PM",
	"a.m.", "p.m.", "A.M.", "P.M.", "ft", "lb", "lbs", "oz", "mph", "kph", "hr", "hrs", "min", "h", "GB", "MB", "KB", "TB",
	"MW", "GW", "kW", "kt", "Hz", "kHz", "MHz", "GHz", "C", "F", "in", "yrs", "GMT", "gb", "mb", "p", "pc", "x", "nm")

// topDomains end the name of a host or, lower down, of a file.
var topDomains = setOf("com", "org", "net", "gov", "edu", "mil", "int", "info", "biz", "uk", "us", "de", "fr", "ru", "cn", "co", "ca",
	"au", "eu", "tv", "io", "me", "news", "ua", "ir", "il", "jp", "in",
	"doc", "docx", "xls", "xlsx", "pdf", "html", "htm", "txt", "zip", "jpg", "png", "ppt", "exe", "php", "asp", "url", "csv")

// keptPrefixes stay in one token with the word after their hyphen; every other
// hyphen between words is a token.
var keptPrefixes = setOf("non", "e", "mid", "anti", "re", "pre", "pro", "co", "cross", "post", "multi", "ex", "sub", "counter",
	"semi", "neo", "mini", "inter", "intra", "micro", "over", "mis", "socio", "psycho", "ultra", "quasi", "pseudo", "hyper", "trans",
	"bi", "tri", "un", "de", "extra", "infra", "bio", "geo", "electro", "agro", "eco", "arch", "under", "meta", "proto", "crypto")

// keptSuffixes are the like at the end of a word.
var keptSuffixes = setOf("esque", "wise", "ish")

// sentenceStarters often start a sentence, and seldom go on with a name that an
// abbreviation began ("in the U.S. The", against "in the U.S. Senate").
var sentenceStarters = setOf("The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "You", "I",
	"His", "Her", "Its", "Their", "Our", "My", "Your", "In", "On", "At", "By", "For", "From", "With", "After", "Before",
	"During", "Since", "While", "When", "Where", "What", "Who", "Why", "How", "If", "As", "But", "And", "Or", "Yet", "So",
	"However", "Although", "Though", "Because", "Despite", "There", "Here", "Now", "Then", "Also", "Meanwhile", "Earlier",
	"Later", "Last", "Some", "Many", "Most", "Several", "All", "Both", "Each", "Every", "No", "Not", "One", "Two", "Three",
	"Under", "Over", "To", "Of", "Once", "Other", "Another", "Such", "According", "Moreover", "Nevertheless", "Instead",
	"Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have", "Had", "Can", "Could", "Will", "Would", "Should",
	"Asked", "Speaking", "Until", "Among", "Against", "Between", "Through", "Without", "Within", "Around", "About",
	"Nobody", "Nothing", "Neither", "Everyone", "Perhaps", "Maybe", "Only", "Even", "Just", "Please", "Thanks", "Yes", "Officials", "Police", "Critics", "Experts", "Let")

func isStarter(word string) bool { return len(word) <= 12 && sentenceStarters[word] }

// bareElisions follow an apostrophe that stands for the letters left out.
var bareElisions = setOf("em", "til", "tis", "twas", "cause", "bout", "n", "s", "re", "ve", "ll", "d", "m")

// speechVerbs show that a capital after a closing quotation mark goes on with
// the sentence of the quotation: "Never!" Petro said.
var speechVerbs = setOf("said", "says", "asked", "asks", "told", "wrote", "writes", "added", "adds", "replied", "cried", "shouted", "tweeted",
	"declared", "warned", "insisted", "exclaimed", "responded", "posted", "stated", "argued")

func setOf(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
