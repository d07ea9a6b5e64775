package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"demarche"
	"demarche/report"
	"demarche/store"
)

// storeFlag adds the flag that names the file of the store.
func storeFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("db", store.Path, "file of the store")
}

// source is what holds the data that a command asks: a store or a lake.
type source struct{ db, lake *string }

// sourceFlags adds the flags that name it.
func sourceFlags(cmd *cobra.Command) *source {
	return &source{storeFlag(cmd), cmd.Flags().String("lake", "", "folder or s3:// address of a lake, which is asked in place of the store")}
}

// name is the file, folder or address.
func (s *source) name() string { return cmp.Or(*s.lake, *s.db) }

// current opens it for reading, with its events up to date.
func (s *source) current(ctx context.Context) (*store.Store, error) {
	if *s.lake != "" {
		return store.OpenLake(ctx, *s.lake)
	}
	return openCurrent(ctx, *s.db)
}

// asking is where commands look for events, records, relations and matters: in
// the store or, where paths are given, in the reports there.
type asking struct {
	from *source
	read *reading
}

func askingFlags(cmd *cobra.Command) *asking {
	return &asking{sourceFlags(cmd), readingFlags(cmd)}
}

// open gives the store to ask, with its events up to date. Reports at paths are
// put into one in memory; what cannot be read is told and left out, and failed
// says whether there was any. The caller must close the store.
func (a *asking) open(ctx context.Context, std streams, paths []string) (s *store.Store, failed bool, err error) {
	if len(paths) == 0 {
		s, err = a.from.current(ctx)
		return s, false, err
	}
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		return nil, false, err
	}
	s, err = store.Open(ctx, store.InMemory, store.Options{})
	if err != nil {
		return nil, false, err
	}
	k := &keeper{
		ctx: ctx, store: s, counts: map[store.Status]int{},
		// Files of one name in two folders are two reports.
		rename: func(rep *report.Report) string { return rep.ID + " of " + rep.Source },
	}
	p, err := a.read.pass(ctx, std, coder, paths, func(_ *pass, got demarche.Coded) error { return k.put(got) })
	if err == nil {
		err = k.flush()
	}
	if err == nil {
		_, err = s.Update(ctx, nil)
	}
	if err != nil {
		return nil, false, errors.Join(err, s.Close())
	}
	return s, p.tell(), nil
}

// in opens what is to be asked, lets f ask it and closes it.
func (a *asking) in(ctx context.Context, std streams, paths []string, f func(*store.Store) error) error {
	s, failed, err := a.open(ctx, std, paths)
	if err != nil {
		return err
	}
	if err := errors.Join(f(s), s.Close()); err != nil {
		return err
	}
	if failed {
		return errSome
	}
	return nil
}

// more tells of the page that follows.
func more(std streams, next string) {
	if next != "" {
		fmt.Fprintf(std.err, "demarche: there are more; --after %s goes on\n", next)
	}
}

// openCurrent opens a store for reading, after bringing its events up to date
// where they are not.
func openCurrent(ctx context.Context, file string) (*store.Store, error) {
	s, err := store.Open(ctx, file, store.Options{ReadOnly: true})
	if errors.Is(err, store.ErrOlder) {
		s, err = store.Open(ctx, file, store.Options{Must: true})
	}
	if err != nil {
		return nil, err
	}
	stale, err := s.Stale(ctx)
	if err == nil && stale && s.ReadOnly() {
		if err = s.Close(); err == nil {
			s, err = store.Open(ctx, file, store.Options{Must: true})
		}
	}
	if err != nil {
		return nil, err
	}
	if stale {
		if _, err := s.Update(ctx, nil); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}
