package coder

import (
	"slices"

	"demarche/coder/lexicon"
	"demarche/english"
	"demarche/plover"
	"demarche/record"
)

// What an act comes to once its frame, its content, its stance and its speaker
// are weighed against each other.

// judge weighs the frame that fits p, its content, its stance and its speaker.
func (a *analysis) judge(p int32) event {
	f := a.frameOf(p)
	b := a.bind(p)
	ev := event{
		head: p, frame: f, typ: f.Type, mode: f.Mode, modality: record.Actual,
		actors: a.list(b.actors), recips: a.list(b.recips),
		stance: a.stanceOf(p), speech: a.speechOf(p),
	}
	if b.content >= 0 {
		a.compose(&ev, b.content, 0)
	}
	if ev.typ == plover.Mobilize && a.nations(ev.actors) > 1 && a.exercises(&ev) {
		ev.typ, ev.mode = plover.Cooperate, "" // what two countries hold together
	}
	if ev.typ == plover.Threaten && ev.frame.Type == plover.Agree && len(ev.recips) > 0 && len(a.foreignTo(append([]int32{}, ev.recips...), ev.actors)) == 0 {
		ev.typ, ev.mode, ev.recips = plover.Agree, "", nil // nobody threatens their own side
	}
	a.spokenBy(&ev)
	a.weigh(&ev)
	a.how(&ev)
	return ev
}

// spokenBy gives a judgement that somebody is quoted with its doer: who said
// that the move was unacceptable disapproves of it, who said that the other
// side will pay a price threatens it.
func (a *analysis) spokenBy(ev *event) {
	if len(ev.actors) > 0 || len(ev.recips) == 0 || ev.speech.by < 0 || ev.frame.Kind == lexicon.Noun || a.compatriotsOf(ev.speech.by, ev.recips) {
		return
	}
	if c := a.coreOf(ev.head); ev.frame.Kind == lexicon.Verb && c.passive {
		return // done by others: "was condemned"
	}
	if ev.typ == plover.Accuse || ev.typ == plover.Support || ev.typ == plover.Threaten || a.demands(ev) {
		ev.actors = []int32{ev.speech.by}
	}
}

// exercises tells whether an event is an exercise of forces.
func (a *analysis) exercises(ev *event) bool {
	if a.is(ev.head, a.cls.exercise) {
		return true
	}
	c := a.coreOf(ev.head)
	return a.verbal(ev.head) && c.obj >= 0 && a.is(c.obj, a.cls.exercise)
}

// compose lets the content decide: what kind of threat, what is promised.
func (a *analysis) compose(ev *event, content int32, depth int) {
	inner := a.frameOf(content)
	var typ plover.Type
	var mode plover.Mode
	if inner != nil {
		typ, mode = inner.Type, inner.Mode
		if inner.Deduce {
			mode = ""
		}
		// "declared that he was ready to strike": the strike counts.
		if b := a.bind(content); b.content >= 0 && inner.Type == plover.Agree && depth < 3 {
			nested := event{head: content, frame: inner, typ: typ, mode: mode}
			a.compose(&nested, b.content, depth+1)
			typ, mode = nested.typ, nested.mode
		}
	}
	negated := a.stanceOfContent(content)
	if ev.typ == plover.Agree && typ != "" {
		switch to := promised(typ); {
		case negated && harmful(typ):
			ev.typ = plover.Concede
		case negated && cooperative(typ):
			ev.typ, ev.mode = plover.Reject, contentMode(plover.Reject, typ, mode)
		case to == plover.Threaten && a.is(ev.head, a.cls.consent):
		case to == typ: // a threat within: "declared that he was ready to fight"
			ev.typ, ev.mode = to, mode
		case to != ev.typ:
			ev.typ, ev.mode = to, contentMode(to, typ, mode)
		}
		return
	}
	if !ev.frame.Deduce {
		return
	}
	if negated && ev.typ == plover.Request && harmful(typ) {
		typ = plover.Retreat // asked not to attack: to yield
	}
	ev.mode = contentMode(ev.typ, typ, mode)
}

// stanceOfContent tells whether the content itself is negated ("not to fire").
func (a *analysis) stanceOfContent(content int32) bool {
	for k := a.first[content]; k >= 0; k = a.next[k] {
		if a.doc.Label[k] == english.Advmod && a.negates(k) {
			return true
		}
	}
	return false
}

