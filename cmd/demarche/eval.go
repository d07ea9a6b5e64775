package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/spf13/cobra"

	"demarche/coder"
	"demarche/english"
	"demarche/eval"
	"demarche/record"
	"demarche/report"
	"demarche/where"
	"demarche/who"
)

func newEval(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure the program on material made by hand",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(evalTreebank(std), evalPairs(std), evalRecords(std), evalParties(std), evalDates(std), evalCoref(std),
		evalEntities(std), evalArcs(std), evalStories(std), evalTurns(std), evalMerging(std), evalStore(std), evalLive(std))
	return cmd
}

// figures are the lines of a table of results.
type figures struct {
	heads []string
	rows  [][]string
}

func (f *figures) add(cells ...string) { f.rows = append(f.rows, cells) }

// put writes a score: as JSON, or as tables for people, with text after them.
func put(std streams, form string, score any, tables []figures, text ...string) error {
	if form == "json" {
		enc := json.NewEncoder(std.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(score)
	}
	var b strings.Builder
	for i, f := range tables {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(f.draw() + "\n")
	}
	for _, t := range text {
		if t != "" {
			b.WriteString("\n" + strings.TrimRight(t, "\n") + "\n")
		}
	}
	_, err := lipgloss.Fprint(std.out, flush(b.String()))
	return err
}

// draw sets the first column left and the numbers behind it right.
func (f *figures) draw() string {
	return table.New().
		Border(lipgloss.NormalBorder()).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderColumn(false).BorderRow(false).BorderStyle(faint).
		Headers(f.heads...).Rows(f.rows...).
		StyleFunc(func(row, col int) lipgloss.Style {
			s := lipgloss.NewStyle()
			if row == table.HeaderRow {
				s = header
			}
			if col > 0 {
				s = s.Align(lipgloss.Right).PaddingLeft(2)
			}
			return s
		}).Render()
}

func percent(x float64) string { return fmt.Sprintf("%.2f", x) }
func share(x float64) string   { return fmt.Sprintf("%.3f", x) }
func number(n int) string      { return fmt.Sprint(n) }

func evalTreebank(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "treebank FILE...",
		Short: "Score the parser on treebanks in CoNLL-U, plain or gzipped",
		Args:  atLeast(1, "files in CoNLL-U"),
	}
	form := format(cmd, "table", "json")
	cmd.RunE = func(_ *cobra.Command, files []string) error {
		parser, err := english.New()
		if err != nil {
			return err
		}
		scores := map[string]eval.TreebankScore{}
		f := figures{heads: []string{"PERCENT", "sentences", "words", "UAS", "LAS", "Penn tags", "universal tags", "lemmas", "raw: tokens", "sentences", "LAS"}}
		for _, file := range files {
			s, err := eval.Treebank(parser, file)
			if err != nil {
				return err
			}
			scores[file] = s
			g, r := s.GoldTokens, s.RawText
			f.add(file, number(s.Sentences), number(s.Words), percent(g.UAS), percent(g.LAS), percent(g.Tag), percent(g.Pos), percent(g.Lemma),
				percent(r.Tokens), percent(r.Sentences), percent(r.LAS))
		}
		return put(std, form.value, scores, []figures{f})
	}
	return cmd
}

