package main

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"demarche/feed"
	"demarche/report"
	"demarche/serve"
	"demarche/store"
)

// liveOptions are what a server does besides answering.
type liveOptions struct {
	sources []string // feeds, folders and lists of them
	every   time.Duration
	private bool
	rules   string // file of rules for alerts

	watcher atomic.Pointer[feed.Watcher]
}

func (o *liveOptions) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&o.sources, "watch", nil, "feed, folder or list of them to watch; may be given again")
	f.DurationVar(&o.every, "every", feed.DefaultEvery, "how often a feed is looked at")
	f.BoolVar(&o.private, "allow-private", false, "let feeds, and addresses that are pasted, lead to private networks")
	f.StringVar(&o.rules, "alerts", "", "file of rules for alerts; see demarche alerts")
}

// health tells how the feeds are doing; nil where none is watched.
func (o *liveOptions) health() func() []feed.Health {
	if len(o.sources) == 0 {
		return nil
	}
	return func() []feed.Health {
		if w := o.watcher.Load(); w != nil {
			return w.Health()
		}
		return nil // the server answers before it watches
	}
}

// watch puts what appears in the feeds into a server's store until the context
// ends; then ended is closed.
func (o *liveOptions) watch(ctx context.Context, s *serve.Server, keep *store.Store, log *slog.Logger) (ended chan struct{}, err error) {
	ended = make(chan struct{})
	if len(o.sources) == 0 {
		close(ended)
		return ended, nil
	}
	sources, err := feed.Sources(o.sources)
	if err != nil {
		return nil, err
	}
	w, err := feed.New(ctx, feed.Options{
		Sources: sources, Every: o.every, AtATime: 64, Private: o.private, Keep: keep, Log: log,
		Sink: func(ctx context.Context, rep *report.Report) error {
			has, err := keep.Has(ctx, rep)
			if err != nil || has {
				return err
			}
			_, _, err = s.Add(ctx, rep)
			return err
		},
	})
	if err != nil {
		return nil, err
	}
	o.watcher.Store(w)
	go func() {
		defer close(ended)
		if err := w.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			log.Error("watching feeds", "error", err)
		}
	}()
	return ended, nil
}
