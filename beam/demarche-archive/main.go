// Demarche-archive reads an archive of reports that outgrows one machine, as an
// Apache Beam pipeline, and writes a lake: Parquet files that demarche queries
// like a store (docs/scaling.md).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs" // gs://
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3" // s3://
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"
	"github.com/spf13/cobra"

	"demarche/beam/archive"
	"demarche/report"
	"demarche/store"
)

// version is set when a release is built.
var version = "dev"

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "demarche-archive: %v\n", err)
		os.Exit(1)
	}
}

// runners are those that the pipeline can be given to.
var runners = []string{"prism", "flink", "dataflow", "spark"}

// runner is a flag that takes the name of one.
type runner string

func (r *runner) String() string { return string(*r) }

func (r *runner) Type() string { return strings.Join(runners, "|") }

func (r *runner) Set(s string) error {
	for _, name := range runners {
		if s == name {
			*r = runner(s)
			return nil
		}
	}
	return fmt.Errorf("it takes %s", strings.Join(runners, ", "))
}

// fields is a flag that maps one field of a report each time it is given.
type fields struct{ report.Fields }

func (f fields) String() string { return "" }

func (f fields) Type() string { return "FIELD=NAME" }

func newCommand() *cobra.Command {
	var (
		opt   = archive.Options{Parts: 1}
		on    = runner("prism")
		named = fields{report.Fields{}}
		more  = options{}
		rest  string
	)
	cmd := &cobra.Command{
		Use:   "demarche-archive [--runner RUNNER] --out DIR|s3://... PATH...",
		Short: "Read an archive of reports into a lake of Parquet files",
		Long: `Demarche-archive reads the reports at the paths (files, folders, patterns; on this
machine, at s3:// or gs://), codes them, merges records into events and writes all
of it as Parquet files, which "demarche --lake" queries like a store. It comes to
the same events as one machine does. What cannot be read is told in
dead-letters/, and the rest goes on.

The pipeline is Apache Beam's. Prism runs it within this process; flink and spark
hand it to the job service at --endpoint, dataflow to Google Cloud. The flags of
these runners are Beam's own; --beam-help lists them.`,
		Example: `  demarche-archive --out lake CC-NEWS/
  demarche-archive --runner flink --endpoint localhost:8099 --out s3://news/lake s3://news/warc
  demarche sql --lake lake "SELECT type, count(*) FROM events GROUP BY type"`,
		SilenceUsage: true, SilenceErrors: true, Version: version + revision(),
	}
	flags := cmd.Flags()
	flags.Var(&on, "runner", "what runs the pipeline")
	flags.StringVar(&opt.Out, "out", "", "folder or address of the lake")
	flags.StringVar(&opt.Published, "published", "", "day of reports that name none, such as 2024-05-15")
	flags.Int64Var(&opt.Limit, "max-size", report.DefaultLimit, "how long one report may be, in bytes")
	flags.BoolVar(&opt.AnyLanguage, "any-language", false, "code reports too that seem not to be in English")
	flags.Var(named, "field", "column or key of a field, such as text=body; may be given again")
	flags.Int64Var(&opt.Parts, "parts", 1, "over how many files the rows of one day are spread")
	flags.IntVar(&opt.Rounds, "rounds", archive.DefaultRounds, "how far records that hang together are followed")
	flags.Var(more, "runner-option", "option for a runner that Beam's flags lack, such as environment_cache_millis=0; may be given again")
	flags.StringVar(&rest, "flink-rest", "", "address of Flink's REST interface, such as http://localhost:8081, for a line of progress")
	provision := flags.String("provision_endpoint", "", "where a worker learns what it has to know, given by the runner that starts it")
	help := flags.Bool("beam-help", false, "list the flags of Beam and its runners")
	own := flag.CommandLine
	own.VisitAll(func(f *flag.Flag) {
		if flags.Lookup(f.Name) == nil {
			flags.AddGoFlag(f)
			flags.Lookup(f.Name).Hidden = true
		}
	})
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if *help {
			own.SetOutput(os.Stdout)
			own.PrintDefaults()
			return nil
		}
		if *provision != "" {
			if err := becomeWorker(own, own.Lookup("id").Value.String(), *provision); err != nil {
				return err
			}
		}
		if err := own.Parse(nil); err != nil { // the values are set already
			return err
		}
		beam.Init() // does not return in a process that a runner started as its worker
		opt.Fields = named.Fields
		// Not before: a worker ends when it is told to.
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		job := job{options: opt, runner: string(on), more: more, rest: rest}
		return job.run(ctx, paths)
	}
	flags.Lookup("provision_endpoint").Hidden = true
	return cmd
}

