-- Who did it to whom in an event, two by two, as in record_dyads. A party that
-- no record names and the event only implies is left out.
CREATE TEMP VIEW event_dyads AS
WITH side AS (
    SELECT p.event, p.role, p.country, p.names[1] AS name, p.sector, p.position
    FROM event_parties p SEMI JOIN chosen c ON c.id = p.event
    WHERE NOT p.implied
),
joint AS (
    SELECT event FROM side GROUP BY event HAVING count(*) > 1 AND count(*) FILTER (role = 'recipient') = 0
),
apart AS (
    SELECT * FROM side ANTI JOIN joint USING (event)
)
SELECT coalesce(a.event, r.event) AS event, coalesce(a.position + 1, 0) || '-' || coalesce(r.position + 1, 0) AS place,
       a.position AS first, r.position AS second,
       a.country AS a_country, a.name AS a_name, a.sector AS a_sector,
       r.country AS r_country, r.name AS r_name, r.sector AS r_sector
FROM (FROM apart WHERE role = 'actor') a
FULL JOIN (FROM apart WHERE role = 'recipient') r ON r.event = a.event
UNION ALL
SELECT a.event, a.position + 1 || '-' || r.position + 1, a.position, r.position,
       a.country, a.name, a.sector, r.country, r.name, r.sector
FROM side a
JOIN side r ON r.event = a.event AND r.position > a.position
SEMI JOIN joint j ON j.event = a.event
