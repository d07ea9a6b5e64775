package who

import "fmt"

// StateNumbers are the numbers that the Correlates of War state system gives
// states, by the code of the state. A state that the system does not have is
// left out.
func StateNumbers() (map[string]string, error) {
	const name = "roster/states.tsv"
	text, err := tableText(name)
	if err != nil {
		return nil, fmt.Errorf("reading the roster: %w", err)
	}
	t, err := openTable(name, text, stateColumns...)
	if err != nil {
		return nil, fmt.Errorf("reading the roster: %w", err)
	}
	numbers := map[string]string{}
	for {
		ok, err := t.next()
		if err != nil {
			return nil, fmt.Errorf("reading the roster: %w", err)
		}
		if !ok {
			return numbers, nil
		}
		if cow := t.cells[len(t.cells)-1]; cow != "" {
			numbers[t.cells[0]] = cow
		}
	}
}
