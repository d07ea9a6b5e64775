// Package flink asks a Flink cluster over its REST interface how a job is doing.
// Package local, below it, starts such a cluster on one machine.
package flink

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Job is how a job stands.
type Job struct {
	ID    string `json:"jid"`
	Name  string `json:"name"`
	State string `json:"state"` // Flink's word: RUNNING, RESTARTING, FINISHED, ...
	Start int64  `json:"start-time"`
	// Tasks are counted by their state in small letters, and in "total".
	Tasks map[string]int `json:"tasks"`
}

// Step is a step of a job, which Flink calls a vertex.
type Step struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Duration int64  `json:"duration"` // milliseconds
	// Tasks are counted by their state in capitals.
	Tasks       map[string]int `json:"tasks"`
	Parallelism int            `json:"parallelism"`
	Metrics     struct {
		ReadBytes    int64 `json:"read-bytes"`
		WriteBytes   int64 `json:"write-bytes"`
		WriteRecords int64 `json:"write-records"`
	} `json:"metrics"`
}

// Codes says whether it is the step that codes reports.
func (s *Step) Codes() bool { return strings.Contains(s.Name, " code,") }

// Groups says whether it is a step that puts together what has one key, so that
// what it reads came from all task managers.
func (s *Step) Groups() bool { return strings.HasPrefix(s.Name, "GroupReduce") }

// Client asks the cluster at an address such as http://localhost:8081.
type Client struct{ Address string }

// get reads what the cluster says at a path.
func (c Client) get(ctx context.Context, path string, into any) (err error) {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(c.Address, "/")+path, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }() // it was read to its end, or is given up
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", req.URL, resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("reading what %s answers: %w", req.URL, err)
	}
	return nil
}

// other is what Beam's job server replaces in the names of jobs, by a nought.
var other = regexp.MustCompile(`[^a-z0-9]`)

// Job gives the latest job that was given to Beam's job server by this name, nil
// when there is none.
func (c Client) Job(ctx context.Context, name string) (*Job, error) {
	name = other.ReplaceAllString(strings.ToLower(name), "0") + "-"
	var all struct{ Jobs []*Job }
	if err := c.get(ctx, "/jobs/overview", &all); err != nil {
		return nil, err
	}
	var last *Job
	for _, j := range all.Jobs {
		if strings.HasPrefix(j.Name, name) && (last == nil || j.Start > last.Start) {
			last = j
		}
	}
	return last, nil
}

// Steps gives the steps of a job.
func (c Client) Steps(ctx context.Context, id string) ([]*Step, error) {
	var job struct{ Vertices []*Step }
	if err := c.get(ctx, "/jobs/"+id, &job); err != nil {
		return nil, err
	}
	return job.Vertices, nil
}

// Restarts counts how often Flink has begun parts of a job anew.
func (c Client) Restarts(ctx context.Context, id string) (int, error) {
	var metrics []struct{ Value string }
	if err := c.get(ctx, "/jobs/"+id+"/metrics?get=numRestarts", &metrics); err != nil {
		return 0, err
	}
	if len(metrics) == 0 {
		return 0, nil
	}
	n, err := strconv.Atoi(metrics[0].Value)
	if err != nil {
		return 0, fmt.Errorf("the number of restarts: %w", err)
	}
	return n, nil
}

// TaskManagers counts the task managers that the cluster has, and their slots.
func (c Client) TaskManagers(ctx context.Context) (managers, slots int, err error) {
	var o struct {
		TaskManagers int `json:"taskmanagers"`
		Slots        int `json:"slots-total"`
	}
	err = c.get(ctx, "/overview", &o)
	return o.TaskManagers, o.Slots, err
}
