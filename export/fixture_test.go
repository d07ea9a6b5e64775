package export

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"demarche/store"
)

// filled is a store with two reports, four records, three events and a matter,
// among them texts that try the formats: tabs, line breaks, quotation marks.
const filled = `
INSERT INTO data.reports (no, id, version, title, outlet, published, url, source, text, hash, added, coded_by, records) VALUES
 (1, 'oslo', 1, 'Norway and Chile sign', 'Fjord Wire', '2024-05-15', 'https://fjord.example/1', 'oslo.txt', E'Norway and Chile sign\n\nÅse "Red" Vik met the Chilean envoy in Oslo on Tuesday. They signed.', 11, '2024-05-16 08:30:05', 'demarche 1.0', 2),
 (2, 'lima', 1, 'A threat', 'Lima Post', '2024-06-02', '', 'lima.txt', E'A threat\n\nPeru warned it would bomb the fleet. The United Nations asked for calm.', 12, '2024-06-03 10:00:00', 'demarche 1.0', 2);
INSERT INTO data.records VALUES
 (1, 'r1', 1, 1, 23, 77, E'Åse "Red" Vik met the Chilean\tenvoy in Oslo\non Tuesday.', 38, 41, 'met',
  'CONSULT', NULL, 'verbal cooperation', 2.5, '040', ['diplomatic', 'economic'], ['CHL', 'NOR'], [], 'actual',
  '2024-05-14', '2024-05-14', 'day', 'on Tuesday', 66, 76, 'Oslo', 'NOR', 59.9127, 10.7461, 'Oslo', 61, 65,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.875, NULL, NULL),
 (2, 'r2', 1, 2, 78, 90, 'They signed.', 83, 89, 'signed',
  'AGREE', NULL, 'verbal cooperation', 2.5, '030', [], ['CHL', 'NOR'], [], 'future',
  '2024-06-01', '2024-06-30', 'month', 'in June', 1, 8, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  'said', false, NULL, 'cited', 78, 82, 'They', 0.5, ['the roster differs'], NULL),
 (3, 'r3', 2, 1, 10, 46, 'Peru warned it would bomb the fleet.', 15, 21, 'warned',
  'THREATEN', 'violence', 'verbal conflict', -3.5, '138', ['military'], ['PER'], ['RUS', 'ROU'], 'actual',
  '2024-06-02', '2024-06-02', 'unknown', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.75, NULL, NULL),
 (4, 'r4', 2, 2, 47, 84, 'The United Nations asked for calm.', 66, 71, 'asked',
  'REQUEST', NULL, 'verbal conflict', 0, '020', [], ['UNO'], ['PER'], 'negated',
  '2024-01-01', '2024-12-31', 'year', 'this year', 3, 9, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.25, NULL, NULL);
INSERT INTO data.parties VALUES
 (1, 'actor', 0, 'Åse "Red" Vik', 23, 37, NULL, 'NOR', 'GOV', ['ELI'], 'foreign minister'),
 (1, 'actor', 1, E'the Chilean\tenvoy', 42, 59, 'Inés Soto', 'CHL', 'GOV', NULL, 'envoy'),
 (2, 'actor', 0, 'They', 78, 82, NULL, 'NOR', 'GOV', NULL, NULL),
 (2, 'actor', 1, 'They', 78, 82, NULL, 'CHL', 'GOV', NULL, NULL),
 (2, 'speaker', 0, 'the ministry', 3, 9, NULL, 'NOR', 'GOV', NULL, NULL),
 (3, 'actor', 0, 'Peru', 10, 14, 'Peru', 'PER', 'GOV', NULL, NULL),
 (3, 'recipient', 0, 'The Kremlin', 36, 45, NULL, 'RUS', 'MIL', NULL, NULL),
 (3, 'recipient', 1, 'reporters', 36, 45, NULL, 'ROU', 'JRN', NULL, NULL),
 (4, 'actor', 0, 'The United Nations', 47, 65, 'United Nations', 'UNO', NULL, NULL, NULL),
 (4, 'recipient', 0, 'Peru', 1, 5, NULL, 'PER', 'GOV', NULL, NULL);
INSERT INTO data.events VALUES
 (1, 'er1', 'CONSULT', NULL, 'verbal cooperation', 2.5, 'actual', '2024-05-14', '2024-05-14', 'day', NULL,
  'Oslo', 'NOR', 59.9127, 10.7461, 'Oslo', ['CHL', 'NOR'], [], ['diplomatic'], ['trade'], 'Åse "Red" Vik met the envoy', ['oslo'], ['Fjord Wire'], 1, '2024-05-15'),
 (2, 'er3', 'THREATEN', 'violence', 'verbal conflict', -3.5, 'actual', '2024-06-02', '2024-06-02', 'unknown', NULL,
  NULL, NULL, NULL, NULL, NULL, ['PER'], ['RUS', 'ROU'], ['military'], [], 'Peru warned it would bomb', ['lima'], ['Lima Post'], 1, '2024-06-02'),
 (3, 'er2', 'AGREE', NULL, 'verbal cooperation', 2.5, 'future', '2024-06-01', '2024-06-30', 'month', '2024-07-01',
  NULL, NULL, NULL, NULL, NULL, ['CHL', 'NOR'], ['PER'], [], [], 'They signed', ['oslo'], ['Fjord Wire'], 1, '2024-05-15');
INSERT INTO data.event_parties VALUES
 (1, 'actor', 0, 'CHL', 'GOV', ['Inés Soto'], false), (1, 'actor', 1, 'NOR', 'GOV', [], false),
 (2, 'actor', 0, 'PER', 'GOV', [], false), (2, 'recipient', 0, 'ROU', 'JRN', [], false),
 (2, 'recipient', 1, 'RUS', 'MIL', [], false), (2, 'recipient', 2, 'UNO', NULL, [], true),
 (3, 'actor', 0, 'CHL', 'GOV', [], false), (3, 'actor', 1, 'NOR', 'GOV', [], false), (3, 'recipient', 0, 'PER', NULL, [], true);
INSERT INTO data.event_records VALUES (1, 1, 0, 0, 'first'), (2, 3, 0, 0, 'first'), (3, 2, 0, 0, 'first');
INSERT INTO data.event_differences VALUES (1, 0, 'date', ['2024-05-14 (oslo)', '2024-05-13 (lima)']);
INSERT INTO data.event_pairs VALUES (1, 'CHL', 'NOR'), (2, 'PER', 'ROU'), (2, 'PER', 'RUS'), (3, 'CHL', 'NOR');
INSERT INTO data.matters VALUES ('m1', 'PER', 'RUS', 'threat', 'PER', 'RUS', 'would bomb the fleet', 'force', ['fleet'], 'opened', '2024-06-02', '2024-06-02', NULL);
INSERT INTO data.matter_steps VALUES
 ('m1', 0, 'opened', '2024-06-02', NULL, 'er3', 'Peru warned', ['Lima Post']),
 ('m1', 1, 'repeated', '2024-06-05', NULL, NULL, E'Peru\nwarned "again"', ['Lima Post', 'Fjord Wire']);
`

