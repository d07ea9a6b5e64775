package sequence

import (
	"slices"
	"testing"
)

// alternating is a language in which label 1 follows feature 7, and label 2
// only ever comes after label 1, whatever the features.
func alternating() []Example {
	var list []Example
	for n := 2; n < 12; n++ {
		var x Example
		x.Weight = 1
		for i := range n {
			x.Starts = append(x.Starts, int32(len(x.Features)))
			switch i % 3 {
			case 0:
				x.Features = append(x.Features, 7, 100+uint32(n))
				x.Labels = append(x.Labels, 1)
			case 1:
				x.Features = append(x.Features, 9)
				x.Labels = append(x.Labels, 2)
			default:
				x.Features = append(x.Features, 9)
				x.Labels = append(x.Labels, 0)
			}
		}
		x.Starts = append(x.Starts, int32(len(x.Features)))
		list = append(list, x)
	}
	return list
}

func TestLearnsFeaturesAndOrder(t *testing.T) {
	examples := alternating()
	m := Train(examples, Training{Labels: 3, Buckets: 1 << 10, Epochs: 30, Rate: 0.2, Seed: 1})
	var s Scratch
	for _, x := range examples {
		got := make([]uint8, len(x.Labels))
		m.Decode(x.Features, x.Starts, got, &s)
		if !slices.Equal(got, x.Labels) {
			t.Errorf("%d tokens: labels %v, want %v", len(x.Labels), got, x.Labels)
		}
	}
}

func TestTrainingIsTheSameOnEveryRun(t *testing.T) {
	how := Training{Labels: 3, Buckets: 1 << 8, Epochs: 3, Rate: 0.2, Decay: 1e-4, Seed: 5}
	if !slices.Equal(Train(alternating(), how).Bytes(), Train(alternating(), how).Bytes()) {
		t.Error("two runs gave different weights")
	}
}

func TestReadGivesBackWhatBytesWrote(t *testing.T) {
	file := Train(alternating(), Training{Labels: 3, Buckets: 1 << 8, Epochs: 2, Rate: 0.2, Seed: 5}).Bytes()
	m, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Bytes(), file) {
		t.Error("the model read back is another")
	}
	for _, broken := range [][]byte{nil, file[:10], file[:len(file)-1], append([]byte("none"), file[4:]...)} {
		if _, err := Read(broken); err == nil {
			t.Errorf("a file of %d bytes that is no model was read", len(broken))
		}
	}
}
