package relation

import (
	"math"
	"slices"
	"strings"

	"demarche/event"
	"demarche/plover"
	"demarche/record"
)

// subjects are the classes of what is threatened, demanded or withheld.
var subjects = []struct {
	name   string
	modes  []plover.Mode
	topics []string
}{
	{"force", []plover.Mode{plover.Violence, plover.Territory}, []string{"force", "nuclear", "missiles", "arms"}},
	{"economy", []plover.Mode{plover.Restrict, plover.Discontinue}, []string{"trade", "finance", "energy", "technology"}},
	{"relations", []plover.Mode{plover.Relations, plover.Expel, plover.Withdraw}, []string{"diplomats", "visas", "meeting"}},
}

// peaceful are the topics of threats that are not of force.
var peaceful = []string{"trade", "finance", "energy", "technology", "diplomats", "visas"}

// act is an event seen as one side's.
type act struct {
	*moment
	by, to  string
	both    bool
	words   string   // in lower case
	objects []string // what it is about more closely than by topic
}

// nearby is how far from its trigger the words of an act are looked for, in bytes.
const nearby = 70

// wordsOf are the words around the triggers of an event's records; the rest of a long sentence may tell of something else.
func wordsOf(e *event.Event) string {
	var b strings.Builder
	for _, r := range e.Records {
		text := r.Sentence.Text
		from, to := r.Trigger.Start-r.Sentence.Start, r.Trigger.End-r.Sentence.Start
		if from < 0 || to > len(text) || from >= to {
			continue
		}
		b.WriteString(text[max(0, from-nearby):to])
		b.WriteString(ownClause(text[to:min(len(text), to+nearby)]))
		b.WriteString(" | ")
	}
	if b.Len() == 0 {
		return e.Words
	}
	return b.String()
}

// actOf sees an event as one side's.
func actOf(e *moment, by, to string, both bool) act {
	words := wordsOf(e.Event)
	return act{e, by, to, both, strings.ToLower(words), event.Objects(words, general)}
}

// general are words of measures of any kind: that two speak of restrictions
// does not show that they speak of the same.
var general = event.Stems(`sanction sanctions impose imposed ban bans banned bar barred lift lifted lifting remove removed
	measure measures restriction restrictions restrict curb curbs barrier barriers suspend suspended suspending resume
	resumed hold drop dropped scrap scrapped ease eased demand demanded ask asked call called release released refuse refused
	promise promised agree agreed accept accepted announce announced decision order ordered pledge end ended percent more
	less than again once still with economic diplomatic relations threat threaten threatened warn warned against action`)

// ownClause is text up to where another clause begins, which may tell of
// something else: "agreed to resume the talks, as their ministers met".
func ownClause(text string) string {
	end := len(text)
	for _, begin := range [...]string{"; ", ", as ", ", when ", ", after ", ", while ", ", who ", ", which ", ", where ", ", because "} {
		if i := strings.Index(text, begin); i >= 0 {
			end = min(end, i)
		}
	}
	return text[:end]
}

// triggers reports whether the word that an act is told by is one of the stems,
// in one of its records at least.
func (a *act) triggers(stems ...string) bool {
	for _, r := range a.Records {
		from, to := r.Trigger.Start-r.Sentence.Start, r.Trigger.End-r.Sentence.Start
		if from < 0 || to > len(r.Sentence.Text) || from >= to {
			continue
		}
		for _, s := range stems {
			if strings.Contains(strings.ToLower(r.Sentence.Text[from:to]), s) {
				return true
			}
		}
	}
	return false
}

// says reports whether the event's words hold one of the stems.
func (a *act) says(stems ...string) bool {
	for _, s := range stems {
		if strings.Contains(a.words, s) {
			return true
		}
	}
	return false
}

// meeting reports whether the act is about a meeting of the two sides.
func (a *act) meeting() bool {
	return a.says("invit", "summit", "visit", "to meet", "meet with", "will meet", "would meet", "meeting", "host ", "sit down")
}

