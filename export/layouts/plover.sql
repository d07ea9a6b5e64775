-- PLOVER's JSON Lines: one object a record, of every modality, which stands in
-- the comment.
WITH sides AS (
    SELECT p.record,
           list({'code': p.country, 'sector': p.sector, 'entity_text': p.text, 'identifier_id': NULL::VARCHAR, 'identifier_text': p.name,
                 'religion': NULL::VARCHAR, 'ethnicity': NULL::VARCHAR, 'office': p.office, 'gender': NULL::VARCHAR, 'age': NULL::INTEGER}
                ORDER BY p.position) FILTER (p.role = 'actor') AS actor,
           list({'code': p.country, 'sector': p.sector, 'entity_text': p.text, 'identifier_id': NULL::VARCHAR, 'identifier_text': p.name,
                 'religion': NULL::VARCHAR, 'ethnicity': NULL::VARCHAR, 'office': p.office, 'gender': NULL::VARCHAR, 'age': NULL::INTEGER}
                ORDER BY p.position) FILTER (p.role = 'recipient') AS recipient
    FROM parties p SEMI JOIN chosen c ON c.id = p.record
    GROUP BY p.record
)
SELECT r.id,
       true AS has_event,
       r.date_start AS date,
       NULL::VARCHAR AS time,
       nullif(r.date_end, r.date_start) AS enddate,
       NULL::VARCHAR AS endtime,
       coalesce(x.actor, []) AS actor,
       coalesce(x.recipient, []) AS recipient,
       [r.type] AS event,
       r.place AS event_loc,
       r.trigger_text AS event_text,
       q.number AS quad_code,
       r.score AS event_scale,
       r.mode,
       r.contexts AS context,
       r.url AS link,
       r.sentence AS text,
       {'sequence': r.sentence_index + 1, 'start': r.sentence_start, 'end': r.sentence_end, 'text_story': r.report} AS text_info,
       {'corpus': NULL::VARCHAR, 'citation': r.outlet, 'url': r.url, 'title': r.title, 'language': 'English'} AS cite_info,
       s.coded_by AS coder,
       s.added::DATE AS coded_date,
       strftime(s.added, '%H:%M:%S') AS coded_time,
       'modality: ' || r.modality AS comment
FROM chosen c
JOIN records r ON r.id = c.id
JOIN reports s ON s.id = r.report
JOIN quads q ON q.quad = r.quad
LEFT JOIN sides x ON x.record = r.id
ORDER BY c.n
