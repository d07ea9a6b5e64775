package main

import (
	"context"
	"errors"
	"io"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"demarche"
	"demarche/assistant"
	"demarche/store"
	"demarche/who"
)

func newMCP(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mcp [--db FILE]",
		Short: "Offer coding and the store to assistants, over MCP on standard input and output",
		Long: `Mcp speaks the Model Context Protocol on standard input and output, so that an
assistant can code reports and ask the store for events, relations, matters and
briefs. It reads only. Where there is no store it codes reports and nothing else.`,
		Args: needs(cobra.NoArgs, "no arguments"),
	}
	db := storeFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		ctx := cmd.Context()
		s, err := openCurrent(ctx, *db)
		if errors.Is(err, store.ErrNoStore) {
			s, err = nil, nil
		}
		if err != nil {
			return err
		}
		if s != nil {
			defer func() { err = errors.Join(err, s.Close()) }()
		}
		coder, err := demarche.New(demarche.Options{})
		if err != nil {
			return err
		}
		roster, err := who.Load()
		if err != nil {
			return err
		}
		transport := &mcp.IOTransport{Reader: io.NopCloser(std.in), Writer: writeCloser{std.out}}
		err = assistant.Server(coder, s, roster, version).Run(ctx, transport)
		if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
			return nil // the assistant has gone
		}
		return err
	}
	return cmd
}

// writeCloser leaves closing to whoever opened the stream.
type writeCloser struct{ io.Writer }

func (writeCloser) Close() error { return nil }
