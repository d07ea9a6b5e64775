package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The environment of a process that adds reports until it is killed.
const (
	victimStore = "DEMARCHE_TEST_STORE" // file of the store
	victimInput = "DEMARCHE_TEST_INPUT" // file of coded reports as JSON
	victimRun   = "DEMARCHE_TEST_RUN"   // a number that differs from run to run
	victimRoom  = "DEMARCHE_TEST_ROOM"  // bytes that a file may grow to, "" for any
)

func TestMain(m *testing.M) {
	if os.Getenv(victimStore) != "" {
		if err := victim(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// version of a report: the same report with a line that says which.
func versionOf(c Coded, run, version int) Coded {
	rep := *c.Report
	rep.ID = fmt.Sprintf("%s-%d", rep.ID, run)
	rep.Text += fmt.Sprintf("\n\nVersion %d.", version)
	return Coded{Report: &rep, Records: c.Records, By: "test"}
}

// victim adds reports in small portions, corrects some, brings events up to
// date now and then, and prints the id and version of each report when Add has
// returned for it.
func victim() error {
	if room := os.Getenv(victimRoom); room != "" {
		n, err := strconv.ParseUint(room, 10, 64)
		if err != nil {
			return err
		}
		signal.Ignore(syscall.SIGXFSZ) // so that a write fails as on a full disk
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(os.Getenv(victimInput))
	if err != nil {
		return err
	}
	var list []Coded
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	run, err := strconv.Atoi(os.Getenv(victimRun))
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := Open(ctx, os.Getenv(victimStore), Options{})
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(uint64(run), 7))
	version := map[string]int{}
	for {
		portion := make([]Coded, 1+rng.IntN(6))
		for i := range portion {
			c := list[rng.IntN(len(list))]
			version[c.Report.ID]++
			portion[i] = versionOf(c, run, version[c.Report.ID])
		}
		if _, err := s.Add(ctx, portion); err != nil {
			return err
		}
		for _, c := range portion {
			_, v, _ := strings.Cut(c.Report.Text, "\n\nVersion ")
			fmt.Printf("%s %s\n", c.Report.ID, strings.TrimSuffix(v, "."))
		}
		if rng.IntN(4) == 0 {
			if _, err := s.Update(ctx, nil); err != nil {
				return err
			}
		}
	}
}

// murder runs a victim on the store, kills it some time after it began or, when
// first is set, after it acknowledged a report, and gives the last version of
// each report that it acknowledged.
func murder(t *testing.T, store, input string, run int, first bool, after time.Duration, room string) (acknowledged map[string]int, words string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victimStore+"="+store, victimInput+"="+input, victimRun+"="+strconv.Itoa(run), victimRoom+"="+room)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	if first {
		timer.Stop()
	}
	acknowledged = map[string]int{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if first && len(acknowledged) == 0 {
			timer.Reset(after)
		}
		id, v, ok := strings.Cut(lines.Text(), " ")
		n, err := strconv.Atoi(v)
		if ok && err == nil { // the last line may be cut
			acknowledged[id] = n
		}
	}
	_ = cmd.Wait() // it was killed
	timer.Stop()
	return acknowledged, errs.String()
}

// holds checks that the store opens and has all that was acknowledged.
func holds(t *testing.T, path string, acknowledged map[string]int) {
	t.Helper()
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatalf("the store does not open: %v", err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	have := map[string]int{}
	err = each(ctx, s.db, func(scan func(...any) error) error {
		var id, text string
		var said, are int
		if err := scan(&id, &text, &said, &are); err != nil {
			return err
		}
		_, v, _ := strings.Cut(text, "\n\nVersion ")
		n, err := strconv.Atoi(strings.TrimSuffix(v, "."))
		if have[id] = n; said != are {
			t.Errorf("%s has %d records of %d", id, are, said)
		}
		return err
	}, `SELECT p.id, p.text, p.records, (SELECT count(*) FROM data.records r WHERE r.report = p.no) FROM data.reports p`)
	if err != nil {
		t.Fatal(err)
	}
	for id, n := range acknowledged {
		if have[id] < n { // a later version may have been written and not told
			t.Errorf("%s was acknowledged in version %d, the store has %d", id, n, have[id])
		}
	}
}

// sound checks that nothing in the store is out of place.
func sound(t *testing.T, path string) {
	t.Helper()
	s := at(t, path, Options{})
	update(t, s)
	faults, err := s.Check(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("%s: %d, such as %q", f.What, f.Count, f.Samples)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// input writes the examples for victims to read.
func input(t *testing.T) string {
	t.Helper()
	data, err := json.Marshal(examples(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "input.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Killed at any moment, the process leaves a file that opens and holds every
// report that was acknowledged.
func TestKill(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 10
	}
	in := input(t)
	rng := rand.New(rand.NewPCG(3, 4))
	path, all, total := "", map[string]int{}, 0
	for run := range kills {
		if run%10 == 0 {
			if path != "" {
				sound(t, path)
			}
			path, all = filepath.Join(t.TempDir(), "s.duckdb"), map[string]int{}
		}
		acknowledged, words := murder(t, path, in, run, rng.IntN(4) > 0, time.Duration(rng.IntN(300))*time.Millisecond, "")
		if words != "" {
			t.Fatalf("before it was killed: %s", words)
		}
		for id, n := range acknowledged {
			all[id] = n
		}
		total += len(acknowledged)
		holds(t, path, all)
		if t.Failed() {
			t.Fatalf("after kill %d", run+1)
		}
	}
	sound(t, path)
	if total < kills {
		t.Errorf("only %d reports were acknowledged in %d runs: the test shows little", total, kills)
	}
}

// A disk that fills up at any moment leaves the same.
func TestFullDisk(t *testing.T) {
	in := input(t)
	rng := rand.New(rand.NewPCG(5, 6))
	failed := 0
	for run := range 8 {
		path := filepath.Join(t.TempDir(), "s.duckdb")
		room := strconv.Itoa(200_000 + rng.IntN(1_500_000))
		acknowledged, words := murder(t, path, in, run, false, time.Minute, room)
		if words != "" {
			failed++
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue // there was no room for the file itself
		}
		if len(acknowledged) == 0 {
			continue
		}
		holds(t, path, acknowledged)
		sound(t, path)
	}
	if failed < 8 {
		t.Errorf("the disk was full in %d of 8 runs only", failed)
	}
}
