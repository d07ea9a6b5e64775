package coder

import (
	"math"

	"demarche/coder/lexicon"
	"demarche/plover"
	"demarche/record"
)

// Signals are what the confidence of a record rests on, each scaled to about
// 0 to 1. Their order is that of calibration.
type Signals [10]float64

// SignalNames name the signals.
var SignalNames = [len(Signals{})]string{
	"constant", "frame asks for much", "has actor", "has recipient", "party filled in from the report",
	"sense model was asked", "sense model agrees", "noun", "not actual", "material",
}

func signalsOf(ev *event) Signals {
	on := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	return Signals{
		1,
		min(float64(ev.frame.Weight())/16, 1),
		on(len(ev.actors) > 0),
		on(len(ev.recips) > 0 || len(ev.actors) > 1),
		on(ev.inferred),
		on(ev.believed > 0),
		ev.believed,
		on(ev.frame.Kind == lexicon.Noun),
		on(ev.modality != record.Actual),
		on(ev.typ.Quad() == plover.MaterialConflict || ev.typ.Quad() == plover.MaterialCooperation),
	}
}

// calibration holds the weight of each signal in the log odds that a record is
// right in type and both sides' countries, as fitted by
// "go run ./coder/train -calibrate" (docs/accuracy.md shows how well it holds).
var calibration = Signals{-0.08, -0.28, 0.30, 0.14, -0.18, 0.14, 0.67, -0.01, -0.39, -0.47}

// confidence is the probability that the record is right.
func (s Signals) confidence() float64 {
	z := 0.0
	for i, w := range calibration {
		z += w * s[i]
	}
	// Two decimals: more would claim to know more than the calibration does.
	return math.Round(100/(1+math.Exp(-z))) / 100
}
