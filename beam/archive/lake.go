package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"demarche/record"
	"demarche/store"
)

func init() {
	beam.RegisterDoFn(&sheetFn{})
	beam.RegisterDoFn(&voiceSheetFn{})
	beam.RegisterDoFn(&writeFn{})
	beam.RegisterDoFn(&manifestFn{})
	beam.RegisterDoFn(&oneKeyFn{})
}

// rows is one thing to be written; one of its fields is set.
type rows struct {
	Report *coded       `json:",omitempty"`
	Former *version     `json:",omitempty"`
	Voice  *[2]int64    `json:",omitempty"` // of the first report that of the second
	Event  *happened    `json:",omitempty"`
	Unsure *unsure      `json:",omitempty"`
	Story  *store.Story `json:",omitempty"`
	Dead   *Letter      `json:",omitempty"`
}

// sheetKey is the unit of writing: what kind of rows, of which day ("all" where
// rows have none), and which part of these.
func sheetKey(kind, day string, part int64) string {
	if day == "" {
		day = "unknown"
	}
	return fmt.Sprintf("%s/day=%s/%d", kind, day, part)
}

const (
	allDays   = "all"
	deadSheet = "dead-letters"
)

// sheets gives the rows of reports by day of publication.
func sheets(s beam.Scope, coded beam.PCollection, opt Options) beam.PCollection {
	return beam.ParDo(s.Scope("reports"), &sheetFn{opt.Parts}, coded)
}

type sheetFn struct{ Parts int64 }

func (f *sheetFn) ProcessElement(_ context.Context, element []byte, emit func(string, []byte)) error {
	c, err := unpack[coded](element)
	if err != nil {
		return err
	}
	data, err := pack(rows{Report: c})
	if err == nil {
		emit(sheetKey("reports", c.Report.Published, c.No%f.Parts), data)
	}
	return err
}

// voiceSheets gives the rows that say which reports speak with one voice.
func voiceSheets(s beam.Scope, voice beam.PCollection, opt Options) beam.PCollection {
	return beam.ParDo(s.Scope("voices"), &voiceSheetFn{opt.Parts}, voice)
}

type voiceSheetFn struct{ Parts int64 }

func (f *voiceSheetFn) ProcessElement(report, voice int64, emit func(string, []byte)) error {
	data, err := pack(rows{Voice: &[2]int64{report, voice}})
	if err == nil {
		emit(sheetKey("voices", allDays, report%f.Parts), data)
	}
	return err
}

// file is an entry of the manifest.
type file struct{ Table, Path string }

// write puts all rows into Parquet files and then writes the manifest. A unit
// that a runner does over writes the same files again; files that no manifest
// names are not read.
func write(s beam.Scope, opt Options, sheets []beam.PCollection) {
	s = s.Scope("lake")
	written := beam.ParDo(s, &writeFn{Out: opt.Out, By: opt.By, Run: opt.Run, Added: opt.Added},
		beam.GroupByKey(s, beam.Flatten(s, sheets...)))
	// One entry of nothing, so that there is a manifest whatever came in.
	nothing, err := pack(file{})
	if err != nil {
		panic(err) // two empty strings can be packed
	}
	all := beam.Flatten(s, written, beam.CreateList(s, [][]byte{nothing}))
	beam.ParDo0(s, &manifestFn{Out: opt.Out, By: opt.By}, beam.GroupByKey(s, beam.ParDo(s, &oneKeyFn{}, all)))
}

type oneKeyFn struct{}

func (*oneKeyFn) ProcessElement(element []byte, emit func([]byte, []byte)) { emit([]byte{}, element) }

// writeFn writes the rows of one key: each table to a file of its own.
type writeFn struct {
	Out, By, Run string
	Added        time.Time

	sheet *store.Sheet
	temp  string
}

// Setup opens the sheet in which rows are collected.
func (f *writeFn) Setup(ctx context.Context) (err error) {
	if f.temp, err = os.MkdirTemp("", "demarche-archive-"); err != nil {
		return err
	}
	f.sheet, err = store.NewSheet(context.WithoutCancel(ctx), f.temp)
	return err
}

// Teardown lets go of it.
func (f *writeFn) Teardown() error {
	if f.sheet == nil {
		return nil
	}
	return errors.Join(f.sheet.Close(), os.RemoveAll(f.temp))
}

