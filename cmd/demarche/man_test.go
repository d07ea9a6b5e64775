package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Each command has a man page, and shells complete its flags.
func TestManAndCompletion(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	if _, errs, code := command(t, "", "man", dir); code != exitDone {
		t.Fatal(errs)
	}
	page, err := os.ReadFile(filepath.Join(dir, "demarche-watch.1"))
	if err != nil || !strings.Contains(string(page), "Watch looks again and again at feeds") {
		t.Errorf("%v\n%s", err, page)
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if out, errs, code := command(t, "", "completion", shell); code != exitDone || !strings.Contains(out, "demarche") {
			t.Errorf("%s: %d %s", shell, code, errs)
		}
	}
	if out, _, _ := command(t, "", "__complete", "watch", "--al"); !strings.Contains(out, "--alerts") || !strings.Contains(out, "--allow-private") {
		t.Errorf("completions of watch --al: %s", out)
	}
	if out, _, _ := command(t, "", "--help"); !strings.Contains(out, "completion") {
		t.Errorf("the help has no completion: %s", out)
	}
}

// What the release packs is there, or made by the targets that it calls.
func TestReleaseFiles(t *testing.T) {
	data, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Version int
		Before  struct{ Hooks []string }
		Builds  []struct{ Main string }
		NFPMs   []struct {
			Contents []struct{ Src, Dst string }
		} `yaml:"nfpms"`
	}
	if err := yaml.Unmarshal(data, &in); err != nil || in.Version != 2 || len(in.Builds) != 1 || len(in.NFPMs) != 1 {
		t.Fatalf("%+v, %v", in, err)
	}
	made, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, hook := range in.Before.Hooks {
		for _, target := range strings.Fields(strings.TrimPrefix(hook, "make ")) {
			if !strings.Contains(string(made), "\n"+target+":") {
				t.Errorf("the Makefile has no target %s", target)
			}
		}
	}
	for _, c := range in.NFPMs[0].Contents {
		if _, err := os.Stat(filepath.Join("../..", c.Src)); err != nil && !strings.HasPrefix(c.Src, "dist-extra/") {
			t.Errorf("%s: %v", c.Src, err)
		}
	}
}
