// Command load measures a server under load: readers that follow links as people
// and programs do, and reports that are posted at a steady rate. It starts the
// server itself, over a store in a temporary folder, in a process of its own;
// both share the machine. At the end it stops the server and looks whether all
// that was accepted is in the store.
//
//	go run ./eval/load [-readers 100] [-posts 20] [-for 60s] [-stock 500]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"demarche/client"
	"demarche/store"
)

var (
	readers = flag.Int("readers", 100, "how many readers there are")
	pause   = flag.Duration("pause", time.Second, "how long a reader looks at a page, on average")
	posts   = flag.Float64("posts", 20, "reports posted a second")
	length  = flag.Duration("for", time.Minute, "how long it lasts")
	stock   = flag.Int("stock", 500, "reports in the store at the start")
	address = flag.String("address", "127.0.0.1:18099", "where the server listens")
)

func main() {
	flag.Parse()
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() (err error) {
	dir, err := os.MkdirTemp("", "demarche-load")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bin, db := filepath.Join(dir, "demarche"), filepath.Join(dir, "load.duckdb")
	ctx := context.Background()
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/demarche").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	server := exec.CommandContext(ctx, bin, "serve", "--db", db, "--address", *address, "--posts", "10000", "--reads", "100000")
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return err
	}
	accepted, err := measure(ctx)
	if e := server.Process.Signal(syscall.SIGTERM); e != nil {
		return errors.Join(err, e)
	}
	if e := server.Wait(); e != nil || err != nil {
		return errors.Join(err, e)
	}
	return check(ctx, db, accepted)
}

