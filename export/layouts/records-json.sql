-- Records as objects: those of "demarche code --format jsonl", spans and all.
-- The views have no spans of dates, places and quotes, so this reads the tables.
WITH party AS (
    SELECT p.record, p.role, p.position,
           {'text': p.text, 'start': p.text_start, 'end': p.text_end, 'name': p.name, 'country': p.country, 'sector': p.sector,
            'other_sectors': coalesce(p.other_sectors, []), 'office': p.office} AS party
    FROM data.parties p
    JOIN data.records r ON r.no = p.record
    SEMI JOIN chosen c ON c.id = r.id
),
sides AS (
    SELECT record,
           list(party ORDER BY position) FILTER (role = 'actor') AS actors,
           list(party ORDER BY position) FILTER (role = 'recipient') AS recipients,
           first(party) FILTER (role = 'speaker') AS speaker
    FROM party GROUP BY record
)
SELECT r.id,
       {'id': p.id, 'title': p.title, 'outlet': p.outlet, 'published': coalesce(p.published::VARCHAR, ''), 'url': p.url} AS report,
       {'index': r.sentence_index, 'start': r.sentence_start, 'end': r.sentence_end, 'text': r.sentence} AS sentence,
       {'start': r.trigger_start, 'end': r.trigger_end, 'text': r.trigger_text} AS trigger,
       r.type, r.mode, r.quad, r.score, r.cameo, r.contexts,
       coalesce(x.actors, []) AS actors, coalesce(x.recipients, []) AS recipients, r.modality,
       CASE WHEN r.date_precision IS NOT NULL THEN
            {'start': coalesce(r.date_start::VARCHAR, ''), 'end': coalesce(r.date_end::VARCHAR, ''), 'precision': r.date_precision,
             'text': r.date_text, 'span': CASE WHEN r.date_from IS NOT NULL THEN [r.date_from, r.date_to] END} END AS date,
       CASE WHEN r.place IS NOT NULL THEN
            {'name': r.place, 'country': coalesce(r.place_country, ''), 'lat': r.latitude, 'lon': r.longitude,
             'text': r.place_text, 'span': CASE WHEN r.place_from IS NOT NULL THEN [r.place_from, r.place_to] END} END AS place,
       CASE WHEN r.claim_cue IS NOT NULL THEN
            {'by': x.speaker, 'cue': r.claim_cue, 'verbatim': r.verbatim, 'venue': r.venue, 'evidence': r.evidence,
             'quote': CASE WHEN r.quote IS NOT NULL THEN {'start': r.quote_start, 'end': r.quote_end, 'text': r.quote} END} END AS claim,
       r.confidence, r.notes
FROM chosen c
JOIN data.records r ON r.id = c.id
JOIN data.reports p ON p.no = r.report
LEFT JOIN sides x ON x.record = r.no
ORDER BY c.n
