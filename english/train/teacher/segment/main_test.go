package main

import (
	"strings"
	"testing"
)

func TestRunSplitsEachText(t *testing.T) {
	in := `"Peru’s envoy didn't come. Chile \"waited\"."` + "\n" + `""` + "\n"
	want := `[[["Peru",false],["’s",true],["envoy",true],["did",false],["n't",true],["come",false],[".",true]],` +
		`[["Chile",true],["\"",false],["waited",false],["\"",false],[".",true]]]` + "\n[]\n"
	var out strings.Builder
	if err := run(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestRunNamesTheBadLine(t *testing.T) {
	err := run(strings.NewReader("\"fine\"\nnot JSON\n"), &strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want an error that names line 2", err)
	}
}
