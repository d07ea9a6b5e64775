-- Matters as a table: one row a step, in order, with its matter before it.
SELECT m.id, m.kind, m.by_country AS by, m.to_country AS to, m.what, m.about, m.topics, m.state, m.opened, m.lapses,
       s.position + 1 AS step, s.state AS step_state, s.date AS step_date, s.date_for AS step_for, s.event AS step_event,
       s.words AS step_words, s.outlets AS step_outlets
FROM chosen c
JOIN matters m ON m.id = c.id
LEFT JOIN matter_steps s ON s.matter = m.id
ORDER BY c.n, s.position
