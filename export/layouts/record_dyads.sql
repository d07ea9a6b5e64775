-- Who did it to whom in a record, two by two, for layouts with one source and
-- one target: each actor with each recipient; where all did it together, each
-- two of the actors. place is "1-2" for the first actor and the second recipient.
-- A state goes by its usual name whatever it is called in the text: "Washington".
CREATE TEMP VIEW record_dyads AS
WITH side AS (
    SELECT p.* REPLACE (coalesce(p.name, s.name) AS name)
    FROM parties p
    SEMI JOIN chosen c ON c.id = p.record
    LEFT JOIN state_names s ON s.called = lower(regexp_replace(p.text, '^the ', '', 'i')) AND s.code = p.country
    WHERE p.role IN ('actor', 'recipient')
),
joint AS (
    SELECT record FROM side GROUP BY record HAVING count(*) > 1 AND count(*) FILTER (role = 'recipient') = 0
),
apart AS (
    SELECT * FROM side ANTI JOIN joint USING (record)
)
SELECT coalesce(a.record, r.record) AS record, coalesce(a.position + 1, 0) || '-' || coalesce(r.position + 1, 0) AS place,
       a.position AS first, r.position AS second,
       a.name AS a_name, a.text AS a_text, a.country AS a_country, a.sector AS a_sector, a.other_sectors AS a_others, a.office AS a_office,
       r.name AS r_name, r.text AS r_text, r.country AS r_country, r.sector AS r_sector, r.other_sectors AS r_others, r.office AS r_office
FROM (FROM apart WHERE role = 'actor') a
FULL JOIN (FROM apart WHERE role = 'recipient') r ON r.record = a.record
UNION ALL
SELECT a.record, a.position + 1 || '-' || r.position + 1, a.position, r.position,
       a.name, a.text, a.country, a.sector, a.other_sectors, a.office,
       r.name, r.text, r.country, r.sector, r.other_sectors, r.office
FROM side a
JOIN side r ON r.record = a.record AND r.position > a.position
SEMI JOIN joint j ON j.record = a.record