// intends reports whether the act speaks of something still to come.
func (a *act) intends() bool {
	return a.Modality == record.Future || a.says("pledg", "promis", "vow", "commit", "undertak", "intention", "intend", "will ", "would ", "agreed to", "agrees to", "plans to", "is to ", "are to ", "announces an end", "announced an end")
}

// weak reports whether the act shows goodwill and no more.
func (a *act) weak() bool {
	return a.says("interested in", "ready to", "willing", "open to", "prepared to", "hope", "wants to", "want to", "wish")
}

// about reports whether act and matter speak of the same thing.
func (a *act) about(m *Matter) bool {
	if event.Share(a.Topics, m.Topics) {
		return true
	}
	s := subject(a.Event)
	return s != "" && s == m.About
}

// vague reports whether one of the two leaves open what it is about.
func (a *act) vague(m *Matter) bool { return len(a.Topics) == 0 || len(m.Topics) == 0 }

// opens is the kind of matter that the act opens, "" for none.
func (a *act) opens() Kind {
	switch a.Type {
	case plover.Agree:
		switch {
		case a.meeting():
			return Invitation
		case a.both, a.weak():
			return ""
		}
		return Promise
	case plover.Concede:
		if !a.both && a.intends() {
			return Promise
		}
	case plover.Threaten:
		return Threat
	case plover.Request:
		switch {
		case a.both:
			return ""
		case a.Mode == plover.Meet && a.says("to come", "visit", "invit"):
			return Invitation
		}
		return Demand
	case plover.Sanction:
		if a.Mode != plover.Convict && a.Modality == record.Actual {
			return Sanction
		}
	case plover.Consult:
		if a.Mode == "" && a.says("talks", "negotiat") {
			return Talks
		}
	}
	return ""
}

// retold reports whether the act may be one of before: it is told far down
// only, and no report says in the same breath when it was.
func (a *act) retold() bool {
	for _, r := range a.Records {
		if r.Sentence.Index < 3 || r.Date != nil && r.Date.Span != nil && r.Sentence.Start <= r.Date.Span[0] && r.Date.Span[0] < r.Sentence.End {
			return false
		}
	}
	return true
}

// answers reports whether a refusal speaks of a demand of the other side's, as
// an acceptance does of its invitation.
func (a *act) answers() bool {
	return a.Type == plover.Reject && !a.both && a.Mode != plover.Meet && a.says("demand", "calls for", "call for", "request", "ultimatum", "conditions", "appeal")
}

// reopens reports whether the act may take up a matter that was ended: a
// cancelled meeting that is on again, a demand that is met after all.
func (a *act) reopens(m *Matter) bool {
	if a.day > m.reopenUntil() {
		return false
	}
	if m.Kind == Demand {
		return a.by == m.To && !a.both && (a.Type == plover.Concede || a.Type == plover.Retreat) && a.gives(m)
	}
	return a.Type == plover.Agree
}

// reopenUntil is the last day on which a matter that was ended may be taken up,
// before all days for one that stays as it is.
func (m *Matter) reopenUntil() int {
	switch {
	case m.Kind == Demand && m.State() == Refused:
		return m.openFor + lapse[Demand]
	case m.Kind == Invitation && (m.State() == Withdrawn || m.State() == Declined):
		return m.openFor + 60
	}
	return math.MinInt
}

// moves is the state that the act brings the matter to, "" for none.
func (a *act) moves(m *Matter) State {
	mine, theirs := a.by == m.By || a.both, a.by == m.To || a.both
	if !mine && !theirs || a.Start < m.Opened() && a.day-dayOf(a.Start) > 2 {
		return "" // what may have been before the matter has no say in it
	}
	switch m.Kind {
	case Invitation:
		return a.invitation(m, mine, theirs)
	case Promise:
		return a.promise(m, mine)
	case Threat:
		return a.threat(m, mine)
	case Demand:
		return a.demand(m, mine, theirs)
	case Sanction:
		return a.sanction(m, mine)
	case Talks:
		return a.talks()
	}
	return ""
}

