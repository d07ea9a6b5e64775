package coder

import "demarche/plover"

// contentMode is the mode that a threat, demand or refusal takes from what is
// threatened, demanded or refused.
func contentMode(outer, inner plover.Type, mode plover.Mode) plover.Mode {
	switch outer {
	case plover.Threaten:
		switch inner {
		case plover.Assault, plover.Mobilize:
			return "violence"
		case plover.Coerce:
			switch mode {
			case "arrest":
				return "arrest"
			case "deport":
				return "expel"
			case "seize":
				return "territory"
			}
			return "restrict"
		case plover.Sanction:
			if mode == "expel" {
				return "expel"
			}
			return "relations"
		case plover.Reject:
			return "relations"
		}
	case plover.Request:
		switch inner {
		case plover.Aid, plover.Support, plover.Cooperate:
			return "assist"
		case plover.Consult:
			return "meet"
		case plover.Retreat, plover.Concede:
			return "yield"
		}
		return "change"
	case plover.Reject:
		switch inner {
		case plover.Aid, plover.Support, plover.Cooperate:
			return "assist"
		case plover.Consult:
			return "meet"
		case plover.Retreat, plover.Concede:
			return "yield"
		}
	case plover.Accuse:
		return "allege"
	}
	return ""
}

// promised is the type of a promise by what is promised: giving way is CONCEDE
// and doing harm is THREATEN (codebook, sections 1 and 4).
func promised(inner plover.Type) plover.Type {
	switch inner {
	case plover.Retreat, plover.Concede:
		return plover.Concede
	case plover.Assault, plover.Sanction, plover.Coerce, plover.Mobilize, plover.Threaten:
		return plover.Threaten
	case plover.Reject:
		return plover.Reject
	}
	return plover.Agree
}

// cooperative tells whether a type is something one agrees to or refuses.
func cooperative(t plover.Type) bool {
	switch t {
	case plover.Agree, plover.Consult, plover.Support, plover.Concede, plover.Cooperate, plover.Aid, plover.Retreat:
		return true
	}
	return false
}

// harmful tells whether a type, said of the future by the one who would do it,
// is a threat.
func harmful(t plover.Type) bool {
	switch t {
	case plover.Assault, plover.Sanction, plover.Coerce, plover.Mobilize:
		return true
	}
	return false
}
