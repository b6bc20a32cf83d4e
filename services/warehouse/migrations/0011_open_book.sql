-- It gives json from now on (migrations/functions/open_book.sql).
DROP FUNCTION open_book(uuid[], text[], uuid[], boolean);
