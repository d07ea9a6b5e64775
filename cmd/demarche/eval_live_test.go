package main

import (
	"encoding/json"
	"testing"

	"demarche/eval"
)

// A server in a process of its own keeps all that feeds tell and says how large
// it is.
func TestEvalLive(t *testing.T) {
	out, errs, code := command(t, "", "eval", "live", "--rate", "5", "--time", "3s", "--sample", "1s", "--format", "json", "../../examples")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var res eval.LiveResult
	if err := json.Unmarshal([]byte(out), &res); err != nil {
		t.Fatal(err)
	}
	if res.Published != 15 || res.Stored+res.Copies+res.Refused != 15 || res.Lost != 0 || res.Stored < 10 {
		t.Errorf("%d published, %d stored, %d copies, %d refused, %d lost", res.Published, res.Stored, res.Copies, res.Refused, res.Lost)
	}
	if res.Streamed == 0 || res.Twice != 0 {
		t.Errorf("%d changes streamed, %d of them twice", res.Streamed, res.Twice)
	}
	for _, s := range res.Samples {
		if s.HeapMB <= 0 || s.MemoryMB <= s.HeapMB || s.Goroutines <= 0 {
			t.Errorf("after %.0f s: heap %v of %v MB, %d goroutines", s.Seconds, s.HeapMB, s.MemoryMB, s.Goroutines)
		}
	}
}