func (a *act) invitation(m *Matter, mine, theirs bool) State {
	switch a.Type {
	case plover.Agree:
		switch {
		case !a.meeting() && !a.says("accept") && !(theirs && a.says("travel", "trip", "journey")):
			return ""
		case a.For != "" && a.For > a.Start:
			return Scheduled
		case theirs && !a.both && a.says("accept", "agree", "ready", "willing", "will ", "would ", "plan", "intention", "look forward"):
			if m.State() == Accepted {
				return Repeated
			}
			return Accepted
		case mine && !a.both && !a.says("accept"):
			return Repeated
		case mine && !a.both && a.triggers("invit") && m.State() == Accepted:
			return Repeated
		}
	case plover.Reject:
		if a.Mode == plover.Meet || a.meeting() {
			if mine {
				return Withdrawn
			}
			return Declined
		}
	case plover.Consult:
		if a.Mode != plover.Phone && a.says("met ", "meet", "visit", "summit", "receiv", "host", "arriv", "welcom") && a.Modality == record.Actual && a.Start > m.Opened() && a.Start >= m.set() && a.same(m) {
			return Held
		}
	}
	return ""
}

// same reports whether those who met are those who were to meet, as far as
// both are known by name.
func (a *act) same(m *Matter) bool {
	for _, side := range [2][]event.Party{a.Actors, a.Recipients} {
		for _, p := range side {
			if names := m.names[p.Country]; len(names) > 0 && len(p.Names) > 0 && !event.Share(names, p.Names) {
				return false
			}
		}
	}
	return true
}

func (a *act) promise(m *Matter, mine bool) State {
	if !mine {
		return ""
	}
	switch a.Type {
	case plover.Agree:
		if event.Share(a.Topics, m.Topics) && a.opens() == Promise {
			return Repeated
		}
	case plover.Cooperate, plover.Aid, plover.Retreat:
		if a.about(m) || len(a.Topics)+len(m.Topics) == 0 && a.Start > m.Opened() {
			return Kept
		}
	case plover.Consult:
		if a.Mode != plover.Phone && a.Start > m.Opened() && event.Share(a.Topics, m.Topics) {
			return Kept // to travel was promised
		}
	case plover.Concede:
		switch {
		case !event.Share(a.Topics, m.Topics):
		case a.intends():
			return Repeated
		case a.Start > m.Opened():
			return Kept
		}
		if m.lifting && a.lifts() && !a.intends() && a.Start > m.Opened() {
			return Kept
		}
	case plover.Reject:
		switch {
		case !a.about(m) || a.Start <= m.Opened():
		case a.says("withdr", "revok", "cancel", "takes back", "took back"):
			return Withdrawn
		case a.says("promis", "pledge", "its word", "his word", "her word", "commitment", "renege", "violat", "breach", "breaks", "broke "):
			return Broken
		}
	}
	return ""
}

func (a *act) threat(m *Matter, mine bool) State {
	if a.both && a.Type == plover.Support && m.About == "force" && a.says("sign", "statement", "treaty", "accord", "agreement") {
		return Lapsed // who signs with the other no longer threatens with war
	}
	if !mine || a.both && a.Type != plover.Threaten {
		return ""
	}
	s := subject(a.Event)
	switch a.Type {
	case plover.Threaten:
		if s == m.About || s == "" || m.About == "" {
			return Repeated
		}
	case plover.Assault:
		if (m.About == "force" || m.About == "") && a.day > dayOf(m.Opened()) && !implied(a.Event) {
			return CarriedOut
		}
	case plover.Sanction, plover.Coerce:
		if m.About != "force" && a.day > dayOf(m.Opened()) && !implied(a.Event) && (a.about(m) || a.vague(m)) {
			return CarriedOut
		}
	case plover.Concede, plover.Retreat:
		if a.about(m) {
			return Withdrawn
		}
	case plover.Agree:
		if m.About == "relations" && a.meeting() {
			return Withdrawn // who sits down again no longer threatens to stay away
		}
	}
	return ""
}

