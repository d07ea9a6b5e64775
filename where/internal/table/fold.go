package table

import "unicode/utf8"

// Fold appends the form of a name under which it is looked up: lower case, no
// accents, no apostrophes or dots, one space for hyphens and spaces. ok is false
// for names in other scripts.
func Fold(dst []byte, name string) (folded []byte, ok bool) {
	begin := len(dst)
	gap := false
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			case c >= 'A' && c <= 'Z':
				c |= 0x20
			case c == '\'' || c == '.' || c == '`':
				continue
			default:
				gap = true
				continue
			}
			if gap && len(dst) > begin {
				dst = append(dst, ' ')
			}
			gap = false
			dst = append(dst, c)
			continue
		}
		r, size := utf8.DecodeRuneInString(name[i:])
		i += size
		var plain string
		switch {
		case r >= 0xc0 && r < 0x180:
			plain = latin[r-0xc0]
		case r == 0x218 || r == 0x219:
			plain = "s"
		case r == 0x21a || r == 0x21b:
			plain = "t"
		case r == 0x1a0 || r == 0x1a1:
			plain = "o"
		case r == 0x1af || r == 0x1b0:
			plain = "u"
		case r == 0x259 || r == 0x18f:
			plain = "a"
		case r >= 0x1e00 && r < 0x1f00:
			plain = vietnamese(r)
		case r == 0x2018 || r == 0x2019 || r >= 0x2b0 && r < 0x370: // apostrophes and marks
			continue
		case r == 0xa0 || r >= 0x2010 && r <= 0x2015:
			gap = true
			continue
		}
		if plain == "" {
			return dst[:begin], false
		}
		if gap && len(dst) > begin {
			dst = append(dst, ' ')
		}
		gap = false
		dst = append(dst, plain...)
	}
	return dst, true
}

// latin holds the plain letters of U+00C0 to U+017F.
var latin = func() (t [0x180 - 0xc0]string) {
	const plain = "aaaaaa*ceeeeiiiidnooooo ouuuuy**aaaaaa*ceeeeiiiidnooooo ouuuuy*y" +
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnn***oooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	for i := range t {
		if c := plain[i]; c != '*' && c != ' ' {
			t[i] = plain[i : i+1]
		}
	}
	for r, s := range map[rune]string{'Æ': "ae", 'æ': "ae", 'Þ': "th", 'þ': "th", 'ß': "ss", 'ĳ': "ij", 'Ĳ': "ij", 'ŉ': "n", 'ŋ': "n", 'Ŋ': "n", 'œ': "oe", 'Œ': "oe"} {
		t[r-0xc0] = s
	}
	return t
}()

// vietnamese is the plain letter of a letter with marks in U+1E00 to U+1EFF.
func vietnamese(r rune) string {
	switch {
	case r >= 0x1ea0 && r <= 0x1eb7:
		return "a"
	case r >= 0x1eb8 && r <= 0x1ec7:
		return "e"
	case r >= 0x1ec8 && r <= 0x1ecb:
		return "i"
	case r >= 0x1ecc && r <= 0x1ee3:
		return "o"
	case r >= 0x1ee4 && r <= 0x1ef1:
		return "u"
	case r >= 0x1ef2 && r <= 0x1ef9:
		return "y"
	case r == 0x1e0c || r == 0x1e0d || r == 0x1e0e || r == 0x1e0f:
		return "d"
	case r >= 0x1e24 && r <= 0x1e2b:
		return "h"
	case r >= 0x1e30 && r <= 0x1e35:
		return "k"
	case r >= 0x1e60 && r <= 0x1e69:
		return "s"
	case r >= 0x1e6a && r <= 0x1e71:
		return "t"
	case r >= 0x1e90 && r <= 0x1e95:
		return "z"
	}
	return ""
}
