package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"demarche/coder/lexicon"
)

func newLexicon(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lexicon",
		Short: "Look after the lexicon of frames",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check [FOLDER]",
		Short: "Check the files of a lexicon; without a folder, those built into the program",
		Long: `Check reads *.classes and *.frames and tells what is wrong in them, with file
and line: unknown types, modes and classes, duplicates, frames that can never be
reached.`,
		Args: needs(cobra.MaximumNArgs(1), "at most one folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			files := lexicon.Files()
			if len(args) == 1 {
				if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
					return usagef("%s is no folder", args[0])
				}
				files = os.DirFS(args[0])
			}
			lex, err := lexicon.Load(files)
			if err != nil {
				return fmt.Errorf("the lexicon is not sound:\n%w", err)
			}
			_, err = fmt.Fprintf(std.out, "sound: %s, %s\n", counted(len(lex.Frames), "frame"), classesOf(len(lex.Classes)))
			return err
		},
	})
	cmd.AddCommand(newGaps(std))
	return cmd
}

func classesOf(n int) string {
	if n == 1 {
		return "1 class"
	}
	return fmt.Sprintf("%d classes", n)
}
