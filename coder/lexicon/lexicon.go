// Package lexicon holds the frames: what an act is called, as data. See
// README.md for the language of its files.
package lexicon

import (
	"embed"
	"io/fs"
	"sync"

	"demarche/plover"
)

//go:embed *.classes *.frames
var files embed.FS

// Embedded reads the lexicon that is built into the program, once.
var Embedded = sync.OnceValues(func() (*Lexicon, error) { return Load(files) })

// Files is the source of the embedded lexicon.
func Files() fs.FS { return files }

// Kind is the part of speech of a predicate.
type Kind uint8

// The kinds of predicate.
const (
	Verb Kind = iota
	Noun
	Adj
)

// Role is what a slot's party is to the event.
type Role uint8

// The roles.
const (
	NoRole Role = iota
	Actor
	Recipient
	Both
	Content
)

// SlotID is a slot of a predicate: one of the constants or a preposition.
type SlotID int32

// The slots that are no prepositions.
const (
	Subj SlotID = iota
	Obj
	Iobj
	Comp
	Poss
	Mod
	Vs
	firstPrep
)

var slotNames = []string{"subj", "obj", "iobj", "comp", "poss", "mod", "vs"}

// Builtin is a kind of filler that the program knows of itself.
type Builtin uint8

// The built-in kinds of filler.
const (
	NoBuiltin Builtin = iota
	AnyParty
	State
	Person
	Body
	Force
	Civil
	Place
)

var builtins = map[string]Builtin{
	"PARTY": AnyParty, "STATE": State, "PERSON": Person, "BODY": Body,
	"FORCE": Force, "CIVIL": Civil, "PLACE": Place,
}

// Word is a lemma with, for a verb, its particle and, for a noun, a modifier.
// Both are symbols of the lexicon; With is -1 when there is none.
type Word struct{ Lemma, With int32 }

// Filler is one thing that may fill a slot; just one of its fields is set.
type Filler struct {
	Word  Word // Lemma -1 when the filler is no word
	Class *Class
	Kind  Builtin
	Type  plover.Type
}

// Slot is what a frame asks of a slot and makes of it.
type Slot struct {
	Names    []SlotID // alternatives, in order
	Fill     []Filler // one of these must stand there
	Forbid   []Filler // none of these may
	Required bool
	Empty    bool
	Role     Role
}

// Effect is what a frame without an event of its own does to its content.
type Effect uint8

// The effects.
const (
	NoEffect     Effect = iota
	Nothing             // "-": no event here
	Negated             // "~negated"
	Future              // "~future"
	Hypothetical        // "~hypothetical"
	Factual             // "~actual"
)

// Frame is one line of a frames file.
type Frame struct {
	File string
	Line int
	Text string // the line as written, without comment

	Kind   Kind
	Slots  []Slot
	Type   plover.Type // "" for effects
	Mode   plover.Mode
	Deduce bool // ".*": the mode follows from the content
	Effect Effect

	weight int
}

// Weight orders frames that fit the same words: the heavier wins.
func (f *Frame) Weight() int { return f.weight }

// Entry is a frame as found under one of its words.
type Entry struct {
	Frame *Frame
	With  int32 // the particle or modifier asked for, -1 for none
}

// Class is a set of words.
type Class struct {
	Name string
	File string
	Line int

	plain bitset
	with  []Word
	words []string
}

// Has tells whether the class holds the lemma by itself.
func (c *Class) Has(lemma int32) bool { return c.plain.has(lemma) }

// With lists the members that ask for a modifier or particle.
func (c *Class) With() []Word { return c.with }

// Words are the members as written, those of included classes too.
func (c *Class) Words() []string { return c.words }

// Lexicon is the whole, ready for look-up. It never changes once loaded.
type Lexicon struct {
	Frames  []*Frame
	Classes map[string]*Class

	symbols map[string]int32
	preps   map[string]SlotID
	names   []string // of slots
	index   [3]map[int32][]Entry
}

// Symbols is how many symbols there are; they are numbered from 0.
func (l *Lexicon) Symbols() int { return len(l.symbols) }

// Symbol is the number of a lemma; ok is false for one that no frame or class speaks of.
func (l *Lexicon) Symbol(lemma string) (id int32, ok bool) {
	id, ok = l.symbols[lemma]
	return id, ok
}

// Prep is the slot of a preposition that some frame uses.
func (l *Lexicon) Prep(word string) (SlotID, bool) {
	id, ok := l.preps[word]
	return id, ok
}

// SlotName is the name of a slot as the files write it.
func (l *Lexicon) SlotName(id SlotID) string { return l.names[id] }

// Entries lists the frames of a predicate, the heaviest first.
func (l *Lexicon) Entries(k Kind, lemma int32) []Entry { return l.index[k][lemma] }

// Class finds a class by name, without "@". It is nil when there is none.
func (l *Lexicon) Class(name string) *Class { return l.Classes[name] }

type bitset []uint64

func (b bitset) has(i int32) bool {
	return i >= 0 && int(i>>6) < len(b) && b[i>>6]&(1<<(uint(i)&63)) != 0
}

func (b *bitset) set(i int32) {
	for int(i>>6) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[i>>6] |= 1 << (uint(i) & 63)
}
