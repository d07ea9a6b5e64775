package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/apache/beam/sdks/v2/go/container/tools"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
)

// A runner starts workers by a command, the process environment of Beam: with an
// id and the address at which a worker learns the rest. Beam has a program for
// that, which fetches the worker's program and starts it. Where this program lies
// on the machine already, it is the worker.

// becomeWorker makes beam.Init run this process as the worker of that id.
func becomeWorker(flags *flag.FlagSet, id, provision string) error {
	info, err := tools.ProvisionInfo(grpcx.WriteWorkerID(context.Background(), id), provision)
	if err != nil {
		return fmt.Errorf("asking %s what the worker %s has to know: %w", provision, id, err)
	}
	for name, value := range map[string]string{
		"worker":           "true",
		"logging_endpoint": info.GetLoggingEndpoint().GetUrl(),
		"control_endpoint": info.GetControlEndpoint().GetUrl(),
	} {
		if err := flags.Set(name, value); err != nil {
			return err
		}
	}
	// Beam's library reads these two from the environment.
	if err := os.Setenv("RUNNER_CAPABILITIES", strings.Join(info.GetRunnerCapabilities(), " ")); err != nil {
		return err
	}
	if status := info.GetStatusEndpoint(); status != nil {
		return os.Setenv("STATUS_ENDPOINT", status.GetUrl())
	}
	return nil
}

// workerBinary is what workers run: this program, where it can run there. Beam
// would otherwise build one from the sources, without C, which DuckDB needs.
func workerBinary() (string, error) {
	if runtime.GOOS != "linux" {
		return "", fmt.Errorf("workers run Linux: give --worker_binary, this program built for Linux")
	}
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding this program for the workers: %w", err)
	}
	return path, nil
}
