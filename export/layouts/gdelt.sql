-- GDELT 2.0 Events: one row for each two countries of an event.
WITH told AS (
    -- What the records of an event say of it together. Its code is that of the first of its own type and mode.
    SELECT m.event, count(*) AS mentions, min(s.added) AS added,
           arg_min(r.cameo, m.position) FILTER (r.type = e.type AND r.mode IS NOT DISTINCT FROM e.mode) AS cameo,
           arg_min(r.url, m.position) FILTER (r.url <> '') AS url
    FROM event_records m
    SEMI JOIN chosen c ON c.id = m.event
    JOIN events e ON e.id = m.event
    JOIN records r ON r.id = m.record
    JOIN reports s ON s.id = m.report
    GROUP BY m.event
)
SELECT md5_number_lower(e.id || '/' || d.place) >> 1 AS GlobalEventID,
       CASE WHEN e.precision IN ('day', 'unknown') THEN strftime(e.date_start, '%Y%m%d')::INTEGER END AS Day,
       CASE WHEN strftime(e.date_start, '%Y%m') = strftime(e.date_end, '%Y%m') OR e.precision IN ('day', 'unknown') THEN strftime(e.date_start, '%Y%m')::INTEGER END AS MonthYear,
       CASE WHEN year(e.date_start) = year(e.date_end) OR e.precision IN ('day', 'unknown') THEN year(e.date_start) END AS Year,
       -- GDELT's own reckoning: months of thirty days
       CASE WHEN e.precision IN ('day', 'unknown') THEN round(year(e.date_start) + ((month(e.date_start) - 1) * 30 + day(e.date_start)) / 365, 4) END AS FractionDate,
       nullif(concat(ac.cameo, ak.cameo), '') AS Actor1Code,
       upper(coalesce(d.a_name, ac.name)) AS Actor1Name,
       ac.cameo_country AS Actor1CountryCode,
       ac.cameo_group AS Actor1KnownGroupCode,
       NULL::VARCHAR AS Actor1EthnicCode,
       NULL::VARCHAR AS Actor1Religion1Code,
       NULL::VARCHAR AS Actor1Religion2Code,
       coalesce(ac.cameo_role, ak.cameo) AS Actor1Type1Code,
       NULL::VARCHAR AS Actor1Type2Code,
       NULL::VARCHAR AS Actor1Type3Code,
       nullif(concat(rc.cameo, rk.cameo), '') AS Actor2Code,
       upper(coalesce(d.r_name, rc.name)) AS Actor2Name,
       rc.cameo_country AS Actor2CountryCode,
       rc.cameo_group AS Actor2KnownGroupCode,
       NULL::VARCHAR AS Actor2EthnicCode,
       NULL::VARCHAR AS Actor2Religion1Code,
       NULL::VARCHAR AS Actor2Religion2Code,
       coalesce(rc.cameo_role, rk.cameo) AS Actor2Type1Code,
       NULL::VARCHAR AS Actor2Type2Code,
       NULL::VARCHAR AS Actor2Type3Code,
       NULL::VARCHAR AS IsRootEvent,
       t.cameo AS EventCode,
       t.cameo[1:3] AS EventBaseCode,
       t.cameo[1:2] AS EventRootCode,
       q.number AS QuadClass,
       k.goldstein AS GoldsteinScale,
       t.mentions AS NumMentions,
       nullif(len(e.outlets), 0) AS NumSources,
       len(e.reports) AS NumArticles,
       NULL::VARCHAR AS AvgTone,
       NULL::VARCHAR AS Actor1Geo_Type,
       NULL::VARCHAR AS Actor1Geo_Fullname,
       NULL::VARCHAR AS Actor1Geo_CountryCode,
       NULL::VARCHAR AS Actor1Geo_ADM1Code,
       NULL::VARCHAR AS Actor1Geo_ADM2Code,
       NULL::VARCHAR AS Actor1Geo_Lat,
       NULL::VARCHAR AS Actor1Geo_Long,
       NULL::VARCHAR AS Actor1Geo_FeatureID,
       NULL::VARCHAR AS Actor2Geo_Type,
       NULL::VARCHAR AS Actor2Geo_Fullname,
       NULL::VARCHAR AS Actor2Geo_CountryCode,
       NULL::VARCHAR AS Actor2Geo_ADM1Code,
       NULL::VARCHAR AS Actor2Geo_ADM2Code,
       NULL::VARCHAR AS Actor2Geo_Lat,
       NULL::VARCHAR AS Actor2Geo_Long,
       NULL::VARCHAR AS Actor2Geo_FeatureID,
       p.gdelt_type AS ActionGeo_Type,
       CASE WHEN e.place IS NOT NULL THEN concat_ws(', ', e.place, nullif(p.province, e.place), nullif(pc.name, e.place)) END AS ActionGeo_Fullname,
       pc.fips AS ActionGeo_CountryCode,
       CASE WHEN p.gdelt_type = 1 THEN pc.fips END AS ActionGeo_ADM1Code,
       NULL::VARCHAR AS ActionGeo_ADM2Code,
       e.latitude AS ActionGeo_Lat,
       e.longitude AS ActionGeo_Long,
       CASE WHEN p.gdelt_type = 1 THEN pc.fips END AS ActionGeo_FeatureID,
       strftime(t.added, '%Y%m%d%H%M%S')::BIGINT AS DATEADDED,
       t.url AS SOURCEURL
FROM chosen c
JOIN events e ON e.id = c.id
JOIN event_dyads d ON d.event = e.id
JOIN told t ON t.event = e.id
JOIN quads q ON q.quad = e.quad
LEFT JOIN countries ac ON ac.code = d.a_country
LEFT JOIN countries rc ON rc.code = d.r_country
LEFT JOIN countries pc ON pc.code = e.place_country
-- a body's role is part of its code
LEFT JOIN sectors ak ON ak.sector = d.a_sector AND ac.cameo_role IS NULL
LEFT JOIN sectors rk ON rk.sector = d.r_sector AND rc.cameo_role IS NULL
LEFT JOIN cameo k ON k.code = t.cameo
LEFT JOIN places p ON p.place = e.place AND p.country IS NOT DISTINCT FROM e.place_country AND p.latitude = e.latitude AND p.longitude = e.longitude
WHERE e.modality = 'actual'
ORDER BY c.n, d.first, d.second
