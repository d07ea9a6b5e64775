-- Events as objects: those of "demarche events --format jsonl".
WITH party AS (
    SELECT p.event, p.role, p.position,
           {'country': p.country, 'sector': p.sector, 'names': p.names, 'implied': p.implied} AS party
    FROM event_parties p SEMI JOIN chosen c ON c.id = p.event
),
sides AS (
    SELECT event,
           list(party ORDER BY position) FILTER (role = 'actor') AS actors,
           list(party ORDER BY position) FILTER (role = 'recipient') AS recipients
    FROM party GROUP BY event
),
differ AS (
    SELECT e.id AS event, list({'on': d.concerns, 'values': d.told} ORDER BY d.position) AS differences
    FROM data.event_differences d
    JOIN data.events e ON e.no = d.event
    SEMI JOIN chosen c ON c.id = e.id
    GROUP BY e.id
),
merged AS (
    SELECT m.event, list({'record': m.record, 'report': m.report, 'score': m.score, 'why': m.why} ORDER BY m.position) AS merged
    FROM event_records m SEMI JOIN chosen c ON c.id = m.event
    GROUP BY m.event
)
SELECT e.id, e.type, e.mode, e.quad, e.score, coalesce(x.actors, []) AS actors, coalesce(x.recipients, []) AS recipients,
       e.modality, coalesce(e.date_start::VARCHAR, '') AS start, coalesce(e.date_end::VARCHAR, '') AS end, e.precision,
       e.date_for AS for,
       CASE WHEN e.place IS NOT NULL THEN
            {'name': e.place, 'country': coalesce(e.place_country, ''), 'lat': e.latitude, 'lon': e.longitude, 'text': e.place_text} END AS place,
       e.topics, e.words, e.reports, e.outlets, e.voices, y.differences, coalesce(z.merged, []) AS merged
FROM chosen c
JOIN events e ON e.id = c.id
LEFT JOIN sides x ON x.event = e.id
LEFT JOIN differ y ON y.event = e.id
LEFT JOIN merged z ON z.event = e.id
ORDER BY c.n
