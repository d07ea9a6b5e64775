package report

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"
)

// ErrLanguage is the fault of a report that is not in English. Errors that wrap
// it are of type [LanguageError].
var ErrLanguage = errors.New("is not in English")

// LanguageError tells which report is not in English, and in what language it
// seems to be.
type LanguageError struct {
	Source   string // where the report was read
	Language string // ISO 639-1 code, or 639-3 where there is none
}

func (e *LanguageError) Error() string {
	return fmt.Sprintf("%s: %v but in %q", e.Source, ErrLanguage, e.Language)
}

func (e *LanguageError) Unwrap() error { return ErrLanguage }

// The bounds of the test for English. They are set so that English passes
// whatever it is about: a foreign report that is coded yields few records, an
// English one that is set aside loses all of them.
const (
	lookAt     = 2048 // bytes of a text that are looked at
	fewWords   = 20   // fewer say nothing about the language in Latin letters
	fewLetters = 20   // fewer say nothing about the script
	isEnglish  = 0.07 // share of function words that settles it
	notEnglish = 0.02 // share up to which the language model need not be sure
	sure       = 0.8  // the model's confidence where the share is in between
)

// Foreign is the language of a text that is not English, "" when it is English
// or cannot be told. English is known by its function words, which no text of
// some length is without; only a text that has few of them is put to the language
// model.
func Foreign(text string) string {
	if len(text) > lookAt {
		text = text[:lookAt]
		for len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
			text = text[:len(text)-1]
		}
	}
	words, known, latin, other := census(text)
	if latin+other < fewLetters {
		return ""
	}
	if other > latin {
		return code(whatlanggo.DetectLang(text))
	}
	share := float64(known) / float64(max(words, 1))
	if words < fewWords || share >= isEnglish {
		return ""
	}
	info := whatlanggo.Detect(text)
	if info.Lang == whatlanggo.Eng || info.Lang < 0 || share > notEnglish && info.Confidence < sure {
		return ""
	}
	return code(info.Lang)
}

func code(lang whatlanggo.Lang) string {
	if lang < 0 {
		return "und"
	}
	if short := lang.Iso6391(); short != "" {
		return short
	}
	return lang.Iso6393()
}

// census counts words, English function words among them, and letters of Latin
// and other scripts.
func census(text string) (words, known, latin, other int) {
	start := -1
	for i, r := range text {
		if unicode.IsLetter(r) {
			if r < 0x250 || unicode.Is(unicode.Latin, r) {
				latin++
			} else {
				other++
			}
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words++
			if functionWords[strings.ToLower(text[start:i])] {
				known++
			}
			start = -1
		}
	}
	if start >= 0 {
		words++
		if functionWords[strings.ToLower(text[start:])] {
			known++
		}
	}
	return words, known, latin, other
}

// functionWords are frequent words of English that are not as frequent in
// another language of Latin letters: "in", "a", "was", "for", "at" and the like are
// left out.
var functionWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`the of and that with from it his their its this these those which who whom whose what when
		where while been be are were have having said says would could should not but they them you we she after before
		between against into about during than there if our your can did does how because also other such each most
		out new first week month year years people`) {
		set[w] = true
	}
	return set
}()
