package who

import "unicode/utf8"

// Base letters, one for each code point, a space where there is none. They are
// read off the canonical decompositions of Unicode; letters that have none (ø,
// ł, ı, ...) have their usual plain one.
const (
	baseLatin = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty" +
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllll " +
		" llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" +
		"                                oo             uu               " +
		"             aaiioouuuuuuuuuu aaaa    ggkkoooo  j   gg  nnaa    " +
		"aaaaeeeeiiiioooorrrruuuusstt  hh      aaeeooooooooyy            " +
		"                " // U+00C0 to U+024F
	baseAdditional = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
		"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
		"wwwwwwwwwwxxxxyyzzzzzzhtwy      aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
		"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      " // U+1E00 to U+1EFF
)

// What a code point is matched as, where it is no letter or digit.
const (
	separates = iota
	passedOver
	apostrophe
)

// plain is baseOf for ASCII, with the apostrophes told apart.
var plain = func() (t [utf8.RuneSelf]byte) {
	for c := range rune(utf8.RuneSelf) {
		t[c] = baseOf(c)
		if isApostrophe(c) {
			t[c] = apostrophe
		}
	}
	return t
}()

// baseOf is the plain lower-case letter or digit that a code point is matched
// as, or separates or passedOver.
func baseOf(c rune) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return byte(c)
	case 'A' <= c && c <= 'Z':
		return byte(c) + 'a' - 'A'
	case c == '.':
		return passedOver
	case c < utf8.RuneSelf:
		return separates
	case 0xC0 <= c && c <= 0x24F:
		return letter(baseLatin[c-0xC0])
	case 0x1E00 <= c && c <= 0x1EFF:
		return letter(baseAdditional[c-0x1E00])
	case 0x300 <= c && c <= 0x36F, c == 0xAD:
		return passedOver
	}
	return separates
}

func letter(b byte) byte {
	if b == ' ' {
		return separates
	}
	return b
}

// isApostrophe tells the marks that stand within a word and are passed over:
// apostrophes and the letters that transliterate ayn, hamza and okina.
func isApostrophe(c rune) bool {
	switch c {
	case '\'', '’', '‘', '`', '´', 'ʻ', 'ʼ', 'ʾ', 'ʿ':
		return true
	}
	return false
}

// Words are hashed by FNV-1a (Fowler, Noll, Vo), 64 bits.
const fnvOffset, fnvPrime = 14695981039346656037, 1099511628211

// piece is the first word of s at or after i, as a hash of its base letters.
// Words end at hyphens and before a possessive 's; first and end bound it, and
// first is len(s) when there is none.
func piece(s string, i int) (hash uint64, first, end int) {
	hash, first = fnvOffset, len(s)
	for i < len(s) {
		b, size := byte(apostrophe), 1
		if c := s[i]; c < utf8.RuneSelf {
			b = plain[c]
		} else {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); !isApostrophe(r) {
				b = baseOf(r)
			}
		}
		switch {
		case b > apostrophe:
			if first == len(s) {
				first = i
			}
			hash = (hash ^ uint64(b)) * fnvPrime
		case b == separates && first < len(s), b == apostrophe && first < len(s) && possessive(s[i+size:]):
			return hash, first, i
		}
		i += size
	}
	return hash, first, len(s)
}

// possessive tells whether what follows an apostrophe is an s that ends a word.
func possessive(s string) bool {
	if s == "" || s[0] != 's' && s[0] != 'S' {
		return false
	}
	c, _ := utf8.DecodeRuneInString(s[1:])
	return len(s) == 1 || baseOf(c) <= passedOver
}

// nameKey stands for a name in all its spellings: a hash of its words.
type nameKey uint64

// keyOf is the key of a name, 0 for one without letters.
func keyOf(name string) nameKey {
	var key uint64
	for i := 0; i < len(name); {
		hash, first, end := piece(name, i)
		if first == len(name) {
			break
		}
		key = key*fnvPrime ^ hash
		i = end
	}
	return nameKey(key)
}

// Fold is a name in a form in which its spellings meet: base letters in lower
// case, words divided by single spaces, marks and periods left out.
func Fold(name string) string {
	key := make([]byte, 0, len(name))
	for i := 0; i < len(name); {
		_, first, end := piece(name, i)
		if first == len(name) {
			break
		}
		if len(key) > 0 {
			key = append(key, ' ')
		}
		for _, c := range name[first:end] {
			if b := baseOf(c); b > passedOver {
				key = append(key, b)
			}
		}
		i = end
	}
	return string(key)
}