// check looks for all that was accepted.
func check(ctx context.Context, db string, accepted []string) error {
	s, err := store.Open(ctx, db, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	lost := 0
	for _, id := range accepted {
		if _, _, err := s.Report(ctx, id); err != nil {
			lost++
		}
	}
	stale, err := s.Stale(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("accepted  %d reports, %d lost after the stop; events up to date: %t\n", len(accepted), lost, !stale)
	if lost > 0 || stale {
		return errors.New("something was lost")
	}
	return nil
}

// tally is how long requests took.
type tally struct {
	mu     sync.Mutex
	took   []time.Duration
	kinds  map[string][]time.Duration // by what was asked for
	faults map[string]int
}

func newTally() *tally {
	return &tally{kinds: map[string][]time.Duration{}, faults: map[string]int{}}
}

func (t *tally) note(kind string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took, t.kinds[kind] = append(t.took, d), append(t.kinds[kind], d)
}

func (t *tally) fault(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults[what]++
}

// at is how long that share of the requests took at most, of which the list is in
// order.
func at(took []time.Duration, share float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	return took[min(int(share*float64(len(took))), len(took)-1)].Round(100 * time.Microsecond)
}

func (t *tally) print(name string, lasted time.Duration) {
	slices.Sort(t.took)
	fmt.Printf("%-9s %d done (%.1f a second), %d faults; median %v, p95 %v, p99 %v, longest %v\n",
		name, len(t.took), float64(len(t.took))/lasted.Seconds(), len(t.faults), at(t.took, .5), at(t.took, .95), at(t.took, .99), at(t.took, 1))
	for f, n := range t.faults {
		fmt.Printf("          %d times: %s\n", n, f)
	}
}

// printKinds tells of each kind how long it took and how many of the slowest
// hundredth of all are of it. print must have been called before.
func (t *tally) printKinds() {
	slowest := at(t.took, .99)
	for _, kind := range slices.Sorted(maps.Keys(t.kinds)) {
		took := t.kinds[kind]
		slices.Sort(took)
		slow := 0
		for _, d := range took {
			if d >= slowest {
				slow++
			}
		}
		fmt.Printf("          %-18s %5d done; median %v, p95 %v, p99 %v, longest %v; %d of the slowest hundredth\n",
			kind, len(took), at(took, .5), at(took, .95), at(took, .99), at(took, 1), slow)
	}
}

// kindOf is a path without the countries and words that it asks for.
func kindOf(path string) string {
	path, query, _ := strings.Cut(path, "?")
	name, _, asks := strings.Cut(query, "=")
	switch {
	case strings.HasPrefix(path, "/relation/"):
		return "/relation"
	case strings.HasPrefix(path, "/party/"):
		return "/party"
	case asks:
		return strings.TrimPrefix(path, "/api/v1") + "?" + name
	}
	return path
}

func measure(ctx context.Context) ([]string, error) {
	base := "http://" + *address
	c := client.New(base, "")
	c.HTTP.Transport = &http.Transport{MaxIdleConnsPerHost: 200}
	if err := wait(ctx, c, base); err != nil {
		return nil, err
	}
	var accepted []string
	var coding []time.Duration
	for i := range *stock {
		got, err := c.Add(ctx, story(i*365 / *stock))
		if err != nil {
			return nil, err
		}
		accepted = append(accepted, got.ID)
	}
	for range 200 {
		start := time.Now()
		if _, err := c.Code(ctx, story(365)); err != nil {
			return nil, err
		}
		coding = append(coding, time.Since(start))
	}
	slices.Sort(coding)
	fmt.Printf("code      one at a time: median %v, p99 %v\n", coding[len(coding)/2].Round(100*time.Microsecond), coding[len(coding)*99/100].Round(100*time.Microsecond))
	time.Sleep(2 * time.Second)

	before, err := metrics(ctx, c.HTTP, base)
	if err != nil {
		return nil, err
	}
	reads, writes := newTally(), newTally()
	until, cancel := context.WithTimeout(ctx, *length)
	defer cancel()
	var all sync.WaitGroup
	for range *readers {
		all.Go(func() { read(until, c.HTTP, base, reads) })
	}
	var mu sync.Mutex
	tick := time.NewTicker(time.Duration(float64(time.Second) / *posts))
	defer tick.Stop()
	start := time.Now()
loop:
	for {
		select {
		case <-until.Done():
			break loop
		case <-tick.C:
		}
		all.Go(func() {
			began := time.Now()
			got, err := c.Add(ctx, story(365+int(time.Since(start).Seconds())/10))
			if err != nil {
				writes.fault(err.Error())
				return
			}
			writes.note("post", time.Since(began))
			mu.Lock()
			accepted = append(accepted, got.ID)
			mu.Unlock()
		})
	}
	lasted := time.Since(start)
	all.Wait()
	after, err := metrics(ctx, c.HTTP, base)
	if err != nil {
		return nil, err
	}
	spent, err := spentBetween(before, after)
	if err != nil {
		return nil, err
	}
	printMetrics(after)
	fmt.Printf("server    %.1f s of processor time in %.0f s\n", spent, lasted.Seconds())
	reads.print("reads", lasted)
	reads.printKinds()
	writes.print("posts", lasted)
	return accepted, nil
}

// metrics are what the server says of its own work.
func metrics(ctx context.Context, h *http.Client, base string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/metrics", nil)
	if err != nil {
		return "", err
	}
	resp, err := h.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return string(data), err
}

// printMetrics prints those that tell of updates and of the answers kept.
func printMetrics(text string) {
	for line := range strings.Lines(text) {
		for _, name := range []string{"demarche_update_seconds_", "demarche_storing_seconds_", "demarche_cache_total"} {
			if strings.HasPrefix(line, name) && !strings.Contains(line, "bucket") {
				fmt.Print("          " + line)
			}
		}
	}
}

// processor is the processor time that the server has taken, in seconds.
func processor(text string) (seconds float64, err error) {
	const name = "process_cpu_seconds_total "
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name); ok {
			return strconv.ParseFloat(strings.TrimSpace(value), 64)
		}
	}
	return 0, errors.New("the server does not tell its processor time")
}

// spentBetween is the processor time, in seconds, from one reading of metrics to the
// next.
func spentBetween(before, after string) (float64, error) {
	first, err := processor(before)
	if err != nil {
		return 0, err
	}
	last, err := processor(after)
	return last - first, err
}

func wait(ctx context.Context, c *client.Client, base string) error {
	for range 100 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
		if err != nil {
			return err
		}
		if resp, err := c.HTTP.Do(r); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("the server does not come up")
}

// read goes from page to page until the context ends.
func read(ctx context.Context, h *http.Client, base string, t *tally) {
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(rand.Float64() * 2 * float64(*pause))):
		}
		path := somewhere()
		start := time.Now()
		r, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, base+path, nil)
		if err != nil {
			t.fault(err.Error())
			return
		}
		resp, err := h.Do(r)
		if err != nil {
			t.fault(err.Error())
			continue
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		switch {
		case err != nil:
			t.fault(err.Error())
		case resp.StatusCode != http.StatusOK:
			t.fault(fmt.Sprintf("%d for %s", resp.StatusCode, path))
		default:
			t.note(kindOf(path), time.Since(start))
		}
	}
}

