// Package local starts a Flink cluster on one machine, each part of it a process
// of its own, with Beam's job server before it: for tests and measurements. The
// libraries are those of pom.xml.
package local

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"demarche/beam/flink"
)

// Cluster is a job manager, task managers and a job server.
type Cluster struct {
	flink.Client
	// JobServer is the address that demarche-archive takes as --endpoint.
	JobServer string

	lib, dir string
	parts    []*part // that have not been stopped
	managers []*part
}

// part is a process of the cluster.
type part struct {
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed when it has ended
}

// opens lets Flink see what Java 17 hides by default; they are those of Flink's
// own start scripts.
func opens() []string {
	list := []string{"--add-exports=java.base/sun.net.util=ALL-UNNAMED", "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED"}
	for _, p := range strings.Fields(`java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time
		java.util java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks`) {
		list = append(list, "--add-opens=java.base/"+p+"=ALL-UNNAMED")
	}
	return list
}

// Memory of a task manager. It holds up to a hundred messages of 4 MB for each
// task that codes, before Flink takes them.
const (
	heap    = "1536m"
	network = "256m"
)

// conf is Flink's configuration.
const conf = `jobmanager.rpc.address: localhost
jobmanager.rpc.port: %d
jobmanager.memory.process.size: 1g
rest.address: localhost
rest.port: %d
taskmanager.host: localhost
taskmanager.numberOfTaskSlots: %d
taskmanager.cpu.cores: 1
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.task.heap.size: ` + heap + `
taskmanager.memory.task.off-heap.size: 64m
taskmanager.memory.managed.size: 256m
taskmanager.memory.network.min: ` + network + `
taskmanager.memory.network.max: ` + network + `
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 128m
taskmanager.memory.jvm-overhead.max: 128m
taskmanager.network.sort-shuffle.min-buffers: 64
cluster.evenly-spread-out-slots: true
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 20
restart-strategy.fixed-delay.delay: 1s
heartbeat.interval: 2000
heartbeat.timeout: 20000
classloader.resolve-order: parent-first
io.tmp.dirs: %s
`

// Options say what a cluster is made of.
type Options struct {
	Managers, Slots int // task managers, and slots of each
	// Pinned binds each task manager, with its workers, to a core of its own.
	Pinned bool
}

// Start starts a cluster. Lib holds the libraries, dir will hold configuration,
// logs and what is put aside. The caller stops it, also when there was an error.
func Start(ctx context.Context, lib, dir string, opt Options) (*Cluster, error) {
	c := &Cluster{lib: lib, dir: dir}
	ports, err := freePorts(5)
	if err != nil {
		return c, err
	}
	c.Address = fmt.Sprintf("http://localhost:%d", ports[1])
	c.JobServer = fmt.Sprintf("localhost:%d", ports[2])
	for _, sub := range []string{"conf", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return c, err
		}
	}
	text := fmt.Sprintf(conf, ports[0], ports[1], opt.Slots, filepath.Join(dir, "tmp"))
	if err := os.WriteFile(filepath.Join(dir, "conf", "flink-conf.yaml"), []byte(text), 0o600); err != nil {
		return c, err
	}
	if _, err := c.start("jobmanager", -1, "512m", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
		"--configDir", filepath.Join(dir, "conf")); err != nil {
		return c, err
	}
	for i := range opt.Managers {
		core := -1
		if opt.Pinned {
			core = i
		}
		p, err := c.start(fmt.Sprintf("taskmanager-%d", i+1), core, heap, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
			"--configDir", filepath.Join(dir, "conf"))
		if err != nil {
			return c, err
		}
		c.managers = append(c.managers, p)
	}
	if _, err := c.start("jobserver", -1, "512m", "org.apache.beam.runners.flink.FlinkJobServerDriver",
		"--flink-master="+strings.TrimPrefix(c.Address, "http://"), "--flink-conf-dir="+filepath.Join(dir, "conf"),
		fmt.Sprintf("--job-port=%d", ports[2]), fmt.Sprintf("--artifact-port=%d", ports[3]), fmt.Sprintf("--expansion-port=%d", ports[4]),
		"--artifacts-dir="+filepath.Join(dir, "artifacts")); err != nil {
		return c, err
	}
	return c, c.wait(ctx, opt.Managers)
}

// start starts a Java program of the libraries, on one core unless core is
// negative.
func (c *Cluster) start(name string, core int, heap, class string, args ...string) (*part, error) {
	log, err := os.Create(filepath.Join(c.dir, name+".log"))
	if err != nil {
		return nil, err
	}
	args = append(append(opens(), "-Xmx"+heap, "-cp", filepath.Join(c.lib, "*"), class), args...)
	program := "java"
	if core >= 0 {
		program, args = "taskset", append([]string{"-c", strconv.Itoa(core), "java"}, args...)
	}
	// Not bound to a context, which would kill: it is stopped so that it can stop
	// its workers.
	cmd := exec.Command(program, args...) //nolint:noctx // see above
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, log, log
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(c.dir, "tmp"))
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the %s: %w", name, err), log.Close())
	}
	p := &part{cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // what is told to stop ends with an error
		close(p.done)
	}()
	c.parts = append(c.parts, p)
	return p, nil
}

// wait waits until all task managers have reported and the job server listens.
func (c *Cluster) wait(ctx context.Context, managers int) error {
	ctx, stop := context.WithTimeout(ctx, 3*time.Minute)
	defer stop()
	for {
		n, _, err := c.TaskManagers(ctx)
		if err == nil && n == managers {
			var conn net.Conn
			if conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", c.JobServer); err == nil {
				return conn.Close()
			}
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("the cluster has not come up (%d task managers, %w); its logs are in %s", n, errors.Join(err, ctx.Err()), c.dir)
		}
	}
}

// Kill ends a task manager at once, as a lost machine would, with its workers.
// It gives an error when it is no longer there.
func (c *Cluster) Kill(manager int) error {
	p := c.managers[manager]
	if err := p.cmd.Process.Kill(); err != nil {
		return fmt.Errorf("killing task manager %d: %w", manager+1, err)
	}
	return nil
}

// Stop ends all of it, and may be called again. It gives the time of the processor
// that task managers and their workers have used, as far as these ended before them.
func (c *Cluster) Stop() (time.Duration, error) {
	var used time.Duration
	var errs []error
	for i := len(c.parts) - 1; i >= 0; i-- {
		p := c.parts[i]
		// An error says that it has ended already.
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-p.done:
		case <-time.After(20 * time.Second):
			if err := p.cmd.Process.Kill(); err != nil {
				errs = append(errs, err)
			}
			<-p.done
		}
		errs = append(errs, p.log.Close())
	}
	c.parts = nil
	for _, p := range c.managers {
		used += p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
	}
	return used, errors.Join(errs...)
}

// freePorts finds ports of this machine that nothing listens on.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "localhost:0") //nolint:noctx // at once
		if err != nil {
			return nil, fmt.Errorf("finding a free port: %w", err)
		}
		defer func() { _ = l.Close() }() // all at the end, so that no port comes twice
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
