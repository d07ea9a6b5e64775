package lexicon

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"demarche/plover"
)

// Load reads all *.classes and then all *.frames of fsys. Whatever is wrong is
// returned together, joined, each error with its file and line; the lexicon is
// nil then.
func Load(fsys fs.FS) (*Lexicon, error) {
	b := builder{
		lex: &Lexicon{
			Classes: map[string]*Class{},
			symbols: map[string]int32{},
			preps:   map[string]SlotID{},
			names:   slices.Clone(slotNames),
		},
		raw:  map[string]*rawClass{},
		seen: map[string]*Frame{},
	}
	for k := range b.lex.index {
		b.lex.index[k] = map[int32][]Entry{}
	}
	for _, step := range []struct {
		pattern string
		line    func(file string, n int, text string)
	}{{"*.classes", b.classLine}, {"*.frames", b.frameLine}} {
		names, err := fs.Glob(fsys, step.pattern)
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		sort.Strings(names)
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, fmt.Errorf("lexicon: %w", err)
			}
			b.lines(name, data, step.line)
		}
		if step.pattern == "*.classes" {
			b.resolveClasses()
		}
	}
	b.finish()
	if len(b.errs) > 0 {
		return nil, errors.Join(b.errs...)
	}
	return b.lex, nil
}

type builder struct {
	lex  *Lexicon
	raw  map[string]*rawClass
	last *rawClass
	seen map[string]*Frame
	errs []error
}

type rawClass struct {
	class *Class
	words []string
	state int // 0 new, 1 being resolved, 2 done
}

func (b *builder) fail(file string, line int, format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf("%s:%d: "+format, append([]any{file, line}, args...)...))
}

func (b *builder) lines(file string, data []byte, f func(string, int, string)) {
	b.last = nil
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	n := 0
	for sc.Scan() {
		n++
		text := sc.Text()
		if i := strings.IndexByte(text, '#'); i >= 0 {
			text = text[:i]
		}
		if strings.TrimSpace(text) != "" {
			f(file, n, text)
		}
	}
	if err := sc.Err(); err != nil {
		b.fail(file, n+1, "%v", err)
	}
}

func (b *builder) symbol(s string) int32 {
	id, ok := b.lex.symbols[s]
	if !ok {
		id = int32(len(b.lex.symbols))
		b.lex.symbols[s] = id
	}
	return id
}

func badWord(s string) bool {
	return s == "" || strings.ContainsAny(s, "=>|!:@() \t\"")
}

// word reads "lemma", "verb+particle" or "modifier/noun".
func (b *builder) word(s string) (Word, bool) {
	if head, part, ok := strings.Cut(s, "+"); ok {
		if badWord(head) || badWord(part) {
			return Word{}, false
		}
		return Word{b.symbol(head), b.symbol(part)}, true
	}
	if mod, head, ok := strings.Cut(s, "/"); ok {
		if badWord(head) || badWord(mod) {
			return Word{}, false
		}
		return Word{b.symbol(head), b.symbol(mod)}, true
	}
	if badWord(s) {
		return Word{}, false
	}
	return Word{b.symbol(s), -1}, true
}

func (b *builder) classLine(file string, n int, text string) {
	if text[0] == ' ' || text[0] == '\t' {
		if b.last == nil {
			b.fail(file, n, "indented line continues nothing")
			return
		}
	} else {
		name, rest, ok := strings.Cut(text, ":")
		if !ok || !strings.HasPrefix(name, "@") || badWord(name[1:]) {
			b.fail(file, n, "want \"@name: word, word …\"")
			return
		}
		name, text = name[1:], rest
		if old := b.raw[name]; old != nil {
			b.fail(file, n, "class @%s is already defined at %s:%d", name, old.class.File, old.class.Line)
			b.last = nil
			return
		}
		b.last = &rawClass{class: &Class{Name: name, File: file, Line: n}}
		b.raw[name] = b.last
	}
	for _, w := range strings.Split(text, ",") {
		w = strings.TrimSpace(w)
		if w == "" {
			continue
		}
		if !strings.HasPrefix(w, "@") {
			if _, ok := b.word(w); !ok {
				b.fail(file, n, "%q is no word, modifier/noun or verb+particle", w)
				continue
			}
		}
		if slices.Contains(b.last.words, w) {
			b.fail(file, n, "%q stands twice in @%s", w, b.last.class.Name)
			continue
		}
		b.last.words = append(b.last.words, w)
	}
}

func (b *builder) resolveClasses() {
	names := make([]string, 0, len(b.raw))
	for name := range b.raw {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		b.resolve(b.raw[name])
	}
}

