package when

import "unicode/utf8"

// The scanner reads its own lexemes instead of tokens: dates are written in
// ways that no tokenizer cuts alike ("Oct-2", "3year", "1970's", "08/12,15").

type lexKind uint8

const (
	lexWord lexKind = iota
	lexNumber
	lexPunct
)

// lexeme is a run of letters, a run of digits or one other character.
type lexeme struct {
	at, end int32 // bytes in the text
	n       int32 // value of a number
	kind    lexKind
	digits  uint8
	glued   bool  // nothing stands between it and the lexeme before
	upper   bool  // begins with a capital
	c       byte  // the character of a lexPunct, '-' for any dash, '\'' for any apostrophe
	word    *word // what the word can mean here; never nil
}

// lex appends the lexemes of text[from:to] to dst.
func lex(dst []lexeme, text string, from, to int) []lexeme {
	var low [16]byte
	spaced := true
	for i := from; i < to; {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			spaced = true
			i++
			continue
		case isDigit(c):
			x := lexeme{at: int32(i), kind: lexNumber, glued: !spaced, word: &noWord}
			for i < to && isDigit(text[i]) {
				if x.digits < 9 {
					x.n = x.n*10 + int32(text[i]-'0')
				}
				x.digits = min(x.digits+1, 99)
				i++
			}
			x.end = int32(i)
			dst = append(dst, x)
		case isLetter(c):
			x := lexeme{at: int32(i), kind: lexWord, glued: !spaced, word: &noWord, upper: c >= 'A' && c <= 'Z'}
			k := 0
			for i < to && isLetter(text[i]) {
				if k < len(low) {
					low[k] = text[i] | 0x20
				}
				k++
				i++
			}
			if c >= 0x80 {
				x.upper = true // an accented capital or another script: never a word of dates
			} else if k <= len(low) {
				if w := words[string(low[:k])]; w != nil {
					x.word = w
				}
			}
			x.end = int32(i)
			dst = append(dst, x)
		default:
			r, size := utf8.DecodeRuneInString(text[i:to])
			if r == '\u00a0' || r == '\u202f' || r == '\u2009' {
				spaced = true
				i += size
				continue
			}
			x := lexeme{at: int32(i), end: int32(i + size), kind: lexPunct, glued: !spaced, c: c, word: &noWord}
			switch r {
			case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
				x.c = '-'
			case '\u2018', '\u2019':
				x.c = '\''
			}
			dst = append(dst, x)
			i += size
		}
		spaced = false
	}
	return dst
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isLetter is true of ASCII letters and of the bytes of accented ones; general
// punctuation (E2 80 xx) and the signs of Latin-1 (C2 xx) are no letters.
func isLetter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 && c != 0xe2 && c != 0xc2
}