func evalPairs(std streams) *cobra.Command {
	var errors bool
	cmd := &cobra.Command{
		Use:   "pairs FILE.tsv",
		Short: "Score the type found for two marked parties of a sentence",
		Long: `Pairs scores the coder on tab-separated lines id, sentence, marked, source,
target, root, quad, as in the PLV set; in the third column the parties stand
between <s> and </s>, <t> and </t>. CONCEDE and RETREAT count as YIELD.

The trained model that settles senses has seen the PLV set: on that set only the
figures with --frames-alone are those of new material.`,
		Args: exactly(1, "one file of tab-separated pairs"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().BoolVar(&errors, "errors", false, "list what was got wrong")
	alone := framesAlone(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		c, err := coder.New(coder.Options{FramesAlone: *alone})
		if err != nil {
			return err
		}
		s, err := eval.Pairs(c, args[0])
		if err != nil {
			return err
		}
		var misses strings.Builder
		if errors {
			for _, m := range s.Misses {
				fmt.Fprintf(&misses, "%-9s said %-9s  %s  %s\n", m.Want, m.Got, m.ID, m.Sentence)
			}
		} else {
			s.Misses = nil
		}
		types := figures{heads: []string{"TYPE", "gold", "said", "right", "precision", "recall", "F1"}}
		quads := figures{heads: []string{"QUAD", "gold", "said", "right", "precision", "recall", "F1"}}
		for _, part := range []struct {
			to    *figures
			from  []eval.ClassScore
			macro float64
		}{{&types, s.Types, s.MacroF1}, {&quads, s.Quads, s.QuadF1}} {
			for _, c := range part.from {
				part.to.add(c.Class, number(c.Gold), number(c.Predicted), number(c.Right), share(c.Precision), share(c.Recall), share(c.F1))
			}
			part.to.add("macro-F1", "", "", "", "", "", share(part.macro))
		}
		return put(std, form.value, s, []figures{types, quads},
			"rows: by hand; columns: the program\n"+s.Confusions.String(),
			fmt.Sprintf("%d of %d sentences right, %d answered", s.Right, s.Sentences, s.Answered), misses.String())
	}
	return cmd
}

// framesAlone adds the flag that leaves out what was trained.
func framesAlone(cmd *cobra.Command) *bool {
	return cmd.Flags().Bool("frames-alone", false, "leave out the trained model that settles senses")
}

func evalRecords(std streams) *cobra.Command {
	var (
		errors bool
		texts  []string
	)
	cmd := &cobra.Command{
		Use:   "records [--texts FOLDER] GOLD_DIR",
		Short: "Score records of whole reports against those coded by hand",
		Long: `Records codes the reports NAME.txt whose records were coded by hand in NAME.json
and compares them sentence by sentence. A record is found when the parties share
a country, right in type when the type agrees, and right in dyad when both sides'
countries agree too.`,
		Args: exactly(1, "one folder of reports coded by hand"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().StringSliceVar(&texts, "texts", nil, "folder of the reports, if it is another")
	cmd.Flags().BoolVar(&errors, "errors", false, "list what was got wrong")
	alone := framesAlone(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := coder.New(coder.Options{FramesAlone: *alone})
		if err != nil {
			return err
		}
		code := func(path, published string) ([]record.Record, error) {
			for rep, err := range report.Open(cmd.Context(), path, report.Options{Published: published, AnyLanguage: true}) {
				if err != nil {
					return nil, err
				}
				return c.Code(cmd.Context(), rep)
			}
			return nil, nil
		}
		s, err := eval.Records(code, args[0], eval.TextsIn(append([]string{args[0]}, texts...)...))
		if err != nil {
			return err
		}
		var wrong strings.Builder
		if errors {
			for _, e := range s.Errors {
				fmt.Fprintf(&wrong, "%s %s\n", e.Report, e.Kind)
				for _, side := range []struct{ name, text string }{{"by hand", e.Want}, {"program", e.Got}} {
					if side.text != "" {
						fmt.Fprintf(&wrong, "    %s  %s\n", side.name, side.text)
					}
				}
			}
		} else {
			s.Errors = nil
		}
		levels := figures{heads: []string{"AGREE IN", "precision", "recall", "F1"}}
		for _, l := range []struct {
			name  string
			level eval.LevelScore
		}{{"found", s.Found}, {"type", s.Type}, {"dyad", s.Dyad}} {
			levels.add(l.name, share(l.level.Precision), share(l.level.Recall), share(l.level.F1))
		}
		given := figures{heads: []string{"OF THOSE RIGHT IN DYAD", "share"}}
		given.add("mode", share(s.Given.Mode))
		given.add("modality", share(s.Given.Modality))
		given.add("sectors", share(s.Given.Sector))
		if s.Given.Date != nil {
			given.add(fmt.Sprintf("date (of %d dated)", s.Given.Dated), share(*s.Given.Date))
		}
		if p := s.Given.Place; p != nil {
			given.add(fmt.Sprintf("place (of %d told)", p.Of), share(p.Share))
		}
		if c := s.Given.Contexts; c != nil {
			given.add("contexts (F1)", share(c.F1))
		}
		if c := s.Given.Claims; c != nil {
			for _, part := range []struct {
				name string
				told eval.Told
			}{{"speaker", c.Speaker}, {"venue", c.Venue}, {"verbatim", c.Verbatim}, {"evidence", c.Evidence}} {
				if part.told.Of > 0 {
					given.add(fmt.Sprintf("%s (of %d told)", part.name, part.told.Of), share(part.told.Share))
				}
			}
		}
		return put(std, form.value, s, []figures{levels, given},
			fmt.Sprintf("%s: %d records by hand and %d optional ones, %d by the program", counted(s.Reports, "report"), s.Gold, s.Optional, s.Predicted),
			wrong.String())
	}
	return cmd
}

func evalDates(std streams) *cobra.Command {
	var errors bool
	cmd := &cobra.Command{
		Use:   "dates FILE",
		Short: "Score date expressions against their resolution by hand",
		Args:  exactly(1, "one JSON file of sentences with dates"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().BoolVar(&errors, "errors", false, "list what was got wrong")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		parser, err := english.New()
		if err != nil {
			return err
		}
		s, err := eval.Dates(parser, args[0])
		if err != nil {
			return err
		}
		var wrong strings.Builder
		if errors {
			for _, m := range s.Misses {
				fmt.Fprintf(&wrong, "%q at %s, %s: want %s, got %s for %q\n    %s\n", m.Expression, m.Reference, m.Lean, m.Want, m.Got, m.Found, oneLine(m.Sentence))
			}
		} else {
			s.Misses = nil
		}
		f := figures{heads: []string{"DATES", "number", "share"}}
		f.add("sentences", number(s.Sentences), "")
		f.add("  all right", number(s.Right), share(s.Share))
		f.add("expressions", number(s.Expressions), "")
		f.add("  found", number(s.Found), ratio(s.Found, s.Expressions))
		f.add("  resolved right", number(s.Resolved), ratio(s.Resolved, s.Expressions))
		return put(std, form.value, s, []figures{f}, wrong.String())
	}
	return cmd
}

func ratio(n, of int) string {
	if of == 0 {
		return ""
	}
	return share(float64(n) / float64(of))
}

func evalCoref(std streams) *cobra.Command {
	var singletons, gold bool
	cmd := &cobra.Command{
		Use:   "coref FILE",
		Short: "Score who is the same party as whom, on a file of the GUM corpus",
		Args:  exactly(1, "one file of GUM in CoNLL-U, plain or gzipped"),
	}
	form := format(cmd, "table", "json")
	cmd.Flags().BoolVar(&singletons, "singletons", false, "count entities with a single mention too")
	cmd.Flags().BoolVar(&gold, "gold-trees", false, "take the trees of the treebank instead of parsing")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		roster, err := who.Load()
		if err != nil {
			return err
		}
		opt := eval.CorefOptions{Singletons: singletons}
		if !gold {
			parser, err := english.New()
			if err != nil {
				return err
			}
			opt.Parser = parser
		}
		places, err := where.Load()
		if err != nil {
			return err
		}
		namer := who.NewNamer(roster)
		namer.KnowPlaces(places.CountryOf)
		s, err := eval.Coref(namer, args[0], opt)
		if err != nil {
			return err
		}
		f := figures{heads: []string{"PERCENT", "precision", "recall", "F1"}}
		for _, l := range []struct {
			name string
			r    eval.Ratio
		}{{"mentions", s.Mentions}, {"MUC", s.MUC}, {"B3", s.B3}, {"CEAFe", s.CEAFe}} {
			f.add(l.name, percent(l.r.Precision), percent(l.r.Recall), percent(l.r.F1))
		}
		f.add("CoNLL mean", "", "", percent(s.CoNLL))
		return put(std, form.value, s, []figures{f}, fmt.Sprintf("%s, %d mentions by hand, %d found", counted(s.Documents, "document"), s.Gold, s.Predicted))
	}
	return cmd
}
