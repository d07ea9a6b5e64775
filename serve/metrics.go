package serve

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what /metrics shows.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	reports  *prometheus.CounterVec
	records  prometheus.Counter
	coding   prometheus.Histogram
	storing  prometheus.Histogram
	updates  *prometheus.CounterVec
	updating prometheus.Histogram
	cached   *prometheus.CounterVec
	refused  *prometheus.CounterVec
}

// liveHeap is the heap that was found in use by the last collection, which tells
// growth better than what is allocated at a moment.
var liveHeap = collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile(`^/gc/heap/live:bytes$`)}

func newMetrics() *metrics {
	times := []float64{.001, .002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}
	count := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "demarche", Name: name, Help: help}, labels)
	}
	seconds := func(name, help string) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "demarche", Name: name, Help: help, Buckets: times})
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: count("http_requests_total", "Requests answered.", "what", "code"),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "demarche", Name: "http_request_seconds",
			Help: "Time to answer a request.", Buckets: times}, []string{"what"}),
		reports:  count("reports_stored_total", "Reports that were posted, by whether they are in the store.", "result"),
		records:  prometheus.NewCounter(prometheus.CounterOpts{Namespace: "demarche", Name: "records_coded_total", Help: "Records coded."}),
		coding:   seconds("coding_seconds", "Time to code a report."),
		storing:  seconds("storing_seconds", "Time to write a batch of reports."),
		updates:  count("updates_total", "Times that events were brought up to date.", "result"),
		updating: seconds("update_seconds", "Time to bring events up to date."),
		cached:   count("cache_total", "Answers looked for among those kept.", "result"),
		refused:  count("refused_total", "Requests refused before they were looked at.", "why"),
	}
	m.registry.MustRegister(m.requests, m.took, m.reports, m.records, m.coding, m.storing, m.updates, m.updating, m.cached, m.refused,
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(liveHeap)), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) answered(what string, status int, took time.Duration) {
	m.requests.WithLabelValues(what, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(what).Observe(took.Seconds())
}

func (m *metrics) coded(took time.Duration, records int) {
	m.coding.Observe(took.Seconds())
	m.records.Add(float64(records))
}

func (m *metrics) stored(n int, took time.Duration, err error) {
	m.storing.Observe(took.Seconds())
	m.reports.WithLabelValues(result(err)).Add(float64(n))
}

func (m *metrics) updated(took time.Duration, err error) {
	m.updating.Observe(took.Seconds())
	m.updates.WithLabelValues(result(err)).Inc()
}

func result(err error) string {
	if err != nil {
		return "failed"
	}
	return "done"
}
