package serve

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The examples of docs/api.md do what it says: each command of curl answers
// with JSON, and only the one that shows an error answers with a problem.
func TestCurlExamples(t *testing.T) {
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	s := full(t, Options{})
	var commands []string
	for i, block := range strings.Split(string(text), "```sh\n") {
		if i == 0 {
			continue
		}
		block, _, _ = strings.Cut(block, "```")
		for part := range strings.SplitSeq(block, "\ncurl ") {
			commands = append(commands, "curl "+strings.TrimPrefix(strings.TrimSpace(part), "curl "))
		}
	}
	problems := 0
	for _, command := range commands {
		cmd := exec.CommandContext(context.Background(), "sh", "-c", command)
		cmd.Env = append(os.Environ(), "DEMARCHE="+s.base)
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v", command, err)
			continue
		}
		var got map[string]json.RawMessage
		if err := json.Unmarshal(out, &got); err != nil {
			t.Errorf("%s: %v: %.200s", command, err, out)
			continue
		}
		if _, ok := got["detail"]; ok {
			if problems++; !strings.Contains(command, "type=WAR") {
				t.Errorf("%s: %s", command, out)
			}
			continue
		}
		for _, list := range []string{"items", "records", "matters", "events"} {
			if items, ok := got[list]; ok && string(items) == "[]" {
				t.Errorf("%s: %s is empty", command, list)
			}
		}
	}
	if len(commands) < 8 || problems != 1 {
		t.Errorf("%d commands, %d problems", len(commands), problems)
	}
}
