-- What reviews have against an order, by the review's topic: the codes of the reasons. The text of it stays beside.
ALTER TABLE board ADD COLUMN objections jsonb NOT NULL DEFAULT '{}';
UPDATE board SET objections = (
    SELECT jsonb_object_agg(split_part(part, ': ', 1), string_to_array(split_part(part, ': ', 2), ', '))
    FROM unnest(string_to_array(against, '; ')) AS part)
WHERE against <> '';
