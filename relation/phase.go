package relation

// Phase is the time between two turns, by a plain name.
type Phase struct {
	Name   string  `json:"name"` // crisis, strained, cool, normal or cooperative
	From   string  `json:"from"`
	To     string  `json:"to"`
	Mean   float64 `json:"mean"` // score of its events
	Events int     `json:"events"`
}

// phaseNames are the names by the mean score from which on they apply.
var phaseNames = []struct {
	from float64
	name string
}{{3.5, "cooperative"}, {0.75, "normal"}, {-1, "cool"}, {-3, "strained"}, {-11, "crisis"}}

// PhaseName is what a time of this mean score is called.
func PhaseName(mean float64) string {
	for _, p := range phaseNames {
		if mean >= p.from {
			return p.name
		}
	}
	return phaseNames[len(phaseNames)-1].name
}

func (r *Relation) phases(ms []moment, stretches []stretch) {
	for i, s := range stretches {
		p := Phase{
			Name: PhaseName(s.mean), Mean: round(s.mean), Events: s.to - s.from,
			From: dayString(ms[s.from].day), To: r.Until,
		}
		if i+1 < len(stretches) {
			p.To = dayString(ms[stretches[i+1].from].day)
		}
		r.Phases = append(r.Phases, p)
	}
}
