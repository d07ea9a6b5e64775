// Package coder turns a report into records: it finds the frames of the lexicon
// in the parsed sentences, binds their parties, weighs modality and attribution
// and dates what happened.
//
// The stages, one file each: tree.go (what is known of a report), core.go (who
// acts in a clause, whatever its form), slots.go (the slots of a predicate),
// match.go (the frame that fits), roles.go (its parties), counterpart.go (those
// left unsaid), stance.go (how it stands to fact), claim.go (who says so; with
// aside.go, statement.go, venue.go and evidence.go), compose.go (what content
// does to a type), judge.go (what it all comes to), fold.go (one act told
// twice), emit.go (the record).
package coder

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"demarche/coder/contexts"
	"demarche/coder/lexicon"
	"demarche/coder/linear"
	"demarche/coder/notes"
	"demarche/coder/sense"
	"demarche/english"
	"demarche/record"
	"demarche/report"
	"demarche/when"
	"demarche/where"
	"demarche/who"
)

// Coder codes reports. It is safe for use by many goroutines.
type Coder struct {
	parser        *english.Parser
	namer         *who.Namer
	dates         *when.Finder
	places        *where.Gazetteer
	lex           *lexicon.Lexicon
	sense         *linear.Model // nil when the frames decide alone
	cls           classes
	about         *linear.Model // nil when rules alone tell contexts
	topics        *topics
	manners       []manner
	kindred       kindred
	observe       func(id string, s Signals)
	observeTraits func(id string, traits []Trait)
	notes         bool
	roster        *who.Roster
	pool          sync.Pool
}

// Options change what a Coder stands on; the zero value is the program as built.
type Options struct {
	Roster  *who.Roster      // instead of the embedded one
	Places  *where.Gazetteer // instead of the embedded one
	Lexicon *lexicon.Lexicon // instead of the embedded one

	// Notes asks for checks of fact against the roster: see record.Record.
	Notes bool

	// Observe, when set, is told of each record what its confidence rests on. It
	// serves to calibrate confidence and is called from the coding goroutine.
	Observe func(id string, s Signals)

	// ObserveTraits, when set, is told of each record what its contexts rest on. It
	// serves to train the model of contexts and is called from the coding goroutine.
	ObserveTraits func(id string, traits []Trait)

	// FramesAlone leaves the trained models of sense and contexts out.
	FramesAlone bool
}

// New loads the models and tables.
func New(o Options) (*Coder, error) {
	c := &Coder{lex: o.Lexicon, observe: o.Observe, observeTraits: o.ObserveTraits, notes: o.Notes, places: o.Places}
	var load errgroup.Group // beside each other: the program starts sooner
	load.Go(func() (err error) {
		c.parser, err = english.New()
		return err
	})
	if c.lex == nil {
		load.Go(func() (err error) {
			c.lex, err = lexicon.Embedded()
			return err
		})
	}
	if o.Roster == nil {
		load.Go(func() (err error) {
			o.Roster, err = who.Load()
			return err
		})
	}
	if c.places == nil {
		load.Go(func() (err error) {
			c.places, err = where.Load()
			return err
		})
	}
	if !o.FramesAlone {
		load.Go(func() (err error) {
			c.sense, err = sense.Embedded()
			return err
		})
		load.Go(func() (err error) {
			c.about, err = contexts.Embedded()
			return err
		})
	}
	if err := load.Wait(); err != nil {
		return nil, fmt.Errorf("coder: %w", err)
	}
	c.roster = o.Roster
	c.namer = who.NewNamer(o.Roster)
	c.namer.KnowPlaces(c.places.CountryOf)
	c.dates = &when.Finder{}
	c.cls = classesOf(c.lex)
	c.topics = topicsOf(c.lex, c.about)
	c.manners = mannersOf(c.lex)
	c.kindred = kindredOf(c.lex)
	c.pool.New = func() any { return new(analysis) }
	return c, nil
}

func classesOf(l *lexicon.Lexicon) classes {
	return classes{
		light: l.Class("light"), undergo: l.Class("undergo"), occur: l.Class("occur"), say: l.Class("say"),
		quantity: l.Class("quantity"), subjectControl: l.Class("subject-control"),
		venue: l.Class("venue"), audience: l.Class("audience"), evidence: l.Class("evidence"), show: l.Class("show"),
		obligation: l.Class("obligation"), going: l.Class("going"), planned: l.Class("planned"),
		possible: l.Class("possible"), condition: l.Class("condition"),
		chance: l.Class("chance"), scheme: l.Class("scheme"), beside: l.Class("beside"), aimed: l.Class("aimed"), tell: l.Class("tell"), consent: l.Class("consent"), decided: l.Class("decided"),
		hearsay: l.Class("hearsay"), account: l.Class("account"), attest: l.Class("attest"), resort: l.Class("resort"), bring: l.Class("bring"),
		accept: l.Class("accept"), invitation: l.Class("invitation"), holding: l.Class("holding"), exercise: l.Class("exercise"), earlier: l.Class("earlier"), site: l.Class("strongpoint"),
		gainsay: l.Class("gainsay"), alleged: l.Class("alleged"), voice: l.Class("voice"), fringe: l.Class("fringe"), wielding: l.Class("wielding"), forbid: l.Class("forbid"), suffer: l.Class("suffer"), laden: l.Class("laden"),
		agreement: l.Class("agreement"), meeting: l.Class("meeting"), summit: l.Class("summit"), talks: l.Class("talks"),
	}
}

// Code reads a report and returns its records in the order of the text. The
// error is the context's.
func (c *Coder) Code(ctx context.Context, rep *report.Report) ([]record.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := c.analyse(rep)
	defer c.release(a)
	recs := c.records(a, rep)
	if c.notes {
		c.annotate(a, rep, recs)
	}
	return recs, nil
}

// annotate adds to each record what the roster has against its sentence.
func (c *Coder) annotate(a *analysis, rep *report.Report, recs []record.Record) {
	published, dated := when.ParseDay(rep.Published)
	for _, n := range notes.Find(a.doc, a.ment, notes.Setting{Roster: c.roster, Published: who.Day(published), Dated: dated}) {
		for i := range recs {
			if s := &recs[i].Sentence; s.Start <= n.Start && n.Start < s.End {
				recs[i].Notes = append(recs[i].Notes, n.Text)
			}
		}
	}
}

func (c *Coder) release(a *analysis) {
	a.given = a.given[:0]
	c.pool.Put(a)
}

// analyse parses a report and names what is in it.
func (c *Coder) analyse(rep *report.Report) *analysis {
	a := c.pool.Get().(*analysis)
	a.lex, a.cls, a.topics, a.manners, a.kindred = c.lex, &c.cls, c.topics, c.manners, c.kindred
	if a.doc == nil {
		a.doc = &english.Doc{}
	}
	c.parser.ParseInto(a.doc, rep.Text)
	a.dates = c.dates.Find(a.doc)
	a.timeline = c.dates.Timeline(a.doc, a.dates, rep.Published)
	a.places = c.places.Find(a.doc)
	published, dated := when.ParseDay(rep.Published)
	a.ment = c.namer.FindIn(a.doc, who.Setting{Published: who.Day(published), Dated: dated, Outlet: rep.Outlet, URL: rep.URL})
	a.begin(a.doc)
	return a
}
