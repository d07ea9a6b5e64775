package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan(std streams) *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the man pages into a folder",
		Hidden: true,
		Args:   exactly(1, "a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return fmt.Errorf("making the folder of man pages: %w", err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true // the same pages on every day
			if err := doc.GenManTree(root, &doc.GenManHeader{Title: "DEMARCHE", Section: "1", Source: "demarche " + version, Manual: "demarche"}, args[0]); err != nil {
				return fmt.Errorf("writing man pages: %w", err)
			}
			list, err := os.ReadDir(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(std.out, "%s in %s\n", counted(len(list), "man page"), args[0])
			return err
		},
	}
}
