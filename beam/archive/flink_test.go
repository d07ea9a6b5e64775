//go:build flink

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/beam/flink/local"
	"demarche/eval"
	"demarche/report"
	"demarche/store"
)

// These run the command demarche-archive on a Flink cluster of this machine. The
// Makefile builds the commands and fetches the libraries, which FLINK_LIB names.

// made writes n made-up reports of a number of days into files, and says where.
func made(t testing.TB, n, days int) string {
	t.Helper()
	var sources []*report.Report
	for rep, err := range report.Open(context.Background(), "../../examples", report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, rep)
	}
	const files = 16
	dir := filepath.Join(t.TempDir(), "reports")
	lists := make([][]*report.Report, files)
	i := 0
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for r, err := range eval.Archive(sources, n, 7) {
		if err != nil {
			t.Fatal(err)
		}
		// Ten years would be ten thousand files of next to nothing.
		r.Published = start.AddDate(0, 0, i*days/n).Format(time.DateOnly)
		// Headline and two paragraphs: as long as most of what agencies send.
		parts := strings.Split(r.Text, "\n\n")
		r.Text = strings.Join(parts[:min(3, len(parts))], "\n\n")
		lists[i%files] = append(lists[i%files], r)
		i++
	}
	for i, list := range lists {
		lines(t, filepath.Join(dir, fmt.Sprintf("%02d.jsonl.gz", i)), list)
	}
	return dir
}

