-- Events as a table. Countries stand in the order of the event's parties, with
-- those that it only implies left out and listed by themselves.
WITH sides AS (
    SELECT p.event,
           list(p.country ORDER BY p.position) FILTER (p.role = 'actor' AND NOT p.implied) AS actors,
           list(coalesce(p.sector, '') ORDER BY p.position) FILTER (p.role = 'actor' AND NOT p.implied) AS actor_sectors,
           flatten(list(p.names ORDER BY p.position) FILTER (p.role = 'actor')) AS actor_names,
           list(p.country ORDER BY p.position) FILTER (p.role = 'recipient' AND NOT p.implied) AS recipients,
           list(coalesce(p.sector, '') ORDER BY p.position) FILTER (p.role = 'recipient' AND NOT p.implied) AS recipient_sectors,
           flatten(list(p.names ORDER BY p.position) FILTER (p.role = 'recipient')) AS recipient_names,
           list(p.country ORDER BY p.role, p.position) FILTER (p.implied) AS implied
    FROM event_parties p SEMI JOIN chosen c ON c.id = p.event
    GROUP BY p.event
)
SELECT e.id, e.type, e.mode, e.quad, e.score, e.modality, e.date_start, e.date_end, e.precision, e.date_for, e.told,
       coalesce(x.actors, []) AS actors, coalesce(x.actor_sectors, []) AS actor_sectors, coalesce(x.actor_names, []) AS actor_names,
       coalesce(x.recipients, []) AS recipients, coalesce(x.recipient_sectors, []) AS recipient_sectors,
       coalesce(x.recipient_names, []) AS recipient_names, coalesce(x.implied, []) AS implied,
       e.contexts, e.topics, e.place, e.place_country, e.latitude AS lat, e.longitude AS lon, e.words,
       e.reports, e.outlets, e.voices
FROM chosen c
JOIN events e ON e.id = c.id
LEFT JOIN sides x ON x.event = e.id
ORDER BY c.n
