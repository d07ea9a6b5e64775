// Command demarche reads news reports and prints who did what to whom, when,
// and who says so.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitDone  = 0 // all was done
	exitFault = 1 // something could not be read, coded or written
	exitUsage = 2 // the command line was wrong
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// errSome says that some of the input failed, which has been told already.
var errSome = errors.New("some of the input could not be used")

// usageError is a fault of the command line.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run does what the arguments ask for and returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	root := newRoot(std)
	root.SetArgs(args)
	root.SetOut(std.out)
	root.SetErr(std.err)
	cmd, err := root.ExecuteContextC(ctx)
	var wrong usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, syscall.EPIPE):
		return exitDone // the reader of our output has seen enough
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(std.err, "demarche: interrupted")
		return exitFault
	case errors.Is(err, errSome):
		return exitFault
	case errors.As(err, &wrong), strings.HasPrefix(err.Error(), "unknown command"):
		fmt.Fprintf(std.err, "demarche: %v\n\nUsage: %s\nSee %s --help.\n", err, cmd.UseLine(), cmd.CommandPath())
		return exitUsage
	}
	fmt.Fprintf(std.err, "demarche: %v\n", err)
	return exitFault
}

func newRoot(std streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "demarche COMMAND",
		Short: "Who did what to whom, read from news reports",
		Long: `demarche reads news reports and prints who did what to whom, when, and who says
so, as records after the PLOVER ontology. Every value can be traced to the words
that it was read from.`,
		Example: `  demarche code --published 2024-05-15 report.txt
  demarche code --format jsonl reports/ > records.jsonl
  demarche explain "Norway's foreign minister met the Chilean envoy on Tuesday."`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		newCode(std), newAdd(std), newWatch(std), newExplain(std),
		newAlerts(std), newBrief(std), newMCP(std),
		newEvents(std), newRecords(std), newRelation(std), newMatters(std), newSQL(std), newExport(std),
		newRecode(std), newCheck(std), newStats(std), newServe(std), newToken(std),
		newEval(std), newWho(std), newLexicon(std), newVersion(std), newMan(std),
	)
	plainUse(root)
	return root
}

// plainUse leaves out "[flags]" from the usage lines, which name the flags that
// matter themselves.
func plainUse(cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true
	for _, sub := range cmd.Commands() {
		plainUse(sub)
	}
}

// needs wraps a check of arguments so that a fault counts as wrong usage and
// says what is wanted.
func needs(check cobra.PositionalArgs, want string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usagef("%s wants %s", cmd.CommandPath(), want)
		}
		return nil
	}
}

// exactly and atLeast are the checks in use.
func exactly(n int, want string) cobra.PositionalArgs { return needs(cobra.ExactArgs(n), want) }
func atLeast(n int, want string) cobra.PositionalArgs { return needs(cobra.MinimumNArgs(n), want) }
