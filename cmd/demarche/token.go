package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"demarche/serve"
	"demarche/store"
)

func newToken(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token add|list|revoke",
		Short: "Keep the tokens that let programs and people in off the loopback",
		Long: `Token keeps the tokens of a store's server in a file beside the store, as hashes.
A token is shown once, when it is made. A running server knows of changes at once.`,
		Example: `  demarche token add desk --write
  curl -H "Authorization: Bearer dmr_..." http://news.example.org:8080/api/v1/events`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var file string
	cmd.PersistentFlags().StringVar(&file, "db", store.Path, "file of the store")
	var write bool
	add := &cobra.Command{
		Use:   "add NAME [--write]",
		Short: "Make a token and print it",
		Args:  exactly(1, "a name for the token"),
		RunE: func(_ *cobra.Command, args []string) error {
			tokens, err := serve.OpenTokens(serve.TokenPath(file))
			if err != nil {
				return err
			}
			scope := serve.Read
			if write {
				scope = serve.Write
			}
			secret, err := tokens.Add(args[0], scope)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(std.out, secret)
			return err
		},
	}
	add.Flags().BoolVar(&write, "write", false, "let it post reports too, not only read")
	list := &cobra.Command{
		Use:   "list",
		Short: "List the tokens",
		Args:  needs(cobra.NoArgs, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			tokens, err := serve.OpenTokens(serve.TokenPath(file))
			if err != nil {
				return err
			}
			all, err := tokens.List()
			if err != nil {
				return err
			}
			for _, t := range all {
				if _, err := fmt.Fprintf(std.out, "%s  %-5s  made %s\n", t.Name, t.Scope, t.Made); err != nil {
					return err
				}
			}
			return nil
		},
	}
	revoke := &cobra.Command{
		Use:   "revoke NAME",
		Short: "Take a token out; it is refused from then on",
		Args:  exactly(1, "the name of a token"),
		RunE: func(_ *cobra.Command, args []string) error {
			tokens, err := serve.OpenTokens(serve.TokenPath(file))
			if err != nil {
				return err
			}
			return tokens.Revoke(args[0])
		},
	}
	cmd.AddCommand(add, list, revoke)
	return cmd
}