// cluster starts a cluster and ends it with the test.
func cluster(t testing.TB, opt local.Options) *local.Cluster {
	t.Helper()
	lib := os.Getenv("FLINK_LIB")
	if lib == "" {
		t.Fatal("FLINK_LIB does not name the libraries of Flink: use make test-flink")
	}
	dir := t.TempDir()
	c, err := local.Start(context.Background(), lib, dir, opt)
	t.Cleanup(func() {
		if _, err := c.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			keep := filepath.Join(os.TempDir(), "demarche-flink-logs")
			if err := os.CopyFS(keep, os.DirFS(dir)); err == nil {
				t.Logf("logs are in %s", keep)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// submit gives the command that runs the pipeline on a cluster.
func submit(ctx context.Context, t testing.TB, c *local.Cluster, name string, parallelism int, out string, in ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	program, err := filepath.Abs("../../bin/demarche-archive")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"--runner", "flink", "--endpoint", c.JobServer, "--flink-rest", c.Address,
		"--environment_type", "PROCESS", "--environment_config", fmt.Sprintf(`{"command":%q}`, program),
		"--job_name", name, "--parallelism", fmt.Sprint(parallelism), "--out", out}, in...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	return cmd, &said
}

// Of two task managers one is killed when half of the tasks that code are done.
// The lake then holds what the store of demarche add holds, and a dead letter tells
// of the file that cannot be read.
func TestFlinkLosesATaskManager(t *testing.T) {
	const reports, tasks = 20_000, 4
	ctx := context.Background()
	in := made(t, reports, 60)

	began := time.Now()
	db := filepath.Join(t.TempDir(), "single.duckdb")
	if said, err := exec.CommandContext(ctx, "../../bin/demarche", "add", "--db", db, in).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	t.Logf("the single machine took %s", time.Since(began).Round(time.Second))

	c := cluster(t, local.Options{Managers: 2, Slots: 2})
	out := filepath.Join(t.TempDir(), "lake")
	ctx, stop := context.WithTimeout(ctx, 20*time.Minute)
	defer stop()
	began = time.Now()
	broken := filepath.Join(t.TempDir(), "broken.jsonl")
	if err := os.WriteFile(broken, []byte("{no json\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, said := submit(ctx, t, c, "loses", tasks, out, in, broken)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	job := halfCoded(t, c, "loses", ended, said)
	if err := c.Kill(1); err != nil {
		t.Fatal(err)
	}
	t.Logf("killed after %s", time.Since(began).Round(time.Second))
	restarts := 0
	for running := true; running; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			running = false
		case <-time.After(2 * time.Second):
			if n, err := c.Restarts(ctx, job); err == nil {
				restarts = max(restarts, n)
			}
		}
	}
	t.Logf("Flink took %s, began %d times anew; it says: %s", time.Since(began).Round(time.Second), restarts, lastLine(said.String()))
	if restarts == 0 {
		t.Error("Flink did not notice that a task manager was lost")
	}
	if n, _, err := c.TaskManagers(ctx); n != 1 || err != nil {
		t.Errorf("%d task managers are left (%v)", n, err)
	}
	if want := fmt.Sprintf("%d reports coded", reports); !strings.Contains(said.String(), want) {
		t.Errorf("the counters do not say %q, so work that was done over is counted twice or not at all", want)
	}
	single, err := store.Open(ctx, db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer single.Close()
	got := sameContents(t, out, single)
	if len(got["reports"]) != reports {
		t.Errorf("%d reports are in the lake", len(got["reports"]))
	}
	if dead := letters(t, out); len(dead) != 1 || dead[0].Path != broken {
		t.Errorf("dead letters: %v", dead)
	}
}

// halfCoded waits until half of the tasks that code are done, and gives the id of
// the job.
func halfCoded(t *testing.T, c *local.Cluster, name string, ended <-chan error, said *bytes.Buffer) string {
	t.Helper()
	for {
		select {
		case err := <-ended:
			t.Fatalf("it ended before half of it was coded: %v: %s", err, said)
		case <-time.After(time.Second):
		}
		job, err := c.Job(context.Background(), name)
		if err != nil || job == nil {
			continue
		}
		steps, err := c.Steps(context.Background(), job.ID)
		if err != nil {
			continue
		}
		for _, s := range steps {
			if done := s.Tasks["FINISHED"]; s.Codes() && done*2 >= s.Parallelism {
				return job.ID
			}
		}
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// BenchmarkFlink is what one worker on one core takes and what two take on two.
// Seconds of the processor are those of task managers and workers, megabytes
// those that went from step to step.
func BenchmarkFlink(b *testing.B) {
	const reports = 12_000
	in := made(b, reports, 60)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				measure(b, in, workers, reports)
			}
		})
	}
}

// longest is how long a run may take that is measured. One that hangs ends its
// cluster, which would outlive the end of the test program.
const longest = 25 * time.Minute

func measure(b *testing.B, in string, workers, reports int) {
	b.Helper()
	ctx, stop := context.WithTimeout(context.Background(), longest)
	defer stop()
	c := cluster(b, local.Options{Managers: workers, Slots: 1, Pinned: true})
	began := time.Now()
	cmd, said := submit(ctx, b, c, "speed", 2, filepath.Join(b.TempDir(), "lake"), in)
	if err := cmd.Run(); err != nil {
		b.Fatal(errors.Join(err, ctx.Err()), said)
	}
	wall := time.Since(began)
	if want := fmt.Sprintf("%d reports coded", reports); !strings.Contains(said.String(), want) {
		b.Fatalf("the counters do not say %q: %s", want, said)
	}
	job, err := c.Job(ctx, "speed")
	if err != nil {
		b.Fatal(err)
	}
	if job == nil {
		b.Fatal("Flink knows of no job of this name")
	}
	steps, err := c.Steps(ctx, job.ID)
	if err != nil {
		b.Fatal(err)
	}
	if n, err := c.Restarts(ctx, job.ID); n > 0 {
		b.Fatalf("Flink began %d times anew (%v), so work was done twice", n, err)
	}
	cpu, err := c.Stop()
	if err != nil {
		b.Fatal(err)
	}
	var coding time.Duration
	var moved int64
	for _, s := range steps {
		if s.Codes() {
			coding += time.Duration(s.Duration) * time.Millisecond
		}
		if s.Groups() {
			moved += s.Metrics.ReadBytes
		}
		b.Logf("%6.1f s %8d records %8.1f MB  %s", float64(s.Duration)/1000, s.Metrics.WriteRecords, float64(s.Metrics.WriteBytes)/1e6, s.Name)
	}
	if coding == 0 || moved == 0 {
		b.Fatalf("no step codes (%s) or none groups (%d bytes): steps have other names than is thought", coding, moved)
	}
	b.ReportMetric(wall.Seconds(), "s/run")
	b.ReportMetric(coding.Seconds(), "s-coding/run")
	b.ReportMetric(cpu.Seconds(), "s-cpu/run")
	b.ReportMetric(float64(moved)/1e6, "MB-shuffled/run")
	b.ReportMetric(float64(moved)/float64(reports)/1e3, "KB-shuffled/report")
}
