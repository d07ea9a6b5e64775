// Package contexts holds the trained model that tells why an act came about: for
// each context of the codebook a logistic regression over named features. It is
// trained by demarche/coder/train; the features
// are made by package coder.
package contexts

import (
	_ "embed"
	"fmt"
	"sync"

	"demarche/coder/linear"
)

//go:embed model.bin
var embedded []byte

// Kind is how a file of a model of contexts begins.
const Kind = "demarche contexts 1\n"

// Embedded reads the model that is built into the program, once.
var Embedded = sync.OnceValues(func() (*linear.Model, error) {
	m, err := linear.Read(embedded, Kind)
	if err != nil {
		return nil, fmt.Errorf("model of contexts: %w", err)
	}
	return m, nil
})
