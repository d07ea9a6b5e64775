//go:build browser

package serve

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	control "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// live waits until the page follows the stream, and leaves a mark in its window
// that a reload would take away.
func (w *window) live() {
	w.t.Helper()
	eventually(w.t, "the page follows the store", func() bool { return eval[string](w, `document.getElementById("news")?.textContent ?? ""`) == "Live" })
	w.run(chromedp.Evaluate(`window.unloaded = false`, nil))
}

// stays fails when the page was loaded anew since.
func (w *window) stays() {
	w.t.Helper()
	if !eval[bool](w, `window.unloaded === false`) {
		w.t.Error("the page was loaded anew")
	}
}

// A report that arrives shows in the overview, which is not loaded anew; what
// the reader had in hand stays there.
func TestBrowserLiveOverview(t *testing.T) { browsing(t, browserLiveOverview) }

func browserLiveOverview(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/"), chromedp.WaitVisible(`.relations`))
	w.live()
	const link = `a[href="/relation/CUB/USA"]`
	w.run(chromedp.Evaluate(`document.querySelector('`+link+`').focus({preventScroll: true}); document.querySelector("#find").value = "half a word";
		document.querySelector("details").open = true; window.kept = document.activeElement; scrollTo({top: 300, behavior: "instant"})`, nil))
	at := `Math.round(window.kept.getBoundingClientRect().top)`
	top := eval[int](w, at)
	post(t, s.Server, "n1", "2031-05-06", "Norway imposed sanctions on Chile on Tuesday. Norway invited the president of Ecuador to Oslo.")
	post(t, s.Server, "n2", "2031-05-08", "Chile expelled two Norwegian diplomats on Wednesday and condemned Norway.")
	eventually(t, "the relation stands in the overview", func() bool {
		return eval[bool](w, `!!document.querySelector('.relations a[href="/relation/CHL/NOR"]') && document.getElementById("main").textContent.includes("2031-05-0")`)
	})
	w.stays()
	if !eval[bool](w, `document.querySelector('.relations a[href="/relation/CHL/NOR"]').closest("tr").dataset.fresh === "new"`) {
		t.Error("the row that came is not marked")
	}
	if eval[bool](w, `document.querySelector('`+link+`').closest("tr").hasAttribute("data-fresh")`) {
		t.Error("a row that is as it was is marked as new")
	}
	if !eval[bool](w, `[...document.querySelectorAll("section[aria-labelledby=moved] li")].some(li => li.textContent.includes("Ecuador"))`) {
		t.Error("the matter that was opened is not there")
	}
	if !eval[bool](w, `document.activeElement === window.kept && document.querySelector("#find").value === "half a word" && document.querySelector("details").open`) {
		t.Error("the focus, what was typed or what was unfolded is lost")
	}
	if now := eval[int](w, at); now != top {
		t.Errorf("what was being read moved by %d", now-top)
	}
	if told := eval[string](w, `document.getElementById("news").textContent`); !strings.HasPrefix(told, "Updated ") || !strings.Contains(told, "new event") {
		t.Errorf("it is told as %q", told)
	}
}

// Many changes at once cost few fetches, and a page that is hidden none.
func TestBrowserLiveMany(t *testing.T) { browsing(t, browserLiveMany) }

func browserLiveMany(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/"), chromedp.WaitVisible(`.relations`))
	w.live()
	places := []string{"Chile", "Peru", "Ecuador", "Bolivia", "Uruguay", "Kenya", "Ghana", "Norway", "Finland", "Nepal"}
	begun := time.Now()
	for i, a := range places {
		for j, b := range places[:i] {
			post(t, s.Server, fmt.Sprintf("m%d-%d", i, j), "2031-05-06", a+" condemned "+b+" on Monday.")
		}
	}
	eventually(t, "all is told", func() bool {
		return eval[string](w, `document.querySelector(".lead a").textContent`) == fmt.Sprintf("%d events", eval[int](w, `fetch("/api/v1/size").then(r => r.json()).then(r => r.events)`)) &&
			s.ingested(t, "m9-8")
	})
	const pages = `performance.getEntriesByType("resource").filter(e => e.initiatorType === "fetch" && new URL(e.name).pathname === "/").length`
	if n, most := eval[int](w, pages), int(time.Since(begun)/(1500*time.Millisecond))+2; n < 1 || n > most {
		t.Errorf("the page was fetched %d times of at most %d", n, most)
	}
	w.stays()
}

// ingested reports whether a report stands behind an event.
func (s *site) ingested(t *testing.T, report string) bool {
	t.Helper()
	list := read[List[struct{}]](t, s.get("/api/v1/events?report="+report), http.StatusOK)
	return len(list.Items) > 0
}

// A relation's page draws its chart anew, and gets one when there was none.
func TestBrowserLiveRelation(t *testing.T) { browsing(t, browserLiveRelation) }