func (b *builder) resolve(r *rawClass) {
	c := r.class
	switch r.state {
	case 1:
		b.fail(c.File, c.Line, "class @%s contains itself", c.Name)
		return
	case 2:
		return
	}
	r.state = 1
	for _, w := range r.words {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			other := b.raw[name]
			if other == nil {
				b.fail(c.File, c.Line, "unknown class @%s in @%s", name, c.Name)
				continue
			}
			b.resolve(other)
			for i, word := range other.class.plain {
				for bit := range 64 {
					if word&(1<<bit) != 0 {
						c.plain.set(int32(i*64 + bit))
					}
				}
			}
			c.with = append(c.with, other.class.with...)
			c.words = append(c.words, other.class.words...)
			continue
		}
		word, _ := b.word(w)
		if word.With < 0 {
			c.plain.set(word.Lemma)
		} else {
			c.with = append(c.with, word)
		}
		c.words = append(c.words, w)
	}
	if len(c.words) == 0 {
		b.fail(c.File, c.Line, "class @%s is empty", c.Name)
	}
	b.lex.Classes[c.Name] = c
	r.state = 2
}

func (b *builder) frameLine(file string, n int, text string) {
	left, right, ok := cutLast(text, " :")
	if !ok {
		b.fail(file, n, "want \"PREDICATE SLOT… : TYPE\"")
		return
	}
	fields := strings.Fields(left)
	if len(fields) == 0 {
		b.fail(file, n, "no predicate")
		return
	}
	f := &Frame{File: file, Line: n, Text: strings.Join(strings.Fields(text), " ")}
	words, ok := b.predicate(f, fields[0])
	if !ok {
		return
	}
	for _, field := range fields[1:] {
		s, err := b.slot(field)
		if err != nil {
			b.fail(file, n, "slot %q: %v", field, err)
			return
		}
		f.Slots = append(f.Slots, s)
	}
	if err := result(f, strings.TrimSpace(right)); err != nil {
		b.fail(file, n, "%v", err)
		return
	}
	for _, s := range f.Slots {
		f.weight += s.weight()
	}
	b.lex.Frames = append(b.lex.Frames, f)
	b.enter(f, words, strings.Join(requirements(fields[1:]), " "))
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func (b *builder) predicate(f *Frame, field string) ([]Word, bool) {
	kind, list, ok := strings.Cut(field, ":")
	switch {
	case ok && kind == "v":
		f.Kind = Verb
	case ok && kind == "n":
		f.Kind = Noun
	case ok && kind == "a":
		f.Kind = Adj
	default:
		b.fail(f.File, f.Line, "predicate %q: want v:…, n:… or a:…", field)
		return nil, false
	}
	var words []Word
	for _, w := range strings.Split(list, ",") {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			c := b.lex.Classes[name]
			if c == nil {
				b.fail(f.File, f.Line, "unknown class @%s", name)
				return nil, false
			}
			for _, m := range c.words {
				word, _ := b.word(m)
				words = append(words, word)
			}
			continue
		}
		word, ok := b.word(w)
		if !ok {
			b.fail(f.File, f.Line, "predicate %q: %q is no word", field, w)
			return nil, false
		}
		words = append(words, word)
	}
	return words, true
}

// enter files the frame under its words and refuses one that can never be
// reached because another asks for just the same.
func (b *builder) enter(f *Frame, words []Word, asks string) {
	direct := 2 // a word written out outweighs a member of a class
	for _, w := range words {
		key := fmt.Sprint(f.Kind, w, asks)
		if old := b.seen[key]; old != nil {
			if old != f {
				b.fail(f.File, f.Line, "never reached for %q: %s:%d asks for the same (%s)", b.spell(w), old.File, old.Line, old.Text)
			}
			continue
		}
		b.seen[key] = f
		b.lex.index[f.Kind][w.Lemma] = append(b.lex.index[f.Kind][w.Lemma], Entry{f, w.With})
	}
	if len(words) == 1 {
		f.weight += direct
	}
}

func (b *builder) spell(w Word) string {
	var lemma, with string
	for s, id := range b.lex.symbols {
		if id == w.Lemma {
			lemma = s
		}
		if id == w.With {
			with = s
		}
	}
	if with == "" {
		return lemma
	}
	return lemma + "+" + with
}

// requirements are the slots' conditions without their roles, in one order.
func requirements(fields []string) []string {
	var out []string
	for _, f := range fields {
		f, _, _ = strings.Cut(f, ">")
		if strings.ContainsAny(f, "=+!") {
			out = append(out, f)
		}
	}
	sort.Strings(out)
	return out
}

