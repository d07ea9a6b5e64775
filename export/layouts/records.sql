-- Records as a table: the columns of "demarche code --format csv" with the
-- report's id before, its lists in step with each other.
WITH sides AS (
    SELECT p.record,
           list(coalesce(p.name, p.text) ORDER BY p.position) FILTER (p.role = 'actor') AS actors,
           list(coalesce(p.country, '') ORDER BY p.position) FILTER (p.role = 'actor') AS actor_countries,
           list(coalesce(p.sector, '') ORDER BY p.position) FILTER (p.role = 'actor') AS actor_sectors,
           list(coalesce(p.name, p.text) ORDER BY p.position) FILTER (p.role = 'recipient') AS recipients,
           list(coalesce(p.country, '') ORDER BY p.position) FILTER (p.role = 'recipient') AS recipient_countries,
           list(coalesce(p.sector, '') ORDER BY p.position) FILTER (p.role = 'recipient') AS recipient_sectors,
           first(coalesce(p.name, p.text)) FILTER (p.role = 'speaker') AS claim_by,
           first(p.country) FILTER (p.role = 'speaker') AS claim_by_country
    FROM parties p SEMI JOIN chosen c ON c.id = p.record
    GROUP BY p.record
)
SELECT r.id, r.report, r.title, r.outlet, r.published, r.url, r.date_start, r.date_end, r.date_precision,
       coalesce(x.actors, []) AS actors, coalesce(x.actor_countries, []) AS actor_countries, coalesce(x.actor_sectors, []) AS actor_sectors,
       r.type, r.mode, r.quad, r.score, r.cameo, r.contexts,
       coalesce(x.recipients, []) AS recipients, coalesce(x.recipient_countries, []) AS recipient_countries,
       coalesce(x.recipient_sectors, []) AS recipient_sectors,
       r.modality, r.trigger_text AS trigger, r.sentence, r.place, r.place_country, r.latitude AS lat, r.longitude AS lon,
       x.claim_by, x.claim_by_country, r.claim_cue, r.verbatim, r.venue, r.evidence, r.confidence, r.notes, r.event
FROM chosen c
JOIN records r ON r.id = c.id
LEFT JOIN sides x ON x.record = r.id
ORDER BY c.n
