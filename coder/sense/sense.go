// Package sense holds the trained model that tells what type an act is of when
// the frames leave room for doubt: a multinomial logistic regression over named
// features of tree, frames, words and classes. Its classes are root types;
// "YIELD" stands for CONCEDE and RETREAT. It is trained by demarche/coder/train;
// the features are made by package coder.
package sense

import (
	_ "embed"
	"fmt"
	"sync"

	"demarche/coder/linear"
)

//go:embed model.bin
var embedded []byte

// Kind is how a file of a sense model begins.
const Kind = "demarche sense 1\n"

// Embedded reads the model that is built into the program, once.
var Embedded = sync.OnceValues(func() (*linear.Model, error) {
	m, err := linear.Read(embedded, Kind)
	if err != nil {
		return nil, fmt.Errorf("sense model: %w", err)
	}
	return m, nil
})
