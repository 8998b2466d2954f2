-- compatible
-- Rows of the queue stay as they are, up to the 8 kB that 500 events need: each is read and deleted a moment later, and to compress it and put it aside cost more than all else about it.
alter table webhook_queue set (toast_tuple_target = 8160);
