package who

// Scores that a candidate must pass to be taken as the antecedent.
const (
	floorScore  = -4.0
	floorNeuter = -2.0
)

// pronounWeights score the features of a pronoun and a candidate: for he and
// she, for it, for they.
var pronounWeights = [3][pronounFeatures]float32{
	{0.6, 0, -1.2, -2.4, 1.2, 0.2, 0.5, -0.2, -0.4, -0.6, -0.5, 0.7, 0.4, 0.3, 0, 0, 0.4, -0.4, 0, 0.8},
	{0.4, 0, -1.4, -2.6, 1.2, 0.2, 0.1, -0.3, -0.5, -0.6, -0.6, 0.5, 0.5, 0.2, -0.4, 0.3, 0.5, -0.4, -1, 0},
	{0.4, 0, -1.2, -2.4, 1.0, 0.4, 0.1, -0.1, -0.3, -0.6, -0.6, 0.5, 0.5, 0.1, -0.4, 0, 0.4, -0.4, -1, 0},
}
