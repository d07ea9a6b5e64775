package english

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"demarche/english/internal/model"
)

//go:embed model.bin
var modelFile []byte

// load makes the embedded network ready, once.
var load = sync.OnceValues(func() (*network, error) { return readNetwork(modelFile) })

func readNetwork(file []byte) (*network, error) {
	m, err := model.Read(file)
	if err != nil {
		return nil, err
	}
	if m.Tagger.Out != len(posNames)+len(tagNames) || m.Label.Out != len(labelNames) {
		return nil, fmt.Errorf("reading a model: it has %d tags and %d labels, want %d and %d",
			m.Tagger.Out, m.Label.Out, len(posNames)+len(tagNames), len(labelNames))
	}
	return newNetwork(m), nil
}

// Provenance tells in a few lines what the embedded model was trained on and
// how well it does on the development treebanks.
func Provenance() (string, error) {
	n, err := load()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	h := &n.model.Header
	b.WriteString(trained(h))
	for _, s := range h.Scores {
		fmt.Fprintf(&b, "%s: Penn tags %.2f, universal tags %.2f, UAS %.2f, LAS %.2f\n", s.Treebank, s.Tag, s.Pos, s.UAS, s.LAS)
	}
	return b.String(), nil
}

// trained tells what a training saw, and those that it went on from.
func trained(h *model.Header) string {
	var b strings.Builder
	if h.From != nil {
		b.WriteString(trained(h.From) + "then ")
	}
	fmt.Fprintf(&b, "trained on %s: %d sentences, %d tokens; seed %d, %d epochs", strings.Join(h.Treebanks, ", "), h.Sentences, h.Tokens, h.Seed, h.Epochs)
	if h.Silver {
		fmt.Fprintf(&b, "; with %d tokens labelled by a teacher, MiniLM fine-tuned on the same treebanks", h.SilverSize)
	}
	if h.Vectors {
		b.WriteString("; with word vectors distilled from MiniLM")
	}
	b.WriteByte('\n')
	return b.String()
}
