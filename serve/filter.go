package serve

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
	"demarche/store"
	"demarche/who"
)

// query reads the parameters of a request, which are the same for the API, the
// pages and the tables. Of parameters that take several values each may stand
// by itself (type=REJECT&type=ACCUSE) or with commas between. What is wrong is
// gathered, so that a client learns of all of it at once.
type query struct {
	values url.Values
	roster *who.Roster
	wrong  []fault
}

// fault is a parameter that cannot be used.
type fault struct{ name, value, why string }

func (f fault) Error() string { return fmt.Sprintf("%s: %s", f.name, f.why) }

func (s *Server) query(values url.Values) *query { return &query{values: values, roster: s.roster} }

func (q *query) fail(name, value, format string, args ...any) {
	q.wrong = append(q.wrong, fault{name, value, fmt.Sprintf(format, args...)})
}

// list are the values of a parameter.
func (q *query) list(name string) []string {
	var out []string
	for _, v := range q.values[name] {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	const most = 50
	if len(out) > most {
		q.fail(name, "", "it takes at most %d values", most)
		return nil
	}
	return out
}

// text is the value of a parameter that takes one, of bounded length.
func (q *query) text(name string) string {
	v := strings.TrimSpace(q.values.Get(name))
	const most = 300
	if len(v) > most {
		q.fail(name, "", "it takes at most %d bytes", most)
		return ""
	}
	if strings.ContainsRune(v, 0) {
		q.fail(name, "", "it takes no zero byte")
		return ""
	}
	return v
}

// countries are codes, from codes or names.
func (q *query) countries(name string) []string {
	var codes []string
	for _, v := range q.list(name) {
		if code, ok := q.roster.Country(v, who.Today()); ok {
			codes = append(codes, code)
		} else {
			q.fail(name, v, "%q is no country that is known; codes are ISO 3166-1 alpha-3, such as NOR", clean(v))
		}
	}
	return codes
}

func (q *query) country(name string) string {
	switch codes := q.countries(name); len(codes) {
	case 0:
		return ""
	case 1:
		return codes[0]
	}
	q.fail(name, q.values.Get(name), "it takes one country")
	return ""
}

func (q *query) day(name string) string {
	v := q.text(name)
	if v == "" {
		return ""
	}
	d, err := report.ParseDay(v)
	if err != nil {
		q.fail(name, v, "%q is no date; write it as 2024-05-15", clean(v))
	}
	return d
}

func (q *query) number(name string, least, otherwise, most int) int {
	v := q.text(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.fail(name, v, "it takes a number from %d to %d", least, most)
		return otherwise
	}
	return n
}

func (q *query) yes(name string) bool {
	switch v := q.text(name); v {
	case "", "0", "false", "no":
		return false
	case "1", "true", "yes", "on":
		return true
	default:
		q.fail(name, v, "it takes true or false")
		return false
	}
}

// oneOf are the values of a parameter that takes words of a list, in any case.
func oneOf[T ~string](q *query, name string, known []T) []T {
	var out []T
	for _, v := range q.list(name) {
		i := slices.IndexFunc(known, func(k T) bool { return strings.EqualFold(string(k), v) })
		if i < 0 {
			q.fail(name, v, "%q is none that it takes: %s", clean(v), someOf(known))
			continue
		}
		out = append(out, known[i])
	}
	return out
}

func someOf[T ~string](known []T) string {
	words := make([]string, 0, len(known))
	for _, k := range known {
		words = append(words, string(k))
	}
	if len(words) > 20 {
		words = append(words[:20], "...")
	}
	return strings.Join(words, ", ")
}

var (
	quads      = []plover.Quad{plover.VerbalCooperation, plover.MaterialCooperation, plover.VerbalConflict, plover.MaterialConflict}
	modalities = []record.Modality{record.Actual, record.Future, record.Hypothetical, record.Negated, record.Historical}
)

func modes() []plover.Mode {
	var all []plover.Mode
	for _, t := range plover.Types() {
		for _, m := range plover.Modes(t) {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}

// filter is what records and events are picked by.
func (q *query) filter() store.Filter {
	f := store.Filter{
		Parties:    q.countries("party"),
		Actors:     q.countries("actor"),
		Recipients: q.countries("recipient"),
		Types:      oneOf(q, "type", plover.Types()),
		Modes:      oneOf(q, "mode", modes()),
		Quads:      oneOf(q, "quad", quads),
		Contexts:   oneOf(q, "context", plover.Contexts()),
		Modalities: oneOf(q, "modality", modalities),
		Since:      q.day("since"),
		Until:      q.day("until"),
		MinOutlets: q.number("min_outlets", 0, 0, 10_000),
		Text:       q.text("text"),
		Report:     q.text("report"),
		Outlet:     q.text("outlet"),
	}
	if name := q.text("name"); name != "" {
		f.Names = []string{name}
	}
	f.Pair = q.pair()
	return f
}

// pair is a parameter of two countries, none where it is left out.
func (q *query) pair() [2]string {
	list := q.values["pair"]
	if len(list) == 1 && !strings.Contains(list[0], ",") {
		list = strings.SplitN(list[0], "-", 2)
	}
	q.values = cloned(q.values, "pair", list)
	codes := q.countries("pair")
	switch {
	case len(codes) == 2 && codes[0] != codes[1]:
		return [2]string{codes[0], codes[1]}
	case len(q.wrong) == 0 && len(q.list("pair")) > 0:
		q.fail("pair", strings.Join(list, ","), "it takes two countries, such as USA,COL")
	}
	return [2]string{}
}

func cloned(v url.Values, name string, list []string) url.Values {
	out := make(url.Values, len(v))
	for k, x := range v {
		out[k] = x
	}
	if len(list) > 0 {
		out[name] = list
	}
	return out
}

// Limits of a page of results.
const (
	pageLimit = 50
	mostLimit = 1000
)

// page is which of the results are asked for; the newest come first unless
// another order is asked for.
func (q *query) page(sorts []string) store.Page {
	p := store.Page{Sort: q.text("sort"), Limit: q.number("limit", 1, pageLimit, mostLimit), After: q.values.Get("after")}
	if len(p.After) > 2000 {
		q.fail("after", "", "it is no cursor")
	}
	word := strings.TrimPrefix(p.Sort, "-")
	switch {
	case word == "":
		p.Sort = "-" + sorts[0]
	case !slices.Contains(sorts, word):
		q.fail("sort", p.Sort, "it takes %s, with - before it for the other way round", strings.Join(sorts, ", "))
	}
	return p
}
