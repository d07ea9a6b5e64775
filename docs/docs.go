// Package docs holds those documents that the program shows itself.
package docs

import _ "embed" // for the documents

// Codebook says what the values of a record mean, in Markdown.
//
//go:embed codebook.md
var Codebook []byte

// Accuracy says how good the values are, in Markdown.
//
//go:embed accuracy.md
var Accuracy []byte