func (f *writeFn) ProcessElement(ctx context.Context, key string, next func(*[]byte) bool, emit func([]byte)) error {
	kind, rest, _ := strings.Cut(key, "/")
	day, part, _ := strings.Cut(rest, "/")
	name := part + "-" + f.Run
	give := func(table, path string) error {
		data, err := pack(file{table, path})
		if err == nil {
			emit(data)
		}
		return err
	}
	if kind == deadSheet {
		path := deadSheet + "/" + name + ".jsonl"
		if err := f.letters(ctx, path, next); err != nil {
			return err
		}
		return give(deadSheet, path)
	}
	local := func(table string) string { return filepath.Join(f.temp, table+".parquet") }
	tables, err := f.sheet.Write(ctx, func(r *store.Rows) error { return f.put(r, next) }, local)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	for _, table := range tables {
		path := table + "/" + day + "/" + name + ".parquet"
		if err := upload(ctx, local(table), f.Out+"/"+path); err != nil {
			return err
		}
		count(ctx, filesWritten, 1)
		if err := give(table, path); err != nil {
			return err
		}
	}
	return nil
}

// put hands the rows of a key to the sheet one by one.
func (f *writeFn) put(to *store.Rows, next func(*[]byte) bool) error {
	var data []byte
	for next(&data) {
		r, err := unpack[rows](data)
		if err != nil {
			return err
		}
		switch {
		case r.Report != nil:
			c := r.Report
			err = to.Report(c.No, &store.Coded{Report: c.Report, Records: c.Records, By: f.By}, c.Number, f.Added, c.Numbers, c.Implied)
		case r.Former != nil:
			err = to.Former(number(r.Former.Report.ID, "former"), r.Former.Report, r.Former.Number, f.Added)
		case r.Voice != nil:
			err = to.Voice(r.Voice[0], r.Voice[1])
		case r.Event != nil:
			e := r.Event
			e.Event.Records = e.Records
			no := make(map[*record.Record]int64, len(e.Records))
			for i, rec := range e.Records {
				no[rec] = e.Numbers[i]
			}
			err = to.Event(e.No, e.Event, no)
		case r.Unsure != nil:
			err = to.Unsure(r.Unsure.No, r.Unsure.Numbers, r.Unsure.Reasons)
		case r.Story != nil:
			err = to.Relation(r.Story)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// letters writes dead letters, one a line, in an order of their own.
func (f *writeFn) letters(ctx context.Context, path string, next func(*[]byte) bool) error {
	list, err := unpackAll[rows](next)
	if err != nil {
		return err
	}
	lines := make([]string, len(list))
	for i, r := range list {
		data, err := line(r.Dead)
		if err != nil {
			return err
		}
		lines[i] = string(data)
	}
	slices.Sort(lines)
	return save(ctx, f.Out+"/"+path, strings.NewReader(strings.Join(lines, "")))
}

// upload moves a file of this machine to where the lake is.
func upload(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	return errors.Join(save(ctx, to, in), in.Close(), os.Remove(from))
}

// save writes a file of the lake.
func save(ctx context.Context, path string, in io.Reader) (err error) {
	fs, err := filesystem.New(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fs.Close()) }()
	out, err := fs.OpenWrite(ctx, path)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", path, err), out.Close())
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// manifestFn writes the manifest, which makes the lake whole.
type manifestFn struct{ Out, By string }

func (f *manifestFn) ProcessElement(ctx context.Context, _ []byte, next func(*[]byte) bool) error {
	list, err := unpackAll[file](next)
	if err != nil {
		return err
	}
	version, err := store.SchemaVersion()
	if err != nil {
		return err
	}
	lake := store.Lake{Schema: version, MadeBy: f.By, Tables: map[string][]string{}}
	slices.SortFunc(list, func(a, b *file) int { return strings.Compare(a.Path, b.Path) })
	for _, x := range list {
		switch x.Table {
		case "":
		case deadSheet:
			lake.Dead = append(lake.Dead, x.Path)
		default:
			lake.Tables[x.Table] = append(lake.Tables[x.Table], x.Path)
		}
	}
	text, err := json.MarshalIndent(lake, "", "  ")
	if err != nil {
		return err
	}
	return save(ctx, f.Out+"/"+store.Manifest, strings.NewReader(string(text)+"\n"))
}
