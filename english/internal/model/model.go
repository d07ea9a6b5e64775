// Package model is what training leaves and parsing needs: the weights of the
// network, the file that keeps them, and the features of a word form that both
// sides must compute alike.
package model

// Header tells where a model comes from and how large its parts are.
type Header struct {
	Version    int      `json:"version"`
	Treebanks  []string `json:"treebanks"`        // names of the training files
	Silver     bool     `json:"silver"`           // whether text labelled by the teacher was added
	Sentences  int      `json:"sentences"`        // hand-labelled sentences trained on
	Tokens     int      `json:"tokens"`           // and their tokens
	SilverSize int      `json:"silver_tokens"`    // tokens labelled by the teacher
	Vectors    bool     `json:"vectors"`          // whether word vectors were distilled from the teacher
	Seed       uint64   `json:"seed"`             // of the random numbers of training
	Epochs     int      `json:"epochs"`           // passes over the material
	Products   int      `json:"products"`         // how many of the units that labels are read off are products; see Model.Sums
	From       *Header  `json:"from,omitempty"`   // of the model that training went on from
	Scores     []Score  `json:"scores,omitempty"` // on the development treebanks, as the trained program parses them
}

// Score is the quality on one treebank, gold tokens, in percent.
type Score struct {
	Treebank string  `json:"treebank"`
	Tag      float64 `json:"tag"` // Penn
	Pos      float64 `json:"pos"` // universal
	UAS      float64 `json:"uas"`
	LAS      float64 `json:"las"` // full labels, punctuation counted
}

// Version is the version of the file's layout.
const Version = 1

// Model is a network with quantised weights.
type Model struct {
	Header Header

	Words  Table // own embedding of frequent words, by lower-cased form
	Static Table // vectors distilled from the teacher; may be empty
	Affix  Table // hashed affixes and shapes
	Grams  Table // hashed sequences of characters

	Input  Linear  // features of a form → input of the first layer
	Layers []Layer // of the encoder
	Tagger Linear  // layer TagLayer → universal and Penn tags
	Arc    Linear  // last layer → key as a dependent, key as a head
	Rel    Linear  // last layer → what the label depends on, as a dependent and as a head
	Label  Linear  // the two, combined → labels

	ArcRoot  []float32 // key of the root as a head
	RelRoot  []float32 // and what it adds to the label
	Distance []float32 // added to the score of an arc, by distance; see Apart
}

// Sums is how many of the units that labels are read off hold the positive
// part of the sum of dependent and head; those after them hold the product.
func (m *Model) Sums() int { return m.Label.In - m.Header.Products }

// TagLayer is the index of the layer whose output is tagged.
const TagLayer = 1

// Layer is one layer of the encoder: the two directions side by side.
type Layer struct {
	Sums  Linear    // input → candidate, forget and highway sums of each direction
	Gates []float32 // weights of the state in the forget and the highway gate, forward then backward
}

// Linear is a matrix with one scale for each column, and a bias.
type Linear struct {
	In, Out int
	Weight  []int8    // In rows of Out
	Scale   []float32 // of a column
	Bias    []float32
}

// Table holds rows of embeddings, each with a scale. Where rows belong to
// words, Prints has the sorted fingerprints of these.
type Table struct {
	Dim    int
	Prints []uint64
	Scale  []float32
	Rows   []byte // signed bytes
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.Scale) }

// Find is the row of the word with the fingerprint, -1 for none.
func (t *Table) Find(print uint64) int {
	lo, hi := 0, len(t.Prints)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if t.Prints[mid] < print {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(t.Prints) && t.Prints[lo] == print {
		return lo
	}
	return -1
}

// Add adds weight times row i to dst.
func (t *Table) Add(dst []float32, i int, weight float32) {
	scale := t.Scale[i] * weight
	row := t.Rows[i*t.Dim : (i+1)*t.Dim]
	for j, v := range row {
		dst[j] += float32(float32(int8(v)) * scale)
	}
}

// Far is the distance from which on all distances are alike.
const Far = 24

// Apart is the index in Distance for an arc to a head that stands apart tokens
// to the right of its dependent (to the left when negative). An arc to the
// root has the last index.
func Apart(apart int) int { return max(-Far, min(Far, apart)) + Far }

// Distances is the length of Distance, and AtRoot the index for the root.
const (
	AtRoot    = 2*Far + 1
	Distances = AtRoot + 1
)
