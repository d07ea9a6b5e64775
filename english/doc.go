// Package english turns English text into tokens, sentences, tags, lemmas and
// dependency trees (Universal Dependencies v2).
//
// A [Doc] stores its tokens as columns; a [Sentence] and a [Token] are views on
// it and copy nothing. The text itself is never altered: every token knows its
// byte span in it.
package english

// Doc is one text with the analysis of it. Column i of every slice belongs to
// token i; all columns have the same length once [Parser.Parse] is done.
type Doc struct {
	Text string // the text, as it was given

	Start, End []int32  // half-open byte span of each token in Text
	Tag        []Tag    // Penn Treebank part of speech
	Pos        []Pos    // universal part of speech
	Lemma      []string // base form; lower case except for proper nouns
	Head       []int32  // index of the governing token in the Doc, -1 for a root
	Label      []Label  // relation to the head (UD v2, with subtypes)

	Sents []Span // token ranges of the sentences, in order, without gaps
}

// Span is a half-open range of tokens of a Doc.
type Span struct{ First, Last int32 }

// Len is the number of tokens.
func (d *Doc) Len() int { return len(d.Start) }

// Word is the text of token i.
func (d *Doc) Word(i int) string { return d.Text[d.Start[i]:d.End[i]] }

// Words is the text from the first byte of token i to the last of token j-1.
func (d *Doc) Words(i, j int) string {
	if i >= j {
		return ""
	}
	return d.Text[d.Start[i]:d.End[j-1]]
}

// SentenceOf is the index in Sents of the sentence that holds token i.
func (d *Doc) SentenceOf(i int) int {
	lo, hi := 0, len(d.Sents)
	for lo < hi {
		mid := (lo + hi) / 2
		if int(d.Sents[mid].Last) <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Sentence is a view on sentence k.
func (d *Doc) Sentence(k int) Sentence { return Sentence{d, k} }

// Token is a view on token i.
func (d *Doc) Token(i int) Token { return Token{d, i} }

// Sentence is a view on one sentence of a Doc.
type Sentence struct {
	Doc   *Doc
	Index int
}

// First and Last bound the tokens of the sentence: First <= i < Last.
func (s Sentence) First() int { return int(s.Doc.Sents[s.Index].First) }

// Last is one past the last token.
func (s Sentence) Last() int { return int(s.Doc.Sents[s.Index].Last) }

// Start and End are the byte span of the sentence in the text.
func (s Sentence) Start() int { return int(s.Doc.Start[s.First()]) }

// End is one past the last byte.
func (s Sentence) End() int { return int(s.Doc.End[s.Last()-1]) }

// Text is the sentence as it stands in the report.
func (s Sentence) Text() string { return s.Doc.Text[s.Start():s.End()] }

// Token is a view on one token of a Doc.
type Token struct {
	Doc *Doc
	I   int
}

// Text is the token as it stands in the report.
func (t Token) Text() string { return t.Doc.Word(t.I) }

// Lemma is the base form.
func (t Token) Lemma() string { return t.Doc.Lemma[t.I] }

// Head is the governing token; ok is false at a root.
func (t Token) Head() (head Token, ok bool) {
	h := t.Doc.Head[t.I]
	return Token{t.Doc, int(h)}, h >= 0
}