// opened is a store on which the statements were run, open for reading only.
func opened(t *testing.T, statements string) *store.Store {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "s.duckdb")
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if statements != "" {
		conn, err := s.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.ExecContext(ctx, statements); err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(ctx, path, store.Options{ReadOnly: true, Must: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func written(t *testing.T, s *store.Store, opt Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Write(context.Background(), s, opt, &out); err != nil {
		t.Fatalf("%s as %s: %v", opt.Layout, opt.Format, err)
	}
	return out.Bytes()
}

// table is a file as another DuckDB reads it, every value as text; nil for NULL.
type table struct {
	columns []string
	rows    [][]*string
}

func (tb *table) at(t *testing.T, row int, column string) string {
	t.Helper()
	for i, c := range tb.columns {
		if c == column {
			if row >= len(tb.rows) {
				t.Fatalf("no row %d among %d", row, len(tb.rows))
			}
			if tb.rows[row][i] == nil {
				return "NULL"
			}
			return *tb.rows[row][i]
		}
	}
	t.Fatalf("no column %q in %q", column, tb.columns)
	return ""
}

// readBack reads all of a file, or what else stands after FROM, with a DuckDB of
// its own.
func readBack(t *testing.T, from string) *table {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), `SELECT COLUMNS(*)::VARCHAR FROM `+from)
	if err != nil {
		t.Fatalf("reading back: %v", err)
	}
	defer rows.Close()
	tb := &table{}
	if tb.columns, err = rows.Columns(); err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]*string, len(tb.columns)), make([]any, len(tb.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		tb.rows = append(tb.rows, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return tb
}
