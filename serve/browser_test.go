//go:build browser

// These tests drive Chromium; "make test" runs them after it has built web/dist
// and seen to it that there is a browser.
package serve

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	control "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder to write pictures of all pages to")

// window is a browser window that notes whatever goes wrong in it.
type window struct {
	context.Context
	t      *testing.T
	mu     sync.Mutex
	faults []string
	gone   bool // the browser is
}

// look opens a window. What goes wrong in it fails the test at its end.
func look(t *testing.T) *window {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	w := &window{Context: ctx, t: t}
	chromedp.ListenTarget(ctx, w.note)
	if err := chromedp.Run(w, network.Enable(), log.Enable(), runtime.Enable()); err != nil {
		w.left(err)
	}
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.gone {
			return
		}
		for _, f := range w.faults {
			t.Error(f)
		}
	})
	return w
}

func (w *window) note(event any) {
	var fault string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = "a script failed: " + e.ExceptionDetails.Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			fault = fmt.Sprintf("console: %s", e.Args[0].Value)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			fault = "log: " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			fault = "a request failed: " + e.ErrorText
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			fault = fmt.Sprintf("%d for %s", e.Response.Status, e.Response.URL)
		}
	}
	if fault != "" {
		w.mu.Lock()
		w.faults = append(w.faults, fault)
		w.mu.Unlock()
	}
}

