package archive

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// counted is one of the things that are counted.
type counted int

const (
	readFiles counted = iota
	readReports
	passedOver
	setAside
	lost
	again
	corrections
	codedReports
	codedRecords
	units
	events
	relations
	filesWritten
	counters
)

// names are what counters are called in words and by Beam's metrics.
var names = [counters]string{
	"files read", "reports read", "files passed over", "reports not in English", "items lost", "reports there already",
	"corrections", "reports coded", "records", "units clustered", "events", "relations", "files written",
}

var (
	tally   [counters]atomic.Int64
	metrics [counters]beam.Counter
)

func init() {
	for i, name := range names {
		metrics[i] = beam.NewCounter("demarche", strings.ReplaceAll(name, " ", "_"))
	}
}

// count adds to a counter of Beam, which every runner shows, and to the tally of
// this process.
func count(ctx context.Context, c counted, n int64) {
	metrics[c].Inc(ctx, n)
	tally[c].Add(n)
}

// Progress is a line that tells what the workers of this process have done, with
// what was done over counted again.
func Progress() string {
	var parts []string
	for i, name := range names {
		if n := tally[i].Load(); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	return strings.Join(parts, ", ")
}

// Summary is a line of what a run of the pipeline counted, as its runner tells.
func Summary(result beam.PipelineResult) string {
	sums := map[string]int64{}
	for _, c := range result.Metrics().AllMetrics().Counters() {
		if c.Namespace() == "demarche" {
			sums[c.Name()] += c.Result()
		}
	}
	var parts []string
	for _, name := range names {
		if n := sums[strings.ReplaceAll(name, " ", "_")]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	return strings.Join(parts, ", ")
}
