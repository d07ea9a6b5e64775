-- Matters as objects: those of "demarche matters --format json", with id and state.
WITH steps AS (
    SELECT s.matter,
           list({'state': s.state, 'date': coalesce(s.date::VARCHAR, ''), 'for': s.date_for, 'event': s.event, 'words': s.words, 'outlets': s.outlets}
                ORDER BY s.position) AS steps
    FROM matter_steps s SEMI JOIN chosen c ON c.id = s.matter
    GROUP BY s.matter
)
SELECT m.id, m.kind, m.by_country AS by, m.to_country AS to, m.what, m.about, m.topics, m.state, coalesce(x.steps, []) AS steps
FROM chosen c
JOIN matters m ON m.id = c.id
LEFT JOIN steps x ON x.matter = m.id
ORDER BY c.n