func (w *window) run(actions ...chromedp.Action) {
	w.t.Helper()
	err := chromedp.Run(w, actions...)
	if errors.Is(w.Err(), context.Canceled) { // by chromedp, when the browser is gone
		w.left(err)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// left ends the test in a browser that is gone.
func (w *window) left(err error) {
	w.mu.Lock()
	w.gone = true
	w.mu.Unlock()
	panic(gone{err})
}

// gone says that the browser ended by itself in the middle of a test and without a
// word, which Chromium does at times on a busy machine.
type gone struct{ error }

// browsing does a test, and does it again from the start where the browser went in
// the middle of it. A test that fails is not done again.
func browsing(t *testing.T, test func(t *testing.T)) {
	const most = 4
	for try := 1; ; try++ {
		err := whole(t, test)
		if err == nil {
			return
		}
		if try == most {
			t.Fatalf("the browser is gone after %d tries: %v", most, err)
		}
		t.Logf("the browser is gone (%v); again", err)
	}
}

// whole does a test and gives the error with which the browser went, if it did.
func whole(t *testing.T, test func(t *testing.T)) (err error) {
	defer func() {
		p := recover()
		if g, ok := p.(gone); ok {
			err = g
		} else if p != nil {
			panic(p)
		}
	}()
	test(t)
	return nil
}

// eval is the value of an expression in the page.
func eval[T any](w *window, expression string) (v T) {
	w.t.Helper()
	w.run(chromedp.Evaluate(expression, &v, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return v
}

// A person pastes a report and sees its records marked, each with why; then
// stores it and finds it.
func TestBrowserPaste(t *testing.T) { browsing(t, browserPaste) }

func browserPaste(t *testing.T) {
	s := full(t, Options{})
	text, err := os.ReadFile("../examples/grain.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(text), "\n\n")
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/paste"),
		chromedp.SetValue(`#published`, "2022-07-23"),
		chromedp.SendKeys(`#title`, "Grain to leave by sea"),
		chromedp.SetValue(`#text`, body),
		chromedp.Click(`.paste button`), chromedp.WaitVisible(`.cards .card`))
	marks, cards := eval[int](w, `document.querySelectorAll(".text mark.trigger").length`), eval[int](w, `document.querySelectorAll(".cards .card").length`)
	if marks == 0 || cards < marks/2 {
		t.Errorf("%d triggers are marked for %d records", marks, cards)
	}
	w.run(chromedp.Click(`.card .why summary`), chromedp.WaitVisible(`.card .why[open] .tree li`))
	id := eval[string](w, `document.querySelector(".card").dataset.record`)
	w.run(chromedp.ScrollIntoView(`.card`))
	w.run(chromedp.Evaluate(`document.querySelector(".card").dispatchEvent(new PointerEvent("pointerenter"))`, nil))
	if !eval[bool](w, `document.querySelector('mark[data-records~="`+id+`"]').classList.contains("lit")`) {
		t.Error("the words of a record do not light up with it")
	}
	w.run(chromedp.Click(`.keep button`), chromedp.WaitVisible(`.crumb`))
	if at := eval[string](w, `location.pathname`); !strings.HasPrefix(at, "/report/r-") {
		t.Errorf("storing led to %s", at)
	}
}

// From the overview to a relation, a turn, an event and its sentence.
func TestBrowserRelation(t *testing.T) { browsing(t, browserRelation) }

func browserRelation(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/"), chromedp.WaitVisible(`.relations`),
		chromedp.Click(`a[href="/relation/CUB/USA"]`), chromedp.WaitVisible(`#chart svg.plot .events a`))
	at := eval[[]float64](w, `(() => { const t = document.querySelector("#chart .turn-marks text, #chart .turn-marks"); t.scrollIntoView({block: "center", behavior: "instant"});
		const b = (t.querySelector("text") ?? t).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()`)
	w.run(chromedp.MouseEvent("mouseMoved", at[0]-60, at[1]-40), chromedp.MouseEvent("mouseMoved", at[0], at[1]-40))
	eventually(t, "a turn that is pointed at tells of itself", func() bool {
		return eval[bool](w, `[...document.querySelectorAll("#chart [aria-label=tip]")].some(t => t.textContent.includes("escalation"))`)
	})
	href := eval[string](w, `document.querySelector("#chart .events a").getAttribute("href")`)
	if !strings.HasPrefix(href, "/event/") {
		t.Fatalf("a mark leads to %q", href)
	}
	w.run(chromedp.Evaluate(`document.querySelector("#chart .events a").focus()`, nil), chromedp.KeyEvent("\r"), chromedp.WaitVisible(`.tellings .card h3 a`))
	words := eval[string](w, `document.querySelector(".tellings mark.trigger").textContent`)
	w.run(chromedp.Click(`.tellings .card h3 a`), chromedp.WaitVisible(`.text`))
	if !eval[bool](w, `(() => { const a = document.getElementById(location.hash.slice(1)); return !!a && a.nextElementSibling.textContent.length > 0 && `+
		fmt.Sprintf("%q", words)+`.includes(a.nextElementSibling.textContent) })()`) {
		t.Errorf("the event leads to %s, where %q does not stand", eval[string](w, `location.href`), words)
	}
}

// Search, filters by keyboard, and a table as a file.
func TestBrowserSearch(t *testing.T) { browsing(t, browserSearch) }

func browserSearch(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/search"), chromedp.SendKeys(`#text`, "embassies\r"), chromedp.WaitVisible(`.events tbody tr`))
	if rows := eval[int](w, `document.querySelectorAll(".events tbody tr").length`); rows == 0 {
		t.Error("nothing was found")
	}
	w.run(chromedp.Click(`.filters summary`), chromedp.SendKeys(`#party`, "USA, Cuba"), chromedp.Click(`.fields + p button`), chromedp.WaitVisible(`.filters details[open]`))
	if at := eval[string](w, `location.search`); !strings.Contains(at, "party=USA") || strings.Contains(at, "mode=") {
		t.Errorf("the filters led to %s", at)
	}
	dir, done := t.TempDir(), make(chan struct{})
	chromedp.ListenTarget(w, func(ev any) {
		if e, ok := ev.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			close(done)
		}
	})
	w.run(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(dir).WithEventsEnabled(true), chromedp.Click(`.get a[href*=".csv"]`))
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("no file came")
	}
	got, err := os.ReadFile(filepath.Join(dir, "events.csv"))
	if err != nil || !strings.HasPrefix(string(got), "id,start,end") || strings.Count(string(got), "\n") < 2 {
		t.Errorf("%v: %.200s", err, got)
	}
}

// places are all pages there are.
func places(t *testing.T, s *site) map[string]string {
	t.Helper()
	list := read[List[struct {
		ID string `json:"id"`
	}]](t, s.get("/api/v1/events?pair=USA,CUB&sort=-outlets"), http.StatusOK)
	return map[string]string{
		"overview": "/", "relations": "/relations", "relation": "/relation/USA/CUB", "no-relation": "/relation/NOR/CHL", "event": "/event/" + list.Items[0].ID,
		"report": "/report/greenland", "country": "/party/CUB", "person": "/party/Barack%20Obama", "parties": "/parties", "matters": "/matters",
		"search": "/search?text=embassies", "search-records": "/search?kind=records&party=Cuba&type=AGREE", "search-reports": "/search?kind=reports&text=embassy",
		"nothing": "/search?text=zzzz", "codebook": "/codebook", "accuracy": "/accuracy", "paste": "/paste", "docs": "/docs", "feeds": "/feeds",
	}
}

// Every page passes axe-core, in both lights, and none is wider than a phone.
func TestBrowserAxe(t *testing.T) { browsing(t, browserAxe) }

func browserAxe(t *testing.T) {
	axe, err := os.ReadFile("web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core comes with npm ci in serve/web: %v", err)
	}
	s := full(t, Options{})
	all := places(t, s)
	w := look(t)
	// The policy keeps scripts of others out, axe as well as any.
	w.run(control.SetBypassCSP(true))
	for _, light := range []string{"light", "dark"} {
		w.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: light}}))
		for name, path := range all {
			w.run(chromedp.Navigate(s.base+path), chromedp.WaitReady("main"), chromedp.Evaluate(string(axe), nil))
			found := eval[[]string](w, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r =>
				r.violations.flatMap(v => v.nodes.slice(0, 3).map(n => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary)))`)
			for _, f := range found {
				t.Errorf("%s (%s): %s", name, light, f)
			}
		}
	}
	w.run(emulation.SetDeviceMetricsOverride(390, 844, 1, true))
	for name, path := range all {
		w.run(chromedp.Navigate(s.base+path), chromedp.WaitReady("main"))
		if wide := eval[int](w, `document.documentElement.scrollWidth`); wide > 390 {
			t.Errorf("%s is %d wide on a phone", name, wide)
		}
	}
}

// TestBrowserShots writes pictures of all pages where -shots says.
func TestBrowserShots(t *testing.T) { browsing(t, browserShots) }

func browserShots(t *testing.T) {
	if *shots == "" {
		return
	}
	s := full(t, Options{})
	w := look(t)
	for _, view := range []struct {
		name, light string
		width       int64
	}{{"light", "light", 1280}, {"dark", "dark", 1280}, {"phone", "light", 390}} {
		w.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: view.light}}),
			emulation.SetDeviceMetricsOverride(view.width, 900, 1, view.width < 500))
		for name, path := range places(t, s) {
			var png []byte
			w.run(chromedp.Navigate(s.base+path), chromedp.WaitReady("main"), chromedp.Sleep(300*time.Millisecond), chromedp.FullScreenshot(&png, 100))
			if err := os.WriteFile(filepath.Join(*shots, name+"-"+view.name+".png"), png, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
