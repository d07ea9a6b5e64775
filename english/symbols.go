package english

// Tag is a Penn Treebank part-of-speech tag, Pos a universal one and Label a
// dependency relation. All three are small indexes into the tables below; the
// names are the published ones.
type (
	Tag   uint8
	Pos   uint8
	Label uint8
)

// The universal parts of speech.
const (
	X Pos = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
)

var posNames = [...]string{"X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"}

func (p Pos) String() string { return posNames[p] }

// The Penn tags that code asks for by name; tagNames holds them all.
const (
	TagUnknown Tag = iota
	TagCC
	TagCD
	TagDT
	TagEX
	TagFW
	TagIN
	TagJJ
	TagJJR
	TagJJS
	TagLS
	TagMD
	TagNN
	TagNNP
	TagNNPS
	TagNNS
	TagPDT
	TagPOS
	TagPRP
	TagPRPPoss
	TagRB
	TagRBR
	TagRBS
	TagRP
	TagSYM
	TagTO
	TagUH
	TagVB
	TagVBD
	TagVBG
	TagVBN
	TagVBP
	TagVBZ
	TagWDT
	TagWP
	TagWPPoss
	TagWRB
	TagHYPH
	TagADD
	TagAFX
	TagGW
	TagNFP
	TagDollar
	TagComma
	TagPeriod
	TagColon
	TagOpenQuote
	TagCloseQuote
	TagLRB
	TagRRB
)

var tagNames = [...]string{"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "HYPH", "ADD", "AFX", "GW", "NFP", "$", ",", ".", ":", "``", "''", "-LRB-", "-RRB-"}

func (t Tag) String() string { return tagNames[t] }

// The relations of Universal Dependencies v2 as English treebanks use them.
const (
	Dep Label = iota
	Root
	ACL
	ACLRelcl
	Advcl
	AdvclRelcl
	Advmod
	Amod
	Appos
	Aux
	AuxPass
	Case
	CC
	CCPreconj
	Ccomp
	Compound
	CompoundPrt
	Conj
	Cop
	Csubj
	CsubjOuter
	CsubjPass
	Det
	DetPredet
	Discourse
	Dislocated
	Expl
	Fixed
	Flat
	Goeswith
	Iobj
	List
	Mark
	Nmod
	NmodDesc
	NmodPoss
	NmodUnmarked
	Nsubj
	NsubjOuter
	NsubjPass
	Nummod
	Obj
	Obl
	OblAgent
	OblUnmarked
	Orphan
	Parataxis
	Punct
	Reparandum
	Vocative
	Xcomp
)

var labelNames = [...]string{"dep", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"}

func (l Label) String() string { return labelNames[l] }

// How many of each there are.
const (
	NumPos   = len(posNames)
	NumTag   = len(tagNames)
	NumLabel = len(labelNames)
)
