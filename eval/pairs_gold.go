package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"demarche/plover"
)

// PairsOf makes marked pairs of reports coded by hand (as Records scores them):
// each record whose first actor and first recipient, or first two actors, stand
// in its sentence. They serve to train with; reports without a text are left out.
func PairsOf(dir string, texts Texts) ([]MarkedPair, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("pairs of records: %w", err)
	}
	sort.Strings(names)
	var out []MarkedPair
	for _, file := range names {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		path, ok := texts(name)
		if !ok {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("pairs of records: %w", err)
		}
		var gold codedByHand
		if err := json.Unmarshal(data, &gold); err != nil {
			return nil, fmt.Errorf("pairs of records: %s: %w", file, err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("pairs of records: %w", err)
		}
		text := comparableText(string(raw))
		spans := scoringSentences(text)
		for i := range gold.Records {
			if p, ok := pairOf(text, spans, &gold.Records[i]); ok {
				p.ID = fmt.Sprintf("%s-%d", name, i)
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func pairOf(text string, spans [][2]int, r *recordByHand) (p MarkedPair, ok bool) {
	sides := r.Actors
	k := sentenceAt(spans, locate(text, r.Sentence, r.Trigger))
	if len(sides) > 0 && len(r.Recipients) > 0 {
		sides = []partyByHand{sides[0], r.Recipients[0]}
	}
	if len(sides) < 2 || k < 0 || !plover.Type(r.Type).Valid() {
		return p, false
	}
	p.Sentence = strings.TrimSpace(text[spans[k][0]:spans[k][1]])
	p.Root, p.Quad = RootOf(plover.Type(r.Type)), quadOf(plover.Type(r.Type))
	for n, at := range [2]*[2]int{&p.Source, &p.Target} {
		i := strings.Index(p.Sentence, sides[n].Text)
		if sides[n].Text == "" || i < 0 {
			return p, false
		}
		*at = [2]int{i, i + len(sides[n].Text)}
	}
	return p, p.Source != p.Target
}
