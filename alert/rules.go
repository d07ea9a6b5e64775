package alert

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"demarche/plover"
	"demarche/record"
	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

// Rules are a file of rules.
type Rules struct {
	Quiet    *Quiet
	Retry    time.Duration // wait after the first failure of a channel; 0 stands for DefaultRetry
	Channels map[string]Channel
	List     []Rule
}

// Rule says what is to be told of.
type Rule struct {
	Name   string
	When   string       // event, turn, matter or level
	Filter store.Filter // of events; its Pair holds for all
	Kinds  []relation.Kind
	States []relation.State
	By, To string   // of matters
	Below  *float64 // the level fell below this
	Above  *float64 // the level rose above this
	Once   bool     // an event, however often it is told of anew, makes one alert
	Urgent bool     // is sent in quiet hours too
	Send   []string // names of channels
}

// The values of When.
const (
	whenEvent  = "event"
	whenTurn   = "turn"
	whenMatter = "matter"
	whenLevel  = "level"
)

// words is a YAML value that is one word or a list of them.
type words []string

func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = words{n.Value}
		return nil
	}
	var list []string
	if err := n.Decode(&list); err != nil {
		return err
	}
	*w = list
	return nil
}

// fileOf is the YAML of a file of rules.
type fileOf struct {
	Quiet    *quietOf             `yaml:"quiet"`
	Retry    time.Duration        `yaml:"retry"`
	Channels map[string]channelOf `yaml:"channels"`
	Rules    []ruleOf             `yaml:"rules"`
}

type channelOf struct {
	Webhook string  `yaml:"webhook"`
	Secret  string  `yaml:"secret"`
	File    string  `yaml:"file"`
	Mail    *mailOf `yaml:"mail"`
}

type ruleOf struct {
	Name       string   `yaml:"name"`
	When       string   `yaml:"when"`
	Pair       words    `yaml:"pair"`
	Party      words    `yaml:"party"`
	Actor      words    `yaml:"actor"`
	Recipient  words    `yaml:"recipient"`
	Type       words    `yaml:"type"`
	Mode       words    `yaml:"mode"`
	Context    words    `yaml:"context"`
	Modality   words    `yaml:"modality"`
	Text       string   `yaml:"text"`
	MinOutlets int      `yaml:"min_outlets"`
	Matter     words    `yaml:"matter"`
	State      words    `yaml:"state"`
	By         string   `yaml:"by"`
	ToWhom     string   `yaml:"to_whom"`
	Below      *float64 `yaml:"below"`
	Above      *float64 `yaml:"above"`
	Once       *bool    `yaml:"once"`
	Urgent     bool     `yaml:"urgent"`
	Send       words    `yaml:"send"`
}

// Load reads a file of rules. Errors name the file and the rule or line.
func Load(path string, roster *who.Roster) (*Rules, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	rules, err := parse(data, filepath.Dir(path), roster)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rules, nil
}

func parse(data []byte, folder string, roster *who.Roster) (*Rules, error) {
	var in fileOf
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&in); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	rules := &Rules{Retry: in.Retry, Channels: map[string]Channel{}}
	if in.Retry < 0 {
		return nil, errors.New("retry: it takes a time such as 30s")
	}
	var err error
	if in.Quiet != nil {
		if rules.Quiet, err = in.Quiet.quiet(); err != nil {
			return nil, fmt.Errorf("quiet: %w", err)
		}
	}
	for name, c := range in.Channels {
		if rules.Channels[name], err = c.channel(folder); err != nil {
			return nil, fmt.Errorf("channel %s: %w", name, err)
		}
	}
	if len(in.Rules) == 0 {
		return nil, errors.New("there is no rule in it")
	}
	named := map[string]bool{}
	for i := range in.Rules {
		r, err := in.Rules[i].rule(roster, rules.Channels)
		if err == nil && named[r.Name] {
			err = errors.New("its name is that of another rule")
		}
		if err != nil {
			return nil, fmt.Errorf("rule %d (%s): %w", i+1, in.Rules[i].Name, err)
		}
		named[r.Name] = true
		rules.List = append(rules.List, *r)
	}
	return rules, nil
}