// somewhere is a page or a question.
func somewhere() string {
	a, b := two()
	switch rand.IntN(10) {
	case 0, 1:
		return "/"
	case 2, 3:
		return "/relation/" + min(a.code, b.code) + "/" + max(a.code, b.code)
	case 4:
		return "/party/" + a.code
	case 5:
		return "/matters"
	case 6:
		return "/search?text=" + []string{"ambassador", "sanctions", "talks", "troops", "treaty"}[rand.IntN(5)]
	case 7:
		return "/api/v1/events?pair=" + a.code + "," + b.code
	case 8:
		return "/api/v1/records?actor=" + a.code + "&limit=20"
	}
	return "/api/v1/relations?limit=20"
}

type state struct{ code, name, adjective, capital string }

var states = []state{
	{"NOR", "Norway", "Norwegian", "Oslo"}, {"CHL", "Chile", "Chilean", "Santiago"}, {"PER", "Peru", "Peruvian", "Lima"}, {"JPN", "Japan", "Japanese", "Tokyo"},
	{"KEN", "Kenya", "Kenyan", "Nairobi"}, {"GRC", "Greece", "Greek", "Athens"}, {"EGY", "Egypt", "Egyptian", "Cairo"}, {"IND", "India", "Indian", "New Delhi"},
	{"BRA", "Brazil", "Brazilian", "Brasilia"}, {"POL", "Poland", "Polish", "Warsaw"}, {"VNM", "Vietnam", "Vietnamese", "Hanoi"}, {"MAR", "Morocco", "Moroccan", "Rabat"},
	{"DEU", "Germany", "German", "Berlin"}, {"FRA", "France", "French", "Paris"}, {"ITA", "Italy", "Italian", "Rome"}, {"ESP", "Spain", "Spanish", "Madrid"},
	{"PRT", "Portugal", "Portuguese", "Lisbon"}, {"SWE", "Sweden", "Swedish", "Stockholm"}, {"FIN", "Finland", "Finnish", "Helsinki"}, {"DNK", "Denmark", "Danish", "Copenhagen"},
	{"HUN", "Hungary", "Hungarian", "Budapest"}, {"ROU", "Romania", "Romanian", "Bucharest"}, {"UKR", "Ukraine", "Ukrainian", "Kyiv"}, {"TUR", "Turkey", "Turkish", "Ankara"},
	{"IRN", "Iran", "Iranian", "Tehran"}, {"IRQ", "Iraq", "Iraqi", "Baghdad"}, {"SAU", "Saudi Arabia", "Saudi", "Riyadh"}, {"PAK", "Pakistan", "Pakistani", "Islamabad"},
	{"CHN", "China", "Chinese", "Beijing"}, {"AUS", "Australia", "Australian", "Canberra"}, {"CAN", "Canada", "Canadian", "Ottawa"}, {"MEX", "Mexico", "Mexican", "Mexico City"},
	{"ARG", "Argentina", "Argentine", "Buenos Aires"}, {"COL", "Colombia", "Colombian", "Bogota"}, {"NGA", "Nigeria", "Nigerian", "Abuja"}, {"ETH", "Ethiopia", "Ethiopian", "Addis Ababa"},
}

func two() (a, b state) {
	i := rand.IntN(len(states))
	return states[i], states[(i+1+rand.IntN(len(states)-1))%len(states)]
}

// sentences are what reports are put together from.
var sentences = []string{
	"A expelled two B-an diplomats on Monday.", "A's foreign minister met the B-an ambassador in A-cap on Tuesday.", "The president of A accused B of breaking the treaty.",
	"A imposed sanctions on B over the dispute.", "A and B signed an agreement on trade in B-cap.", "B thanked A for its help after the flood.", "A warned that it would close the border with B.",
	"A sent food and medicine to B on Wednesday.", "B rejected the demand of A.", "Troops of A moved towards the border with B.", "A called on B to release the sailors.",
	"The weather in A-cap was mild for the season.", "Prices of grain fell for the third week, traders in B-cap said.",
}

// story is a report of about eight sentences, of a day counted from the first.
func story(day int) client.Report {
	a, b := two()
	names := strings.NewReplacer("A-cap", a.capital, "B-cap", b.capital, "B-an", b.adjective, "A", a.name, "B", b.name)
	var body []string
	for range 6 + rand.IntN(5) {
		body = append(body, names.Replace(sentences[rand.IntN(len(sentences))]))
	}
	published := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Format(time.DateOnly)
	return client.Report{Title: a.name + " and " + b.name, Text: strings.Join(body, " "), Published: published, Outlet: []string{"Wire", "Gazette", "Radio"}[rand.IntN(3)],
		ID: fmt.Sprintf("load-%x", rand.Uint64())}
}
