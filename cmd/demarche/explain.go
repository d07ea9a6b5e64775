package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/tree"
	"github.com/spf13/cobra"

	"demarche"
	"demarche/coder"
	"demarche/record"
	"demarche/report"
)

func newExplain(std streams) *cobra.Command {
	var (
		published day
		all       bool
	)
	cmd := &cobra.Command{
		Use:   "explain [--published DATE] [--format FORM] [TEXT|FILE|URL|-]",
		Short: "Show how each sentence was read, and why",
		Long: `Explain shows for each sentence of a text or report its tree, the parties, dates
and places found in it, the frames tried on each predicate, the one that fired,
and what became of it.`,
		Example: `  demarche explain "Norway's foreign minister met the Chilean envoy on Tuesday."
  demarche explain --published 2024-05-15 report.txt`,
	}
	form := format(cmd, "text", "json")
	roster := rosterFlag(cmd)
	cmd.Flags().Var(&published, "published", "day of publication, such as 2024-05-15")
	cmd.Flags().BoolVar(&all, "all", false, "list every frame that was tried, not the first few")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		opt := report.Options{Published: published.value, Stdin: std.in, AnyLanguage: true}
		reports, err := toExplain(cmd, args, opt)
		if err != nil {
			return err
		}
		own, err := options(*roster)
		if err != nil {
			return err
		}
		c, err := demarche.New(own)
		if err != nil {
			return err
		}
		for _, rep := range reports {
			if err := explain(std, c.Explain(rep), form.value, all); err != nil {
				return fmt.Errorf("writing an explanation: %w", err)
			}
		}
		return nil
	}
	return cmd
}

// toExplain takes the arguments for a path or URL if that is what they are,
// else for text.
func toExplain(cmd *cobra.Command, args []string, opt report.Options) ([]*report.Report, error) {
	text := strings.Join(args, " ")
	path := text
	if len(args) == 0 {
		path = "-"
	}
	_, missing := os.Stat(path)
	if missing != nil && path != "-" && !strings.HasPrefix(path, "http://") && !strings.HasPrefix(path, "https://") {
		if !strings.ContainsAny(text, " \n") {
			return nil, usagef("%s: there is no such file, and one word is no text to explain", text)
		}
		rep, err := report.Read("text", []byte(text), opt)
		return []*report.Report{rep}, err
	}
	var list []*report.Report
	for rep, err := range report.Open(cmd.Context(), path, opt) {
		if err != nil {
			return nil, err
		}
		list = append(list, rep)
	}
	return list, nil
}

