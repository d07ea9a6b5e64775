package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The table in the repository is the one that the treebanks give.
func TestTableIsCurrent(t *testing.T) {
	ud := filepath.Join(os.Getenv("DEMARCHE_DATA"), "data", "ud")
	out := filepath.Join(t.TempDir(), "lemmas.txt")
	if err := run(out, []string{filepath.Join(ud, "gum-train.conllu.gz"), filepath.Join(ud, "ewt-train.conllu.gz")}); err != nil {
		t.Fatalf("set DEMARCHE_DATA to the folder of the development data: %v", err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../lemmas.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("english/lemmas.txt is not what english/train/lemmas learns now; run it again")
	}
}

func TestRunErrors(t *testing.T) {
	if err := run("", nil); err == nil {
		t.Error("no error without files")
	}
	if err := run("", []string{filepath.Join(t.TempDir(), "none.conllu")}); err == nil {
		t.Error("no error for a file that is not there")
	}
}