// job is a run of the pipeline.
type job struct {
	options archive.Options
	runner  string
	more    options // for the runner
	rest    string  // address of Flink's REST interface, if known
}

// run builds the pipeline, runs it and tells what came of it.
func (j *job) run(ctx context.Context, paths []string) error {
	opt := j.options
	if opt.Out == "" || len(paths) == 0 {
		return errors.New("give --out and at least one path; --help tells more")
	}
	if opt.Parts < 1 || opt.Rounds < 1 {
		return errors.New("--parts and --rounds take numbers from 1")
	}
	if opt.Published != "" {
		day, err := report.ParseDay(opt.Published)
		if err != nil {
			return fmt.Errorf("--published: %w", err)
		}
		opt.Published = day
	}
	opt.Out = strings.TrimRight(opt.Out, "/")
	if err := empty(ctx, opt.Out); err != nil {
		return err
	}
	opt.Added = time.Now().UTC().Truncate(time.Second)
	opt.By, opt.Run = "demarche-archive "+version+revision(), strconv.FormatInt(opt.Added.Unix(), 36)
	p, s := beam.NewPipelineWithRoot()
	archive.Build(s, paths, opt)
	stop, err := j.prepare(ctx, opt.Run)
	if err != nil {
		return err
	}
	defer stop()
	result, err := beam.Run(ctx, j.runner, p)
	if err != nil {
		return fmt.Errorf("running the pipeline on %s: %w", j.runner, err)
	}
	if result != nil {
		fmt.Fprintf(os.Stderr, "\r\033[K%s\n", archive.Summary(result))
	}
	return nil
}

// prepare tells a runner what it has to know and starts the line of progress.
func (j *job) prepare(ctx context.Context, run string) (stop func(), err error) {
	stop = func() {}
	if j.runner == "prism" {
		beamlog.SetupLogging("warn", "text") // the progress line tells the rest
		return tell(archive.Progress), nil
	}
	if *jobopts.WorkerBinary == "" {
		if *jobopts.WorkerBinary, err = workerBinary(); err != nil {
			return stop, err
		}
	}
	if *jobopts.JobName == "" {
		*jobopts.JobName = "demarche-archive-" + run
	}
	if j.runner == "dataflow" {
		return stop, nil
	}
	more := options{}
	if j.runner == "flink" {
		maps.Copy(more, flinkOptions)
	}
	maps.Copy(more, j.more)
	tellJobService(more)
	if j.rest != "" {
		beamlog.SetupLogging("warn", "text")
		return tell(flinkProgress(ctx, j.rest, *jobopts.JobName)), nil
	}
	return stop, nil
}

// empty refuses a folder that holds a lake.
func empty(ctx context.Context, out string) error {
	fs, err := filesystem.New(ctx, out)
	if err != nil {
		return err
	}
	defer fs.Close()
	there, err := fs.List(ctx, out+"/"+store.Manifest)
	if err != nil {
		return fmt.Errorf("looking what lies at %s: %w", out, err)
	}
	if len(there) > 0 {
		return fmt.Errorf("%s holds a lake already: name another place", out)
	}
	return nil
}

// revision is the commit that the program was built from, where it is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " (" + s.Value[:12] + ")"
		}
	}
	return ""
}
