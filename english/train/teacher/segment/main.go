// Command segment splits texts into sentences and words the way the parser
// will see them, for the scripts of the folder above.
//
// It reads one JSON string a line and writes, for each, one line of JSON: a
// list of sentences, each a list of [word, whether space follows].
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"demarche/english"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "segment:", err)
		os.Exit(1)
	}
}

func run(r io.Reader, w io.Writer) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for line := 1; in.Scan(); line++ {
		var text string
		if err := json.Unmarshal(in.Bytes(), &text); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if err := enc.Encode(split(text)); err != nil {
			return fmt.Errorf("writing sentences: %w", err)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading texts: %w", err)
	}
	return out.Flush()
}

// split gives the sentences of a text, each a list of [word, whether space follows].
func split(text string) [][][2]any {
	d := &english.Doc{Text: text}
	d.Segment()
	sentences := make([][][2]any, 0, len(d.Sents))
	for _, s := range d.Sents {
		var words [][2]any
		for i := s.First; i < s.Last; i++ {
			joined := int(i+1) < d.Len() && d.Start[i+1] == d.End[i]
			words = append(words, [2]any{d.Word(int(i)), !joined})
		}
		sentences = append(sentences, words)
	}
	return sentences
}
