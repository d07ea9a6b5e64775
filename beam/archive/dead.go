package archive

import (
	"context"
	"errors"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"demarche/report"
)

func init() {
	beam.RegisterDoFn(&deadFn{})
}

// Letter is what tells of an item of the input that is not in the lake.
type Letter struct {
	Path   string `json:"path"` // the file, or where in it the report stands
	Report string `json:"report,omitempty"`
	Reason string `json:"reason"`
}

// letter gives a dead letter.
func letter(ctx context.Context, dead func([]byte), path, id string, reason error) error {
	counter := lost
	var foreign *report.LanguageError
	if errors.As(reason, &foreign) {
		counter = setAside
	}
	count(ctx, counter, 1)
	data, err := pack(rows{Dead: &Letter{path, id, reason.Error()}})
	if err == nil {
		dead(data)
	}
	return err
}

// dead gathers the dead letters of all steps.
func dead(s beam.Scope, letters ...beam.PCollection) beam.PCollection {
	s = s.Scope("dead letters")
	return beam.ParDo(s, &deadFn{}, beam.Flatten(s, letters...))
}

type deadFn struct{}

// deadParts is over how many files dead letters are spread.
const deadParts = 8

func (*deadFn) ProcessElement(element []byte, emit func(string, []byte)) error {
	emit(sheetKey(deadSheet, allDays, number(string(element))%deadParts), element)
	return nil
}
