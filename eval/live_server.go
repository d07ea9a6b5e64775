package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"demarche/serve"
	"demarche/store"
)

// server is a demarche that serves and watches in a process of its own.
type server struct {
	base string // address
	cmd  *exec.Cmd
}

// listens is what the program says when it does.
var listens = regexp.MustCompile(`^demarche: (http://\S+) shows `)

// startServer starts the program of a load over its file.
func startServer(ctx context.Context, load LiveLoad, feeds []string) (*server, error) {
	args := []string{"serve", "--db", load.File, "--address", "127.0.0.1:0", "--reads", "1e6", "--every", "2s", "--allow-private"}
	for _, f := range feeds {
		args = append(args, "--watch", f)
	}
	s := &server{cmd: exec.CommandContext(ctx, load.Program, args...)}
	said, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	address, last := make(chan string, 1), ""
	go func() {
		defer close(address)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			last = lines.Text()
			if m := listens.FindStringSubmatch(last); m != nil {
				address <- m[1]
			}
		}
	}()
	if s.base = <-address; s.base == "" {
		return nil, errors.Join(fmt.Errorf("the server did not start: %s", last), s.stop())
	}
	return s, nil
}

// stop lets the server finish what it has taken.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("the server: %w", err)
	}
	return nil
}

// ask does a GET request; take reads the answer.
func (s *server) ask(ctx context.Context, path string, take func(*http.Response) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, resp.Status)
	}
	if err := take(resp); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}

// sample asks how many reports are where, and how large the server is.
func (res *LiveResult) sample(ctx context.Context, s *server) (one LiveSample, err error) {
	var size store.Size
	var health serve.List[serve.FeedInfo]
	for path, to := range map[string]any{serve.Prefix + "/size": &size, serve.Prefix + "/feeds": &health} {
		if err := s.ask(ctx, path, func(r *http.Response) error { return json.NewDecoder(r.Body).Decode(to) }); err != nil {
			return one, err
		}
	}
	res.Stored, res.Copies, res.Refused = size.Reports, 0, 0
	for _, f := range health.Items {
		res.Copies += f.Copies
		res.Refused += f.Refused + f.Unreadable + f.Foreign
	}
	var all map[string]*dto.MetricFamily
	err = s.ask(ctx, "/metrics", func(r *http.Response) error {
		parser := expfmt.NewTextParser(model.UTF8Validation)
		all, err = parser.TextToMetricFamilies(r.Body)
		return err
	})
	value := func(name string) float64 {
		if m := all[name].GetMetric(); len(m) == 1 {
			return m[0].GetGauge().GetValue()
		}
		if err == nil {
			err = fmt.Errorf("the server does not tell %s", name)
		}
		return 0
	}
	one.Handled = res.Stored + res.Copies + res.Refused
	one.HeapMB = value("go_gc_heap_live_bytes") / (1 << 20)
	one.MemoryMB = value("process_resident_memory_bytes") / (1 << 20)
	one.Goroutines = int(value("go_goroutines"))
	return one, err
}