// fresh is within how many days a refusal that does not say of what is taken to
// be of the last demand.
const fresh = 14

func (a *act) demand(m *Matter, mine, theirs bool) State {
	switch {
	case a.Type == plover.Request && mine && !a.both:
		if a.about(m) || event.Share(a.objects, m.objects) || len(a.Topics)+len(m.Topics) == 0 {
			return Repeated
		}
	case !theirs:
	case a.Type == plover.Reject:
		// Talks are refused by not talking, not by a denial.
		talks := slices.Equal(m.Topics, []string{talking}) && a.Mode != plover.Meet
		if !a.both && (a.about(m) || a.vague(m) && a.day-m.openFor <= fresh && !talks) {
			return Refused
		}
	case a.Type == plover.Concede, a.Type == plover.Retreat, a.Type == plover.Cooperate, a.Type == plover.Agree:
		if a.gives(m) {
			return Met
		}
	case a.Type == plover.Consult:
		if slices.Contains(m.Topics, talking) && a.Start > m.Opened() && a.Modality == record.Actual {
			return Met
		}
	}
	return ""
}

// talking is the topic of what is to be met by talks alone.
const talking = "meeting"

// gives reports whether the act gives what was demanded: it is on the topic,
// which talks are of anything.
func (a *act) gives(m *Matter) bool {
	return slices.ContainsFunc(a.Topics, func(t string) bool {
		return slices.Contains(m.Topics, t) && (t != talking || a.Type == plover.Agree)
	})
}

func (a *act) sanction(m *Matter, mine bool) State {
	if !mine {
		return ""
	}
	settled := a.both && (a.Type == plover.Agree || a.Type == plover.Support) && a.says("settle", "impasse", "restor", "resolv", "normali", "end the dispute", "end their dispute")
	if settled && a.day >= m.openFor && (a.about(m) || a.vague(m)) {
		return Lifted
	}
	switch a.Type {
	case plover.Sanction:
		same := len(a.objects) == 0 || len(m.objects) == 0 || event.Share(a.objects, m.objects)
		if a.day-m.openFor <= 3 && event.Share(a.Topics, m.Topics) && same || len(a.Topics) == 0 && a.Mode == "" {
			return Repeated
		}
	case plover.Concede, plover.Retreat:
		// To say that sanctions will go is a promise; they go when they do.
		measure := a.says("sanction", "tariff", "dut", "levy", "ban", "restrict", "measures", "visa", "embargo", "blockade", "ties", "relations")
		if !a.intends() && a.lifts() && (a.about(m) || a.vague(m) && measure) {
			return Lifted
		}
	}
	return ""
}

// lifts reports whether a measure is taken back.
func (a *act) lifts() bool {
	return a.says("lift", "ease", "easing", "suspend", "remov", "restor", "resum", "hold", "shelv", "drop", "scrap", "reopen", "revok", "ends ", "ended", "waive", "cancel", "relax", "reverse", "withdr", "stepped back", "again")
}

func (a *act) talks() State {
	switch {
	case a.Type == plover.Consult && a.Mode == "" && a.says("talks", "negotiat"):
		return Repeated
	case (a.Type == plover.Support || a.Type == plover.Agree) && a.both && a.says("sign", "agree", "deal", "accord", "settle", "statement", "pact"):
		return Agreed
	case a.Type == plover.Reject && a.says("talks", "negotiat"):
		return BrokenOff
	}
	return ""
}

func dayOf(s string) int {
	n, _ := dayNumber(s)
	return n
}
