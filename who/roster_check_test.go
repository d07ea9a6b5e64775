package who

import "testing"

func TestTablesAgree(t *testing.T) {
	if err := load(t).check(); err != nil {
		t.Error(err)
	}
}
