package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
)

// How peers are spoken to.
//
// A peer is a process. Its first argument is a file of texts, one JSON object
// {"text": …} a line. It loads its models, reads the texts, and prints a
// [ready]. Then it answers each line of its standard input with a line:
//
//	pass        analyses all texts and answers with a [pass]
//	write FILE  does it once more, writes an [analysis] a text, one a line, and
//	            answers {}
//
// and ends with its input.

// ready is the first answer of a peer.
type ready struct {
	Version string  `json:"version"`
	Unit    string  `json:"unit"`   // what its offsets count: byte, rune or utf16
	Loaded  float64 `json:"loaded"` // seconds of processor time until its models were there
}

// pass is what one pass over all texts took.
type pass struct {
	CPU       float64 `json:"cpu"`       // seconds of processor time, all threads of the process
	Wall      float64 `json:"wall"`      // seconds
	Sentences int     `json:"sentences"` // that the peer saw
	Memory    float64 `json:"memory"`    // most memory that the process has had, MB
}

// analysis is what a peer found in a text. Head and Label are empty where it
// does not parse.
type analysis struct {
	Start []int32  `json:"start"` // offsets in the peer's unit
	End   []int32  `json:"end"`
	Tag   []string `json:"tag"`  // Penn Treebank
	Head  []int32  `json:"head"` // index of the token, -1 for a root
	Label []string `json:"label"`
}

// peer is a process that runs.
type peer struct {
	contender
	ready
	passes []pass

	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Scanner
	faults bytes.Buffer // standard error
}

// start starts a contender on a file of texts. The process may use one thread.
func start(ctx context.Context, c contender, texts string) (*peer, error) {
	p := &peer{contender: c}
	args := append(slices.Clone(c.command), texts)
	args = append(args, c.after...)
	p.cmd = exec.CommandContext(ctx, args[0], args[1:]...)
	p.cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1",
		"BLIS_NUM_THREADS=1", "TOKENIZERS_PARALLELISM=false")
	p.cmd.Stderr = &p.faults
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	return p, p.answer(&p.ready)
}

// ask sends a line and reads the answer into v.
func (p *peer) ask(line string, v any) error {
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return p.answer(v)
}

func (p *peer) answer(v any) error {
	if !p.out.Scan() {
		return fmt.Errorf("%s: no answer: %w\n%s", p.name, errors.Join(p.out.Err(), p.cmd.Wait()), p.faults.String())
	}
	if err := json.Unmarshal(p.out.Bytes(), v); err != nil {
		return fmt.Errorf("%s: %q: %w", p.name, p.out.Text(), err)
	}
	return nil
}

// run has the peer go over the texts once.
func (p *peer) run() (pass, error) {
	var took pass
	err := p.ask("pass", &took)
	return took, err
}

// stop ends the peer.
func (p *peer) stop() error {
	if err := p.in.Close(); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// analyses are those that the peer wrote into a file.
func analyses(name string) ([]analysis, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []analysis
	for in := json.NewDecoder(f); in.More(); {
		var a analysis
		if err := in.Decode(&a); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, a)
	}
	return all, nil
}
