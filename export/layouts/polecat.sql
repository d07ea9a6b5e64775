-- POLECAT: one row for each two parties of a record.
SELECT r.id || '-' || d.place AS "Event ID",
       CASE WHEN r.date_precision IN ('day', 'unknown') THEN r.date_start END AS "Event Date",
       r.type AS "Event Type",
       r.mode AS "Event Mode",
       r.score AS "Intensity",
       upper(r.quad) AS "Quad Code",
       nullif(array_to_string(r.contexts, ';'), '') AS "Contexts",
       coalesce(d.a_name, d.a_text) AS "Actor Name",
       d.a_country AS "Actor Country",
       ac.cow AS "Actor COW",
       d.a_sector AS "Primary Actor Sector",
       array_to_string([d.a_sector] || coalesce(d.a_others, []), ';') AS "Actor Sectors",
       d.a_office AS "Actor Title",
       d.a_text AS "Actor Name Raw",
       NULL::VARCHAR AS "Wikipedia Actor ID",
       coalesce(d.r_name, d.r_text) AS "Recipient Name",
       d.r_country AS "Recipient Country",
       rc.cow AS "Recipient COW",
       d.r_sector AS "Primary Recipient Sector",
       array_to_string([d.r_sector] || coalesce(d.r_others, []), ';') AS "Recipient Sectors",
       d.r_office AS "Recipient Title",
       d.r_text AS "Recipient Name Raw",
       NULL::VARCHAR AS "Wikipedia Recipient ID",
       r.place AS "Placename",
       p.city AS "City",
       NULL::VARCHAR AS "District",
       p.province AS "Province",
       r.place_country AS "Country",
       r.latitude AS "Latitude",
       r.longitude AS "Longitude",
       NULL::VARCHAR AS "GeoNames ID",
       r.place_text AS "Raw Placename",
       NULL::VARCHAR AS "Feature Type",
       r.outlet AS "Source",
       r.published AS "Publication Date",
       NULL::VARCHAR AS "Story People",
       NULL::VARCHAR AS "Story Organizations",
       NULL::VARCHAR AS "Story Locations",
       'English' AS "Language",
       s.coded_by AS "Version"
FROM chosen c
JOIN records r ON r.id = c.id
JOIN reports s ON s.id = r.report
JOIN record_dyads d ON d.record = r.id
LEFT JOIN countries ac ON ac.code = d.a_country
LEFT JOIN countries rc ON rc.code = d.r_country
LEFT JOIN places p ON p.place = r.place AND p.country IS NOT DISTINCT FROM r.place_country AND p.latitude = r.latitude AND p.longitude = r.longitude
WHERE r.modality = 'actual'
ORDER BY c.n, d.first, d.second