// weigh sets the modality and turns what is only announced, refused, threatened
// or demanded into the type that says so (codebook, sections 1, 4 and 7).
func (a *analysis) weigh(ev *event) {
	s := ev.stance
	own := a.ownSide(ev)
	switch {
	case a.demands(ev):
	case s.obliged && !s.negated && ev.speech.by >= 0 && !own && len(ev.actors) > 0:
		// "Russia must withdraw", said by another: a demand.
		ev.recips = ev.actors
		ev.actors = []int32{ev.speech.by}
		ev.mode = contentMode(plover.Request, ev.typ, ev.mode)
		ev.typ = plover.Request
	case s.future && s.negated && ev.typ == plover.Concede && a.is(ev.head, a.cls.suffer) && len(ev.recips) > 0 && (a.armed(ev.recips) || len(a.foreignTo(slices.Clone(ev.recips), ev.actors)) > 0):
		// "will not allow the rebels to regroup": they are told to beware.
		ev.typ, ev.mode = plover.Threaten, ""
		if a.armed(ev.recips) {
			ev.mode = "violence"
		}
	case (s.future || s.hypothetical && !s.obliged) && s.negated && cooperative(ev.typ):
		ev.mode = contentMode(plover.Reject, ev.typ, ev.mode)
		ev.typ = plover.Reject
	case s.hypothetical && !s.negated && !s.obliged && verbal(ev.typ) && a.firstPerson(ev.head):
		// "I want to thank", "we would like to urge": done in the saying.
	case s.negated:
		ev.modality = record.Negated
	case s.future && penal(ev.typ) && s.cue >= 0 && a.is(s.cue, a.cls.decided):
		// Decided on is as good as done.
	case (s.future && (ev.typ == plover.Assault || ev.typ == plover.Coerce && a.firstPerson(ev.head)) || s.hypothetical && !s.obliged) && harmful(ev.typ) && own:
		ev.mode = contentMode(plover.Threaten, ev.typ, ev.mode)
		ev.typ = plover.Threaten
	case s.future:
		switch ev.typ {
		case plover.Consult, plover.Support, plover.Cooperate, plover.Aid:
			if ev.typ == plover.Consult && hosts(ev.frame) { // it is the host who says so
				ev.actors, ev.recips = ev.recips, ev.actors
			}
			ev.typ, ev.mode = plover.Agree, ""
			if s.planned {
				ev.modality = record.Future
			}
		case plover.Retreat:
			ev.typ, ev.mode = plover.Concede, ""
		case plover.Agree, plover.Concede, plover.Threaten:
		default:
			ev.modality = record.Future
		}
	case s.hypothetical:
		ev.modality = record.Hypothetical
	}
}

// armed tells whether one of list is a force outside the state.
func (a *analysis) armed(list []int32) bool {
	for _, t := range list {
		for _, id := range a.identities(t) {
			if irregular(id.Sector) {
				return true
			}
		}
	}
	return false
}

// hosts tells whether the subject of a frame is who receives a visitor.
func hosts(f *lexicon.Frame) bool {
	for i := range f.Slots {
		if s := &f.Slots[i]; s.Role == lexicon.Recipient && f.Kind == lexicon.Verb && slices.Contains(s.Names, lexicon.Subj) {
			return true
		}
	}
	return false
}

// penal tells whether a type is a penalty, which stands once it is decided.
func penal(t plover.Type) bool {
	return t == plover.Sanction || t == plover.Coerce || t == plover.Reject
}

// verbal tells whether saying so does the act.
func verbal(t plover.Type) bool {
	return t == plover.Support || t == plover.Accuse || t == plover.Request
}

// firstPerson tells whether the subject of p is the speaker.
func (a *analysis) firstPerson(p int32) bool {
	t := a.coreOf(p).subj
	return t >= 0 && (equalFold(a.word(t), "i") || equalFold(a.word(t), "we"))
}

// ownSide tells whether the speaker is of the actors' side.
func (a *analysis) ownSide(ev *event) bool {
	if a.firstPerson(ev.head) {
		return true
	}
	if ev.speech.by < 0 {
		return false
	}
	by := a.identities(ev.speech.by)
	for _, t := range ev.actors {
		for _, c := range a.identities(t) {
			for _, d := range by {
				if c.Country != "" && c.Country == d.Country {
					return true
				}
			}
		}
	}
	return false
}
