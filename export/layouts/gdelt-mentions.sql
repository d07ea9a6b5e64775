-- GDELT 2.0 Mentions: one row for each record of an event and two of its
-- countries, with the numbers that the layout gdelt gives.
WITH added AS (
    SELECT m.event, min(s.added) AS at
    FROM event_records m
    SEMI JOIN chosen c ON c.id = m.event
    JOIN reports s ON s.id = m.report
    GROUP BY m.event
)
SELECT md5_number_lower(e.id || '/' || d.place) >> 1 AS GlobalEventID,
       strftime(f.at, '%Y%m%d%H%M%S')::BIGINT AS EventTimeDate,
       strftime(s.added, '%Y%m%d%H%M%S')::BIGINT AS MentionTimeDate,
       CASE WHEN starts_with(r.url, 'http') THEN 1 END AS MentionType, -- from the web
       r.outlet AS MentionSourceName,
       r.url AS MentionIdentifier,
       r.sentence_index + 1 AS SentenceID,
       NULL::VARCHAR AS Actor1CharOffset,
       NULL::VARCHAR AS Actor2CharOffset,
       -- in characters, as the layout wants it
       length(decode(encode(s.text)[1:r.trigger_start])) AS ActionCharOffset,
       NULL::VARCHAR AS InRawText,
       round(100 * r.confidence)::INTEGER AS Confidence,
       length(s.text) AS MentionDocLen,
       NULL::VARCHAR AS MentionDocTone,
       NULL::VARCHAR AS MentionDocTranslationInfo,
       NULL::VARCHAR AS Extras
FROM chosen c
JOIN events e ON e.id = c.id
JOIN event_dyads d ON d.event = e.id
JOIN added f ON f.event = e.id
JOIN event_records m ON m.event = e.id
JOIN records r ON r.id = m.record
JOIN reports s ON s.id = m.report
WHERE e.modality = 'actual'
ORDER BY c.n, d.first, d.second, m.position, r.id
