-- The library of cases is searched (SAL-12): in what the customer said, why it came so, what was done about it, and the
-- last answer. Each character is a word, for nobody parts Chinese; a phrase of them is a part of the text.
CREATE INDEX complaint_case_told ON complaint USING gin (to_tsvector('simple'::regconfig, regexp_replace(
    coalesce(document ->> 'words', '') || ' ' || coalesce(document #>> '{analysis,whys}', '') || ' '
        || coalesce(document #>> '{analysis,corrective,what}', '') || ' '
        || coalesce(document #>> '{analysis,preventive,what}', '') || ' '
        || coalesce(document #>> '{replies,-1,words}', ''), '(.)', '\1 ', 'g'))) WHERE closed;
