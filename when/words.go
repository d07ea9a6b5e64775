package when

import "strings"

// word says what a word can mean in a date. One word can have several parts:
// "second" is an ordinal and a unit, "may" a month and an auxiliary.
type word struct {
	month   int8 // 1..12
	weekday int8 // 1 Monday..7 Sunday
	unit    unit
	season  int8 // 1 spring..4 winter
	hour    bool // a part of the day: "morning", "dawn"
	short   bool // an abbreviated month or weekday
	plural  bool // of a unit or weekday
	card    int16
	ord     int16
	tens    int16 // "seventies": 70
	rel     relation
	part    part
	fn      function
	holiday []int16 // the holidays whose names begin with it
	known   bool
}

// unit is a length of time.
type unit int8

const (
	noUnit unit = iota
	moments
	days
	weekends
	weeks
	fortnights
	months
	quarters
	halves
	years
	decades
	centuries
)

// relation is how a period stands to the day it is counted from.
type relation int8

const (
	noRelation relation = iota
	last
	past
	previous
	this
	next
	coming
	following
	same
	that
	recent
)

// part is a part of a period.
type part int8

const (
	noPart part = iota
	early
	mid
	late
	rest
)

// function is the grammatical job of a word.
type function int8

const (
	noFunction function = iota
	fnThe
	fnA
	fnOf
	fnOn
	fnIn
	fnAt
	fnOver
	fnDuring
	fnFor
	fnFrom
	fnTo
	fnUntil
	fnThrough
	fnBetween
	fnAnd
	fnSince
	fnBy
	fnBefore
	fnAfter
	fnAgo
	fnLater
	fnEarlier
	fnWithin
	fnNow
	fnToday
	fnYesterday
	fnTomorrow
	fnTonight
	fnOvernight
	fnHundred
	fnThousand
	fnHalf
	fnFew
	fnMore
	fnLess
	fnThan
	fnAbout
	fnStarting
	fnHence
	fnFuture
	fnS
	fnPlus
	fnPossessive
	fnQuarterMark
	fnHalfMark
	fnCount
	fnEvery
	fnOther // prepositions and conjunctions that may follow a date
)

// words is the vocabulary of dates, in lower case.
var words = vocabulary()

