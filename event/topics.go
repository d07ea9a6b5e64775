package event

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// topicWords lists, topic by topic, the words that show what a happening is
// about. A word may stand for one topic only.
var topicWords = map[string]string{
	"meeting":    "meeting meet met summit visit invitation invite trip travel travelled traveled journey talks negotiation negotiate dialogue call phone conversation host venue",
	"trade":      "tariff duty duties trade import export goods customs levy levies quota embargo",
	"finance":    "bank banking financial asset treasury loan currency fund debt",
	"visas":      "visa visas passport travelban",
	"migrants":   "migrant migration deportee deportation deport deported refugee asylum flight repatriate repatriation",
	"nuclear":    "nuclear atomic uranium enrichment denuclearization centrifuge hydrogen warhead reactor plutonium",
	"missiles":   "missile rocket ballistic launch satellite icbm",
	"force":      "military force forces troop troops strike attack war invade invasion bomb bombing destroy fire fury army armies navy warship bomber airstrike intervention shell shelling retaliate retaliation",
	"exercises":  "exercise drill manoeuvre maneuver wargame",
	"diplomats":  "ambassador embassy diplomat envoy consulate expel recall ties consul mission",
	"energy":     "oil gas pipeline energy fuel electricity petroleum",
	"territory":  "border territory island sovereignty annex annexation boundary frontier airspace territorial",
	"prisoners":  "prisoner detainee hostage captive jail prison detain detained detention arrest freed",
	"drugs":      "drug drugs cocaine trafficking narcotics cartel fentanyl",
	"relief":     "humanitarian relief food medicine famine earthquake flood",
	"arms":       "weapon weapons arms tank jet ammunition artillery",
	"truce":      "ceasefire truce armistice withdrawal withdraw pullout",
	"cyber":      "cyber hack hacking hacker malware",
	"election":   "election vote ballot referendum interference",
	"water":      "water dam river treaty",
	"terrorism":  "terrorism terrorist militant sponsor",
	"apology":    "apology apologise apologize regret compensation sorry",
	"recognise":  "recognise recognize recognition normalise normalize normalisation normalization",
	"fishing":    "fish fishing trawler fishery",
	"technology": "chip semiconductor technology telecom",
}

// topicOf is the topic a stem stands for.
var topicOf = func() map[string]string {
	m := map[string]string{}
	for topic, words := range topicWords {
		for _, w := range strings.Fields(words) {
			m[stem(w)] = topic
		}
	}
	return m
}()

// reach is how far from a record's trigger its topic is looked for, in bytes.
const reach = 70

// topicsOf are the topics of the words around a trigger, which stands at from
// to to in the sentence. Those of the trigger itself, where it has any, are
// all: "tariff" in "announced a tariff" says more than the words around it.
func topicsOf(sentence string, from, to int) []string {
	var own, near []string
	begin, end := window(sentence, from-reach, to+reach)
	eachWord(sentence[begin:end], func(w string, at int) {
		at += begin
		topic := topicOf[stem(w)]
		switch {
		case topic == "", asks(w, sentence[at:]):
		case from <= at && at < to:
			own = append(own, topic)
		default:
			near = append(near, topic)
		}
	})
	if len(own) > 0 {
		near = own
	}
	slices.Sort(near)
	return slices.Clip(slices.Compact(near))
}

// window is the part of a text that holds the words which begin at or after from
// and before to, whole.
func window(text string, from, to int) (begin, end int) {
	// whole is the first place from at on where no word goes on.
	whole := func(at int) int {
		at = max(0, min(at, len(text)))
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); !inWord(before) {
			return at
		}
		for i, c := range text[at:] {
			if !inWord(c) {
				return at + i
			}
		}
		return len(text)
	}
	begin = whole(from)
	return begin, max(begin, whole(to))
}

// asks reports whether a word is the "call" of "called for" or "called on", at
// the beginning of rest, and not that of a telephone.
func asks(word, rest string) bool {
	if !strings.HasPrefix(word, "call") {
		return false
	}
	after := rest[min(len(word), len(rest)):]
	return word == "called" || strings.HasPrefix(after, " for ") || strings.HasPrefix(after, " on ")
}

// TopicsIn are the topics that a text speaks of, in alphabetical order.
func TopicsIn(text string) []string { return topicsOf(text, 0, len(text)) }

// Share reports whether two sorted lists have a member in common.
func Share(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}
