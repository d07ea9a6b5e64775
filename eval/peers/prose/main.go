// Command prose is the Go library of that name as a peer: eval/peers/protocol.go
// tells what is asked and answered. It finds sentences, tokens and tags; it has
// no parser.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/jdkato/prose/v2"
)

// batch is how many bytes of text are handed over at once. The library reads its
// table of abbreviations anew for each text, which few and long texts make up for.
const batch = 1 << 16

func main() {
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(name string) error {
	first, err := prose.NewDocument("Ready.", prose.WithExtraction(false))
	if err != nil {
		return err
	}
	texts, err := read(name)
	if err != nil {
		return err
	}
	parse := func(text string) (*prose.Document, error) {
		return prose.NewDocument(text, prose.WithExtraction(false), prose.UsingModel(first.Model))
	}
	answer(map[string]any{"version": version(), "unit": "byte", "loaded": cpu()})
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if out, ok := strings.CutPrefix(in.Text(), "write "); ok {
			if err := write(out, texts, parse); err != nil {
				return err
			}
			answer(map[string]any{})
			continue
		}
		before, clock, sentences := cpu(), time.Now(), 0
		for _, text := range joined(texts) {
			doc, err := parse(text)
			if err != nil {
				return err
			}
			sentences += len(doc.Sentences())
		}
		answer(map[string]any{"cpu": cpu() - before, "wall": time.Since(clock).Seconds(), "sentences": sentences, "memory": memory()})
	}
	return in.Err()
}

func read(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []string
	for in := json.NewDecoder(f); in.More(); {
		var d struct{ Text string }
		if err := in.Decode(&d); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		texts = append(texts, d.Text)
	}
	return texts, nil
}

// joined puts texts together into some of the size of a batch.
func joined(texts []string) []string {
	var out []string
	var b strings.Builder
	for i, text := range texts {
		b.WriteString(text + "\n\n")
		if b.Len() >= batch || i == len(texts)-1 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	return out
}

// brackets are tags that treebanks write otherwise.
var brackets = map[string]string{"(": "-LRB-", ")": "-RRB-"}

func write(name string, texts []string, parse func(string) (*prose.Document, error)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, text := range texts {
		doc, err := parse(text)
		if err != nil {
			return err
		}
		start, end, tag := []int{}, []int{}, []string{}
		at := 0
		for _, t := range doc.Tokens() {
			i := strings.Index(text[at:], t.Text)
			if i < 0 {
				continue // a token that does not stand in the text as it is
			}
			start, end = append(start, at+i), append(end, at+i+len(t.Text))
			at += i + len(t.Text)
			if other, ok := brackets[t.Tag]; ok {
				t.Tag = other
			}
			tag = append(tag, t.Tag)
		}
		if err := json.NewEncoder(f).Encode(map[string]any{"start": start, "end": end, "tag": tag}); err != nil {
			return err
		}
	}
	return nil
}

func answer(fields map[string]any) {
	if err := json.NewEncoder(os.Stdout).Encode(fields); err != nil {
		log.Fatal(err)
	}
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/jdkato/prose/v2" {
				return strings.TrimPrefix(m.Version, "v")
			}
		}
	}
	return "unknown"
}

func usage() (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

// cpu is the processor time that the process has used, in seconds.
func cpu() float64 {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// memory is the most memory that the process has had, in megabytes.
func memory() float64 { return float64(usage().Maxrss) / 1024 }
