package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"demarche/english"
)

// version is set by the linker for a release.
var version = "development"

func newVersion(std streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what the model was trained on",
		Args:  needs(cobra.NoArgs, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			model, err := english.Provenance()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(std.out, "demarche %s%s, %s %s/%s\n\nmodel of English\n  %s\n", version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
				strings.ReplaceAll(strings.TrimSpace(model), "\n", "\n  "))
			return err
		},
	}
}

// revision is the commit that the program was built from, if the build knows.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	rev, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", with changes"
		}
	}
	if rev == "" {
		return ""
	}
	return " (" + rev[:min(len(rev), 12)] + changed + ")"
}
