// Command lemmas learns the table of base forms, english/lemmas.txt, from
// treebanks:
//
//	go run ./english/train/lemmas -o english/lemmas.txt FILE.conllu.gz …
//
// The same files give the same table, whatever their order.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"demarche/english"
	"demarche/english/internal/inflect"
)

//go:embed irregular.txt
var irregular string

func main() {
	out := flag.String("o", "", "write the table to `file` (default standard output)")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "lemmas:", err)
		os.Exit(1)
	}
}

func run(out string, files []string) error {
	if len(files) == 0 {
		return errors.New("give the treebank files to learn from")
	}
	var examples []inflect.Example
	for _, name := range files {
		docs, err := english.ReadTreebank(name)
		if err != nil {
			return err
		}
		for _, d := range docs {
			for i := range d.Len() {
				examples = append(examples, inflect.Example{Word: d.Word(i), Tag: d.Tag[i].String(), Lemma: d.Lemma[i]})
			}
		}
	}
	for line := range strings.Lines(irregular) {
		words := strings.Fields(line)
		switch {
		case len(words) == 4 && words[0] == "verb":
			examples = add(examples, words[2], "VBD", words[1])
			examples = add(examples, words[3], "VBN", words[1])
		case len(words) == 3 && words[0] == "noun":
			examples = add(examples, words[2], "NNS", words[1])
		case len(words) > 1 && words[0] == "base":
			for _, verb := range words[1:] {
				examples = add(examples, verb, "VB", verb)
			}
		case len(words)%2 == 1 && words[0] == "past":
			for i := 1; i < len(words); i += 2 {
				examples = add(examples, words[i+1], "VBD", words[i])
				examples = add(examples, strings.TrimSuffix(words[i+1], "ed")+"ing", "VBG", words[i])
			}
		case len(words) > 0 && words[0] != "#":
			return fmt.Errorf("irregular.txt: what kind of line is %q?", strings.TrimSpace(line))
		}
	}
	var table bytes.Buffer
	table.WriteString("# Base forms of English words: class, form, lemma. Written by english/train/lemmas.\n")
	if err := inflect.Learn(examples).Write(&table); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	if out == "" {
		_, err := os.Stdout.Write(table.Bytes())
		return err
	}
	if err := os.WriteFile(out, table.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

// certainty is how many words of a treebank an entry of irregular.txt counts
// for, so that a slip of an annotator does not outweigh it.
const certainty = 5

// add appends examples for each of the forms, which slashes separate.
func add(examples []inflect.Example, forms, tag, lemma string) []inflect.Example {
	for _, form := range strings.Split(forms, "/") {
		for range certainty {
			examples = append(examples, inflect.Example{Word: form, Tag: tag, Lemma: lemma})
		}
	}
	return examples
}
