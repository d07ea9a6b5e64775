package main

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"demarche/chart"
	"demarche/event"
	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

func newRelation(std streams) *cobra.Command {
	var (
		halfLife float64
		events   int
	)
	cmd := &cobra.Command{
		Use:   "relation A B [PATH...] [--half-life DAYS] [--format FORM]",
		Short: "Tell the story of two countries: level, turns, key events, open matters",
		Long: `Relation follows two countries through the events of the store: how good or bad
things stood (from -10 to 10), when that turned and what made it turn, and what
is still pending. Countries are named by code or in words. Where paths are given,
the reports there are coded and asked instead of the store.`,
		Example: `  demarche relation USA COL
  demarche relation "United States" Colombia --format svg reports/ > level.svg`,
		Args: atLeast(2, "two countries"),
	}
	form := format(cmd, "text", "json", "md", "svg")
	cmd.Flags().Float64Var(&halfLife, "half-life", relation.DefaultHalfLife, "days after which an event counts half for the level")
	cmd.Flags().IntVar(&events, "events", 16, "how many key events are shown")
	asked, ask := filterFlags(cmd), askingFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !(halfLife > 0) || math.IsInf(halfLife, 0) {
			return usagef("--half-life: it takes a number of days above 0")
		}
		if events < 0 {
			return usagef("--events: it takes a number from 0 on")
		}
		roster, err := who.Load()
		if err != nil {
			return err
		}
		var codes [2]string
		for i := range codes {
			if codes[i], err = country(roster, args[i]); err != nil {
				return err
			}
		}
		if codes[0] == codes[1] {
			return usagef("%s and %s are one country", args[0], args[1])
		}
		f, err := asked.filter(roster)
		if err != nil {
			return err
		}
		f.Pair = codes
		return ask.in(cmd.Context(), std, args[2:], func(s *store.Store) error {
			r, err := reckon(cmd.Context(), s, f, halfLife)
			if err != nil {
				return err
			}
			if err := writeRelation(std, form.value, &story{r, roster, relation.Key(r.Events, r.Turns, events)}); err != nil {
				return fmt.Errorf("writing the relation: %w", err)
			}
			return nil
		})
	}
	return cmd
}

// reckon follows the events that the filter lets pass. Where it lets all of a
// pair pass and nothing else is asked, the store has the answer ready.
func reckon(ctx context.Context, s *store.Store, f store.Filter, halfLife float64) (*relation.Relation, error) {
	a, b := f.Pair[0], f.Pair[1]
	if halfLife == relation.DefaultHalfLife && reflect.DeepEqual(f, store.Filter{Pair: f.Pair}) {
		return s.Relation(ctx, a, b)
	}
	events, _, err := s.Events(ctx, f, store.Page{})
	if err != nil {
		return nil, err
	}
	return relation.Of(events, a, b, relation.Options{HalfLife: halfLife, Until: f.Until}), nil
}

func writeRelation(std streams, form string, s *story) (err error) {
	switch form {
	case "json":
		err = indented(std.out, s.Relation)
	case "md":
		_, err = fmt.Fprint(std.out, s.markdown())
	case "svg":
		_, err = fmt.Fprint(std.out, s.svg())
	default:
		_, err = lipgloss.Fprint(std.out, flush(s.text(std)))
	}
	return err
}

// story is a relation on its way to a reader.
type story struct {
	*relation.Relation
	roster *who.Roster
	key    []*event.Event
}

func (s *story) title() string {
	return s.roster.CountryName(s.A) + " – " + s.roster.CountryName(s.B)
}

// standing is a line on where the relation stands.
func (s *story) standing() string {
	if len(s.Course) == 0 {
		return "no events between the two"
	}
	line := fmt.Sprintf("level %+.1f on %s, from %s", s.Level, s.Until, counted(len(s.Events), "event"))
	const clear = 0.3
	switch {
	case s.Lead >= clear:
		line += fmt.Sprintf("; %s answers %s", s.B, s.A)
	case s.Lead <= -clear:
		line += fmt.Sprintf("; %s answers %s", s.A, s.B)
	}
	return line
}

func phaseLine(p *relation.Phase) string {
	return fmt.Sprintf("%s to %s  %-11s %+.1f, %s", p.From, p.To, p.Name, p.Mean, counted(p.Events, "event"))
}

func (s *story) openMatters() []*relation.Matter {
	return slices.DeleteFunc(slices.Clone(s.Matters), func(m *relation.Matter) bool { return !m.Open() })
}

// text is the story for a terminal.
func (s *story) text(std streams) string {
	var b strings.Builder
	section := func(head string) { b.WriteString("\n" + bold.Render(head) + "\n") }
	b.WriteString(bold.Render(s.title()) + "\n" + faint.Render(s.standing()) + "\n")
	if len(s.Course) == 0 {
		return b.String()
	}
	section("Level")
	b.WriteString(s.chart(min(std.width(), 100)))
	if len(s.Turns) > 0 {
		section("Turns")
		for i := range s.Turns {
			b.WriteString(chart.TurnLine(&s.Turns[i]) + "\n")
		}
	}
	section("Phases")
	for i := range s.Phases {
		b.WriteString(phaseLine(&s.Phases[i]) + "\n")
	}
	if len(s.key) > 0 {
		section("Key events")
		g := grid{heads: []string{"DATE", "WHO", "DID", "TO WHOM", "TOLD BY", "IN THESE WORDS"}, most: []int{13, 12, 14, 12, 14}}
		for _, e := range s.key {
			g.rows = append(g.rows, []string{eventDay(e), sideCell(e.Actors), eventKind(e), sideCell(e.Recipients), voicesCell(e), clip(e.Words, 200)})
		}
		b.WriteString(g.draw(std.width(), func(row, col int) lipgloss.Style {
			if col == 2 {
				return quadStyles[s.key[row].Quad]
			}
			return lipgloss.NewStyle()
		}) + "\n")
	}
	section("Open matters")
	b.WriteString(mattersTable(std, s.openMatters()))
	return b.String()
}