// secret puts the environment's values in the place of ${NAME}. One that is not
// set is an error, so that nothing is sent with an empty secret.
func secret(text string) (string, error) {
	var missing []string
	out := os.Expand(text, func(name string) string {
		v, ok := os.LookupEnv(name)
		if !ok {
			missing = append(missing, name)
		}
		return v
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("the environment has no %s", strings.Join(missing, ", "))
	}
	return out, nil
}

func (c *channelOf) channel(folder string) (Channel, error) {
	n := 0
	for _, set := range []bool{c.Webhook != "", c.File != "", c.Mail != nil} {
		if set {
			n++
		}
	}
	if n != 1 {
		return nil, errors.New("it takes one of webhook, mail and file")
	}
	switch {
	case c.Webhook != "":
		key, err := secret(c.Secret)
		if err != nil {
			return nil, err
		}
		return newWebhook(c.Webhook, key)
	case c.Mail != nil:
		return c.Mail.channel()
	}
	path := c.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	return &file{path: path}, nil
}

func (in *ruleOf) rule(roster *who.Roster, channels map[string]Channel) (*Rule, error) {
	r := &Rule{Name: strings.TrimSpace(in.Name), Below: in.Below, Above: in.Above, Once: in.Once == nil || *in.Once, Urgent: in.Urgent, Send: in.Send}
	if r.Name == "" {
		return nil, errors.New("it has no name")
	}
	if len(r.Send) == 0 {
		return nil, errors.New("send: it names no channel")
	}
	for _, name := range r.Send {
		if channels[name] == nil {
			return nil, fmt.Errorf("send: there is no channel %q", name)
		}
	}
	f := &r.Filter
	f.Text, f.MinOutlets = in.Text, in.MinOutlets
	if err := in.countries(r, roster); err != nil {
		return nil, err
	}
	err := errors.Join(
		each("type", upper(in.Type), plover.Types(), &f.Types), each("mode", in.Mode, modes(), &f.Modes),
		each("context", in.Context, plover.Contexts(), &f.Contexts), each("modality", in.Modality, modalities, &f.Modalities),
		each("matter", in.Matter, relation.Kinds(), &r.Kinds), each("state", in.State, states, &r.States),
	)
	if err != nil {
		return nil, err
	}
	return r, in.when(r)
}

// when settles what a rule waits for, and refuses conditions that do not go
// with it.
func (in *ruleOf) when(r *Rule) error {
	events := len(in.Type)+len(in.Mode)+len(in.Context)+len(in.Modality)+len(in.Party)+len(in.Actor)+len(in.Recipient)+in.MinOutlets > 0 || in.Text != ""
	matters := len(in.Matter)+len(in.State) > 0 || in.By != "" || in.ToWhom != ""
	levels := in.Below != nil || in.Above != nil
	r.When = in.When
	if r.When == "" {
		switch {
		case matters:
			r.When = whenMatter
		case levels:
			r.When = whenLevel
		default:
			r.When = whenEvent
		}
	}
	if !slices.Contains([]string{whenEvent, whenTurn, whenMatter, whenLevel}, r.When) {
		return fmt.Errorf("when: it takes event, turn, matter or level, not %q", r.When)
	}
	for _, c := range []struct {
		set  bool
		goes string
		what string
	}{
		{events, whenEvent, "type, mode, context, modality, party, actor, recipient, text and min_outlets"},
		{matters, whenMatter, "matter, state, by and to_whom"}, {levels, whenLevel, "below and above"},
	} {
		if c.set && r.When != c.goes {
			return fmt.Errorf("%s do not go with when: %s", c.what, r.When)
		}
	}
	switch {
	case r.When == whenLevel && !levels:
		return errors.New("a level is crossed: it takes below or above")
	case r.When == whenEvent && !events && len(in.Pair) == 0:
		return errors.New("it would tell of every event")
	}
	return nil
}

func (in *ruleOf) countries(r *Rule, roster *who.Roster) error {
	code := func(field, name string) (string, error) {
		c, ok := roster.Country(name, who.Today())
		if !ok {
			return "", fmt.Errorf("%s: %q is no country that is known; codes are ISO 3166-1 alpha-3, such as NOR", field, name)
		}
		return c, nil
	}
	for _, list := range []struct {
		field string
		names []string
		to    *[]string
	}{{"party", in.Party, &r.Filter.Parties}, {"actor", in.Actor, &r.Filter.Actors}, {"recipient", in.Recipient, &r.Filter.Recipients}} {
		for _, name := range list.names {
			c, err := code(list.field, name)
			if err != nil {
				return err
			}
			*list.to = append(*list.to, c)
		}
	}
	for _, one := range []struct {
		field, name string
		to          *string
	}{{"by", in.By, &r.By}, {"to_whom", in.ToWhom, &r.To}} {
		if one.name == "" {
			continue
		}
		var err error
		if *one.to, err = code(one.field, one.name); err != nil {
			return err
		}
	}
	if len(in.Pair) == 0 {
		return nil
	}
	if len(in.Pair) != 2 {
		return errors.New("pair: it takes two countries, such as [USA, COL]")
	}
	for i, name := range in.Pair {
		c, err := code("pair", name)
		if err != nil {
			return err
		}
		r.Filter.Pair[i] = c
	}
	if r.Filter.Pair[0] == r.Filter.Pair[1] {
		return errors.New("pair: the two are one country")
	}
	return nil
}

// each reads words of a list.
func each[T ~string](field string, in []string, known []T, to *[]T) error {
	for _, w := range in {
		if !slices.Contains(known, T(w)) {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = string(k)
			}
			return fmt.Errorf("%s: %q is none that it takes: %s", field, w, strings.Join(names, ", "))
		}
		*to = append(*to, T(w))
	}
	return nil
}

func upper(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToUpper(s)
	}
	return out
}

var (
	modalities = []record.Modality{record.Actual, record.Future, record.Hypothetical, record.Negated, record.Historical}
	states     = []relation.State{
		relation.Opened, relation.Accepted, relation.Scheduled, relation.Repeated, relation.Held, relation.Declined, relation.Withdrawn,
		relation.Lapsed, relation.Kept, relation.Broken, relation.CarriedOut, relation.Met, relation.Refused, relation.Dropped,
		relation.Lifted, relation.Agreed, relation.BrokenOff,
	}
)

func modes() []plover.Mode {
	var all []plover.Mode
	for _, t := range plover.Types() {
		all = append(all, plover.Modes(t)...)
	}
	return all
}
