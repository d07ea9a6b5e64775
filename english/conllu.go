package english

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ReadTreebank reads a file in CoNLL-U, gzipped when its name ends in .gz.
// Errors name the file and the line.
func ReadTreebank(name string) ([]*Doc, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading a treebank: %w", err)
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("reading a treebank: %s: %w", name, err)
		}
		r = z
	}
	docs, err := ReadCoNLLU(r)
	if err != nil {
		return nil, fmt.Errorf("reading a treebank: %s: %w", name, err)
	}
	return docs, nil
}

// ReadCoNLLU reads a treebank in CoNLL-U (universaldependencies.org/format):
// one Doc for each "# newdoc", or a single one where there is none, all columns
// filled with the gold analysis.
//
// The text is put together from the words: SpaceAfter=No joins two words, a new
// sentence follows after a space and a new paragraph after an empty line. A
// word of a multiword token gets its part of the surface. Empty nodes are
// skipped. A label or tag that this package has no name for becomes its base
// label, else [Dep], [X] or [TagUnknown]. A lemma is kept as it stands, so it
// is "_" where the treebank gives none. Errors name the line.
func ReadCoNLLU(r io.Reader) ([]*Doc, error) {
	rd := treebankReader{strings: make(map[string]string)}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 1<<16), 1<<24)
	for in.Scan() {
		rd.line++
		if err := rd.read(in.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", rd.line, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", rd.line+1, err)
	}
	if err := rd.endSentence(); err != nil {
		return nil, fmt.Errorf("line %d: %w", rd.line, err)
	}
	rd.endDoc()
	return rd.docs, nil
}

// treebankReader holds what is known so far of the doc being read.
type treebankReader struct {
	docs    []*Doc
	doc     Doc
	text    strings.Builder
	line    int
	strings map[string]string // lemmas, each kept once

	first     int  // token of doc where the sentence being read starts
	newPar    bool // the next sentence starts a paragraph
	spaceOpen bool // a space stands before the next word

	// The multiword token being read: its surface, its words, where it starts.
	surface    string
	rangeFirst int
	rangeLast  int // ID of its last word, 0 outside
	rangeSpace bool
	forms      []string
}

func (rd *treebankReader) read(line string) error {
	line = strings.TrimSuffix(line, "\r")
	switch {
	case line == "":
		return rd.endSentence()
	case line[0] == '#':
		comment := strings.TrimSpace(line[1:])
		switch {
		case isComment(comment, "newdoc"):
			if err := rd.endSentence(); err != nil {
				return err
			}
			rd.endDoc()
		case isComment(comment, "newpar"):
			rd.newPar = true
		}
		return nil
	}
	var cols [10]string
	rest := line
	for i := range cols {
		col, after, found := strings.Cut(rest, "\t")
		if found == (i == len(cols)-1) {
			return fmt.Errorf("want 10 columns separated by tabs, got %d", strings.Count(line, "\t")+1)
		}
		cols[i], rest = col, after
	}
	return rd.word(&cols)
}

// isComment tells whether a comment is of the kind, with or without a value.
func isComment(comment, kind string) bool {
	rest, ok := strings.CutPrefix(comment, kind)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '=')
}

// word reads a line of ten columns.
func (rd *treebankReader) word(cols *[10]string) error {
	id, form := cols[0], cols[1]
	if strings.Contains(id, ".") {
		return nil
	}
	if form == "" {
		return errors.New("empty form")
	}
	space := !hasFeature(cols[9], "SpaceAfter=No")
	want := len(rd.doc.Head) - rd.first + 1
	if from, to, ok := strings.Cut(id, "-"); ok {
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || a != want || b < a || rd.rangeLast > 0 {
			return fmt.Errorf("multiword token %q out of order", id)
		}
		if utf8.RuneCountInString(form) < b-a+1 {
			return fmt.Errorf("multiword token %q has no room for %d words", form, b-a+1)
		}
		rd.surface, rd.rangeFirst, rd.rangeLast, rd.rangeSpace = form, len(rd.doc.Head), b, space
		rd.forms = rd.forms[:0]
		return nil
	}
	if n, err := strconv.Atoi(id); err != nil || n != want {
		return fmt.Errorf("word %q out of order, want %d", id, want)
	}
	head, err := strconv.Atoi(cols[6])
	if err != nil || head < 0 {
		return fmt.Errorf("head %q is not a number", cols[6])
	}
	d := &rd.doc
	d.Head = append(d.Head, int32(head)) // counted from 1 within the sentence until it ends
	d.Tag = append(d.Tag, tagOf(cols[4]))
	d.Pos = append(d.Pos, posOf(cols[3]))
	d.Label = append(d.Label, labelOf(cols[7]))
	lemma, ok := rd.strings[cols[2]]
	if !ok {
		lemma = strings.Clone(cols[2])
		rd.strings[lemma] = lemma
	}
	d.Lemma = append(d.Lemma, lemma)

	if rd.rangeLast == 0 {
		rd.place(form)
		rd.spaceOpen = space
		return nil
	}
	rd.forms = append(rd.forms, strings.Clone(form))
	if want == rd.rangeLast {
		rd.placeRange()
	}
	return nil
}

