-- An order of which all four departments have spoken, and none against it, is reviewed, as on the board; it was in_review.
UPDATE sales_order SET stage = 'reviewed'
WHERE stage = 'in_review' AND document -> 'reviews' ?& ARRAY['warehouse', 'purchasing', 'logistics', 'finance'];
