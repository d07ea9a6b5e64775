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
	trainer := NewTrainer(Training{Labels: 3, Buckets: 1 << 10, Rate: 0.2, Seed: 1})
	trainer.Learn(examples, 30, 5)
	m := trainer.Model(0)
	var s Scratch
	for _, x := range examples {
		got := make([]uint8, len(x.Labels))
		m.Decode(x.Features, x.Starts, got, &s)
		if !slices.Equal(got, x.Labels) {
			t.Errorf("%d tokens: labels %v, want %v", len(x.Labels), got, x.Labels)
		}
	}
}

// trained is a small model, and another when the trainer was cloned on the way.
func trained(cloned bool) *Model {
	t := NewTrainer(Training{Labels: 3, Buckets: 1 << 8, Rate: 0.2, Decay: 1e-4, Drop: 0.2, Seed: 5})
	t.Learn(alternating(), 2, 0)
	if cloned {
		t = t.Clone(5)
	}
	t.Learn(alternating(), 3, 2)
	return t.Model(0.1)
}

func TestTrainingIsTheSameOnEveryRun(t *testing.T) {
	for _, cloned := range []bool{false, true} {
		if !slices.Equal(trained(cloned).Bytes(), trained(cloned).Bytes()) {
			t.Errorf("cloned %t: two runs gave different weights", cloned)
		}
	}
}

// TestCloneLeavesItsOriginal trains a clone on labels that all are 0.
func TestCloneLeavesItsOriginal(t *testing.T) {
	first := NewTrainer(Training{Labels: 3, Buckets: 1 << 8, Rate: 0.2, Seed: 5})
	first.Learn(alternating(), 20, 4)
	before := first.Model(0).Bytes()
	empty := alternating()
	for i := range empty {
		clear(empty[i].Labels)
	}
	clone := first.Clone(6)
	clone.Learn(empty, 20, 4)
	if !slices.Equal(first.Model(0).Bytes(), before) {
		t.Error("training the clone changed the original")
	}
	x := alternating()[5]
	got := make([]uint8, len(x.Labels))
	var s Scratch
	clone.Model(0).Decode(x.Features, x.Starts, got, &s)
	if slices.Max(got) != 0 {
		t.Errorf("the clone gives %v after having seen nothing but 0", got)
	}
}

// TestLean: a model that gives label 0 everywhere gives it nowhere when that
// label is held back enough.
func TestLean(t *testing.T) {
	trainer := NewTrainer(Training{Labels: 3, Buckets: 1 << 8, Rate: 0.2, Seed: 5})
	empty := alternating()
	for i := range empty {
		clear(empty[i].Labels)
	}
	trainer.Learn(empty, 5, 1)
	var s Scratch
	x := empty[3]
	got := make([]uint8, len(x.Labels))
	trainer.Model(0).Decode(x.Features, x.Starts, got, &s)
	if slices.Max(got) != 0 {
		t.Errorf("without lean: %v", got)
	}
	trainer.Model(1000).Decode(x.Features, x.Starts, got, &s)
	if slices.Contains(got, 0) {
		t.Errorf("with lean: %v", got)
	}
}

func TestReadGivesBackWhatBytesWrote(t *testing.T) {
	file := trained(false).Bytes()
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
