package eval

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"demarche/plover"
)

// Judge says what one marked party of a sentence does to another; a coder is
// one. Spans are half-open byte offsets into the sentence; a party that the
// sentence leaves unmarked is Unmarked. ok is false when it has no answer.
type Judge interface {
	Pair(sentence string, source, target [2]int) (t plover.Type, ok bool)
}

// Unmarked stands for the span of a party that is not there.
var Unmarked = [2]int{-1, -1}

// PairsScore tells how well a judge does on a file of marked pairs.
type PairsScore struct {
	File       string       `json:"file"`
	Sentences  int          `json:"sentences"`
	Answered   int          `json:"answered"`
	Right      int          `json:"right"`
	MacroF1    float64      `json:"macro_f1"`      // mean of F1 over the root types
	QuadF1     float64      `json:"quad_macro_f1"` // mean of F1 over the quads
	Types      []ClassScore `json:"types"`
	Quads      []ClassScore `json:"quads"`
	Confusions Confusion    `json:"confusions"`
	Misses     []PairMiss   `json:"misses,omitempty"`
}

// PairMiss is a pair got wrong.
type PairMiss struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"` // with its marks
	Want     string `json:"want"`
	Got      string `json:"got"`
}

// none is the answer of a judge that has none.
const none = "none"

// MarkedPair is one line of a file of marked pairs.
type MarkedPair struct {
	ID               string
	Sentence, Marked string // without and with its marks
	Source, Target   [2]int // half-open byte spans in Sentence; Unmarked when absent
	Root             string // root type; YIELD stands for CONCEDE and RETREAT
	Quad             int    // 1 to 4
}

// Pairs scores a judge on a file in the form of the PLV set (Hu et al., ACL
// 2024): tab-separated columns id, sentence, marked, source, target, root and
// quad, with a head line; in the third column the parties stand between <s> and
// </s>, <t> and </t>. CONCEDE and RETREAT count as YIELD, which that set has in
// their place. A party marked more than once is taken where it is marked first.
func Pairs(j Judge, file string) (*PairsScore, error) {
	pairs, err := ReadPairs(file)
	if err != nil {
		return nil, err
	}
	s := &PairsScore{File: file, Sentences: len(pairs), Confusions: Confusion{}}
	quads := Confusion{}
	for _, p := range pairs {
		said, quad := none, none
		if t, ok := j.Pair(p.Sentence, p.Source, p.Target); ok {
			s.Answered++
			said, quad = RootOf(t), strconv.Itoa(quadOf(t))
		}
		s.Confusions.Add(p.Root, said)
		quads.Add(strconv.Itoa(p.Quad), quad)
		if said == p.Root {
			s.Right++
		} else {
			s.Misses = append(s.Misses, PairMiss{p.ID, p.Marked, p.Root, said})
		}
	}
	s.Types, s.MacroF1 = s.Confusions.classes()
	s.Quads, s.QuadF1 = quads.classes()
	return s, nil
}

// RootOf is the class of the set that a type falls into.
func RootOf(t plover.Type) string {
	if t == plover.Concede || t == plover.Retreat {
		return "YIELD"
	}
	return string(t)
}

// quadOf is the set's quad: YIELD is material cooperation there.
func quadOf(t plover.Type) int {
	if t == plover.Concede {
		t = plover.Retreat
	}
	return t.Quad().Number()
}

// ReadPairs reads a file in the form that Pairs scores; errors name file and line.
func ReadPairs(file string) ([]MarkedPair, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading pairs: %w", err)
	}
	defer f.Close()
	var list []MarkedPair
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimRight(in.Text(), "\r")
		if line == "" || n == 1 && strings.HasPrefix(line, "id\t") {
			continue
		}
		p, err := parsePair(line)
		if err != nil {
			return nil, fmt.Errorf("reading pairs: %s:%d: %w", file, n, err)
		}
		list = append(list, p)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("reading pairs: %s: %w", file, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("reading pairs: %s: there are none in it", file)
	}
	return list, nil
}

func parsePair(line string) (p MarkedPair, err error) {
	col := strings.Split(line, "\t")
	if len(col) != 7 {
		return p, fmt.Errorf("%d columns, want 7: id, sentence, marked, source, target, root, quad", len(col))
	}
	p.ID, p.Marked, p.Root = col[0], col[2], col[5]
	if p.Root != "YIELD" && !plover.Type(p.Root).Valid() {
		return p, fmt.Errorf("unknown root type %q", p.Root)
	}
	if p.Quad, err = strconv.Atoi(col[6]); err != nil || p.Quad < 1 || p.Quad > 4 {
		return p, fmt.Errorf("quad %q, want 1 to 4", col[6])
	}
	p.Sentence, p.Source, p.Target, err = unmark(p.Marked)
	return p, err
}

// unmark takes the marks out of a sentence and says where the parties stand.
// One party may stand within the other; the white space at a party's ends is
// not part of it.
func unmark(marked string) (sentence string, source, target [2]int, err error) {
	var text strings.Builder
	sides := [2]side{{-1, Unmarked}, {-1, Unmarked}}
	for i := 0; i < len(marked); {
		k, closing, n := mark(marked[i:])
		if n == 0 {
			text.WriteByte(marked[i])
			i++
			continue
		}
		s := &sides[k]
		switch {
		case closing && s.open < 0:
			return "", Unmarked, Unmarked, fmt.Errorf("a mark is closed that was not opened: %q", marked[i:])
		case closing && s.span == Unmarked:
			s.span = [2]int{s.open, text.Len()}
			s.open = -1
		case closing:
			s.open = -1
		default:
			s.open = text.Len()
		}
		i += n
	}
	if sides[0].open >= 0 || sides[1].open >= 0 {
		return "", Unmarked, Unmarked, fmt.Errorf("a mark is opened that is not closed: %q", marked)
	}
	sentence = text.String()
	return sentence, trimmed(sentence, sides[0].span), trimmed(sentence, sides[1].span), nil
}

// side is a party as unmark comes by it.
type side struct {
	open int // where the mark that is open began, -1 when none is
	span [2]int
}

// mark reads a mark at the beginning of s: which side, whether it closes, and
// its length; 0 when there is none.
func mark(s string) (k int, closing bool, n int) {
	for k, letter := range []string{"s", "t"} {
		if strings.HasPrefix(s, "<"+letter+">") {
			return k, false, 3
		}
		if strings.HasPrefix(s, "</"+letter+">") {
			return k, true, 4
		}
	}
	return 0, false, 0
}

// trimmed takes white space off both ends of a span.
func trimmed(s string, span [2]int) [2]int {
	for span[0] < span[1] && s[span[0]] == ' ' {
		span[0]++
	}
	for span[0] < span[1] && s[span[1]-1] == ' ' {
		span[1]--
	}
	return span
}
