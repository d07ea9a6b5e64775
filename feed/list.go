package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html/charset"

	"demarche/report"
)

// Sources are what the arguments name: addresses of feeds, folders, and files
// with lists of them.
func Sources(args []string) ([]Source, error) {
	var all []Source
	for _, arg := range args {
		list, err := sourcesOf(arg)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	named := map[string]bool{}
	for i := range all {
		if key := all[i].Key(); named[key] {
			return nil, fmt.Errorf("%s is named twice", key)
		}
		named[all[i].Key()] = true
	}
	return all, nil
}

func sourcesOf(arg string) ([]Source, error) {
	if strings.Contains(arg, "://") {
		src := Source{URL: arg}
		return []Source{src}, src.check()
	}
	info, err := os.Stat(arg)
	if err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	if info.IsDir() {
		return []Source{{Folder: filepath.Clean(arg)}}, nil
	}
	data, err := os.ReadFile(arg)
	if err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	var list []Source
	if bytes.HasPrefix(bytes.TrimLeft(data, "\xef\xbb\xbf \t\r\n"), []byte("<")) {
		list, err = readOPML(data)
	} else {
		list, err = readYAML(data, filepath.Dir(arg))
	}
	if err == nil && len(list) == 0 {
		err = errors.New("there is no feed in it")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", arg, err)
	}
	return list, nil
}

func (s *Source) check() error {
	if s.URL != "" {
		u, err := url.Parse(s.URL)
		if err == nil {
			err = report.CheckURL(u)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.URL, err)
		}
	}
	switch s.Pages {
	case "", PagesNever, PagesShort, PagesAlways:
	default:
		return fmt.Errorf("pages: it takes never, short or always, not %q", s.Pages)
	}
	if s.Every < 0 {
		return errors.New("every: it takes a time such as 10m")
	}
	return nil
}

// listed is a list of feeds in YAML.
type listed struct {
	Every time.Duration `yaml:"every"`
	Pages Pages         `yaml:"pages"`
	Feeds []struct {
		URL   string        `yaml:"url"`
		Name  string        `yaml:"name"`
		Every time.Duration `yaml:"every"`
		Pages Pages         `yaml:"pages"`
	} `yaml:"feeds"`
	Folders []string `yaml:"folders"` // relative to the list
}

func readYAML(data []byte, folder string) ([]Source, error) {
	var in listed
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&in); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var list []Source
	for i, f := range in.Feeds {
		src := Source{URL: f.URL, Name: f.Name, Every: f.Every, Pages: f.Pages}
		if src.Every == 0 {
			src.Every = in.Every
		}
		if src.Pages == "" {
			src.Pages = in.Pages
		}
		if src.URL == "" {
			return nil, fmt.Errorf("feed %d has no url", i+1)
		}
		if err := src.check(); err != nil {
			return nil, fmt.Errorf("feed %d: %w", i+1, err)
		}
		list = append(list, src)
	}
	for _, path := range in.Folders {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		list = append(list, Source{Folder: filepath.Clean(path), Every: in.Every})
	}
	return list, nil
}

// outline is an entry of OPML, which can hold others.
type outline struct {
	URL      string    `xml:"xmlUrl,attr"`
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr"`
	Outlines []outline `xml:"outline"`
}

func readOPML(data []byte) ([]Source, error) {
	var in struct {
		XMLName  xml.Name  `xml:"opml"`
		Outlines []outline `xml:"body>outline"`
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = charset.NewReaderLabel
	if err := dec.Decode(&in); err != nil {
		return nil, fmt.Errorf("reading OPML: %w", err)
	}
	return flatten(nil, in.Outlines, 0)
}

func flatten(list []Source, outlines []outline, depth int) ([]Source, error) {
	if depth > 20 {
		return nil, errors.New("more than 20 outlines lie one in another")
	}
	for _, o := range outlines {
		if o.URL != "" {
			src := Source{URL: strings.TrimSpace(o.URL), Name: o.Title}
			if src.Name == "" {
				src.Name = o.Text
			}
			if err := src.check(); err != nil {
				return nil, err
			}
			list = append(list, src)
		}
		var err error
		if list, err = flatten(list, o.Outlines, depth+1); err != nil {
			return nil, err
		}
	}
	return list, nil
}
