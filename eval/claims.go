package eval

import (
	"slices"
	"strings"
	"unicode"

	"demarche/record"
)

// ClaimScore tells how well claims agree over records matched at dyad whose
// hand-made record has the value; the rest do not count.
type ClaimScore struct {
	Speaker  Told `json:"speaker"`  // the last word of the hand-made one stands in the program's words or name
	Venue    Told `json:"venue"`    // one's last word stands in the other
	Verbatim Told `json:"verbatim"` // where the words are quoted by hand
	Evidence Told `json:"evidence"`
}

// Told is a value that some hand-made records have, and how often it is right.
type Told struct {
	Of    int     `json:"of"`
	Right int     `json:"right"`
	Share float64 `json:"share"`
}

func (t *Told) add(right bool) {
	t.Of++
	t.Right += one(right)
	t.Share = round3(float64(t.Right) / float64(t.Of))
}

// claimed is a claim as far as it is compared.
type claimed struct {
	speaker, venue, evidence string
	verbatim                 bool
}

func claimOf(c *record.Claim) claimed {
	if c == nil {
		return claimed{}
	}
	out := claimed{venue: c.Venue, evidence: c.Evidence, verbatim: c.Verbatim}
	if c.By != nil {
		out.speaker = c.By.Text + " " + c.By.Name
	}
	return out
}

// claim counts the claim of a matched pair.
func (t *tally) claim(g, p *claimed) {
	if g.speaker != "" {
		t.claims.Speaker.add(speaksOf(p.speaker, g.speaker))
	}
	if g.venue != "" {
		t.claims.Venue.add(speaksOf(p.venue, g.venue) || speaksOf(g.venue, p.venue))
	}
	if g.verbatim {
		t.claims.Verbatim.add(p.verbatim)
	}
	if g.evidence != "" {
		t.claims.Evidence.add(g.evidence == p.evidence)
	}
}

// speaksOf tells whether the last word of what stands in words.
func speaksOf(words, what string) bool {
	list := strings.Fields(what)
	if len(list) == 0 {
		return false
	}
	last := list[len(list)-1]
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool { return strings.EqualFold(bare(w), bare(last)) })
}

// sameName tells whether two descriptions of a place share a capitalised word.
func sameName(a, b string) bool {
	return slices.ContainsFunc(strings.Fields(a), func(w string) bool {
		w = bare(w)
		return w != "" && unicode.IsUpper(rune(w[0])) && slices.ContainsFunc(strings.Fields(b), func(v string) bool { return bare(v) == w })
	})
}

// bare is a word without the marks and the possessive at its end.
func bare(w string) string {
	w = strings.Trim(w, ".,;:\"“”()")
	return strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s")
}

// context counts the contexts of a matched pair.
func (t *tally) context(gold, said []string) {
	t.contexts.gold += len(gold)
	t.contexts.said += len(said)
	for _, c := range gold {
		t.contexts.right += one(slices.Contains(said, c))
	}
}