// place appends a surface to the text, as one token.
func (rd *treebankReader) place(form string) {
	start := rd.open()
	rd.text.WriteString(form)
	rd.doc.Start = append(rd.doc.Start, int32(start))
	rd.doc.End = append(rd.doc.End, int32(rd.text.Len()))
}

// open writes what stands between the last word and the next, and returns
// where the next one starts.
func (rd *treebankReader) open() int {
	switch {
	case rd.text.Len() == 0:
	case rd.newPar:
		rd.text.WriteString("\n\n")
	case rd.spaceOpen:
		rd.text.WriteByte(' ')
	}
	rd.newPar = false
	return rd.text.Len()
}

// placeRange gives the words of a multiword token their parts of its surface:
// each word its own length in runes, as far as every later word keeps at least
// one rune, the last word all that is left.
func (rd *treebankReader) placeRange() {
	start := rd.open()
	rd.text.WriteString(rd.surface)
	left := rd.surface
	for i, form := range rd.forms {
		n := len(left)
		if later := len(rd.forms) - 1 - i; later > 0 {
			runes := max(1, min(utf8.RuneCountInString(form), utf8.RuneCountInString(left)-later))
			n = 0
			for range runes {
				_, size := utf8.DecodeRuneInString(left[n:])
				n += size
			}
		}
		rd.doc.Start = append(rd.doc.Start, int32(start))
		rd.doc.End = append(rd.doc.End, int32(start+n))
		start += n
		left = left[n:]
	}
	rd.spaceOpen = rd.rangeSpace
	rd.rangeLast = 0
}

func (rd *treebankReader) endSentence() error {
	d := &rd.doc
	if rd.first == len(d.Head) {
		return nil
	}
	if rd.rangeLast > 0 {
		return fmt.Errorf("multiword token %q lacks words", rd.surface)
	}
	if rd.text.Len() > math.MaxInt32 {
		return errors.New("a document of over 2 GiB")
	}
	n := len(d.Head) - rd.first
	for i := rd.first; i < len(d.Head); i++ {
		h := int(d.Head[i])
		if h > n {
			return fmt.Errorf("head %d in a sentence of %d words", h, n)
		}
		d.Head[i] = int32(rd.first + h - 1)
		if h == 0 {
			d.Head[i] = -1
		}
	}
	d.Sents = append(d.Sents, Span{int32(rd.first), int32(len(d.Head))})
	rd.first = len(d.Head)
	return nil
}

func (rd *treebankReader) endDoc() {
	if rd.first > 0 {
		d := rd.doc
		d.Text = rd.text.String()
		rd.docs = append(rd.docs, &d)
	}
	rd.doc, rd.first, rd.newPar, rd.spaceOpen = Doc{}, 0, false, false
	rd.text = strings.Builder{}
}

func hasFeature(misc, feature string) bool {
	for misc != "" {
		f, rest, _ := strings.Cut(misc, "|")
		if f == feature {
			return true
		}
		misc = rest
	}
	return false
}

var (
	tagByName   = indexNames[Tag](tagNames[:])
	posByName   = indexNames[Pos](posNames[:])
	labelByName = indexNames[Label](labelNames[:])
)

func indexNames[T ~uint8](names []string) map[string]T {
	m := make(map[string]T, len(names))
	for i, n := range names {
		m[n] = T(i)
	}
	return m
}

func tagOf(name string) Tag { return tagByName[name] }

func posOf(name string) Pos { return posByName[name] }

func labelOf(name string) Label {
	if l, ok := labelByName[name]; ok {
		return l
	}
	base, _, _ := strings.Cut(name, ":")
	return labelByName[base]
}
