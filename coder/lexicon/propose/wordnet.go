package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// pos is a part of speech of WordNet.
type pos byte

const (
	noun pos = 'n'
	verb pos = 'v'
)

// wordnet is the part of the database that proposals rest on.
type wordnet struct {
	sets   map[key]*synset
	senses map[pos]map[string][]*synset // of a lemma, the commonest first
}

// key is where a synset stands: WordNet points by offset.
type key struct {
	pos pos
	at  int
}

// synset is a sense: words that mean the same. Words of two or more parts are
// joined by "_".
type synset struct {
	words   []string
	gloss   string
	up      []key // hypernyms
	down    []key // hyponyms
	derived []key // derivationally related forms of other parts of speech
}

// readWordnet reads data.noun, data.verb and their indexes (wndb(5WN)) in dir.
func readWordnet(dir string) (*wordnet, error) {
	w := &wordnet{sets: map[key]*synset{}, senses: map[pos]map[string][]*synset{}}
	for p, name := range map[pos]string{noun: "noun", verb: "verb"} {
		err := eachLine(filepath.Join(dir, "data."+name), func(line string) error {
			at, s, err := parseSynset(line)
			w.sets[key{p, at}] = s
			return err
		})
		if err != nil {
			return nil, err
		}
		w.senses[p] = map[string][]*synset{}
		err = eachLine(filepath.Join(dir, "index."+name), func(line string) error {
			f := strings.Fields(line)
			if len(f) < 6 {
				return fmt.Errorf("%d fields, want at least 6", len(f))
			}
			n, err := strconv.Atoi(f[2])
			if err != nil || n > len(f) {
				return fmt.Errorf("number of senses %q", f[2])
			}
			for _, o := range f[len(f)-n:] {
				at, err := strconv.Atoi(o)
				if err != nil {
					return fmt.Errorf("offset: %w", err)
				}
				if s := w.sets[key{p, at}]; s != nil {
					w.senses[p][f[0]] = append(w.senses[p][f[0]], s)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// eachLine calls f with the lines of a file that are no licence.
func eachLine(name string, f func(line string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("reading WordNet: %w", err)
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if strings.HasPrefix(in.Text(), "  ") {
			continue
		}
		if err := f(in.Text()); err != nil {
			return fmt.Errorf("reading WordNet: %s:%d: %w", name, n, err)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading WordNet: %s: %w", name, err)
	}
	return nil
}

func parseSynset(line string) (at int, s *synset, err error) {
	fields, gloss, _ := strings.Cut(line, " | ")
	f := strings.Fields(fields)
	s = &synset{gloss: strings.TrimSpace(gloss)}
	next := func() string {
		if len(f) == 0 {
			err = fmt.Errorf("cut short")
			return "0"
		}
		word := f[0]
		f = f[1:]
		return word
	}
	count := func(base int) int {
		n, bad := strconv.ParseInt(next(), base, 32)
		if bad != nil && err == nil {
			err = fmt.Errorf("number: %w", bad)
		}
		return int(n)
	}
	at = count(10)
	next() // lexicographer's file
	next() // kind of synset
	for range count(16) {
		s.words = append(s.words, strings.ToLower(next()))
		next()
	}
	for range count(10) {
		sign, to := next(), key{at: count(10)}
		to.pos = pos(next()[0])
		next()
		switch sign {
		case "@":
			s.up = append(s.up, to)
		case "~":
			s.down = append(s.down, to)
		case "+":
			s.derived = append(s.derived, to)
		}
	}
	return at, s, err
}