func (b *builder) slot(field string) (Slot, error) {
	var s Slot
	rest := field
	if name, ok := strings.CutPrefix(rest, "!"); ok {
		s.Empty, rest = true, name
	}
	end := strings.IndexAny(rest, "=!>+")
	if end < 0 {
		end = len(rest)
	}
	for _, name := range strings.Split(rest[:end], "|") {
		if badWord(name) {
			return s, fmt.Errorf("%q is no slot", name)
		}
		s.Names = append(s.Names, b.slotID(name))
	}
	rest = rest[end:]
	for rest != "" {
		next := func(from int) string { // a "+" in a filler belongs to its word: "=call+off"
			if i := strings.IndexAny(rest[from:], "=!>"); i >= 0 {
				cut := rest[from : from+i]
				rest = rest[from+i:]
				return cut
			}
			cut := rest[from:]
			rest = ""
			return cut
		}
		var err error
		switch {
		case strings.HasPrefix(rest, "!="):
			s.Forbid, err = b.fillers(next(2))
		case rest[0] == '=':
			s.Required = true
			s.Fill, err = b.fillers(next(1))
		case rest[0] == '+':
			s.Required, rest = true, rest[1:]
		case rest[0] == '>':
			switch role := next(1); role {
			case "a":
				s.Role = Actor
			case "r":
				s.Role = Recipient
			case "b":
				s.Role = Both
			case "x":
				s.Role = Content
			default:
				err = fmt.Errorf("unknown role %q: want a, r, b or x", role)
			}
		default:
			err = fmt.Errorf("what is %q?", rest)
			rest = ""
		}
		if err != nil {
			return s, err
		}
	}
	if s.Empty && (s.Required || s.Role != NoRole || s.Forbid != nil) {
		return s, errors.New("a slot that must be empty can have neither filler nor role")
	}
	return s, nil
}

func (b *builder) slotID(name string) SlotID {
	if i := slices.Index(slotNames, name); i >= 0 {
		return SlotID(i)
	}
	id, ok := b.lex.preps[name]
	if !ok {
		id = SlotID(len(b.lex.names))
		b.lex.preps[name] = id
		b.lex.names = append(b.lex.names, name)
	}
	return id
}

func (b *builder) fillers(list string) ([]Filler, error) {
	var out []Filler
	for _, w := range strings.Split(list, ",") {
		f := Filler{Word: Word{-1, -1}}
		switch {
		case strings.HasPrefix(w, "@"):
			if f.Class = b.lex.Classes[w[1:]]; f.Class == nil {
				return nil, fmt.Errorf("unknown class %s", w)
			}
		case w != "" && w == strings.ToUpper(w) && w[0] >= 'A' && w[0] <= 'Z':
			if k, ok := builtins[w]; ok {
				f.Kind = k
			} else if plover.Type(w).Valid() {
				f.Type = plover.Type(w)
			} else {
				return nil, fmt.Errorf("%s is neither a built-in kind nor an event type", w)
			}
		default:
			word, ok := b.word(w)
			if !ok {
				return nil, fmt.Errorf("%q is no word", w)
			}
			f.Word = word
		}
		out = append(out, f)
	}
	return out, nil
}

// weight is what a slot's requirements count for. That a subject is somebody
// says little.
func (s *Slot) weight() int {
	w := 0
	if s.Empty {
		w++
	}
	if len(s.Forbid) > 0 {
		w++
	}
	if !s.Required {
		return w
	}
	if len(s.Fill) == 0 {
		return w + s.vague(3)
	}
	best := 8
	for _, f := range s.Fill {
		switch {
		case f.Class != nil:
			best = min(best, 7)
		case f.Type != "":
			best = min(best, 6)
		case f.Kind != NoBuiltin:
			best = min(best, s.vague(4))
		}
	}
	return w + best
}

func (s *Slot) vague(w int) int {
	if s.Names[0] == Subj {
		return 1
	}
	return w
}

func result(f *Frame, s string) error {
	if e, ok := map[string]Effect{"-": Nothing, "~negated": Negated, "~future": Future, "~hypothetical": Hypothetical, "~actual": Factual}[s]; ok {
		f.Effect = e
		return nil
	}
	t, mode, dotted := strings.Cut(s, ".")
	f.Type = plover.Type(t)
	if !f.Type.Valid() {
		return fmt.Errorf("unknown type %q", t)
	}
	switch {
	case mode == "*":
		f.Deduce = true
	case dotted:
		f.Mode = plover.Mode(mode)
		if !f.Type.HasMode(f.Mode) {
			return fmt.Errorf("type %s has no mode %q", t, mode)
		}
	}
	return nil
}

func (b *builder) finish() {
	for k := range b.lex.index {
		for _, entries := range b.lex.index[k] {
			sort.SliceStable(entries, func(i, j int) bool { return entries[i].weigh() > entries[j].weigh() })
		}
	}
}

// weigh adds what a particle or modifier is worth: it is a requirement too.
func (e Entry) weigh() int {
	if e.With >= 0 {
		return e.Frame.weight + 8
	}
	return e.Frame.weight
}
