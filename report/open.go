package report

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

// Open yields the reports at path: a file, a folder with all folders in it, a
// pattern such as archive/**/*.html, "-" for standard input, or an http or https
// URL. Files of a folder come in the order of their names, so the order is the
// same on every run.
//
// The form of a file follows from its name, else from how it begins:
//
//	text (.txt), pages (.html), JSON Lines (.jsonl), JSON (.json), tables (.csv, .tsv),
//	feeds (.rss, .atom, .xml, JSON Feed), web archives (.warc), and any of these
//	packed: .gz, .bz2, .zst, .zip, .tar, also one in another.
//
// A report is called by the id that its input gives it: the "id" of a row or
// object, the guid of a feed's item, the URL of an archived page. Without one it
// is called after its path below what the user named, without ending, and its
// line or its place among the items: 2023/talks, 2023/talks-12. So the id is the
// same on every run, and no two reports of a folder or archive share one unless
// the input says so.
//
// What cannot be read yields an error that names file, member and line, and the
// rest goes on; a cancelled context yields its error and ends.
func Open(ctx context.Context, path string, opt Options) iter.Seq2[*Report, error] {
	return func(yield func(*Report, error) bool) {
		o := &opening{ctx, &opt, yield}
		switch {
		case path == "-":
			in := opt.Stdin
			if in == nil {
				in = os.Stdin
			}
			o.entry(&entry{name: "stdin", id: "stdin", in: in})
		case isURL(path):
			o.web(path)
		default:
			eachFile(ctx, path, func(f located, err error) bool {
				if err != nil {
					return yield(nil, err)
				}
				return o.file(f)
			}, opt.PassedOver)
		}
	}
}

// opening is one run of Open. Its methods that read something return false when
// the caller has had enough.
type opening struct {
	ctx   context.Context
	opt   *Options
	yield func(*Report, error) bool
}

// give hands on one report, or what kept it from being read.
func (o *opening) give(rep *Report, err error) bool {
	if o.ctx.Err() != nil {
		o.yield(nil, o.ctx.Err())
		return false
	}
	if err != nil {
		return o.yield(nil, err)
	}
	if !o.opt.AnyLanguage {
		if lang := Foreign(rep.Text); lang != "" {
			return o.yield(nil, &LanguageError{Source: rep.Source, Language: lang})
		}
	}
	return o.yield(rep, nil)
}

// fail hands on an error of what name stands for.
func (o *opening) fail(name string, err error) bool {
	return o.give(nil, fmt.Errorf("%s: %w", name, err))
}

// entry is a stream of bytes with what is known of it: a file, the member of an
// archive, standard input.
type entry struct {
	name  string // as errors and sources call it
	id    string // of its report, or what the ids of its reports begin with
	in    io.Reader
	at    io.ReaderAt // the same bytes, where they can be had in any order
	size  int64       // of at
	found bool        // come upon in a folder or archive, not named by the user
	depth int         // archives and packings around it
	kind  string      // the name whose ending tells the form; "" stands for name
}

func (o *opening) file(at located) bool {
	if at.found && o.opt.Skip != nil && o.opt.Skip(at.path) {
		return true
	}
	f, err := os.Open(at.path)
	if err != nil {
		return o.give(nil, fmt.Errorf("opening a report: %w", err))
	}
	defer f.Close()
	in := &metered{File: f, meter: o.opt.Meter}
	e := &entry{name: at.path, id: at.id, in: in, found: at.found}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.size = info.Size()
		e.at, e.size = in, in.size
	}
	defer in.done()
	return o.entry(e)
}

// headSize is how much of a stream is looked at to tell its form.
const headSize = 4096

// entry reads a stream by its form.
func (o *opening) entry(e *entry) bool {
	if e.kind == "" {
		e.kind = e.name
	}
	if e.depth > maxDepth {
		return o.fail(e.name, fmt.Errorf("more than %d archives lie one in another", maxDepth))
	}
	if base, ok := strings.CutSuffix(strings.ToLower(e.kind), ".tgz"); ok {
		e.kind = base + ".tar.gz"
	}
	if p := packed(e.kind); p != nil {
		return o.unpack(e, p)
	}
	f := formOf(e.kind)
	if f == formUnknown {
		in := bufio.NewReaderSize(e.in, 1<<16)
		head, err := in.Peek(headSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return o.fail(e.name, err)
		}
		e.in = in
		if p := packedMagic(head); p != nil {
			return o.unpack(e, p)
		}
		f = sniffed(head, o.opt.Fields)
		if f == formText && e.found { // .xml that is no feed, or a packed file of another kind
			return o.passOver(e.name)
		}
	}
	switch f {
	case formLines:
		return o.lines(e)
	case formDocument:
		return o.document(e)
	case formTable:
		return o.table(e)
	case formFeed:
		return o.feed(e)
	case formCrawl:
		return o.crawl(e)
	case formZip:
		return o.zip(e)
	case formTar:
		return o.tar(e)
	}
	data, err := o.all(e.in, o.opt.limit())
	if err != nil {
		return o.fail(e.name, err)
	}
	return o.give((&source{name: e.name, id: e.id, data: data, html: f == formPage, opt: o.opt}).read())
}

// all reads a stream, but not much more than limit.
func (o *opening) all(in io.Reader, limit int64) ([]byte, error) {
	var data bytes.Buffer
	_, err := io.Copy(&data, io.LimitReader(in, limit+1))
	return data.Bytes(), err
}

func (o *opening) passOver(name string) bool {
	if o.opt.PassedOver != nil {
		o.opt.PassedOver(name)
	}
	return true
}
