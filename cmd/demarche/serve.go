package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/serve"
	"demarche/store"
)

func newServe(std streams) *cobra.Command {
	var (
		file, address, logs string
		hosts               []string
		live                liveOptions
		limits              serve.Limits
		body                = size{serve.DefaultBody}
	)
	cmd := &cobra.Command{
		Use:   "serve [--db FILE] [--address HOST:PORT]",
		Short: "Show a store as pages, and answer for it over HTTP",
		Long: `Serve shows what a store holds as pages for people and as an API for programs
(/docs). Reports that are posted are in the store for good when they are
acknowledged; events follow within about a second.

On the loopback, where it listens unless --address says otherwise, everybody on
this machine may read and write. On any other address each request needs a token:
see demarche token. Put a proxy with TLS before it there.`,
		Example: `  demarche serve
  demarche serve --db news.duckdb --address :8080 --host news.example.org`,
		Args: needs(cobra.NoArgs, "no arguments"),
	}
	f := cmd.Flags()
	f.StringVar(&file, "db", store.Path, "file of the store")
	f.StringVar(&address, "address", "127.0.0.1:8080", "where to listen; port 0 takes a free one")
	f.StringArrayVar(&hosts, "host", nil, "name under which the server may be asked for, off the loopback; may be given again")
	f.StringVar(&logs, "log", "text", "form of the log: text, json or all, which has every request")
	f.Var(&body, "limit", "how long a report that is posted may be")
	f.Float64Var(&limits.Reads, "reads", serve.DefaultReads, "requests a second that one client may make")
	f.Float64Var(&limits.Posts, "posts", serve.DefaultPosts, "reports a second that one client may post")
	live.flags(f)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		log, err := logger(std, logs)
		if err != nil {
			return err
		}
		limits.Body = body.bytes
		return serveStore(cmd.Context(), std, file, address, &live, serve.Options{Hosts: lower(hosts), Log: log, Limits: limits, Private: live.private})
	}
	return cmd
}

func lower(list []string) []string {
	for i, s := range list {
		list[i] = strings.ToLower(s)
	}
	return list
}

// logger writes what happens to standard error.
func logger(std streams, form string) (*slog.Logger, error) {
	switch form {
	case "text":
		return slog.New(slog.NewTextHandler(std.err, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(std.err, nil)), nil
	case "all":
		return slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelDebug})), nil
	}
	return nil, usagef("--log: it takes text, json or all")
}

func serveStore(ctx context.Context, std streams, file, address string, live *liveOptions, opt serve.Options) (err error) {
	l, err := serve.Listen(ctx, address)
	if err != nil {
		return err
	}
	defer func() {
		if e := l.Close(); e != nil && !errors.Is(e, net.ErrClosed) && err == nil {
			err = e
		}
	}()
	if !serve.Loopback(l) {
		if opt.Tokens, err = serve.OpenTokens(serve.TokenPath(file)); err != nil {
			return err
		}
		list, err := opt.Tokens.List()
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fmt.Errorf("%s is not on the loopback, and there is no token yet: make one with demarche token add NAME --db %s", address, file)
		}
	}
	if opt.Store, err = store.Open(ctx, file, store.Options{}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opt.Store.Close()) }()
	if opt.Coder, err = demarche.New(demarche.Options{}); err != nil {
		return err
	}
	opt.CodedBy = "demarche " + version + revision()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	alerts, err := startAlerts(ctx, opt.Store, live.rules, opt.Log)
	if err != nil {
		return err
	}
	defer alerts.close()
	opt.Changed = func(*store.Change) { alerts.wake() }
	opt.Feeds = live.health()
	s, err := serve.New(opt)
	if err != nil {
		return err
	}
	ended, err := live.watch(ctx, s, opt.Store, opt.Log)
	if err != nil {
		return errors.Join(err, s.Close(ctx))
	}
	defer func() { stop(); <-ended }()
	fmt.Fprintf(std.err, "demarche: http://%s shows %s; Ctrl-C stops it\n", l.Addr(), file)
	return s.Serve(ctx, l)
}