func browserLiveRelation(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(chromedp.Navigate(s.base+"/relation/USA/CUB"), chromedp.WaitVisible(`#chart svg.plot .events a`))
	w.live()
	marks := eval[int](w, `document.querySelectorAll("#chart .events a").length`)
	post(t, s.Server, "c1", "2018-05-09", "The United States imposed sanctions on Cuba on Tuesday.")
	eventually(t, "the event stands in table and chart", func() bool {
		return eval[int](w, `document.querySelectorAll("#chart .events a").length`) == marks+1 &&
			eval[bool](w, `[...document.querySelectorAll(".events tr[data-fresh=new]")].some(r => r.textContent.includes("imposed sanctions on Cuba on Tuesday"))`)
	})
	w.stays()
	w.run(chromedp.Navigate(s.base+"/relation/NOR/CHL"), chromedp.WaitVisible(`.empty`))
	w.live()
	post(t, s.Server, "c2", "2018-05-09", "Norway imposed sanctions on Chile on Tuesday. Chile condemned Norway on Wednesday.")
	eventually(t, "the relation that there was not is shown", func() bool { return eval[bool](w, `!!document.querySelector("#chart svg")`) })
	w.stays()
}

// An empty store shows what comes; search and matters follow too.
func TestBrowserLiveOthers(t *testing.T) { browsing(t, browserLiveOthers) }

func browserLiveOthers(t *testing.T) {
	s := open(t, Options{})
	w := look(t)
	for n, page := range []struct{ path, before, now string }{
		{"/", ".hero.empty", `.relations a[href="/relation/CHL/NOR"]`},
		{"/matters?party=PER", ".empty", `article.matter[data-fresh=new]`},
		{"/search?text=embargo", ".empty", `.events tr[data-fresh=new]`},
		{"/relations?party=Kenya", ".empty", `.relations a[href="/relation/GHA/KEN"]`},
		{"/party/NPL", ".empty", `.relations a[href="/relation/NPL/FIN"]`},
	} {
		text := []string{
			"Norway imposed sanctions on Chile on Tuesday.", "Peru invited the president of Bolivia to Lima.",
			"Uruguay lifted the embargo on Panama.", "Kenya condemned Ghana on Monday.", "Finland condemned Nepal on Monday.",
		}[n]
		w.run(chromedp.Navigate(s.base+page.path), chromedp.WaitVisible(page.before))
		w.live()
		post(t, s.Server, fmt.Sprint("o", n), "2018-05-09", text)
		eventually(t, page.path+" shows what came", func() bool { return eval[bool](w, fmt.Sprintf(`!!document.querySelector(%q)`, page.now)) })
		w.stays()
	}
}

// Without scripts the page says what it says, and no more.
func TestBrowserLiveScriptless(t *testing.T) { browsing(t, browserLiveScriptless) }

func browserLiveScriptless(t *testing.T) {
	s := full(t, Options{})
	w := look(t)
	w.run(emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(s.base+"/"), chromedp.WaitVisible(`.relations`))
	var shown string
	w.run(chromedp.Text(`main`, &shown))
	if !strings.Contains(shown, "Relations that moved lately") || !strings.Contains(shown, "Cuba") {
		t.Errorf("the overview: %.300s", shown)
	}
}

// passes fails where axe finds fault with the page or it is wider than a phone,
// and writes pictures of it where that is asked for.
func (w *window) passes(axe, name string) {
	w.t.Helper()
	w.run(chromedp.Evaluate(axe, nil))
	for _, f := range eval[[]string](w, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r =>
		r.violations.flatMap(v => v.nodes.slice(0, 3).map(n => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary)))`) {
		w.t.Errorf("%s: %s", name, f)
	}
	for suffix, width := range map[string]int64{"": 1280, "-phone": 390} {
		var png []byte
		w.run(emulation.SetDeviceMetricsOverride(width, 900, 1, width < 500), chromedp.CaptureScreenshot(&png))
		if wide := eval[int64](w, `document.documentElement.scrollWidth`); wide > width {
			w.t.Errorf("%s is %d wide on a screen of %d", name, wide, width)
		}
		if *shots == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(*shots, name+suffix+".png"), png, 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	w.run(emulation.ClearDeviceMetricsOverride())
}

// Pages that changed while they were shown pass axe-core as well.
func TestBrowserLiveAxe(t *testing.T) { browsing(t, browserLiveAxe) }

func browserLiveAxe(t *testing.T) {
	axe, err := os.ReadFile("web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core comes with npm ci in serve/web: %v", err)
	}
	s := full(t, Options{})
	w := look(t)
	w.run(control.SetBypassCSP(true))
	feeds := watching(t, wired(t))
	for n, light := range []string{"light", "dark"} {
		w.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: light}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
			chromedp.Navigate(s.base+"/"), chromedp.WaitVisible(`.relations`))
		w.live()
		post(t, s.Server, fmt.Sprint("x", n), fmt.Sprintf("2031-05-0%d", 6+n), []string{
			"Norway imposed sanctions on Chile on Tuesday. Norway invited the president of Ecuador to Oslo.",
			"Chile expelled two Norwegian diplomats on Wednesday. Chile threatened to cut ties with Norway.",
		}[n])
		eventually(t, "something is marked", func() bool { return eval[int](w, `document.querySelectorAll("[data-fresh]").length`) > 0 })
		if eval[bool](w, `document.getAnimations().some(a => a.animationName === "arrive")`) {
			t.Error("it moves though the reader wants less motion")
		}
		w.passes(string(axe), "live-"+light)
		w.run(chromedp.Navigate(feeds.base+"/feeds"), chromedp.WaitVisible(`.feeds`))
		w.passes(string(axe), "feeds-"+light)
	}
}
