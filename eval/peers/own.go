package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"demarche"
	"demarche/english"
	"demarche/eval"
	"demarche/report"
)

// own is demarche as a peer: the same questions, asked of a process of its own.
// With code it goes all the way to records, else as far as the parse.
func own(code bool, name string) error {
	texts, err := readTexts(name)
	if err != nil {
		return err
	}
	sentences := 0
	var each func(i int) error
	if code {
		c, err := demarche.New(demarche.Options{})
		if err != nil {
			return err
		}
		each = func(i int) error {
			_, err := c.Code(context.Background(), &report.Report{ID: fmt.Sprint(i), Text: texts[i], Published: "2020-01-01"})
			return err
		}
	} else {
		p, err := english.New()
		if err != nil {
			return err
		}
		doc := new(english.Doc)
		each = func(i int) error {
			p.ParseInto(doc, texts[i])
			sentences += len(doc.Sents)
			return nil
		}
	}
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode(ready{Unit: "byte", Loaded: eval.CPUTime().Seconds()}); err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if to, ok := strings.CutPrefix(in.Text(), "write "); ok {
			if err := writeParses(to, texts); err != nil {
				return err
			}
			if err := out.Encode(struct{}{}); err != nil {
				return err
			}
			continue
		}
		before, clock := eval.CPUTime(), time.Now()
		sentences = 0
		for i := range texts {
			if err := each(i); err != nil {
				return err
			}
		}
		took := pass{CPU: (eval.CPUTime() - before).Seconds(), Wall: time.Since(clock).Seconds(), Sentences: sentences, Memory: float64(eval.PeakMemory()) / (1 << 20)}
		if err := out.Encode(took); err != nil {
			return err
		}
	}
	return in.Err()
}

func readTexts(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []string
	for in := json.NewDecoder(f); in.More(); {
		var t text
		if err := in.Decode(&t); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		texts = append(texts, t.Text)
	}
	return texts, nil
}

// writeParses writes what the parser finds in the texts.
func writeParses(name string, texts []string) error {
	p, err := english.New()
	if err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	out := json.NewEncoder(f)
	for _, text := range texts {
		d := p.Parse(text)
		a := analysis{Start: d.Start, End: d.End, Head: d.Head}
		for i := range d.Len() {
			a.Tag = append(a.Tag, d.Tag[i].String())
			a.Label = append(a.Label, d.Label[i].String())
		}
		if err := out.Encode(a); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}
