package serve

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// What browsers get besides pages: our own styles, and what make has built of
// web/ and of npm packages into web/dist. Without that the pages show the charts
// that are drawn here.
//
//go:embed web/style.css web/icon.svg all:web/dist
var web embed.FS

// plotStyle is the hash of the style sheet that Observable Plot writes into each
// chart, for the class name that web/charts.ts gives.
const plotStyle = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM="

// assets are the files under /static/, each under a name that holds its hash, so
// that it can be kept for ever.
type assets struct {
	at    map[string]string // name -> address
	files map[string]*answer
}

func loadAssets() (*assets, error) {
	a := &assets{at: map[string]string{}, files: map[string]*answer{}}
	for _, dir := range []string{"web", "web/dist"} {
		entries, err := fs.ReadDir(web, dir)
		if err != nil {
			return nil, fmt.Errorf("reading what is embedded: %w", err)
		}
		for _, e := range entries {
			kind := mediaOf[path.Ext(e.Name())]
			if e.IsDir() || kind == "" {
				continue
			}
			data, err := web.ReadFile(path.Join(dir, e.Name()))
			if err != nil {
				return nil, fmt.Errorf("reading what is embedded: %w", err)
			}
			a.add(e.Name(), kind, data)
		}
	}
	if a.at["style.css"] == "" {
		return nil, errors.New("the styles are not embedded")
	}
	return a, nil
}

var mediaOf = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

func (a *assets) add(name, kind string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	to := "/static/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
	file := settledBytes(to, kind, data)
	file.header.Set("Cache-Control", "public, max-age=31536000, immutable")
	a.at[name], a.files[to] = to, file
}

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file := a.files[r.URL.Path]
	if file == nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		problem(w, r, http.StatusNotFound, "there is no such file")
		return
	}
	file.send(w, r)
}