func vocabulary() map[string]*word {
	m := make(map[string]*word, 512)
	add := func(set func(*word), names ...string) {
		for _, name := range names {
			w := m[name]
			if w == nil {
				w = &word{known: true}
				m[name] = w
			}
			set(w)
		}
	}
	for i, names := range [][]string{
		{"january", "jan"}, {"february", "feb"}, {"march", "mar"}, {"april", "apr"}, {"may"}, {"june", "jun"}, {"july", "jul"},
		{"august", "aug"}, {"september", "sept", "sep"}, {"october", "oct"}, {"november", "nov"}, {"december", "dec"},
	} {
		for k, name := range names {
			add(func(w *word) { w.month, w.short = int8(i+1), k > 0 }, name)
		}
	}
	for i, names := range [][]string{
		{"monday", "mon"}, {"tuesday", "tues", "tue"}, {"wednesday", "weds", "wed"}, {"thursday", "thurs", "thur", "thu"},
		{"friday", "fri"}, {"saturday", "sat"}, {"sunday", "sun"},
	} {
		for k, name := range names {
			add(func(w *word) { w.weekday, w.short = int8(i+1), k > 0 }, name)
		}
		add(func(w *word) { w.weekday, w.plural = int8(i+1), true }, names[0]+"s")
	}
	for name, u := range map[string]unit{
		"second": moments, "minute": moments, "hour": moments, "moment": moments, "day": days, "night": days, "weekend": weekends,
		"week": weeks, "fortnight": fortnights, "month": months, "quarter": quarters, "year": years, "decade": decades,
	} {
		add(func(w *word) { w.unit = u }, name)
		add(func(w *word) { w.unit, w.plural = u, true }, name+"s")
	}
	add(func(w *word) { w.unit = moments }, "hr", "hrs", "min", "mins", "sec", "secs")
	add(func(w *word) { w.unit = centuries }, "century")
	add(func(w *word) { w.unit, w.plural = centuries, true }, "centuries")
	add(func(w *word) { w.unit = halves }, "half")
	for i, names := range [][]string{{"spring", "springtime"}, {"summer", "summertime"}, {"autumn", "fall"}, {"winter", "wintertime"}} {
		add(func(w *word) { w.season = int8(i + 1) }, names...)
	}
	add(func(w *word) { w.hour = true }, "morning", "afternoon", "evening", "night", "midnight", "noon", "midday", "dawn", "dusk",
		"daybreak", "sunrise", "sunset", "lunchtime")

	for i, name := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"} {
		add(func(w *word) { w.card = int16(i + 1) }, name)
	}
	for i, name := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		n := int16(10 * (i + 2))
		add(func(w *word) { w.card = n }, name)
		add(func(w *word) { w.tens = n }, name[:len(name)-1]+"ies")
		add(func(w *word) { w.ord = n }, name[:len(name)-1]+"ieth")
	}
	for i, name := range []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
		"twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"} {
		add(func(w *word) { w.ord = int16(i + 1) }, name)
	}
	add(func(w *word) { w.ord = -1 }, "last", "final")
	add(func(w *word) { w.tens = 100 }, "noughties", "aughts")
	add(func(w *word) { w.tens = 110 }, "tens")

	for name, r := range map[string]relation{
		"last": last, "past": past, "previous": previous, "preceding": previous, "prior": previous, "this": this, "current": this,
		"present": this, "next": next, "coming": coming, "upcoming": coming, "forthcoming": coming, "following": following, "ensuing": following,
		"same": same, "that": that, "recent": recent,
	} {
		add(func(w *word) { w.rel = r }, name)
	}
	for name, p := range map[string]part{
		"early": early, "beginning": early, "start": early, "mid": mid, "middle": mid, "late": late, "end": late, "rest": rest,
		"remainder": rest, "close": late, "onset": early,
	} {
		add(func(w *word) { w.part = p }, name)
	}
	for name, f := range map[string]function{
		"the": fnThe, "a": fnA, "an": fnA, "of": fnOf, "on": fnOn, "in": fnIn, "at": fnAt, "over": fnOver, "during": fnDuring,
		"throughout": fnDuring, "for": fnFor, "from": fnFrom, "to": fnTo, "until": fnUntil, "till": fnUntil, "til": fnUntil, "through": fnThrough,
		"thru": fnThrough, "between": fnBetween, "and": fnAnd, "since": fnSince, "by": fnBy, "before": fnBefore, "after": fnAfter, "ago": fnAgo,
		"later": fnLater, "afterwards": fnLater, "afterward": fnLater, "earlier": fnEarlier, "beforehand": fnEarlier, "within": fnWithin,
		"now": fnNow, "today": fnToday, "yesterday": fnYesterday, "tomorrow": fnTomorrow, "tonight": fnTonight, "overnight": fnOvernight,
		"hundred": fnHundred, "thousand": fnThousand, "every": fnEvery, "each": fnEvery, "few": fnFew, "several": fnFew, "couple": fnFew, "dozen": fnFew,
		"more": fnMore, "less": fnLess, "fewer": fnLess, "under": fnLess, "than": fnThan, "about": fnAbout, "around": fnAbout, "nearly": fnAbout,
		"almost": fnAbout, "roughly": fnAbout, "some": fnAbout, "just": fnAbout, "only": fnAbout, "barely": fnAbout, "approximately": fnAbout,
		"exactly": fnAbout, "least": fnAbout, "up": fnAbout, "starting": fnStarting, "beginning": fnStarting, "commencing": fnStarting,
		"ending": fnOther, "hence": fnHence, "future": fnFuture, "s": fnS, "plus": fnPlus, "odd": fnPlus, "my": fnPossessive, "our": fnPossessive,
		"your": fnPossessive, "his": fnPossessive, "her": fnPossessive, "their": fnPossessive, "its": fnPossessive,
		"when": fnOther, "as": fnOther, "with": fnOther, "that": fnOther, "which": fnOther, "but": fnOther, "or": fnOther, "who": fnOther,
		"where": fnOther, "while": fnOther, "near": fnOther, "against": fnOther, "was": fnOther, "were": fnOther, "is": fnOther, "are": fnOther,
		"has": fnOther, "had": fnOther, "have": fnOther, "will": fnOther, "would": fnOther, "following": fnAfter, "prior": fnBefore,
	} {
		add(func(w *word) { w.fn = f }, name)
	}
	add(func(w *word) { w.fn = fnHalf }, "half")
	add(func(w *word) { w.fn = fnQuarterMark }, "q")
	add(func(w *word) { w.fn = fnHalfMark }, "h")
	add(func(w *word) { w.card = 3 }, "few", "several")
	add(func(w *word) { w.card = 2 }, "couple")
	add(func(w *word) { w.card = 12 }, "dozen")
	// A number before one of these counts things: no year, no day.
	add(func(w *word) { w.fn = fnCount }, "people", "persons", "men", "women", "children", "troops", "soldiers", "fighters", "civilians", "police",
		"policemen", "officers", "members", "personnel", "refugees", "migrants", "prisoners", "hostages", "homes", "houses", "families", "villages",
		"cases", "deaths", "percent", "per", "million", "billion", "trillion", "dollars", "euros", "pounds", "tons", "tonnes", "barrels", "miles",
		"kilometers", "kilometres", "meters", "metres", "feet", "km", "kg", "mph", "rounds", "missiles", "rockets", "drones", "tanks", "aircraft",
		"countries", "nations", "states", "seats", "votes", "points", "times", "workers", "students", "protesters", "demonstrators", "am", "pm",
		"gmt", "utc", "degrees", "others", "dead", "wounded", "injured")
	for i := range holidays {
		for _, name := range holidays[i].names {
			first, _, _ := strings.Cut(name, " ")
			add(func(w *word) { w.holiday = append(w.holiday, int16(i)) }, first, first+"s")
		}
	}
	return m
}
