package serve

import (
	"bytes"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"demarche/docs"
)

// documents are those of the project that are pages too.
var documents = map[string]struct {
	title string
	text  []byte
}{"codebook": {"Codebook", docs.Codebook}, "accuracy": {"Accuracy", docs.Accuracy}}

// documentPage shows one of them.
func (s *Server) documentPage(name string) handler {
	d := documents[name]
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.DefinitionList), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	err := md.Convert(d.text, &b) // leaves out HTML
	text := strings.ReplaceAll(b.String(), "<!-- raw HTML omitted -->", "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "<table>", `<div class="scroll" tabindex="0"><table>`), "</table>", "</table></div>")
	text = strings.ReplaceAll(text, "<th></th>", "<td></td>")
	text = strings.ReplaceAll(text, "<pre>", `<pre tabindex="0">`)
	return func(w http.ResponseWriter, r *http.Request) error {
		if err != nil {
			return err
		}
		s.show(w, r, http.StatusOK, "document", view{Title: d.title, Section: "codebook", Body: map[string]any{"Name": name, "Text": template.HTML(text)}})
		return nil
	}
}

// operationView is an operation of the API for people to read.
type operationView struct {
	ID, Method, Path, Summary, Description string
	Params                                 []*huma.Param
	Body                                   string // name of a schema
	Answers                                []answerView
}

type answerView struct{ Status, Schema, Description string }

// schemaView is a schema for people to read.
type schemaView struct {
	Name   string
	Fields []fieldView
}

type fieldView struct {
	Name, Type, Doc string
	Required        bool
}

// docsPage shows the description of the API as a page.
func (s *Server) docsPage(doc *huma.OpenAPI) http.HandlerFunc {
	byTag := map[string][]operationView{}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			v := operationView{ID: op.OperationID, Method: op.Method, Path: path, Summary: op.Summary, Description: op.Description, Params: op.Parameters}
			if op.RequestBody != nil {
				v.Body = schemaName(op.RequestBody.Content["application/json"].Schema)
			}
			for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
				a := answerView{Status: status, Description: op.Responses[status].Description}
				for _, kind := range []string{"application/json", "application/problem+json"} {
					if c := op.Responses[status].Content[kind]; c != nil {
						a.Schema = schemaName(c.Schema)
					}
				}
				v.Answers = append(v.Answers, a)
			}
			byTag[op.Tags[0]] = append(byTag[op.Tags[0]], v)
		}
	}
	type group struct {
		Name, Description string
		Operations        []operationView
	}
	var groups []group
	for _, t := range doc.Tags {
		groups = append(groups, group{t.Name, t.Description, byTag[t.Name]})
	}
	schemas := schemasOf(doc)
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		s.show(w, r, http.StatusOK, "docs", view{Title: "API", Section: "docs", Body: map[string]any{"Groups": groups, "Schemas": schemas, "Description": doc.Info.Description}})
		return nil
	})
}

func schemasOf(doc *huma.OpenAPI) []schemaView {
	var list []schemaView
	all := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v := schemaView{Name: name}
		schema := all[name]
		for _, field := range slices.Sorted(maps.Keys(schema.Properties)) {
			p := schema.Properties[field]
			v.Fields = append(v.Fields, fieldView{field, typeName(p), p.Description, slices.Contains(schema.Required, field)})
		}
		list = append(list, v)
	}
	return list
}

// schemaName is the name of a schema that is referred to.
func schemaName(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
}

// typeName is the type of a field in words.
func typeName(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return schemaName(s)
	case s.Type == "array" && s.Items != nil:
		return "list of " + typeName(s.Items)
	case len(s.Enum) > 0:
		b, err := json.Marshal(s.Enum)
		if err == nil {
			return strings.Trim(strings.ReplaceAll(string(b), `","`, `" or "`), "[]")
		}
	case s.Nullable:
		return s.Type + " or null"
	}
	return s.Type
}
