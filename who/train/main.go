// Train derives the tables of package who that are learned from annotated text.
//
//	go run ./who/train heads gum-train.conllu.gz > who/heads.txt
//
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
	if len(args) < 2 {
		return errors.New("usage: train heads FILE.conllu.gz")
	}
	switch args[0] {
	case "heads":
		return heads(args[1], out)
	}
	return fmt.Errorf("unknown table %q", args[0])
}
