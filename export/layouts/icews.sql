-- ICEWS: one row for each two parties of a record.
SELECT md5_number_lower(r.id || '/' || d.place) >> 1 AS "Event ID",
       CASE WHEN r.date_precision IN ('day', 'unknown') THEN r.date_start END AS "Event Date",
       coalesce(d.a_name, d.a_text) AS "Source Name",
       (SELECT string_agg(s.icews, ',' ORDER BY list_position([d.a_sector] || coalesce(d.a_others, []), s.sector))
        FROM sectors s WHERE list_contains([d.a_sector] || coalesce(d.a_others, []), s.sector)) AS "Source Sectors",
       ac.icews AS "Source Country",
       k.name AS "Event Text",
       r.cameo AS "CAMEO Code",
       k.goldstein AS "Intensity",
       coalesce(d.r_name, d.r_text) AS "Target Name",
       (SELECT string_agg(s.icews, ',' ORDER BY list_position([d.r_sector] || coalesce(d.r_others, []), s.sector))
        FROM sectors s WHERE list_contains([d.r_sector] || coalesce(d.r_others, []), s.sector)) AS "Target Sectors",
       rc.icews AS "Target Country",
       md5_number_lower(r.report) >> 1 AS "Story ID",
       r.sentence_index + 1 AS "Sentence Number",
       r.outlet AS "Publisher",
       p.city AS "City",
       NULL::VARCHAR AS "District",
       p.province AS "Province",
       pc.icews AS "Country",
       r.latitude AS "Latitude",
       r.longitude AS "Longitude"
FROM chosen c
JOIN records r ON r.id = c.id
JOIN record_dyads d ON d.record = r.id
LEFT JOIN countries ac ON ac.code = d.a_country
LEFT JOIN countries rc ON rc.code = d.r_country
LEFT JOIN countries pc ON pc.code = r.place_country
LEFT JOIN cameo k ON k.code = r.cameo
LEFT JOIN places p ON p.place = r.place AND p.country IS NOT DISTINCT FROM r.place_country AND p.latitude = r.latitude AND p.longitude = r.longitude
WHERE r.modality = 'actual'
ORDER BY c.n, d.first, d.second
