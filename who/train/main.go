// Train derives the tables of package who that are learned from annotated text.
//
//	go run ./who/train heads gum-train.conllu.gz > who/heads.txt
//	go run ./who/train tagger reports-dev.jsonl gum-train.conllu.gz > who/tagger.bin
//	go run ./who/train validate reports-dev.jsonl gum-train.conllu.gz
//
// The last one tells how well the tagger does on reports that it has not seen.
// Each table is the same on every run.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == "heads":
		return heads(args[1], out)
	case len(args) == 3 && args[0] == "tagger":
		return tagger(args[1], args[2], false, out, os.Stderr)
	case len(args) == 3 && args[0] == "validate":
		return tagger(args[1], args[2], true, nil, out)
	}
	return errors.New("usage: train heads GUM | tagger REPORTS GUM | validate REPORTS GUM")
}
