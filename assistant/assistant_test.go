package assistant

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"demarche"
	"demarche/store"
	"demarche/who"
)

// session is a client of a server over a store that holds an arc.
func session(t *testing.T) *mcp.ClientSession {
	t.Helper()
	ctx := context.Background()
	coder, err := demarche.New(demarche.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, t.TempDir()+"/s.duckdb", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for rep, err := range demarche.Open(ctx, "../examples/usa-cub", demarche.ReadOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		records, err := coder.Code(ctx, rep)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(ctx, []store.Coded{{Report: rep, Records: records}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Update(ctx, nil); err != nil {
		t.Fatal(err)
	}
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	here, there := mcp.NewInMemoryTransports()
	if _, err := Server(coder, s, roster, "test").Connect(ctx, here, nil); err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, there, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// call uses a tool and gives the text of its answer.
func call(t *testing.T, c *mcp.ClientSession, name string, args any) (text string, fault bool) {
	t.Helper()
	res, err := c.CallTool(context.Background(), &mcp.CallToolParams{Name: name, Arguments: args})
	if err != nil {
		return err.Error(), true
	}
	for _, part := range res.Content {
		if p, ok := part.(*mcp.TextContent); ok {
			text += p.Text
		}
	}
	return text, res.IsError
}

func TestTools(t *testing.T) {
	c := session(t)
	list, err := c.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "brief code events matters relation" {
		t.Errorf("tools: %s", got)
	}

	text, fault := call(t, c, "code", map[string]any{"text": "Peru imposed sanctions on Bolivia on Tuesday.", "published": "2026-03-05"})
	var coded struct {
		Records []struct {
			Type string
			Date struct{ Start string }
		}
	}
	if err := json.Unmarshal([]byte(text), &coded); err != nil || fault || len(coded.Records) != 1 || coded.Records[0].Type != "SANCTION" || coded.Records[0].Date.Start != "2026-03-03" {
		t.Errorf("code: %s", text)
	}

	text, fault = call(t, c, "events", map[string]any{"pair": []string{"United States", "Cuba"}, "type": []string{"sanction"}, "limit": 3})
	var events struct {
		Events []struct{ Type, Words string }
		Total  int
	}
	if err := json.Unmarshal([]byte(text), &events); err != nil || fault || len(events.Events) == 0 || len(events.Events) > 3 || events.Total < len(events.Events) {
		t.Errorf("events: %s", text)
	}
	for _, e := range events.Events {
		if e.Type != "SANCTION" || e.Words == "" {
			t.Errorf("event: %+v", e)
		}
	}

	text, fault = call(t, c, "relation", map[string]any{"a": "CUB", "b": "USA"})
	var rel struct {
		A, B  string
		Turns []struct{ Direction string }
	}
	if err := json.Unmarshal([]byte(text), &rel); err != nil || fault || rel.A != "CUB" || len(rel.Turns) == 0 {
		t.Errorf("relation: %s", text)
	}

	text, fault = call(t, c, "matters", map[string]any{"pair": []string{"CUB", "USA"}, "kind": []string{"promise", "sanction"}})
	var matters struct {
		Matters []struct{ Kind string }
		Total   int
	}
	if err := json.Unmarshal([]byte(text), &matters); err != nil || fault || matters.Total == 0 {
		t.Errorf("matters: %s", text)
	}

	if text, fault = call(t, c, "brief", map[string]any{}); fault || !strings.Contains(text, "## Cuba – United States") || !strings.Contains(text, "  > ") {
		t.Errorf("brief: %s", text)
	}
}

// What cannot be asked for is told to the assistant as a fault of its call.
func TestToolFaults(t *testing.T) {
	c := session(t)
	for _, test := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"events", map[string]any{"pair": []string{"Atlantis", "CUB"}}, "no country"},
		{"events", map[string]any{"pair": []string{"CUB"}}, "two countries"},
		{"events", map[string]any{"type": []string{"SHOUT"}}, "none of the types"},
		{"events", map[string]any{"since": "lately"}, "no date"},
		{"relation", map[string]any{"a": "CUB"}, "b"},
		{"matters", map[string]any{"kind": []string{"debt"}}, "no kind"},
		{"brief", map[string]any{"hours": -3}, "hours"},
		{"code", map[string]any{"text": "  "}, "no text"},
	} {
		if text, fault := call(t, c, test.tool, test.args); !fault || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: %q, want a fault with %q", test.tool, test.args, text, test.want)
		}
	}
}