func explain(std streams, sentences []coder.Explanation, form string, all bool) error {
	if form == "json" {
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		for i := range sentences {
			if err := enc.Encode(&sentences[i]); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range sentences {
		if _, err := lipgloss.Fprint(std.out, explanation(&sentences[i], std.width(), all)); err != nil {
			return err
		}
	}
	return nil
}

// explanation is one sentence's account for people.
func explanation(x *coder.Explanation, width int, all bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", bold.Width(width).Render(fmt.Sprintf("%d  %s", x.Index, oneLine(x.Text))))
	b.WriteString(sentenceTree(x.Tokens))
	section := func(name string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n%s\n", faint.Render(name))
			for _, l := range lines {
				fmt.Fprintf(&b, "  %s\n", l)
			}
		}
	}
	var parties, dates, places []string
	for i := range x.Parties {
		parties = append(parties, partyLine(&x.Parties[i]))
	}
	for _, d := range x.Dates {
		dates = append(dates, fmt.Sprintf("%q is %s", d.Text, strings.ReplaceAll(dateCell(&d.Date), "\n", " ")))
	}
	for _, p := range x.Places {
		places = append(places, fmt.Sprintf("%q is %s, %s (%.2f, %.2f)", p.Text, p.Name, p.Country, p.Lat, p.Lon))
	}
	section("parties", parties)
	section("dates", dates)
	section("places", places)
	for i := range x.Predicates {
		b.WriteString(predicate(&x.Predicates[i], all))
	}
	b.WriteString("\n")
	return b.String()
}

func partyLine(p *coder.PartyReading) string {
	var known []string
	for i := range p.Parties {
		id := &p.Parties[i]
		words := []string{}
		for _, s := range []string{id.Name, code(id), id.Office} {
			if s != "" {
				words = append(words, s)
			}
		}
		known = append(known, strings.Join(words, ", "))
	}
	line := fmt.Sprintf("%q", oneLine(p.Text))
	if len(known) > 0 {
		line += " is " + strings.Join(known, " and ")
	}
	if p.Why != "" {
		line += faint.Render(" - " + p.Why)
	}
	return line
}

// predicate tells of one predicate: slots, frames tried, the one that fired
// and the outcome.
func predicate(p *coder.PredicateReading, all bool) string {
	const most = 5 // frames tried in vain that are shown unless all are asked for
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s %s\n", faint.Render("predicate"), bold.Render(p.Word))
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-8s %s\n", name, text)
		}
	}
	for _, s := range p.Slots {
		line("slot", oneLine(s))
	}
	vain := 0
	for _, f := range p.Tried {
		if f.Frame == p.Fired {
			continue
		}
		if vain++; vain > most && !all {
			continue
		}
		why := f.Lacks
		if why == "" {
			why = "fits, but another fits better"
		} else {
			why = "lacks " + why
		}
		line("tried", f.Frame+faint.Render(" - "+why))
	}
	if vain > most && !all {
		line("", faint.Render(fmt.Sprintf("and %d more (--all)", vain-most)))
	}
	line("fired", p.Fired)
	line("stance", p.Stance)
	line("speech", p.Speech)
	line("sense", p.Sense)
	line("outcome", outcome(p))
	if p.Record != nil {
		line("date", strings.ReplaceAll(dateCell(p.Record.Date), "\n", " "))
		line("claim", claim(p.Record.Claim))
		for _, why := range p.Contexts {
			line("context", why)
		}
	}
	return b.String()
}

// claim tells who vouches for a record, by what word, where and on what evidence.
func claim(c *record.Claim) string {
	if c == nil {
		return ""
	}
	var parts []string
	if c.By != nil {
		parts = append(parts, fmt.Sprintf("by %s (%s)", called(c.By), c.Cue))
	}
	if c.Verbatim {
		parts = append(parts, "verbatim")
	}
	if c.Venue != "" {
		parts = append(parts, fmt.Sprintf("venue %q", c.Venue))
	}
	if c.Evidence != "" {
		parts = append(parts, "evidence "+c.Evidence)
	}
	return strings.Join(parts, ", ")
}

func outcome(p *coder.PredicateReading) string {
	if p.Record == nil {
		return p.Outcome
	}
	r := p.Record
	side := func(list []record.Party) string {
		if len(list) == 0 {
			return "nobody"
		}
		var names []string
		for i := range list {
			names = append(names, strings.TrimSpace(called(&list[i])+" "+code(&list[i])))
		}
		return strings.Join(names, ", ")
	}
	what := strings.TrimSpace(string(r.Type) + " " + string(r.Mode))
	return fmt.Sprintf("%s, %s: %s -> %s, confidence %.2f", quadStyles[r.Quad].Render(what), r.Modality, side(r.Actors), side(r.Recipients), r.Confidence)
}

// sentenceTree draws the tree of a sentence, words in their order under each
// head.
func sentenceTree(tokens []coder.TokenReading) string {
	children := make([][]int, len(tokens))
	var roots []int
	for i, t := range tokens {
		if t.Head < 0 || t.Head >= len(tokens) {
			roots = append(roots, i)
		} else {
			children[t.Head] = append(children[t.Head], i)
		}
	}
	var grow func(i, depth int) *tree.Tree
	grow = func(i, depth int) *tree.Tree {
		t := tokens[i]
		node := tree.Root(bold.Render(t.Text) + faint.Render(fmt.Sprintf("  %s %s %s", t.Label, t.Tag, t.Lemma)))
		for _, c := range children[i] {
			if depth < len(tokens) { // a tree is never deeper; a ring of heads would be
				node.Child(grow(c, depth+1))
			}
		}
		return node
	}
	var b strings.Builder
	for _, r := range roots {
		b.WriteString(grow(r, 0).String() + "\n")
	}
	return b.String()
}
